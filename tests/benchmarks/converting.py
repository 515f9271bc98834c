"""What `kg convert --each` costs beside a bare script that prints the same: `python -m tests.benchmarks.converting`.

For each number of documents (1,000, 10,000 and 50,000, or those that are named) both convert the same file of
`tests/benchmarks/corpus.py`, one after the other, so many times; what they write must be the same to the byte. A line
is CPU seconds (user and system) of the whole process, its start included, thousands of quads in each, the most memory
that was resident above that of an interpreter that does nothing, and the ratio of CPU to that of the script in the same
pair; figures are medians. Exit code 1 where what is written differs. `--json FILE` writes all figures.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from hashlib import blake2b
from pathlib import Path
from statistics import median
from typing import NamedTuple

PYTHON = sys.executable
TOOLS = {
    "yardstick": ("-m", "tests.benchmarks.yardstick", "{facts}", "/dev/stdout"),
    "kg": ("-m", "kg", "convert", "--each", "{facts}"),
}


class Run(NamedTuple):
    """One run: CPU seconds, the most resident memory in MiB, lines and digest of what was written."""

    cpu: float
    memory: float
    quads: int
    digest: str


def run(*command: str) -> Run:
    """Run Python with these arguments, and measure it."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen([PYTHON, *command], stdout=subprocess.PIPE, stderr=said)
        assert process.stdout is not None
        quads, digest = 0, blake2b()
        while piece := process.stdout.read(1 << 20):
            quads += piece.count(b"\n")
            digest.update(piece)
        process.stdout.close()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            sys.exit(f"{' '.join(command)}: {said.read().decode(errors='replace')}")
    scale = 1 << 20 if platform.system() == "Darwin" else 1 << 10
    return Run(used.ru_utime + used.ru_stime, used.ru_maxrss / scale, quads, digest.hexdigest()[:16])


def compare(count: int, pairs: int, bare: float, folder: Path) -> list[dict[str, object]]:
    """Both tools on so many documents, so many times, in turn."""
    facts = folder / f"{count}.jsonl"
    run("-m", "tests.benchmarks.corpus", str(count), str(facts))
    runs: dict[str, list[Run]] = {name: [] for name in TOOLS}
    for _ in range(pairs):
        for name, command in TOOLS.items():
            runs[name].append(run(*(part.format(facts=facts) for part in command)))
    facts.unlink()
    rows: list[dict[str, object]] = []
    for name, measured in runs.items():
        ratios = [each.cpu / bare_script.cpu for each, bare_script in zip(measured, runs["yardstick"], strict=True)]
        rows.append(
            {
                "documents": count,
                "tool": name,
                "quads": measured[0].quads,
                "cpu": median(each.cpu for each in measured),
                "rate": median(each.quads / each.cpu / 1000 for each in measured),
                "memory": max(each.memory for each in measured) - bare,
                "ratio": median(ratios),
                "ratios": [
                    each.cpu / yardstick.cpu for each, yardstick in zip(measured, runs["yardstick"], strict=True)
                ],
                "digests": sorted({each.digest for each in measured}),
            }
        )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("counts", type=int, nargs="*", default=[1000, 10_000, 50_000])
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--json", type=Path)
    asked = parser.parse_args()
    bare, rows = run("-c", "pass").memory, []
    line = "{documents:>9}  {tool:9} {quads:>10} {cpu:7.2f} {rate:13.0f} {memory:5.1f} {ratio:6.2f}"
    print(f"{'documents':>9}  {'tool':9} {'quads':>10} {'CPU s':>7} {'k quads/CPU s':>13} {'MiB':>5} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for count in asked.counts:
            found = compare(count, asked.pairs, bare, Path(folder))
            rows += found
            for row in found:
                print(line.format_map(row))
            if len({str(row["digests"]) for row in found}) > 1:
                sys.exit(f"{count} documents: what is written differs")
    if asked.json:
        asked.json.write_text(json.dumps({"bare": bare, "python": platform.python_version(), "rows": rows}, indent=1))


if __name__ == "__main__":
    main()
