"""The input in shards: so many files each, known by what is in them, so that the same shard is never read twice."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import NamedTuple

from kg import extractor, registry
from kg.article import Skipped
from kg.builder import Knowledge
from kg.converter.context import Context
from kg.engines.storage import Found, find
from kg.folder import digests
from kg.reader.sources import judged
from kg.terms import BASE


class Told(NamedTuple):
    """What a build on an engine was told; every process of it must see the files by these names.

    `out` is a URL, `fields` as of `kg.read_each`, in pairs; `registries` and `decisions` are local paths.
    """

    out: str
    base: str = BASE
    fields: tuple[tuple[str, str], ...] = ()
    registries: tuple[str, ...] = ()
    decisions: str | None = None


@lru_cache(maxsize=2)
def knowledge(told: Told) -> Knowledge:
    """What a build knows, loaded once in a process."""
    return Knowledge.load(base=told.base, registries=told.registries, decisions=told.decisions)


@lru_cache(maxsize=2)
def context(told: Told) -> Context:
    """What quads may speak of that is outside of articles; nothing is noted in it."""
    ontology, registry, mint, _ = knowledge(told)
    return Context(registry, ontology, mint)


class Member(NamedTuple):
    """A file of a shard, or the articles in it from one place to before another."""

    url: str
    start: int = 0
    stop: int | None = None


class Shard(NamedTuple):
    """A piece of the input: its place among all, in order, its id, and its files."""

    at: tuple[int, ...]
    id: str
    members: tuple[Member, ...]


def listed(sources: Iterable[str]) -> tuple[list[Found], list[Skipped]]:
    """The files to read, in order, and those that are none though they might be."""
    files, skipped = [], []
    for found in find(*sources):
        verdict = judged(PurePath(found.url).name, found.url)
        if isinstance(verdict, Skipped):
            skipped.append(verdict)
        elif verdict:
            files.append(found)
    return files, skipped


def cut(files: Sequence[Found], size: int, told: Told) -> list[Shard]:
    """Shards of so many files; a file that holds many articles is never cut, save where it kills who reads it."""
    known = _known(told)
    pieces = [files[at : at + size] for at in range(0, len(files), size)]
    return [
        Shard((n,), _id(known, ([*each] for each in some)), tuple(Member(each.url) for each in some))
        for n, some in enumerate(pieces)
    ]


def halves(shard: Shard, count: int | None) -> Iterator[Shard]:
    """The two halves of a shard of several files; of one file with so many articles; nothing of one article."""
    members = shard.members
    if len(members) > 1:
        middle = len(members) // 2
        parts = [members[:middle], members[middle:]]
    elif count and count > 1:
        middle = members[0].start + count // 2
        parts = [(members[0]._replace(stop=middle),), (members[0]._replace(start=middle),)]
    else:
        return
    for n, some in enumerate(parts):
        yield Shard((*shard.at, n), _id(shard.id, some), some)


def _id(known: str, content: Iterable[object]) -> str:
    told = json.dumps([known, *content], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _known(told: Told) -> str:
    """What the facts of an article depend on besides it: program, rules, ontology, registries and fields."""
    ontology = knowledge(told).ontology
    own = [version("finaward-kg"), extractor.VERSION, digests(ontology.root), told.fields]
    files = [_digest(path) for path in told.registries]
    return _id("", [*own, *files])


def _digest(path: str) -> Mapping[str, str]:
    files = (file for file in registry.files(Path(path)) if file.is_file())
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files}
