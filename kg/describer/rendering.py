"""The page of a resource: a description for people, without script; every fact beside its sentences."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from kg.describer.description import NAMES, Description
from kg.ontology import Bilingual
from kg.page import render as render_page
from kg.page import visible
from kg.terms import FA, OA, RDF, Quad, Term, shown, value

_SAID_APART = frozenset((FA.hasEvidence, FA.citedIn))


class Value(NamedTuple):
    """What stands in a cell: its text, its language, and where it leads (empty where it leads nowhere)."""

    text: str
    language: str
    href: str


class Row(NamedTuple):
    """A property with its values, or those that point here by it."""

    name: Bilingual
    iri: str
    values: tuple[Value, ...]


class Quotation(NamedTuple):
    """A sentence of an article and where it stands in it, offsets in code points."""

    quote: str
    start: str
    end: str
    article: Value


def render(
    described: Description,
    *,
    labels: Mapping[Term, Bilingual],
    address: Callable[[str], str],
    links: Iterable[tuple[str, str]] = (),
) -> str:
    """Render a description as a page, to be written as UTF-8.

    `labels` names properties and classes; `address` says where an IRI leads from this page, empty where nowhere;
    `links` are names and addresses of other forms of the same description.
    """
    names = _names((*described.out, *described.into, *described.around))

    def value_of(term: Term) -> Value:
        if not term.startswith("<") or term.startswith("<<"):
            return Value(visible(shown(term)), _language(term), "")
        label = labels.get(term)
        text = names.get(term) or (label.zh if label else "") or shown(term)
        return Value(visible(text), "", address(value(term)))

    def rows(quads: Iterable[Quad], *, is_out: bool) -> list[Row]:
        found: dict[Term, dict[Value, None]] = defaultdict(dict)
        for quad in quads:
            if not (is_out and quad.predicate in _SAID_APART):
                found[quad.predicate][value_of(quad.object if is_out else quad.subject)] = None
        return [
            Row(labels.get(term) or Bilingual(shown(term), ""), value(term), tuple(values))
            for term, values in sorted(found.items(), key=lambda item: (item[0] != RDF.type, item[0]))
        ]

    name = visible(_name(described, names))
    return render_page(
        "kg.describer",
        title=name,
        style="resource.css",
        values={
            "iri": value(described.node),
            "name": name,
            "out": rows(described.out, is_out=True),
            "into": rows(described.into, is_out=False),
            "quotations": _quotations(described, value_of),
            "is_whole": described.is_whole,
            "links": tuple(links),
        },
    )


def _names(quads: Iterable[Quad]) -> dict[Term, str]:
    """The name of each thing: by the first predicate that names it, Chinese first; of a span, its quote."""
    ranked: dict[Term, tuple[tuple[int, bool, str], str]] = {}
    for quad in quads:
        if quad.predicate in NAMES:
            rank = (NAMES.index(quad.predicate), not _language(quad.object).startswith("zh"), quad.object)
            name = (rank, shown(quad.object))
            ranked[quad.subject] = min(ranked.get(quad.subject, name), name)
        elif quad.predicate == FA.exact:
            ranked[quad.subject] = ((9, True, ""), shown(quad.object))
    return {term: name for term, (_, name) in ranked.items()}


def _name(described: Description, names: Mapping[Term, str]) -> str:
    """The name of the resource; of a fact, which has none, the names of what it ties together."""
    if described.node in names:
        return names[described.node]
    ends = (quad.object for quad in described.out if quad.predicate not in {*_SAID_APART, RDF.type})
    return " · ".join(dict.fromkeys(names[end] for end in ends if end in names)) or shown(described.node)


def _quotations(described: Description, value_of: Callable[[Term], Value]) -> list[Quotation]:
    told: dict[Term, dict[Term, Term]] = defaultdict(dict)
    for quad in described.around:
        told[quad.subject][quad.predicate] = quad.object
    spans = dict.fromkeys(quad.object for quad in described.out if quad.predicate in _SAID_APART)
    found = [
        Quotation(
            visible(value(span[FA.exact])),
            shown(span.get(FA.start)),
            shown(span.get(FA.end)),
            value_of(span[OA.hasSource]),
        )
        for span in map(told.__getitem__, spans)
        if FA.exact in span and OA.hasSource in span
    ]
    return sorted(found, key=lambda quotation: (quotation.article, len(quotation.start), quotation.start))


def _language(term: Term) -> str:
    return term[term.rindex('"') + 2 :] if term.startswith('"') and not term.endswith(('"', ">")) else ""
