"""Files by URL (`s3://`, `hdfs://`, `gs://`, a local path), through fsspec: written whole or not at all."""

import gzip
import hashlib
import io
import os
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import takewhile
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from kg.errors import InputError, MissingExtraError, OutputError


class Found(NamedTuple):
    """A file that was listed: its URL, its size in bytes, and what changes with its content (an ETag, or a time).

    It is no `file` where it is a link that leads elsewhere, or a device.
    """

    url: str
    size: int
    mark: str
    is_file: bool = True


class Part(NamedTuple):
    """A file that was written: its name, what is in it, how many records, its size and the SHA-256 of its bytes."""

    name: str
    kind: str
    records: int
    size: int
    sha256: str


PARTIAL = ".partial"
"""How the names of files end that are not whole yet."""
_MAGIC = re.compile(r"[*?\[]")
_BLOCK = 4 * 1024 * 1024
"""How many bytes are fetched at once of a file that is read."""


class Storage:
    """The files below a URL; can be sent to another process."""

    def __init__(self, url: str) -> None:
        self.url = url

    @cached_property
    def _at(self) -> tuple[Any, str]:
        return _system(self.url)

    @property
    def _is_local(self) -> bool:
        from fsspec.implementations.local import LocalFileSystem

        return isinstance(self._at[0], LocalFileSystem)

    def __reduce__(self) -> tuple[type["Storage"], tuple[str]]:
        return Storage, (self.url,)

    def _path(self, name: str) -> str:
        return f"{self._at[1].rstrip('/')}/{name}"

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises `InputError`."""
        try:
            return bytes(self._at[0].cat_file(self._path(name)))
        except (OSError, ValueError) as error:
            raise InputError(f"{self.url}/{name}", _reason(error), "put it back, or build again") from None

    def has(self, name: str) -> bool:
        """Whether there is a file of this name now."""
        self._at[0].invalidate_cache()
        return bool(self._at[0].isfile(self._path(name)))

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all, whoever else writes it: the last one stays. Raises `OutputError`.

        On a disk it is written under another name, synced and renamed; an object store puts objects whole, and has no
        folders: asked for one it would make a bucket.
        """
        from fsspec.asyn import AsyncFileSystem

        system, path = self._at[0], self._path(name)
        try:
            if not isinstance(system, AsyncFileSystem):
                system.makedirs(path.rpartition("/")[0], exist_ok=True)
            if not self._is_local:
                system.pipe_file(path, content)
                return
            partial = Path(f"{path}.{uuid.uuid4().hex}{PARTIAL}")
            with partial.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(path)
        except OSError as error:
            raise OutputError(f"{self.url}/{name}", _reason(error), "name a place that can be written") from None

    def write_lines(self, name: str, kind: str, lines: Iterable[str]) -> Part:
        """Write lines, packed with gzip; the same lines give the same bytes."""
        records, packed = 0, io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", fileobj=packed, compresslevel=6, mtime=0) as file:
            for line in lines:
                file.write(line.encode("utf-8", "replace"))
                records += 1
        content = packed.getvalue()
        self.write(name, content)
        return Part(name, kind, records, len(content), hashlib.sha256(content).hexdigest())

    def lines(self, name: str) -> Iterator[bytes]:
        """The lines of a file that `write_lines` wrote. Raises `InputError`."""
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(self.read(name))) as file:
                yield from file
        except (EOFError, OSError, zlib.error) as error:
            raise InputError(f"{self.url}/{name}", f"it is damaged ({_reason(error)})", "build again") from None

    def digest(self, name: str) -> str:
        """The SHA-256 of the bytes of a file. Raises `InputError`."""
        return hashlib.sha256(self.read(name)).hexdigest()

    def names(self, folder: str = "") -> list[str]:
        """The names of all files below a folder, in order; none where there is no folder."""
        system, root = self._at
        system.invalidate_cache()
        start = self._path(folder) if folder else root
        prefix = root.rstrip("/") + "/"
        return sorted(str(path).removeprefix(prefix) for path in system.find(start)) if system.exists(start) else []

    def remove(self, names: Iterable[str]) -> None:
        """Take files away; one that is not there any more is none."""
        for name in names:
            if self.has(name):
                self._at[0].rm_file(self._path(name))

    def prune(self) -> None:
        """Take empty folders away, the place itself too, where it is on a file system that has folders."""
        from fsspec.asyn import AsyncFileSystem

        system, root = self._at
        if isinstance(system, AsyncFileSystem) or not system.isdir(root):
            return
        found = system.find(root, withdirs=True, detail=True)
        folders = {root, *(path for path, info in found.items() if info["type"] == "directory")}
        for folder in sorted(folders, reverse=True):
            if not system.ls(folder, detail=False):
                system.rmdir(folder)

    def clear(self, folder: str) -> None:
        """Take a folder away, with all in it."""
        if self._at[0].exists(path := self._path(folder)):
            self._at[0].rm(path, recursive=True)


