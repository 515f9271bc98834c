"""Tables as CSV: UTF-8 without a byte order mark, quoted as RFC 4180 has it, nothing changed.

A list is a JSON array, evidence an array of objects; what is unknown is an empty cell, a list of nothing too. This is
for programs: a spreadsheet would run a cell that begins with `=`, so for Excel there is `workbook`.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from itertools import islice

from kg.exporters.described import Described, described
from kg.exporters.tables import TABLES, Table, Value
from kg.terms import Quad, plain

_ROWS = 256
_TO_QUOTE = re.compile('[",\r\n]|^\\s|\\s$|^$')


def csv(quads: Iterable[Quad]) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The tables of a graph as CSV files."""
    with described(quads) as graph:
        for table in TABLES:
            yield f"{table.name}.csv", _file(table, graph)


def _file(table: Table, graph: Described) -> Iterator[bytes]:
    yield line(column.name for column in table.columns).encode()
    lines = (line(map(cell, row.values())) for row in table.rows(graph))
    while piece := "".join(islice(lines, _ROWS)):
        yield piece.encode("utf-8")


def line(cells: Iterable[str | None]) -> str:
    """Cells as a line; None is a cell without anything, an empty text one with quotes."""
    return ",".join("" if each is None else _quoted(each) for each in cells) + "\r\n"


def cell(said: Value) -> str | None:
    """A value as text: ISO 8601, plain decimals, JSON."""
    if isinstance(said, list):
        return json.dumps(said, ensure_ascii=False) if said else None
    if isinstance(said, Decimal):
        return plain(said)
    return str(said) if isinstance(said, int | date) else said


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _TO_QUOTE.search(text) else text
