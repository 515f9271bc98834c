"""Facts to quads: golden cases, identity, and what must hold whatever a document says."""

import random
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import facts, ontology, registry
from kg.converter import convert
from kg.errors import FactsError
from kg.facts import ArticleFacts
from kg.terms import (
    CUR,
    DCTERMS,
    DEFAULT_GRAPH,
    FA,
    FAV,
    OA,
    ORG,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    UNIT,
    Mint,
    Quad,
    Term,
    date,
    in_order,
    integer,
    iri,
    literal,
    norm,
)
from tests.arbitrary import documents, texts
from tests.converted import CASES, NAMES, asserted, document, whole

MINT = Mint()
MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def written(quads: set[Quad]) -> str:
    return "".join(quad.line() for quad in in_order(quads))


# Golden cases. After a change that is meant: `python -m tests.test_converter` writes them anew; read the difference.


@pytest.mark.parametrize("name", NAMES)
def test_golden_case(name: str) -> None:
    assert written(whole([document(name)])) == (CASES / name / "expected.nq").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_golden_case_has_each_quad_once_and_no_blank_node(name: str) -> None:
    lines = (CASES / name / "expected.nq").read_text("utf-8").split("\n")
    assert lines == [*sorted(set(lines) - {""}), ""]
    assert not any(line.startswith("_:") or " _:" in line.split('"')[0] for line in lines)


def test_any_order_gives_the_same_bytes() -> None:
    every = [document(name) for name in NAMES]
    expected = written(whole(every))
    for seed in range(3):
        random.Random(seed).shuffle(every)
        shuffled = [_shuffled(each, seed) for each in every]
        assert written(whole(shuffled)) == expected


def _shuffled(told: ArticleFacts, seed: int) -> ArticleFacts:
    changes = {}
    for name in ("organizations", "awards", "cases", "receipts", "checks"):
        items = list(getattr(told, name))
        random.Random(seed).shuffle(items)
        changes[name] = tuple(items)
    return told.model_copy(update=changes)


def test_the_union_of_two_shards_is_the_whole() -> None:
    every = [document(name) for name in NAMES]
    assert asserted(every[:1]) | asserted(every[1:]) == asserted(every)


def test_a_document_alone_yields_each_quad_once() -> None:
    quads = list(convert(document("service-cases"), registry=registry.load(), ontology=ontology.load()))
    assert Counter(quads).most_common(1)[0][1] == 1


# Whatever a document says.


def lines_of(quads: set[Quad]) -> bytes:
    return written(quads).encode("utf-8")


def oxigraph(quads: set[Quad]) -> set[tuple[str, ...]]:
    found = set()
    for quad in ox.parse(lines_of(quads), format=ox.RdfFormat.N_QUADS):
        found.add((*map(_oxigraph, (quad.subject, quad.predicate, quad.object)), _oxigraph(quad.graph_name)))
    return found


def _oxigraph(term: object) -> str:
    if isinstance(term, ox.Literal):
        datatype = "" if term.language else term.datatype.value.removesuffix("http://www.w3.org/2001/XMLSchema#string")
        return repr((term.value, term.language or "", datatype))
    return "" if isinstance(term, ox.DefaultGraph) else getattr(term, "value", repr(term))


def rdflib(quads: set[Quad], monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, ...]]:
    """What rdflib's N-Triples parser makes of each line without its graph, which that parser does not know."""
    from rdflib import Graph, Literal

    monkeypatch.setattr("rdflib.NORMALIZE_LITERALS", False)
    found = set()
    for graph in {quad.graph for quad in quads}:
        triples = {quad._replace(graph=DEFAULT_GRAPH) for quad in quads if quad.graph == graph}
        for triple in Graph().parse(data=lines_of(triples), format="nt"):
            terms = [
                repr((str(t), t.language or "", str(t.datatype or ""))) if isinstance(t, Literal) else str(t)
                for t in triple
            ]
            found.add((*terms, str(graph)[1:-1]))
    return found


@MANY
@given(st.data())
def test_every_line_means_the_same_to_two_parsers(data: st.DataObject) -> None:
    quads = asserted([data.draw(documents())])
    with pytest.MonkeyPatch.context() as patch:
        assert oxigraph(quads) == rdflib(quads, patch)


@MANY
@given(documents(), documents())
def test_no_triple_stands_in_two_graphs(one: ArticleFacts, other: ArticleFacts) -> None:
    graphs = Counter(quad[:3] for quad in whole([one, other]))
    assert {triple: count for triple, count in graphs.items() if count > 1} == {}


