"""What goes wrong in the engine, as an error of the house with what to do about it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.errors import StoreError

AGAIN = "build it again with `kg build`"

_NAMED_BY_HOLD = re.compile(r"/proc/self/fd/\d+/")


def trouble(where: str, what: str, error: BaseException, remedy: str = AGAIN) -> StoreError:
    """The engine's error, with a remedy that fits where its words tell one, else with this one."""
    said = _NAMED_BY_HOLD.sub("", str(error))
    if "LOCK" in said and "lock" in said:
        return StoreError(where, "another process is changing it", "wait until it is done")
    if "file descriptors" in said or "Too many open files" in said:
        return StoreError(where, f"{what}: too few files may be open", "raise the limit: `ulimit -n 1024`")
    if "No space left" in said or "File too large" in said:
        return StoreError(where, f"{what}: {said}", "make room on the disk, and try again")
    return StoreError(where, f"{what}: {said}", remedy)


@contextmanager
def reaching(where: str | Path, what: str, remedy: str = AGAIN) -> Iterator[None]:
    """Raise what goes wrong in the engine or the file system meanwhile as `trouble`."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        raise trouble(str(where), what, error, remedy) from None
