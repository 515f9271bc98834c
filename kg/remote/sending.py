"""Bringing a store to a graph: what it holds already stays, the rest is sent, and what left the graph goes.

Graph by graph: a named one is replaced by one request, or changed by its difference where it is large; the facts stand
in the default graph where the store has one of its own that holds nothing else, else in a named graph. Stopped at any
moment and run again, the store ends in the same state; what others keep there is not touched.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from kg.errors import InputError, StoreError
from kg.remote import state
from kg.remote.endpoint import RemoteStore
from kg.remote.state import Content, State
from kg.remote.values import canonical
from kg.store import Graph, Solutions, Store
from kg.terms import BASE, DEFAULT_GRAPH, Mint, Quad, Term, value

Place = Literal["auto", "default", "named"]
"""Where the facts go: `auto` asks the store."""

_SMALL = 5_000  # triples of a graph that is replaced as it stands, without a look at what the store has
_NOTED = 50  # graphs after which the state is written: so many are sent again at most


class Sent(NamedTuple):
    """What a load did: how many triples and graphs there are now, and how many graphs were sent and removed."""

    triples: int
    graphs: int
    sent: int
    removed: int
    facts: Term
    """The graph of the facts; `DEFAULT_GRAPH` where they stand in the default graph."""


def send(
    source: Store,
    store: RemoteStore,
    *,
    base: str = BASE,
    facts: Place = "auto",
    on_graph: Callable[[str], None] = lambda _: None,
) -> Sent:
    """Bring a store to the graph of another one, whose IRIs are minted under `base`.

    `on_graph` is told each graph as it is sent. Raises `InputError` where the graph is none of ours, `StoreError` where
    the store refuses something, does not answer, or does not hold in the end what it took.
    """
    base = Mint(base).base
    contents = state.survey(source.quads(), base)
    held = state.read(store, base)
    load = _Load(source, store, base, _place(source, store, base, facts, held))
    sound = load.counted(held.contents) if load.facts == held.facts else {}
    changed = [
        g for g, content in contents.items() if held.contents.get(g) != content or sound.get(g) != content.triples
    ]
    gone = [graph for graph in held.contents if graph not in contents]
    done = Sent(sum(each.triples for each in contents.values()), len(contents), len(changed), len(gone), load.facts)
    if changed or gone or held.digest != state.whole(contents):
        load.forget(held, [*changed, *gone])
        load.clear(held, gone)
        load.bring({graph: contents[graph] for graph in changed}, on_graph)
        load.conclude(contents)
    return done


def _place(source: Store, store: RemoteStore, base: str, asked: Place, held: State) -> Term:
    """The graph for the facts: where they are, or else the default graph if it is the store's own and nobody's yet."""
    if asked == "auto" and held.facts is not None:
        return held.facts
    strange = next((q for q in source.quads(DEFAULT_GRAPH) if not q.subject.startswith(f"<{base}")), None)
    if asked == "default" and strange:
        raise InputError(
            value(strange.subject), f"facts about it are not told from those of others: it is not under {base}"
        )
    store.update(f"INSERT DATA {{ GRAPH {state.place(base)} {{ {state.sign(base)} }} }}")
    own = store.sees_all_if_asked(state.sign(base))
    others = f'ASK {{ ?s ?p ?o FILTER(!isIRI(?s) || !STRSTARTS(STR(?s), "{base}")) }}'
    if asked == "default" and store.is_union(state.sign(base)):
        raise StoreError(store.where, "it has no default graph of its own", "let the facts go to a named graph")
    is_free = asked == "auto" and own and not strange and store.query(others, union=False) is False
    return DEFAULT_GRAPH if asked == "default" or is_free else state.facts_graph(base)


class _Load(NamedTuple):
    """One load: from where, to where, and the graph of the facts there."""

    source: Store
    store: RemoteStore
    base: str
    facts: Term

    def at(self, graph: Term) -> Term:
        """Where a graph of ours stands in the store."""
        return self.facts if graph == DEFAULT_GRAPH else graph

    def counted(self, graphs: Iterable[Term]) -> dict[Term, int]:
        """How many triples each graph has in the store."""
        found = self.store.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", union=False)
        assert isinstance(found, Solutions)
        there = {graph: int(value(count)) for graph, count in found.rows if graph is not None and count is not None}
        return {
            graph: there[at] if (at := self.at(graph)) in there else self.store.count(self._pattern(at))
            for graph in graphs
        }

    def forget(self, held: State, graphs: Iterable[Term]) -> None:
        """Take out of the state what it says of graphs that are about to change, and of all together."""
        place, rows = (
            state.place(self.base),
            {graph: held.contents[graph] for graph in graphs if graph in held.contents},
        )
        said = state.rows(self.store, self.base, rows)
        self.store.remove(place, map(_line, said))

    def clear(self, held: State, graphs: Iterable[Term]) -> None:
        """Take graphs away that are gone, and the facts from where they were."""
        before = self._replace(facts=self.facts if held.facts is None else held.facts)
        moved = [DEFAULT_GRAPH] if before.facts != self.facts else []
        for graph in (*graphs, *moved):
            before.change(before.at(graph), lambda: iter(()))

    def bring(self, contents: Mapping[Term, Content], on_graph: Callable[[str], None]) -> None:
        """Send graphs, and write down from time to time which are there."""
        place, done = state.place(self.base), dict[Term, Content]()
        self.store.add(place, [_line(state.having_facts(self.facts, self.base))])
        for graph, content in contents.items():
            at = self.at(graph)
            if at != DEFAULT_GRAPH and content.triples <= _SMALL:
                self.store.replace(at, map(_line, self.source.quads(graph)))
            else:
                self.change(at, lambda graph=graph: self.source.quads(graph))  # type: ignore[misc]
            on_graph(value(graph) if graph else "facts")
            done[graph] = content
            if len(done) == _NOTED:
                self.store.add(place, map(_line, state.holding(done, self.base)))
                done = {}
        self.store.add(place, map(_line, state.holding(done, self.base)))

    def change(self, graph: Term, quads: Callable[[], Iterator[Quad]]) -> None:
        """Make quads the whole of a graph by what is different: what is there and too much goes, then the rest comes.

        The quads are asked for twice. Where the store does not hand out all that it has, the graph is replaced.
        """
        there = {_line(canonical_quad(quad)): _line(quad) for quad in self._there(graph)}
        if len(there) < self.store.count(self._pattern(graph)):
            if graph == DEFAULT_GRAPH:
                raise StoreError(self.store.where, "it hands out too few of its triples", "raise its limit of rows")
            self.store.replace(graph, map(_line, quads()))
            return
        same = there.keys() & {_line(canonical_quad(quad)) for quad in quads()} if there else frozenset()
        self.store.remove(graph, (line for key, line in there.items() if key not in same))
        self.store.add(graph, (_line(quad) for quad in quads() if _line(canonical_quad(quad)) not in same))

    def conclude(self, contents: Mapping[Term, Content]) -> None:
        """Count what is there now, and write down that all is. Raises `StoreError` where it is not."""
        found = self.counted(contents)
        wrong = [graph for graph, content in contents.items() if found[graph] != content.triples]
        if wrong:
            self.forget(State(contents), wrong)
            graph = value(self.at(wrong[0])) if self.at(wrong[0]) else "its default graph"
            what = f"it holds {found[wrong[0]]:,} triples in {graph} where {contents[wrong[0]].triples:,} were sent"
            raise StoreError(self.store.where, what, "run the same again; nobody else may write there meanwhile")
        self.store.add(state.place(self.base), [_line(state.holding_all(state.whole(contents), self.base))])

    def _there(self, graph: Term) -> Iterator[Quad]:
        found = self.store.query(f"CONSTRUCT {{ ?s ?p ?o }} {{ {self._pattern(graph)} }}", union=False)
        assert isinstance(found, Graph)
        return found.quads

    def _pattern(self, graph: Term) -> str:
        """What of a graph is ours: in the default graph, what is said of things that are minted under our base."""
        if graph == DEFAULT_GRAPH:
            return f'?s ?p ?o FILTER(STRSTARTS(STR(?s), "{self.base}"))'
        return f"GRAPH {graph} {{ ?s ?p ?o }}"


def canonical_quad(quad: Quad) -> Quad:
    """The same with its object in the one way of writing."""
    return quad._replace(object=canonical(quad.object))


def _line(quad: Quad) -> str:
    """The triple of a quad as a line of N-Triples."""
    return quad._replace(graph=DEFAULT_GRAPH).line()
