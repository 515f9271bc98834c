"""The formats: their names, suffixes and writers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.errors import FormatError
from kg.exporters.jsonld import jsonld
from kg.exporters.lines import nquads, ntriples
from kg.exporters.rdfxml import rdfxml
from kg.exporters.turtle import trig, turtle
from kg.terms import Quad


class Format(NamedTuple):
    """A format: its suffixes (the usual one first), whether it has named graphs, and what writes it."""

    suffixes: tuple[str, ...]
    graphs: bool
    write: Callable[[Iterable[Quad]], Iterator[bytes]]


FORMATS: Mapping[str, Format] = {
    "nquads": Format((".nq",), True, nquads),
    "ntriples": Format((".nt",), False, ntriples),
    "turtle": Format((".ttl",), False, turtle),
    "trig": Format((".trig",), True, trig),
    "rdfxml": Format((".rdf", ".xml", ".owl"), False, rdfxml),
    "jsonld": Format((".jsonld", ".json"), True, jsonld),
}
"""The formats by name. Those without named graphs get the union of all graphs."""


def format_of(asked: str | Path) -> str:
    """The name of the format that is asked for by name, or by the suffix of a path.

    Raises `FormatError` that lists the formats.

    >>> format_of("turtle"), format_of("out/graph.TTL")
    ('turtle', 'turtle')
    """
    if str(asked) in FORMATS:
        return str(asked)
    suffix = Path(asked).suffix.lower()
    for name, format in FORMATS.items():
        if suffix in format.suffixes:
            return name
    known = ", ".join(f"{name} ({' '.join(format.suffixes)})" for name, format in FORMATS.items())
    raise FormatError(asked, "nobody here writes this format", f"choose one of: {known}")


def pieces(quads: Iterable[Quad], format: str) -> Iterator[bytes]:
    """The quads in a format, in pieces. Raises `FormatError`."""
    return FORMATS[format_of(format)].write(quads)
