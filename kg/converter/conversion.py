"""All that one article adds to the graph."""

from collections.abc import Iterator

from kg.converter.awards import award, conferral
from kg.converter.cases import case
from kg.converter.decisions import decision
from kg.converter.evidence import article, check
from kg.converter.figures import figure
from kg.converter.identity import identify
from kg.converter.organizations import organizations
from kg.converter.setting import Setting
from kg.converter.sheet import Sheet
from kg.facts import ArticleFacts, ground
from kg.ontology import Ontology
from kg.registry import Registry
from kg.terms import Mint, Quad


def convert(facts: ArticleFacts, *, registry: Registry, ontology: Ontology, mint: Mint | None = None) -> Iterator[Quad]:
    """The quads of one article, each once: its facts in the default graph, the article's own in the article's graph.

    What they need of the registry and the vocabularies is for `context` to add, once for all articles. Spans are
    checked, and located where they have no offsets, if the document holds its text; spans without offsets are else
    marked as unverified. Raises `FactsError` where a span does not match the text.
    """
    return state(facts, registry=registry, ontology=ontology, mint=mint).quads()


def state(facts: ArticleFacts, *, registry: Registry, ontology: Ontology, mint: Mint | None = None) -> Sheet:
    """What `convert` gives as statements, whose `content` is N-Quads: the short way to a file. Raises as `convert`."""
    if facts.article.text is not None:
        facts = ground(facts, facts.article.text)
    setting = Setting.of(facts.article, registry, ontology, mint or Mint())
    sheet, identity = Sheet(setting), identify(setting, facts)
    years = {told.id: told.year for told in facts.awards}
    article(sheet, facts.article)
    organizations(sheet, facts, identity)
    for won in facts.awards:
        award(sheet, won, identity)
    for told in facts.cases:
        case(sheet, told, identity)
        for number in told.figures:
            figure(sheet, number, identity.cases[told.id])
    receipts = {conferral(sheet, receipt, years[receipt.award], identity) for receipt in facts.receipts}
    for claim in facts.checks:
        check(sheet, claim)
    for decided in facts.decisions:
        decision(sheet, decided, facts, identity)
    sheet.close()
    nodes = {*identity.organizations.values(), *identity.cases.values(), *receipts}
    sheet.has_mergers = len(nodes) < len(facts.organizations) + len(facts.cases) + len(facts.receipts)
    return sheet
