"""Which tellings of receipts are one receipt: the same winners, and award, edition and case told compatibly.

Tellings in the same words are a variant: they are one anyway. Two variants that an article tells apart are two
receipts. Where two fit a variant equally well that are not one, be it in one article or in two, neither is taken:
ambiguity stays ambiguity.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations

from kg.reconciler import likeness
from kg.reconciler.classes import Classes
from kg.reconciler.tellings import WINDOW, Telling, Where, cost, differences


class Variant:
    """What several articles of about one time tell in the same words."""

    def __init__(self, told: Sequence[Telling]) -> None:
        self.told = tuple(told)
        self.documents = frozenset(telling.document for telling in told)

    @cached_property
    def days(self) -> list[int]:
        """When they were published, in order, as far as that is known."""
        return sorted({telling.day for telling in self.told if telling.day is not None})

    def cost(self, other: "Variant") -> int | None:
        """How differently two variants tell what may be one receipt (see `tellings.cost`), at their closest in time."""
        here, there = self._closest(other)
        return cost(self.told[0]._replace(day=here), other.told[0]._replace(day=there))

    def _closest(self, other: "Variant") -> tuple[int | None, int | None]:
        pairs = [
            (abs(day - near), day, near)
            for day in self.days
            for near in other.days[max(0, bisect_left(other.days, day) - 1) :][:2]
        ]
        return min(pairs)[1:] if pairs else (None, None)


def classes(told: Sequence[Telling]) -> list[list[Telling]]:
    """The tellings in classes, each of one receipt, in order; a function of their set, whatever their order.

    Those of other winners do not matter: what is told of some winners can be classed by itself.
    """
    found: list[list[Telling]] = []
    by_winners: dict[frozenset[str], list[Telling]] = defaultdict(list)
    for telling in told:
        by_winners[telling.recipients].append(telling)
    for same in by_winners.values():
        variants = list(_variants(same))
        made = Classes((variant, variant.documents) for variant in variants)
        for _, a, b in sorted(_edges(variants)):
            some, others = made.of(variants[a]), made.of(variants[b])
            if all(differences(x.told[0], y.told[0]) is not None for x in some for y in others):
                made.unite(variants[a], variants[b])
        found += (sorted(telling for variant in each for telling in variant.told) for each in made)
    return sorted(found)


def _variants(told: Sequence[Telling]) -> Iterator[Variant]:
    """The variants among tellings of the same winners; where no edition is told, only those of about one time."""
    said: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling in sorted(told, key=lambda each: (each.day or 0, each.document, each.receipt)):
        said[telling.name, telling.programme, telling.year, telling.edition, telling.title, telling.rank].append(
            telling
        )
    for same in said.values():
        if same[0].programme and (same[0].year or same[0].edition):
            yield Variant(same)
            continue
        yield from _of_one_time(same)


def _of_one_time(told: Sequence[Telling]) -> Iterator[Variant]:
    """The same words, in order of time, by the month or so in which they were told; undated ones each by itself."""
    dated: list[Telling] = []
    for telling in told:
        if telling.day is None:
            yield Variant([telling])
        elif dated and telling.day - (dated[0].day or 0) > WINDOW:
            yield Variant(dated)
            dated = [telling]
        else:
            dated.append(telling)
    if dated:
        yield Variant(dated)


Edge = tuple[int, int, int]
"""A cost, and two variants by their places."""


def _edges(variants: Sequence[Variant]) -> Iterator[Edge]:
    """The pairs that may be one: each the only best of the other among those that some article tells apart from it."""
    costs: dict[tuple[int, int], int] = {}
    for a, b in _pairs(variants):
        if not variants[a].documents & variants[b].documents and (price := variants[a].cost(variants[b])) is not None:
            costs[a, b] = costs[b, a] = price
    rivals = _rivals(variants)
    unsure = set(_unsure(variants, costs))
    for (a, b), price in costs.items():
        if a < b and a not in unsure and b not in unsure:
            others = (*((a, other) for other in rivals[b]), *((b, other) for other in rivals[a]))
            if all(costs.get(pair, price + 1) > price for pair in others):
                yield price, a, b


def _pairs(variants: Sequence[Variant]) -> Iterator[tuple[int, int]]:
    """The pairs that were told at about one time, or of one year or edition."""
    near: set[tuple[int, int]] = set()
    dated = sorted((variant.days, n) for n, variant in enumerate(variants) if variant.days)
    for at, (days, a) in enumerate(dated):
        for later, b in dated[at + 1 :]:
            if later[0] > days[-1] + WINDOW:
                break
            near.add((min(a, b), max(a, b)))
    for kind in ("year", "edition"):
        alike: dict[object, list[int]] = defaultdict(list)
        for n, variant in enumerate(variants):
            if variant.told[0].programme and (which := getattr(variant.told[0], kind)):
                alike[which].append(n)
        near.update(pair for same in alike.values() for pair in combinations(same, 2))
    return iter(sorted(near))


def _rivals(variants: Sequence[Variant]) -> list[set[int]]:
    """For each variant those that some article tells besides it."""
    of: dict[Where, list[int]] = defaultdict(list)
    for n, variant in enumerate(variants):
        for document in variant.documents:
            of[document].append(n)
    rivals: list[set[int]] = [set() for _ in variants]
    for same in of.values():
        for n in same if len(same) > 1 else ():
            rivals[n].update(same)
    return [found - {n} for n, found in enumerate(rivals)]


def _unsure(variants: Sequence[Variant], costs: dict[tuple[int, int], int]) -> Iterator[int]:
    """The variants without a programme that equally well fit awards of two programmes."""
    fits: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (a, b), price in costs.items():
        if not variants[a].told[0].programme:
            fits[a].append((price, variants[b].told[0].programme))
    for a, found in fits.items():
        least = min(found)[0]
        programmes = sorted({programme for price, programme in found if price == least} - {""})
        if any(likeness.programmes(one, other) is None for one, other in combinations(programmes, 2)):
            yield a
