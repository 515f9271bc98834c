"""A real server for tests: `kg serve` as a process of its own, asked by plain http.client. ::

    with served(store_of("<a> <b> <c> ."), "--seconds", "2") as server:
        assert server.get("/health").status == 200

It ends with the `with` block, whatever happens, and nothing that it started is left then.
"""

import contextlib
import http.client
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlencode

import pyoxigraph as ox

LONG = 120.0
"""Seconds within which anything must have happened, on however busy a machine."""


class Reply(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


class Server:
    """A running server and how to ask it."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, said: Path, token: str | None) -> None:
        self.process, self.url, self.said, self.token = process, url, said, token
        self.port = int(url.rstrip("/").rpartition(":")[2])

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One request on a connection of its own; exactly these headers, with Host and Content-Length."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        with contextlib.closing(connection):
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, headers=_named(headers))

    def query(self, text: str, **headers: str) -> Reply:
        """A query by GET, or directly by POST where it is long."""
        if len(text) < 2000:
            return self.get(f"/sparql?query={quote(text)}", **headers)
        direct = {"Content-Type": "application/sparql-query", **_named(headers)}
        return self.ask("POST", "/sparql", text.encode(), direct)

    def post(self, path: str, fields: Mapping[str, str] | list[tuple[str, str]], **headers: str) -> Reply:
        """A form."""
        form = {"Content-Type": "application/x-www-form-urlencoded", **_named(headers)}
        return self.ask("POST", path, urlencode(fields).encode(), form)

    def update(self, text: str, **headers: str) -> Reply:
        """An update, directly, with the token."""
        said = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {self.token}"}
        return self.ask("POST", "/sparql", text.encode(), {**said, **_named(headers)})

    def children(self) -> set[int]:
        """The processes that the server has started and that are there."""
        return descendants(self.process.pid)

    def log(self) -> str:
        """What it said on standard error."""
        return self.said.read_text("utf-8")


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


def descendants(pid: int) -> set[int]:
    """The living processes below a process."""
    parents: dict[int, int] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                parents[int(path.parent.name)] = int(parent)
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found - {pid}


def wait_until(true: Callable[[], object], what: str) -> None:
    """Wait until a condition holds; fail where it never does."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end, f"never: {what}"
        time.sleep(0.02)


@contextlib.contextmanager
def served(source: Path, *options: str, token: str | None = None, has_page: bool = False) -> Iterator[Server]:
    """Serve a build's folder, or a store, at a port that the system chooses; the page needs an index, made first."""
    page = () if has_page else ("--no-page",)
    with tempfile.TemporaryDirectory() as folder:
        said = Path(folder) / "said"
        environment = {k: v for k, v in os.environ.items() if k != "KG_TOKEN"} | ({"KG_TOKEN": token} if token else {})
        command = [sys.executable, "-m", "kg", "serve", str(source), "--port", "0", *page, *options]
        with said.open("wb") as file:
            process = subprocess.Popen(command, stderr=file, stdout=file, text=True, env=environment)
        try:
            wait_until(lambda: "serving" in said.read_text("utf-8") or process.poll() is not None, "the server starts")
            match = re.search(r"http://\S+", said.read_text("utf-8"))
            assert match, said.read_text("utf-8")
            yield Server(process, match[0], said, token)
        finally:
            left = descendants(process.pid)
            process.terminate()
            try:
                process.wait(LONG)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left), "no process is left")


def store_at(path: Path, turtle: str = "", *, quads: str = "") -> Path:
    """A store on disk with a graph, given as Turtle or TriG."""
    store = ox.Store(str(path))
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE, base_iri="http://example.org/")
    store.load(quads.encode(), format=ox.RdfFormat.TRIG, base_iri="http://example.org/")
    store.flush()
    return path
