"""The table of what a process can be asked: each job is one line.

A job names a function `(store, arguments, out) -> kg.store.Head` by its module, which is imported in the process when
it is first asked for, so that a job costs nothing where nobody uses it.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, NamedTuple, cast

from kg.store import Head, Store

Function = Callable[[Store, Mapping[str, Any], Any], Head]
"""What a job does: reads (or writes) the store, writes bytes into the file `out`, and says what they are."""


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
