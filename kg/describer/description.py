"""The description of a resource: a Concise Bounded Description without blank nodes, and what makes it readable.

The statements that have the resource as subject, those that have it as object, what its evidence spans say (quote,
offsets, article), and a label for each thing that is named. Each part is bounded: a hub costs what a leaf costs.
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from kg.store import Store
from kg.terms import DCTERMS, FA, OA, RDFS, SCHEMA, SKOS, Quad, Term, in_order

NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title, SCHEMA.legalName)
"""The predicates that name a thing, the best first."""
_OF_SPANS = frozenset((FA.exact, FA.start, FA.end, OA.hasSource))
_SOURCED = (FA.hasEvidence, FA.citedIn)


class Description(NamedTuple):
    """What a store says about `node`: as subject (`out`), as object (`into`), and `around` it spans and labels.

    `is_whole` is False where there is more than was asked for; `out`, `into` and `around` are in the order of N-Quads.
    """

    node: Term
    out: tuple[Quad, ...]
    into: tuple[Quad, ...]
    around: tuple[Quad, ...]
    is_whole: bool

    def quads(self) -> list[Quad]:
        """All of it as a set of quads, in order."""
        return in_order((*self.out, *self.into, *self.around))


def describe(store: Store, node: Term, *, limit: int = 1000) -> Description | None:
    """Describe a resource by at most `limit` statements each way; None where the store does not know it."""
    out, more_out = _bounded(store.quads(subject=node), limit)
    into, more_in = _bounded(store.quads(object=node), limit)
    if not (out or into):
        return None
    named = {node: None} | dict.fromkeys(term for quad in (*out, *into) for term in (quad.subject, quad.object))
    spans = [quad.object for quad in out if quad.predicate in _SOURCED and _is_iri(quad.object)]
    said = [quad for span in spans for quad in store.quads(subject=span) if quad.predicate in _OF_SPANS]
    named |= dict.fromkeys(quad.object for quad in said)
    labels = _labels(store, filter(_is_iri, named))
    return Description(node, out, into, tuple(in_order((*said, *labels))), not (more_out or more_in))


def _is_iri(term: Term) -> bool:
    """Whether a term is an IRI; a triple term begins alike, `<<(`."""
    return term.startswith("<") and not term.startswith("<<")


def _bounded(found: Iterator[Quad], limit: int) -> tuple[tuple[Quad, ...], bool]:
    """As many as allowed, in order, and whether there are more."""
    taken = list(islice(found, limit))
    return tuple(in_order(taken)), next(found, None) is not None


def _labels(store: Store, terms: Iterable[Term]) -> Iterator[Quad]:
    """The preferred labels of things, or where a thing has none, its first other names."""
    for term in terms:
        for predicate in NAMES:
            if found := list(islice(store.quads(subject=term, predicate=predicate), 4)):
                yield from found
                break
