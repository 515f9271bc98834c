"""What lanes, network and list show, and the sentence behind every click."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests import winners
from tests.browsing import NEEDED, Opened, marks, outside, settled, spot, state

LIFE = "organization/cpic-life"
GROUP = "organization/cpic"
PROPERTY = "organization/cpic-pc"

pytestmark = NEEDED


def lane(page: Page, n: int) -> list[str]:
    """The names on the cards of a lane, from top to bottom."""
    cards = page.locator(f"#in-lanes .card[data-lane='{n}']").all()
    tops = {card.locator(".name").inner_text(): (card.bounding_box() or {"y": 0})["y"] for card in cards}
    return sorted(tops, key=lambda name: tops[name])


def test_the_lanes_lead_from_the_group_to_the_awards(opened: Opened) -> None:
    page = opened(address="#v=lanes")
    heads = page.locator("#in-lanes h3.lane").all_inner_texts()
    assert heads == ["有成员的集团\n1", "子公司 / 独立机构\n4", "案例\n11", "奖项\n4"]
    lefts = [page.locator(f".card[data-lane='{n}']").first.bounding_box() for n in range(4)]
    assert all(a and b and a["x"] + a["width"] < b["x"] for a, b in pairwise(lefts))
    assert lane(page, 3) == [*winners.AWARDS]


def test_a_card_lights_its_path_and_shows_its_sentence(opened: Opened) -> None:
    page = opened(address="#v=lanes")
    page.locator(".card", has_text="云南野生动物").click()
    expect(page.locator("#panel h2")).to_have_text(winners.WILDLIFE)
    assert winners.RECEIPTS[8][3] in marks(page)
    lit = {card.get_attribute("data-node") for card in page.locator("#in-lanes .card.on").all()}
    assert {GROUP, PROPERTY} < lit
    assert len(lit) == 4
    assert page.locator("#in-lanes path.line.on").count() == 3


def test_a_line_between_cards_shows_the_fact(opened: Opened) -> None:
    page = opened(address="#v=lanes")
    page.locator("#in-lanes path.touch").last.dispatch_event("click")
    expect(page.locator("#panel .kicker").first).to_have_text("获奖")
    assert len(marks(page)) == 1
    assert page.locator("#panel .fact dd").count() == 5
    assert state(page)["facts"][0].startswith("receipt/")


def test_lines_from_the_registry_are_dashed_and_said(opened: Opened) -> None:
    page = opened(address="#v=lanes")
    assert page.locator("#in-lanes path.dashed").count() > 0
    expect(page.locator("#dashed")).to_be_visible()


def test_a_click_on_a_node_shows_it_with_its_sentences(opened: Opened) -> None:
    page = opened(address="#v=network")
    page.mouse.click(*spot(page, GROUP))
    expect(page.locator("#panel h2")).to_have_text("中国太保")
    assert marks(page) == ["中国太保一家集团"]


def test_a_click_on_an_edge_shows_its_sentence(opened: Opened) -> None:
    page = opened(address="#v=network")
    links = settled(page).evaluate("window.finaward.picture().links.map(({ from, to }) => [from, to])")
    case = next(b for a, b in links if a == LIFE and b.startswith("case/"))
    page.mouse.click(*spot(page, LIFE, case))
    expect(page.locator("#panel .kicker").first).to_have_text("获奖")
    assert marks(page)[0] in {sentence for owner, *_, sentence in winners.RECEIPTS if owner == "cpic-life"}
    assert "&e=receipt" in page.url


def fits(page: Page) -> bool:
    """Whether all that is drawn comes to lie in the room, within a moment."""
    for _ in range(20):
        page.wait_for_timeout(100)
        try:
            if outside(settled(page)) == []:
                return True
        except AssertionError:
            continue
    return False


def test_the_network_is_fitted_when_it_is_seen(opened: Opened) -> None:
    page = opened(address="#v=network")
    assert fits(page)
    for name, width in (("lanes", 1000), ("list", 1280)):
        page.click(f"#view-{name}")
        settled(page)
        page.set_viewport_size({"width": width, "height": 700})
        page.click("#view-network")
        assert fits(page), name
    for width, height in ((900, 600), (1400, 900)):
        page.set_viewport_size({"width": width, "height": height})
        assert fits(page), width


def test_the_list_names_joint_winners_and_their_sources(opened: Opened) -> None:
    page = opened("joint", "#v=list")
    row = page.locator("#in-list tbody tr").filter(has_text="定投打卡")
    assert row.locator("td").first.inner_text().replace("\n", "") == "砚舟基金、朔桐证券"
    expect(row.locator("td.source")).to_contain_text("评选结果公布")
    page.select_option("#by-year", label="无年度（1）")
    expect(page.locator("#in-list tbody tr")).to_have_count(1)
    settled(page)
    assert page.locator("#by-organization option").all_inner_texts() == ["全部", "砚舟基金（1）", "朔桐证券（1）"]
    page.select_option("#by-organization", label="砚舟基金（1）")
    settled(page)
    assert page.locator("#by-year option").all_inner_texts() == ["全部", "2023（1）", "无年度（1）"]


def test_the_list_is_taken_away_as_csv_and_sorted(opened: Opened) -> None:
    page = opened(address="#v=list")
    with page.expect_download() as waited:
        page.click("#take-csv")
    lines = waited.value.path().read_bytes().decode("utf-8").removeprefix("\ufeff").split("\r\n")
    assert waited.value.suggested_filename == "receipts.csv"
    assert len(lines) == 1 + 11 + 1
    assert sum(winners.MEDICAL in line for line in lines) == 1
    assert sum(sentence in "\n".join(lines) for *_, sentence in winners.RECEIPTS) == 11
    page.click("#sort-case")
    settled(page)
    assert page.locator("th[aria-sort=ascending]").inner_text() == "案例"


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_each_table_is_taken_away(opened: Opened, kind: str) -> None:
    page = opened(address="#v=list&t=organizations")
    with page.expect_download() as waited:
        page.click(f"#take-{kind}")
    assert "太保寿险" in waited.value.path().read_text(encoding="utf-8")
