"""RDF/XML: the form of OWL tools.

Source: https://www.w3.org/TR/rdf-syntax-grammar/.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import FormatError
from kg.exporters.blocks import triple_blocks
from kg.exporters.heads import headed
from kg.terms import PREFIXES, Quad

_OPENING, _CLOSING = b"<rdf:RDF ", b"</rdf:RDF>"


def rdfxml(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as RDF/XML.

    Raises `FormatError` where a property or class is no XML name at its end, which RDF/XML cannot say, and for what
    RDF 1.2 adds.
    """
    yield from headed(map(_body, triple_blocks(quads)), _head, (b"<", b" "))
    yield _CLOSING + b"\n"


def _body(block: list[ox.Triple]) -> bytes:
    """What the engine writes, without the root."""
    written = ox.serialize(block, format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    if b' rdf:version="' in written:  # in a text the mark would be &quot;
        what = "the graph has triples as terms, or directions of texts (RDF 1.2)"
        raise FormatError("rdfxml", what, "choose nquads, trig or turtle")
    if b"<oxprefix: " in written:  # the engine's way out, which is not well formed; in a text it would be &lt;
        raise FormatError("rdfxml", "the IRI of a property or class ends in no XML name", "choose another format")
    # as it stands, every XML parser reads a carriage return as a line feed (XML 1.0, 2.11)
    body = written.partition(_OPENING)[2].partition(b">\n")[2]
    return body.removesuffix(_CLOSING).replace(b"\r", b"&#13;")


def _head(used: list[str]) -> bytes:
    namespaces = " ".join(f'xmlns:{prefix}="{PREFIXES[prefix]}"' for prefix in sorted({"rdf", *used}))
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + _OPENING + namespaces.encode() + b">\n"
