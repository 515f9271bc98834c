"""What of a large graph goes into one page."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import project
from kg.store import Store
from kg.terms import Quad
from kg.viewer import choose, select, view
from tests import winners
from tests.converted import NAMES, document, whole
from tests.large_graph import large_graph

GRAPH, ARTICLES = large_graph(3000)


def _years(graph: "MultiDiGraph[str]") -> list[str]:
    return sorted({said["year"] for *_, said in graph.edges(data=True) if said["relation"] == "won"})


def test_a_graph_that_fits_stays_as_it_is() -> None:
    selection = select(GRAPH, GRAPH.number_of_nodes())
    assert selection.is_whole
    assert selection.graph is GRAPH
    assert selection.receipts == selection.all_receipts


def test_the_newest_receipts_are_kept_whole() -> None:
    selection = select(GRAPH, 1500)
    assert selection.nodes <= 1500 < selection.all_nodes
    assert 0 < selection.receipts < selection.all_receipts
    kept = selection.graph
    assert _years(kept)[-1] == _years(GRAPH)[-1]
    assert _years(kept)[0] > _years(GRAPH)[0]
    cases = [node for node, said in kept.nodes.items() if said["type"] == "Case"]
    assert len(cases) == selection.receipts
    for case in cases:
        assert set(GRAPH.successors(case)) | set(GRAPH.predecessors(case)) <= set(kept)
    assert {said["type"] for said in kept.nodes.values()} == {said["type"] for said in GRAPH.nodes.values()}
    for node, said in kept.nodes.items():
        if said["type"] == "Organization":
            parents = {to for _, to, e in GRAPH.out_edges(node, data=True) if e["relation"] == "subsidiaryOf"}
            assert parents <= set(kept)


@pytest.fixture(scope="module")
def cases() -> tuple[Store, set[Quad]]:
    """A graph of facts in which programmes have editions, as a store and as quads."""
    quads = whole(map(document, NAMES))
    store = Store.create()
    store.load(quads)
    return store, quads


@pytest.mark.parametrize("limit", [1, 10, 40, 100, 10_000])
def test_a_store_is_chosen_from_before_it_is_projected(cases: tuple[Store, set[Quad]], limit: int) -> None:
    store, quads = cases
    chosen, selected = choose(store, quads, limit), select(project(quads), limit)
    assert chosen[1:] == selected[1:]
    assert chosen.graph.nodes == selected.graph.nodes
    assert chosen.graph.adj == selected.graph.adj


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_the_same_graph_gives_the_same_selection(seed: str) -> None:
    script = "from tests.test_selection import kept; print(kept())"
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True, text=True)
    assert done.stdout.strip() == kept()


def kept() -> str:
    """A digest of what is kept of a graph in which receipts are cut off in the middle."""
    return hashlib.sha256("\n".join(sorted(select(GRAPH, 1500).graph)).encode()).hexdigest()


def test_a_hub_leaves_room_for_receipts() -> None:
    graph = project(winners.quads())
    hub = max(graph, key=graph.degree)
    for n in range(300):
        graph.add_node(f"https://example.org/t/{n}", **{**graph.nodes[hub], "type": "Article", "evidence": ()})
        graph.add_edge(hub, f"https://example.org/t/{n}", relation="reportedIn", iri="", evidence=())
    selection = select(graph, 100)
    assert selection.receipts == selection.all_receipts


def test_the_command_says_what_it_left_out(tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("".join(quad.line() for quad in winners.quads()), encoding="utf-8")
    out = str(tmp_path / "page.html")
    whole = CliRunner().invoke(app, ["view", str(graph), "-o", out])
    assert whole.stderr == f"{out}: open it in any browser\n"
    part = CliRunner().invoke(app, ["view", str(graph), "-o", out, "--nodes", "20"])
    assert part.exit_code == 0
    assert "the page holds the newest" in part.stderr


def test_the_page_says_what_it_has_not() -> None:
    selection = select(GRAPH, 900)
    page = view(GRAPH, articles=ARTICLES, limit=900)
    assert f'"whole":{json.dumps([selection.all_receipts, selection.all_nodes], separators=(",", ":"))}' in page
    assert '"whole":0' in view(selection.graph, articles=ARTICLES)
