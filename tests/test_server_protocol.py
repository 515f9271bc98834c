"""The SPARQL 1.1 Protocol by cases of our own, updates that stay, newer builds that are noticed, and a graceful end."""

import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest

from tests.served import LONG, Server, served, store_at, wait_until

TOKEN = "the token of the tests"
DATA = "@prefix : <http://example.org/> . :a :in 'default' . "
QUADS = "@prefix : <http://example.org/> . :g1 { :b :in 'one' } :g2 { :c :in 'two' }"
ALL = "SELECT ?x { ?s <http://example.org/in> ?x }"
NAMED = "SELECT ?x { GRAPH ?g { ?s <http://example.org/in> ?x } }"
ONE, TWO = "http://example.org/g1", "http://example.org/g2"
WRITES = {"Authorization": f"Bearer {TOKEN}"}
QUERY, UPDATE, FORM = (
    {"Content-Type": f"application/{name}"} for name in ("sparql-query", "sparql-update", "x-www-form-urlencoded")
)


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_at(tmp_path / "store", DATA, quads=QUADS)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with served(store_at(tmp_path_factory.mktemp("read") / "store", DATA, quads=QUADS), "--workers", "1") as running:
        yield running


def found(server: Server, query: str, dataset: str = "") -> set[str]:
    reply = server.get(f"/sparql?query={quote(query)}{dataset}")
    assert reply.status == 200, reply.body
    return {row["x"]["value"] for row in json.loads(reply.body)["results"]["bindings"]}


def test_the_graphs_of_a_query_are_chosen_by_the_protocol(reading: Server) -> None:
    assert found(reading, ALL) == {"default", "one", "two"}
    assert found(reading, NAMED) == {"one", "two"}
    assert found(reading, ALL, f"&default-graph-uri={ONE}") == {"one"}
    assert found(reading, ALL, f"&default-graph-uri={ONE}&default-graph-uri={TWO}") == {"one", "two"}
    assert found(reading, NAMED, f"&default-graph-uri={ONE}") == set()
    assert found(reading, NAMED, f"&named-graph-uri={TWO}") == {"two"}
    assert found(reading, ALL, f"&named-graph-uri={TWO}") == set()
    own = ALL.replace("{", f"FROM <{ONE}> {{", 1)
    assert found(reading, own) == {"one"}
    assert found(reading, own, f"&default-graph-uri={TWO}") == {"two"}


def test_a_query_comes_in_three_ways(reading: Server) -> None:
    ways = [
        reading.get("/sparql?query=ASK%7B%7D"),
        reading.ask("POST", "/sparql", b"query=ASK%7B%7D", FORM),
        reading.ask("POST", "/sparql/", b"ASK{}", QUERY),
        reading.ask("POST", "/sparql", b"ASK{}", {"Content-Type": "Application/SPARQL-query; charset=UTF-8"}),
    ]
    assert [(way.status, json.loads(way.body)["boolean"]) for way in ways] == [(200, True)] * 4


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status"),
    [
        ("POST", "/sparql", b"ASK {}", {}, 415),
        ("POST", "/sparql", b"ASK {}", {"Content-Type": "text/plain"}, 415),
        (
            "POST",
            "/sparql",
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            415,
        ),
        ("POST", "/sparql", "ASK { ?s ?p '乙' }".encode("gb18030"), QUERY, 400),
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", None, {}, 400),
        ("POST", "/sparql", b"query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400),
        ("POST", "/sparql", b"query=ASK%7B%7D&update=CLEAR+ALL", FORM, 400),
        ("POST", "/sparql", b"", FORM, 400),
        ("GET", "/sparql?query=%ff", None, {}, 400),
        ("GET", "/sparql?update=CLEAR+ALL", None, {}, 400),
        ("GET", "/sparql?query=CLEAR+ALL", None, {}, 400),
        ("GET", "/sparql?query=nonsense", None, {}, 400),
        ("POST", "/sparql", b"CLEAR ALL", UPDATE, 403),
        ("POST", "/sparql", b"CLEAR ALL", {**UPDATE, **WRITES}, 403),
        ("POST", "/sparql", b"update=CLEAR+ALL", {**FORM, **WRITES}, 403),
        ("PUT", "/sparql", b"ASK {}", QUERY, 405),
        ("GET", "/nothing", None, {}, 404),
    ],
)
def test_what_is_wrong_is_said_by_the_status(
    reading: Server, method: str, path: str, body: bytes | None, headers: dict[str, str], status: int
) -> None:
    assert reading.ask(method, path, body, headers).status == status


