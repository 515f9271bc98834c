"""The cluster: one that is there, or one of this machine; every worker of it runs the same program as who asks."""

import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from kg.engines.program import program, refuse_other
from kg.errors import InputError, MissingExtraError

if TYPE_CHECKING:
    from distributed import Client


PATIENCE = 120.0
"""How many seconds a scheduler is given to find a worker."""


@contextmanager
def connected(scheduler: str | None, workers: int | None = None) -> "Iterator[Client]":
    """A client of the scheduler that is named, or of a cluster of so many workers that ends with it.

    Raises `InputError` where no scheduler answers, no worker joins or one has another program, `MissingExtraError`
    without Dask.
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
            _await_workers(client, scheduler)
            _refuse_others(client)
            yield client
        return
    settings = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.daemon": False}
    with (
        dask.config.set(settings),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            dashboard_address="127.0.0.1:0",  # None would have it try 8787, and warn where that is taken
            scheduler_kwargs={"dashboard": False},
            preload=__name__,
            silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):
        yield client


def dask_setup(_: object) -> None:
    """Have a worker of this machine leave interrupts to who asks, who ends it; Dask calls this in each (`preload`)."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _await_workers(client: "Client", scheduler: str) -> None:
    """Wait until a worker does something: a cluster that grows with what there is to do needs to be asked."""
    try:
        client.submit(int, pure=False).result(timeout=PATIENCE)
    except TimeoutError:
        if not client.scheduler_info()["workers"]:  # else they are busy with something else
            what = f"no workers have joined in {PATIENCE:.0f} seconds"
            raise InputError(scheduler, what, f"start some with `dask worker {scheduler}`") from None


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


def _refuse_others(client: "Client") -> None:
    """Refuse workers with another program: a shard done there would not be what it is elsewhere."""
    for worker, theirs in client.run(program, on_error="return").items():
        refuse_other(program(), worker, theirs)
