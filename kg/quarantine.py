"""The quarantine: a copy of everything that could not be used, so that nothing is lost silently.

That of a build is a folder of copies; where there may be very many, it is a file of lines, each with the reason.
"""

import hashlib
import json
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
        if item.raw is not None:
            with suppress(OSError, ValueError):
                write(_copy(folder, item), item.raw)
        else:
            _keep(Path(item.where), _copy(folder, item))


def carry(before: Folder, folder: Folder, skipped: Iterable[Skipped]) -> None:
    """Keep the copies of what an earlier build could not use."""
    for item in skipped:
        _keep(_copy(before, item), _copy(folder, item))


def _copy(folder: Folder, item: Skipped) -> Path:
    key = hashlib.sha256(item.where.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return folder.quarantine / f"{key}-{Path(item.where).name[-60:]}"


def _keep(source: Path, copy: Path) -> None:
    with suppress(OSError, ValueError):
        if source.is_file() and not source.is_symlink() and source.stat().st_size <= LARGEST:
            copy.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, copy)


def as_line(item: Skipped) -> bytes:
    """What could not be used, as a line of JSON: `where`, `what`, `remedy`, and what was read in `raw`, if at hand."""
    said = item.model_dump()
    if item.raw is not None:
        said["raw"] = item.raw.decode("utf-8", "replace")
    return f"{json.dumps(said, ensure_ascii=False)}\n".encode("utf-8", "replace")
