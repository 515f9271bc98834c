"""The pictures of the page in a browser: nothing lies on anything else, each line has its sentence."""

import re
import struct
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests import winners
from tests.browsing import (
    AWARDS,
    BUSY,
    COMPARE,
    GROUP,
    HEALTH,
    LANES,
    LIFE,
    NEEDED,
    NETWORK,
    PATH,
    PROPERTY,
    QUIET,
    TREE,
    Opened,
    boxes,
    drawn,
    marks,
    overlapping,
    settled,
    state,
)

pytestmark = NEEDED


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    ("name", "address"),
    [("sample", LANES), ("sample", TREE), ("tree", "#v=tree"), ("sample", PATH), ("joint", "#v=path&a=o/1&b=o/2")],
)
def test_no_card_lies_on_another(opened: Opened, name: str, address: str, width: int) -> None:
    page = opened(name, address, size=(width, 800))
    found = boxes(page, "#stage .card, #stage .chip, #stage .fold")
    assert len(found) > 2
    assert overlapping(found) == []
    assert overlapping(boxes(page, "#stage .way, #stage .word")) == []
    names = page.locator("#stage .card").evaluate_all("cards => cards.map((card) => [card.title, card.innerText])")
    assert all(text.split("\n")[0] in title for title, text in names)


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
def test_a_link_draws_the_same_again(opened: Opened, address: str) -> None:
    page = opened(address=f"{address}&n={LIFE}")
    before = drawn(page)
    assert LIFE in before
    page.reload()
    settled(page)
    assert drawn(page) == before
    assert state(page)["node"] == LIFE


def test_the_tree_shows_each_award_where_it_was_won(opened: Opened) -> None:
    page = opened(address=TREE)
    assert page.locator("h3.lane").first.inner_text().split() == ["集团", "1"]
    own = {owner: sum(each == owner for each, *_ in winners.RECEIPTS) for owner in winners.ORGANIZATIONS}
    assert page.locator("#tree .card[data-node^='category/']").count() == len(
        {(owner, award) for owner, award, *_ in winners.RECEIPTS}
    )
    chip = page.locator(f"#tree .card[data-node='{HEALTH}'] + .chips .chip")
    assert chip.inner_text() == str(own["cpic-health"])
    page.locator(f"#tree .card[data-node='{GROUP}'] + .chips .chip").click()
    assert state(page)["view"] == "list"
    assert page.locator("#stage tbody tr").count() == len(winners.RECEIPTS)


def test_a_line_and_a_year_of_the_tree_show_their_sentences(opened: Opened) -> None:
    page = opened(address=TREE)
    page.locator("#tree path.dashed + path.touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录")
    page.locator("#tree .card[data-node^='category/'] + .chips .chip").first.click()
    assert set(marks(page)) <= {sentence for *_, sentence in winners.RECEIPTS}
    assert page.locator("#tree .card.on").count() == 2


def test_what_the_tree_folds_is_counted_and_opens(opened: Opened) -> None:
    page = opened("tree", "#v=tree")
    folds = page.locator("#tree .fold")
    assert folds.all_inner_texts() == [
        f"还有 {AWARDS + 2 - 7} 次获奖",
        f"还有 {BUSY - 12} 家成员",
        f"{QUIET} 家成员无获奖",
    ]
    expect(page.locator("#status")).to_have_text(re.compile(rf"显示 \d+ / {BUSY + AWARDS + 1} 次获奖"))
    before = {*drawn(page)}
    folds.last.click()
    expect(page.locator("#tree .card.quiet")).to_have_count(QUIET)
    folds.first.click()
    expect(page.locator("#tree .fold").first).to_have_text("收起")
    after = drawn(page)
    quiet, awards = ({f"m/{n:02}" for n in range(BUSY, BUSY + QUIET)}, {f"a/{n:02}" for n in range(AWARDS)})
    assert not quiet & before
    assert {*after} == before | quiet | awards
    page.reload()
    settled(page)
    assert drawn(page) == after
    page.go_back()
    expect(page.locator("#tree .card.quiet")).to_have_count(QUIET)
    page.go_back()
    expect(page.locator("#tree .card.quiet")).to_have_count(0)
    assert {*drawn(page)} == before


def test_another_group_is_chosen_and_a_member_leads_up(opened: Opened) -> None:
    page = opened(address=f"#v=tree&a={LIFE}")
    assert set(drawn(page)) >= {LIFE, "organization/changjiang-pension"}
    assert GROUP not in drawn(page)
    page.locator(".bar .up").click()
    expect(page.locator(f"#tree .card[data-node='{GROUP}']")).to_be_visible()
    page.select_option("#group", label="中国太保（11）")
    assert state(page)["at"] == GROUP


def test_a_path_is_found_and_each_link_shows_its_proof(opened: Opened) -> None:
    page = opened(address=PATH)
    assert drawn(page) == [LIFE, GROUP, PROPERTY]
    assert page.locator("#path .word").all_text_contents() == ["隶属隶属", "隶属隶属"]
    expect(page.locator("#status")).to_contain_text("1 条最短路径，每条 2 步")
    page.locator("#path .touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录")
    assert page.locator("#path .line.on").count() == 1


