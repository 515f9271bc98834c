"""The property graph: what is a node in RDF becomes an edge that keeps its IRI and its sentences."""

import random
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest
from networkx import MultiDiGraph

from kg.graph import Evidence, Property, project
from kg.terms import FA, FAV, OA, RDF, RDFS, SKOS, Quad, Term, date, integer, literal, value
from tests import winners
from tests.winners import (
    ARTICLE_IRI,
    AWARDS,
    CONSUMER,
    MINT,
    RECEIPTS,
    TEXT,
    WILDLIFE,
    award,
    case,
    organization,
    receipt,
    zh,
)

INFERRED = MINT.graph("inferred")


@pytest.fixture(scope="module")
def graph() -> "MultiDiGraph[str]":
    return project(winners.quads())


def edges(graph: "MultiDiGraph[str]", relation: str) -> list[tuple[str, str, dict[str, Any]]]:
    return [edge for edge in graph.edges(data=True) if edge[2]["relation"] == relation]


def edge(graph: "MultiDiGraph[str]", source: Term, target: Term) -> dict[str, Any]:
    (found,) = graph.get_edge_data(value(source), value(target)).values()
    return dict(found)


def test_every_class_for_people_has_its_nodes(graph: "MultiDiGraph[str]") -> None:
    assert Counter(said["type"] for said in graph.nodes.values()) == {
        **{"Organization": 6, "Case": 11, "AwardCategory": 4, "AwardProgramme": 1, "AwardEdition": 1},
        **{"Product": 1, "Place": 1, "Figure": 1, "Article": 1},
    }
    assert all(said["iri"] == node for node, said in graph.nodes.items())


def test_a_receipt_is_two_edges_that_keep_its_iri_and_its_sentence(graph: "MultiDiGraph[str]") -> None:
    owner, name, title, sentence = RECEIPTS[8]
    fact = value(receipt(owner, name, title))
    start = TEXT.index(sentence)
    kept = {
        "iri": fact,
        "year": "2021",
        "edition": value(winners.edition()),
        "evidence": (Evidence(value(ARTICLE_IRI), start, start + len(sentence), sentence),),
    }
    work = case(WILDLIFE, "cpic-pc")
    assert edge(graph, organization(owner), work) == {"relation": "wonWith", **kept}
    assert edge(graph, work, award(name)) == {"relation": "won", **kept}
    assert len(edges(graph, "wonWith")) == len(edges(graph, "won")) == 11


def test_every_quote_stands_at_its_offsets(graph: "MultiDiGraph[str]") -> None:
    found = [e for *_, said in graph.edges(data=True) for e in said["evidence"]]
    found += [e for said in graph.nodes.values() for e in said["evidence"]]
    assert len(found) > 30
    assert all(TEXT[e.start : e.end] == e.quote for e in found)


def test_a_receipt_without_a_case_ties_winner_and_award() -> None:
    fact = MINT.node("receipt", "joint")
    quads = [
        Quad(fact, RDF.type, FA.AwardReceipt),
        Quad(fact, FA.recipient, organization("cpic")),
        Quad(fact, FA.recipient, organization("cpic-pc")),
        Quad(fact, FA.inCategory, award(CONSUMER)),
        Quad(fact, FA.awardYear, date("2024")),
        Quad(fact, FA.awardedOn, date("2024-06-30")),
        Quad(fact, FA.rank, literal("第3名")),
    ]
    joint = [e for e in edges(project([*winners.quads(), *quads]), "won") if e[2]["iri"] == value(fact)]
    assert {source for source, *_ in joint} == {value(organization("cpic")), value(organization("cpic-pc"))}
    said = {"relation": "won", "iri": value(fact), "evidence": (), "year": "2024", "rank": "第3名"}
    assert all(d == {**said, "awarded_on": "2024-06-30"} for *_, d in joint)


def test_a_subsidiary_relation_is_an_edge_to_the_parent_that_says_its_basis(graph: "MultiDiGraph[str]") -> None:
    found = {(source, target) for source, target, _ in edges(graph, "subsidiaryOf")}
    pairs = {(key, parent) for key, (*_, parent) in winners.ORGANIZATIONS.items() if parent}
    assert found == {(value(organization(a)), value(organization(b))) for a, b in pairs}
    assert all(said["basis"] == "registry" and said["evidence"] == () for *_, said in edges(graph, "subsidiaryOf"))


def test_a_participation_is_an_edge_with_its_role(graph: "MultiDiGraph[str]") -> None:
    ((source, _, said),) = edges(graph, "participatedIn")
    assert source == value(winners.newspaper())
    assert said["role"] == "联合发布"
    assert said["evidence"][0].quote == winners.PARTNER


def test_an_award_is_tied_to_programme_and_edition(graph: "MultiDiGraph[str]") -> None:
    for name in AWARDS:
        assert edge(graph, award(name), winners.programme())["relation"] == "categoryOf"
        told = edge(graph, award(name), winners.edition())
        assert told["relation"] == "inEdition"
        assert len(told["evidence"]) == sum(receipt[1] == name for receipt in RECEIPTS)
    assert len(edges(graph, "editionOf")) == 1


def test_case_and_what_hangs_on_it(graph: "MultiDiGraph[str]") -> None:
    around = {
        target: said["relation"] for _, target, said in graph.out_edges(value(case(WILDLIFE, "cpic-pc")), data=True)
    }
    assert Counter(around.values()) == Counter(("won", "concerns", "tookPlaceIn", "hasFigure", "reportedIn"))
    (figure,) = (said for said in graph.nodes.values() if said["type"] == "Figure")
    assert figure["label"] == "累计赔款：超过3.3亿元"
    assert Property("numericValue", "330000000") in figure["properties"]
    assert Property("unit", "CNY") in figure["properties"]


