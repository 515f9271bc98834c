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


READY = """
const ready = async () => {
  for (let n = 0; n < 2000; n += 1) {
    await new Promise((done) => setTimeout(done, 5));
    if (document.documentElement.dataset.ready) return;
  }
  throw new Error(`never ready at ${location.hash}`);
};
const turn = async (address) => {
  const before = location.hash;
  location.hash = address;
  if (location.hash === before) return;
  delete document.documentElement.dataset.ready;
  await ready();
};
"""


def touched(page: Page, shown: str, most: int = 40) -> None:
    """Hover, focus and click what is shown, some of it, back to the address each time where that leads elsewhere."""
    page.evaluate(
        f"""async ([shown, most]) => {{
          {READY}
          const start = location.hash;
          const total = document.querySelectorAll(shown).length;
          for (let n = 0; n < total; n += Math.max(1, Math.floor(total / most))) {{
            const thing = document.querySelectorAll(shown)[n];
            for (const name of ["pointerenter", "mouseenter", "mouseover", "mousemove", "focus", "click"]) {{
              thing?.dispatchEvent(new MouseEvent(name, {{ bubbles: name !== "mouseenter" }}));
            }}
            await ready();
            if (location.hash !== start) await turn(start);
          }}
        }}""",
        [shown, most],
    )


def visited(page: Page, addresses: list[str]) -> None:
    """Go through these addresses."""
    walk = f"async (addresses) => {{ {READY} for (const address of addresses) await turn(address); }}"
    page.evaluate(walk, addresses)
    unharmed(page)


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


def test_nothing_hostile_runs_in_panel_and_article(opened: Opened) -> None:
    page = opened("hostile", "#v=list")
    numbers = range(0, len(PAYLOADS), 2)
    visited(
        page, [address for n in numbers for address in (f"#v=list&n=organization/{n}", f"#v=article&e=receipt/{n}")]
    )
    visited(page, [f"#v=article&a=article/a&m={n}&n=case/{n}" for n in range(1, len(PAYLOADS), 3)])


def test_nothing_hostile_runs_in_filters_and_addresses(opened: Opened) -> None:
    page = opened("hostile", "#v=list")
    visited(page, [f"#v=list&year={n}&award=category/{n}&kind={n}" for n in range(1, len(PAYLOADS), 3)])
    keys = ("n", "a", "b", "t", "o", "q", "e", "m", "x", "hide", "cut", "year", "award", "kind", "sure", "lang")
    texts = [text.replace("\ud83d", "").replace("\x00", "")[:200] for text in PAYLOADS]
    visited(page, [f"#v=list&t=receipts&o={text}!down" for text in texts])
    visited(page, ["#" + "&".join(f"{key}={text}" for key in keys) + "&v=list" for text in texts])
    visited(page, [f"#v={text}&n={text}&o={text}&t={text}" for text in texts])


def test_nothing_hostile_runs_in_the_search(opened: Opened) -> None:
    page = opened("hostile", "#v=list")
    for text in PAYLOADS:
        page.fill("#search", text.replace("\ud83d", "").replace("\x00", "")[:50])
    touched(page, "#found [role=option]")
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
