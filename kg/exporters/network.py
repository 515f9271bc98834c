"""The property graph of `kg.graph` for other programs: GraphML, GEXF, and CSV for Neo4j's importer.

These hold texts and numbers alone: `aliases`, `tickerSymbol`, `changeNote` and `evidence` are JSON arrays, evidence of
objects (in Neo4j arrays of texts, and of JSON objects); what else a property says several times has ` / ` between; what
is unknown is left out. The graph stands in memory.

Sources: http://graphml.graphdrawing.org/, https://gexf.net/, https://neo4j.com/docs/operations-manual/current/import/.
"""

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from shlex import quote
from typing import IO, TYPE_CHECKING, Any

from kg.exporters.csv import line
from kg.exporters.packing import PACKINGS
from kg.graph import Property, project
from kg.terms import Quad

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Plain = Mapping[str, str | int | list[str]]
"""What a node or an edge carries: texts, numbers and lists."""

_NUMBERS = frozenset({"receiptCount", "groupReceiptCount", "year"})
_LISTS = frozenset({"aliases", "tickerSymbol", "changeNote", "evidence"})
_RENAMED = {"type": "kindName", "classification": "kindName"}
_DATE = re.compile(rb' lastmodifieddate="[^"]*"')


def graphml(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The property graph as GraphML; nodes are named by their IRIs."""
    from networkx import write_graphml_lxml

    return _written(_drawn(quads), lambda graph, file: write_graphml_lxml(graph, file, named_key_ids=True))


def gexf(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The property graph as GEXF 1.2 for Gephi; nodes are named by their IRIs."""
    from networkx import write_gexf

    pieces = _written(_drawn(quads), lambda graph, file: write_gexf(graph, file))
    yield _DATE.sub(b"", next(pieces), 1)  # the day of writing, in the first lines
    yield from pieces


def neo4j(quads: Iterable[Quad]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The property graph as the two files that `neo4j-admin database import` reads."""
    graph = project(quads)
    nodes = {iri: _plain(data) for iri, data in graph.nodes(data=True)}
    edges = [(source, target, _plain(data)) for source, target, data in graph.edges(data=True)]
    of_nodes = _columns(nodes.values(), leave="type")
    of_edges = _columns((data for _, _, data in edges), leave="relation")
    heads = ["iri:ID", ":LABEL", *of_nodes.values()], [":START_ID", ":END_ID", ":TYPE", *of_edges.values()]
    rows = ([iri, str(data["type"]), *_cells(data, of_nodes)] for iri, data in nodes.items())
    yield "nodes.csv", (line(row).encode() for row in _with(heads[0], rows))
    links = ([source, target, str(data["relation"]), *_cells(data, of_edges)] for source, target, data in edges)
    yield "relationships.csv", (line(row).encode() for row in _with(heads[1], links))


def import_command(folder: Path) -> str:
    """The command that reads such a folder into a new database. It is for a shell of POSIX."""
    packing = folder.suffix if folder.suffix in PACKINGS else ""
    nodes, relationships = (quote(str(folder / f"{name}.csv{packing}")) for name in ("nodes", "relationships"))
    return (
        f"neo4j-admin database import full --nodes={nodes} --relationships={relationships} "
        "--multiline-fields=true --array-delimiter=U+001F neo4j"
    )


def _plain(data: Mapping[str, Any]) -> dict[str, str | int | list[str]]:
    """The attributes of a node or an edge without what is empty."""
    plain: dict[str, str | int | list[str]] = {}
    for name, said in data.items():
        if name == "properties":
            plain |= _properties(said)
        elif name == "evidence":
            plain[name] = [json.dumps(each._asdict(), ensure_ascii=False) for each in said]
        elif name != "iri" or "relation" in data:  # that of a node is its name
            plain[name] = list(said) if isinstance(said, tuple) else _number(name, said)
    return {name: said for name, said in plain.items() if said not in ("", [])}


def _properties(said: Iterable[Property]) -> dict[str, str | int | list[str]]:
    found: dict[str, list[str]] = {}
    for each in said:
        found.setdefault(_RENAMED.get(each.name, each.name), []).append(each.value)
    return {name: texts if name in _LISTS else _number(name, " / ".join(texts)) for name, texts in found.items()}


def _number(name: str, text: str) -> str | int:
    is_number = name in _NUMBERS and text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else text


def _drawn(quads: Iterable[Quad]) -> "MultiDiGraph[str]":
    """The property graph with texts and numbers alone, its edges numbered."""
    from networkx import MultiDiGraph

    projection = project(quads)
    graph: MultiDiGraph[str] = MultiDiGraph()
    for iri, data in projection.nodes(data=True):
        graph.add_node(iri, **_flat(data))
    for number, (source, target, data) in enumerate(projection.edges(data=True)):
        graph.add_edge(source, target, key=f"e{number}", **_flat(data))
    return graph


def _flat(data: Mapping[str, Any]) -> dict[str, str | int]:
    """Attributes with lists as JSON."""
    plain = _plain(data).items()
    return {name: _joined(name, said) if isinstance(said, list) else said for name, said in plain}


def _joined(name: str, said: list[str]) -> str:
    return f"[{', '.join(said)}]" if name == "evidence" else json.dumps(said, ensure_ascii=False)


def _written(graph: "MultiDiGraph[str]", write: Callable[["MultiDiGraph[str]", IO[bytes]], None]) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        write(graph, file)
        file.seek(0)
        while piece := file.read(1 << 16):
            yield piece


def _columns(all_data: Iterable[Plain], leave: str) -> dict[str, str]:
    """The names of attributes, sorted, and the columns of Neo4j that hold them."""
    kinds: dict[str, set[type]] = {}
    for data in all_data:
        for name, said in data.items():
            kinds.setdefault(name, set()).add(type(said))
    suffixes = {name: ":string[]" if name in _LISTS else ":long" if kinds[name] == {int} else "" for name in kinds}
    return {name: f"{name}{suffixes[name]}" for name in sorted(suffixes) if name != leave}


def _cells(data: Plain, columns: Mapping[str, str]) -> Iterator[str | None]:
    for name in columns:
        said = data.get(name)
        yield "\x1f".join(said) if isinstance(said, list) else None if said is None else str(said)


def _with(head: list[str], rows: Iterable[list[str | None]]) -> Iterator[list[str] | list[str | None]]:
    yield head
    yield from rows
