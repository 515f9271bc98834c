"""A build on a real cluster of two processes, of which the driver, a worker and an article's process are killed."""

import gzip
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

import pytest
from distributed import Client, LocalCluster, default_client

import kg
from kg.article import Skipped
from kg.builder import Knowledge, convert_all, extract_each
from kg.builder.progress import Step
from kg.engines import Built, build_on
from kg.engines.cluster import connected
from kg.engines.storage import Storage
from kg.errors import InputError, OutputError
from kg.facts import ArticleFacts
from kg.reader import read_bytes, read_stream
from kg.terms import DCTERMS, FA
from tests import deadly
from tests.newsroom import Telling, newsroom

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


class Objects(NamedTuple):
    """An S3 of this machine, with a bucket of its own."""

    bucket: str
    client: Any


@pytest.fixture(scope="module")
def s3() -> Iterator[Objects | None]:
    """An S3 server that this process and the workers know; None where there is none, or no client."""
    try:
        import boto3
        import s3fs  # noqa: F401
        from moto.server import ThreadedMotoServer
    except ImportError:
        yield None
        return
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:{1}".format(*server.get_host_and_port()))
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
            patch.setenv(name, "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        client = boto3.client("s3")
        client.create_bucket(Bucket="graphs")
        client.put_bucket_versioning(Bucket="graphs", VersioningConfiguration={"Status": "Enabled"})
        yield Objects("graphs", client)
    server.stop()


@pytest.fixture(scope="module")
def cluster(s3: Objects | None) -> Iterator[str]:
    """A cluster of two workers, which all builds here share; its address."""
    with connected(None, 2) as client:
        yield client.scheduler.address


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory, cluster: str) -> Done:
    """A newsroom, built by a driver that dies after its first shard, then by one whose workers die."""
    root = tmp_path_factory.mktemp("engine")
    news, out = root / "news", root / "out"
    news.mkdir()
    for telling in _tellings(EVENTS):
        (news / f"{telling.name}.md").write_text(telling.markdown, "utf-8")
    (news / COPY).write_bytes((news / "e000-0.md").read_bytes())
    (news / BROKEN).write_bytes(b"")
    (news / STRANGE).write_text(f"{PRIZE}绿色金融奖”。\n", "utf-8")
    (news / f"{deadly.POISON}.md").write_text(f"{PRIZE}服务奖”。\n", "utf-8")
    _kill_a_driver(news, out, cluster)
    before = {path.name: path.stat().st_mtime_ns for path in (out / "facts").iterdir() if path.suffix == ".json"}
    assert before
    assert not (out / "manifest.json").exists()
    out.with_suffix(".deadly").touch()
    killed: list[int] = []

    def kill_a_worker(step: Step) -> None:
        """Have a shard halved whose worker dies, and kill a worker in the middle of what comes after extraction."""
        client = default_client()
        client.run_on_scheduler(deadly.deaths, allowed=int(step.step == "convert"))
        if step.step == "convert":
            client.wait_for_workers(1, timeout=300)
            killed.append(next(iter(client.run(os.getpid).values())))
            Timer(1, os.kill, (killed[0], signal.SIGKILL)).start()

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


def _tellings(events: int) -> Sequence[Telling]:
    return newsroom(KNOWLEDGE.registry, events=events).tellings


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


def _with_text(article: kg.Article, document: ArticleFacts) -> ArticleFacts:
    return document.model_copy(update={"article": document.article.model_copy(update={"text": article.text})})


def test_the_union_of_the_parts_is_the_graph_of_one_machine(done: Done) -> None:
    paths = [path for path in done.news.iterdir() if path.stem != deadly.POISON]
    read = [item for item in extract_each(sorted(paths), KNOWLEDGE) if not isinstance(item, Skipped)]
    quads = convert_all((_with_text(*each) for each in read), KNOWLEDGE)
    said = {quad.predicate for quad in quads} | {quad.object for quad in quads}
    assert {FA.reprintOf, FA.Contradiction, DCTERMS.isReplacedBy} <= said, "the newsroom does not try everything"
    assert sorted(set(_lines(done.out))) == [quad.line() for quad in quads]


def test_finished_shards_are_found_again_after_the_driver_was_killed(done: Done) -> None:
    assert done.build.resumed == len(done.before)
    now = {path.name: path.stat().st_mtime_ns for path in (done.out / "facts").iterdir()}
    assert {name: now[name] for name in done.before} == done.before


def test_a_worker_that_was_killed_costs_nothing(done: Done) -> None:
    assert done.out.with_suffix(".died").exists()
    assert done.build.shards == 3, "the shard that killed its worker is not halved"
    assert done.build.articles == EVENTS * 4 + 1
    assert not [path for path in done.out.rglob("*") if path.name.endswith(".partial")]


