"""The reader: files, folders and bytes to articles.

Goes in: Markdown posts with front matter, HTML pages, plain text, in UTF-8, UTF-16, GB18030 or Big5. Comes out:
`kg.article.Article` with canonical text, blocks and metadata. What is mended on the way stands in the article's
warnings; what cannot be read comes as an `InputError`, or from `read_each` as a `Skipped`.

The way: `sources` (which files), `encoding`, `forms`, `frontmatter` and `fields`, `markdown`, `plain`, `trees`,
`boilerplate`, `markup` with `lists`, `tables`, `visibility` and `lines`; `furniture` and `credits`; `assembly` knows
the order.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from kg.article import Article, Skipped
from kg.errors import InputError
from kg.reader import sources as _sources
from kg.reader.assembly import assemble

__all__ = ["LARGEST", "read", "read_bytes", "read_each"]

LARGEST = 16 * 1024 * 1024
"""How many bytes a file may have."""


def read(source: str | Path) -> Article:
    """Read one file. Raises `InputError` that says why where it cannot be read as an article."""
    path = Path(source)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError(path, "it is a folder", "name a file in it, or read the folder with read_each")
        if not stat.S_ISREG(status.st_mode):
            raise InputError(path, "it is no regular file", "name a file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise InputError(path, "there is no such file or folder", "mend the path") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise InputError(path, f"it cannot be read ({why})", "mend the path, or allow it to be read") from None
    return read_bytes(raw, name=os.fsencode(path).decode("utf-8", "replace"))


def read_bytes(raw: bytes, *, name: str) -> Article:
    """Read the bytes of one article, as from standard input or an archive.

    `name` is what it is called: its suffix tells the form where the content does not, and `Article.source` is it.
    Raises `InputError`.

    >>> read_bytes("太保服务获奖".encode("gb18030"), name="a.txt").warnings
    ('the file is read as gb18030, not UTF-8',)
    """
    if len(raw) > LARGEST:
        raise InputError(name, f"it is larger than {LARGEST // 1024**2} MiB", "split it into articles, or leave it out")
    return assemble(raw, name=name)


def read_each(*sources: str | Path) -> Iterator[Article | Skipped]:
    """Read files, folders (with the folders in them) and patterns (`*.md`, `**/*.html`), each file once.

    Always in the same order: that of the sources, and by name in a folder. What cannot be read comes as `Skipped`
    in its place, and the rest goes on. One article at a time is held in memory.
    """
    for found in _sources.files(*sources):
        if isinstance(found, Skipped):
            yield found
            continue
        try:
            yield read(found)
        except InputError as error:
            yield Skipped(where=error.where, what=error.what, remedy=error.remedy)
