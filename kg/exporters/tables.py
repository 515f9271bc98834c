"""The tables of a graph: their columns, what each says, and where it comes from.

A row is a thing with its IRI in `id`; a column of IRIs leads to the `id` of another table. What may be many is a list.
A number, year or day stands alone where the graph says exactly one; the text beside it is all that the graph says,
several values with ` / ` between them. Each row has its evidence: quotes with their places in the article's text.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, NamedTuple, TypeAlias

from kg.exporters.described import PARTICIPATIONS, RELATIONS, Described, is_english, name_in, tail
from kg.terms import DCTERMS, FA, OA, ORG, RDFS, SCHEMA, SKOS, Term, value

Kind: TypeAlias = Literal["iri", "text", "integer", "decimal", "date", "iris", "texts", "evidence"]
Quotes: TypeAlias = list[dict[str, str | int | None]]
"""Evidence: `article` (IRI), `start` and `end` (code points of its text), `quote`."""
Value: TypeAlias = str | int | Decimal | date | list[str] | Quotes | None
Row: TypeAlias = dict[str, Value]


class Thing:
    """A subject of the graph as a row asks for it."""

    def __init__(self, graph: Described, subject: Term) -> None:
        self.graph, self.subject = graph, subject
        self.about = graph.about(subject)

    def all(self, *predicates: Term) -> list[Term]:
        """The objects of predicates, sorted, none twice."""
        return sorted({found for predicate in predicates for found in self.about.get(predicate, ())})

    def texts(self, *predicates: Term) -> list[str]:
        """What stands there as text."""
        return list(map(value, self.all(*predicates)))

    def text(self, predicate: Term) -> str | None:
        """All that stands there as one text."""
        return " / ".join(self.texts(predicate)) or None

    def names(self, predicate: Term) -> list[str]:
        """The names of what stands there."""
        return list(map(self.graph.name, self.all(predicate)))

    def name(self, predicate: Term) -> str | None:
        """The names of what stands there as one text."""
        return " / ".join(self.names(predicate)) or None

    def only(self, predicate: Term) -> str:
        """What stands there alone, or nothing."""
        found = self.texts(predicate)
        return found[0] if len(found) == 1 else ""

    def through(self, predicate: Term, *then: Term) -> list[Term]:
        """What the things that stand there lead to."""
        found = (self.graph.about(each) for each in self.all(predicate))
        return sorted({term for about in found for step in then for term in about.get(step, ())})


class Column(NamedTuple):
    """A column: its name, kind, what it says, where its value comes from, and the table whose `id` it names."""

    name: str
    kind: Kind
    says: str
    get: Callable[[Thing], Value]
    table: str = ""


class Table(NamedTuple):
    """A table: its name, what a row is, and its columns."""

    name: str
    says: str
    things: Callable[[Described], Iterable[Thing]]
    columns: tuple[Column, ...]

    def rows(self, graph: Described) -> Iterator[Row]:
        """The rows as they are made, in an order that is a function of the graph."""
        for thing in self.things(graph):
            yield {column.name: column.get(thing) for column in self.columns}


def _of(kind: Term) -> Callable[[Described], Iterator[Thing]]:
    return lambda graph: (Thing(graph, subject) for subject in graph.of_class(kind))


_YEAR = re.compile(r"[0-9]{4}")
_DIGITS, _PLACES = 38, 9
"""Digits that a decimal may have, and how many of them after the point."""


def _year(text: str) -> int | None:
    return int(text) if _YEAR.fullmatch(text) else None


def _integer(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def _day(text: str) -> date | None:
    """The day of a date or instant, as it stands there."""
    try:
        return date.fromisoformat(text[:10]) if text[10:11] in ("", "T") and len(text) >= 10 else None
    except ValueError:
        return None


def _decimal(text: str) -> Decimal | None:
    """A decimal where it has room in a column of 38 digits, 9 of them after the point."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    _, digits, exponent = number.normalize().as_tuple()
    places = -int(exponent)
    return number if places <= _PLACES and len(digits) - places <= _DIGITS - _PLACES else None


def _quote(graph: Described, span: Term) -> dict[str, str | int | None]:
    found = Thing(graph, span)
    return {
        "article": found.text(OA.hasSource),
        "start": _integer(found.only(FA.start)),
        "end": _integer(found.only(FA.end)),
        "quote": found.text(FA.exact),
    }


def _evidence(thing: Thing) -> Quotes:
    found = [_quote(thing.graph, span) for span in thing.all(FA.hasEvidence)]
    return sorted(found, key=lambda q: (str(q["article"]), int(q["start"] or 0), int(q["end"] or 0), str(q["quote"])))


