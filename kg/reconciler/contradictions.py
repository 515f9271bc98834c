"""Contradictions: what articles say otherwise of one thing, side by side with the sentences.

Only articles that were published within weeks of each other contradict each other: next year's figure is news. An
article contradicts another where nothing that it says of the thing agrees with anything that the other says. Nothing
here decides who is right.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations

from kg.facts import ArticleFacts, Figure
from kg.facts.together import Contradiction, Disputed, Side
from kg.reconciler import figures, likeness
from kg.reconciler.choosing import chosen
from kg.reconciler.classes import Classes
from kg.reconciler.tellings import WINDOW
from kg.reconciler.words import Word, sayings
from kg.registry import Registry

Differ = Callable[[Word, Word], bool]
"""Whether two words about one thing cannot both be true."""


def contradictions(documents: Sequence[ArticleFacts], registry: Registry) -> tuple[Contradiction, ...]:
    """Every contradiction between documents under common names (see `harmony`), in order; one for each thing."""
    things: dict[tuple[Disputed, Hashable], list[Word]] = defaultdict(list)
    for disputed, (thing, word) in sayings(documents):
        things[disputed, thing].append(word)
    differ: dict[Disputed, Differ] = {
        Disputed.FIGURE: _are_other_figures,
        Disputed.YEAR: _are_other_times,
        Disputed.EDITION: _are_other_times,
        Disputed.WINNER: lambda a, b: _are_other_winners(a, b, registry),
    }
    found = (
        each
        for (disputed, _), words in things.items()
        for each in _found(disputed, words, differ.get(disputed, _are_other))
    )
    return tuple(sorted(found, key=_order))


def _found(disputed: Disputed, words: Sequence[Word], differ: Differ) -> Iterator[Contradiction]:
    """The contradictions about one thing: one for all words that clash with each other, directly or through others."""
    if len({word.value for word in words}) < 2:
        return
    tells: dict[int, list[Word]] = defaultdict(list)
    for word in words:
        tells[word.document].append(word)
    classes = Classes((word, number) for number, word in enumerate(words))
    clashing = set()
    for one, other in combinations(words, 2):
        if _are_near(one, other) and all(differ(v, w) for v in tells[one.document] for w in tells[other.document]):
            classes.unite(one, other)
            clashing |= {one, other}
    for same in classes:
        if same[0] in clashing:
            sides: dict[Hashable, list[Word]] = defaultdict(list)
            for word in same:
                sides[word.value].append(word)
            about = chosen((word.about, 1) for word in same) or ""
            yield Contradiction(disputed, about, tuple(sorted(map(_side, sides.values()))))


def _are_near(a: Word, b: Word) -> bool:
    return a.document != b.document and a.day is not None and b.day is not None and abs(a.day - b.day) <= WINDOW


def _are_other(a: Word, b: Word) -> bool:
    return a.value != b.value


def _are_other_times(a: Word, b: Word) -> bool:
    return a.value != b.value and likeness.awards(a.name, b.name) is not None


def _are_other_figures(a: Word, b: Word) -> bool:
    one, other = a.value, b.value
    assert isinstance(one, Figure)
    assert isinstance(other, Figure)
    return (not one.period or not other.period or one.period == other.period) and not figures.agree(one, other)


def _are_other_winners(a: Word, b: Word, registry: Registry) -> bool:
    """Whether nobody of one side is, or belongs to, somebody of the other: a group may stand for its company."""
    one, other = a.value, b.value
    assert isinstance(one, frozenset)
    assert isinstance(other, frozenset)
    if (a.when and b.when and a.when != b.when) or (a.programme and b.programme and a.programme != b.programme):
        return False
    if a.name and b.name and likeness.awards(a.name, b.name, (a.programme, b.programme)) is None:
        return False
    return not _with_groups(one, registry) & other and not _with_groups(other, registry) & one


def _with_groups(winners: frozenset[str], registry: Registry) -> frozenset[str]:
    ids = (winner.removeprefix("registry ") for winner in winners if winner.startswith("registry "))
    return winners | {f"registry {entry.id}" for id in ids if id in registry for entry in registry.ancestors(id)}


def _side(words: Sequence[Word]) -> Side:
    told = {(word.told.article, word.told.place): word.told for word in words}
    return Side(min(word.shown for word in words), tuple(told[each] for each in sorted(told)))


def _order(each: Contradiction) -> tuple[object, ...]:
    return each.disputed, [(side.value, side.told[0].article, side.told[0].place) for side in each.sides]
