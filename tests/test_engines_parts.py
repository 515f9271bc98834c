"""What a build on an engine is made of, each by itself and in this process: storage, shards, exchanges, inferences."""

import gzip
import io
import json
import os
import sys
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import dask
import networkx as nx
import pytest
from dask.bag import from_sequence
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.article import Article, Skipped
from kg.builder import Knowledge, assert_each, extract_each
from kg.cli import app
from kg.engines.building import Built, _conclude, _take, build_on
from kg.engines.exchange import Item, Node, bucket, exchange, labelled
from kg.engines.passes import Said, _each
from kg.engines.program import program
from kg.engines.reading import count, documents, extract_shard, extracted, ids, lost
from kg.engines.shards import Member, Shard, Told, cut, halves, listed
from kg.engines.storage import Storage, find
from kg.errors import InputError, OutputError
from kg.facts import ArticleFacts
from kg.inference import concerned, groups, infer, relating
from kg.reader import Span, count_lines, has_lines, read_lines, read_stream
from kg.reconciler.tellings import Where
from kg.terms import FA, Quad, Term

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
KNOWLEDGE = Knowledge.load()


@pytest.fixture
def memory() -> Iterator[str]:
    """A place in an object store: that of this process."""
    url = f"memory://{uuid.uuid4().hex}"
    yield url
    Storage(url).clear("")


@pytest.fixture(params=["disk", "objects"])
def place(request: pytest.FixtureRequest, tmp_path: Path, memory: str) -> str:
    return str(tmp_path) if request.param == "disk" else memory


def test_lines_are_packed_to_the_same_bytes_and_read_back(place: str) -> None:
    storage = Storage(place)
    first = storage.write_lines("parts/a.nq.gz", "articles", ["一\n", "二\n"])
    content = storage.read("parts/a.nq.gz")
    assert storage.write_lines("parts/a.nq.gz", "articles", ["一\n", "二\n"]) == first
    assert storage.read("parts/a.nq.gz") == content
    assert gzip.decompress(content) == "一\n二\n".encode()
    assert list(storage.lines("parts/a.nq.gz")) == ["一\n".encode(), "二\n".encode()]
    assert storage.names() == ["parts/a.nq.gz"]
    storage.remove(["parts/a.nq.gz", "parts/b.nq.gz"])
    assert storage.names() == []


def test_files_are_found_in_the_order_in_which_a_folder_is_read(place: str) -> None:
    storage = Storage(place)
    for name in ("b.md", "a/z.md", "a.md", ".hidden/a.md", "picture.png"):
        storage.write(name, b"text")
    found, skipped = listed([place], f"{place}/out")
    assert [each.url.rpartition(place.removeprefix("memory://"))[2] for each in found] == ["/a/z.md", "/a.md", "/b.md"]
    assert not skipped
    assert [each.url for each in find(f"{place}/*.md", place)][:2] == [found[1].url, found[2].url]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there, and links are allowed")
