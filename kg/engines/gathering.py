"""All shards on the engine; one that kills its process is halved while it can be, and then left out.

A process may die at any time – of memory, of a machine that goes – and its shard is done again elsewhere: a shard
writes the same files whoever does it, and its commit is one file.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from kg.engines.reading import Extracted, count, extract_shard, extracted, lost
from kg.engines.shards import Member, Shard, Told, halves

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

    def counted(member: Member) -> int:
        return int(client.submit(count, member, key=f"count-{member}-{client.id}").result())

    def put(shard: Shard) -> None:
        """Have a shard done if it is not."""
        waiting[client.submit(_done, work, shard, told, key=f"extract-{shard.id}-{client.id}")] = shard

    def end(shard: Shard, made: Extracted, is_fresh: bool) -> None:
        done.append((shard, made))
        on_shard(shard, made, is_fresh)

    for shard in _numbered(client, shards):
        put(shard)
    running = as_completed(list(waiting), loop=client.loop)
    for future in running:
        shard = waiting.pop(future)
        try:
            end(shard, *future.result())  # what a shard raises is no fault of an article: it ends the build
            continue
        except KilledWorker:
            pass
        parts = halves(shard, counted)
        if not parts:
            end(shard, lost(shard, told), True)
        before = set(waiting)
        for part in parts:
            put(part)
        for fresh in waiting.keys() - before:
            running.add(fresh)
    return sorted(done, key=lambda each: each[0].at)


def _done(work: Work, shard: Shard, told: Told) -> tuple[Extracted, bool]:
    """A shard that is done, and whether it was done just now."""
    made = extracted(shard, told)
    return (work(shard, told), True) if made is None else (made, False)


def _numbered(client: "Client", shards: Sequence[Shard]) -> Iterator[Shard]:
    """The shards, with how many lines of a file come before each span of it."""
    spans = dict.fromkeys(member for shard in shards for member in shard.members if member.span is not None)
    keys = [f"count-{member}-{client.id}" for member in spans]
    counts = dict(zip(spans, client.gather(client.map(count, spans, key=keys)), strict=True))
    lines = dict[str, int]()
    for shard in shards:
        members = []
        for member in shard.members:
            if member.span is not None:
                before = lines.get(member.url, 0)
                lines[member.url] = before + counts[member]
                member = member._replace(span=member.span._replace(before=before))
            members.append(member)
        yield shard._replace(members=tuple(members))
