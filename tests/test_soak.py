"""A short soak: good queries beside hostile ones; none of the good fails, and memory does not grow. Longer ones:
`python -m tests.benchmarks.serving --soak SECONDS`.
"""

import asyncio
import time
from pathlib import Path

from tests.benchmarks.serving import HOSTILE, LOOK_UPS, ask, assault, memory, request
from tests.served import served, store_at

SECONDS = 12.0
LINES = "".join(
    f"<https://w3id.org/finaward/id/receipt/{n}> a <https://w3id.org/finaward/ontology#AwardReceipt> ; "
    f"<https://w3id.org/finaward/ontology#hasEvidence> <https://w3id.org/finaward/id/span/{n}> .\n"
    for n in range(400)
)


def test_good_queries_are_answered_among_hostile_ones(tmp_path: Path) -> None:
    nodes = [f"https://w3id.org/finaward/id/receipt/{n}" for n in range(400)]
    requests = [request("/sparql", question.format(node=node)) for question in LOOK_UPS for node in nodes]
    options = ("--workers", "2", "--seconds", "2", "--log", str(tmp_path / "log"))
    with served(store_at(tmp_path / "store", LINES), *options) as server:

        async def soak() -> tuple[int, int, int]:
            answers: list[float] = []
            end = time.perf_counter() + SECONDS
            good = asyncio.gather(*(ask(server.port, requests, answers, end) for _ in range(2)))
            failed, asked = await asyncio.gather(good, assault(server.port, end))
            return sum(failed), len(answers), asked

        begun = memory(server.process.pid)
        failed, answered, asked = asyncio.run(soak())
        assert failed == 0
        assert answered > 0
        assert asked >= len(HOSTILE)
        assert memory(server.process.pid) < begun + 150  # MiB; a process that is new has not read anything yet
