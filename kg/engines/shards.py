"""The input in shards: so many articles each, known by what is in them, so that the same shard is never read twice.

A plain JSON Lines file is cut where a shard of it would be larger, by its bytes at the ends of lines; nothing else is.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path, PurePath
from typing import NamedTuple

from kg import extractor, registry
from kg.article import Skipped
from kg.builder import Knowledge
from kg.converter.context import Context
from kg.engines.program import refuse_other
from kg.engines.storage import Found, absolute, find, opened
from kg.folder import digests
from kg.reader import Span, has_lines
from kg.reader.forms import LINES, SUFFIXES
from kg.reader.sources import judged
from kg.reader.streams import HEAD
from kg.terms import BASE

_ARTICLE = 4096
"""For how many bytes of a file of many articles one is reckoned, and for how large one is taken that has its own."""
_PACKED = 4
_SINGLE = frozenset((*SUFFIXES, ".pdf", ".docx"))


class Told(NamedTuple):
    """What a build on an engine was told; every process of it must see the files by these names.

    `out` is a URL, `fields` as of `kg.read_each`, in pairs; `registries` and `decisions` are local paths. `run` is what
    is built: the same of the same articles, told the same; `program` is that of who asks, as `kg.engines.program` says.
    """

    out: str
    base: str = BASE
    fields: tuple[tuple[str, str], ...] = ()
    registries: tuple[str, ...] = ()
    decisions: str | None = None
    run: str = ""
    program: tuple[str, ...] = ()


def knowledge(told: Told) -> Knowledge:
    """What a build knows, loaded once in a process. Raises `InputError` where that runs another program."""
    refuse_other(told.program)
    return _knowledge(told.base, told.registries, told.decisions)


@lru_cache(maxsize=2)
def _knowledge(base: str, registries: tuple[str, ...], decisions: str | None) -> Knowledge:
    return Knowledge.load(base=base, registries=registries, decisions=decisions)


@lru_cache(maxsize=2)
def context(told: Told) -> Context:
    """What quads may speak of that is outside of articles; nothing is noted in it."""
    ontology, registry, mint, _ = knowledge(told)
    return Context(registry, ontology, mint)


class Member(NamedTuple):
    """A file of a shard, or a span of its lines."""

    url: str
    span: Span | None = None

    @property
    def name(self) -> str:
        """What its file is called; the name of a file on a disk may be no text."""
        return printed(self.url)

    @property
    def where(self) -> str:
        """What it is called, with its first line."""
        return self.name if self.span is None else f"{self.name}#{self.span.before + 1}"


def printed(url: str) -> str:
    """A URL as text."""
    return url.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


class Shard(NamedTuple):
    """A piece of the input: its place among all, in order, its id, and its files."""

    at: tuple[int, ...]
    id: str
    members: tuple[Member, ...]


def listed(sources: Iterable[str], out: str) -> tuple[list[Found], list[Skipped]]:
    """The files to read, in order, and those that are none though they might be; what is in `out` is neither."""
    files, skipped = [], []
    own = absolute(out).rstrip("/") + "/"
    for found in find(*map(absolute, sources)):
        if found.url.startswith(own):
            continue
        verdict = judged(PurePath(found.url).name, printed(found.url))
        if verdict and not found.is_file:
            what = "it is a link that leaves the folder, or no regular file"
            verdict = Skipped(
                where=printed(found.url), what=what, remedy="name the file itself to read it all the same"
            )
        if isinstance(verdict, Skipped):
            skipped.append(verdict)
        elif verdict:
            files.append(found)
    return files, skipped


def cut(files: Iterable[Found], size: int, told: Told) -> list[Shard]:
    """Shards of so many articles, as far as the sizes of files tell."""
    known, full = _known(told), size * _ARTICLE
    cuts, room = list[list[tuple[Member, Found]]](), 0
    for found in files:
        for member, large in _members(found, full):
            if not cuts or large > room:
                cuts.append([])
                room = full
            cuts[-1].append((member, found))
            room -= large
    return [
        Shard((n,), _id(known, ([*found, member.span] for member, found in some)), tuple(member for member, _ in some))
        for n, some in enumerate(cuts)
    ]


def run_of(shards: Iterable[Shard], told: Told) -> str:
    """What is built of some shards: the same name for the same."""
    decided = "" if told.decisions is None else hashlib.sha256(Path(told.decisions).read_bytes()).hexdigest()
    return _id(_known(told), [told.base, decided, *(shard.id for shard in shards)])[:12]


def _members(found: Found, full: int) -> Iterator[tuple[Member, int]]:
    """A file, or the spans of it, with how large each is taken to be."""
    suffix = PurePath(found.url.lower()).suffix
    if suffix in _SINGLE:
        yield Member(found.url), _ARTICLE
    elif suffix in LINES and found.size > full and _has_lines(found.url):
        for start in range(0, found.size, full):
            stop = min(start + full, found.size)
            yield Member(found.url, Span(start, stop)), stop - start
    else:
        yield Member(found.url), max(_ARTICLE, found.size * (1 if suffix in LINES else _PACKED))


def _has_lines(url: str) -> bool:
    with opened(url) as file:
        return has_lines(file.read(HEAD), url)


def halves(shard: Shard, count: Callable[[Member], int]) -> list[Shard]:
    """The two halves of a shard, of which `count` tells how many lines a span has; nothing of what is not cut."""
    members, span = shard.members, shard.members[0].span
    parts = list[tuple[Member, ...]]()
    if len(members) > 1:
        middle = len(members) // 2
        parts = [members[:middle], members[middle:]]
    elif span is not None and span.stop is not None and span.stop - span.start > _ARTICLE:
        middle = (span.start + span.stop) // 2
        first = members[0]._replace(span=span._replace(stop=middle))
        parts = [(first,), (first._replace(span=Span(middle, span.stop, span.before + count(first))),)]
    return [Shard((*shard.at, n), _id(shard.id, some), some) for n, some in enumerate(parts)]


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
