"""What articles say together, in the graph of links: contradictions, reprints, and IRIs that another one stands for.

An article by itself mints the IRIs of what it tells; under the names that hold across articles it may get others.
The first are replaced by the second (`dcterms:isReplacedBy`), so that a reference to one of them still leads on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.converter.identity import figure, identify, receipt, span
from kg.converter.setting import Setting
from kg.facts import ArticleFacts, Kind
from kg.facts.together import Contradiction, Side, Together, Told
from kg.ontology import Ontology
from kg.registry import Registry
from kg.terms import DCTERMS, FA, FAV, RDF, RDFS, Mint, Quad, Term, literal


def together(
    told: Iterable[ArticleFacts],
    documents: Sequence[ArticleFacts],
    said: Together,
    *,
    registry: Registry,
    ontology: Ontology,
    mint: Mint | None = None,
) -> Iterator[Quad]:
    """The graph of links for documents as they were told, and the same ones under common names, in any order."""
    mint = mint or Mint()
    nodes = {d.article.id: Nodes(Setting.of(d.article, registry, ontology, mint), d) for d in documents}
    used = {node for each in nodes.values() for node in each.used()}
    yield from replaced((pair for document in told for pair in nodes[document.article.id].before(document)), used, mint)
    yield from reprinted(said.reprints, mint)
    for each in said.contradictions:
        yield from contradicting(
            each, {told: nodes[told.article].spoken(told) for side in each.sides for told in side.told}, mint
        )


class Spoken(NamedTuple):
    """An article's word in the graph: the span that says it, and the fact that it states, where there are such."""

    span: Term | None
    fact: Term | None


class Nodes:
    """The nodes of a document under common names, found when they are asked for."""

    def __init__(self, setting: Setting, document: ArticleFacts) -> None:
        self.setting = setting
        self.document = document
        self.identity = identify(setting, document)

    def spoken(self, told: Told) -> Spoken:
        """Its word in the graph; a claim of an article about itself is none of the graph's facts."""
        return Spoken(span(self.setting, told.span) if told.span else None, self._fact(told))

    def _fact(self, told: Told) -> Term | None:
        if told.kind is Kind.RECEIPT:
            return self._receipts()[told.place[0]]
        if told.kind is Kind.FIGURE:
            case = self.document.cases[told.place[0]]
            return figure(self.setting, case.figures[told.place[1]], self.identity.cases[case.id])
        return None

    def _receipts(self) -> list[Term]:
        years = {award.id: award.year for award in self.document.awards}
        return [receipt(self.setting, each, years[each.award], self.identity) for each in self.document.receipts]

    def _lists(self) -> Iterator[Sequence[Term | None]]:
        """The nodes whose IRIs depend on names, list by list in the order of the document."""
        awards = [self.identity.awards[each.id] for each in self.document.awards]
        yield from ([nodes[n] for nodes in awards] for n in range(3))
        yield [self.identity.cases[each.id] for each in self.document.cases]
        yield [self.identity.organizations[each.id] for each in self.document.organizations]
        yield self._receipts()

    def used(self) -> Iterator[Term]:
        """The nodes whose IRIs depend on names."""
        return (node for some in self._lists() for node in some if node is not None)

    def before(self, told: ArticleFacts) -> Iterator[tuple[Term, Term]]:
        """Each node that the document had by itself, as it was told, and another now, with that one."""
        before = Nodes(self.setting, told)
        for old, new in zip(before._lists(), self._lists(), strict=True):
            for variant, node in zip(old, new, strict=False):  # what other articles tell stands behind
                if variant is not None and node is not None and variant != node:
                    yield variant, node


def replaced(pairs: Iterable[tuple[Term, Term]], used: Iterable[Term], mint: Mint) -> Iterator[Quad]:
    """Each IRI that stands for nothing any more, with the one that stands in its place; `used` are those that do."""
    graph, standing = mint.graph("links"), set(used)
    return (Quad(variant, DCTERMS.isReplacedBy, node, graph) for variant, node in pairs if variant not in standing)


def reprinted(reprints: Iterable[tuple[str, str]], mint: Mint) -> Iterator[Quad]:
    """Each article, by id, that repeats another one, with that one."""
    graph = mint.graph("links")
    for repeating, first in reprints:
        yield Quad(mint.known("article", repeating), FA.reprintOf, mint.known("article", first), graph)


def contradicting(told: Contradiction, spoken: Mapping[Told, Spoken], mint: Mint) -> Iterator[Quad]:
    """A contradiction with its sides; `spoken` says what stands in the graph for the words of its sides."""
    graph = mint.graph("links")
    return (Quad(*triple, graph) for triple in _contradiction(told, spoken, mint))


Triple = tuple[Term, Term, Term]


def _contradiction(told: Contradiction, spoken: Mapping[Told, Spoken], mint: Mint) -> Iterator[Triple]:
    spans = [there for side in told.sides for each in side.told if (there := spoken[each].span)]
    node = mint.node("contradiction", told.disputed, *sorted(set(spans)))
    differing = " ≠ ".join(side.value for side in told.sides)
    yield node, RDF.type, FA.Contradiction
    yield node, FA.disputes, FAV[f"disputed/{told.disputed}"]
    yield node, RDFS.label, literal(f"{told.about}：{differing}", language="zh-hans")
    for each in spans:
        yield node, FA.hasEvidence, each
    for side in told.sides:
        yield from _side(side, node, spoken, mint)


def _side(side: Side, contradiction: Term, spoken: Mapping[Told, Spoken], mint: Mint) -> Iterator[Triple]:
    node = mint.node("side", contradiction, side.value)
    yield contradiction, FA.hasSide, node
    yield node, RDF.type, FA.Side
    yield node, RDF.value, literal(side.value)
    for told in side.told:
        there, fact = spoken[told]
        if there:
            yield node, FA.hasEvidence, there
        if fact:
            yield node, FA.states, fact
