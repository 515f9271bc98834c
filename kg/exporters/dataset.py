"""The graph as an rdflib `Dataset`."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.exporters.blocks import quads_of
from kg.terms import PREFIXES, Quad

if TYPE_CHECKING:
    from rdflib import Dataset


def to_dataset(quads: Iterable[Quad]) -> "Dataset":
    """Quads as a `Dataset` whose default graph is the union of all, literals letter for letter as they are.

    rdflib's own N-Quads parser would wipe what stands in the default graph of a dataset that is not empty.
    """
    from rdflib import BNode, Dataset, Literal, URIRef

    def node(term: object) -> BNode | URIRef | Literal:
        if isinstance(term, ox.NamedNode):
            return URIRef(term.value)
        if isinstance(term, ox.Literal):
            datatype = None if term.language else URIRef(term.datatype.value)
            plain = term.language or term.datatype.value.endswith("#string")
            return Literal(term.value, term.language, None if plain else datatype, normalize=False)
        return BNode(str(term)[2:])

    dataset = Dataset(default_union=True)
    for prefix, namespace in PREFIXES.items():
        dataset.bind(prefix, namespace, replace=True)
    for quad in quads_of(quads):
        named = not isinstance(quad.graph_name, ox.DefaultGraph)
        graph = dataset.graph(node(quad.graph_name)) if named else dataset.default_graph
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return dataset
