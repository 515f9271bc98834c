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


def place(source: str) -> str:
    """A source by its whole path, however the user named it; what only one of two extractors lost, by the article's."""
    return os.path.normpath(Path(_HALF.sub("", source)).absolute())


def half_told(skipped: Iterable[Skipped]) -> frozenset[str]:
    """The places of articles of which one of two extractors failed; the facts of the other one stand alone."""
    return frozenset(place(item.where) for item in skipped if _HALF.search(item.where))


_HALF = re.compile(", by the (?:rules|model)$")
"""What `kg.extraction.by_both` says of an article that one of the two lost."""


class Reading(NamedTuple):
    """What was read, by place: sources that gave articles, files that were read whole, sources that gave nothing."""

    sources: frozenset[str]
    files: frozenset[str]
    lost: frozenset[str]

    @classmethod
    def of(
        cls,
        asked: Iterable[Source],
        articles: Iterable[Article],
        held: Iterable[Article],
        skipped: Iterable[Skipped],
    ) -> Self:
        """What was read where these sources were asked for, gave these articles, and lost these.

        A source that several articles name, be it of those that are `held` already, tells none of them.
        """
        twins = {item.where for item in skipped if twin_of(item) is not None}
        given, had = (Counter(article.source for article in some) for some in (articles, held))
        read = {source for source in (*given, *twins) if source is not None and file_of(source) != "-"}
        places = {place(source) for source in read if given[source] < 2 and had[source] < 2}
        parts = {place(source) for source in map(_named, asked) if source is not None}
        files = {file_of(each) for each in places - parts}
        lost = {place(item.where) for item in skipped if item.where not in twins}
        lost -= {place(source) for source in given if source is not None}
        return cls(frozenset(places), frozenset(files), frozenset(lost))

    def renews(self, source: str | None) -> bool:
        """Whether it says what a source holds now; where nothing could be read, it does not."""
        at = None if source is None else place(source)
        return at is not None and at not in self.lost and (at in self.sources or file_of(at) in self.files)

    def retells(self, item: Skipped) -> bool:
        """Whether it says anew what became of what was skipped before."""
        return place(item.where) in self.lost or self.renews(item.where)


def _named(source: Source) -> str | None:
    return str(source) if isinstance(source, str | Path) else source.source if isinstance(source, Article) else None


class Meant(NamedTuple):
    """What a name means: the ids of articles, and the places of what was skipped."""

    ids: frozenset[str]
    skipped: frozenset[str]


def find(said: str, articles: Sequence[Article], names: Sequence[str], skipped: Sequence[Skipped]) -> Meant:
    """What a person means by an id, the name of an article's files, or a source, which may be a folder or an archive.

    `names` are those of the articles' files, in their order. Raises `InputError` with the nearest where it is none.
    """
    named = dict(zip(names, articles, strict=True))
    by_id = {article.id for article in articles if article.id == said}
    by_source = {article.id for article in articles if article.source is not None and _is_in(article.source, said)}
    ids = by_id or ({named[said].id} if said in named else by_source)
    places = {item.where for item in skipped if _is_in(item.where, said)}
    if ids or places:
        return Meant(frozenset(ids), frozenset(places))
    known = [*(a.id for a in articles), *names, *(a.source for a in articles if a.source), *(s.where for s in skipped)]
    near = get_close_matches(said, dict.fromkeys(known), cutoff=_ALIKE)
    remedy = f"the nearest: {', '.join(near)}" if near else "the list is in its manifest.json, under read"
    raise InputError(said, "no article of this build has this id, name or source", remedy)


_ALIKE = 0.5


def _is_in(source: str, said: str) -> bool:
    """Whether a source is a place or lies in it."""
    at, around = place(source), place(said)
    return at == around or at.startswith((f"{around}{os.sep}", f"{around}#", f"{around}!"))
