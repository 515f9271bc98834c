"""What the tests of the page ask a browser for."""

import shutil
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, Literal

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.graph import Evidence, Property

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FOUND = next(filter(None, map(shutil.which, BROWSERS)), None)
NEEDED = [pytest.mark.browser, pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")]
"""The marks of tests that need a browser."""

LIFE, GROUP, PROPERTY, HEALTH = (f"organization/{key}" for key in ("cpic-life", "cpic", "cpic-pc", "cpic-health"))
TREE, PATH, COMPARE, NETWORK = (
    f"#v=tree&a={GROUP}",
    f"#v=path&a={LIFE}&b={PROPERTY}",
    f"#v=compare&a={LIFE}&b={PROPERTY}",
    "#v=network",
)
LANES = f"#v=lanes&a={GROUP}"
"""Organizations and screens of the sample."""

Opened = Callable[..., Page]
Scheme = Literal["light", "dark"]
AWARDS, BUSY, QUIET = 12, 15, 4

SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-default-apps", "--disable-extensions", "--disable-sync", "--no-first-run", "--no-pings"),
)


def started() -> Iterator[Browser]:
    """A browser, for as long as it is used."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=[*SWITCHES])
        yield browser
        browser.close()


def hub() -> "MultiDiGraph[str]":
    """A hub of a thousand cases, so that the data is packed and neighbours are left out."""
    graph: MultiDiGraph[str] = MultiDiGraph()
    nodes = [("g", "Organization", "枢纽"), *((f"c/{n:04}", "Case", f"第{n}个案例") for n in range(1000))]
    for key, type_, label in nodes:
        said = {"label": label, "english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        graph.add_node(f"https://example.org/{key}", type=type_, **said)
        if type_ == "Case":
            iri, fact = f"https://example.org/{key}", {"relation": "hasCase", "iri": "", "evidence": ()}
            graph.add_edge("https://example.org/g", iri, **fact)
    return graph


def joint(quote: str = "砚舟基金与朔桐证券") -> "MultiDiGraph[str]":
    """Two winners of one award for one case, without a year, and one of them again in 2023; one article, one figure."""
    graph: MultiDiGraph[str] = MultiDiGraph()
    properties = (Property("issued", "2024-01-19T16:40:00+08:00"), Property("language", "zh-Hans"))
    publisher = "一家名字很长很长很长很长很长很长的报社"
    nodes = (
        *(("o/1", "Organization", "砚舟基金"), ("o/2", "Organization", "朔桐证券"), ("o/3", "Organization", publisher)),
        *(("c/1", "Case", "定投打卡"), ("c/2", "Case", "慢慢来"), ("a/1", "AwardCategory", "联合创新奖")),
        *(("f/1", "Figure", "八件"), ("t/1", "Article", "评选结果公布")),
    )
    for key, type_, label in nodes:
        said = {"label": label, "english": "", "aliases": (), "kind": "", "evidence": ()}
        told = properties if type_ == "Article" else ()
        graph.add_node(f"https://example.org/{key}", type=type_, properties=told, **said)
    spans = (Evidence("https://example.org/t/1", None, None, quote),)
    facts = (
        *(("o/1", "c/1", "wonWith", "r/1"), ("o/2", "c/1", "wonWith", "r/1"), ("c/1", "a/1", "won", "r/1")),
        *(("o/1", "c/2", "wonWith", "r/2"), ("c/2", "a/1", "won", "r/2")),
        *(("c/1", "f/1", "hasFigure", ""), ("c/1", "t/1", "reportedIn", ""), ("t/1", "o/3", "publishedBy", "")),
    )
    for source, target, relation, fact in facts:
        iri, said = f"https://example.org/{fact}" if fact else "", {"year": "2023"} if fact == "r/2" else {}
        edge = {"relation": relation, "iri": iri, "evidence": spans if fact else (), **said}
        graph.add_edge(f"https://example.org/{source}", f"https://example.org/{target}", **edge)
    return graph


def settled(page: Page) -> Page:
    """The page when it shows what its address says."""
    expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)
    return page


def turned(page: Page, address: str) -> Page:
    """The page at another address."""
    page.evaluate(
        """address => {
          const before = location.hash;
          location.hash = address;
          if (location.hash !== before) delete document.documentElement.dataset.ready;
        }""",
        address,
    )
    return settled(page)


def branching() -> "MultiDiGraph[str]":
    """A group: fifteen members with an award each, one of them with twelve more, and four without any."""
    graph: MultiDiGraph[str] = MultiDiGraph()

    def node(key: str, type_: str, label: str) -> None:
        said = {"label": label, "english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        graph.add_node(f"https://example.org/{key}", type=type_, **said)

    def edge(source: str, target: str, relation: str, fact: str = "", **said: str) -> None:
        ends = (f"https://example.org/{source}", f"https://example.org/{target}")
        iri = f"https://example.org/{fact}" if fact else ""
        graph.add_edge(*ends, relation=relation, iri=iri, evidence=(), **said)

    node("g", "Organization", "沧澜集团")
    node("a/first", "AwardCategory", "一行写不下的普惠金融服务创新典型案例奖")
    for n in range(BUSY + QUIET):
        node(f"m/{n:02}", "Organization", f"沧澜集团第{n}家子公司")
        edge(f"m/{n:02}", "g", "subsidiaryOf", basis="registry" if n % 2 else "stated")
        if n < BUSY:
            edge(f"m/{n:02}", "a/first", "won", f"r/{n}", year="2023")
    for n in range(AWARDS):
        node(f"a/{n:02}", "AwardCategory", f"第{n}个奖")
        for year in ("2022", "2023") if n == 0 else ("2022",):
            edge("m/00", f"a/{n:02}", "won", f"r/{n}-{year}", year=year)
    return graph


def state(page: Page) -> dict[str, Any]:
    settled(page)
    found = page.evaluate("window.finaward.state()")
    assert isinstance(found, dict)
    return found


def spot(page: Page, *ids: str) -> tuple[float, float]:
    """The place on the screen of a node of the network, or of the middle between two."""
    settled(page)
    box = page.locator("#network").bounding_box()
    assert box
    places = [page.evaluate("id => window.finaward.where(id)", each) for each in ids]
    x, y = (sum(place[axis] for place in places) / len(places) for axis in "xy")
    return box["x"] + x, box["y"] + y


def outside(page: Page) -> list[str]:
    """The drawn nodes of the network that are not in the room; where all are, they stand in its middle."""
    box = page.locator("#network").bounding_box()
    assert box
    drawn = state(page)["drawn"]
    places = [page.evaluate("id => window.finaward.where(id)", each) for each in drawn]
    xs, ys = ([place[axis] for place in places] for axis in "xy")
    out = [key for key, x, y in zip(drawn, xs, ys, strict=True) if not (0 < x < box["width"] and 0 < y < box["height"])]
    if not out:
        middle = ((max(xs) + min(xs)) / 2 / box["width"], (max(ys) + min(ys)) / 2 / box["height"])
        assert all(abs(at - 0.5) < 0.12 for at in middle), middle
    return out


def marks(page: Page) -> list[str]:
    return page.locator("#panel mark").all_inner_texts()


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2 measures it."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def boxes(page: Page, what: str) -> list[dict[str, float]]:
    """The boxes of all that a selector finds and that is seen."""
    script = """what => [...document.querySelectorAll(what)].filter((made) => made.checkVisibility())
      .map((made) => made.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height }))"""
    found = page.evaluate(script, what)
    assert isinstance(found, list)
    return found


def overlapping(found: list[dict[str, float]]) -> list[tuple[dict[str, float], dict[str, float]]]:
    def apart(a: dict[str, float], b: dict[str, float], axis: str, size: str) -> bool:
        return a[axis] + a[size] <= b[axis] + 0.5 or b[axis] + b[size] <= a[axis] + 0.5

    return [(a, b) for a, b in combinations(found, 2) if not (apart(a, b, "x", "width") or apart(a, b, "y", "height"))]


def drawn(page: Page) -> list[str]:
    return list(state(page)["drawn"])


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where each node is drawn, after the picture has had its time to fill the room."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )
    picture = page.evaluate("window.finaward.picture().nodes.map(({ id, x, y }) => [id, x, y])")
    return {key: (round(x, 3), round(y, 3)) for key, x, y in picture}
