"""One process that answers, seen from where it was started: what it is asked, what it says, and its end."""

import asyncio
import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg.errors import WorkerError
from kg.store import Head
from kg.workers import frames
from kg.workers.limits import Limits

_IN_MEMORY = 1 << 20
_PIECE = 1 << 18
_AHEAD = 1 << 20


class Answer(NamedTuple):
    """What a job said: the head, and the body, which is complete. The body is a file; close it when done."""

    head: Head
    body: IO[bytes]
    size: int

    def read(self) -> bytes:
        """All bytes, with what the head has in front of the body; the answer is closed."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """The same piece by piece."""
        with self.body as body:
            yield self.head.lead.encode()
            while piece := body.read(_PIECE):
                yield piece


class Worker:
    """A process that answers one request at a time."""

    def __init__(self, process: "subprocess.Popen[bytes]", reader: frames.Reader, writer: asyncio.StreamWriter) -> None:
        self._process, self._reader, self._writer = process, reader, writer

    @classmethod
    async def start(cls, store: Path, limits: Limits, *, network: bool) -> "Worker":
        """Start a process and wait until it can answer. Raises `WorkerError` where it cannot."""
        ours, theirs = socket.socketpair()
        command = [sys.executable, "-P", "-m", "kg.workers.process"]
        try:
            with theirs:
                process = subprocess.Popen(
                    command,
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,
                )
        except OSError as error:
            ours.close()
            raise WorkerError("worker", f"no process can be started: {error.strerror}", "free some memory") from None
        ours.setblocking(False)
        reader, writer = await asyncio.open_connection(sock=ours, limit=_AHEAD)
        worker = cls(process, frames.Reader(reader), writer)
        told = {"store": str(store.absolute()), "memory": limits.memory, "network": network}
        try:
            (await worker._request(told, 0)).read()
        except BaseException:
            await worker.end()
            raise
        return worker

    async def ask(self, job: str | None, arguments: dict[str, Any], generation: int, most: int) -> Answer:
        """Let it do a job; `None` lets it close the store. The body may have `most` bytes.

        Raises what the job raises, and `WorkerError` where the process dies of it; then, and where this is cancelled,
        the process can only be ended.
        """
        return await self._request({"job": job, "arguments": arguments, "generation": generation}, most)

    async def _request(self, request: dict[str, Any], most: int) -> Answer:
        body = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (whoever asked closes it)
        try:
            self._writer.write(frames.frame(frames.REQUEST, json.dumps(request).encode()))
            size = 0
            while True:
                kind, data = await self._reader.read()
                if kind == frames.BODY:
                    size += len(data)
                    if size > most:
                        raise BrokenPipeError
                    body.write(data)
                elif kind == frames.HEAD:
                    head = Head.model_validate_json(data) if data != b"{}" else Head(format="")
                    body.seek(0)
                    return Answer(head, body, size + len(head.lead.encode()))
                else:
                    raise frames.unpack(data)
        except (asyncio.IncompleteReadError, OSError):
            body.close()
            await self.end()
            what = "the process that worked on this died of it"
            raise WorkerError("worker", what, "ask for less: it took too much memory or was too deep") from None
        except BaseException:
            body.close()
            raise

    async def finish(self) -> None:
        """Wait until it has answered what nobody wants to know any more."""
        while (await self._reader.read())[0] == frames.BODY:
            pass

    @property
    def alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    async def end(self) -> None:
        """Kill the process, whatever it does, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        self._writer.close()
        await asyncio.shield(asyncio.to_thread(self._process.wait))
