"""One process that answers, seen from where it was started: what it is asked, what it says, and its end."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, NamedTuple

from kg.errors import BusyError, WorkerError
from kg.store import Head
from kg.workers import frames
from kg.workers.limits import Limits
from kg.workers.spool import Budget, Spool

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

    def __init__(
        self,
        process: "subprocess.Popen[bytes]",
        reader: frames.Reader,
        writer: asyncio.StreamWriter,
        budget: Budget,
    ) -> None:
        self._process, self._reader, self._writer, self._budget = process, reader, writer, budget

    @classmethod
    async def start(cls, store: Path, limits: Limits, budget: Budget, *, network: bool) -> "Worker":
        """Start a process and wait until it can answer; its answers share a budget. Raises `WorkerError`."""
        command = [sys.executable, "-P", "-m", "kg.workers.process"]
        try:
            ours, theirs = socket.socketpair()
        except OSError as error:
            raise _unstarted(error) from None
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
            raise _unstarted(error) from None
        ours.setblocking(False)
        try:
            reader, writer = await asyncio.open_connection(sock=ours, limit=_AHEAD)
        except BaseException:
            ours.close()  # so that the process ends
            process.kill()
            await asyncio.shield(asyncio.to_thread(process.wait))
            raise
        worker = cls(process, frames.Reader(reader), writer, budget)
        told = {"store": str(store.absolute()), "memory": limits.memory, "network": network}
        try:
            (await worker._request(told, 0, lambda: None)).read()
        except BaseException:
            await worker.end()
            raise
        return worker

    async def ask(
        self,
        job: str | None,
        arguments: dict[str, Any],
        generation: int,
        most: int,
        committed: Callable[[], None] = lambda: None,
    ) -> Answer:
        """Let it do a job; `None` lets it close the store. The body may have `most` bytes.

        `committed` is called when a job that writes cannot be undone any more. Raises what the job raises, `BusyError`
        where there is no room for the answer, and `WorkerError` where the process dies of it; then, and where this is
        cancelled, the process can only be ended.
        """
        request = {"job": job, "arguments": arguments, "generation": generation}
        return await self._request(request, most, committed)

    async def _request(self, request: dict[str, Any], most: int, committed: Callable[[], None]) -> Answer:
        body = Spool(self._budget)  # whoever asked closes it
        try:
            self._writer.write(frames.frame(frames.REQUEST, json.dumps(request).encode()))
            size = 0
            while True:
                kind, data = await self._reader.read()
                if kind == frames.BODY:
                    size += len(data)
                    if size > most:
                        raise BrokenPipeError
                    try:
                        body.write(data)
                    except OSError:
                        await self.finish()
                        raise _no_room() from None
                elif kind == frames.COMMITTED:
                    committed()
                elif kind == frames.HEAD:
                    head = Head.model_validate_json(data) if data != b"{}" else Head(format="")
                    try:
                        body.seek(0)
                    except OSError:
                        raise _no_room() from None
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
        while (await self._reader.read())[0] in (frames.BODY, frames.COMMITTED):
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


def _unstarted(error: OSError) -> WorkerError:
    return WorkerError("worker", f"no process can be started: {error.strerror}", "free some memory")


def _no_room() -> BusyError:
    return BusyError("worker", "there is no room for this answer beside those that are being read", "ask again later")
