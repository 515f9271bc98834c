"""Floors under scores: what an evaluation must not fall below."""

from collections.abc import Mapping

from kg.errors import FormatError
from kg.evaluator.scores import Kind, Tally

COUNTS = ("must_not", "year_invented")
"""What is counted and not a share: there a floor is the most that is allowed."""
MEASURES = (
    *(name for kind in Kind for name in (kind.value, f"{kind}.precision", f"{kind}.recall")),
    "grounded",
    *COUNTS,
)
"""The names of all that is measured: `receipt` is the F1 of receipts."""


def below(tally: Tally, floors: Mapping[str, float]) -> tuple[str, ...]:
    """The measures that are below their floors, each as one line.

    `must_not` and `year_invented` count what is wrong, so there the floor is the most that is allowed. Raises
    `FormatError` where there is no such measure.
    """
    return tuple(
        f"{name} is {value:g}, {'above' if name in COUNTS else 'below'} {floor:g}"
        for name, floor in floors.items()
        if (value := measure(tally, name)) != floor and (value > floor) == (name in COUNTS)
    )


def floor(name: str, number: str) -> float:
    """A floor as a person writes it: a share between 0 and 1, of `COUNTS` a whole number. Raises `FormatError`.

    >>> floor("receipt", "0.9"), floor("must_not", "2")
    (0.9, 2.0)
    """
    if name not in MEASURES:
        raise FormatError("floor", f"there is no score {name!r}", f"name one of {', '.join(MEASURES)}")
    if name in COUNTS:
        if not number.isdecimal():
            raise FormatError(name, f"{number!r} is no count", f"give a whole number such as {name}=0")
        return float(number)
    try:
        share = float(number)
    except ValueError:
        share = -1
    if not 0 <= share <= 1:  # nan is neither
        raise FormatError(name, f"{number!r} is no share", f"give a number between 0 and 1 such as {name}=0.9")
    return share


def measure(tally: Tally, name: str) -> float:
    """A score by its name, one of `MEASURES`; a span that has no text to check it in counts as not grounded.

    >>> measure(Tally(), "award.recall"), measure(Tally(), "must_not")
    (1.0, 0)
    """
    if name not in MEASURES:
        raise FormatError("floor", f"there is no score {name!r}", f"name one of {', '.join(MEASURES)}")
    if name == "grounded":
        spans = tally.grounding.checked + tally.grounding.unchecked
        return tally.grounding.grounded / spans if spans else 1.0
    if name in COUNTS:
        return tally.must_not if name == "must_not" else tally.year_invented
    kind, _, part = name.partition(".")
    score = tally.scores[Kind(kind)]
    return {"precision": score.precision, "recall": score.recall}.get(part, score.f1)