@MANY
@given(documents(article="one"), documents(article="other"))
def test_shards_of_anything_are_the_whole(one: ArticleFacts, other: ArticleFacts) -> None:
    assert asserted([one]) | asserted([other]) == asserted([one, other])


@MANY
@given(documents())
def test_every_node_is_typed_and_every_span_has_its_source(told: ArticleFacts) -> None:
    quads = asserted([told])
    typed = {quad.subject for quad in quads if quad.predicate == RDF.type}
    mine = f"<{MINT.base}"
    assert {t for quad in quads for t in (quad.subject, quad.object) if t.startswith(mine)} - typed == set()
    spans = {quad.object for quad in quads if quad.predicate == FA.hasEvidence}
    assert spans == {q.subject for q in quads if q.predicate == OA.hasSource and "/span/" in q.subject}


@MANY
@given(texts)
def test_only_sound_web_addresses_become_iris(text: str) -> None:
    told = ArticleFacts.model_validate({"article": {"id": "a", "url": text}})
    urls = [quad.object for quad in asserted([told]) if quad.predicate == SCHEMA.url]
    assert all(url.lower().startswith(("<http://", "<https://", '"')) for url in urls)
    assert len(oxigraph(asserted([told]))) == len(asserted([told]))


# One rule after the other.


def quads_of(**told: object) -> set[Quad]:
    return asserted([ArticleFacts.model_validate({"article": {"id": "a"}, **told})])


def objects(quads: set[Quad], predicate: Term, subject: Term | None = None) -> set[Term]:
    return {q.object for q in quads if q.predicate == predicate and subject in (None, q.subject)}


def test_a_registered_organization_is_described_by_the_registry_alone() -> None:
    quads = quads_of(
        organizations=[{"name": "太平洋寿险", "registry_id": "cpic-life", "evidence": [{"quote": "寿险"}]}]
    )
    node = MINT.known("organization", "cpic-life")
    assert {q.graph for q in quads if q.subject == node and q.predicate != FA.hasEvidence} == {MINT.graph("registry")}
    assert literal("太保寿险", language="zh-hans") in objects(quads, SKOS.prefLabel, node)
    assert objects(quads, ORG.classification, node) == {FAV["kind/insurer-life"]}
    assert objects(quads, FA.parent) == {MINT.known("organization", "cpic")}
    assert literal("中国太保", language="zh-hans") in objects(quads, SKOS.prefLabel)


def test_an_organization_that_the_registry_does_not_know_is_known_by_its_name() -> None:
    quads = quads_of(
        organizations=[{"name": "溪声银行 ", "registry_id": "nobody", "kind": "bank", "aliases": ["溪银"]}]
    )
    node = MINT.node("organization", norm("溪声银行"))
    assert objects(quads, RDFS.label, node) == {literal("溪声银行", language="zh-hans")}
    assert objects(quads, SKOS.altLabel, node) == {literal("溪银", language="zh-hans")}
    assert objects(quads, ORG.classification, node) == {FAV["kind/bank"]}
    assert {q.graph for q in quads if q.subject == node} == {DEFAULT_GRAPH}


def relations(child: str, parent: str, basis: str | None) -> set[tuple[Term, Term]]:
    """Basis and graph of each relation between two organizations of the registry."""
    quads = quads_of(
        organizations=[
            {
                "name": "甲",
                "registry_id": child,
                "parent": "乙",
                "parent_basis": basis,
                "evidence": [{"quote": "甲乙"}],
            },
            {"name": "乙", "registry_id": parent},
        ]
    )
    pair = (MINT.known("organization", child), MINT.known("organization", parent))
    nodes = {q.subject for q in quads if q.predicate == FA.child and q.object == pair[0]}
    nodes &= {q.subject for q in quads if q.predicate == FA.parent and q.object == pair[1]}
    return {(q.object, q.graph) for q in quads if q.predicate == FA.basis and q.subject in nodes}


REGISTRY = MINT.graph("registry")


@pytest.mark.parametrize("basis", ["registry", None])
def test_what_the_registry_knows_it_says_itself(basis: str | None) -> None:
    assert relations("cpic-life", "cpic", basis) == {(FAV["basis/registry"], REGISTRY)}


@pytest.mark.parametrize("basis", ["stated", "implied"])
def test_what_the_article_says_stands_beside_the_registry(basis: str) -> None:
    said = {(FAV["basis/registry"], REGISTRY), (FAV[f"basis/{basis}"], DEFAULT_GRAPH)}
    assert relations("cpic-life", "cpic", basis) == said


