"""The lines of a PDF, as PDFium finds them: a program of its own, which takes a PDF and gives its lines as JSON.

It runs in a process of its own (see `pdf`), bounded in time and memory: forms inside forms make a small PDF grow
without end, and an error in a library of machine code would end everything. It imports nothing of this package.
"""

import ctypes
import json
import math
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_SECONDS = 20
_BYTES = 1024**3
MOST_PAGES = 2000
MOST_CHARACTERS = 2_000_000
_FIRST = 24
_LINE_END = ("\r", "\n")
_PASSWORD = 4


class Line(NamedTuple):
    """A line on a page: its text, its edges in points from below and from the left, and the size of its print.

    `em` is the width of a Chinese character in it, 0 where there is none; `ends` is where each of the first characters
    ends; `page` counts from 0.
    """

    text: str
    left: float
    right: float
    top: float
    height: float
    em: float
    ends: tuple[float, ...]
    page: int


class _Box(NamedTuple):
    left: float
    right: float
    bottom: float
    top: float


def _main() -> None:
    """Read a PDF from standard input, write its lines, or what is wrong with it, to standard output."""
    import pypdfium2 as pdfium

    with suppress(ImportError):  # where there is no POSIX, only the time is bounded
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    try:
        with closing(pdfium.PdfDocument(sys.stdin.buffer.read())) as document:
            found: list[Line] | str = _lines(document)
    except pdfium.PdfiumError as error:
        found = "is encrypted" if error.err_code == _PASSWORD else "is damaged"
    sys.stdout.buffer.write(json.dumps(found).encode())


def _lines(document: Any) -> list[Line] | str:  # noqa: ANN401 (the library has no types)
    lines: list[Line] = []
    characters = 0
    if len(document) > MOST_PAGES:
        return f"has more than {MOST_PAGES:,} pages"
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            characters += text.count_chars()
            if characters > MOST_CHARACTERS:
                return f"has more than {MOST_CHARACTERS:,} characters"
            lines += _on_page(text, number)
    return lines


def _on_page(page: "PdfTextPage", number: int) -> Iterator[Line]:
    """The lines of a page, in the order in which PDFium reads them."""
    from pypdfium2.raw import FPDFText_GetUnicode

    start, printed = 0, [chr(FPDFText_GetUnicode(page, n)) for n in range(page.count_chars())]
    for end in (*(n for n, character in enumerate(printed) if character in _LINE_END), len(printed)):
        seen = [n for n in range(start, end) if printed[n].strip()]
        if seen:
            yield _line(page, printed, seen, number)
        start = end + 1


def _line(page: "PdfTextPage", printed: list[str], seen: list[int], number: int) -> Line:
    first, last = _box(page, seen[0]), _box(page, seen[-1])
    units = "".join(printed[seen[0] : seen[-1] + 1]).encode("utf-16-le", "surrogatepass")
    return Line(
        text=units.decode("utf-16-le", "replace"),
        left=first.left,
        right=last.right,
        top=first.top,
        height=first.top - first.bottom,
        em=_em(page, [n for n in seen if "\u3400" <= printed[n] <= "\u9fff"]),
        ends=tuple(_box(page, n).right for n in range(seen[0], min(seen[-1] + 1, seen[0] + _FIRST))),
        page=number,
    )


def _em(page: "PdfTextPage", wide: list[int]) -> float:
    """The usual width of some Chinese characters, of which a few are measured."""
    widths = sorted(box.right - box.left for box in (_box(page, n) for n in wide[:: len(wide) // 9 + 1]))
    return widths[len(widths) // 2] if widths else 0


def _box(page: "PdfTextPage", character: int) -> _Box:
    from pypdfium2.raw import FS_RECTF, FPDFText_GetLooseCharBox

    rectangle: Any = FS_RECTF()
    FPDFText_GetLooseCharBox(page, character, ctypes.byref(rectangle))
    edges = (rectangle.left, rectangle.right, rectangle.bottom, rectangle.top)
    return _Box(*(edge if math.isfinite(edge) else 0.0 for edge in edges))


if __name__ == "__main__":
    _main()
