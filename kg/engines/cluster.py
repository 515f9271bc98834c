"""The cluster: one that is there, or one of this machine; every worker of it runs the same program as who asks."""

import logging
import platform
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING

from kg import extractor
from kg.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from distributed import Client


@contextmanager
def connected(scheduler: str | None, workers: int | None = None) -> "Iterator[Client]":
    """A client of the scheduler that is named, or of a cluster of so many workers that ends with it.

    Raises `InputError` where no scheduler answers or a worker has another program, `MissingExtraError` without Dask.
    """
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        what = "a build on an engine needs Dask"
        raise MissingExtraError("dask", what, "pip install 'finaward-kg[dask]'") from None
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=30)
        except (OSError, ValueError) as error:
            what = f"no scheduler answers ({error})".splitlines()[0]
            raise InputError(scheduler, what, "start one with `dask scheduler`, or leave --scheduler out") from None
        with client:
            _refuse_others(client)
            yield client
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


@contextmanager
def lasting() -> Iterator[None]:
    """Say in a line what to do where workers are killed again and again."""
    from distributed import KilledWorker

    try:
        yield
    except KilledWorker as error:
        what = f"it killed {error.allowed_failures + 1} workers, for want of memory most likely"
        remedy = "take smaller shards (--shard-articles) or workers with more memory; what is extracted is kept"
        raise InputError(error.task, what, remedy) from None


def program() -> tuple[str, ...]:
    """What the bytes of parts depend on besides the articles."""
    return version("finaward-kg"), extractor.VERSION, platform.python_version(), zlib.ZLIB_RUNTIME_VERSION


def _refuse_others(client: "Client") -> None:
    """Refuse workers with another program: a shard done there would not be what it is elsewhere."""
    own = program()
    for worker, theirs in client.run(program, on_error="return").items():
        if theirs != own:
            said = f"{theirs!r:.80}" if isinstance(theirs, Exception) else " ".join(theirs)
            what, remedy = f"its program is {said}, and here {' '.join(own)}", "install the same on all machines"
            raise InputError(worker, what, remedy)
