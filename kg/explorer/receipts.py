"""Receipts of the index: what each has to do with, and what it counts for in each table, as counting.js has it."""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from kg.explorer.counting import Order, in_order
from kg.explorer.schema import COUNTED, NO_YEAR
from kg.viewer.legend import RELATIONS, Class

_NUMBER = {relation.name: n for n, relation in enumerate(RELATIONS)}
_HELD = 1 << 15


class Receipt(NamedTuple):
    """A receipt by the numbers of nodes; -1 where it has no edition or programme."""

    fact: int
    winners: Sequence[int]
    works: Sequence[int]
    awards: Sequence[int]
    edition: int
    programme: int
    articles: Sequence[int]
    publishers: Sequence[int]
    said: Mapping[str, Any]


class Column:
    """What each receipt counts for: the keys of receipt r are `keys[starts[r]:starts[r + 1]]`, each once.

    A key is the number of a node, or the place of a word in `words`.
    """

    def __init__(self, *, has_words: bool = False) -> None:
        self.starts, self.keys = array("i", [0]), array("i")
        self.words: dict[str, int] | None = {} if has_words else None

    def add(self, keys: Iterable[int | str]) -> None:
        """Add what the next receipt counts for."""
        for key in dict.fromkeys(keys):
            place = key if isinstance(key, int) else (self.words or {}).get(key, -1)
            if place < 0 and isinstance(key, str) and self.words is not None:
                place = self.words[key] = len(self.words)
            self.keys.append(place)
        self.starts.append(len(self.keys))


class Settled(NamedTuple):
    """The receipts with a few numbers each: of how many a node tells, their facts, and how they are shown."""

    counts: "array[int]"
    facts: "array[int]"
    told: Callable[[int], list[Any]]


def settle(
    drafts: sqlite3.Connection, index: sqlite3.Connection, class_of: "array[int]", classes: Sequence[Class]
) -> Settled:
    """Settle all receipts and write their columns, and which nodes they speak of."""
    ways = _Ways(drafts, array("i", (i for (i,) in index.execute("SELECT i FROM article ORDER BY a"))))
    counts, facts = array("i", bytes(4 * len(class_of))), array("i")
    columns = {name: Column(has_words=name in ("years", "days", "kinds", "ranks", "sure")) for name in _COLUMNS}
    told: list[tuple[int, int, int]] = []
    is_organization = [kind.name == "Organization" for kind in classes]
    wins = "SELECT r, fact, win.source, win.target, is_work FROM win JOIN tied USING (e) ORDER BY r, e"
    for (r, fact), rows in groupby(drafts.execute(wins), key=lambda row: row[:2]):
        receipt = ways.receipt(fact, [row[2:] for row in rows], lambda i: is_organization[class_of[i]])
        facts.append(receipt.fact)
        told.append((*receipt.said["told"], r))
        for name, keys in _COLUMNS.items():
            columns[name].add(keys(ways, receipt))
        speaks = columns["speaks"]
        about = speaks.keys[speaks.starts[r] :]
        index.executemany("INSERT INTO speaks VALUES (?, ?)", ((i, r) for i in about))
        for i in about:
            counts[i] += 1
    in_turn = array("i", (r for *_, r in sorted(told)))
    places = array("i", bytes(4 * len(told)))
    for place, r in enumerate(in_turn):
        places[r] = place
    for name, numbers in (("facts", facts), ("told", places), ("in turn", in_turn)):
        index.execute("INSERT INTO piece VALUES (?, NULL, ?, NULL)", (name, numbers.tobytes()))
    for name, column in columns.items():
        if name in COUNTED:
            said = None if column.words is None else list(column.words)
            ranked = in_order(name, Counter(column.keys), said, (), Order())
            blobs = (array("i", (row[part] for row in ranked)).tobytes() for part in (0, 1))
            index.execute("INSERT INTO piece (name, keys, starts) VALUES (?, ?, ?)", (f"ranked {name}", *blobs))
        words = json.dumps(list(column.words), ensure_ascii=False) if column.words is not None else None
        row = (name, column.starts.tobytes(), column.keys.tobytes(), words)
        index.execute("INSERT INTO piece VALUES (?, ?, ?, ?)", row)
    _write_figures(drafts, index)

    def shown(r: int) -> list[Any]:
        def of(name: str) -> list[int]:
            column = columns[name]
            return list(column.keys[column.starts[r] : column.starts[r + 1]])

        if r < 0:
            return [[], [], [], [], -1, -1, []]
        winners = of("winners")
        edition, programme = (next(iter(of(name)), -1) for name in ("editions", "programmes"))
        return [
            winners,
            [ways.chains(i) for i in winners],
            of("cases"),
            of("awards"),
            edition,
            programme,
            of("articles"),
        ]

    return Settled(counts, facts, shown)


