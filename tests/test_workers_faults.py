"""What becomes of a pool where something is short: descriptors, room, memory, time."""

import asyncio
import contextlib
import errno
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BusyError, DeadlineError, WorkerError
from kg.workers import Limits, Pool
from kg.workers.frames import COMMITTED, HEAD, Reader, frame
from kg.workers.spool import Budget, Spool
from kg.workers.worker import Worker
from tests.served import LONG, descendants, store_at

GRAPH = "@prefix : <http://example.org/> . " + " ".join(f":s{i} :p :o{i} ." for i in range(500))
SLOW = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a = ?l)"
INSERT = "INSERT DATA { <a:s> <a:p> <a:o> }"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_at(tmp_path / "store", GRAPH)


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(LONG):
        while not true():
            await asyncio.sleep(0.02)


async def is_there(pool: Pool) -> bool:
    return (await pool.ask("query", text="ASK { ?g ?p <a:o> }", results="csv")).read() == b"true"


@contextlib.asynccontextmanager
async def answering(*said: bytes) -> AsyncIterator[Worker]:
    """A worker whose process is played by the test: it has said this, and says that it is done a second later."""
    ours, theirs = socket.socketpair()
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    worker = Worker(process, *(await _streams(ours)), Budget(1 << 20))
    theirs.sendall(b"".join(said))
    asyncio.get_running_loop().call_later(1, theirs.sendall, frame(HEAD, b"{}"))
    with contextlib.closing(theirs), process:
        yield worker
        await worker.end()


async def _streams(ours: socket.socket) -> tuple[Reader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection(sock=ours)
    return Reader(reader), writer


def test_what_is_committed_is_not_ended(store: Path) -> None:
    async def work() -> None:
        pool = Pool(store, Limits(workers=1))
        async with answering(frame(COMMITTED, b"")) as worker:
            (await pool._let(worker, "update", {}, 0.3)).read()
            assert pool._free.get_nowait() is worker

    asyncio.run(work())


def test_a_job_that_writes_says_when_it_is_committed(store: Path) -> None:
    async def work() -> None:
        worker = await Worker.start(store, Limits(), Budget(1 << 20), network=True)
        heard: list[str] = []
        (await worker.ask("query", {"text": "ASK {}"}, 0, 1000, lambda: heard.append("query"))).read()
        (await worker.ask("update", {"text": INSERT}, 1, 1000, lambda: heard.append("update"))).read()
        await worker.end()
        assert heard == ["update"]

    asyncio.run(work())


def test_an_update_that_was_ended_is_said_to_be_unsure(store: Path) -> None:
    async def work() -> None:
        async with Pool(store, Limits(workers=1, update_seconds=0.5)) as pool:
            with pytest.raises(DeadlineError, match="ask whether it was done"):
                await pool.ask("update", text=f"INSERT {{ <a:s> <a:p> <a:o> }} WHERE {{ {SLOW} }}")

    asyncio.run(work())


def test_a_shortage_that_passes_costs_no_process(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a process cannot be started, those that are there write; then the pool is as large as before."""
    short = True
    real = socket.socketpair

    def pair(*arguments: Any) -> tuple[socket.socket, socket.socket]:  # noqa: ANN401 (whatever it takes)
        if short:
            raise OSError(errno.EMFILE, "Too many open files")
        return real(*arguments)

    async def work() -> None:
        nonlocal short
        async with Pool(store, Limits(workers=2, seconds=20)) as pool:
            monkeypatch.setattr(socket, "socketpair", pair)
            worker = next(iter(pool._all))
            worker._process.kill()
            await until(lambda: not worker.alive)
            (await pool.ask("update", text=INSERT)).read()
            assert await is_there(pool)
            assert len(pool._all) == 1
            short = False
            await until(lambda: len(pool._all) == 2)
            (await pool.ask("update", text=INSERT)).read()

    asyncio.run(work())


def test_a_process_that_died_is_asked_nothing(store: Path) -> None:
    async def work() -> None:
        async with Pool(store, Limits(workers=1)) as pool:
            [worker] = pool._all
            os.kill(worker._process.pid, signal.SIGKILL)
            await until(lambda: not worker.alive)
            assert not await is_there(pool)

    asyncio.run(work())


def test_answers_share_their_room(store: Path) -> None:
    """Where it is used up others are told to come again, by a process that goes on; who has read gives it back."""

    async def work() -> None:
        async with Pool(store, Limits(workers=1)) as pool:
            [worker], pool._budget.left = pool._all, 50_000
            text = "SELECT * { ?s ?p ?o }"  # 60 bytes and more of each of the 500 rows
            unread = await pool.ask("query", text=text, results="csv")
            with pytest.raises(BusyError, match="no room"):
                await pool.ask("query", text=text, results="json")
            assert pool._all == {worker}
            assert await asyncio.to_thread(unread.read)
            assert pool._budget.left == 50_000
            (await pool.ask("query", text=text, results="csv")).body.close()
            del unread
            await pool.ask("query", text=text, results="csv")  # whose answer nobody keeps
            assert pool._budget.left == 50_000

    asyncio.run(work())


def test_a_disk_that_is_full_is_no_fault_of_the_process(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(_: Spool, __: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    async def work() -> None:
        async with Pool(store, Limits(workers=1)) as pool:
            before = set(pool._all)
            with monkeypatch.context() as patch:
                patch.setattr(Spool, "write", write)
                with pytest.raises(BusyError, match="no room"):
                    await pool.ask("query", text="ASK {}")
            assert pool._all == before
            assert not await is_there(pool)

    asyncio.run(work())


def test_little_memory_is_enough_for_jobs_with_threads(store: Path) -> None:
    async def work() -> None:
        async with Pool(store, Limits(workers=1, memory=128 << 20)) as pool:
            (await pool.ask("dataset", here="http://example.org", format="turtle")).read()

    asyncio.run(work())


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="who holds what is seen in /proc")
def test_nobody_keeps_an_older_store_for_nothing(store: Path, tmp_path: Path) -> None:
    def holding() -> set[int]:
        held = set()
        for link in (link for pid in descendants(os.getpid()) for link in Path(f"/proc/{pid}/fd").glob("*")):
            with contextlib.suppress(OSError):
                if "older" in str(link.readlink()):
                    held.add(int(link.parts[2]))
        return held

    async def work() -> None:
        newer = store_at(tmp_path / "newer", GRAPH)
        async with Pool(store, Limits(workers=2)) as pool:
            for worker in list(pool._all):
                (await worker.ask("query", {"text": "ASK { ?s ?p ?o }"}, 0, 1000)).read()
            store.rename(tmp_path / "older")
            newer.rename(store)
            assert len(holding()) == 2
            await until(lambda: not holding())

    asyncio.run(work())


def test_who_may_not_be_started_is_told_so(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def pair() -> None:
        raise OSError(errno.EMFILE, "Too many open files")

    async def work() -> None:
        monkeypatch.setattr(socket, "socketpair", pair)
        with pytest.raises(WorkerError, match="no process can be started"):
            await Worker.start(store, Limits(), Budget(1), network=True)

    asyncio.run(work())
