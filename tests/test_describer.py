"""The description of a resource and its page: what it says, where it leads, how it is bounded, what it never runs."""

from collections.abc import Iterator

import pytest
from lxml import html

import kg.ontology
from kg.describer import Description, describe, render
from kg.store import Store
from kg.terms import BASE, DCTERMS, FA, OA, RDF, RDFS, SKOS, Mint, Quad, Term, integer, iri, literal
from tests.hostile import PAYLOADS

MINT = Mint()
RECEIPT, AWARD, WINNER, SPAN, ARTICLE = (
    MINT.known(kind, "x") for kind in ("receipt", "category", "organization", "span", "article")
)
GRAPH = MINT.graph("article", "x")
FACTS = {
    Quad(RECEIPT, RDF.type, FA.AwardReceipt),
    Quad(RECEIPT, FA.recipient, WINNER),
    Quad(RECEIPT, FA.inCategory, AWARD),
    Quad(RECEIPT, FA.hasEvidence, SPAN, GRAPH),
    Quad(AWARD, SKOS.prefLabel, literal("砚溪奖", language="zh-hans")),
    Quad(WINNER, RDF.type, FA.Organization),
    Quad(WINNER, SKOS.prefLabel, literal("Lanxu Bank", language="en")),
    Quad(WINNER, SKOS.prefLabel, literal("岚序银行", language="zh-hans")),
    Quad(SPAN, FA.exact, literal("岚序银行获砚溪奖"), GRAPH),
    Quad(SPAN, FA.start, integer(7), GRAPH),
    Quad(SPAN, FA.end, integer(15), GRAPH),
    Quad(SPAN, OA.hasSource, ARTICLE, GRAPH),
    Quad(ARTICLE, DCTERMS.title, literal("颁奖"), GRAPH),
}
LABELS = kg.ontology.load().labels


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.create() as made:
        made.load(FACTS)
        yield made


def described(store: Store, node: Term, limit: int = 1000) -> Description:
    found = describe(store, node, limit=limit)
    assert found is not None
    return found


def page(store: Store, node: Term, limit: int = 1000) -> html.HtmlElement:
    def address(to: str) -> str:
        return f"/id/{to.removeprefix(BASE)}" if to.startswith(BASE) else ""

    return html.document_fromstring(render(described(store, node, limit), labels=LABELS, address=address))


def test_a_fact_is_described_with_its_sentence_and_the_names_of_its_ends(store: Store) -> None:
    found = described(store, RECEIPT)
    assert set(found.out) == {quad for quad in FACTS if quad.subject == RECEIPT}
    assert found.into == ()
    assert found.is_whole
    assert set(found.quads()) == FACTS - {Quad(WINNER, RDF.type, FA.Organization)}


def test_a_thing_is_described_by_what_points_to_it(store: Store) -> None:
    assert [quad.subject for quad in described(store, WINNER).into] == [RECEIPT]


def test_what_nobody_speaks_of_has_no_description(store: Store) -> None:
    assert describe(store, iri("https://example.org/nothing")) is None


def test_a_hub_costs_no_more_than_its_bound_and_says_so(store: Store) -> None:
    store.load(Quad(iri(f"https://example.org/{n}"), FA.recipient, WINNER) for n in range(500))
    found = described(store, WINNER, limit=10)
    assert len(found.into) == 10
    assert not found.is_whole
    assert "只显示一部分" in page(store, WINNER, limit=10).text_content()


def test_the_page_of_a_fact_quotes_its_sentence_and_leads_to_its_article(store: Store) -> None:
    shown = page(store, RECEIPT)
    assert shown.findtext(".//h1") == "砚溪奖 · 岚序银行"
    assert [mark.text for mark in shown.iter("mark")] == ["岚序银行获砚溪奖"]
    assert {a.text: a.get("href") for a in shown.iter("a")} == {
        "岚序银行": "/id/organization/x",
        "砚溪奖": "/id/category/x",
        "颁奖": "/id/article/x",
    }
    assert "7–15" in shown.text_content()


def tags_with(text: str) -> tuple[list[str], html.HtmlElement]:
    with Store.create() as store:
        named = Quad(WINNER, RDFS.label, literal(text))
        store.load([named, Quad(WINNER, iri(f"javascript:{text}"), iri(f"https://evil.example/{text}"))])
        shown = page(store, WINNER)
    return [element.tag for element in shown.iter() if isinstance(element.tag, str)], shown


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_words_are_words(text: str) -> None:
    tags, shown = tags_with(text)
    assert tags == tags_with("words")[0]
    assert not shown.xpath("//a")
    assert not any(name.startswith("on") for element in shown.iter() for name in element.keys())  # noqa: SIM118
