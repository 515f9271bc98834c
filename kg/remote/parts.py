"""A graph as gzipped N-Quads in parts, for the bulk loaders of stores, and the command with which each loads them.

The last part is the state (see `kg.remote.state`): a store that was loaded so is known by the next load over HTTP. The
commands for Virtuoso and Oxigraph were run; the others were not: they follow the documentation of QLever, Jena and
Neptune, and for GraphDB what we remember of it.
"""

import gzip
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from shlex import quote
from typing import Literal, NamedTuple

from kg.errors import OutputError
from kg.remote import state
from kg.remote.sending import Place
from kg.terms import BASE, DEFAULT_GRAPH, Mint, Quad, Term

Loader = Literal["virtuoso", "qlever", "graphdb", "fuseki", "neptune", "oxigraph"]
"""The stores whose bulk loader is known."""

LARGEST = 64 << 20
"""Bytes of N-Quads that a part may have before it is packed."""

LOADERS: Mapping[Loader, str] = {
    "virtuoso": (
        "isql-vt localhost:1111 dba exec=\"ld_dir('{folder}', '*.nq.gz', '{facts}'); rdf_loader_run(); checkpoint; "
        'SELECT ll_file, ll_error FROM DB.DBA.LOAD_LIST WHERE ll_error IS NOT NULL;"'
    ),
    "qlever": (
        "cd {quoted} && qlever index --name finaward --format nq --input-files '*.nq.gz' "
        "--cat-input-files 'zcat *.nq.gz'"
    ),
    "graphdb": "importrdf preload --force --id REPOSITORY {files}",
    "fuseki": "tdb2.xloader --loc DATABASE {files}",
    "neptune": (
        "aws s3 cp --recursive {quoted} s3://BUCKET/finaward/ && curl -X POST -H 'Content-Type: application/json' "
        'https://NEPTUNE:8182/loader -d \'{{"source": "s3://BUCKET/finaward/", "format": "nquads", '
        '"iamRoleArn": "ARN", "region": "REGION", "failOnError": "TRUE"}}\''
    ),
    "oxigraph": "oxigraph load --location DATABASE --file {files}",
}
"""The command that loads all parts into a new or empty store; capitals stand for what only its owner knows."""


_SIGNS = re.compile(r"""['"\\$`]""")


class Parts(NamedTuple):
    """What was written: the files in order, how many triples they hold, and the graph of the facts."""

    files: tuple[Path, ...]
    triples: int
    facts: Term


def write_parts(
    quads: Callable[[], Iterable[Quad]],
    folder: Path,
    loader: Loader,
    *,
    base: str = BASE,
    facts: Place = "auto",
    largest: int = LARGEST,
) -> Parts:
    """Write a graph, which is asked for twice, into a new folder, whole or not at all.

    With `facts` on `auto` they stand in the default graph for Oxigraph, whose own it is, and else in a named graph.
    The same quads in the same order give the same bytes. Raises `OutputError` where the folder is there already, or
    cannot be written, and `InputError` where the graph is none of ours.
    """
    base = Mint(base).base
    contents = state.survey(quads(), base)
    is_default = facts == "default" or (facts == "auto" and loader == "oxigraph")
    where = DEFAULT_GRAPH if is_default else state.facts_graph(base)
    said = [
        *state.holding(contents, base),
        state.having_facts(where, base),
        state.holding_all(state.whole(contents), base),
    ]
    if loader == "virtuoso" and _SIGNS.search(str(folder.absolute())):
        raise OutputError(folder, "its loader takes no quotes, backslashes and dollars", "choose another folder")
    if folder.exists() or not folder.name:
        raise OutputError(folder, "something is there already", "choose a new folder")
    partial = folder.with_name(f".{folder.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        asserted = (quad._replace(graph=quad.graph or where).line() for quad in quads())
        files = [*_write(asserted, partial, 1, largest)]
        files += _write((quad.line() for quad in sorted(said)), partial, len(files) + 1, largest)
        partial.rename(folder)
    except OSError as error:
        raise OutputError(folder, error.strerror or str(error), "choose a folder that can be written") from None
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    return Parts(tuple(folder / name for name in files), sum(each.triples for each in contents.values()), where)


def command(loader: Loader, parts: Parts) -> str:
    """The command with which a store's own loader takes the parts in; the store must be new or empty."""
    folder = str(parts.files[0].parent.absolute())
    files = " ".join(quote(str(path.absolute())) for path in parts.files)
    facts = parts.facts[1:-1] or f"{BASE}graph/facts"
    return LOADERS[loader].format(folder=folder, quoted=quote(folder), files=files, facts=facts)


def _write(lines: Iterable[str], folder: Path, number: int, largest: int) -> Iterator[str]:
    """Write lines into files of so many bytes at most, numbered from here; gives their names."""
    rest = iter(lines)
    line = next(rest, None)
    while line is not None:
        name = f"part-{number:05}.nq.gz"
        held = 0
        # without a name and a time in it, the same lines are the same bytes
        with (folder / name).open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
            while line is not None and (not held or held + len(line.encode()) <= largest):
                held += packed.write(line.encode())
                line = next(rest, None)
        yield name
        number += 1
