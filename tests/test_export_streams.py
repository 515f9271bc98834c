"""Exports of any size: sorting in runs, blocks that join, packing, and the command."""

import gzip
import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.builder import build
from kg.cli import app
from kg.exporters import FORMATS, RDF, blocks, export, formats, heads, network, pieces, sorting
from kg.terms import FA, RDFS, Quad, Term, in_order, iri, literal
from kg.terms import RDF as TYPES
from tests.arbitrary import texts
from tests.test_exporters import EXAMPLE, expected, read_back

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"


def written(quads: list[Quad], format: str) -> bytes:
    return b"".join(pieces(quads, format))


def unzstd(data: bytes) -> bytes:
    return zstandard.ZstdDecompressor().stream_reader(data).read()


def many(count: int) -> list[Quad]:
    """Quads of three graphs; subjects of one to nine quads."""
    chosen = random.Random(count)
    graphs = [Term(""), iri("https://example.org/g"), iri("https://example.org/h")]
    return [
        Quad(
            iri(f"https://example.org/s{chosen.randrange(count // 4)}"),
            chosen.choice([TYPES.type, RDFS.label, RDFS.seeAlso]),
            iri(f"https://example.org/甲{chosen.randrange(count)}"),
            chosen.choice(graphs),
        )
        for _ in range(count)
    ]


@settings(max_examples=100, deadline=None)
@given(st.lists(texts.map(lambda text: text.replace("\n", " ") + "\n"), max_size=40), st.integers(0, 60))
def test_lines_sorted_in_runs_are_lines_sorted(lines: list[str], held: int) -> None:
    assert list(sorting.sort(lines, held=held)) == sorted(set(lines))


def test_more_runs_than_files_are_merged_in_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sorting, "_FILES", 3)
    lines = [f"{number}\n" for number in random.Random(1).choices(range(500), k=1000)]
    assert list(sorting.sort(lines, held=20)) == sorted(set(lines))


def test_runs_are_closed_though_nobody_reads_to_the_end() -> None:
    lines = sorting.sort((f"{number}\n" for number in range(1000)), held=100)
    assert next(lines) == "0\n"
    lines.close()  # type: ignore[attr-defined] # an open file would be a ResourceWarning, which is an error


