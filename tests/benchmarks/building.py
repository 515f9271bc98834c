"""Where the time of a build goes: `python -m tests.benchmarks.building [ARTICLES] [--jobs N] [--out OUT]`.

Articles (10,000 where nothing is said) are the written ones with other names, years and figures (`tests.printed`), as
files in a folder. For each step of the build: seconds of CPU, of all processes together, and of the wall, the share of
the CPU, milliseconds of CPU an article, and the most memory that this process has held until then; then the same of the
largest of the others.
`--profile` says besides which functions of this process took the most time; `--json FILE` writes what was measured.
"""

import argparse
import cProfile
import os
import pstats
import resource
import tempfile
import time
from pathlib import Path

import kg
from kg.builder import Step
from tests.benchmarks.measuring import write
from tests.printed import write_all


class Clock:
    """The CPU and wall seconds of each step, as a build tells of them."""

    def __init__(self) -> None:
        self.steps: dict[str, tuple[float, float, float]] = {}
        self._name, self._began = "know", self._now()

    def __call__(self, step: Step) -> None:
        """A step begins, or goes on."""
        if step.done == 0:
            self.end(step.step)

    def end(self, name: str) -> None:
        """One step is over, and another one begins."""
        now = self._now()
        cpu, wall = now[0] - self._began[0], now[1] - self._began[1]
        self.steps[self._name] = cpu, wall, mebibytes(resource.RUSAGE_SELF)
        print(f"{self._name} …", end=" ", flush=True)
        self._name, self._began = name, now

    def _now(self) -> tuple[float, float]:
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system, time.perf_counter()


def mebibytes(who: int) -> float:
    """The most memory that this process, or one that it began, has held."""
    return resource.getrusage(who).ru_maxrss / 1024


def main() -> None:
    """Build and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("articles", type=int, nargs="?", default=10_000)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument("--out", type=Path)
    options.add_argument("--profile", action="store_true")
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as here:
        write_all(Path(here, "in"), chosen.articles)
        clock, profile = Clock(), cProfile.Profile()
        if chosen.profile:
            profile.enable()
        made = kg.build(Path(here, "in"), out=chosen.out or Path(here, "out"), jobs=chosen.jobs, on_step=clock)
        clock.end("")
        profile.disable()
    print()
    total = sum(cpu for cpu, *_ in clock.steps.values())
    print(f"{made.articles:,} articles, {made.triples:,} quads, {chosen.jobs} jobs; skipped {len(made.skipped)}")
    print(f"{'':10}{'CPU s':>10}{'wall s':>10}{'share':>8}{'ms each':>10}{'MiB':>10}")
    for name, (cpu, wall, most) in clock.steps.items():
        print(f"{name:10}{cpu:10.1f}{wall:10.1f}{cpu / total:8.0%}{cpu / made.articles * 1000:10.2f}{most:10,.0f}")
    print(f"{'all':10}{total:10.1f}{sum(wall for _, wall, _ in clock.steps.values()):10.1f}")
    own, others = mebibytes(resource.RUSAGE_SELF), mebibytes(resource.RUSAGE_CHILDREN)
    print(f"at most {own:,.0f} MiB here, {others:,.0f} MiB in another process")
    if chosen.json:
        told = {"articles": made.articles, "quads": made.triples, "steps": clock.steps, "MiB": [own, others]}
        write(chosen.json, told)
    if chosen.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main()
