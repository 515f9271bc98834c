"""What a build on a cluster of two workers costs, all processes counted, beside `kg build` of the same.

python -m tests.benchmarks.cluster FOLDER [ARTICLES A SHARD]
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise

import psutil

from kg.engines import build_on
from kg.engines.cluster import connected


def spent() -> tuple[float, float]:
    """CPU seconds of this process and of those that it began, in which articles are read and extracted."""
    some = [psutil.Process().cpu_times(), *(child.cpu_times() for child in psutil.Process().children(recursive=True))]
    own, *others = (each.user + each.system for each in some)
    return own, sum(others)


def main(folder: str, files: int = 250) -> None:
    """Measure a folder of articles on a cluster of two workers, and the build of one machine."""
    began, marks = spent()[0], dict[str, tuple[float, float, float]]()
    with tempfile.TemporaryDirectory() as out, connected(None, 2) as client:
        client.wait_for_workers(2)

        def mark(name: str) -> None:
            told = client.run(spent)
            marks[name] = (spent()[0] - began, *map(sum, zip(*told.values(), strict=True)))  # type: ignore[assignment]

        mark("begin")
        address, at = client.scheduler.address, time.perf_counter()
        built = build_on(
            folder,
            out=f"{out}/engine",
            scheduler=address,
            shard_articles=files,
            on_step=lambda step: mark("extract") if step.step == "convert" else None,
        )
        seconds = time.perf_counter() - at
        mark("convert")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sizes = [psutil.Process(pid).memory_info().rss >> 20 for pid in client.run(os.getpid).values()]
    print(f"{built.articles:,} articles, {built.shards} shards, {built.quads:,} lines, {seconds:,.0f} s of wall")
    print(f"driver and scheduler at most {peak} MiB, workers at the end {sizes} MiB")
    for one, other in pairwise(marks):
        told = (1e3 * (b - a) / built.articles for a, b in zip(marks[one], marks[other], strict=True))
        driver, workers, beside = told
        print(f"{other}: ms of CPU an article: driver {driver:.2f}, workers {workers:.2f}, beside them {beside:.2f}")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kg", "build", folder, "--out", f"{out}/here", "--jobs", "1"]
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"kg build: ms of CPU an article: {1e3 * cpu / built.articles:.2f}, at most {after.ru_maxrss >> 10} MiB")


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
