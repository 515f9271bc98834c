"""The page in a real browser, opened from disk; after a test it has asked for nothing and complained of nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Page, expect

from kg.graph import project
from kg.viewer import view, vis
from tests import winners
from tests.browsing import Opened, Scheme, branching, hub, joint, started
from tests.hostile import PAYLOADS, hostile_articles, hostile_graph


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of a file: one that lived on would keep its event loop from all other tests."""
    yield from started()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk: the sample, with whole texts, a hostile one, of many nodes, joint winners, a large group.

    `bare` is written where no drawing library is installed.
    """
    folder = tmp_path_factory.mktemp("pages")
    sample, articles = project(winners.quads()), {winners.ARTICLE.id: winners.ARTICLE}
    pages = {
        "sample": view(sample, articles=articles),
        "with-text": view(sample, articles=articles, with_text=True),
        "hostile": view(hostile_graph(), articles=hostile_articles(), title=PAYLOADS[1], with_text=True),
        "many": view(hub()),
        "joint": view(joint()),
        "cited": view(joint("砚舟基金与“朔桐证券”")),
        "tree": view(branching()),
        "empty": view(MultiDiGraph()),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vis, "script", lambda: "")
        pages["bare"] = view(sample, articles=articles)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end, it must have asked for nothing else and complained of nothing."""
    said: list[str] = []
    contexts = []

    def open_page(
        name: str = "sample",
        address: str = "",
        scheme: Scheme = "light",
        *,
        size: tuple[int, int] = (1280, 800),
        before: str = "",
    ) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            permissions=["clipboard-read"],
            accept_downloads=True,
        )
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        start = files[name].as_uri()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(dialog.message))
        # A picture that is made of itself on the way to a file asks nobody.
        own = (start, "data:", "blob:")
        page.on("request", lambda request: said.append(request.url) if not request.url.startswith(own) else None)
        page.goto(start + address)
        expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert said == []
