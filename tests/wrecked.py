"""What tests of faults run in processes of their own: they write a store, and are killed or run out."""

import os
import resource
import signal
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import KgError
from kg.folder import replacing
from kg.store import Store, Tally, seal
from kg.terms import FA, Quad, iri, literal
from tests import killed

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Tell: TypeAlias = Callable[[object], None]
Work: TypeAlias = Callable[[Path, Tell], None]
BATCH = 50


def batch(number: int, size: int = BATCH) -> list[Quad]:
    """The quads that are written together."""
    return [
        Quad(
            iri(f"https://example.org/{number}/{n}"),
            FA.value,
            literal(f"第 {number} 批 {n}"),
            iri(f"https://example.org/{n % 3}"),
        )
        for n in range(size)
    ]


def change(path: Path, tell: Tell) -> None:
    """Write batch after batch, and tell of each when it is done."""
    with Store.edit(path) as store:
        for number in range(1, 1_000_000):
            store.change(added=batch(number))
            tell(number)


def load(path: Path, tell: Tell) -> None:
    """Load many quads at once; tell that it begins, and when it is done."""
    with Store.edit(path) as store:
        tell("begun")
        store.load(batch(0, 40_000))
        tell("done")


def rebuild(out: Path, tell: Tell) -> None:
    """Put the output of one build after the other in the place of what is there."""
    for number in range(1, 1_000_000):
        make(out, batch(number, 3000))
        tell(number)


def lose(path: Path, tell: Tell) -> None:
    """Write three batches that no flush puts where they belong, and die."""
    store = Store.edit(path)
    for number in (1, 2, 3):
        store.change(added=batch(number))
    os.kill(os.getpid(), signal.SIGKILL)


def read_and_write(path: Path, tell: Tell) -> None:
    """Tell how many quads a store has, and then write to it, as a user who may not (root may)."""
    if os.geteuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    with Store.open(path) as store:
        tell(len(store))
    change(path, tell)


def make(out: Path, quads: list[Quad]) -> None:
    """What the least of a build is."""
    with replacing(out) as folder:
        killed.fill(folder.root, "".join(quad.line() for quad in quads))
        with Store.create(folder.store) as store:
            store.load_file(folder.graph)
        with folder.graph.open("rb") as lines:
            seal(folder.store, Tally.of(lines))


def run(
    work: Callable[[Path, Tell], None], path: Path, limits: Mapping[int, int], end: "Connection[object, None]"
) -> None:
    """Do one of these within limits; what it tells goes to the other end, an error of the house too."""
    for limit, number in limits.items():
        resource.setrlimit(limit, (number, number))
    try:
        work(path, end.send)
    except KgError as error:
        end.send(error)
