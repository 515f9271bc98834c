"""What the page says of what it shows: reasons, names, headings, languages."""

import csv
import io
import json

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import NEEDED, Opened, drawn, settled, spot, state, turned

LIFE, GROUP, PROPERTY = (f"organization/{key}" for key in ("cpic-life", "cpic", "cpic-pc"))

pytestmark = NEEDED


def taken(page: Page, button: str) -> tuple[str, str]:
    """The name and the text of a file that a button gives."""
    with page.expect_download() as waited:
        page.locator(button).click()
    return waited.value.suggested_filename, waited.value.path().read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("view", ["compare", "path"])
def test_a_filter_changes_nobody_who_is_compared(opened: Opened, view: str) -> None:
    page = opened("joint", f"#v={view}")
    before = page.locator("#stage .field input").evaluate_all("fields => fields.map((field) => field.value)")
    assert all(before)
    page.select_option("#by-year", "2023")
    assert state(page)["year"] == "2023"
    assert page.locator("#stage .field input").evaluate_all("fields => fields.map((field) => field.value)") == before


def test_organizations_come_first_among_hits_that_are_as_good(opened: Opened) -> None:
    page = opened()
    for typed in ("taibao", "太保", "tb"):
        page.fill("#search", typed)
        expect(page.locator("#found .kind").first).to_have_text("机构")
        page.fill("#search", "")
    page.fill("#search", "taibao")
    expect(page.locator("#found [role=option]").first).to_be_visible()
    page.keyboard.press("Enter")
    assert state(page)["node"].startswith("organization/")


def test_a_title_of_the_page_itself_follows_the_language(opened: Opened) -> None:
    page = opened()
    assert page.title() == page.locator("h1").inner_text() == "获奖知识图谱"
    page.click("#language")
    assert state(page)["lang"] == "en"
    assert page.title() == page.locator("h1").inner_text() == "Award knowledge graph"


def test_buttons_of_a_number_alone_name_their_row(opened: Opened) -> None:
    page = opened()
    for address in ("#v=list&t=awards", "#v=list&t=years", f"#v=compare&a={LIFE}&b={PROPERTY}", "#v=tree", "#"):
        turned(page, address)
        labels = page.locator("#stage [aria-label]:visible").evaluate_all(
            "all => all.map((made) => made.getAttribute('aria-label'))"
        )
        assert [label for label in labels if label[:1].isdigit() and "：" in label[:6]] == [], address


def test_receipts_leave_with_group_and_origin(opened: Opened) -> None:
    page = opened(address="#v=list")
    name, text = taken(page, "#take-csv")
    head, *rows = csv.reader(io.StringIO(text))
    assert name == "receipts.csv"
    assert ",".join(head) == "机构,集团,案例,奖项,评选,年度,名次,报道,发布者,发布时间,链接,原文证据,IRI"
    assert {row[1] for row in rows} == {"中国太保"}
    records = json.loads(taken(page, "#take-json")[1])
    assert [*records[0]][:2] == ["organization", "group"]
    assert all(each["published"] and each["publisher"] for each in records)
    turned(page, "#v=list&lang=en")
    assert taken(page, "#take-csv")[1].startswith('"organization","group"')


def test_the_panel_speaks_one_language(opened: Opened) -> None:
    page = opened(address=f"#n={GROUP}")
    names = page.locator("#panel .properties dt").all_inner_texts()
    assert names
    assert all(name.strip() and not name.isascii() for name in names)
    turned(page, f"#n={GROUP}&lang=en")
    assert all(name.isascii() for name in page.locator("#panel .properties dt").all_inner_texts())


def test_english_counts_one_as_one_and_its_placeholder_is_whole(opened: Opened) -> None:
    page = opened(address=f"#v=list&n={GROUP}&lang=en")
    assert "(s)" not in page.locator("body").inner_text()
    assert page.locator("td.evidence").first.inner_text() == "1 quote"
    fits = """() => {
      const [box, pen] = [document.getElementById("search"), document.createElement("canvas").getContext("2d")];
      pen.font = getComputedStyle(box).font; return pen.measureText(box.placeholder).width <= box.clientWidth - 24; }"""
    assert page.evaluate(fits)


def test_a_list_prints_its_evidence_and_shows_what_sorts(opened: Opened) -> None:
    page = opened(address="#v=list")
    signs = page.locator("th[aria-sort] button").evaluate_all(
        "all => all.map((made) => getComputedStyle(made, '::after').content)"
    )
    assert len(signs) > 5
    assert all(sign.strip('" ') in {"↕", "↑", "↓"} for sign in signs)
    page.emulate_media(media="print")
    expect(page.locator("td.evidence .proof").first).to_be_visible()


def test_the_marks_of_an_article_add_up(opened: Opened) -> None:
    page = opened("with-text", "#v=article")
    told = page.locator(".kinds .count").all_inner_texts()
    spans = [int(text.split("（")[-1].split(" ")[0]) for text in told]
    things = [int(text.split("（")[0]) for text in told]
    assert f"本文 {sum(spans)} 处标注（{sum(things)} 项）" in page.locator("#status").inner_text()


