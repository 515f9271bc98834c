"""What is wrong with the rows of a registry: each clash with its place, and whether it makes the registry unusable."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.registry.entries import Entry
from kg.registry.names import key


class Clash(NamedTuple):
    """A clash between rows: where, what, what to do. A registry with an error is refused; a note is for people."""

    where: str
    what: str
    remedy: str
    is_error: bool = True

    def __str__(self) -> str:
        return f"{self.where}: {self.what}; {self.remedy}"


Placed = tuple[str, Entry]
"""An entry with the place where it stands: `file:line`."""


def errors(placed: Iterable[Placed]) -> Iterator[Clash]:
    """Ids that stand twice, names of two entries, parents that are missing or go in a circle."""
    rows = list(placed)
    entries: dict[str, Placed] = {}
    for where, entry in rows:
        if entry.id in entries:
            yield Clash(where, f"the id {entry.id!r} stands twice", "give each row its own id")
        entries.setdefault(entry.id, (where, entry))
    yield from _shared(rows)
    for where, entry in entries.values():
        yield from _relatives(where, entry, entries)


def _shared(rows: Iterable[Placed]) -> Iterator[Clash]:
    owners: dict[str, str] = {}
    for where, entry in rows:
        for name in entry.names:
            owner = owners.setdefault(key(name), entry.id)
            if owner != entry.id:
                yield Clash(where, f"{name!r} is also a name of {owner!r}", "move it to context_aliases")


def _relatives(where: str, entry: Entry, entries: Mapping[str, Placed]) -> Iterator[Clash]:
    for field, relative in (("parent", entry.parent), ("holder", entry.holder)):
        if relative is not None and relative not in entries:
            what = f"{entry.id}: no row has the {field}'s id {relative!r}"
            yield Clash(where, what, "add it or empty the cell")
    parents = list(_above(entry, entries))
    if parents and parents[-1] == entry.id:
        through = parents[0]
        yield Clash(where, f"{entry.id}: its parents go in a circle through {through!r}", "empty one parent")


def _above(entry: Entry, entries: Mapping[str, Placed]) -> Iterator[str]:
    """The ids above an entry, nearest first; its own comes last where they go in a circle through it."""
    seen: set[str] = set()
    parent = entry.parent
    while parent is not None and parent in entries and parent not in seen:
        yield parent
        seen.add(parent)
        if parent == entry.id:
            return
        parent = entries[parent][1].parent


def notes(placed: Iterable[Placed], confusable: frozenset[frozenset[str]] = frozenset()) -> Iterator[Clash]:
    """Names that contain a name of another house, where the pair is not in `confusable`; each pair once."""
    import ahocorasick

    entries = {entry.id: (where, entry) for where, entry in placed}
    finder = ahocorasick.Automaton()
    for _, entry in entries.values():
        for name in entry.names:
            finder.add_word(key(name), (name, entry))
    finder.make_automaton()
    house = {id: _head(entry, entries) for id, (_, entry) in entries.items()}
    told: set[frozenset[str]] = set(confusable)
    for where, entry in entries.values():
        for name in entry.names:
            for _, (inner, other) in finder.iter(key(name)):
                pair = frozenset((entry.id, other.id))
                if house[entry.id] != house[other.id] and pair not in told:
                    told.add(pair)
                    what = f"{name!r} of {entry.id!r} contains {inner!r} of {other.id!r}"
                    remedy = "if they are two, say so in confusable.csv; if one, join the rows"
                    yield Clash(where, what, remedy, is_error=False)


def _head(entry: Entry, entries: Mapping[str, Placed]) -> str:
    return (entry.id, *_above(entry, entries))[-1]
