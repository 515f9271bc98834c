"""The application: all routes behind one door."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.server import description, explorer, graphs, health, querypage, resources, sparql
from kg.server.door import Door
from kg.server.responding import on_error
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp

ROUTES: Sequence[Callable[[Service], "Sequence[BaseRoute]"]] = [
    sparql.routes,
    graphs.routes,
    resources.routes,
    description.routes,
    querypage.routes,
    explorer.routes,
    health.routes,
]
"""Who gives routes; the first that fits a request answers it."""


def make_app(service: Service) -> "ASGIApp":
    """The ASGI application of a service."""
    from starlette.applications import Starlette

    app = Starlette(
        routes=[route for routes in ROUTES for route in routes(service)], exception_handlers={KgError: on_error}
    )
    app.router.redirect_slashes = False
    return Door(app, service.access, service.limits.client_seconds)
