"""The command that leaves a graph running: `serve`."""

import json
import logging
import os
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.bounding import MEMORY, Memory, bounded, sized
from kg.cli.streams import misuse, tell
from kg.errors import InputError, OutputError

_SHORTEST = 16


@app.command()
def serve(
    source: Annotated[Path, typer.Argument(help="The output folder of a build, or a store.", metavar="OUT")],
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help="The port; 0 is any that is free.", min=0, max=65535)] = 8000,
    seconds: Annotated[float, typer.Option("--seconds", help="Seconds that an answer may take.")] = 10,
    rows: Annotated[int, typer.Option("--rows", help="Rows, or triples, of one answer.")] = 100_000,
    size: Annotated[int, sized("--bytes", "64MiB", "Size of one answer.")] = 64 << 20,
    memory: Memory = MEMORY,
    query_bytes: Annotated[int, sized("--query-bytes", "64KiB", "Size of one query.")] = 65_536,
    workers: Annotated[int | None, typer.Option("--workers", help="Processes that answer; one for each core.")] = None,
    waiting: Annotated[int, typer.Option("--waiting", help="Askers that may wait for a free process.")] = 256,
    allow_host: Annotated[
        list[str] | None, typer.Option("--allow-host", help="A name by which the service is asked.", metavar="NAME")
    ] = None,
    cors: Annotated[
        list[str] | None, typer.Option("--cors", help="An origin whose pages may read.", metavar="ORIGIN")
    ] = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take updates from whoever has the token (KG_TOKEN or --token-file).")
    ] = False,
    token_file: Annotated[
        Path | None, typer.Option("--token-file", help="A file with the token that updates need.", metavar="FILE")
    ] = None,
    update_bytes: Annotated[
        int,
        sized("--update-bytes", "8MiB", "Size of one update."),
    ] = 8 << 20,
    update_seconds: Annotated[float, typer.Option("--update-seconds", help="Seconds that an update may take.")] = 60,
    client_seconds: Annotated[
        float, typer.Option("--client-seconds", help="Seconds that a client may take for its next piece.")
    ] = 30,
    connections: Annotated[int, typer.Option("--connections", help="Connections at a time.")] = 512,
    https: Annotated[
        bool, typer.Option("--https", help="Clients come through a proxy that speaks https: addresses begin so.")
    ] = False,
    log: Annotated[Path | None, typer.Option("--log", help="Where the log goes; else standard error.")] = None,
    page: Annotated[
        bool,
        typer.Option("--page/--no-page", help="Whether the page of the graph stands at /, with the index it asks."),
    ] = True,
    cache: Annotated[
        Path | None, typer.Option("--cache", help="The folder where that index is kept, once made.", metavar="DIR")
    ] = None,
    allow_network: Annotated[
        bool, typer.Option("--allow-network", help="Serve even where queries cannot be cut off from the network.")
    ] = False,
) -> None:
    """Serve a graph over HTTP: a SPARQL 1.1 endpoint at /sparql, within limits; for reading, unless told otherwise."""
    from pydantic import SecretStr

    from kg.cli.indexing import follow
    from kg.loader import base_of, store_of
    from kg.server import Access, serve
    from kg.server.access import LOCAL

    said = {"seconds": seconds, "rows": rows, "bytes": size, "memory": memory, "query_bytes": query_bytes}
    said |= {"waiting": waiting, "update_bytes": update_bytes, "update_seconds": update_seconds}
    said |= {"client_seconds": client_seconds, "connections": connections}
    limits = bounded(**said, **({} if workers is None else {"workers": workers}))
    from_environment = os.environ.pop("KG_TOKEN", "")  # no other process is to inherit it
    token = SecretStr(_token(token_file, from_environment)) if update else None
    access = Access(
        hosts=LOCAL | set(allow_host or []),
        origins=frozenset(cors or []),
        token=token,
        scheme="https" if https else "http",
    )
    _log_to(log)
    store = store_of(source)
    serve(
        store,
        host=host,
        port=port,
        limits=limits,
        access=access,
        network=allow_network,
        base=base_of(source),
        following=lambda: follow(source, store, cache) if page else None,
        ready=lambda url: tell(f"serving {source} at {url} until ctrl-C; SPARQL at {url}sparql"),
    )


def _token(path: Path | None, given: str) -> str:
    """The token that updates need, from a file where one is named, else as given."""
    if path is not None:
        try:
            given = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            raise InputError(path, "the token cannot be read", "name a file with one line") from None
    token = given.strip()
    if len(token) < _SHORTEST or not (token.isascii() and token.isprintable()):
        misuse(f"--update needs a token of {_SHORTEST} or more ASCII characters in KG_TOKEN or in --token-file FILE")
    return token


def _log_to(path: Path | None) -> None:
    """Requests and errors as lines of JSON, to a file or to standard error."""
    try:
        handler = logging.FileHandler(path, encoding="utf-8") if path else logging.StreamHandler(sys.stderr)
    except OSError as error:
        raise OutputError(str(path), error.strerror or "it cannot be written", "name another --log") from None
    handler.setFormatter(_Lines())
    for name, level in (("kg", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(handler)
        logger.setLevel(level)
        logger.propagate = False


class _Lines(logging.Formatter):
    """A line of JSON for each record; requests are such lines already."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == "kg.access":
            return record.getMessage()
        said = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=False)
