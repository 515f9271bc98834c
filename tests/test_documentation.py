"""The page of the ontology: complete, bilingual, and asking nothing of any network."""

import re
from pathlib import Path

import lxml.html
import pytest

from kg.documentation import document
from kg.errors import RegistryError
from kg.ontology import Ontology, load
from kg.terms import PREFIXES, value

ONTOLOGY = load()


@pytest.fixture(scope="module")
def page() -> str:
    return document(ONTOLOGY)


@pytest.fixture(scope="module")
def tree(page: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(page)


def test_every_own_term_has_its_place_with_both_labels(tree: lxml.html.HtmlElement) -> None:
    own = {value(iri): label for iri, label in ONTOLOGY.labels.items() if value(iri).startswith(PREFIXES["fa"])}
    assert len(own) > 60
    for address, label in own.items():
        section = tree.get_element_by_id(address.removeprefix(PREFIXES["fa"]))
        assert section.findtext("h3/span") == label.zh
        assert section.findtext("h3/span[@lang='en']") == label.en
        assert len(section.findall("p")) == 3, address  # the IRI and two definitions
        assert all(paragraph.text_content().strip() for paragraph in section.findall("p"))


def test_every_concept_has_its_row_with_both_labels_and_definitions(tree: lxml.html.HtmlElement) -> None:
    rows = {row.findtext("td/code"): row.text_content() for row in tree.iter("tr")}
    for concept in ONTOLOGY.concepts.values():
        address = value(concept.iri)
        name = next(f"{p}:{address.removeprefix(n)}" for p, n in PREFIXES.items() if address.startswith(n))
        assert all(text in rows[name] for text in (*concept.label, *concept.definition, *concept.notations)), name


def test_the_page_tells_what_the_ontology_says_of_a_property(tree: lxml.html.HtmlElement) -> None:
    section = tree.get_element_by_id("subsidiaryOf")
    facets = dict(zip((dt.text_content() for dt in section.iter("dt")), section.iter("dd"), strict=True))
    assert facets["特征 Characteristics"].text_content() == "非自反 irreflexive, 非对称 asymmetric"
    assert [a.get("href") for a in facets["逆属性 Inverse of"].iter("a")] == ["#hasSubsidiary"]
    chain = tree.get_element_by_id("hasGroupReceipt").text_content()
    assert re.search(r"Follows from the chain\s*fa:groupMember, fa:hasReceipt", chain)


def test_every_anchor_is_there_once(tree: lxml.html.HtmlElement) -> None:
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    inner = {a.get("href")[1:] for a in tree.iter("a") if a.get("href").startswith("#")}
    assert inner <= set(ids)


def test_the_page_asks_nothing_of_any_network(page: str, tree: lxml.html.HtmlElement) -> None:
    assert {element.tag for element in tree.iter()} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
    } == set()
    assert {element.tag for element in tree.iter() if element.get("src") or element.get("onclick")} == set()
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_the_same_ontology_gives_the_same_page(page: str) -> None:
    assert document(load()) == page


def test_hostile_labels_are_text(tmp_path: Path) -> None:
    for name in ("finaward.ttl", "vocabularies.ttl"):
        text = (ONTOLOGY.root / name).read_text(encoding="utf-8")
        hostile = text.replace('"机构"@zh-hans', '"<script>alert(1)</script>"@zh-hans')
        (tmp_path / name).write_text(hostile, encoding="utf-8")
    made = document(Ontology(tmp_path))
    assert "&lt;script&gt;" in made
    assert "<script" not in made


def test_a_page_without_an_ontology_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "finaward.ttl").write_text("", encoding="utf-8")
    with pytest.raises(RegistryError, match="has no dcterms:"):
        document(Ontology(tmp_path))
