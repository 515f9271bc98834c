"""Whatever happens to a store – a kill, a full disk, a flipped byte – nothing acknowledged is lost, and it is one line.

`KG_FAULTS=all` tries many more moments and bytes than fit into a run of the suite.
"""

import multiprocessing
import os
import random
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.errors import KgError, StoreError
from kg.folder import Folder
from kg.store import Store, Tally, check, load_record, seal
from kg.store.walking import Walks
from kg.terms import DEFAULT_GRAPH
from tests import wrecked
from tests.test_generations import names

pytestmark = pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="no fork")
MANY = os.environ.get("KG_FAULTS") == "all"
PATIENCE = 120.0


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "out"
    wrecked.make(out, wrecked.batch(0, 600) + [quad._replace(graph=DEFAULT_GRAPH) for quad in wrecked.batch(1, 600)])
    return out


@pytest.fixture
def out(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path / "out")
    return tmp_path / "out"


class Child:
    """A process that does something of `tests.wrecked` to a store."""

    def __init__(
        self, work: Callable[[Path, wrecked.Tell], None], path: Path, limits: dict[int, int] | None = None
    ) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.wrecked"])
        self._end, other = context.Pipe(duplex=False)
        self.process = context.Process(target=wrecked.run, args=(work, path, limits or {}, other), daemon=True)
        self.process.start()
        other.close()
        self.said: list[object] = []

    def hear(self) -> bool:
        """Wait for the next thing that it tells; whether it told one."""
        try:
            self.said.append(self._end.recv())
        except (EOFError, OSError):
            return False
        return True

    def finish(self) -> list[object]:
        """All that it told, once it has ended."""
        while self.hear():
            pass
        self.process.join(PATIENCE)
        assert not self.process.is_alive()
        return self.said

    def kill_when(self, is_time: Callable[[], bool]) -> list[object]:
        """All that it had told when it was killed, which is as soon as it is time."""
        until = time.monotonic() + PATIENCE
        try:
            while not is_time() and self.process.is_alive():
                assert time.monotonic() < until
                while self._end.poll(0) and self.hear():
                    pass
        finally:
            self.process.kill()
        said = self.finish()
        assert self.process.exitcode == -9, said
        return said


def one_line(error: object) -> str:
    """An error of the house, as it is told."""
    assert isinstance(error, KgError), error
    assert "\n" not in str(error)
    return str(error)


