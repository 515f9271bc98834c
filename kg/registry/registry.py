"""The registry as a whole: who is who, by id, by name and in a text."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from kg.errors import RegistryError
from kg.ontology import load as load_ontology
from kg.registry.boundaries import Boundary, read_boundaries
from kg.registry.checking import Clash, Placed, errors, notes
from kg.registry.entries import Entry, entry, read_confusable, read_entries
from kg.registry.finder import Finder, Match
from kg.registry.names import key, stem
from kg.registry.sources import merged, read_rows
from kg.registry.spellings import spellings, stems
from kg.terms import norm


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
        self._keys: dict[str, frozenset[str]] = {}

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

    def keys(self, id: str) -> frozenset[str]:
        """The names of an entry as `kg.terms.norm` folds them. Raises `RegistryError` where there is none."""
        if id not in self._keys:
            self._keys[id] = frozenset(map(norm, self.get(id).names))
        return self._keys[id]

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


def load(path: Path | None = None, more: tuple[Path, ...] = ()) -> Registry:
    """Read a registry: the one of the ontology, or the `organizations.csv` at `path`, and what `more` files add.

    `confusable.csv` and `boundaries.csv` are read beside each where they stand there. A row of `more` (CSV, YAML or
    Turtle, see `kg.registry.sources`) is a new entry, or adds to the one of its id. An unchanged file is read once.
    Raises `RegistryError`, where rows clash at the first clash.
    """
    files_ = tuple(
        (file, tuple(map(_stamp, files(file)))) for file in (path or load_ontology().organizations_path, *more)
    )
    return _load(files_)


def check(path: Path | None = None, more: tuple[Path, ...] = ()) -> tuple[Clash, ...]:
    """Every clash of a registry, errors first; see `load` for the files. Raises `RegistryError` as reading does."""
    files_ = (path or load_ontology().organizations_path, *more)
    placed = _rows(files_)
    if found := tuple(errors(placed)):
        return found
    return tuple(notes(placed, _tables(files_, placed)[0]))


def files(file: Path) -> tuple[Path, Path, Path]:
    """What is read of a registry: its own file, and the tables that may stand beside it."""
    return file, file.with_name("confusable.csv"), file.with_name("boundaries.csv")


def _stamp(file: Path) -> tuple[int, int]:
    try:
        state = file.stat()
    except OSError:
        return (0, 0)
    return (state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=4)
def _load(stamped: tuple[tuple[Path, tuple[tuple[int, int], ...]], ...]) -> Registry:
    files_ = tuple(file for file, _ in stamped)
    placed = _rows(files_)
    for clash in errors(placed):
        raise RegistryError(clash.where, clash.what, clash.remedy)
    return Registry(tuple(entry for _, entry in placed), *_tables(files_, placed))


def _rows(files_: tuple[Path, ...]) -> list[Placed]:
    """The rows of the first file, with what the others add."""
    first, *others = files_
    placed = list(read_entries(first))
    for file in others:
        placed = _extended(placed, file)
    return placed


def _tables(files_: tuple[Path, ...], placed: list[Placed]) -> tuple[frozenset[frozenset[str]], tuple[Boundary, ...]]:
    """The pairs never to be merged, and the boundaries, of all files together."""
    known = frozenset(entry.id for _, entry in placed)
    beside = dict.fromkeys(files(file)[1:] for file in files_)
    confusable = frozenset(pair for pairs, _ in beside for pair in read_confusable(pairs, known))
    return confusable, tuple(each for _, bounds in beside for each in read_boundaries(bounds))


def _extended(placed: list[Placed], file: Path) -> list[Placed]:
    """The rows with those of a user's file: a row of an id that is there adds to it, others come after."""
    made = list(placed)
    places = {known.id: n for n, (_, known) in reversed(list(enumerate(made)))}
    for where, row in read_rows(file, tuple(Entry.model_fields)):
        at = places.get(str(row["id"]))
        if at is None:
            made.append((where, entry(where, row)))
        else:
            made[at] = (where, entry(where, merged(made[at][1].model_dump(), row)))
    return made
