"""The triples of a Turtle file of the ontology."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph

from kg.errors import RegistryError
from kg.terms import Term, iri

Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple


def triples(path: Path) -> Iterator[tuple[Term, Term, Node]]:
    """Parse a Turtle file: subject (IRI, or `_:` and a label) and predicate as terms, the object as parsed.

    Raises `RegistryError` where the file cannot be read or parsed.
    """
    try:
        for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
            yield term(triple.subject), iri(triple.predicate.value), triple.object
    except OSError as error:
        raise RegistryError(path, error.strerror or "cannot be read", "restore the file") from None
    except SyntaxError as error:
        raise RegistryError(path, f"not well-formed Turtle: {error.msg}", "mend the file") from None


def term(node: Node) -> Term:
    """An IRI as a term; a blank node as `_:` and its label, which never leaves this process."""
    return iri(node.value) if isinstance(node, pyoxigraph.NamedNode) else Term(str(node))
