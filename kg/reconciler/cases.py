"""Cases across articles: one title and one set of owners for what several articles call differently.

Those of one receipt are one, and those of the same owners that are titled alike in articles of about one time.
`titled` is all of it; each step before it needs no more than what it says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from kg.facts import ArticleFacts
from kg.reconciler import likeness
from kg.reconciler.awards import At
from kg.reconciler.census import published
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.tellings import WINDOW, Telling, Where, identity


class Owner(NamedTuple):
    """Who owns a case: by identity (see `tellings.identity`), and by name where no registry knows them."""

    one: str
    name: str


class Titled(NamedTuple):
    """What a case is called across articles, and who owns it."""

    title: str
    owners: tuple[Owner, ...]


class Work(NamedTuple):
    """A case as a document tells of it; `day` is when that was published, `weight` its votes."""

    at: At
    titled: Titled
    day: int | None
    weight: int


def works(where: Where, document: ArticleFacts, weight: int) -> Iterator[Work]:
    """The cases of a document, in order; `weight` are its votes."""
    who = {told.id: Owner(identity(told), told.registry_id or told.name) for told in document.organizations}
    for n, case in enumerate(document.cases):
        owners = tuple(sorted(who[id] for id in case.owners))
        yield Work((where, n), Titled(case.title, owners), published(document), weight)


class Common(NamedTuple):
    """What cases are called, where several are one; and, by receipt, the case that others tell and its document not."""

    cases: dict[At, Titled]
    added: dict[At, Titled]


def titled(told: Iterable[Work], receipts: Iterable[Sequence[Telling]]) -> Common:
    """What cases are called across articles; `receipts` are classes of tellings, in order (see `receipts`)."""
    every = list(told)
    return common(every, receipts, alike(every))


def alike(told: Iterable[Work]) -> list[tuple[At, At]]:
    """The cases of one owner and nearly one title, each with the one before it; all of one `main` are to be told."""
    mains: dict[tuple[str, tuple[str, ...]], list[Work]] = defaultdict(list)
    for work in told:
        if at := main(work):
            mains[at].append(work)
    found = []
    for same in mains.values():
        titles = {work.titled.title for work in same}
        if all(likeness.cases(a, b) is not None for a, b in combinations(sorted(titles), 2)):
            days = sorted((work.day or 0, work.at) for work in same)
            found += [(a, b) for (first, a), (second, b) in pairwise(days) if second - first <= WINDOW]
    return sorted(found)


def main(work: Work) -> tuple[str, tuple[str, ...]] | None:
    """What cases may be one by: the main part of the title, and the owners; nothing where owner or day is unknown."""
    owners = tuple(owner.one for owner in work.titled.owners)
    return (likeness.core(work.titled.title), owners) if owners and work.day is not None else None


def common(told: Iterable[Work], receipts: Iterable[Sequence[Telling]], pairs: Iterable[tuple[At, At]]) -> Common:
    """What cases are called together, and those that are left out; all that hang together are to be told."""
    every = {work.at: work for work in told}
    classes = Classes((at, at[:1]) for at in every)
    with_case = [
        (one, cases) for one in receipts if (cases := [(t.document, t.case) for t in one if t.case is not None])
    ]
    for _, cases in with_case:
        first, *others = sorted(cases)
        for other in others:
            classes.unite(first, other)
    for a, b in pairs:
        classes.unite(a, b)
    made = Common({}, {})
    for same in classes:
        if len(same) > 1:
            made.cases.update(dict.fromkeys(same, _together(same, every)))
    for one, (first, *_) in with_case:
        for telling in one:
            if telling.case is None:
                made.added[telling.document, telling.receipt] = made.cases.get(first) or _together([first], every)
    return made


def _together(same: Iterable[At], every: Mapping[At, Work]) -> Titled:
    told = [every[at] for at in sorted(same)]
    title = chosen((work.titled.title, work.weight) for work in told) or told[0].titled.title
    return Titled(title, chosen((work.titled.owners, work.weight) for work in told) or ())
