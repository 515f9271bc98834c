"""Lines of XML: their quoting, and how they become pieces of a file."""

from collections.abc import Iterable, Iterator
from itertools import islice

_LINES = 256
_SIGNS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def quoted(said: object) -> str:
    """A text in quotation marks, with nothing in it that a parser would read otherwise, whether in a tag or not."""
    return f'"{str(said).translate(_SIGNS)}"'


def batched(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces of some of them."""
    lines = iter(lines)
    while piece := "".join(islice(lines, _LINES)):
        yield piece.encode("utf-8")
