"""Descriptions: of nodes and facts all that is known, with quotes and what is told otherwise, as in embedded.js."""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kg.explorer.index import Answer, Index, Reference
from kg.explorer.quotes import article, quotes, text_of
from kg.page import visible

QUOTES = 1000
"""As many quotes of one thing are given at once."""
_OTHERS, _KINDS = 200, ("measures", "period", "unit")


def describe(index: Index, ids: Sequence[str]) -> dict[str, object]:
    """What is known of each node or fact; what is not there is left out."""
    answer = Answer(index)
    found = (_described(index, answer, key) for key in ids)
    return answer.sealed([each for each in found if each is not None])


def _described(index: Index, answer: Answer, key: str) -> dict[str, object] | None:
    if (i := index.at(key)) >= 0:
        return _node(index, answer, i)
    if (f := index.fact_at(key)) < 0:
        return None
    return {
        **_fact(index, answer, f),
        "otherwise": _other_receipts(index, answer, f),
        "findings": _findings(index, answer, lambda _, fact, __: fact == f),
    }


def _quotes_of(index: Index, table: str, key: str, n: int) -> list[int]:
    found: list[int] = json.loads(index.one(f"SELECT quotes FROM {table} WHERE {key} = ?", n))
    return found


def _fact(index: Index, answer: Answer, f: int) -> dict[str, object]:
    told = _quotes_of(index, "fact", "f", f)
    return {"fact": answer.fact(f), "told": len(told), "quotes": quotes(index, answer, told[:QUOTES])}


def _node(index: Index, answer: Answer, i: int) -> dict[str, object]:
    aliases, properties = index.rows.execute("SELECT aliases, properties FROM node WHERE i = ?", (i,)).fetchone()
    a = index.one("SELECT a FROM article WHERE i = ?", i)
    told = _quotes_of(index, "node", "i", i)
    return {
        "node": answer.node(i),
        "aliases": json.loads(aliases),
        "properties": json.loads(properties),
        "findings": _findings(index, answer, lambda node, _, article: i in (node, article)),
        "otherwise": _other_figures(index, answer, i),
        "relations": _relations(index, i),
        "told": len(told),
        "quotes": quotes(index, answer, told[:QUOTES]),
        "article": None if a is None else _article(index, answer, a),
    }


def _relations(index: Index, i: int) -> list[dict[str, object]]:
    """The relations of a node with the number of its edges each, in the order of the legend."""
    counts = "sum(edges) FROM hub" if index.is_hub(i) else "count(*) FROM link"
    query = f"SELECT relation, is_out, {counts} WHERE node = ? GROUP BY 1, 2 ORDER BY relation, is_out DESC"
    return [
        {"relation": {"r#": n}, "isOut": bool(out), "count": count} for n, out, count in index.rows.execute(query, (i,))
    ]


def _article(index: Index, answer: Answer, a: int) -> dict[str, object]:
    """An article with its place among all by their days, its text where it is at hand, and what is proved where."""
    place = index.one("SELECT place FROM article WHERE a = ?", a)
    text = text_of(index, a)

    def beside(at: int) -> Reference:
        found = index.one("SELECT i FROM article WHERE place = ?", at)
        return None if found is None else answer.node(found)

    return {
        **article(index, answer, a),
        "place": place,
        "of": index.said["counts"]["articles"],
        "before": beside(place - 1),
        "after": beside(place + 1),
        "text": visible(text.text) if text else "",
        "spans": _spans(index, answer, a),
    }


def _spans(index: Index, answer: Answer, a: int) -> list[dict[str, object]]:
    """The quotes of an article, each with the nodes and facts that it proves."""
    numbers = [
        q for (q,) in index.rows.execute("SELECT q FROM quote WHERE article = ? ORDER BY q LIMIT ?", (a, 5 * QUOTES))
    ]
    return [
        {"quote": quote, **proofs(index, answer, q)}
        for q, quote in zip(numbers, quotes(index, answer, numbers), strict=True)
    ]


