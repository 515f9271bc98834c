"""Graph files, opened for reading: packed with gzip or Zstandard or not, which their first bytes tell, not their names.

What is read need not be ours: a file that unpacks to very many times its size is refused, one that ends early too, and
RDF/XML with entities, a few of which can stand for gigabytes.
"""

import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.lines import Lines

FILES = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""The formats that a graph file can have, by its suffix; what a packed one has behind that does not count."""
_PACKED = (".gz", ".zst")
_PIECE = 512  # unpacks to 16 MiB at the most: the most that is held
_FREE, _EXPANSION = 1 << 26, 500
"""A packed file may unpack to so many bytes, and so many more for each of its own: a graph has 15 to 30."""
_ENTITY = b"<!ENTITY"


@contextmanager
def opened(path: Path) -> Iterator[tuple[io.BufferedIOBase, ox.RdfFormat]]:
    """What stands in a graph file, unpacked, to be read from first to last; and its format, by its suffix.

    Raises `InputError` where it cannot be read, or is refused, when that is reached.
    """
    name = Path(path.stem if path.suffix.lower() in _PACKED else path.name)
    format = FILES.get(name.suffix.lower())
    if format is None:
        raise InputError(path, "this is no graph file", f"name a build's output or a file: {' '.join(FILES)}")
    try:
        with path.open("rb") as file:
            unpack = next((unpack for magic, unpack in _UNPACKERS.items() if file.peek(4).startswith(magic)), None)
            pieces = _unpacked(file, unpack, path) if unpack else iter(lambda: file.read(1 << 16), b"")
            if format == ox.RdfFormat.RDF_XML:
                pieces = _without_entities(pieces, path)
            is_plain = unpack is None and format != ox.RdfFormat.RDF_XML
            yield file if is_plain else io.BufferedReader(Lines(pieces), 1 << 16), format
    except OSError as error:
        raise InputError(path, error.strerror or "it cannot be read", "name an existing graph file") from None


class _Unpacker(Protocol):
    """What unpacks one frame."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    def decompress(self, data: bytes, /) -> bytes: ...


def _gzip() -> _Unpacker:
    return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)


def _zstandard() -> _Unpacker:
    from zstandard import ZstdDecompressor

    return cast(_Unpacker, ZstdDecompressor().decompressobj())


_UNPACKERS: dict[bytes, Callable[[], _Unpacker]] = {b"\x1f\x8b": _gzip, b"\x28\xb5\x2f\xfd": _zstandard}
"""What unpacks a file, by its first bytes (RFC 1952, RFC 8878)."""


def _unpacked(file: BinaryIO, unpacker: Callable[[], _Unpacker], path: Path) -> Iterator[bytes]:
    """What a packed file holds, frame after frame; only null bytes may stand behind the last one."""
    frame, is_begun, size, read = unpacker(), False, _FREE, 0
    while piece := file.read(_PIECE):
        read += len(piece)
        while piece and (is_begun or piece.strip(b"\0")):
            made, is_begun = _unpack(frame, piece, path), True
            size -= len(made)
            if size + _EXPANSION * read < 0:
                what = f"it unpacks to more than {_EXPANSION} times its size; the rest is not read"
                raise InputError(path, what, "unpack it yourself if you trust it")
            yield from filter(None, (made,))
            if not frame.eof:
                break
            piece = frame.unused_data
            frame, is_begun = unpacker(), False
    if is_begun:
        raise InputError(path, "the packed file ends too early", "fetch it again")


def _unpack(frame: _Unpacker, piece: bytes, path: Path) -> bytes:
    try:
        return frame.decompress(piece)
    except Exception as error:  # zlib.error and ZstdError, which have nothing else in common
        raise InputError(path, f"the packed file is damaged: {error}", "fetch it again") from None


def _without_entities(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    last = b""
    for piece in pieces:
        if _ENTITY in last + piece:
            raise InputError(path, "RDF/XML with entities is refused", "write it as Turtle")
        yield piece
        last = piece[-len(_ENTITY) :]
