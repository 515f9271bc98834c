"""Who decided what about the facts of an article: in the article's own graph, since it is the article they are of."""

from collections.abc import Iterator

from kg.converter import identity as nodes
from kg.converter.identity import Identity
from kg.converter.setting import Setting
from kg.converter.sheet import Sheet
from kg.facts import ArticleFacts, Decision, Kind
from kg.terms import DCTERMS, FA, FAV, OA, PROV, RDF, RDFS, SKOS, Term, date, literal, norm


def decision(sheet: Sheet, told: Decision, facts: ArticleFacts, identity: Identity) -> None:
    """One decision: what about, by whom and when, and the passage that it rests on."""
    setting, quote = sheet.setting, told.evidence.quote if told.evidence else ""
    node = setting.mint.node("decision", setting.article, told.verdict, told.kind, told.key, told.by, told.at, quote)
    sheet.said(node, RDF.type, FA.Decision)
    sheet.said(node, OA.hasSource, setting.article)
    sheet.said(node, FA.verdict, FAV[f"verdict/{told.verdict}"])
    sheet.said(node, FA.contentKey, literal(told.key))
    for about in _about(setting, told, facts, identity):
        sheet.said(node, FA.decidedAbout, about)
    _reviewer(sheet, node, told.by)
    sheet.said(node, DCTERMS.date, date(told.at))
    if told.note and told.note.strip():
        sheet.said(node, SKOS.note, literal(told.note.strip()))
    if told.evidence:
        sheet.supported(node, [told.evidence])


def _reviewer(sheet: Sheet, node: Term, name: str) -> None:
    """Whoever decided, known by nothing but the name that they wrote; the same in every article."""
    reviewer = sheet.setting.mint.node("reviewer", norm(name))
    sheet.said(node, PROV.wasAttributedTo, reviewer)
    sheet.fact(reviewer, RDF.type, FA.Reviewer)
    sheet.fact(reviewer, RDFS.label, literal(name.strip(), language="en" if name.isascii() else "zh-hans"))


def _about(setting: Setting, told: Decision, facts: ArticleFacts, identity: Identity) -> Iterator[Term]:
    """The node of the fact; a rejected one has none."""
    if told.fact is None:
        return
    if told.kind is Kind.ORGANIZATION:
        yield identity.organizations[told.fact]
    elif told.kind is Kind.AWARD:
        yield identity.awards[told.fact].category
    elif told.kind is Kind.CASE:
        yield identity.cases[told.fact]
    elif told.kind is Kind.FIGURE:
        case = next(each for each in facts.cases if each.id == told.fact)
        figures = (each for each in case.figures if each.evidence == told.evidence)
        yield from (nodes.figure(setting, each, identity.cases[case.id]) for each in figures)
    else:
        receipt = next(each for each in facts.receipts if each.id == told.fact)
        year = next(each.year for each in facts.awards if each.id == receipt.award)
        yield nodes.receipt(setting, receipt, year, identity)
