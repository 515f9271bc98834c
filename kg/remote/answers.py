"""What a store answers over HTTP, read while it comes, as what the engine at home gives.

The engine's own parsers read the formats (SPARQL results in JSON, XML and TSV; N-Triples and Turtle); what breaks off
or is no such format is a `StoreError`.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pyoxigraph as ox

from kg.errors import QueryError, StoreError

if TYPE_CHECKING:
    import httpx2

    from kg.store.evaluation import Result

T = TypeVar("T")

TABLE = "application/sparql-results+json, application/sparql-results+xml;q=0.9"
"""What is accepted for SELECT and ASK."""
GRAPH = "application/n-triples, text/turtle;q=0.9"
"""What is accepted for CONSTRUCT and DESCRIBE."""

_ASKED = "__ASK_RETVAL"  # the only variable of Virtuoso's answer to ASK, with a row for yes


def parsed(response: "httpx2.Response", where: str) -> "Result":
    """The answer to a query. Raises `StoreError` where it is in no format that was asked for."""
    type = response.headers.get("content-type", "").partition(";")[0].strip()
    stream = cast(Any, io.BufferedReader(Body(response, where), 1 << 16))
    if (table := ox.QueryResultsFormat.from_media_type(type)) is not None:
        found = ox.parse_query_results(stream, format=table)
        if isinstance(found, ox.QuerySolutions) and [each.value for each in found.variables] == [_ASKED]:
            return _truth(any(True for _ in found))
        return found
    if (graph := ox.RdfFormat.from_media_type(type)) is not None:
        return cast("Result", ox.parse(stream, format=graph))
    response.close()
    raise StoreError(where, f"its answer is {type or 'of no type'}, which is no answer to a query", "look at --store")


def _truth(is_so: bool) -> "Result":
    said = b'{"head":{},"boolean":%s}' % (b"true" if is_so else b"false")
    return cast("Result", ox.parse_query_results(said, format=ox.QueryResultsFormat.JSON))


class Body(io.RawIOBase):
    """The body of an answer as a file; it is closed at its end."""

    def __init__(self, response: "httpx2.Response", where: str) -> None:
        self._response, self._where = response, where
        self._pieces = response.iter_bytes()
        self._rest = b""

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 (any writable buffer)
        """Fill a buffer; 0 at the end."""
        import httpx2

        try:
            while not self._rest:
                self._rest = next(self._pieces)
        except StopIteration:
            self._response.close()
            return 0
        except httpx2.TransportError as error:
            raise OSError(f"the answer broke off: {error}") from None
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


@contextmanager
def understood(where: str) -> Iterator[None]:
    """Turn what goes wrong in the reading of an answer into a `StoreError`."""
    try:
        yield
    except (SyntaxError, ValueError) as error:
        raise StoreError(where, f"its answer cannot be read: {error}", "ask again, or for less") from None
    except OSError as error:
        raise StoreError(where, str(error), "ask again, or for less") from None
    except StoreError as error:
        if error.where != "store":
            raise
        raise StoreError(where, error.what.removeprefix("it cannot be read: "), "ask again, or for less") from None


def each(items: Iterator[T], where: str) -> Iterator[T]:
    """The same items, with the errors of `understood`."""
    with understood(where):
        yield from items


def refused(status: int, said: str, where: str) -> QueryError | StoreError:
    """Why a store does not answer a query, from its status and words."""
    if status in (401, 403):
        return StoreError(where, f"it does not let you in ({status}): {said}", _LOGIN)
    if 300 <= status < 400:
        return StoreError(where, f"it points elsewhere ({status})", "name the address that it points to")
    if status in (400, 500):
        return QueryError("query", f"{where} cannot run it: {said}", "write it in another way")
    return StoreError(
        where, f"HTTP {status}: {said}", f"name the address of its endpoint: {where.rstrip('/')}/sparql or …/query, say"
    )


_LOGIN = "set KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN"
