"""Which files to read, and in which order: files, folders and patterns, each file once.

A folder is walked in the order of the names in it, by code points. Hidden files are passed over, and so are files
that plainly hold no article; any other that is not read comes as `Skipped`. A link that leaves the folder is not
followed.
"""

import os
import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path, PurePath

from kg.article import Skipped
from kg.folder import made
from kg.reader.forms import GRAPHS, READ, TABLES
from kg.reader.forms import suffix as inner

_NO_ARTICLES = frozenset(
    str.split(
        ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .mp3 .mp4 .avi .mov .wav .css .scss .less .js .mjs "
        ".ts .map .json .yml .yaml .toml .ini .cfg .lock .py .pyc .ipynb .sh .bat .woff .woff2 .ttf "
        ".otf .eot .db .sqlite .parquet .rq .log .bak .tmp .swp"
    )
).union(GRAPHS)
NO_PATTERN = "no file matches this pattern"
_MAGIC = re.compile(r"[*?\[]")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_BY_NAME = "name the file itself to read it all the same"


def files(*sources: str | Path) -> Iterator[Path | Skipped]:
    """The files that some sources name, each once, in the order of the sources; what cannot be read, as `Skipped`.

    A source is a file, which is always tried, a folder, or a pattern (`*.md`, `**/*.html`).
    """
    seen: set[str] = set()
    for source in sources:
        if is_url(source):
            yield Skipped(where=str(source), what="this is a URL", remedy="URLs are read by `kg build --engine dask`")
            continue
        for found in _found(Path(source)):
            real = _real(found) if isinstance(found, Path) else None
            if real not in seen:
                yield found
            if real is not None:
                seen.add(real)


def is_url(source: str | Path) -> bool:
    """Whether a source is a URL.

    >>> is_url("s3://news/2024"), is_url("news/2024"), is_url("C:/news")
    (True, False, False)
    """
    return isinstance(source, str) and _URL.match(source) is not None


def _found(source: Path) -> Iterator[Path | Skipped]:
    if _is_folder(source):
        return _or_none(_in_folder(source), Skipped(where=str(source), what="there is no article in this folder"))
    if not os.path.lexists(source) and _MAGIC.search(str(source)):
        remedy = "mend the pattern, or quote it so that the shell leaves it alone"
        return _or_none(_matching(source), Skipped(where=str(source), what=NO_PATTERN, remedy=remedy))
    return iter((source,))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, say: reading it tells
        return False


def _real(path: Path) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # a null in the name, say
        return str(path)


def _or_none(found: Iterator[Path | Skipped], none: Skipped) -> Iterator[Path | Skipped]:
    first = next(found, none)
    yield first
    yield from found


def _in_folder(folder: Path) -> Iterator[Path | Skipped]:
    for found in _walk(folder):
        yield from _kept(found) if isinstance(found, Path) else (found,)


def _kept(path: Path) -> Iterator[Path | Skipped]:
    verdict = judged(path.name, str(path))
    if verdict:
        yield verdict if isinstance(verdict, Skipped) else path


def judged(name: str, where: str) -> bool | Skipped:
    """Whether a file of a folder or archive is read, by its suffix; `Skipped` where it might be one all the same."""
    suffix = PurePath(name).suffix.lower()
    if inner(name) in GRAPHS:
        return False
    if inner(name) in TABLES:
        return Skipped(where=where, what="a table in a folder or archive is not taken for articles", remedy=_BY_NAME)
    if suffix in READ or suffix in _NO_ARTICLES:
        return suffix in READ
    what = f"no article is read from {suffix} files" if suffix else "a file without a suffix may be anything"
    return Skipped(where=where, what=what, remedy=_BY_NAME)


def _matching(pattern: Path) -> Iterator[Path | Skipped]:
    """The files that a pattern matches; `**` stands for any number of folders."""
    parts = pattern.parts
    fixed = next(number for number, part in enumerate(parts) if _MAGIC.search(part))
    root, rest = Path(*parts[:fixed]), parts[fixed:]
    if not _is_folder(root):
        return
    is_named = not _MAGIC.search(Path(rest[-1]).suffix or "*")
    for found in _walk(root, None if "**" in rest else len(rest)):
        if isinstance(found, Skipped):
            yield found
        elif _matches(found.parts[len(root.parts) :], rest):
            yield from (found,) if is_named else _kept(found)


def _matches(parts: Sequence[str], patterns: Sequence[str]) -> bool:
    if not parts or not patterns:
        return not parts and all(pattern == "**" for pattern in patterns)
    if patterns[0] == "**":
        return _matches(parts, patterns[1:]) or _matches(parts[1:], patterns)
    return fnmatchcase(parts[0], patterns[0]) and _matches(parts[1:], patterns[1:])


def _walk(root: Path, deepest: int | None = None) -> Iterator[Path | Skipped]:
    """Every file below a folder, as deep as asked; hidden ones and the output of builds are left out."""
    inside = os.path.realpath(root)
    open_folders = [_entries(root)]
    while open_folders:
        entry = next(open_folders[-1], None)
        if entry is None:
            open_folders.pop()
        elif isinstance(entry, Skipped):
            yield entry
        elif entry.is_symlink():
            yield from _linked(Path(entry.path), inside)
        elif not entry.is_dir(follow_symlinks=False):
            yield root / os.path.relpath(entry.path, root)
        elif (deepest is None or len(open_folders) < deepest) and made(Path(entry.path)) is None:
            open_folders.append(_entries(Path(entry.path)))


def _entries(folder: Path) -> "Iterator[os.DirEntry[str] | Skipped]":
    try:
        with os.scandir(folder) as scanned:
            entries = sorted(scanned, key=lambda entry: entry.name)
    except OSError as error:
        what = f"the folder cannot be read ({error.strerror})"
        return iter((Skipped(where=str(folder), what=what, remedy="allow it, or leave the folder out"),))
    return (entry for entry in entries if not entry.name.startswith("."))


def _linked(path: Path, inside: str) -> Iterator[Path | Skipped]:
    """What a symbolic link in a folder leads to: a file in the same folder, or nothing that is followed."""
    real = os.path.realpath(path)
    if os.path.commonpath((real, inside)) == inside:
        if not _is_folder(path):
            yield path
    elif path.suffix.lower() not in _NO_ARTICLES:
        yield Skipped(where=str(path), what="it is a link that leaves the folder", remedy=_BY_NAME)
