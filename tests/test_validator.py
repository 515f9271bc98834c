"""Validation: a sound graph conforms, and every rule catches the fault that it is there for, with its sentence."""

import json
import random
from collections.abc import Iterable
from pathlib import Path

import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rdflib.namespace import SH

from kg.article import Article
from kg.converter import context, convert
from kg.errors import RegistryError, StoreError
from kg.extractor import extract
from kg.inference import infer
from kg.ontology import Ontology, load
from kg.reader import read_each
from kg.registry import load as load_registry
from kg.resolver import resolve
from kg.store import Store
from kg.terms import (
    BASE,
    DCTERMS,
    FA,
    OA,
    ORG,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    XSD,
    Quad,
    Term,
    date,
    integer,
    iri,
    literal,
)
from kg.validator import Report, Result, Severity, render, validate
from kg.validator.evidence import sentence
from kg.validator.shapes import compact
from tests.seeded_faults import FAULTS, LOST, Fault, add, drop
from tests.sound_graph import (
    ARTICLE,
    CASE,
    CATEGORY,
    CHECK,
    CLAIM,
    CLEAN,
    CPIC,
    EDITION,
    MONEY,
    OF_ARTICLE,
    PAID,
    PENSION,
    PRESS,
    PROGRAMME,
    RECEIPT,
    TEXT,
    TITLE,
    WON,
    article_graph,
    mint,
    node,
    quoted,
    span,
    zh,
)

ONTOLOGY = load()
EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"


def check(quads: Iterable[Quad], text: str | None = TEXT) -> Report:
    return validate(quads, articles={} if text is None else {"NW1": text}, ontology=ONTOLOGY)


@pytest.fixture(scope="module")
def rules() -> rdflib.Graph:
    return rdflib.Graph().parse(ONTOLOGY.shapes_path)


def test_a_sound_graph_conforms_and_every_span_is_verified() -> None:
    report = check(CLEAN)
    assert [(result.shape, result.label) for result in report.results] == [
        ("OrganizationUnresolved", "海报集团"),
        ("OrganizationUnresolved", "海报社"),
    ]
    assert report.conforms
    assert (report.violations, report.warnings, report.infos) == (0, 0, 2)
    assert report.checked.spans == report.checked.verified == 15
    assert (report.checked.articles, report.checked.texts, report.checked.receipts) == (1, 1, 1)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.shape)
def test_every_fault_is_caught_and_leads_to_its_article_and_sentence(fault: Fault, rules: rdflib.Graph) -> None:
    report = check(fault.seed())
    results = [result for result in report.results if result.shape == fault.shape]
    passages = [passage for result in results for passage in result.passages]
    assert {(passage.article, passage.title) for passage in passages} == {("NW1", TITLE)}
    assert fault.quote in {passage.quote for passage in passages}
    assert all(result.message_en and result.message_zh for result in results)
    assert report.conforms is not any(result.severity is Severity.VIOLATION for result in report.results)
    named = rdflib.URIRef(f"https://w3id.org/finaward/shapes#{fault.shape}")
    if severity := rules.value(named, SH.severity):
        assert {result.severity for result in results} == {str(severity).rpartition("#")[2].lower()}


def test_inferences_change_nothing() -> None:
    graph = mint.graph("inferred")
    inferred = [
        (PENSION, FA.subsidiaryOf, CPIC),
        (CPIC, FA.hasSubsidiary, PENSION),
        (PENSION, ORG.transitiveSubOrganizationOf, CPIC),
        (CPIC, FA.groupMember, PENSION),
        (PENSION, RDF.type, FA.SubsidiaryOrganization),
        (PENSION, FA.hasReceipt, RECEIPT),
        (CPIC, FA.hasGroupReceipt, RECEIPT),
        (PENSION, FA.receiptCount, integer(1)),
        (CASE, FA.rewardedBy, RECEIPT),
        (PENSION, FA.hasCase, CASE),
        (PROGRAMME, FA.hasEdition, EDITION),
        (PROGRAMME, FA.hasCategory, CATEGORY),
        *((q.subject, SKOS.prefLabel, q.object) for q in CLEAN if q.predicate == RDFS.label),
    ]
    report = check([*CLEAN, *(Quad(*triple, graph) for triple in inferred)])
    assert report.results == check(CLEAN).results


