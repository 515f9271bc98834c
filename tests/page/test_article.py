"""The article: its text, what is marked in it, and what a mark leads to."""

import pytest
from playwright.sync_api import Page, expect

from tests import winners
from tests.browsing import NEEDED, Opened, contrast, settled, state, turned

ARTICLE = "article/sample-2022-03-15"
READING = f"#v=article&a={ARTICLE}"
LIFE = "organization/cpic-life"

pytestmark = NEEDED


def marked(page: Page, kind: str) -> list[str]:
    return page.locator(f".text .mark.{kind}").all_inner_texts()


def test_the_whole_text_stands_there_with_its_paragraphs(opened: Opened) -> None:
    page = opened("with-text", READING)
    lines = page.locator(".text > p").all_inner_texts()
    assert lines == [line for line in winners.TEXT.split("\n") if line.strip()]
    expect(page.locator(".text .gap, .text .hint")).to_have_count(0)


def test_without_the_text_the_passages_stand_in_its_order(opened: Opened) -> None:
    page = opened(address=READING)
    expect(page.locator(".text .hint")).to_contain_text("--with-text")
    text = "".join(page.locator(".text > p:not(.hint):not(.gap)").all_inner_texts())
    at = 0
    for *_, sentence in winners.RECEIPTS:
        assert sentence in text
    for piece in page.locator(".text > p:not(.hint):not(.gap)").all_inner_texts():
        at = winners.TEXT.index(piece, at) + len(piece)


def test_every_quote_is_marked_by_its_kind(opened: Opened) -> None:
    page = opened("with-text", READING)
    assert "超过3.3亿元" in marked(page, "Figure")
    assert "中国太保一家集团" in "".join(page.locator(".text .mark").all_inner_texts())
    text = "".join(page.locator(".text .mark").all_inner_texts())
    for *_, sentence in winners.RECEIPTS:
        assert sentence in text
    counts = {name: page.locator(f"#mute-{name} .count").inner_text() for name in ("receipt", "Figure")}
    assert counts == {"receipt": "11", "Figure": "1"}


def test_the_head_says_where_it_is_from(opened: Opened) -> None:
    page = opened("with-text", READING)
    expect(page.locator(".article-head h2")).to_have_text(winners.ARTICLE.title or "")
    expect(page.locator(".article-head .meta")).to_contain_text(winners.NEWSPAPER)
    expect(page.locator("#status")).to_contain_text("11 次获奖")


def test_a_mark_leads_to_its_node_and_names_what_else_is_there(opened: Opened) -> None:
    page = opened("with-text", READING)
    page.locator(".text .mark.Figure", has_text="超过3.3亿元").click()
    expect(page.locator("#panel h2")).to_contain_text("超过3.3亿元")
    assert state(page)["view"] == "article"
    expect(page.locator(".text .mark.on")).to_have_text(["超过3.3亿元"])
    for name in page.locator("#panel .also-here .link").all():
        assert name.inner_text()


def test_everything_that_is_marked_can_be_reached(opened: Opened) -> None:
    page = opened("with-text", READING)
    found = set()
    for n in range(page.locator(".text .mark").count()):
        page.locator(".text .mark").nth(n).dispatch_event("click")
        settled(page)
        found |= {state(page)["node"], *state(page)["facts"]}
        for row in range(page.locator("#panel .also-here .link").count()):
            page.locator("#panel .also-here .link").nth(row).click()
            found |= {state(page)["node"], *state(page)["facts"]}
            page.locator(".text .mark").nth(n).dispatch_event("click")
            settled(page)
    receipts = {button.get_attribute("data-fact") for button in page.locator(".told [data-fact]").all()}
    assert len(receipts) == 11
    assert receipts <= found
    things = sum(int(count) for count in page.locator(".kinds .count").all_inner_texts())
    assert len(found - {""}) == things


