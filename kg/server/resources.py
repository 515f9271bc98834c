"""`/id/…` and `/resource?iri=…`: each resource of the graph as a page for people and as RDF for programs.

Linked data as in "Cool URIs for the Semantic Web" (W3C, 2008), with the description at the address itself: what is
under `/id/` here is described under its IRI, wherever that leads.
"""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.errors import FormatError
from kg.server.access import RefusedError
from kg.server.negotiation import GRAPHS, choose
from kg.server.requests import address
from kg.server.responding import respond
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_FORMS = {"text/html": "html", **GRAPHS}
_NAMED = (("HTML", "text/html"), ("Turtle", "text/turtle"), ("JSON-LD", "application/ld+json"))
_STYLED = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""The page itself has the narrow policy, with the digest of its style."""


def routes(service: Service) -> "list[Route]":
    """The routes of resources."""
    from starlette.routing import Route

    async def minted(request: "Request") -> "Response":
        return await _described(service, request, service.base + request.path_params["rest"], {})

    async def any_other(request: "Request") -> "Response":
        iri = address(request).one("iri")
        if not iri:
            raise RefusedError(400, "there is no IRI", "name the resource by the parameter iri")
        return await _described(service, request, iri, {"iri": iri})

    return [Route("/id/{rest:path}", minted), Route("/resource", any_other)]


async def _described(service: Service, request: "Request", iri: str, kept: dict[str, str]) -> "Response":
    asked = address(request).one("format") or choose(request.headers.get("accept"), _FORMS)
    if asked not in _FORMS:
        raise FormatError("Accept", "no such format is written", f"accept one of {', '.join(_FORMS)}")
    forms = [(name, f"?{urlencode({**kept, 'format': kind})}") for name, kind in _NAMED if kind != asked]
    answer = await service.pool.ask(
        "resource",
        iri=iri,
        format=_FORMS[asked],
        base=service.base,
        place="/id/",
        others="/resource?iri=",
        forms=forms,
    )
    headers = {"content-security-policy": _STYLED} if asked == "text/html" else {}
    return respond(answer, f"{asked}; charset=utf-8" if asked.startswith("text/") else asked, headers)
