"""The projection of a store to a property graph for people: nodes, and edges that keep their sentences.

Quads come in, a `networkx.MultiDiGraph` goes out. What RDF says with a node in the middle (a receipt, a
participation, a subsidiary relation) becomes an edge here, which keeps the IRI of that node and its evidence.

A node is named by its IRI and carries `iri`, `type` (a class of the ontology, as `Organization`), `label`,
`english`, `aliases`, `kind`, `properties` (a sorted tuple of `Property`) and `evidence` (a tuple of
`Evidence`; that of an article is what it claims of its own content). An edge carries `relation`, `iri` (of the
fact; empty where the link is a single triple), `evidence`, and where it is known `year`, `rank`, `edition`,
`awarded_on`, `confidence`, `basis`, `role`.

| relation | from | to | fact |
|---|---|---|---|
| `subsidiaryOf` | organization | its parent | subsidiary relation, with `basis` |
| `wonWith` | organization | the case that it won with | receipt |
| `won` | case, or organization where there is none | award | receipt |
| `hasCase` | organization | a case of it that no receipt ties to it | |
| `participatedIn` | organization | case | participation, with `role` |
| `categoryOf`, `inEdition` | award | programme, edition | |
| `editionOf` | edition | programme | |
| `organizedBy` | edition, programme or award | organization | |
| `concerns`, `tookPlaceIn`, `hasFigure` | case | product, place, figure | |
| `providedBy`, `within`, `publishedBy` | product, place, article | organization, place, organization | |
| `reportedIn` | case, award, organization | article | |

Nothing here reads a file or draws.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from kg.terms import DCTERMS, FA, OA, ORG, RDF, RDFS, SCHEMA, SKOS, Quad, Term, value

if TYPE_CHECKING:
    from networkx import MultiDiGraph


class Evidence(NamedTuple):
    """A quote and where it stands: `text[start:end]` (code points) of the article with this IRI.

    Without offsets where the quote could not be checked against the text.
    """

    article: str
    start: int | None
    end: int | None
    quote: str


class Property(NamedTuple):
    """A value of a node: `name` is the ontology's, as `legalName`; `english` stands where a concept has it."""

    name: str
    value: str
    english: str = ""


Said = Mapping[Term, Collection[Term]]
"""What is told of a subject: objects by predicate."""


class Edge(NamedTuple):
    """An edge as the projection makes it; `details` are the attributes that a receipt, say, gives it."""

    source: Term
    target: Term
    relation: str
    fact: Term
    evidence: tuple[Evidence, ...]
    details: tuple[tuple[str, str], ...] = ()


_NO_FACT = Term("")
_FOUR_DIGITS = re.compile("(?<![0-9])[0-9]{4}(?![0-9])")

_CLASSES = {
    FA[name]: name
    for name in (
        "Organization",
        "Case",
        "AwardCategory",
        "AwardProgramme",
        "AwardEdition",
        "Product",
        "Place",
        "Figure",
        "Article",
    )
}
CLASSES: Mapping[Term, str] = _CLASSES
"""The classes of nodes with their names; the first of those that a subject has is the one."""

