"""Everything that is measured, in one command: `python -m tests.benchmarks [--quick] [--only PART …] [--json FILE]`.

Converting beside a bare script, with memory; converting beside other tools; building; asking; building on an engine:
each is a module of this folder and a process of its own, one after the other, which says the rest. What comes of it is
one table – each figure with its bar, `<<<` where that is missed – and, with `--json`, one file of all figures with the
machine, the versions, the commit and the time. `--quick` does little of each, to see that all of it works; its figures
say nothing: starting is most of it then. Other tools are installed into `--environments` where they are not there.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.benchmarks import asking, measuring


class Part(NamedTuple):
    """A module of this folder, with what it is told; `{folder}` is new, `{environments}` where other tools are."""

    whole: tuple[str, ...]
    quick: tuple[str, ...]


PARTS = {
    "converting": Part(("1000", "10000", "50000"), ("20", "60", "--pairs", "1")),
    "comparing": Part(
        ("--environments", "{environments}"), ("--documents", "60", "--rounds", "1", "--environments", "{environments}")
    ),
    "building": Part(("10000",), ("50",)),
    "asking": Part(("{folder}", "--documents", "10000"), ("{folder}", "--documents", "50", "--runs", "1")),
    "engine": Part((), ("--articles", "50", "--files", "25")),
}


class Row(NamedTuple):
    """A line of the table: what was measured, how much it is, and the bar, which is the most or the least."""

    what: str
    value: float
    most: float | None = None
    least: float | None = None

    def __str__(self) -> str:
        bar = f"<= {self.most:,.4g}" if self.most is not None else f">= {self.least:,}" if self.least else ""
        missed = self.value > (self.most or self.value) or self.value < (self.least or self.value)
        return f"{self.what:58}{self.value:12,.6g}  {bar:12}{'  <<<' if missed else ''}".rstrip()


def converting(said: list[dict[str, Any]]) -> Iterator[Row]:
    """CPU beside the bare script, the rate, and memory."""
    for each in said:
        if each["tool"] == "kg":
            of = f"{each['documents']:,} documents"
            yield Row(f"convert {of}: CPU, ours to the bare script's", round(each["ratio"], 2), most=1.5)
            yield Row(f"convert {of}: quads a CPU second", round(1000 * each["rate"], -3), least=400_000)
            yield Row(f"convert {of}: MiB above the interpreter's", round(each["memory"], 1), most=64)


def comparing(said: dict[str, Any]) -> Iterator[Row]:
    """CPU beside other tools."""
    bars = {"yardstick": 1.5, "rdflib": 0.07, "morph-kgc": 0.4, "maplib": 0.4}
    for each in said["rows"]:
        if each["tool"] in bars:
            what = f"the same triples: CPU, ours to {each['tool']} {each['version']}"
            yield Row(what.rstrip(), round(each["ratio"], 2), most=bars[each["tool"]])


def building(said: dict[str, Any]) -> Iterator[Row]:
    """What a build costs."""
    cpu, wall = (sum(column) for column in zip(*said["steps"].values(), strict=True))
    yield Row(f"build {said['articles']:,} articles: ms of CPU an article", round(1000 * cpu / said["articles"], 1))
    yield Row(f"build {said['articles']:,} articles: seconds", round(wall))
    yield Row(f"build {said['articles']:,} articles: MiB at most", round(max(said["MiB"])))


def asking_(said: dict[str, dict[str, float]]) -> Iterator[Row]:
    """The slowest questions of each kind."""
    kinds = {"look-up": set(said) & asking.LOOK_UPS, "question": set(said) - asking.LOOK_UPS - asking.AUDITS}
    for kind, names in kinds.items():
        slowest = max(names, key=lambda name: said[name]["most"])
        yield Row(
            f"ask, the slowest {kind} ({slowest}): ms", said[slowest]["most"], most=asking.MOST[kind == "look-up"]
        )


def engine(said: dict[str, Any]) -> Iterator[Row]:
    """What a build on an engine costs."""
    for name in ("extract", "all after extraction, with Dask itself"):
        yield Row(f"engine, {name}: ms of CPU an article", round(said[name], 2))


TABLE: dict[str, Callable[[Any], Iterator[Row]]] = {
    "converting": converting,
    "comparing": comparing,
    "building": building,
    "asking": asking_,
    "engine": engine,
}


def main() -> None:
    """Measure all of it, and print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true")
    options.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    options.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "kg-peers")
    options.add_argument("--json", type=Path)
    asked = options.parse_args()
    said: dict[str, Any] = {}
    for name in asked.only:
        with tempfile.TemporaryDirectory() as folder:
            told = Path(folder, "figures.json")
            given = PARTS[name].quick if asked.quick else PARTS[name].whole
            filled = [each.format(folder=Path(folder, "out"), environments=asked.environments) for each in given]
            print(f"\n{name} {' '.join(filled)}", flush=True)
            subprocess.run(
                [sys.executable, "-m", f"tests.benchmarks.{name}", *filled, "--json", str(told)], check=False
            )
            if not told.is_file():
                sys.exit(f"{name} came to no figures")
            said[name] = json.loads(told.read_text("utf-8"))["figures"]
    print(f"\n{measuring.machine()}")
    for name, figures in said.items():
        print(*TABLE[name](figures), sep="\n")
    if asked.json:
        measuring.write(asked.json, said)


if __name__ == "__main__":
    main()
