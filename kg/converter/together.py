"""What articles say together, in the graph of links: contradictions, reprints, and IRIs that another one stands for.

An article by itself mints the IRIs of what it tells; under the names that hold across articles it may get others.
The first are replaced by the second (`dcterms:isReplacedBy`), so that a reference to one of them still leads on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    graph = mint.graph("links")
    nodes = {d.article.id: _Nodes(Setting.of(d.article, registry, ontology, mint), d) for d in documents}
    for subject, predicate, object_ in _all(told, nodes, said, mint):
        yield Quad(subject, predicate, object_, graph)


class _Nodes:
    """The nodes of a document, found when they are asked for."""

    def __init__(self, setting: Setting, document: ArticleFacts) -> None:
        self.setting = setting
        self.document = document
        self.identity = identify(setting, document)

    def of(self, told: Told) -> Term | None:
        """The fact that tells; a claim of an article about itself is none of the graph's facts."""
        if told.kind is Kind.RECEIPT:
            return self._receipts()[told.place[0]]
        if told.kind is Kind.FIGURE:
            case = self.document.cases[told.place[0]]
            return figure(self.setting, case.figures[told.place[1]], self.identity.cases[case.id])
        return None

    def _receipts(self) -> list[Term]:
        years = {award.id: award.year for award in self.document.awards}
        return [receipt(self.setting, each, years[each.award], self.identity) for each in self.document.receipts]

    def lists(self) -> Iterator[Sequence[Term | None]]:
        """The nodes whose IRIs depend on names, list by list in the order of the document."""
        awards = [self.identity.awards[each.id] for each in self.document.awards]
        yield from ([nodes[n] for nodes in awards] for n in range(3))
        yield [self.identity.cases[each.id] for each in self.document.cases]
        yield [self.identity.organizations[each.id] for each in self.document.organizations]
        yield self._receipts()


Triple = tuple[Term, Term, Term]


def _all(told: Iterable[ArticleFacts], nodes: Mapping[str, _Nodes], said: Together, mint: Mint) -> Iterator[Triple]:
    yield from _replaced(told, nodes)
    for repeating, first in said.reprints:
        yield mint.known("article", repeating), FA.reprintOf, mint.known("article", first)
    for each in said.contradictions:
        yield from _contradiction(each, nodes, mint)


def _replaced(told: Iterable[ArticleFacts], nodes: Mapping[str, _Nodes]) -> Iterator[Triple]:
    """Each IRI that stands for nothing any more, with the one that stands in its place."""
    used = {node for each in nodes.values() for some in each.lists() for node in some}
    for document in told:
        now = nodes[document.article.id]
        before = _Nodes(now.setting, document)
        for old, new in zip(before.lists(), now.lists(), strict=True):
            for variant, node in zip(old, new, strict=False):  # what other articles tell stands behind
                if variant is not None and node is not None and variant not in used:
                    yield variant, DCTERMS.isReplacedBy, node


def _contradiction(told: Contradiction, nodes: Mapping[str, _Nodes], mint: Mint) -> Iterator[Triple]:
    spans = {each: span(nodes[each.article].setting, each.span) for s in told.sides for each in s.told if each.span}
    node = mint.node("contradiction", told.disputed, *sorted(set(spans.values())))
    differing = " ≠ ".join(side.value for side in told.sides)
    yield node, RDF.type, FA.Contradiction
    yield node, FA.disputes, FAV[f"disputed/{told.disputed}"]
    yield node, RDFS.label, literal(f"{told.about}：{differing}", language="zh-hans")
    for each in spans.values():
        yield node, FA.hasEvidence, each
    for side in told.sides:
        yield from _side(side, node, spans, nodes, mint)


def _side(
    side: Side, contradiction: Term, spans: Mapping[Told, Term], nodes: Mapping[str, _Nodes], mint: Mint
) -> Iterator[Triple]:
    node = mint.node("side", contradiction, side.value)
    yield contradiction, FA.hasSide, node
    yield node, RDF.type, FA.Side
    yield node, RDF.value, literal(side.value)
    for each in side.told:
        if each in spans:
            yield node, FA.hasEvidence, spans[each]
        if fact := nodes[each.article].of(each):
            yield node, FA.states, fact
