"""A graph as facts: what is said of each thing that people speak of, in words, and the sentences that say so.

What is inferred is left out: it changes with what it follows from.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.terms import DCTERMS, FA, OA, RDF, RDFS, SCHEMA, SKOS, Quad, Term, value

KINDS = (
    *("AwardReceipt", "Participation", "SubsidiaryRelation", "Organization", "Case", "AwardCategory", "AwardEdition"),
    *("AwardProgramme", "Figure", "Product", "Place", "Article"),
)
"""The classes of facts, in the order in which people want to see them."""

_INFERRED = "/graph/inferred>"
_NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title)
_ENDS = {
    "AwardReceipt": (FA.recipient, FA.inCategory, FA.forCase),
    "Participation": (FA.participant, FA.participationIn),
    "SubsidiaryRelation": (FA.child, FA.parent),
    "Figure": (FA.measures, FA.printedText),
}
"""Of what a fact without a name of its own is called: its ends, in this order."""


class Place(NamedTuple):
    """Where a sentence stands: the article, the offsets (in code points) or -1, and the words."""

    article: Term
    start: int
    end: int
    exact: str


class Fact(NamedTuple):
    """A thing with its class, its name, the values of its properties in words, and its sentences."""

    iri: Term
    kind: str
    label: str
    fields: dict[str, tuple[str, ...]]
    places: frozenset[Place]


class Facts:
    """The facts of a graph by IRI; the titles and days of its articles besides."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self._about: dict[Term, dict[Term, set[Term]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, object_, graph in quads:
            if not graph.endswith(_INFERRED):
                self._about[subject][predicate].add(object_)
        self.by_iri = {fact.iri: fact for fact in self._facts()}

    def _facts(self) -> Iterator[Fact]:
        classes = {FA[name]: name for name in KINDS}
        for subject, said in self._about.items():
            kind = next((classes[each] for each in sorted(said.get(RDF.type, ())) if each in classes), None)
            if kind is not None:
                places = frozenset(self._place(span) for span in said.get(FA.hasEvidence, ()))
                yield Fact(subject, kind, self._label(subject, kind), dict(self._fields(said)), places)

    def _fields(self, said: dict[Term, set[Term]]) -> Iterator[tuple[str, tuple[str, ...]]]:
        for predicate in sorted(said.keys() - {RDF.type, FA.hasEvidence}):
            yield _tail(predicate), tuple(sorted({self.words(term) for term in said[predicate]}))

    def _place(self, span: Term) -> Place:
        start, end = (self._number(span, predicate) for predicate in (FA.start, FA.end))
        return Place(next(iter(sorted(self._all(span, OA.hasSource))), span), start, end, self._text(span, FA.exact))

    def _number(self, subject: Term, predicate: Term) -> int:
        text = self._text(subject, predicate)
        return int(text) if text.isdecimal() and len(text) < 20 else -1

    def _all(self, subject: Term, predicate: Term) -> set[Term]:
        said = self._about.get(subject)
        return said.get(predicate, set()) if said else set()

    def _text(self, subject: Term, predicate: Term) -> str:
        return next((value(term) for term in sorted(self._all(subject, predicate))), "")

    def _label(self, subject: Term, kind: str) -> str:
        ends = [self.words(end) for predicate in _ENDS.get(kind, ()) for end in sorted(self._all(subject, predicate))]
        return " · ".join(ends) or self.words(subject)

    def words(self, term: Term) -> str:
        """A thing by its name, Chinese first; a value as it is; what has no name by the end of its IRI."""
        if not term.startswith("<"):
            return value(term)
        names = [name for predicate in _NAMES for name in sorted(self._all(term, predicate), key=_chinese_first)]
        return value(names[0]) if names else _tail(term)

    def source(self, article: Term) -> str:
        """An article by its title and day."""
        day = (self._text(article, DCTERMS.issued) or self._text(article, SCHEMA.datePublished))[:10]
        return f"{self.words(article)}（{day}）" if day else self.words(article)


def _chinese_first(name: Term) -> tuple[bool, Term]:
    return name.endswith("@en"), name


def _tail(term: Term) -> str:
    return value(term).rstrip("/#").replace("#", "/").rpartition("/")[2]
