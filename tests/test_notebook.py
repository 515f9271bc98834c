"""What shows itself in a notebook: rich, whole without a network, and safe whatever stands in it."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from IPython.core.formatters import DisplayFormatter
from lxml import html
from playwright.sync_api import Route

import kg
from kg import display
from kg.article import Article, Block, BlockKind
from kg.builder import Build, Revision
from kg.errors import FormatError, OutputError
from kg.store import Solutions, Store
from kg.terms import SKOS, Quad, iri, literal
from kg.viewer import to_pyvis
from tests.browsing import FOUND, SWITCHES
from tests.hostile import PAYLOADS, hostile_graph

EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
SOUND = [text for text in PAYLOADS if "\ud83d" not in text]


def shown(value: object) -> str:
    """What a notebook gets to show."""
    data, _ = DisplayFormatter().format(value)  # type: ignore[no-untyped-call]
    assert isinstance(data["text/html"], str)
    return data["text/html"]


def safe(markup: str, *known: str) -> Any:  # noqa: ANN401 (lxml's own types say less)
    """The parsed markup, which has no element but these and no attribute that could do anything."""
    tree = html.fragment_fromstring(markup, create_parent="div")
    assert {element.tag for element in tree.iterdescendants()} <= set(known)
    assert {name for element in tree.iterdescendants() for name in element.attrib} <= {"rowspan", "colspan"}
    return tree


def framed(markup: str) -> str:
    """The page in a frame that may do nothing to the notebook."""
    tree = html.fragment_fromstring(markup)
    assert tree.tag == "iframe"
    assert set(tree.get("sandbox").split()) <= {"allow-scripts", "allow-popups", "allow-popups-to-escape-sandbox"}
    return str(tree.get("srcdoc"))


# Articles.


def test_an_article_shows_title_source_and_blocks() -> None:
    article = kg.read(EXAMPLES / "fund-poll.md")
    tree = safe(shown(article), "p", "b", "br", "h4", "i", "span")
    assert tree.findtext("p/b") == article.title
    assert "桐声财经周刊 · 2024-06-14" in tree.text_content()
    assert [h.text for h in tree.iterfind("h4")] == ["投教作品奖", "陪伴服务奖", "联合创新奖"]
    assert "1 金奖：岚序基金《一张对账单的旅行》" in tree.text_content()


def test_the_cells_of_a_table_stand_in_a_table() -> None:
    cells = ("甲", "乙", "丙", "丁丁")
    blocks = [Block(kind=BlockKind.PARAGRAPH, start=0, end=2)]
    at = 3
    for n, cell in enumerate(cells):
        rows, columns = (n // 2, n // 2 + 1), (n % 2, n % 2 + 1)
        blocks.append(
            Block(kind=BlockKind.CELL, start=at, end=at + len(cell), table=0, rows=rows, columns=columns, header=n < 2)
        )
        at += len(cell) + 1
    article = Article(id="a", text="\n".join(("表格", *cells)), blocks=tuple(blocks))
    tree = safe(shown(article), "p", "b", "br", "table", "tr", "th", "td")
    assert [[cell.text for cell in row] for row in tree.iter("tr")] == [["甲", "乙"], ["丙", "丁丁"]]
    assert len(tree.findall(".//th")) == 2


@pytest.mark.parametrize("text", SOUND)
def test_hostile_articles_stay_text(text: str) -> None:
    body = text or "空"
    blocks = (Block(kind=BlockKind.HEADING, start=0, end=len(body)),)
    said = {"title": text, "url": text, "publisher": text, "published": text, "source": text}
    for article in (Article(id="a", text=body, blocks=blocks, **said), Article(id="a", text=body, **said)):
        safe(shown(article), "p", "b", "br", "h4", "i", "span")


def test_a_long_article_is_shown_in_part_and_says_so() -> None:
    assert "<i>80,000 further characters</i>" in shown(Article(id="a", text="字" * 100_000))
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, start=2 * n, end=2 * n + 1) for n in range(500))
    assert "<i>401 further characters</i>" in shown(Article(id="a", text="字\n" * 500, blocks=blocks))


# Answers to queries.


@pytest.fixture
def store() -> Store:
    store = Store.create()
    node = iri("https://w3id.org/finaward/id/case/a")
    store.load(
        Quad(node, SKOS.prefLabel, literal(f"{n:03} {SOUND[n % len(SOUND)]}", language="en")) for n in range(250)
    )
    return store


def test_an_answer_shows_its_first_rows_and_keeps_them(store: Store) -> None:
    found = store.query("SELECT ?case ?label { ?case skos:prefLabel ?label } ORDER BY ?label")
    assert isinstance(found, Solutions)
    tree = safe(shown(found), "table", "caption", "thead", "tbody", "tr", "th", "td", "span")
    assert tree.findtext(".//caption") == "the first 100 rows"
    assert [th.text for th in tree.iter("th")] == ["case", "label"]
    rows = tree.findall(".//tbody/tr")
    assert len(rows) == 100
    assert [td.text_content() for td in rows[0]] == ["id:case/a", f"000 {SOUND[0]}"]
    assert shown(found) == shown(found)
    assert len(list(found.rows)) == 250, "to look at rows takes none away"


def test_an_answer_says_how_many_rows_it_has(store: Store) -> None:
    for limit, said in ((0, "0 rows"), (1, "1 row"), (100, "100 rows")):
        found = store.query(f"SELECT ?label {{ ?case skos:prefLabel ?label }} LIMIT {limit}")
        assert f"<caption>{said}</caption>" in shown(found)


def test_rows_can_be_looked_at_between_taking_them(store: Store) -> None:
    found = store.query("SELECT ?label { ?case skos:prefLabel ?label } ORDER BY ?label LIMIT 3")
    assert isinstance(found, Solutions)
    first = next(found.rows)
    assert first not in found.rows.ahead(1)
    assert [*found.rows.ahead(1)] == [*found.rows.ahead(5)][:1]
    assert len(list(found.rows)) == 2
    assert found.rows.ahead(1) == ()


# Builds, pages, reports.


def test_a_build_shows_what_it_made(tmp_path: Path) -> None:
    built = kg.build(EXAMPLES / "fund-poll.md", out=tmp_path / "<b>out")
    tree = safe(built._repr_html_(), "table", "thead", "tbody", "tr", "th", "td")
    said = {row[0].text: row[1].text for row in tree.iter("tr")}
    assert said["articles"] == "1"
    assert said["receipts"] == f"{built.found['receipts']}"
    assert said["validation"].startswith("conforms")
    assert said["page"].endswith("<b>out/graph.html")


def test_a_hostile_build_stays_text() -> None:
    for text in SOUND:
        skipped = (kg.Skipped(where=text, what=text),)
        made = Build(
            out=Path("out"), articles=0, found={text: 1}, triples=0, graphs=0, inferred=0, conforms=False,
            findings={text: 2}, left=0, skipped=skipped,
        )  # fmt: skip
        safe(made._repr_html_(), "table", "thead", "tbody", "tr", "th", "td", "span")
        revised = Revision(build=made, is_changed=True, added=(text,))
        safe(revised._repr_html_(), "table", "thead", "tbody", "tr", "th", "td", "span")


def test_a_page_is_its_text_and_shows_itself_in_a_frame() -> None:
    facts = kg.resolve(kg.extract(kg.read(EXAMPLES / "fund-poll.md")))
    page = kg.view(kg.convert(facts))
    assert isinstance(page, str)
    assert page.startswith("<!doctype html>")
    assert framed(shown(page)) == page
    assert repr(page).startswith("<page of ")
    assert "allow-same-origin" not in shown(page)


def test_a_report_shows_itself_without_script() -> None:
    made = kg.report(kg.convert(kg.resolve(kg.extract(kg.read(EXAMPLES / "fund-poll.md")))))
    markup = shown(made)
    assert "allow-scripts" not in markup
    assert "base-uri about:" in unescape(framed(markup))
    assert repr(made) == "<获奖报告: 8 receipts, 12 figures, 1 articles>"


def test_dollars_begin_no_formula() -> None:
    assert "$" not in re.sub(r"<span>\$</span>", "", display.text("$x$ and $$y$$"))


# pyvis.


def test_a_network_makes_its_own_page_of_the_same_titles() -> None:
    network = to_pyvis(hostile_graph())
    titles = [item["title"] for item in (*network.nodes, *network.edges)]
    assert "机构：href plain words\nhref plain words\nhref plain words" in titles
    page = network.generate_html()
    tree = html.document_fromstring(page)
    assert [element.tag for element in tree.iter("link", "img", "iframe", "base")] == []
    assert [script.get("id") for script in tree.iter("script")] == ["data", None, None]
    assert "cdnjs" not in page
    assert "jsdelivr" not in page
    assert "default-src 'none'" in tree.findall(".//meta")[1].get("content", "")
    assert framed(shown(network)) == page


def test_a_network_writes_its_page_as_utf8_whatever_the_locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    network = to_pyvis(hostile_graph())
    network.heading = "获奖 \ud83d"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("locale.getpreferredencoding", lambda *_: "ascii")
    assert network.show("网.html") is network
    assert [path.name for path in tmp_path.iterdir()] == ["网.html"]
    assert "<h1>获奖 \ufffd</h1>" in Path("网.html").read_text("utf-8")
    network.save_graph("again.html")
    assert Path("again.html").read_bytes() == Path("网.html").read_bytes()
    with pytest.raises(OutputError, match=r"end it with \.html"):
        network.write_html("network.txt")


@pytest.mark.parametrize("wish", ["use_DOT", "select_menu", "filter_menu", "neighborhood_highlight"])
def test_what_the_page_has_not_is_refused(wish: str) -> None:
    network = to_pyvis(hostile_graph())
    setattr(network, wish, True)
    with pytest.raises(FormatError, match=rf"network: its page has no {wish}; use the page of kg\.view"):
        network.generate_html()


@pytest.mark.browser
@pytest.mark.skipif(FOUND is None, reason="no Chromium found")
def test_a_browser_draws_the_network_asks_for_nothing_and_runs_nothing_of_it(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    network = to_pyvis(hostile_graph())
    network.heading = PAYLOADS[1]
    network.bgcolor = "red;background-image:url(https://evil.example/x.png)"
    network.set_options('{"nodes": {"font": {"color": "</script><script>window.hit=1</script>"}}, "physics": false}')
    network.add_node("</script><script>window.hit=1</script>", title="<img src=x onerror=window.hit=1>", shape="image")
    network.nodes[-1]["image"] = "https://evil.example/x.png"
    network.write_html(str(tmp_path / "network.html"))
    (tmp_path / "frame.html").write_text(f"<meta charset=utf-8><body>{network._repr_html_()}", "utf-8")
    reached: list[str] = []

    def reach(route: Route) -> None:
        reached.append(route.request.url)
        route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(SWITCHES))
        for name in ("network.html", "frame.html"):
            page = browser.new_page()
            page.route("https://**", reach)
            page.goto((tmp_path / name).as_uri())
            frame = page.frames[-1]
            frame.wait_for_selector("html[data-ready]", state="attached")
            assert frame.locator("canvas").count() == 1
            assert frame.locator("h1").inner_text() == PAYLOADS[1]
            assert [each.evaluate("window.hit") for each in page.frames] == [None] * len(page.frames)
        browser.close()
    assert reached == []


@pytest.mark.browser
@pytest.mark.skipif(FOUND is None, reason="no Chromium found")
def test_the_view_and_the_report_work_in_their_frames(tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    quads = kg.convert(kg.resolve(kg.extract(kg.read(EXAMPLES / "fund-poll.md"))))
    markup = f"<meta charset=utf-8><body>{kg.view(quads)._repr_html_()}{kg.report(quads)._repr_html_()}"
    (tmp_path / "frames.html").write_text(markup, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(SWITCHES))
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto((tmp_path / "frames.html").as_uri())
        _, view, report = page.frames
        view.wait_for_selector("html[data-ready]", state="attached")
        report.click('a[href="#years"]')
        report.wait_for_function("scrollY > 100 && location.hash === '#years'")
        browser.close()
    assert said == []
