"""What tests of interruption run in a process of its own, which kills itself at a step in the file system."""

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import kg
from kg import folder
from tests import retold

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

_STEPS = {"open", "os.rename", "os.remove", "os.rmdir", "os.mkdir", "ctypes.dlsym"}
retold.knowledge()  # read before the process forks, so that each of its children begins at once


def die_at(step: int, done: "Synchronized[int] | None" = None) -> None:
    """Kill this process as it is about to do the n-th thing to the file system, from 0; `done` counts what it did."""
    left = step

    def count(event: str, _: object) -> None:
        nonlocal left
        if event in _STEPS:
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            left -= 1
            if done is not None:
                done.value += 1

    sys.addaudithook(count)


def never(one: Path, other: Path) -> bool:
    """What stands for an exchange of two folders where the system knows none."""
    return False


def replace(root: Path, content: str, step: int, in_one: bool) -> None:
    """Put another folder in the place of one, in one step or in two, and die at a step of it."""
    if not in_one:
        folder._exchange = never
    die_at(step)
    with folder.replacing(root) as new:
        fill(new.root, content)


def fill(root: Path, content: str) -> None:
    """What the least of a build is, with some files."""
    for name in ("articles/a", "articles/b", "graph.nq"):
        folder.write(root / name, content)
    files = folder.digests(root)
    said = {"software": {"finaward-kg": "0"}, "files": files}
    folder.write(root / "manifest.json", str(said).replace("'", '"'))


def revise(out: Path) -> None:
    """Take one article in, and another version of one."""
    kg.update(out, retold.POOL[3][1], retold.POOL[0][1], extract=retold.rules)


def die_revising(out: Path, step: int, done: "Synchronized[int] | None" = None) -> None:
    """The same, and die at a step of it."""
    die_at(step, done)
    revise(out)
