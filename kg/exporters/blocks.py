"""Quads as the engine's own, in blocks in which what belongs together stands together."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

import pyoxigraph as ox

from kg.exporters.sorting import sort
from kg.terms import DEFAULT_GRAPH, RDF, Quad, Term

_ENOUGH = 4_096
"""Quads after which a block ends with its subject; one of very many quads is cut all the same."""


def blocks(quads: Iterable[Quad]) -> Iterator[tuple[Term, list[ox.Quad]]]:
    """The quads as a set, a graph and some of its quads at a time, none without quads; memory does not grow with them.

    They are sorted by graph, subject, predicate (the class first) and object; a subject is in one block unless it has
    tens of thousands of quads.
    """
    block: list[Quad] = []
    for quad in map(_quad, sort(map(_key, quads))):
        if block and _is_over(block, quad):
            yield block[0].graph, _engines(block)
            block = []
        block.append(quad)
    if block:
        yield block[0].graph, _engines(block)


def triple_blocks(quads: Iterable[Quad]) -> Iterator[list[ox.Triple]]:
    """The union of all graphs likewise."""
    for _, block in blocks(quad._replace(graph=DEFAULT_GRAPH) for quad in quads):
        yield [quad.triple for quad in block]


def quads_of(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    """The quads as a set, sorted likewise."""
    return chain.from_iterable(block for _, block in blocks(quads))


def _is_over(block: list[Quad], quad: Quad) -> bool:
    first, last, size = block[0], block[-1], len(block)
    return quad.graph != first.graph or (size >= _ENOUGH and (quad.subject != last.subject or size >= 8 * _ENOUGH))


def _key(quad: Quad) -> str:
    """A quad as a line that sorts as it should; only the object, which is last, may have a tab in it."""
    predicate = "" if quad.predicate == RDF.type else quad.predicate
    return f"{quad.graph}\t{quad.subject}\t{predicate}\t{quad.object}\n"


def _quad(key: str) -> Quad:
    graph, subject, predicate, object_ = key[:-1].split("\t", 3)
    return Quad(Term(subject), Term(predicate) if predicate else RDF.type, Term(object_), Term(graph))


def _engines(block: list[Quad]) -> list[ox.Quad]:
    lines = "".join(map(Quad.line, block)).encode("utf-8")
    return cast(list[ox.Quad], list(ox.parse(lines, format=ox.RdfFormat.N_QUADS)))
