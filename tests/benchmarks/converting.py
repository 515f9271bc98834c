"""What `kg convert --each` costs beside a bare script that prints the same: `python -m tests.benchmarks.converting`.

For each number of documents (1,000, 10,000 and 50,000, or those that are named) both convert the same file of
`tests/benchmarks/corpus.py`, one after the other, so many times; what they write must be the same to the byte. A line
is CPU seconds (user and system) of the whole process, its start included, thousands of quads in each, the most memory
that was resident above that of an interpreter that does nothing, and the ratio of CPU to that of the script in the same
pair; figures are medians. Exit code 1 where what is written differs. `--json FILE` writes all figures.
"""

import argparse
import sys
import tempfile
from pathlib import Path
from statistics import median

from tests.benchmarks.measuring import Run, bare, run, write

TOOLS = {
    "yardstick": ("-m", "tests.benchmarks.yardstick", "{facts}", "/dev/stdout"),
    "kg": ("-m", "kg", "convert", "--each", "{facts}"),
}


def compare(count: int, pairs: int, empty: float, folder: Path) -> list[dict[str, object]]:
    """Both tools on so many documents, so many times, in turn."""
    facts = folder / f"{count}.jsonl"
    run([sys.executable, "-m", "tests.benchmarks.corpus", str(count), str(facts)])
    runs: dict[str, list[Run]] = {name: [] for name in TOOLS}
    for _ in range(pairs):
        for name, command in TOOLS.items():
            runs[name].append(run([sys.executable, *(part.format(facts=facts) for part in command)]))
    facts.unlink()
    rows: list[dict[str, object]] = []
    for name, measured in runs.items():
        ratios = [each.cpu / script.cpu for each, script in zip(measured, runs["yardstick"], strict=True)]
        rows.append(
            {
                "documents": count,
                "tool": name,
                "quads": measured[0].lines,
                "cpu": median(each.cpu for each in measured),
                "rate": median(each.lines / each.cpu / 1000 for each in measured),
                "memory": max(each.peak for each in measured) - empty,
                "ratio": median(ratios),
                "ratios": ratios,
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
    empty, rows = bare(), []
    line = "{documents:>9}  {tool:9} {quads:>10} {cpu:7.2f} {rate:13.0f} {memory:5.1f} {ratio:6.2f}"
    print(f"{'documents':>9}  {'tool':9} {'quads':>10} {'CPU s':>7} {'k quads/CPU s':>13} {'MiB':>5} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for count in asked.counts:
            found = compare(count, asked.pairs, empty, Path(folder))
            rows += found
            for row in found:
                print(line.format_map(row))
            if len({str(row["digests"]) for row in found}) > 1:
                sys.exit(f"{count} documents: what is written differs")
    if asked.json:
        write(asked.json, rows)


if __name__ == "__main__":
    main()
