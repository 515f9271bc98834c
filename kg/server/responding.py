"""What goes out: answers of the processes as responses, and errors as a status with one line of text."""

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING

from kg.errors import (
    BusyError,
    DeadlineError,
    ForbiddenError,
    FormatError,
    InputError,
    KgError,
    NotFoundError,
    QueryError,
    StoreError,
    WorkerError,
)
from kg.server.access import RefusedError
from kg.workers import Answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Receive, Scope, Send

STATUSES: Mapping[type[KgError], int] = {
    ForbiddenError: 403,
    NotFoundError: 404,
    QueryError: 400,
    InputError: 400,
    FormatError: 406,
    BusyError: 503,
    DeadlineError: 504,
    WorkerError: 500,
    StoreError: 503,
}
"""The status of each kind of error; the first that fits counts."""

_AT_ONCE = 1 << 20
_log = logging.getLogger("kg.server")


def respond(answer: Answer, media_type: str, headers: Mapping[str, str] | None = None) -> "Response":
    """An answer as a response: its bytes under a media type; where it was cut, `Kg-Truncated` says by what."""
    from starlette.responses import Response

    said = {"vary": "accept", **(headers or {})}
    if answer.head.truncated:
        said["kg-truncated"] = "{}={}".format(*answer.head.truncated)
    if answer.size <= _AT_ONCE:
        return Response(answer.read(), media_type=media_type, headers=said)

    class Pieces(Response):
        async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            with answer.body:
                for piece in answer.pieces():
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    said["content-length"] = str(answer.size)
    return Pieces(media_type=media_type, headers=said)


def refuse(error: KgError) -> "Response":
    """An error as a response: its status, and what is to be said of it to strangers, in one line."""
    from starlette.responses import PlainTextResponse

    status = error.status if isinstance(error, RefusedError) else _status(error)
    headers = {}
    if status == 503:
        headers["retry-after"] = "1"
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    said = str(error)
    if isinstance(error, StoreError) or type(error) is WorkerError:
        _log.error("%s", error)  # with paths and the engine's words, which are no stranger's business
        said = f"{error.what}; {error.remedy}" if type(error) is WorkerError else "the store cannot be read just now"
    return PlainTextResponse(f"{said}\n", status, headers)


def _status(error: KgError) -> int:
    return next((status for kind, status in STATUSES.items() if isinstance(error, kind)), 500)


async def on_error(_: "Request", error: Exception) -> "Response":
    """The handler of errors of the house, for the framework."""
    assert isinstance(error, KgError)
    return refuse(error)
