"""Work on many things in processes of their own: what kills its process costs itself, and nothing else.

`in_turn` does the work here, one thing after the other; `Processes.each` does it elsewhere and gives the same results
in the same order. A process whose work dies with it – the system takes it for its memory, a library breaks – is
replaced, and the thing tried once more, alone; what dies again is given to `lost`, and so is at once what takes more
than so many seconds of CPU.
"""

import math
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from types import TracebackType
from typing import IO, Any, Protocol, Self, TypeVar, cast

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

T = TypeVar("T")
R = TypeVar("R")

SECONDS = 300
"""Seconds of CPU that work on one thing may take; a usual article takes a fiftieth of one."""


class Each(Protocol):
    """How a function is done to each of some items: results in the order of the items, which are taken as needed.

    Items that are none of a type `only` are handed on as they are. `lost` says what becomes of an item that killed the
    process which worked on it, and how. What the function raises goes through.
    """

    def __call__(  # noqa: D102
        self, function: Callable[[T], R], items: Iterable[T | R], lost: Callable[[T, str], R], *, only: type[T]
    ) -> Iterator[R]: ...


def in_turn(
    function: Callable[[T], R], items: Iterable[T | R], lost: Callable[[T, str], R], *, only: type[T]
) -> Iterator[R]:
    """Do it here, one after the other.

    >>> list(in_turn(abs, [-1, "as it is", -2], lambda item, how: item, only=int))
    [1, 'as it is', 2]
    """
    return (function(item) if isinstance(item, only) else cast(R, item) for item in items)


@contextmanager
def each_in(jobs: int | None) -> Iterator[Each]:
    """How to do something to each of many things: in so many processes, or here where that is None."""
    if jobs is None:
        yield in_turn
    else:
        with Processes(jobs) as processes:
            yield processes.each


class Processes:
    """So many processes, begun when there is work for them and ended, whatever they do, with the `with` block.

    Where the system can limit it, work on one item may take so many `seconds` of CPU. Functions, items and results
    travel as pickles. Each process ends with this one, however that ends.
    """

    def __init__(self, count: int, *, seconds: int = SECONDS) -> None:
        self._count, self._seconds = max(1, count), seconds
        self._threads = ThreadPoolExecutor(self._count)
        self._own = threading.local()
        self._begun: list[_Process] = []
        self._beginning, self._alone = threading.Lock(), threading.Lock()
        self._is_over = False

    def each(
        self, function: Callable[[T], R], items: Iterable[T | R], lost: Callable[[T, str], R], *, only: type[T]
    ) -> Iterator[R]:
        """Do it in the processes; a few more items than there are processes are taken ahead. See `Each`."""
        sent, waiting = pickle.dumps(function), deque[Future[R]]()
        for item in items:
            waiting.append(self._begin(sent, item, lost) if isinstance(item, only) else _settled(cast(R, item)))
            while waiting and (len(waiting) > _AHEAD * self._count or waiting[0].done()):
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _begin(self, function: bytes, item: T, lost: Callable[[T, str], R]) -> "Future[R]":
        return self._threads.submit(self._work, function, item, lost)

    def _work(self, function: bytes, item: T, lost: Callable[[T, str], R]) -> R:
        """Have it done by the process of this thread; runs in the thread."""
        try:
            return cast(R, self._process().do(function, item))
        except _EndlessError as death:
            return lost(item, str(death))
        except EOFError:
            with self._alone:
                try:
                    return cast(R, self._process().do(function, item))
                except EOFError as death:
                    return lost(item, str(death))

    def _process(self) -> "_Process":
        process: _Process | None = getattr(self._own, "process", None)
        if process is None or process.is_over:
            with self._beginning:
                if self._is_over:
                    raise EOFError("not wanted any more")
                process = self._own.process = _Process(self._seconds)
                self._begun.append(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._beginning:
            self._is_over = True
        for process in self._begun:
            process.end()
        self._threads.shutdown(cancel_futures=True)
        for process in self._begun:
            process.close()


_AHEAD = 4


def _settled(result: R) -> "Future[R]":
    done = Future[R]()
    done.set_result(result)
    return done


class _EndlessError(EOFError):
    """The process was ended since its work took too long."""


class _Process:
    """A Python that serves this one: pickles of functions and items in, results out."""

    def __init__(self, seconds: int) -> None:
        self._known: dict[bytes, int] = {}
        self._seconds = seconds
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", _PROGRAM, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # so that ctrl-C comes to this process alone, which ends the others
        )
        self.is_over = False
        with suppress(OSError):
            pickle.dump(sys.path, self._in)

    @property
    def _in(self) -> IO[bytes]:
        assert self._process.stdin is not None
        return self._process.stdin

    def do(self, function: bytes, item: object) -> object:
        """Have a function done to an item; raises what it raises, and `EOFError` that says how the process died.

        That is `_EndlessError` where it took too long.
        """
        number = self._known.get(function)
        task = (len(self._known), function, item) if number is None else (number, None, item)
        self._known.setdefault(function, len(self._known))
        try:
            self._in.write(pickle.dumps(task))
            self._in.flush()
            assert self._process.stdout is not None
            succeeded, result = pickle.load(self._process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            self.end()
            code = self._process.returncode
            if resource is not None and code == -signal.SIGXCPU:
                raise _EndlessError(f"ended since it took more than {self._seconds} seconds of CPU") from None
            raise EOFError(_how(code)) from None
        if succeeded:
            return result
        raise result

    def end(self) -> None:
        """End it at once."""
        self.is_over = True
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """Let go of what led there and back; nobody reads or writes it any more."""
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):  # what was not written yet is for nobody
                if pipe is not None:
                    pipe.close()


def _how(code: int) -> str:
    """How a process ended.

    >>> _how(-9), _how(3)
    ('killed by signal 9', 'ended with 3')
    """
    return f"killed by signal {-code}" if code < 0 else f"ended with {code}"


_PROGRAM = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from kg.processes import serve; serve()"


def serve() -> None:
    """Be one of the processes: do what comes in through standard input, until that ends."""
    tasks, out = SimpleQueue[tuple[int, bytes | None, Any]](), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what is printed is no result
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")  # where memory runs out, this process goes first
    threading.Thread(target=_receive, args=(tasks,), daemon=True).start()
    functions: dict[int, Callable[[Any], object]] = {}
    while True:
        number, function, item = tasks.get()
        _limit(int(sys.argv[1]))
        if function is not None:
            functions[number] = pickle.loads(function)
        out.write(_reply(functions[number], item))
        out.flush()


def _limit(seconds: int) -> None:
    """Have this process ended by SIGXCPU when it has used so many seconds of CPU more, where the system does that."""
    if resource is not None:
        used = math.ceil(time.process_time())
        resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _reply(function: Callable[[Any], object], item: object) -> bytes:
    try:
        return pickle.dumps((True, function(item)))
    except Exception as error:
        with suppress(Exception):
            return pickle.dumps((False, error))
        return pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))


def _receive(tasks: "SimpleQueue[tuple[int, bytes | None, Any]]") -> None:
    """Take tasks in, and end the process when whoever gives them is gone, whatever it is doing."""
    with suppress(Exception):
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    os._exit(0)