def _others(thing: Thing) -> list[str]:
    names = thing.texts(SKOS.prefLabel, RDFS.label, SKOS.altLabel)
    return sorted(set(names) - {name_in(thing.about)})


def _english(thing: Thing) -> str | None:
    return next((value(name) for name in thing.all(SKOS.prefLabel, RDFS.label) if is_english(name)), None)


def _parents(thing: Thing) -> list[str]:
    return list(map(value, sorted({*thing.all(FA.subsidiaryOf), *thing.through(RELATIONS, FA.parent)})))


def _kind(predicate: Term) -> Callable[[Thing], Value]:
    return lambda thing: " / ".join(map(tail, thing.all(predicate))) or None


ID = Column("id", "iri", "the IRI", lambda t: value(t.subject))
NAME = Column("name", "text", "the name, the preferred and Chinese one first", lambda t: name_in(t.about) or None)
OTHERS = Column("other_names", "texts", "its other names", _others)
EVIDENCE = Column("evidence", "evidence", "the words of articles that say it, with their places", _evidence)

_ORGANIZATIONS = (
    ID,
    NAME,
    Column("english_name", "text", "the English name", _english),
    Column("legal_name", "text", "the legal name", lambda t: t.text(SCHEMA.legalName)),
    OTHERS,
    Column("kind", "text", "what kind of organization: bank, insurer-life …", _kind(ORG.classification)),
    Column("tickers", "texts", "stock codes", lambda t: t.texts(SCHEMA.tickerSymbol)),
    Column("lei", "text", "legal entity identifier, ISO 17442", lambda t: t.text(SCHEMA.leiCode)),
    Column("parents", "iris", "to whom it belongs directly", _parents, "organizations"),
    EVIDENCE,
)
_AWARDS = (
    ID,
    NAME,
    OTHERS,
    Column("programme", "iri", "the programme that confers it", lambda t: t.text(FA.categoryOf)),
    Column("programme_name", "text", "its name", lambda t: t.name(FA.categoryOf)),
    Column(
        "organizers",
        "iris",
        "who runs the award or its programme",
        lambda t: list(map(value, sorted({*t.all(FA.organizedBy), *t.through(FA.categoryOf, FA.organizedBy)}))),
        "organizations",
    ),
    EVIDENCE,
)
_CASES = (
    ID,
    NAME,
    OTHERS,
    Column("kind", "text", "what kind of case: claim, product …", _kind(DCTERMS.type)),
    Column("owners", "iris", "whose case it is", lambda t: t.texts(FA.caseOf), "organizations"),
    Column(
        "partners",
        "iris",
        "who else took part",
        lambda t: list(map(value, t.through(PARTICIPATIONS, FA.participant))),
        "organizations",
    ),
    Column("products", "texts", "products that it is about", lambda t: t.names(FA.concerns)),
    Column("places", "texts", "where it took place", lambda t: t.names(FA.tookPlaceIn)),
    EVIDENCE,
)
_RECEIPTS = (
    ID,
    Column("recipients", "iris", "who won; several won together", lambda t: t.texts(FA.recipient), "organizations"),
    Column("recipient_names", "texts", "their names, in the same order", lambda t: t.names(FA.recipient)),
    Column("award", "iri", "what was won", lambda t: t.text(FA.inCategory), "awards"),
    Column("award_name", "text", "its name", lambda t: t.name(FA.inCategory)),
    Column("edition", "iri", "the edition of the programme", lambda t: t.text(FA.inEdition)),
    Column("edition_name", "text", "its name", lambda t: t.name(FA.inEdition)),
    Column(
        "organizers",
        "iris",
        "who ran that edition",
        lambda t: list(map(value, t.through(FA.inEdition, FA.organizedBy))),
        "organizations",
    ),
    Column("case", "iri", "the case that it was won with", lambda t: t.text(FA.forCase), "cases"),
    Column("case_name", "text", "its name", lambda t: t.name(FA.forCase)),
    Column("year", "integer", "the year of the award", lambda t: _year(t.only(FA.awardYear))),
    Column("year_text", "text", "the year as the graph has it", lambda t: t.text(FA.awardYear)),
    Column("awarded_on", "date", "the day of the award, where it is known", lambda t: _day(t.only(FA.awardedOn))),
    Column("awarded_text", "text", "day, month or year as the graph has it", lambda t: t.text(FA.awardedOn)),
    Column(
        "announced_not_after",
        "date",
        "the last day on which it can have been announced",
        lambda t: _day(t.only(FA.announcedNotAfter)),
    ),
    Column("rank", "text", "grade or rank as printed", lambda t: t.text(FA.rank)),
    Column("confidence", "decimal", "how sure extraction was, 0 to 1", lambda t: _decimal(t.only(FA.confidence))),
    EVIDENCE,
)
_FIGURES = (
    ID,
    Column("case", "iri", "the case that it is about", lambda t: t.text(FA.citedIn), "cases"),
    Column("case_name", "text", "its name", lambda t: t.name(FA.citedIn)),
    Column("measure", "text", "what is counted or measured", lambda t: t.name(FA.measures)),
    Column("printed", "text", "the figure as printed", lambda t: t.text(FA.printedText)),
    Column("value", "decimal", "its value, where 38 digits hold it", lambda t: _decimal(t.only(FA.numericValue))),
    Column("value_text", "text", "its value, exactly", lambda t: t.text(FA.numericValue)),
    Column("upper", "decimal", "the upper end of a range, likewise", lambda t: _decimal(t.only(FA.upperBound))),
    Column("upper_text", "text", "the upper end, exactly", lambda t: t.text(FA.upperBound)),
    Column("comparator", "text", "equal, at-least, less-than …", _kind(FA.comparator)),
    Column("unit", "iri", "the unit", lambda t: t.text(FA.unit)),
    Column("unit_name", "text", "its name", lambda t: t.name(FA.unit)),
    Column("period", "text", "the period that it is about", lambda t: t.text(FA.period)),
    EVIDENCE,
)
_ARTICLES = (
    ID,
    Column("title", "text", "the title", lambda t: name_in(t.about) or None),
    Column("publisher", "iri", "who published it", lambda t: t.text(DCTERMS.publisher), "organizations"),
    Column("publisher_name", "text", "its name", lambda t: t.name(DCTERMS.publisher)),
    Column("published_on", "date", "the day, in the zone of the instant", lambda t: _day(t.only(DCTERMS.issued))),
    Column("published_text", "text", "day or instant as the graph has it", lambda t: t.text(DCTERMS.issued)),
    Column("url", "text", "where it was read", lambda t: t.text(SCHEMA.url)),
    Column("language", "text", "language tag", lambda t: t.text(DCTERMS.language)),
    Column("identifier", "text", "its id, as in the files of a build", lambda t: t.text(DCTERMS.identifier)),
    Column("text_sha256", "text", "the digest of the text in which offsets count", lambda t: t.text(FA.textDigest)),
    Column("reprint_of", "iri", "the article whose text it has", lambda t: t.text(FA.reprintOf), "articles"),
)