def _write_figures(drafts: sqlite3.Connection, index: sqlite3.Connection) -> None:
    """The figures, each with the case that it is of, in the order of edges; and each once, with the first of these."""
    every = "SELECT source, target FROM tied WHERE relation = ? ORDER BY e"
    first = "SELECT source, target, min(e) AS e FROM tied WHERE relation = ? GROUP BY target"
    once = f"SELECT source, target FROM ({first}) ORDER BY e"
    for name, query in (("figures", every), ("figures once", once)):
        works, figures = array("i"), array("i")
        for work, figure in drafts.execute(query, (_NUMBER["hasFigure"],)):
            works.append(work)
            figures.append(figure)
        index.execute("INSERT INTO piece VALUES (?, ?, ?, NULL)", (name, works.tobytes(), figures.tobytes()))


class _Ways:
    """What hangs on what, looked up where it is asked for."""

    def __init__(self, drafts: sqlite3.Connection, articles: Sequence[int]) -> None:
        self._drafts = drafts
        self.targets = lru_cache(_HELD)(self._targets)
        self.above = lru_cache(_HELD)(self._above)
        self.heads = lru_cache(_HELD)(self._heads)
        self.chains = lru_cache(_HELD)(self._chains)
        self.row = lru_cache(_HELD)(self._row)
        self._articles = articles

    def _targets(self, i: int, relation: str) -> tuple[int, ...]:
        return tuple(target for target, _ in self._edges(i, relation))

    def _edges(self, i: int, relation: str) -> list[tuple[int, int]]:
        ends = "SELECT target, fact FROM tied WHERE source = ? AND relation = ? ORDER BY e"
        return self._drafts.execute(ends, (i, _NUMBER[relation])).fetchall()

    def _above(self, i: int) -> tuple[int, ...]:
        """Every organization above this one, nearest first; a circle of parents ends where it began."""
        found = {i: None}
        queue = [i]
        for at in queue:
            fresh = [parent for parent in self.targets(at, "subsidiaryOf") if parent not in found]
            found.update(dict.fromkeys(fresh))
            queue += dict.fromkeys(fresh)
        return tuple(found)[1:]

    def _heads(self, i: int) -> tuple[int, ...]:
        """The heads of the groups of an organization; in a circle the one with the smallest IRI."""
        tops = [at for at in (i, *self.above(i)) if all(at in self.above(parent) for parent in self.above(at))]
        return tuple(dict.fromkeys(min((at, *self.above(at))) for at in tops))

    def _chains(self, i: int) -> list[list[list[Any]]]:
        """The shortest way up to each head, as [node, id of the fact, basis] for each step."""
        ways: dict[int, list[tuple[int, int]]] = {i: []}
        queue = [i]
        for at in queue:
            for parent, fact in self._edges(at, "subsidiaryOf"):
                if parent not in ways:
                    ways[parent] = [*ways[at], (parent, fact)]
                    queue.append(parent)
        return [[self._step(*step) for step in ways[head]] for head in self.heads(i) if head != i]

    def _step(self, node: int, fact: int) -> list[Any]:
        said = self._fact(fact)
        return [node, said["id"] or f"x{fact}", said["said"]["basis"]]

    def _fact(self, f: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._drafts.execute("SELECT row FROM fact WHERE f = ?", (f,)).fetchone()[0])
        return found

    def _row(self, i: int) -> tuple[str, str]:
        """The kind of an organization, as filters name it, and the day of an article."""
        row = json.loads(self._drafts.execute("SELECT row FROM node WHERE i = ?", (i,)).fetchone()[0])
        return row[5], next((p[1] for p in row[8] if p[0] == "issued"), "")[:10]

    def receipt(self, fact: int, edges: Sequence[Sequence[int]], is_organization: Callable[[int], bool]) -> Receipt:
        """The receipt of some edges in order, each a source, a target, and whether that is a case."""
        said = self._fact(fact)
        awards = list(dict.fromkeys(target for _, target, is_work in edges if not is_work))
        edition = said["edition"]
        above = [*(self.targets(edition, "editionOf") if edition >= 0 else ())]
        above += [target for award in awards for target in self.targets(award, "categoryOf")]
        articles = [self._articles[a] for a in said["articles"]]
        return Receipt(
            fact=fact,
            winners=list(dict.fromkeys(source for source, *_ in edges if is_organization(source))),
            works=list(dict.fromkeys(target for _, target, is_work in edges if is_work)),
            awards=awards,
            edition=edition,
            programme=next(iter(above), -1),
            articles=articles,
            publishers=[target for i in articles for target in self.targets(i, "publishedBy")],
            said=said,
        )

    def about(self, receipt: Receipt) -> list[int]:
        """All nodes that a receipt has to do with."""
        above = (at for winner in receipt.winners for at in self.above(winner))
        around = (i for work in receipt.works for name in _AROUND for i in self.targets(work, name))
        others = (*receipt.awards, receipt.edition, receipt.programme, *receipt.articles, *receipt.publishers)
        return sorted({i for i in (*receipt.winners, *above, *receipt.works, *others, *around) if i >= 0})


