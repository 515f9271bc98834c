"""Two graphs side by side: facts with the same IRI, then facts of one class that the same sentence tells."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from typing import Literal

from pydantic import BaseModel, ConfigDict

from kg.differ.facts import KINDS, Fact, Facts, Place
from kg.terms import Quad, Term, value


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Quote(_Value):
    """A sentence that supports a fact: the words, and the article by title and day."""

    exact: str
    source: str


class Field(_Value):
    """A property whose values differ, in words."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Change(_Value):
    """A fact that was added, removed or changed.

    `iri` is that of the newer graph where it is there, `was` the older one where the fact has another now. `fields`
    are the properties that differ; `gained` and `lost` the sentences that one graph has and the other has not.
    """

    change: Literal["added", "removed", "changed"]
    kind: str
    iri: str
    label: str
    was: str | None = None
    fields: tuple[Field, ...] = ()
    gained: tuple[Quote, ...] = ()
    lost: tuple[Quote, ...] = ()


class Difference(_Value):
    """What of one graph is not in another: by fact, and by quad as N-Quads lines in code point order."""

    changes: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the graphs are the same set of quads."""
        return not (self.added or self.removed)


def diff(before: Iterable[Quad], after: Iterable[Quad]) -> Difference:
    """Compare two graphs. The same two sets of quads give the same difference, whatever their order."""
    old, new = set(before), set(after)
    changes = sorted(_changes(Facts(old), Facts(new)), key=_order)
    return Difference(changes=tuple(changes), added=_lines(new - old), removed=_lines(old - new))


def _lines(quads: set[Quad]) -> tuple[str, ...]:
    return tuple(sorted(quad.line().rstrip("\n") for quad in quads))


def _order(change: Change) -> tuple[int, str, str, str]:
    return KINDS.index(change.kind), change.label, change.change, change.iri


def _changes(old: Facts, new: Facts) -> Iterator[Change]:
    gone = {iri: fact for iri, fact in old.by_iri.items() if iri not in new.by_iri}
    come = {iri: fact for iri, fact in new.by_iri.items() if iri not in old.by_iri}
    pairs = [(fact, new.by_iri[iri]) for iri, fact in old.by_iri.items() if iri in new.by_iri]
    same = _retold(gone.values(), come.values(), old, new)
    pairs += [(gone[before], come[after]) for before, after in same.items()]
    for before, after in pairs:
        change = _changed(before, after, old, new)
        if change.fields or change.gained or change.lost:
            yield change
    for iri, fact in gone.items():
        if iri not in same:
            yield Change(
                change="removed", kind=fact.kind, iri=value(iri), label=fact.label, lost=_quotes(fact.places, old)
            )
    told = set(same.values())
    for iri, fact in come.items():
        if iri not in told:
            yield Change(
                change="added", kind=fact.kind, iri=value(iri), label=fact.label, gained=_quotes(fact.places, new)
            )


def _retold(gone: Iterable[Fact], come: Iterable[Fact], old: Facts, new: Facts) -> dict[Term, Term]:
    """Facts of one class that are one fact, told otherwise: older IRI to newer one.

    They share a sentence of one article, or have one name, or the same winners in one article; and no third fact does.
    """
    same: dict[Term, Term] = {}
    taken: set[Term] = set()
    for key in (_by_quote, _by_label, _by_winner):
        ends: dict[Hashable, tuple[set[Term], set[Term]]] = defaultdict(lambda: (set(), set()))
        for side, (facts, graph) in enumerate(((gone, old), (come, new))):
            for fact in facts:
                if fact.iri not in same and fact.iri not in taken:
                    for each in key(fact, graph):
                        ends[each][side].add(fact.iri)
        pairs = {(*before, *after) for before, after in ends.values() if len(before) == len(after) == 1}
        for before, after in sorted(pairs):
            if before not in same and after not in taken:
                same[before] = after
                taken.add(after)
    return same


def _by_quote(fact: Fact, facts: Facts) -> Iterator[Hashable]:
    yield from ((fact.kind, place.exact, facts.source(place.article)) for place in fact.places)


def _by_label(fact: Fact, _: Facts) -> Iterator[Hashable]:
    yield fact.kind, fact.label


def _by_winner(fact: Fact, facts: Facts) -> Iterator[Hashable]:
    if winners := fact.fields.get("recipient"):
        yield from ((winners, facts.source(place.article)) for place in fact.places)


def _changed(before: Fact, after: Fact, old: Facts, new: Facts) -> Change:
    names = sorted(before.fields.keys() | after.fields.keys())
    gained, lost = _quotes(after.places, new), _quotes(before.places, old)
    values = ((name, before.fields.get(name, ()), after.fields.get(name, ())) for name in names)
    return Change(
        change="changed",
        kind=after.kind,
        iri=value(after.iri),
        was=value(before.iri) if before.iri != after.iri else None,
        label=after.label,
        fields=tuple(Field(name=name, before=was, after=now) for name, was, now in values if was != now),
        gained=tuple(quote for quote in gained if quote not in lost),
        lost=tuple(quote for quote in lost if quote not in gained),
    )


def _quotes(places: Iterable[Place], facts: Facts) -> tuple[Quote, ...]:
    ordered = sorted(places)
    return tuple(dict.fromkeys(Quote(exact=p.exact, source=facts.source(p.article)) for p in ordered))
