"""The side index, open for reading: rows of nodes and facts, columns of numbers, and what an answer is made of."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import chain, repeat
from pathlib import Path
from typing import Any, NamedTuple, Self

from kg.errors import StoreError
from kg.explorer.schema import FORMAT, HUB
from kg.explorer.texts import Texts
from kg.findings import SHOWN, Finding

Reference = dict[str, int] | None
"""A node (`{"n#": number}`) or fact (`{"f#": number}`) within an answer, or nothing."""

_SOME = 500
_SHAPE = "i, id, class, label, english, has_group, zh, en, receipts, degree, is_group"


class Piece(NamedTuple):
    """A column of numbers; of receipts, the keys of number r are `keys[starts[r]:starts[r + 1]]`."""

    starts: "array[int]"
    keys: "array[int]"
    words: list[str] | None

    def of(self, r: int) -> Sequence[int]:
        """The keys of a receipt."""
        return self.keys[self.starts[r] : self.starts[r + 1]]


class Index:
    """A side index that `kg.explorer.building` made, with the texts of the articles at hand."""

    def __init__(self, path: Path, texts: Texts, findings: Sequence[Finding] = ()) -> None:
        try:
            self.rows = sqlite3.connect(
                f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
            )
            self.said: dict[str, Any] = json.loads(self.rows.execute("SELECT said FROM about").fetchone()[0])
        except (sqlite3.Error, TypeError, ValueError):
            raise StoreError(path, "this is no index of a graph", "remove it: `kg serve` makes it anew") from None
        if self.said["format"] != FORMAT:
            raise StoreError(path, "this index is of another version", "remove it: `kg serve` makes it anew")
        self.texts = texts
        self.base: str = self.said["base"]
        self.classes = [name for name, *_ in self.said["classes"]]
        self.relations = [name for name, *_ in self.said["relations"]]
        self.findings = [self._found(each) for each in findings[:SHOWN]]
        self.piece = lru_cache(64)(self._piece)
        self.owners = lru_cache(32)(self._owners)

    def close(self) -> None:
        """Let go of the file."""
        self.rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def one(self, query: str, *values: object) -> Any:  # noqa: ANN401 (what a column holds)
        """The first column of the first row, or nothing."""
        found = self.rows.execute(query, values).fetchone()
        return found[0] if found else None

    def at(self, key: str) -> int:
        """The number of a node by its id or its IRI; -1 where there is none."""
        for name in (key, key.removeprefix(self.base)):
            if (found := self.one("SELECT i FROM node WHERE id = ?", name)) is not None:
                return int(found)
        return -1

    def fact_at(self, key: str) -> int:
        """The number of a fact by its id; -1 where there is none."""
        if not key:
            return -1
        found = self.one("SELECT f FROM fact WHERE id = ? AND id <> ''", key)
        if found is None and key[0] == "x" and key[1:].isdecimal() and len(key) < 12:
            found = self.one("SELECT f FROM fact WHERE f = ? AND id = ''", int(key[1:]))
        return -1 if found is None else int(found)

    def _piece(self, name: str) -> Piece:
        row = self.rows.execute("SELECT starts, keys, words FROM piece WHERE name = ?", (name,)).fetchone()
        starts, keys, words = row or (None, None, None)
        made = [array("i", blob or b"") for blob in (starts, keys)]
        return Piece(made[0], made[1], json.loads(words) if words else None)

    def _owners(self, name: str) -> "array[int]":
        """The receipt of each key of a column."""
        starts = self.piece(name).starts
        counts = map(int.__sub__, starts[1:], starts)
        return array("i", chain.from_iterable(map(repeat, range(len(starts) - 1), counts)))

    @cached_property
    def class_of(self) -> bytes:
        """The class of each node."""
        return bytes(self.one("SELECT keys FROM piece WHERE name = 'classes'"))

    @property
    def receipts(self) -> int:
        """How many receipts there are."""
        return int(self.said["counts"]["receipts"])

    def is_hub(self, i: int) -> bool:
        """Whether the edges of a node were counted beforehand."""
        return int(self.one("SELECT degree FROM node WHERE i = ?", i) or 0) > HUB

    def ends(self, i: int, relation: str, *, is_out: bool) -> list[int]:
        """The other ends of the edges of a node by a relation, in the order of edges."""
        query = "SELECT other FROM link WHERE node = ? AND relation = ? AND is_out = ? ORDER BY edge"
        return [other for (other,) in self.rows.execute(query, (i, self.relations.index(relation), int(is_out)))]

    def said_of(self, i: int, name: str) -> str:
        """The first value of a property of a node, or nothing."""
        properties = json.loads(self.one("SELECT properties FROM node WHERE i = ?", i))
        return next((said for known, said, *_ in properties if known == name), "")

    def _found(self, found: Finding) -> tuple[Finding, int, int, int]:
        """A finding with the numbers of the node, the fact and the article that it is about."""
        article = self.one("SELECT i FROM article WHERE identifier = ?", found.article) if found.article else None
        node = self.one("SELECT i FROM node WHERE id = ?", found.node.removeprefix(self.base)) if found.node else None
        fact = self.fact_at(found.node.removeprefix(self.base)) if found.node else -1
        return found, -1 if node is None else node, fact, -1 if article is None else article


class Answer:
    """An answer in the making: nodes and facts stand in it by number, and once each beside it."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._nodes: set[int] = set()
        self._facts: set[int] = set()

    def node(self, i: int) -> Reference:
        """A node, by its number."""
        if i < 0:
            return None
        self._nodes.add(i)
        return {"n#": i}

    def fact(self, f: int) -> Reference:
        """A fact, by its number."""
        if f < 0:
            return None
        self._facts.add(f)
        return {"f#": f}

    def sealed(self, value: object) -> dict[str, object]:
        """The whole of it, ready for JSON: `{"answer": …, "nodes": rows, "facts": rows}`."""
        facts = [self._fact(*row) for row in self._rows("f, id, receipt, said", "fact", "f", self._facts)]
        nodes = list(self._rows(_SHAPE, "node", "i", self._nodes))
        return {"answer": value, "nodes": nodes, "facts": facts}

    def _fact(self, f: int, key: str, receipt: int, text: str) -> list[object]:
        said = json.loads(text)
        _, source, target, winners, chains, works, awards, edition, programme, articles, *_ = said
        above = (step[0] for ways in chains for way in ways for step in way)
        self._nodes.update((source, target, *winners, *above, *works, *awards, *articles))
        self._nodes.update(i for i in (edition, programme) if i >= 0)
        return [f, key, int(receipt >= 0), *said]

    def _rows(self, columns: str, table: str, key: str, numbers: Iterable[int]) -> Iterator[Any]:
        wanted = sorted(numbers)
        for n in range(0, len(wanted), _SOME):
            some = ", ".join(map(str, wanted[n : n + _SOME]))
            yield from self._index.rows.execute(f"SELECT {columns} FROM {table} WHERE {key} IN ({some})")
