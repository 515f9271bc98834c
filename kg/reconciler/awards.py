"""Awards across articles: one name, programme, year and edition for what several articles call differently.

What a receipt shows to be one award is one: the names that it joins then mean the same wherever they stand in the
programme, unless some article tells them apart. A programme's year and ordinal go together where an article says so.

`called` is all of it; each step before it needs no more than what it says.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from kg.facts import ArticleFacts
from kg.reconciler import likeness
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.names import one_name
from kg.reconciler.tellings import Telling, Where
from kg.registry.names import key

At = tuple[Where, int]
"""A document, and the place of an award or case in it."""
Pair = tuple[str, str]


class Called(NamedTuple):
    """What an award is called."""

    name: str
    programme: str | None
    year: int | None
    edition: str | None


class Named(NamedTuple):
    """An award of a document as it is called there, by how many votes; what it is called with those that are one.

    `one` is the first of those, itself included.
    """

    at: At
    told: Called
    weight: int
    made: Called
    one: At


class Programmes(NamedTuple):
    """What the names of programmes are called by: votes, those that an article tells apart, those that are joined."""

    votes: Counter[str]
    apart: set[Pair]
    joined: set[Pair]


def summed(several: Iterable[Programmes]) -> Programmes:
    """What is said of programmes in parts."""
    made = Programmes(Counter(), set(), set())
    for each in several:
        made.votes.update(each.votes)
        made.apart.update(each.apart)
        made.joined.update(each.joined)
    return made


def awards(where: Where, document: ArticleFacts, weight: int) -> Iterator[Named]:
    """The awards of a document, in order, each by itself; `weight` are its votes."""
    for n, award in enumerate(document.awards):
        told = Called(award.name, award.programme or None, award.year or None, award.edition or None)
        yield Named((where, n), told, weight, told, (where, n))


def called(told: Iterable[Named], receipts: Iterable[Sequence[Telling]]) -> dict[At, Called]:
    """What each award is called across articles; `receipts` are classes of tellings, in order (see `receipts`)."""
    named = united(told, receipts)
    names = programmes(votes(named))
    return editions(in_programmes(each, names) for each in named)


def united(told: Iterable[Named], receipts: Iterable[Sequence[Telling]]) -> list[Named]:
    """The awards as those that are one by a receipt are called together; all that hang together are to be told."""
    every = {each.at: each for each in told}
    classes = Classes((at, at[:1]) for at in every)
    for one in receipts:
        first, *others = sorted((telling.document, telling.award) for telling in one)
        for other in others:
            classes.unite(first, other)
    made = list[Named]()
    for same in classes:
        ordered = [every[at] for at in sorted(same)]
        together = _together(ordered)
        made += (each._replace(made=together, one=ordered[0].at) for each in ordered)
    return made


def _together(same: Sequence[Named]) -> Called:
    return Called(
        chosen((each.told.name, each.weight) for each in same) or same[0].told.name,
        chosen((each.told.programme or "", each.weight) for each in same) or None,
        chosen((each.told.year or 0, each.weight) for each in same) or None,
        chosen((each.told.edition or "", each.weight) for each in same) or None,
    )


def votes(named: Iterable[Named]) -> Programmes:
    """What documents and receipts say of the names of programmes; those of parts can be `summed`.

    A nickname (飞鱼奖 of 中国保险业飞鱼奖) that a receipt shows to be one is so everywhere; another name that is a part
    of a longer one only in that receipt.
    """
    counted = Counter[str]()
    apart, joined = defaultdict[Where, set[str]](set), defaultdict[At, set[str]](set)
    for each in named:
        if programme := each.told.programme:
            counted[programme] += each.weight
            apart[each.at[0]].add(programme)
            joined[each.one].add(programme)
    return Programmes(counted, _nicknames(apart.values()), _nicknames(joined.values()))


def _nicknames(several: Iterable[Iterable[str]]) -> set[Pair]:
    pairs = {pair for names in several for pair in combinations(sorted(names), 2)}
    return {pair for pair in pairs if likeness.is_nickname(*pair)}


def programmes(told: Programmes) -> dict[str, str]:
    """The programmes that are called otherwise, with what they are called; of all that documents say of them."""
    names = one_name(told.votes, told.joined, told.apart, likeness.programmes)
    return {name: other for name, other in names.items() if name != other}


def in_programmes(each: Named, names: Mapping[str, str]) -> Named:
    """The award under the common name of its programme."""
    programme = each.made.programme or ""
    return each._replace(made=each.made._replace(programme=names[programme])) if programme in names else each


def editions(named: Iterable[Named]) -> dict[At, Called]:
    """What awards are called, with one name each in their programme; all awards of a programme are to be told."""
    every = list(named)
    return _in_editions(_in_categories(every))


def _in_categories(named: Sequence[Named]) -> dict[At, Called]:
    """One name for each award of a programme."""
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    apart: dict[str, dict[Where, set[str]]] = defaultdict(lambda: defaultdict(set))
    joined: dict[str, dict[At, set[str]]] = defaultdict(lambda: defaultdict(set))
    for each in named:
        if programme := each.made.programme:
            votes[programme][each.told.name] += each.weight
            apart[programme][each.at[0]].add(each.told.name)
            joined[programme][each.one].add(each.told.name)
    names = {
        programme: one_name(voted, joined[programme].values(), apart[programme].values(), partial(_near, programme))
        for programme, voted in votes.items()
    }
    return {
        each.at: each.made._replace(name=names[each.made.programme][each.told.name])
        if each.made.programme
        else each.made
        for each in named
    }


def _near(programme: str, a: str, b: str) -> int | None:
    return likeness.awards(a, b, (programme,))


def _in_editions(made: Mapping[At, Called]) -> dict[At, Called]:
    """The same with year and ordinal for each edition of which some article says both, and none says otherwise."""
    said: dict[tuple[str, object], set[tuple[int, str]]] = defaultdict(set)
    spelled: dict[tuple[str, str], str] = {}
    for each in sorted(set(made.values()), key=str):
        if each.programme and each.edition:
            spelled[each.programme, key(each.edition)] = each.edition
            if each.year:
                said[each.programme, each.year].add((each.year, key(each.edition)))
                said[each.programme, key(each.edition)].add((each.year, key(each.edition)))

    def whole(each: Called) -> Called:
        which = each.year or (each.edition and key(each.edition))
        found = said.get((each.programme or "", which), set())
        if len(found) != 1 or (each.year and each.edition):
            return each
        year, edition = next(iter(found))
        back = said[each.programme or "", year] | said[each.programme or "", edition]
        return each._replace(year=year, edition=spelled[each.programme or "", edition]) if len(back) == 1 else each

    return {at: whole(each) for at, each in made.items()}
