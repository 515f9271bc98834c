"""What of a store goes into one page, chosen before it is drawn: of a graph larger than a page no more is projected.

What ties nodes together is read of all, what is said of them – names, properties, quotes – of those alone that are
chosen.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from kg.graph import CLASSES, FACTS, READ, TRIPLES, project
from kg.store import Solutions, Store
from kg.terms import FA, OA, RDF, Quad, Term
from kg.viewer.selection import LIMIT, Selection, select

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_ENDS = (FA.recipient, FA.inCategory, FA.inEdition, FA.forCase, FA.participant, FA.participationIn, FA.child, FA.parent)
_YEARS = (FA.awardYear, FA.editionYear)
_TOLD = "SELECT DISTINCT ?r ?a { ?r a fa:AwardReceipt ; fa:hasEvidence/oa:hasSource ?a }"


def choose(store: Store, quads: Iterable[Quad], limit: int = LIMIT) -> Selection:
    """What `select` keeps of the projection of a store in which every node is described; `quads` are all of its quads.

    They are read where all of them fit.
    """
    if sum(1 for kind in CLASSES for _ in store.quads(predicate=RDF.type, object=kind)) <= limit:
        return select(project(quads), limit)
    outline = project(_outline(store))
    chosen = select(outline, limit)
    said = project(_about(store, chosen.graph, outline))
    return chosen._replace(graph=said.subgraph(chosen.graph).copy())


def _outline(store: Store) -> Iterator[Quad]:
    """What ties the nodes together, and which articles tell of receipts, each by one span without words."""
    for kind in (*CLASSES, *FACTS):
        yield from store.quads(predicate=RDF.type, object=kind)
    for predicate in (*_ENDS, *_YEARS, *TRIPLES):
        yield from store.quads(predicate=predicate)
    told = store.query(_TOLD)
    assert isinstance(told, Solutions)
    for row in told.rows:
        receipt, article = map(Term, map(str, row))
        yield Quad(receipt, FA.hasEvidence, Term(f"_:{article}"))
        yield Quad(Term(f"_:{article}"), OA.hasSource, article)


def _about(store: Store, chosen: "MultiDiGraph[str]", others: Iterable[str]) -> Iterator[Quad]:
    """What is said of the nodes that are chosen and of the facts between them, and the quotes and words in it."""
    checks = (q.subject for q in store.quads(predicate=RDF.type, object=FA.Check))
    facts = {_term(said["iri"]) for *_, said in chosen.edges(data=True) if said["iri"]}
    for edition in {to for _, to, said in chosen.edges(data=True) if said["relation"] == "inEdition"}:
        facts.update(q.subject for q in store.quads(predicate=FA.inEdition, object=_term(edition)))  # all attest it
    seen, leads = set(map(_term, others)), set[Term]()
    for subject in chain(map(_term, chosen), facts, checks):
        for quad in store.quads(subject=subject):
            if quad.predicate in READ:
                yield quad
                leads.add(quad.object)
    for lead in leads:
        if lead.startswith("<") and lead not in seen:
            yield from store.quads(subject=lead)


def _term(iri: str) -> Term:
    return Term(f"<{iri}>")
