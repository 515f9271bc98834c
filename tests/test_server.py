"""The endpoint as its askers see it, over HTTP against a real server."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.served import Server, served, store_at

GRAPH = """
@prefix : <http://example.org/> .
:a :p 1, 2, 3 ; :says "he said \\"},{\\" and\\r\\nleft, <b>&amp;</b>" .
:b :p 4 ; :name "乙"@zh .
"""
RESULTS = {
    "application/sparql-results+json": ox.QueryResultsFormat.JSON,
    "application/sparql-results+xml": ox.QueryResultsFormat.XML,
    "text/tab-separated-values": ox.QueryResultsFormat.TSV,
}
GRAPHS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/n-quads": ox.RdfFormat.N_QUADS,
    "application/trig": ox.RdfFormat.TRIG,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
}
ALL = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = store_at(tmp_path_factory.mktemp("server") / "store", GRAPH)
    with served(store, "--workers", "1", "--rows", "1000", "--bytes", "100000") as running:
        yield running


def test_it_is_healthy(server: Server) -> None:
    assert (server.get("/health").status, server.get("/health").text) == (200, "ok\n")


@pytest.mark.parametrize("media_type", sorted(RESULTS))
def test_results_come_in_the_format_asked_for(server: Server, media_type: str) -> None:
    reply = server.query(ALL, accept=media_type)
    assert (reply.status, reply.type) == (200, media_type)
    found = ox.parse_query_results(reply.body, format=RESULTS[media_type])
    assert isinstance(found, ox.QuerySolutions)
    assert len(list(found)) == 6


@pytest.mark.parametrize("media_type", sorted(GRAPHS))
def test_graphs_come_in_the_format_asked_for(server: Server, media_type: str) -> None:
    reply = server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept=media_type)
    assert (reply.status, reply.type) == (200, media_type)
    assert len(list(ox.parse(reply.body, format=GRAPHS[media_type]))) == 6


def test_what_no_format_fits_is_not_acceptable(server: Server) -> None:
    assert server.query("ASK {}", accept="image/png").status == 406
    assert server.query("ASK {}", accept="text/turtle").status == 406
    assert server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="text/csv").status == 406


def test_errors_are_one_line_with_the_place(server: Server) -> None:
    reply = server.query("SELECT * { ?s ?p")
    assert (reply.status, reply.type, reply.text.count("\n")) == (400, "text/plain", 1)
    assert "line 1" in reply.text


def test_the_dataset_of_the_protocol_counts(server: Server) -> None:
    nothing = quote("http://example.org/nothing")
    reply = server.get(f"/sparql?query={quote('ASK { ?s ?p ?o }')}&default-graph-uri={nothing}")
    assert json.loads(reply.body)["boolean"] is False
    assert server.get(f"/sparql?query={quote('ASK {}')}&default-graph-uri=no").status == 400


def test_a_foreign_host_is_refused(server: Server) -> None:
    assert server.get("/health", host="evil.example").status == 421
    assert server.get("/health", host="localhost:1234").status == 200


def test_it_says_when_it_is_cut(tmp_path: Path) -> None:
    with served(store_at(tmp_path / "store", GRAPH), "--workers", "1", "--rows", "2") as server:
        reply = server.query(ALL)
        assert reply.headers["kg-truncated"] == "rows=2"
        found = json.loads(reply.body)
        assert (len(found["results"]["bindings"]), found["head"]["truncated"]) == (2, {"rows": 2})
        assert "kg-truncated" not in server.query(f"{ALL} LIMIT 2").headers
        reply = server.query("CONSTRUCT WHERE { ?s ?p ?o }", accept="application/n-triples")
        assert (reply.headers["kg-truncated"], len(reply.text.splitlines())) == ("rows=2", 3)


def test_it_ends_with_code_0_and_leaves_nothing(tmp_path: Path) -> None:
    with served(store_at(tmp_path / "store", GRAPH), "--workers", "2") as server:
        assert len(server.children()) == 2
    assert server.process.returncode == 0


def test_what_takes_too_long_is_ended_and_the_next_is_answered(tmp_path: Path) -> None:
    many = " ".join(f":s{i} :p :o{i} ." for i in range(2000))
    store = store_at(tmp_path / "store", f"@prefix : <http://example.org/> . {many}")
    with served(store, "--workers", "1", "--seconds", "1") as server:
        slow = server.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        assert (slow.status, "1 seconds" in slow.text) == (504, True)
        assert server.query("ASK { ?s ?p ?o }").status == 200, "it waits for the process that is started anew"
        assert server.get("/health").status == 200


def test_the_options_have_the_defaults_of_the_limits() -> None:
    from inspect import signature

    from kg.cli.serving import serve
    from kg.workers import Limits

    options = signature(serve).parameters
    for name, field in Limits.model_fields.items():
        if name != "workers":  # as many as there are cores
            assert options[{"bytes": "size"}.get(name, name)].default == field.default


@pytest.mark.parametrize(
    "options",
    [
        ["nothing"],
        ["out", "--update"],
        ["out", "--rows", "0"],
        ["out", "--port", "70000"],
        ["out", "--log", "no/where"],
        ["out", "--port", "TAKEN", "--cache", "cache"],
    ],
)
def test_what_cannot_be_served_is_one_line(tmp_path: Path, options: list[str]) -> None:
    import contextlib

    from typer.testing import CliRunner

    from kg.cli import app

    (tmp_path / "out").mkdir()
    store_at(tmp_path / "out" / "store")
    with contextlib.chdir(tmp_path), socket.create_server(("127.0.0.1", 0)) as other:
        options = [str(other.getsockname()[1]) if option == "TAKEN" else option for option in options]
        done = CliRunner().invoke(app, ["serve", *options], env={"KG_TOKEN": "short"})
    assert not (tmp_path / "cache").exists(), "an index is made before the port is had"
    assert done.exit_code in (1, 2)
    assert "Traceback" not in done.output
    assert isinstance(done.exception, SystemExit)


def test_messages_in_the_log_tell_the_time_as_requests_do() -> None:
    import logging

    from kg.cli.serving import _Lines

    record = logging.makeLogRecord({"name": "kg.server", "msg": "甲", "levelname": "INFO", "created": 0.5})
    assert json.loads(_Lines().format(record)) == {"time": "1970-01-01T00:00:00Z", "level": "info", "message": "甲"}
