"""Whoever reads a store keeps it, whole, while builds put others in its place; nobody else's folders stay behind."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.folder import Folder, replacing
from kg.generations import hold
from kg.store import Record, Store, Tally, check, load_record, seal
from kg.terms import DEFAULT_GRAPH, FA, Quad, integer, iri, literal
from tests import killed

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="a system that cannot name an open folder")


def quads(seed: int, count: int = 400) -> list[Quad]:
    """Quads in four graphs; those of two seeds have nothing in common."""
    graphs = (DEFAULT_GRAPH, *(iri(f"https://example.org/graph/{n}") for n in range(3)))
    things = [iri(f"https://example.org/{seed}/{n}") for n in range(count)]
    return [
        Quad(
            thing,
            FA.start,
            integer(seed * count + n) if n % 3 else literal(f"第 {seed} 代的 {n}"),
            graphs[n % 4],
        )
        for n, thing in enumerate(things)
    ]


def build(out: Path, seed: int) -> Record:
    """What the least of a build is, with a store of many files, so that the engine has not all of them open."""
    with replacing(out) as folder:
        parts = [quads(seed * 10 + part) for part in range(4)]
        killed.fill(folder.root, "".join(quad.line() for part in parts for quad in part))
        with Store.create(folder.store) as store:
            store.load(parts[0])
        for part in parts[1:]:
            with Store.edit(folder.store) as store:
                store.change(added=part)
        assert len(list(folder.store.glob("*.sst"))) > 20
        with folder.graph.open("rb") as lines:
            return seal(folder.store, Tally.of(lines))


class Reader:
    """A process of its own that has a store open."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def read(self) -> str:
        """What it gives now."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write("again\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def leave(self) -> None:
        """Let it end by itself."""
        assert self.process.stdin
        self.process.stdin.close()
        assert self.process.wait(60) == 0


@contextmanager
def reading(store: Path) -> Iterator[Reader]:
    told = [sys.executable, "-m", "tests.reading", str(store)]
    with subprocess.Popen(told, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            assert process.stdout.readline() == "open\n"
            yield Reader(process)
        finally:
            process.kill()


def names(out: Path) -> list[str]:
    return sorted(path.name.rpartition("-")[0] or path.name for path in out.parent.iterdir())


def test_a_reader_keeps_its_store_through_builds_and_the_next_build_sweeps(tmp_path: Path) -> None:
    out = tmp_path / "out"
    old = build(out, 0)
    with reading(Folder(out).store) as reader:
        assert reader.read() == f"{{'{old.digest}'}} True"
    with reading(Folder(out).store) as reader:  # which has read nothing yet
        new = build(out, 1)
        assert reader.read() == f"{{'{old.digest}'}} False"
        with reading(Folder(out).store) as second:
            build(out, 2)
            assert second.read() == f"{{'{new.digest}'}} False"
            assert reader.read() == f"{{'{old.digest}'}} False"
            assert names(out) == [".out.held", ".out.held", "out"]
            second.leave()
        last = build(out, 3)
        assert reader.read() == f"{{'{old.digest}'}} False"
        assert names(out) == [".out.held", "out"]
    last = build(out, 4)
    assert names(out) == ["out"], "the reader was killed, and with it its hold"
    with reading(Folder(out).store) as reader:
        assert reader.read() == f"{{'{last.digest}'}} True"


def test_a_store_is_read_by_many_or_changed_by_one(tmp_path: Path) -> None:
    path = tmp_path / "out" / "store"
    build(tmp_path / "out", 0)
    with reading(path), Store.open(path), pytest.raises(StoreError, match=r"another process is reading .*; wait until"):
        Store.edit(path, patience=0.1)
    with Store.edit(path) as store:
        assert len(store) == 1600
        for door in (Store.open, Store.edit):
            with pytest.raises(StoreError, match=r"another process is .*changing it; wait until it is done"):
                door(path)
    with Store.open(path) as store:
        assert len(store) == 1600


COPY = "INSERT { GRAPH <https://example.org/copy> { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"


def test_whoever_changes_a_store_never_reaches_the_one_that_takes_its_place(tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    build(out, 0)
    new = build(other, 1)
    with Store.edit(Folder(out).store) as store:
        out.rename(tmp_path / "old")
        other.rename(out)
        store.update(COPY)
    assert load_record(Folder(out).store) == new
    assert check(out).troubles == ()
    old = check(tmp_path / "old")
    assert (old.quads, old.troubles) == (2800, ())


def test_a_build_waits_for_whoever_changes_the_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    build(out, 0)
    with Store.edit(Folder(out).store) as store, monkeypatch.context() as patch:
        patch.setattr("kg.folder._PATIENCE", 0.1, raising=False)
        with pytest.raises(StoreError, match=r"another process is changing it; wait until"):
            build(out, 1)
        store.update(COPY)
    assert check(out).troubles == ()
    assert (check(out).quads, names(out)) == (2800, ["out"])
    with ThreadPoolExecutor(1) as beside:
        with Store.edit(Folder(out).store) as store:
            building = beside.submit(build, out, 2)
            while not (tmp_path / ".out.partial/store/record.json").exists() and not building.done():
                time.sleep(0.01)
            store.update("CLEAR ALL")
        new = building.result()
    assert load_record(Folder(out).store) == new
    assert check(out).troubles == ()


def test_a_hold_is_of_what_stands_there_now(tmp_path: Path) -> None:
    path, other = tmp_path / "store", tmp_path / "other"
    for folder in (path, other):
        folder.mkdir()
    alone = hold(path, alone=True)
    path.rename(tmp_path / "old")
    other.rename(path)
    assert hold(path).is_current
    assert not alone.is_current
    with pytest.raises(StoreError):
        hold(tmp_path / "old")
    del alone
    assert hold(tmp_path / "old").path.is_dir()


def test_the_record_says_what_a_store_was_made_of_and_that_it_was_changed(tmp_path: Path) -> None:
    out = tmp_path / "out"
    record = build(out, 0)
    assert load_record(Folder(out).store) == record
    assert (record.quads, sum(record.graphs.values()), len(record.graphs), record.changed) == (1600, 1600, 4, None)
    assert record.graphs[""] == 400
    keys = {record.key}
    for _ in range(2):
        Store.edit(Folder(out).store).close()
        changed = load_record(Folder(out).store)
        assert changed
        assert changed.changed
        keys.add(changed.key)
    assert len(keys) == 3
