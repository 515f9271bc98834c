"""Reprints: the same text under another masthead, which is no second witness.

Two articles are one text where most of the characters of each stand in sentences that the other has as well. Time
grows linearly with the number of sentences: an article is compared with those that share one, and a sentence that
very many share (a disclaimer) counts for nothing.

Texts and sentences are known by digests. `reprints` is all of it; each step before it needs no more than what it says.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.facts import ArticleFacts
from kg.reconciler.tellings import Where
from kg.registry.names import key
from kg.sentences import sentences

SHARE = 0.8
"""How much of either text the other must have as well."""
_SHORTEST = 10
"""A sentence or text of fewer characters proves nothing."""
_COMMON = 200


class Rank(NamedTuple):
    """When an article was printed: that which was published first comes first.

    Of one day, and where a day (ISO 8601) is unknown, the shortest, which no editor has added to, then the smallest id.
    """

    is_undated: bool
    day: str
    length: int
    document: Where


class Printed(NamedTuple):
    """An article as it was printed: the digest of its text, None of a short one, and its sentences with lengths."""

    rank: Rank
    text: bytes | None
    sentences: tuple[tuple[bytes, int], ...]


Shared = tuple[Rank, Rank, int]
"""An article, an earlier one, and how many characters they share."""
Weighed = tuple[Rank, int]
"""An article, and how many characters of it count."""


def printed(where: Where, document: ArticleFacts) -> Printed:
    """A document as it was printed: its text, where it has it; without it, its quotes."""
    article = document.article
    text = article.text or "\n".join(dict.fromkeys(span.quote for _, span in document.spans()))
    day, whole = (article.published or "")[:10], key(text)
    said = dict.fromkeys(key(text[start:end]) for start, end in sentences(text))
    return Printed(
        Rank(not day, day, len(text), where),
        _digest(whole) if len(whole) >= _SHORTEST else None,
        tuple((_digest(each), len(each)) for each in said if len(each) >= _SHORTEST),
    )


def reprints(told: Iterable[Printed]) -> dict[Where, Where]:
    """For each document that repeats an earlier one, the first that it repeats."""
    every = list(told)
    found = copies((each.text, each.rank) for each in every if each.text)
    shared, weighed = overlaps(each for one in every if one.rank not in found for each in sayings(one))
    shared, weighed = summed(shared, weighed)
    near = enough(enough(shared, weighed, 0), weighed, 1)
    return {a.document: b.document for a, b in (found | repeated(near)).items()}


def copies(told: Iterable[tuple[bytes, Rank]]) -> dict[Rank, Rank]:
    """For each copy of a text the first article that has it; all articles of a text are to be told together."""
    alike: dict[bytes, list[Rank]] = defaultdict(list)
    for text, rank in told:
        alike[text].append(rank)
    return {rank: min(same) for same in alike.values() for rank in same if rank != min(same)}


Saying = tuple[bytes, Rank, int]
"""A sentence, in an article, of a length."""


def sayings(told: Printed) -> Iterator[Saying]:
    """The sentences of an article."""
    return ((sentence, told.rank, length) for sentence, length in told.sentences)


def overlaps(said: Iterable[Saying]) -> tuple[list[Shared], list[Weighed]]:
    """What articles share by sentences, and what counts of each; all articles of a sentence are to be told together."""
    having: dict[bytes, list[tuple[Rank, int]]] = defaultdict(list)
    for sentence, rank, length in said:
        having[sentence].append((rank, length))
    shared, weighed = list[Shared](), list[Weighed]()
    for same in having.values():
        if len(same) <= _COMMON:
            weighed += same
            same.sort()
            shared += ((a, b, length) for n, (a, length) in enumerate(same) for b, _ in same[:n])
    return shared, weighed


def summed(shared: Iterable[Shared], weighed: Iterable[Weighed]) -> tuple[list[Shared], list[Weighed]]:
    """The same, each pair and each article once."""
    pairs, wholes = Counter[tuple[Rank, Rank]](), Counter[Rank]()
    for a, b, length in shared:
        pairs[a, b] += length
    for rank, length in weighed:
        wholes[rank] += length
    return [(a, b, length) for (a, b), length in pairs.items()], list(wholes.items())


def enough(shared: Iterable[Shared], weighed: Iterable[Weighed], side: int) -> list[Shared]:
    """The pairs that share most of the first one's text, or of the second's; what counts of that one is to be told."""
    wholes = dict(weighed)
    return [each for each in shared if each[2] >= SHARE * wholes[(each[0], each[1])[side]]]


def repeated(near: Iterable[Shared]) -> dict[Rank, Rank]:
    """The first that each article repeats, of those that repeat none; all that hang together are to be told."""
    earlier: dict[Rank, list[Rank]] = defaultdict(list)
    for a, b, _ in near:
        earlier[a].append(b)
    found: dict[Rank, Rank] = {}
    for rank in sorted(earlier):
        first = min((other for other in earlier[rank] if other not in found), default=None)
        if first is not None:
            found[rank] = first
    return found


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).digest()
