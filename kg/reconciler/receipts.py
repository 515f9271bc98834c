"""Which tellings of receipts are one receipt: the same winners, and award, edition and case told compatibly.

Two tellings of one article are two receipts. Where two fit a telling equally well that are not one, be it in one
article or in two, neither is taken: ambiguity stays ambiguity.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from kg.reconciler import likeness
from kg.reconciler.classes import Classes
from kg.reconciler.tellings import WINDOW, Recipients, Telling, cost, differences


def classes(told: Sequence[Telling]) -> Classes[Telling]:
    """The tellings in classes, each of one receipt; a function of the set of tellings, whatever their order."""
    made = Classes((telling, telling.document) for telling in told)
    for _, a, b in sorted(_edges(told)):
        if _may_be_one(made.of(told[a]), made.of(told[b])):
            made.unite(told[a], told[b])
    return made


def _may_be_one(some: Sequence[Telling], others: Sequence[Telling]) -> bool:
    """Whether every telling of one class may be one with every telling of another: what joins two is not enough."""
    return all(differences(a, b) is not None for a in _different(some) for b in _different(others))


def _different(told: Sequence[Telling]) -> Iterator[Telling]:
    """The tellings that say something else than the others; of those that say the same, the first and the last."""
    said: dict[tuple[object, ...], list[Telling]] = defaultdict(list)
    for telling in sorted(told, key=lambda each: each.day or 0):
        said[(telling.name, telling.programme, telling.year, telling.edition, telling.title, telling.rank)].append(
            telling
        )
    for same in said.values():
        yield from dict.fromkeys((same[0], same[-1]))


Edge = tuple[int, int, int]


def _edges(told: Sequence[Telling]) -> Iterator[Edge]:
    """The pairs that may be one, with their costs: each the only best of the other in its document."""
    best: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for a, b in _pairs(told):
        if (price := cost(told[a], told[b])) is not None:
            best[a, told[b].document].append((price, b))
            best[b, told[a].document].append((price, a))
    chosen = {at: found[0] for at, found in ((at, sorted(each)[:2]) for at, each in best.items()) if _is_alone(found)}
    for at in list(_unsure(told, best)):
        chosen.pop(at, None)
    for (a, _), (price, b) in chosen.items():
        if a < b and chosen.get((b, told[a].document)) == (price, a):
            yield price, a, b


def _unsure(
    told: Sequence[Telling], best: Mapping[tuple[int, int], list[tuple[int, int]]]
) -> Iterator[tuple[int, int]]:
    """The tellings without a programme, each with a document, that equally well fit awards of two programmes."""
    fits: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for (a, document), found in best.items():
        if not told[a].programme:
            fits[a] += [(price, document, b) for price, b in found]
    for a, each in fits.items():
        least = min(each)[0]
        programmes = sorted({told[b].programme for price, _, b in each if price == least} - {""})
        if any(likeness.programmes(one, other) is None for one, other in combinations(programmes, 2)):
            yield from ((a, document) for _, document, _ in each)


def _is_alone(found: list[tuple[int, int]]) -> bool:
    return len(found) == 1 or found[0][0] < found[1][0]


def _pairs(told: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of tellings with the same winners in different articles: near in time, or of one year or edition."""
    of: dict[Recipients, list[int]] = defaultdict(list)
    for number, telling in enumerate(told):
        of[telling.recipients].append(number)
    for numbers in of.values():
        yield from dict.fromkeys((*_near(told, numbers), *_of_one_edition(told, numbers)))


def _near(told: Sequence[Telling], numbers: list[int]) -> Iterator[tuple[int, int]]:
    dated = sorted((day, n) for n in numbers if (day := told[n].day) is not None)
    for at, (day, a) in enumerate(dated):
        for later, b in dated[at + 1 :]:
            if later - day > WINDOW:
                break
            if told[a].document != told[b].document:
                yield min(a, b), max(a, b)


def _of_one_edition(told: Sequence[Telling], numbers: list[int]) -> Iterator[tuple[int, int]]:
    for kind in ("year", "edition"):
        alike: dict[object, list[int]] = defaultdict(list)
        for n in numbers:
            if told[n].programme and (which := getattr(told[n], kind)):
                alike[told[n].programme, which].append(n)
        for group in alike.values():
            for at, a in enumerate(group):
                yield from ((min(a, b), max(a, b)) for b in group[at + 1 :] if told[a].document != told[b].document)
