"""Real SPARQL servers of others, each on a free port of this machine and in a folder of its own, ended with the test.

Oxigraph comes from PyPI. Virtuoso comes from Debian (virtuoso-opensource-7-bin): `virtuoso-t` on the PATH, or in the
folder `bin` of the prefix that KG_VIRTUOSO names, with its libraries beside it.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.remote import Credentials

_PATIENCE = 120.0  # seconds until a server must answer; machines are busy


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def running(command: list[str], url: str, log: Path, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run a server until it is left; it answers at the address when it is entered."""
    with log.open("wb") as said:
        process = subprocess.Popen(command, cwd=log.parent, stdout=said, stderr=said, env=environment)
        try:
            until = time.monotonic() + _PATIENCE
            while not _answers(url):
                assert process.poll() is None, f"the server died: {log.read_text(errors='replace')[-2000:]}"
                assert time.monotonic() < until, (
                    f"the server does not answer: {log.read_text(errors='replace')[-2000:]}"
                )
                time.sleep(0.05)
            yield url
        finally:
            process.kill()
            process.wait()


def _answers(url: str) -> bool:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


@contextmanager
def oxigraph(folder: Path, *options: str) -> Iterator[str]:
    """The Oxigraph server; gives its address."""
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("there is no oxigraph server: pip install oxigraph")
    port = free_port()
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *options]
    with running(command, f"http://127.0.0.1:{port}/", folder / "oxigraph.log") as url:
        yield url


VIRTUOSO_LOGIN = Credentials(user="dba", password="dba")

_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {allowed}
NumberOfBuffers = 4000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryCostEstimationTime = 400
MaxQueryExecutionTime = 60
"""


def virtuoso_tool(name: str) -> tuple[str, Mapping[str, str]]:
    """A program of Virtuoso and the environment that it needs; the test is skipped where there is none."""
    prefix = os.environ.get("KG_VIRTUOSO")
    found = shutil.which(name, path=f"{prefix}/bin" if prefix else None)
    if found is None:
        pytest.skip("there is no Virtuoso here: apt-get install virtuoso-opensource-7-bin, or name it in KG_VIRTUOSO")
    libraries = ":".join(str(path) for path in Path(prefix).rglob("lib/*-linux-*")) if prefix else ""
    return found, {**os.environ, **({"LD_LIBRARY_PATH": libraries} if libraries else {})}


@contextmanager
def virtuoso(folder: Path, *, rows: int = 10_000) -> Iterator[tuple[str, int]]:
    """Virtuoso with the settings that Debian ships; gives its address and the port for `isql-vt`."""
    program, environment = virtuoso_tool("virtuoso-t")
    http, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(http=http, sql=sql, allowed=folder, rows=rows))
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    url = f"http://127.0.0.1:{http}"
    with running(command, f"{url}/sparql?query=ASK%7B%7D", folder / "out.log", environment):
        yield url, sql
