"""Running the service: a socket, the processes, the HTTP server, and a graceful end."""

import asyncio
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from kg.errors import InputError
from kg.server.access import Access
from kg.server.app import make_app
from kg.server.connection import make_connection
from kg.server.following import Following
from kg.server.service import Service
from kg.terms import BASE
from kg.workers import Limits, Pool

_BACKLOG = 512
_GRACE = 5  # seconds beside the deadline of a query until connections are broken off


def serve(
    store: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    limits: Limits | None = None,
    access: Access | None = None,
    network: bool = False,
    base: str = BASE,
    following: Callable[[], Following | None] = lambda: None,
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve a store until the process is told to end (SIGTERM or SIGINT); `ready` is told the address.

    What runs then is finished, and no process is left. `base` begins the IRIs that the graph minted. `following` finds
    the index of the page, or makes it, once the address is had; `network` allows queries to run where they cannot be
    cut off from the network. Raises `StoreError`, `WorkerError`, and `InputError` where the address cannot be had.
    """
    from kg.store import Store

    Store.open(store).close()
    try:
        listening = _listen(host, port)
    except (OSError, OverflowError) as error:
        raise InputError(
            f"{host}:{port}", f"nothing can listen there: {error}", "choose another --host or --port"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    with listening:
        url = f"http://{shown}:{listening.getsockname()[1]}/"
        pool = Pool(store, limits, network=network)
        service = Service(pool, access or Access(), base, following=following())
        asyncio.run(_run(service, listening, lambda: ready(url)))


def _listen(host: str, port: int) -> socket.socket:
    # by its protocol asyncio knows that it is TCP, and sends small pieces at once instead of 40 ms later
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening


async def _run(service: Service, listening: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    longest = max(service.limits.seconds, service.limits.update_seconds if service.access.token else 0)
    async with service.pool:
        config = uvicorn.Config(
            make_app(service),
            loop="asyncio",
            http=make_connection(service.limits.client_seconds),
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=15,
            limit_concurrency=service.limits.connections,
            timeout_graceful_shutdown=int(longest) + _GRACE,
        )
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: None)  # the server hears them first, and hands them on when it is done
        ready()
        following = asyncio.create_task(service.following.run()) if service.following else None
        try:
            await uvicorn.Server(config).serve(sockets=[listening])
        finally:
            if following:
                following.cancel()
                await asyncio.gather(following, return_exceptions=True)
