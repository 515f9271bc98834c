"""A folder that is written when the process dies, or another comes, is the old or the new one, at any moment."""

import multiprocessing
import random
import shutil
import threading
import time
from collections.abc import Callable
from itertools import count
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg import folder
from kg.cli import app
from kg.errors import OutputError
from kg.folder import Folder, replacing, restored
from tests import killed, retold
from tests.test_builder import files

pytestmark = pytest.mark.skipif("forkserver" not in multiprocessing.get_all_start_methods(), reason="no fork")


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that begin with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.killed"])
    return context


def run(processes: ForkServerContext, target: Callable[..., None], *told: object) -> int | None:
    """The exit code of a process that does this; -9 where it was killed."""
    process = processes.Process(target=target, args=told)
    process.start()
    process.join(60)
    return process.exitcode


def names(root: Path) -> set[str]:
    return {path.name for path in root.parent.iterdir()}


@pytest.mark.parametrize("in_one", [True, False], ids=["exchanged", "renamed twice"])
def test_killed_at_every_step_a_folder_is_the_old_or_the_new_one(
    in_one: bool, processes: ForkServerContext, tmp_path: Path
) -> None:
    root, seen = tmp_path / "out", list[str]()
    for step in count():
        with replacing(root) as first:
            killed.fill(first.root, "old")
        if run(processes, killed.replace, root, "new", step, in_one) == 0:
            break
        if in_one:
            assert root.exists(), f"nobody finds no folder, killed at step {step}"
        restored(root)
        found = {path.read_text("utf-8") for path in (root / "articles").iterdir()}
        assert len(found) == 1, f"half old, half new, killed at step {step}"
        assert len(files(root)) == 4
        seen += found
        with replacing(root) as again:
            killed.fill(again.root, "again")
        assert names(root) == {"out"}, "the next one cleans up"
    assert seen == sorted(seen, reverse=True), "old, and from some step on new"
    assert set(seen) == {"old", "new"}
    assert step > 20


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A build, and the same after `killed.revise`."""
    here = tmp_path_factory.mktemp("killed")
    first = [versions[0] for versions in retold.POOL[:3]]
    kg.build(*first, out=here / "old" / "out", extract=retold.rules)
    shutil.copytree(here / "old", here / "new")
    killed.revise(here / "new" / "out")
    return here / "old" / "out", here / "new" / "out"


def sound(out: Path, builds: tuple[Path, Path]) -> str:
    """Which of the builds stands in a folder, in every file and in the store."""
    which = next((one for one in builds if files(one) == files(out)), None)
    assert which is not None, "neither the old nor the new one"
    with kg.open_store(out) as store:
        assert len(store) == len(Folder(which).graph.read_text("utf-8").splitlines())
    return which.parent.name


@pytest.mark.parametrize("how", ["at a step", "at a moment"])
def test_a_killed_update_leaves_the_old_or_the_new_build(
    how: str, builds: tuple[Path, Path], processes: ForkServerContext, tmp_path: Path
) -> None:
    rng, out, steps = random.Random(how), tmp_path / "out", processes.Value("i", 0)
    shutil.copytree(builds[0], out)
    began = time.perf_counter()
    assert run(processes, killed.die_revising, out, -1, steps) == 0
    longest = time.perf_counter() - began
    assert steps.value > 100
    died = 0
    for _ in range(6):
        shutil.rmtree(out)
        shutil.copytree(builds[0], out)
        if how == "at a step":
            died += run(processes, killed.die_revising, out, rng.randrange(steps.value)) == -9
        else:
            process = processes.Process(target=killed.revise, args=(out,))
            process.start()
            time.sleep(rng.uniform(0, longest))
            process.kill()
            process.join()
            died += process.exitcode == -9
            longest *= 1 if process.exitcode == -9 else 0.7  # this machine has become faster
        sound(out, builds)
        killed.revise(out)
        assert sound(out, builds) == "new"
        assert names(out) == {"out"}, "the next one cleans up"
    assert died


def test_a_reader_finds_a_folder_at_any_moment(tmp_path: Path) -> None:
    root, over, missed = tmp_path / "out", threading.Event(), list[FileNotFoundError]()

    def read() -> None:
        while not over.is_set():
            try:
                (root / "manifest.json").stat()
            except FileNotFoundError as error:
                missed.append(error)

    with replacing(root) as first:
        killed.fill(first.root, "0")
    if not folder._exchange(root, _folder(tmp_path / "other")) or not folder._exchange(root, tmp_path / "other"):
        pytest.skip("this system knows no exchange of folders")
    reader = threading.Thread(target=read)
    reader.start()
    for number in range(50):
        with replacing(root) as new:
            killed.fill(new.root, str(number))
    over.set()
    reader.join()
    assert not missed


def test_who_reads_a_store_goes_on_with_the_old_one(builds: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(builds[0], out)
    old, new = (Folder(one).graph.read_text("utf-8").count("\n") for one in builds)
    with kg.open_store(out) as store:
        killed.revise(out)
        assert len(list(store.quads())) == old
    with kg.open_store(out) as store:
        assert len(list(store.quads())) == new != old


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def test_what_died_between_two_renames_is_brought_back_by_whoever_reads(
    builds: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    commands = (
        ("query", "out", "ASK { ?s ?p ?o }"),
        ("validate", "out"),
        ("view", "out", "-o", "page.html"),
        ("report", "out", "-o", "report.md"),
        ("review", "out", "-o", "review.html"),
        ("diff", "out", "out"),
        ("convert", "out", "-o", "graph.ttl"),
        ("remove", "out", "told-0"),
    )
    for command in commands:
        shutil.rmtree("out", ignore_errors=True)
        shutil.copytree(builds[0], ".out.old")
        done = CliRunner().invoke(app, command)
        assert done.exit_code == 0, (command, done.output)
        assert Path("out").is_dir()
        assert not Path(".out.old").exists()


def test_of_two_that_write_one_folder_the_second_says_so(builds: tuple[Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(builds[0], out)
    with replacing(out):
        for command in (("build", str(tmp_path), "--out", str(out)), ("remove", str(out), "told-0")):
            done = CliRunner().invoke(app, command)
            assert done.exit_code == 1
            assert done.stderr.count("\n") == 1
            assert "another process is writing this folder; wait until it is done" in done.stderr
    assert CliRunner().invoke(app, ("remove", str(out), "told-0")).exit_code == 0
    assert names(out) == {"out"}


def test_what_cannot_be_written_is_one_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(OutputError), replacing(tmp_path / "file" / "out"):
        pass
    assert (tmp_path / "file").read_text("utf-8") == "mine"
