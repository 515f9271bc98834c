"""What the tests of the page ask a browser for."""

import shutil
from typing import Any

from networkx import MultiDiGraph
from playwright.sync_api import Page

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FOUND = next(filter(None, map(shutil.which, BROWSERS)), None)
SWITCHES = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-default-apps", "--disable-extensions", "--disable-sync", "--no-first-run", "--no-pings"),
)


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


def state(page: Page) -> dict[str, Any]:
    found = page.evaluate("window.finaward.state()")
    assert isinstance(found, dict)
    return found


def spot(page: Page, *ids: str) -> tuple[float, float]:
    """The place on the screen of a node of the network, or of the middle between two."""
    box = page.locator("#network").bounding_box()
    assert box
    places = [page.evaluate("id => window.finaward.where(id)", each) for each in ids]
    x, y = (sum(place[axis] for place in places) / len(places) for axis in "xy")
    return box["x"] + x, box["y"] + y


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
