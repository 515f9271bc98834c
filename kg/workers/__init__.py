"""Processes that answer from a store, each one thing at a time, bounded, and killed where they take too long.

A query can run for ever, take all memory or crash whoever runs it, and the engine can neither stop it nor be kept
from the network. So what strangers ask runs in processes of their own: they hold the store for reading alone, cannot
reach the network, have a cap on memory, and are killed at the deadline; nobody but the asker notices. ::

    async with Pool(Path("out/store"), Limits()) as pool:
        answer = await pool.ask("query", text="ASK {}", results="json")
        answer.head.format, answer.read()

What can be asked is the table of `kg.workers.jobs`: to add a job, write there one line that names a function
`(store, arguments, out) -> kg.store.Head` of a lower room. It gets the open `kg.store.Store`, the arguments as a
mapping (what was passed to `ask`, with `rows` and `bytes` of the limits, and what every job of this pool is told:
`Pool(…, always={…})`), and a binary file to write its bytes into; the head that it returns says in which format they
are and what cut them. It may raise any `kg.errors.KgError`, which the asker gets as it is. It may be killed at any
moment, so it writes no file. A job that changes the store says so in the table; it gets the store for writing, while
nobody reads.

`limits` are the bounds, `pool` hands what is asked to a free process, `worker` is such a process seen from here,
`process` what runs in it, `confinement` what it may not do, `frames` what both say to each other.
"""

from kg.workers.limits import Limits
from kg.workers.pool import Pool
from kg.workers.worker import Answer

__all__ = ["Answer", "Limits", "Pool"]
