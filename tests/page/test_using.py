"""The page for everybody: languages, contrast, windows, keyboard, readers of the screen, no WebGL, nothing to show."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browsing import NEEDED, Opened, Scheme, contrast, settled, state, turned

GROUP = "organization/cpic"
ENDS = "a=organization/cpic-life&b=organization/cpic-pc"
SCREENS = {
    "overview": "#v=overview",
    "network": f"#v=network&n={GROUP}",
    "lanes": f"#v=lanes&n={GROUP}",
    "tree": f"#v=tree&a={GROUP}&n={GROUP}",
    "path": f"#v=path&{ENDS}",
    "compare": f"#v=compare&{ENDS}&n={GROUP}",
    "list": "#v=list",
    "years": "#v=list&t=years",
    "figures": f"#v=list&t=figures&n={GROUP}",
    "article": f"#v=article&n={GROUP}",
}

pytestmark = NEEDED


def faults(page: Page) -> list[str]:
    """The serious and critical faults that axe-core finds: rule, and the first element of each."""
    found = Axe().run(page).response["violations"]
    grave = [each for each in found if each["impact"] in ("serious", "critical")]
    return [f"{each['id']}: {node['target']} {node['failureSummary']}" for each in grave for node in each["nodes"][:3]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_has_no_grave_fault(opened: Opened, screen: str, scheme: Scheme) -> None:
    assert faults(opened("with-text", SCREENS[screen], scheme)) == []


def test_a_fact_and_the_search_have_no_grave_fault(opened: Opened) -> None:
    page = opened("with-text", f"#v=article&n={GROUP}&lang=en")
    page.locator(".told [data-fact]").first.click()
    page.fill("#search", "太保")
    expect(page.locator("#found [role=option]").first).to_be_visible()
    assert faults(settled(page)) == []


@pytest.mark.parametrize("screen", ["overview", "article", "list"])
def test_a_phone_has_no_grave_fault(opened: Opened, screen: str) -> None:
    assert faults(opened("with-text", SCREENS[screen], size=(375, 740))) == []


def test_english(opened: Opened) -> None:
    page = opened(address="#v=list")
    page.click("#language")
    settled(page)
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("#view-network")).to_have_text("Network")
    for address in SCREENS.values():
        turned(page, f"{address}&lang=en")
        assert page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN|\\{[a-z]\\}/g)") is None
    turned(page, f"#n={GROUP}&lang=en")
    expect(page.locator("#panel h2")).to_have_text("China Pacific Insurance (Group)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(opened: Opened, scheme: Scheme) -> None:
    page = opened(scheme=scheme)
    colours = page.evaluate(
        """() => {
          const style = getComputedStyle(document.documentElement);
          const names = "ground surface wash raised ink quiet accent mark mark-ink warning".split(" ");
          return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
        }"""
    )
    for ground in ("ground", "surface", "wash", "raised"):
        for ink in ("ink", "quiet", "accent"):
            assert contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)
    assert contrast(colours["mark-ink"], colours["mark"]) >= 4.5
    assert contrast(colours["warning"], colours["surface"]) >= 4.5


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (375, 740)])
def test_the_page_fits_its_window(opened: Opened, width: int, height: int) -> None:
    page = opened("with-text", size=(width, height))
    for screen, address in SCREENS.items():
        turned(page, address)
        wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        assert wide <= width, screen
        assert tall <= height or width < 760, screen


@pytest.mark.parametrize("screen", SCREENS)
def test_every_control_is_reached_by_the_keyboard_and_has_a_name(opened: Opened, screen: str) -> None:
    page = opened("with-text", SCREENS[screen])
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a, [role=button], [role=img]")]
          .filter((made) => made.checkVisibility())
          .filter((made) => !(made.innerText || made.getAttribute("aria-label") || made.labels?.length))
          .map((made) => made.outerHTML)"""
    )
    assert nameless == []
    left = page.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a[href]")]
          .filter((made) => made.checkVisibility() && !made.disabled && made.tabIndex < 0)
          .map((made) => made.outerHTML)"""
    )
    assert left == []


def test_tab_walks_through_header_filters_and_view(opened: Opened) -> None:
    page = opened("with-text", "#v=lanes")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.dataset.node || ''"))
    assert {"search", "view-network", "language", "hide-Case", "by-award", GROUP} <= reached


def test_what_is_selected_is_said(opened: Opened) -> None:
    page = opened(address="#v=list")
    page.locator("#in-list .proof").first.click()
    expect(page.locator("#said")).to_have_text("获奖")
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    turned(page, f"#v=list&n={GROUP}")
    expect(page.locator("#said")).to_have_text("中国太保")


NO_WEBGL = """
const real = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
  return /webgl/.test(kind) ? null : real.call(this, kind, ...more);
};
"""


def test_it_draws_where_there_is_no_webgl(opened: Opened) -> None:
    page = opened(address="#v=network", before=NO_WEBGL)
    assert page.evaluate("document.createElement('canvas').getContext('webgl2')") is None
    drawn = page.evaluate(
        """() => {
          const canvas = document.querySelector("#network canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value > 0);
        }"""
    )
    assert drawn is True
    for screen, address in SCREENS.items():
        turned(page, address)
        assert page.locator(f"#in-{state(page)['view']}").inner_text(), screen


@pytest.mark.parametrize("view_", ["overview", "network", "lanes", "tree", "path", "compare", "list", "article"])
def test_an_empty_graph_says_so(opened: Opened, view_: str) -> None:
    page = opened("empty", f"#v={view_}")
    assert page.locator(f"#in-{view_}").inner_text().strip()
