"""A build on an engine: its order, and its manifest, which is the commit.

::

    OUT/manifest.json   the parts with their digests; where it is not there, the build is not done
    OUT/parts/          the graph as packed N-Quads, each in order; their union is the graph of `kg build`
    OUT/facts/          what was extracted, by shard, with the texts; and by shard, that it is done
    OUT/quarantine/     what could not be used, by shard, with the reason
    OUT/build.json      what the build was told

There is no store, no view, no report of validation or extraction, and nothing that an update could begin with; what
people decided about facts (corrections) is not replayed, and no language model is asked.
"""

import json
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from kg import extractor
from kg.article import Skipped
from kg.builder.progress import OnStep, Step
from kg.builder.sources import nothing_read, twin
from kg.engines.gathering import Work, gather
from kg.engines.passes import Answer, Piece
from kg.engines.reading import Extracted, as_line, extract_shard
from kg.engines.rounds import convert
from kg.engines.shards import Shard, Told, cut, knowledge, listed
from kg.engines.storage import Part, Storage
from kg.errors import InputError, MissingExtraError, OutputError
from kg.folder import digests
from kg.reconciler.tellings import Where
from kg.terms import BASE

if TYPE_CHECKING:
    from distributed import Client

SHARD = 1000
"""How many files a shard has, unless it is said."""
_OWN = ("parts/", "facts/", "quarantine/", "work/", "manifest.json", "build.json")


class Built(BaseModel):
    """What came of a build on an engine.

    `quads` counts the lines of all parts: what two parts say, twice. `resumed` are shards that were done before.
    """

    model_config = ConfigDict(frozen=True)

    out: str
    files: int
    shards: int
    resumed: int
    articles: int
    quads: int
    parts: tuple[Part, ...]
    skipped: tuple[Skipped, ...]


def build_on(
    *sources: str,
    out: str,
    base: str = BASE,
    fields: Mapping[str, str] | None = None,
    registries: Iterable[str | Path] = (),
    decisions: str | Path | None = None,
    scheduler: str | None = None,
    workers: int | None = None,
    shard_articles: int = SHARD,
    on_step: OnStep = lambda _: None,
    work: Work = extract_shard,
) -> Built:
    """Build the graph of articles on Dask: on the cluster of a `scheduler`, else on so many `workers` of this machine.

    Sources and `out` are URLs as fsspec knows them, or paths, which every worker must see; so must it see `registries`
    and `decisions` by their paths. What is in `out` then, and what a build on one machine makes besides, says
    `kg.engines.building`. Shards that an earlier run into the same place has done are not done again. The options that
    `kg.build` has, too, mean the same; `on_step` counts files instead of articles, `work` is who extracts a shard.

    Raises `InputError` where a source names nothing or no article can be read, `OutputError` where `out` holds
    something else or cannot be written, `MissingExtraError` where Dask is not installed, and as `kg.build` else.
    """
    told = Told(
        out=_absolute(out),
        base=base,
        fields=tuple(sorted((fields or {}).items())),
        registries=tuple(str(Path(path).absolute()) for path in registries),
        decisions=None if decisions is None else str(Path(decisions).absolute()),
    )
    place = Storage(told.out)
    _take(place)
    files, others = listed(map(_absolute, sources))
    if not files:
        raise nothing_read(others)
    shards = cut(files, shard_articles, told)
    place.remove(["manifest.json"])  # the parts are about to change
    place.write("build.json", _json({"told": told._asdict(), "engine": "dask", "finaward-kg": version("finaward-kg")}))
    step, fresh = Step("extract", total=len(files)), 0
    on_step(step)

    def on_shard(shard: Shard, made: Extracted, is_fresh: bool) -> None:
        nonlocal step, fresh
        count, fresh = len(shard.members), fresh + is_fresh
        step = step._replace(done=step.done + count, found=step.found + (0 if is_fresh else count))
        on_step(step)

    with connected(scheduler, workers) as client:
        done = gather(client, shards, told, on_shard, work)
        twins, answers = _twins(done)
        skipped = [*others, *(item for _, made in done for item in made.skipped), *twins]
        if not any(made.articles for _, made in done):
            raise nothing_read(skipped)
        on_step(Step("convert"))
        parts = sorted(convert([Piece(n, shard.id) for n, (shard, _) in enumerate(done)], answers, told))
    return _conclude(place, told, len(files), done, parts, skipped, [*others, *twins], len(done) - fresh)


