"""PDF: the lines of each page, joined to paragraphs by how they stand on it. Needs the extra `documents`.

PDFium finds the lines. A line runs on where the next one begins with what found no room on it; larger print is a
heading; what stands at the edge of most pages is furniture. Tables are lines of text: a PDF does not say what they are.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.article import BlockKind
from kg.errors import InputError, KgError, MissingExtraError
from kg.reader.passages import Passage
from kg.reader.spacing import CLOSING, OPENING, folded, is_wide, unseen_removed

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfTextPage

_MOST_PAGES = 2000
_MOST_CHARACTERS = 2_000_000
_PASSWORD = 4
_LARGER = 1.15
_LONGEST_HEADING = 80
_LINE_END = ("\r", "\n")
_ADDRESS_END = re.compile(r"https?://\S+$")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*第?\s*\d{1,3}\s*页?[-—–·\s]*(?:[/共]\s*\d{1,3}\s*页?)?")


class _Line(NamedTuple):
    """A line on a page: its text, its edges in points, and the size of its print.

    `em` is the width of a Chinese character, 0 where there is none; `room` that of what cannot be parted from the first
    character; `page` counts from 0.
    """

    text: str
    left: float
    right: float
    top: float
    height: float
    em: float
    room: float
    page: int


def read_pdf(raw: bytes, *, where: str) -> list[Passage]:
    """Read a PDF into passages. Raises `InputError`, and `MissingExtraError` where PDFium is not installed."""
    lines = _without_edges(list(_lines(raw, where)))
    if not lines:
        raise InputError(where, "there is no text in this PDF, its pages may be pictures", "recognise its text first")
    print_ = _Print.of(lines)
    return [print_.passage(group) for group in print_.paragraphs(lines)]


def _lines(raw: bytes, where: str) -> Iterator[_Line]:
    try:
        import pypdfium2 as pdfium
    except ModuleNotFoundError:
        what = "reading a PDF needs an optional part that is not installed"
        raise MissingExtraError(where, what, "pip install 'finaward-kg[documents]'") from None
    try:
        with closing(pdfium.PdfDocument(raw)) as document:
            yield from _lines_of(document, where)
    except pdfium.PdfiumError as error:
        raise _fault(error.err_code, where) from None


def _fault(code: int | None, where: str) -> KgError:
    if code == _PASSWORD:
        return InputError(where, "this PDF is encrypted", "save it without a password")
    return InputError(where, "this PDF is damaged", "repair it, or save its text as .txt")


def _lines_of(document: "PdfDocument", where: str) -> Iterator[_Line]:
    characters = 0
    if len(document) > _MOST_PAGES:
        raise InputError(where, f"this PDF has more than {_MOST_PAGES} pages", "split it into articles")
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            characters += text.count_chars()
            if characters > _MOST_CHARACTERS:
                raise InputError(where, f"it has more than {_MOST_CHARACTERS:,} characters", "split it into articles")
            yield from _lines_on(text, number)


def _lines_on(page: "PdfTextPage", number: int) -> Iterator[_Line]:
    """The lines of a page, in the order in which PDFium reads them."""
    from pypdfium2.raw import FPDFText_GetUnicode

    start, printed = 0, [chr(FPDFText_GetUnicode(page, n)) for n in range(page.count_chars())]
    for end in (*(n for n, character in enumerate(printed) if character in _LINE_END), len(printed)):
        seen = [n for n in range(start, end) if printed[n].strip() and unseen_removed(printed[n])]
        if seen:
            yield _line(page, printed, seen, number)
        start = end + 1


def _line(page: "PdfTextPage", printed: list[str], seen: list[int], number: int) -> _Line:
    text = unseen_removed("".join(printed[seen[0] : seen[-1] + 1]))
    first, last, together = _box(page, seen[0]), _box(page, seen[-1]), _box(page, _unparted(printed, seen))
    return _Line(
        text=text,
        left=first.left,
        right=last.right,
        top=first.top,
        height=first.top - first.bottom,
        em=_em(page, [n for n in seen if "\u3400" <= printed[n] <= "\u9fff"]),
        room=together.right - first.left,
        page=number,
    )


def _em(page: "PdfTextPage", wide: list[int]) -> float:
    """The usual width of some Chinese characters, of which a few are measured."""
    boxes = (_box(page, n) for n in wide[:: len(wide) // 9 + 1])
    widths = sorted(box.right - box.left for box in boxes)
    return widths[len(widths) // 2] if widths else 0


def _unparted(printed: list[str], seen: list[int]) -> int:
    """The last character of what cannot be parted: brackets, a word or a Chinese character, and what closes it."""
    at = 0
    while at < len(seen) - 1 and printed[seen[at]] in OPENING:
        at += 1
    while at < len(seen) - 1 and seen[at + 1] == seen[at] + 1:
        here, after = printed[seen[at]], printed[seen[at + 1]]
        if after not in CLOSING and (is_wide(here) or is_wide(after)):
            break
        at += 1
    return seen[at]


class _Box(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float


def _box(page: "PdfTextPage", character: int) -> _Box:
    from pypdfium2.raw import FS_RECTF, FPDFText_GetLooseCharBox

    rectangle: Any = FS_RECTF()
    FPDFText_GetLooseCharBox(page, character, ctypes.byref(rectangle))
    return _Box(rectangle.left, rectangle.right, rectangle.bottom, rectangle.top)


def _without_edges(lines: Sequence[_Line]) -> list[_Line]:
    """The lines without those that stand, but for their figures, at the edge of most pages, and page numbers."""
    pages: dict[int, list[_Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    edges = {line for on_page in pages.values() for line in _edges(on_page)}
    times = Counter((key, line.page) for line in edges for key in [_shape(line)])
    repeated = Counter(key for key, _ in times)
    return [
        line
        for line in lines
        if line not in edges
        or not (repeated[_shape(line)] > max(1, len(pages) // 2) or _PAGE_NUMBER.fullmatch(line.text))
    ]


def _edges(lines: list[_Line]) -> list[_Line]:
    """The two uppermost and the two lowest lines of a page."""
    by_height = sorted(lines, key=lambda line: line.top)
    return by_height[:2] + by_height[-2:]


def _shape(line: _Line) -> str:
    return re.sub(r"\d+", "#", line.text)


class _Print(NamedTuple):
    """How a document is printed: the height of its running text, its margins, and the pitch of its lines, in points."""

    size: float
    left: float
    right: float
    pitch: float
    is_chinese: bool

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> "_Print":
        """Measure lines: what most of the text has; of the margin, what all but a few lines keep."""
        is_chinese, sizes = any(line.em for line in lines), Counter[float]()
        for line in lines:
            sizes[round(line.em if is_chinese else line.height, 1)] += (
                len(line.text) if line.em or not is_chinese else 0
            )
        size = max(sizes.most_common(1)[0][0], 1.0)
        found = cls(size, 0, 0, 0, is_chinese)
        running = [line for line in lines if found.is_running(line)]
        rights = sorted(line.right for line in running)
        lefts = Counter(round(line.left) for line in running)
        steps = Counter(round(a.top - b.top) for a, b in pairwise(running) if a.top > b.top)
        return found._replace(
            left=lefts.most_common(1)[0][0],
            right=rights[-1 - len(rights) // 20],
            pitch=steps.most_common(1)[0][0] if steps else 2 * size,
        )

    def size_of(self, line: _Line) -> float:
        """The size of the print of a line; one of figures or Latin letters among Chinese ones is as the others."""
        return (line.em or self.size) if self.is_chinese else line.height

    def is_running(self, line: _Line) -> bool:
        """Whether a line is no larger or smaller than the running text."""
        return abs(self.size_of(line) - self.size) < 0.1 * self.size

    def paragraphs(self, lines: Sequence[_Line]) -> Iterator[list[_Line]]:
        """The lines in groups, each a paragraph or heading."""
        group = [lines[0]]
        for line in lines[1:]:
            if self._runs_on(group[-1], line):
                group.append(line)
            else:
                yield group
                group = [line]
        yield group

    def _runs_on(self, line: _Line, after: _Line) -> bool:
        size = self.size_of(line)
        if abs(size - self.size_of(after)) > 0.1 * self.size or line.right + after.room < self.right - 0.3 * size:
            return False
        if after.left > self.left + self.size and after.left >= line.left:  # an indent begins a paragraph
            return False
        return line.page != after.page or 0 < line.top - after.top < max(1.3 * self.pitch, 1.8 * size)

    def passage(self, lines: Sequence[_Line]) -> Passage:
        """A group of lines as a passage; print larger than the running text is a heading."""
        parts = [_ADDRESS_END.sub(r"\g<0>\0", line.text) for line in lines]
        text = folded("\n".join(parts).replace("\0\n", "").replace("\0", ""))
        size = self.size_of(lines[0])
        if size < _LARGER * self.size or len(text) > _LONGEST_HEADING:
            return Passage(text)
        return Passage(text, kind=BlockKind.HEADING, level=1 if size > _LARGER**2 * self.size else 2)
