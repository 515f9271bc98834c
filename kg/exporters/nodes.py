"""Quads as the engine's own, in an order in which what belongs together stands together."""

from collections.abc import Iterable, Iterator
from typing import cast

import pyoxigraph as ox

from kg.terms import DEFAULT_GRAPH, RDF, Quad


def quads_of(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """The quads as a set, sorted by graph, subject, predicate (the class first) and object."""
    ordered = sorted(set(quads), key=lambda q: (q.graph, q.subject, q.predicate != RDF.type, q.predicate, q.object))
    lines = "".join(map(Quad.line, ordered)).encode("utf-8")
    return cast(Iterator[ox.Quad], ox.parse(lines, format=ox.RdfFormat.N_QUADS))


def triples_of(quads: Iterable[Quad]) -> Iterator[ox.Triple]:
    """The union of all graphs as a set, sorted likewise."""
    return (quad.triple for quad in quads_of(quad._replace(graph=DEFAULT_GRAPH) for quad in quads))
