"""Tables: rows of what a filter leaves, a page at a time, as counting.js has them."""

import json
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import compress
from operator import and_
from typing import Any

from kg.explorer.counting import Language, Order, Row, Zipped, counted, in_order, tally
from kg.explorer.describing import finding, proofs
from kg.explorer.filtering import Passing
from kg.explorer.folding import order
from kg.explorer.index import Answer, Index
from kg.explorer.quotes import quotes
from kg.explorer.schema import NO_YEAR

Rows = tuple[Sequence[Any], Callable[[Answer, Any], Any]]
"""All rows of a table, by number, and how one is shown."""

PARTS: dict[str, Callable[[int, int], bool]] = {
    "all": lambda _, __: True,
    "both": lambda one, other: bool(one and other),
    "first": lambda one, other: bool(one and not other),
    "second": lambda one, other: bool(other and not one),
}
"""Of a table under two filters: what stands in it."""


def row_of(index: Index, answer: Answer, name: str, row: Row) -> dict[str, object]:
    """A row of a counted table: { key, node or null, count, of? }."""
    key, count = row
    if (words := index.piece(name).words) is not None:
        return {"key": words[key], "node": None, "count": count}
    made = {"key": index.one("SELECT id FROM node WHERE i = ?", key), "node": answer.node(key), "count": count}
    if name != "awards":
        return made
    above = index.ends(key, "categoryOf", is_out=True)
    return {**made, "of": answer.node(above[0]) if above else None}


def counted_rows(index: Index, name: str, passing: Passing, wanted: Order, *, is_whole: bool) -> Rows:
    """The rows of a counted table."""
    rows = counted(index, name, passing, wanted, is_whole=is_whole)
    return rows, lambda answer, row: row_of(index, answer, name, row)


def receipt_rows(index: Index, passing: Passing, wanted: Order) -> Rows:
    """Receipts by their words in a column, or in the order in which the articles tell them."""
    facts = index.piece("facts").keys
    return _sorted_receipts(index, passing, wanted), lambda answer, r: answer.fact(facts[r])


_NAMED = {"organization": "winners", "case": "cases", "award": "awards", "source": "articles"}
_WORDED = {"year": "years", "rank": "ranks"}


def _sorted_receipts(index: Index, passing: Passing, wanted: Order) -> Sequence[int]:
    if (key := _sort_key(index, wanted)) is None:
        if passing.is_open:
            return index.piece("in turn").keys
        return sorted(passing.receipts, key=index.piece("told").keys.__getitem__)
    keys = {r: key(r) for r in passing.receipts}
    filled = sorted((r for r in keys if keys[r]), key=keys.__getitem__, reverse=wanted.is_down)
    return [*filled, *(r for r in keys if not keys[r])]


def _sort_key(index: Index, wanted: Order) -> Callable[[int], Any] | None:
    """What receipts are sorted by in a column; what is empty comes last."""
    if wanted.by == "evidence":
        counts = index.piece("quotes")
        return lambda r: (counts.of(r)[0],)
    if wanted.by in _WORDED:
        column = index.piece(_WORDED[wanted.by])
        words = [
            order(word, by_sound=wanted.language == "zh") if word != NO_YEAR else b"" for word in column.words or []
        ]
        return lambda r: words[column.of(r)[0]]
    places = index.piece(f"by {wanted.language}").keys
    if wanted.by in _NAMED:
        named = index.piece(_NAMED[wanted.by])
        return lambda r: tuple(places[i] for i in named.of(r))
    if wanted.by != "programme":
        return None
    editions, programmes = index.piece("editions"), index.piece("programmes")
    return lambda r: tuple(places[i] for i in (editions.of(r) or programmes.of(r)))


def figure_rows(index: Index, passing: Passing) -> Rows:
    """The figures that a filter leaves, each with its case, and who won with that."""
    if passing.nodes is None:
        works, figures, _ = index.piece("figures once")
        return Zipped(figures, works), lambda answer, row: _figure(index, answer, *row)
    works, figures, _ = index.piece("figures")
    flags = passing.nodes.__getitem__
    rows: dict[int, int] = {}
    for figure, work in compress(zip(figures, works, strict=True), map(and_, map(flags, figures), map(flags, works))):
        rows.setdefault(figure, work)
    return list(rows.items()), lambda answer, row: _figure(index, answer, *row)


