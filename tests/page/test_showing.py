"""What the page shows: lanes, network and list, and the sentence behind every click."""

from itertools import pairwise

from playwright.sync_api import expect

from tests import winners
from tests.browsing import NEEDED, Opened, marks, outside, spot, state

LIFE = "organization/cpic-life"
GROUP = "organization/cpic"
PROPERTY = "organization/cpic-pc"

pytestmark = NEEDED


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


def test_whole_texts_mark_every_quote(opened: Opened) -> None:
    page = opened("with-text", "#n=article/sample-2022-03-15")
    assert page.locator("#panel .text").inner_text().strip() == winners.TEXT
    assert "超过3.3亿元" in page.locator("#panel .text mark").all_inner_texts()


def test_an_empty_graph_says_so(opened: Opened) -> None:
    page = opened("empty")
    expect(page.locator("#network-empty")).to_be_visible()
    page.click("#view-lanes")
    expect(page.locator("#lanes .empty")).to_be_visible()
