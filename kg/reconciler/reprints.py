"""Reprints: the same text under another masthead, which is no second witness.

Two articles are one text where most of the characters of each stand in sentences that the other has as well. Time
grows linearly with the number of sentences: an article is compared with those that share one, and a sentence that
very many share (a disclaimer) counts for nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from kg.registry.names import key
from kg.sentences import sentences

SHARE = 0.8
"""How much of either text the other must have as well."""
_SHORTEST = 10
"""A sentence or text of fewer characters proves nothing."""
_COMMON = 200


class Printed(NamedTuple):
    """An article as it was printed: its id, the day (ISO 8601; empty where unknown), and its text."""

    article: str
    published: str
    text: str


def reprints(printed: Mapping[str, Printed]) -> dict[str, str]:
    """For each article that repeats an earlier one, the first that it repeats; both by id.

    The first is the one that was published first; of one day, and where a day is unknown, the shortest, which no
    editor has added to, then the smallest id.
    """
    found: dict[str, str] = {}
    firsts: dict[str, str] = {}
    order = []
    for id in sorted(printed, key=lambda id: _first(printed[id])):
        text = key(printed[id].text)
        if len(text) >= _SHORTEST and (first := firsts.setdefault(text, id)) != id:
            found[id] = first
        else:
            order.append(id)
    rank = {id: n for n, id in enumerate(order)}
    said = {id: _said(printed[id].text) for id in order}
    having: dict[str, list[str]] = defaultdict(list)
    for id in order:
        for sentence in said[id]:
            having[sentence].append(id)
    said = {id: {s: n for s, n in each.items() if len(having[s]) <= _COMMON} for id, each in said.items()}
    for id in order:
        shared: Counter[str] = Counter()
        for sentence, length in said[id].items():
            shared.update({other: length for other in having[sentence] if rank[other] < rank[id]})
        whole = sum(said[id].values())
        for other, length in sorted(shared.items(), key=lambda item: rank[item[0]]):
            if other not in found and length >= SHARE * max(whole, sum(said[other].values())):
                found[id] = other
                break
    return found


def _first(each: Printed) -> tuple[object, ...]:
    return not each.published, each.published, len(each.text), each.article


def _said(text: str) -> dict[str, int]:
    """The sentences of a text by their keys, with their lengths."""
    keys = (key(text[start:end]) for start, end in sentences(text))
    return {each: len(each) for each in keys if len(each) >= _SHORTEST}
