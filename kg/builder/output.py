"""Makes the output folder of articles and their facts: one way for all that makes one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg import coverage, facts
from kg.article import Article, Skipped
from kg.builder.conversion import merged, write_each
from kg.builder.keeping import Material, keep
from kg.builder.knowledge import Knowledge
from kg.builder.losing import losing
from kg.builder.manifest import manifest
from kg.builder.progress import Progress
from kg.builder.result import Build
from kg.builder.sources import Pair
from kg.corrections import Outcome, Status, replay
from kg.facts import ArticleFacts
from kg.folder import Folder, distinct, write
from kg.ontology import Ontology
from kg.reconciler.organizations import unused
from kg.resolver import resolve, unsettled
from kg.store import Store, Tally, read_graph, seal
from kg.terms import FA, PREFIXES, RDF, Mint, value
from kg.validator import Passage, Report, Result, Severity, render, validate
from kg.viewer import Selection, choose, view


def fill(folder: Folder, out: Path, material: Material, progress: Progress) -> Build:
    """Write everything that a build gives into a new folder, which is to stand at `out` when it is done.

    The same material gives the same bytes, in whatever order it comes. What people decided is replayed here.
    """
    progress.begin("write")
    knowledge, decided = material.knowledge, material.decided
    found = sorted(material.pairs, key=lambda pair: (pair[0].stem, pair[0].id))
    in_turn, outcomes = found, tuple[Outcome, ...]()
    if decided is not None:
        in_turn, outcomes = replay(found, decided, lambda document: resolve(document, knowledge.registry))
    names = distinct([(article.stem, article.id) for article, _ in in_turn])
    corrected = (same[0][1] != same[1][1] for same in zip(found, in_turn, strict=True))
    keep(folder, material, {name: pair[1] for name, pair, is_so in zip(names, found, corrected, strict=True) if is_so})
    for name, (article, document) in zip(names, in_turn, strict=True):
        told = article.model_dump_json(indent=1, exclude_defaults=True)
        write(folder.articles / f"{name}.article.json", told + "\n")
        write(folder.facts / f"{name}.facts.json", facts.dump(document))
    left = coverage.report(in_turn)
    write(folder.extraction, left.model_dump_json(indent=1) + "\n")
    write(folder.extraction.with_suffix(".txt"), coverage.render(left))
    progress.begin("convert")
    articles, with_text = [article for article, _ in in_turn], material.told.with_text
    with Store.create() as graph:
        tally = write_each(folder.graph, (_with_its_text(*pair) for pair in in_turn), knowledge, graph)
        made = _make(folder, graph, tally, articles, knowledge, outcomes, progress, with_text=with_text)
    progress.begin("finish")
    result = _result(out, in_turn, tally, made, left.left, material.skipped, knowledge)
    result = result.model_copy(update={"corrections": outcomes, "parts": left.parts})
    write(folder.manifest, manifest(folder, result, names, in_turn, material))
    return result.model_copy(update={"warnings": (*result.warnings, *losing(out))})


def _with_its_text(article: Article, document: ArticleFacts) -> ArticleFacts:
    """The facts with the text that they are of, by which reprints are known."""
    return document.model_copy(update={"article": document.article.model_copy(update={"text": article.text})})


class _Made(NamedTuple):
    conforms: bool
    found: dict[str, int]
    findings: dict[str, int]
    left_out: tuple[Selection, ...]


def _make(
    folder: Folder,
    graph: Store,
    tally: Tally,
    articles: list[Article],
    knowledge: Knowledge,
    outcomes: tuple[Outcome, ...],
    progress: Progress,
    *,
    with_text: bool,
) -> _Made:
    """Write store, report and view of a graph that is written and in memory, too."""
    progress.begin("load")
    with Store.create(folder.store) as store:
        store.load_file(folder.graph)
    seal(folder.store, tally)
    progress.begin("validate")
    report = validate(graph, articles={a.id: a.text for a in articles}, ontology=knowledge.ontology)
    misfits = [_finding(outcome, knowledge.mint) for outcome in outcomes if outcome.status is Status.MISFIT]
    report = Report.of((*report.results, *misfits), report.checked)
    write(folder.report, report.model_dump_json(indent=1) + "\n")
    write(folder.report.with_suffix(".txt"), render(report))
    progress.begin("view")
    left_out: list[Selection] = []
    page = view(
        choose(graph, read_graph(folder.graph)),
        articles={a.id: a for a in articles},
        labels=labels(knowledge.ontology),
        validation=report.counts,
        findings=report.findings,
        with_text=with_text,
        on_left_out=left_out.append,
    )
    write(folder.view, page)
    findings = Counter(str(result.severity).lower() for result in report.results)
    found = {plural: sum(1 for _ in graph.quads(predicate=RDF.type, object=FA[name])) for plural, name in _COUNTED}
    return _Made(report.conforms, found, dict(findings), tuple(left_out))


def _finding(outcome: Outcome, mint: Mint) -> Result:
    """A correction that does not fit, as a finding of the report."""
    correction = outcome.correction
    return Result(
        severity=Severity.WARNING,
        shape="CorrectionFits",
        message_en=f"{outcome.where}: the correction does not fit any more: {outcome.said}.",
        message_zh=f"{outcome.where}：这条更正已不适用：{outcome.said_zh}。",
        node=value(mint.known("article", correction.article)),
        label=correction.name,
        passages=(Passage(article=correction.article, quote=correction.quote),),
    )


def labels(ontology: Ontology) -> Mapping[str, tuple[str, str]]:
    """The words of classes and properties in Chinese and English, by local name; ours before those of others."""
    own_last = sorted(ontology.labels.items(), key=lambda item: item[0].startswith(f"<{PREFIXES['fa']}"))
    return {re.split("[#/]", term.rstrip(">"))[-1]: (label.zh, label.en) for term, label in own_last}


_COUNTED = (
    ("receipts", "AwardReceipt"),
    ("awards", "AwardCategory"),
    ("cases", "Case"),
    ("organizations", "Organization"),
    ("figures", "Figure"),
)


def _result(
    out: Path,
    pairs: list[Pair],
    tally: Tally,
    made: _Made,
    left: int,
    skipped: Iterable[Skipped],
    knowledge: Knowledge,
) -> Build:
    return Build(
        out=out,
        articles=len(pairs),
        found=made.found,
        left=left,
        barren=tuple(a.source or a.id for a, d in pairs if not d.receipts),
        triples=tally.quads,
        graphs=len(tally.graphs),
        inferred=tally.graphs.get(value(knowledge.mint.graph("inferred")), 0),
        conforms=made.conforms,
        findings=made.findings,
        skipped=tuple(sorted(skipped, key=str)),
        warnings=(
            *(
                (a.source or a.id, warning)
                for a, d in pairs
                for warning in (
                    *a.warnings,
                    *_unmet(d),
                    *_unsure(a, d, knowledge),
                    *(str(merger) for _, merger in merged([d], knowledge)),
                )
            ),
            *((str(Folder(out).view), str(selection)) for selection in made.left_out),
            *_idle(pairs, knowledge),
        ),
    )


def _idle(pairs: list[Pair], knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The decisions about who is who that no article needs any more."""
    for ruling in unused((document for _, document in pairs), knowledge.registry, knowledge.decided):
        what = f"{ruling.name} and {ruling.other}" if ruling.other else ruling.name
        yield ruling.where, f"no article has the names that are {ruling.verdict} here any more: {what}"


def _unsure(article: Article, document: ArticleFacts, knowledge: Knowledge) -> Iterator[str]:
    """The names of several organizations that keep a sentence from saying who won."""
    return map(str, unsettled(article, document, knowledge.registry))


def _unmet(document: ArticleFacts) -> Iterator[str]:
    """What the article claims of its own content and that was not found so."""
    for check in document.checks:
        if check.expected != check.found:
            yield f"it says {check.claim.quote}, and {check.found} {'was' if check.found == 1 else 'were'} found"
