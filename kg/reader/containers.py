"""What a file or stream holds: an article, one article a line or row, or an archive of articles. The content decides.

Comes out: pieces, each the bytes of one article and what it is called, one at a time.
"""

import sys
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import Skipped
from kg.errors import InputError
from kg.reader.archives import Member, broken, held, is_tar, is_word, is_zip, tarred, zipped
from kg.reader.forms import GRAPHS, TABLES, is_lines, suffix
from kg.reader.rows import rows
from kg.reader.streams import BROKEN, HEAD, LARGEST, Seekable, Stream, onwards, too_large, unpacked

_GZIP = b"\x1f\x8b"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


class Span(NamedTuple):
    """The lines of a file that begin at one byte or after it and before another; so many lines come before them."""

    start: int = 0
    stop: int | None = None
    before: int = 0


class Piece(NamedTuple):
    """The bytes of one article, what it is called, and whether it is a line of a JSON Lines file or like one."""

    where: str
    raw: bytes
    is_record: bool = False


def pieces(stream: Stream, where: str) -> Iterator[Piece | Skipped]:
    """The articles in a stream, each as its bytes; what cannot be used as `Skipped`."""
    if suffix(where) in GRAPHS:
        yield Skipped(where=where, what="a graph is no article", remedy="`kg query`, `kg view` and `kg load` read it")
        return
    try:
        yield from _unpacked(stream, where)
    except InputError as error:
        yield Skipped(where=error.where, what=error.what, remedy=error.remedy)
    except BROKEN as error:
        yield broken(where, error)


def has_lines(head: bytes, where: str) -> bool:
    """Whether a file that begins so is plain JSON Lines, which can be read from the middle; `HEAD` bytes tell."""
    is_packed = head.startswith((_GZIP, *_UTF16)) or is_tar(head) or is_zip(head)
    return not is_packed and is_lines(head, where)


def lines_of(file: Seekable, where: str, span: Span) -> Iterator[Piece | Skipped]:
    """The lines of plain JSON Lines that begin in a span of them."""
    try:
        stream, at = _begin(file, where, span.start)
        yield from _lines(stream, where, span.before, None if span.stop is None else span.stop - at)
    except BROKEN as error:
        yield broken(where, error)


def count_lines(file: Seekable, span: Span) -> int:
    """How many lines begin in a span of them."""
    stream, at = _begin(file, "", span.start)
    count, rest, last = 0, (span.stop or sys.maxsize) - at, b"\n"
    while rest > 0 and (some := stream.read(min(rest, HEAD))):
        count += some.count(b"\n")
        rest, last = rest - len(some), some[-1:]
    return count + (last != b"\n")


def _begin(file: Seekable, where: str, start: int) -> tuple[Stream, int]:
    """The rest of a file from the first line that begins at a place or after it, and where that is."""
    file.seek(at := max(start - 1, 0))
    stream = onwards(file, where)
    while start and (some := stream.readline(HEAD)):
        at += len(some)
        if some.endswith(b"\n"):
            break
    return stream, at


def _unpacked(stream: Stream, where: str) -> Iterator[Piece | Skipped]:
    if stream.peek(HEAD).startswith(_GZIP):
        stream = unpacked(stream, where)
    head = stream.peek(HEAD)
    if is_tar(head):
        yield from _members(tarred(stream, where), where)
    elif is_zip(head):
        yield from _in_zip(held(stream, where), where)
    else:
        yield from _plain(stream, where)


def _in_zip(stream: Stream | Skipped, where: str) -> Iterator[Piece | Skipped]:
    if isinstance(stream, Skipped):
        yield stream
    elif is_word(stream):
        yield from _whole(stream, where)
    else:
        yield from _members(zipped(stream, where), where)


def _members(members: Iterator[Member | Skipped], where: str) -> Iterator[Piece | Skipped]:
    found = False
    for member in members:
        found = True
        if isinstance(member, Skipped):
            yield member
            continue
        try:
            yield from _plain(member.stream, member.where)
        except BROKEN as error:
            yield broken(member.where, error)
    if not found:
        yield Skipped(where=where, what="there is no article in this archive")


def _plain(stream: Stream, where: str) -> Iterator[Piece | Skipped]:
    """What is in a stream that is no archive, or stands in one."""
    if suffix(where) in TABLES:
        return _rows(stream, where)
    return _lines(stream, where) if is_lines(stream.peek(HEAD), where) else _whole(stream, where)


def _rows(stream: Stream, where: str) -> Iterator[Piece | Skipped]:
    if stream.peek(HEAD).startswith(_UTF16):
        yield _wide(where)
        return
    for number, row in rows(stream, where):
        place = f"{where}#{number}"
        if isinstance(row, str):
            yield Skipped(where=place, what=row, remedy="put what holds delimiters or quotes into quotes")
        else:
            yield Piece(place, row, is_record=True)


def _whole(stream: Stream, where: str) -> Iterator[Piece | Skipped]:
    raw = stream.read()
    yield Piece(where, raw) if len(raw) <= LARGEST else too_large(where)


def _lines(stream: Stream, where: str, number: int = 0, size: int | None = None) -> Iterator[Piece | Skipped]:
    """The lines of a JSON Lines file, counted from 1; blank ones are passed over.

    Before it there are so many, and none is read that begins after so many bytes.
    """
    if not number and stream.peek(HEAD).startswith(_UTF16):
        yield _wide(where)
        return
    at = 0
    while (size is None or at < size) and (line := stream.readline(LARGEST + 1)):
        number, at = number + 1, at + len(line)
        if len(line) > LARGEST:
            yield too_large(f"{where}#{number}")
            while line and not line.endswith(b"\n"):
                line = stream.readline(LARGEST)
                at += len(line)
        elif not line.isspace():
            yield Piece(f"{where}#{number}", line, is_record=True)
    if number == 0:
        yield Skipped(where=where, what="the file is empty", remedy="put articles into it or leave it out")


def _wide(where: str) -> Skipped:
    return Skipped(where=where, what="its lines are UTF-16", remedy="save it as UTF-8")
