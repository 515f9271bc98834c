"""Exports: every format says what the graph says, to two parsers, in the same bytes."""

import io
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import OWL, XSD, Dataset, Graph, Literal, URIRef
from rdflib import RDF as RDFLIB_RDF
from rdflib import RDFS as RDFLIB_RDFS

from kg.errors import FormatError, OutputError
from kg.exporters import FORMATS, export, format_of, pieces, to_dataset
from kg.exporters import RDF as RDF_FORMATS
from kg.terms import (
    DEFAULT_GRAPH,
    FA,
    PREFIXES,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    Quad,
    Term,
    date,
    decimal,
    in_order,
    integer,
    iri,
    literal,
)
from tests.arbitrary import texts
from tests.converted import document, whole

OXIGRAPH = {
    "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
RDFLIB = {"ntriples": "nt", "turtle": "turtle", "rdfxml": "xml"}
ONTOLOGY = Path(__file__).parents[1] / "ontology"
GRAPHS = (DEFAULT_GRAPH, iri("https://example.org/g"), iri("org:g"))
A, B = iri("https://example.org/a"), iri("https://example.org/甲")
EXAMPLE = [
    Quad(A, RDF.type, FA.Case),
    Quad(A, RDFS.label, literal('甲 "乙"', language="zh-hans")),
    Quad(A, RDFS.label, literal("first", language="en"), GRAPHS[1]),
    Quad(A, RDFS.label, literal("first", language="en"), GRAPHS[2]),
    Quad(B, FA.start, integer(7), GRAPHS[1]),
]


def written(quads: list[Quad] | set[Quad], format: str) -> bytes:
    return b"".join(pieces(quads, format))


def union(quads: list[Quad] | set[Quad]) -> set[Quad]:
    return {quad._replace(graph=DEFAULT_GRAPH) for quad in quads}


def expected(quads: list[Quad] | set[Quad], format: str) -> set[Quad]:
    return set(quads) if FORMATS[format].graphs else union(quads)


def read_back(data: bytes, format: str) -> set[Quad]:
    return {
        Quad(
            Term(str(quad.subject)),
            Term(str(quad.predicate)),
            Term(str(quad.object)),
            DEFAULT_GRAPH if isinstance(quad.graph_name, ox.DefaultGraph) else Term(str(quad.graph_name)),
        )
        for quad in ox.parse(data, format=OXIGRAPH[format])
    }


terms = st.builds(literal, texts) | st.builds(
    lambda text, tag: literal(text, language=tag), texts, st.sampled_from(["zh-hans", "zh-hant", "en"])
)
objects = (
    terms
    | st.integers(-(10**9), 10**9).map(integer)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9).map(decimal)
    | st.sampled_from([A, B, date("2021"), date("2020-08"), date("2021-02-28"), FA.Case, SCHEMA["kind/ab"]])
)
quads = st.lists(
    st.builds(
        Quad,
        st.sampled_from([A, B, iri("urn:x:y"), iri("org:x"), FA["kind/x.y"], SKOS.Concept]),
        st.sampled_from([RDF.type, RDFS.label, FA.start, SCHEMA.url, FA["a-b.c"], FA.recipient]),
        objects,
        st.sampled_from(GRAPHS),
    ),
    max_size=12,
)
MANY = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("format", RDF_FORMATS)
@MANY
@given(quads)
def test_every_format_says_what_the_graph_says(format: str, quads: list[Quad]) -> None:
    assert read_back(written(quads, format), format) == expected(quads, format)


