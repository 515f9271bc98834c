"""The page for everybody and against anybody: languages, contrast, windows, keyboard, no WebGL, hostile data."""

import json

import pytest
from playwright.sync_api import expect

from tests.browsing import NEEDED, Opened, Scheme, contrast, spot, state
from tests.hostile import PAYLOADS

GROUP = "organization/cpic"

pytestmark = NEEDED


def test_english(opened: Opened) -> None:
    page = opened()
    page.click("#language")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#view-network")).to_have_text("Network")
    page.locator(".card[data-lane='0']").click()
    expect(page.locator("#panel h2")).to_have_text("China Pacific Insurance (Group)")
    left = page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN/g)")
    assert left is None


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
