"""A build on a real cluster of two processes, of which the driver, a worker and an article's process are killed."""

import gzip
import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import NamedTuple

import pytest
from distributed import default_client

import kg
from kg.article import Skipped
from kg.builder import Knowledge, convert_each, extract_each
from kg.builder.progress import Step
from kg.engines import Built, build_on
from kg.engines.cluster import connected
from kg.terms import DCTERMS, FA
from tests import deadly
from tests.newsroom import newsroom

KNOWLEDGE = Knowledge.load()
EVENTS = 9
BROKEN = "zz-broken.md"
COPY = "zz-copy.md"
STRANGE = "zz-a::b #1 [*] ?%41 之.md"
PRIZE = "砚溪财险荣获“年度"


class Done(NamedTuple):
    news: Path
    out: Path
    before: dict[str, int]
    build: Built


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """A cluster of two workers, which all builds here share; its address."""
    with connected(None, 2) as client:
        yield client.scheduler.address


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, cluster: str) -> Done:
    """A newsroom, built by a driver that dies after its first shard, then by one whose workers die."""
    root = tmp_path_factory.mktemp("engine")
    news, out = root / "news", root / "out"
    news.mkdir()
    for telling in newsroom(KNOWLEDGE.registry, events=EVENTS).tellings:
        (news / f"{telling.name}.md").write_text(telling.markdown, "utf-8")
    (news / COPY).write_bytes((news / "e000-0.md").read_bytes())
    (news / BROKEN).write_bytes(b"")
    (news / STRANGE).write_text(f"{PRIZE}绿色金融奖”。\n", "utf-8")
    (news / f"{deadly.POISON}.md").write_text(f"{PRIZE}服务奖”。\n", "utf-8")
    _kill_a_driver(news, out, cluster)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "facts").iterdir() if path.suffix == ".json"}
    assert before
    assert not (out / "manifest.json").exists()
    (news / f"{deadly.FATAL}.md").write_text(f"{PRIZE}创新奖”。\n", "utf-8")
    out.with_suffix(".deadly").touch()
    killed: list[int] = []

    def kill_a_worker(step: Step) -> None:
        """Kill a worker in the middle of what comes after extraction."""
        if step.step == "convert":
            default_client().wait_for_workers(1, timeout=300)
            pid = next(iter(default_client().run(os.getpid).values()))
            killed.append(pid)
            Timer(1, os.kill, (pid, signal.SIGKILL)).start()

    build = build_on(
        str(news),
        out=str(out),
        scheduler=cluster,
        shard_articles=deadly.SIZE,
        on_step=kill_a_worker,
        work=deadly.extract,
    )
    assert killed
    return Done(news, out, before, build)


def _kill_a_driver(news: Path, out: Path, cluster: str) -> None:
    command = [sys.executable, "-c", "from tests import deadly; deadly.build()", str(news), str(out), cluster]
    with subprocess.Popen(command, cwd=Path(__file__).parent.parent, stderr=subprocess.PIPE) as driver:
        try:
            assert driver.wait(timeout=300) == -signal.SIGKILL, driver.stderr and driver.stderr.read()
        finally:
            driver.kill()


def _lines(out: Path) -> Iterator[str]:
    for part in json.loads((out / "manifest.json").read_bytes())["parts"]:
        yield from gzip.decompress((out / part["name"]).read_bytes()).decode().splitlines(keepends=True)


def test_the_union_of_the_parts_is_the_graph_of_one_machine(done: Done) -> None:
    paths = [path for path in done.news.iterdir() if path.stem not in (deadly.POISON, deadly.FATAL)]
    read = [item for item in extract_each(sorted(paths), KNOWLEDGE) if not isinstance(item, Skipped)]
    documents = (
        document.model_copy(update={"article": document.article.model_copy(update={"text": article.text})})
        for article, document in read
    )
    quads = convert_each(documents, KNOWLEDGE)
    said = {quad.predicate for quad in quads} | {quad.object for quad in quads}
    assert {FA.reprintOf, FA.Contradiction, DCTERMS.isReplacedBy} <= said, "the newsroom does not try everything"
    assert sorted(set(_lines(done.out))) == [quad.line() for quad in quads]


def test_finished_shards_are_found_again_after_the_driver_was_killed(done: Done) -> None:
    assert done.build.resumed == len(done.before)
    now = {path.name: path.stat().st_mtime_ns for path in (done.out / "facts").iterdir()}
    assert {name: now[name] for name in done.before} == done.before


def test_a_worker_that_was_killed_costs_nothing(done: Done) -> None:
    assert done.out.with_suffix(".died").exists()
    assert done.build.articles == EVENTS * 4 + 1
    assert not [path for path in done.out.rglob("*") if path.name.endswith(".partial")]


def test_each_article_is_read_once(done: Done) -> None:
    counts = [json.loads(path.read_bytes())["articles"] for path in (done.out / "facts").glob("*.json")]
    assert sum(counts) == done.build.articles + 1  # the copy, which is in no part
    manifest = json.loads((done.out / "manifest.json").read_bytes())
    assert {path.stem for path in (done.out / "facts").glob("*.json")} == {each["id"] for each in manifest["shards"]}


def test_what_cannot_be_used_is_named_and_the_rest_goes_on(done: Done) -> None:
    said = {Path(item.where).name: item.what for item in done.build.skipped}
    assert said.keys() == {COPY, BROKEN, f"{deadly.POISON}.md", f"{deadly.FATAL}.md"}
    assert said[f"{deadly.FATAL}.md"] == "it kills the process that reads it"
    assert said[f"{deadly.POISON}.md"] == "the rules failed on it (killed by signal 9)"
    e0 = kg.read(done.news / COPY).id
    assert said[COPY] == f"its id {e0} is that of {done.news}/e000-0.md"
    kept = [json.loads(line) for path in (done.out / "quarantine").iterdir() for line in path.read_bytes().splitlines()]
    assert {Path(each["where"]).name for each in kept} == said.keys()


def test_the_manifest_lists_every_part_with_its_digest(done: Done) -> None:
    manifest = json.loads((done.out / "manifest.json").read_bytes())
    assert {part["name"] for part in manifest["parts"]} == {
        path.relative_to(done.out).as_posix() for path in (done.out / "parts").rglob("*.gz")
    }
    for part in manifest["parts"]:
        raw = (done.out / part["name"]).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (part["sha256"], part["size"])
        assert list(gzip.decompress(raw).splitlines()) == sorted(set(gzip.decompress(raw).splitlines()))
    assert manifest["quads"] == sum(part["records"] for part in manifest["parts"])


def test_the_parts_are_loaded_by_any_store(done: Done) -> None:
    store = kg.Store.create()
    for part in sorted((done.out / "parts").rglob("*.gz")):
        unpacked = done.out.with_suffix(".nq")
        unpacked.write_bytes(gzip.decompress(part.read_bytes()))
        store.load_file(unpacked)
    assert len(list(store.quads())) == len(set(_lines(done.out)))
