"""The command that opens a graph to agents: `mcp`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.bounding import MEMORY, Memory, bounded


@app.command()
def mcp(
    source: Annotated[Path, typer.Argument(help="The output folder of a build, or a store.", metavar="OUT")],
    seconds: Annotated[float, typer.Option("--seconds", help="Seconds that an answer may take.")] = 10,
    memory: Memory = MEMORY,
    workers: Annotated[int, typer.Option("--workers", help="Processes that answer.")] = 1,
    allow_network: Annotated[
        bool, typer.Option("--allow-network", help="Serve even where queries cannot be cut off from the network.")
    ] = False,
) -> None:
    """Offer a graph to agents by the Model Context Protocol, on standard input and output."""
    from kg.agents import serve
    from kg.loader import store_of

    limits = bounded(seconds=seconds, rows=20_000, bytes=8 << 20, memory=memory, workers=workers)
    serve(store_of(source), limits, network=allow_network)
