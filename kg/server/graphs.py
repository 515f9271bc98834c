"""`/data`: whole graphs by the SPARQL 1.1 Graph Store HTTP Protocol (W3C, 2013).

A graph is named by `?graph=IRI`, as `?default`, or directly: what stands under `/data/` is the graph of that address.
Reading is open to all; writing needs what any writing needs (see `access`), and each request is one transaction.
"""

import base64
import json
import secrets
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import HTTP
from typing import TYPE_CHECKING

from kg.errors import FormatError
from kg.server.access import RefusedError
from kg.server.negotiation import GRAPHS, choose
from kg.server.requests import address, body, media_type
from kg.server.responding import respond
from kg.server.service import Service

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import Route

PATH = "/data"
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]
_NEW = object()


def routes(service: Service) -> "list[Route]":
    """The routes of the graph store."""
    from starlette.routing import Route

    async def graph(request: "Request") -> "Response":
        name = _name(request)
        if request.method in ("GET", "HEAD"):
            return await _read(service, request, name)
        return await _write(service, request, name)

    return [Route(path, graph, methods=_METHODS) for path in (PATH, f"{PATH}/", f"{PATH}/{{rest:path}}")]


def _name(request: "Request") -> object:
    """The IRI of the graph that is meant, None for the default graph, `_NEW` for one that is to be named here."""
    told = address(request)
    graph, is_default = told.one("graph"), told.one("default") is not None
    if request.path_params.get("rest"):
        if graph is not None or is_default:
            raise RefusedError(400, "the graph is named twice", "name it by its address or by a parameter")
        return str(request.url.replace(query=""))
    if graph is not None and is_default:
        raise RefusedError(400, "both a graph and the default graph are named", "name one of them")
    if graph is None and not is_default:
        if request.method == "POST":
            return _NEW
        raise RefusedError(400, "no graph is named", "add ?default or ?graph=IRI")
    return graph


async def _read(service: Service, request: "Request", name: object) -> "Response":
    form = choose(request.headers.get("accept"), GRAPHS)
    if form is None:
        raise FormatError("Accept", "no such format is written", f"accept one of {', '.join(GRAPHS)}")
    answer = await service.pool.ask("graph", graph=name, format=GRAPHS[form])
    return respond(answer, f"{form}; charset=utf-8" if form.startswith("text/") else form)


async def _write(service: Service, request: "Request", name: object) -> "Response":
    from starlette.responses import Response

    service.access.authorize(request)
    address_of_new = None
    if name is _NEW:
        address_of_new = f"{str(request.url.replace(query='')).rstrip('/')}/{secrets.token_hex(16)}"
        name = address_of_new
    parts = None
    if request.method != "DELETE":
        data = await body(request, service.limits.update_bytes)
        parts = list(_parts(media_type(request), request.headers.get("content-type", ""), data))
    answer = await service.change(
        "change_graph",
        graph=name,
        parts=parts,
        replace=request.method == "PUT",
        base=name or str(request.url.replace(query="")),
    )
    is_new = json.loads(answer.read())["is_new"]
    headers = {"location": address_of_new} if address_of_new else {}
    return Response(status_code=201 if is_new and parts is not None else 204, headers=headers)


def _parts(kind: str, said: str, data: bytes) -> Iterator[dict[str, str]]:
    """The documents of a body: itself, or each part of a form (RFC 7578). Raises `RefusedError` (415, 400)."""
    if kind == "multipart/form-data":
        message = message_from_bytes(b"Content-Type: " + said.encode("latin-1") + b"\r\n\r\n" + data, policy=HTTP)
        if not message.is_multipart():
            raise RefusedError(400, "the form has no parts", "look at its boundary")
        for part in message.iter_parts():
            document = part.get_payload(decode=True)
            yield from _parts(part.get_content_type(), "", document if isinstance(document, bytes) else b"")
        return
    if kind not in GRAPHS and kind not in ("", "text/plain"):
        raise RefusedError(415, f"this is no graph: {kind}", f"send one of {', '.join(GRAPHS)}")
    yield {"format": GRAPHS.get(kind, "turtle"), "data": base64.b64encode(data).decode("ascii")}
