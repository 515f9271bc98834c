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
from collections.abc import Iterable, Iterator
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


class _Edge(NamedTuple):
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
_FACTS = frozenset({FA.AwardReceipt, FA.Participation, FA.SubsidiaryRelation})
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
_TRIPLES: dict[Term, tuple[str, bool, int | None]] = {
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
_ENDS = {
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
_READ = frozenset(
    {
        *(RDF.type, FA.hasEvidence, FA.exact, FA.start, FA.end, OA.hasSource, *_LABELS, *_PROPERTIES, *_TRIPLES),
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

    projection = _Projection(quads)
    graph: MultiDiGraph[str] = MultiDiGraph()
    nodes = projection.nodes()
    edges = sorted(projection.edges(nodes), key=lambda edge: edge[:4])
    for edge in edges:
        source, target = _ENDS[edge.relation]
        nodes.setdefault(edge.source, source)
        nodes.setdefault(edge.target, target)
    for node in sorted(nodes):
        graph.add_node(value(node), iri=value(node), type=nodes[node], **projection.attributes(node, nodes[node]))
    for edge in edges:
        fact = value(edge.fact) if edge.fact else ""
        attributes = {"relation": edge.relation, "iri": fact, "evidence": edge.evidence, **dict(edge.details)}
        graph.add_edge(value(edge.source), value(edge.target), key=f"{edge.relation} {fact}".strip(), **attributes)
    return graph


class _Projection:
    """What the quads say of each subject, read once."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._about: dict[Term, dict[Term, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, object_, _ in quads:
            if predicate in _READ:
                self._about[subject][predicate].add(object_)
        self._evidence = {s: self._spans(s) for s, said in self._about.items() if FA.hasEvidence in said}
        self._claims: dict[Term, set[Evidence]] = defaultdict(set)
        for check in (s for s, said in self._about.items() if FA.Check in said.get(RDF.type, ())):
            for article in self._about[check][OA.hasSource]:
                self._claims[article].update(self._evidence.get(check, ()))
        self._receipts = [s for s, said in self._about.items() if FA.AwardReceipt in said.get(RDF.type, set())]
        self._won = {pair for r in self._receipts for pair in self._pairs(r, FA.recipient, FA.forCase)}

    def _all(self, subject: Term, predicate: Term) -> list[Term]:
        said = self._about.get(subject)
        return sorted(said.get(predicate, ())) if said else []

    def _one(self, subject: Term, predicate: Term) -> Term | None:
        return next(iter(self._all(subject, predicate)), None)

    def _text(self, subject: Term, predicate: Term) -> str:
        found = self._one(subject, predicate)
        return value(found) if found else ""

    def _spans(self, subject: Term) -> tuple[Evidence, ...]:
        found = {self._span(span) for span in self._about[subject][FA.hasEvidence]}
        return tuple(sorted(found, key=_place))

    def _span(self, span: Term) -> Evidence:
        start, end = (_offset(self._text(span, predicate)) for predicate in (FA.start, FA.end))
        return Evidence(self._text(span, OA.hasSource), start, end, self._text(span, FA.exact))

    def nodes(self) -> dict[Term, str]:
        """Every subject that is of a class for people, with that class."""
        typed = ((s, said[RDF.type]) for s, said in self._about.items() if RDF.type in said)
        named = ((s, next((name for iri, name in _CLASSES.items() if iri in types), "")) for s, types in typed)
        return {subject: name for subject, name in named if name}

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
            "evidence": tuple(sorted(self._claims.get(node, ()), key=_place))
            if kind == "Article"
            else self._evidence.get(node, ()),
        }

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

    def edges(self, nodes: dict[Term, str]) -> Iterator[_Edge]:
        """Every edge, each once, in no order."""
        for subject, said in self._about.items():
            for fact in said.get(RDF.type, set()) & _FACTS:
                yield from self._fact_edges(subject, fact)
        yield from self._edition_edges()
        for subject, said in self._about.items():
            for predicate in said.keys() & _TRIPLES.keys():
                yield from self._triple_edges(subject, predicate)
            if nodes.get(subject) in _REPORTED:
                yield from self._report_edges(subject)

    def _fact_edges(self, fact: Term, kind: Term) -> Iterator[_Edge]:
        evidence = self._evidence.get(fact, ())
        if kind == FA.AwardReceipt:
            yield from self._receipt_edges(fact)
        elif kind == FA.Participation:
            role = self._details(role=self._text(fact, FA.role))
            for organization, case in self._pairs(fact, FA.participant, FA.participationIn):
                yield _Edge(organization, case, "participatedIn", fact, evidence, role)
        else:
            basis = self._details(basis=_tail(self._text(fact, FA.basis)))
            for child, parent in self._pairs(fact, FA.child, FA.parent):
                yield _Edge(child, parent, "subsidiaryOf", fact, evidence, basis)

    def _receipt_edges(self, receipt: Term) -> Iterator[_Edge]:
        evidence = self._evidence.get(receipt, ())
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
        yield from (_Edge(w, c, "wonWith", receipt, evidence, details) for w in winners for c in cases)
        for award in self._all(receipt, FA.inCategory):
            yield from (_Edge(winner, award, "won", receipt, evidence, details) for winner in cases or winners)

    def _edition_edges(self) -> Iterator[_Edge]:
        """Tie each award to the editions in which it was received, with the sentences of those receipts."""
        found: dict[tuple[Term, Term], set[Evidence]] = defaultdict(set)
        for receipt in self._receipts:
            for pair in self._pairs(receipt, FA.inCategory, FA.inEdition):
                found[pair].update(self._evidence.get(receipt, ()))
        for (award, edition), evidence in found.items():
            yield _Edge(award, edition, "inEdition", _NO_FACT, tuple(sorted(evidence, key=_place)))

    def _triple_edges(self, subject: Term, predicate: Term) -> Iterator[_Edge]:
        relation, is_reversed, witness = _TRIPLES[predicate]
        for found in self._all(subject, predicate):
            if relation == "hasCase" and (found, subject) in self._won:
                continue
            evidence = self._evidence.get((subject, found)[witness], ()) if witness is not None else ()
            source, target = (found, subject) if is_reversed else (subject, found)
            yield _Edge(source, target, relation, _NO_FACT, evidence)

    def _report_edges(self, node: Term) -> Iterator[_Edge]:
        by_article: dict[Term, list[Evidence]] = defaultdict(list)
        for span in self._all(node, FA.hasEvidence):
            for article in self._all(span, OA.hasSource):
                by_article[article].append(self._span(span))
        for article, evidence in by_article.items():
            yield _Edge(node, article, "reportedIn", _NO_FACT, tuple(sorted(evidence, key=_place)))

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
