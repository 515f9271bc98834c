"""What strangers may try, against a real server: each attack is refused or ended, the next good query is answered,
nothing is reached, and no process is left over or lost."""

import contextlib
import http.client
import json
import select
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.served import LONG, Server, served, store_at, wait_until

TOKEN = "the token of the tests"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WORKERS = 2
MANY = " ".join(f":s{i} :p :o{i} ." for i in range(2000))
CARTESIAN = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = store_at(tmp_path_factory.mktemp("attacked") / "store", f"@prefix : <http://example.org/> . {MANY}")
    bounds = ("--seconds", "2", "--memory", str(256 << 20), "--client-seconds", "2", "--waiting", "8")
    with served(store, "--workers", str(WORKERS), *bounds, "--update", token=TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def _is_well_after(server: Server) -> Iterator[None]:
    """After each attack a good query is answered, and the processes are as many as before."""
    yield
    good = "SELECT (COUNT(*) AS ?n) { ?s <http://example.org/p> ?o }"
    reply = server.query(good)
    assert reply.status == 200, reply.body
    assert json.loads(reply.body)["results"]["bindings"][0]["n"]["value"] == "2000"
    wait_until(lambda: len(server.children()) == WORKERS, "the processes are as many as before")


@pytest.fixture
def listener() -> Iterator["list[bytes]"]:
    """A server that must not be reached: what it hears. Its address is the first item."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        heard.append(f"http://127.0.0.1:{listening.getsockname()[1]}/".encode())

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listening.accept()
                    heard.append(b"somebody came")
                    connection.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield heard
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(LONG)
    assert len(heard) == 1, "the network was reached"


DEEP = {
    "braces": "SELECT * " + "{" * 2400 + "}" * 2400,
    "parentheses": "SELECT * { FILTER" + "(" * 5000 + "1" + ")" * 5000 + " }",
    "a sum": "SELECT (" + "1+" * 7300 + "1 AS ?x) {}",
    "an or": "ASK { FILTER(" + "true||" * 10000 + "true) }",
    "unions": "ASK { " + "{} UNION " * 6700 + "{} }",
    "optionals": "ASK " + "{ OPTIONAL " * 2000 + "{}" + "}" * 2000,
    "nots": "ASK { FILTER(" + "!" * 9000 + "true) }",
    "a path": "ASK { ?s " + "(" * 3000 + "<a:b>" + ")*" * 3000 + " ?o }",
    "a list": "ASK { ?s ?p " + "(" * 3000 + ")" * 3000 + " }",
    "blank nodes": "ASK { ?s ?p " + "[ ?p " * 3000 + "1" + "]" * 3000 + " }",
    "selects": "SELECT * " + "{ SELECT * " * 2500 + "{}" + "}" * 2500,
}


@pytest.mark.parametrize("name", sorted(DEEP))
def test_what_is_too_deep_or_too_long_is_refused(server: Server, name: str) -> None:
    assert server.query(DEEP[name]).status in (400, 413)


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { sErViCe#comment\n<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICE x: { ?s ?p ?o } }",
    "PREFIX x: <URL> SELECT * { SERVICEx:{ ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?u) SERVICE ?u { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE <URL> { ?s ?p ?o } }",
    "ASK { FILTER NOT EXISTS { SERVICE<URL>{ ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_reaches_out(server: Server, listener: list[bytes], query: str) -> None:
    assert server.query(query.replace("URL", listener[0].decode())).status == 403


LOADS = [
    "LOAD <URL>",
    "LOAD SILENT <URL>",
    "load#comment\n<URL> INTO GRAPH <a:b>",
    "PREFIX x: <URL> LOADx:",
    "INSERT DATA { <a:b> <a:c> 1 } ; LOAD <URL>",
    "INSERT DATA {};LOAD<URL>",
    "LOAD <file:///etc/passwd>",
    "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("update", LOADS)
def test_no_update_reaches_out(server: Server, listener: list[bytes], update: str) -> None:
    assert server.update(update.replace("URL", listener[0].decode())).status == 403


@pytest.mark.parametrize("clause", ["FROM <URL>", "FROM NAMED <URL>", "FROM <file:///etc/passwd>"])
def test_no_graph_is_fetched(server: Server, listener: list[bytes], clause: str) -> None:
    reply = server.query(f"SELECT * {clause.replace('URL', listener[0].decode())} {{ ?s ?p ?o }}")
    assert (reply.status, json.loads(reply.body)["results"]["bindings"]) == (200, [])
    address = quote(listener[0].decode())
    assert server.get(f"/sparql?query=ASK%7B%3Fs%3Fp%3Fo%7D&default-graph-uri={address}").status == 200


SLOW = {
    "a cartesian product": (CARTESIAN, {504}),
    "chained patterns": ("ASK { " + " ".join(f"?s{i} ?p{i} ?s{i + 1} ." for i in range(300)) + " }", {200, 504}),
    "a long path": ("ASK { ?s " + "/".join(["<http://example.org/p>"] * 400) + " ?o }", {200, 504}),
    "nested lists": ("ASK { ?s ?p " + "(1 " * 95 + ")" * 95 + " }", {200, 504}),
    "a doubled string": (
        "SELECT (STRLEN(?x40) AS ?n) { BIND('a' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(40))
        + " }",
        {500, 504},
    ),
    "an order of everything": ("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a", {500, 504}),
    "a joined text": ("SELECT (GROUP_CONCAT(?c) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", {500, 504}),
}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_what_takes_too_much_is_ended(server: Server, name: str) -> None:
    query, statuses = SLOW[name]
    reply = server.query(query)
    assert reply.status in statuses, reply.body
    assert reply.text.count("\n") <= 1


def test_many_at_once_are_told_to_come_again(server: Server) -> None:
    replies: list[int] = []
    threads = [threading.Thread(target=lambda: replies.append(server.query(CARTESIAN).status)) for _ in range(24)]
    for thread in threads:
        thread.start()
    wait_until(lambda: server.get("/health").text == "busy\n", "it is busy, and well")
    for thread in threads:
        thread.join(LONG)
    assert len(replies) == 24
    assert set(replies) == {503, 504}


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "[", "a" * 300]
)
def test_foreign_names_are_refused(server: Server, host: str) -> None:
    assert server.get("/sparql?query=ASK%7B%7D", host=host).status in (400, 421)


def test_a_form_of_another_page_changes_nothing(server: Server) -> None:
    form = {"update": "CLEAR ALL"}
    good = {"authorization": f"Bearer {TOKEN}"}
    assert server.post("/sparql", form).status == 401
    assert server.post("/sparql", form, authorization="Bearer wrong").status == 401
    assert server.post("/sparql", form, **good, origin="http://evil.example").status == 403
    assert server.post("/sparql", form, **good, origin="null").status == 403
    assert server.post("/sparql", form, **good, sec_fetch_site="cross-site").status == 403
    assert server.get(f"/sparql?update={quote('CLEAR ALL')}", **good).status == 400
    assert server.get(f"/sparql?query={quote('CLEAR ALL')}", **good).status == 400
    assert server.post("/sparql", {"query": "CLEAR ALL"}, **good).status == 400
    assert "access-control-allow-origin" not in server.query("ASK {}", origin="http://evil.example").headers


def test_large_requests_are_refused(server: Server) -> None:
    direct = {"Content-Type": "application/sparql-query"}
    assert server.ask("POST", "/sparql", b"ASK {}" + b" " * 70_000, direct).status == 413
    assert server.ask("POST", "/sparql", b"query=" + b"+" * 400_000, FORM).status == 413
    assert server.update("INSERT DATA {}" + " " * (8 << 20)).status == 413
    assert server.post("/sparql", [("a", "b")] * 2000).status == 400


def test_endless_requests_are_broken_off(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
    with contextlib.closing(connection), contextlib.suppress(BrokenPipeError, ConnectionResetError):
        pieces = (b" " * 65_536 for _ in range(10_000))
        connection.request("POST", "/sparql", pieces, {"Content-Type": "application/sparql-query"}, encode_chunked=True)
        assert connection.getresponse().status == 413
    with contextlib.suppress(ConnectionResetError, BrokenPipeError):
        assert server.get("/health", x="a" * 200_000).status in (400, 431)


def test_slow_clients_are_broken_off(server: Server) -> None:
    slow = []
    for begun in (b"GET /sparql?query=", b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n", b""):
        for _ in range(30):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=LONG)
            connection.sendall(begun)
            slow.append(connection)
    assert server.get("/health").status == 200
    for connection in slow:
        with contextlib.closing(connection), contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""


def test_a_body_that_never_comes_is_not_waited_for(server: Server) -> None:
    direct = b"Content-Type: application/sparql-query\r\nContent-Length: 9\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONG) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + direct)
        assert connection.recv(12) == b"HTTP/1.1 408"


def test_a_body_that_trickles_is_not_waited_for(server: Server) -> None:
    direct = b"Content-Type: application/sparql-query\r\nContent-Length: 9999\r\n\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONG) as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: localhost\r\n" + direct)
        for _ in range(100):  # each piece in time, all of them in hours
            connection.sendall(b" ")
            if is_told := bool(select.select([connection], [], [], 0.1)[0]):
                break
        assert is_told
        assert connection.recv(12) == b"HTTP/1.1 408"


def test_a_client_that_does_not_read_is_broken_off(tmp_path: Path) -> None:
    store = store_at(tmp_path / "store", f"@prefix : <http://example.org/> . {MANY}")
    query = f"SELECT ?x {{ ?a ?b ?c BIND('{'x' * 50_000}' AS ?x) }} LIMIT 1000".encode()  # 50 MB
    head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(query)}\r\n"
    with (
        served(store, "--workers", "1", "--seconds", "60", "--client-seconds", "1") as server,
        socket.create_connection(("127.0.0.1", server.port), timeout=LONG) as connection,
    ):
        connection.sendall(f"{head}Content-Type: application/sparql-query\r\n\r\n".encode() + query)
        wait_until(lambda: "too slow" in server.log(), "it is broken off")


def test_who_leaves_takes_the_query_along(server: Server) -> None:
    before = server.children()
    with socket.create_connection(("127.0.0.1", server.port), timeout=LONG) as connection:
        connection.sendall(f"GET /sparql?query={quote(CARTESIAN)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        time.sleep(0.2)
    wait_until(lambda: "the client left" in server.log(), "the query is ended")
    wait_until(lambda: server.children() != before, "its process is ended")


def test_a_process_that_is_killed_is_replaced(server: Server) -> None:
    import os
    import signal

    for pid in server.children():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: server.query("ASK {}").status == 200, "it answers again")


def test_nothing_is_said_of_the_inside(server: Server, tmp_path: Path) -> None:
    for path in (
        "/nothing",
        "/sparql?query=%00",
        "/../../etc/passwd",
        "/sparql?query=SELECT",
        "/%2e%2e/%2e%2e/etc/passwd",
    ):
        reply = server.get(path)
        assert reply.status in (400, 404)
        assert not any(word in reply.text for word in ("Traceback", "/tmp", ".py", "kg."))


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_are_refused(server: Server, method: str) -> None:
    reply = server.ask(method, "/sparql")
    assert (reply.status, "GET" in reply.headers["allow"]) == (405, True)
