"""Reads a store through every order in which the engine keeps it.

There are nine orders – six for named graphs (spog, posg, ospg, gspo, gpos, gosp), three for the default graph (dspo,
dpos, dosp) – and a damaged block is noticed only where it is read. Which order is read follows from what is asked for,
so that six walks read all nine. Memory does not grow with the store.
"""

import copy
import heapq
import io
import tempfile
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import IO, Any, Self, TypeAlias, cast

import pyoxigraph as ox

from kg.folder import temporary
from kg.store.lines import Lines
from kg.store.record import Tally
from kg.store.trouble import trouble

_Known: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
_Graph: TypeAlias = ox.NamedNode | ox.BlankNode | ox.DefaultGraph

ALL = "graph", "graph and predicate", "graph and object", "subject", "predicate", "object"
"""What each walk asks by, in turn: gspo and dspo, gpos and dpos, gosp and dosp, spog, posg, ospg."""


class Walks:
    """The walks through a store, done: the `tallies` of each, and what the engine said where one met `damage`."""

    def __init__(self, engine: ox.Store, on_step: Callable[[str], None] = lambda _: None) -> None:
        self._engine = engine
        self.tallies = {name: Tally() for name in ALL}
        self.damage: dict[str, str] = {}
        with _Terms() as subjects, _Terms() as predicates, _Terms() as objects:
            on_step("by graph")
            self._walk_graph(ox.DefaultGraph())
            for name in ALL[3:]:  # they are about the named graphs: the default graph was read in all its orders
                self.tallies[name] = copy.deepcopy(self.tallies["graph"])
            for graph in self._graphs():
                self._walk_graph(graph, subjects, predicates, objects)
            if "graph" in self.damage:
                return  # the others do not know what to ask by
            on_step("by subject")
            for subject in subjects:
                self._walk("subject", subject=subject)
            on_step("by predicate")
            for predicate in predicates:
                self._walk("predicate", predicate=predicate)
            on_step("by object")
            for object in objects:
                self._walk("object", object=object)

    def _graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        try:
            yield from self._engine.named_graphs()
        except (OSError, RuntimeError) as error:
            self.damage["graph"] = trouble("", "it cannot be read", error).what

    def _walk_graph(self, graph: _Graph, *noted: "_Terms") -> None:
        """Read a graph in its three orders, and note down its subjects, predicates and objects."""
        with _Terms() as predicates, _Terms() as objects:
            for quad in self._quads("graph", graph=graph):
                predicates.add(quad.predicate)
                objects.add(quad.object)
                for terms, term in zip(noted, quad, strict=False):
                    terms.add(term)
            for predicate in predicates:
                self._walk("graph and predicate", graph=graph, predicate=predicate)
            for object in objects:
                self._walk("graph and object", graph=graph, object=object)

    def _walk(self, name: str, **known: _Known | _Graph) -> None:
        for _ in self._quads(name, **known):
            pass

    def _quads(self, name: str, **known: _Known | _Graph) -> Iterator[ox.Quad]:
        """The quads of which this is known, each counted; none any more where the walk met damage."""
        if name in self.damage:
            return
        asked = (cast(Any, known.get(place)) for place in ("subject", "predicate", "object", "graph"))
        add, object, is_whole = self.tallies[name].add, known.get("object"), "graph" not in known
        try:
            for quad in self._engine.quads_for_pattern(*asked):
                if object is not None and quad.object != object:
                    continue  # asked for 255 the engine (0.5.13) gives 256 to 511 as well
                graph = quad.graph_name
                if not isinstance(graph, ox.DefaultGraph):
                    add(f"{quad} .".encode(), graph.value)
                elif is_whole:
                    continue
                else:
                    add(f"{quad} .".encode(), "")
                yield quad
        except (OSError, RuntimeError) as error:
            self.damage[name] = trouble("", "it cannot be read", error).what


_HELD, _FILES = 50_000, 32


class _Terms:
    """Terms told apart: so many in memory, the others in sorted files, which go when this is left."""

    def __init__(self) -> None:
        self._held: set[bytes] = set()
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._files:
            self._files.pop().close()

    def add(self, term: _Known) -> None:
        self._held.add(str(term).encode())
        if len(self._held) >= _HELD:
            self._spill()

    def __iter__(self) -> Iterator[Any]:
        """Each term once."""
        lines = Lines(b"<x:> <x:> %s .\n" % line.rstrip(b"\n") for line in self._distinct())
        return (t.object for t in ox.parse(cast(Any, io.BufferedReader(lines)), format=ox.RdfFormat.N_TRIPLES))

    def _distinct(self) -> Iterator[bytes]:
        for file in self._files:
            file.seek(0)
        held = sorted(term + b"\n" for term in self._held)
        return (line for line, _ in groupby(heapq.merge(held, *self._files)))

    def _spill(self) -> None:
        """Put what is in memory into a file; where there are too many files already, all of them into one."""
        merged = len(self._files) >= _FILES
        lines = self._distinct() if merged else sorted(term + b"\n" for term in self._held)
        with temporary():
            file = tempfile.TemporaryFile()  # noqa: SIM115 (closed where all are)
            file.writelines(lines)
            file.flush()
        if merged:
            self.__exit__()
        self._files.append(file)
        self._held.clear()
