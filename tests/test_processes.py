"""Work in processes: the same results in the same order, and what kills its process costs itself alone."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kg.processes import Processes, each_in


def worked(item: int) -> str:
    """What tests have done to numbers: some kill the process that does it, in some way."""
    if item == -9:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == -11:
        ctypes.string_at(0)
    if item == -1:
        os._exit(3)
    if item == -2:
        raise ValueError("this is no number")
    if item == -3:
        print("this is no result")
    return f"{item} done"


def lost(item: int, how: str) -> str:
    return f"{item} {how}"


@pytest.mark.parametrize("jobs", [None, 1, 2, 3])
def test_results_come_in_order_and_what_is_no_work_is_handed_on(jobs: int | None) -> None:
    items = [n if n % 3 else f"{n} as it is" for n in range(50)]
    with each_in(jobs) as each:
        assert list(each(worked, items, lost, only=int)) == [
            f"{n} done" if n % 3 else f"{n} as it is" for n in range(50)
        ]


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
def test_what_kills_its_process_costs_itself_alone() -> None:
    with Processes(2) as processes:
        told = list(processes.each(worked, [1, -9, 2, -11, 3, -1, 4, -3, 5], lost, only=int))
    assert told == [
        "1 done",
        "-9 killed by signal 9",
        "2 done",
        "-11 killed by signal 11",
        "3 done",
        "-1 ended with 3",
        "4 done",
        "-3 done",
        "5 done",
    ]


def endless(item: int) -> int:
    while item > 1:
        pass
    return item


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_what_takes_too_long_is_ended_and_not_tried_again() -> None:
    with Processes(1, seconds=1) as processes:
        told = list(processes.each(endless, [0, 2, 1], lambda _, how: how, only=int))
    assert told == [0, "ended since it took more than 1 seconds of CPU", 1]


def killed_once(path: Path) -> str:
    """Kill the process that does it, but for the second time."""
    if not path.exists():
        path.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
def test_a_process_that_somebody_killed_costs_nothing(tmp_path: Path) -> None:
    with Processes(1) as processes:
        assert list(processes.each(killed_once, [tmp_path / "a"], lambda _, how: how, only=Path)) == ["done"]


@pytest.mark.parametrize("jobs", [None, 1])
def test_what_a_function_raises_goes_through(jobs: int | None) -> None:
    with each_in(jobs) as each, pytest.raises(ValueError, match="no number"):
        list(each(worked, [-2], lost, only=int))


def pid(item: int) -> int:
    return os.getpid()


def is_there(process: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


def ended(processes: list[int]) -> bool:
    until = time.monotonic() + 60
    while any(map(is_there, processes)) and time.monotonic() < until:
        time.sleep(0.05)
    return not any(map(is_there, processes))


def asleep(item: int) -> int:
    time.sleep(600 if item else 0)
    return os.getpid()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
def test_an_interruption_ends_the_processes_at_once() -> None:
    pids = list[int]()

    def interrupt() -> None:
        with Processes(2) as processes:
            for process in processes.each(asleep, [0, 0, 1, 1, 1], lambda *_: 0, only=int):
                pids.append(process)
                if len(pids) == 2:
                    threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()

    with pytest.raises(KeyboardInterrupt):
        interrupt()
    assert len(pids) == 2
    assert ended(pids)


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc")
def test_the_processes_end_with_this_one_however_it_ends() -> None:
    program = (
        "import os, signal; from kg.processes import Processes; from tests.test_processes import *\n"
        "with Processes(2) as p:\n"
        "    print(*set(p.each(pid, range(9), None, only=int)), flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    pids = list(map(int, done.stdout.split()))
    assert done.returncode == -signal.SIGKILL
    assert pids
    assert ended(pids)
