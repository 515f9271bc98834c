"""The explorer says what the page says: both sources in one browser, asked the same, answer alike, value by value.

And the page over a server works as the page from disk does, asking nobody but its own server.
"""

import json
import random
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

import kg
from kg import ontology, registry
from kg.builder import labels
from kg.explorer import Explorer, Texts, build
from kg.folder import Folder
from kg.graph import project
from kg.loader import load_articles, load_report
from kg.viewer.payload import payload
from kg.viewer.rendering import EMBEDDED
from kg.viewer.selection import select
from tests.browsing import NEEDED, settled, started, state, turned
from tests.explored import Address, serving
from tests.newsroom import newsroom

pytestmark = NEEDED
EXAMPLES = sorted(str(path) for path in (Path(__file__).parents[2] / "examples" / "articles").iterdir())
COUNTED = (
    "organizations groups subsidiaries winners awards programmes editions cases articles publishers years days kinds"
)
LISTED = "receipts figures quotes findings classes nodes"
QUERIES = (
    "中",
    "a",
    "0",
    "保险",
    "太保",
    "tb",
    "taibao",
    "2023",
    "太保sx",
    "，",
    " ",
    "保 险",
    "TAIBAO",
    "銀行",
    "jr",
    "sh",
    "ban",
)
SORTS = "organization case award programme year rank source evidence"


def _script(*parts: str) -> str:
    own = [files("kg").joinpath("page.js"), *(files("kg.viewer").joinpath("page", f"{part}.js") for part in parts)]
    return "\n".join(each.read_text("utf-8") for each in own)


_SHARED = ("words", "shapes", "state", "findings")
BOTH = f"""
window.embedded = (() => {{ {_script(*_SHARED, *EMBEDDED)}; return openSource; }})();
window.served = (() => {{ {_script(*_SHARED, "served")}; return openSource; }})();
window.plain = (value) => JSON.stringify(value, (_, each) => each instanceof Map ? [...each]
  : each && typeof each === "object" && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each);
"""
OPEN = """async (data) => {
  window.one = window.embedded(data);
  window.other = window.served({ served: "/explore/" });
  await window.other.about();
}"""
ASK = """async (questions) => {
  const told = [];
  for (const [name, ...asked] of questions) {
    const [a, b] = (await Promise.all([window.one[name](...asked), window.other[name](...asked)])).map(window.plain);
    if (a !== b) told.push([name, JSON.stringify(asked), a.slice(0, 2000), b.slice(0, 2000)]);
  }
  return told;
}"""


class Graph(NamedTuple):
    """A graph as the page has it, and its explorer behind a server."""

    data: dict[str, Any]
    explorer: Explorer
    served: Address


def _graph(out: Path, index: Path) -> Iterator[Graph]:
    words = labels(ontology.load())
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    with kg.open_store(out) as store:
        build(store, index, labels=words, kept={each["id"]: each["name"] for each in manifest["read"]})
        graph = project(store.quads())
    report = load_report(Folder(out))
    assert report
    said: dict[str, Any] = {"validation": report.counts, "findings": report.findings}
    data = payload(select(graph), load_articles(Folder(out)), words, with_text=True, **said)
    with Explorer(index, Texts(out / "articles"), **said) as explorer, serving(explorer) as served:
        yield Graph(data, explorer, served)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    yield from started()


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("explored")
    kg.build(*EXAMPLES, out=folder / "out")
    yield from _graph(folder / "out", folder / "index.sqlite")


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    folder = tmp_path_factory.mktemp("newsroom")
    for telling in newsroom(registry.load(), events=15).tellings:
        (folder / f"{telling.name.replace('/', '-')}.md").write_text(telling.markdown, "utf-8")
    kg.build(folder, out=folder / "out")
    yield from _graph(folder / "out", folder / "index.sqlite")


def _filters(data: dict[str, Any], chance: random.Random) -> list[dict[str, Any]]:
    hide = ["AwardEdition", "Figure", "Article"]
    found: list[dict[str, Any]] = [{}, {"hide": hide}, {"hide": hide, "cut": ["won"]}, {"source": "nothing"}]
    for n, name in enumerate(("organization", "case", "award", "programme", "edition")):
        ids = [i for i, kind in zip(data["nodes"]["id"], data["nodes"]["class"], strict=True) if kind == n]
        found += [{name: chance.choice(ids), "hide": hide}] if ids else []
    year = chance.choice([year for year in data["facts"]["year"] if year])
    about = chance.choice(data["nodes"]["id"])
    return [
        *found,
        {"year": "none"},
        {"year": year, "sure": "0.5"},
        {"kind": "保险公司"},
        {"about": [about], "hide": hide},
    ]


