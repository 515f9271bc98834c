"""A head that is known only when the body is there: the prefixes of a document are those that it uses."""

from collections.abc import Callable, Iterable, Iterator

from kg.folder import temporary, temporary_file
from kg.terms import PREFIXES

_HELD = 1 << 22


def headed(body: Iterable[bytes], head: Callable[[list[str]], bytes], marks: tuple[bytes, ...]) -> Iterator[bytes]:
    """What `head` makes of the prefixes that the body uses, in order, and the body, in pieces.

    A prefix is used where `prefix:` stands behind one of the `marks`; a piece begins as a line does. A large body waits
    on disk.
    """
    unused = sorted(PREFIXES)
    with temporary_file(_HELD) as file:
        for piece in body:
            said = b"\n" + piece
            unused = [prefix for prefix in unused if not any(mark + prefix.encode() + b":" in said for mark in marks)]
            with temporary():
                file.write(piece)
        yield head(sorted(PREFIXES.keys() - set(unused)))
        with temporary():
            file.seek(0)  # which writes the last of it
        while piece := file.read(1 << 16):
            yield piece
