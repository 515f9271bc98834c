"""Proves a store against its record: file by file, then quad by quad through every order in which the engine has it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kg.folder import Folder, made, restored
from kg.store.database import Store
from kg.store.record import Record, Tally, digest_of, load_record, names
from kg.store.walking import Walks

_NAMED = 3
"""As many graphs are named that are wrong."""


class Check(NamedTuple):
    """What the check of a store found: its record, if it has one, what was read, and each thing that is wrong.

    `quads` and `digest` are None where the quads were not read.
    """

    record: Record | None
    quads: int | None
    digest: str | None
    troubles: tuple[str, ...]


def store_of(root: Path) -> Path:
    """The store of a build's output folder; any other folder is a store itself."""
    return root if made(restored(root)) is None else Folder(root).store


def check(root: Path, *, quick: bool = False, on_step: Callable[[str], None] = lambda _: None) -> Check:
    """Prove the store of a build's output folder, or a store's own folder, against its record.

    The files of a store that nobody changed since it was made must be those that were made, byte for byte; `quick`
    stops there. Then every walk through the store (see `kg.store.walking`) must give the quads of the record; of a
    store that was changed since, or has no record, those of the first walk. In an output folder `graph.nq` must be the
    file that was built, and say what the record says. `on_step` is told what is looked at.

    Raises `StoreError` where there is no store that can be opened.
    """
    path, built = store_of(root), made(root)
    with Store.open(path) as store:
        record = load_record(path)
        promised = record if record is not None and record.is_valid else None
        on_step("files")
        troubles = [] if promised is None else list(_files(path, promised))
        if built is not None:
            troubles += _graph_file(Folder(root).graph, built.get(Folder(root).graph.name), promised)
        if quick:
            return Check(record, None, None, tuple(troubles))
        walks = Walks(store.engine, on_step)
    first = walks.tallies["graph"]
    troubles += (f"read by {name}: {said}" for name, said in walks.damage.items())
    if "graph" not in walks.damage:
        sound = {name: tally for name, tally in walks.tallies.items() if name not in walks.damage}
        troubles += _differing(sound, promised or first)
    return Check(record, first.quads, first.digest, tuple(troubles))


def _files(path: Path, promised: Record) -> Iterator[str]:
    """What is wrong with the files of a store that nobody changed."""
    found = names(path)
    for name in sorted({*found, *promised.files}):
        if name not in found:
            yield f"{name}: this file is missing"
        elif name not in promised.files:
            yield f"{name}: this file was not there when the store was made"
        elif digest_of(path / name) != promised.files[name]:
            yield f"{name}: the file is not as it was made"


def _graph_file(graph: Path, built: str | None, promised: Record | None) -> Iterator[str]:
    """What is wrong with the graph as N-Quads in the output folder of a build."""
    if not graph.is_file():
        yield f"{graph.name}: this file is missing"
    elif digest_of(graph) != built:
        yield f"{graph.name}: the file is not as it was built"
    elif promised is not None and promised.is_built:
        with graph.open("rb") as lines:
            if Tally.of(lines).digest != promised.digest:
                yield f"{graph.name}: it says something else than the record of the store"


def _differing(tallies: dict[str, Tally], expected: Record | Tally) -> Iterator[str]:
    """Which walks gave other quads, and in which graphs."""
    for name, tally in tallies.items():
        if tally.quads != expected.quads:
            yield f"read by {name}: {tally.quads:,} quads, and not {expected.quads:,}"
        elif tally.digest != expected.digest:
            yield f"read by {name}: other quads than there should be"
    found, wanted = tallies["graph"].graphs, expected.graphs
    other = [graph for graph in sorted({*found, *wanted}) if found.get(graph, 0) != wanted.get(graph, 0)]
    for graph in other[:_NAMED]:
        yield f"{graph or 'default graph'}: {found.get(graph, 0):,} quads, and not {wanted.get(graph, 0):,}"
    if len(other) > _NAMED:
        yield f"and {len(other) - _NAMED:,} more graphs"