def test_a_case_of_an_organization_that_no_receipt_ties_to_it_is_not_lost() -> None:
    work = MINT.node("case", "another")
    quads = [
        Quad(work, RDF.type, FA.Case),
        Quad(work, RDFS.label, zh("另一个案例")),
        Quad(work, FA.caseOf, organization("cpic")),
    ]
    found = edges(project([*winners.quads(), *quads]), "hasCase")
    assert [(source, target) for source, target, _ in found] == [(value(organization("cpic")), value(work))]


def test_names(graph: "MultiDiGraph[str]") -> None:
    said = graph.nodes[value(organization("cpic"))]
    assert (said["label"], said["english"], said["kind"]) == ("中国太保", "China Pacific Insurance (Group)", "group")
    assert said["aliases"] == ("中国太平洋保险（集团）股份有限公司", "太保集团")
    assert Property("classification", "集团", "group") in said["properties"]
    assert [p.value for p in said["properties"] if p.name == "tickerSymbol"] == ["02601.HK", "601601.SH"]
    assert said["properties"] == tuple(sorted(said["properties"]))


def test_a_preferred_name_comes_first_and_a_chinese_one_before_an_english() -> None:
    node = MINT.node("organization", "names")
    quads = [
        Quad(node, RDF.type, FA.Organization),
        Quad(node, RDFS.label, zh("甲")),
        Quad(node, SKOS.prefLabel, literal("B", language="en")),
        Quad(node, SKOS.prefLabel, literal("乙", language="zh-Hant")),
    ]
    said = project(quads).nodes[value(node)]
    assert (said["label"], said["english"], said["aliases"]) == ("乙", "B", ("甲",))


def test_a_node_without_a_name_is_called_by_the_end_of_its_iri() -> None:
    node = MINT.known("case", "x")
    assert project([Quad(node, RDF.type, FA.Case)]).nodes[value(node)]["label"] == "x"


def test_a_span_without_offsets_has_none() -> None:
    node, span = MINT.known("case", "x"), MINT.known("span", "s")
    quads = [
        Quad(node, RDF.type, FA.Case),
        Quad(node, FA.hasEvidence, span),
        Quad(span, FA.exact, literal("引文")),
        Quad(span, OA.hasSource, ARTICLE_IRI),
        Quad(span, FA.verified, literal("false")),
    ]
    assert project(quads).nodes[value(node)]["evidence"] == (Evidence(value(ARTICLE_IRI), None, None, "引文"),)


def test_evidence_is_in_the_order_of_the_text() -> None:
    node = MINT.known("case", "x")
    spans = [(MINT.known("span", str(n)), n) for n in (10, 9, 100)]
    quads = [Quad(node, RDF.type, FA.Case)]
    for span, start in spans:
        quads += [Quad(node, FA.hasEvidence, span), Quad(span, FA.start, integer(start))]
    assert [e.start for e in project(quads).nodes[value(node)]["evidence"]] == [9, 10, 100]


def test_a_link_to_something_undescribed_makes_a_bare_node() -> None:
    graph = project([Quad(MINT.known("case", "x"), RDF.type, FA.Case), *_place()])
    assert graph.nodes[value(MINT.known("place", "000000"))]["type"] == "Place"


def _place() -> list[Quad]:
    return [Quad(MINT.known("case", "x"), FA.tookPlaceIn, MINT.known("place", "000000"))]


def test_inferences_change_no_edge(graph: "MultiDiGraph[str]") -> None:
    work = case(WILDLIFE, "cpic-pc")
    inferred = [
        Quad(organization("cpic-pc"), RDF.type, FA.SubsidiaryOrganization, INFERRED),
        Quad(organization("cpic-pc"), FA.subsidiaryOf, organization("cpic"), INFERRED),
        Quad(organization("cpic-pc"), FA.hasCase, work, INFERRED),
        Quad(work, SKOS.prefLabel, zh(WILDLIFE), INFERRED),
        Quad(organization("cpic"), FA.groupReceiptCount, integer(11), INFERRED),
    ]
    again = project([*winners.quads(), *inferred])
    assert list(again.edges(data=True)) == list(graph.edges(data=True))
    assert Property("groupReceiptCount", "11") in again.nodes[value(organization("cpic"))]["properties"]


def test_order_and_repetition_of_quads_do_not_matter(graph: "MultiDiGraph[str]") -> None:
    quads = winners.quads() * 2
    random.Random(7).shuffle(quads)
    again = project(quads)
    assert list(again.nodes.items()) == list(graph.nodes.items())
    assert list(again.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))


def test_concepts_and_facts_are_no_nodes(graph: "MultiDiGraph[str]") -> None:
    assert value(FAV["kind/group"]) not in graph
    assert not any("/receipt/" in node or "/span/" in node for node in graph)


def test_no_quads_make_no_nodes() -> None:
    assert project([]).number_of_nodes() == 0


def test_importing_the_room_imports_no_networkx() -> None:
    program = "import sys, kg.graph, kg.viewer; print({'networkx', 'pyvis', 'jinja2', 'pypinyin'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("written", "year"), [("2023年", "2023"), ("2023-05-01", "2023"), ("20235", ""), ("去年", "")])
def test_a_year_is_its_four_digits(written: str, year: str) -> None:
    fact = MINT.node("receipt", "odd")
    quads = [
        Quad(fact, RDF.type, FA.AwardReceipt),
        Quad(fact, FA.recipient, organization("cpic")),
        Quad(fact, FA.inCategory, award(CONSUMER)),
        Quad(fact, FA.awardYear, literal(written)),
    ]
    (said,) = [d for *_, d in edges(project(quads), "won")]
    assert said.get("year", "") == year
