"""Why a name means what it means in a registry, or what it may mean where it means nothing for sure."""

from difflib import SequenceMatcher
from typing import NamedTuple

from kg.registry.entries import Entry
from kg.registry.names import key
from kg.registry.registry import Registry

_LEAST, _SHOWN = 0.5, 5


class Explanation(NamedTuple):
    """What a name means: the one `entry` and `how` (`legal name`, `short name`, `alias`, `former name`, `spelling`).

    Else `candidates` are the entries that share it as a context alias, which means one of them only where the same
    text names that one safely; and `near` are entries with a name alike, most alike first, for a person to decide:
    likeness joins nothing. `not_to_be_confused` are the entries that are known to be mistaken for the one.
    """

    name: str
    entry: Entry | None
    how: str
    ancestors: tuple[Entry, ...]
    candidates: tuple[Entry, ...]
    near: tuple[Entry, ...]
    not_to_be_confused: tuple[Entry, ...]


def explain(name: str, registry: Registry) -> Explanation:
    """Explain what a name means, by itself and without a text around it."""
    entry = registry.resolve(name)
    shared = tuple(e for e in registry if any(key(alias) == key(name) for alias in e.context_aliases))
    return Explanation(
        name=name,
        entry=entry,
        how=_how(name, entry) if entry else "",
        ancestors=registry.ancestors(entry.id) if entry else (),
        candidates=tuple(e for e in shared if e != entry),
        near=() if entry or shared else _near(name, registry),
        not_to_be_confused=tuple(e for e in registry if entry and registry.are_confusable(entry.id, e.id)),
    )


def _how(name: str, entry: Entry) -> str:
    kinds = (
        ("legal name", (entry.legal_name,)),
        ("short name", (entry.short_name,)),
        ("alias", entry.aliases),
        ("former name", entry.former_names),
    )
    return next((how for how, names in kinds if key(name) in map(key, names)), "spelling")


def _near(name: str, registry: Registry) -> tuple[Entry, ...]:
    matcher = SequenceMatcher(b=key(name), autojunk=False)
    scored = []
    for entry in registry:
        best = 0.0
        for each in entry.names:
            matcher.set_seq1(key(each))
            if min(matcher.real_quick_ratio(), matcher.quick_ratio()) > max(best, _LEAST):
                best = max(best, matcher.ratio())
        if best >= _LEAST:
            scored.append((-best, entry.id, entry))
    return tuple(entry for *_, entry in sorted(scored)[:_SHOWN])
