"""Files for the bulk loaders of stores: whole, bounded, the same each time, and taken in by the loaders themselves."""

import gzip
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import OutputError
from kg.remote import LOADERS, RemoteStore, command, send, write_parts
from kg.store import Store
from kg.terms import DEFAULT_GRAPH, Quad
from tests import servers
from tests.converted import document, whole

QUADS = sorted(whole([document("service-cases")]))


@pytest.fixture
def home() -> Store:
    store = Store.create()
    store.load(QUADS)
    return store


def lines(files: tuple[Path, ...]) -> list[str]:
    return [line for path in files for line in gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)]


def test_the_parts_hold_every_quad_once_and_are_bounded(tmp_path: Path) -> None:
    parts = write_parts(lambda: QUADS, tmp_path / "bulk", "oxigraph", largest=50_000)
    written = lines(parts.files)
    assert [line for line in written if "graph/state>" not in line] == [quad.line() for quad in QUADS]
    assert all(len(gzip.decompress(path.read_bytes())) <= 50_000 for path in parts.files)
    assert len(parts.files) > 3
    again = write_parts(lambda: QUADS, tmp_path / "again", "oxigraph", largest=50_000)
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in parts.files]
    named = write_parts(lambda: QUADS, tmp_path / "named", "virtuoso")
    assert {line.split(" ")[-2] for line in lines(named.files)} >= {named.facts} != {DEFAULT_GRAPH}
    assert all(line.count("> .") == 1 for line in lines(named.files))


def test_a_folder_that_is_there_or_that_cannot_be_filled_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bulk").mkdir()
    with pytest.raises(OutputError, match="something is there already"):
        write_parts(lambda: QUADS, tmp_path / "bulk", "oxigraph")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_parts(lambda: QUADS, tmp_path / "file" / "bulk", "oxigraph")
    tries = []

    def breaking() -> list[Quad]:
        tries.append(1)
        if len(tries) == 2:
            raise KeyboardInterrupt
        return QUADS

    with pytest.raises(KeyboardInterrupt):
        write_parts(breaking, tmp_path / "new", "oxigraph")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bulk", "file"]


@pytest.mark.parametrize("loader", LOADERS)
def test_every_command_names_all_of_it(loader: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("".join(map(Quad.line, QUADS)), "utf-8")
    folder = tmp_path / "大 包"
    done = CliRunner().invoke(app, ["load", str(graph), "--bulk", str(folder), "--for", loader])
    assert done.exit_code == 0, done.output
    words = shlex.split(done.stdout)
    assert str(folder) in done.stdout or all(str(path) in words for path in folder.iterdir())
    assert CliRunner().invoke(app, ["load", str(graph), "--bulk", str(tmp_path / "b")]).exit_code == 2
    assert CliRunner().invoke(app, ["load", str(graph)]).exit_code == 2


def test_oxigraph_takes_them_in_and_is_known_by_the_next_load(tmp_path: Path, home: Store) -> None:
    parts = write_parts(lambda: QUADS, tmp_path / "bulk", "oxigraph", largest=50_000)
    words = shlex.split(command("oxigraph", parts).replace("DATABASE", str(tmp_path / "data")))
    subprocess.run([str(Path(sys.executable).with_name("oxigraph")), *words[1:]], check=True, capture_output=True)
    with servers.oxigraph(tmp_path) as url, RemoteStore(url) as store:
        assert send(home, store).sent == 0
        assert store.query("ASK { ?r a fa:AwardReceipt ; fa:hasEvidence/fa:exact ?quote }") is True


@pytest.mark.virtuoso
def test_virtuoso_takes_them_in_and_is_known_by_the_next_load(tmp_path: Path, home: Store) -> None:
    parts = write_parts(lambda: QUADS, tmp_path / "bulk", "virtuoso", largest=50_000)
    with servers.virtuoso(tmp_path) as (url, port):
        program, environment = servers.virtuoso_tool("isql-vt")
        words = shlex.split(command("virtuoso", parts).replace("localhost:1111", f"localhost:{port}"))
        said = subprocess.run(
            [program, words[1], words[2], "dba", *words[3:]],
            env=environment,
            check=True,
            capture_output=True,
            timeout=120,
        )
        assert b"0 Rows." in said.stdout, said.stdout
        with RemoteStore(url, credentials=servers.VIRTUOSO_LOGIN) as store:
            assert send(home, store).sent == 0
            assert store.query("ASK { ?r a fa:AwardReceipt ; fa:hasEvidence/fa:exact ?quote }") is True
