"""Contradictions: what articles say otherwise of one thing, side by side with the sentences.

Only articles that were published within weeks of each other contradict each other: next year's figure is news. An
article contradicts another where nothing that it says of the thing agrees with anything that the other says. Nothing
here decides who is right.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import combinations
from typing import NamedTuple

from kg.facts import ArticleFacts, Figure
from kg.facts.together import Contradiction, Disputed, Side
from kg.reconciler import figures, likeness
from kg.reconciler.census import REGISTERED
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.days import DISPUTED
from kg.reconciler.tellings import WINDOW, Where, identity
from kg.reconciler.words import Saying, Word
from kg.registry import Registry
from kg.registry.abbreviations import is_short_for

Above = Mapping[str, frozenset[str]]
"""Who each organization is told or known to belong to, by identity."""
_GROWN = 7
"""How many days apart articles tell of one state of things, or of one piece of news."""
Differ = Callable[[Word, Word], bool]
"""Whether two words about one thing cannot both be true."""


def contradictions(
    said: Iterable[tuple[Disputed, Saying]], above: Above, registry: Registry
) -> tuple[Contradiction, ...]:
    """Every contradiction between what documents under common names say (see `words`), in order; one for each thing.

    All that is said of a thing is to be told together, in the order of documents; `above` are the groups that
    documents tell of (see `belonging`).
    """
    things: dict[tuple[Disputed, Hashable], list[Word]] = defaultdict(list)
    for disputed, (thing, word) in said:
        things[disputed, thing].append(word)
    differ: dict[Disputed, Differ] = {
        Disputed.FIGURE: _are_other_figures,
        Disputed.DATE: _are_other_days,
        Disputed.AWARD: lambda a, b: a.value != b.value and not (a.when and b.when and a.when != b.when),
        Disputed.YEAR: _are_other_times,
        Disputed.EDITION: _are_other_times,
        Disputed.WINNER: lambda a, b: _are_other_winners(a, b, above, registry),
    }
    found = (
        each
        for (disputed, _), words in things.items()
        for each in _found(disputed, words, differ.get(disputed, _are_other))
    )
    return tuple(sorted(found, key=_order))


def belonging(document: ArticleFacts) -> Iterator[tuple[str, str]]:
    """Each organization of a document that is told to belong to another, and that one, by identity."""
    who = {told.id: identity(told) for told in document.organizations}
    return ((who[told.id], who[told.parent]) for told in document.organizations if told.parent)


def above(pairs: Iterable[tuple[str, str]]) -> Above:
    """Who each organization is told to belong to."""
    made: dict[str, set[str]] = defaultdict(set)
    for child, parent in pairs:
        made[child].add(parent)
    return {child: frozenset(parents) for child, parents in made.items()}


def _found(disputed: Disputed, words: Sequence[Word], differ: Differ) -> Iterator[Contradiction]:
    """The contradictions about one thing: one for all words that clash with each other, directly or through others."""
    if len({word.value for word in words}) < 2:
        return
    bundles = _bundles(words)
    classes = Classes((n, ()) for n in range(len(bundles)))
    clashing: dict[int, set[Word]] = defaultdict(set)
    for (a, some), (b, others) in combinations(enumerate(bundles), 2):
        if all(differ(v, w) for v in some.said for w in others.said):
            one, other = _near(some.words, others.words), _near(others.words, some.words)
            if one:
                classes.unite(a, b)
                clashing[a] |= one
                clashing[b] |= other
    for same in classes:
        told = [word for n in same for word in clashing[n]]
        if told:
            sides: dict[Hashable, list[Word]] = defaultdict(list)
            for word in told:
                sides[word.value].append(word)
            about = chosen((word.about, 1) for word in told) or ""
            yield Contradiction(disputed, about, tuple(sorted(map(_side, sides.values()))))


class _Bundle(NamedTuple):
    """Words of documents that say the same of a thing: what one of them says in all, and the words."""

    said: tuple[Word, ...]
    words: tuple[Word, ...]


def _bundles(words: Sequence[Word]) -> list[_Bundle]:
    tells: dict[Where, list[Word]] = defaultdict(list)
    for word in words:
        tells[word.document].append(word)
    alike: dict[Hashable, list[list[Word]]] = defaultdict(list)
    for said in tells.values():
        alike[frozenset((word.value, word.programme, word.when, word.name) for word in said)].append(said)
    return [_Bundle(tuple(same[0]), tuple(word for said in same for word in said)) for same in alike.values()]


def _near(words: Iterable[Word], others: Iterable[Word]) -> set[Word]:
    """The words of articles that were published within weeks of one of others."""
    days = sorted(word.day for word in others if word.day is not None)
    found = set()
    for word in words:
        if word.day is not None:
            at = bisect_left(days, word.day - WINDOW)
            if at < len(days) and days[at] <= word.day + WINDOW:
                found.add(word)
    return found


def _are_other(a: Word, b: Word) -> bool:
    return a.value != b.value


def _are_other_times(a: Word, b: Word) -> bool:
    """Whether one of two years is wrong: told at the same time of the same day, or who won twice has told it twice."""
    if a.value == b.value or likeness.awards(a.name, b.name) is None:
        return False
    if a.title and b.title and likeness.cases(a.title, b.title) is None:
        return False
    if a.day is not None and b.day is not None and abs(a.day - b.day) > _GROWN:
        return False
    return not (a.on and b.on) or a.on == b.on


def _are_other_days(a: Word, b: Word) -> bool:
    one, other = a.value, b.value
    assert isinstance(one, date)
    assert isinstance(other, date)
    return 0 < abs((one - other).days) <= DISPUTED


def _are_other_figures(a: Word, b: Word) -> bool:
    """Whether one of two figures is wrong; what a later article tells more of may have grown."""
    one, other = a.value, b.value
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    if a.day is not None and b.day is not None and abs(a.day - b.day) > _GROWN:
        return False
    return (not one.period or not other.period or one.period == other.period) and not figures.agree(one, other)


def _are_other_winners(a: Word, b: Word, above: Above, registry: Registry) -> bool:
    """Whether nobody of one side is, may be or belongs to somebody of the other: a group may stand for its company."""
    one, other = a.value, b.value
    assert isinstance(one, frozenset)
    assert isinstance(other, frozenset)
    if (a.when and b.when and a.when != b.when) or (a.programme and b.programme and a.programme != b.programme):
        return False
    if not (a.when and b.when) and not (a.programme and b.programme):
        return False
    if a.name and b.name and likeness.awards(a.name, b.name, (a.programme, b.programme)) is None:
        return False
    if any(is_short_for(v, w) or is_short_for(w, v) for v in one for w in other):
        return False
    return not _with_groups(one, above, registry) & other and not _with_groups(other, above, registry) & one


def _with_groups(winners: frozenset[str], above: Above, registry: Registry) -> frozenset[str]:
    ids = (winner.removeprefix(REGISTERED) for winner in winners if winner.startswith(REGISTERED))
    known = (f"{REGISTERED}{entry.id}" for id in ids if id in registry for entry in registry.ancestors(id))
    return winners.union(known, *(above.get(winner, frozenset()) for winner in winners))


def _side(words: Sequence[Word]) -> Side:
    told = {(word.told.article, word.told.place): word.told for word in words}
    return Side(min(word.shown for word in words), tuple(told[each] for each in sorted(told)))


def _order(each: Contradiction) -> tuple[object, ...]:
    return each.disputed, [(side.value, side.told[0].article, side.told[0].place) for side in each.sides]