def _absolute(where: str) -> str:
    """A path as every process of this machine means it; a URL as it is."""
    return where if "://" in where else str(Path(where).absolute())


@contextmanager
def connected(scheduler: str | None, workers: int | None = None) -> "Iterator[Client]":
    """A client of the scheduler that is named, or of a cluster of this machine that ends with it."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        what = "a build on an engine needs Dask"
        raise MissingExtraError("dask", what, "pip install 'finaward-kg[dask]'") from None
    if scheduler is not None:
        try:
            with Client(scheduler, timeout=30) as client:
                yield client
        except OSError as error:
            what = f"no scheduler answers ({error})".splitlines()[0]
            raise InputError(scheduler, what, "start one with `dask scheduler`, or leave --scheduler out") from None
        return
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.daemon": False}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def _take(out: Storage) -> None:
    """Refuse a place that holds anything but an engine's build; clear away what a killed process left half written."""
    names = out.names()
    strangers = [name for name in names if not name.startswith(_OWN)]
    if strangers or (names and not out.has("build.json")):
        where = f"{out.url}/{(strangers or names)[0]}"
        raise OutputError(where, "this was not made by a build on an engine", "choose an empty or new place")
    out.sweep()


def _twins(done: Sequence[tuple[Shard, Extracted]]) -> tuple[list[Skipped], list[Answer]]:
    """The articles whose id came before in another shard: what is said of them, to people and to their shard."""
    first: dict[str, str] = {}
    skipped, answers = list[Skipped](), list[Answer]()
    for number, (shard, made) in enumerate(done):
        for id in made.articles:
            if id in first:
                skipped.append(twin(shard.members[0].url, id, first[id]))
                answers.append(Answer(Where(id, number), "twin", True))
            else:
                first[id] = shard.members[0].url
    return skipped, answers


def _conclude(
    out: Storage,
    told: Told,
    files: int,
    done: Sequence[tuple[Shard, Extracted]],
    parts: Sequence[Part],
    skipped: Sequence[Skipped],
    unsharded: Iterable[Skipped],
    resumed: int,
) -> Built:
    """Take away what an older build left, and commit."""
    if lines := "".join(map(as_line, unsharded)):
        out.write("quarantine/all.jsonl", lines.encode("utf-8", "replace"))
    kept = {part.name for part in parts}
    ids = {shard.id for shard, _ in done}
    names = [name for name in out.names() if name.startswith(("parts/", "work/", "facts/", "quarantine/"))]
    out.remove(name for name in names if name not in kept and not _is_of(name, ids))
    out.clear("work")
    articles = sum(len(made.articles) for _, made in done) - sum(item.what.startswith("its id") for item in unsharded)
    built = Built(
        out=told.out,
        files=files,
        shards=len(done),
        resumed=resumed,
        articles=articles,
        quads=sum(part.records for part in parts),
        parts=tuple(parts),
        skipped=tuple(skipped),
    )
    said = {
        "software": {"finaward-kg": version("finaward-kg"), "rules": extractor.VERSION},
        "ontology": digests(knowledge(told).ontology.root),
        "told": told._asdict(),
        "shards": [{"id": made.shard, "articles": len(made.articles), "sha256": made.sha256} for _, made in done],
        "parts": [part._asdict() for part in parts],
        "skipped": [item.model_dump() for item in skipped],
        **built.model_dump(mode="json", include={"files", "articles", "quads"}),
    }
    out.write("manifest.json", _json(said))
    return built


def _is_of(name: str, ids: set[str]) -> bool:
    folder, _, file = name.partition("/")
    return folder in ("facts", "quarantine") and file.partition(".")[0] in {*ids, "all"}


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
