"""Each step of a build alone, with what ships with the distribution as its default: the Python face of the rooms.

A graph is given as quads, as the output folder of a build, or as an N-Quads file; every function says what it
returns, and none of them prints or writes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from kg import (
    differ,
    disputes,
    evaluator,
    exporters,
    extractor,
    facts,
    graph,
    inference,
    llm,
    ontology,
    registry,
    remote,
    reporter,
    resolver,
    reviewer,
    validator,
    viewer,
)
from kg.article import Article, Skipped
from kg.builder import Knowledge, assert_each, labels
from kg.corrections import Correction
from kg.coverage import passed_over, uncovered
from kg.differ import Difference
from kg.display import Page
from kg.disputes import Dispute
from kg.errors import KgError
from kg.evaluator import Evaluation
from kg.facts import ArticleFacts, Span
from kg.folder import Folder
from kg.llm import Agreement, Answer, Model
from kg.loader import base_of, load_articles, load_candidates, load_graph, load_quads, load_report
from kg.registry import Registry
from kg.remote import Loader, Parts, Place, RemoteStore, Sent, send
from kg.reporter import Survey, Validation
from kg.store import Store
from kg.terms import BASE, Quad, in_order
from kg.validator import Report

if TYPE_CHECKING:
    from networkx import MultiDiGraph
    from pyvis.network import Network
    from rdflib import Dataset

T = TypeVar("T")
Source = str | Path | Iterable[Quad]
"""A graph: a build's output folder, an N-Quads file, or quads."""


def extract(article: Article, *, known: Registry | None = None) -> ArticleFacts:
    """Extract the facts of an article by rules, with the shipped registry unless another is given."""
    return extractor.extract(article, known or registry.load(), ontology.load())


def ask(article: Article, model: Model, *, known: Registry | None = None) -> Answer:
    """Ask a language model for the facts of an article: what of them the text says, what was dropped, and the cost.

    Raises `MissingExtraError` where the client is not installed, `OutputError` where the cache cannot be written.
    """
    answers = llm.answer_each([article], model, known or registry.load(), ontology.load())
    return next(item[1] for item in answers if not isinstance(item, Skipped))


def merge(one: ArticleFacts, other: ArticleFacts) -> Agreement:
    """Join two facts documents of one article; a receipt that both have is one, with the evidence of both.

    Raises `FactsError` where the documents are of different articles.
    """
    return llm.merge(one, other)


def resolve(document: ArticleFacts, *, known: Registry | None = None) -> ArticleFacts:
    """Say who is who: registry ids, kinds and parents, from the shipped registry unless another is given."""
    return resolver.resolve(document, known or registry.load())


def evaluate(
    gold: str | Path, found: str | Path | Iterable[ArticleFacts], *, articles: str | Path | None = None
) -> Evaluation:
    """Compare facts with gold: precision, recall and F1 by kind, grounding, and every error, worst document first.

    `gold` is a gold file or a folder of them (see `kg.evaluator.gold`); `found` a facts file, a folder of them, the
    output of a build, or documents. Texts are looked for in the folder `articles`, in the documents, beside them and
    at their sources; spans without a text count as unchecked. What could not be used is in the `skipped` of the result.
    Raises `GoldError` where there is no gold, or where no facts are of an article that the gold is of.
    """
    documents = Path(found) if isinstance(found, str | Path) else found
    golds, bad_golds = _usable(evaluator.load_golds(Path(gold)))
    candidates, bad = _usable(load_candidates(documents, Path(articles) if articles is not None else None))
    skipped = [Skipped(where=error.where, what=error.what, remedy=error.remedy) for error in (*bad_golds, *bad)]
    return evaluator.evaluate(dict(golds), candidates, skipped=skipped)


def _usable(items: Iterable[T | KgError]) -> tuple[list[T], list[KgError]]:
    """What can be used, and the errors in its place; where nothing can be, the first error is raised."""
    good, bad = [], []
    for item in items:
        if isinstance(item, KgError):
            bad.append(item)
        else:
            good.append(item)
    if bad and not good:
        raise bad[0]
    return good, bad


def convert(*documents: ArticleFacts, base: str = BASE) -> list[Quad]:
    """Convert facts documents to quads: facts, articles, and what the registry and vocabularies say of them.

    Spans without offsets are located where the document holds its text. Inferences are for `infer`.
    """
    grounded = [facts.ground(d, d.article.text) if d.article.text is not None else d for d in documents]
    return in_order(assert_each(grounded, Knowledge.load(base=base)))


def infer(quads: Iterable[Quad], *, base: str = BASE) -> list[Quad]:
    """Infer what follows from quads: group membership, group totals, inverses, owners; only what is new."""
    words, _, mint, _ = Knowledge.load(base=base)
    return in_order(inference.infer(quads, words, mint))


def validate(source: Source, *, articles: Mapping[str, Article] | None = None) -> Report:
    """Check a graph against the shapes, and its evidence against the articles' texts.

    The articles of a build are found in its folder; otherwise give them by id, or their spans count as unverified.
    The graph is copied into memory once: see `kg.validator.validate`.
    """
    texts = {key: a.text for key, a in (articles if articles is not None else _articles(source)).items()}
    if not isinstance(source, str | Path):
        return validator.validate(source, articles=texts)
    with load_graph(Path(source)) as store:
        return validator.validate(store, articles=texts)


def conflicts(source: Source) -> tuple[Dispute, ...]:
    """What articles say otherwise of one thing, each side with its articles; the sentences where a build kept them."""
    texts = {key: article.text for key, article in _articles(source).items()}
    if isinstance(source, str | Path):
        with load_graph(Path(source)) as store:
            return disputes.disputes(store, ontology.load(), texts)
    with Store.create() as store:
        store.load(source)
        return disputes.disputes(store, ontology.load(), texts)


