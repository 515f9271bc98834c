"""Lines of a file: the quoting of XML, and how lines become pieces."""

from collections.abc import Iterable, Iterator

_SIZE = 1 << 16
_SIGNS = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)


def quoted(said: object) -> str:
    """A text in quotation marks, with nothing in it that a parser would read otherwise, whether in a tag or not."""
    return f'"{str(said).translate(_SIGNS)}"'


def batched(lines: Iterable[str]) -> Iterator[bytes]:
    """Lines in pieces of some of them; one that is long is a piece of its own."""
    piece: list[str] = []
    size = 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= _SIZE:
            yield "".join(piece).encode("utf-8")
            piece, size = [], 0
    if piece:
        yield "".join(piece).encode("utf-8")
