"""The door, without a server: the time that slow clients have in all, and what is said where the service ends."""

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING

from kg.server.access import Access
from kg.server.connection import KEY
from kg.server.door import Door

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


def asked(app: "ASGIApp", *, pause: float = 0, cancelled: bool = False, leaves: bool = False) -> "list[Message]":
    """What the application says to one client, who takes a pause at each piece."""
    said: list[Message] = []
    transport = SimpleNamespace(is_closing=lambda: leaves, abort=lambda: said.append({"type": "abort"}))
    state = {KEY: SimpleNamespace(task=None, transport=transport)}
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", b"localhost")], "state": state}

    async def receive() -> "Message":
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: "Message") -> None:
        await asyncio.sleep(pause)
        said.append(message)

    async def work() -> None:
        task = asyncio.create_task(Door(app, Access(), 0.5)(scope, receive, send))
        await asyncio.sleep(0.05 if cancelled else 0)
        if cancelled:
            task.cancel()
        await task

    asyncio.run(work())
    return said


async def _speak(scope: "Scope", receive: "Receive", send: "Send") -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(50):
        await send({"type": "http.response.body", "body": b"x", "more_body": True})


async def _never(scope: "Scope", receive: "Receive", send: "Send") -> None:
    await asyncio.Event().wait()


def test_a_client_that_reads_a_trickle_is_broken_off() -> None:
    said = asked(_speak, pause=0.05)  # each piece in time, all of them not
    assert said[-1] == {"type": "abort"}


def test_who_waits_when_the_service_ends_is_told_to_come_again() -> None:
    start, body = asked(_never, cancelled=True)
    assert (start["status"], b"ask again" in body["body"]) == (503, True)
    assert asked(_never, cancelled=True, leaves=True) == []
