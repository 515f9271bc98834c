"""What a build on an engine is made of, each by itself and in this process: storage, shards, exchanges, inferences."""

import gzip
import uuid
import zlib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import dask
import networkx as nx
import pytest
from dask.bag import from_sequence
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.builder import Knowledge, assert_each, extract_each
from kg.cli import app
from kg.engines.building import build_on
from kg.engines.exchange import Item, Node, bucket, exchange, labelled
from kg.engines.reading import documents, extract_shard, extracted
from kg.engines.shards import Member, Shard, Told, cut, halves, listed
from kg.engines.storage import Storage, find
from kg.errors import InputError, OutputError
from kg.inference import concerned, groups, infer, relating
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


def test_what_is_half_written_is_swept_and_never_read(tmp_path: Path) -> None:
    storage = Storage(str(tmp_path))
    storage.write("a", b"1")
    (tmp_path / "a.0123.partial").write_bytes(b"")
    storage.sweep()
    assert storage.names() == ["a"]


def test_files_are_found_in_the_order_in_which_a_folder_is_read(place: str) -> None:
    storage = Storage(place)
    for name in ("b.md", "a/z.md", "a.md", ".hidden/a.md", "picture.png"):
        storage.write(name, b"text")
    found, skipped = listed([place])
    assert [each.url.rpartition(place.removeprefix("memory://"))[2] for each in found] == ["/a/z.md", "/a.md", "/b.md"]
    assert not skipped
    assert [each.url for each in find(f"{place}/*.md", place)][:2] == [found[1].url, found[2].url]


def test_a_place_that_is_not_there_is_an_error(place: str) -> None:
    with pytest.raises(InputError, match="no file is found"):
        find(f"{place}/nothing")
    with pytest.raises(InputError):
        find("nowhere://bucket/articles")


def test_a_shard_in_an_object_store_is_read_and_committed_there(memory: str) -> None:
    for path in ARTICLES.iterdir():
        Storage(f"{memory}/in").write(path.name, path.read_bytes())
    told = Told(f"{memory}/out")
    [shard] = cut(listed([f"{memory}/in"])[0], 100, told)
    assert extracted(shard, told) is None
    made = extract_shard(shard, told)
    assert extracted(shard, told) == made
    told_here = [item[1] for item in extract_each([ARTICLES], KNOWLEDGE) if isinstance(item, tuple)]
    kept = list(documents(f"facts/{shard.id}.jsonl.gz", told))
    assert [each.receipts for each in kept] == [each.receipts for each in told_here]
    assert made.articles == tuple(each.article.id for each in told_here)


def test_a_shard_is_known_by_what_is_in_it(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.md").write_text(f"{name}{name}", "utf-8")
    told = Told(str(tmp_path / "out"))
    before = cut(listed([str(tmp_path)])[0], 2, told)
    assert [shard.at for shard in before] == [(0,), (1,)]
    (tmp_path / "c.md").write_text("other", "utf-8")
    after = cut(listed([str(tmp_path)])[0], 2, told)
    assert [a.id == b.id for a, b in zip(before, after, strict=True)] == [True, False]
    assert {
        shard.id for shard in cut(listed([str(tmp_path)])[0], 2, told._replace(fields=(("text", "t"),)))
    }.isdisjoint(shard.id for shard in after)


@given(st.integers(1, 9), st.integers(1, 40))
def test_halving_comes_down_to_each_article(files: int, articles: int) -> None:
    waiting = [Shard((0,), "all", tuple(Member(f"{n}.jsonl") for n in range(files)))]
    single, ids = [], {"all"}
    while waiting:
        shard = waiting.pop()
        member = shard.members[0]
        count = None if len(shard.members) > 1 else (member.stop or articles) - member.start
        parts = list(halves(shard, count))
        assert parts or count == 1
        single += [] if parts else [(shard.at, member.url, member.start)]
        assert not ids & {part.id for part in parts}
        ids.update(part.id for part in parts)
        waiting += parts
    assert [each[1:] for each in sorted(single)] == [(f"{n}.jsonl", i) for n in range(files) for i in range(articles)]


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
