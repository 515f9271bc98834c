"""Updates in SPARQL: admitted like queries, with the dataset of the protocol, before the store is opened for writing.

The engine has no parameters for the dataset of an update, so `using-graph-uri` is written into its text, as the USING
that it stands for.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pyoxigraph as ox
from pydantic import BaseModel, ConfigDict

from kg.errors import QueryError
from kg.store.admission import Token, admit_update, fault
from kg.store.database import Store
from kg.store.replies import Head

_KNOWN = frozenset(
    (
        *("BASE", "PREFIX", "INSERT", "DELETE", "DATA", "WHERE", "WITH", "USING", "NAMED"),
        *("CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "TO", "SILENT", "GRAPH", "DEFAULT", "ALL"),
    )
)
"""The words that may stand outside of braces."""


class Update(BaseModel):
    """An update with all that it depends on: the graphs that its WHERE reads, where the asker says so, and its base."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    base: str | None = None


class Change(NamedTuple):
    """What `Store.update` is to do, in which nothing is wrong, and what is said of it once that is done."""

    text: str
    base: str | None
    head: Head


def update(store: Store, arguments: Mapping[str, Any], out: Any) -> Change:  # noqa: ANN401 (any binary file)
    """What an `Update` is to do to a store, which is open for reading: one that is refused does nothing to it.

    Raises `QueryError` where it is no update, `ForbiddenError` where it reaches out (LOAD, SERVICE).
    """
    change = Update.model_validate(arguments)
    tokens = admit_update(change.text)
    text = change.text
    if change.default_graphs or change.named_graphs:
        text = _using(text, tokens, _clauses(change.default_graphs, change.named_graphs))
    store.refuse_faulty(text, base=change.base)
    return Change(text, change.base, Head(format="text/plain"))


def _clauses(default: Sequence[str], named: Sequence[str]) -> str:
    try:
        said = [f"USING {ox.NamedNode(graph)}" for graph in default]
        said += [f"USING NAMED {ox.NamedNode(graph)}" for graph in named]
    except ValueError as error:
        raise QueryError("dataset", f"a graph is named by an IRI: {error}", "name it by an absolute IRI") from None
    return f" {' '.join(said)} "


def _using(text: str, tokens: Sequence[Token], clauses: str) -> str:
    """The update with USING clauses in every operation that has a WHERE."""
    pieces, done = [], 0
    previous = Token("", "", 0)
    for token in _outside(text, tokens):
        said = token.text.upper()
        if token.kind == "word" and said not in _KNOWN:
            raise fault(text, token, "this cannot stand here", "put spaces between words")
        if said in ("USING", "WITH"):
            raise fault(text, token, f"{said} and a dataset of the protocol exclude each other", "leave out one")
        if said == "WHERE":
            if previous.text.upper() == "DELETE":  # the short form, which takes no USING
                pieces += [text[done : token.start], _block(text, tokens, token)]
                done = token.start
            pieces += [text[done : token.start], clauses]
            done = token.start
        previous = token
    return "".join((*pieces, text[done:]))


def _outside(text: str, tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens outside of braces."""
    depth = 0
    for token in tokens:
        depth -= token.text == "}" and token.kind == "symbol"
        if depth == 0:
            yield token
        depth += token.text == "{" and token.kind == "symbol"


def _block(text: str, tokens: Sequence[Token], where: Token) -> str:
    """What stands in braces after a token, with them."""
    depth, start = 0, None
    for token in tokens[tokens.index(where) :]:
        if token.kind == "symbol" and token.text == "{":
            depth += 1
            start = token.start if start is None else start
        elif token.kind == "symbol" and token.text == "}":
            depth -= 1
            if depth == 0 and start is not None:
                return text[start : token.start + 1]
    raise fault(text, where, "its braces do not close", "close them")
