"""Stores of others that are busy, slow, gone or strict: asked again where that helps, said in one line where not."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KgError, QueryError, StoreError
from kg.remote import Credentials, Patience, RemoteStore, send
from kg.store import Solutions, Store
from kg.terms import FA, Mint, Quad, iri, literal
from tests import servers
from tests.faulty import WELL, Fault, between

QUICK = Patience(pause=0.01, tries=4, connect=5, answer=30)
BASE = "https://w3id.org/finaward/id/"
SECRET = "geheim-密码"


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(autouse=True)
def _empty(behind: str) -> None:
    with RemoteStore(behind) as store:
        store.update("DROP ALL")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph file: facts, and the graphs of 120 articles."""
    path = tmp_path_factory.mktemp("graph") / "graph.nq"
    quads = [Quad(iri(f"{BASE}case/{n}"), FA.start, literal(f"案例{n}", language="zh-hans")) for n in range(3000)]
    for number in range(120):
        article = Mint(BASE).graph("article", str(number))
        quads += [Quad(iri(f"{BASE}span/{number}-{n}"), FA.exact, literal(f"引文{n}"), article) for n in range(20)]
    path.write_text("".join(map(Quad.line, quads)), "utf-8")
    return path


@pytest.fixture(scope="module")
def home(graph: Path) -> Iterator[Store]:
    with Store.create() as store:
        store.load_file(graph)
        yield store


def is_whole(url: str, home: Store) -> bool:
    """Whether the store holds the graph, and a load would send nothing."""
    with RemoteStore(url) as store:
        there = store.count(f'GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}graph/article/"))')
        facts = store.count("?s ?p ?o")
        return there + facts == len(home) and send(home, store).sent == 0


@pytest.mark.parametrize(
    "fault",
    [
        Fault(status=503, after="0"),
        Fault(status=429, after="Wed, 21 Oct 2015 07:28:00 GMT"),
        Fault(status=500),
        Fault(status=502),
        Fault(is_lost=True),
        Fault(is_unanswered=True),
    ],
    ids=str,
)
def test_a_load_through_every_fault_ends_with_all_of_it(fault: Fault, behind: str, home: Store) -> None:
    """Every third request fails, but for queries that the store cannot run: those are not asked again."""

    def play(number: int, said: str) -> Fault:
        return fault if number % 3 == 1 and not (fault.status == 500 and "query" in said) else WELL

    with between(behind, play) as way, RemoteStore(way.url, patience=QUICK) as store:
        assert send(home, store).triples == len(home)
        assert len([each for each in way.requests if each.startswith("PUT")]) > 120
    assert is_whole(behind, home)


def test_a_server_that_says_nothing_is_asked_again(behind: str) -> None:
    def play(number: int, _: str) -> Fault:
        return Fault(silence=60) if number == 1 else WELL

    patience = QUICK.model_copy(update={"answer": 0.5})
    with between(behind, play) as way, RemoteStore(way.url, patience=patience) as store:
        store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert len(way.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 413, 501])
def test_what_will_not_succeed_is_asked_once(status: int, behind: str) -> None:
    with between(behind, lambda number, _: Fault(status=status) if number else WELL) as way:
        with RemoteStore(way.url, patience=QUICK) as store, pytest.raises(StoreError) as refusal:
            store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert len(way.requests) == 2
    assert "it refuses a change" in str(refusal.value)


def test_a_server_that_stays_busy_is_given_up(behind: str) -> None:
    with between(behind, lambda number, _: Fault(status=503) if number else WELL) as way:
        with RemoteStore(way.url, patience=QUICK) as store, pytest.raises(StoreError, match="asked 4 times: HTTP 503"):
            store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert len(way.requests) == 5


def test_a_server_that_asks_to_come_back_tomorrow_is_left(behind: str) -> None:
    with between(behind, lambda number, _: Fault(status=503, after="86400") if number else WELL) as way:
        with RemoteStore(way.url, patience=QUICK) as store, pytest.raises(StoreError, match="come back in 86400 s"):
            store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert len(way.requests) == 2


def test_an_answer_that_breaks_off_is_no_short_answer(behind: str, home: Store) -> None:
    with RemoteStore(behind) as store:
        send(home, store)
    with (
        between(behind, lambda _, said: Fault(is_cut=True) if "POST /query" in said else WELL) as way,
        RemoteStore(way.url, kind="oxigraph", patience=QUICK) as store,
    ):
        with pytest.raises(StoreError):
            store.query("ASK { ?s ?p ?o }", union=False)
        with pytest.raises(StoreError):
            _all_rows(store)
        with pytest.raises(StoreError):
            list(store.answer("SELECT * FROM <urn:a> { ?s ?p ?o }", "csv"))


def _all_rows(store: RemoteStore) -> None:
    found = store.query("SELECT * { ?s ?p ?o }", union=False)
    assert isinstance(found, Solutions)
    list(found.rows)


