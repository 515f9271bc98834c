"""`/`: the page of the view over this graph; `/explore/NAME`: the five questions that it asks, as JSON."""

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kg.explorer import QUESTIONS
from kg.server import requests
from kg.server.access import RefusedError
from kg.server.responding import respond
from kg.server.service import Service
from kg.viewer import served_view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_POLICY = "frame-ancestors 'none'"
_LARGEST = 1 << 18
"""Bytes of one question: two hundred ids of some length."""


def routes(service: Service) -> "list[Route]":
    """The routes of the page, where there is an index."""
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    following = service.following
    if following is None:
        return []

    @cache
    def page() -> str:
        return served_view("explore/", query="query")

    async def view(request: "Request") -> "Response":
        return HTMLResponse(page(), headers={"content-security-policy": _POLICY})

    async def explore(request: "Request") -> "Response":
        name = request.path_params["name"]
        if name not in QUESTIONS:
            raise RefusedError(404, f"there is no question {name[:40]!r}", f"ask one of {' '.join(QUESTIONS)}")
        # a page of another origin cannot send JSON without asking first
        if requests.media_type(request) != "application/json":
            raise RefusedError(415, "a question is JSON", "send application/json")
        asked = _object(await requests.body(request, _LARGEST))
        place = following.place
        told = {"explorer": place.model_dump(), "is_older": following.is_older}
        answer = await service.pool.ask("explore", question=name, asked=asked, **told)
        # numbers of nodes mean nothing to a page that began with another index
        return respond(answer, "application/json", {"kg-index": Path(place.index).parent.name})

    return [Route("/", view), Route("/explore/{name}", explore, methods=["POST"])]


def _object(body: bytes) -> dict[str, object]:
    try:
        asked = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise RefusedError(400, "the body is no JSON object", "send the arguments by their names")
    return asked
