"""Which files to read, and in which order: files, folders and patterns, each file once.

A folder is walked in the order of the names in it, by code points. Hidden files are passed over. A link that leaves
the folder, or that leads to another folder, is not followed.
"""

import os
import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

from kg.article import Skipped
from kg.reader.forms import SUFFIXES

_NO_ARTICLES = frozenset(
    ".png .jpg .jpeg .gif .webp .svg .ico .bmp .tif .tiff .mp3 .mp4 .avi .mov .wav .css .scss .less .js .mjs .ts .map .json "
    ".csv .tsv .yml .yaml .toml .ini .cfg .lock .py .pyc .sh .bat .woff .woff2 .ttf .otf .eot .db .sqlite .parquet .nq "
    ".nt .ttl .trig .rdf .rq .log .bak .tmp .swp".split()
)
_PATTERN = re.compile(r"[*?\[]")
_UNKNOWN = "name the file itself to read it all the same"


def files(*sources: str | Path) -> Iterator[Path | Skipped]:
    """The files that some sources name, each once, in the order of the sources; what cannot be read, as `Skipped`."""
    seen: set[str] = set()
    for source in sources:
        for found in _found(source):
            if isinstance(found, Path):
                real = os.path.realpath(found)
                if real in seen:
                    continue
                seen.add(real)
            yield found


def _found(source: str | Path) -> Iterator[Path | Skipped]:
    path = Path(source)
    try:
        if path.is_dir():
            return _in_folder(path)
        if not os.path.lexists(path) and _PATTERN.search(str(source)):
            return _matching(path)
        return iter((path,))
    except (OSError, ValueError) as error:
        return iter((_skipped(path, error),))
