"""The page of graphs that others made: two parents, parents in a circle, receipts of several cases and awards, and more
awards and years than a picture has room for."""

import csv
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.graph import Evidence
from kg.reporter import survey
from kg.reporter.tables import Count
from kg.viewer import view
from tests.browsing import NEEDED, Opened, settled, state, turned

pytestmark = NEEDED

BASE = "https://example.org/id/"
PARENTS = {
    "below": ("left", "right"),
    "left": ("top",),
    "right": ("top", "far"),
    "member": ("one",),
    "one": ("two",),
    "two": ("one",),
}
"""`below` and `right` have two parents, `one` and `two` each other."""


class _Drawn:
    """A graph in the making."""

    def __init__(self, **nodes: tuple[str, ...]) -> None:
        self.graph: MultiDiGraph[str] = MultiDiGraph()
        said = {"english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        for kind, keys in nodes.items():
            for key in keys:
                self.graph.add_node(BASE + key, iri=BASE + key, type=kind, label=key, **said)

    def edge(self, source: str, target: str, relation: str, fact: str, **said: str) -> None:
        self.graph.add_edge(BASE + source, BASE + target, relation=relation, iri=BASE + fact, evidence=(), **said)


def foreign() -> "MultiDiGraph[str]":
    organizations = tuple(dict.fromkeys((*PARENTS, *(parent for parents in PARENTS.values() for parent in parents))))
    made = _Drawn(Organization=organizations, Case=("case-1", "case-2"), AwardCategory=("award-1", "iri"))
    for member, parents in PARENTS.items():
        for parent in parents:
            made.edge(member, parent, "subsidiaryOf", f"{member}-of-{parent}", basis="stated")
    for winner in ("below", "member", "one", "two"):
        made.edge(winner, "award-1", "won", f"receipt-{winner}", year="2023")
    for n in ("1", "2"):
        made.edge("below", f"case-{n}", "wonWith", "receipt-several", year="2022")
        for award in ("award-1", "iri"):
            made.edge(f"case-{n}", award, "won", "receipt-several", year="2022")
    return made.graph


def many() -> "MultiDiGraph[str]":
    """Two winners of the same 600 awards, one of which won the last 500 twice; in 16 years or in none."""
    awards = tuple(f"award-{n:03}" for n in range(600))
    made = _Drawn(Organization=("one", "two"), AwardCategory=awards)
    for n, award in enumerate(awards):
        said = {"year": str(2005 + n % 17)} if n % 17 < 16 else {}
        made.edge("one", award, "won", f"one-{n}", **said)
        made.edge("two", award, "won", f"two-{n}", **said)
        if n >= 100:
            made.edge("two", award, "won", f"again-{n}", **said)
    return made.graph


def untold() -> "MultiDiGraph[str]":
    """One receipt whose article is not at hand."""
    made = _Drawn(Organization=("one",), AwardCategory=("award",), Article=("article",))
    made.edge("one", "award", "won", "receipt", year="2023")
    for *_, said in made.graph.edges(data=True):
        said["evidence"] = (Evidence(f"{BASE}article", 0, 3, "甲获奖"),)
    return made.graph


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    paths = {name: tmp_path / f"{name}.html" for name in ("sample", "many", "untold")}
    for path, graph in zip(paths.values(), (foreign(), many(), untold()), strict=True):
        path.write_text(view(graph), encoding="utf-8", newline="\n")
    return paths


def counted(page: Page, table: str) -> dict[str, int]:
    turned(page, f"#v=list&t={table}")
    rows = page.locator("#in-list tbody tr").all()
    return {row.locator("th").inner_text().strip(): int(row.locator("td").last.inner_text()) for row in rows}


def test_groups_are_those_of_the_report(opened: Opened) -> None:
    groups = counted(opened(), "groups")
    ranked = survey(foreign()).table("groups").rows
    report = {str(row[1]): max(cell.value for cell in row if isinstance(cell, Count)) for row in ranked}
    assert groups == report == {"top": 2, "far": 2, "one": 3}


def test_lanes_and_tree_draw_an_organization_of_two_groups_below_both(opened: Opened) -> None:
    page = opened(address="#v=lanes&a=far")
    heads = page.locator('.card[data-lane="0"]').evaluate_all("cards => cards.map((card) => card.dataset.node)")
    assert heads == ["far"]
    turned(page, "#v=lanes")
    heads = page.locator('.card[data-lane="0"]').evaluate_all("cards => cards.map((card) => card.dataset.node)")
    assert sorted(heads) == ["far", "one", "top"]
    turned(page, "#v=tree&a=top")
    assert page.locator('#tree .card[data-node="below"]').count() == 2


@pytest.mark.parametrize("head", ["top", "one", "two"])
def test_the_number_of_each_card_of_the_tree_is_that_of_its_list(opened: Opened, head: str) -> None:
    page = opened(address=f"#v=tree&a={head}")
    numbers = page.locator("#tree .card:not(.quiet)").evaluate_all(
        """cards => cards.map((card) =>
          [card.dataset.node, Number(card.nextElementSibling?.querySelector('.chip')?.textContent)])"""
    )
    assert len(numbers) > 1
    for node, number in numbers:
        if node in PARENTS or node == "top":
            turned(page, f"#v=list&organization={node}")
            assert page.locator("#in-list tbody tr").count() == number, node


def test_a_receipt_of_several_cases_and_awards_counts_for_each(opened: Opened) -> None:
    page = opened()
    assert counted(page, "cases") == {"case-1": 1, "case-2": 1}
    assert counted(page, "awards") == {"award-1": 5, "iri": 1}
    turned(page, "#v=list&award=iri")
    row = page.locator("#in-list tbody tr")
    assert (row.locator("td.case").inner_text(), row.locator("td.award").inner_text()) == (
        "case-1、case-2",
        "award-1、iri",
    )
    settled(page)


def test_what_both_have_is_counted_whole_however_little_is_shown(opened: Opened) -> None:
    page = opened("many", "#v=compare&a=one&b=two&x=shared")
    shared = page.locator("[data-part=shared]")
    expect(shared.locator(".section")).to_contain_text("600")
    expect(shared).to_contain_text("还有 100 个")
    assert page.locator("[data-part=only] button").count() == 0


def test_the_first_year_of_the_groups_is_drawn_beside_those_without(opened: Opened) -> None:
    page = opened("many")
    rows = page.locator("#timeline tbody tr").all()
    assert len(rows) == 3
    numbers = [[int(text or 0) for text in row.locator("td").all_inner_texts()] for row in rows]
    assert len(numbers[0]) == 17
    assert numbers[0] == [one + two for one, two in zip(numbers[1], numbers[2], strict=True)]


def test_two_changes_in_one_task_both_count(opened: Opened) -> None:
    page = opened(address="#v=list")
    page.evaluate("document.querySelector('#table-cases').click(); document.querySelector('#hide-Case').click()")
    said = state(page)
    assert (said["table"], "Case" in said["hide"]) == ("cases", True)


@pytest.mark.parametrize("skip", ["-5", "1e9", "1e999", "x"])
def test_a_page_that_is_not_there_shows_one_that_is(opened: Opened, skip: str) -> None:
    page = opened(address=f"#v=list&q={skip}")
    assert page.locator("#in-list tbody tr").count() == 5


@pytest.mark.parametrize(("name", "address"), [("sample", ""), ("many", "#c=years")])
def test_the_columns_of_a_matrix_keep_their_places_whatever_they_are_called(
    opened: Opened, name: str, address: str
) -> None:
    page = opened(name, address)
    with page.expect_download() as waited:
        page.click("#take-csv-matrix")
    head, first, *_ = csv.reader(waited.value.path().read_text("utf-8-sig").splitlines())
    row = page.locator("#matrix tbody tr").first
    assert head[1:-1] == [text.replace("\n", "") for text in page.locator("#matrix thead th").all_inner_texts()]
    assert first[1:-1] == [text or "0" for text in row.locator("td").all_inner_texts()]
    assert (first[0], first[-1]) == (row.locator("th").inner_text(), BASE + str(row.get_attribute("data-node")))


def test_without_texts_the_overview_says_once_that_nothing_was_checked(opened: Opened) -> None:
    page = opened("untold")
    expect(page.locator("#unchecked")).to_contain_text("1 / 1")
    page.locator("#example .proof").first.click()
    settled(page)
    assert page.locator("#panel mark").all_inner_texts() == ["甲获奖"]
    assert page.locator(".warning").count() == 0
