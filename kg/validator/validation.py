"""The order of a validation: rules, texts, then from every finding to its sentence."""

from collections.abc import Iterable, Mapping

from kg.ontology import Ontology, load
from kg.store import Store
from kg.terms import DCTERMS, FA, Quad
from kg.validator import shapes, texts
from kg.validator.evidence import trace
from kg.validator.lookup import Lookup
from kg.validator.report import Checked, Report


def validate(
    graph: Iterable[Quad] | Store, *, articles: Mapping[str, str] | None = None, ontology: Ontology | None = None
) -> Report:
    """Check a graph against the shapes, and its evidence against the articles' canonical texts.

    `articles` has the texts that are at hand, by article id; spans of other articles count as unverified. The graph
    is copied into memory, 0.4 kB a quad, unless it is a store in memory; its named graphs are checked as one. A
    store on disk could be asked itself, but that took five times as long.
    Raises `RegistryError` where the shapes cannot be used, `StoreError` where a quad is not well formed.
    """
    known = articles or {}
    lookup = Lookup(graph)
    spans = tuple(texts.quoted(lookup, known))
    found = {*shapes.check(lookup, (ontology or load()).shapes_path), *texts.check(lookup, known, spans)}
    return Report.of((trace(lookup, result, known) for result in found), _checked(lookup, known, spans))


def _checked(lookup: Lookup, known: Mapping[str, str], spans: tuple[texts.Quoted, ...]) -> Checked:
    articles = lookup.instances(FA.Article)
    return Checked(
        quads=len(lookup),
        articles=len(articles),
        texts=sum(lookup.text(article, DCTERMS.identifier) in known for article in articles),
        receipts=len(lookup.instances(FA.AwardReceipt)),
        figures=len(lookup.instances(FA.Figure)),
        spans=len(spans),
        verified=sum(span.agrees for span in spans),
        misquoted=sum(span.differs for span in spans),
        unverified=sum(span.found is None for span in spans),
    )
