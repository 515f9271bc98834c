"""A plain server of the explorer for tests: the page, and the five questions; no more than a browser needs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from kg.errors import KgError
from kg.explorer import Explorer
from kg.viewer import served_view


class Address(NamedTuple):
    """Where a server listens, and what it was asked for."""

    root: str
    asked: list[str]


@contextmanager
def serving(explorer: Explorer) -> Iterator[Address]:
    """Serve the page at `/` and the questions at `/explore/NAME`, until the block is left."""
    page, lock, asked = served_view("/explore/").encode(), threading.Lock(), list[str]()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._say(200, "text/html; charset=utf-8", page if self.path == "/" else b"")

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            name = self.path.removeprefix("/explore/")
            asked.append(f"{name} {body.decode()}")
            try:
                with lock:
                    answer = explorer.answer(name, json.loads(body))
            except KgError as error:
                self._say(400, "text/plain; charset=utf-8", str(error).encode())
            else:
                self._say(200, "application/json", json.dumps(answer, ensure_ascii=False).encode())

        def _say(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Address(f"http://127.0.0.1:{server.server_port}/", asked)
    finally:
        server.shutdown()
        server.server_close()
