"""All shards on the engine; one that kills its process is halved until it is one article, and that one is left out.

A process may die at any time – of memory, of a machine that goes – and its shard is done again elsewhere: a shard
writes the same files whoever does it, and its commit is one file.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kg.engines.reading import Extracted, commit, count, extract_shard, extracted, lost
from kg.engines.shards import Shard, Told, halves

if TYPE_CHECKING:
    from distributed import Client

Work = Callable[[Shard, Told], Extracted]


def gather(
    client: "Client",
    shards: Sequence[Shard],
    told: Told,
    on_shard: Callable[[Shard, Extracted, bool], None] = lambda *_: None,
    work: Work = extract_shard,
) -> list[tuple[Shard, Extracted]]:
    """Extract every shard that is not done; all shards, in order, those that were halved in their parts.

    `on_shard` is told of each shard as it is done, and whether it was done just now.
    """
    from distributed import KilledWorker, as_completed

    done: list[tuple[Shard, Extracted]] = []
    waiting: dict[Any, Shard] = {}

    def put(shard: Shard) -> None:
        if (made := extracted(shard, told)) is not None:
            end(shard, made, False)
        else:
            waiting[client.submit(work, shard, told, key=f"extract-{shard.id}", pure=False)] = shard

    def end(shard: Shard, made: Extracted, is_fresh: bool) -> None:
        done.append((shard, made))
        on_shard(shard, made, is_fresh)

    for shard in shards:
        put(shard)
    running = as_completed(list(waiting), loop=client.loop)
    for future in running:
        shard = waiting.pop(future)
        try:
            end(shard, future.result(), True)  # what a shard raises is no fault of an article: it ends the build
            continue
        except KilledWorker:
            pass
        parts = list(halves(shard, _count(client, shard, told)))
        if not parts:
            end(shard, commit(shard, told, [], [lost(shard)]), True)
        before = set(waiting)
        for part in parts:
            put(part)
        for fresh in waiting.keys() - before:
            running.add(fresh)
    return sorted(done, key=lambda each: each[0].at)


def _count(client: "Client", shard: Shard, told: Told) -> int | None:
    """How many articles the one file of a shard holds, if it can be read at all."""
    from distributed import KilledWorker

    member = shard.members[0]
    if len(shard.members) > 1 or member.stop is not None:
        return None if member.stop is None else member.stop - member.start
    try:
        return int(client.submit(count, shard, told, key=f"count-{shard.id}", pure=False).result())
    except KilledWorker:
        return None
