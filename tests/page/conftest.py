"""The page in a real browser, opened from disk; after a test it has asked for nothing and complained of nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.graph import project
from kg.viewer import view
from tests import winners
from tests.browsing import FOUND, SWITCHES, Opened, Scheme, hub, joint
from tests.hostile import PAYLOADS, hostile_articles, hostile_graph


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=FOUND, args=[*SWITCHES])
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk: the sample, with whole texts, a hostile one, of many nodes, of joint winners."""
    folder = tmp_path_factory.mktemp("pages")
    sample, articles = project(winners.quads()), {winners.ARTICLE.id: winners.ARTICLE}
    pages = {
        "sample": view(sample, articles=articles),
        "with-text": view(sample, articles=articles, with_text=True),
        "hostile": view(hostile_graph(), articles=hostile_articles(), title=PAYLOADS[1], with_text=True),
        "many": view(hub()),
        "joint": view(joint()),
        "empty": view(MultiDiGraph()),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end, it must have asked for nothing else and complained of nothing."""
    said: list[str] = []
    contexts = []

    def open_page(name: str = "sample", address: str = "", scheme: Scheme = "light") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        start = files[name].as_uri()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        page.on("request", lambda request: said.append(request.url) if request.url.partition("#")[0] != start else None)
        page.goto(start + address)
        expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
