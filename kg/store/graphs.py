"""Graphs as wholes: what the SPARQL 1.1 Graph Store HTTP Protocol reads, replaces, adds to and deletes, as jobs."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict

from kg.errors import InputError, NotFoundError
from kg.store.changes import Change
from kg.store.database import Store
from kg.store.replies import GRAPH_FORMATS, Head, write_triples


class Reading(BaseModel):
    """A graph to read, by its IRI, None for the default graph; and the format of `GRAPH_FORMATS` to write it in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    graph: str | None
    format: str
    rows: int = 100_000
    bytes: int = 1 << 26


class Part(BaseModel):
    """A document: its format, one of `GRAPH_FORMATS`, and its bytes in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: str
    data: str


class Writing(BaseModel):
    """A change of a graph: the documents become the whole of it (`replace`) or are added; None of them deletes it.

    `graph` is its IRI, None for the default graph; relative IRIs in the documents are resolved against `base`.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    graph: str | None
    parts: tuple[Part, ...] | None
    replace: bool = False
    base: str | None = None


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write a graph (`Reading`) into a binary file. Raises `NotFoundError` where there is no such graph."""
    asked = Reading.model_validate(arguments)
    if not store.has_graph(asked.graph):
        raise NotFoundError("graph", "there is no such graph", "ask the endpoint for those there are")
    return write_triples(store.triples(asked.graph), asked.format, out, rows=asked.rows, bytes=asked.bytes)


def change(store: Store, arguments: Mapping[str, Any], out: Any) -> Change:  # noqa: ANN401 (any binary file)
    """What a `Writing` is to do to a store that is open for reading; as JSON, whether the graph `is_new`.

    Raises `InputError` where a document cannot be read, and `NotFoundError` where a graph to delete is not there.
    """
    asked = Writing.model_validate(arguments)
    is_there = store.has_graph(asked.graph)
    if asked.parts is None and not is_there:
        raise NotFoundError("graph", "there is no such graph", "nothing is to be deleted")
    told = "".join(f"{triple} .\n" for part in asked.parts or () for triple in _triples(part, asked.base))
    steps = []
    if asked.graph is None:
        target, inserted = "DEFAULT", told
    else:
        target = f"GRAPH {ox.NamedNode(asked.graph)}"
        inserted = f"{target} {{ {told} }}"
    if asked.parts is None or asked.replace:
        steps.append(f"DROP SILENT {target}")
    if asked.parts is not None and asked.graph is not None:
        steps.append(f"CREATE SILENT {target}")  # a graph of nothing is a graph
    if told:
        steps.append(f"INSERT DATA {{ {inserted} }}")
    text = " ;\n".join(steps)
    store.refuse_faulty(text)
    out.write(json.dumps({"is_new": not is_there}).encode())
    return Change(text, None, Head(format="json"))


def _triples(part: Part, base: str | None) -> Iterator[ox.Triple]:
    """The triples of a document, whose blank nodes are its own."""
    data = base64.b64decode(part.data)
    if part.format == "rdfxml" and b"<!ENTITY" in data:
        raise InputError("body", "RDF/XML with entities is refused", "write it as Turtle")
    try:
        for quad in ox.parse(data, format=GRAPH_FORMATS[part.format], base_iri=base, rename_blank_nodes=True):
            if not isinstance(quad.graph_name, ox.DefaultGraph):
                raise InputError("body", "it has graphs of its own", "send the triples of one graph")
            yield quad.triple
    except (SyntaxError, ValueError) as error:
        raise InputError("body", str(error), "mend the document") from None