def test_what_the_pipeline_makes_conforms() -> None:
    registry, quads, texts = load_registry(), set[Quad](), {}
    for article in read_each(EXAMPLES):
        assert isinstance(article, Article)
        texts[article.id] = article.text
        facts = resolve(extract(article, registry, ONTOLOGY), registry)
        quads.update(convert(facts, registry=registry, ontology=ONTOLOGY))
    quads.update(context(sorted(quads), registry=registry, ontology=ONTOLOGY))
    with Store.create() as store:
        store.load(quads)
        store.load(infer(quads, ONTOLOGY, mint))
        report = validate(store, articles=texts)
    assert [result for result in report.results if result.severity is Severity.VIOLATION] == []
    assert report.checked.receipts > 0
    assert report.checked.verified == report.checked.spans > 0


def test_without_texts_spans_are_counted_as_unverified() -> None:
    report = check(CLEAN, text=None)
    assert report.conforms
    assert (report.checked.texts, report.checked.verified, report.checked.unverified) == (0, 0, 15)
    assert "15 are unverified" in render(report)


def test_a_span_that_says_it_is_not_verified_needs_no_offsets() -> None:
    fault = Fault(
        "",
        None,
        ((LOST, FA.start), (LOST, FA.end)),
        ((LOST, FA.verified, literal("false", datatype=XSD.boolean)),),
    )
    report = check(fault.seed(), text=None)
    assert report.conforms
    assert not report.warnings
    assert check(fault.seed()).checked.unverified == 0  # now that the text is at hand
    misquoted = check(fault.seed(), text=TEXT.replace(PAID, "若干元"))
    assert "SpanQuote" in {result.shape for result in misquoted.results}


@pytest.mark.parametrize("text", ["𠮷野家保险🏆获奖", "甲\x00公司获奖", "甲\ud7ff公司\ufffe获奖"])
def test_offsets_are_code_points_and_survive_what_xml_cannot_hold(text: str) -> None:
    quads = [*article_graph(), *quoted(text[1:], CHECK, text=text)]
    quads = [quad for quad in quads if quad.predicate not in (FA.textDigest, FA.found, FA.expected)]
    found = {result.shape for result in check(quads, text=text).results if result.node == span(text[1:])[1:-1]}
    assert found == set()


def test_a_difference_shows_what_the_evidence_and_the_text_say() -> None:
    report = check(CLEAN, text=TEXT.replace(PAID, "5.7亿元"))
    (result,) = [result for result in report.results if result.shape == "SpanQuote"]
    assert (report.checked.verified, report.checked.misquoted, report.checked.unverified) == (14, 1, 0)
    assert result.message_en == "The evidence is “3.3亿元”, but the article has “5.7亿元” there."
    assert result.message_zh == "证据为“3.3亿元”，而文章该处为“5.7亿元”。"
    assert {result.shape for result in report.results if result.severity is Severity.VIOLATION} == {
        "ArticleText",
        "SpanQuote",
    }


def test_a_node_that_many_articles_name_shows_some_passages_and_says_how_many_more() -> None:
    quads = [quad for quad in CLEAN if (quad.subject, quad.predicate) != (PRESS, ORG.classification)]
    for number in range(2, 9):
        article, text = mint.known("article", f"NW{number}"), "海报社"
        said = ((FA.exact, literal(text)), (FA.start, integer(0)), (FA.end, integer(3)), (OA.hasSource, article))
        quads += node(article, "Article", (DCTERMS.identifier, literal(f"NW{number}")))
        quads += node(span(str(number)), "EvidenceSpan", *said)
        quads.append(Quad(PRESS, FA.hasEvidence, span(str(number))))
    (result,) = [result for result in check(quads).results if result.shape == "OrganizationKind"]
    assert [passage.article for passage in result.passages] == ["NW1", "NW2", "NW3", "NW4", "NW5"]
    assert result.further == 3


