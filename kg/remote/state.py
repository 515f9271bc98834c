"""What of a graph of ours a store holds, written down in the store itself, in a graph of its own.

`<base>graph/state` says of each graph that stands there whole its digest and number of triples, where the facts are,
and, once all is there, the digest of all. A load takes out the lines of the graphs that it is about to change and
writes them again when they are done: whatever happened, what the state does not vouch for is sent again.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.errors import InputError, StoreError
from kg.remote.endpoint import RemoteStore
from kg.store import Solutions
from kg.terms import DEFAULT_GRAPH, RDF, Mint, Quad, Term, iri, literal, value

_OWN = "https://w3id.org/finaward/store#"
_STATE, _HOLDS, _HOLDS_ALL, _FACTS = (iri(f"{_OWN}{name}") for name in ("State", "holds", "holdsAll", "factsIn"))


class Content(NamedTuple):
    """What a graph holds, without its order: the sum of the digests of its lines, and how many they are."""

    digest: str
    triples: int

    def __str__(self) -> str:
        return f"{self.digest} {self.triples}"


class State(NamedTuple):
    """What a store holds whole, by graph (`DEFAULT_GRAPH`: the facts), where the facts are, and the digest of all."""

    contents: Mapping[Term, Content] = {}
    facts: Term | None = None
    digest: str = ""


def survey(quads: Iterable[Quad], base: str) -> dict[Term, Content]:
    """What each graph holds. Raises `InputError` where it is no graph of ours: a load would not know it again."""
    sums: dict[Term, int] = {}
    counts: dict[Term, int] = {}
    for quad in quads:
        if quad.graph not in sums:
            if quad.graph != DEFAULT_GRAPH and not _is_ours(quad.graph, base):
                raise InputError(value(quad.graph), f"this graph is none under {base}graph/", "say --base")
            sums[quad.graph] = counts[quad.graph] = 0
        if quad.subject.startswith("_:") or quad.object.startswith("_:"):
            raise InputError(f"{quad.subject} {quad.predicate}", "a blank node is another one each time", "name it")
        line = quad._replace(graph=DEFAULT_GRAPH).line().encode()
        sums[quad.graph] += int.from_bytes(hashlib.sha256(line).digest())
        counts[quad.graph] += 1
    return {graph: Content(f"{sums[graph] % (1 << 256):064x}", counts[graph]) for graph in sums}


def whole(contents: Mapping[Term, Content]) -> str:
    """The digest of all graphs together."""
    rows = sorted(f"{graph} {content}\n" for graph, content in contents.items())
    return hashlib.sha256("".join(rows).encode()).hexdigest()


def place(base: str) -> Term:
    """The graph in which the state stands."""
    return Mint(base).graph("state")


def facts_graph(base: str) -> Term:
    """The named graph for the facts where they do not stand in the default graph."""
    return Mint(base).graph("facts")


def _is_ours(graph: Term, base: str) -> bool:
    return graph.startswith(f"<{base}graph/") and graph not in (place(base), facts_graph(base))


def read(store: RemoteStore, base: str) -> State:
    """What a store says that it holds; of what it says twice, nothing."""
    told: dict[Term, set[str]] = {}
    for graph, said in _rows(store, f"GRAPH {place(base)} {{ ?s {_HOLDS} ?o }}"):
        if graph == facts_graph(base) or _is_ours(graph, base):  # whoever wrote it: others' graphs are never ours
            told.setdefault(DEFAULT_GRAPH if graph == facts_graph(base) else graph, set()).add(said)
    where = {said for _, said in _rows(store, f"GRAPH {place(base)} {{ ?s {_FACTS} ?o }}")}
    all_ = {said for _, said in _rows(store, f"GRAPH {place(base)} {{ ?s {_HOLDS_ALL} ?o }}")}
    return State(
        {graph: _content(*said) if len(said) == 1 else Content("", -1) for graph, said in told.items()},
        {"default": DEFAULT_GRAPH, "named": facts_graph(base)}.get(where.pop()) if len(where) == 1 else None,
        all_.pop() if len(all_) == 1 else "",
    )


def _content(said: str) -> Content:
    digest, _, count = said.partition(" ")
    return Content(digest, int(count) if count.isdecimal() else -1)


def _rows(store: RemoteStore, pattern: str, start: str = "") -> list[tuple[Term, str]]:
    """Subjects and texts; those that begin with each hexadecimal digit where a store does not hand out all at once."""
    chosen = f'{pattern} FILTER(STRSTARTS(?o, "{start}"))' if start else pattern  # to Virtuoso nothing starts with ""
    found = store.query(f"SELECT ?s ?o {{ {chosen} }}", union=False)
    assert isinstance(found, Solutions)
    rows = [(subject, value(said)) for subject, said in found.rows if subject is not None and said is not None]
    if len(rows) >= store.count(chosen):
        return rows
    if len(start) == 8:
        raise StoreError(store.where, "it hands out too few rows to say what it holds", "raise its limit of rows")
    return [row for digit in "0123456789abcdef" for row in _rows(store, pattern, start + digit)]


def sign(base: str) -> str:
    """A triple by which the graph of the state is seen, or not."""
    return f"{place(base)} {RDF.type} {_STATE}"


def holding(contents: Mapping[Term, Content], base: str) -> list[Quad]:
    """What the state says of graphs that stand there whole."""
    named = ((facts_graph(base) if graph == DEFAULT_GRAPH else graph, content) for graph, content in contents.items())
    return [Quad(graph, _HOLDS, literal(str(content)), place(base)) for graph, content in named]


def rows(store: RemoteStore, base: str, contents: Iterable[Term]) -> Iterator[Quad]:
    """What the state says, right or wrong, of these graphs and of all together."""
    place_, chosen = place(base), {facts_graph(base) if graph == DEFAULT_GRAPH else graph for graph in contents}
    for property in (_HOLDS, _HOLDS_ALL, _FACTS):
        for subject, said in _rows(store, f"GRAPH {place_} {{ ?s {property} ?o }}"):
            if subject in chosen or property != _HOLDS:
                yield Quad(subject, property, literal(said), place_)


def holding_all(digest: str, base: str) -> Quad:
    """What the state says once all is there."""
    return Quad(place(base), _HOLDS_ALL, literal(digest), place(base))


def having_facts(graph: Term, base: str) -> Quad:
    """What the state says of the place of the facts."""
    said = "default" if graph == DEFAULT_GRAPH else "named"
    return Quad(place(base), _FACTS, literal(said), place(base))
