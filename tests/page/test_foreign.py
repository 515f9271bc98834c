"""The page of graphs that others made: two parents, parents in a circle, receipts of several cases and awards."""

from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page

from kg.reporter import survey
from kg.reporter.tables import Count
from kg.viewer import view
from tests.browsing import NEEDED, Opened, settled, turned

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


def foreign() -> "MultiDiGraph[str]":
    graph: MultiDiGraph[str] = MultiDiGraph()

    def edge(source: str, target: str, relation: str, fact: str, **said: str) -> None:
        graph.add_edge(BASE + source, BASE + target, relation=relation, iri=BASE + fact, evidence=(), **said)

    kinds = dict.fromkeys((*PARENTS, *(parent for parents in PARENTS.values() for parent in parents)), "Organization")
    kinds |= {"case-1": "Case", "case-2": "Case", "award-1": "AwardCategory", "award-2": "AwardCategory"}
    for key, kind in kinds.items():
        said = {"english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        graph.add_node(BASE + key, iri=BASE + key, type=kind, label=key, **said)
    for member, parents in PARENTS.items():
        for parent in parents:
            edge(member, parent, "subsidiaryOf", f"{member}-of-{parent}", basis="stated")
    for winner in ("below", "member", "one", "two"):
        edge(winner, "award-1", "won", f"receipt-{winner}", year="2023")
    for n in ("1", "2"):
        edge("below", f"case-{n}", "wonWith", "receipt-several", year="2022")
        for m in ("1", "2"):
            edge(f"case-{n}", f"award-{m}", "won", "receipt-several", year="2022")
    return graph


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    path = tmp_path / "foreign.html"
    path.write_text(view(foreign()), encoding="utf-8", newline="\n")
    return {"sample": path}


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
    assert counted(page, "awards") == {"award-1": 5, "award-2": 1}
    turned(page, "#v=list&award=award-2")
    row = page.locator("#in-list tbody tr")
    assert (row.locator("td.case").inner_text(), row.locator("td.award").inner_text()) == (
        "case-1、case-2",
        "award-1、award-2",
    )
    settled(page)
