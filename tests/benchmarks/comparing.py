"""Facts to RDF beside the tools that one would otherwise take: `python -m tests.benchmarks.comparing`.

In one run, one after the other, several times: `kg convert --each`, the yardstick (`tests.benchmarks.yardstick`), and
rdflib, morph-kgc and maplib, each in an environment of its own that is made where it is not there (`--environments`).
We read facts as JSON lines, check them and mint IRIs; the others get the triples ready-made, as tables. The CPU seconds
are those of whole processes; ratios are taken within a round, and their median is told. `--json FILE` writes all of it.
"""

import argparse
import csv
import json
import re
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from kg.terms import Term, value
from tests.benchmarks import measuring
from tests.benchmarks.corpus import write
from tests.benchmarks.measuring import run

PEERS = {"rdflib": "rdflib", "morph-kgc": "morph_kgc", "maplib": "maplib"}
"""Packages, and the scripts of `tests.benchmarks.peers` that use them."""
_LINE = re.compile(r'<([^>]*)> <([^>]*)> (<[^>]*>|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?) ')
_SCRIPTS = Path(__file__).parent / "peers"


def tables(quads: Path, folder: Path) -> int:
    """The triples of an N-Quads file as tables for the others; how many there are."""
    folder.mkdir()
    found: dict[tuple[str, str | None, str | None, bool], dict[tuple[str, str], None]] = {}
    with quads.open(encoding="utf-8") as file:
        for line in file:
            match = _LINE.match(line)
            assert match, line
            subject, predicate, told = match.groups()
            tail = "" if told.startswith("<") else told[told.rindex('"') + 1 :]
            datatype = tail[3:-1] if tail.startswith("^^") else None
            language = tail[1:] if tail.startswith("@") else None
            key = (predicate, datatype, language, told.startswith("<"))
            found.setdefault(key, {})[subject, value(Term(told))] = None
    listed = []
    for n, (key, rows) in enumerate(sorted(found.items(), key=str)):
        with (folder / f"{n:03}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([("s", "o"), *rows])
        predicate, datatype, language, is_iri = key
        listed.append(
            {
                "file": f"{n:03}.csv",
                "predicate": predicate,
                "datatype": datatype,
                "language": language,
                "is_iri": is_iri,
            }
        )
    (folder / "tables.json").write_text(json.dumps(listed), "utf-8")
    return sum(map(len, found.values()))


def environment(package: str, folder: Path) -> tuple[str, str]:
    """The interpreter of an environment that has a package, made where it is not there; and the package's version."""
    home = folder / package
    python = home / "bin" / "python"
    if not python.is_file():
        print(f"installing {package}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", str(home)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", package], check=True)
    code = f"import importlib.metadata as m; print(m.version({package!r}))"
    return str(python), subprocess.run(
        [str(python), "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--environments", type=Path, default=Path(tempfile.gettempdir()) / "kg-peers")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        facts = folder / "facts.jsonl"
        write(facts, given.documents)
        ours, yard = folder / "ours.nq", folder / "yardstick.nq"
        python = sys.executable
        commands = {
            "kg convert --each": ([python, "-m", "kg", "convert", "--each", str(facts), "-o", str(ours)], ours),
            "yardstick": ([python, "-m", "tests.benchmarks.yardstick", str(facts), str(yard)], yard),
        }
        first = {name: run(*command) for name, command in commands.items()}
        assert len({each.digest for each in first.values()}) == 1, "the yardstick writes another file"
        distinct = tables(ours, folder / "tables")
        versions = {"kg convert --each": version("finaward-kg"), "yardstick": ""}
        for package, script in PEERS.items():
            interpreter, versions[package] = environment(package, given.environments)
            target = folder / f"{package}.nt"
            path = str(_SCRIPTS / f"with_{script}.py")
            commands[package] = ([interpreter, path, str(folder / "tables"), str(target)], target)
        rounds = [{name: run(*command) for name, command in commands.items()} for _ in range(given.rounds)]
    print(f"{given.documents} documents, {first['yardstick'].lines} quads, {distinct} triples, {measuring.machine()}")
    print(f"{'tool':22} {'version':10} {'CPU s':>8} {'per CPU s':>12} {'peak MiB':>9} {'ours / it':>10}")
    rows = []
    for name in commands:
        runs = [each[name] for each in rounds]
        cpu = statistics.median(r.cpu for r in runs)
        ratio = statistics.median(each["kg convert --each"].cpu / each[name].cpu for each in rounds)
        peak, lines = max(r.peak for r in runs), runs[0].lines
        rows.append({"tool": name, "version": versions[name], "cpu": cpu, "lines": lines, "peak": peak, "ratio": ratio})
        print(f"{name:22} {versions[name]:10} {cpu:8.2f} {lines / cpu:12,.0f} {peak:9.0f} {ratio:10.2f}")
    if given.json:
        measuring.write(given.json, {"documents": given.documents, "triples": distinct, "rows": rows})


if __name__ == "__main__":
    main()