def test_each_article_is_read_once(done: Done) -> None:
    counts = [json.loads(path.read_bytes())["articles"] for path in (done.out / "facts").glob("*.json")]
    assert sum(counts) == done.build.articles + 1  # the copy, which is in no part
    manifest = json.loads((done.out / "manifest.json").read_bytes())
    assert {path.stem for path in (done.out / "facts").glob("*.json")} == {each["id"] for each in manifest["shards"]}


def test_what_cannot_be_used_is_named_and_the_rest_goes_on(done: Done) -> None:
    said = {Path(item.where).name: item.what for item in done.build.skipped}
    assert said.keys() == {COPY, BROKEN, f"{deadly.POISON}.md"}
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


class Interrupted(Exception):
    """The driver ends."""


@pytest.mark.s3
def test_an_interrupted_build_on_s3_goes_on_and_writes_each_part_once(s3: Objects | None, cluster: str) -> None:
    if s3 is None:
        pytest.skip("no s3fs, or no moto with its server")
    told = [read_bytes(each.markdown.encode(), name="a.md") for each in _tellings(events=4)]
    lines = "".join(
        json.dumps({"id": f"n{n}", "text": article.text}, ensure_ascii=False) + "\n" for n, article in enumerate(told)
    )
    page = _tellings(events=4)[0].markdown
    for name, text in {"a/": "", "a/#1 [*].md": page, "b.jsonl": lines}.items():
        s3.client.put_object(Bucket=s3.bucket, Key=f"news/{name}", Body=text.encode())
    source, out = f"s3://{s3.bucket}/news", f"s3://{s3.bucket}/out"

    def interrupt(step: Step) -> None:
        if step.done:
            raise Interrupted

    with pytest.raises(Interrupted):
        build_on(source, out=out, scheduler=cluster, shard_articles=1, on_step=interrupt)
    build = build_on(source, out=out, scheduler=cluster, shard_articles=1)
    assert (build.resumed >= 1, build.shards >= 3, build.skipped) == (True, True, ())
    versions = s3.client.list_object_versions(Bucket=s3.bucket, Prefix="out/")["Versions"]
    written = Counter(each["Key"].removeprefix("out/") for each in versions)
    assert {name: written[name] for name in written if name.startswith("parts/")} == {p.name: 1 for p in build.parts}
    storage = Storage(out)
    found = {part.name: storage.read(part.name) for part in build.parts}
    assert [hashlib.sha256(raw).hexdigest() for raw in found.values()] == [part.sha256 for part in build.parts]
    assert json.loads(storage.read("manifest.json"))["articles"] == build.articles == len(told) + 1
    assert not [name for name in storage.names() if name.startswith("work/")]
    articles = [told[0], *(each for each in read_stream(io.BytesIO(lines.encode()), name="b.jsonl"))]
    found_here = [each for each in extract_each(articles, KNOWLEDGE) if not isinstance(each, Skipped)]
    quads = convert_all((_with_text(*each) for each in found_here), KNOWLEDGE)
    union = {line for raw in found.values() for line in gzip.decompress(raw).decode().splitlines(keepends=True)}
    assert sorted(union) == [quad.line() for quad in quads]


def test_an_interrupt_ends_who_asks_and_not_the_workers_by_themselves(cluster: str) -> None:
    with Client(cluster, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=300)
        assert set(client.run(signal.getsignal, signal.SIGINT).values()) == {signal.SIG_IGN}


def test_a_scheduler_without_workers_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.engines.cluster.PATIENCE", 0.5)
    with LocalCluster(n_workers=0, dashboard_address="127.0.0.1:0") as empty:
        address = empty.scheduler_address
        with pytest.raises(InputError, match=f"no workers have joined .*`dask worker {address}`"):
            build_on(str(unreadable(tmp_path)), out=str(tmp_path / "out"), scheduler=address)
    assert not (tmp_path / "out").exists()


def unreadable(folder: Path) -> Path:
    """A folder in which nothing can be read."""
    (folder / "news").mkdir(exist_ok=True)
    (folder / "news" / BROKEN).write_bytes(b"")
    return folder / "news"


def test_a_build_that_reads_nothing_leaves_nothing_where_nothing_was(tmp_path: Path, cluster: str) -> None:
    with pytest.raises(InputError, match="the file is empty"):
        build_on(str(unreadable(tmp_path)), out=str(tmp_path / "out"), scheduler=cluster)
    assert not (tmp_path / "out").exists()


@pytest.mark.s3
def test_a_bucket_that_is_not_there_is_not_made(s3: Objects | None) -> None:
    if s3 is None:
        pytest.skip("no s3fs, or no moto with its server")
    with pytest.raises(OutputError):
        Storage("s3://grpahs/out").write("build.json", b"")
    with pytest.raises(InputError, match="no file"):
        build_on("s3://graphs/nothing", out="s3://graphs/none")
    assert [each["Name"] for each in s3.client.list_buckets()["Buckets"]] == ["graphs"]
