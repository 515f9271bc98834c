"""Lines in order, also more of them than memory holds: sorted runs wait in temporary files and are merged."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from typing import IO

from kg.folder import temporary

_HELD = 1 << 24
"""Characters that are held in memory at a time."""
_FILES = 256
"""Temporary files that may be open at a time."""


def sort(lines: Iterable[str], *, held: int = _HELD) -> Iterator[str]:
    """The lines as a set, by code points. Each ends with the only line feed in it.

    Memory grows with `held`, not with the lines; what is more waits in the folder for temporary files. Raises
    `OutputError` where that has no room.
    """
    runs: list[IO[str]] = []
    try:
        batch: list[str] = []
        size = 0
        for line in lines:
            batch.append(line)
            size += len(line)
            if size > held:
                batch.sort()
                runs.append(_put_aside(batch))
                batch, size = [], 0
            if len(runs) == _FILES:
                merged = _put_aside(heapq.merge(*runs))
                while runs:
                    runs.pop().close()
                runs.append(merged)
        batch.sort()
        yield from (line for line, _ in groupby(heapq.merge(*runs, batch) if runs else batch))
    finally:
        for run in runs:
            run.close()


def _put_aside(lines: Iterable[str]) -> IO[str]:
    """Lines in a temporary file, to be read from its beginning."""
    with temporary(), ExitStack() as on_failure:
        # newline: what the file calls the end of a line is a line feed and nothing else
        file = on_failure.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
        file.writelines(lines)
        file.seek(0)
        on_failure.pop_all()  # whoever sorts closes it
        return file
