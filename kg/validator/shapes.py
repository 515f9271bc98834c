"""SHACL: the rules of `ontology/shapes.ttl` over the union of all graphs, by pySHACL on Oxigraph.

pySHACL asks Oxigraph where the data are, so that a graph need not be copied into rdflib and a SPARQL rule costs
microseconds (twenty times less than on rdflib's own store). Two things to know: it changes a setting of rdflib's
while it runs, so do not parse RDF with rdflib in another thread meanwhile; and an ontology must not be handed to it
as `ont_graph`, for then rules with broad targets would find the ontology's own nodes.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import RegistryError
from kg.terms import PREFIXES, Term, iri, literal
from kg.validator.holding import release
from kg.validator.lookup import Lookup, is_literal, text
from kg.validator.report import Result, Severity

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node


class _Rule(NamedTuple):
    name: str
    english: str
    chinese: str


def check(lookup: Lookup, shapes: Path) -> Iterator[Result]:
    """Every result of the shapes in a Turtle file, without label and passages, in no order.

    Raises `RegistryError` where the file cannot be read or is not SHACL.
    """
    from pyshacl import validate
    from pyshacl.errors import ReportableRuntimeError
    from rdflib.namespace import SH

    rules = _parse(shapes)
    release(rules, lookup)
    try:
        with _quiet(), _literally():
            _, report, said = validate(_data_graph(lookup), shacl_graph=rules)
    except ReportableRuntimeError as error:
        raise RegistryError(shapes, error.message, "mend the shape") from None
    if isinstance(report, Exception):  # a failure of the rules, not a finding: pySHACL hands it back as the report
        raise RegistryError(shapes, said, "mend the shape")
    for result in report.objects(None, SH.result):
        yield _result(report, result, _rule(rules, report.value(result, SH.sourceShape)))


def _parse(shapes: Path) -> "rdflib.Graph":
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    try:
        return rdflib.Graph().parse(data=shapes.read_bytes(), format="turtle")
    except OSError as error:
        raise RegistryError(shapes, error.strerror or "cannot be read", "install the distribution again") from None
    except (BadSyntax, UnicodeDecodeError) as error:
        raise RegistryError(shapes, f"is not Turtle: {error}", "mend the file") from None


def _data_graph(lookup: Lookup) -> "rdflib.Graph":
    from pyshacl.graph_abstraction import OxigraphDataGraph

    class _Data(OxigraphDataGraph):
        """pySHACL asks `graph or …` at every result, and rdflib then counts the whole graph; it is simply there."""

        def __bool__(self) -> bool:
            return True

    return _Data(lookup.store)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back rdflib's log: what it says of an ill-typed literal, with a traceback, is a result of a rule here."""
    log = logging.getLogger("rdflib.term")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        log.setLevel(level)


@contextmanager
def _literally() -> Iterator[None]:
    """Keep pySHACL from putting values into messages, which it does by templates that a backslash breaks."""
    from pyshacl.constraints.constraint_component import ConstraintComponent

    name = "_format_sparql_based_result_message"
    theirs = getattr(ConstraintComponent, name)
    setattr(ConstraintComponent, name, lambda _, message, values: message)
    try:
        yield
    finally:
        setattr(ConstraintComponent, name, theirs)


def _rule(rules: "rdflib.Graph", shape: "Node | None") -> _Rule:
    from rdflib import Literal
    from rdflib.namespace import SH

    said = {m.language: str(m) for m in rules.objects(shape, SH.message) if isinstance(m, Literal)}
    return _Rule(str(shape).rpartition("#")[2], said.get("en", ""), said.get("zh-hans", ""))


def _result(report: "rdflib.Graph", result: "Node", rule: _Rule) -> Result:
    from rdflib.namespace import SH

    node, value, path = (_term(report.value(result, what)) for what in (SH.focusNode, SH.value, SH.resultPath))
    return Result(
        severity=Severity(str(report.value(result, SH.resultSeverity)).rpartition("#")[2].lower()),
        shape=rule.name,
        message_en=rule.english,
        message_zh=rule.chinese,
        node=text(node),
        path=compact(path) if path.startswith("<") else "",
        value="" if value == node else compact(value),
    )


def _term(node: "Node | None") -> Term:
    """An rdflib node as a term; none is empty."""
    import rdflib

    if isinstance(node, rdflib.Literal):
        typed = node.datatype not in (None, rdflib.XSD.string)
        return literal(str(node), language=node.language, datatype=iri(str(node.datatype)) if typed else None)
    if isinstance(node, rdflib.BNode):
        return Term(f"_:{node}")
    return iri(str(node)) if node is not None else Term("")


def compact(term: Term) -> str:
    """A term as Turtle writes it, with the prefixes of the house.

    >>> compact(Term('"1"^^<http://www.w3.org/2001/XMLSchema#integer>'))
    '"1"^^xsd:integer'
    """
    if is_literal(term):
        body, quote, rest = term.rpartition('"')
        return f"{body}{quote}^^{compact(Term(rest[2:]))}" if rest.startswith("^^") else term
    for prefix, namespace in PREFIXES.items():
        if term.startswith(f"<{namespace}"):
            return f"{prefix}:{term[len(namespace) + 1 : -1]}"
    return term
