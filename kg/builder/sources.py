"""Articles of all sources with their facts: what is read and extracted, each article once."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.article import Article, Skipped
from kg.builder.knowledge import Knowledge
from kg.builder.progress import Progress
from kg.errors import InputError
from kg.extraction import Extract, Extracted, by_rules
from kg.facts import ArticleFacts
from kg.processes import Each, in_turn
from kg.reader import count, read_each

Source = str | Path | Article | Skipped
"""What to read: a file, folder or glob, or what was read already."""

Pair = tuple[Article, ArticleFacts]
"""An article with its facts."""


def extract_each(
    sources: Iterable[Source],
    knowledge: Knowledge,
    extract: Extract | None = None,
    *,
    fields: Mapping[str, str] | None = None,
    each: Each = in_turn,
) -> Iterator[Extracted]:
    """Read and extract every article of the sources, by the rules unless another extractor is given (`kg.extraction`).

    What cannot be read comes as `Skipped`, and so does an article that was read before (same id), so that nothing
    counts twice. For `fields` see `kg.read_each`; `each` says where the work is done (see `kg.processes`).
    """
    extract = extract or by_rules(knowledge.registry, knowledge.ontology, each)
    return extract(each_once(sources, fields, each=each))


def each_once(
    sources: Iterable[Source],
    fields: Mapping[str, str] | None,
    rename: Callable[[Article | Skipped], Article | Skipped] = lambda item: item,
    each: Each = in_turn,
) -> Iterator[Article | Skipped]:
    """Every article of the sources, each id once; what cannot be read, and what comes again, as `Skipped`.

    `rename` says under which source each is to be known.
    """
    seen: dict[str, str] = {}
    for article in map(rename, _articles(sources, fields, each)):
        if isinstance(article, Skipped):
            yield article
        elif article.id in seen:
            yield twin(article.source or article.id, article.id, seen[article.id])
        else:
            seen[article.id] = article.source or article.id
            yield article


def twin(where: str, id: str, first: str) -> Skipped:
    """What is skipped since the article that is named first has its id."""
    remedy = "leave one of them out, or give each an id of its own"
    return Skipped(where=where, what=f"its id {id} is that of {first}", remedy=remedy)


def twin_of(item: Skipped) -> str | None:
    """The id of the article for whose sake one of the same id was skipped; None where that was not the reason."""
    match = _TWIN.match(item.what)
    return match[1] if match else None


_TWIN = re.compile("its id (.+) is that of ")


def expected(sources: Iterable[Source]) -> int:
    """How many articles the sources may give, without reading them."""
    told = list(sources)
    named = [source for source in told if isinstance(source, str | Path)]
    return len(told) - len(named) + count(*named)


def _articles(sources: Iterable[Source], fields: Mapping[str, str] | None, each: Each) -> Iterator[Article | Skipped]:
    """The articles of the sources: those that were read already, then those of files, folders and globs."""
    named = []
    for source in sources:
        if isinstance(source, Article | Skipped):
            yield source
        else:
            named.append(source)
    if named:
        yield from read_each(*named, fields=fields, each=each)


def extract_all(extracted: Iterable[Extracted], progress: Progress) -> tuple[list[Pair], list[Skipped]]:
    """The articles with their facts, and what was skipped; `progress` is told of each as it is done."""
    pairs, skipped = [], []
    for item in extracted:
        if isinstance(item, Skipped):
            skipped.append(item)
            progress.advance(item.where)
        else:
            pairs.append(item)
            progress.advance(item[0].source or item[0].id)
    return pairs, skipped


def nothing_read(skipped: list[Skipped]) -> InputError:
    """The error that says why no article could be read."""
    if len(skipped) == 1:
        return InputError(skipped[0].where, skipped[0].what, skipped[0].remedy)
    reasons = "; ".join(f"{s.where}: {s.what}" for s in skipped[:5])
    return InputError(
        "", f"no article could be read ({reasons or 'no source was named'})", "name a file or folder of articles"
    )
