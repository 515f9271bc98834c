"""`/sparql`: queries and updates by the SPARQL 1.1 Protocol (W3C, 2013), by GET, by form and directly."""

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
            most = service.limits.update_bytes if service.access.may_write(request) else service.limits.query_bytes
            parameters += parse(await body(request, _FORM_ROOM * most))
            query, update = parameters.one("query"), parameters.one("update")
            if query is not None and update is not None:
                raise RefusedError(400, "there are a query and an update", "send one of them")
            if update is not None:
                service.access.authorize(request)
                return await _update(service, request, parameters, update)
            return await _query(service, request, parameters, query)
        if kind == _QUERY:
            return await _query(service, request, parameters, await text(request, service.limits.query_bytes))
        if kind == _UPDATE:
            service.access.authorize(request)
            return await _update(service, request, parameters, await text(request, service.limits.update_bytes))
        said = kind or "no media type"
        raise RefusedError(415, f"this is no query and no update: {said}", f"send {_QUERY}, {_UPDATE} or {FORM}")

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
        base=_base(request),
        **({"default_graphs": default, "named_graphs": named} if default or named else {}),
    )
    chosen = results if answer.head.format == RESULTS.get(results or "") else graph
    assert chosen is not None
    return respond(answer, f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen)


async def _update(service: Service, request: "Request", parameters: Parameters, update: str) -> "Response":
    from starlette.responses import Response

    if len(update.encode("utf-8", "replace")) > service.limits.update_bytes:
        raise RefusedError(413, f"the update has more than {service.limits.update_bytes} bytes", "send it in parts")
    done = await service.change(
        "update",
        text=update,
        default_graphs=parameters.all("using-graph-uri"),
        named_graphs=parameters.all("using-named-graph-uri"),
        base=_base(request),
    )
    done.read()
    return Response(status_code=204)


def _base(request: "Request") -> str:
    """What relative IRIs are resolved against: the address of the endpoint."""
    return str(request.url.replace(query=""))
