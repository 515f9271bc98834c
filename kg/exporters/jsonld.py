"""JSON-LD: the form of web developers, with the prefixes of `kg.terms` as its context.

Source: https://www.w3.org/TR/json-ld11/.
"""

import json
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kg.exporters.nodes import quads_of
from kg.terms import PREFIXES, RDF, Quad, value

_TYPE = value(RDF.type)


def jsonld(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as JSON-LD: the nodes of the default graph, then each named graph with its nodes."""
    expanded = ox.serialize(quads_of(quads), format=ox.RdfFormat.JSON_LD) or b"[]"
    # an IRI whose scheme is a prefix (`org:x`) would be read as a prefixed name
    prefixes = {prefix: iri for prefix, iri in PREFIXES.items() if f'"{prefix}:'.encode() not in expanded}
    document = {"@context": prefixes, "@graph": [_short(node, prefixes) for node in json.loads(expanded)]}
    yield json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")
    yield b"\n"


def _short(node: Mapping[str, object], prefixes: Mapping[str, str]) -> dict[str, object]:
    """A node, graph or value with prefixed names for properties, classes and datatypes."""
    short: dict[str, object] = {}
    for key, told in node.items():
        if key == _TYPE and isinstance(told, list):
            short["@type"] = [_prefixed(kind["@id"], prefixes) for kind in told]
        elif key == "@type" and isinstance(told, str):
            short[key] = _prefixed(told, prefixes)
        elif isinstance(told, list):
            short[_prefixed(key, prefixes)] = [_short(item, prefixes) for item in told]
        else:
            short[key] = told
    return short


def _prefixed(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI as a prefixed name where there is a prefix for it; keywords stay."""
    found = max((p for p in prefixes if iri.startswith(prefixes[p])), key=lambda p: len(prefixes[p]), default=None)
    return f"{found}:{iri[len(prefixes[found]) :]}" if found else iri
