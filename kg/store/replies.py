"""Replies to queries as bytes, in the formats of the web, within limits of rows and bytes.

This is what a process of `kg.workers` does with a query. Media types are the business of whoever asks; here formats
have short names: `json`, `xml`, `csv` and `tsv` for SELECT and ASK, and those of `GRAPH_FORMATS` for CONSTRUCT and
DESCRIBE.
"""

import io
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, cast

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict

from kg.errors import FormatError
from kg.store.cutting import Cutter, EnoughError
from kg.store.database import ANSWER_FORMATS, Store
from kg.terms import PREFIXES, Quad

GRAPH_FORMATS: Mapping[str, ox.RdfFormat] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
"""The formats in which the triples of CONSTRUCT and DESCRIBE are written."""

_REMARKS = {"rdfxml": "\n<!-- truncated: {0}={1} -->\n", "jsonld": ""}


class Head(BaseModel):
    """What is said of a reply beside its bytes.

    `format` is a short name as above or a media type; `truncated` says what cut it, as `("rows", 100000)`; `count` is
    how many rows, triples or items it has, where that is known; `lead` goes in front of the bytes.
    """

    model_config = ConfigDict(frozen=True)

    format: str
    truncated: tuple[str, int] | None = None
    count: int | None = None
    lead: str = ""


class Query(BaseModel):
    """A query with all that a reply depends on.

    `results` and `graph` are the formats that the asker takes for either kind of result, None for none. The dataset is
    that of the protocol: IRIs of the graphs that make up the default graph and of the named graphs; None means the
    query's own FROM, or the union of all graphs.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    results: str | None = "json"
    graph: str | None = "turtle"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    base: str | None = None
    rows: int = 100_000
    bytes: int = 1 << 26


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Run a `Query` and write its result into a binary file, cut where a limit is reached.

    Raises `QueryError` as `Store.query`, and `FormatError` where the asker takes no format for this kind of result.
    """
    query = Query.model_validate(arguments)
    result = store.run(
        query.text, base=query.base, default_graphs=query.default_graphs, named_graphs=query.named_graphs
    )
    if isinstance(result, ox.QueryTriples):
        return _write_graph(result, query, out)
    if query.results is None:
        raise FormatError("Accept", "SELECT and ASK give results, no graph", "accept one of their formats")
    format = ANSWER_FORMATS[query.results]
    if isinstance(result, ox.QueryBoolean):
        out.write(result.serialize(format=format))
        return Head(format=query.results, count=1)
    cutter = Cutter(out, query.results, query.rows, query.bytes)
    with suppress(EnoughError):
        result.serialize(cast(Any, cutter), format=format)
    cutter.finish()
    lead = cutter.lead.decode("utf-8")
    return Head(format=query.results, truncated=cutter.truncated, count=cutter.count, lead=lead)


def _write_graph(triples: ox.QueryTriples, query: Query, out: Any) -> Head:  # noqa: ANN401
    if query.graph is None:
        raise FormatError("Accept", "CONSTRUCT and DESCRIBE give a graph, no table", "accept a format of RDF")
    return write_triples(triples, query.graph, out, rows=query.rows, bytes=query.bytes)


def write_graph(quads: Iterable[Quad], name: str, out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write quads as the triples of one graph, in a format of `GRAPH_FORMATS`, into a binary file."""
    lines = "".join(quad.line() for quad in quads)
    triples = (quad.triple for quad in ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    return write_triples(triples, name, out)


def construct(store: Store, text: str) -> Iterator[str] | None:
    """What a query makes as lines of N-Triples without their ends, perhaps repeated; None where it makes no graph.

    They are as fast as can be, and not to be interrupted while the engine makes them. Raises as `Store.query`.
    """
    result = store.run(text)
    if not isinstance(result, ox.QueryTriples):
        return None
    lines = io.BytesIO(cast(bytes, result.serialize(format=ox.RdfFormat.N_TRIPLES)))
    return (line.removesuffix(b" .\n").decode() for line in lines)


def write_triples(
    triples: Iterable[ox.Triple],
    name: str,
    out: Any,  # noqa: ANN401 (any binary file)
    *,
    rows: int = sys.maxsize,
    bytes: int = sys.maxsize,
) -> Head:
    """Write triples in a format of `GRAPH_FORMATS` into a binary file, cut where a limit is reached."""
    format = GRAPH_FORMATS[name]
    counted = _Counted(out)
    some = _Some(triples, rows, bytes, counted, format.supports_datasets)
    prefixes = PREFIXES if name in ("turtle", "trig", "rdfxml") else None
    ox.serialize(cast(Any, some), cast(Any, counted), format=format, prefixes=prefixes)
    if some.truncated is not None:
        out.write(_REMARKS.get(name, "# truncated: {0}={1}\n").format(*some.truncated).encode())
    return Head(format=name, truncated=some.truncated, count=some.count)


class _Counted:
    """A binary file that knows how much was written."""

    def __init__(self, out: Any) -> None:  # noqa: ANN401 (any binary file)
        self._out, self.size = out, 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        self._out.write(data)
        return len(data)

    def flush(self) -> None:
        self._out.flush()


class _Some:
    """The triples up to the limits; quads of the default graph for formats that have graphs."""

    def __init__(self, triples: Iterable[ox.Triple], rows: int, bytes: int, counted: _Counted, quads: bool) -> None:
        self._triples, self._rows, self._bytes, self._counted, self._quads = triples, rows, bytes, counted, quads
        self.count = 0
        self.truncated: tuple[str, int] | None = None

    def __iter__(self) -> Iterator[ox.Triple | ox.Quad]:
        for triple in self._triples:
            if self.count == self._rows:
                self.truncated = ("rows", self._rows)
                return
            if self._counted.size > self._bytes:
                self.truncated = ("bytes", self._bytes)
                return
            self.count += 1
            yield ox.Quad(triple.subject, triple.predicate, triple.object) if self._quads else triple
