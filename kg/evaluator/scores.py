"""What an evaluation says: counts of what was found, missed and invented, by kind, per document and in total."""

from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, computed_field

from kg.article import Skipped


class Kind(StrEnum):
    """What is counted: a receipt with its year and case, the award alone, and what stands around them."""

    RECEIPT = "receipt"
    AWARD = "award"
    ORGANIZATION = "organization"
    PARENT = "parent"
    FIGURE = "figure"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Score(_Value):
    """How many of the facts `predicted` are those of the `gold`; where there are none, nothing was missed."""

    hit: int = 0
    predicted: int = 0
    gold: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def precision(self) -> float:
        """The share of the facts predicted that are right, 0 to 1."""
        return round(self.hit / self.predicted, 4) if self.predicted else 1.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def recall(self) -> float:
        """The share of the gold that was found, 0 to 1."""
        return round(self.hit / self.gold, 4) if self.gold else 1.0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        either = self.predicted + self.gold
        return round(2 * self.hit / either, 4) if either else 1.0

    def __add__(self, other: Self) -> "Score":
        return Score(hit=self.hit + other.hit, predicted=self.predicted + other.predicted, gold=self.gold + other.gold)


class Grounding(_Value):
    """How many of the spans `checked` have a quote that stands in the text; `unchecked` had no text at hand."""

    grounded: int = 0
    checked: int = 0
    unchecked: int = 0

    @computed_field  # type: ignore[prop-decorator]
    @property
    def share(self) -> float:
        """The share of the spans checked that are grounded, 0 to 1."""
        return self.grounded / self.checked if self.checked else 1.0

    def __add__(self, other: Self) -> "Grounding":
        return Grounding(
            grounded=self.grounded + other.grounded,
            checked=self.checked + other.checked,
            unchecked=self.unchecked + other.unchecked,
        )


class Tally(_Value):
    """All scores of a document, or of all documents: `must_not` and `year_invented` count what is wrong.

    `year_invented` counts the receipts whose gold has no year and that were found with one; no score counts it.
    """

    scores: dict[Kind, Score] = {kind: Score() for kind in Kind}
    grounding: Grounding = Grounding()
    must_not: int = 0
    year_invented: int = 0

    def __add__(self, other: Self) -> "Tally":
        return Tally(
            scores={kind: self.scores[kind] + other.scores[kind] for kind in Kind},
            grounding=self.grounding + other.grounding,
            must_not=self.must_not + other.must_not,
            year_invented=self.year_invented + other.year_invented,
        )


class Error(_Value):
    """One thing that is wrong: `what` was missed, was found and is not in the gold, or must not come out at all.

    `cites` are the sentences on which an extra or forbidden fact rests.
    """

    side: Literal["missed", "extra", "forbidden", "ungrounded"]
    kind: Kind | Literal["name", "span"]
    what: str
    cites: tuple[str, ...] = ()


class Judged(_Value):
    """One document: its scores and all its errors. `missing`: there were no facts of it, so all its gold was missed."""

    document: str
    missing: bool
    tally: Tally
    errors: tuple[Error, ...]


class Evaluation(_Value):
    """Facts documents compared with gold: in total, and per document, those with the most errors first.

    `skipped` is what could not be used and why, `unjudged` the facts documents that have no gold.
    """

    total: Tally
    documents: tuple[Judged, ...]
    unjudged: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
