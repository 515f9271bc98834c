"""A fixed number of processes over one store, and who asks which of them."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from kg import folder
from kg.errors import BusyError, DeadlineError, KgError, StoreError, WorkerError
from kg.workers.jobs import JOBS
from kg.workers.limits import Limits
from kg.workers.spool import Budget
from kg.workers.worker import Answer, Worker

T = TypeVar("T")

_LOOK = 1.0  # seconds between two looks whether there is a new generation of the store
_SOON = 0.25  # seconds that a query may go on when its asker has left
_AGAIN = 1.0  # seconds until another try to start a process
_ROOM = 1 << 20  # bytes that an answer may have beside its rows
_UNREAD = 1 << 30  # bytes of all answers that their askers have not read yet
_START = 10.0  # seconds within which a process is there, on a busy machine, too
_STEP = 0.01  # seconds between two looks whether all readers are done
_log = logging.getLogger("kg.workers")


class Pool:
    """Processes that answer from a store. Entering it starts them, leaving it ends them, whatever they do.

    `always` is told to every job. `network` allows processes that could not be cut off from the network.
    A folder that another build put in the place of the store is noticed, and read from then on.
    """

    def __init__(
        self,
        store: Path,
        limits: Limits | None = None,
        *,
        always: Mapping[str, Any] | None = None,
        network: bool = False,
    ) -> None:
        self.store = store
        self.limits = limits or Limits()
        self.generation = 0
        self._always = {"rows": self.limits.rows, "bytes": self.limits.bytes, **(always or {})}
        self._network = network
        self._free: asyncio.Queue[Worker] = asyncio.LifoQueue()  # the one that answered last has what it needs at hand
        self._all: set[Worker] = set()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._reading = asyncio.Event()
        self._reading.set()
        self._writing = asyncio.Lock()
        self._waiting = 0
        self._seen: object = None
        self._budget = Budget(max(_UNREAD, self.limits.bytes + _ROOM))

    async def __aenter__(self) -> Self:
        try:
            for _ in range(self.limits.workers):
                await self._start()
        except BaseException:
            await self.close()
            raise
        self._look()
        self._later(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def is_busy(self) -> bool:
        """Whether every process is at work, so that whoever asks has to wait; each is done by its deadline."""
        return bool(self._all) and self._free.empty()

    async def close(self) -> None:
        """End all processes."""
        while self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in self._all))
        self._all.clear()

    async def ask(self, job: str, **arguments: Any) -> Answer:  # noqa: ANN401 (any JSON)
        """Let a process do a job of `kg.workers.jobs`, and wait for the whole answer.

        Raises what the job raises, and `BusyError` where too many wait, `DeadlineError` where it takes too long,
        `WorkerError` where the process dies of it.
        """
        if self._waiting >= self.limits.waiting and self._free.empty():
            raise BusyError("worker", "too many are waiting", "ask again later")
        told = {**self._always, **arguments}
        if not JOBS[job].writes:
            return await self._read(job, told)
        return await asyncio.shield(self._later(self._change(job, told)))  # what is begun is done, whoever leaves

    async def _read(self, job: str, told: dict[str, Any]) -> Answer:
        for _ in range(2):
            worker = await self._reader()
            generation = self.generation
            try:
                return await self._let(worker, job, told, self.limits.seconds)
            except StoreError:
                self._look()
                if self.generation == generation:
                    raise  # else the store was replaced meanwhile: ask the new one
        raise StoreError(self.store, "it is replaced again and again", "ask again later")

    async def _reader(self) -> Worker:
        self._waiting += 1
        try:
            async with asyncio.timeout(self.limits.seconds if self._all else max(self.limits.seconds, _START)):
                while True:
                    await self._reading.wait()
                    worker = await self._free.get()
                    if not worker.alive:
                        await self._replace(worker)
                    elif self._reading.is_set():
                        return worker
                    else:  # another one began to write meanwhile
                        self._free.put_nowait(worker)
        except TimeoutError:
            raise BusyError("worker", "nobody had time to answer", "ask again later") from None
        finally:
            self._waiting -= 1

    async def _change(self, job: str, told: dict[str, Any]) -> Answer:
        """Let all that read finish and let go of the store, then one process change it; the others wait."""
        self._waiting += 1
        held: list[Worker] = []
        try:
            async with self._writing:
                self._reading.clear()
                try:
                    async with asyncio.timeout(self.limits.update_seconds):
                        while not held or len(held) < len(self._all):  # those to come hold nothing
                            if self._free.empty():
                                await asyncio.sleep(_STEP)
                            elif (worker := self._free.get_nowait()).alive:
                                held.append(worker)
                            else:
                                await self._replace(worker)
                    for worker in held[1:]:
                        with suppress(WorkerError):  # it is ended, and holds nothing any more
                            await self._let(worker, None, {}, self.limits.seconds, back=False)
                    writer = held.pop(0)
                    return await self._let(writer, job, told, self.limits.update_seconds)
                except TimeoutError:
                    raise BusyError("worker", "the store is read without a pause", "ask again later") from None
                finally:
                    self.generation += 1
                    for worker in self._all.intersection(held):
                        self._free.put_nowait(worker)
                    self._reading.set()
        finally:
            self._waiting -= 1

    async def _let(
        self, worker: Worker, job: str | None, told: dict[str, Any], seconds: float, *, back: bool = True
    ) -> Answer:
        """Let a process do a job within a time; then it is free again, or ended and replaced."""
        fit, generation = False, self.generation
        try:
            async with asyncio.timeout(seconds) as deadline:
                most = self.limits.bytes + _ROOM
                answer = await worker.ask(job, told, generation, most, lambda: deadline.reschedule(None))
            fit = True
            return answer
        except TimeoutError:
            what = f"this takes more than {seconds:g} seconds"
            if job is not None and JOBS[job].writes:  # it may be ended between its last step and saying so
                remedy = "ask whether it was done before you send it again, and send less at a time"
                raise DeadlineError("update", f"{what}, and was ended", remedy) from None
            raise DeadlineError("query", what, "ask for less, or narrow it down") from None
        except KgError as error:
            fit = type(error) is not WorkerError or worker.alive
            raise
        except asyncio.CancelledError:
            fit, back = True, False
            self._later(self._recover(worker))
            raise
        finally:
            if not fit:
                await self._replace(worker)
            elif back:
                self._free.put_nowait(worker)
                if generation != self.generation:
                    self._later(self._let_go())

    async def _recover(self, worker: Worker) -> None:
        """Let a process whose asker left be free again, if it is done soon."""
        try:
            async with asyncio.timeout(_SOON):
                await worker.finish()
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            await self._replace(worker)
        else:
            self._free.put_nowait(worker)

    async def _replace(self, worker: Worker) -> None:
        """End a process, and start another one in its place."""
        self._all.discard(worker)
        self._later(self._restart())
        await worker.end()

    def _later(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _restart(self) -> None:
        while True:
            try:
                return await self._start()
            except Exception as error:  # whatever is short now may be there later
                _log.warning("no process can be started, another try follows: %s", error)
                await asyncio.sleep(_AGAIN)

    async def _start(self) -> None:
        worker = await Worker.start(self.store, self.limits, self._budget, network=self._network)
        self._all.add(worker)
        self._free.put_nowait(worker)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(_LOOK)
            self._look()

    def _look(self) -> None:
        """See whether another folder stands in the place of the store."""
        try:
            stat = self.store.stat()
        except OSError:
            return  # about to be replaced; whoever reads holds the old one
        seen = (stat.st_dev, stat.st_ino)
        if self._seen not in (None, seen):
            self.generation += 1
            self._later(self._let_go())
        self._seen = seen

    async def _let_go(self) -> None:
        """Let the free processes close what they hold of an older store, so that it does not stay on the disk."""
        free = [self._free.get_nowait() for _ in range(self._free.qsize())]
        for worker in free:
            with suppress(KgError):
                await self._let(worker, None, {}, self.limits.seconds)
        for root in (self.store, self.store.parent):
            with suppress(OSError):
                await asyncio.to_thread(folder.sweep, root)
