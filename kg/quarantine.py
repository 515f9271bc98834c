"""The quarantine of a build: a copy of everything that could not be used, so that nothing is lost silently."""

import hashlib
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from kg.article import Skipped
from kg.folder import Folder, write
from kg.reader import LARGEST


def quarantine(folder: Folder, skipped: Iterable[Skipped]) -> None:
    """Keep a copy of all that could not be used: files, lines of JSON Lines files, members of archives.

    What cannot even be copied is named all the same.
    """
    for item in skipped:
        source = Path(item.where)
        key = hashlib.sha256(item.where.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        copy = folder.quarantine / f"{key}-{source.name[-60:]}"
        with suppress(OSError, ValueError):
            if item.raw is not None:
                write(copy, item.raw)
            elif source.is_file() and not source.is_symlink() and source.stat().st_size <= LARGEST:
                folder.quarantine.mkdir(exist_ok=True)
                shutil.copyfile(source, copy)
