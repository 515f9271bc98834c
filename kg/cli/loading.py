"""The command that brings a graph into a store of others: `load`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.app import Graph, app
from kg.cli.remoting import Remote, with_store
from kg.cli.streams import misuse, refuse_inside, tell


@app.command()
@with_store
def load(
    source: Graph,
    facts: Annotated[
        Literal["auto", "default", "named"],
        typer.Option(help="Where the facts go: the default graph or a named one; auto asks the store."),
    ] = "auto",
    base: Annotated[str | None, typer.Option(help="Where the IRIs of a graph file are minted.")] = None,
    bulk: Annotated[
        Path | None,
        typer.Option(
            help="Write gzipped N-Quads into a new folder instead, for the store's own loader.", metavar="DIR"
        ),
    ] = None,
    loader: Annotated[
        Literal["virtuoso", "qlever", "graphdb", "fuseki", "neptune", "oxigraph"] | None,
        typer.Option("--for", help="Whose loader; the command for it is printed."),
    ] = None,
    *,
    store: Remote,
) -> None:
    """Bring a graph into a store of others: what is there already stays, what is not is sent, what is gone goes.

    Graphs of others are not touched. Stopped at any moment and run again, it goes on. For very many triples into a new
    store, --bulk DIR --for virtuoso writes files that the store loads itself.
    """
    if (store.url is None) == (bulk is None) or (bulk is None) != (loader is None):
        misuse("say either --store URL, or --bulk DIR and --for virtuoso|qlever|graphdb|fuseki|neptune|oxigraph")
    if bulk is None or loader is None:
        store.bring(source, facts, base)
        return
    from kg import steps
    from kg.remote import command
    from kg.summary import counted

    refuse_inside(bulk, source)
    parts = steps.write_parts(source, bulk, loader, base=base, facts=facts)
    tell(f"{parts.triples:,} triples in {counted(len(parts.files), 'files')}; into a new store they go with")
    typer.echo(command(loader, parts))
