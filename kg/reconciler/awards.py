"""Awards across articles: one name, programme, year and edition for what several articles call differently.

What a receipt shows to be one award is one: the names that it joins then mean the same wherever they stand in the
programme, unless some article tells them apart. A programme's year and ordinal go together where an article says so.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import NamedTuple

from kg.facts import ArticleFacts, Award
from kg.reconciler import likeness
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.names import one_name
from kg.reconciler.tellings import Telling
from kg.registry.names import key

At = tuple[int, int]
"""A document, and the place of an award or case in it."""


class Called(NamedTuple):
    """What an award is called across articles."""

    name: str
    programme: str | None
    year: int | None
    edition: str | None


Made = dict[At, Called]
Told = Mapping[At, Award]


def called(
    documents: Sequence[ArticleFacts], receipts: Iterable[Sequence[Telling]], weights: Sequence[int]
) -> dict[At, Called]:
    """What each award of each document is called across all of them; `weights` are the votes of the documents."""
    told = {(d, n): award for d, document in enumerate(documents) for n, award in enumerate(document.awards)}
    classes = Classes((at, at[:1]) for at in told)
    for one in receipts:
        first, *others = sorted((telling.document, telling.award) for telling in one)
        for other in others:
            classes.unite(first, other)
    made: dict[At, Called] = {}
    for same in classes:
        made |= dict.fromkeys(same, _called([(told[at], weights[at[0]]) for at in sorted(same)]))
    made = _in_programmes(made, told, classes, weights)
    return _in_editions(_in_categories(made, told, classes, weights))


def _called(voted: Sequence[tuple[Award, int]]) -> Called:
    return Called(
        chosen((award.name, weight) for award, weight in voted) or voted[0][0].name,
        chosen((award.programme or "", weight) for award, weight in voted) or None,
        chosen((award.year or 0, weight) for award, weight in voted) or None,
        chosen((award.edition or "", weight) for award, weight in voted) or None,
    )


def _in_programmes(made: Made, told: Told, classes: Classes[At], weights: Sequence[int]) -> Made:
    """The same with one name for each programme.

    A nickname (飞鱼奖 of 中国保险业飞鱼奖) that a receipt shows to be one is so everywhere; another name that is a part
    of a longer one only in that receipt.
    """
    votes: dict[str, int] = defaultdict(int)
    apart: dict[int, set[str]] = defaultdict(set)
    for at, award in told.items():
        if award.programme:
            votes[award.programme] += weights[at[0]]
            apart[at[0]].add(award.programme)
    together = ({programme for at in same if (programme := told[at].programme)} for same in classes)
    pairs = {pair for programmes in together for pair in combinations(sorted(programmes), 2)}
    joined = [pair for pair in pairs if likeness.is_nickname(*pair)]
    names = one_name(votes, joined, apart.values(), likeness.programmes)
    return {at: each._replace(programme=names.get(each.programme or "", each.programme)) for at, each in made.items()}


def _in_categories(made: Made, told: Told, classes: Classes[At], weights: Sequence[int]) -> Made:
    """The same with one name for each award of a programme."""
    votes: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    apart: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    joined: dict[str, list[set[str]]] = defaultdict(list)
    for at, award in told.items():
        if programme := made[at].programme:
            votes[programme][award.name] += weights[at[0]]
            apart[programme][at[0]].add(award.name)
    for same in classes:
        if programme := made[same[0]].programme:
            joined[programme].append({told[at].name for at in same})
    names = {
        programme: one_name(voted, joined[programme], apart[programme].values(), partial(_near, programme))
        for programme, voted in votes.items()
    }
    return {
        at: each._replace(name=names[each.programme][told[at].name]) if each.programme else each
        for at, each in made.items()
    }


def _near(programme: str, a: str, b: str) -> int | None:
    return likeness.awards(a, b, (programme,))


def _in_editions(made: Made) -> Made:
    """The same with year and ordinal for each edition of which some article says both, and none says otherwise."""
    said: dict[tuple[str, object], set[tuple[int, str]]] = defaultdict(set)
    for each in made.values():
        if each.programme and each.year and each.edition:
            said[each.programme, each.year].add((each.year, key(each.edition)))
            said[each.programme, key(each.edition)].add((each.year, key(each.edition)))
    spelled = {key(each.edition): each.edition for each in sorted(set(made.values()), key=str) if each.edition}

    def whole(each: Called) -> Called:
        which = each.year or (each.edition and key(each.edition))
        found = said.get((each.programme or "", which), set())
        if len(found) != 1 or (each.year and each.edition):
            return each
        year, edition = next(iter(found))
        back = said[each.programme or "", year] | said[each.programme or "", edition]
        return each._replace(year=year, edition=spelled[edition]) if len(back) == 1 else each

    return {at: whole(each) for at, each in made.items()}
