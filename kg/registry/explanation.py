"""Why a name means what it means in a registry, or what it may mean where it means nothing for sure."""

import re
import unicodedata
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.registry.entries import Entry
from kg.registry.names import key
from kg.registry.registry import Registry

_LEAST, _SHOWN = 0.5, 5
_CODE = re.compile(r"[0-9]{5,6}(\.[A-Z]{2})?")


class Explanation(NamedTuple):
    """What a name means: the one `entry` and `how`.

    `how` is `legal name`, `short name`, `alias`, `former name`, `spelling` or `stock code` (with its exchange, as
    601601.SH, or without). Else `candidates` are the entries that share the name as a context alias, which means one of
    them only where the same text names that one safely; `containing` are other entries with a name that contains it,
    whole groups first; and `near`, where neither is there, entries with a name alike, most alike first. All this is for
    a person to decide: likeness joins nothing. `not_to_be_confused` are the entries that are known to be mistaken for
    the one.
    """

    name: str
    entry: Entry | None
    how: str
    ancestors: tuple[Entry, ...]
    candidates: tuple[Entry, ...]
    containing: tuple[Entry, ...]
    near: tuple[Entry, ...]
    not_to_be_confused: tuple[Entry, ...]


def explain(name: str, registry: Registry) -> Explanation:
    """Explain what a name or a stock code means, by itself and without a text around it. An empty one means nothing."""
    coded = _coded(name, registry)
    entry = registry.resolve(name) or (coded[0] if len(coded) == 1 else None)
    shared = coded or tuple(e for e in registry if any(key(alias) == key(name) for alias in e.context_aliases))
    candidates = tuple(e for e in shared if e != entry)
    containing = () if entry else tuple(e for e in _containing(name, registry) if e not in candidates)
    return Explanation(
        name=name,
        entry=entry,
        how=_how(name, entry) if entry else "",
        ancestors=registry.ancestors(entry.id) if entry else (),
        candidates=candidates,
        containing=containing,
        near=() if entry or shared or containing else _near(name, registry),
        not_to_be_confused=tuple(e for e in registry if entry and registry.are_confusable(entry.id, e.id)),
    )


def _coded(name: str, registry: Registry) -> tuple[Entry, ...]:
    """The entries of a stock code; without its exchange it may be that of several."""
    code = _code(name)
    if not _CODE.fullmatch(code):
        return ()
    return tuple(e for e in registry if any(code in (each, each.partition(".")[0]) for each in e.stock_codes))


def _code(name: str) -> str:
    """A stock code as the registry writes it."""
    return unicodedata.normalize("NFKC", name).strip().upper()


def _containing(name: str, registry: Registry) -> list[Entry]:
    """The entries with a name that contains this one: what is part of nothing first, then by the shortest such name."""
    part, found = key(name), []
    for entry in registry if part else ():
        lengths = [len(each) for each in map(key, entry.names) if part in each]
        if lengths:
            found.append((len(registry.ancestors(entry.id)), min(lengths), entry.id, entry))
    return [entry for *_, entry in sorted(found)]


def _how(name: str, entry: Entry) -> str:
    kinds = (
        ("legal name", (entry.legal_name,)),
        ("short name", (entry.short_name,)),
        ("alias", entry.aliases),
        ("former name", entry.formerly),
    )
    otherwise = "stock code" if _CODE.fullmatch(_code(name)) else "spelling"
    return next((how for how, names in kinds if key(name) in map(key, names)), otherwise)


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
