"""All that one article adds to the graph."""

from collections.abc import Iterator

from kg.converter.awards import award, conferral
from kg.converter.cases import case
from kg.converter.decisions import decision
from kg.converter.evidence import article, check
from kg.converter.figures import figure
from kg.converter.identity import Identity, identify
from kg.converter.organizations import organizations
from kg.converter.setting import Setting
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
    if facts.article.text is not None:
        facts = ground(facts, facts.article.text)
    setting = Setting.of(facts.article, registry, ontology, mint or Mint())
    yield from dict.fromkeys(_quads(setting, facts, identify(setting, facts)))


def _quads(setting: Setting, facts: ArticleFacts, identity: Identity) -> Iterator[Quad]:
    years = {told.id: told.year for told in facts.awards}
    yield from article(setting, facts.article)
    yield from organizations(setting, facts, identity)
    for won in facts.awards:
        yield from award(setting, won, identity)
    for told in facts.cases:
        yield from case(setting, told, identity)
        for number in told.figures:
            yield from figure(setting, number, identity.cases[told.id])
    for receipt in facts.receipts:
        yield from conferral(setting, receipt, years[receipt.award], identity)
    for claim in facts.checks:
        yield from check(setting, claim)
    for decided in facts.decisions:
        yield from decision(setting, decided, facts, identity)
