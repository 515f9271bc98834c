"""What articles say together: contradictions between them, and which of them repeat each other.

Comes from the reconciler, goes to the converter. Facts are named by the article's id and their own in its document.
"""

from enum import StrEnum
from typing import NamedTuple

from kg.facts.models import Kind, Span


class Disputed(StrEnum):
    """What articles contradict each other about."""

    FIGURE = "figure"
    YEAR = "year"
    EDITION = "edition"
    DATE = "date"
    WINNER = "winner"
    AWARD = "award"
    COUNT = "count"


class Told(NamedTuple):
    """One article's word: the fact that says it, as its kind and its place in the document, and the span that does.

    A figure's `place` is that of its case, then its own; an article's word about itself is a check.
    """

    article: str
    kind: Kind | None
    place: tuple[int, ...]
    span: Span | None


class Side(NamedTuple):
    """One of the values that contradict each other, and every article that says it."""

    value: str
    told: tuple[Told, ...]


class Contradiction(NamedTuple):
    """Values of one thing that cannot all be true, the sides in order of value; `about` names the thing for people."""

    disputed: Disputed
    about: str
    sides: tuple[Side, ...]


class Together(NamedTuple):
    """What holds across articles: `reprints` gives the first article for each that repeats it, both by id."""

    contradictions: tuple[Contradiction, ...] = ()
    reprints: tuple[tuple[str, str], ...] = ()
