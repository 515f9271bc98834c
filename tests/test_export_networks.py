"""GraphML, GEXF and Neo4j: what readers of their own make of them is the property graph, whatever stands in it."""

import io
import json
import shlex
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from lxml import etree

from kg.exporters import FORMATS, export, formats, import_command, pieces
from kg.facts import ArticleFacts
from kg.graph import project
from kg.terms import FA, RDF, SKOS, Quad, Term, iri
from tests.arbitrary import documents
from tests.converted import asserted, document, whole
from tests.test_export_tables import hostile_graph

S = iri("https://example.org/s")
RENAMED = {"type": "kindName", "classification": "kindName"}
LISTS = {"aliases", "tickerSymbol", "changeNote", "evidence"}
NUMBERS = {"receiptCount", "groupReceiptCount", "year"}
SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def expected(quads: Iterable[Quad]) -> tuple[dict[str, Any], list[Any]]:
    """The nodes and edges with their attributes as a reader can tell them: no empty ones, lists as lists of JSON."""
    graph = project(quads)
    nodes = {node: attributes(data) for node, data in graph.nodes(data=True)}
    return nodes, sorted(((s, t, attributes(data)) for s, t, data in graph.edges(data=True)), key=repr)


def attributes(data: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, list[Any]] = {}
    for name, said in data.items():
        if name == "evidence":
            kept[name] = [each._asdict() for each in said]
        elif name == "properties":
            for each in said:
                kept.setdefault(RENAMED.get(each.name, each.name), []).append(each.value)
        elif name == "aliases":
            kept[name] = list(said)
        elif name != "iri" or "relation" in data:
            kept[name] = [said]
    made = {name: said if name in LISTS else " / ".join(map(str, said)) for name, said in kept.items()}
    return {name: said for name, said in made.items() if said}


def unpacked(data: dict[str, Any]) -> dict[str, Any]:
    """Attributes as a reader of XML gives them, with JSON arrays as lists."""
    assert all(isinstance(data[name], int) for name in NUMBERS & data.keys())
    return {name: json.loads(said) if name in LISTS else str(said) for name, said in data.items()}


def read(data: bytes, format: str) -> tuple[dict[str, Any], list[Any]]:
    if format == "graphml":
        graph = nx.read_graphml(io.BytesIO(data), force_multigraph=True)
    else:
        graph = nx.read_gexf(io.BytesIO(data))
    nodes = {node: unpacked(said) for node, said in graph.nodes(data=True)}
    edges = [(s, t, unpacked(_edge(said))) for s, t, said in graph.edges(data=True)]
    assert graph.is_directed()
    return nodes, sorted(edges, key=repr)


def _edge(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name not in ("id", "networkx_key")}


def check_xml(quads: Iterable[Quad], format: str) -> None:
    quads = list(quads)
    data = b"".join(pieces(quads, format))
    nodes, edges = expected(formats.holdable(quads, FORMATS[format]))
    found_nodes, found_edges = read(data, format)
    assert found_nodes == nodes
    assert found_edges == edges
    root = etree.fromstring(data)
    assert len(root.findall(".//{*}node")) == len(nodes)
    assert len(root.findall(".//{*}edge")) == len(edges)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
@SOME
@given(documents())
def test_whatever_an_article_says_is_read_back(format: str, facts: ArticleFacts) -> None:
    check_xml(asserted([facts]), format)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_hostile_texts_and_a_graph_of_nothing_are_read_back(format: str) -> None:
    check_xml(hostile_graph(), format)
    check_xml([], format)
    check_xml(whole([document("service-cases")]), format)


def neo4j_rows(data: bytes) -> list[list[str | None]]:
    """A parser of what neo4j-admin reads: RFC 4180, a cell without anything is nothing, one with quotes is a text."""
    text, at = data.decode("utf-8"), 0
    rows: list[list[str | None]] = []
    row: list[str | None] = []
    while at < len(text):
        if text[at] == '"':
            end = at + 1
            while text[end] != '"' or text[end + 1 : end + 2] == '"':
                end += 1 + (text[end] == '"')
            row.append(text[at + 1 : end].replace('""', '"'))
            at = end + 1
        else:
            end = min(i for mark in (",", "\r\n") if (i := text.find(mark, at)) >= 0)
            row.append(text[at:end] or None)
            at = end
        if text[at] == ",":
            at += 1
        else:
            assert text[at : at + 2] == "\r\n"
            rows.append(row)
            row, at = [], at + 2
    return rows


