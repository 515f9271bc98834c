"""Graphs as wholes: what the SPARQL 1.1 Graph Store HTTP Protocol reads, as jobs."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.errors import NotFoundError
from kg.store.database import Store
from kg.store.replies import Head, write_triples


class Reading(BaseModel):
    """A graph to read, by its IRI, None for the default graph; and the format of `GRAPH_FORMATS` to write it in."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    graph: str | None
    format: str
    rows: int = 100_000
    bytes: int = 1 << 26


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write a graph (`Reading`) into a binary file. Raises `NotFoundError` where there is no such graph."""
    asked = Reading.model_validate(arguments)
    if not store.has_graph(asked.graph):
        raise NotFoundError("graph", "there is no such graph", "ask the endpoint for those there are")
    return write_triples(store.triples(asked.graph), asked.format, out, rows=asked.rows, bytes=asked.bytes)
