"""A connection that is not waited for: slow heads and slow readers are cut off, and who leaves takes his query along.

The HTTP server waits for ever for the rest of a request, and for a client that does not read the end of a response.
"""

import asyncio
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uvicorn.protocols.http.h11_impl import H11Protocol

KEY = "connection"
"""Under which name the state of a request has its connection."""


def make_connection(patience: float) -> "type[H11Protocol]":
    """The protocol of a server whose clients get so many seconds for the head of a request, and to read the rest."""
    from uvicorn.protocols.http.h11_impl import H11Protocol

    class Connection(H11Protocol):
        _end: asyncio.TimerHandle | None = None
        task: asyncio.Task[Any] | None = None  # what works on the request

        def __init__(self, *, app_state: dict[str, Any], **others: Any) -> None:  # noqa: ANN401 (the server's own)
            super().__init__(app_state={**app_state, KEY: self}, **others)

        def connection_made(self, transport: Any) -> None:  # noqa: ANN401 (the server's own type)
            super().connection_made(transport)
            self._wait()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._wait()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self._end is not None:
                self._end.cancel()
            if self._is_asked() and self.task is not None:
                self.task.cancel()

        def _wait(self) -> None:
            if self._end is not None:
                self._end.cancel()
            self._end = self.loop.call_later(patience, self._expire)

        def _expire(self) -> None:
            if not self._is_asked():
                self.transport.abort()

        def _is_asked(self) -> bool:
            return self.cycle is not None and not self.cycle.response_complete

    return Connection