def test_head_and_options(reading: Server) -> None:
    whole, head = reading.get("/sparql?query=ASK%7B%7D"), reading.ask("HEAD", "/sparql?query=ASK%7B%7D")
    assert (head.status, head.body, head.headers["content-length"]) == (200, b"", whole.headers["content-length"])
    options = reading.ask("OPTIONS", "/sparql")
    assert (options.status, set(options.headers["allow"].split(", "))) == (204, {"GET", "HEAD", "OPTIONS", "POST"})


def test_an_origin_that_is_named_may_read(store: Path) -> None:
    with served(store, "--workers", "1", "--cors", "https://good.example", "--update", token=TOKEN) as server:
        good, bad = (server.query("ASK {}", origin=f"https://{name}.example") for name in ("good", "bad"))
        assert good.headers["access-control-allow-origin"] == "https://good.example"
        assert "access-control-allow-origin" not in bad.headers
        asked = {"Origin": "https://good.example", "Access-Control-Request-Method": "POST"}
        assert server.ask("OPTIONS", "/sparql", None, asked).status == 204
        assert server.update("CLEAR ALL", origin="https://good.example").status == 403


def test_updates_change_what_is_read(store: Path) -> None:
    with served(store, "--workers", "2", "--update", token=TOKEN) as server:
        assert server.update("INSERT DATA { <a:x> <http://example.org/in> 'new' }").status == 204
        assert found(server, ALL) == {"default", "one", "two", "new"}
        assert server.post("/sparql", {"update": "DELETE WHERE { <a:x> ?p ?o }"}, **_lower(WRITES)).status == 204
        assert found(server, ALL) == {"default", "one", "two"}
        copy = "INSERT { <a:y> <http://example.org/in> ?x } WHERE { ?s <http://example.org/in> ?x }"
        headers = {**UPDATE, **WRITES}
        assert server.ask("POST", f"/sparql?using-graph-uri={ONE}", copy.encode(), headers).status == 204
        assert found(server, "SELECT ?x { <a:y> ?p ?x }") == {"one"}
        clear = "DELETE WHERE { ?s <http://example.org/in> ?x }"
        assert server.ask("POST", f"/sparql?using-graph-uri={TWO}", clear.encode(), headers).status == 204
        for bad in ("nonsense", "INSERT DATA { <a:b> <a:c> }", "ASK {}"):
            assert server.update(bad).status == 400
        conflict = f"WITH <{ONE}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}".encode()
        assert server.ask("POST", f"/sparql?using-graph-uri={TWO}", conflict, headers).status == 400
        assert found(server, ALL) == {"default", "one", "two"}


def test_what_was_acknowledged_stays_whatever_ends_the_server(store: Path) -> None:
    done = 0
    with served(store, "--workers", "2", "--update", token=TOKEN) as server:
        for number in range(5):
            assert server.update(f"INSERT DATA {{ <a:x> <a:number> {number} }}").status == 204
            done += 1
        for pid in [*server.children(), server.process.pid]:
            os.kill(pid, signal.SIGKILL)
        server.process.wait(LONG)
    kept = ox.Store.read_only(str(store)).quads_for_pattern(ox.NamedNode("a:x"), None, None)
    assert len(list(kept)) == done