def after(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() > until


def batches(path: Path) -> dict[int, int]:
    """How many quads of each batch a store holds."""
    with Store.open(path) as store:
        numbers = [int(quad.subject.split("/")[3]) for quad in store.quads()]
    return {number: numbers.count(number) for number in set(numbers)}


class TestKilled:
    def test_while_it_changes_a_store_nothing_acknowledged_is_lost_and_no_batch_torn(self, out: Path) -> None:
        path, rng = Folder(out).store, random.Random(1)
        with Store.edit(path) as store:
            store.change(removed=list(store.quads()))
        for _ in range(20 if MANY else 2):
            child = Child(wrecked.change, path)
            child.hear()
            done = child.kill_when(after(rng.uniform(0, 0.3)))
            found = batches(path)
            assert set(found.values()) == {wrecked.BATCH}
            assert max(found) >= len(done) >= 1
            assert sorted(found) == list(range(1, max(found) + 1))
        assert check(out).troubles == (), "changed, and the same in every order"

    def test_while_it_loads_all_is_there_or_nothing_and_no_file_stays(self, out: Path) -> None:
        path = Folder(out).store
        seen = {"half-made files": False}
        for moment in range(12 if MANY else 2):
            child = Child(wrecked.load, path)
            child.hear()
            child.kill_when(after(moment / 10) if moment else lambda: any(path.glob("bulk-*.sst")))
            seen["half-made files"] |= any(path.glob("bulk-*.sst"))
            with Store.edit(path) as store:
                assert not any(path.glob("bulk-*.sst"))
                assert len(store) in (1200, 1200 + 40_000 - 600)
            assert check(out).troubles == ()
        assert seen["half-made files"], "this is what it is about"

    def test_while_it_builds_the_old_or_the_new_one_is_there_whole(self, tmp_path: Path) -> None:
        out, rng = tmp_path / "out", random.Random(2)
        wrecked.make(out, wrecked.batch(0, 3000))
        for _ in range(20 if MANY else 2):
            child = Child(wrecked.rebuild, out)
            child.hear()
            child.kill_when(after(rng.uniform(0, 0.4)))
            assert check(out).troubles == ()
            assert len(batches(Folder(out).store)) == 1
            wrecked.make(out, wrecked.batch(0, 3000))
            assert names(out) == ["out"]
            assert check(out).troubles == ()


class TestDiskFull:
    """A limit on the size of a file (RLIMIT_FSIZE) stands for a disk without room: writing fails in the same calls."""

    def test_what_was_acknowledged_stays_and_the_rest_is_a_line(self, out: Path) -> None:
        *done, error = Child(wrecked.change, Folder(out).store, {resource.RLIMIT_FSIZE: 400_000}).finish()
        assert "it cannot be written: IO error" in one_line(error)
        assert one_line(error).endswith("make room on the disk, and try again")
        assert len(done) > 3
        found = batches(Folder(out).store)
        assert all(found[number] >= wrecked.BATCH for number in range(1, len(done) + 1))
        assert check(out).troubles == ()

    def test_a_load_leaves_nothing(self, out: Path) -> None:
        said, error = Child(wrecked.load, Folder(out).store, {resource.RLIMIT_FSIZE: 400_000}).finish()
        assert said == "begun"
        assert one_line(error).endswith("make room on the disk, and try again")
        with Store.edit(Folder(out).store) as store:
            assert len(store) == 1200
        assert not any(Folder(out).store.glob("bulk-*.sst"))

    def test_a_build_leaves_the_old_one(self, out: Path) -> None:
        before = check(out)
        for limit in (200, 20_000, 100_000, 300_000):
            (error,) = Child(wrecked.rebuild, out, {resource.RLIMIT_FSIZE: limit}).finish()
            assert "file too large" in one_line(error).lower()
            assert check(out) == before
            assert names(out) == ["out"]


def damaged(path: Path, name: str, at: int) -> None:
    """Flip the bits of a byte."""
    with (path / name).open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ 0xFF]))


def read_alone(path: Path) -> tuple[str, ...]:
    """What the walks alone find, without the digests of the files."""
    record = load_record(path)
    assert record
    try:
        with Store.open(path) as store:
            walks = Walks(store.engine)
    except StoreError as error:
        return (str(error),)
    found = {(tally.quads, tally.digest) for tally in walks.tallies.values()}
    return tuple(walks.damage.values()) or tuple(str(each) for each in found - {(record.quads, record.digest)})


