"""The command that brings a graph into a store of others: `load`."""

from typing import Annotated, Literal

import typer

from kg.cli.app import Graph, app
from kg.cli.remoting import Remote, with_store
from kg.cli.streams import misuse


@app.command()
@with_store
def load(
    source: Graph,
    facts: Annotated[
        Literal["auto", "default", "named"],
        typer.Option(help="Where the facts go: the default graph or a named one; auto asks the store."),
    ] = "auto",
    base: Annotated[str | None, typer.Option(help="Where the IRIs of a graph file are minted.")] = None,
    *,
    store: Remote,
) -> None:
    """Bring a store of others to a graph: what is there already stays, what is not is sent, what is gone goes.

    Graphs of others are not touched. Stopped at any moment and run again, it goes on.
    """
    if store.url is None:
        misuse("say --store URL")
    store.bring(source, facts, base)
