"""The page of graphs of many nodes: it answers as that of a small one does, and says how much of it is shown.

`KG_PAGE_NODES=50000 python -m pytest tests/page/test_large.py` tries another size.
"""

import os
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.viewer import LIMIT, view
from tests.browsing import NEEDED, Opened, boxes, overlapping, settled, state, turned
from tests.large_graph import BASE, large_graph

pytestmark = NEEDED

SIZES = [int(os.environ["KG_PAGE_NODES"])] if "KG_PAGE_NODES" in os.environ else [1_000, 10_000]


@pytest.fixture(scope="module", params=SIZES)
def graph(request: pytest.FixtureRequest) -> "tuple[MultiDiGraph[str], str]":
    made, articles = large_graph(request.param)
    return made, view(made, articles=articles)


@pytest.fixture
def files(graph: "tuple[MultiDiGraph[str], str]", tmp_path: Path) -> dict[str, Path]:
    path = tmp_path / "large.html"
    path.write_text(graph[1], encoding="utf-8", newline="\n")
    return {"sample": path}


def test_it_is_searched_focused_linked_and_reloaded(graph: "tuple[MultiDiGraph[str], str]", opened: Opened) -> None:
    page = opened()
    assert state(page)["nodes"] == min(graph[0].number_of_nodes(), LIMIT)
    page.fill("#search", "yznsyh")
    expect(page.locator("#found [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("#panel h2")).to_be_visible()
    node = state(page)["node"]
    name = page.locator("#panel h2").inner_text()
    assert graph[0].nodes[BASE + node]["label"] == name
    page.reload()
    settled(page)
    expect(page.locator("#panel h2")).to_have_text(name)
    assert state(page)["node"] == node


def test_the_first_network_is_small_and_readable(graph: "tuple[MultiDiGraph[str], str]", opened: Opened) -> None:
    page = opened(address="#v=network")
    assert 8 <= len(state(page)["drawn"]) <= 60
    expect(page.locator("#status")).to_contain_text(f"/ {min(graph[0].number_of_nodes(), LIMIT)}")
    labels = page.evaluate(
        """window.finaward.picture().nodes.map(({ x, y, box: { width, height, down } }) =>
          ({ x: x - width / 2, y: y + down - height / 2, width, height }))"""
    )
    assert overlapping(labels) == []


def test_every_view_shows_something(opened: Opened) -> None:
    page = opened()
    for name in ("overview", "network", "lanes", "tree", "compare", "list"):
        turned(page, f"#v={name}")
        assert page.locator("#stage").inner_text().strip(), name
        expect(page.locator("#status")).not_to_be_empty()
    turned(page, "#v=lanes")
    assert overlapping(boxes(page, ".card")) == []


def test_filters_change_the_counts(graph: "tuple[MultiDiGraph[str], str]", opened: Opened) -> None:
    page = opened(address="#v=list")
    receipts = {said["iri"]: said["year"] for *_, said in graph[0].edges(data=True) if said["relation"] == "won"}
    page.select_option("#by-year", value="2018")
    settled(page)
    expect(page.locator("#status")).to_contain_text(str(sum(year == "2018" for year in receipts.values())))


def quotes(page: Page) -> list[str]:
    return page.locator("#panel mark").all_inner_texts()


def test_each_receipt_of_the_first_page_leads_to_its_sentence(opened: Opened) -> None:
    page = opened(address="#v=list")
    for row in page.locator("#in-list tbody tr").all()[:3]:
        award = row.locator("td.award").inner_text()
        row.locator(".proof").click()
        settled(page)
        assert any(award in quote for quote in quotes(page))
