"""From a store to nodes and edges in tables, one subject at a time: however large the store is, little of it is held.

What a subject becomes is said by `kg.graph.Projection`, as for the HTML view.
"""

import json
import sqlite3
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from kg.explorer.schema import prepare
from kg.graph import CLASSES, ENDS, FACTS, READ, TRIPLES, Edge, Evidence, Projection, Said, join
from kg.store import Store
from kg.terms import FA, OA, RDF, Term, value

_SUBJECTS, _CASES = 1 << 14, 1 << 12  # so many of each are held

_TABLES = """
CREATE TABLE thing (iri TEXT PRIMARY KEY, class TEXT) WITHOUT ROWID;
CREATE TABLE checked (article TEXT, span TEXT, PRIMARY KEY (article, span)) WITHOUT ROWID;
CREATE TABLE edge (source TEXT, target TEXT, relation TEXT, fact TEXT, details TEXT, evidence TEXT);
"""
_NUMBERED = """
CREATE TABLE numbered (i INTEGER PRIMARY KEY, iri TEXT UNIQUE, class TEXT);
INSERT INTO numbered SELECT row_number() OVER (ORDER BY iri) - 1, iri, class FROM thing WHERE class <> '' ORDER BY iri;
"""


class Tie(NamedTuple):
    """An edge between nodes by their numbers; `fact` is the IRI of its fact, or empty."""

    source: int
    target: int
    relation: str
    fact: str
    details: dict[str, str]
    evidence: tuple[Evidence, ...]


def gather(store: Store, tables: sqlite3.Connection) -> Projection:
    """Put the nodes of a store, numbered in the order of their IRIs, and its edges into tables.

    Gives what tells more of a node.
    """
    prepare(tables, _TABLES)
    projection = _projection(store, tables)
    kinds = (*CLASSES.items(), *((fact, "") for fact in sorted(FACTS)))
    for iri, name in kinds:
        found = ((value(quad.subject), name) for quad in store.quads(predicate=RDF.type, object=iri))
        tables.executemany("INSERT OR IGNORE INTO thing VALUES (?, ?)", found)
    for predicate in TRIPLES:
        found = ((value(quad.subject), "") for quad in store.quads(predicate=predicate))
        tables.executemany("INSERT OR IGNORE INTO thing VALUES (?, ?)", found)
    edges = (_row(edge) for (iri,) in tables.execute("SELECT iri FROM thing") for edge in projection.edges(_term(iri)))
    tables.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", edges)
    for source, target, relation in tables.execute(_BARE).fetchall():
        for iri, name in zip((source, target), ENDS[relation], strict=True):
            tables.execute(
                "INSERT INTO thing VALUES (?, ?) ON CONFLICT DO UPDATE SET class = ? WHERE class = ''",
                (iri, name, name),
            )
    prepare(tables, _NUMBERED)
    return projection


_BARE = """
SELECT source, target, relation FROM edge
WHERE source NOT IN (SELECT iri FROM thing WHERE class <> '') OR target NOT IN (SELECT iri FROM thing WHERE class <> '')
ORDER BY source, target, relation, fact
"""
_ORDERED = """
SELECT s.i, t.i, relation, fact, details, evidence
FROM edge CROSS JOIN numbered AS s ON s.iri = source CROSS JOIN numbered AS t ON t.iri = target
ORDER BY 1, 2, 3, 4
"""


def nodes(tables: sqlite3.Connection) -> Iterator[tuple[int, str, str]]:
    """Number, IRI and class of each node, in the order of the IRIs."""
    yield from tables.execute("SELECT i, iri, class FROM numbered ORDER BY i")


def attributes(projection: Projection, iri: str, kind: str) -> dict[str, object]:
    """What a node of a class carries, see `kg.graph`."""
    return {"type": kind, **projection.attributes(_term(iri), kind)}


def ties(tables: sqlite3.Connection) -> Iterator[Tie]:
    """Each edge once, in the order in which the HTML view has them."""
    for (source, target, relation, fact), same in groupby(tables.execute(_ORDERED), key=lambda row: row[:4]):
        edge = join(Edge(Term(""), Term(""), relation, Term(fact), _evidence(row[5]), _details(row[4])) for row in same)
        yield Tie(source, target, relation, fact, dict(edge.details), edge.evidence)


def _row(edge: Edge) -> tuple[str, str, str, str, str, str]:
    fact = value(edge.fact) if edge.fact else ""
    said = (json.dumps(dict(edge.details), ensure_ascii=False), json.dumps(edge.evidence, ensure_ascii=False))
    return value(edge.source), value(edge.target), edge.relation, fact, *said


def _evidence(text: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(*each) for each in json.loads(text))


def _details(text: str) -> tuple[tuple[str, str], ...]:
    return tuple(json.loads(text).items())


def _term(iri: str) -> Term:
    return Term(iri if iri.startswith("_:") else f"<{iri}>")


def _projection(store: Store, tables: sqlite3.Connection) -> Projection:
    """The projection of a store that is asked for each subject anew, but for those that were asked for lately."""

    @lru_cache(_SUBJECTS)
    def about(subject: Term) -> Said:
        said: dict[Term, set[Term]] = {}
        if subject.startswith("<"):
            for quad in store.quads(subject=subject):
                if quad.predicate in READ:
                    said.setdefault(quad.predicate, set()).add(quad.object)
        return said

    @lru_cache(_CASES)
    def winners(case: Term) -> frozenset[Term]:
        told = (about(quad.subject) for quad in store.quads(predicate=FA.forCase, object=case))
        receipts = (said for said in told if FA.AwardReceipt in said.get(RDF.type, ()))
        return frozenset(winner for said in receipts for winner in said.get(FA.recipient, ()))

    def checks(article: Term) -> list[Term]:
        found = tables.execute("SELECT span FROM checked WHERE article = ?", (value(article),))
        return [_term(iri) for (iri,) in found]

    spans = (quad.subject for quad in store.quads(predicate=RDF.type, object=FA.Check))
    pairs = ((value(article), value(span)) for span in spans for article in about(span).get(OA.hasSource, ()))
    tables.executemany("INSERT OR IGNORE INTO checked VALUES (?, ?)", pairs)
    return Projection(about, checks, winners)
