"""The kinds of stores: where each takes what, how it is told from others, and what it bounds.

Sources: SPARQL 1.1 Protocol and Graph Store Protocol, https://www.w3.org/TR/sparql11-protocol/ and
https://www.w3.org/TR/sparql11-http-rdf-update/; the documentation of each store for its addresses. Virtuoso 7.2.5,
Oxigraph 0.5 and `kg serve --update` (kg) were tried, the others were not.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from kg.errors import FormatError


class Kind(NamedTuple):
    """A kind of store: endings of addresses behind the store's own, and the sign in an answer's headers."""

    own: str = ""
    """What may stand behind the store's own address in one that is given for it: a pattern."""
    query: str = ""
    update: str = ""
    graphs: str | None = None
    """None where it has no Graph Store Protocol, or an address that cannot be known."""
    sign: str = ""
    """A pattern of its `Server` header."""
    place: str = ""
    """A pattern of its address."""
    union: Mapping[str, str] = {}
    """Parameters that make a query see all graphs, where its default graph is not the union already."""


KINDS: Mapping[str, Kind] = {
    "oxigraph": Kind(
        own="/(query|update|store)?",
        query="/query",
        update="/update",
        graphs="/store",
        sign="oxigraph",
        union={"union-default-graph": ""},
    ),
    "virtuoso": Kind(
        own="/(sparql(-auth|-graph-crud(-auth)?)?)?",
        query="/sparql",
        update="/sparql-auth",
        graphs="/sparql-graph-crud-auth",
        sign="virtuoso",
    ),
    "fuseki": Kind(own="/(query|sparql|update|data)?", query="/query", update="/update", graphs="/data", sign="fuseki"),
    "graphdb": Kind(
        own="(/statements|/rdf-graphs/service)?/?",
        update="/statements",
        graphs="/rdf-graphs/service",
        sign="graphdb|rdf4j",
        place=r"/repositories/[^/?]+",
    ),
    "neptune": Kind(
        own="/(sparql(/gsp)?/?)?", query="/sparql", update="/sparql", graphs="/sparql/gsp/", place=r"\.neptune\."
    ),
    "qlever": Kind(graphs="", sign="qlever"),
    "kg": Kind(own="/(sparql|data)?", query="/sparql", update="/sparql", graphs="/data"),
    "sparql": Kind(),
}
"""The kinds by name; the last one is any SPARQL 1.1 endpoint that takes queries and updates at one address."""


class Addresses(NamedTuple):
    """Where a store takes queries, updates and graphs (None: it does not)."""

    query: str
    update: str
    graphs: str | None


def kind_of(url: str, server: str) -> str:
    """The kind of the store at an address that answers with this `Server` header."""
    for name, kind in KINDS.items():
        if kind.place and re.search(kind.place, url):
            return name
        if kind.sign and re.search(kind.sign, server, re.IGNORECASE):
            return name
    return "sparql"


def addresses(url: str, kind: str) -> Addresses:
    """The addresses of a store of a kind, of which one is given: `http://localhost:8890/sparql` or a shorter one.

    Raises `FormatError` where there is no such kind.

    >>> addresses("http://localhost:7878/", "oxigraph").update
    'http://localhost:7878/update'
    """
    if kind not in KINDS:
        raise FormatError(kind, "no such kind of store is known", f"choose one of {', '.join(KINDS)}")
    row = KINDS[kind]
    if kind == "sparql":
        return Addresses(url, url, None)
    root = re.sub(f"{row.own}$", "", url, count=1)
    return Addresses(root + row.query, root + row.update, None if row.graphs is None else root + row.graphs)
