"""Counts of receipts by what they have to do with, in order, as counting.js has them."""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain, compress
from typing import Literal, NamedTuple

from kg.explorer.filtering import Passing
from kg.explorer.folding import order
from kg.explorer.index import Index, Piece
from kg.explorer.schema import NO_YEAR

Language = Literal["zh", "en"]
Row = tuple[int, int]
"""A key and its count."""


class Order(NamedTuple):
    """How a table is sorted: by `count`, by name (any other word), or as it usually is (no word)."""

    by: str = ""
    is_down: bool = False
    language: Language = "zh"


def counted(index: Index, name: str, passing: Passing, wanted: Order, *, is_whole: bool = False) -> Sequence[Row]:
    """The rows of a counted table, by count where no order is asked for; years by year.

    Asked for the whole table, articles that tell of no award stand in it too.
    """
    if passing.is_open and not wanted.by and not is_whole:
        ranking = index.piece(f"ranked {name}")
        return Zipped(ranking.keys, ranking.starts)
    counts = tally(index, name, passing)
    if is_whole and name == "articles" and passing.is_open:
        counts.update(dict.fromkeys((i for (i,) in index.rows.execute("SELECT i FROM article")), 0))
    places = index.piece(f"by {wanted.language}").keys if wanted.by not in ("", "count") else ()
    return in_order(name, counts, index.piece(name).words, places, wanted)


class Zipped(Sequence[Row]):
    """Two columns as rows, made when they are asked for."""

    def __init__(self, keys: "array[int]", counts: "array[int]") -> None:
        self._keys, self._counts = keys, counts

    def __len__(self) -> int:
        return len(self._keys)

    def __getitem__(self, at):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 (both ways of a sequence)
        if isinstance(at, slice):
            return list(zip(self._keys[at], self._counts[at], strict=True))
        return self._keys[at], self._counts[at]


def tally(index: Index, name: str, passing: Passing) -> Counter[int]:
    """How many of the receipts that pass count for each key."""
    column = index.piece(name)
    return Counter(keys_of(index, name, column, passing))


def keys_of(index: Index, name: str, column: Piece, passing: Passing) -> Iterable[int]:
    """The keys of all receipts that pass."""
    if passing.is_open:
        return column.keys
    if len(passing.receipts) * 3 < index.receipts:
        return chain.from_iterable(map(column.of, passing.receipts))
    return compress(column.keys, map(passing.kept.__getitem__, index.owners(name)))


def in_order(
    name: str, counts: "Counter[int]", words: Sequence[str] | None, places: Sequence[int], wanted: Order
) -> list[Row]:
    """Counts as rows in an order: `places` are those of nodes by their names; what has no year comes last by name."""
    by = wanted.by or ("name" if name == "years" else "count")
    is_down = wanted.is_down if wanted.by else name != "years"
    if by != "count":
        keys = (
            _by_word(counts, words, wanted, is_down=is_down)
            if words is not None
            else sorted(sorted(counts), key=places.__getitem__, reverse=is_down)
        )
    else:
        keys = sorted(counts, key=words.__getitem__) if words is not None else sorted(counts)
        keys.sort(key=counts.__getitem__, reverse=is_down)
    return [(key, counts[key]) for key in keys]


def _by_word(keys: Iterable[int], words: Sequence[str], wanted: Order, *, is_down: bool) -> list[int]:
    made = sorted(keys, key=lambda key: order(words[key], by_sound=wanted.language == "zh"), reverse=is_down)
    return sorted(made, key=lambda key: words[key] == NO_YEAR)
