"""Where articles come from: what a reading takes the place of, and which articles a name means.

A source is what `kg.article.Article.source` has: a file (`a.md`), or a part of one (`news.jsonl#3`, `posts.zip!a.md`).
What came from standard input (`-`) came from no place that could be read again.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple, Self

from kg.article import Article, Skipped
from kg.builder.sources import Source, twin_of
from kg.errors import InputError

_PART = re.compile(r"#[0-9]+$|(?:(?<=\.zip|\.tar|\.tgz)|(?<=\.gz)|(?<=^-))!.*", re.DOTALL)


def file_of(source: str) -> str:
    """The file that a source is, or is a part of.

    >>> [file_of(source) for source in ("a.md", "news.jsonl#3", "in/posts.tar.gz!2022/b.md", "-!b.md")]
    ['a.md', 'news.jsonl', 'in/posts.tar.gz', '-']
    """
    return _PART.sub("", source)


class Standpoint(NamedTuple):
    """The folder in which a build was told of its sources, which is where their names are relative to, ever after."""

    root: str

    @classmethod
    def of(cls, out: str | Path, at: str) -> Self:
        """That of the build in the folder `out`, from which `at` leads there."""
        return cls(os.path.normpath(Path(os.path.realpath(out), at)))

    def place(self, source: str) -> str:
        """A source by its whole path; what only one of two extractors lost, by the article's."""
        return os.path.normpath(Path(self.root, _HALF.sub("", source)))

    def name(self, said: str) -> str:
        """What is told of here under a name, as it is named there: `../feb/a.md` for `a.md`."""
        here, file = os.path.realpath(os.curdir), file_of(said)
        if here == self.root or file == "-" or Path(file).is_absolute():
            return said
        return _leading(str(Path(here, file)), self.root) + said[len(file) :]

    def rename(self, item: Article | Skipped) -> Article | Skipped:
        """The same with its source as it is named there; a source that is no file here is a name of the caller's."""
        if isinstance(item, Skipped):
            return item.model_copy(update={"where": self.name(item.where)})
        if item.source is None or not os.path.lexists(file_of(item.source)):
            return item
        return item.model_copy(update={"source": self.name(item.source)})

    def half_told(self, skipped: Iterable[Skipped]) -> frozenset[str]:
        """The places of articles of which one of two extractors failed; the facts of the other one stand alone."""
        return frozenset(self.place(item.where) for item in skipped if _HALF.search(item.where))


def way_here(out: str | Path) -> str:
    """The way from an output folder to the working directory, for `Standpoint.of`."""
    return Path(_leading(os.path.realpath(os.curdir), os.path.realpath(out))).as_posix()


def _leading(path: str, start: str) -> str:
    try:
        return os.path.relpath(path, start)
    except ValueError:  # on another drive
        return path


_HALF = re.compile(", by the (?:rules|model)$")
"""What `kg.extraction.by_both` says of an article that one of the two lost."""


class Reading(NamedTuple):
    """What was read, by place: sources that gave articles, files that were read whole, sources that gave nothing."""

    point: Standpoint
    sources: frozenset[str]
    files: frozenset[str]
    lost: frozenset[str]

    @classmethod
    def of(
        cls,
        point: Standpoint,
        asked: Iterable[Source],
        articles: Iterable[Article],
        held: Iterable[Article],
        skipped: Iterable[Skipped],
    ) -> Self:
        """What was read where these sources were asked for here, gave these articles, and lost these, as named there.

        A source that several articles name, be it of those that are `held` already, tells none of them.
        """
        twins = {item.where for item in skipped if twin_of(item) is not None}
        given, had = (Counter(article.source for article in some) for some in (articles, held))
        read = {source for source in (*given, *twins) if source is not None and file_of(source) != "-"}
        places = {point.place(source) for source in read if given[source] < 2 and had[source] < 2}
        parts = {point.place(source) for each in asked if (source := _named(each, point)) is not None}
        files = {file_of(each) for each in places - parts}
        lost = {point.place(item.where) for item in skipped if item.where not in twins}
        lost -= {point.place(source) for source in given if source is not None}
        return cls(point, frozenset(places), frozenset(files), frozenset(lost))

    def renews(self, source: str | None) -> bool:
        """Whether it says what a source holds now; where nothing could be read, it does not."""
        at = None if source is None else self.point.place(source)
        return at is not None and at not in self.lost and (at in self.sources or file_of(at) in self.files)

    def retells(self, item: Skipped) -> bool:
        """Whether it says anew what became of what was skipped before."""
        return self.point.place(item.where) in self.lost or self.renews(item.where)


def _named(asked: Source, point: Standpoint) -> str | None:
    if isinstance(asked, str | Path):
        return point.name(str(asked))
    renamed = point.rename(asked)
    return renamed.source if isinstance(renamed, Article) else None


class Meant(NamedTuple):
    """What a name means: the ids of articles, and the places of what was skipped."""

    ids: frozenset[str]
    skipped: frozenset[str]


def find(
    said: str, articles: Sequence[Article], names: Sequence[str], skipped: Sequence[Skipped], point: Standpoint
) -> Meant:
    """What a person means by an id, the name of an article's files, or a source, which may be a folder or an archive.

    A source is named from here; where nothing is here under its name, it may be named as the build has it. `names` are
    those of the articles' files, in their order. Raises `InputError` with the nearest where it is none.
    """
    if not said.strip():
        raise InputError("''", "this is no name", "name an article by its id, its file's name or its source")
    named = dict(zip(names, articles, strict=True))
    by_id = {article.id for article in articles if article.id == said}
    for way in (point.name(said), *([] if os.path.lexists(file_of(said)) else [said])):
        around = point.place(way)
        by_source = {a.id for a in articles if a.source is not None and _is_in(point.place(a.source), around)}
        places = {item.where for item in skipped if _is_in(point.place(item.where), around)}
        if by_source or places:
            break
    if by_id:
        places |= {item.where for item in skipped if twin_of(item) == said}
    ids = by_id or ({named[said].id} if said in named else by_source)
    if ids or places:
        return Meant(frozenset(ids), frozenset(places))
    known = [*(a.id for a in articles), *names, *(a.source for a in articles if a.source), *(s.where for s in skipped)]
    near = get_close_matches(said, dict.fromkeys(known), cutoff=_ALIKE)
    remedy = f"the nearest: {', '.join(near)}" if near else "the list is in its manifest.json, under read"
    raise InputError(said, "no article of this build has this id, name or source", remedy)


_ALIKE = 0.5


def _is_in(at: str, around: str) -> bool:
    """Whether a place is another one or lies in it."""
    return at == around or at.startswith((f"{around}{os.sep}", f"{around}#", f"{around}!"))
