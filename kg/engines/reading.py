"""A shard: its files read, its articles extracted, its facts committed; what cannot be used comes back as data.

The facts stand in `facts/<shard>.jsonl.gz`, one document a line with its text, their ids and sources in
`facts/<shard>.ids.gz`, and what was found in `facts/<shard>.json`, which is written last: where it stands, the shard is
done, whoever did it and however often. Articles are read and extracted in a process beside that of the engine, so that
one that kills it, or never ends, costs itself alone.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import repeat
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict

from kg import facts
from kg.article import Article, Skipped
from kg.builder import extract_each
from kg.engines.shards import Member, Shard, Told, knowledge
from kg.engines.storage import Storage, opened
from kg.errors import KgError
from kg.facts import ArticleFacts
from kg.processes import Each, Processes
from kg.quarantine import as_line
from kg.reader import Span, count_lines, read_lines, read_stream


class Extracted(BaseModel):
    """A shard that is done: how many articles it has, what could not be used, the digests of its facts and their ids.

    It is not `whole` where files could not be fetched, which may be otherwise another day.
    """

    model_config = ConfigDict(frozen=True)

    shard: str
    articles: int
    skipped: tuple[Skipped, ...]
    sha256: str
    ids_sha256: str
    whole: bool = True


def extract_shard(shard: Shard, told: Told) -> Extracted:
    """Read and extract the articles of a shard, and commit their facts. Doing it again gives the same bytes."""
    out, known, each = Storage(told.out), knowledge(told), _beside()
    ids, skipped, missed = list[str](), list[Skipped](), list[str]()

    def lines() -> Iterator[str]:
        for item in extract_each(_articles(shard, told, each, missed), known, each=each):
            if isinstance(item, Skipped):
                skipped.append(item)
                continue
            article, document = item
            ids.append(json.dumps([article.id, article.source or article.id], ensure_ascii=False) + "\n")
            with_text = document.article.model_copy(update={"text": article.text})
            yield facts.dump(document.model_copy(update={"article": with_text}), indent=None)

    part = out.write_lines(f"facts/{shard.id}.jsonl.gz", "facts", lines())
    by_id = out.write_lines(f"facts/{shard.id}.ids.gz", "ids", ids)
    made = Extracted(
        shard=shard.id,
        articles=part.records,
        skipped=tuple(skipped),
        sha256=part.sha256,
        ids_sha256=by_id.sha256,
        whole=not missed,
    )
    return _committed(made, told)


def lost(shard: Shard, told: Told) -> Extracted:
    """Commit a shard of which nothing is left, since it kills every process that works on it."""
    out = Storage(told.out)
    part = out.write_lines(f"facts/{shard.id}.jsonl.gz", "facts", [])
    by_id = out.write_lines(f"facts/{shard.id}.ids.gz", "ids", [])
    what, remedy = "it kills the process that reads it", "give workers more memory, or report it with the articles"
    skipped = Skipped(where=shard.members[0].where, what=what, remedy=remedy)
    made = Extracted(shard=shard.id, articles=0, skipped=(skipped,), sha256=part.sha256, ids_sha256=by_id.sha256)
    return _committed(made, told)


def _committed(made: Extracted, told: Told) -> Extracted:
    """Write what could not be used, then that the shard is done."""
    out = Storage(told.out)
    if made.skipped:
        out.write(f"quarantine/{made.shard}.jsonl", b"".join(map(as_line, made.skipped)))
    said = made.model_dump_json()
    out.write(f"facts/{made.shard}.json", said.encode())
    return Extracted.model_validate_json(said)  # without the bytes of what could not be used


def extracted(shard: Shard, told: Told) -> Extracted | None:
    """What was found in a shard, if it is done and its facts are still what they were."""
    out = Storage(told.out)
    try:
        made = Extracted.model_validate_json(out.read(f"facts/{shard.id}.json"))
        kept = out.digest(f"facts/{shard.id}.jsonl.gz"), out.digest(f"facts/{shard.id}.ids.gz")
    except (KgError, ValueError):
        return None
    return made if made.whole and kept == (made.sha256, made.ids_sha256) else None


def documents(name: str, told: Told) -> Iterator[ArticleFacts]:
    """The facts documents of a file of an engine's own."""
    where = f"{told.out}/{name}"
    return (facts.parse(line, where=where) for line in Storage(told.out).lines(name))


def ids(shard: str, told: Told) -> list[tuple[str, str]]:
    """The articles of a shard that is done: id and source of each, in order."""
    return [(id, source) for id, source in map(json.loads, Storage(told.out).lines(f"facts/{shard}.ids.gz"))]


def count(member: Member) -> int:
    """How many lines there are in a span."""
    with opened(member.url) as file:
        return count_lines(file, member.span or Span())


_here = threading.local()


def _beside() -> Each:
    """How work is done in the process beside this one that this thread has."""
    processes: Processes | None = getattr(_here, "processes", None)
    if processes is None:
        processes = _here.processes = Processes(1)
    return processes.each


def _articles(shard: Shard, told: Told, each: Each, missed: list[str]) -> Iterator[Article | Skipped]:
    """What is in the files of a shard; those that could not be fetched are named in `missed`."""
    for member in shard.members:
        try:
            with closing(_Fetched(opened(member.url), member.url, missed)) as file:
                yield from _in_file(member, file, dict(told.fields), each)
        except Exception as error:  # a store that is away, a library that stumbles: it costs this file, not the shard
            missed.append(member.url)
            what = f"it cannot be read ({type(error).__name__}: {str(error)[:80]})"
            yield Skipped(where=member.where, what=what, remedy="mend it, or take it in later")


def _in_file(member: Member, file: "_Fetched", fields: dict[str, str], each: Each) -> Iterator[Article | Skipped]:
    if member.span is not None:
        return read_lines(file, member.span, name=member.name, fields=fields, each=each)
    return map(_without_bytes, read_stream(file, name=member.name, fields=fields, each=each), repeat(member.name))


def _without_bytes(item: Article | Skipped, name: str) -> Article | Skipped:
    """What could not be used, without its bytes where they are those of a file."""
    return item.model_copy(update={"raw": None}) if isinstance(item, Skipped) and item.where == name else item


class _Fetched:
    """A file that notes where it cannot be read, for then its store is at fault and not what it holds."""

    def __init__(self, file: BinaryIO, url: str, missed: list[str]) -> None:
        self._file, self._url, self._missed = file, url, missed
        self.seek, self.close = file.seek, file.close

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except Exception:
            self._missed.append(self._url)
            raise
