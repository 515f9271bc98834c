"""Every spelling under which the entries of a registry are looked for, and which entries each may mean.

A name also stands for itself without brackets (中国人寿海外), a legal name without its legal form where that leaves
it one entry's (长江养老保险), and a name in a group that calls itself 中国平安 with that 中国 (中国平安银行),
which would otherwise be read as the group's own name. What the registry says outright always goes first.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.registry.entries import Entry
from kg.registry.names import fold, stem

_BRACKETS = re.compile(r"[（）()]")
_CHINA = "中国"


class Spelling(NamedTuple):
    """A spelling, the ids that it may mean, and whether it means the first of them wherever it stands."""

    form: str
    candidates: tuple[str, ...]
    safe: bool


def stems(entries: Iterable[Entry]) -> dict[str, str]:
    """Legal and former names without their legal form, with and without brackets, where that leaves one entry's."""
    owners: dict[str, set[str]] = {}
    for entry in entries:
        for name in (entry.legal_name, *entry.formerly):
            short = stem(name)
            if short != name:
                for spelled in (short, _BRACKETS.sub("", short)):
                    owners.setdefault(spelled, set()).add(entry.id)
    return {name: ids.pop() for name, ids in owners.items() if len(ids) == 1}


def spellings(entries: tuple[Entry, ...], stems: Mapping[str, str]) -> dict[str, Spelling]:
    """All spellings by their folded form; `stems` is what the function of that name makes of the entries."""
    made: dict[str, Spelling] = {}
    for entry in entries:
        for name in entry.names:
            made.setdefault(fold(name), Spelling(name, (entry.id,), True))
    for entry in entries:
        for name in entry.context_aliases:
            known = made.get(fold(name), Spelling(name, (), False))
            made[fold(name)] = known._replace(candidates=(*known.candidates, entry.id))
    for form, owner in (*_without_brackets(entries), *stems.items(), *_with_china(entries)):
        made.setdefault(fold(form), Spelling(form, (owner,), True))
    made.pop("", None)
    return made


def _without_brackets(entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    names = ((name, entry.id) for entry in entries for name in entry.names)
    return ((_BRACKETS.sub("", name), owner) for name, owner in names if _BRACKETS.search(name))


def _with_china(entries: tuple[Entry, ...]) -> Iterator[tuple[str, str]]:
    """中国 before a name that begins as the name of a company above it does after 中国: 中国太平 → 中国太平人寿."""
    by_id = {entry.id: entry for entry in entries}
    for entry in entries:
        above: set[str] = set()
        parent = entry.parent
        while parent is not None:
            above.update(name[:4] for name in by_id[parent].names if name.startswith(_CHINA))
            parent = by_id[parent].parent
        yield from ((_CHINA + name, entry.id) for name in entry.names if _CHINA + name[:2] in above)
