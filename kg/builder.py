"""The order of a build: read, extract, resolve, convert, infer, validate, view.

Sources come in, an output folder goes out (see `kg.folder`), with the store, the graph, the view and the report in
it. This is the only room that knows the order; each step can also be called alone.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from kg import coverage, display, facts
from kg.article import Article, Skipped
from kg.converter import Merger, context, convert, mergers
from kg.corrections import Corrections, Outcome, Status, replay
from kg.corrections import load as load_corrections
from kg.errors import InputError
from kg.extraction import Extract, Extracted, by_rules
from kg.facts import ArticleFacts
from kg.folder import Folder, digests, distinct, replacing, write
from kg.graph import project
from kg.inference import infer
from kg.ontology import Ontology
from kg.ontology import load as load_ontology
from kg.quarantine import quarantine
from kg.reader import read_each
from kg.registry import Registry
from kg.registry import load as load_registry
from kg.resolver import resolve
from kg.store import Store
from kg.terms import BASE, FA, PREFIXES, RDF, Mint, Quad, in_order, value
from kg.validator import Passage, Report, Result, Severity, render, validate
from kg.viewer import Selection, view


class Knowledge(NamedTuple):
    """What a build knows before it reads anything: the ontology, the registry, and where IRIs are minted."""

    ontology: Ontology
    registry: Registry
    mint: Mint

    @classmethod
    def load(cls, *, base: str = BASE, registries: Iterable[str | Path] = ()) -> "Knowledge":
        """Load what is shipped with the distribution, and the organizations of a user's own files besides."""
        return cls(load_ontology(), load_registry(more=tuple(map(Path, registries))), Mint(base))


