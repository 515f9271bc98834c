"""From an HTML tree to passages: inline tags vanish, block tags part, lists and tables say where their texts stand."""

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.article import BlockKind
from kg.reader.lines import Line
from kg.reader.lists import numbers
from kg.reader.passages import Passage
from kg.reader.spacing import JOIN, PART
from kg.reader.tables import Cell, grid
from kg.reader.visibility import is_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    str.split(
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption "
        "figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol p pre "
        "search section summary table tbody td tfoot th thead tr ul xmp"
    )
)
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_JOINED = frozenset(("caption", "dd", "dt", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th"))
_PRINTED_LINES = frozenset(("pre", "listing", "xmp"))
_WEIGHT = re.compile(r"font-weight\s*:\s*(?:(bold|[6-9]00)|(normal|lighter|[1-5]00))", re.IGNORECASE)
_CENTRE = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)


class Reading(NamedTuple):
    """What was read from a tree: its passages and the addresses of its images, in the order of the page."""

    passages: list[Passage]
    images: list[str]


class _Place(NamedTuple):
    """Where a text stands: what an element hands down to everything inside it."""

    level: int = 0
    item: "_Element | None" = None
    depth: int = 0
    cell: Cell | None = None
    centred: bool = False
    bold: bool = False
    link: str | None = None
    joined: bool = False
    printed_lines: bool = False


def read_tree(root: "_Element") -> Reading:
    """Read a tree, or one element of it, into passages. Nesting costs no stack."""
    from lxml import etree

    walk, walker = etree.iterwalk(root, events=("start", "end")), _Walker()
    for event, element in walk:
        if event == "start" and not walker.enter(element):
            walk.skip_subtree()
        elif event == "end":
            walker.leave()
            if element.tail and element is not root:
                walker.add_text(element.tail)
    walker.finish()
    return Reading(walker.passages, walker.images)


class _Walker:
    """Holds the line in the making while the tree is walked."""

    def __init__(self) -> None:
        self.passages: list[Passage] = []
        self.images: list[str] = []
        self._line = Line()
        self._places = [_Place()]
        self._blocks: list[bool] = []
        self._numbers: dict[_Element, str] = {}
        self._cells: dict[_Element, Cell] = {}
        self._begun: set[_Element] = set()
        self._tables = 0

    def enter(self, element: "_Element") -> bool:
        """Start an element; False where nothing in it is text."""
        tag, place = str(element.tag), self._places[-1]
        if tag == "hr":  # the reader itself puts one after each paragraph
            self._end_block(place)
            self._places.append(place)
            self._blocks.append(False)
            return True
        seen = is_text(element)
        is_block = seen and tag in _BLOCKS
        if is_block:
            self._end_block(place)
            self._prepare(element)
        elif seen and tag == "br":
            self._break_line(place)
        elif seen and tag == "img":
            self._add_image(element)
        elif tag == "a" and _follows_link(element):
            self._break_line(place)
        self._places.append(self._place_in(element, tag, place))
        self._blocks.append(is_block)
        if seen and element.text:
            self.add_text(element.text)
        return seen

    def leave(self) -> None:
        """End the element that was started last."""
        place = self._places.pop()
        if self._blocks.pop():
            self._end_block(place)

    def add_text(self, text: str) -> None:
        """Add text at the place where the walk is."""
        place = self._places[-1]
        if not place.printed_lines:
            self._line.add(text, bold=place.bold, link=place.link)
            return
        for number, line in enumerate(text.split("\n")):
            if number:
                self._break_line(place)
            self._line.add(line, bold=place.bold, link=place.link)

    def finish(self) -> None:
        """End the last block."""
        self._end_block(self._places[0])

    def _prepare(self, element: "_Element") -> None:
        if element.tag == "ol":
            self._numbers.update(numbers(element))
        elif element.tag == "table" and not _is_layout(element):
            self._cells.update(grid(element, self._tables))
            self._tables += 1

    def _place_in(self, element: "_Element", tag: str, place: _Place) -> _Place:
        if tag in _HEADINGS:
            place = place._replace(level=_HEADINGS[tag])
        elif tag == "li":
            place = place._replace(item=element, depth=max(place.depth, 1))
        elif tag in _LISTS:
            place = place._replace(depth=place.depth + 1)
        elif tag == "dd":
            place = place._replace(item=element, depth=place.depth + 1)
        elif tag == "table":
            place = place._replace(centred=False)
        elif tag == "a" and element.get("href"):
            place = place._replace(link=element.get("href"))
        style = element.get("style") or ""
        if tag in _BLOCKS:
            place = _block_place(element, tag, style, place, self._cells.get(element))
        bold = _is_bold(style, tag)
        return place if bold is None or bold is place.bold else place._replace(bold=bold)

    def _break_line(self, place: _Place) -> None:
        if place.joined or place.cell:
            self._line.add_gap(JOIN)
        else:
            self._end_block(place)

    def _end_block(self, place: _Place) -> None:
        if place.cell is not None and self._places[-1].cell is place.cell:
            self._line.add_gap(PART)
            return
        passage = self._line.take()
        if passage.text:
            self.passages.append(self._placed(passage, place))

    def _placed(self, passage: Passage, place: _Place) -> Passage:
        if place.cell is not None:
            _, rows, columns, header = place.cell
            return passage._replace(
                kind=BlockKind.CELL, table=place.cell.table, rows=rows, columns=columns, header=header
            )
        if place.level:
            return passage._replace(kind=BlockKind.HEADING, level=place.level, centred=place.centred)
        if place.item is None or place.item in self._begun:
            return passage._replace(level=place.depth if place.item is not None else 0, centred=place.centred)
        self._begun.add(place.item)
        number = self._numbers.get(place.item)
        return passage._replace(kind=BlockKind.ITEM, level=place.depth, number=number, centred=place.centred)

    def _add_image(self, element: "_Element") -> None:
        if (element.get("alt") or "").endswith("K图"):  # a price chart that a site puts beside a name
            return
        for name in ("data-src", "data-original", "src"):
            address = (element.get(name) or "").strip()
            address = f"https:{address}" if address.startswith("//") else address
            if re.match(r"https?://\S+$", address, re.IGNORECASE):
                self.images.append(address)
                return


def _block_place(element: "_Element", tag: str, style: str, place: _Place, cell: Cell | None) -> _Place:
    if cell is not None:
        place = place._replace(cell=cell, item=None, level=0)
    if tag in _JOINED and (cell is not None or tag not in ("td", "th")):
        place = place._replace(joined=True)
    if tag in _PRINTED_LINES:
        place = place._replace(printed_lines=True)
    centred = _is_centred(element, tag, style, place.centred)
    return place if centred is place.centred else place._replace(centred=centred)


def _is_centred(element: "_Element", tag: str, style: str, inherited: bool) -> bool:
    aligned = _CENTRE.search(style) if style else None
    if aligned:
        return aligned[1].lower() == "center"
    align = element.get("align")
    return align.strip().lower() == "center" if align else tag == "center" or inherited


def _is_bold(style: str, tag: str) -> bool | None:
    """Whether an element makes its text bold or not; None where it leaves that as it is."""
    weight = _WEIGHT.search(style) if style else None
    if weight:
        return weight[1] is not None
    return True if tag in ("b", "strong") else None


def _follows_link(link: "_Element") -> bool:
    """Whether a link stands on a line of the source after another one, as in a list that is not marked up."""
    before = link.getprevious()
    tail = before.tail or "" if before is not None and before.tag == "a" else ""
    return "\n" in tail and not tail.strip()


def _is_layout(table: "_Element") -> bool:
    """Whether a table only arranges a page: it has one cell, or a table inside it, or says so."""
    if table.get("role") in ("presentation", "none") or next(table.iterdescendants("table"), None) is not None:
        return True
    cells = table.iterdescendants("td", "th")
    return next(cells, None) is None or next(cells, None) is None
