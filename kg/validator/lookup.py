"""The graph under validation, to look things up in: the union of all its graphs."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store import Store
from kg.terms import RDF, Quad, Term, value

_BATCH = 50_000


class Lookup:
    """A graph in memory; `store` is what SHACL runs on. Terms come out sorted, so that reports do not vary.

    A store that is in memory is asked itself, everything else is copied.
    """

    def __init__(self, graph: Iterable[Quad] | Store) -> None:
        if isinstance(graph, Store) and graph.is_in_memory:
            self.store = graph.engine
            return
        self.store = ox.Store()
        if isinstance(graph, Store):
            self.store.bulk_extend(graph.engine)
            return
        lines = (quad.line() for quad in graph)
        try:
            while batch := "".join(islice(lines, _BATCH)):  # parsed first: loading would rename blank nodes
                self.store.bulk_extend(ox.parse(batch, format=ox.RdfFormat.N_QUADS))
        except SyntaxError as error:
            raise StoreError("the graph", f"a quad is not well formed: {error}", "make terms with kg.terms") from None

    def __len__(self) -> int:
        return len(self.store)

    def objects(self, subject: Term, predicate: Term) -> list[Term]:
        """The objects of a subject's property, in any graph; none where the subject is a literal."""
        found = self._objects(subject, predicate)
        return sorted({Term(str(each)) for each in found}) if found else []

    def _objects(self, subject: Term, predicate: Term) -> list[ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]:
        if is_literal(subject):
            return []
        return [quad.object for quad in self.store.quads_for_pattern(_node(subject), _predicate(predicate), None, None)]

    def subjects(self, predicate: Term, object_: Term) -> list[Term]:
        """The nodes that have a node as the value of a property, in any graph."""
        found = self.store.quads_for_pattern(None, _named(predicate), _node(object_), None)
        return sorted({Term(str(quad.subject)) for quad in found})

    def instances(self, class_: Term) -> list[Term]:
        """The nodes of a class, in any graph."""
        return self.subjects(RDF.type, class_)

    def having(self, predicate: Term) -> list[Term]:
        """The nodes that have a property, in any graph."""
        found = self.store.quads_for_pattern(None, _named(predicate), None, None)
        return sorted({Term(str(quad.subject)) for quad in found})

    def beside(self, subject: Term, class_: Term) -> list[Term]:
        """The nodes of a class that stand in a named graph in which the subject stands too."""
        if is_literal(subject):
            return []
        graphs = {quad.graph_name for quad in self.store.quads_for_pattern(_node(subject), None, None, None)}
        found = [
            quad.subject
            for graph in graphs
            if isinstance(graph, ox.NamedNode)
            for quad in self.store.quads_for_pattern(None, _named(RDF.type), _named(class_), graph)
        ]
        return sorted({Term(str(subject)) for subject in found})

    def text(self, subject: Term, predicate: Term) -> str | None:
        """The smallest value of a property, as text."""
        found = self._objects(subject, predicate)
        if len(found) == 1 and isinstance(found[0], ox.Literal):  # as nearly always
            return found[0].value
        return text(min(Term(str(each)) for each in found)) if found else None

    def number(self, subject: Term, predicate: Term) -> int | None:
        """The value of a property where it is one integer."""
        found = {*self._objects(subject, predicate)}
        digits = text(Term(str(found.pop()))) if len(found) == 1 else ""
        return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


def text(term: Term) -> str:
    """The text of a term; blank nodes keep their `_:`."""
    return term if term.startswith("_:") else value(term)


def is_literal(term: Term) -> bool:
    """Whether a term is a literal."""
    return term.startswith('"')


@lru_cache
def _predicate(term: Term) -> ox.NamedNode:
    return _named(term)


def _named(term: Term) -> ox.NamedNode:
    return ox.NamedNode(value(term))


def _node(term: Term) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(term[2:]) if term.startswith("_:") else _named(term)
