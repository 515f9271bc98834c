"""A shard: its files read, its articles extracted, its facts committed; what cannot be used comes back as data.

The facts stand in `facts/<shard>.jsonl.gz`, one document a line with its text, and what was found in
`facts/<shard>.json`, which is written last: where it stands, the shard is done, whoever did it and however often.
"""

import json
from collections.abc import Iterator
from itertools import islice

from pydantic import BaseModel, ConfigDict

from kg import facts
from kg.article import Article, Skipped
from kg.builder import extract_each
from kg.engines.shards import Member, Shard, Told, knowledge
from kg.engines.storage import Storage
from kg.errors import KgError
from kg.facts import ArticleFacts
from kg.reader import read_stream


class Extracted(BaseModel):
    """A shard that is done: its articles by id, in order, what could not be used, and the digest of its facts."""

    model_config = ConfigDict(frozen=True)

    shard: str
    articles: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    sha256: str


def extract_shard(shard: Shard, told: Told) -> Extracted:
    """Read and extract the articles of a shard, and commit their facts. Doing it again gives the same bytes."""
    done, skipped = list[ArticleFacts](), list[Skipped]()
    for item in extract_each(_articles(shard, told), knowledge(told)):
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            article, document = item
            known = document.article.model_copy(update={"text": article.text})
            done.append(document.model_copy(update={"article": known}))
    return commit(shard, told, done, skipped)


def commit(shard: Shard, told: Told, documents: list[ArticleFacts], skipped: list[Skipped]) -> Extracted:
    """Write the facts of a shard, then that it is done."""
    out = Storage(told.out)
    lines = (facts.dump(document, indent=None) for document in documents)
    part = out.write_lines(f"facts/{shard.id}.jsonl.gz", "facts", lines)
    ids = tuple(document.article.id for document in documents)
    if skipped:
        out.write(f"quarantine/{shard.id}.jsonl", "".join(map(as_line, skipped)).encode("utf-8", "replace"))
    made = Extracted(shard=shard.id, articles=ids, skipped=tuple(skipped), sha256=part.sha256)
    out.write(f"facts/{shard.id}.json", made.model_dump_json().encode())
    return made


def extracted(shard: Shard, told: Told) -> Extracted | None:
    """What was found in a shard, if it is done."""
    out = Storage(told.out)
    try:
        if out.has(name := f"facts/{shard.id}.json") and out.has(f"facts/{shard.id}.jsonl.gz"):
            return Extracted.model_validate_json(out.read(name))
    except (KgError, ValueError):
        return None
    return None


def documents(name: str, told: Told) -> Iterator[ArticleFacts]:
    """The facts documents of a file of an engine's own."""
    where = f"{told.out}/{name}"
    return (facts.parse(line, where=where) for line in Storage(told.out).lines(name))


def count(shard: Shard, told: Told) -> int:
    """How many articles there are in a shard."""
    return sum(1 for _ in _articles(shard, told))


def _articles(shard: Shard, told: Told) -> Iterator[Article | Skipped]:
    for member in shard.members:
        try:
            yield from _in_file(member, dict(told.fields))
        except Exception as error:  # a store that is away, a library that stumbles: it costs this file, not the shard
            what = f"it cannot be read ({type(error).__name__}: {str(error)[:80]})"
            yield Skipped(where=member.url, what=what, remedy="mend it, or take it in later")


def _in_file(member: Member, fields: dict[str, str]) -> Iterator[Article | Skipped]:
    import fsspec

    with fsspec.open(member.url, "rb") as stream:
        yield from islice(read_stream(stream, name=member.url, fields=fields), member.start, member.stop)


def lost(shard: Shard) -> Skipped:
    """What is said of an article that kills every process that reads it."""
    member = shard.members[0]
    where = f"{member.url}#{member.start + 1}" if member.start or member.stop is not None else member.url
    return Skipped(where=where, what="it kills the process that reads it", remedy="please report it with the article")


def as_line(item: Skipped) -> str:
    """What could not be used, as a line of the quarantine, with its bytes where they stand in no file of their own."""
    said = item.model_dump()
    if item.raw is not None:
        said["raw"] = item.raw.decode("utf-8", "replace")
    return json.dumps(said, ensure_ascii=False) + "\n"
