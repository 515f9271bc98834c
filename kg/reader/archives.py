"""Zip and tar archives: their members, one at a time, in memory.

The name of a member is a name and nothing else: no member is ever written anywhere. Links, devices, encrypted members,
archives inside archives and members that are too large come as `Skipped`; an archive that is damaged or grows out of
proportion gives what comes before.
"""

import io
import re
import stat
import tarfile
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import Skipped
from kg.reader.forms import is_lines
from kg.reader.sources import judged
from kg.reader.spacing import FULL_WIDTH
from kg.reader.streams import BOMB, BROKEN, LARGEST, UNPACK, Stream, is_bomb, too_large

_HELD = 16 * LARGEST
"""How many bytes a zip archive may have that comes as a stream: its contents are listed at its end."""
_UNPACK = "unpack it, and name the folder"
_NESTED = re.compile(r"\.(?:zip|tar|tgz|gz|bz2|xz|zst|7z|rar)$", re.IGNORECASE)
_WORD = "word/document.xml"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_LONGEST = 500


class Member(NamedTuple):
    """A member of an archive: what it is called (`posts.zip!a.md`), and its bytes."""

    where: str
    stream: Stream


def is_zip(head: bytes) -> bool:
    """Whether bytes begin a zip archive; Office documents are such, too."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_tar(head: bytes) -> bool:
    """Whether bytes begin a tar archive, as POSIX and GNU write it."""
    return head[257:262] == b"ustar"


def is_word(packed: Stream) -> bool:
    """Whether a zip archive is a Word document; its stream goes back to the start."""
    try:
        with zipfile.ZipFile(packed) as archive:
            return _WORD in archive.NameToInfo
    except BROKEN:
        return False
    finally:
        packed.seek(0)


def held(stream: Stream, where: str) -> Stream | Skipped:
    """The stream itself, or its bytes held in memory where one cannot go back in it."""
    if not stream.only_forwards:
        return stream
    kept = io.BytesIO()
    while read := stream.read(LARGEST):
        kept.write(read)
        if kept.tell() > _HELD:
            what = f"this zip archive is no file and larger than {_HELD // 1024**2} MiB"
            return Skipped(where=where, what=what, remedy="save it, and name the file")
    kept.seek(0)
    return Stream(kept, where)


def zipped(packed: Stream, where: str) -> Iterator[Member | Skipped]:
    """The members of a zip archive, in its order. Raises what is in `BROKEN` where it is damaged."""
    whole, given = packed.seek(0, io.SEEK_END), 0
    with zipfile.ZipFile(packed) as archive:
        for info in archive.infolist():
            place = f"{where}!{_shown(_zip_name(info))}"
            verdict = not info.is_dir() and _verdict(place, info.file_size, _zip_fault(info))
            if isinstance(verdict, Skipped):
                yield verdict
            if verdict is not True:
                continue
            given += info.file_size
            if is_bomb(given, whole):
                yield Skipped(where=where, what=BOMB, remedy=UNPACK)
                return
            yield _opened(archive, info, place)


def _opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: str) -> Member | Skipped:
    try:
        return Member(place, Stream(archive.open(info), place))
    except BROKEN as error:
        return broken(place, error)


def _zip_name(info: zipfile.ZipInfo) -> bytes:
    return info.filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", "replace")


def _zip_fault(info: zipfile.ZipInfo) -> str:
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        return _NO_FILE
    if info.flag_bits & _ENCRYPTED:
        return "it is encrypted"
    usual = info.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    return "" if usual else "it is compressed in an unusual way"


def tarred(packed: Stream, where: str) -> Iterator[Member | Skipped]:
    """The members of a tar archive, in its order. Raises what is in `BROKEN` where it is damaged."""
    with tarfile.open(fileobj=packed, mode="r:", encoding="utf-8", errors="surrogateescape") as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # or it remembers every member that it has seen
            place = f"{where}!{_shown(info.name.encode('utf-8', 'surrogateescape'))}"
            fault = "" if info.isreg() and not info.issparse() else _NO_FILE
            verdict = not info.isdir() and _verdict(place, info.size, fault)
            content = archive.extractfile(info) if verdict is True else None
            if content is not None:
                yield Member(place, Stream(content, place))
            elif isinstance(verdict, Skipped):
                yield verdict
        if packed.last.strip(b"\0"):  # the library takes a broken header for the end
            yield Skipped(where=where, what="it is damaged, and its end is not read", remedy=_UNPACK)


_NO_FILE = "it is a link or a device, and no plain file"


def _verdict(place: str, size: int, fault: str) -> bool | Skipped:
    """Whether a member is read; where it is not and might hold an article, why."""
    name = place.partition("!")[2]
    if any(_is_hidden(part) for part in re.split(r"[/\\]", name)):
        return False
    if _NESTED.search(name):
        return Skipped(where=place, what="an archive inside an archive is not read", remedy=_UNPACK)
    verdict = judged(name, place)
    if verdict is not True:
        return verdict
    if fault:
        return Skipped(where=place, what=fault, remedy=_UNPACK)
    return too_large(place) if size > LARGEST and not is_lines(b"", place) else True


def _is_hidden(part: str) -> bool:
    return part == "__MACOSX" or (part.startswith(".") and part.strip(".") != "")


def _shown(name: bytes) -> str:
    """A name as it may be printed. What is not UTF-8 is most likely GBK, as Chinese Windows writes it."""
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        text = name.decode("gb18030", "replace")
    return "".join(c if c.isprintable() or c == FULL_WIDTH else "\ufffd" for c in text)[-_LONGEST:]


def broken(where: str, error: Exception) -> Skipped:
    """What is said of something that is damaged."""
    return Skipped(
        where=where, what=f"it is damaged ({error or type(error).__name__})", remedy=f"repair it, or {_UNPACK}"
    )