def test_what_the_registry_is_said_to_know_and_does_not_is_kept_as_it_is_said() -> None:
    assert relations("cpic", "cass", "registry") == {(FAV["basis/registry"], DEFAULT_GRAPH)}
    assert relations("cpic", "cass", None) == {(FAV["basis/implied"], DEFAULT_GRAPH)}


def test_nobody_is_its_own_parent() -> None:
    assert relations("cpic", "cpic", "stated") == set()


def test_a_relation_has_the_evidence_of_the_child() -> None:
    quads = quads_of(
        organizations=[
            {"name": "丙", "parent": "丁", "parent_basis": "stated", "evidence": [{"quote": "丁旗下的丙"}]},
            {"name": "丁"},
        ]
    )
    (node,) = {q.subject for q in quads if q.predicate == FA.parent}
    assert len(objects(quads, FA.hasEvidence, node)) == 1


def award(**told: object) -> set[Quad]:
    return quads_of(organizations=[{"name": "主办方"}], awards=[{"name": "金奖", "organizers": ["主办方"], **told}])


@pytest.mark.parametrize(
    ("told", "label", "run"),
    [
        ({"programme": "评选", "year": 2021}, "2021年度评选", "edition"),
        ({"programme": "评选", "edition": "第五届"}, "第五届评选", "edition"),
        ({"programme": "评选", "edition": "第五届", "year": 2021}, "第五届评选", "edition"),
        ({"programme": "2021年度评选", "year": 2021}, "2021年度评选", "edition"),
        ({"programme": "评选"}, None, "programme"),
        ({"year": 2021, "edition": "第五届"}, None, "category"),
    ],
)
def test_an_edition_takes_a_programme_with_a_year_or_an_ordinal(
    told: dict[str, object], label: str | None, run: str
) -> None:
    quads = award(**told)
    editions = {q.subject for q in quads if q.object == FA.AwardEdition}
    assert {label for e in editions for label in objects(quads, RDFS.label, e)} == (
        {literal(label, language="zh-hans")} if label else set()
    )
    assert all(f"/{run}/" in q.subject for q in quads if q.predicate == FA.organizedBy)


def test_the_same_award_in_two_years_is_one_category_and_two_receipts() -> None:
    quads = quads_of(
        organizations=[{"name": "甲"}],
        awards=[{"id": str(y), "name": "金奖", "programme": "评选", "year": y} for y in (2020, 2021)],
        receipts=[{"award": str(y), "recipients": ["甲"]} for y in (2020, 2021)],
    )
    assert len({q.subject for q in quads if q.object == FA.AwardCategory}) == 1
    assert objects(quads, FA.awardYear) == {date("2020"), date("2021")}
    assert len({q.subject for q in quads if q.object == FA.AwardReceipt}) == 2


def test_a_joint_win_is_one_receipt_however_its_winners_are_listed() -> None:
    def receipts(*recipients: str) -> set[Term]:
        quads = quads_of(
            organizations=[{"name": "甲"}, {"name": "乙"}],
            awards=[{"name": "金奖"}],
            receipts=[{"award": "金奖", "recipients": list(recipients)}],
        )
        return {q.subject for q in quads if q.predicate == FA.recipient}

    assert receipts("甲", "乙") == receipts("乙", "甲") != receipts("甲")
    assert len(receipts("甲", "乙")) == 1


def figure(unit: str, **told: object) -> set[Quad]:
    return quads_of(
        cases=[{"title": "案例", "figures": [{"value": "1.50", "unit": unit, "evidence": {"quote": "1.50"}, **told}]}]
    )


@pytest.mark.parametrize(
    ("unit", "node", "kind"),
    [
        ("CNY", CUR.CNY, FA.MonetaryFigure),
        ("VND", CUR.VND, FA.MonetaryFigure),
        ("APP", MINT.node("unit", "app"), FA.CountFigure),
        ("%", UNIT.PERCENT, FA.PercentageFigure),
        ("个百分点", FAV["unit/percentage-point"], FA.PercentageFigure),
        ("年", UNIT.YR, FA.DurationFigure),
        ("秒", UNIT.SEC, FA.DurationFigure),
        ("人次", FAV["unit/person-times"], FA.CountFigure),
        ("担", MINT.node("unit", "担"), FA.CountFigure),
        ("", UNIT.UNITLESS, FA.CountFigure),
    ],
)
def test_units(unit: str, node: Term, kind: Term) -> None:
    quads = figure(unit)
    assert objects(quads, FA.unit) == {node}
    assert objects(quads, RDF.type) >= {FA.Figure, kind, FA.Unit}
    assert objects(quads, RDFS.label, node) | objects(quads, SKOS.prefLabel, node)


