"""The reader: files, folders, archives, streams and bytes to articles.

Goes in: Markdown posts with front matter, HTML pages, plain text, in UTF-8, UTF-16, GB18030 or Big5; PDF and Word
documents; JSON Lines and tables; zip, tar and gzip archives of all these. Comes out: `kg.article.Article` with
canonical text, blocks and metadata. What is mended on the way stands in the article's warnings; what cannot be read
comes as an `InputError`, or from `read_each` and `read_stream` as a `Skipped`. Nothing is written, whatever an archive
holds.

The way: `sources` (which files), `containers` with `streams` and `archives` (what is in them), `encoding`, `forms`,
`frontmatter`, `rows`, `records` and `fields`, `markdown`, `plain`, `trees`, `boilerplate`, `markup` with `lists`,
`tables`, `visibility` and `lines`, `pdf`, `docx`; `furniture` and `credits`; `assembly` knows the order.
"""

import io
import os
import re
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from kg.article import Article, Skipped
from kg.errors import InputError, MissingExtraError
from kg.processes import Each, in_turn
from kg.reader import sources as _sources
from kg.reader.assembly import assemble, assemble_record
from kg.reader.containers import Piece, Span, count_lines, has_lines, lines_of, pieces
from kg.reader.records import NAMES_OF_RECORDS
from kg.reader.sources import is_url
from kg.reader.streams import LARGEST, Readable, Seekable, Stream, too_large

__all__ = [
    "FIELDS",
    "LARGEST",
    "NOWHERE",
    "Span",
    "count",
    "count_lines",
    "has_lines",
    "is_url",
    "read",
    "read_bytes",
    "read_each",
    "read_lines",
    "read_stream",
]

FIELDS = tuple(NAMES_OF_RECORDS)
"""What the fields of a JSON line can be said to tell: the keys of `fields` below."""
_NO_FILE = "there is no such file or folder"
NOWHERE = frozenset((_NO_FILE, _sources.NO_PATTERN))
"""What is said of names under which there is nothing at all."""
_PARTED = re.compile("[!#]")
_ALL_BAD = 100
_SAY_WHICH = "say which field is what: --map text=FIELD"


def read(source: str | Path, *, fields: Mapping[str, str] | None = None) -> Article:
    """Read one article: a file, or a part of one by the `source` of an article read before (`posts.zip!a.md`).

    Raises `InputError` that says why where it cannot be read, or is more than one article.
    """
    found = list(islice(_assembled(_in_file(Path(source)), fields), 2))
    if len(found) > 1:
        raise InputError(source, "it holds more than one article", "read it with read_each")
    if isinstance(found[0], Skipped):
        raise InputError(found[0].where, found[0].what, found[0].remedy)
    return found[0]


def read_bytes(raw: bytes, *, name: str) -> Article:
    """Read the bytes of one article.

    `name` is what it is called: its suffix tells the form where the content does not, and `Article.source` is it.
    Raises `InputError`, and `MissingExtraError` for a PDF where the extra `documents` is not installed.

    >>> read_bytes("太保服务获奖".encode("gb18030"), name="a.txt").warnings
    ('the file is read as gb18030, not UTF-8',)
    """
    if len(raw) > LARGEST:
        skipped = too_large(name)
        raise InputError(skipped.where, skipped.what, skipped.remedy)
    return assemble(raw, name=name)


def read_stream(
    stream: Readable, *, name: str, fields: Mapping[str, str] | None = None, each: Each = in_turn
) -> Iterator[Article | Skipped]:
    """Read what a binary stream holds, as standard input: an article, JSON Lines, an archive; `name` is its name."""
    return _assembled(_File().parts(pieces(Stream(stream, name), name)), fields, each)


def read_lines(
    stream: Seekable, span: Span, *, name: str, fields: Mapping[str, str] | None = None, each: Each = in_turn
) -> Iterator[Article | Skipped]:
    """Read a span of the lines of plain JSON Lines (see `has_lines`), which are known as when all of them are read.

    The stream must be seekable. Where the first lines of it all give none, nothing after them is read.
    """
    if not span.start:
        yield from _assembled(_File().parts(lines_of(stream, name, span)), fields, each)
        return
    head = _File()
    for item in islice(_assembled(head.parts(lines_of(stream, name, Span())), fields, each), 2 * _ALL_BAD):
        if isinstance(item, Article) or head.is_over:
            break
    if head.is_over:
        what = f"the first {_ALL_BAD} lines of the file give no article; from here on it is not read"
        yield Skipped(where=f"{name}#{span.before + 1}", what=what, remedy=_SAY_WHICH)
        return
    yield from _assembled(_File(is_known=True).parts(lines_of(stream, name, span)), fields, each)


