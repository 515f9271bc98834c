"""The panel: what is known, the sentences that say so, and how they are taken away."""

import pyoxigraph
import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Page, expect

from kg.graph import Evidence, Property
from kg.viewer import view
from tests import winners
from tests.browsing import NEEDED, Opened, marks, settled, state

LIFE = "organization/cpic-life"
BASE = "https://w3id.org/finaward/id/"

pytestmark = NEEDED


def copied(page: Page, name: str) -> str:
    """What a button of the panel copies."""
    page.locator("#panel").get_by_role("button", name=name).first.click()
    expect(page.locator("#said")).to_have_text("已复制")
    text = page.evaluate("navigator.clipboard.readText()")
    assert isinstance(text, str)
    return text


@pytest.fixture(scope="module")
def store() -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    text = "\n".join(" ".join((*filter(None, quad), ".")) for quad in winners.quads())
    made.bulk_load(text.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    return made


@pytest.mark.parametrize("is_union", [True, False])
def test_the_query_of_a_fact_gives_its_sentences(opened: Opened, store: pyoxigraph.Store, is_union: bool) -> None:
    page = opened(address=f"#n={LIFE}")
    page.locator("#panel .proof").first.click()
    settled(page)
    query = copied(page, "复制 SPARQL")
    found = store.query(query, use_default_graph_as_union=is_union)
    assert isinstance(found, pyoxigraph.QuerySolutions)
    quotes = {str(row["quote"].value) for row in found if row["quote"]}
    assert quotes == set(marks(page))
    assert quotes


def test_what_is_copied_names_the_thing_and_its_source(opened: Opened) -> None:
    page = opened(address=f"#n={LIFE}")
    assert copied(page, "复制 IRI") == BASE + LIFE
    page.locator("#panel .proof").first.click()
    settled(page)
    citation = copied(page, "复制引文")
    assert winners.NEWSPAPER in citation
    assert (winners.ARTICLE.title or "") in citation
    assert marks(page)[0] in citation


def test_a_node_is_shown_with_its_properties_relations_and_sentences(opened: Opened) -> None:
    page = opened(address="#n=organization/cpic")
    expect(page.locator("#panel h2")).to_have_text("中国太保")
    expect(page.locator("#panel .properties")).to_contain_text("601601.SH")
    assert marks(page) == ["中国太保一家集团"]
    assert page.locator("#panel .neighbours").first.locator("li").count() == 3
    assert page.locator("#panel h3 .count").first.inner_text() == "3"


def test_a_link_from_the_registry_says_so(opened: Opened) -> None:
    page = opened(address="#v=lanes")
    page.locator("path.dashed + path.touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录（背景知识），不是报道所述。")


def test_an_article_is_told_in_words_for_people(opened: Opened) -> None:
    page = opened("joint", "#n=t/1")
    said = page.locator("#panel .properties dd")
    assert said.all_inner_texts() == ["2024-01-19 16:40", "简体中文"]
    page.click("#language")
    settled(page)
    assert said.all_inner_texts() == ["2024-01-19 16:40", "Simplified Chinese"]


def disputed() -> "MultiDiGraph[str]":
    """One case told by three articles: two in the same words, one with another year; with many names."""
    graph: MultiDiGraph[str] = MultiDiGraph()
    nodes = (
        *(("o/1", "Organization", "砚舟基金"), ("c/1", "Case", "定投打卡"), ("a/1", "AwardCategory", "联合创新奖")),
        *(("t/1", "Article", "第一篇"), ("t/2", "Article", "第二篇"), ("t/3", "Article", "第三篇")),
    )
    for key, type_, label in nodes:
        names = tuple(f"砚舟{n}" for n in range(40)) if key == "o/1" else ()
        properties = (Property("identifier", key),) if type_ == "Article" else ()
        said = {"label": label, "english": "", "aliases": names, "kind": "", "properties": properties, "evidence": ()}
        graph.add_node(f"https://example.org/{key}", type=type_, **said)
    told = {
        "r/1": ("2022", tuple(Evidence(f"https://example.org/t/{n}", None, None, "2022年获奖") for n in (1, 2))),
        "r/2": ("2023", (Evidence("https://example.org/t/3", None, None, "2023年获奖"),)),
    }
    for fact, (year, spans) in told.items():
        for source, target, relation in (("o/1", "c/1", "wonWith"), ("c/1", "a/1", "won")):
            ends = (f"https://example.org/{end}" for end in (source, target))
            iri = f"https://example.org/{fact}"
            graph.add_edge(*ends, relation=relation, iri=iri, evidence=spans, year=year)
    return graph


@pytest.fixture(scope="module")
def with_disputed(files: dict[str, object], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("disputed") / "page.html"
    path.write_text(view(disputed()), encoding="utf-8", newline="\n")
    files["disputed"] = path


@pytest.mark.usefixtures("with_disputed")
def test_what_other_articles_tell_otherwise_is_said(opened: Opened) -> None:
    page = opened("disputed", "#e=r/1")
    expect(page.locator("#panel h3.warning")).to_contain_text("别处所述不同")
    assert marks(page) == ["2022年获奖", "2023年获奖"]
    page.get_by_role("button", name="2023", exact=True).click()
    assert state(page)["facts"] == ["r/2"]
    assert marks(page) == ["2023年获奖", "2022年获奖"]


@pytest.mark.usefixtures("with_disputed")
def test_the_same_words_of_several_articles_stand_once(opened: Opened) -> None:
    page = opened("disputed", "#e=r/1")
    first = page.locator("#panel figure.quote").first
    expect(first).to_contain_text("2 篇报道用了同样的文字")
    expect(first.locator("figcaption")).to_have_count(2)


@pytest.mark.usefixtures("with_disputed")
def test_a_long_list_of_names_opens(opened: Opened) -> None:
    page = opened("disputed", "#n=o/1")
    names = page.locator("#panel .properties dd").last
    expect(names).not_to_contain_text("砚舟39")
    names.get_by_role("button").click()
    expect(names).to_contain_text("砚舟39")


def test_a_phone_has_the_panel_as_a_sheet(opened: Opened) -> None:
    page = opened("with-text", "#v=article&n=organization/cpic", size=(375, 740))
    panel = page.locator("#panel").bounding_box()
    assert panel
    assert panel["y"] > 200
    assert panel["y"] + panel["height"] <= 741
    lit = page.locator(".text .mark.on").first.bounding_box()
    assert lit
    assert 0 <= lit["y"] < panel["y"]
    page.get_by_role("button", name="关闭").click()
    expect(page.locator("#panel")).to_be_hidden()