@pytest.mark.parametrize("format", RDF)
def test_small_blocks_and_runs_say_what_large_ones_say(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    quads = many(2000)
    whole = written(quads, format)
    monkeypatch.setattr(blocks, "_ENOUGH", 5)
    monkeypatch.setattr(sorting.sort, "__kwdefaults__", {"held": 5000})
    joined = written(quads, format)
    assert joined == whole
    assert read_back(joined, format) == expected(quads, format)


@pytest.mark.parametrize("format", RDF)
def test_a_subject_of_very_many_quads_is_cut(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_ENOUGH", 2)
    quads = [Quad(iri("https://example.org/s"), RDFS.label, literal(str(number))) for number in range(100)]
    assert read_back(written(quads, format), format) == set(quads)


@pytest.mark.parametrize("format", [*RDF, "csv", "graphml"])
def test_memory_does_not_grow_with_the_graph(format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_ENOUGH", 16)
    monkeypatch.setattr(heads, "_HELD", 1 << 12)
    monkeypatch.setattr(sorting, "_FILES", 3)
    monkeypatch.setattr(sorting.sort, "__kwdefaults__", {"held": 1 << 14})
    monkeypatch.setattr(network, "_SUBJECTS", 16)
    _peak(format, 1)  # what is imported and kept once
    assert _peak(format, 1_500) - _peak(format, 300) < 200_000, "the quads of 1,200 cases have 790,000"


def _peak(format: str, count: int) -> int:
    """The most bytes that the interpreter holds while so many cases are written."""
    quads = (
        Quad(Term(f"<https://example.org/{number}>"), predicate, said)  # `iri` and `literal` remember what they made
        for number in range(count)
        for predicate, said in (
            (TYPES.type, FA.Case),
            (FA.caseOf, Term(f"<https://example.org/of/{number}>")),
            (RDFS.label, Term(f'"{number}{"x" * 40}"')),
        )
    )
    tracemalloc.start()
    try:
        chosen = FORMATS[format]
        files = chosen.write_files(quads) if chosen.write_files else [("", pieces(quads, format))]
        for _, made in files:
            for _ in made:
                pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_each_graph_stands_once_in_trig(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "_ENOUGH", 5)
    text = written(many(500), "trig").decode()
    assert text.count("<https://example.org/g> {\n") == text.count("<https://example.org/h> {\n") == 1
    assert text.count("}\n") == 2


class TestPacking:
    @pytest.mark.parametrize("format", RDF)
    @pytest.mark.parametrize("packing", [".gz", ".zst", ".GZ"])
    def test_what_is_packed_unpacks_to_the_same(self, format: str, packing: str, tmp_path: Path) -> None:
        path = tmp_path / f"graph{FORMATS[format].suffixes[0]}{packing}"
        export(EXAMPLE, path)
        data = path.read_bytes()
        unpacked = unzstd(data) if packing == ".zst" else gzip.decompress(data)
        assert unpacked == written(EXAMPLE, format)

    def test_packed_files_say_nothing_of_when_or_where(self, tmp_path: Path) -> None:
        for name in ("a.nq.gz", "b.nq.gz"):
            export(EXAMPLE, tmp_path / name)
        data = (tmp_path / "a.nq.gz").read_bytes()
        assert data == (tmp_path / "b.nq.gz").read_bytes()
        assert data[3:8] == bytes(5)  # no name, no time

    def test_a_packed_graph_of_nothing(self, tmp_path: Path) -> None:
        export([], tmp_path / "a.nq.gz")
        export([], tmp_path / "a.nq.zst")
        assert gzip.decompress((tmp_path / "a.nq.gz").read_bytes()) == b""
        assert unzstd((tmp_path / "a.nq.zst").read_bytes()) == b""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "out"
    build(EXAMPLES / "bank-honours.txt", out=path)
    return path


class TestCommand:
    def run(self, *arguments: str | Path, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["export", *map(str, arguments)])
        assert done.exit_code == code, done.output
        return done.output

    @pytest.mark.parametrize("name", ["g.nq", "g.nt", "g.ttl", "g.trig", "g.rdf", "g.jsonld", "new/g.nq.gz"])
    def test_the_suffix_says_what_is_written(self, name: str, out: Path, tmp_path: Path) -> None:
        self.run(out, "-o", tmp_path / name)
        quads = [Quad(*map(Term, _terms(quad))) for quad in ox.parse(path=str(out / "graph.nq"))]
        format = formats.format_of(name)
        data = (tmp_path / name).read_bytes()
        assert (gzip.decompress(data) if name.endswith(".gz") else data) == written(quads, format)

    def test_a_file_gives_what_its_build_gives(self, out: Path, tmp_path: Path) -> None:
        self.run(out, "-o", tmp_path / "a.trig")
        self.run(out / "graph.nq", "-o", tmp_path / "b.trig")
        assert (tmp_path / "a.trig").read_bytes() == (tmp_path / "b.trig").read_bytes()

    def test_standard_output_gets_n_quads_unless_told_otherwise(self, out: Path) -> None:
        assert self.run(out, "-o", "-") == (out / "graph.nq").read_text("utf-8")
        assert self.run(out, "-o", "-", "-f", "turtle").startswith("@prefix cur:")

    def test_wrong_ways_are_one_line_and_leave_nothing(self, out: Path, tmp_path: Path) -> None:
        (tmp_path / "bad.nq").write_text("<a:b> <a:b> <a:b> .\n<a:b\n")
        before = sorted(out.rglob("*"))
        for arguments in (
            (out, "-o", tmp_path / "g.docx"),
            (out, "-o", out / "g.nq"),
            (tmp_path / "none", "-o", tmp_path / "g.nq"),
            (tmp_path / "none.nq", "-o", tmp_path / "g.nq"),
            (tmp_path / "bad.nq", "-o", tmp_path / "g.nq"),
            (out, "-o", tmp_path / "g.nq", "-f", "docx"),
        ):
            said = self.run(*arguments, code=1)
            assert said.startswith("kg: ")
            assert said.count("\n") == 1
        assert sorted(out.rglob("*")) == before
        assert [path.name for path in tmp_path.iterdir()] == ["bad.nq"]

    def test_the_context_is_printed(self) -> None:
        done = CliRunner().invoke(app, ["ontology", "--context"])
        assert json.loads(done.stdout)["@context"]["fa"] == "https://w3id.org/finaward/ontology#"
        assert CliRunner().invoke(app, ["ontology", "--context", "--html"]).exit_code == 2


def _terms(quad: ox.Quad) -> Iterator[str]:
    yield from map(str, (quad.subject, quad.predicate, quad.object))
    yield "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def test_n_quads_are_in_the_order_of_a_build() -> None:
    quads = many(500)
    assert written(quads, "nquads").decode() == "".join(map(Quad.line, in_order(quads)))
