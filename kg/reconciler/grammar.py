"""Whom a name may mean by the grammar of names: an unregistered organization by others of its names, or an entry.

A function of the names alone, whatever articles say of who bears them; a bearer is known by its identity (`census`).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.reconciler.census import REGISTERED
from kg.registry import Registry, key
from kg.registry.abbreviations import is_generic, is_short_for, parts


class Grammar:
    """Who is named alike: `unknown` are the bearers that the registry does not know, in order."""

    def __init__(self, bearers: Iterable[str], registry: Registry) -> None:
        self.unknown = tuple(sorted(each for each in bearers if not each.startswith(REGISTERED)))
        self.registry = registry
        self._meanings: dict[str, frozenset[str]] = {}

    @cached_property
    def _shared(self) -> frozenset[str]:
        """The names that mean an entry of the registry only in context."""
        return frozenset(key(name) for entry in self.registry for name in entry.context_aliases)

    def is_telling(self, name: str) -> bool:
        """Whether a name may mean somebody by itself."""
        return name not in self._shared and not is_generic(name)

    def meant(self, short: str) -> frozenset[str]:
        """Everybody, registered or not, whom a name may be short for."""
        if short not in self._meanings:
            told = parts(short)
            fuller = (*self._fuller.get((told.loose, told.head), ()), *self._fuller.get((told.loose, told.letters), ()))
            self._meanings[short] = frozenset(one for one, name in fuller if is_short_for(short, name))
        return self._meanings[short]

    @cached_property
    def _fuller(self) -> Mapping[tuple[str, str], list[tuple[str, str]]]:
        """Every bearer with its names, by trade and by what the names begin with, or its first letter."""
        made: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        names = [(one, one) for one in self.unknown]
        names += [(f"{REGISTERED}{entry.id}", name) for entry in self.registry for name in entry.names]
        for one, name in names:
            told = parts(name)
            for head in dict.fromkeys((*told.heads, *(each[:1] for each in told.heads if len(each) > 2))):
                made[told.loose, head].append((one, name))
        return made

    @cached_property
    def spelled(self) -> Mapping[str, list[str]]:
        """The unknown bearers by what their names are but for the legal form and the word for the trade."""
        alike: dict[str, list[str]] = defaultdict(list)
        for one in self.unknown:
            if self.is_telling(one) and parts(one).identity:
                alike[parts(one).identity].append(one)
        return alike
