"""A store of others: queries as the store at home answers them, and changes in pieces that may be sent twice."""

import sys
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast

from kg.errors import FormatError, QueryError, StoreError
from kg.remote.answers import GRAPH, TABLE, each, parsed, refused, understood
from kg.remote.connection import FAILED, Connection, Credentials, Patience, read_whole
from kg.remote.kinds import KINDS, addresses, kind_of
from kg.store import ANSWER_FORMATS, Graph, Solutions
from kg.store.admission import admit, form, is_update, names_graphs, undeclared
from kg.store.evaluation import Rows, evaluate, serialize
from kg.terms import DEFAULT_GRAPH, PREFIXES, Term, value

if TYPE_CHECKING:
    from kg.store.evaluation import Result

_UPDATE = "application/sparql-update"
_TRIPLES = "application/n-triples"
_BYTES_OF_GRAPH = 1_000_000  # a server in front of a store takes a megabyte, where nobody told it otherwise (nginx)
_BYTES_OF_UPDATE, _LINES_OF_UPDATE = 250_000, 1_000  # Virtuoso's parser gives up at 4,991 triples
_SAMPLE = "SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o FILTER(isIRI(?s) && isIRI(?o)) } } LIMIT 3"


class RemoteStore:
    """A SPARQL 1.1 store at an http(s) address; `kind` is one of `kg.remote.KINDS`, or `auto` to find it out.

    It answers `query` and `answer` as `kg.Store` does. What it changes it sends again where the store does not answer,
    for as long as `patience` has it. Credentials go over plain HTTP to another machine where `plain` says so, and never
    into a message. `on_remark` is told where an answer may lack something. Raises `StoreError` where nothing answers
    there, `FormatError` where there is no such kind.
    """

    def __init__(
        self,
        url: str,
        *,
        kind: str = "auto",
        credentials: Credentials | None = None,
        plain: bool = False,
        patience: Patience | None = None,
        on_remark: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._connection = Connection(url, credentials or Credentials(), plain=plain, patience=patience)
        self.where = url
        self._union: dict[str, str] | None = None
        self._remark = on_remark
        if kind == "auto":
            headers = self._connection.ask("GET", url, params={"query": "ASK {}"}).headers
            kind = kind_of(url, f"{headers.get('server', '')} {'fuseki' if 'fuseki-request-id' in headers else ''}")
        self.kind = kind
        self.addresses = addresses(url, kind)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the server."""
        self._connection.close()

    def query(self, text: str, *, union: bool = True) -> Solutions | Graph | bool:
        """Run a SPARQL 1.1 query over the union of all graphs, or over those that its FROM names.

        The prefixes of `kg.terms` need not be declared; what `kg.store.admission` refuses at home is refused here too.
        Without `union` the default graph is what the store takes for it. Raises `QueryError` where the store cannot run
        the query, `StoreError` where it does not answer or breaks off.
        """
        sent = self._admitted(text, union)
        with understood(self.where):
            found = evaluate(lambda: self._run(text, sent))
        if isinstance(found, Solutions):
            return found._replace(rows=Rows(each(found.rows, self.where)))
        return found._replace(quads=each(found.quads, self.where)) if isinstance(found, Graph) else found

    def answer(self, text: str, format: str) -> Iterator[bytes]:
        """Run a SELECT or ASK query and write its result in one of the `ANSWER_FORMATS`, in pieces."""
        if format not in ANSWER_FORMATS:
            raise FormatError(format, "no such format of query results", f"choose one of {', '.join(ANSWER_FORMATS)}")
        sent = self._admitted(text)
        return each(serialize(lambda: self._run(text, sent), ANSWER_FORMATS[format]), self.where)

    def is_union(self, named: str) -> bool:
        """Whether a query that names no graph sees the named graphs as well: `named` is a triple of one."""
        return self._sees(named, {})

    def sees_all_if_asked(self, named: str) -> bool:
        """Whether a query sees the default graph alone, unless it is asked to see the named graphs as well."""
        union = dict(KINDS[self.kind].union)
        return bool(union) and not self._sees(named, {}) and self._sees(named, union)

    def update(self, text: str) -> None:
        """Run a SPARQL update, of a size that the store takes. Raises `StoreError`."""
        self._change("POST", self.addresses.update, content=text.encode(), headers={"Content-Type": _UPDATE})

    def replace(self, graph: Term, lines: Iterable[str]) -> None:
        """Make triples the whole of a named graph. Where they are many, some are there before the others."""
        if self.addresses.graphs is None:
            self.drop(graph)
        method = "PUT"
        for piece in _cut(lines, _BYTES_OF_GRAPH):
            self._into(graph, piece, method)
            method = "POST"

    def add(self, graph: Term, lines: Iterable[str]) -> None:
        """Add triples to a graph; those that are there already do nothing."""
        for piece in _cut(lines, _BYTES_OF_GRAPH):
            self._into(graph, piece, "POST")

    def remove(self, graph: Term, lines: Iterable[str]) -> None:
        """Take triples out of a graph; those that are not there do nothing."""
        for piece in _cut(lines, _BYTES_OF_UPDATE, _LINES_OF_UPDATE):
            self.update(f"DELETE DATA {{ {_within(graph, piece)} }}")

    def drop(self, graph: Term) -> None:
        """Take away a named graph, if it is there."""
        self.update(f"DROP SILENT GRAPH {graph}")

    def _into(self, graph: Term, piece: list[str], method: str) -> None:
        """Add lines to a graph, or make them the whole of it (PUT): by its own protocol where the store has that."""
        if self.addresses.graphs is not None:
            where = {"default": ""} if graph == DEFAULT_GRAPH else {"graph": value(graph)}
            sent = "".join(piece).encode()
            self._change(method, self.addresses.graphs, params=where, content=sent, headers={"Content-Type": _TRIPLES})
            return
        for some in _cut(piece, _BYTES_OF_UPDATE, _LINES_OF_UPDATE):
            self.update(f"INSERT DATA {{ {_within(graph, some)} }}")

    def count(self, pattern: str) -> int:
        """How many solutions a group pattern has."""
        found = self.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}", union=False)
        assert isinstance(found, Solutions)
        (number,) = next(found.rows)
        assert number is not None
        return int(value(number))

    def _change(self, method: str, url: str, **what: object) -> None:
        answer = self._connection.ask(method, url, again=FAILED, **what)
        if not 200 <= answer.status < 300:
            error = refused(answer.status, answer.said, self.where)
            raise StoreError(self.where, f"it refuses a change: {error.what}", error.remedy)

    def _admitted(self, text: str, is_union: bool = True) -> dict[str, str]:
        """What is sent for a query: with prefixes before it that it may use, and what makes it see all graphs."""
        tokens = admit(text)
        if is_update(tokens):
            raise QueryError("query", "it changes the store", "ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
        declared = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items() if f"{name}:" in text)
        union = {} if names_graphs(tokens) or not is_union else self._seeing_all()
        if union is None:
            what = "its default graph is not the union of its graphs, and cannot be asked to be"
            raise StoreError(
                self.where, what, "turn that on in the store (Fuseki: tdb2:unionDefaultGraph), or say FROM"
            )
        return {"query": declared + text, **union}

    def _run(self, text: str, sent: dict[str, str]) -> "Result":
        is_graph = form(admit(text)) in ("CONSTRUCT", "DESCRIBE")
        response = self._connection.stream(
            "POST", self.addresses.query, data=sent, headers={"Accept": GRAPH if is_graph else TABLE}
        )
        if response.status_code == 400 and (prefix := undeclared(text)):
            what, remedy = f"the prefix {prefix} is not declared", f"begin the query with PREFIX {prefix} <…>"
            raise QueryError("query", what, remedy)
        if response.status_code != 200:
            raise refused(response.status_code, read_whole(response).said, self.where)
        if most := response.headers.get("x-sparql-maxrows"):
            self._remark(f"{self.where} hands out {most} rows at most: an answer of so many may lack others")
        if cut := response.headers.get("kg-truncated"):
            self._remark(f"{self.where} cut its answer short: {cut}")
        return parsed(response, self.where)

    def _seeing_all(self) -> dict[str, str] | None:
        """The parameters with which a query sees all graphs; None where there are none."""
        if self._union is None:
            ways: tuple[dict[str, str], ...] = ({}, dict(KINDS[self.kind].union))
            sample = self._sample()
            if sample is None:
                return ways[-1]  # without named graphs all that there is is the default graph
            self._union = next((way for way in ways if self._sees(sample, way)), None)
        return self._union

    def _sample(self) -> str | None:
        """Some triples of named graphs, as a pattern; None where there are none."""
        found = evaluate(lambda: self._run(_SAMPLE, {"query": _SAMPLE}))
        assert isinstance(found, Solutions)
        return " . ".join(" ".join(cast(Iterable[str], row)) for row in found.rows) or None

    def _sees(self, sample: str, way: dict[str, str]) -> bool:
        text = f"ASK {{ {sample} }}"
        return evaluate(lambda: self._run(text, {"query": text, **way})) is True


def _within(graph: Term, piece: list[str]) -> str:
    said = "".join(piece)
    return said if graph == DEFAULT_GRAPH else f"GRAPH {graph} {{\n{said}}}"


def _cut(lines: Iterable[str], size: int, many: int = sys.maxsize) -> Iterator[list[str]]:
    """Lines in pieces of so many bytes and lines at most; a line that is longer is a piece of its own."""
    piece, held = list[str](), 0
    for line in lines:
        long = len(line.encode())
        if piece and (held + long > size or len(piece) == many):
            yield piece
            piece, held = [], 0
        piece.append(line)
        held += long
    if piece:
        yield piece