def _tables(filters: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for filter in filters:
        for name in (*COUNTED.split(), *LISTED.split()):
            yield ["table", name, {"filter": filter, "limit": 7}]
            yield ["table", name, {"filter": filter, "limit": 50, "skip": 3, "isWhole": True}]
        for across in ("awards", "programmes", "years"):
            yield ["table", "matrix", {"filter": filter, "by": "groups", "across": across, "limit": 5, "wide": 4}]
        for part in ("all", "both", "first", "second"):
            yield ["table", "awards", {"beside": [filter, filters[4]], "part": part}]


def _sorted_tables(filters: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for filter in filters:
        for lang in ("zh", "en"):
            for is_down in (False, True):
                page = {"filter": filter, "isDown": is_down, "lang": lang, "limit": 300}
                yield from (
                    ["table", name, {**page, "sort": sort}] for name in COUNTED.split() for sort in ("name", "count")
                )
                yield from (["table", "receipts", {**page, "sort": sort}] for sort in SORTS.split())


def _neighbours(ids: list[str], filters: list[dict[str, Any]]) -> Iterator[list[Any]]:
    for i in ids:
        yield ["neighbours", i, {"relation": "subsidiaryOf", "isOut": False}]
        yield ["neighbours", i, {"skip": 3, "limit": 4, "isOut": True}]
        for filter in filters:
            yield ["neighbours", i, {"filter": filter, "limit": 6}]
            yield ["neighbours", i, {"filter": filter, "among": ids, "limit": 5000}]


def _searches(data: dict[str, Any], chance: random.Random) -> Iterator[list[Any]]:
    names = zip(data["nodes"]["label"], data["nodes"]["aliases"], data["nodes"]["spelled"], strict=True)
    keys = set(QUERIES)
    for label, aliases, spelled in names:
        at = chance.randrange(len(label))
        keys |= {label, label[at : at + 1], label[at : at + 2], label[:3], *(aliases or ())}
        for syllables in (text.split() for text in spelled or ()):
            at = chance.randrange(len(syllables))
            part = syllables[at : at + 4]
            keys |= {"".join(word[0] for word in part), "".join(part), part[0]}
            keys.add("".join(word[: chance.randint(1, len(word))] for word in part))
    yield from (["search", key, 14] for key in chance.sample(sorted(keys), min(len(keys), 400)))
    yield from (["search", key, 40] for key in QUERIES)


def _compare(browser: Browser, graph: Graph) -> None:
    data, chance = graph.data, random.Random(3)
    filters = _filters(data, chance)
    some = chance.sample(data["nodes"]["id"], 40)
    facts = [key or f"x{f}" for f, key in enumerate(data["facts"]["id"])]
    described = [
        *some,
        *chance.sample(facts, 60),
        *(data["nodes"]["id"][i] for i in data["articles"]["node"][:10]),
        "nobody",
    ]
    questions = [["about"], *(["describe", [key]] for key in described), ["describe", described]]
    questions += [
        *_tables(filters),
        *_sorted_tables(filters[:2]),
        *_neighbours(some[:12], filters),
        *_searches(data, chance),
    ]
    page = browser.new_page()
    page.goto(f"{graph.served.root}blank")
    page.add_script_tag(content=BOTH)
    page.evaluate(OPEN, data)
    assert page.evaluate(ASK, questions) == []
    page.close()


def test_both_sources_answer_alike_on_the_examples(browser: Browser, examples: Graph) -> None:
    _compare(browser, examples)


def test_both_sources_answer_alike_on_a_newsroom(browser: Browser, news: Graph) -> None:
    _compare(browser, news)


@pytest.fixture
def page(browser: Browser, examples: Graph) -> Iterator[Page]:
    """The page of the examples over the server; it complains of nothing and asks nobody else."""
    said: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    own = (examples.served.root, "data:", "blob:")
    page.on("request", lambda request: said.append(request.url) if not request.url.startswith(own) else None)
    page.goto(examples.served.root)
    yield settled(page)
    context.close()
    assert said == []


@pytest.mark.parametrize("view", ["overview", "network", "lanes", "tree", "path", "compare", "list", "article"])
def test_every_view_is_drawn_over_a_server(page: Page, examples: Graph, view: str) -> None:
    turned(page, f"#v={view}")
    assert state(page)["view"] == view
    assert state(page)["nodes"] == len(examples.data["nodes"]["id"])
    expect(page.locator(f"#in-{view}")).to_be_visible()
    assert page.locator(f"#in-{view}").inner_text().strip() or view == "network"
    assert page.locator("#status").inner_text().strip()


def test_a_search_leads_to_a_node_and_to_its_sentences(page: Page) -> None:
    page.locator("#search").fill("taibaosx")
    expect(page.locator("#found [role=option]").first).to_contain_text("太保寿险")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.locator("#panel h2")).to_contain_text("太保寿险")
    page.locator("#panel .proof").first.click()
    settled(page)
    assert page.locator("#panel mark").count()


def test_what_was_asked_is_not_asked_again(page: Page, examples: Graph) -> None:
    turned(page, "#v=list")
    asked = len(examples.served.asked)
    turned(page, "#v=overview")
    turned(page, "#v=list")
    assert len(examples.served.asked) == asked
