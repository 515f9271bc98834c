"""A build on an engine: its order, and its manifest, which is the commit.

::

    OUT/manifest.json   the parts with their digests; where it is not there, the build is not done
    OUT/parts/RUN/      the graph as packed N-Quads, each in order; their union is the graph of `kg build`
    OUT/facts/          what was extracted, by shard, with the texts; and by shard, that it is done
    OUT/quarantine/     what could not be used, by shard, with the reason
    OUT/build.json      what the build was told, and who builds: whoever comes later takes the place over

There is no store, no view, no report of validation or extraction, and nothing that an update could begin with; what
people decided about facts (corrections) is not replayed, and no language model is asked.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg import extractor
from kg.article import Skipped
from kg.builder.progress import OnStep, Step
from kg.builder.sources import nothing_read
from kg.engines.cluster import connected, lasting
from kg.engines.gathering import Work, gather
from kg.engines.passes import Piece
from kg.engines.program import program
from kg.engines.reading import Extracted, extract_shard
from kg.engines.rounds import convert
from kg.engines.shards import Shard, Told, cut, knowledge, listed, run_of
from kg.engines.storage import PARTIAL, Part, Storage, absolute
from kg.errors import OutputError
from kg.folder import digests
from kg.quarantine import as_line
from kg.terms import BASE

SHARD = 1000
"""How many articles a shard has, about, unless it is said."""
_OWN = re.compile(
    r"(?:(?:manifest|build)\.json|parts/.+\.nq\.gz|work/.+\.jsonl\.gz|quarantine/\w+\.jsonl"
    r"|facts/\w+\.(?:json|jsonl\.gz|ids\.gz))(?:\.\w+\.partial)?"
)


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
        out=absolute(out),
        base=base,
        fields=tuple(sorted((fields or {}).items())),
        registries=tuple(str(Path(path).absolute()) for path in registries),
        decisions=None if decisions is None else str(Path(decisions).absolute()),
        program=program(),
    )
    place = Storage(told.out)
    is_new = _refuse_strangers(place)
    files, others = listed(sources, told.out)
    if not files:
        raise nothing_read(others)
    shards = cut(files, shard_articles, told)
    told = told._replace(run=run_of(shards, told))
    step, fresh = Step("extract", total=sum(len(shard.members) for shard in shards)), 0
    on_step(step)

    def on_shard(shard: Shard, made: Extracted, is_fresh: bool) -> None:
        nonlocal step, fresh
        count, fresh = len(shard.members), fresh + is_fresh
        step = step._replace(done=step.done + count, resumed=step.resumed + (0 if is_fresh else count))
        on_step(step)

    with connected(scheduler, workers) as client:
        owner = _take(place, told)  # not before: what fails until here takes nothing from a build that runs
        done = gather(client, shards, told, on_shard, work)
        found = [item for _, each in done for item in each.skipped]
        if not any(each.articles for _, each in done):
            if is_new and _has(place, owner):
                place.remove(name for name in place.names() if _OWN.fullmatch(name))
                place.prune()
            raise nothing_read([*others, *found])
        on_step(Step("convert"))
        with lasting():
            made = convert([Piece(n, shard.id) for n, (shard, _) in enumerate(done)], told)
    built = Built(
        out=told.out,
        files=len(files),
        shards=len(done),
        resumed=len(done) - fresh,
        articles=sum(each.articles for _, each in done) - len(made.twins) - len(made.lost),
        quads=sum(part.records for part in made.parts),
        parts=tuple(made.parts),
        skipped=(*others, *found, *made.twins, *made.lost),
    )
    _conclude(place, told, built, [each for _, each in done], [*others, *made.twins, *made.lost], owner)
    return built


def _refuse_strangers(out: Storage) -> bool:
    """Refuse a place that holds anything but an engine's build; whether it holds nothing."""
    names = out.names()
    strangers = [name for name in names if not _OWN.fullmatch(name)]
    if strangers or (names and "build.json" not in names):
        where = f"{out.url}/{(strangers or names)[0]}"
        raise OutputError(where, "this was not made by a build on an engine", "choose an empty or new place")
    return not names


def _take(out: Storage, told: Told) -> str:
    """Say that this build takes a place; what says so."""
    owner = uuid.uuid4().hex
    said = {"told": told._asdict(), "engine": "dask", "finaward-kg": version("finaward-kg"), "owner": owner}
    out.write("build.json", _json(said))
    return owner


def _has(out: Storage, owner: str) -> bool:
    """Whether a place is still that of who took it."""
    return bool(json.loads(out.read("build.json")).get("owner") == owner)


def _conclude(
    out: Storage, told: Told, built: Built, shards: Sequence[Extracted], others: Sequence[Skipped], owner: str
) -> None:
    """Commit, and take away what older builds and killed processes left; unless another build has taken the place."""
    if not _has(out, owner):
        raise OutputError(out.url, "another build took this place meanwhile", "wait for that one, or build elsewhere")
    if lines := b"".join(map(as_line, others)):
        out.write("quarantine/all.jsonl", lines)
    said = {
        "software": {"finaward-kg": version("finaward-kg"), "rules": extractor.VERSION},
        "ontology": digests(knowledge(told).ontology.root),
        "told": told._asdict(),
        "shards": [{"id": made.shard, "articles": made.articles, "sha256": made.sha256} for made in shards],
        "parts": [part._asdict() for part in built.parts],
        "skipped": [item.model_dump() for item in built.skipped],
        **built.model_dump(mode="json", include={"files", "articles", "quads"}),
    }
    out.write("manifest.json", _json(said))
    kept = {part.name for part in built.parts} | {"manifest.json", "build.json"}
    ids = {made.shard for made in shards} | ({"all"} if lines else set())
    out.remove(name for name in out.names() if name not in kept and not _is_of(name, ids))
    out.clear("work")
    out.prune()


def _is_of(name: str, ids: set[str]) -> bool:
    folder, _, file = name.partition("/")
    return not name.endswith(PARTIAL) and folder in ("facts", "quarantine") and file.partition(".")[0] in ids


def _json(said: object) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")
