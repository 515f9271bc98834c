"""How things are found on the page: search, legend, filters, addresses, and the table taken away as CSV."""

import re

import pytest
from playwright.sync_api import expect

from tests import winners
from tests.browsing import NEEDED, Opened, outside, spot, state

LIFE = "organization/cpic-life"
GROUP = "organization/cpic"

pytestmark = NEEDED


@pytest.mark.parametrize(
    "typed", ["tbsx", "taibaosx", "taibaoshouxian", "太保寿险", "太平洋寿险", "ＣＨＩＮＡ　pacific life"]
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
    page.fill("#search", "601601")
    expect(page.locator("#found li")).to_have_count(1)
    page.fill("#search", "太保")
    expect(page.locator("#found li").first).to_contain_text("中国太保")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.locator("#search").get_attribute("aria-activedescendant") == "found-1"
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    page.fill("#search", "没有这个")
    expect(page.locator("#found")).to_have_text("没有找到")


def test_a_class_in_the_legend_hides_and_shows_its_nodes(opened: Opened) -> None:
    page = opened(address="#v=network")
    before = state(page)["drawn"]
    page.click("#class-AwardCategory")
    after = state(page)["drawn"]
    assert len(after) == len(before) - 4
    assert page.locator("#class-AwardCategory").get_attribute("aria-pressed") == "false"
    page.click("#class-Article")
    assert {"article/sample-2022-03-15", *after} == set(state(page)["drawn"])
    page.click("#class-Figure")
    assert len(state(page)["drawn"]) == len(after) + 2
    assert outside(page) == []
    page.click("#class-Figure")
    assert len(state(page)["drawn"]) == len(after) + 1
    page.click("#reset")
    assert "article/sample-2022-03-15" in state(page)["drawn"]


@pytest.mark.parametrize("view_", ["lanes", "network", "table"])
def test_a_hit_of_a_hidden_class_switches_it_on(opened: Opened, view_: str) -> None:
    page = opened(address=f"#v={view_}")
    page.fill("#search", "3.3亿")
    page.keyboard.press("Enter")
    expect(page.locator("#class-Figure")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#panel h2")).to_contain_text("超过3.3亿元")
    page.click("#view-network")
    assert state(page)["node"] in state(page)["drawn"]
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_text("概览")


def test_words_of_the_legend_are_whole(opened: Opened) -> None:
    page = opened()
    page.click("#language")
    page.set_viewport_size({"width": 900, "height": 700})
    for name in page.locator(".class .name").all():
        box = name.bounding_box()
        assert box
        assert box["height"] < 30
    legend = page.locator("#filters").evaluate("made => made.scrollWidth - made.clientWidth")
    assert legend <= 0


def test_filters_leave_what_passes(opened: Opened) -> None:
    page = opened(address="#v=table")
    assert page.locator("#rows tbody tr").count() == 11
    page.select_option("#by-award", label="年度影响力赔案（3）")
    assert page.locator("#rows tbody tr").count() == 3
    page.select_option("#by-organization", label="太保产险（1）")
    assert page.locator("#rows tbody tr").count() == 1
    others = {"金融业适老服务典型案例（1）", "保险业客户服务典范案例（1）", "年度影响力赔案（1）"}
    assert {"全部", *others} == {*page.locator("#by-award option").all_inner_texts()}
    assert page.locator("#class-Case .count").inner_text() == "1"
    page.click("#view-lanes")
    assert page.locator(".card[data-lane='2']").all_inner_texts() == [winners.WILDLIFE]
    page.click("#clear")
    assert page.locator(".card[data-lane='2']").count() == 11
    page.select_option("#by-organization", label="中国太保（11）")
    page.select_option("#by-year", label="2021（11）")
    assert page.locator(".card[data-lane='2']").count() == 11


def test_the_address_brings_back_what_was_seen(opened: Opened) -> None:
    page = opened(address="#v=network")
    page.mouse.click(*spot(page, LIFE))
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    page.reload()
    expect(page.locator("#panel h2")).to_have_text("太保寿险")
    assert (state(page)["view"], state(page)["node"]) == ("network", LIFE)
    page.click("#view-table")
    page.go_back()
    assert state(page)["view"] == "network"
    page.go_back()
    expect(page.locator("#panel h2")).to_have_text("概览")
    page.go_forward()
    expect(page.locator("#panel h2")).to_have_text("太保寿险")


@pytest.mark.parametrize(
    "address", ["#n=", "#n=%E0%A4%A", "#v=nothing&n=nobody&e=none&s=nowhere", "#__proto__=1", "#e=x"]
)
def test_a_wrong_address_is_no_error(opened: Opened, address: str) -> None:
    assert state(opened(address=address))["node"] == ""


def test_a_whole_iri_is_an_address_too(opened: Opened) -> None:
    assert state(opened(address="#n=https://w3id.org/finaward/id/organization/cpic"))["node"] == GROUP


def test_the_table_is_taken_away_as_csv(opened: Opened) -> None:
    page = opened(address="#v=table")
    with page.expect_download() as waited:
        page.click("#download")
    lines = waited.value.path().read_bytes().decode("utf-8").removeprefix("\ufeff").split("\r\n")
    assert waited.value.suggested_filename == "awards.csv"
    assert lines[0] == '"机构","案例","奖项","评选","年度","名次","来源","原文证据"'
    assert len(lines) == 1 + 11 + 1
    assert sum(winners.MEDICAL in line for line in lines) == 1
    page.click("#sort-case")
    assert page.locator("th[aria-sort=ascending]").inner_text() == "案例"


def test_cells_of_the_csv_are_no_formulas(opened: Opened) -> None:
    text = opened("hostile").evaluate("window.finaward.csv()")
    assert "\"'=HYPERLINK" in text
    assert '"\'+1-1"' in text
    assert not re.search(r'(^|,)"[=+@-]', text, re.MULTILINE)