def test_names_that_are_no_text_are_read_and_links_that_leave_are_named(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", str(tmp_path / "out")
    folder.mkdir()
    (folder / os.fsdecode(b"\xff.md")).write_bytes(b"")
    (tmp_path / "else.md").write_text("else", "utf-8")
    for name, target in (("a.md", "../else.md"), ("b.md", os.fsdecode(b"\xff.md")), ("c.md", "nowhere")):
        (folder / name).symlink_to(target)
    files, skipped = listed([str(folder)], out)
    assert [Path(item.where).name for item in skipped] == ["a.md", "c.md"]
    [shard] = cut(files, 9, Told(out))
    made = extract_shard(shard, Told(out))
    assert [item.where for item in made.skipped] == [f"{folder}/\ufffd.md"]
    assert extracted(shard, Told(out)) == made


def test_a_file_that_could_not_be_fetched_is_read_another_time(tmp_path: Path) -> None:
    path, told = tmp_path / "in" / "a.md", Told(str(tmp_path / "out"))
    path.parent.mkdir()
    path.write_text("砚溪财险荣获“年度服务奖”。", "utf-8")
    [shard] = cut(listed([str(path.parent)], told.out)[0], 9, told)
    path.rename(tmp_path / "away")
    assert "it cannot be read" in str(extract_shard(shard, told).skipped[0])
    assert extracted(shard, told) is None
    assert lost(shard, told).skipped[0].what == "it kills the process that reads it"


def test_of_two_builds_in_one_place_the_first_to_begin_gives_way(tmp_path: Path) -> None:
    place, told = Storage(str(tmp_path)), Told(str(tmp_path), run="abc")
    place.write("manifest.json", b"{}")
    first, second = _take(place, told), _take(place, told)
    built = Built(out=told.out, files=0, shards=0, resumed=0, articles=0, quads=0, parts=(), skipped=())
    with pytest.raises(OutputError, match="another build took this place"):
        _conclude(place, told, built, [], [], first)
    assert place.read("manifest.json") == b"{}"
    _conclude(place, told, built, [], [], second)
    assert json.loads(place.read("manifest.json"))["parts"] == []


def test_a_document_that_cannot_be_converted_costs_itself_alone() -> None:
    read = [item[1] for item in extract_each([ARTICLES], KNOWLEDGE) if isinstance(item, tuple)]
    some = [(Where(document.article.id, 0), document) for document in read]

    def fail(where: Where, _: ArticleFacts) -> Iterator[Said]:
        yield "said", where
        if where == some[1][0]:
            raise ZeroDivisionError("of one")

    said = list(_each(some, fail))
    assert [value for kind, value in said if kind == "said"] == [where for where, _ in some if where != some[1][0]]
    [lost_one] = [value for kind, value in said if kind == "lost"]
    assert (lost_one.where, lost_one.what) == (
        read[1].article.source_path,
        "converting it failed (ZeroDivisionError: of one)",
    )


@pytest.mark.parametrize("out", ["out", "../news/out", "link/out", "file://{}/out", "local://{}/./out"])
def test_what_is_built_into_a_folder_of_articles_is_not_read(
    tmp_path: Path, out: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = tmp_path / "news"
    Storage(str(news)).write("out/facts/a.jsonl.gz", b"text")
    Storage(str(news)).write("a.md", b"text")
    (news / "b.md").symlink_to(news / "a.md")
    (news / "link").symlink_to(news)
    monkeypatch.chdir(news)
    told = out.format(news)
    for source in (str(news), ".", f"file://{news}", "../news/link", str(news / "b.md"), f"{news}/[ab].md"):
        files, skipped = listed([source], told)
        assert [each.url for each in files] == [str(news / ("b.md" if source.endswith("b.md") else "a.md"))]
        assert not [each for each in skipped if each.where != str(news / "link")]


def test_what_is_there_is_no_pattern_and_what_lies_above_one_is_not_hidden(place: str) -> None:
    storage = Storage(place)
    for name in ("br[1]/a.md", "br1/b.md", ".data/x/c.md", ".data/x/.d.md", ".data/.y/e.md"):
        storage.write(name, b"text")

    def found(source: str) -> list[str]:
        return [each.url.rpartition("/")[2] for each in find(f"{place}/{source}")]

    assert [found("br[1]"), found("br[1]/*.md"), found(".data/*/*.md")] == [["a.md"], ["b.md"], ["c.md"]]


def test_a_place_that_is_not_there_is_an_error(place: str) -> None:
    with pytest.raises(InputError, match="no file is found"):
        find(f"{place}/nothing")
    with pytest.raises(InputError):
        find("nowhere://bucket/articles")


def test_a_shard_in_an_object_store_is_read_and_committed_there(memory: str) -> None:
    for path in ARTICLES.iterdir():
        Storage(f"{memory}/in").write(path.name, path.read_bytes())
    told, out = Told(f"{memory}/out"), Storage(f"{memory}/out")
    [shard] = cut(listed([f"{memory}/in"], told.out)[0], 100, told)
    assert extracted(shard, told) is None
    made = extract_shard(shard, told)
    assert extracted(shard, told) == made
    told_here = [item[1] for item in extract_each([ARTICLES], KNOWLEDGE) if isinstance(item, tuple)]
    kept = list(documents(f"facts/{shard.id}.jsonl.gz", told))
    assert [each.receipts for each in kept] == [each.receipts for each in told_here]
    assert [id for id, _ in ids(shard.id, told)] == [each.article.id for each in told_here]
    assert made.articles == len(told_here)
    for name in ("jsonl.gz", "ids.gz"):
        content = out.read(f"facts/{shard.id}.{name}")
        out.write(f"facts/{shard.id}.{name}", content[: len(content) // 2])
        with pytest.raises(InputError, match=r"it is damaged .*; build again"):
            list(out.lines(f"facts/{shard.id}.{name}"))
        assert extracted(shard, told) is None
        out.remove([f"facts/{shard.id}.{name}"])
        assert extracted(shard, told) is None
        out.write(f"facts/{shard.id}.{name}", content)
    assert extracted(shard, told) == made


def test_another_program_extracts_nothing(tmp_path: Path) -> None:
    told = Told(str(tmp_path / "out"), program=("1.0", "2", "3.11.2", "1.3"))
    shard = Shard((0,), "all", (Member(str(next(ARTICLES.iterdir()))),))
    with pytest.raises(InputError, match=r"its program is .* and not 1.0 2 3.11.2 1.3; install the same"):
        extract_shard(shard, told)
    assert not (tmp_path / "out").exists()
    extract_shard(shard, told._replace(program=program()))


def test_empty_folders_go_and_others_stay(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path / "out"))
    for name in ("parts/old/a.nq.gz", "parts/new/a.nq.gz"):
        storage.write(name, b"")
    storage.remove(["parts/old/a.nq.gz"])
    storage.prune()
    assert [path.name for path in (tmp_path / "out/parts").iterdir()] == ["new"]
    storage.remove(storage.names())
    storage.prune()
    storage.prune()
    assert not (tmp_path / "out").exists()


def test_a_shard_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"{name}{name}", "utf-8")
    told = Told(str(tmp_path / "out"))
    before = cut(listed([str(tmp_path)], told.out)[0], 2, told)
    assert [shard.at for shard in before] == [(0,), (1,)]
    (tmp_path / "c.md").write_text("other", "utf-8")
    after = cut(listed([str(tmp_path)], told.out)[0], 2, told)
    assert [a.id == b.id for a, b in zip(before, after, strict=True)] == [True, False]
    assert {
        shard.id for shard in cut(listed([str(tmp_path)], told.out)[0], 2, told._replace(fields=(("text", "t"),)))
    }.isdisjoint(shard.id for shard in after)


@given(st.integers(1, 9))
def test_halving_comes_down_to_each_file(files: int) -> None:
    waiting, single, ids = [Shard((0,), "all", tuple(Member(f"{n}.zip") for n in range(files)))], [], {"all"}
    while waiting:
        shard = waiting.pop()
        parts = halves(shard, count)
        assert parts or len(shard.members) == 1
        single += [] if parts else [(shard.at, shard.members[0].url)]
        assert not ids & {part.id for part in parts}
        ids.update(part.id for part in parts)
        waiting += parts
    assert [url for _, url in sorted(single)] == [f"{n}.zip" for n in range(files)]


LINE = st.one_of(
    st.sampled_from([b"", b" ", b"{", b"\xff\xfe", b'{"text": "\\n"}', b"\xef\xbb\xbf{}"]),
    st.text(min_size=1, max_size=30).map(lambda text: json.dumps({"text": f"{text}获奖"}, ensure_ascii=False).encode()),
)


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(LINE, max_size=6), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), st.integers(9, 60))
def test_lines_read_in_spans_are_those_of_the_file(lines: list[bytes], end: bytes, whole: bool, size: int) -> None:
    content = end.join(lines) + (end if whole else b"")
    assume(has_lines(content, "a.jsonl"))
    before, read = 0, list[Article | Skipped]()
    for start in range(0, max(len(content), 1), size):
        span = Span(start, start + size, before)
        read += read_lines(io.BytesIO(content), span, name="a.jsonl")
        before += count_lines(io.BytesIO(content), span)
    assert read == list(read_stream(io.BytesIO(content), name="a.jsonl"))
    assert before == content.count(b"\n") + (content != b"" and not content.endswith(b"\n"))


