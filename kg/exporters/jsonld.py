"""JSON-LD: the form of web developers, with the context that `ontology/context.jsonld` publishes.

A node a line; what a property says is always a list. Source: https://www.w3.org/TR/json-ld11/.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import pyoxigraph as ox

from kg import ontology
from kg.errors import FormatError
from kg.exporters.blocks import blocks
from kg.terms import PREFIXES, RDF, Quad, value

_TYPE = value(RDF.type)
_LONGEST_FIRST = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))
_LIKE_PREFIXED = re.compile(rf'"(?:{"|".join(PREFIXES)}):')
"""How an IRI begins whose scheme is a prefix (`org:x`): by the context it would be read as a prefixed name."""

_Node = dict[str, Any]
"""A node object as JSON has it."""


def jsonld(quads: Iterable[Quad]) -> Iterator[bytes]:
    """Quads as JSON-LD: the nodes of the default graph, then each named graph with its nodes.

    Raises `FormatError` where a triple is a term (RDF 1.2).
    """
    context = ontology.load().context
    types = {key: said["@type"] for key, said in context.items() if isinstance(said, Mapping)}
    yield f'{{\n"@context": {json.dumps(dict(context))},\n"@graph": ['.encode()
    before = "\n"
    for graph, group in groupby(blocks(quads), key=lambda item: item[0]):
        is_alone = False
        if graph:
            is_alone = _LIKE_PREFIXED.match(json.dumps(value(graph))) is not None
            head = {"@context": None, "@id": value(graph)} if is_alone else {"@id": value(graph)}
            yield f'{before}{_said(head)[:-1]}, "@graph": ['.encode()
            before = "\n"
        for _, block in group:
            for node in _nodes(block):
                yield f"{before}{_said(node if is_alone else _compact(node, types))}".encode()
                before = ",\n"
        if graph:
            yield b"\n]}"
    yield b"\n]\n}\n"


def _nodes(block: list[ox.Quad]) -> list[_Node]:
    """The nodes of a block, which is of one graph, expanded."""
    triples = (quad.triple for quad in block)
    try:
        nodes: list[_Node] = json.loads(ox.serialize(triples, format=ox.RdfFormat.JSON_LD) or b"[]")
    except OSError as error:  # the engine's words about a triple that is a term
        raise FormatError("jsonld", str(error), "choose nquads, trig or turtle") from None
    return nodes


def _said(node: _Node) -> str:
    return json.dumps(node, ensure_ascii=False)


def _compact(node: _Node, types: Mapping[str, str]) -> _Node:
    """A node as the context has it; one with IRIs that the context would change stays expanded, without it."""
    if _LIKE_PREFIXED.search(_said(node)):
        return {"@context": None, **node}
    compact: _Node = {}
    for key, told in node.items():
        if key == _TYPE and all("@id" in kind for kind in told):
            compact["@type"] = [_prefixed(kind["@id"]) for kind in told]
        elif key == "@type":
            compact[key] = list(map(_prefixed, told))
        elif key.startswith("@"):
            compact[key] = told
        else:
            name = _prefixed(key)
            compact[name] = [_value(item, types.get(name)) for item in told]
    return compact


def _value(item: _Node, type: str | None) -> Any:  # noqa: ANN401 (a value of JSON)
    """A value; the text alone where the context says the rest."""
    if type == "@id":
        return item.get("@id", item)
    if "@type" not in item:
        return item
    datatype = _prefixed(item["@type"])
    return item["@value"] if datatype == type else {**item, "@type": datatype}


def _prefixed(iri: str) -> str:
    """An IRI as a prefixed name where there is a prefix for it, and a reader would not take that for an IRI."""
    found = next((item for item in _LONGEST_FIRST if iri.startswith(item[1])), None)
    return f"{found[0]}:{iri[len(found[1]) :]}" if found and not iri.startswith("//", len(found[1])) else iri
