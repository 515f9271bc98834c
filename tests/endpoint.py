"""A real HTTP server that speaks the OpenAI protocol (POST /v1/chat/completions) and plays what a test tells it."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Body = dict[str, Any]
Play = Callable[[BaseHTTPRequestHandler, Body], None]
"""What is done with a request: writes a response to the handler."""


class Endpoint:
    """The address of a running server, and the requests that reached it, in order."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.busy = self.busiest = 0
        self.lock = threading.Lock()


@contextmanager
def serving(play: Callable[[Body, int], Play]) -> Iterator[Endpoint]:
    """Run a server on a free port; `play` gets the body and number of each request, from 0."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with endpoint.lock:
                number = len(endpoint.requests)
                endpoint.requests.append(body)
                endpoint.headers.append({name.lower(): value for name, value in self.headers.items()})
                endpoint.busy += 1
                endpoint.busiest = max(endpoint.busiest, endpoint.busy)
            try:
                if self.path == "/v1/chat/completions":
                    play(body, number)(self, body)
                else:
                    status(404, "no such path")(self, body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True
            finally:
                with endpoint.lock:
                    endpoint.busy -= 1

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    endpoint = Endpoint(f"http://127.0.0.1:{server.server_address[1]}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield endpoint
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(content: object, *, finish: str | None = "stop", refusal: str = "", stop_after: int | None = None) -> Play:
    """Stream a message, eight pieces at most; `stop_after` so many pieces the connection breaks."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    size = max(1, -(-len(text) // 8))
    deltas: list[Body] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": text[at : at + size]} for at in range(0, len(text), size)]
    deltas += [{"refusal": refusal}] if refusal else []

    def play(handler: BaseHTTPRequestHandler, body: Body) -> None:
        assert body["stream"] is True
        _head(handler, 200, "text/event-stream")
        for delta in deltas[:stop_after]:
            _event(handler, _chunk([{"index": 0, "delta": delta, "finish_reason": None}]))
        if stop_after is not None:
            handler.close_connection = True
            return
        _event(handler, _chunk([{"index": 0, "delta": {}, "finish_reason": finish}]))
        if (body.get("stream_options") or {}).get("include_usage"):
            usage = {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200}
            _event(handler, {**_chunk([]), "usage": usage})
        _event(handler, "[DONE]")
        _write(handler, b"")

    return play


def says_whole(content: object) -> Play:
    """Answer in one piece, as an endpoint does that does not stream."""
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    message = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}
    whole = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [message], "usage": usage}
    return lambda handler, _: _whole(handler, 200, json.dumps(whole), {})


def status(code: int, message: str, **headers: str) -> Play:
    """Refuse with an HTTP status and an error as the protocol has it."""
    error = json.dumps({"error": {"message": message, "type": "error", "code": None, "param": None}})
    return lambda handler, _: _whole(handler, code, error, {k.replace("_", "-"): v for k, v in headers.items()})


def raw(content: str, type: str = "application/json") -> Play:
    """Answer 200 with anything."""
    return lambda handler, _: _whole(handler, 200, content, {"Content-Type": type})


def silent(until: threading.Event) -> Play:
    """Say nothing, until the test is over."""

    def play(handler: BaseHTTPRequestHandler, _: Body) -> None:
        until.wait(20)
        handler.close_connection = True

    return play


def drips(piece: bytes) -> Play:
    """Send a stream of small pieces that has no end."""

    def play(handler: BaseHTTPRequestHandler, _: Body) -> None:
        _head(handler, 200, "text/event-stream")
        for _piece in range(200):
            _write(handler, piece)
            time.sleep(0.05)

    return play


def _chunk(choices: list[Body]) -> Body:
    return {"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": choices}


def _head(handler: BaseHTTPRequestHandler, code: int, type: str) -> None:
    handler.send_response(code)
    handler.send_header("Content-Type", type)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()


def _event(handler: BaseHTTPRequestHandler, data: Body | str) -> None:
    said = data if isinstance(data, str) else json.dumps(data)
    _write(handler, f"data: {said}\n\n".encode())


def _write(handler: BaseHTTPRequestHandler, piece: bytes) -> None:
    """A chunk of HTTP/1.1; the empty one ends the body."""
    handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
    handler.wfile.flush()


def _whole(handler: BaseHTTPRequestHandler, code: int, content: str, headers: dict[str, str]) -> None:
    body = content.encode()
    handler.send_response(code)
    for name, value in ({"Content-Type": "application/json"} | headers).items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)