def _figure(index: Index, answer: Answer, figure: int, work: int) -> dict[str, object]:
    winners = index.piece("winners")
    told = index.rows.execute("SELECT receipt FROM speaks WHERE node = ? ORDER BY receipt LIMIT 200", (work,))
    found = dict.fromkeys(i for (r,) in told.fetchall() for i in winners.of(r))
    properties = json.loads(index.one("SELECT properties FROM node WHERE i = ?", figure))
    return {
        "node": answer.node(figure),
        "work": answer.node(work),
        "winners": [answer.node(i) for i in found],
        "properties": properties,
    }


def quote_rows(index: Index, passing: Passing) -> Rows:
    """The quotes that prove a node or a fact that a filter leaves."""
    rows: Sequence[int] = range(index.said["counts"]["quotes"])
    if passing.nodes is not None:
        flags = passing.nodes.__getitem__
        proving, nodes, _ = index.piece("proofs of nodes")
        found = set(compress(proving, map(flags, nodes)))
        sources, targets, _ = index.piece("ends")
        kept = map(passing.kept.__getitem__, index.piece("receipts").keys)
        drawn = bytes(map(and_, map(and_, map(flags, sources), map(flags, targets)), kept))
        proving, facts, _ = index.piece("proofs of facts")
        found.update(compress(proving, map(drawn.__getitem__, facts)))
        rows = array("i", sorted(found))
    return rows, lambda answer, q: {"quote": quotes(index, answer, [q])[0], **proofs(index, answer, q)}


def finding_rows(index: Index, passing: Passing) -> Rows:
    """What validation found of what a filter leaves, worst first."""
    sources, targets, _ = index.piece("ends")
    receipts = index.piece("receipts").keys

    def is_left(found: tuple[Any, int, int, int]) -> bool:
        _, node, fact, article = found
        if node >= 0:
            return passing.node(node)
        if fact >= 0:
            return passing.link(sources[fact], targets[fact], -1, receipts[fact])
        return article >= 0 and passing.node(article)

    rows = [found for found in index.findings if not passing.filter.has_facets or is_left(found)]
    return rows, finding


def node_rows(index: Index, passing: Passing) -> Rows:
    """The nodes that a filter leaves."""
    drawn = [int(n not in passing.hidden) for n in range(len(index.classes))]
    flags = map(drawn.__getitem__, index.class_of)
    kept = flags if passing.nodes is None else map(and_, flags, passing.nodes)
    return array("i", compress(range(len(index.class_of)), kept)), lambda answer, i: {"node": answer.node(i)}


def class_rows(index: Index, passing: Passing) -> Rows:
    """How many nodes a filter leaves of each class, whether or not it is drawn."""
    if passing.nodes is None:
        rows = [{"key": kind[0], "count": kind[-1]} for kind in index.said["classes"]]
    else:
        counts = Counter(compress(index.class_of, passing.nodes))
        rows = [{"key": name, "count": counts[n]} for n, name in enumerate(index.classes)]
    return rows, lambda _, row: row


def beside(index: Index, name: str, both: Sequence[Passing], part: str) -> Rows:
    """A counted table under two filters: { …, counts }; years in their order, else most in both together first."""
    one, other = (tally(index, name, passing) for passing in both)
    kept = Counter({key: one[key] + other[key] for key in one | other if PARTS[part](one[key], other[key])})
    places = index.piece("by zh").keys
    rows = in_order(name, kept, index.piece(name).words, places, Order())
    return rows, lambda answer, row: {**row_of(index, answer, name, row), "counts": [one[row[0]], other[row[0]]]}


def matrix(
    index: Index, passing: Passing, by: str, across: str, limit: int, wide: int
) -> tuple[dict[str, int], Rows, list[Row]]:
    """Rows counted `by` one thing with cells `across` another: how many there are of either, the rows, the columns.

    Of the columns those with the most in these rows come first; of years the last ones, in their order.
    """
    rows = counted(index, by, passing, Order())
    down, over = index.piece(by), index.piece(across)
    shown = {key: n for n, (key, _) in enumerate(rows[:limit])}
    told = [r for r in passing.receipts if any(key in shown for key in down.of(r))]
    columns = in_order(across, Counter(key for r in told for key in over.of(r)), over.words, (), Order())
    columns = columns[-wide if across == "years" else 0 :][:wide]
    places = {key: n for n, (key, _) in enumerate(columns)}
    cells = [[0] * len(columns) for _ in shown]
    for r in told:
        for key in down.of(r):
            for other in over.of(r) if key in shown else ():
                if other in places:
                    cells[shown[key]][places[other]] += 1
    width = len(counted(index, across, passing, Order()))
    return (
        {"total": len(rows), "wide": width},
        (rows[:limit], lambda answer, row: {**row_of(index, answer, by, row), "cells": cells[shown[row[0]]]}),
        columns,
    )


__all__ = ["Language", "Order"]
