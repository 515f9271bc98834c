"""Turtle and TriG: the forms for people, grouped by subject, with the prefixes of `kg.terms`.

Sources: https://www.w3.org/TR/turtle/, https://www.w3.org/TR/trig/.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exporters.blocks import blocks, triple_blocks
from kg.exporters.heads import headed
from kg.terms import DEFAULT_GRAPH, PREFIXES, Quad

_MARKS = (b"\n", b"\t", b" ", b"^")


def turtle(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as Turtle."""
    return headed((_body(block, ox.RdfFormat.TURTLE) for block in triple_blocks(quads)), _prefixes, _MARKS)


def trig(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as TriG, the default graph first, each graph once."""
    return headed(_graphs(quads), _prefixes, _MARKS)


def _graphs(quads: Iterable[Quad]) -> Iterator[bytes]:
    before = DEFAULT_GRAPH
    for graph, block in blocks(quads):
        body = _body(block, ox.RdfFormat.TRIG)
        if graph:
            opening, line_end, body = body.partition(b"\n")
            if graph != before:
                yield (b"}\n" if before else b"") + opening + line_end
            body = body.removesuffix(b"}\n")
        before = graph
        yield body
    if before:
        yield b"}\n"


def _body(block: Iterable[ox.Quad] | Iterable[ox.Triple], format: ox.RdfFormat) -> bytes:
    """What the engine writes, without its prefixes."""
    written = ox.serialize(block, format=format, prefixes=PREFIXES) or b""
    return written.split(b"\n", len(PREFIXES))[-1]


def _prefixes(used: list[str]) -> bytes:
    return "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in used).encode() + b"\n"
