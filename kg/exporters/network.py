"""The property graph of `kg.graph`, a node and an edge at a time, for formats that hold texts, numbers and lists alone.

What else a property says several times has ` / ` between; what is unknown is left out. The graph waits in temporary
files: memory grows with what the largest node carries, not with the graph.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from typing import IO, Any, NamedTuple, TypeAlias

from kg.exporters.described import Described, described
from kg.folder import temporary, temporary_file
from kg.graph import CLASSES, ENDS, FACTS, READ, TRIPLES, Edge, Evidence, Projection, Property, join
from kg.terms import FA, OA, RDF, Quad, Term, value

Attributes: TypeAlias = dict[str, str | int | list[str]]
"""What a node or an edge carries; `evidence` is a list of JSON objects."""
LISTS = frozenset({"aliases", "tickerSymbol", "changeNote", "evidence"})
"""The attributes that are lists."""

_NUMBERS = frozenset({"receiptCount", "groupReceiptCount", "year"})
_RENAMED = {"type": "kindName", "classification": "kindName"}
_RECEIPTS, _CHECKS = FA["forCase-inverse"], OA["hasSource-inverse"]
_SUBJECTS = 1 << 10  # so many are held
_HELD = 1 << 16  # bytes of nodes, and of edges

_TABLES = """
CREATE TABLE edge (source, target, relation, fact, details, evidence);
CREATE TABLE node (id PRIMARY KEY, class) WITHOUT ROWID;
CREATE TABLE bare (relation PRIMARY KEY, source, target) WITHOUT ROWID;
"""
_BARE = """
INSERT OR IGNORE INTO node SELECT id, class FROM (
    SELECT edge.source AS id, bare.source AS class, edge.*, 0 AS end FROM edge JOIN bare USING (relation)
    UNION ALL
    SELECT edge.target AS id, bare.target AS class, edge.*, 1 AS end FROM edge JOIN bare USING (relation)
) WHERE id NOT IN (SELECT id FROM node) ORDER BY source, target, relation, fact, end
"""
"""Nodes for what no quad describes, of the class that the first edge there expects."""


class Network(NamedTuple):
    """Nodes, each with its `id` and `type`, in order; and edges, with `source`, `target` and `relation`, likewise."""

    nodes: "Kept"
    edges: "Kept"


class Kept:
    """Attributes in a temporary file, to be read as often as one likes."""

    def __init__(self, all_attributes: Iterable[Attributes], file: IO[bytes]) -> None:
        self._file = file
        self._kinds: dict[str, set[type]] = {}
        with temporary():
            for attributes in all_attributes:
                for name, said in attributes.items():
                    self._kinds.setdefault(name, set()).add(type(said))
                file.write(f"{json.dumps(attributes, ensure_ascii=False)}\n".encode())
            file.flush()

    def __iter__(self) -> Iterator[Attributes]:
        self._file.seek(0)
        return map(json.loads, self._file)

    def names(self, *apart: str) -> dict[str, type]:
        """The names of attributes, sorted, but for some that stand apart, and what they are: numbers if all are."""
        kinds = {name: found.pop() if len(found) == 1 else str for name, found in sorted(self._kinds.items())}
        return {name: kind for name, kind in kinds.items() if name not in apart}


@contextmanager
def network(quads: Iterable[Quad]) -> Iterator[Network]:
    """The property graph of quads, until the block is left. Raises `OutputError` where temporary files have no room."""
    with (
        described(quad for quad in quads if quad.predicate in READ) as graph,
        temporary_file(_HELD) as nodes,
        temporary_file(_HELD) as edges,
    ):
        projection = _projection(graph)
        tables = graph.connection
        tables.executescript(_TABLES)
        tables.executemany("INSERT INTO bare VALUES (?, ?, ?)", ((name, *ends) for name, ends in ENDS.items()))
        found = (edge for subject in _subjects(tables) for edge in projection.edges(subject))
        tables.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", map(_row, found))
        for kind, name in CLASSES.items():
            named = ((value(subject), name) for subject in graph.of_class(kind))
            tables.executemany("INSERT OR IGNORE INTO node VALUES (?, ?)", named)
        tables.execute(_BARE)
        yield Network(Kept(_nodes(tables, projection), nodes), Kept(_edges(tables), edges))


def joined(name: str, said: str | int | list[str]) -> str:
    """An attribute as text, a list as a JSON array."""
    if not isinstance(said, list):
        return str(said)
    return f"[{', '.join(said)}]" if name == "evidence" else json.dumps(said, ensure_ascii=False)


def _projection(graph: Described) -> Projection:
    graph.turn(FA.AwardReceipt, FA.forCase, _RECEIPTS)
    graph.turn(FA.Check, OA.hasSource, _CHECKS)
    about = lru_cache(_SUBJECTS)(graph.about)

    def winners(case: Term) -> set[Term]:
        return {each for receipt in about(case).get(_RECEIPTS, ()) for each in about(receipt).get(FA.recipient, ())}

    return Projection(about, lambda article: about(article).get(_CHECKS, ()), winners, _SUBJECTS)


def _subjects(tables: sqlite3.Connection) -> Iterator[Term]:
    """The subjects that make edges."""
    kinds, predicates = (*CLASSES, *FACTS), tuple(TRIPLES)
    query = f"""
        SELECT DISTINCT subject FROM said WHERE predicate IN ({_marks(predicates)})
        OR (predicate = ? AND object IN ({_marks(kinds)}))
    """
    return (Term(subject) for (subject,) in tables.execute(query, (*predicates, RDF.type, *kinds)))


def _marks(values: tuple[Term, ...]) -> str:
    return ", ".join("?" * len(values))


def _row(edge: Edge) -> tuple[str, ...]:
    said = (json.dumps(edge.details, ensure_ascii=False), json.dumps(edge.evidence, ensure_ascii=False))
    return value(edge.source), value(edge.target), edge.relation, value(edge.fact) if edge.fact else "", *said


def _edges(tables: sqlite3.Connection) -> Iterator[Attributes]:
    rows = tables.execute("SELECT * FROM edge ORDER BY source, target, relation, fact, details, evidence")
    for (source, target, relation, fact), same in groupby(rows, key=lambda row: row[:4]):
        edge = join(
            Edge(source, target, relation, fact, tuple(Evidence(*e) for e in json.loads(row[5])), json.loads(row[4]))
            for row in same
        )
        said = {"relation": relation, "iri": fact, "evidence": edge.evidence, **dict(edge.details)}
        yield {"source": source, "target": target, **_plain(said)}


def _nodes(tables: sqlite3.Connection, projection: Projection) -> Iterator[Attributes]:
    for node, kind in tables.execute("SELECT id, class FROM node ORDER BY id"):
        term = Term(node if node.startswith("_:") else f"<{node}>")
        yield {"id": node, "type": kind, **_plain(projection.attributes(term, kind))}


def _plain(said: Mapping[str, Any]) -> Attributes:
    """Attributes without what is empty."""
    plain: Attributes = {}
    for name, found in said.items():
        if name == "properties":
            plain |= _properties(found)
        elif name == "evidence":
            plain[name] = [json.dumps(each._asdict(), ensure_ascii=False) for each in found]
        else:
            plain[name] = list(found) if isinstance(found, tuple) else _number(name, found)
    return {name: found for name, found in plain.items() if found not in ("", [])}


def _properties(said: Iterable[Property]) -> Attributes:
    found: dict[str, list[str]] = {}
    for each in said:
        found.setdefault(_RENAMED.get(each.name, each.name), []).append(each.value)
    return {name: texts if name in LISTS else _number(name, " / ".join(texts)) for name, texts in found.items()}


def _number(name: str, text: str) -> str | int:
    is_number = name in _NUMBERS and text.isascii() and text.isdecimal() and len(text) < 19
    return int(text) if is_number else text
