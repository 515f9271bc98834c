"""What kills processes of a build on an engine: a driver after its first shard, a worker once, an article always."""

import os
import signal
import sys
from pathlib import Path

from distributed import Scheduler

from kg import extraction
from kg.article import Article
from kg.builder.progress import Step
from kg.engines import build_on
from kg.engines.reading import Extracted, extract_shard
from kg.engines.shards import Shard, Told
from kg.engines.storage import Storage

POISON = "zzy-poison"
SIZE = 20


class Deadly(extraction.Rules):
    """The rules, which the poison kills."""

    def __call__(self, article: Article) -> extraction.Extracted:
        if POISON in (article.source or ""):
            die()
        return super().__call__(article)


def extract(shard: Shard, told: Told) -> Extracted:
    """Extract a shard; the first that is told so dies when its facts are half committed."""
    extraction.Rules = Deadly  # type: ignore[misc]
    died = Path(told.out).with_suffix(".died")
    if Path(told.out).with_suffix(".deadly").exists() and not died.exists():
        died.touch()
        Storage.write = _dying(Storage.write)  # type: ignore[assignment,method-assign]
    return extract_shard(shard, told)


def _dying(write: object) -> object:
    def wrote(storage: Storage, name: str, content: bytes) -> None:
        if name.endswith(".json"):
            Path(f"{storage.url}/facts/half.jsonl.gz.0.partial").touch()
            die()
        write(storage, name, content)  # type: ignore[operator]

    return wrote


def deaths(dask_scheduler: Scheduler, allowed: int) -> None:
    """How many workers a task may kill before it fails."""
    dask_scheduler.allowed_failures = allowed


def die() -> None:
    """End this process as the system does where memory is out."""
    os.kill(os.getpid(), signal.SIGKILL)


def die_after_a_shard(step: Step) -> None:
    """End the driver when a shard is done."""
    if step.done:
        die()


def build() -> None:
    """Be a driver that dies."""
    news, out, scheduler = sys.argv[1:]
    build_on(news, out=out, scheduler=scheduler, shard_articles=SIZE, on_step=die_after_a_shard, work=extract)