FACTS = frozenset({FA.AwardReceipt, FA.Participation, FA.SubsidiaryRelation})
_NAMES = (SKOS.prefLabel, RDFS.label)
_LABELS = (*_NAMES, SKOS.altLabel, SCHEMA.legalName)
_KINDS = (ORG.classification, DCTERMS.type)
_PROPERTIES = {
    ORG.classification: "classification",
    DCTERMS.type: "type",
    SCHEMA.legalName: "legalName",
    SCHEMA.tickerSymbol: "tickerSymbol",
    SCHEMA.leiCode: "leiCode",
    SKOS.changeNote: "changeNote",
    FA.receiptCount: "receiptCount",
    FA.groupReceiptCount: "groupReceiptCount",
    FA.editionYear: "editionYear",
    FA.ordinal: "ordinal",
    FA.launchedOn: "launchedOn",
    FA.code: "code",
    FA.measures: "measures",
    FA.comparator: "comparator",
    FA.numericValue: "numericValue",
    FA.upperBound: "upperBound",
    FA.unit: "unit",
    FA.period: "period",
    FA.printedText: "printedText",
    DCTERMS.issued: "issued",
    DCTERMS.language: "language",
    DCTERMS.identifier: "identifier",
    SCHEMA.url: "url",
}
# What is one triple in RDF: the relation, whether it is drawn the other way round, and which end of the triple
# (0 the subject, 1 the object) has the sentences that speak of it.
TRIPLES: Mapping[Term, tuple[str, bool, int | None]] = {
    FA.categoryOf: ("categoryOf", False, 0),
    FA.editionOf: ("editionOf", False, None),
    FA.organizedBy: ("organizedBy", False, 0),
    FA.concerns: ("concerns", False, 1),
    FA.tookPlaceIn: ("tookPlaceIn", False, 0),
    FA.providedBy: ("providedBy", False, 0),
    FA.within: ("within", False, None),
    DCTERMS.publisher: ("publishedBy", False, None),
    FA.caseOf: ("hasCase", True, 0),
    FA.citedIn: ("hasFigure", True, 0),
}
ENDS: Mapping[str, tuple[str, str]] = {
    "subsidiaryOf": ("Organization", "Organization"),
    "wonWith": ("Organization", "Case"),
    "won": ("Case", "AwardCategory"),
    "hasCase": ("Organization", "Case"),
    "participatedIn": ("Organization", "Case"),
    "categoryOf": ("AwardCategory", "AwardProgramme"),
    "inEdition": ("AwardCategory", "AwardEdition"),
    "editionOf": ("AwardEdition", "AwardProgramme"),
    "organizedBy": ("AwardEdition", "Organization"),
    "concerns": ("Case", "Product"),
    "tookPlaceIn": ("Case", "Place"),
    "hasFigure": ("Case", "Figure"),
    "providedBy": ("Product", "Organization"),
    "within": ("Place", "Place"),
    "publishedBy": ("Article", "Organization"),
    "reportedIn": ("Case", "Article"),
}
_REPORTED = frozenset({"Organization", "Case", "AwardCategory"})
READ = frozenset(
    {
        *(RDF.type, FA.hasEvidence, FA.exact, FA.start, FA.end, OA.hasSource, *_LABELS, *_PROPERTIES, *TRIPLES),
        *(FA.recipient, FA.inCategory, FA.inEdition, FA.awardYear, FA.forCase, FA.awardedOn, FA.rank),
        *(FA.confidence,),
        *(FA.participationIn, FA.participant, FA.role, FA.child, FA.parent, FA.basis),
    }
)


