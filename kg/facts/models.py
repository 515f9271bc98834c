"""The facts document: the contract between extraction and conversion.

One JSON object per article, written by rules, a language model or a person; the converter never knows which.
Unknown keys are an error, lists may be left out, an `id` may be left out where the `name` or `title` is unique.
Offsets are Unicode code points into the article's canonical text, half-open.
"""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date as Date
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    model_validator,
)

from kg.article import sha256
from kg.terms import plain

Name = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
"""A text that is more than white space."""


def _refuse_floats_beyond_print(value: object) -> object:
    """Read a JSON number by its shortest print (0.1 is one tenth), refuse what is no finite number."""
    if isinstance(value, bool):
        raise ValueError("a decimal, not true or false")
    return str(value) if isinstance(value, float) else value


Number = Annotated[
    Decimal,
    BeforeValidator(_refuse_floats_beyond_print),
    Field(allow_inf_nan=False),  # after the other: as a float, so that no exponent is beyond all bounds
    PlainSerializer(plain, return_type=str, when_used="json"),
]
"""A decimal: written as a string without exponent, read from a string or a number."""


def _refuse_no_moment(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d))?", text, re.ASCII):
        raise ValueError("a day as 2026-11-23, or a moment as 2026-11-23T09:30:00+08:00")
    datetime.fromisoformat(text)
    return text


Moment = Annotated[str, AfterValidator(_refuse_no_moment)]
"""A day, or a moment with its zone, in ISO 8601."""


class Fact(BaseModel):
    """Whatever stands in a facts document: frozen, and without keys that the contract does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def spans(self) -> Iterator[tuple[str, "Span"]]:
        """Every span in it with its path, in the order of the contract."""
        yield from _spans("", self)


def _id_may_be_left_out(schema: dict[str, Any]) -> None:
    schema["required"] = [key for key in schema.get("required", []) if key != "id"]


class _Identified(Fact):
    """A fact whose `id` defaults to its name or title."""

    model_config = ConfigDict(json_schema_extra=_id_may_be_left_out)

    id: Name

    @model_validator(mode="before")
    @classmethod
    def _default_id(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("id") is None:
            named = data.get("name") or data.get("title")
            return {**data, "id": named} if named else data
        return data


class ParentBasis(StrEnum):
    """On what a parent rests: the article says so, the name shows it, the registry knows it."""

    STATED = "stated"
    IMPLIED = "implied"
    REGISTRY = "registry"


class Comparator(StrEnum):
    """How a figure's value is meant: 超过 `>`, 以上 `>=`, 近 `<`, 不超过 `<=`, 约 `~`."""

    EQUAL = "="
    MORE = ">"
    AT_LEAST = ">="
    LESS = "<"
    AT_MOST = "<="
    ABOUT = "~"


class Span(Fact):
    """Evidence: `text[start:end] == quote`. A person may leave out both offsets where the quote occurs once."""

    start: int | None = Field(default=None, ge=0)
    end: int | None = Field(default=None, ge=0)
    quote: Annotated[str, StringConstraints(min_length=1)]

    @model_validator(mode="after")
    def _offsets_fit(self) -> Self:
        if ((start := self.start) is None) != ((end := self.end) is None):  # fields of models are slow to read
            raise ValueError("give both start and end, or neither")
        if start is not None and end is not None and end - start != len(self.quote):
            raise ValueError(f"end - start is {end - start}, the quote has {len(self.quote)} characters")
        return self


class Article(Fact):
    """What was read. Without `text`, it is read again from `source_path` and checked against `text_sha256`."""

    id: Name
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None
    source_path: str | None = None
    text: str | None = None

    @model_validator(mode="after")
    def _digest_fits(self) -> Self:
        if self.text is not None and self.text_sha256 not in (None, sha256(self.text)):
            raise ValueError("text_sha256 is not the SHA-256 of text")
        return self


class Organization(_Identified):
    """An organization that takes part in an award; `name` is the fullest form that the article prints."""

    name: Name
    aliases: tuple[Name, ...] = ()
    kind: str | None = None
    parent: str | None = None
    parent_basis: ParentBasis | None = None
    registry_id: str | None = None
    evidence: tuple[Span, ...] = ()