def read_each(
    *sources: str | Path, fields: Mapping[str, str] | None = None, each: Each = in_turn
) -> Iterator[Article | Skipped]:
    """Read files, folders (with the folders in them) and patterns (`*.md`, `**/*.html`), each file once.

    Always in the same order: that of the sources, by name in a folder, and as they come in an archive or JSON Lines
    file. `fields` says which field of a JSON line is what, where its name does not: `{"text": "content"}`; see
    `FIELDS`. What cannot be read comes as `Skipped` in its place, and the rest goes on. One article at a time is held
    in memory; where `each` does the work in other processes, a few.
    """
    found = _sources.files(*sources)
    return _assembled(chain.from_iterable((f,) if isinstance(f, Skipped) else _in_file(f) for f in found), fields, each)


def count(*sources: str | Path) -> int:
    """How many articles `read_each` may find, without reading them; archives and JSON Lines are looked through."""
    return sum(
        sum(1 for _ in _in_file(file)) if isinstance(file, Path) and file.suffix.lower() in _OF_MANY else 1
        for file in _sources.files(*sources)
    )


_OF_MANY = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".zip", ".tar", ".tgz", ".gz"})


class _Part(NamedTuple):
    """The bytes of one article, as a part of a file; `is_whole` where they are the file."""

    piece: Piece
    file: "_File"
    is_whole: bool = False


class _File:
    """What of a file was read. Where the first lines of a JSON Lines file all give none, the others are not tried."""

    def __init__(self, *, is_known: bool = False) -> None:
        self._bad = -1 if is_known else 0
        self.is_over = False

    def parts(self, found: Iterable[Piece | Skipped], whole: str = "") -> Iterator[_Part | Skipped]:
        """The articles in it, until it is given up."""
        for piece in found:
            if self.is_over:
                return
            yield _Part(piece, self, piece.where == whole) if isinstance(piece, Piece) else piece

    def told(self, piece: Piece, article: Article | Skipped) -> Iterator[Article | Skipped]:
        """What its pieces gave, in turn."""
        if self.is_over:
            return
        yield article
        if piece.is_record and self._bad >= 0:
            self._bad = self._bad + 1 if isinstance(article, Skipped) else -1
        if self._bad == _ALL_BAD:
            self.is_over = True
            what = f"{_ALL_BAD} lines give no article; what comes after is not read"
            yield Skipped(where=piece.where, what=what, remedy=_SAY_WHICH)


def _in_file(path: Path) -> Iterator[_Part | Skipped]:
    """The articles in a file, or the one in it that is named."""
    name, file_name = _printed(path), _printed(_file_of(path))
    try:
        file = _opened(_file_of(path))
    except InputError as error:
        yield Skipped(where=error.where, what=error.what, remedy=error.remedy)
        return
    with Stream(file, file_name) as stream:
        found = pieces(stream, file_name)
        if name == file_name:
            yield from _File().parts(found, whole=name)
        else:
            none = Skipped(where=name, what=f"there is no such article in {file_name}")
            yield from _File().parts([next((piece for piece in found if piece.where == name), none)])


def _printed(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _file_of(path: Path) -> Path:
    """The file itself, or the one that the article stands in that a path such as `posts.zip!a.md` names."""
    if _PARTED.search(str(path)) and not _is_file(path):
        starts = (Path(str(path)[: parted.start()]) for parted in _PARTED.finditer(str(path)))
        return next(filter(_is_file, starts), path)
    return path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _opened(path: Path) -> io.FileIO:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(path, "it is a folder", "name a file in it, or read the folder with read_each")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(path, "it is no regular file", "name a file")
        return path.open("rb", buffering=0)
    except FileNotFoundError:
        raise InputError(path, _NO_FILE, "mend the path") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be read ({why})", "mend the path, or allow it to be read") from None


def _assembled(
    found: Iterable[_Part | Skipped], fields: Mapping[str, str] | None, each: Each = in_turn
) -> Iterator[Article | Skipped]:
    """The articles of parts of files."""
    waiting = deque[_Part | Skipped]()

    def taken() -> Iterator[_Raw | Skipped]:
        for part in found:
            waiting.append(part if isinstance(part, Skipped) else part._replace(piece=part.piece._replace(raw=b"")))
            yield part if isinstance(part, Skipped) else _Raw(part.piece, part.is_whole)

    for article in each(partial(_article, dict(fields or {})), taken(), _lost, only=_Raw):
        part = waiting.popleft()
        yield from (article,) if isinstance(part, Skipped) else part.file.told(part.piece, article)


class _Raw(NamedTuple):
    """The bytes of one article; `is_whole` where they are a file."""

    piece: Piece
    is_whole: bool

    def lost(self, what: str, remedy: str) -> Skipped:
        """The article as one that cannot be used."""
        where, raw, _ = self.piece
        return Skipped(where=where, what=what, remedy=remedy, raw=None if self.is_whole else raw)


def _article(fields: Mapping[str, str], part: _Raw) -> Article | Skipped:
    where, raw, is_record = part.piece
    try:
        return assemble_record(raw, name=where, fields=fields) if is_record else assemble(raw, name=where)
    except (InputError, MissingExtraError) as error:
        return part.lost(error.what, error.remedy)
    except Exception as error:
        return _lost(part, f"{type(error).__name__}: {str(error)[:80]}")


def _lost(part: _Raw, how: str) -> Article | Skipped:
    return part.lost(f"reading it failed ({how})", "please report it with the article")