def test_a_finding_that_comes_from_no_article_says_so() -> None:
    report = check(add("", None, CPIC, SKOS.prefLabel, zh("太保")).seed())
    (result,) = [result for result in report.results if result.shape == "PreferredLabel"]
    assert result.passages == ()
    assert "(from no article)" in render(report)


def several() -> list[Quad]:
    """A graph with a violation, a warning and infos."""
    return [*drop("", None, RECEIPT, FA.recipient).seed(), Quad(CASE, RDFS.label, literal("养老一站通"))]


def test_the_order_of_quads_does_not_matter() -> None:
    quads = several()
    shuffled = random.Random(1).sample(quads, len(quads))
    assert check(quads).model_dump_json() == check(shuffled).model_dump_json()


def test_the_report_is_worst_first() -> None:
    report = check(several())
    severities = [result.severity for result in report.results]
    assert severities == [Severity.VIOLATION, Severity.WARNING, Severity.INFO, Severity.INFO]
    assert (report.violations, report.warnings, report.infos) == (1, 1, 2)


def test_ill_typed_values_are_findings_and_print_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    wrong = literal("很多", datatype=XSD.decimal)
    year = literal("二〇二一", datatype=XSD.gYear)
    fault = Fault("", None, ((MONEY, FA.numericValue), (RECEIPT, FA.awardYear)), ((MONEY, FA.numericValue, wrong),))
    report = check([*fault.seed(), Quad(RECEIPT, FA.awardYear, year)])
    assert {"FigureValue", "ReceiptYear"} <= {result.shape for result in report.results}
    assert capfd.readouterr() == ("", "")


def test_a_store_is_checked_like_its_quads() -> None:
    with Store.create() as store:
        store.load(several())
        assert validate(store, articles={"NW1": TEXT}) == check(several())


def test_an_empty_graph_conforms() -> None:
    report = validate([], ontology=ONTOLOGY)
    assert report.conforms
    assert report.results == ()


def test_a_quad_that_is_not_well_formed_is_an_error_in_one_line() -> None:
    with pytest.raises(StoreError, match="the graph: a quad is not well formed"):
        check([Quad(Term("<no iri>"), RDF.type, FA.Case)])


@pytest.mark.parametrize(
    ("turtle", "said"),
    [
        ("", "No such file"),
        ("a b", "is not Turtle"),
        ("@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:a> a sh:PropertyShape ; sh:targetNode <urn:b> .", "path"),
    ],
)
def test_shapes_that_cannot_be_used_are_an_error_that_names_the_file(turtle: str, said: str, tmp_path: Path) -> None:
    broken = tmp_path / "shapes.ttl"
    if turtle:
        broken.write_text(turtle, encoding="utf-8")
    with pytest.raises(RegistryError, match=said) as error:
        validate(CLEAN, ontology=Ontology(tmp_path))
    assert str(broken) in str(error.value)
    assert "\n" not in str(error.value)


def test_the_report_as_text() -> None:
    report = check(FAULTS[0].seed())
    english, chinese = render(report), render(report, "zh")
    assert english.splitlines()[:8] == [
        "The graph does not conform: violations 1, warnings 0, infos 2.",
        f"Checked: quads {len(CLEAN) - 1}, articles 1 (1 with text), receipts 1, figures 3.",
        "Evidence spans 15: 15 stand in the text as quoted, 0 do not, 0 are unverified.",
        "",
        "# Violations",
        "",
        f"NW1 {TITLE}",
        "- ReceiptRecipient: A receipt has at least one recipient, an organization.",
    ]
    start = TEXT.index(WON)
    assert f"    “{WON}” [{start}–{start + len(WON)}]: 长江养老的{WON}。" in english.splitlines()
    assert "- ReceiptRecipient: 获奖记录至少有一个获奖机构。" in chinese
    assert chinese.startswith("图不符合要求：违规 1 项，警告 0 项，提示 2 项。\n")


