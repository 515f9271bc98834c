"""Reprints over all shards: by whole texts, then by sentences, then by pairs of articles."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from kg.converter.together import reprinted
from kg.engines.exchange import Bag, Item, Node, exchange, labelled, of
from kg.engines.passes import Answer, Said, write
from kg.engines.shards import Told, knowledge
from kg.reconciler import reprints
from kg.reconciler.reprints import Printed, Rank, Saying, Shared


def repeats(printed: Bag, told: Told, buckets: int) -> Bag:
    """For documents that repeat another an `answer`, and the links between them as `part`."""
    from dask.bag import concat

    texts = exchange(printed, _texts, buckets).persist()
    shared = exchange(of(texts, "sentence").map(_by_sentence), _overlaps, buckets).persist()
    weighed = of(shared, "weighed").map(_weighed)
    first = exchange(concat([of(shared, "shared").map(partial(_shared, 0)), weighed]), _enough, buckets, side=0)
    second = exchange(concat([first.map(partial(_shared, 1)), weighed]), _enough, buckets, side=1)
    near = exchange(labelled(second.map(_nodes).flatten(), buckets).map(_by_label), _repeated, buckets)
    found = concat([of(texts, "copy"), near])
    return exchange(found.map(_by_article), partial(_links, told), buckets, numbered=True).persist()


def _texts(printed: Sequence[Printed]) -> Iterator[Said]:
    """The copies of texts, and the sentences of what is no copy."""
    found = reprints.copies((each.text, each.rank) for each in printed if each.text)
    yield from (("copy", pair) for pair in found.items())
    for each in printed:
        if each.rank not in found:
            yield from (("sentence", saying) for saying in reprints.sayings(each))


def _by_sentence(said: Saying) -> Item:
    return Item(said[0], said[1], said)


def _overlaps(said: Sequence[Saying]) -> Iterator[Said]:
    shared, weighed = reprints.summed(*reprints.overlaps(said))
    yield from (("shared", each) for each in shared)
    yield from (("weighed", each) for each in weighed)


def _shared(side: int, shared: Shared) -> Item:
    return Item((shared[0], shared[1])[side], (), ("shared", shared))


def _weighed(weighed: reprints.Weighed) -> Item:
    return Item(weighed[0], (), ("weighed", weighed))


def _enough(said: Sequence[Said], side: int) -> list[Shared]:
    shared, weighed = ([value for kind, value in said if kind == one] for one in ("shared", "weighed"))
    return reprints.enough(*reprints.summed(shared, weighed), side)


def _nodes(shared: Shared) -> list[Node]:
    first, second, _ = shared
    return [Node(first, (second,), (shared,), None), Node(second, (first,), (), None)]


def _by_label(node: Node) -> Item:
    return Item(node.label, node.name, node.carried)


def _repeated(carried: Sequence[Sequence[Any]]) -> list[tuple[Rank, Rank]]:
    return list(reprints.repeated(each for some in carried for each in some).items())


def _by_article(pair: tuple[Rank, Rank]) -> Item:
    return Item(tuple(pair[0].document), pair[0].document, pair)


def _links(told: Told, number: int, pairs: Sequence[tuple[Rank, Rank]]) -> Iterator[Said]:
    """The answers, and the part of the graph that says so."""
    for repeating, first in pairs:
        yield "answer", Answer(repeating.document, "repeats", first.document)
    links = reprinted(((a.document.article, b.document.article) for a, b in pairs), knowledge(told).mint)
    yield "part", write(told, f"reprints-{number:05}", "reprints", links)
