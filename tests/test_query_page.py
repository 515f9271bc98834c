"""The query page in a real browser, asking a real server."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from playwright.sync_api import Page, expect

import kg
from tests.browsing import NEEDED, started
from tests.served import Server, served, wait_until

pytestmark = NEEDED
GRAPH = """
@prefix fa: <https://w3id.org/finaward/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix id: <https://w3id.org/finaward/id/organization/> .
id:a a fa:Organization ; skos:prefLabel "岚序银行"@zh-hans ; fa:receiptCount 10 ; fa:groupMember id:b .
id:b a fa:Organization ; skos:prefLabel "砚溪财险"@zh-hans ; fa:receiptCount 9 .
id:c a fa:Organization ; skos:prefLabel "沧澜集团"@zh-hans ; fa:receiptCount 2 .
id:b skos:note "<img src=x onerror=window.hit=1>" . id:c skos:related <javascript:window.hit=1> .
"""
COUNTS = "SELECT ?name ?n { ?o skos:prefLabel ?name ; fa:receiptCount ?n } ORDER BY DESC(?name)"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    path: Path = tmp_path_factory.mktemp("page") / "store"
    store = ox.Store(str(path))
    store.load(GRAPH.encode(), format=ox.RdfFormat.TURTLE)
    store.flush()
    del store
    with served(path, "--workers", "1", "--rows", "500") as running:
        yield running


@pytest.fixture(scope="module")
def page(server: Server) -> Iterator[Page]:
    said: list[str] = []
    asked_for: list[str] = []
    for browser in started():
        opened = browser.new_page()
        opened.on("pageerror", lambda error: said.append(str(error)))
        opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        opened.on("request", lambda request: asked_for.append(request.url))
        opened.goto(f"{server.url}query")
        expect(opened.locator("html[data-ready]")).to_be_attached()
        yield opened
        assert [text for text in said if "status of 4" not in text] == []
        assert [url for url in asked_for if not url.startswith((server.url, "data:", "blob:", "about:"))] == []
        assert opened.evaluate("window.hit") is None


def asked(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.click("#run")
    expect(page.locator("#stop")).to_be_hidden()


def test_an_example_is_put_into_the_editor_in_colours_and_runs(page: Page) -> None:
    page.select_option("#examples", "group-members")
    assert "VALUES ?group" in page.input_value("#text")
    assert page.locator("#shown").text_content() == page.input_value("#text") + "\n"
    assert "VALUES" in page.locator("#shown .keyword").all_text_contents()
    chosen = "(area => area.value.slice(area.selectionStart, area.selectionEnd))(document.activeElement)"
    assert page.evaluate(chosen) == '"中国太保"@zh-hans "中国太保"@zh-hant "中国太保"@en'
    page.keyboard.type('"岚序银行"@zh-hans')
    page.keyboard.press("Control+Enter")
    expect(page.locator("#result td").first).to_have_text("岚序银行")
    assert page.locator("#result tbody tr").count() == 2


def test_a_table_is_sorted_by_its_columns(page: Page) -> None:
    asked(page, COUNTS)
    page.get_by_role("button", name="n", exact=True).click()
    assert page.locator("#result td.number").all_text_contents() == ["2", "9", "10"]
    page.get_by_role("button", name="n", exact=True).click()
    assert page.locator("#result td.number").all_text_contents() == ["10", "9", "2"]


def test_numbers_become_bars_and_rows_become_ties(page: Page) -> None:
    asked(page, COUNTS)
    page.get_by_role("button", name="图表").click()
    widths = [float(bar.get_attribute("width") or 0) for bar in page.locator("svg.chart rect").all()]
    assert len(widths) == 3
    assert (
        max(widths) == widths[[r.text_content() for r in page.locator("svg.chart text:not(.name)").all()].index("10")]
    )
    asked(page, "CONSTRUCT { ?a fa:groupMember ?b } { ?a fa:groupMember ?b }")
    page.get_by_role("button", name="关系图").click()
    assert page.locator("svg.picture path").count() == 1
    assert {a.get_attribute("href") for a in page.locator("svg.picture a").all()} == {
        "id/organization/a",
        "id/organization/b",
    }
    page.get_by_role("button", name="表格").click()


def test_what_links_lead_to_is_there_and_nothing_else_is_a_link(page: Page, server: Server) -> None:
    asked(page, "SELECT ?a ?to { ?a skos:related|skos:note ?to } ORDER BY ?a")
    links = [link.get_attribute("href") or "" for link in page.locator("#result a").all()]
    assert links == ["id/organization/b", "id/organization/c"]
    assert all(server.get(f"/{link}").status == 200 for link in links)


def test_an_error_is_said_and_its_place_chosen(page: Page) -> None:
    asked(page, "SELECT * {\n  ?s ?p }")
    expect(page.locator("#said")).to_contain_text("line 2, column")
    assert page.evaluate("document.activeElement.selectionStart") > len("SELECT * {\n")
    expect(page.locator("#answer")).to_be_hidden()


def test_an_answer_that_was_cut_says_so(page: Page) -> None:
    asked(page, "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    expect(page.locator("#said")).to_contain_text("rows=500")
    assert page.locator("#result tbody tr").count() == 200
    page.get_by_role("button", name="再显示").click()
    assert page.locator("#result tbody tr").count() == 500


def test_the_address_keeps_the_query_and_the_way_of_showing(page: Page) -> None:
    asked(page, COUNTS)
    page.get_by_role("button", name="图表").click()
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    expect(page.locator("#text")).to_have_value(COUNTS)
    page.click("#run")
    expect(page.locator("svg.chart")).to_be_visible()
    page.get_by_role("button", name="表格").click()


def test_it_speaks_english_too(page: Page) -> None:
    page.get_by_role("button", name="English").click()
    asked(page, "ASK { ?a a fa:Organization }")
    expect(page.locator("#result")).to_have_text("Yes")
    page.get_by_role("button", name="中文").click()


def test_a_build_is_served_whole_explorer_and_endpoint(tmp_path: Path) -> None:
    kg.build(Path(__file__).parents[1] / "examples" / "articles" / "bank-honours.txt", out=tmp_path / "out")
    with served(tmp_path / "out", "--workers", "1", "--cache", str(tmp_path / "cache"), has_page=True) as server:
        assert server.get("/health").status == 200
        assert server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").status == 200
        assert "<script" in server.get("/").text
        for path in ("/sparql", "/data?default", "/.well-known/void"):
            assert server.get(path, accept="text/turtle").status == 200


def test_a_page_says_when_the_graph_became_another_one(page: Page, tmp_path: Path) -> None:
    articles, cache = Path(__file__).parents[1] / "examples" / "articles", str(tmp_path / "cache")
    kg.build(articles / "bank-honours.txt", out=tmp_path / "out")
    assert page.context.browser
    with (
        served(tmp_path / "out", "--workers", "1", "--cache", cache, has_page=True) as server,
        page.context.browser.new_context() as context,
    ):
        opened = context.new_page()
        opened.goto(server.url)
        expect(opened.locator("html[data-ready]")).to_be_attached()
        index = _index(server)
        kg.build(*sorted(map(str, articles.iterdir())), out=tmp_path / "out")
        wait_until(lambda: _index(server) != index, "the index is made anew")
        opened.evaluate("location.hash = '#v=list'")
        expect(opened.locator("#status")).to_contain_text("请重新载入本页")
        opened.reload()
        expect(opened.locator("html[data-ready]")).to_be_attached()
        expect(opened.locator("#status")).not_to_contain_text("重新载入")


def _index(server: Server) -> str:
    reply = server.ask("POST", "/explore/about", b"{}", {"Content-Type": "application/json"})
    return reply.headers["kg-index"]
