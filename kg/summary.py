"""What a build made, as its last words: counts, findings, what was skipped and why, what to open next."""

import shlex
from collections import Counter
from pathlib import Path

from kg.article import Skipped
from kg.builder import Build, Revision
from kg.corrections import Status
from kg.facts import Verdict
from kg.remote import Sent
from kg.terms import value


def summarize(made: Build, seconds: float) -> str:
    """What a build made, as its last words."""
    read = f"read        {counted(made.articles, 'articles')} in {seconds:.1f} s"
    return "\n".join([read, *_made(made, made.skipped)])


def summarize_revision(done: Revision, seconds: float) -> str:
    """What an update or a removal did, and the build that it made, as its last words."""
    if not done.is_changed:
        stood = f"{counted(done.same, 'articles')} stood there already" if done.same else "there is nothing new"
        lines = [f"unchanged   {stood}: {done.build.out} is as it was"]
        return "\n".join([*lines, *(f"skipped     {item}" for item in done.skipped)])
    told = {"added": done.added, "replaced": done.replaced, "removed": done.removed}
    counts = [f"{len(names):,} {word}" for word, names in told.items() if names]
    counts += [f"{done.same:,} stood there already"] if done.same else []
    otherwise = "what cannot be read" if done.skipped else "what was decided"
    lines = [f"revised     {', '.join(counts) or otherwise} in {seconds:.1f} s"]
    for word, names in told.items():
        lines += [f"{word:12}{name}" for name in names[:_SHOWN]]
        lines += [f"            and {len(names) - _SHOWN:,} more"] if len(names) > _SHOWN else []
    lines += [f"holds       {counted(done.build.articles, 'articles')}"]
    return "\n".join([*lines, *_made(done.build, done.skipped)])


def loaded(done: Sent, url: str) -> str:
    """What a load did to a store, as its last words."""
    if not done.sent and not done.removed:
        return f"store       {url} holds these {done.triples:,} triples already"
    where = f"in the graph {value(done.facts)}" if done.facts else "in the default graph"
    went = f", {counted(done.removed, 'graphs')} removed" if done.removed else ""
    said = f"{done.sent:,} of {counted(done.graphs, 'graphs')} sent{went}; facts {where}"
    return f"store       {url} holds {done.triples:,} triples: {said}"


def _made(made: Build, skipped: tuple[Skipped, ...]) -> list[str]:
    """What a build made, with what was skipped this time."""
    folder = made.folder
    found = ", ".join(counted(count, kind) for kind, count in made.found.items())
    conforms = "conforms" if made.conforms else "does not conform"
    findings = ", ".join(f"{count} {severity}" for severity, count in sorted(made.findings.items())) or "no findings"
    graphs = counted(made.graphs, "graphs")
    told = [outcome for outcome in made.corrections if outcome.said and outcome.status in _TOLD]
    earlier = len(made.skipped) - len(skipped)
    return [
        f"found       {found}",
        *(f"nothing in  {source}" for source in made.barren[:_SHOWN]),
        *_more(len(made.barren)),
        f"left        {_left(made)}",
        *_corrected(made),
        f"graph       {counted(made.triples, 'triples')} in {graphs}, {made.inferred:,} of them inferred",
        f"validation  {conforms} ({findings})",
        f"skipped     {len(skipped) or 'nothing'}{f', and {earlier:,} earlier: {folder.manifest}' if earlier else ''}",
        *(f"            {item}" for item in skipped),
        *(f"warning     {warning}" for warning in _folded(made.warnings)),
        *(f"warning     {outcome}" for outcome in told[:_SHOWN]),
        *_more(len(told), made.folder.manifest),
        "open next",
        f"  {folder.view}   the graph, in any browser",
        f"  {folder.report.with_suffix('.txt')}   what validation found, with the sentences",
        f"  kg query {shlex.quote(str(made.out))} --list   questions that the graph answers",
    ]


_SHOWN = 10


def counted(count: int, plural: str) -> str:
    """A count with its word.

    >>> counted(1, "articles"), counted(1200, "articles")
    ('1 article', '1,200 articles')
    """
    return f"{count:,} {plural.removesuffix('s') if count == 1 else plural}"


def _left(made: Build) -> str:
    return left(made.left, made.parts, str(made.folder.extraction.with_suffix(".txt"))) or "nothing"


def left(sentences: int, parts: int, where: str) -> str:
    """How many sentences, and parts of others, have words of awards and gave nothing; nothing where there are none.

    >>> left(2, 1, "x.txt")
    '2 sentences and 1 part of others with award words gave nothing: x.txt'
    """
    said = [counted(sentences, "sentences")] if sentences else []
    if parts:
        said.append(f"{counted(parts, 'parts')} of others")
    return f"{' and '.join(said)} with award words gave nothing: {where}" if said else ""


_TOLD = (Status.MISFIT, Status.APPLIED)


def _corrected(made: Build) -> list[str]:
    """What became of the corrections, where there are any."""
    if not made.corrections:
        return []
    applied = Counter(o.correction.verdict for o in made.corrections if o.status is Status.APPLIED)
    others = Counter(outcome.status for outcome in made.corrections)
    said = [f"{count:,} {verdict}" for verdict in Verdict if (count := applied[verdict])]
    words = {
        Status.MISFIT: "fit no more",
        Status.SUPERSEDED: "superseded",
        Status.ABSENT: "of articles not in this build",
    }
    said += [f"{count:,} {word}" for status, word in words.items() if (count := others[status])]
    return [f"corrections {', '.join(said)}"]


def _more(count: int, where: Path | None = None) -> list[str]:
    more = f"            and {'' if where else 'in '}{count - _SHOWN:,} more{f': {where}' if where else ''}"
    return [more] if count > _SHOWN else []


def _folded(warnings: tuple[tuple[str, str], ...]) -> list[str]:
    """Warnings as lines; one that many articles share is one line."""
    by_text: dict[str, list[str]] = {}
    for source, warning in warnings:
        by_text.setdefault(warning, []).append(source)
    return [
        f"{sources[0]}: {text}" if len(sources) == 1 else f"{len(sources):,} articles, {sources[0]} first: {text}"
        for text, sources in by_text.items()
    ]
