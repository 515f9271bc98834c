"""Turtle and TriG: the forms for people, grouped by subject, with the prefixes of `kg.terms`.

Sources: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exporters.nodes import quads_of, triples_of
from kg.terms import PREFIXES, Quad


def turtle(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as Turtle."""
    yield _in_order(ox.serialize(triples_of(quads), format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b"")


def trig(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as TriG, the default graph first."""
    yield _in_order(ox.serialize(quads_of(quads), format=ox.RdfFormat.TRIG, prefixes=PREFIXES) or b"")


def _in_order(written: bytes) -> bytes:
    """The text with its prefixes sorted, those that it does not use left out."""
    *head, body = written.split(b"\n", len(PREFIXES))
    used = sorted(line for line in head if line.split(maxsplit=2)[1] in body)
    return b"\n".join([*used, b"", body])
