"""Which of several values stands for all: what most articles say, then the longest, then the smallest.

Spellings of one name (traditional characters, quotes, width) are voted for together, and simplified ones come first.
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import TypeVar

from kg.registry.names import key, simplify

T = TypeVar("T", bound=Hashable)


def chosen(votes: Iterable[tuple[T, int]]) -> T | None:
    """The value with the most votes; nothing where no value was told. A value is voted for by number of articles.

    >>> chosen([("案列", 1), ("案例", 1), ("案例", 1), ("", 5)])
    '案例'
    """
    counted: Counter[T] = Counter()
    together: Counter[object] = Counter()
    for value, weight in votes:
        if value:
            counted[value] += weight
            together[_spelled(value)] += weight

    def rank(value: T) -> tuple[object, ...]:
        printed = str(value)
        return -together[_spelled(value)], simplify(printed) != printed, -counted[value], -len(printed), printed

    return min(counted, key=rank, default=None)


def _spelled(value: Hashable) -> Hashable:
    return key(value) if isinstance(value, str) else value
