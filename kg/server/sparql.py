"""`/sparql`: queries by the SPARQL 1.1 Protocol (W3C, 2013), by GET, by form and directly."""

from typing import TYPE_CHECKING

from kg.errors import FormatError
from kg.server.access import RefusedError
from kg.server.description import describe
from kg.server.negotiation import GRAPHS, RESULTS, choose
from kg.server.requests import FORM, Parameters, address, body, media_type, parse, text
from kg.server.responding import respond
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

_QUERY, _UPDATE = "application/sparql-query", "application/sparql-update"
_FORM_ROOM = 4  # bytes of a form that a byte of its query may take, percent-encoded, with the names of graphs


def routes(service: Service) -> "list[Route]":
    """The route of the endpoint."""
    from starlette.routing import Route

    async def endpoint(request: "Request") -> "Response":
        parameters = address(request)
        if request.method != "POST":
            if not request.scope["query_string"]:
                return await _described(service, request)
            return await _query(service, request, parameters, parameters.one("query"))
        kind = media_type(request)
        if kind == FORM:
            parameters += parse(await body(request, _FORM_ROOM * service.limits.query_bytes))
            return await _query(service, request, parameters, parameters.one("query"))
        if kind == _QUERY:
            return await _query(service, request, parameters, await text(request, service.limits.query_bytes))
        raise RefusedError(415, f"this is no query: {kind or 'no media type'}", f"send {_QUERY} or {FORM}")

    return [Route(path, endpoint, methods=["GET", "POST"]) for path in ("/sparql", "/sparql/")]


async def _described(service: Service, request: "Request") -> "Response":
    """What is at the address itself: for programs the description of the service, for people the page to ask it."""
    from starlette.responses import RedirectResponse

    if choose(request.headers.get("accept"), (*GRAPHS, "text/html")) == "text/html":
        return RedirectResponse("/query", 303)
    return await describe(service, request)


async def _query(service: Service, request: "Request", parameters: Parameters, query: str | None) -> "Response":
    if query is None:
        raise RefusedError(400, "there is no query", "send one as the parameter query")
    if len(query.encode("utf-8", "replace")) > service.limits.query_bytes:
        raise RefusedError(413, f"the query has more than {service.limits.query_bytes} bytes", "shorten it")
    accept = request.headers.get("accept")
    results, graph = choose(accept, RESULTS), choose(accept, GRAPHS)
    if results is None and graph is None:
        raise FormatError("Accept", "no such format is written", f"accept one of {', '.join((*RESULTS, *GRAPHS))}")
    default, named = parameters.all("default-graph-uri"), parameters.all("named-graph-uri")
    answer = await service.pool.ask(
        "query",
        text=query,
        results=RESULTS.get(results or ""),
        graph=GRAPHS.get(graph or ""),
        base=str(request.url.replace(query="")),
        **({"default_graphs": default, "named_graphs": named} if default or named else {}),
    )
    chosen = results if answer.head.format == RESULTS.get(results or "") else graph
    assert chosen is not None
    return respond(answer, f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen)