def find(*sources: str) -> list[Found]:
    """The files that sources name, each once, in the order in which a folder is read: by the names in it.

    A source is a URL or path of a file, of a folder, or a pattern (`*.md`) where there is nothing of that name. Hidden
    files are left out, below the folder or what is fixed of the pattern. Listed once, by who asks. Raises `InputError`
    where a source names nothing.
    """
    found: dict[str, Found] = {}
    for source in sources:
        system, root = _system(source)
        try:
            is_pattern = bool(_MAGIC.search(root)) and not system.exists(root)
            listed = (system.glob if is_pattern else system.find)(root, detail=True)
        except OSError as error:
            raise InputError(source, _reason(error), "mend the path, or allow it to be read") from None
        files = [info for info in listed.values() if info["type"] != "directory" and not info["name"].endswith("/")]
        if not files:
            raise InputError(source, "no file is found there", "mend the path")
        above = "/".join(takewhile(lambda part: not _MAGIC.search(part), root.split("/"))) if is_pattern else root
        for info in sorted(files, key=lambda info: info["name"].split("/")):
            below = info["name"].removeprefix(above)
            leads_to_one = info.get("islink") and _target(info) in listed
            if not leads_to_one and not any(part.startswith(".") for part in below.split("/")):
                url = str(system.unstrip_protocol(info["name"])).removeprefix("file://")
                found.setdefault(url, Found(url, int(info["size"] or 0), _mark(info), info["type"] == "file"))
    return list(found.values())


def _target(info: dict[str, Any]) -> str:
    """Where a link leads to."""
    return os.path.normpath(Path(info["name"]).parent / (info.get("destination") or ""))


def absolute(where: str) -> str:
    """A place as every process means it, and as `find` lists what is in it: its path without links, or its URL.

    A link to a file keeps its name, which says what is in it.
    """
    if "::" in where:
        return where  # one place in another: as it is told
    if "://" in where:
        system, path = _system(where)
        url = str(system.unstrip_protocol(path))
        if not url.startswith("file://"):
            return url
        where = url.removeprefix("file://")
    here = Path(where)
    if here.is_symlink() and not here.is_dir():
        return str(Path(os.path.realpath(here.parent), here.name))
    return os.path.realpath(here)


def _mark(info: dict[str, Any]) -> str:
    known = (info.get(key) for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified", "modificationTime"))
    return str(next((each for each in known if each), ""))


def opened(url: str) -> BinaryIO:
    """A file, to be read from any place. Raises `OSError`, or what a store raises."""
    system, path = _system(url)
    return cast(BinaryIO, system.open(path, "rb", block_size=_BLOCK))


def _system(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem
    except ImportError:
        what = "this part of the program needs an extra"
        raise MissingExtraError("fsspec is not installed", what, "pip install 'finaward-kg[dask]'") from None
    if "://" not in url:
        return LocalFileSystem(), url  # whatever signs are in it
    try:
        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise InputError(url, str(error), "install what fsspec names for this protocol, or mend the URL") from None
    return system, path


def _reason(error: Exception) -> str:
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(said).lower()