def proofs(index: Index, answer: Answer, q: int) -> dict[str, list[Reference]]:
    """The nodes and facts that a quote proves."""
    found = index.rows.execute("SELECT kind, n FROM proof WHERE q = ? ORDER BY kind, n LIMIT ?", (q, QUOTES)).fetchall()
    nodes, facts = ([n for kind, n in found if kind == wanted] for wanted in (0, 1))
    return {"nodes": [answer.node(n) for n in nodes], "facts": [answer.fact(n) for n in facts]}


def _other_receipts(index: Index, answer: Answer, f: int) -> list[dict[str, object]]:
    """Receipts of the same case and award from other articles, with another year, edition or rank."""
    mine = index.one("SELECT receipt FROM fact WHERE f = ?", f)
    if mine < 0:
        return []
    works, awards, articles, editions, ranks, years = (
        index.piece(name) for name in ("cases", "awards", "articles", "editions", "ranks", "years")
    )
    query = "SELECT receipt FROM speaks WHERE node = ? ORDER BY receipt LIMIT ?"
    near = dict.fromkeys(r for work in works.of(mine) for (r,) in index.rows.execute(query, (work, _OTHERS)))

    def differs(r: int) -> bool:
        told = ((_word(column, r), _word(column, mine)) for column in (years, ranks))
        held = (next(iter(editions.of(n)), -1) for n in (r, mine))
        return any(a != b and a and b for a, b in told) or _is_other(*held)

    def shares(column: Any, r: int) -> bool:  # noqa: ANN401
        return not set(column.of(r)).isdisjoint(column.of(mine))

    found = [
        r
        for r in near
        if r != mine and shares(works, r) and shares(awards, r) and not shares(articles, r) and differs(r)
    ]
    return [_fact(index, answer, index.piece("facts").keys[r]) for r in found]


def _is_other(one: int, other: int) -> bool:
    return one != other and one >= 0 and other >= 0


def _word(column: Any, r: int) -> str:  # noqa: ANN401
    word = column.words[column.of(r)[0]]
    return "" if word == "none" else str(word)


def _other_figures(index: Index, answer: Answer, i: int) -> list[dict[str, object]]:
    """Figures of the same case with the same measure, period and unit from other articles, with another value."""
    if index.classes[index.class_of[i]] != "Figure":
        return []
    key = [index.said_of(i, name) for name in _KINDS]
    if not all(key):
        return []
    told = _articles_of(index, i)
    works = index.ends(i, "hasFigure", is_out=False)[:_OTHERS]
    near = dict.fromkeys(n for work in works for n in index.ends(work, "hasFigure", is_out=True)[:_OTHERS])
    found = [
        n
        for n in near
        if n != i
        and [index.said_of(n, name) for name in _KINDS] == key
        and index.said_of(n, "numericValue") != index.said_of(i, "numericValue")
        and told.isdisjoint(_articles_of(index, n))
    ]
    return [
        {"node": answer.node(n), "quotes": quotes(index, answer, _quotes_of(index, "node", "i", n)[:QUOTES])}
        for n in found
    ]


def _articles_of(index: Index, i: int) -> set[int]:
    query = "SELECT article FROM quote WHERE q = ?"
    return {index.one(query, q) for q in _quotes_of(index, "node", "i", i)[:QUOTES]}


def _findings(index: Index, answer: Answer, test: Callable[[int, int, int], bool]) -> list[dict[str, object]]:
    return [finding(answer, each) for each in index.findings if test(*each[1:])]


def finding(answer: Answer, found: Iterable[Any]) -> dict[str, object]:
    """What validation found, and what it is about."""
    said, node, fact, at = found
    return {
        "isViolation": said.severity == "violation",
        "zh": visible(said.message_zh),
        "en": visible(said.message_en),
        "label": visible(said.label),
        "value": visible(said.value),
        "quote": visible(said.quote),
        "node": answer.node(node),
        "fact": answer.fact(fact),
        "article": answer.node(at),
    }