def test_a_large_file_of_lines_is_cut_and_its_halves_are_its_lines(place: str) -> None:
    lines = [json.dumps({"id": f"n{n}", "text": f"{n} 号获奖" + "。" * (2 * n)}) + "\n" for n in range(200)]
    content = "".join(lines).encode()
    for name in ("news.jsonl", "packed.jsonl"):
        Storage(place).write(name, content if name == "news.jsonl" else gzip.compress(content, 0))
    told = Told(f"{place}/out")
    shards = cut(listed([place], told.out)[0], 10, told)
    packed = shards.pop()
    assert [member.span for member in packed.members] == [None]
    assert len(shards) == -(-len(content) // (10 * 4096)) > 5
    assert [shard.members[0].span.start for shard in shards if shard.members[0].span] == [
        n * 10 * 4096 for n in range(len(shards))
    ]
    counts = [count(shard.members[0]) for shard in shards]
    assert sum(counts) == 200
    before = sum(counts[:2])
    [member], span = shards[2].members, shards[2].members[0].span
    assert span is not None
    shard = shards[2]._replace(members=(member._replace(span=span._replace(before=before)),))
    told_here = [ids(each.id, told) for each in (shard, *halves(shard, count)) if extract_shard(each, told)]
    assert told_here[0] == [(f"n{n}", f"{member.url}#{n + 1}") for n in range(before, before + counts[2])]
    assert told_here[0] == [*told_here[1], *told_here[2]]


def test_lines_that_all_give_none_are_read_no_further(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b'{"headline": "x"}\n' * 1000)
    with (tmp_path / "a.jsonl").open("rb") as file:
        read = [list(read_lines(file, Span(at, at + 9000, at // 18), name="a.jsonl")) for at in (0, 9000)]
    assert [len(items) for items in read] == [101, 1]
    assert "from here on it is not read" in str(read[1][0])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=14), st.integers(1, 5))
def test_what_hangs_together_has_one_label(edges: list[tuple[int, int]], buckets: int) -> None:
    parts = [Node(n, (), (f"carried {n}",), None) for n in range(13)]
    parts += [Node(a, (b,), (), None) for pair in edges for a, b in (pair, pair[::-1]) if a != b]
    with dask.config.set(scheduler="sync"):
        made = labelled(from_sequence(parts, npartitions=3), buckets).compute()
    graph: nx.Graph[int] = nx.Graph([pair for pair in edges if pair[0] != pair[1]])
    graph.add_nodes_from(range(13))
    assert {node.name: node.label for node in made} == {
        name: min(same) for same in nx.connected_components(graph) for name in same
    }
    assert sorted(each for node in made for each in node.carried) == sorted(f"carried {n}" for n in range(13))


@pytest.mark.parametrize("buckets", [1, 2, 7])
def test_what_has_one_key_is_decided_together_and_in_order(buckets: int) -> None:
    items = [Item(key, n, (key, n)) for n in (2, 0, 1) for key in ("a", ("b", 1), frozenset("cd"))]

    def decided(values: list[tuple[object, int]]) -> list[tuple[object, tuple[int, ...]]]:
        found = defaultdict(list)
        for key, n in values:
            found[key].append(n)
        return [(key, tuple(numbers)) for key, numbers in found.items()]

    with dask.config.set(scheduler="sync"):
        made = exchange(from_sequence(items, npartitions=4), decided, buckets).compute()
    assert len(made) == 3
    assert {numbers for _, numbers in made} == {(0, 1, 2)}


def test_a_bucket_is_the_same_in_every_process() -> None:
    assert bucket(("b", frozenset({"甲", "乙"}), 3), 1000) == zlib.crc32("('b',{'乙','甲'},3)".encode()) % 1000


def test_inferences_about_some_nodes_are_those_of_the_whole() -> None:
    told = [item[1] for item in extract_each([ARTICLES], KNOWLEDGE) if isinstance(item, tuple)]
    quads = assert_each(told, KNOWLEDGE)
    relations = set(relating(quads))
    above = groups(relations)
    assert any(above.values())
    blocks: dict[int, tuple[set[Term], set[Quad]]] = defaultdict(lambda: (set(), set(relations)))
    for node, quad in concerned(quads, KNOWLEDGE.ontology):
        wanted = {node, *(above.get(node, ()) if quad.predicate == FA.recipient and node == quad.object else ())}
        for each in wanted:
            nodes, some = blocks[bucket(each, 5)]
            nodes.add(each)
            some.add(quad)
    parts = [infer(some, KNOWLEDGE.ontology, about=nodes) for nodes, some in blocks.values()]
    assert len(parts) == 5
    assert frozenset().union(*parts) == infer(quads, KNOWLEDGE.ontology)


def test_another_s_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="was not made by a build on an engine"):
        build_on(str(ARTICLES), out=str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_build_that_finds_no_cluster_takes_nothing(tmp_path: Path) -> None:
    running, fresh = tmp_path / "running", tmp_path / "fresh"
    for name in ("build.json", "facts/a.json.0.partial"):
        Storage(str(running)).write(name, b"{}")
    for out in (running, fresh):
        with pytest.raises(InputError, match="no scheduler answers"):
            build_on(str(ARTICLES), out=str(out), scheduler="nonsense")
    assert Storage(str(running)).names() == ["build.json", "facts/a.json.0.partial"]
    assert (running / "build.json").read_bytes() == b"{}"
    assert not fresh.exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--engine", "dask", "--with-text"),
        ("--engine", "dask", "--corrections", "corrections.yaml"),
        ("--scheduler", "tcp://127.0.0.1:1"),
        ("--shard-articles", "5"),
    ],
)
def test_what_an_engine_cannot_do_is_wrong_usage(tmp_path: Path, options: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, ["build", str(ARTICLES), "--out", str(tmp_path / "out"), *options])
    assert done.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_standard_input_is_none_of_an_engine_s(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["build", "-", "--out", str(tmp_path / "out"), "--engine", "dask"])
    assert done.exit_code == 2


def test_the_parts_of_a_folder_are_read_as_its_graph(tmp_path: Path) -> None:
    """Two parts may say the same line; what needs a store on disk says that there is none."""
    out, left, told = (
        tmp_path / "outd",
        f'<http://example.org/x/a> <{FA.rank[1:-1]}> "1" .\n',
        {"base": "http://example.org/x/"},
    )
    names = ["parts/1/articles-1.nq.gz", "parts/1/inferred-0.nq.gz"]
    (out / "parts/1").mkdir(parents=True)
    (out / names[0]).write_bytes(gzip.compress(left.encode()))
    (out / names[1]).write_bytes(gzip.compress((left + left.replace("x/a", "x/b")).encode()))
    (out / "parts/1/old.nq.gz").write_bytes(gzip.compress(left.replace("x/a", "x/old").encode()))
    (out / "manifest.json").write_text(json.dumps({"told": told, "parts": [{"name": name} for name in names]}))

    def run(*said: object) -> str:
        return CliRunner().invoke(app, [str(each) for each in said]).output

    assert run("query", out, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "--format", "csv").split() == ["n", "2"]
    assert run("export", out, "-o", tmp_path / "all.nt")
    assert len((tmp_path / "all.nt").read_text().splitlines()) == 2
    assert "<!doctype html>" in run("view", out, "-o", "-").lower()
    assert "2 triples" in run("load", out, "--bulk", tmp_path / "bulk", "--for", "oxigraph")
    assert run("serve", out).startswith(f"kg: {out}: a build on an engine makes parts and no store")
    (out / names[0]).unlink()
    assert f"{out / names[0]}: " in run("query", out, "ASK {}")
