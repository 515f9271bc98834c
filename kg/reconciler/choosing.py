"""Which of several values stands for all: what most articles say, then the longest, then the smallest."""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


def chosen(votes: Iterable[tuple[T, int]]) -> T | None:
    """The value with the most votes; nothing where no value was told. A value is voted for by number of articles.

    >>> chosen([("案列", 1), ("案例", 1), ("案例", 1), ("", 5)])
    '案例'
    """
    counted: Counter[T] = Counter()
    for value, weight in votes:
        if value:
            counted[value] += weight
    return min(counted, key=lambda value: (-counted[value], -len(str(value)), str(value)), default=None)
