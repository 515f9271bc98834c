"""Names that people write for the parameters of a named query, as the graph has them.

A name that the graph does not have would be answered by nothing, and nothing looks like an answer. So a name is
looked up first: however it is written, it becomes the label of the node; where it may mean several, or nothing that
the graph knows, that is a `QueryError` that names the candidates or the nearest. Nothing is chosen by likeness.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Protocol

from pydantic import BaseModel, ConfigDict

from kg import ontology, registry
from kg.errors import QueryError
from kg.ontology import NamedQuery
from kg.registry import Registry
from kg.registry.names import key
from kg.store import Graph, Head, Solutions, Store, replies
from kg.terms import FA, Term, literal, value

_CLASSES: Mapping[str, tuple[Term, str]] = {
    "organization": (FA.Organization, "organization"),
    "group": (FA.Organization, "organization"),
    "case": (FA.Case, "case"),
    "product": (FA.Product, "product"),
    "programme": (FA.AwardProgramme, "programme"),
    "award": (FA.AwardCategory, "award"),
    "place": (FA.Place, "place"),
}
"""The parameters that are names: of what class, and what to call it."""

_TAGS = ("zh-hans", "zh-hant", "en")
_SHOWN = 5
_LEAST = 0.5


class Asked(Protocol):
    """What a graph is asked in: a store, here or elsewhere."""

    def query(self, text: str) -> Solutions | Graph | bool:
        """The answer to a SPARQL query over the union of all graphs."""


class Settled(NamedTuple):
    """The parameters with the names that the graph has, and what there is to say of them."""

    values: dict[str, str]
    remarks: tuple[str, ...]


class Question(BaseModel):
    """A named query of the ontology and what is given to it, with the bounds of the answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    parameters: dict[str, str] = {}
    rows: int = 100_000
    bytes: int = 1 << 26


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write the results of a named query (`Question`) as JSON into a binary file: a job of `kg.workers`.

    Raises `QueryError` as `settle`.
    """
    asked = Question.model_validate(arguments)
    query = ontology.load().query(asked.name)
    text = query.bind(settle(query, asked.parameters, store, registry.load()).values)
    return replies.reply(store, {"text": text, "rows": asked.rows, "bytes": asked.bytes}, out)


class _Node(NamedTuple):
    """A node by its IRI, its own label, and the label by which it was looked for."""

    iri: str
    name: str
    label: str

    def __str__(self) -> str:
        return f"{self.name} (<{self.iri}>)"


def settle(query: NamedQuery, params: Mapping[str, str], store: Asked, registry: Registry) -> Settled:
    """Put the names that the graph has in the place of those that are given; parameters that are no names stay.

    An organization that the registry knows and no article of the graph speaks of is a remark, and so is a name that
    others bear too, and a default of the query that means nothing here. Raises `QueryError` where a name that is given
    means nothing in the graph, or may mean several organizations.
    """
    values, remarks = dict(params), []
    for name, default in ((each.name, each.text) for each in query.parameters if each.name in _CLASSES):
        try:
            settled, remark = _settled(name, params.get(name, default), store, registry)
        except QueryError:
            if name in params:
                raise
            settled = default
            remark = f"{query.name}: its own {name}, {default}, is none of this graph; give --param {name}=NAME"
        if name in params:
            values[name] = settled
        remarks += [remark] if remark else []
    return Settled(values, tuple(remarks))


def _settled(name: str, said: str, store: Asked, registry: Registry) -> tuple[str, str]:
    """The name in place of the one said, and a remark or nothing."""
    class_, what = _CLASSES[name]
    where = f"--param {name}={said}"
    known = registry.resolve(said) if class_ == FA.Organization else None
    wanted = known.short_name if known else said
    found = _called(store, class_, wanted)
    if found:
        return wanted, _shared(found, wanted, where) if class_ == FA.Organization else ""
    if known:
        return wanted, f"{where}: no article of this graph speaks of {known.legal_name}"
    every = _every(store, class_)
    if spelled := {node.label for node in every if key(node.label) == key(said)}:
        return min(spelled), ""
    meant = {value_ for match in registry.find(said) if match.form == said for value_ in match.candidates}
    near = sorted((n for n in every if key(said) and key(said) in key(n.label)), key=lambda n: (len(n.name), n))
    if class_ == FA.Organization and (meant or len({node.iri for node in near}) > 1):
        names = [registry.get(id).short_name for id in sorted(meant)]
        there = [node for each in names for node in _called(store, class_, each)]
        raise _ambiguous(where, name, [*there, *near], names)
    raise _unknown(where, what, name, near or _nearest(every, said))


def _shared(found: list[_Node], said: str, where: str) -> str:
    """A remark where one of several nodes has the name as its own, else an error: nothing tells which is meant."""
    if len({node.iri for node in found}) == 1:
        return ""
    if not any(node.name == said for node in found):
        raise _ambiguous(where, where.removeprefix("--param ").partition("=")[0], found)
    return f"{where}: this is a name of {_listed(found)}; the answer is of them together"


def _ambiguous(where: str, name: str, nodes: list[_Node], others: Sequence[str] = ()) -> QueryError:
    said = _listed(nodes) if nodes else f"{', '.join(others)}, of which no article of this graph speaks"
    example = nodes[0].name if nodes else others[0]
    what = f"this name is ambiguous: it may mean {said}"
    return QueryError(where, what, f"write the one you mean: --param {name}={example}")


def _unknown(where: str, what: str, name: str, nodes: list[_Node]) -> QueryError:
    if not nodes:
        return QueryError(
            where, f"no {what} of this graph is called so, nor nearly so", "write it as an article has it"
        )
    remedy = f"if you mean one of them: --param {name}={nodes[0].name}"
    return QueryError(where, f"no {what} of this graph is called so; the nearest: {_listed(nodes)}", remedy)


def _listed(nodes: list[_Node]) -> str:
    each = list(dict.fromkeys(map(str, nodes)))
    return ", ".join(each[:_SHOWN]) + (f" and {len(each) - _SHOWN:,} more" if len(each) > _SHOWN else "")


def _nearest(every: list[_Node], said: str) -> list[_Node]:
    """The nodes whose names are most alike, the most alike first."""
    matcher, scored = SequenceMatcher(autojunk=False), []
    matcher.set_seq2(key(said))
    for node in every:
        matcher.set_seq1(key(node.label))
        if matcher.real_quick_ratio() >= _LEAST and matcher.quick_ratio() >= _LEAST and matcher.ratio() >= _LEAST:
            scored.append((-matcher.ratio(), node))
    return [node for _, node in sorted(scored)]


def _called(store: Asked, class_: Term, name: str) -> list[_Node]:
    """The nodes of a class that have a name as one of their labels, as the named queries look for it."""
    return _nodes(store, class_, f"VALUES ?label {{ {' '.join(literal(name, language=tag) for tag in _TAGS)} }}")


def _every(store: Asked, class_: Term) -> list[_Node]:
    return _nodes(store, class_, f"FILTER(LANG(?label) IN ({', '.join(map(literal, _TAGS))}))")


def _nodes(store: Asked, class_: Term, condition: str) -> list[_Node]:
    """Nodes with the label that meets a condition, and the smallest Chinese label of their own."""
    found = store.query(
        f"""SELECT ?node ?label (MAX(STR(COALESCE(?own, ?label))) AS ?name) {{
          {condition} ?node skos:prefLabel|skos:altLabel|schema:legalName ?label ; a {class_} .
          OPTIONAL {{ ?node skos:prefLabel ?own }}
        }} GROUP BY ?node ?label"""
    )
    assert isinstance(found, Solutions)
    rows = ([value(term) if term else "" for term in row] for row in found.rows)
    return sorted(_Node(node, name, label) for node, label, name in rows)