class TestDamage:
    def test_the_first_block_of_every_table_is_read_by_some_walk(self, out: Path) -> None:
        """There are twelve: nine orders, the texts, the graphs, and the engine's version."""
        tables = sorted(each.name for each in Folder(out).store.glob("*.sst"))
        assert len(tables) == 12
        found = {}
        for table in tables:
            shutil.copytree(Folder(out).store, out.parent / table)
            damaged(out.parent / table, table, 20)
            found[table] = read_alone(out.parent / table)
        assert [table for table, said in found.items() if not said] == []
        assert all("\n" not in line for said in found.values() for line in said)

    def test_a_flip_anywhere_changes_and_hides_nothing_unseen(self, out: Path) -> None:
        store, rng = Folder(out).store, random.Random(3)
        files = [(each.name, each.stat().st_size) for each in sorted(store.iterdir()) if each.stat().st_size]
        for name, size in files:
            for at in rng.sample(range(size), min(100 if MANY else 1, size)):
                damaged(store, name, at)
                if name not in ("LOG", "record.json"):
                    with_files = refused(lambda: check(out, quick=True).troubles)
                    assert any(name in line for line in with_files) or "damaged" in with_files[0], (name, at)
                if name != "record.json":
                    read_alone(store)  # what it finds is a line, or nothing, where nothing was changed or hidden
                damaged(store, name, at)
        assert check(out).troubles == ()

    @pytest.mark.parametrize("how", ["truncated", "deleted"])
    def test_a_table_that_is_cut_or_gone(self, out: Path, how: str) -> None:
        for table in sorted(Folder(out).store.glob("*.sst")):
            content = table.read_bytes()
            table.write_bytes(content[: len(content) // 2]) if how == "truncated" else table.unlink()
            with pytest.raises(StoreError, match=r"the store is damaged: .*; build it again with `kg build`"):
                Store.open(Folder(out).store)
            table.write_bytes(content)
        assert check(out).troubles == ()

    @pytest.mark.parametrize("name", ["CURRENT", "MANIFEST-*"])
    def test_what_leads_to_the_tables_is_gone(self, out: Path, name: str) -> None:
        next(Folder(out).store.glob(name)).unlink()
        for door in (Store.open, Store.edit):
            with pytest.raises(StoreError, match=r"the store (is damaged|cannot be changed)") as caught:
                door(Folder(out).store)
            assert "\n" not in str(caught.value)
            assert "/proc" not in str(caught.value)

    def test_a_store_that_was_built_needs_no_log(self, out: Path) -> None:
        for log in Folder(out).store.glob("*.log"):
            log.write_bytes(b"")
        assert read_alone(Folder(out).store) == ()

    def test_a_log_that_is_cut_loses_the_last_write_silently_and_the_check_finds_it(self, out: Path) -> None:
        path = Folder(out).store
        child = Child(wrecked.lose, path)
        child.finish()
        assert child.process.exitcode == -9
        with Store.open(path) as store:
            lines = [quad.line().encode() for quad in store.quads()]
        seal(path, Tally.of(lines))
        assert read_alone(path) == ()
        log = max(path.glob("*.log"), key=lambda each: each.stat().st_size)
        log.write_bytes(log.read_bytes()[:-7])
        with Store.open(path) as store:
            assert len(store) < len(lines), "the engine says nothing"
        assert len(read_alone(path)) == 1
        troubles = check(out).troubles
        assert f"{log.name}: the file is not as it was made" in troubles
        assert any(line.startswith("read by graph: ") for line in troubles)


def refused(look: Callable[[], tuple[str, ...]]) -> tuple[str, ...]:
    """What was found, or the error that says that nothing can be."""
    try:
        return look()
    except StoreError as error:
        return (str(error),)


class TestRefused:
    def test_too_few_files_may_be_open(self, out: Path) -> None:
        (error,) = Child(wrecked.change, Folder(out).store, {resource.RLIMIT_NOFILE: 32}).finish()
        assert one_line(error).endswith("too few files may be open; raise the limit: `ulimit -n 1024`")
        assert len(batches(Folder(out).store)) == 2

    def test_a_second_writer(self, out: Path) -> None:
        first = Child(wrecked.change, Folder(out).store)
        assert first.hear()
        (error,) = Child(wrecked.change, Folder(out).store).finish()
        first.kill_when(lambda: True)
        assert (
            one_line(error) == f"{Folder(out).store}: another process is reading or changing it; wait until it is done"
        )

    def test_a_folder_that_nobody_may_write_is_read(self, made: Path) -> None:
        with tempfile.TemporaryDirectory() as folder:  # whoever may nothing must get there: not through pytest's own
            out = shutil.copytree(made, Path(folder, "out"))
            modes = {each: each.stat().st_mode for each in (Path(folder), out, *out.rglob("*"))}
            try:
                for each in modes:
                    each.chmod(0o555 if each.is_dir() else 0o444)
                count, error = Child(wrecked.read_and_write, Folder(out).store).finish()
            finally:
                for each, mode in modes.items():
                    each.chmod(mode)
        assert count == 1200
        assert "be written" in one_line(error) or "cannot be changed" in one_line(error)
