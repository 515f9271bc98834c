"""Inference: what follows from a graph by the rules of the ontology.

Takes a store, gives quads of the inferred graph; the store is left as it is. The rules are the CONSTRUCT queries of
`ontology/rules`. Each reads asserted facts alone and none what another rule makes, so one pass in any order is the
whole of it, and the inferred graph is a function of the other graphs.
"""

from collections.abc import Iterator

from kg.errors import RegistryError
from kg.ontology import NamedQuery, Ontology
from kg.store import Graph, Store
from kg.terms import Mint, Quad, Term, in_order


def infer(store: Store, ontology: Ontology, mint: Mint | None = None) -> tuple[Quad, ...]:
    """Everything that the rules find and that no graph says yet, in order, as quads of the inferred graph.

    Earlier inferences in the store are disregarded: with them or without, the result is the same. Raises
    `RegistryError` where a rule is no CONSTRUCT query, `QueryError` where it is no query at all.
    """
    graph = (mint or Mint()).graph("inferred")
    if next(store.quads(graph), None) is None:
        return _infer(store, ontology, graph)
    with Store.create() as asserted:
        asserted.load(quad for quad in store.quads() if quad.graph != graph)
        return _infer(asserted, ontology, graph)


def _infer(store: Store, ontology: Ontology, graph: Term) -> tuple[Quad, ...]:
    found = {quad._replace(graph=graph) for rule in ontology.rules for quad in _apply(rule, store)}
    return tuple(in_order(store.absent(found)))


def _apply(rule: NamedQuery, store: Store) -> Iterator[Quad]:
    result = store.query(rule.text)
    if not isinstance(result, Graph):
        raise RegistryError(f"rules/{rule.name}.rq", "a rule must be a CONSTRUCT query", "write what it concludes")
    return result.quads
