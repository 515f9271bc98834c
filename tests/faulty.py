"""A real HTTP server between a client and a store, which breaks things as a test tells it to."""

import http.client
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple
from urllib.parse import urlsplit


class Fault(NamedTuple):
    """What goes wrong with one request; nothing, if nothing is said."""

    status: int = 0
    """Answer this, without asking the store."""
    after: str = ""
    """A Retry-After with it."""
    is_lost: bool = False
    """Close the connection instead of asking the store."""
    is_unanswered: bool = False
    """Ask the store, and close the connection instead of answering."""
    is_cut: bool = False
    """Ask the store, and send half of its answer."""
    silence: float = 0
    """Seconds until anything happens."""


WELL = Fault()


class Between:
    """The address of a running server, and the requests that reached it: method and path."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[str] = []
        self.headers: list[dict[str, str]] = []


@contextmanager
def between(store: str, play: Callable[[int, str], Fault]) -> Iterator[Between]:
    """Stand before a store; `play` is told the number and the method and path of each request, from 0."""
    behind = urlsplit(store)
    over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with lock:
                number, said = len(here.requests), f"{self.command} {self.path}"
                here.requests.append(said)
                here.headers.append({name.lower(): value for name, value in self.headers.items()})
            fault = play(number, said)
            if fault.silence:
                over.wait(fault.silence)
            if fault.is_lost:
                self.close_connection = True
            elif fault.status:
                self.reply(fault.status, {"Retry-After": fault.after} if fault.after else {}, b"no")
            else:
                self.forward(body, fault)

        do_GET = do_POST = do_PUT = answer

        def forward(self, body: bytes, fault: Fault) -> None:
            connection = http.client.HTTPConnection(behind.hostname or "", behind.port, timeout=60)
            kept = {n: v for n, v in self.headers.items() if n.lower() not in ("host", "content-length", "connection")}
            connection.request(self.command, self.path, body, kept)
            response = connection.getresponse()
            content = response.read()
            connection.close()
            if fault.is_unanswered:
                self.close_connection = True
                return
            names = ("Content-Type", "Server", "WWW-Authenticate")
            headers = {name: value for name in names if (value := response.getheader(name))}
            self.reply(response.status, headers, content, cut=fault.is_cut)

        def reply(self, status: int, headers: dict[str, str], content: bytes, *, cut: bool = False) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if cut else content)
            self.close_connection = self.close_connection or cut

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    lock = threading.Lock()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here = Between(f"http://127.0.0.1:{server.server_address[1]}/")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield here
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()
