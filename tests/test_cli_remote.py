"""`--store URL` on the command line: a build, its updates and removals reach a store, which answers queries."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.remote import RemoteStore, send
from kg.store import Store
from tests import servers
from tests.faulty import WELL, Fault, between

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
FIRST, SECOND = (EXAMPLES / name for name in ("bank-honours.txt", "fund-poll.md"))
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def is_there(out: Path, url: str) -> bool:
    """Whether a load of the output would send nothing."""
    with Store.open(out / "store") as home, RemoteStore(url) as store:
        return send(home, store).sent == 0


def test_a_store_follows_a_build_and_its_revisions(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = run("build", FIRST, "--out", out, "--store", url)
    assert built.exit_code == 0, built.output
    assert f"store       {url} holds " in built.stdout
    assert "facts in the default graph" in built.stdout
    for said in (("update", out, SECOND), ("remove", out, SECOND.stem)):
        done = run(*said, "--store", url)
        assert done.exit_code == 0, done.output
        assert " graphs sent" in done.stdout
        assert is_there(out, url)
    again = run("load", out, "--store", url)
    assert (again.exit_code, again.stdout.endswith("triples already\n")) == (0, True)


def test_queries_are_answered_there_as_at_home(url: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("build", FIRST, "--out", out, "--store", url).exit_code == 0
    question = "SELECT ?name { ?o fa:receiptCount ?n ; skos:prefLabel ?name } ORDER BY ?name LIMIT 1"
    name = run("query", out, question, "--format", "csv").stdout.splitlines()[1]
    for said in (
        [question],
        [question, "--format", "csv"],
        [question, "--format", "json"],
        ["--named", "programme-awards", "--param", "programme=金融风云榜"],
        ["--named", "group-total", "--param", f"organization={name}"],
        ["--named", "group-total", "--param", "organization=没有这一家"],
        ["ASK { ?r a fa:AwardReceipt }"],
        ["CONSTRUCT { ?r a fa:AwardReceipt } { ?r a fa:AwardReceipt }", "--format", "ntriples"],
        ["SELECT * { ?x foo:bar ?y }"],
        ["CLEAR ALL"],
    ):
        here, there, named = run("query", out, *said), run("query", url, *said), run("query", "--store", url, *said)
        assert there.output == named.output
        assert (here.exit_code, here.stdout) == (there.exit_code, there.stdout), said
        assert here.stderr.count("\n") == there.stderr.count("\n")


def test_a_store_that_is_not_there_is_said_before_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    done = run("build", FIRST, "--out", tmp_path / "out", "--store", NOWHERE)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith(f"kg: {NOWHERE}: asked 6 times: ")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "said",
    [
        ("load", "out"),
        ("load", "out", "--store", NOWHERE, "--bulk", "b", "--for", "virtuoso"),
        ("load", "out", "--bulk", "b"),
        ("query",),
        ("query", "--store", NOWHERE, "out", "ASK {}"),
        ("query", "out", "ASK {}", "--plain-http"),
        ("query", "out", "ASK {}", "--store-kind", "virtuoso"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_wrong_usage(said: tuple[str, ...]) -> None:
    assert run(*said).exit_code == 2


def test_a_kind_that_nobody_knows_lists_those_that_are(url: str) -> None:
    done = run("query", url, "ASK {}", "--store-kind", "mysql")
    assert done.exit_code == 1
    assert "choose one of oxigraph, virtuoso" in done.stderr


def test_a_password_is_in_no_message(url: str) -> None:
    environment = {"KG_STORE_USER": "me", "KG_STORE_PASSWORD": "geheim", "KG_STORE_TOKEN": ""}
    for address in ("http://store.example.org/", "http://me:geheim@127.0.0.1:9/"):
        for said in (["query", address, "ASK {}"], ["load", "out", "--store", address]):
            done = CliRunner().invoke(app, said, env=environment)
            assert (done.exit_code, done.output.count("\n")) == (1, 1)
            assert "geheim" not in done.output


def test_a_store_that_goes_away_during_a_build_says_how_to_go_on(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _: None)
    with between(url, lambda number, _: Fault(is_lost=True) if number > 8 else WELL) as way:
        done = run("build", FIRST, "--out", tmp_path / "out", "--store", way.url)
    assert done.exit_code == 1
    assert "graph  " in done.stdout
    assert f"kg load {tmp_path / 'out'} --store … goes on" in done.stderr
    assert run("load", tmp_path / "out", "--store", url).exit_code == 0
    assert is_there(tmp_path / "out", url)


def test_our_own_endpoint_is_a_store_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out, token = tmp_path / "out", "0123456789abcdefghijklmnopqrstuv"
    assert run("build", FIRST, "--out", out).exit_code == 0
    Store.create(tmp_path / "store").close()
    address = f"http://127.0.0.1:{(port := servers.free_port())}"
    command = [sys.executable, "-m", "kg", "serve", str(tmp_path / "store"), "--port", str(port), "--update"]
    environment = {**os.environ, "KG_TOKEN": token}
    with servers.running([*command, "--allow-network"], f"{address}/health", tmp_path / "log", environment):
        monkeypatch.setenv("KG_STORE_TOKEN", token)
        for said in (" graphs sent; facts in the graph https:", "triples already"):
            done = run("load", out, "--store", address, "--store-kind", "kg")
            assert (done.exit_code, said in done.stdout) == (0, True), done.output
        here, there = (run("query", where, "--named", "programme-awards") for where in (out, f"{address}/sparql"))
        assert (there.exit_code, there.stdout) == (0, here.stdout)
        assert f"{address}/sparql or " in run("query", address, "ASK {}").stderr
        monkeypatch.setenv("KG_STORE_TOKEN", "wrong")
        (tmp_path / "other.nq").write_text("<https://w3id.org/finaward/id/a> <urn:b> <urn:c> .\n")
        refused = run("load", tmp_path / "other.nq", "--store", address, "--store-kind", "kg")
        assert refused.exit_code == 1
        assert "does not let you in (401)" in refused.stderr
