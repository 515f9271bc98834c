"""What a pool and its processes say to each other: frames of a kind (one byte), a length (four bytes) and the bytes.

A request is one frame of JSON. The reply is any number of `BODY` frames and then either `HEAD`, the head as JSON, or
`ERROR`, an error of the house as JSON; what came before an error is nothing. `COMMITTED`, without bytes, comes before
them from a job that writes, as soon as what it did cannot be undone any more.
"""

import json
import socket
import struct
from asyncio import StreamReader
from typing import Any

from kg import errors
from kg.errors import KgError

REQUEST, BODY, COMMITTED, HEAD, ERROR = b"RBCHE"
_PREFIX = struct.Struct("!BI")


def frame(kind: int, data: bytes | bytearray) -> bytes:
    """A frame as bytes."""
    return _PREFIX.pack(kind, len(data)) + data


class Reader:
    """Frames as they come; cancelled, it goes on where it was."""

    def __init__(self, stream: StreamReader) -> None:
        self._stream = stream
        self._prefix: tuple[int, int] | None = None

    async def read(self) -> tuple[int, bytes]:
        """The next frame. Raises `asyncio.IncompleteReadError` where the other side is gone."""
        if self._prefix is None:
            self._prefix = _PREFIX.unpack(await self._stream.readexactly(_PREFIX.size))
        kind, size = self._prefix
        data = await self._stream.readexactly(size)
        self._prefix = None
        return kind, data


def receive(connection: socket.socket) -> Any:  # noqa: ANN401 (any JSON)
    """The JSON of the next frame, waiting for it. Raises `EOFError` where the other side is gone."""
    _, size = _PREFIX.unpack(_exactly(connection, _PREFIX.size))
    return json.loads(_exactly(connection, size))


def _exactly(connection: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        piece = connection.recv(min(size - len(data), 1 << 20))
        if not piece:
            raise EOFError
        data += piece
    return bytes(data)


def pack(error: KgError) -> bytes:
    """An error of the house as JSON."""
    return json.dumps([type(error).__name__, error.where, error.what, error.remedy]).encode()


def unpack(data: bytes) -> KgError:
    """The error that was packed."""
    name, where, what, remedy = json.loads(data)
    kind = getattr(errors, name)
    made = kind(where, what, remedy)
    assert isinstance(made, KgError)
    return made
