"""Cases across articles: one title and one set of owners for what several articles call differently."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from kg.facts import ArticleFacts, Case
from kg.reconciler import likeness
from kg.reconciler.awards import At
from kg.reconciler.census import published
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.tellings import WINDOW, Telling, identity


class Titled(NamedTuple):
    """What a case is called across articles, and by whose names it is owned (see `tellings.identity`)."""

    title: str
    owners: tuple[str, ...]


def classes(documents: Sequence[ArticleFacts], receipts: Iterable[Sequence[Telling]]) -> Classes[At]:
    """The cases of all documents in classes, each of one case.

    Those of one receipt are one, and those of the same owners that are titled alike in articles of about one time.
    """
    made = Classes(((d, n), (d,)) for d, document in enumerate(documents) for n, _ in enumerate(document.cases))
    for one in receipts:
        at = sorted((telling.document, telling.case) for telling in one if telling.case is not None)
        for other in at[1:]:
            made.unite(at[0], other)
    for a, b in _alike(documents):
        made.unite(a, b)
    return made


def _alike(documents: Sequence[ArticleFacts]) -> Iterator[tuple[At, At]]:
    """Each case with the one before it of the same owners and nearly the same title."""
    told: dict[tuple[str, tuple[str, ...]], list[tuple[int, At]]] = defaultdict(list)
    for d, document in enumerate(documents):
        day = published(document)
        for n, case in enumerate(document.cases):
            if day is not None and (owners := _owners(document, case)):
                told[likeness.core(case.title), owners].append((day, (d, n)))
    for same in told.values():
        same.sort()
        titles = {documents[d].cases[n].title for _, (d, n) in same}
        if all(likeness.cases(a, b) is not None for a, b in combinations(sorted(titles), 2)):
            yield from ((a, b) for (first, a), (second, b) in pairwise(same) if second - first <= WINDOW)


def titled(documents: Sequence[ArticleFacts], same: Iterable[At], weights: Sequence[int]) -> Titled:
    """What the cases of one class are called together."""
    told = [(documents[d], documents[d].cases[n], weights[d]) for d, n in sorted(same)]
    title = chosen((case.title, weight) for _, case, weight in told) or told[0][1].title
    return Titled(title, chosen((_owners(document, case), weight) for document, case, weight in told) or ())


def _owners(document: ArticleFacts, case: Case) -> tuple[str, ...]:
    who = {told.id: identity(told) for told in document.organizations}
    return tuple(sorted(who[id] for id in case.owners))
