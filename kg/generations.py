"""Folders that are replaced while others read them: whoever reads one holds it, and it is removed when nobody does.

A hold is a lock (flock) of the folder itself, so it needs no file and no right to write, moves along where the folder
is renamed, and goes with the process, however that ends. It also gives the folder a name that stays: a library that
opens files as it needs them would find those of another generation under the old path.
"""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from kg.errors import StoreError

_RETRY = 0.05  # seconds


class Hold:
    """A folder that stays, with all its files, until nobody has this any more; `path` is its name as long.

    On systems without `/proc` that is the path by which it was opened, which may lead to another generation later: the
    engine refuses the files of that one, so that who reads meets an error then, and opens the store again.
    """

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder, self._descriptor = folder, descriptor
        own = Path(f"/proc/self/fd/{descriptor}")
        self.path = own if own.is_dir() else folder

    @property
    def is_current(self) -> bool:
        """Whether this is still what stands under the name by which it was opened."""
        return _is_same(self._descriptor, self.folder)

    def __del__(self) -> None:
        with suppress(OSError):
            os.close(self._descriptor)


def hold(folder: Path, *, alone: bool = False, patience: float = 0) -> Hold:
    """Hold a folder together with others, to read it, or alone, to change it; wait as many seconds for it.

    Raises `OSError` where it cannot be opened, and `StoreError` where somebody else has it. Systems without flock,
    and file systems without locks of folders, give holds that keep nothing.
    """
    folder, until = folder.absolute(), time.monotonic() + patience
    while True:
        held = Hold(folder, _opened(folder))
        has_it = _lock(held._descriptor, alone)
        if not held.is_current:
            continue  # another one took its place meanwhile
        if has_it:
            return held
        if time.monotonic() >= until:
            what = "is reading or changing it" if alone else "is changing it"
            raise StoreError(folder, f"another process {what}", "wait until it is done")
        time.sleep(_RETRY)


def retire(folder: Path, part: str, aside: Path) -> None:
    """Remove a folder; where somebody holds its `part`, give it a name beside `aside`, by which `sweep` finds it."""
    with _free(folder / part) as is_free:
        if is_free:
            shutil.rmtree(folder, ignore_errors=True)
            return
    with suppress(OSError):
        folder.rename(aside.with_name(f".{aside.name}.{_HELD}-{uuid4().hex[:8]}"))


def sweep(aside: Path, part: str) -> None:
    """Remove those that were retired and that nobody holds any more."""
    for folder in aside.parent.glob(f".{_plain(aside.name)}.{_HELD}-*"):
        with _free(folder / part) as is_free:
            if is_free:
                shutil.rmtree(folder, ignore_errors=True)


_HELD = "held"


def _plain(name: str) -> str:
    """A name as a pattern that means it alone."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


@contextmanager
def _free(folder: Path) -> Iterator[bool]:
    """Whether nobody holds a folder, and nobody can meanwhile."""
    try:
        held = Hold(folder, _opened(folder))
    except OSError:
        yield True
    else:
        yield _lock(held._descriptor, alone=True)


def _opened(folder: Path) -> int:
    """A descriptor of a folder; -1 on Windows, which has none, and where a folder that is read cannot be moved."""
    return -1 if os.name == "nt" else os.open(folder, os.O_RDONLY | os.O_DIRECTORY)


def _lock(descriptor: int, alone: bool) -> bool:
    """Lock a folder, or say that somebody else has it; where folders cannot be locked nobody has."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_same(descriptor: int, folder: Path) -> bool:
    try:
        return descriptor < 0 or os.path.samestat(os.fstat(descriptor), folder.stat())
    except OSError:
        return False
