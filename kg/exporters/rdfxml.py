"""RDF/XML: the form of OWL tools.

Source: https://www.w3.org/TR/rdf-syntax-grammar/.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exporters.nodes import triples_of
from kg.terms import PREFIXES, Quad


def rdfxml(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as RDF/XML."""
    written = ox.serialize(triples_of(quads), format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    yield written.replace(b"\r", b"&#13;")  # as it stands, every XML parser reads it as a line feed (XML 1.0, 2.11)
    yield b"\n"
