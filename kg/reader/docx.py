"""Word documents (.docx, ECMA-376): headings, paragraphs, list items and the cells of tables.

Read from the XML itself, since the libraries that convert whole documents print hidden text and take a document of any
size into memory. Deleted and hidden text, headers, footers, notes and comments are no text; of a drawing the text boxes
are.
"""

import io
import zipfile
from typing import TYPE_CHECKING, NamedTuple

from kg.article import BlockKind
from kg.errors import InputError
from kg.reader.docx_styles import Numbering, Style, child, is_on, local, style, styles, value, whole
from kg.reader.lines import Line
from kg.reader.passages import Passage
from kg.reader.spacing import JOIN, PART
from kg.reader.streams import BROKEN, LARGEST
from kg.reader.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_SAVE = "open it in Word and save it again, or as text"
_LEFT_OUT = frozenset(
    str.split("del moveFrom instrText delText pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr Fallback posOffset docPr")
)
_MOST_COLUMNS = 1000


def read_docx(raw: bytes, *, where: str) -> list[Passage]:
    """Read a Word document into passages. Raises `InputError`."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if "word/document.xml" not in archive.NameToInfo:
                raise InputError(where, "it is a zip archive and no Word document", "name the archive itself")
            roots = [_part(archive, f"word/{name}.xml", where) for name in ("document", "styles", "numbering")]
    except BROKEN as error:
        raise InputError(where, f"it is a damaged Word document ({error or type(error).__name__})", _SAVE) from None
    document, known, numbered = roots
    body = child(document, "body")
    return [] if body is None else _read(body, styles(known), Numbering(numbered))


def _part(archive: zipfile.ZipFile, name: str, where: str) -> "_Element | None":
    from lxml import etree

    info = archive.NameToInfo.get(name)
    if info is None:
        return None
    if info.file_size > LARGEST:
        raise InputError(where, f"its {name} is larger than {LARGEST // 1024**2} MiB", "split it, or leave it out")
    xml = archive.read(info)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(where, f"it is a damaged Word document ({name}: {error.msg})", _SAVE) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError(where, f"its {name} has a document type, as no Word document does", _SAVE)
    return root


def _read(body: "_Element", known: dict[str, Style], numbering: Numbering) -> list[Passage]:
    from lxml import etree

    walk, walker = etree.iterwalk(body, events=("start", "end")), _Walker(known, numbering)
    for event, element in walk:
        if event == "end":
            walker.leave(local(element))
        elif not walker.enter(element, local(element)):
            walk.skip_subtree()
    return walker.passages


class _Place(NamedTuple):
    """Where a text stands: what an element hands down to everything inside it."""

    cell: Cell | None = None
    look: Style = Style()


class _Walker:
    """Holds the lines in the making while a document is walked; a text box has a line of its own."""

    def __init__(self, known: dict[str, Style], numbering: Numbering) -> None:
        self.passages: list[Passage] = []
        self._known, self._numbering = known, numbering
        self._places = [_Place()]
        self._lines = [Line()]
        self._shapes = [Passage("")]
        self._cells: dict[_Element, Cell | None] = {}
        self._tables = 0

    def enter(self, element: "_Element", tag: str) -> bool:
        """Start an element; False where nothing in it is text."""
        place, seen = self._places[-1], tag not in _LEFT_OUT
        if tag == "p":
            place = place._replace(look=self._look(element, "pPr", "pStyle"))
            self._shapes[-1] = self._shape(place.look)
        elif tag == "r":
            place = place._replace(look=self._look(element, "rPr", "rStyle").over(place.look))
            seen = not place.look.hidden
        elif tag == "tbl" and place.cell is None:
            self._cells.update(_grid(element, self._tables))
            self._tables += 1
        elif tag == "tc" and element in self._cells:
            place = place._replace(cell=self._cells[element])
            seen = place.cell is not None
        elif tag == "txbxContent":
            place = _Place()
            self._lines.append(Line())
            self._shapes.append(Passage(""))
        elif seen:
            self._add(element, tag, place)
        self._places.append(place)
        return seen

    def leave(self, tag: str) -> None:
        """End an element."""
        place = self._places.pop()
        if tag == "p":
            self._end_block(place)
        elif tag == "tc" and place.cell is not self._places[-1].cell and place.cell is not None:
            number, rows, columns, header = place.cell
            cell = (
                self._lines[-1]
                .take()
                ._replace(kind=BlockKind.CELL, table=number, rows=rows, columns=columns, header=header)
            )
            self.passages += [cell] if cell.text else []
        elif tag == "txbxContent":
            self._lines.pop()
            self._shapes.pop()

    def _look(self, element: "_Element", properties: str, reference: str) -> Style:
        named = value(child(element, properties, reference))
        return style(element).over(self._known.get(named or "", Style()))

    def _shape(self, look: Style) -> Passage:
        """A passage without its text: what a paragraph of such a look is."""
        number, depth = look.numbering or ("0", 0)
        shape = Passage("", centred=bool(look.centred))
        if look.level:
            return shape._replace(kind=BlockKind.HEADING, level=look.level)
        if number == "0":
            return shape
        return shape._replace(kind=BlockKind.ITEM, level=depth + 1, number=self._numbering.next(number, depth))

    def _add(self, element: "_Element", tag: str, place: _Place) -> None:
        if tag in _CHARACTERS:
            self._lines[-1].add(_CHARACTERS[tag] or element.text or "", bold=bool(place.look.bold))
        elif tag in ("br", "cr") and value(element, "type") in (None, "textWrapping"):
            if place.cell or place.look.level:
                self._lines[-1].add_gap(JOIN)
            else:
                self._end_block(place)

    def _end_block(self, place: _Place) -> None:
        if place.cell is not None:
            self._lines[-1].add_gap(PART)
            return
        taken, shape = self._lines[-1].take(), self._shapes[-1]
        if taken.text:
            self.passages.append(shape._replace(text=taken.text, emphases=taken.emphases))
            if shape.kind is BlockKind.ITEM:  # what follows a line break in an item is a paragraph of it
                self._shapes[-1] = shape._replace(kind=BlockKind.PARAGRAPH, number=None)


_CHARACTERS = {"t": "", "tab": "\t", "noBreakHyphen": "-"}
"""The elements that print something, and what, where it is not their text."""


def _grid(table: "_Element", number: int) -> "dict[_Element, Cell | None]":
    """The place of every cell of a table; None for one that is merged with the one above. One cell alone is a frame."""
    placed: dict[_Element, Cell | None] = {}
    above: dict[int, tuple[_Element, Cell]] = {}
    for row, tr in enumerate(_inside(table, "tr")):
        properties = child(tr, "trPr")
        column = whole(value(child(properties, "gridBefore")), 0)
        for tc in _inside(tr, "tc"):
            end = min(column + max(1, whole(value(child(tc, "tcPr", "gridSpan")), 1)), _MOST_COLUMNS)
            merged = child(tc, "tcPr", "vMerge")
            if merged is not None and value(merged) != "restart" and column in above:
                first, cell = above[column]
                above[column] = first, cell._replace(rows=(cell.rows[0], row + 1))
                placed[first], placed[tc] = above[column][1], None
            else:
                header = bool(is_on(properties, "tblHeader"))
                cell = Cell(number, (row, row + 1), (min(column, end - 1), end), header)
                placed[tc] = cell
                above.pop(column, None)
                if merged is not None:
                    above[column] = tc, cell
            column = end
    return placed if len(placed) > 1 else {}


def _inside(element: "_Element", name: str) -> "Iterator[_Element]":
    """The rows of a table, or the cells of a row, those in content controls included."""
    for inner in element:
        if local(inner) == name:
            yield inner
        elif local(inner) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(inner, name)