def test_marks_within_a_citation_are_single(opened: Opened) -> None:
    page = opened("cited", "#v=list&e=r/1")
    page.locator("#panel").get_by_role("button", name="复制引文").click()
    expect(page.locator("#said")).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()").startswith("“砚舟基金与‘朔桐证券’”——")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("#v=lanes&hide=Case", "案例"),
        ("#v=network&hide=Organization", "机构"),
        ("#v=tree&hide=Organization", "机构"),
        (f"#v=path&a={LIFE}&b={PROPERTY}&hide=Organization,Case,AwardCategory,AwardProgramme", "机构"),
    ],
)
def test_what_is_hidden_is_said_with_a_way_back(opened: Opened, address: str, words: str) -> None:
    page = opened(address=address)
    expect(page.locator("#limits")).to_contain_text(words)
    expect(page.locator("#status")).to_contain_text(words)
    page.locator("#limits button").filter(has_text=words).click()
    settled(page)
    assert words not in page.locator("#limits").inner_text()


@pytest.mark.parametrize("view", ["network", "tree"])
def test_where_all_is_hidden_a_button_brings_it_back(opened: Opened, view: str) -> None:
    page = opened(address=f"#v={view}&hide=Organization")
    expect(page.locator("#stage .empty:visible")).to_contain_text("机构")
    page.click(f"#{view}-all")
    assert len(drawn(page)) > 3


def test_a_lane_of_a_hidden_class_says_so(opened: Opened) -> None:
    page = opened(address="#v=lanes&hide=Case")
    expect(page.locator("h3.lane[data-lane=case]")).to_contain_text("未显示")
    expect(page.locator("#status")).to_contain_text("0 个案例")


@pytest.mark.parametrize("view", ["overview", "network", "lanes", "tree", "path", "compare", "list"])
def test_each_view_names_its_filters_and_takes_them_away(opened: Opened, view: str) -> None:
    page = opened("joint", f"#v={view}&year=2023")
    chip = page.locator("#limits [data-facet=year]")
    expect(chip).to_contain_text("2023")
    chip.click()
    assert state(page)["year"] == ""
    expect(page.locator("#limits button")).to_have_count(0)


def test_a_lonely_node_says_that_the_filter_is_the_cause(opened: Opened) -> None:
    page = opened("joint", "#v=network&a=o/2&year=2023")
    assert drawn(page) == ["o/2"]
    expect(page.locator("#in-network .empty")).to_contain_text("没有与它相连的内容")
    page.click("#network-clear")
    assert len(drawn(page)) > 1
    expect(page.locator("#in-network .empty")).to_be_hidden()


def test_numbers_of_the_whole_graph_are_called_so_under_a_filter(opened: Opened) -> None:
    page = opened("joint", "#year=2023&n=o/1")
    expect(page.locator("#panel h3 .count").first).to_contain_text("（全图）")
    page.fill("#search", "砚舟")
    expect(page.locator("#found .count").first).to_contain_text("次获奖（全图）")
    turned(page, "#n=o/1")
    assert "全图" not in page.locator("#panel").inner_text()


def test_a_filter_moves_no_other_filter(opened: Opened) -> None:
    page = opened("joint")
    before = page.locator("#facets select").evaluate_all("all => all.map((made) => made.id)")
    page.select_option("#by-year", "2023")
    settled(page)
    assert page.locator("#facets select").evaluate_all("all => all.map((made) => made.id)") == before


def test_a_picture_leaves_with_its_name_and_what_it_is(opened: Opened) -> None:
    page = opened(address=f"#v=network&a={LIFE}&hide=Case")
    name, text = taken(page, "#take-svg-network")
    assert name == "太保寿险-network.svg"
    words = text.split("<title>")[1].split("</title>")[0]
    assert words.startswith("获奖知识图谱 · 关系网 · 太保寿险 · 未显示 案例")
    assert text.count("获奖知识图谱") > 1
    turned(page, f"#v=path&a={LIFE}&b={PROPERTY}")
    assert taken(page, "#take-svg-path")[0] == "太保寿险-太保产险-path.svg"


def test_an_unknown_name_in_a_box_marks_the_old_answer(opened: Opened) -> None:
    page = opened(address=f"#v=path&a={LIFE}&b={PROPERTY}")
    page.fill("#path-to", "没有这样的名字")
    expect(page.locator("#path-to")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#in-path")).to_have_class("view is-asked")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("没有找到")
    page.keyboard.press("Escape")
    expect(page.locator("#in-path")).to_have_class("view")


def test_the_tooltip_names_the_link_that_a_click_takes(opened: Opened) -> None:
    page = opened(address="#v=network")
    script = (
        "picture => picture.links.map(({ from, to, title, facts }) => [from, to, title, facts.map(({ id }) => id)])"
    )
    links = page.evaluate(f"({script})(window.finaward.picture())")
    x, y = spot(page, *links[0][:2])
    page.mouse.move(x - 3, y)
    page.mouse.move(x, y)
    named = page.locator("#network .tooltip").inner_text()
    page.mouse.click(x, y)
    facts = state(page)["facts"]
    assert [title for *_, title, ids in links if ids == facts] == [named]
