"""What the service says of itself: the SPARQL 1.1 Service Description, and VoID of what it holds."""

from typing import TYPE_CHECKING

from kg.errors import FormatError
from kg.server.negotiation import GRAPHS, choose
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

PATH = "/.well-known/void"
_REMEMBERED = 32


def routes(service: Service) -> "list[Route]":
    """The route of the description of the data (VoID, W3C 2011, section 7.2)."""
    from starlette.routing import Route

    async def void(request: "Request") -> "Response":
        return await describe(service, request)

    return [Route(PATH, void)]


async def describe(service: Service, request: "Request") -> "Response":
    """The description of the service and its data in the format that is asked for; made once for each state of both."""
    from starlette.responses import Response

    form = choose(request.headers.get("accept"), GRAPHS)
    if form is None:
        raise FormatError("Accept", "no such format is written", f"accept one of {', '.join(GRAPHS)}")
    here = str(request.url.replace(path="", query="", fragment="")).rstrip("/")
    key = ("dataset", service.pool.generation, here, form)
    if key not in service.remembered:
        updates = service.access.token is not None
        answer = await service.pool.ask("dataset", here=here, format=GRAPHS[form], updates=updates)
        if len(service.remembered) >= _REMEMBERED:
            service.remembered.clear()  # it counts the whole store, and whoever asks under many names may wait
        service.remembered[key] = (f"{form}; charset=utf-8" if form.startswith("text/") else form, answer.read())
    media_type, body = service.remembered[key]
    return Response(body, media_type=media_type, headers={"vary": "accept"})
