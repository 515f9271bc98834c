"""From a node to the passages that it is from, and to a name by which people know it."""

import re
from collections.abc import Iterator, Mapping

from kg.terms import DCTERMS, FA, OA, RDF, RDFS, SCHEMA, SKOS, Term
from kg.validator.lookup import Lookup, is_literal, text
from kg.validator.report import Passage, Result

_SHOWN = 5
"""How many passages a result shows; a city may stand in a thousand articles."""

_REACH = 200
"""How far a sentence may go on around its quote, in code points."""

_NAMES = (SKOS.prefLabel, RDFS.label, SCHEMA.legalName, SKOS.altLabel)

_PARTS = (
    FA.recipient,
    FA.inCategory,
    FA.forCase,
    FA.printedText,
    FA.citedIn,
    FA.participant,
    FA.participationIn,
    FA.child,
    FA.parent,
    FA.exact,
)
"""What to call a node by that has no name of its own: a receipt by its recipients, category and case."""

_LEADS = (FA.forCase, FA.citedIn, FA.participationIn, FA.inCategory, FA.recipient, FA.participant, FA.child, FA.parent)
_BACK = (
    FA.hasSide,
    FA.inCategory,
    FA.inEdition,
    FA.forCase,
    FA.citedIn,
    FA.concerns,
    FA.measures,
    FA.unit,
    FA.tookPlaceIn,
    FA.editionOf,
    FA.categoryOf,
)
"""Where to look on for passages when a node has none of its own: along these links, then against those."""


def trace(lookup: Lookup, result: Result, texts: Mapping[str, str]) -> Result:
    """Complete a result with the label of its node and its passages. `texts` has canonical texts by article id."""
    node = Term(result.node if result.node.startswith("_:") else f"<{result.node}>")
    passages = _passages(lookup, node)
    shown = tuple(_with_sentence(passage, texts) for passage in passages[:_SHOWN])
    return result.model_copy(
        update={"label": label(lookup, node), "passages": shown, "further": len(passages) - len(shown)}
    )


def label(lookup: Lookup, node: Term) -> str:
    """The name of a node, Chinese before others; where it has none, the names of its parts."""
    if name := _name(lookup, node):
        return name
    parts = [part for predicate in _PARTS for part in lookup.objects(node, predicate)]
    if not parts:
        parts = [part for span in lookup.objects(node, FA.hasEvidence) for part in lookup.objects(span, FA.exact)]
    return " · ".join(text(part) if is_literal(part) else _name(lookup, part) or text(part) for part in parts)


def _name(lookup: Lookup, node: Term) -> str:
    for predicate in _NAMES:
        if names := lookup.objects(node, predicate):
            return text(min(names, key=lambda name: (not name.endswith("@zh-hans"), name)))
    return ""


def _passages(lookup: Lookup, node: Term) -> list[Passage]:
    """The passages of a node in the order of articles and of their texts."""
    if FA.Article in lookup.objects(node, RDF.type):
        return [_of_article(lookup, node)]
    found = {passage for span in _spans(lookup, node) for passage in _of_span(lookup, span)}
    if not found:
        found = {_of_article(lookup, article) for article in lookup.objects(node, OA.hasSource)}
    return sorted(found, key=lambda p: (p.article, p.start if p.start is not None else -1, p.quote or ""))


def _spans(lookup: Lookup, node: Term) -> list[Term]:
    """The spans of a node: its own, else those of what it is tied to."""
    if not {FA.EvidenceSpan, FA.Mention}.isdisjoint(lookup.objects(node, RDF.type)):
        return [node]
    own = lookup.objects(node, FA.hasEvidence)
    return own or next(filter(None, _nearby(lookup, node)), [])


def _nearby(lookup: Lookup, node: Term) -> Iterator[list[Term]]:
    for predicate in _LEADS:
        yield [span for other in lookup.objects(node, predicate) for span in lookup.objects(other, FA.hasEvidence)]
    for predicate in _BACK:
        yield [span for other in lookup.subjects(predicate, node) for span in lookup.objects(other, FA.hasEvidence)]


def _of_article(lookup: Lookup, article: Term) -> Passage:
    identifier = lookup.text(article, DCTERMS.identifier)
    return Passage(article=identifier or text(article), title=lookup.text(article, RDFS.label))


def _of_span(lookup: Lookup, span: Term) -> Iterator[Passage]:
    """The passages of a span, one for each article that it is from; where it names none, by the graph it stands in."""
    for article in lookup.objects(span, OA.hasSource) or lookup.beside(span, FA.Article):
        if is_literal(article):
            continue
        quote, start, end = lookup.text(span, FA.exact), lookup.number(span, FA.start), lookup.number(span, FA.end)
        yield _of_article(lookup, article).model_copy(update={"quote": quote, "start": start, "end": end})


def _with_sentence(passage: Passage, texts: Mapping[str, str]) -> Passage:
    canonical = texts.get(passage.article, "")
    return passage.model_copy(update={"sentence": sentence(canonical, passage.start, passage.end)})


_STOP = re.compile(r"[。！？!?；\n]+[”’』」）)]*")


def sentence(canonical: str, start: int | None, end: int | None) -> str | None:
    """The sentence or sentences around `canonical[start:end]`, cut where they go on for long; None where it is not.

    >>> sentence("今天下雨。甲公司获奖！乙公司没有。", 5, 8)
    '甲公司获奖！'
    """
    if start is None or end is None or not 0 <= start < end <= len(canonical):
        return None
    least, most = max(0, start - _REACH), min(len(canonical), end + _REACH)
    first = max((stop.end() for stop in _STOP.finditer(canonical, least, start)), default=least)
    last = next((stop.end() for stop in _STOP.finditer(canonical, start, most) if stop.end() >= end), most)
    return canonical[first:last].strip() or None