class Award(_Identified):
    """A category, prize or title that can be won. A graded prize is one of its own; a ranked list is the award."""

    name: Name
    programme: Name | None = None
    year: int | None = Field(default=None, ge=1000, le=9999)
    edition: Name | None = None
    organizers: tuple[str, ...] = ()
    aliases: tuple[Name, ...] = ()
    evidence: tuple[Span, ...] = ()


class Partner(Fact):
    """An organization that took part in a case without winning for it."""

    organization: str
    role: str | None = None
    evidence: tuple[Span, ...] = ()


class Product(_Identified):
    """A product that a case is about; `launched` is a year, month or day in ISO 8601."""

    name: Name
    aliases: tuple[Name, ...] = ()
    provider: str | None = None
    launched: str | None = None
    evidence: tuple[Span, ...] = ()


class Figure(Fact):
    """A quantity that the passage states of a case, in base units: 3.3亿元 is 330000000 CNY."""

    measure: Name | None = None
    value: Number
    upper: Number | None = None
    comparator: Comparator = Comparator.EQUAL
    unit: str = ""
    period: str | None = None
    evidence: Span

    @model_validator(mode="after")
    def _range_rises(self) -> Self:
        if self.upper is not None and self.upper < self.value:
            raise ValueError(f"upper {plain(self.upper)} is below value {plain(self.value)}")
        return self


class Case(_Identified):
    """The work that was honoured or described."""

    title: Name
    kind: str | None = None
    owners: tuple[str, ...] = ()
    partners: tuple[Partner, ...] = ()
    summary: Span | None = None
    products: tuple[Product, ...] = ()
    places: tuple[Name, ...] = ()
    images: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    aliases: tuple[Name, ...] = ()
    evidence: tuple[Span, ...] = ()


class AwardReceipt(Fact):
    """Who received which award for which case: one recipient, or several for a joint win.

    `date` is the day on which it was conferred or announced. Where the text says 日前, 近日 and the like instead,
    `announced_not_after` is the last day that this can mean, that of publication; the first is left open.

    In a document, an `id` that is left out is the position: `receipt-1`, `receipt-2`, …
    """

    model_config = ConfigDict(json_schema_extra=_id_may_be_left_out)

    id: Name
    award: str
    recipients: tuple[str, ...] = Field(min_length=1)
    case: str | None = None
    date: Date | None = None
    announced_not_after: Date | None = None
    rank: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    evidence: tuple[Span, ...] = ()

    def about(self, published: str | None) -> str:
        """About when it was, for an award of which no edition is told: `~2021`; empty where nothing says so.

        The year of the day, else of the time of publication (ISO 8601). It is no year of the award.
        """
        day = self.date or self.announced_not_after
        year = str(day.year) if day else (published or "")[:4]
        return f"~{year}" if len(year) == 4 and year.isdecimal() else ""


class Check(Fact):
    """What the article claims about itself, and what was found: "11则案例" is 11 expected.

    Corrections change `found` with the facts that they change.
    """

    claim: Span
    expected: int
    found: int


class Extraction(Fact):
    """What produced the facts. `at` never reaches the graph."""

    name: str
    version: str
    at: str | None = None