@pytest.mark.parametrize("format", RDFLIB)
@MANY
@given(quads)
def test_another_parser_reads_the_same(format: str, quads: list[Quad]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rdflib.NORMALIZE_LITERALS", False)
        found = Graph().parse(data=written(quads, format), format=RDFLIB[format])
        assert set(found) == set(Graph().parse(data=written(quads, "ntriples"), format="nt"))
        assert len(found) == len(union(quads))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers use what rdflib has deprecated
@pytest.mark.parametrize("format", ["nquads", "trig", "jsonld"])
def test_another_parser_reads_the_same_graphs(format: str) -> None:
    dataset = Dataset()
    dataset.parse(
        data=written(EXAMPLE, format),
        format={"jsonld": "json-ld"}.get(format, format),
        publicID="https://example.org/elsewhere",
    )
    assert _quads(dataset) == _quads(to_dataset(EXAMPLE))


def _quads(dataset: Dataset) -> set[tuple[str, ...]]:
    """The quads as text, without the names that rdflib gives to a default graph."""
    named = {graph[1:-1] for graph in GRAPHS if graph}
    return {(str(s), str(p), str(o), str(g) if str(g) in named else "") for s, p, o, g in dataset.quads()}


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_any_order_and_any_repetition_give_the_same_bytes(format: str) -> None:
    everything = list(whole([document("service-cases")]))
    first = written(everything, format)
    random.Random(3).shuffle(everything)
    assert written([*everything, *everything[:100]], format) == first
    assert first.endswith(b"\n")


NAMES = [f"graph{format.suffixes[0]}" for format in FORMATS.values()]
NAMES += ["graph.nq.gz", "graph.nq.zst", "graph.csv.gz", "graph.neo4j.zst"]


def test_another_process_and_order_give_the_same_bytes_in_every_format(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from kg.exporters import export
from tests.converted import document, whole
quads = list(whole([document("service-cases")]))
for name in {NAMES}:
    export([*quads, *quads[:50]], Path({str(tmp_path)!r}) / "other" / name)
"""
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env={"PYTHONHASHSEED": "7"})
    quads = sorted(whole([document("service-cases")]), reverse=True)
    for name in NAMES:
        export(quads, tmp_path / "this" / name)
    this, other = (
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (tmp_path / "this", tmp_path / "other")
    )
    assert this == other
    assert len(this) > len(NAMES)


@pytest.mark.parametrize("format", RDF_FORMATS)
def test_a_graph_of_nothing_is_well_formed(format: str) -> None:
    assert read_back(written([], format), format) == set()


def test_turtle_groups_by_subject_the_class_first() -> None:
    text = written([*EXAMPLE, Quad(A, FA.aaa, B)], "turtle").decode("utf-8")
    assert text.count("<https://example.org/a>") == 1
    assert text.index(" a fa:Case") < text.index("fa:aaa")


def test_prefixes_are_sorted_and_used() -> None:
    head = [line for line in written(EXAMPLE, "trig").decode("utf-8").split("\n") if line.startswith("@prefix")]
    assert head == sorted(head)
    assert [line.split()[1] for line in head] == ["fa:", "rdfs:"]


def test_json_ld_has_short_names_and_its_context() -> None:
    document = json.loads(written(EXAMPLE, "jsonld"))
    assert document["@context"] == json.loads((ONTOLOGY / "context.jsonld").read_bytes())["@context"]
    node = document["@graph"][0]
    assert (node["@id"], node["@type"]) == ("https://example.org/a", ["fa:Case"])
    assert node["rdfs:label"] == [{"@language": "zh-hans", "@value": '甲 "乙"'}]


@MANY
@given(quads)
def test_json_ld_says_the_same_to_a_processor_of_the_standard(quads: list[Quad]) -> None:
    from pyld import jsonld

    said = jsonld.normalize(json.loads(written(quads, "jsonld")), {"format": "application/n-quads"})
    assert read_back(said.encode(), "nquads") == set(quads)


def test_the_published_context_is_that_of_the_ontology() -> None:
    """Prefixes as everywhere; a property whose values are things, or of one datatype, says so."""
    ontology = Graph().parse(ONTOLOGY / "finaward.ttl")
    types = {}
    for predicate in ontology.subjects(RDFLIB_RDF.type, OWL.ObjectProperty):
        types[str(predicate)] = "@id"
    for predicate in ontology.subjects(RDFLIB_RDF.type, OWL.DatatypeProperty):
        ranges = {str(range) for range in ontology.objects(predicate, RDFLIB_RDFS.range)}
        if ranges and (name := ranges.pop()).startswith(str(XSD)) and name != str(XSD.string):
            types[str(predicate)] = name.replace(str(XSD), "xsd:")
    context = json.loads((ONTOLOGY / "context.jsonld").read_bytes())["@context"]
    assert {key: said for key, said in context.items() if isinstance(said, str)} == PREFIXES
    coerced = {key: said for key, said in context.items() if isinstance(said, dict)}
    assert {said["@id"]: said["@type"] for said in coerced.values()} == types
    for key, said in coerced.items():
        prefix, _, name = key.partition(":")
        assert said["@id"] == PREFIXES[prefix] + name


@pytest.mark.parametrize("term", [SCHEMA["a(b)"], SCHEMA["a/"], iri("urn:x:1")])
def test_rdf_xml_refuses_what_it_cannot_say(term: Term) -> None:
    for quad in (Quad(A, term, B), Quad(A, RDF.type, term)):
        with pytest.raises(FormatError, match="XML name"):
            written([quad], "rdfxml")
        assert read_back(written([quad], "turtle"), "turtle") == {quad}


@pytest.mark.parametrize("term", ['"x"@en--ltr', '<<( <a:b> <a:b> "x" )>>'])
def test_what_only_rdf_1_2_has_is_written_or_refused(term: str) -> None:
    quads = [Quad(A, RDFS.label, Term(term))]
    for format in ("nquads", "ntriples", "turtle", "trig"):
        (read,) = ox.parse(written(quads, format), format=OXIGRAPH[format])
        assert str(read.object) in term  # the engine leaves out the brackets of a triple
    with pytest.raises(FormatError, match=r"RDF 1\.2"):
        written(quads, "rdfxml")
    if term.startswith('"'):
        assert b'"@direction": "ltr"' in written(quads, "jsonld")
    else:
        with pytest.raises(FormatError, match=r"RDF 1\.2"):
            written(quads, "jsonld")


def test_line_breaks_survive_rdf_xml() -> None:
    text = "a\r\nb\rc\nd\te"
    data = written([Quad(A, RDFS.label, literal(text))], "rdfxml")
    (found,) = Graph().parse(data=data, format="xml").objects()
    assert str(found) == text


class TestWriting:
    @pytest.mark.parametrize("format", RDF_FORMATS)
    def test_the_suffix_decides(self, format: str, tmp_path: Path) -> None:
        for suffix in FORMATS[format].suffixes:
            export(EXAMPLE, tmp_path / f"graph{suffix.upper()}")
            assert (tmp_path / f"graph{suffix.upper()}").read_bytes() == written(EXAMPLE, format)
        assert not list(tmp_path.glob(".*"))

    def test_a_named_format_goes_before_the_suffix(self, tmp_path: Path) -> None:
        export(EXAMPLE, str(tmp_path / "graph.ttl"), "ntriples")
        assert (tmp_path / "graph.ttl").read_bytes() == written(EXAMPLE, "ntriples")

    def test_a_stream_gets_n_quads_unless_told_otherwise(self) -> None:
        stream = io.BytesIO()
        export(EXAMPLE, stream)
        assert stream.getvalue().decode("utf-8") == "".join(quad.line() for quad in in_order(EXAMPLE))
        export(EXAMPLE, stream := io.BytesIO(), "turtle")
        assert stream.getvalue() == written(EXAMPLE, "turtle")

    def test_an_unknown_format_lists_the_known_ones(self, tmp_path: Path) -> None:
        for asked in ("docx", "graph.docx", "graph", ""):
            with pytest.raises(FormatError) as caught:
                format_of(asked)
            assert all(name in caught.value.remedy for name in FORMATS)
        with pytest.raises(FormatError):
            export(EXAMPLE, tmp_path / "graph.docx")
        assert list(tmp_path.iterdir()) == []

    def test_what_cannot_be_written_leaves_what_was_there(self, tmp_path: Path) -> None:
        def broken() -> Iterator[Quad]:
            yield EXAMPLE[0]
            raise AssertionError

        target = tmp_path / "graph.nq"
        target.write_bytes(b"old")
        with pytest.raises(AssertionError):
            export(broken(), target)
        assert target.read_bytes() == b"old"
        assert [path.name for path in tmp_path.iterdir()] == ["graph.nq"]

    @pytest.mark.parametrize("target", ["file/graph.nq", "folder.nq", "."])
    def test_a_path_that_cannot_be_written(self, target: str, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        (tmp_path / "folder.nq").mkdir()
        with pytest.raises(OutputError, match="choose a path"):
            export(EXAMPLE, tmp_path / target, "nquads")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.nq"]


class TestDataset:
    @pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib uses what rdflib has deprecated
    def test_the_default_graph_survives_and_queries_read_the_union(self) -> None:
        dataset = to_dataset(EXAMPLE)
        assert len(dataset.default_graph) == 2
        assert len(dataset.graph(URIRef("https://example.org/g"))) == 2
        (row,) = dataset.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        assert int(row[0]) == 4  # type: ignore[index, arg-type]

    def test_literals_are_letter_for_letter(self) -> None:
        kept = [literal("007", datatype=Term("<http://www.w3.org/2001/XMLSchema#integer>")), literal("x"), date("2021")]
        found = set(to_dataset([Quad(A, FA.start, term) for term in kept]).default_graph.objects())
        assert {str(term) for term in found} == {"007", "x", "2021"}
        assert Literal("x") in found

    @given(quads)
    @settings(max_examples=30, deadline=None)
    def test_any_graph_has_as_many_quads(self, quads: list[Quad]) -> None:
        dataset = to_dataset(quads)
        assert sum(1 for _ in dataset.quads()) == len(set(quads))
