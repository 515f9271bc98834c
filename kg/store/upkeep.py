"""Looks after stores: what one is, a compact one in its place, a copy that is proved."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, cast

import pyoxigraph as ox

from kg.errors import OutputError, StoreError
from kg.folder import renewing, sweep
from kg.store.checking import store_of
from kg.store.database import Store
from kg.store.lines import Lines
from kg.store.record import Record, Tally, carry, files, load_record, names, seal
from kg.store.trouble import AGAIN, reaching


class Info(NamedTuple):
    """What a store is: where it stands, its record if it has one, quads and graphs now, files and their bytes.

    `is_changed` says whether it is not what was built any more.
    """

    path: Path
    record: Record | None
    quads: int
    graphs: int
    files: int
    bytes: int
    is_changed: bool


def info(root: Path) -> Info:
    """What the store in a build's output folder, or a store's own folder, is; no quad is read. Raises `StoreError`."""
    path = store_of(root)
    with Store.open(path) as store, reaching(path, "it cannot be read"):
        record = load_record(path)
        found = names(path)
        unnamed = store.engine.quads_for_pattern(None, None, None, ox.DefaultGraph())
        return Info(
            path=path,
            record=record,
            quads=len(store),
            graphs=sum(1 for _ in store.engine.named_graphs()) + (next(unnamed, None) is not None),
            files=len(found),
            bytes=sum((path / name).stat().st_size for name in found),
            is_changed=record is not None
            and not (record.is_built and record.is_valid and found == sorted(record.files)),
        )


def compact(root: Path) -> Record:
    """Put a new store with the same quads, in few files, in the place of one; who reads the old one keeps it.

    What was removed from a store where it is leaves its texts behind, and these go, too. Raises `StoreError` where
    there is no store, another process changes it, or it does not hold what its record says, and `OutputError` where
    nothing can be put in its place.
    """
    if store_of(root.absolute().parent) == root.absolute():
        root = root.absolute().parent  # of a build, which locks this
    path = store_of(root)
    with Store.open(path) as old:
        before = load_record(path)
        with renewing(root, path) as new:
            if not old.is_current:
                raise StoreError(path, "another process put a new one in its place meanwhile", "try again")
            tally = _copy(old, new)
            if before is not None and before.is_valid and tally.digest != before.digest:
                raise StoreError(path, "it does not hold what was built", AGAIN)
            is_built = before is not None and before.is_valid and before.is_built
            record = seal(new, tally, is_built=is_built)
    sweep(root)
    return record


def _copy(old: Store, path: Path) -> Tally:
    """Make a store of the quads and graphs of another one, counting them."""
    tally = Tally()

    def lines() -> Iterator[bytes]:
        for quad in old.engine:
            line = f"{quad} .".encode()
            graph = quad.graph_name
            tally.add(line, "" if isinstance(graph, ox.DefaultGraph) else graph.value)
            yield line + b"\n"

    with Store.create(path) as new, reaching(old.where, "it cannot be compacted", "see `kg store check`"):
        new.engine.bulk_load(input=cast(Any, io.BufferedReader(Lines(lines()))), format=ox.RdfFormat.N_QUADS)
        for graph in old.engine.named_graphs():
            new.engine.add_graph(graph)  # also those that hold nothing
        new.engine.optimize()
    return tally


def backup(root: Path, target: Path) -> None:
    """Copy a store into a new folder, which is a store too, and prove each file of the copy by its digest.

    Copied back into its place, it is restored. Raises `StoreError` where there is no store, another process changes it
    or it is not as it was made, and `OutputError` where the folder exists or cannot be written.
    """
    path = store_of(root)
    if target.exists():
        raise OutputError(target, "something is there already", "name a new folder")
    with Store.open(path) as store, renewing(target, target) as copy:
        record = load_record(path)
        found = files(path)
        if record is not None and record.is_valid and found != record.files:
            raise StoreError(path, "its files are not as they were made", AGAIN)
        copy.mkdir()
        for name in found:
            shutil.copyfile(path / name, copy / name)
        carry(path, copy)
        if files(copy) != found:
            raise OutputError(target, "the copy is not what was copied", "try again on another disk")
        with Store.open(copy) as opened:
            if len(opened) != len(store):
                raise OutputError(target, "the copy holds fewer quads", "see `kg store check` of what was copied")
