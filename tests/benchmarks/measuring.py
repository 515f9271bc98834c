"""What benchmarks share: how a process is measured, what machine it was, and how figures are written down."""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

_MIB = 1 << 20
_PACKAGES = ("finaward-kg", "pydantic", "pyoxigraph", "orjson", "dask")


class Run(NamedTuple):
    """One process: CPU seconds (user and system), the most MiB it held, lines and digest of what it wrote."""

    cpu: float
    peak: float
    lines: int
    digest: str


def run(command: Sequence[str], target: Path | None = None) -> Run:
    """Run a command to its end, start included; what it writes is the file `target`, else its standard output.

    Ends this process with what the command said where it fails.
    """
    if target:
        target.unlink(missing_ok=True)
    lines, digest, peak, done, status = 0, blake2b(digest_size=8), 0.0, 0, 0
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=said if target else subprocess.PIPE, stderr=said)
        try:
            while process.stdout and (piece := os.read(process.stdout.fileno(), _MIB)):
                peak = max(peak, _held(process.pid))
                lines += piece.count(b"\n")
                digest.update(piece)
            while not done:
                peak = max(peak, _held(process.pid))
                time.sleep(0.01)
                done, status, used = os.wait4(process.pid, os.WNOHANG)
        finally:
            if not done:
                process.kill()
            if process.stdout:
                process.stdout.close()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {said.read().decode(errors='replace')[-2000:]}")
    if target:
        with target.open("rb") as file:
            while piece := file.read(_MIB):
                lines += piece.count(b"\n")
                digest.update(piece)
    return Run(used.ru_utime + used.ru_stime, peak or used.ru_maxrss / _UNITS_IN_MIB, lines, digest.hexdigest())


_UNITS_IN_MIB = 1 << 20 if platform.system() == "Darwin" else 1 << 10


def _held(pid: int) -> float:
    """The most MiB that a living process has held; the maximum of `wait4` counts what its starter held as well."""
    try:
        told = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM")), 0.0)


def bare() -> float:
    """The MiB of an interpreter that does nothing."""
    return run([sys.executable, "-c", "import time; print(flush=True); time.sleep(0.3)"]).peak


def machine() -> str:
    """What this ran on, in a line."""
    return f"{os.cpu_count()} cores, {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        told = []
    named = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), "")
    return f"{platform.machine()} ({named})" if named else platform.machine()


def write(path: Path, told: Mapping[str, object] | Sequence[object]) -> None:
    """Write figures as JSON, with the machine, the versions, the commit and the time."""
    said = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "commit": _commit(), "machine": machine()}
    path.write_text(json.dumps({**said, "versions": _versions(), "figures": told}, indent=1) + "\n", "utf-8")


def _commit() -> str:
    """The commit, with a plus where files differ from it; empty where nobody knows."""
    described = ["git", "describe", "--always", "--dirty=+", "--abbrev=12"]
    try:
        asked = subprocess.run(described, cwd=Path(__file__).parent, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return asked.stdout.strip()


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found
