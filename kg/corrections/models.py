"""A correction: what a person decided about one fact of one article; and an outcome: what became of it in a build."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, JsonValue, StringConstraints, model_validator

from kg.corrections import editions
from kg.errors import one_line
from kg.facts import Award, AwardReceipt, Case, Fact, Figure, Kind, Moment, Organization, Verdict
from kg.facts.models import Name

MODELS: dict[Kind, type[Fact]] = {
    Kind.ORGANIZATION: Organization,
    Kind.AWARD: Award,
    Kind.CASE: Case,
    Kind.FIGURE: Figure,
    Kind.RECEIPT: AwardReceipt,
}
"""What stands in a facts document for each kind."""


def _as_texts(value: object) -> object:
    """Numbers as the texts that YAML has for them, so that reading and writing lose nothing."""
    if isinstance(value, dict):
        return {key: _as_texts(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_as_texts(each) for each in value]
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


Fields = Annotated[dict[str, JsonValue], BeforeValidator(_as_texts)]
"""The fields of a fact as they stand in a file: texts, lists and mappings of texts, and nothing."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Correction(_Value):
    """A decision about a fact: the verdict, the fact by its article, kind and content key, and who decided when.

    `text_sha256` is that of the canonical text that the person read, `quote` the passage that the decision rests on
    and `start` its offset in code points, which matters where the quote occurs more than once. `fact` has the fields
    that an edit changes, or all that an addition has: those of the facts document but for `id` and `evidence`, an
    added figure with the title of its `case`, a receipt with the `programme`, `edition` and `year` of its award. Others
    are referred to by id or by name.
    """

    verdict: Verdict
    article: Name
    text_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    kind: Kind
    key: Name | None = None
    quote: Name | None = None
    start: int | None = Field(default=None, ge=0)
    fact: Fields | None = None
    by: Name
    at: Moment
    note: str | None = None

    @property
    def name(self) -> str:
        """What to call the correction in a message: its kind, and its key or what it adds."""
        return f"{self.kind} {self.key or self.quote}"

    @property
    def subject(self) -> tuple[object, ...]:
        """What it is about: of two corrections with the same subject the later one counts."""
        added = None if self.key is not None else tuple(sorted((self.fact or {}).items(), key=str))
        return self.article, self.kind, self.key, self.quote, self.start, str(added)

    @model_validator(mode="after")
    def _has_what_its_verdict_needs(self) -> Self:
        if (self.fact is not None) != (self.verdict in (Verdict.EDITED, Verdict.ADDED)):
            raise ValueError("fact: give it with edited and added, leave it out with accepted and rejected")
        if self.verdict is Verdict.ADDED:
            if self.quote is None:
                raise ValueError("quote: what is added needs the passage that says so")
        elif self.key is None:
            raise ValueError("key: name the fact that this is about")
        known = fields(self.kind, self.verdict)
        strange = next((name for name in self.fact or {} if name not in known), None)
        if strange is not None:
            raise ValueError(f"fact.{strange}: this is no field of a {self.kind}; it has {', '.join(known)}")
        return self


def fields(kind: Kind, verdict: Verdict) -> tuple[str, ...]:
    """The fields that a correction may give for a fact of this kind, in the order of the contract."""
    own = tuple(name for name in MODELS[kind].model_fields if name not in ("id", "evidence"))
    if kind is Kind.RECEIPT:
        return (*own, *editions.FIELDS)
    return ("case", *own) if kind is Kind.FIGURE and verdict is Verdict.ADDED else own


class Status(StrEnum):
    """What became of a correction.

    It was applied; or it does not fit its text or facts any more; or a later one decides the same; or its article is
    not among those that are built.
    """

    APPLIED = "applied"
    MISFIT = "misfit"
    SUPERSEDED = "superseded"
    ABSENT = "absent"


class Outcome(_Value):
    """A correction and what became of it; `where` is its file and line, `said` and `said_zh` why or with what."""

    status: Status
    where: str
    correction: Correction
    said: str = ""
    said_zh: str = ""

    def __str__(self) -> str:
        return one_line(f"{self.where}: article {self.correction.article}: {self.correction.name}: {self.said}")
