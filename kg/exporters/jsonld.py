"""JSON-LD: the form of web developers, with the prefixes of `kg.terms` as its context.

Source: https://www.w3.org/TR/json-ld11/.
"""

import json
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.exporters.nodes import quads_of
from kg.terms import PREFIXES, RDF, Quad, value

_NAMESPACES = sorted(((iri, prefix) for prefix, iri in PREFIXES.items()), reverse=True)
_TYPE = value(RDF.type)


def jsonld(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as JSON-LD: the nodes of the default graph, then each named graph with its nodes."""
    expanded = json.loads(ox.serialize(quads_of(quads), format=ox.RdfFormat.JSON_LD) or b"[]")
    document = {"@context": PREFIXES, "@graph": [_short(node) for node in expanded]}
    yield json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")
    yield b"\n"


def _short(node: dict[str, object]) -> dict[str, object]:
    """A node, graph or value with prefixed names for properties, classes and datatypes."""
    short: dict[str, object] = {}
    for key, told in node.items():
        if key == _TYPE and isinstance(told, list):
            short["@type"] = [_prefixed(kind["@id"]) for kind in told]
        elif key == "@type" and isinstance(told, str):
            short[key] = _prefixed(told)
        elif isinstance(told, list):
            short[_prefixed(key)] = [_short(item) for item in told]
        else:
            short[key] = told
    return short


def _prefixed(iri: str) -> str:
    """An IRI as a prefixed name where there is a prefix for it; keywords stay."""
    for namespace, prefix in _NAMESPACES:
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
