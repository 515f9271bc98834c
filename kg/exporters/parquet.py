"""Tables as Parquet: lists are lists, days days, decimals decimals; each column says in its metadata what it is."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.errors import MissingExtraError
from kg.exporters.described import Described, described
from kg.exporters.tables import TABLES, Kind, Row, Table
from kg.terms import Quad

if TYPE_CHECKING:
    import pyarrow

_ROWS, _ITEMS = 8_192, 16_384
"""The rows of a row group, and the items of their lists: what ends it first. It stands in memory, several times."""


def parquet(quads: Iterable[Quad]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables of a graph as Parquet files. Raises `MissingExtraError`."""
    try:
        import pyarrow.parquet  # noqa: F401
    except ImportError:
        raise MissingExtraError(
            "parquet", "pyarrow is not installed", "pip install 'finaward-kg[tables]', or choose csv"
        ) from None
    with described(quads) as graph:
        for table in TABLES:
            yield f"{table.name}.parquet", _file(table, graph)


def _file(table: Table, graph: Described) -> Iterator[bytes]:
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema(
        [pyarrow.field(c.name, _type(c.kind), metadata={"description": c.says}) for c in table.columns],
        metadata={"description": table.says},
    )
    written = _Pieces()
    with ParquetWriter(pyarrow.PythonFile(written, mode="w"), schema, compression="zstd") as writer:
        for batch in _groups(table.rows(graph)):
            writer.write_table(pyarrow.Table.from_pylist(batch, schema))
            yield written.taken()
    yield written.taken()


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    items = 0
    for row in rows:
        group.append(row)
        items += sum(len(said) for said in row.values() if isinstance(said, list))
        if len(group) >= _ROWS or items >= _ITEMS:
            yield group
            group, items = [], 0
    if group:
        yield group


def _type(kind: Kind) -> "pyarrow.DataType":
    import pyarrow

    quote = [("article", pyarrow.string()), ("start", pyarrow.int64()), ("end", pyarrow.int64())]
    types: dict[Kind, pyarrow.DataType] = {
        "integer": pyarrow.int64(),
        "decimal": pyarrow.decimal128(38, 9),
        "date": pyarrow.date32(),
        "iris": pyarrow.list_(pyarrow.string()),
        "texts": pyarrow.list_(pyarrow.string()),
        "evidence": pyarrow.list_(pyarrow.struct([*quote, ("quote", pyarrow.string())])),
    }
    return types.get(kind, pyarrow.string())


class _Pieces:
    """A file that keeps what is written until it is taken."""

    closed = False

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing: what is written is there."""

    def close(self) -> None:
        """Nothing: what is left can be taken still."""

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
