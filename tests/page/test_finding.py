"""How things are found on the page: search, legend, filters and addresses."""

import pytest
from playwright.sync_api import expect

from tests import winners
from tests.browsing import NEEDED, Opened, settled, spot, state

LIFE = "organization/cpic-life"
GROUP = "organization/cpic"

pytestmark = NEEDED


@pytest.mark.parametrize(
    "typed",
    [
        *("tbsx", "taibaosx", "taibaoshouxian", "TBSX"),
        *("太保寿险", "太平洋寿险", "太保壽險", "太 保 寿 险"),
        *("ＣＨＩＮＡ　pacific life", "中国太平洋人寿保险股份有限公司"),
    ],
)
def test_search_leads_to_the_node(opened: Opened, typed: str) -> None:
    page = opened(address="#v=network")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    expect(page.locator("#found [aria-selected=true] .name")).to_have_text("太保寿险")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    expect(page.locator("#found")).to_be_hidden()
    assert state(page)["node"] == LIFE
    assert LIFE in state(page)["drawn"]


def test_search_by_stock_code_and_with_arrows(opened: Opened) -> None:
    page = opened()
    for typed in ("601601", "６０１６０１", "02601.hk"):
        page.fill("#search", typed)
        expect(page.locator("#found [role=option]")).to_have_count(1)
    page.fill("#search", "太保")
    expect(page.locator("#found [role=option]").first).to_contain_text("中国太保")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-1"
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    page.fill("#search", "没有这个")
    expect(page.locator("#found")).to_have_text("没有找到")


def test_hits_stand_under_their_class(opened: Opened) -> None:
    page = opened()
    page.fill("#search", "服务")
    groups = page.locator("#found [role=group]")
    names = [group.get_attribute("aria-label") for group in groups.all()]
    assert len(names) == len(set(names)) > 1
    assert names == page.locator("#found .kind").all_inner_texts()
    page.keyboard.press("ArrowUp")
    last = page.locator("#found [role=option]").count() - 1
    assert page.locator("#search").get_attribute("aria-activedescendant") == f"found-{last}"


def test_a_mouse_finds_as_well(opened: Opened) -> None:
    page = opened(address="#v=list")
    page.fill("#search", "云南野生动物")
    page.locator("#found [role=option]").first.click()
    expect(page.locator("#panel h2")).to_have_text(winners.WILDLIFE)


@pytest.mark.parametrize("view_", ["lanes", "network", "list"])
def test_a_hit_of_a_hidden_class_switches_it_on(opened: Opened, view_: str) -> None:
    page = opened(address=f"#v={view_}")
    page.fill("#search", "3.3亿")
    expect(page.locator("#found [role=option]")).not_to_have_count(0)
    page.keyboard.press("Enter")
    expect(page.locator("#hide-Figure")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#panel h2")).to_contain_text("超过3.3亿元")
    assert state(page)["view"] in ("network", view_)
    if state(page)["view"] == "network":
        assert state(page)["node"] in state(page)["drawn"]
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_a_class_in_the_legend_hides_and_shows_its_nodes(opened: Opened) -> None:
    page = opened(address="#v=network")
    before = set(state(page)["drawn"])
    awards = {key for key in before if key.startswith("category/")}
    assert awards
    page.click("#hide-AwardCategory")
    after = set(state(page)["drawn"])
    assert not {key for key in after if key.startswith("category/")}
    assert page.locator("#hide-AwardCategory").get_attribute("aria-pressed") == "false"
    assert "hide=" in page.url
    page.click("#hide-AwardCategory")
    assert set(state(page)["drawn"]) == before


def test_a_relation_that_is_cut_is_not_drawn(opened: Opened) -> None:
    page = opened(address="#v=network")
    settled(page)
    links = "window.finaward.picture().links.flatMap((link) => link.relations.map(({ name }) => name))"
    assert "subsidiaryOf" in page.evaluate(links)
    page.click("#kinds-of-links summary")
    page.click("#cut-subsidiaryOf")
    settled(page)
    assert "subsidiaryOf" not in page.evaluate(links)


def test_words_of_the_legend_are_whole(opened: Opened) -> None:
    page = opened()
    page.click("#language")
    page.set_viewport_size({"width": 900, "height": 700})
    settled(page)
    for name in page.locator(".class .name").all():
        box = name.bounding_box()
        assert box is None or box["height"] < 30
    legend = page.locator("#filters").evaluate("made => made.scrollWidth - made.clientWidth")
    assert legend <= 0


def test_filters_leave_what_passes(opened: Opened) -> None:
    page = opened(address="#v=list")
    rows = page.locator("#in-list tbody tr")
    expect(rows).to_have_count(11)
    page.select_option("#by-award", label="年度影响力赔案（3）")
    expect(rows).to_have_count(3)
    page.select_option("#by-organization", label="太保产险（1）")
    expect(rows).to_have_count(1)
    settled(page)
    others = {"金融业适老服务典型案例（1）", "保险业客户服务典范案例（1）", "年度影响力赔案（1）"}
    assert {"全部", *others} == {*page.locator("#by-award option").all_inner_texts()}
    assert page.locator("#hide-Case .count").inner_text() == "1"
    page.click("#view-lanes")
    cases = page.locator(".card[data-lane='2']")
    expect(cases).to_have_text([winners.WILDLIFE])
    page.click("#clear")
    expect(cases).to_have_count(11)
    page.select_option("#by-organization", label="中国太保（11）")
    settled(page)
    expect(cases).to_have_count(11)


def test_the_address_brings_back_what_was_seen(opened: Opened) -> None:
    page = opened(address="#v=network")
    page.mouse.click(*spot(page, LIFE))
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    page.reload()
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    assert (state(page)["view"], state(page)["node"]) == ("network", LIFE)
    page.click("#view-list")
    assert state(page)["view"] == "list"
    page.go_back()
    expect(page.locator("#view-network")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    page.go_back()
    expect(page.locator("#panel")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#panel h2")).to_have_text("太保寿险")


@pytest.mark.parametrize("view_", ["overview", "network", "lanes", "tree", "path", "compare", "list", "article"])
@pytest.mark.parametrize("address", ["#n=", "#n=%E0%A4%A", "#n=nobody&e=none&s=nowhere&a=no&b=one", "#__proto__=1"])
def test_a_wrong_address_is_no_error(opened: Opened, view_: str, address: str) -> None:
    page = opened(address=f"{address}&v={view_}")
    assert state(page)["view"] == view_
    expect(page.locator("#panel")).to_be_hidden()


def test_a_view_that_there_is_not_is_the_first(opened: Opened) -> None:
    assert state(opened(address="#v=constructor"))["view"] == state(opened())["view"]


def test_a_whole_iri_is_an_address_too(opened: Opened) -> None:
    page = opened(address="#n=https://w3id.org/finaward/id/organization/cpic")
    expect(page.locator("#panel h2")).to_have_text("中国太保")
