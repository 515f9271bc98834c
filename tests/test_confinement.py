"""What a process that answers strangers may not do, each tried in a process of its own."""

import subprocess
import sys

import pytest

from tests.served import LONG

WAYS = ("leave_network", "refuse_sockets")
TRIES = """
import socket, sys
from kg.workers import confinement
with socket.create_server(("127.0.0.1", 0)) as listening:
    port = listening.getsockname()[1]
    if not getattr(confinement, sys.argv[1])():
        sys.exit(77)
    try:
        socket.create_connection(("127.0.0.1", port), 5)
    except OSError as error:
        print("python:", type(error).__name__)
    import pyoxigraph as ox
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.NamedNode("a:c")))
    try:
        list(store.query(f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"))
    except Exception as error:
        print("engine:", type(error).__name__)
    print(len(list(store.query("SELECT * { ?s ?p ?o }"))), "found")
    listening.settimeout(0.2)
    try:
        listening.accept()
    except TimeoutError:
        print("nobody called")
    except OSError:
        print("nobody called")
"""


@pytest.mark.parametrize("way", WAYS)
def test_nothing_reaches_the_network(way: str) -> None:
    done = subprocess.run([sys.executable, "-c", TRIES, way], capture_output=True, text=True, timeout=LONG, check=False)
    if done.returncode == 77:
        pytest.skip(f"this system does not let a process {way}")
    assert done.returncode == 0, done.stderr
    python, engine, found, called = done.stdout.splitlines()
    assert python in ("python: PermissionError", "python: OSError", "python: ConnectionRefusedError")
    assert engine in ("engine: PermissionError", "engine: OSError")
    assert (found, called) == ("1 found", "nobody called")


def test_a_process_that_takes_too_much_memory_ends_alone() -> None:
    code = "from kg.workers.confinement import bound_memory; bound_memory(1 << 26); bytearray(1 << 28)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=LONG, check=False)
    assert "MemoryError" in done.stderr
