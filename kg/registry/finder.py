"""Names in a text: where the registry's names stand, and where their characters only seem to.

Longest match alone is not enough: 国民养老 is no insurer in 国民养老金融素养. `kg.registry.boundaries` knows what
a name must not stand beside; a name of Latin letters stands at the bounds of a word, and not inside an address.
"""

import fnmatch
import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

import ahocorasick

from kg.registry.boundaries import Boundary
from kg.registry.names import fold
from kg.registry.spellings import Spelling

_LATIN_BEFORE = re.compile(r"(?:[0-9a-z]|[a-z][._/@&-])$")
_LATIN_AFTER = re.compile(r"[._/@&-]?[0-9a-z]")


class Match(NamedTuple):
    """A name in a text: `fold(text[start:end]) == fold(form)`; `form` is the registry's spelling.

    `candidates` are the ids of the entries that it may mean. Where it is `safe`, it means the first; else it is a
    context alias, and means one of them only where the same text names that one safely.
    """

    start: int
    end: int
    form: str
    candidates: tuple[str, ...]
    safe: bool


class _Form(NamedTuple):
    """A spelling to look for, whether it begins and ends in Latin letters or digits, and the boundaries it keeps."""

    spelling: Spelling
    latin_start: bool
    latin_end: bool
    boundaries: tuple[Boundary, ...]


class Finder:
    """Finds spellings in texts, by their folded forms; built once, then only read."""

    def __init__(self, spellings: Mapping[str, Spelling], boundaries: tuple[Boundary, ...] = ()) -> None:
        self._automaton = ahocorasick.Automaton()
        kept = _by_name(spellings, boundaries)
        for folded, spelling in spellings.items():
            form = _Form(spelling, _is_latin(folded[0]), _is_latin(folded[-1]), tuple(kept.get(folded, ())))
            self._automaton.add_word(folded, form)
        self._automaton.make_automaton()

    def find(self, text: str) -> tuple[Match, ...]:
        """The names in a text, leftmost and longest first, safe ones before context aliases; none overlap."""
        folded = fold(text)
        taken = bytearray(len(folded))
        found: list[Match] = []
        for match in sorted(self._matches(folded), key=lambda m: (not m.safe, m.start, -m.end)):
            if 1 not in taken[match.start : match.end]:
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                found.append(match)
        return tuple(sorted(found))

    def _matches(self, folded: str) -> Iterator[Match]:
        if not len(self._automaton):
            return
        for last, form in self._automaton.iter(folded):
            end = last + 1
            start = end - len(form.spelling.form)
            if _stands(form, folded, start, end):
                yield Match(start, end, *form.spelling)


def _stands(form: _Form, text: str, start: int, end: int) -> bool:
    if form.latin_start and _LATIN_BEFORE.search(text, max(0, start - 2), start):
        return False
    if form.latin_end and _LATIN_AFTER.match(text, end):
        return False
    return not any(boundary.forbids(text, start, end) for boundary in form.boundaries)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _by_name(names: Collection[str], boundaries: tuple[Boundary, ...]) -> dict[str, list[Boundary]]:
    """The boundaries of each name that has any."""
    kept: dict[str, list[Boundary]] = {}
    for boundary in boundaries:
        for pattern in boundary.names:
            for name in fnmatch.filter(names, pattern) if "*" in pattern else (pattern,):
                kept.setdefault(name, []).append(boundary)
    return kept
