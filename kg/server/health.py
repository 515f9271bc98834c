"""`/health`: whether the service can answer, by asking it; one that has its hands full is well."""

from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.server.responding import refuse
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route


def routes(service: Service) -> "list[Route]":
    """The route of the check."""
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def health(request: "Request") -> "Response":
        if service.pool.is_busy:
            return PlainTextResponse("busy\n", headers={"cache-control": "no-store"})
        try:
            (await service.pool.ask("query", text="ASK {}")).read()
        except KgError as error:
            response = refuse(error)
            response.status_code = 503
            return response
        return PlainTextResponse("ok\n", headers={"cache-control": "no-store"})

    return [Route("/health", health)]
