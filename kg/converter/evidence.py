"""The article's own graph: what the article is, the spans of it that are quoted, and what each span supports."""

from collections.abc import Iterable, Iterator

from kg.converter.identity import unregistered
from kg.converter.setting import Setting, link
from kg.facts import Article, Check, Span
from kg.terms import DCTERMS, FA, OA, RDF, RDFS, SCHEMA, XSD, Quad, Term, date, integer, literal, norm


def article(setting: Setting, told: Article) -> Iterator[Quad]:
    """The article itself, and its publisher where the registry does not know it."""
    yield said(setting, setting.article, RDF.type, FA.Article)
    yield said(setting, setting.article, DCTERMS.identifier, literal(told.id))
    if setting.digest:
        yield said(setting, setting.article, FA.textDigest, literal(setting.digest))
    if told.title and told.title.strip():
        yield said(setting, setting.article, RDFS.label, setting.text(told.title))
    if told.published:
        yield said(setting, setting.article, DCTERMS.issued, date(told.published.strip()))
    if told.language:
        yield said(setting, setting.article, DCTERMS.language, literal(told.language))
    if told.url:
        yield said(setting, setting.article, SCHEMA.url, link(told.url))
    if told.publisher and told.publisher.strip():
        yield from _publisher(setting, told.publisher)


def _publisher(setting: Setting, name: str) -> Iterator[Quad]:
    entry = setting.registry.resolve(name)
    node = setting.mint.known("organization", entry.id) if entry else unregistered(setting, name)
    yield said(setting, setting.article, DCTERMS.publisher, node)
    if entry is None:
        yield from setting.named(node, FA.Organization, name)


def supported(setting: Setting, node: Term, spans: Iterable[Span], names: Iterable[str] = ()) -> Iterator[Quad]:
    """The spans that support a node; one that is just one of its names is a mention of it."""
    keys = frozenset(map(norm, names))
    for told in spans:
        there = span(setting, told)
        yield said(setting, node, FA.hasEvidence, there)
        yield from _described(setting, there, told)
        if keys and norm(told.quote) in keys:
            yield said(setting, there, RDF.type, FA.Mention)
            yield said(setting, there, FA.mentionOf, node)


def summary(setting: Setting, node: Term, told: Span) -> Iterator[Quad]:
    """The span that describes a case, which supports it as well."""
    yield said(setting, node, FA.hasSummary, span(setting, told))
    yield from supported(setting, node, [told])


def check(setting: Setting, told: Check) -> Iterator[Quad]:
    """What the article claims about itself, and what was found."""
    node = setting.mint.node("check", setting.article, *_place(told.claim), str(told.expected))
    yield said(setting, node, RDF.type, FA.Check)
    yield said(setting, node, FA.expected, integer(told.expected))
    yield said(setting, node, FA.found, integer(told.found))
    yield said(setting, node, OA.hasSource, setting.article)
    yield from supported(setting, node, [told.claim])


def span(setting: Setting, told: Span) -> Term:
    """The node of a span: one stretch of one text, or, where that was not located, one quote."""
    return setting.mint.node("span", setting.article, setting.digest, *_place(told))


def _described(setting: Setting, node: Term, told: Span) -> Iterator[Quad]:
    """What a span quotes and where it stands."""
    yield said(setting, node, RDF.type, FA.EvidenceSpan)
    yield said(setting, node, FA.exact, literal(told.quote))
    yield said(setting, node, OA.hasSource, setting.article)
    if told.start is None or told.end is None:
        yield said(setting, node, FA.verified, literal("false", datatype=XSD.boolean))
    else:
        yield said(setting, node, FA.start, integer(told.start))
        yield said(setting, node, FA.end, integer(told.end))


def _place(told: Span) -> tuple[str, str]:
    """What tells a span from others in its text; the word keeps a quote from being taken for an offset."""
    return ("quote", told.quote) if told.start is None else (str(told.start), str(told.end))


def said(setting: Setting, subject: Term, predicate: Term, object: Term) -> Quad:
    """A statement in the article's graph."""
    return Quad(subject, predicate, object, setting.graph)