@pytest.mark.parametrize("at", [3, 6, 9, 40, 90, 125, 128, 130])
def test_a_load_killed_at_a_request_goes_on_where_it_was(at: int, behind: str, graph: Path, home: Store) -> None:
    process: list[int] = []

    def play(number: int, said: str) -> Fault:
        if number == at:
            os.kill(process.pop(), signal.SIGKILL)
            return Fault(is_unanswered=True)
        return WELL

    with between(behind, play) as way:
        command = [sys.executable, "-m", "kg", "load", str(graph), "--store", way.url]
        running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process.append(running.pid)
        try:
            _, said = running.communicate(timeout=300)
        finally:
            running.kill()
        assert running.returncode == -signal.SIGKILL, said.decode()
        first = len([each for each in way.requests if each.startswith("PUT")])
        with RemoteStore(way.url) as store:
            assert send(home, store).triples == len(home)
        again = len([each for each in way.requests if each.startswith("PUT")]) - first
    assert is_whole(behind, home)
    assert first + again <= 120 + 1 + 50, "what was done is not done again, but for the last fifty graphs"


def test_credentials_go_where_they_are_asked_for_and_nowhere_else(behind: str) -> None:
    login = Credentials(user="王敏", password=SecretStr(SECRET))
    for first in (Fault(status=401), WELL):
        with between(behind, lambda number, _, first=first: first if number == 1 else WELL) as way:  # type: ignore[misc]
            with RemoteStore(way.url, credentials=login, patience=QUICK) as store:
                store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
            sent = [each.get("authorization", "").partition(" ")[0] for each in way.headers]
            assert sent == (["", "", "Basic"] if first.status else ["", ""])


def test_a_token_goes_with_every_request(behind: str) -> None:
    with between(behind, lambda *_: WELL) as way:
        with RemoteStore(way.url, credentials=Credentials(token=SecretStr("abc"))) as store:
            store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert {each.get("authorization") for each in way.headers} == {"Bearer abc"}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://store.example.org/sparql", "over plain http"),
        ("http://127.0.0.1.example.org/sparql", "over plain http"),
        (f"http://me:{SECRET}@127.0.0.1:9/", "no place for a password"),
        (f"https://me:{SECRET}@store.example.org/", "no place for a password"),
        ("ftp://store.example.org/", "no http address"),
        ("http://[::1", "no http address"),
    ],
)
def test_secrets_do_not_leave_and_are_not_said(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as refusal:
        RemoteStore(url, credentials=Credentials(user="me", password=SecretStr(SECRET)))
    assert SECRET not in str(refusal.value)


def test_a_password_that_is_no_header_is_refused_unsaid() -> None:
    for secret in ("a\nb", "a\x00b"):
        with pytest.raises(StoreError, match="no header can have") as refusal:
            RemoteStore("http://127.0.0.1:9/", credentials=Credentials(user="me", password=SecretStr(secret)))
        assert secret not in str(refusal.value)
    assert SECRET not in repr(Credentials(user="me", password=SecretStr(SECRET)))


@pytest.mark.virtuoso
def test_a_wrong_password_is_one_line_without_it(tmp_path: Path, graph: Path) -> None:
    with servers.virtuoso(tmp_path) as (url, _):
        environment = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": SECRET}
        done = CliRunner().invoke(app, ["load", str(graph), "--store", url], env=environment)
        assert done.exit_code == 1
        assert re.fullmatch(r"kg: \S+: it refuses a change: it does not let you in \(401\).*\n", done.stderr)
        assert SECRET not in done.output
        nobody = CliRunner().invoke(app, ["load", str(graph), "--store", url])
        assert (nobody.exit_code, nobody.stderr.count("\n")) == (1, 1)
        asked = CliRunner().invoke(app, ["query", url, "ASK { ?s ?p ?o }"])
        assert (asked.exit_code, asked.stdout) == (0, "yes\n")


def test_what_is_no_store_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<title>页</title>")
    port = servers.free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1"]
    with (
        servers.running(command, f"http://127.0.0.1:{port}/", tmp_path / "log") as url,
        RemoteStore(url, patience=QUICK) as store,
        pytest.raises(KgError) as refusal,
    ):
        store.query("ASK { ?s ?p ?o }")
    assert isinstance(refusal.value, StoreError | QueryError)


def test_an_address_elsewhere_is_not_followed(behind: str) -> None:
    def play(number: int, _: str) -> Fault:
        return Fault(status=307) if number else WELL

    with between(behind, play) as way, RemoteStore(way.url, patience=QUICK) as store:
        with pytest.raises(StoreError, match="points elsewhere"):
            store.update("INSERT DATA { <urn:a> <urn:b> <urn:c> }")
        assert way.requests == ["GET /?query=ASK+%7B%7D", "POST /update"]