def neo4j_read(data: bytes) -> list[tuple[list[str | None], dict[str, Any]]]:
    head, *rows = neo4j_rows(data)
    fixed = sum(str(name).endswith((":ID", ":LABEL", ":START_ID", ":END_ID", ":TYPE")) for name in head)
    made = []
    for row in rows:
        data_of: dict[str, Any] = {}
        for name, cell in zip(head[fixed:], row[fixed:], strict=True):
            if cell is not None and name is not None:
                key, _, kind = name.partition(":")
                values = cell.split("\x1f")
                assert kind != "long" or int(cell) >= 0
                assert (kind == "string[]") == (key in LISTS)
                data_of[key] = [json.loads(each) for each in values] if key == "evidence" else values
                data_of[key] = data_of[key] if key in LISTS else cell
        made.append((row[:fixed], data_of))
    return made


def check_neo4j(quads: Iterable[Quad]) -> None:
    quads = list(quads)
    write = FORMATS["neo4j"].write_files
    assert write is not None
    made = {name: b"".join(said) for name, said in write(formats.holdable(quads, FORMATS["neo4j"]))}
    nodes, edges = expected(formats.holdable(quads, FORMATS["neo4j"]))
    found = {row[0]: {"type": row[1], **said} for row, said in neo4j_read(made["nodes.csv"])}
    assert found == nodes
    links = [(row[0], row[1], {"relation": row[2], **said}) for row, said in neo4j_read(made["relationships.csv"])]
    assert sorted(map(_sorted, links), key=repr) == sorted(map(_sorted, edges), key=repr)


def _sorted(edge: tuple[Any, Any, dict[str, Any]]) -> tuple[Any, Any, dict[str, Any]]:
    return edge[0], edge[1], dict(sorted(edge[2].items()))


@SOME
@given(documents())
def test_whatever_an_article_says_is_read_by_neo4j(facts: ArticleFacts) -> None:
    check_neo4j(asserted([facts]))


def test_hostile_texts_are_read_by_neo4j() -> None:
    check_neo4j(hostile_graph())
    check_neo4j(whole([document("service-cases")]))
    check_neo4j([])


def test_the_header_is_that_of_the_importer(tmp_path: Path) -> None:
    export(whole([document("service-cases")]), tmp_path / "my graph.neo4j")
    nodes = (tmp_path / "my graph.neo4j" / "nodes.csv").read_text("utf-8").partition("\r\n")[0]
    assert nodes.startswith("iri:ID,:LABEL,aliases:string[],")
    assert "receiptCount:long" in nodes
    links = (tmp_path / "my graph.neo4j" / "relationships.csv").read_text("utf-8").partition("\r\n")[0]
    assert links.startswith(":START_ID,:END_ID,:TYPE,")
    command = shlex.split(import_command(tmp_path / "my graph.neo4j"))
    assert command[:4] == ["neo4j-admin", "database", "import", "full"]
    named = [Path(part.partition("=")[2]) for part in command if part.startswith(("--nodes=", "--relationships="))]
    assert all(path.is_file() for path in named)
    assert len(named) == 2
    assert "nodes.csv.gz " in import_command(Path("g.neo4j.gz"))
    packed = import_command(Path("g.neo4j.zst"))  # the importer knows no Zstandard
    assert packed.startswith("unzstd g.neo4j.zst/nodes.csv.zst g.neo4j.zst/relationships.csv.zst && ")
    assert "--nodes=g.neo4j.zst/nodes.csv " in packed


def test_the_day_of_writing_is_not_told() -> None:
    assert b"lastmodified" not in b"".join(pieces(hostile_graph(), "gexf"))


@pytest.mark.parametrize("format", ["graphml", "gexf", "rdfxml"])
def test_characters_that_xml_cannot_hold_are_replaced_and_counted(format: str, tmp_path: Path) -> None:
    quads = [Quad(S, RDF.type, FA.Case), Quad(S, SKOS.prefLabel, Term('"a\\u0000b\\bc\\\\u0001\\uFFFF"@zh-hans'))]
    told: list[int] = []
    export(quads, tmp_path / "g", format, on_replaced=told.append)
    assert told == [1]
    text = "".join(etree.parse(tmp_path / "g").xpath("//text() | //@*"))  # type: ignore[arg-type]
    assert "a\ufffdb\ufffdc\\u0001\ufffd" in text