class Verdict(StrEnum):
    """What a person decided about a fact."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EDITED = "edited"
    ADDED = "added"


class Kind(StrEnum):
    """The kinds of facts that a person decides about."""

    ORGANIZATION = "organization"
    AWARD = "award"
    CASE = "case"
    FIGURE = "figure"
    RECEIPT = "receipt"


class Decision(Fact):
    """What a person decided about a fact, who and when, as that person wrote it.

    `key` is the content by which the fact was found, before the decision. `fact` is its id in this document, none
    where it was rejected; a figure goes by the id of its case and its own `evidence`. `changed` are the fields that
    the person set: nothing but a person changes them again.
    """

    verdict: Verdict
    kind: Kind
    key: Name
    fact: str | None = None
    by: Name
    at: Moment
    note: str | None = None
    changed: tuple[str, ...] = ()
    evidence: Span | None = None

    @model_validator(mode="after")
    def _only_what_is_rejected_is_gone(self) -> Self:
        if (self.fact is None) != (self.verdict is Verdict.REJECTED):
            raise ValueError("fact: the id of the fact, and none where it was rejected")
        return self


class ArticleFacts(Fact):
    """The facts of one article: every reference inside it resolves, every id is unique among its kind."""

    article: Article
    organizations: tuple[Organization, ...] = ()
    awards: tuple[Award, ...] = ()
    cases: tuple[Case, ...] = ()
    receipts: tuple[AwardReceipt, ...] = ()
    checks: tuple[Check, ...] = ()
    decisions: tuple[Decision, ...] = ()
    extraction: Extraction | None = None

    @model_validator(mode="before")
    @classmethod
    def _number_receipts(cls, data: object) -> object:
        """Give receipts without id their position: `receipt-1`, `receipt-2`, …"""
        if not isinstance(data, dict) or not isinstance(data.get("receipts"), list | tuple):
            return data
        receipts = [
            {"id": f"receipt-{n}", **r} if isinstance(r, dict) else r for n, r in enumerate(data["receipts"], start=1)
        ]
        return {**data, "receipts": receipts}

    @model_validator(mode="after")
    def _references_resolve(self) -> Self:
        ids = {
            "organizations": [fact.id for fact in self.organizations],
            "awards": [fact.id for fact in self.awards],
            "cases": [fact.id for fact in self.cases],
            "receipts": [fact.id for fact in self.receipts],
            "products": [product.id for case in self.cases for product in case.products],
        }
        for kind, given in ids.items():
            _refuse_duplicates(kind, given)
        known = {kind: frozenset(given) for kind, given in ids.items()}
        for path, kind, reference in self._references():
            if reference not in known[kind]:
                at = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
                raise ValueError(f"{at}: no {kind.removesuffix('s')} has the id {reference!r}")
        return self

    def _references(self) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
        """Every reference as its path, the list that it points into, and the id."""
        for n, organization in enumerate(self.organizations):
            if organization.parent is not None:
                yield ("organizations", n, "parent"), "organizations", organization.parent
        for n, award in enumerate(self.awards):
            for i, organizer in enumerate(award.organizers):
                yield ("awards", n, "organizers", i), "organizations", organizer
        for n, case in enumerate(self.cases):
            for i, owner in enumerate(case.owners):
                yield ("cases", n, "owners", i), "organizations", owner
            for i, partner in enumerate(case.partners):
                yield ("cases", n, "partners", i, "organization"), "organizations", partner.organization
            for i, product in enumerate(case.products):
                if product.provider is not None:
                    yield ("cases", n, "products", i, "provider"), "organizations", product.provider
        for n, receipt in enumerate(self.receipts):
            yield ("receipts", n, "award"), "awards", receipt.award
            for i, recipient in enumerate(receipt.recipients):
                yield ("receipts", n, "recipients", i), "organizations", recipient
            if receipt.case is not None:
                yield ("receipts", n, "case"), "cases", receipt.case
        for n, decision in enumerate(self.decisions):
            if decision.fact is not None:
                kind = Kind.CASE if decision.kind is Kind.FIGURE else decision.kind
                yield ("decisions", n, "fact"), f"{kind}s", decision.fact


def _refuse_duplicates(kind: str, ids: list[str]) -> None:
    if len(set(ids)) < len(ids):
        repeated = next(key for key, count in Counter(ids).items() if count > 1)
        raise ValueError(f"{kind}: the id {repeated!r} stands twice; give each its own id")


def _spans(path: str, fact: object) -> Iterator[tuple[str, Span]]:
    if isinstance(fact, Span):
        yield path, fact
    elif isinstance(fact, Fact):
        for name in type(fact).model_fields:
            yield from _spans(f"{path}.{name}" if path else name, getattr(fact, name))
    elif isinstance(fact, tuple):
        for n, item in enumerate(fact):
            yield from _spans(f"{path}[{n}]", item)
