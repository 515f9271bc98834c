"""What has one key in one place, and what hangs together under one label: the engine's shuffle, as `dask.bag` has it.

Keys are dealt into buckets by their digest; what is in a bucket is decided together, by functions that need all of a
key and do not mind more. Nothing depends on how many buckets there are.
"""

import zlib
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple

from kg.engines.program import program, refuse_other

Bag = Any
"""A `dask.bag.Bag`, which has no types."""


class Item(NamedTuple):
    """What is said by a key; items are decided in the order of `order`."""

    key: Hashable
    order: Any
    value: Any


Decide = Callable[..., Iterable[Any]]
"""From the values of a bucket, in order, to whatever is decided of them."""


def bucket(key: Hashable, buckets: int) -> int:
    """Where what has a key is decided: the same in every process."""
    return zlib.crc32(_spelled(key).encode("utf-8", "surrogatepass")) % buckets


def _spelled(key: Hashable) -> str:
    if isinstance(key, frozenset):
        return f"{{{','.join(sorted(map(_spelled, key)))}}}"
    if isinstance(key, tuple):
        return f"({','.join(map(_spelled, key))})"
    return repr(key)


def exchange(items: Bag, decide: Decide, buckets: int, *, numbered: bool = False, **given: object) -> Bag:
    """Decide what is said, key by key; what is `given` besides is sent to each process once.

    Where it is `numbered`, `decide` is told the number of the bucket first.
    """
    from dask import delayed

    dealt = items.map_partitions(_dealt, buckets)
    known = {name: delayed(value, traverse=False) for name, value in given.items()}
    return together(dealt, buckets).map(partial(_decided, decide, numbered, program()), **known).flatten()


def together(pairs: Bag, buckets: int) -> Bag:
    """The pairs that begin alike."""
    fewer = pairs.repartition(npartitions=buckets) if pairs.npartitions > buckets else pairs
    return fewer.groupby(itemgetter(0), shuffle="tasks")


def _dealt(items: Iterable[Item], buckets: int) -> list[tuple[int, list[Item]]]:
    made: dict[int, list[Item]] = {}
    for item in items:
        made.setdefault(bucket(item.key, buckets), []).append(item)
    return list(made.items())


def _decided(
    decide: Decide,
    numbered: bool,
    asked: tuple[str, ...],
    group: tuple[int, list[tuple[int, list[Item]]]],
    **given: object,
) -> list[Any]:
    refuse_other(asked)
    items = sorted((item for _, some in group[1] for item in some), key=itemgetter(1))
    values = [item.value for item in items]
    return list(decide(group[0], values, **given) if numbered else decide(values, **given))


def of(said: Bag, kind: str) -> Bag:
    """What is said of one kind, of what comes with its kind."""
    return said.filter(partial(_is_of, kind)).pluck(1)


def _is_of(kind: str, said: tuple[str, Any]) -> bool:
    return said[0] == kind


class Node(NamedTuple):
    """A thing that may hang together with others: its name, its neighbours, what is carried with it, its label."""

    name: Any
    beside: tuple[Any, ...]
    carried: tuple[Any, ...]
    label: Any
    is_new: bool = True


def labelled(nodes: Bag, buckets: int) -> Bag:
    """Nodes with the smallest name of all that they hang together with as their label.

    A node may come in parts. Each round tells every neighbour the smallest label that is known; there are as many
    rounds as the longest way between two, which is short where articles tell of one event.
    """
    from dask.bag import concat

    made = exchange(nodes.map(_named), _joined, buckets).persist()
    linked = made.filter(_is_linked)
    while linked.map(_is_new).any().compute():
        linked = exchange(linked.map(_messages).flatten(), _told, buckets).persist()
    return concat([made.filter(_is_alone), linked])


def _named(node: Node) -> Item:
    return Item(node.name, (), node)


def _joined(parts: list[Node]) -> Iterator[Node]:
    """Each node once."""
    found: dict[Any, list[Node]] = {}
    for part in parts:
        found.setdefault(part.name, []).append(part)
    for name, same in found.items():
        beside = tuple(sorted({other for part in same for other in part.beside}))
        carried = tuple(each for part in same for each in part.carried)
        yield Node(name, beside, carried, min(name, *beside) if beside else name)


def _is_alone(node: Node) -> bool:
    return not node.beside


def _is_linked(node: Node) -> bool:
    return bool(node.beside)


def _is_new(node: Node) -> bool:
    return node.is_new


def _messages(node: Node) -> Iterator[Item]:
    yield Item(node.name, (), node)
    if node.is_new:
        yield from (Item(other, (), (other, node.label)) for other in node.beside)


def _told(said: list[Any]) -> Iterator[Node]:
    least: dict[Any, Any] = {}
    for each in said:
        if not isinstance(each, Node):
            name, label = each
            least[name] = min(label, least.get(name, label))
    for each in said:
        if isinstance(each, Node):
            label = min(each.label, least.get(each.name, each.label))
            yield each._replace(label=label, is_new=label != each.label)