_AROUND = ("concerns", "tookPlaceIn")


def _above(ways: _Ways, receipt: Receipt) -> list[int]:
    return [*receipt.winners, *(at for winner in receipt.winners for at in ways.above(winner))]


def _known(i: int) -> list[int]:
    return [i] if i >= 0 else []


_COLUMNS: Mapping[str, Callable[[_Ways, Receipt], Iterable[int | str]]] = {
    "organizations": _above,
    "groups": lambda ways, receipt: [head for winner in receipt.winners for head in ways.heads(winner)],
    "subsidiaries": lambda ways, receipt: [i for i in _above(ways, receipt) if i not in ways.heads(i)],
    "winners": lambda _, receipt: receipt.winners,
    "awards": lambda _, receipt: receipt.awards,
    "programmes": lambda _, receipt: _known(receipt.programme),
    "editions": lambda _, receipt: _known(receipt.edition),
    "cases": lambda _, receipt: receipt.works,
    "articles": lambda _, receipt: receipt.articles,
    "publishers": lambda _, receipt: receipt.publishers,
    "years": lambda _, receipt: [receipt.said["said"]["year"] or NO_YEAR],
    "days": lambda ways, receipt: filter(None, (ways.row(i)[1] for i in receipt.articles)),
    "kinds": lambda ways, receipt: filter(None, (ways.row(i)[0] for i in receipt.winners)),
    "ranks": lambda _, receipt: [receipt.said["said"]["rank"]],
    "sure": lambda _, receipt: [receipt.said["said"]["sure"]],
    "quotes": lambda _, receipt: [len(receipt.said["quotes"])],
    "speaks": lambda ways, receipt: ways.about(receipt),
}
"""The tables that count receipts, and what else they are filtered and sorted by."""
