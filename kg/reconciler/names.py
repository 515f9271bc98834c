"""One name for what several names were shown to mean, wherever those names stand."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations

from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.registry.names import key

Near = Callable[[str, str], int | None]
"""Whether two names may be one; a cost, or nothing."""


def one_name(
    votes: Mapping[str, int], joined: Iterable[Iterable[str]], apart: Iterable[Iterable[str]], near: Near
) -> dict[str, str]:
    """For each name, the one that stands for all that mean the same.

    `votes` are the articles that use each name, `joined` names that some fact shows to be one, `apart` names that some
    article uses for different things. Names of one key are one. A name that two facts join to names which cannot be
    one (方舟奖 to the awards of two trades) means neither of them.
    """
    pairs = {pair for names in joined for pair in combinations(sorted(set(names)), 2)}
    kept = pairs - {pair for names in apart for pair in combinations(sorted(set(names)), 2)}
    partners: dict[str, set[str]] = defaultdict(set)
    for a, b in kept:
        partners[a].add(b)
        partners[b].add(a)
    unsure = {
        name for name, others in partners.items() if any(near(a, b) is None for a, b in combinations(sorted(others), 2))
    }
    classes = Classes((name, ()) for name in votes)
    for names in _alike(votes):
        for other in names[1:]:
            classes.unite(names[0], other)
    for a, b in sorted(kept):
        if a not in unsure and b not in unsure:
            classes.unite(a, b)
    return {name: chosen((each, votes[each]) for each in same) or name for same in classes for name in same}


def _alike(names: Iterable[str]) -> Iterable[list[str]]:
    alike: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names):
        alike[key(name)].append(name)
    return alike.values()
