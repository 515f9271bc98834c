"""The table of what a process can be asked: each job is one line.

A job names a function `(store, arguments, out) -> kg.store.Head` by its module, which is imported in the process when
it is first asked for, so that a job costs nothing where nobody uses it. One that changes the store gives a
`kg.store.changes.Change` instead, which is done once the store is opened for writing.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple, cast

from kg.store import Head, Store
from kg.store.changes import Change

Function = Callable[[Store, Mapping[str, Any], Any], Head | Change]
"""What a job does: reads the store, writes bytes into the file `out`, and says what they are, or what is to be done."""


class Job(NamedTuple):
    """Where the function of a job stands, as `module:function`, and whether it changes the store."""

    function: str
    writes: bool = False

    def load(self) -> Function:
        """The function itself."""
        module, _, name = self.function.partition(":")
        return cast(Function, getattr(import_module(module), name))


JOBS: Mapping[str, Job] = {
    "query": Job("kg.store.replies:reply"),
    "named_query": Job("kg.parameters:reply"),
    "graph": Job("kg.store.graphs:reply"),
    "change_graph": Job("kg.store.graphs:change", writes=True),
    "resource": Job("kg.describer.replies:reply"),
    "dataset": Job("kg.describer.dataset:reply"),
    "explore": Job("kg.explorer.replies:reply"),
    "update": Job("kg.store.changes:update", writes=True),
}
"""The jobs by their names."""
