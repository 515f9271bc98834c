"""The endpoint under load, beside others over the same data: `python -m tests.benchmarks.serving`.

The graph of so many facts documents of `tests.benchmarks.corpus`, behind `kg serve`, the server of Oxigraph (`pip
install oxigraph`) and rdflib-endpoint, in one run, one after the other; those that are not installed are left out.
For 1, 8 and 64 clients on connections that are kept: requests a second, and milliseconds within which half and 99 % of
the answers came; `--json FILE` writes all of it. `--soak SECONDS` asks `kg serve` alone, good queries with hostile ones
among them, and says how many good ones failed (none may) and how the memory of all its processes went.
"""

import argparse
import asyncio
import contextlib
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pyoxigraph as ox

from kg import facts
from kg.builder import Knowledge
from kg.builder.conversion import convert_all
from kg.store import Store
from kg.terms import FA, RDF, Quad, Term, value
from tests.benchmarks.corpus import documents
from tests.served import descendants

CLIENTS = (1, 8, 64)
PREFIXES = "PREFIX fa: <https://w3id.org/finaward/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
LOOK_UPS = (
    "SELECT ?p ?o {{ <{node}> ?p ?o }}",
    "SELECT ?quote {{ <{node}> fa:hasEvidence/fa:exact ?quote }}",
    "SELECT ?name {{ <{node}> fa:recipient/skos:prefLabel ?name }}",
)
COUNTS = ("SELECT ?year (COUNT(?r) AS ?n) { ?r a fa:AwardReceipt ; fa:awardYear ?year } GROUP BY ?year ORDER BY ?year",)
HOSTILE = (
    f"SELECT * {'{' * 3000}{'}' * 3000}",
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT (CONCAT(?x, ?x) AS ?y) { BIND(REPLACE('{0}', 'a', '{0}') AS ?x) }".replace("{0}", "a" * 3000),
    "SELECT * { ?s ?p ?o . ?t ?q ?r } ORDER BY ?o ?r",
    "SELECT ?x { ?x " + "/".join(["?p"] * 3) + " 1 }",
    "SELECT * { FILTER(" + "(" * 6000 + "1" + ")" * 6000 + ") }",
)


class Figures(NamedTuple):
    """What one kind of question took with so many clients."""

    server: str
    question: str
    clients: int
    per_second: float
    half: float
    most: float
    failed: int


def graph_of(count: int, folder: Path) -> list[Quad]:
    """The graph of so many facts documents; in the folder a store, and the union of all graphs as N-Triples."""
    made = (facts.ArticleFacts.model_validate(told) for told in documents(count))
    quads = convert_all(made, Knowledge.load())
    with Store.create(folder / "store") as store:
        store.load(quads)
    lines = sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads})
    (folder / "graph.nt").write_text("".join(lines), "utf-8")
    return quads


async def ask(port: int, requests: Sequence[bytes], answers: list[float], deadline: float) -> int:
    """Ask one thing after the other on one connection until the deadline; how many answers were no success."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    failed = 0
    chance = random.Random(len(answers))
    while time.perf_counter() < deadline:
        begun = time.perf_counter()
        writer.write(chance.choice(requests))
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        await _body(reader, head)
        answers.append(time.perf_counter() - begun)
        failed += " 200 " not in head.splitlines()[0]
        if "connection: close" in head:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()
    return failed


async def _body(reader: asyncio.StreamReader, head: str) -> bytes:
    if "transfer-encoding: chunked" not in head:
        size = next((int(line.partition(":")[2]) for line in head.splitlines() if line.startswith("content-length")), 0)
        return await reader.readexactly(size)
    pieces = []
    while size := int((await reader.readline()).partition(b";")[0], 16):
        pieces.append(await reader.readexactly(size + 2))
    await reader.readline()
    return b"".join(pieces)


def request(path: str, query: str) -> bytes:
    """A query by GET."""
    head = f"GET {path}?query={quote(PREFIXES + query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    return f"{head}Accept: application/sparql-results+json\r\n\r\n".encode("ascii")


async def measure(port: int, requests: Sequence[bytes], clients: int, seconds: float) -> tuple[list[float], int]:
    """The times of all answers within so many seconds, and how many failed."""
    answers: list[float] = []
    deadline = time.perf_counter() + seconds
    failed = sum(await asyncio.gather(*(ask(port, requests, answers, deadline) for _ in range(clients))))
    return answers, failed


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def running(command: Sequence[str], port: int) -> Iterator[int]:
    """A server in a process of its own, from when it listens; its process id."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(2400):
            if process.poll() is not None:
                raise SystemExit(f"{command[0]} ended at once")
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield process.pid
    finally:
        left = descendants(process.pid)
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(30)
        for pid in (process.pid, *left):
            with contextlib.suppress(OSError):
                os.kill(pid, 9)
        process.wait()


