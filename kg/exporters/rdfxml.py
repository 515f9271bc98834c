"""RDF/XML: the form of OWL tools.

Source: https://www.w3.org/TR/rdf-syntax-grammar/.
"""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import FormatError
from kg.exporters.nodes import triples_of
from kg.terms import PREFIXES, Quad

_ROOT = b"<rdf:RDF "


def rdfxml(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The union of all graphs as RDF/XML.

    Raises `FormatError` where a property or class is no XML name at its end: RDF/XML cannot say that.
    """
    written = ox.serialize(triples_of(quads), format=ox.RdfFormat.RDF_XML, prefixes=PREFIXES) or b""
    if b"<oxprefix: " in written:  # the engine's way out, which is not well formed; in a text it would be &lt;
        raise FormatError("rdfxml", "the IRI of a property or class ends in no XML name", "choose another format")
    # as it stands, every XML parser reads a carriage return as a line feed (XML 1.0, 2.11)
    yield _in_order(written).replace(b"\r", b"&#13;")
    yield b"\n"


def _in_order(written: bytes) -> bytes:
    """The document with the namespaces of its root sorted, those that it does not use left out."""
    before, root, after = written.partition(_ROOT)
    declared, end, body = after.partition(b">")
    used = sorted(each for each in declared.split() if _is_used(each, body))
    return before + root + b" ".join(used) + end + body


def _is_used(declaration: bytes, body: bytes) -> bool:
    """Whether an attribute such as `xmlns:fa="…"` declares a prefix of some element or attribute."""
    prefix = declaration.partition(b"=")[0].removeprefix(b"xmlns:")
    return prefix == b"rdf" or b"<" + prefix + b":" in body or b" " + prefix + b":" in body