def test_updates_and_queries_at_once_all_succeed(store: Path) -> None:
    statuses: list[int] = []
    with served(store, "--workers", "2", "--seconds", "60", "--update", token=TOKEN) as server:

        def write(number: int) -> None:
            statuses.append(server.update(f"INSERT DATA {{ <a:x> <a:number> {number} }}").status - 4)

        def read(_: int) -> None:
            statuses.append(server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").status)

        threads = [threading.Thread(target=work, args=(n,)) for n in range(6) for work in (write, read, read)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(LONG)
        assert statuses == [200] * 18
        assert len(found(server, "SELECT ?x { <a:x> <a:number> ?x }")) == 6


def test_a_newer_store_is_noticed(store: Path, tmp_path: Path) -> None:
    newer = store_at(tmp_path / "newer", "@prefix : <http://example.org/> . :a :in 'newer' .")
    with served(store, "--workers", "2") as server:
        assert found(server, ALL) == {"default", "one", "two"}
        store.rename(tmp_path / "older")
        newer.rename(store)
        wait_until(lambda: found(server, ALL) == {"newer"}, "the newer store is read")
        assert [found(server, ALL) for _ in range(6)] == [{"newer"}] * 6


def test_a_query_that_runs_is_finished_when_it_is_told_to_end(store: Path) -> None:
    slow = "SELECT (COUNT(*) AS ?n) { VALUES ?a { LIST } VALUES ?b { LIST } VALUES ?c { LIST } }"
    slow = slow.replace("LIST", " ".join(map(str, range(220))))
    with served(store, "--workers", "1", "--seconds", "60") as server:
        assert server.query("ASK {}").status == 200
        [worker] = server.children()
        before = _ticks(worker)
        replies = []
        thread = threading.Thread(target=lambda: replies.append(server.query(slow)))
        thread.start()
        wait_until(lambda: _ticks(worker) > before + 20, "the query runs")
        server.process.send_signal(signal.SIGTERM)
        thread.join(LONG)
        assert server.process.wait(LONG) == 0
        assert json.loads(replies[0].body)["results"]["bindings"][0]["n"]["value"] == str(220**3)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), timeout=LONG)


def _ticks(pid: int) -> int:
    """The processor time that a process has used."""
    return sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]))


def test_no_process_outlives_a_server_that_is_killed(store: Path) -> None:
    with served(store, "--workers", "2") as server:
        left = server.children()
        server.process.kill()
        server.process.wait(LONG)
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left), "they end with it")


def test_the_log_has_a_line_for_each_request(store: Path) -> None:
    with served(store, "--workers", "1") as server:
        server.query("ASK {}")
        server.get("/nothing")
        wait_until(lambda: server.log().count("\n") >= 3, "both are logged")
        lines = [json.loads(line) for line in server.log().splitlines()[1:]]
    assert [(line["path"], line["status"], line["method"]) for line in lines] == [
        ("/sparql", 200, "GET"),
        ("/nothing", 404, "GET"),
    ]
    assert set(lines[0]) == {"time", "client", "method", "path", "status", "bytes", "ms"}


def test_sparqlwrapper(store: Path) -> None:
    from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

    with served(store, "--workers", "1", "--update", token=TOKEN) as server:
        client = SPARQLWrapper(f"{server.url}sparql")
        client.setQuery(ALL)
        for format in (JSON, XML, CSV):
            client.setReturnFormat(format)
            assert client.query().convert()
        client.setReturnFormat(TURTLE)
        client.setQuery("CONSTRUCT WHERE { ?s ?p ?o }")
        assert "default" in str(client.query().convert())
        client.setMethod(POST)
        client.addCustomHttpHeader("Authorization", f"Bearer {TOKEN}")
        client.setQuery("INSERT DATA { <a:b> <http://example.org/in> 'by SPARQLWrapper' }")
        client.query()
        assert "by SPARQLWrapper" in found(server, ALL)


def test_rdflib(store: Path) -> None:
    from rdflib import Graph, Literal, URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLUpdateStore

    with served(store, "--workers", "1", "--update", token=TOKEN) as server:
        remote = SPARQLUpdateStore(f"{server.url}sparql", f"{server.url}sparql", headers=WRITES)
        assert {str(row[0]) for row in Graph(remote).query(ALL)} == {"default", "one", "two"}  # type: ignore[index]
        graph = Graph(remote, URIRef("http://example.org/new"))
        graph.add((URIRef("a:b"), URIRef("http://example.org/in"), Literal("by rdflib")))
        assert (URIRef("a:b"), None, Literal("by rdflib")) in graph
        assert {str(thing) for thing in graph.objects()} == {"by rdflib"}


def _lower(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower().replace("-", "_"): value for name, value in headers.items()}
