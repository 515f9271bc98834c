"""The registry as a whole: who is who, by id, by name and in a text."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kg.errors import RegistryError
from kg.ontology import load as load_ontology
from kg.registry.boundaries import Boundary, read_boundaries
from kg.registry.entries import Entry, read_confusable, read_entries
from kg.registry.finder import Finder, Match
from kg.registry.names import key, stem
from kg.registry.spellings import spellings, stems


class Registry:
    """The entries of a registry, in its order; built once, then only read."""

    def __init__(
        self,
        entries: tuple[Entry, ...],
        confusable: frozenset[frozenset[str]] = frozenset(),
        boundaries: tuple[Boundary, ...] = (),
    ) -> None:
        self._entries = {entry.id: entry for entry in entries}
        self._confusable = confusable
        self._boundaries = boundaries
        short = stems(entries)
        spelled = spellings(entries, short)
        self._finder = Finder(spelled, boundaries)
        self._names = {key(s.form): s.candidates[0] for s in reversed(spelled.values()) if s.safe}
        self._stems = {key(name) for name in short}

    def __reduce__(self) -> tuple[type["Registry"], tuple[object, ...]]:
        """Another process gets the values and builds the search itself."""
        return Registry, (tuple(self), self._confusable, self._boundaries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, id: object) -> bool:
        return id in self._entries

    def get(self, id: str) -> Entry:
        """The entry of an id. Raises `RegistryError` where there is none."""
        try:
            return self._entries[id]
        except KeyError:
            raise RegistryError("registry", f"no entry has the id {id!r}", "use an id of organizations.csv") from None

    def resolve(self, name: str) -> Entry | None:
        """The one entry that a name means wherever it stands, or none: never by a context alias, never by likeness.

        Width, case, brackets, spaces and traditional characters do not matter, and the legal form not where the
        rest is one entry's: 长江养老保险有限公司 is 长江养老保险股份有限公司, 太保产险公司 is 太保产险.
        """
        found = self._names.get(key(name)) or self._names.get(self._without_legal_form(name))
        return None if found is None else self._entries[found]

    def _without_legal_form(self, name: str) -> str:
        """The key of a company's name without its legal form; a full form comes off legal and former names only."""
        short = key(stem(name.strip()))
        return short if short in self._stems or key(name) == f"{short}公司" else ""

    def ancestors(self, id: str, *, year: int | None = None) -> tuple[Entry, ...]:
        """What the entry of an id is a part of, nearest first: its parent, the parent's parent and so on.

        With a `year`, only as far as the links are known to have held in that year.
        """
        chain: list[Entry] = []
        entry = self.get(id)
        while entry.parent is not None and not (year and entry.parent_since and year < entry.parent_since):
            entry = self._entries[entry.parent]
            chain.append(entry)
        return tuple(chain)

    def are_confusable(self, a: str, b: str) -> bool:
        """Whether two ids are known to be mistaken for each other, in either order."""
        return frozenset((a, b)) in self._confusable

    def find(self, text: str) -> tuple[Match, ...]:
        """The registry's names in a text, in order, none overlapping; offsets are code points into the text.

        Safe names come before context aliases, leftmost and longest first. A longer name around one that was found
        (a branch, a company that the registry does not know) is for the caller to see.

        >>> [(m.start, m.end, *m.candidates) for m in load().find("中國太保壽險提高国民养老金融素养")]
        [(0, 6, 'cpic-life')]
        """
        return self._finder.find(text)


def load(path: Path | None = None) -> Registry:
    """Read a registry: the one of the ontology, or the `organizations.csv` at `path`.

    `confusable.csv` and `boundaries.csv` are read beside it where they stand there. An unchanged file is read once.
    Raises `RegistryError`.
    """
    file = path or load_ontology().organizations_path
    beside = (file, file.with_name("confusable.csv"), file.with_name("boundaries.csv"))
    return _load(beside, tuple(_stamp(each) for each in beside))


def _stamp(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _load(beside: tuple[Path, Path, Path], _stamps: tuple[tuple[int, int], ...]) -> Registry:
    entries = read_entries(beside[0])
    known = frozenset(entry.id for entry in entries)
    return Registry(entries, read_confusable(beside[1], known), read_boundaries(beside[2]))
