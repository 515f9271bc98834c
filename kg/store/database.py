"""The store itself: quads in, quads and query results out."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self, cast

import pyoxigraph as ox

from kg.errors import FormatError, InputError, QueryError, StoreError
from kg.generations import Hold, hold
from kg.store.admission import admit, is_update, names_graphs, undeclared
from kg.store.evaluation import Graph, Result, Solutions, evaluate, serialize
from kg.store.lines import Lines
from kg.store.opening import opened
from kg.store.record import mark_changed
from kg.store.trouble import AGAIN, reaching, trouble
from kg.terms import DEFAULT_GRAPH, PREFIXES, Quad, Term, value

ANSWER_FORMATS: Mapping[str, ox.QueryResultsFormat] = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
"""The W3C formats in which `Store.answer` writes the results of SELECT and ASK."""


class Store:
    """A graph that can be queried: `Store.create` makes an empty one, `Store.open` reads one that was built.

    Many may read a folder at a time, one may write it. Closing the store, or leaving its `with` block, lets go of it.

    >>> from kg.terms import FA, RDF, iri
    >>> with Store.create() as store:
    ...     store.load([Quad(iri("https://example.org/a"), RDF.type, FA.Case)])
    ...     store.query("ASK { ?case a fa:Case }")
    True
    """

    def __init__(self, engine: ox.Store, where: str, held: Hold | None = None, *, writes: bool = False) -> None:
        self._engine: ox.Store | None = engine
        self._held, self._writes = held, writes
        self.where = where

    @classmethod
    def create(cls, path: Path | None = None) -> Self:
        """An empty store in a new folder, or in memory. Raises `StoreError` where the folder holds something."""
        if path is None:
            return cls(ox.Store(), "memory")
        with reaching(path, "no store can be made", "choose a folder that can be written"):
            if path.exists() and (not path.is_dir() or any(path.iterdir())):
                raise StoreError(path, "something is there already", "choose a new folder")
            path.mkdir(parents=True, exist_ok=True)
            held = hold(path, alone=True)
            return cls(ox.Store(str(path)), str(path), held, writes=True)

    @classmethod
    def open(cls, path: Path) -> Self:
        """A store that was built, for reading alone: it stays as it is until it is closed, whatever a build puts there.

        Raises `StoreError` where it is missing or damaged, or another process changes it.
        """
        with reaching(path, "the store is damaged", AGAIN):
            _refuse_none(path)
            held = hold(path)
            return cls(ox.Store.read_only(str(held.path)), str(path), held)

    @classmethod
    def edit(cls, path: Path, *, patience: float = 0) -> Self:
        """A store that was built, to be changed where it is; its record says so from now on (see `kg.store.Record`).

        Once it is closed all is on the disk. Raises `StoreError` where it is missing or damaged, or where another
        process still reads or changes it after `patience` seconds.
        """
        with reaching(path, "the store cannot be changed", "look at its permissions, or build it again"):
            _refuse_none(path)
            held = hold(path, alone=True, patience=patience)
            for left in held.path.glob("bulk-*.sst"):  # of a load that was killed; the engine leaves them for ever
                left.unlink()
            mark_changed(held.path)  # before the engine is there, which changes files as it opens them
            return cls(ox.Store(str(held.path)), str(path), held, writes=True)

    @property
    def is_in_memory(self) -> bool:
        """Whether it holds its quads in memory, and not on the disk."""
        return self._held is None

    @property
    def is_current(self) -> bool:
        """Whether this is still the store that stands in its folder, and no newer one; that of memory always is."""
        return self._held is None or self._held.is_current

    def close(self) -> None:
        """Let go of the folder, with all that was written on the disk. Queries that still run keep it until they end.

        Raises `StoreError` where it cannot be written.
        """
        engine, self._engine = self._engine, None
        held, self._held = self._held, None
        if engine is not None and held is not None and self._writes:
            with reaching(held.folder, "it cannot be written", "look at the disk's space"):
                engine.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """How many quads it holds."""
        with reaching(self.where, "the store is damaged"):
            return len(self._open())

    def load(self, quads: Iterable[Quad]) -> None:
        """Add quads, streaming; those that are there already do nothing. All are added or, on an error, none.

        What the iterable raises goes through. Raises `StoreError` where the store cannot be written, and
        `InputError` where a term is not one of `kg.terms`.
        """
        self.load_lines(quad.line().encode("utf-8", "replace") for quad in quads)

    def load_lines(self, lines: Iterable[bytes]) -> None:
        """Add lines of N-Quads, streaming; a piece may be several. Raises as `load`."""
        self._bulk_load(io.BufferedReader(Lines(lines)), "quads")

    def load_file(self, path: Path) -> None:
        """Add the graph of a file, all or none: N-Quads, N-Triples, Turtle, TriG, RDF/XML or JSON-LD, by its suffix.

        It may be packed, see `kg.store.opening`. Raises `InputError` that says what cannot be read, and where.
        """
        with opened(path) as (file, format):
            self._bulk_load(file, str(path), format)

    def _bulk_load(self, lines: io.BufferedIOBase, where: str, format: ox.RdfFormat = ox.RdfFormat.N_QUADS) -> None:
        engine = self._open()
        try:
            engine.bulk_load(input=cast(Any, lines), format=format)
            engine.flush()
        except SyntaxError as error:
            raise InputError(where, str(error), "mend the line") from None
        except (OSError, RuntimeError) as error:
            raise trouble(self.where, "it cannot be written", error, "open it for writing") from None

    def change(self, *, added: Iterable[Quad] = (), removed: Iterable[Quad] = ()) -> None:
        """Remove quads, then add quads; what is not there to be removed, or is there already, does nothing.

        Raises `StoreError` where the store cannot be written; then some of them may be changed.
        """
        engine = self._open()
        try:
            for quad in _parsed(removed):
                engine.remove(quad)
            engine.extend(_parsed(added))
        except (OSError, RuntimeError) as error:
            raise trouble(self.where, "it cannot be written", error, "open it for writing") from None

    def quads(
        self,
        graph: Term | None = None,
        *,
        subject: Term | None = None,
        predicate: Term | None = None,
        object: Term | None = None,
    ) -> Iterator[Quad]:
        """The quads of one graph (`DEFAULT_GRAPH` for the default graph) or of all, in no particular order.

        Those with a `subject`, `predicate` and `object` alone where one is given, an IRI. Raises `StoreError` where the
        store is damaged, on the way.
        """
        chosen = ox.DefaultGraph() if graph == DEFAULT_GRAPH else _node(graph)
        found = self._open().quads_for_pattern(_node(subject), _node(predicate), _node(object), chosen)
        return _read(found, self.where, self._held)

    def has_graph(self, graph: str | None) -> bool:
        """Whether there is a named graph with this IRI; the default graph, which None means, is always there.

        Raises `InputError` for what is no IRI.
        """
        return graph is None or self._open().contains_named_graph(_graph(graph))

    def triples(self, graph: str | None) -> Iterator[ox.Triple]:
        """The triples of a graph, by its IRI, or of the default graph, as values of the engine."""
        found = self._open().quads_for_pattern(None, None, None, ox.DefaultGraph() if graph is None else _graph(graph))
        return (quad.triple for quad in found)

    def absent(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        """Those of the quads whose triple stands in no graph of the store."""
        engine = self._open()
        kept = tuple(quads)
        for quad, node in zip(kept, _parsed(kept), strict=True):
            found = engine.quads_for_pattern(node.subject, node.predicate, node.object, None)
            if not any(other.object == node.object for other in found):  # asked for 255 it gives 256 as well
                yield quad

    def query(self, text: str) -> Solutions | Graph | bool:
        """Run a SPARQL 1.1 query over the union of all graphs, or over those that its FROM names.

        The prefixes of `kg.terms` need not be declared. Raises `QueryError` with line and column where the query is
        no query or is refused (see `kg.store.admission`), `StoreError` where the store cannot be read.
        """
        return evaluate(self._admitted(text))

    def answer(self, text: str, format: str) -> Iterator[bytes]:
        """Run a SELECT or ASK query and write its result in one of the `ANSWER_FORMATS`, in pieces.

        Raises as `query`, when the first piece is asked for; `FormatError` where nobody writes the format.
        """
        if format not in ANSWER_FORMATS:
            raise FormatError(format, "no such format of query results", f"choose one of {', '.join(ANSWER_FORMATS)}")
        return serialize(self._admitted(text), ANSWER_FORMATS[format])

    def run(
        self,
        text: str,
        *,
        base: str | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> Result:
        """The engine's own result of a query, for whoever writes it in this thread and need not be interrupted.

        Where graphs are given (IRIs), they are the dataset, whatever FROM says: the default graph is the union of
        `default_graphs`, the named ones are `named_graphs`. Raises as `query`, and `QueryError` for what is no IRI.
        """
        return self._admitted(text, _Dataset(base, default_graphs, named_graphs))()

    def update(self, text: str, *, base: str | None = None) -> None:
        """Run an update that was admitted; all of it or nothing.

        Once this returns it stays, even where the process dies; it is on the disk once the store is closed.
        Raises `QueryError` where it is no update, `StoreError` where the store cannot be written.
        """
        engine = self._open()
        try:
            engine.update(text, base_iri=base, prefixes=PREFIXES)
        except SyntaxError as error:
            raise _syntax(text, str(error)) from None
        except (OSError, RuntimeError) as error:
            raise trouble(self.where, "it cannot be written", error, "look at the disk's space") from None

    def refuse_faulty(self, text: str, *, base: str | None = None) -> None:
        """Raise as `update` does for what is no update, and change nothing; the store is open for reading alone.

        The engine has nothing that reads an update and does not run it; but it reads it first, and then finds that a
        store that was opened for reading cannot be changed.
        """
        if self._held is None or self._writes:
            raise StoreError(self.where, "it is open for writing", "open it for reading")
        try:
            self._open().update(text, base_iri=base, prefixes=PREFIXES)
        except SyntaxError as error:
            raise _syntax(text, str(error)) from None
        except (OSError, RuntimeError):
            return

    def _admitted(self, text: str, dataset: "_Dataset | None" = None) -> "_Run":
        tokens = admit(text)
        if is_update(tokens):
            raise QueryError("query", "it changes the store", "ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
        asked = (dataset or _Dataset())._replace(own=names_graphs(tokens))
        return _Run(self._open(), self._held, text, asked)

    @property
    def engine(self) -> ox.Store:
        """The engine itself, for the rooms of the store."""
        return self._open()

    def _open(self) -> ox.Store:
        if self._engine is None:
            raise StoreError(self.where, "the store is closed", "open it again")
        return self._engine


class _Dataset(NamedTuple):
    """What a query is asked over, where not its own words alone say it."""

    base: str | None = None
    default: Sequence[str] | None = None
    named: Sequence[str] | None = None
    own: bool = False
    """Whether its FROM says it."""


def _refuse_none(path: Path) -> None:
    if (path / "CURRENT").is_file():
        return
    if any(path.glob("*.sst")):
        raise StoreError(path, "the store is damaged: its file CURRENT is missing", AGAIN)
    what = "there is no store in this folder" if path.is_dir() else "there is no such folder"
    raise StoreError(path, what, "name the store of a build, or make one with `kg build`")


def _read(found: Iterable[ox.Quad], where: str, held: Hold | None) -> Iterator[Quad]:
    """The quads as they are read; meanwhile the store is held."""
    try:
        yield from map(_quad, found)
    except (OSError, RuntimeError) as error:
        raise trouble(where, "the store is damaged", error) from None


class _Run:
    """A query that is ready to run in any thread."""

    def __init__(self, engine: ox.Store, held: Hold | None, text: str, dataset: _Dataset) -> None:
        self._engine, self._held, self._text, self._dataset = engine, held, text, dataset

    def __call__(self) -> Result:
        base, default, named, own = self._dataset
        chosen = default is not None or named is not None
        try:
            return self._engine.query(
                self._text,
                base_iri=base,
                prefixes=PREFIXES,
                use_default_graph_as_union=not chosen and not own,
                default_graph=_named(default or ()) if chosen else None,
                named_graphs=_named(named or ()) if chosen else None,
            )
        except SyntaxError as error:
            raise _syntax(self._text, str(error)) from None


def _named(graphs: Sequence[str]) -> list[Any]:
    try:
        return [ox.NamedNode(graph) for graph in graphs]
    except ValueError as error:
        raise QueryError("dataset", f"a graph is named by an IRI: {error}", "name it by an absolute IRI") from None


_SYNTAX = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CLOSING = re.compile('"[)}\\]]"')


def _syntax(text: str, said: str) -> QueryError:
    """The engine's words about a query where they are words, and not a list of all that it would have taken."""
    match = _SYNTAX.fullmatch(said)
    where = f"query, line {match[1]}, column {match[2]}" if match else "query"
    if prefix := undeclared(text):
        return QueryError(where, f"the prefix {prefix} is not declared", f"begin the query with PREFIX {prefix} <…>")
    expected = match[3] if match else said
    sentences = [part for part in expected.split(", ") if " " in part and part[0].isupper()]
    closing = f"{expected} is missing here" if _CLOSING.fullmatch(expected) else "this cannot stand here"
    return QueryError(where, sentences[0] if sentences else closing, "mend the query")


def _node(term: Term | None) -> ox.NamedNode | None:
    return None if term is None else ox.NamedNode(value(term))


def _graph(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as error:
        raise InputError("graph", f"a graph is named by an IRI: {error}", "name it by an absolute IRI") from None


def _parsed(quads: Iterable[Quad]) -> Iterator[ox.Quad]:
    return ox.parse("".join(quad.line() for quad in quads), format=ox.RdfFormat.N_QUADS)


def _quad(quad: ox.Quad) -> Quad:
    named = not isinstance(quad.graph_name, ox.DefaultGraph)
    graph = Term(str(quad.graph_name)) if named else DEFAULT_GRAPH
    return Quad(Term(str(quad.subject)), Term(str(quad.predicate)), _term(quad.object), graph)


def _term(node: object) -> Term:
    """A term as it is written; the engine leaves out the brackets of a triple term (RDF 1.2)."""
    return Term(f"<<( {node} )>>" if isinstance(node, ox.Triple) else str(node))
