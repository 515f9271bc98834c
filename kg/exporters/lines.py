"""N-Quads and N-Triples: one statement a line, by code points, as `kg.terms.in_order` has them.

Sources: https://www.w3.org/TR/n-quads/, https://www.w3.org/TR/n-triples/.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from kg.exporters.sorting import sort
from kg.terms import DEFAULT_GRAPH, Quad

_LINES = 256


def nquads(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as N-Quads, in pieces of some lines."""
    lines = sort(map(Quad.line, quads))
    while piece := "".join(islice(lines, _LINES)):
        yield piece.encode("utf-8")


def ntriples(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as N-Triples, likewise."""
    return nquads(quad._replace(graph=DEFAULT_GRAPH) for quad in quads)