class _Witness(Thing):
    """A span of text as evidence of something."""

    def __init__(self, graph: Described, about: Term, span: Term) -> None:
        super().__init__(graph, span)
        self.witnessed = about


def _witnesses(graph: Described) -> Iterator[Thing]:
    return (_Witness(graph, about, span) for about, span in graph.said(FA.hasEvidence))


def _witnessed(thing: Thing) -> str:
    return value(thing.witnessed) if isinstance(thing, _Witness) else ""


_EVIDENCE = (
    Column("about", "iri", "the organization, award, case, receipt, figure … that it is evidence of", _witnessed),
    Column("id", "iri", "the IRI of the span; one span may be evidence of several", lambda t: value(t.subject)),
    Column("article", "iri", "the article", lambda t: t.text(OA.hasSource), "articles"),
    Column("article_title", "text", "its title", lambda t: t.name(OA.hasSource)),
    Column("start", "integer", "where the quote begins: code points of the text", lambda t: _integer(t.only(FA.start))),
    Column("end", "integer", "where it ends", lambda t: _integer(t.only(FA.end))),
    Column(
        "quote",
        "text",
        "the words that say it; their sentence is around them in the article's text",
        lambda t: t.text(FA.exact),
    ),
)

TABLES = (
    Table("organizations", "an organization", _of(FA.Organization), _ORGANIZATIONS),
    Table("awards", "an award, as a programme confers it year by year", _of(FA.AwardCategory), _AWARDS),
    Table("cases", "a case, work or project that awards are won with", _of(FA.Case), _CASES),
    Table("receipts", "an award that was won, once", _of(FA.AwardReceipt), _RECEIPTS),
    Table("figures", "a figure that an article tells of a case", _of(FA.Figure), _FIGURES),
    Table("articles", "an article", _of(FA.Article), _ARTICLES),
    Table("evidence", "a quote as evidence of one thing", _witnesses, _EVIDENCE),
)
"""The tables, each after what it leads to but for organizations, which belong to one another."""
