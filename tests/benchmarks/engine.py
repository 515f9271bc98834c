"""What a build on an engine costs: CPU time and bytes for each step and article, measured in one process.

    python -m tests.benchmarks.engine [FOLDER] [--files A SHARD] [--articles COUNT] [--json FILE]

Without a folder the articles are made as `tests.printed` makes them.

Every step runs as on a cluster, on one worker in this process; time is that of the functions of this project (the
engine's own comes on top), bytes are what would go to other processes, pickled.
"""

import argparse
import functools
import pickle
import resource
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from distributed import Client

from kg.engines import exchange, passes, reading, rounds
from kg.engines.passes import Piece
from kg.engines.shards import Told, cut, knowledge, listed
from kg.reconciler import awards, kindred
from tests.benchmarks.measuring import write
from tests.printed import write_all

SECONDS: dict[str, float] = defaultdict(float)
BYTES: Counter[str] = Counter()


def timed(name: str, work: Callable[..., Iterable[Any]]) -> Callable[..., list[Any]]:
    """The same work, its time counted."""

    @functools.wraps(work)  # by its name it comes to the worker, which is in this process
    def run(*args: object, **given: object) -> list[Any]:
        began = time.thread_time()
        try:
            return list(work(*args, **given))
        finally:
            SECONDS[name] += time.thread_time() - began

    return run


def asked(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """The same work of the one who asks; what it is told is counted."""

    def run(said: object, *args: object) -> object:
        told = list(said) if not isinstance(said, tuple) else said  # type: ignore[call-overload]
        BYTES[f"by way of the driver, for {name}"] += len(pickle.dumps(told, 5))
        began = time.thread_time()
        made = work(told, *args)
        SECONDS[f"driver {name}"] += time.thread_time() - began
        return made

    return run


def measure(folder: str, files: int) -> dict[str, object]:
    """Measure a folder of articles, and tell."""
    dealt, convert_time = exchange._dealt, time.thread_time
    for name in ("alone", "who", "named", "common", "converted"):
        setattr(passes, name, timed(f"pass {name}", getattr(passes, name)))
    decided = exchange._decided

    @functools.wraps(dealt)
    def counted(items: Iterable[exchange.Item], buckets: int) -> list[tuple[int, list[exchange.Item]]]:
        made = dealt(items, buckets)
        BYTES["through the shuffle"] += len(pickle.dumps(made, 5))
        return made

    @functools.wraps(decided)
    def deciding(
        decide: Callable[..., Any],
        numbered: bool,
        asked: tuple[str, ...],
        group: Any,  # noqa: ANN401
        **given: object,
    ) -> list[Any]:
        inner = getattr(decide, "func", decide)
        began = convert_time()
        made = decided(decide, numbered, asked, group, **given)
        SECONDS[f"decide {inner.__name__}"] += convert_time() - began
        return made

    exchange._dealt, exchange._decided = counted, deciding
    for module, name in (
        (kindred, "kindred"),
        (rounds, "above"),
        (rounds, "groups"),
        (awards, "programmes"),
    ):
        setattr(module, name, asked(name, getattr(module, name)))
    with tempfile.TemporaryDirectory() as out:
        told = Told(out)
        shards = cut(listed([folder], out)[0], files, told)
        knowledge(told)
        began = time.thread_time()
        made = [reading.extract_shard(shard, told) for shard in shards]
        SECONDS["extract"] = time.thread_time() - began
        articles = sum(each.articles for each in made)
        pieces = [Piece(n, shard.id) for n, shard in enumerate(shards)]
        with Client(processes=False, n_workers=1, threads_per_worker=1, dashboard_address=None):
            began = time.process_time()
            parts = rounds.convert(pieces, told).parts
            SECONDS["all after extraction, with Dask itself"] = time.process_time() - began
        size = {where: sum(p.stat().st_size for p in Path(out, where).rglob("*.gz")) for where in ("facts", "work")}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{articles:,} articles, {len(shards)} shards, at most {peak} MiB of memory")
    said: dict[str, object] = {"articles": articles, "shards": len(shards), "MiB": peak}
    for name, seconds in SECONDS.items():
        said[name] = 1e3 * seconds / articles
        print(f"{said[name]:8.2f} ms/article  {name}")
    for kind in sorted({part.kind for part in parts}):
        some = [part for part in parts if part.kind == kind]
        lines, packed = sum(part.records for part in some), sum(part.size for part in some)
        print(f"{lines / articles:8.1f} lines, {packed / articles:8.0f} bytes packed an article  {kind}")
    for name, count in (*BYTES.items(), *size.items()):
        said[f"bytes, {name}"] = count / articles
        print(f"{count / articles:8.0f} bytes/article  {name}")
    return said


def main() -> None:
    """Measure, and write it down."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", nargs="?")
    options.add_argument("--files", type=int, default=250)
    options.add_argument("--articles", type=int, default=2000)
    options.add_argument("--json", type=Path)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as here:
        if chosen.folder is None:
            write_all(Path(here, "in"), chosen.articles)
        said = measure(chosen.folder or str(Path(here, "in")), chosen.files)
    if chosen.json:
        write(chosen.json, said)


if __name__ == "__main__":
    main()
