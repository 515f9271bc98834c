"""The page in a real browser, opened from disk: it asks for nothing, and every click leads to a sentence."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.graph import project
from kg.viewer import view
from tests import winners
from tests.browsing import FOUND, SWITCHES, contrast, hub, joint, marks, outside, spot, state
from tests.hostile import PAYLOADS, hostile_articles, hostile_graph

LIFE, GROUP, PROPERTY = (f"organization/{key}" for key in ("cpic-life", "cpic", "cpic-pc"))

pytestmark = [pytest.mark.browser, pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")]

Opened = Callable[..., Page]
Scheme = Literal["light", "dark"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=FOUND, args=[*SWITCHES])
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk: the sample, with whole texts, a hostile one, of many nodes, of joint winners."""
    folder = tmp_path_factory.mktemp("pages")
    sample, articles = project(winners.quads()), {winners.ARTICLE.id: winners.ARTICLE}
    pages = {
        "sample": view(sample, articles=articles),
        "with-text": view(sample, articles=articles, with_text=True),
        "hostile": view(hostile_graph(), articles=hostile_articles(), title=PAYLOADS[1], with_text=True),
        "many": view(hub()),
        "joint": view(joint()),
        "empty": view(MultiDiGraph()),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end, it must have asked for nothing else and complained of nothing."""
    said: list[str] = []
    contexts = []

    def open_page(name: str = "sample", address: str = "", scheme: Scheme = "light") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        start = files[name].as_uri()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if request.url.partition("#")[0] != start else None)
        page.goto(start + address)
        expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []


def test_a_graph_of_one_article_starts_with_its_lanes(opened: Opened) -> None:
    page = opened()
    assert state(page)["view"] == "lanes"
    assert page.locator("h3.lane").all_inner_texts() == ["集团\n1", "子公司 / 机构\n4", "案例\n11", "奖项\n4"]
    lefts = [page.locator(f".card[data-lane='{n}']").first.bounding_box() for n in range(4)]
    assert all(a and b and a["x"] + a["width"] < b["x"] for a, b in pairwise(lefts))
    assert page.locator("path.line").count() == 4 + 1 + 11 + 11
    assert marks(page) == [winners.RECEIPTS[0][3]]


def test_the_lanes_tell_the_awards_in_the_order_of_the_article(opened: Opened) -> None:
    cards = opened().locator(".card[data-lane='3']")
    tops = {card.inner_text().split("\n")[0]: (card.bounding_box() or {"y": 0})["y"] for card in cards.all()}
    assert sorted(tops, key=lambda name: tops[name]) == [*winners.AWARDS]


def test_a_card_lights_its_path_and_shows_its_sentence(opened: Opened) -> None:
    page = opened()
    page.locator(".card", has_text="云南野生动物").click()
    expect(page.locator("#panel h2")).to_have_text(winners.WILDLIFE)
    assert winners.RECEIPTS[8][3] in marks(page)
    lit = {card.get_attribute("data-node") for card in page.locator(".card.on").all()}
    assert {GROUP, PROPERTY} < lit
    assert len(lit) == 4
    assert page.locator("path.line.on").count() == 3


def test_a_line_between_cards_shows_the_fact(opened: Opened) -> None:
    page = opened()
    page.locator("path.touch").last.dispatch_event("click")
    expect(page.locator("#panel .kicker")).to_have_text("获奖")
    assert len(marks(page)) == 1
    assert page.locator("#panel .fact dd").count() == 5
    assert state(page)["facts"][0].startswith("receipt/")


def test_a_link_from_the_registry_says_so(opened: Opened) -> None:
    page = opened()
    page.locator("path.dashed + path.touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录（背景知识），不是报道所述。")
    expect(page.locator("#dashed")).to_be_visible()


def test_a_click_on_a_node_shows_it_with_its_sentences(opened: Opened) -> None:
    page = opened(address="#v=network")
    page.mouse.click(*spot(page, GROUP))
    expect(page.locator("#panel h2")).to_have_text("中国太保")
    expect(page.locator("#panel")).to_contain_text("601601.SH、02601.HK".partition("、")[0])
    assert marks(page) == ["中国太保一家集团"]
    assert page.locator("#panel .neighbours").first.locator("li").count() == 3


def test_a_click_on_an_edge_shows_its_sentence(opened: Opened) -> None:
    page = opened(address="#v=network")
    case = next(b for a, b in page.evaluate("window.finaward.links()") if a == LIFE and b.startswith("case/"))
    page.mouse.click(*spot(page, LIFE, case))
    expect(page.locator("#panel .kicker")).to_have_text("获奖")
    assert marks(page)[0] in {sentence for owner, *_, sentence in winners.RECEIPTS if owner == "cpic-life"}
    assert "#v=network&e=receipt" in page.url


def test_no_labels_overlap_at_the_start(opened: Opened) -> None:
    for name, *clicks in (("sample",), ("sample", "#language"), ("many",)):
        page = opened(name, "#v=network")
        for click in clicks:
            page.click(click)
        boxes = page.evaluate("window.finaward.boxes()")
        assert len(boxes) > 7
        for n, a in enumerate(boxes):
            for b in boxes[n + 1 :]:
                apart_x = abs(a["x"] - b["x"]) >= (a["width"] + b["width"]) / 2 - 1
                assert apart_x or abs(a["y"] - b["y"]) >= (a["height"] + b["height"]) / 2 - 1


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


def test_the_network_is_fitted_when_it_is_seen(opened: Opened) -> None:
    page = opened(address="#v=network")
    assert outside(page) == []
    for name in ("lanes", "table"):
        page.click(f"#view-{name}")
        page.click("#language")
        page.set_viewport_size({"width": 1000 if name == "lanes" else 1280, "height": 700})
        page.click("#view-network")
        assert outside(page) == []
    for width, height in ((900, 600), (1400, 900)):
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_function("width => document.querySelector('#network canvas').clientWidth < width", arg=width)
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert outside(page) == []


def test_the_list_names_joint_winners_and_their_sources(opened: Opened) -> None:
    page = opened("joint", "#v=table")
    cells = page.locator("#rows tbody tr").filter(has_text="定投打卡").locator("td")
    assert cells.first.inner_text().replace("\n", "") == "砚舟基金、朔桐证券"
    day = page.locator("td.source time").first
    assert day.inner_text() == "2024-01-19"
    inner, outer = day.bounding_box(), page.locator("td.source").first.bounding_box()
    assert inner
    assert outer
    assert inner["y"] + inner["height"] <= outer["y"] + outer["height"]
    page.select_option("#by-year", label="无年度（1）")
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    assert page.locator("#by-organization option").all_inner_texts() == ["全部", "砚舟基金（1）", "朔桐证券（1）"]
    page.select_option("#by-year", label="2023（1）")
    assert page.locator("#by-organization option").all_inner_texts() == ["全部", "砚舟基金（1）"]
    page.select_option("#by-organization", label="砚舟基金（1）")
    assert page.locator("#by-year option").all_inner_texts() == ["全部", "2023（1）", "无年度（1）"]


def test_an_article_is_told_in_words_for_people(opened: Opened) -> None:
    page = opened("joint", "#n=t/1")
    said = page.locator("#panel .properties dd")
    assert said.all_inner_texts() == ["2024-01-19 16:40", "简体中文"]
    page.click("#language")
    assert said.all_inner_texts() == ["2024-01-19 16:40", "Simplified Chinese"]


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


def test_neighbours_are_added_and_taken_back_step_by_step(opened: Opened) -> None:
    page = opened("many")
    assert state(page)["view"] == "network"
    first = len(state(page)["drawn"])
    left = 1001 - first
    told = f"显示 {first} / 1001 个节点，{first - 1} 条关系 · 还有 {left} 个邻居未展开，单击节点可展开"
    expect(page.locator("#status")).to_have_text(told)
    page.mouse.click(*spot(page, "g"))
    page.get_by_role("button", name=f"展开邻居（{left}）").click()
    assert len(state(page)["drawn"]) == first + 16
    page.click("#reset")
    assert len(state(page)["drawn"]) == first
    page.mouse.click(*spot(page, "g"))
    page.evaluate("for (let n = 0; n < 27; n += 1) document.querySelector('.buttons button').click()")
    assert len(state(page)["drawn"]) == 400


def test_english(opened: Opened) -> None:
    page = opened()
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#view-network")).to_have_text("Network")
    page.locator(".card[data-lane='0']").click()
    expect(page.locator("#panel h2")).to_have_text("China Pacific Insurance (Group)")
    left = page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN/g)")
    assert left is None


def test_whole_texts_mark_every_quote(opened: Opened) -> None:
    page = opened("with-text", "#n=article/sample-2022-03-15")
    assert page.locator("#panel .text").inner_text().strip() == winners.TEXT
    assert "超过3.3亿元" in page.locator("#panel .text mark").all_inner_texts()


def test_an_empty_graph_says_so(opened: Opened) -> None:
    page = opened("empty")
    expect(page.locator("#network-empty")).to_be_visible()
    page.click("#view-lanes")
    expect(page.locator("#lanes .empty")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(opened: Opened, scheme: Scheme) -> None:
    page = opened(scheme=scheme)
    page.locator(".card", has_text="太保寿险").click()
    colours = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const names = ["ground", "surface", "wash", "ink", "quiet", "accent", "mark", "mark-ink", "warning"];
          return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
        }"""
    )
    for ground in ("ground", "surface", "wash"):
        for ink in ("ink", "quiet", "accent"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["warning"], colours["surface"]) >= 4.5


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_page_fits_its_window(opened: Opened, width: int, height: int) -> None:
    page = opened()
    page.set_viewport_size({"width": width, "height": height})
    for name in ("lanes", "network", "table"):
        page.click(f"#view-{name}")
        wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert wide <= width
        assert tall <= height or width < 760


