"""What runs in a process that answers: `python -m kg.workers.process`, with a socket as its standard input.

The first request says what the process may do; each further one is a job, answered before the next is read. The
answering goes on in a thread with a large stack, because the engine is recursive; the main thread only watches that
whoever started the process still lives.
"""

import os
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import KgError, StoreError, WorkerError
from kg.workers.confinement import bound_memory, cut_off
from kg.workers.frames import BODY, COMMITTED, ERROR, HEAD, frame, pack, receive

if TYPE_CHECKING:
    from kg.store import Store

_STACK = 256 << 20
_PIECE = 1 << 18
_PATIENCE = 5.0  # seconds that a writer waits for readers that are just being ended
_LOOK = 1.0  # seconds between two looks whether the starter lives


def main() -> None:
    """Answer until whoever asks is gone."""
    connection = socket.socket(fileno=os.dup(0))
    starter = os.getppid()
    try:
        told = receive(connection)
    except EOFError:
        return
    if not cut_off() and not told["network"]:
        what = "this system does not let a process be cut off from the network"
        _say(connection, ERROR, pack(WorkerError("worker", what, "allow queries to run with the network in reach")))
        return
    threading.stack_size(_STACK)
    answering = threading.Thread(target=_answer_all, args=(connection, told), daemon=True)
    answering.start()
    threading.stack_size(0)  # that of this thread alone: there is no room for more of them
    while answering.is_alive() and os.getppid() == starter:
        answering.join(_LOOK)
    os._exit(0)  # whatever the engine is about to do


def _answer_all(connection: socket.socket, told: dict[str, Any]) -> None:
    opened = _Opened(Path(told["store"]), told["memory"])
    import kg.store.replies  # noqa: F401 (what nearly every job needs)

    _say(connection, HEAD, b"{}")
    while True:
        try:
            request = receive(connection)
        except (EOFError, OSError):
            return
        try:
            _answer(opened, request, connection)
        except KgError as error:
            _say(connection, ERROR, pack(error))
        except EOFError:
            return  # nobody listens
        except MemoryError:
            os._exit(1)
        except (OSError, RuntimeError) as error:  # of the engine
            what = f"it cannot be read: {error}"
            _say(connection, ERROR, pack(StoreError(told["store"], what, "build it again with `kg build`")))
        except Exception as error:
            where, what = f"{type(error).__name__}: {error}", "this ended in an error of the program"
            _say(connection, ERROR, pack(WorkerError(where, what, "tell the people who keep this service")))


def _answer(opened: "_Opened", request: dict[str, Any], connection: socket.socket) -> None:
    from kg.store.changes import Change
    from kg.workers.jobs import JOBS

    if request["job"] is None:
        opened.close()
        return _say(connection, HEAD, b"{}")
    body = _Body(connection)
    said = JOBS[request["job"]].load()(opened.store(request["generation"]), request["arguments"], body)
    if isinstance(said, Change):
        try:
            opened.store(request["generation"], writing=True).update(said.text, base=said.base)
            _say(connection, COMMITTED, b"")
        finally:
            opened.close()  # on the disk, and let go of, before anybody is told that it is done
        said = said.head
    return body.end(said.model_dump_json().encode())


class _Opened:
    """The store that this process holds: that of one generation, for reading or for writing.

    Memory is counted from when it is open.
    """

    def __init__(self, path: Path, memory: int) -> None:
        self._path, self._memory = path, memory
        self._store: Store | None = None
        self._what: tuple[int, bool] | None = None

    def store(self, generation: int, *, writing: bool = False) -> "Store":
        """The store of a generation; opened again where this process holds another one."""
        from kg.store import Store

        if self._store is None or self._what != (generation, writing):
            self.close()
            self._store = Store.edit(self._path, patience=_PATIENCE) if writing else Store.open(self._path)
            self._what = (generation, writing)
            bound_memory(self._memory)
        return self._store

    def close(self) -> None:
        if self._store is not None:
            self._store.close()
        self._store = None
        bound_memory(None)


class _Body:
    """The binary file that a job writes into, as frames of some size; a small answer is sent in one go."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._held = bytearray()

    def write(self, data: bytes) -> int:
        self._held += data
        if len(self._held) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        _say(self._connection, BODY, self._held)
        self._held.clear()

    def end(self, head: bytes) -> None:
        _send(self._connection, frame(BODY, self._held) + frame(HEAD, head))


def _say(connection: socket.socket, kind: int, data: bytes | bytearray) -> None:
    _send(connection, frame(kind, data))


def _send(connection: socket.socket, data: bytes) -> None:
    """Send all. Raises `EOFError` where nobody listens."""
    try:
        connection.sendall(data)
    except OSError:
        raise EOFError from None


if __name__ == "__main__":
    main()
