"""The W3C's own tests of services, from a folder of w3c/rdf-tests that the environment variable RDF_TESTS names.

A manifest says what is sent, in order, and what has to come back; `entries` reads them, `play` sends one to a real
server and raises `AssertionError` where it answers otherwise. Both know nothing of one suite: protocol, Graph Store
Protocol and service description are told in the same words.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests.served import Reply, Server

ROOT = os.environ.get("RDF_TESTS")
needed = pytest.mark.skipif(not ROOT, reason="RDF_TESTS names no folder of w3c/rdf-tests")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
STATUS = "http://www.w3.org/2011/http-statusCodes#"


def folder(suite: str) -> Path:
    """The folder of a suite such as `protocol`; a folder that is not there where RDF_TESTS is not set."""
    root = Path(ROOT or "none")
    found = [path for path in (root / "sparql11" / suite, root / "sparql" / "sparql11" / suite) if path.is_dir()]
    return found[0] if found else root / suite


class Node:
    """A resource of a manifest, asked for its values by the IRIs of properties."""

    def __init__(self, graph: ox.Store, term: Any) -> None:  # noqa: ANN401 (any term)
        self.graph, self.term = graph, term

    def all(self, predicate: str) -> "list[Node]":
        found = self.graph.quads_for_pattern(self.term, ox.NamedNode(predicate), None, None)
        return [Node(self.graph, quad.object) for quad in found]

    def one(self, predicate: str) -> "Node | None":
        return next(iter(self.all(predicate)), None)

    def text(self, predicate: str, otherwise: str = "") -> str:
        found = self.one(predicate)
        return str(found.term.value) if found else otherwise

    def list(self, predicate: str) -> "list[Node]":
        items, at = [], self.one(predicate)
        while at is not None and (first := at.one(f"{RDF}first")) is not None:
            items.append(first)
            at = at.one(f"{RDF}rest")
        return items

    @property
    def name(self) -> str:
        return str(self.term.value).rpartition("#")[2]


def entries(suite: str, manifest: str = "manifest.ttl") -> list[Node]:
    """The tests of a suite, in order; none where RDF_TESTS is not set."""
    path = folder(suite) / manifest
    if not path.is_file():
        return []
    graph = ox.Store()
    graph.load(path.read_bytes(), format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return Node(graph, ox.NamedNode(path.as_uri())).list(f"{MF}entries")


def data(entry: Node) -> Iterator[tuple[str, Path]]:
    """The graphs that a test begins with: their names and their files."""
    for each in entry.all(f"{UT}graphData"):
        yield each.text(f"{RDFS}label"), _file(each.text(f"{UT}graph"))


def _file(uri: str) -> Path:
    return Path(uri.removeprefix("file://"))


def play(
    entry: Node, server: Server, place: Callable[[str], str], more: Mapping[str, str], variables: dict[str, str]
) -> None:
    """Send the requests of a test, each to `place(its path)` with `more` headers, and check each reply.

    `variables` are replaced in paths and bodies; `mf:expectedLocation` adds to them.
    """
    action = entry.one(f"{MF}action")
    assert action is not None
    requests = action.list(f"{HT}requests")
    assert requests, "the manifest says nothing to send"
    for request in requests:
        reply = _send(request, server, place, more, variables)
        wanted = request.one(f"{HT}resp")
        assert wanted is not None
        check(wanted, reply, variables)


def _send(
    request: Node, server: Server, place: Callable[[str], str], more: Mapping[str, str], variables: Mapping[str, str]
) -> Reply:
    def filled(text: str) -> str:
        for name, value in variables.items():
            text = text.replace(name, value)
        return text

    headers = {h.text(f"{HT}fieldName"): h.text(f"{HT}fieldValue") for h in request.list(f"{HT}headers")}
    body = request.one(f"{HT}body")
    sent = None
    if body is not None:
        sent = filled(body.text(f"{CNT}chars")).encode(body.text(f"{CNT}characterEncoding", "UTF-8"))
    path = place(filled(request.text(f"{HT}absolutePath")))
    return server.ask(request.text(f"{HT}methodName"), path, sent, {**headers, **more})


def check(wanted: Node, reply: Reply, variables: dict[str, str]) -> None:
    """Compare a reply with what a manifest wants."""
    statuses = [each.name for each in wanted.all(f"{MF}expectedStatus")]
    assert not statuses or any(_is(reply.status, status) for status in statuses), (reply.status, statuses, reply.body)
    format = wanted.text(f"{MF}expectedFormat")
    if format in ("boolean", "tabular"):
        assert reply.type in ("application/sparql-results+json", "application/sparql-results+xml"), reply.type
        form = ox.QueryResultsFormat.from_media_type(reply.type)
        found = ox.parse_query_results(reply.body, format=form)
        assert isinstance(found, ox.QueryBoolean) == (format == "boolean")
        if (truth := wanted.one(f"{MF}expectedBoolean")) is not None:
            assert bool(found) == (truth.term.value in ("true", "1"))
    elif format == "RDF":
        rdf = ox.RdfFormat.from_media_type(reply.type)
        assert rdf is not None, reply.type
        list(ox.parse(reply.body, format=rdf))
    if (body := wanted.one(f"{HT}body")) is not None:
        assert canonical(reply.body, reply.type) == canonical(body.text(f"{CNT}chars").encode(), "text/turtle")
    if location := wanted.text(f"{MF}expectedLocation"):
        variables[location] = reply.headers["location"]


def canonical(data: bytes, media_type: str) -> set[str]:
    """The triples of a document, its blank nodes named by where they stand."""
    format = ox.RdfFormat.from_media_type(media_type)
    assert format is not None, media_type
    dataset = ox.Dataset(ox.parse(data, format=format))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


_NAMED = {"OK": 200, "Created": 201, "Accepted": 202, "NoContent": 204, "NotFound": 404, "Conflict": 409}


def _is(status: int, wanted: str) -> bool:
    if wanted.startswith("StatusCode"):
        return str(status)[0] == wanted.removeprefix("StatusCode")[0]
    return status == _NAMED[wanted]
