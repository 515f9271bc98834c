"""PDF: the lines of each page, joined to paragraphs by how they stand on it. Needs the extra `documents`.

PDFium finds the lines. A line runs on where the next one begins with what found no room on it; larger print is a
heading; what stands at the edge of most pages is furniture. Tables are lines of text: a PDF does not say what they are.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from typing import NamedTuple

from kg.article import BlockKind
from kg.errors import InputError, MissingExtraError
from kg.reader import pdf_lines
from kg.reader.passages import Passage
from kg.reader.pdf_lines import Line
from kg.reader.spacing import CLOSING, OPENING, folded, is_wide, unseen_removed

_SECONDS = 60
_LARGER = 1.15
_LONGEST_HEADING = 80
_MARKED = re.compile(r"\d{1,2}[.、．)）]|[（(]?[一二三四五六七八九十\d]{1,3}[）)、]|[•●·■◆○▪►➢\-–—*]")
"""The mark of a list item, whose lines may all be indented."""
_ADDRESS_END = re.compile(r"https?://\S+$")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*第?\s*\d{1,3}\s*页?[-—–·\s]*(?:[/共]\s*\d{1,3}\s*页?)?")


def read_pdf(raw: bytes, *, where: str) -> list[Passage]:
    """Read a PDF into passages. Raises `InputError`, and `MissingExtraError` where PDFium is not installed."""
    lines = _without_edges([line for line in _lines(raw, where) if line.text.strip()])
    if not lines:
        raise InputError(where, "there is no text in this PDF, its pages may be pictures", "recognise its text first")
    print_ = _Print.of(lines)
    return [print_.passage(group) for group in print_.paragraphs(lines)]


def _lines(raw: bytes, where: str) -> list[Line]:
    if find_spec("pypdfium2") is None:
        what = "reading a PDF needs an optional part that is not installed"
        raise MissingExtraError(where, what, "pip install 'finaward-kg[documents]'")
    program = [sys.executable, "-P", str(pdf_lines.__file__)]
    try:
        done = subprocess.run(program, input=raw, capture_output=True, timeout=_SECONDS, check=True)
    except subprocess.SubprocessError:
        raise InputError(where, "this PDF takes too much time or memory, or breaks PDFium", "save its text") from None
    found = json.loads(done.stdout)
    if isinstance(found, str):
        raise InputError(where, f"this PDF {found}", "mend that, or save its text as .txt")
    lines = (Line(*line) for line in found)
    return [line._replace(text=unseen_removed(line.text), ends=tuple(line.ends)) for line in lines]


def _without_edges(lines: Sequence[Line]) -> list[Line]:
    """The lines without those that stand, but for their figures, at the edge of most pages, and page numbers."""
    pages: dict[int, list[Line]] = {}
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


def _edges(lines: list[Line]) -> list[Line]:
    """The two uppermost and the two lowest lines of a page."""
    by_height = sorted(lines, key=lambda line: line.top)
    return by_height[:2] + by_height[-2:]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text)


class _Print(NamedTuple):
    """How a document is printed: the height of its running text, its margins, and the pitch of its lines, in points."""

    size: float
    left: float
    right: float
    pitch: float
    is_chinese: bool

    @classmethod
    def of(cls, lines: Sequence[Line]) -> "_Print":
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
        lefts = sorted(line.left for line in running)
        steps = Counter(round(a.top - b.top) for a, b in pairwise(running) if a.top > b.top)
        return found._replace(
            left=lefts[len(lefts) // 10],
            right=rights[-1 - len(rights) // 20],
            pitch=steps.most_common(1)[0][0] if steps else 2 * size,
        )

    def size_of(self, line: Line) -> float:
        """The size of the print of a line; one of figures or Latin letters among Chinese ones is as the others."""
        return (line.em or self.size) if self.is_chinese else line.height

    def is_running(self, line: Line) -> bool:
        """Whether a line is no larger or smaller than the running text."""
        return abs(self.size_of(line) - self.size) < 0.1 * self.size

    def paragraphs(self, lines: Sequence[Line]) -> Iterator[list[Line]]:
        """The lines in groups, each a paragraph or heading."""
        group = [lines[0]]
        for line in lines[1:]:
            if self._runs_on(group[-1], line, hangs=_MARKED.match(group[0].text) is not None):
                group.append(line)
            else:
                yield group
                group = [line]
        yield group

    def _runs_on(self, line: Line, after: Line, *, hangs: bool) -> bool:
        size = self.size_of(line)
        if abs(size - self.size_of(after)) > 0.1 * self.size or line.right + _room(after) < self.right - 0.3 * size:
            return False
        if after.left > self.left + size and after.left >= line.left and not hangs:  # an indent begins a paragraph
            return False
        return line.page != after.page or 0 < line.top - after.top < max(1.3 * self.pitch, 1.8 * size)

    def passage(self, lines: Sequence[Line]) -> Passage:
        """A group of lines as a passage; print larger than the running text is a heading."""
        parts = [_ADDRESS_END.sub(r"\g<0>\0", line.text) for line in lines]
        text = folded("\n".join(parts).replace("\0\n", "").replace("\0", ""))
        size = self.size_of(lines[0])
        if size < _LARGER * self.size or len(text) > _LONGEST_HEADING:
            return Passage(text)
        return Passage(text, kind=BlockKind.HEADING, level=1 if size > _LARGER**2 * self.size else 2)


def _room(line: Line) -> float:
    """The width of what cannot be parted at the start of a line: brackets, a word or Chinese character, what closes."""
    at, last = 0, len(line.ends) - 1
    while at < last and line.text[at] in OPENING:
        at += 1
    while at < last and not line.text[at + 1].isspace():
        here, after = line.text[at], line.text[at + 1]
        if after not in CLOSING and (is_wide(here) or is_wide(after)):
            break
        at += 1
    return line.ends[at] - line.left
