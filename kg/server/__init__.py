"""The graph over HTTP: a SPARQL 1.1 endpoint and what stands beside it, which can be left running.

`app` puts the routes together, `serving` runs them. This process reads no store and runs no query: it takes requests,
bounds them, lets a process of `kg.workers` answer, and sends the answer once it is whole.

To add a route, write a file here with a function ::

    def routes(service: Service) -> "list[Route]":
        from starlette.routing import Route  # the framework is imported in functions

        async def resource(request: "Request") -> "Response":
            form = choose(request.headers.get("accept"), ["text/html", "text/turtle"])  # kg.server.negotiation
            answer = await service.pool.ask("resource", iri="…", format=form)  # a job of kg.workers.jobs
            return respond(answer, form)  # kg.server.responding

        return [Route("/id/{rest:path}", resource)]

and name it in `app.ROUTES`, one line. What a handler raises as `kg.errors.KgError` becomes the right status and one
line of text (`responding.STATUSES`); any other exception is a 500 that says nothing, and a line in the log. A route
that changes something calls `service.access.authorize(request)` first, and reads bodies by `requests.body`. Host names,
security headers, CORS, time limits on clients and the log are the business of `door`, around all routes; a page that
needs scripts or styles sets its own `Content-Security-Policy`.
"""

from kg.server.access import Access
from kg.server.app import make_app
from kg.server.service import Service
from kg.server.serving import serve

__all__ = ["Access", "Service", "make_app", "serve"]
