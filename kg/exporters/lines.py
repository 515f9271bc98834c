"""N-Quads and N-Triples: one statement a line, in the order of `kg.terms.in_order`.

Sources: https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/n-triples/.
"""

from collections.abc import Iterable, Iterator

from kg.terms import DEFAULT_GRAPH, Quad, in_order


def nquads(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as N-Quads, a piece a line."""
    return (quad.line().encode("utf-8") for quad in in_order(quads))


def ntriples(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as N-Triples, a piece a line."""
    return nquads(quad._replace(graph=DEFAULT_GRAPH) for quad in quads)
