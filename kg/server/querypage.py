"""`/query`: the page on which SPARQL is written."""

from functools import cache
from typing import TYPE_CHECKING

from kg import ontology
from kg.editor import edit
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

POLICY = "frame-ancestors 'none'"
"""The page itself has the narrow policy, with the digests of its script and style."""


def routes(service: Service) -> "list[Route]":
    """The route of the page."""
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    @cache
    def page() -> str:
        return edit(ontology.load().queries, endpoint="sparql", resources="id/", base=service.base)

    async def query(request: "Request") -> "Response":
        return HTMLResponse(page(), headers={"content-security-policy": POLICY})

    return [Route("/query", query)]