def test_a_figure_does_not_depend_on_how_it_is_printed() -> None:
    def node(**told: object) -> set[Term]:
        return {q.subject for q in figure("CNY", **told) if q.predicate == FA.numericValue}

    assert node(value="1.5") == node(value="1.500", evidence={"quote": "一块五"})
    assert node(comparator=">") != node() != node(period="2021")
    assert objects(figure("CNY"), FA.numericValue) == {literal("1.5", datatype=Term(f"<{XSD_DECIMAL}>"))}


XSD_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


def test_places_with_a_code_are_the_vocabulary_s_and_others_the_article_s() -> None:
    quads = quads_of(cases=[{"title": "案例", "places": ["普洱", "云上"]}])
    assert objects(quads, FA.tookPlaceIn) == {MINT.known("place", "530800"), MINT.node("place", "云上")}
    assert objects(quads, FA.within) == {MINT.known("place", "530000")}
    assert {q.graph for q in quads if q.object == FA.Place} == {MINT.graph("vocabulary"), DEFAULT_GRAPH}


def test_a_span_that_was_not_located_says_so_and_one_in_the_text_is_located() -> None:
    told = {"organizations": [{"name": "甲", "evidence": [{"quote": "甲得奖"}]}]}
    assert objects(quads_of(**told), FA.verified) != set()
    located = asserted([ArticleFacts.model_validate({"article": {"id": "a", "text": "某日甲得奖。"}, **told})])
    assert objects(located, FA.verified) == set()
    assert (objects(located, FA.start), objects(located, FA.end)) == ({integer(2)}, {integer(5)})


def test_a_span_that_is_not_in_the_text_is_refused() -> None:
    told = {"article": {"id": "a", "text": "某日。"}, "organizations": [{"name": "甲", "evidence": [{"quote": "甲"}]}]}
    with pytest.raises(FactsError, match="does not occur"):
        asserted([ArticleFacts.model_validate(told)])


def test_a_span_that_is_just_a_name_is_a_mention() -> None:
    quads = quads_of(
        organizations=[
            {"name": "甲公司", "aliases": ["甲"], "evidence": [{"quote": q} for q in ("甲公司", "《甲》", "甲得奖")]},
            {"name": "寿险", "registry_id": "cpic-life", "evidence": [{"quote": "太平洋人寿"}]},
        ]
    )
    mentions = {q.subject for q in quads if q.object == FA.Mention}
    assert {o for m in mentions for o in objects(quads, FA.exact, m)} == set(
        map(literal, ("甲公司", "《甲》", "太平洋人寿"))
    )


def test_a_publisher_is_who_the_registry_says() -> None:
    def published(name: str) -> set[Quad]:
        return asserted([ArticleFacts.model_validate({"article": {"id": "a", "publisher": name}})])

    paper = published("《中国银行保险报》")
    assert objects(paper, DCTERMS.publisher) == {MINT.known("organization", "china-banking-insurance-news")}
    assert objects(paper, SKOS.prefLabel) >= {literal("中国银行保险报", language="zh-hans")}
    assert objects(published("澜江日报"), RDFS.label) == {literal("澜江日报", language="zh-hans")}
    assert objects(published(" "), DCTERMS.publisher) == set()


def test_addresses_of_pictures() -> None:
    quads = quads_of(cases=[{"title": "案例", "images": ["http://a.example/1.png", "file:///etc/passwd"]}])
    assert objects(quads, SCHEMA.image) == {iri("http://a.example/1.png"), literal("file:///etc/passwd")}


def test_another_base_moves_every_node_and_nothing_else() -> None:
    every = [document(name) for name in NAMES]
    moved = written(whole(every, Mint("https://kg.example/")))
    assert MINT.base not in moved
    assert moved.count("\n") == written(whole(every)).count("\n")


def test_converting_does_not_change_the_facts() -> None:
    told = document("unverified")
    before = facts.dump(told)
    asserted([told])
    assert facts.dump(told) == before


if __name__ == "__main__":
    for case in NAMES:
        (CASES / case / "expected.nq").write_text(written(whole([document(case)])), encoding="utf-8", newline="\n")
