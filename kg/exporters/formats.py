"""The one table of formats: their names, suffixes and writers."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from kg.errors import FormatError
from kg.exporters.characters import replaced
from kg.exporters.csv import csv
from kg.exporters.gexf import gexf
from kg.exporters.graphml import graphml
from kg.exporters.jsonld import jsonld
from kg.exporters.lines import nquads, ntriples
from kg.exporters.neo4j import neo4j
from kg.exporters.packing import PACKINGS
from kg.exporters.parquet import parquet
from kg.exporters.rdfxml import rdfxml
from kg.exporters.turtle import trig, turtle
from kg.exporters.workbook import workbook
from kg.terms import Quad

File: TypeAlias = tuple[str, Iterator[bytes]]
"""A file of a folder: its name, and what stands in it, to be read before the next one is asked for."""


class Format(NamedTuple):
    """A format: its suffixes (the usual one first), what of the graph it holds, and what writes it.

    `write` makes the pieces of a file, `write_files` the files of a folder. Where it is `plain`, it cannot hold the
    characters that XML 1.0 leaves out; U+FFFD stands for them.
    """

    suffixes: tuple[str, ...]
    holds: Literal["quads", "triples", "network", "tables"]
    write: Callable[[Iterable[Quad]], Iterator[bytes]] | None = None
    write_files: Callable[[Iterable[Quad]], Iterator[File]] | None = None
    plain: bool = False

    @property
    def is_rdf(self) -> bool:
        """Whether this is a format of RDF: a file that holds all that the graph says."""
        return self.holds in ("quads", "triples")

    @property
    def graphs(self) -> bool:
        """Whether it has named graphs."""
        return self.holds == "quads"


FORMATS: Mapping[str, Format] = {
    "nquads": Format((".nq",), "quads", nquads),
    "ntriples": Format((".nt",), "triples", ntriples),
    "turtle": Format((".ttl",), "triples", turtle),
    "trig": Format((".trig",), "quads", trig),
    "rdfxml": Format((".rdf", ".xml", ".owl"), "triples", rdfxml, plain=True),
    "jsonld": Format((".jsonld", ".json"), "quads", jsonld),
    "csv": Format((".csv",), "tables", write_files=csv, plain=True),
    "parquet": Format((".parquet",), "tables", write_files=parquet),
    "excel": Format((".xlsx",), "tables", workbook, plain=True),
    "graphml": Format((".graphml",), "network", graphml, plain=True),
    "gexf": Format((".gexf",), "network", gexf, plain=True),
    "neo4j": Format((".neo4j",), "network", write_files=neo4j, plain=True),
}
"""The formats by name. Those without named graphs get the union of all graphs."""

RDF: Mapping[str, Format] = {name: format for name, format in FORMATS.items() if format.is_rdf}
"""The formats of RDF by name."""


def format_of(asked: str | Path, among: Mapping[str, Format] = FORMATS) -> str:
    """The name of the format that is asked for by name, by its suffix, or by that of a path, packed or not.

    Raises `FormatError` that lists the formats.

    >>> format_of("turtle"), format_of("ttl"), format_of("out/graph.TTL"), format_of("graph.nq.gz")
    ('turtle', 'turtle', 'turtle', 'nquads')
    """
    if str(asked) in among:
        return str(asked)
    path = Path(asked)
    suffix = Path(path.stem if path.suffix.lower() in PACKINGS else path).suffix.lower()
    for name, format in among.items():
        if suffix in format.suffixes or f".{str(asked).lower()}" in format.suffixes:
            return name
    known = ", ".join(f"{name} ({' '.join(format.suffixes)})" for name, format in among.items())
    raise FormatError(asked, "nobody here writes this format", f"choose one of: {known}")


def pieces(quads: Iterable[Quad], format: str) -> Iterator[bytes]:
    """The quads in a format that is one file, in pieces. Raises `FormatError`."""
    name = format_of(format)
    write = FORMATS[name].write
    if write is None:
        raise FormatError(format, f"{name} is a folder of files", "name a folder to write it to")
    return write(holdable(quads, FORMATS[name]))


def holdable(
    quads: Iterable[Quad], format: Format, on_replaced: Callable[[int], object] | None = None
) -> Iterable[Quad]:
    """The quads with what a format can hold; how many texts were changed for it is told at the end, if any was."""
    return replaced(quads, on_replaced) if format.plain else quads


def packed(pieces: Iterator[bytes], path: Path) -> Iterator[bytes]:
    """Pieces packed as the last suffix of the path says, if it says so."""
    pack = PACKINGS.get(path.suffix.lower())
    return pack(pieces) if pack else pieces