def test_paths_of_one_length_stand_below_one_another(opened: Opened) -> None:
    page = opened("joint", "#v=path&a=o/1&b=a/1")
    expect(page.locator("#path .way")).to_have_text(["路径 1 / 2", "路径 2 / 2"])
    tops = [box["y"] for box in boxes(page, "#path .way")]
    assert tops[0] < tops[1]
    page.locator("#path .touch").first.dispatch_event("click")
    assert marks(page) == ["砚舟基金与朔桐证券"]


def test_no_path_is_said_and_hidden_classes_are_offered(opened: Opened) -> None:
    page = opened("joint", "#v=path&a=o/1&b=o/3")
    expect(page.locator("#path")).to_contain_text("两者之间没有路径")
    expect(page.locator("#path")).to_contain_text("未显示的不算在内：数字、报道")
    page.click("#path-all")
    expect(page.locator("#path .card")).to_have_count(4)
    assert drawn(page) == ["o/1", "c/1", "t/1", "o/3"]


def test_a_hub_is_searched_within_bounds(opened: Opened) -> None:
    page = opened("many", "#v=path&a=c/0001&b=c/0999")
    assert drawn(page) == ["c/0001", "g", "c/0999"]
    expect(page.locator("#status")).to_contain_text("看过 3 个节点")


def test_both_ends_are_sought_with_the_keyboard(opened: Opened) -> None:
    page = opened(address=PATH)
    page.focus("#path-to")
    page.keyboard.type("tpyjkx")
    expect(page.locator("#path-to-found [aria-selected=true] .name")).to_have_text("太平洋健康险")
    page.keyboard.press("Enter")
    expect(page.locator("#path .card").last).to_have_attribute("data-node", HEALTH)
    assert state(page)["at"] == LIFE
    page.click("#path-turn")
    expect(page.locator("#path .card").first).to_have_attribute("data-node", HEALTH)
    page.focus("#path-from")
    page.keyboard.type("没有这个")
    expect(page.locator("#path-from-found")).to_have_text("没有找到")
    page.keyboard.press("Escape")
    assert page.input_value("#path-from") == "太平洋健康险"


def test_the_numbers_of_a_comparison_are_those_of_the_lists(opened: Opened) -> None:
    page = opened(address=COMPARE)
    keys = page.locator("[data-count]").evaluate_all("made => made.map((each) => [each.dataset.count, each.innerText])")
    assert {key.split()[0] for key, _ in keys} >= {"receipts", "cases", "awards", "programmes", "years", "shared"}
    for key, number in keys:
        page.locator(f'[data-count="{key}"]').click()
        expect(page.locator("#stage .bar .count:visible")).to_have_text(f"{number} 行")
        page.go_back()
        expect(page.locator("#in-compare")).to_be_visible()
    totals = dict(keys)
    for n, owner in enumerate(("cpic-life", "cpic-pc")):
        members = {"cpic-life", "changjiang-pension"} if owner == "cpic-life" else {owner}
        assert totals[f"receipts {n}"] == str(sum(each in members for each, *_ in winners.RECEIPTS))


def test_shared_awards_stand_in_the_middle_and_the_rest_at_their_side(opened: Opened) -> None:
    page = opened(address=COMPARE)
    won = [
        {award for owner, award, *_ in winners.RECEIPTS if owner in owners}
        for owners in (("cpic-life", "changjiang-pension"), ("cpic-pc",))
    ]
    shared = page.locator("tbody[data-part=shared] th.middle").all_inner_texts()
    assert {*shared} == won[0] & won[1]
    sides = [page.locator(f"tbody[data-part=only] td.{side} .link").all_inner_texts() for side in ("left", "right")]
    assert [{*side} for side in sides] == [won[0] - won[1], won[1] - won[0]]
    middles = [box["x"] + box["width"] / 2 for box in boxes(page, "tbody th.middle")]
    assert max(middles) - min(middles) < 1


def taken(page: Page, kind: str) -> bytes:
    with page.expect_download() as waited:
        page.locator(f"[data-take={kind}]:visible").click()
    return waited.value.path().read_bytes()


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
@pytest.mark.parametrize("name", ["sample", "bare"])
def test_what_is_taken_away_is_what_is_seen(opened: Opened, address: str, name: str) -> None:
    page = opened(name, address)
    root = ElementTree.fromstring(taken(page, "svg"))
    words = "".join(root.itertext())
    labels = page.evaluate(
        """() => window.finaward.picture().nodes?.flatMap(({ lines }) => lines)
          ?? [...document.querySelectorAll("#stage :is(.card .name, .chip, .word, h3, .versus .link, .versus .large)")]
            .filter((made) => made.checkVisibility()).map((made) => made.innerText ?? made.lastChild.data)"""
    )
    assert len(labels) > 5
    assert [label for label in labels if re.sub(r"\s", "", label)[:6] not in re.sub(r"\s", "", words)] == []
    assert not [
        each for each in root.iter() if {"class", "href"} & {*each.attrib} and "touch" in each.attrib.get("class", "")
    ]
    png = taken(page, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
def test_a_picture_in_english_has_no_words_missing(opened: Opened, address: str) -> None:
    page = opened(address=f"{address}&lang=en")
    assert page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN|\\{\\w\\}/g)") is None
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (wide, tall) == (1280, 800)


def test_a_picture_that_the_browser_cannot_make_is_said(opened: Opened) -> None:
    page = opened(address=NETWORK, before="HTMLCanvasElement.prototype.toBlob = (done) => done(null);")
    page.click("[data-take=png]")
    expect(page.locator("#status")).to_contain_text("SVG")
