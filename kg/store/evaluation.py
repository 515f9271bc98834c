"""Running queries so that they can be left: results come as they are computed, and ctrl-C works meanwhile.

The engine cannot be interrupted, and its results may not change thread. So each query runs in a thread of its own
that hands over finished values; whoever asked waits for them in Python, where signals are seen, and may leave at any
time: the thread stops at its next value, and never keeps the process from ending.
"""

import io
import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple, TypeAlias, TypeVar, cast

import pyoxigraph as ox

from kg import display
from kg.errors import QueryError
from kg.store.trouble import trouble
from kg.terms import Quad, Term, shown

Row: TypeAlias = tuple[Term | None, ...]
"""The values of a solution, in the order of the variables; None where a variable is unbound."""

T = TypeVar("T")
Result: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

_BATCH, _AHEAD = 256, 4
_WAIT = 0.5  # seconds: on some platforms a thread that waits without limit sees no signal


class Rows(Iterator[Row]):
    """Rows as they are computed, each handed out once; `ahead` looks at the next ones without taking them."""

    def __init__(self, rows: Iterator[Row]) -> None:
        self._rows = rows
        self._seen: deque[Row] = deque()

    def __next__(self) -> Row:
        return self._seen.popleft() if self._seen else next(self._rows)

    def ahead(self, count: int) -> tuple[Row, ...]:
        """The next rows, as many as this if there are so many; they stay to be taken."""
        self._seen.extend(islice(self._rows, max(0, count - len(self._seen))))
        return tuple(islice(self._seen, count))


_SHOWN = 100


class Solutions(NamedTuple):
    """What SELECT found: the names of the variables, and the rows as they are computed.

    In a notebook it shows itself as a table of the next hundred rows, which stay to be taken.
    """

    variables: tuple[str, ...]
    rows: Rows

    def _repr_html_(self) -> str:
        rows = self.rows.ahead(_SHOWN + 1)
        many = (
            f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}" if len(rows) <= _SHOWN else f"the first {_SHOWN} rows"
        )
        return display.table(self.variables, (tuple(map(shown, row)) for row in rows[:_SHOWN]), caption=many)


class Graph(NamedTuple):
    """What CONSTRUCT or DESCRIBE made: quads of the default graph as they are computed, perhaps repeated."""

    quads: Iterator[Quad]


def evaluate(run: Callable[[], Result]) -> Solutions | Graph | bool:
    """The result of a query as values. Raises `QueryError`, and `StoreError` where the store cannot be read."""

    def work(emit: Callable[[_Part], None]) -> None:
        _take_apart(run(), emit)

    parts = _elsewhere(work)
    head = next(parts)
    if isinstance(head, _Head):
        return Solutions(head.variables, Rows(row for part in parts if isinstance(part, _Rows) for row in part.rows))
    if isinstance(head, _Triples):
        return Graph(quad for part in chain([head], parts) if isinstance(part, _Triples) for quad in part.quads)
    return head is True


def serialize(run: Callable[[], Result], format: ox.QueryResultsFormat) -> Iterator[bytes]:
    """The result of SELECT or ASK in a W3C format. Raises as `evaluate`, and `QueryError` where it is a graph."""
    return _elsewhere(lambda emit: _write(run(), format, emit))


class _Head(NamedTuple):
    variables: tuple[str, ...]


class _Rows(NamedTuple):
    rows: list[Row]


class _Triples(NamedTuple):
    quads: list[Quad]


_Part: TypeAlias = bool | _Head | _Rows | _Triples


def _take_apart(result: Result, emit: Callable[[_Part], None]) -> None:
    """Hand over a truth value; or the variables and then batches of rows; or batches of triples, at least one."""
    if isinstance(result, ox.QueryBoolean):
        emit(bool(result))
    elif isinstance(result, ox.QuerySolutions):
        emit(_Head(tuple(variable.value for variable in result.variables)))
        while rows := [_row(solution) for solution in islice(result, _BATCH)]:
            emit(_Rows(rows))
    else:
        while True:
            quads = [_quad(triple) for triple in islice(result, _BATCH)]
            emit(_Triples(quads))
            if not quads:
                return


def _row(solution: ox.QuerySolution) -> Row:
    return tuple(None if term is None else Term(str(term)) for term in solution)


def _quad(triple: ox.Triple) -> Quad:
    return Quad(Term(str(triple.subject)), Term(str(triple.predicate)), Term(str(triple.object)))


def _write(result: Result, format: ox.QueryResultsFormat, emit: Callable[[bytes], None]) -> None:
    if isinstance(result, ox.QueryTriples):
        raise QueryError("query", "it makes a graph, not a table", "choose an RDF format such as turtle")
    result.serialize(cast(Any, io.BufferedWriter(_Pipe(emit), 1 << 16)), format=format)


class _Pipe(io.RawIOBase):
    """A file whose writes are handed over."""

    def __init__(self, emit: Callable[[bytes], None]) -> None:
        self._emit = emit

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 (any readable buffer)
        self._emit(bytes(data))
        return len(data)


class _Done(NamedTuple):
    error: BaseException | None


class _AbandonedError(Exception):
    """Nobody waits for the rest."""


def _elsewhere(work: Callable[[Callable[[T], None]], None]) -> Iterator[T]:
    """Yield what `work` emits in a thread of its own, which begins with the first item that is asked for."""
    items: queue.Queue[T | _Done] = queue.Queue(_AHEAD)
    abandoned = threading.Event()

    def emit(item: T) -> None:
        items.put(item)
        if abandoned.is_set():
            raise _AbandonedError

    threading.Thread(target=_run, args=(work, emit, items), name="query", daemon=True).start()
    try:
        while not isinstance(item := _waited_for(items), _Done):
            yield item
    finally:
        abandoned.set()
        while not items.empty():  # a thread that waits for room gets it, and then sees the flag
            items.get_nowait()
    if item.error is not None:
        raise item.error


def _run(
    work: Callable[[Callable[[T], None]], None], emit: Callable[[T], None], items: "queue.Queue[T | _Done]"
) -> None:
    try:
        work(emit)
        error = None
    except BaseException as raised:
        # without its traceback, which would carry the engine's result into another thread, where it panics
        error = _said(raised).with_traceback(None)
    items.put(_Done(error))


def _waited_for(items: "queue.Queue[T]") -> T:
    while True:
        try:
            return items.get(timeout=_WAIT)
        except queue.Empty:
            continue


def _said(error: BaseException) -> BaseException:
    """What went wrong in the engine as an error of the house."""
    if isinstance(error, OSError | RuntimeError):
        return trouble("store", "it cannot be read", error)
    return error
