"""Streams that hostile input cannot make grow: read forwards, so much at once, so much in all.

A small file can unpack to any size, and a header can ask for a buffer of any size; here both have bounds.
"""

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from typing import Protocol

from kg.article import Skipped
from kg.errors import InputError

LARGEST = 16 * 1024 * 1024
"""How many bytes an article may have, and anything else that is read at once."""
_EXPANSION = 50
HEAD = 64 * 1024

_SPLIT = "split it into articles, or leave it out"

BROKEN = (
    *(OSError, EOFError, ValueError, ArithmeticError, LookupError, RuntimeError, struct.error, zlib.error),
    *(zipfile.BadZipFile, tarfile.TarError),
)
"""What the libraries that unpack raise for damaged input."""


class Readable(Protocol):
    """Anything that bytes can be read from."""

    def read(self, size: int, /) -> bytes:
        """Read up to so many bytes."""
        ...


class Seekable(Readable, Protocol):
    """Anything that bytes can be read from, from any place on."""

    def seek(self, offset: int, /) -> object:
        """Go to a place, counted from the beginning."""
        ...


class Stream(io.BufferedReader):
    """Any source of bytes as a stream with a `peek` of `HEAD` bytes; raises `InputError` for reads beyond `LARGEST`."""

    def __init__(self, source: Readable, where: str) -> None:
        raw = source if isinstance(source, io.RawIOBase | io.BytesIO) else _Forward(source)
        super().__init__(raw, HEAD)
        self.only_forwards = isinstance(raw, _Forward)
        self.last = b""
        self._where = where

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or as many as may be read at once and one more; `last` keeps them."""
        if size is None or size < 0:
            size = LARGEST + 1
        if size > LARGEST + 1:
            raise InputError(self._where, "it asks for more memory than an article needs", "leave it out")
        self.last = super().read(size)
        return self.last


class _Forward(io.RawIOBase):
    """The bytes of a source from first to last; going back is refused, going forward is reading."""

    def __init__(self, source: Readable) -> None:
        self._source = source
        self._at = 0
        self._broken: Exception | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        view, filled = memoryview(buffer), 0
        while filled < len(view) and (read := self._read(len(view) - filled, filled)):
            view[filled : filled + len(read)] = read
            filled += len(read)
        self._at += filled
        return filled

    def _read(self, size: int, filled: int) -> bytes:
        """Read from the source; where it breaks after something was read, that comes first and the error next time."""
        if self._broken is not None:
            raise self._broken
        try:
            return self._source.read(size)
        except (InputError, *BROKEN) as error:
            self._broken = error
            if filled:
                return b""
            raise

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go forward to an offset from the start, or to the end where that comes before it."""
        if whence == io.SEEK_CUR:
            offset += self._at
        if whence == io.SEEK_END or offset < self._at:
            raise io.UnsupportedOperation("this stream is read forwards")
        rest = bytearray(min(HEAD, offset - self._at))
        while self._at < offset and self.readinto(memoryview(rest)[: offset - self._at]):
            continue
        return self._at


def onwards(source: Readable, where: str) -> Stream:
    """The rest of a source, which stays open after it."""
    return Stream(_Forward(source), where)


def unpacked(packed: Stream, where: str) -> Stream:
    """What a gzip stream holds. Reading raises `InputError` where it grows beyond all proportion."""
    return Stream(_Bounded(packed, where), where)


class _Bounded:
    def __init__(self, packed: Stream, where: str) -> None:
        self._packed, self._where = packed, where
        self._unpacked = gzip.GzipFile(fileobj=packed)
        self._given = 0

    def read(self, size: int, /) -> bytes:
        read = self._unpacked.read1(size)  # `read` gives nothing of what comes before damage
        self._given += len(read)
        if is_bomb(self._given, self._packed.tell()):
            raise InputError(self._where, BOMB, UNPACK)
        return read


BOMB = f"it unpacks to more than {_EXPANSION} times its size; the rest is not read"
UNPACK = "unpack it yourself if you trust it, and name the folder"


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so many bytes unpacked are out of proportion to the bytes packed."""
    return unpacked > LARGEST + _EXPANSION * packed


def too_large(where: str) -> Skipped:
    """What is said of an article that is larger than `LARGEST`."""
    return Skipped(where=where, what=f"it is larger than {LARGEST // 1024**2} MiB", remedy=_SPLIT)