def test_every_control_is_reached_by_the_keyboard_and_has_a_name(opened: Opened) -> None:
    page = opened()
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.dataset.node || ''"))
    assert {"search", "view-network", "language", "class-Case", "by-award", "by-year", "scope", GROUP} <= reached
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a")].filter((made) => made.checkVisibility())
          .filter((made) => !(made.innerText || made.getAttribute("aria-label") || made.labels?.length)).length"""
    )
    assert nameless == 0


def test_it_draws_where_there_is_no_webgl(opened: Opened) -> None:
    page = opened(address="#v=network")
    drawn = page.evaluate(
        """() => {
          const canvas = document.querySelector("#network canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value > 0);
        }"""
    )
    assert drawn is True


def test_nothing_hostile_runs(opened: Opened) -> None:
    page = opened("hostile")
    cards = page.locator(".card")
    for n in range(0, cards.count(), 4):
        cards.nth(n).hover(force=True)
        cards.nth(n).dispatch_event("click")
    page.locator("path.touch").last.dispatch_event("click")
    page.click("#view-network")
    for key in state(page)["drawn"][::2]:
        x, y = spot(page, key)
        page.mouse.move(x, y)
        page.mouse.click(x, y)
    page.wait_for_timeout(600)
    page.click("#view-table")
    for n in range(0, len(PAYLOADS), 5):
        page.locator("#rows .proof").nth(n).click()
    page.click("#language")
    for text in PAYLOADS:
        page.evaluate("hash => { location.hash = hash; }", f"#n={text}"[:2000].replace("\ud83d", ""))
        page.fill("#search", text[:50].replace("\ud83d", "").replace("\x00", ""))
    assert page.evaluate("window.hit") is None
    assert page.locator("script").count() == 3
    assert page.locator("iframe, base, object, embed, #panel img, svg script").count() == 0
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
    assert all(address.startswith(("http://", "https://")) for address in addresses), json.dumps(addresses)
