"""The door around all routes: host names, security headers, origins that may read, time for slow clients, the log."""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, TypeVar

from kg.server.access import Access, RefusedError
from kg.server.connection import KEY

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

T = TypeVar("T")

_log = logging.getLogger("kg.access")
_errors = logging.getLogger("kg.server")
_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"content-security-policy": b"default-src 'none'; frame-ancestors 'none'",
    b"referrer-policy": b"no-referrer",
}

_SLOWEST = 32 << 10  # bytes a second: who is slower is broken off in the end


class _Time:
    """The time that a client has for the next piece: waiting uses it up, what gets through gives some back."""

    def __init__(self, most: float) -> None:
        self._most = self._left = most

    async def spend(self, work: Awaitable[T], size: Callable[[T], int]) -> T:
        """Wait for a piece of some size. Raises `TimeoutError`."""
        begun = time.monotonic()
        async with asyncio.timeout(self._left):
            done = await work
        self._left = min(self._most, self._left - (time.monotonic() - begun) + size(done) / _SLOWEST)
        return done


class Door:
    """An ASGI application around another one."""

    def __init__(self, app: "ASGIApp", access: Access, patience: float) -> None:
        self._app, self._access, self._patience = app, access, patience

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Let a request in, and its response out."""
        if scope["type"] != "http":
            return
        scope["scheme"] = self._access.scheme
        begun = time.perf_counter()
        connection = scope.get("state", {}).get(KEY)
        if connection is not None:
            connection.task = asyncio.current_task()
        headers = dict(scope["headers"])
        origin = headers.get(b"origin", b"").decode("latin-1")
        may_read = origin if origin in self._access.origins else ""
        said: dict[str, Any] = {"status": 0, "bytes": 0}
        whole = False
        more = True
        to_hear, to_send = _Time(self._patience), _Time(self._patience)

        async def heard() -> "Message":
            nonlocal more
            try:
                # once all is heard, what comes is that the client leaves
                message = await (to_hear.spend(receive(), _size) if more else receive())
            except TimeoutError:
                raise RefusedError(408, "the rest of the request does not come", "send it faster") from None
            more = bool(message.get("more_body"))
            return message

        async def sent(message: "Message") -> None:
            nonlocal whole
            if message["type"] == "http.response.start":
                if scope["method"] == "OPTIONS" and message["status"] == 405:
                    _offer(message)
                said["status"] = message["status"]
                _furnish(message, may_read)
            elif said["status"] == 204:
                message = {"type": message["type"], "body": b""}
            else:
                said["bytes"] += len(message.get("body", b""))
            await to_send.spend(send(message), lambda _: _size(message))
            whole = message["type"] == "http.response.body" and not message.get("more_body")

        try:
            if not self._knows(scope):
                await _plain(sent, 421, "this service is not known by that host name")
            elif may_read and scope["method"] == "OPTIONS" and b"access-control-request-method" in headers:
                await _plain(sent, 204, "")
            else:
                await self._app(scope, heard, sent)
        except asyncio.CancelledError:
            said["error"] = "the client left, or the service ends"
            if not said["status"] and connection is not None and not connection.transport.is_closing():
                await _plain(sent, 503, "the service ends; ask again later")
        except TimeoutError:
            said["error"] = "the client was too slow"
            if connection is not None:
                connection.task = None
                connection.transport.abort()
                await asyncio.sleep(0)  # until the server has seen it
        except Exception as error:
            said["error"] = type(error).__name__
            _errors.exception("a request ended in an error of this program")
            if said["status"] and not whole:
                raise
            if not said["status"]:
                await _plain(sent, 500, "an error of this program; the log has it")
        finally:
            self._write(scope, said, time.perf_counter() - begun)

    def _knows(self, scope: "Scope") -> bool:
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        return len(hosts) == 1 and self._access.knows_host(hosts[0].decode("latin-1"))

    def _write(self, scope: "Scope", said: dict[str, Any], seconds: float) -> None:
        client = scope.get("client")
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "client": client[0] if client else None,
            "method": scope["method"],
            "path": scope["path"],
            **said,
            "ms": round(seconds * 1000, 1),
        }
        _log.info("%s", json.dumps(line, ensure_ascii=True))


def _size(message: "Message") -> int:
    return len(message.get("body", b""))


def _offer(message: "Message") -> None:
    """Make what refuses OPTIONS the answer to it: the methods that there are."""
    allowed = next((value for name, value in message["headers"] if name.lower() == b"allow"), b"")
    methods = sorted({b"OPTIONS", *(name.strip() for name in allowed.split(b","))} - {b""})
    message.update(status=204, headers=[(b"allow", b", ".join(methods))])


def _furnish(message: "Message", may_read: str) -> None:
    """Add the headers that every response has."""
    there = {name.lower() for name, _ in message["headers"]}
    message["headers"] = [*message["headers"], *((n, v) for n, v in _ALWAYS.items() if n not in there)]
    if may_read:
        message["headers"] += [
            (b"access-control-allow-origin", may_read.encode("latin-1")),
            (b"access-control-allow-headers", b"content-type, accept"),
            (b"access-control-expose-headers", b"kg-truncated"),
            (b"vary", b"origin"),
        ]


async def _plain(send: "Send", status: int, text: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers if text else headers[1:]})
    await send({"type": "http.response.body", "body": f"{text}\n".encode() if text else b""})