def project(quads: Iterable[Quad]) -> "MultiDiGraph[str]":
    """Make the property graph of the quads of a store, in one pass; graphs and their order do not matter.

    The same set of quads gives the same nodes and edges in the same order. A link to something that no quad
    describes makes a bare node, so that nothing is lost.
    """
    from networkx import MultiDiGraph

    about: dict[Term, dict[Term, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, object_, _ in quads:
        if predicate in READ:
            about[subject][predicate].add(object_)
    known: Mapping[Term, Said] = about
    projection = Projection(lambda node: known.get(node, {}), _checks(about).__getitem__, _winners(about).__getitem__)
    graph: MultiDiGraph[str] = MultiDiGraph()
    nodes = {subject: kind for subject in about if (kind := projection.kind(subject))}
    edges = sorted((edge for subject in about for edge in projection.edges(subject)), key=lambda edge: edge[:4])
    merged = [join(same) for _, same in groupby(edges, key=lambda edge: edge[:4])]
    for edge in merged:
        source, target = ENDS[edge.relation]
        nodes.setdefault(edge.source, source)
        nodes.setdefault(edge.target, target)
    for node in sorted(nodes):
        graph.add_node(value(node), iri=value(node), type=nodes[node], **projection.attributes(node, nodes[node]))
    for edge in merged:
        fact = value(edge.fact) if edge.fact else ""
        attributes = {"relation": edge.relation, "iri": fact, "evidence": edge.evidence, **dict(edge.details)}
        graph.add_edge(value(edge.source), value(edge.target), key=f"{edge.relation} {fact}".strip(), **attributes)
    return graph


def join(same: Iterable[Edge]) -> Edge:
    """One edge of those between the same ends by the same relation and fact, with the evidence of all."""
    first, *others = same
    if not others:
        return first
    told = {evidence for edge in (first, *others) for evidence in edge.evidence}
    return first._replace(evidence=tuple(sorted(told, key=_place)))


def _checks(about: Mapping[Term, Said]) -> Mapping[Term, set[Term]]:
    found: dict[Term, set[Term]] = defaultdict(set)
    for subject, said in about.items():
        if FA.Check in said.get(RDF.type, ()):
            for article in said.get(OA.hasSource, ()):
                found[article].add(subject)
    return found


def _winners(about: Mapping[Term, Said]) -> Mapping[Term, set[Term]]:
    found: dict[Term, set[Term]] = defaultdict(set)
    for said in about.values():
        if FA.AwardReceipt in said.get(RDF.type, ()):
            for case in said.get(FA.forCase, ()):
                found[case].update(said.get(FA.recipient, ()))
    return found


class Projection:
    """What people see of a subject, one at a time, whoever holds the quads.

    `about` gives what is told of a subject, nothing of an unknown one; the predicates of `READ` count. `checks` gives
    the checks of an article, `winners` those who won with a case. The evidence of `held` subjects is held.
    """

    def __init__(
        self,
        about: Callable[[Term], Said],
        checks: Callable[[Term], Iterable[Term]],
        winners: Callable[[Term], Collection[Term]],
        held: int = 1 << 14,
    ) -> None:
        self._about = about
        self._checks = checks
        self._winners = winners
        self._evidence = lru_cache(held)(self._spans)

    def _all(self, subject: Term, predicate: Term) -> list[Term]:
        return sorted(self._about(subject).get(predicate, ()))

    def _one(self, subject: Term, predicate: Term) -> Term | None:
        return next(iter(self._all(subject, predicate)), None)

    def _text(self, subject: Term, predicate: Term) -> str:
        found = self._one(subject, predicate)
        return value(found) if found else ""

    def _spans(self, subject: Term) -> tuple[Evidence, ...]:
        found = {self._span(span) for span in self._all(subject, FA.hasEvidence)}
        return tuple(sorted(found, key=_place))

    def _span(self, span: Term) -> Evidence:
        start, end = (_offset(self._text(span, predicate)) for predicate in (FA.start, FA.end))
        return Evidence(self._text(span, OA.hasSource), start, end, self._text(span, FA.exact))

    def kind(self, subject: Term) -> str:
        """The class for people that a subject is of, or nothing."""
        types = self._about(subject).get(RDF.type, ())
        return next((name for iri, name in _CLASSES.items() if iri in types), "")

    def attributes(self, node: Term, kind: str) -> dict[str, object]:
        """What a node carries besides its IRI and type."""
        label, english = self._named(node)
        if kind == "Figure":
            label = "：".join(filter(None, (self._measure(node), self._text(node, FA.printedText)))) or label
        names = {value(name) for predicate in _LABELS for name in self._all(node, predicate)}
        kinds = [concept for predicate in _KINDS for concept in self._all(node, predicate)]
        return {
            "label": label,
            "english": english,
            "aliases": tuple(sorted(names - {label, english})),
            "kind": _tail(value(kinds[0])) if kinds else "",
            "properties": tuple(sorted(self._properties(node))),
            "evidence": self._claims(node) if kind == "Article" else self._evidence(node),
        }

    def _claims(self, article: Term) -> tuple[Evidence, ...]:
        return tuple(sorted({span for check in self._checks(article) for span in self._evidence(check)}, key=_place))

    def _measure(self, figure: Term) -> str:
        measure = self._one(figure, FA.measures)
        return self._named(measure)[0] if measure else ""

    def _properties(self, node: Term) -> Iterator[Property]:
        for predicate, name in _PROPERTIES.items():
            for found in self._all(node, predicate):
                is_thing = found.startswith("<") and name != "url"
                yield Property(name, *(self._named(found) if is_thing else (value(found), "")))

    def _named(self, node: Term) -> tuple[str, str]:
        """The name to show, preferred and Chinese names first, and the English one or nothing."""
        names = [(rank, _tag(n), value(n)) for rank, p in enumerate(_NAMES) for n in self._all(node, p)]
        english = next((name for _, tag, name in names if tag == "en"), "")
        others = sorted((rank, tag != "zh-hans", name) for rank, tag, name in names if tag != "en")
        shown = others[0][2] if others else english
        return shown or _tail(value(node)), english

    def edges(self, subject: Term) -> Iterator[Edge]:
        """The edges that a subject makes, in no order; several receipts may make one, see `join`."""
        said = self._about(subject)
        for fact in FACTS.intersection(said.get(RDF.type, ())):
            yield from self._fact_edges(subject, fact)
        for predicate in said.keys() & TRIPLES.keys():
            yield from self._triple_edges(subject, predicate)
        if self.kind(subject) in _REPORTED:
            yield from self._report_edges(subject)

    def _fact_edges(self, fact: Term, kind: Term) -> Iterator[Edge]:
        evidence = self._evidence(fact)
        if kind == FA.AwardReceipt:
            yield from self._receipt_edges(fact)
        elif kind == FA.Participation:
            role = self._details(role=self._text(fact, FA.role))
            for organization, case in self._pairs(fact, FA.participant, FA.participationIn):
                yield Edge(organization, case, "participatedIn", fact, evidence, role)
        else:
            basis = self._details(basis=_tail(self._text(fact, FA.basis)))
            for child, parent in self._pairs(fact, FA.child, FA.parent):
                yield Edge(child, parent, "subsidiaryOf", fact, evidence, basis)

    def _receipt_edges(self, receipt: Term) -> Iterator[Edge]:
        evidence = self._evidence(receipt)
        edition = self._one(receipt, FA.inEdition)
        year = _year(self._text(receipt, FA.awardYear)) or (
            _year(self._text(edition, FA.editionYear)) if edition else ""
        )
        details = self._details(
            year=year,
            rank=" / ".join(map(value, self._all(receipt, FA.rank))),
            edition=value(edition) if edition else "",
            awarded_on=self._text(receipt, FA.awardedOn),
            confidence=self._text(receipt, FA.confidence),
        )
        cases = self._all(receipt, FA.forCase)
        winners = self._all(receipt, FA.recipient)
        yield from (Edge(w, c, "wonWith", receipt, evidence, details) for w in winners for c in cases)
        for award in self._all(receipt, FA.inCategory):
            yield from (Edge(winner, award, "won", receipt, evidence, details) for winner in cases or winners)
        for award, held in self._pairs(receipt, FA.inCategory, FA.inEdition):
            yield Edge(award, held, "inEdition", _NO_FACT, evidence)

    def _triple_edges(self, subject: Term, predicate: Term) -> Iterator[Edge]:
        relation, is_reversed, witness = TRIPLES[predicate]
        for found in self._all(subject, predicate):
            if relation == "hasCase" and found in self._winners(subject):
                continue
            evidence = self._evidence((subject, found)[witness]) if witness is not None else ()
            source, target = (found, subject) if is_reversed else (subject, found)
            yield Edge(source, target, relation, _NO_FACT, evidence)

    def _report_edges(self, node: Term) -> Iterator[Edge]:
        by_article: dict[Term, list[Evidence]] = defaultdict(list)
        for span in self._all(node, FA.hasEvidence):
            for article in self._all(span, OA.hasSource):
                by_article[article].append(self._span(span))
        for article, evidence in by_article.items():
            yield Edge(node, article, "reportedIn", _NO_FACT, tuple(sorted(evidence, key=_place)))

    def _pairs(self, node: Term, left: Term, right: Term) -> list[tuple[Term, Term]]:
        return [(a, b) for a in self._all(node, left) for b in self._all(node, right)]

    @staticmethod
    def _details(**named: str) -> tuple[tuple[str, str], ...]:
        return tuple((name, text) for name, text in named.items() if text)


def _place(evidence: Evidence) -> tuple[str, int, int, str]:
    start = -1 if evidence.start is None else evidence.start
    return evidence.article, start, -1 if evidence.end is None else evidence.end, evidence.quote


def _year(text: str) -> str:
    """The four digits of a year, however it is written: `2023年`, `2023-05-01`; empty where there are none."""
    found = _FOUR_DIGITS.search(text)
    return found[0] if found else ""


def _offset(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 20 else None


def _tag(term: Term) -> str:
    return term[term.rindex('"') + 1 :].removeprefix("@") if term.startswith('"') else ""


def _tail(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]