class Build(BaseModel):
    """What a build made: counts, findings, what was skipped, and where everything stands.

    `found` counts the nodes of the graph by kind; `barren` are the articles in which no award was found, `left` counts
    the sentences with words of awards that gave nothing, `parts` what is left of others (see `kg.coverage`);
    `corrections` are what became of each correction that was replayed.
    """

    model_config = ConfigDict(frozen=True)

    out: Path
    articles: int
    found: dict[str, int]
    triples: int
    graphs: int
    inferred: int
    conforms: bool
    findings: dict[str, int]
    left: int
    parts: int = 0
    barren: tuple[str, ...] = ()
    corrections: tuple[Outcome, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    def _repr_html_(self) -> str:
        """The build in a notebook: what it made, and where to look next."""
        said = {"articles": self.articles, **self.found, "triples": self.triples, "inferred": self.inferred}
        counts = [(name, f"{count:,}") for name, count in said.items()]
        findings = ", ".join(f"{count:,} {severity}" for severity, count in self.findings.items())
        verdict = "conforms" if self.conforms else "does not conform"
        lost = [("skipped", str(item)) for item in self.skipped[:_SHOWN]]
        rows = [
            *counts,
            ("validation", f"{verdict} ({findings or 'no findings'})"),
            *lost,
            ("page", str(self.folder.view)),
        ]
        return display.table(("build", str(self.out)), rows)

    @property
    def folder(self) -> Folder:
        """Where each part of the output stands."""
        return Folder(self.out)

    @property
    def misfits(self) -> tuple[Outcome, ...]:
        """The corrections that do not fit their texts or facts any more."""
        return tuple(outcome for outcome in self.corrections if outcome.status is Status.MISFIT)


_SHOWN = 10

Source = str | Path | Article | Skipped
"""What to read: a file, folder or glob, or what was read already."""


def extract_each(
    sources: Iterable[Source],
    knowledge: Knowledge,
    extract: Extract | None = None,
    *,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Extracted]:
    """Read and extract every article of the sources, by the rules unless another extractor is given (`kg.extraction`).

    What cannot be read comes as `Skipped`, and so does an article that was read before (same id), so that nothing
    counts twice. For `fields` see `kg.read_each`.
    """
    extract = extract or by_rules(knowledge.registry, knowledge.ontology)
    return extract(_once(_articles(sources, fields)))


def _once(articles: Iterable[Article | Skipped]) -> Iterator[Article | Skipped]:
    seen: dict[str, str] = {}
    for article in articles:
        if isinstance(article, Skipped):
            yield article
        elif article.id in seen:
            what = f"its id {article.id} is that of {seen[article.id]}"
            remedy = "leave one of them out, or give each an id of its own"
            yield Skipped(where=article.source or article.id, what=what, remedy=remedy)
        else:
            seen[article.id] = article.source or article.id
            yield article


def _articles(sources: Iterable[Source], fields: Mapping[str, str] | None) -> Iterator[Article | Skipped]:
    """The articles of the sources: those that were read already, then those of files, folders and globs."""
    named = []
    for source in sources:
        if isinstance(source, Article | Skipped):
            yield source
        else:
            named.append(source)
    if named:
        yield from read_each(*named, fields=fields)


def convert_each(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> list[Quad]:
    """The whole graph of facts documents: facts, articles, registry, vocabulary and inferences, in order."""
    ontology, registry, mint = knowledge
    asserted = {
        quad for document in documents for quad in convert(document, registry=registry, ontology=ontology, mint=mint)
    }
    asserted.update(context(sorted(asserted), registry=registry, ontology=ontology, mint=mint))
    with Store.create() as store:
        store.load(asserted)
        inferred = infer(store, ontology, mint)
    return in_order((*asserted, *inferred))


def merged(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> Iterator[tuple[ArticleFacts, Merger]]:
    """The facts of each document that are one in the graph and differ, with their document."""
    ontology, registry, mint = knowledge
    for document in documents:
        for merger in mergers(document, registry=registry, ontology=ontology, mint=mint):
            yield document, merger


def build(
    *sources: Source,
    out: str | Path = "out",
    base: str = BASE,
    with_text: bool = False,
    corrections: str | Path | None = None,
    fields: Mapping[str, str] | None = None,
    on_article: Callable[[str], None] = lambda _: None,
    extract: Extract | None = None,
    registries: Iterable[str | Path] = (),
) -> Build:
    """Build the knowledge graph of articles: `build("examples/articles", out="out")`.

    Sources are files, folders and globs, or articles; `fields` says which field of a JSON line is what (see
    `kg.read_each`). The folder `out` is replaced when everything is done, never
    before; it must be new, empty, or the output of a build in which nobody changed a file. `with_text` puts whole
    articles into the view. `corrections` is a file of what people decided about the facts (see `kg.corrections`).
    `on_article` is told the name of each source as it is done. `extract` is one of `kg.extraction`; without it, the
    rules extract. `registries` are files of organizations besides those that ship (see `kg.registry.sources`). Raises
    `InputError` where no source gives an article, `CorrectionsError` where the corrections cannot be used as a whole,
    `RegistryError` where organizations clash, `OutputError` where `out` cannot be written.
    """
    decided = load_corrections(Path(corrections)) if corrections is not None else None
    knowledge = Knowledge.load(base=base, registries=registries)
    with replacing(Path(out)) as folder:
        pairs, skipped = _extract_all(extract_each(sources, knowledge, extract, fields=fields), on_article)
        if not pairs:
            raise _nothing_read(skipped)
        outcomes: tuple[Outcome, ...] = ()
        if decided is not None:
            pairs, outcomes = replay(pairs, decided, lambda document: resolve(document, knowledge.registry))
        names = distinct([(article.stem, article.id) for article, _ in pairs])
        for name, (article, document) in zip(names, pairs, strict=True):
            write(
                folder.articles / f"{name}.article.json",
                article.model_dump_json(indent=1, exclude_defaults=True) + "\n",
            )
            write(folder.facts / f"{name}.facts.json", facts.dump(document))
        quarantine(folder, skipped)
        left = coverage.report(pairs)
        write(folder.extraction, left.model_dump_json(indent=1) + "\n")
        write(folder.extraction.with_suffix(".txt"), coverage.render(left))
        quads = convert_each((document for _, document in pairs), knowledge)
        articles = [article for article, _ in pairs]
        made = _make(folder, quads, articles, knowledge, outcomes, with_text=with_text)
        result = _result(Path(out), pairs, quads, made, left.left, skipped, knowledge)
        result = result.model_copy(update={"corrections": outcomes, "parts": left.parts})
        write(folder.manifest, _manifest(folder, result, names, pairs, knowledge.ontology, decided))
    return result


def _extract_all(
    extracted: Iterable[Extracted], on_article: Callable[[str], None]
) -> tuple[list[tuple[Article, ArticleFacts]], list[Skipped]]:
    pairs, skipped = [], []
    for item in extracted:
        if isinstance(item, Skipped):
            skipped.append(item)
        else:
            pairs.append(item)
            on_article(item[0].source or item[0].id)
    pairs.sort(key=lambda pair: (pair[0].stem, pair[0].id))
    return pairs, skipped


def _nothing_read(skipped: list[Skipped]) -> InputError:
    if len(skipped) == 1:
        return InputError(skipped[0].where, skipped[0].what, skipped[0].remedy)
    reasons = "; ".join(f"{s.where}: {s.what}" for s in skipped[:5])
    return InputError(
        "", f"no article could be read ({reasons or 'no source was named'})", "name a file or folder of articles"
    )


class _Made(NamedTuple):
    conforms: bool
    findings: dict[str, int]
    left_out: tuple[Selection, ...]


def _make(
    folder: Folder,
    quads: list[Quad],
    articles: list[Article],
    knowledge: Knowledge,
    outcomes: tuple[Outcome, ...],
    *,
    with_text: bool,
) -> _Made:
    """Write graph, store, report and view."""
    write(folder.graph, "".join(quad.line() for quad in quads))
    with Store.create(folder.store) as store:
        store.load_file(folder.graph)
    report = validate(quads, articles={a.id: a.text for a in articles}, ontology=knowledge.ontology)
    misfits = [_finding(outcome, knowledge.mint) for outcome in outcomes if outcome.status is Status.MISFIT]
    report = Report.of((*report.results, *misfits), report.checked)
    write(folder.report, report.model_dump_json(indent=1) + "\n")
    write(folder.report.with_suffix(".txt"), render(report))
    left_out: list[Selection] = []
    page = view(
        project(quads),
        articles={a.id: a for a in articles},
        labels=labels(knowledge.ontology),
        validation=report.counts,
        findings=report.findings,
        with_text=with_text,
        on_left_out=left_out.append,
    )
    write(folder.view, page)
    findings = Counter(str(result.severity).lower() for result in report.results)
    return _Made(report.conforms, dict(findings), tuple(left_out))


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
    pairs: list[tuple[Article, ArticleFacts]],
    quads: list[Quad],
    made: _Made,
    left: int,
    skipped: list[Skipped],
    knowledge: Knowledge,
) -> Build:
    types = Counter(quad.object for quad in quads if quad.predicate == RDF.type)
    inferred = knowledge.mint.graph("inferred")
    return Build(
        out=out,
        articles=len(pairs),
        found={plural: types[FA[name]] for plural, name in _COUNTED},
        left=left,
        barren=tuple(a.source or a.id for a, d in pairs if not d.receipts),
        triples=len(quads),
        graphs=len({quad.graph for quad in quads}),
        inferred=sum(quad.graph == inferred for quad in quads),
        conforms=made.conforms,
        findings=made.findings,
        skipped=tuple(skipped),
        warnings=(
            *(
                (a.source or a.id, warning)
                for a, d in pairs
                for warning in (*a.warnings, *_unmet(d), *(str(merger) for _, merger in merged([d], knowledge)))
            ),
            *((str(Folder(out).view), str(selection)) for selection in made.left_out),
        ),
    )


def _unmet(document: ArticleFacts) -> Iterator[str]:
    """What the article claims of its own content and that was not found so."""
    for check in document.checks:
        if check.expected != check.found:
            yield f"it says {check.claim.quote}, and {check.found} {'was' if check.found == 1 else 'were'} found"


def _manifest(
    folder: Folder,
    result: Build,
    names: list[str],
    pairs: list[tuple[Article, ArticleFacts]],
    ontology: Ontology,
    decided: Corrections | None,
) -> str:
    """What was read, made, corrected, skipped and why; versions; digests. No clock: the same input, the same bytes."""
    said = result.model_dump(mode="json", exclude={"out"})
    extractions = {d.extraction.name: d.extraction.version for _, d in pairs if d.extraction}
    said["software"] = {"finaward-kg": version("finaward-kg"), **extractions}
    said["ontology"] = digests(ontology.root)
    if decided is not None:
        said["corrected_by"] = {"file": decided.path, "sha256": decided.sha256}
    said["read"] = [
        {
            "name": name,
            "id": a.id,
            "source": a.source,
            "encoding": a.encoding,
            "text_sha256": a.text_sha256,
            "receipts": len(d.receipts),
        }
        for name, (a, d) in zip(names, pairs, strict=True)
    ]
    said["files"] = digests(folder.root)
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