def diff(before: Source, after: Source) -> Difference:
    """Compare two graphs: the facts added, removed and changed, with their sentences, and the quads."""
    return differ.diff(_quads(before), _quads(after))


def view(
    source: Source,
    *,
    articles: Mapping[str, Article] | None = None,
    report: Report | None = None,
    title: str | None = None,
    lang: viewer.Language = "zh",
    with_text: bool = False,
    limit: int = viewer.LIMIT,
    on_left_out: Callable[[viewer.Selection], None] = lambda _: None,
) -> Page:
    """Make the HTML page of a graph; write it as UTF-8. See `validate` for the articles.

    `report` is what validation said of the graph, which the page sums up; that of a build is found in its folder.
    Of a graph of more than `limit` nodes the page holds the newest awards, and `on_left_out` is told. `lang` is the
    language that the page starts in, and of its title where none is given. In a notebook the page shows
    itself, in a frame that holds the whole of it: no file, server or network is needed.
    """
    known = articles if articles is not None else _articles(source)
    report = report or (load_report(Folder(Path(source))) if isinstance(source, str | Path) else None)
    page = viewer.view(
        to_networkx(source),
        articles=known,
        labels=labels(Knowledge.load().ontology),
        title=title,
        lang=lang,
        validation=report.counts if report else None,
        findings=report.findings if report else (),
        with_text=with_text,
        limit=limit,
        on_left_out=on_left_out,
    )
    return Page(page)


def review(*pairs: tuple[Article, ArticleFacts], corrections: Sequence[Correction] = ()) -> Page:
    """Make the HTML page on which people decide about facts, of articles with their facts; write it as UTF-8.

    `corrections` are what was decided so far (see `kg.corrections.load`).
    """
    items = [reviewer.Reviewed(article, document, _left(article, document)) for article, document in pairs]
    return Page(reviewer.review(items, corrections=corrections))


def report(
    source: Source,
    *,
    articles: Mapping[str, Article] | None = None,
    title: str = "",
    language: str = "zh",
) -> Survey:
    """Make the report of a graph: league tables, peers, years, cases with figures, each number with its sentences.

    `language` is `zh` or `en`. See `validate` for the articles; what validation said is read from the output of a
    build, and found out where there is none. `kg.report("out").to("html")` writes it, as `md` and `xlsx` too; in a
    notebook it shows itself. Raises `FormatError` where there is no such language.
    """
    known = articles if articles is not None else _articles(source)
    kept = load_report(Folder(Path(source))) if isinstance(source, str | Path) else None
    quads = source if isinstance(source, str | Path) else _quads(source)
    found = kept or validate(quads, articles=known)
    said = Validation(
        conforms=found.conforms,
        violations=found.violations,
        warnings=found.warnings,
        infos=found.infos,
        spans=found.checked.spans,
        verified=found.checked.verified,
    )
    return reporter.survey(
        to_networkx(quads),
        articles=known,
        validation=said,
        findings=found.findings,
        title=title,
        language=language,
    )


def _left(article: Article, document: ArticleFacts) -> tuple[Span, ...]:
    left = (*uncovered(article, document), *passed_over(article, document))
    return tuple(sorted(left, key=lambda span: span.start or 0))


def open_store(source: str | Path) -> Store:
    """Open the store of a build, or load an N-Quads file into one in memory; close it when done."""
    return load_graph(Path(source))


def export(
    source: Source,
    target: str | Path | BinaryIO,
    format: str | None = None,
    *,
    on_replaced: Callable[[int], object] | None = None,
) -> None:
    """Write the graph in a format of others: see `kg.exporters.export`; what it does not hold at once is not loaded."""
    quads = load_quads(Path(source)) if isinstance(source, str | Path) else source
    exporters.export(quads, target, format, on_replaced=on_replaced)


def load(
    source: str | Path,
    store: RemoteStore,
    *,
    base: str | None = None,
    facts: Place = "auto",
    on_graph: Callable[[str], None] = lambda _: None,
) -> Sent:
    """Bring a store of others to the graph of a build or a graph file: see `kg.remote.send`.

    The `base` of its IRIs is that of the build; of a file it is the usual one, unless it is given.
    """
    with load_graph(Path(source)) as graph:
        return send(graph, store, base=base or base_of(Path(source)), facts=facts, on_graph=on_graph)


def write_parts(
    source: str | Path, folder: str | Path, loader: Loader, *, base: str | None = None, facts: Place = "auto"
) -> Parts:
    """Write the graph of a build or a graph file for a bulk loader: see `kg.remote.write_parts`, and `load`."""
    path = Path(source)
    whole = Folder(path).graph
    quads = partial(load_quads, whole) if whole.is_file() else partial(_quads, path)
    return remote.write_parts(quads, Path(folder), loader, base=base or base_of(path), facts=facts)


def to_dataset(source: Source) -> "Dataset":
    """The graph as an rdflib `Dataset` whose default graph is the union of all."""
    return exporters.to_dataset(_quads(source))


def to_networkx(source: Source) -> "MultiDiGraph[str]":
    """The graph as a networkx property graph: see `kg.graph.project`."""
    return graph.project(_quads(source))


def to_pyvis(source: Source) -> "Network":
    """The graph as a pyvis `Network` for notebooks: see `kg.viewer.to_pyvis`."""
    return viewer.to_pyvis(to_networkx(source))


def _quads(source: Source) -> list[Quad]:
    if not isinstance(source, str | Path):
        return in_order(source)
    with load_graph(Path(source)) as store:
        return in_order(store.quads())


def _articles(source: Source) -> Mapping[str, Article]:
    return load_articles(Folder(Path(source))) if isinstance(source, str | Path) else {}
