"""What a filter lets through: receipts, nodes and links, as counting.js has it."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import compress

from pydantic import BaseModel, ConfigDict, Field

from kg.explorer.index import Index
from kg.explorer.schema import WINS

_COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "award": ("awards",),
    "programme": ("programmes",),
    "edition": ("editions",),
    "organization": ("organizations",),
    "case": ("cases",),
    "source": ("articles", "publishers"),
}
"""What a filter by a node asks of a receipt: that one of these tables counts it there."""
_SOME = 500


class Filter(BaseModel):
    """What a receipt must have to do with; `hide` are classes and `cut` relations that are not drawn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    year: str = Field("", max_length=2000)
    award: str = Field("", max_length=2000)
    programme: str = Field("", max_length=2000)
    edition: str = Field("", max_length=2000)
    organization: str = Field("", max_length=2000)
    case: str = Field("", max_length=2000)
    kind: str = Field("", max_length=2000)
    source: str = Field("", max_length=2000)
    sure: str = Field("", max_length=20, pattern=r"^[0-9.]*$")
    hide: tuple[str, ...] = Field((), max_length=100)
    cut: tuple[str, ...] = Field((), max_length=100)
    about: tuple[str, ...] = Field((), max_length=100)

    @property
    def has_facets(self) -> bool:
        """Whether it names anything that receipts are filtered by."""
        return any((self.year, self.kind, self.sure, *(getattr(self, name) for name in _COLUMNS_OF)))

    @property
    def is_open(self) -> bool:
        """Whether every receipt passes."""
        return not (self.has_facets or self.about)

    @property
    def drawn(self) -> "Filter":
        """The same filter with everything drawn."""
        return self.model_copy(update={"hide": (), "cut": ()})


class Passing:
    """What a filter lets through, each found when it is asked for."""

    def __init__(self, index: Index, filter: Filter) -> None:
        self.index, self.filter, self.is_open = index, filter, filter.is_open
        self.hidden = frozenset(n for n, name in enumerate(index.classes) if name in filter.hide)
        self.cut = frozenset(n for n, name in enumerate(index.relations) if name in filter.cut)

    @cached_property
    def receipts(self) -> Sequence[int]:
        """The receipts that pass, in order."""
        if self.is_open:
            return range(self.index.receipts)
        tests = [
            self._holders(columns, getattr(self.filter, name))
            for name, columns in _COLUMNS_OF.items()
            if getattr(self.filter, name)
        ]
        tests += [self._telling(key) for key in self.filter.about]
        if self.filter.year:
            tests.append(self._holders_of_word("years", self.filter.year))
        if self.filter.kind:
            tests.append(self._holders_of_word("kinds", self.filter.kind))
        if self.filter.sure:
            tests.append(self._sure(self.filter.sure))
        return array("i", sorted(set.intersection(*tests)))

    def _holders(self, columns: Iterable[str], key: str) -> set[int]:
        i = self.index.at(key)
        return {r for name in columns for r in self._having(name, i)}

    def _holders_of_word(self, name: str, word: str) -> set[int]:
        words = self.index.piece(name).words or []
        return set(self._having(name, words.index(word))) if word in words else set()

    def _having(self, name: str, key: int) -> Iterable[int]:
        return compress(self.index.owners(name), map(key.__eq__, self.index.piece(name).keys)) if key >= 0 else ()

    def _telling(self, key: str) -> set[int]:
        i = self.index.at(key)
        return {r for (r,) in self.index.rows.execute("SELECT receipt FROM speaks WHERE node = ?", (i,))}

    def _sure(self, least: str) -> set[int]:
        column = self.index.piece("sure")
        wanted = _number(least)
        passes = [word == "" or _number(word) >= wanted for word in column.words or []]
        return set(compress(range(self.index.receipts), map(passes.__getitem__, column.keys)))

    @cached_property
    def kept(self) -> bytearray:
        """A flag for each receipt, and a last one, that is set, for what is no receipt (number -1)."""
        flags = bytearray(self.index.receipts + 1)
        for r in self.receipts:
            flags[r] = 1
        flags[-1] = 1
        return flags

    @cached_property
    def nodes(self) -> bytearray | None:
        """A flag for each node that the receipts speak of, or that hangs on their cases and awards; None for all."""
        if self.is_open:
            return None
        flags = bytearray(len(self.index.class_of))
        centres: set[int] = set()
        for name in ("awards", "cases"):
            column = self.index.piece(name)
            centres.update(i for r in self.receipts for i in column.of(r))
        for i in (*self._spoken(), *self._around(centres)):
            flags[i] = 1
        return flags

    def _spoken(self) -> Iterable[int]:
        """The nodes that the receipts speak of."""
        speaks = self.index.piece("speaks")
        return {i for r in self.receipts for i in speaks.of(r)}

    def _around(self, centres: Iterable[int]) -> set[int]:
        wins = ", ".join(str(n) for n, name in enumerate(self.index.relations) if name in WINS)
        found: set[int] = set()
        wanted = sorted(centres)
        for n in range(0, len(wanted), _SOME):
            some = ", ".join(map(str, wanted[n : n + _SOME]))
            query = f"SELECT other FROM link WHERE node IN ({some}) AND relation NOT IN ({wins})"
            found.update(other for (other,) in self.index.rows.execute(query))
        return found

    def node(self, i: int) -> bool:
        """Whether a node passes."""
        return (self.nodes is None or self.nodes[i] == 1) and self.index.class_of[i] not in self.hidden

    def link(self, source: int, target: int, relation: int, receipt: int) -> bool:
        """Whether an edge passes, whose fact is this receipt, or -1."""
        is_kept = self.is_open or self.kept[receipt] == 1
        return is_kept and relation not in self.cut and self.node(source) and self.node(target)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return float("nan")