def test_the_receipts_told_there_light_their_sentence(opened: Opened) -> None:
    page = opened("with-text", READING)
    page.locator(".told [data-fact]").last.click()
    expect(page.locator("#panel .kicker").first).to_have_text("获奖")
    lit = "".join(page.locator(".text .mark.on").all_inner_texts())
    assert lit in {sentence for *_, sentence in winners.RECEIPTS}
    box = page.locator(".text .mark.on").first.bounding_box()
    room = page.locator(".text").bounding_box()
    assert box
    assert room
    assert room["y"] <= box["y"] <= room["y"] + room["height"]
    expect(page.locator(".told [aria-current=true]")).to_have_count(1)
    page.reload()
    expect(page.locator(".text .mark.on").first).to_be_visible()


def test_a_kind_is_taken_away_and_brought_back(opened: Opened) -> None:
    page = opened("with-text", READING)
    page.click("#mute-Figure")
    expect(page.locator(".text .mark.Figure")).to_have_count(0)
    expect(page.locator("#status")).to_contain_text("隐去 1 处")
    assert "m=Figure" in page.url
    expect(page.locator("#mute-Figure")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".text .mark.Figure")).to_have_count(1)


def test_arrows_walk_the_marks(opened: Opened) -> None:
    page = opened("with-text", READING)
    page.locator(".text").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.locator(".text .mark").nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.locator("#panel")).to_be_visible()
    assert page.locator(".text .mark").first.evaluate("made => made.classList.contains('on')")


def test_it_is_reached_from_captions_search_and_the_panel(opened: Opened) -> None:
    page = opened(address=f"#v=network&n={LIFE}")
    page.locator("#panel .proof").first.click()
    settled(page)
    page.locator("#panel figcaption .link").first.click()
    assert (state(page)["view"], state(page)["at"]) == ("article", ARTICLE)
    expect(page.locator(".text .mark.on").first).to_be_visible()
    turned(page, f"#v=network&n={ARTICLE}")
    page.get_by_role("button", name="阅读报道").click()
    assert (state(page)["view"], state(page)["at"]) == ("article", ARTICLE)
    turned(page, "#v=list&t=articles")
    page.locator("#in-list tbody .link").first.click()
    assert (state(page)["view"], state(page)["at"]) == ("article", ARTICLE)
    turned(page, "#v=list")
    page.locator("#in-list td.source .link").first.click()
    expect(page.locator(".text .mark.on").first).to_be_visible()
    turned(page, "#v=list")
    page.fill("#search", (winners.ARTICLE.title or "")[:6])
    page.locator("#found [role=option]", has_text=winners.ARTICLE.title or "").click()
    assert (state(page)["view"], state(page)["at"]) == ("article", ARTICLE)


def test_quotes_without_a_place_are_shown_by_themselves(opened: Opened) -> None:
    page = opened("joint", "#v=article&a=t/1")
    expect(page.locator(".text .mark")).to_have_text(["砚舟基金与朔桐证券"])
    page.locator(".text .mark").click()
    expect(page.locator("#panel .kicker").first).to_have_text("获奖")
    expect(page.get_by_role("button", name="上一篇")).to_be_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_stand_out_and_are_told_apart_without_colour(opened: Opened, scheme: str) -> None:
    page = opened("with-text", READING, scheme)
    looks = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const hex = (colour) => {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
            return "#" + parts.map((part) => part.toString(16).padStart(2, "0")).join("");
          };
          return [...document.querySelectorAll(".kinds .mark")].map((made) => {
            const look = getComputedStyle(made);
            const line = [look.textDecorationLine, look.textDecorationStyle, look.textDecorationThickness];
            return { ink: hex(look.color), ground: hex(look.backgroundColor), line: line.join(" ") };
          });
        }"""
    )
    assert len(looks) > 3
    assert all(contrast(look["ink"], look["ground"]) >= 4.5 for look in looks)
    assert len({look["line"] for look in looks}) == len(looks)


def test_it_prints_without_controls(opened: Opened) -> None:
    page = opened("with-text", f"{READING}&n={LIFE}", "dark")
    page.emulate_media(media="print")
    for name in ("#search", "#views", "#language", "#panel .buttons", ".turn"):
        expect(page.locator(name).first).to_be_hidden()
    text, panel = page.locator(".text").bounding_box(), page.locator("#panel").bounding_box()
    assert text
    assert panel
    assert panel["y"] >= text["y"] + text["height"]
    assert page.locator(".text").evaluate("made => made.scrollHeight <= made.clientHeight + 1")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
