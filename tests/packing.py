"""Archives made in memory, whole and hostile."""

import gzip
import io
import stat
import tarfile
import zipfile
from collections.abc import Mapping

Members = Mapping[str, bytes]


def zipped(members: Members, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of some members."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, raw in members.items():
            archive.writestr(zipfile.ZipInfo(name), raw, method)
    return packed.getvalue()


def tarred(members: Members) -> bytes:
    """A tar archive of some members."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, raw in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.type = len(raw), tarfile.DIRTYPE if name.endswith("/") else tarfile.REGTYPE
            archive.addfile(info, io.BytesIO(raw))
    return packed.getvalue()


def gzipped(raw: bytes) -> bytes:
    """Bytes packed with gzip, the same ones each time."""
    return gzip.compress(raw, mtime=0)


def zipped_link(name: str, to: str) -> bytes:
    """A zip archive with a symbolic link in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(info, to)
    return packed.getvalue()


def tarred_special(name: str, kind: bytes, to: str = "") -> bytes:
    """A tar archive with a link, device or pipe in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, to
        archive.addfile(info)
    return packed.getvalue()


def encrypted(packed: bytes) -> bytes:
    """A zip archive whose headers say that its members are encrypted."""
    changed = bytearray(packed)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(mark, at + 1)
    return bytes(changed)


def overlapping(copies: int, size: int) -> bytes:
    """A zip archive in whose contents one member of zeros stands under many names (a bomb)."""
    one = io.BytesIO()
    with zipfile.ZipFile(one, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("0.txt"), b"a" * size, zipfile.ZIP_DEFLATED)
        archive.filelist = [archive.filelist[0]] * copies
    return one.getvalue()
