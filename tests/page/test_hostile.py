"""Forty hostile strings in every field, through every view, by load, hover, click and export: nothing runs."""

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import NEEDED, Opened, settled, state, turned
from tests.hostile import PAYLOADS

VIEWS = ("overview", "network", "lanes", "tree", "path", "compare", "list", "article")
LISTS = ("receipts", "groups", "organizations", "cases", "awards", "programmes", "years", "articles", "figures")
ENDS = "&a=organization/0&b=organization/7"

pytestmark = NEEDED


def unharmed(page: Page) -> None:
    """Nothing ran, nothing came into being that runs, no link leads elsewhere than to the web."""
    assert page.evaluate("window.hit") is None
    assert page.locator("body script").count() == 3
    assert page.locator("iframe, base, object, embed, img, svg script, svg foreignObject").count() == 0
    handlers = "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((a) => /^on/i.test(a))"
    assert page.evaluate(handlers) == []
    addresses = page.evaluate("[...document.querySelectorAll('a[href]')].map((a) => a.href)")
    assert all(address.startswith(("http://", "https://")) for address in addresses), json.dumps(addresses)


def touched(page: Page, shown: str, most: int = 40) -> None:
    """Hover and click what is shown, some of it, back to the address each time where that leads elsewhere."""
    address = page.evaluate("location.hash")
    things = page.locator(shown)
    for n in range(0, things.count(), max(1, things.count() // most)):
        thing = things.nth(n)
        if not thing.count():
            break
        for event in ("mouseenter", "mouseover", "focus", "click"):
            thing.dispatch_event(event)
        if page.evaluate("location.hash") != address:
            turned(page, address)


@pytest.mark.parametrize("view_", VIEWS)
def test_nothing_hostile_runs_in_a_view(opened: Opened, view_: str) -> None:
    page = opened("hostile", f"#v={view_}{ENDS if view_ in ('path', 'compare') else ''}")
    unharmed(page)
    touched(page, f"#in-{view_} :is(button, .mark, path.touch, [data-node])")
    unharmed(page)
    turned(page, f"#v={view_}&lang=en&n=organization/{PAYLOADS.index('href plain words')}")
    unharmed(page)


def test_nothing_hostile_runs_in_the_canvas(opened: Opened) -> None:
    page = opened("hostile", "#v=network")
    box = page.locator("#network").bounding_box()
    assert box
    for key in state(page)["drawn"][::3]:
        place = page.evaluate("id => window.finaward.where(id)", key)
        page.mouse.move(box["x"] + place["x"], box["y"] + place["y"])
        page.wait_for_timeout(450)
        page.mouse.click(box["x"] + place["x"], box["y"] + place["y"])
        settled(page)
    unharmed(page)


@pytest.mark.parametrize("name", LISTS)
def test_nothing_hostile_runs_in_a_table(opened: Opened, name: str) -> None:
    page = opened("hostile", f"#v=list&t={name}")
    touched(page, "#in-list :is(th, td) button", 20)
    unharmed(page)


def test_nothing_hostile_runs_in_panel_article_filters_and_search(opened: Opened) -> None:
    page = opened("hostile", "#v=list")
    for n in range(0, len(PAYLOADS), 2):
        turned(page, f"#v=list&n=organization/{n}")
        turned(page, f"#v=article&e=receipt/{n}")
    unharmed(page)
    for n in range(1, len(PAYLOADS), 3):
        turned(page, f"#v=list&year={n}&award=category/{n}&kind={n}")
        turned(page, f"#v=article&a=article/a&m={n}&n=case/{n}")
    unharmed(page)
    for text in PAYLOADS:
        whole = text.replace("\ud83d", "").replace("\x00", "")
        turned(page, f"#v=list&n={whole}"[:2000])
        turned(page, f"#v={whole}&a={whole}&b={whole}&t={whole}&o={whole}&year={whole}&m={whole}&x={whole}"[:4000])
        page.fill("#search", whole[:50])
        page.locator("#found [role=option]").first.dispatch_event("mouseover") if whole[:1] == "<" else None
    unharmed(page)


@pytest.mark.parametrize("view_", ["network", "lanes", "tree", "path", "compare"])
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_a_picture_that_is_taken_away_holds_text_only(opened: Opened, view_: str, kind: str) -> None:
    page = opened("hostile", f"#v={view_}{ENDS if view_ in ('path', 'compare') else ''}")
    button = page.locator(f"#in-{view_} [data-take={kind}]")
    if not button.count():
        pytest.skip("this view has no picture to take away")
    with page.expect_download() as waited:
        button.click()
    data = waited.value.path().read_bytes()
    unharmed(page)
    if kind == "png":
        assert data.startswith(b"\x89PNG")
        return
    text = data.decode("utf-8")
    made = page.evaluate(
        """text => {
          const read = [...new DOMParser().parseFromString(text, "image/svg+xml").querySelectorAll("*")];
          return read.flatMap((e) => [e.localName, ...e.getAttributeNames().map((name) => `@${name}`)]);
        }""",
        text,
    )
    assert not {"script", "foreignObject", "a", "image", "parsererror", "@href"} & set(made)
    assert not [name for name in made if name.lower().startswith("@on")]


def test_cells_of_the_csv_are_no_formulas(opened: Opened) -> None:
    page = opened("hostile", "#v=list")
    with page.expect_download() as waited:
        page.click("#take-csv")
    text = waited.value.path().read_text(encoding="utf-8-sig")
    assert "\"'=HYPERLINK" in text
    assert '"\'+1-1"' in text
    cells = text.replace('""', "").split('"')[1::2]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    expect(page.locator("#in-list tbody tr")).to_have_count(min(100, len(PAYLOADS)))
