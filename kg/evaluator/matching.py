"""What agrees with what, and the pairing of what was found with what was to be found."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeVar

from kg.evaluator.claims import Belonging, Named, Quantity, Win
from kg.evaluator.likeness import LEAST, likeness
from kg.evaluator.scores import Score

T = TypeVar("T")

_ALIKE_AWARD, _ALIKE_CASE = 0.85, LEAST
"""How alike the titles of awards and of cases have to be, which every article words a little differently."""


class Matched(NamedTuple):
    """The score of a comparison, what was found too much, and what was missed, both by index."""

    score: Score
    extra: tuple[int, ...]
    missed: tuple[int, ...]


def match(found: Sequence[T], wanted: Sequence[T], agree: Callable[[T, T], bool]) -> Matched:
    """Pair what was found with what was wanted, one with one: each with the first that agrees and is left."""
    left = list(range(len(wanted)))
    extra = []
    for number, item in enumerate(found):
        partner = next((n for n in left if agree(item, wanted[n])), None)
        if partner is None:
            extra.append(number)
        else:
            left.remove(partner)
    return Matched(
        Score(hit=len(found) - len(extra), predicted=len(found), gold=len(wanted)), tuple(extra), tuple(left)
    )


def same_award(found: Win, wanted: Win, all_wanted: Iterable[Win]) -> bool:
    """Whether the winners are the same and the awards alike, and no other award of the gold is nearer.

    一等奖 is like 二等奖, but not where the article has both.
    """
    if len(found.recipients) != len(wanted.recipients):
        return False
    if not all(any(won & winner for won in found.recipients) for winner in wanted.recipients):
        return False
    near = likeness(found.award, wanted.award)
    return near == 1 or (
        near >= _ALIKE_AWARD and near >= max(likeness(found.award, other.award) for other in all_wanted)
    )


def same_win(found: Win, wanted: Win, all_wanted: Iterable[Win]) -> bool:
    """Whether the award is the same, and the year and the case, where the gold has them."""
    if not same_award(found, wanted, all_wanted) or (wanted.year and found.year != wanted.year):
        return False
    return not wanted.case or likeness(found.case, wanted.case) >= _ALIKE_CASE


def same_organization(found: Named, wanted: Named) -> bool:
    """Whether one name of each is the same."""
    return bool(found.names & wanted.names)


def same_belonging(found: Belonging, wanted: Belonging) -> bool:
    """Whether child and parent are the same."""
    return bool(found.child & wanted.child) and bool(found.parent & wanted.parent)


def same_quantity(found: Quantity, wanted: Quantity) -> bool:
    """Whether value and unit are the same, and the case, where the gold has one."""
    if found.value != wanted.value or not found.units & wanted.units:
        return False
    return not wanted.case or likeness(found.case, wanted.case) >= _ALIKE_CASE