def servers(folder: Path, port: int) -> Iterator[tuple[str, str, list[str]]]:
    """The servers that are installed: name, path of the endpoint, command."""
    own = [sys.executable, "-m", "kg", "serve", str(folder / "store"), "--port", str(port), "--log", os.devnull]
    yield "kg serve", "/sparql", own
    beside = str(Path(sys.executable).parent)
    if oxigraph := shutil.which("oxigraph", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"):
        at = f"127.0.0.1:{port}"
        command = [
            oxigraph,
            "serve-read-only",
            "--location",
            str(folder / "store"),
            "--bind",
            at,
            "--union-default-graph",
        ]
        yield "oxigraph", "/query", command
    else:
        print("oxigraph is not installed: left out", file=sys.stderr)
    if other := shutil.which("rdflib-endpoint", path=f"{beside}{os.pathsep}{os.environ.get('PATH', '')}"):
        yield (
            "rdflib-endpoint",
            "/",
            [other, "serve", "--port", str(port), "--host", "127.0.0.1", str(folder / "graph.nt")],
        )
    else:
        print("rdflib-endpoint is not installed: left out", file=sys.stderr)


def engine(folder: Path, queries: Sequence[str], seconds: float) -> list[float]:
    """The times of the engine alone, in this process, answers written as JSON."""
    store = ox.Store.read_only(str(folder / "store"))
    times: list[float] = []
    chance, end = random.Random(0), time.perf_counter() + seconds
    while time.perf_counter() < end:
        query = PREFIXES + chance.choice(queries)
        begun = time.perf_counter()
        found = store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        found.serialize(format=ox.QueryResultsFormat.JSON)
        times.append(time.perf_counter() - begun)
    return times


def compare(folder: Path, nodes: Sequence[str], seconds: float) -> list[Figures]:
    """Every server, question and number of clients."""
    chance = random.Random(1)
    look_ups = [chance.choice(LOOK_UPS).format(node=chance.choice(nodes)) for _ in range(500)]
    questions = {"look-up": look_ups, "count": list(COUNTS)}
    rows = []
    for name, queries in questions.items():
        times = engine(folder, queries, seconds)
        rows.append(Figures("engine in process", name, 1, len(times) / seconds, *_spread(times), 0))
    port = free_port()
    for server, path, command in servers(folder, port):
        with running(command, port):
            for name, queries in questions.items():
                requests = [request(path, query) for query in queries]
                asyncio.run(measure(port, requests, 2, 2))  # warm
                for clients in CLIENTS:
                    times, failed = asyncio.run(measure(port, requests, clients, seconds))
                    rows.append(Figures(server, name, clients, len(times) / seconds, *_spread(times), failed))
                    print(line(rows[-1]), flush=True)
    return rows


def _spread(times: Sequence[float]) -> tuple[float, float]:
    """Half and 99 % of the times, in milliseconds."""
    ordered = sorted(times)
    return statistics.median(ordered) * 1000, ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * 1000


def line(row: Figures) -> str:
    """A row of the table."""
    numbers = f"{row.per_second:10.0f} {row.half:9.2f} {row.most:9.2f} {row.failed:6}"
    return f"{row.server:18} {row.question:8} {row.clients:7} {numbers}"


async def assault(port: int, end: float) -> int:
    """Ask hostile things one after the other until then; how many."""
    asked = 0
    while time.perf_counter() < end:
        query = HOSTILE[asked % len(HOSTILE)].encode()
        told = {"Host": "127.0.0.1", "Content-Type": "application/sparql-query", "Content-Length": len(query)}
        head = "".join(f"{name}: {said}\r\n" for name, said in {**told, "Connection": "close"}.items())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"POST /sparql HTTP/1.1\r\n{head}\r\n".encode() + query)
        await reader.read()
        writer.close()
        asked += 1
    return asked


def memory(pid: int) -> float:
    """MiB that a process and all below it hold, shared ones counted once for each."""
    held = 0
    for each in (pid, *descendants(pid)):
        with contextlib.suppress(OSError, IndexError, ValueError):
            resident, shared = Path(f"/proc/{each}/statm").read_text().split()[1:3]
            held += int(resident) - int(shared)
    return held * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


async def _soak(port: int, pid: int, requests: Sequence[bytes], seconds: float) -> None:
    end = time.perf_counter() + seconds
    answers: list[float] = []
    held: list[float] = []

    async def watch() -> None:
        while time.perf_counter() < end:
            held.append(memory(pid))
            await asyncio.sleep(min(5.0, seconds / 20))

    good = asyncio.gather(*(ask(port, requests, answers, end) for _ in range(8)))
    failures, asked, _ = await asyncio.gather(good, assault(port, end), watch())
    third = max(1, len(held) // 3)
    began, ended = statistics.median(held[:third]), statistics.median(held[-third:])
    print(f"{len(answers)} good queries, {sum(failures)} failed; {asked} hostile ones among them")
    print(f"half within {_spread(answers)[0]:.1f} ms, 99 % within {_spread(answers)[1]:.1f} ms")
    print(f"memory: {began:.0f} MiB in the first third, {ended:.0f} MiB in the last, at most {max(held):.0f} MiB")


def main() -> None:
    """Print the table, or soak."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--seconds", type=float, default=5, help="for each row")
    options.add_argument("--soak", type=float, help="seconds")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = graph_of(given.documents, folder)
        nodes = sorted(value(Term(q.subject)) for q in quads if q.predicate == RDF.type and q.object == FA.AwardReceipt)
        print(f"{given.documents} documents, {len(quads)} quads, {len(nodes)} receipts")
        if given.soak:
            port = free_port()
            _, path, command = next(servers(folder, port))
            with running([*command, "--seconds", "2"], port) as pid:
                asyncio.run(
                    _soak(
                        port, pid, [request(path, q.format(node=n)) for q in LOOK_UPS for n in nodes[:200]], given.soak
                    )
                )
            return
        print(f"{'server':18} {'question':8} {'clients':>7} {'a second':>10} {'p50 ms':>9} {'p99 ms':>9} {'failed':>6}")
        rows = compare(folder, nodes, given.seconds)
        for row in rows[:2]:
            print(line(row))
        if given.json:
            given.json.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