def test_no_title_or_name_can_forge_a_line() -> None:
    forged = zh("标题\n# Violations\x1b[31m")
    quads = [*drop("", None, RECEIPT, FA.recipient).seed(), Quad(CASE, RDFS.label, forged)]
    quads += [Quad(ARTICLE, RDFS.label, zh("\n\n- 伪造"), OF_ARTICLE)]
    lines = render(check([q for q in quads if q != Quad(ARTICLE, RDFS.label, zh(TITLE), OF_ARTICLE)])).split("\n")
    assert lines.count("# Violations") == 1
    assert not [line for line in lines if line.startswith("- 伪造") or "\x1b" in line]


def test_the_report_is_json() -> None:
    report = check(FAULTS[0].seed())
    data = json.loads(report.model_dump_json())
    assert data["conforms"] is False
    assert data["results"][0]["passages"][0]["sentence"] == TEXT.split("\n")[0]
    assert Report.model_validate(data) == report


def test_labels_of_nodes_without_a_name_are_made_of_their_parts() -> None:
    wanted = {"ReceiptEvidence", "FigureUnit", "ParticipationEvidence", "RelationBasis", "CheckExpected"}
    labels = {fault.shape: found(fault).label for fault in FAULTS if fault.shape in wanted}
    assert labels["ReceiptEvidence"] == "长江养老 · 年度服务案例奖 · 养老一站通"
    assert labels["FigureUnit"] == "3.3亿元 · 养老一站通"
    assert labels["ParticipationEvidence"] == "海报社 · 养老一站通"
    assert labels["RelationBasis"] == "海报社 · 海报集团"
    assert labels["CheckExpected"] == CLAIM


def test_blank_nodes_keep_the_name_that_the_quads_give_them() -> None:
    fault = next(fault for fault in FAULTS if fault.shape == "NoBlank")
    assert found(fault).node == "_:b"
    assert "  3.3亿元 _:b\n" in render(check(fault.seed()))


def found(fault: Fault) -> Result:
    return next(result for result in check(fault.seed()).results if result.shape == fault.shape)


@pytest.mark.parametrize(
    ("term", "written"),
    [
        (FA.unit, "fa:unit"),
        (iri("https://example.org/a"), "<https://example.org/a>"),
        (zh("甲"), '"甲"@zh-hans'),
        (literal('a"b'), '"a\\"b"'),
        (date("2021"), '"2021"^^xsd:gYear'),
    ],
)
def test_terms_are_written_as_in_turtle(term: Term, written: str) -> None:
    assert compact(term) == written


@given(st.text("甲乙。！\n”a ", max_size=60), st.data())
def test_a_sentence_holds_its_quote(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    around = sentence(text, start, end)
    if text[start:end].strip():
        assert around is not None
        assert text[start:end].strip() in around


@settings(max_examples=15, deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=20), st.sampled_from(("zh-hans", None)))
@example("\\g", None)
@example("\\", "zh-hans")
def test_no_text_in_the_graph_can_break_the_report(text: str, language: str | None) -> None:
    said = literal(text, language=language)
    properties = (RDFS.label, SKOS.prefLabel, FA.printedText, FA.awardYear, FA.hasEvidence, FA.role)
    wrong = [(node, property) for node in (RECEIPT, MONEY, PRESS, CASE) for property in properties]
    wrong += [(LOST, FA.exact), (LOST, FA.start), (CHECK, FA.found), (CPIC, SCHEMA.tickerSymbol)]
    report = check([*CLEAN, *(Quad(node, property, said) for node, property in wrong)])
    assert not report.conforms
    for shown in (render(report), render(report, "zh")):
        assert all(line.isprintable() for line in shown.split("\n"))
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_a_sentence_without_end_is_cut() -> None:
    text = "甲" * 10_000
    assert sentence(text, 5000, 5001) == "甲" * 401


def test_the_base_of_the_graph_is_free() -> None:
    lines = ("\t".join(quad).replace(BASE, "https://example.org/") for quad in CLEAN)
    moved = [Quad(*map(Term, line.split("\t"))) for line in lines]
    assert check(moved).conforms
