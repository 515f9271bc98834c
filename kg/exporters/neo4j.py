"""The property graph as CSV for Neo4j's importer: lists are arrays, evidence an array of JSON objects.

Source: https://neo4j.com/docs/operations-manual/current/import/.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from shlex import quote

from kg.exporters.csv import line
from kg.exporters.markup import batched
from kg.exporters.network import LISTS, Attributes, Kept, network
from kg.exporters.packing import PACKINGS
from kg.terms import Quad

_NODE = {"id": "iri:ID", "type": ":LABEL"}
_RELATIONSHIP = {"source": ":START_ID", "target": ":END_ID", "relation": ":TYPE"}
_BETWEEN = "\x1f"


def neo4j(quads: Iterable[Quad]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The property graph as the two files that `neo4j-admin database import` reads."""
    with network(quads) as graph:
        yield "nodes.csv", batched(_lines(graph.nodes, _NODE))
        yield "relationships.csv", batched(_lines(graph.edges, _RELATIONSHIP))


def import_command(folder: Path) -> str:
    """The command that reads such a folder into a new database. It is for a shell of POSIX.

    Texts may have line feeds, and a row must fit into the buffer: 4 MiB, unless it is told, or some 10,000 sentences
    of one organization. The importer reads gzip and no Zstandard.
    """
    packing = folder.suffix.lower() if folder.suffix.lower() in PACKINGS else ""
    files = [folder / f"{name}.csv{packing}" for name in ("nodes", "relationships")]
    unpacking = ""
    if packing == ".zst":
        unpacking = f"unzstd {' '.join(quote(str(file)) for file in files)} && "
        files = [file.with_suffix("") for file in files]
    nodes, relationships = (quote(str(file)) for file in files)
    return (
        f"{unpacking}neo4j-admin database import full --nodes={nodes} --relationships={relationships} "
        "--multiline-fields=true --read-buffer-size=64m --array-delimiter=U+001F neo4j"
    )


def _lines(kept: Kept, fixed: Mapping[str, str]) -> Iterator[str]:
    columns = kept.names(*fixed)
    yield line([*fixed.values(), *(f"{name}{_suffix(name, kind)}" for name, kind in columns.items())])
    for attributes in kept:
        yield line(_cell(attributes, name) for name in (*fixed, *columns))


def _suffix(name: str, kind: type) -> str:
    return ":string[]" if name in LISTS else ":long" if kind is int else ""


def _cell(attributes: Attributes, name: str) -> str | None:
    said = attributes.get(name)
    return _BETWEEN.join(said) if isinstance(said, list) else None if said is None else str(said)
