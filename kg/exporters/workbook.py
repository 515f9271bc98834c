"""Tables as an Excel workbook: a sheet for each, for people to read, filter and count.

Text is written as text, whatever it begins with: no cell is a formula. Several values stand with `; ` between them,
evidence as its quotes with line feeds between; the sheet of evidence has each with its place. Numbers are those of
Excel, of about 15 digits; the text beside each is exact.
"""

import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import FormatError
from kg.exporters.described import Described, described
from kg.exporters.tables import TABLES, Table, Value
from kg.folder import temporary
from kg.terms import Quad

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_LONGEST, _ROWS = 32_767, 1_048_576
"""What a cell and a sheet can hold."""


_FIRST = date(1900, 3, 1)
"""The first day that all spreadsheets count alike; those before are texts."""


def workbook(quads: Iterable[Quad]) -> Iterator[bytes]:
    """The tables of a graph as one workbook. Raises `FormatError` where a sheet would overflow."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxFileError

    with temporary():
        beside = tempfile.TemporaryDirectory()
    with beside as folder, described(quads) as graph:
        path = Path(folder) / "tables.xlsx"
        with temporary((OSError, XlsxFileError)):
            # rows go to disk as they come; and the workbook does not say when it was made
            book = Workbook(path, {"constant_memory": True, "tmpdir": folder})
            book.set_properties({"created": datetime(2000, 1, 1)})
            head, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
            try:
                for table in TABLES:
                    _write(book, table, graph, head, day)
            except FormatError:
                book.close()
                raise
            book.close()  # not where the disk is full: it would fail again
        with path.open("rb") as file:
            while piece := file.read(1 << 16):
                yield piece


def _write(book: "Workbook", table: Table, graph: Described, head: "Format", day: "Format") -> None:
    sheet = book.add_worksheet(table.name)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, column.name, head)
    count = 0
    for count, row in enumerate(table.rows(graph), start=1):
        if count >= _ROWS:
            raise FormatError(
                table.name, f"a sheet holds {_ROWS} rows and this table has more", "choose csv or parquet"
            )
        for place, said in enumerate(row.values()):
            if isinstance(said, int | Decimal):
                sheet.write_number(count, place, float(said))
            elif isinstance(said, date) and said >= _FIRST:
                sheet.write_datetime(count, place, said, day)
            elif said:
                sheet.write_string(count, place, _text(said))
    sheet.autofilter(0, 0, count, len(table.columns) - 1)


def _text(said: Value) -> str:
    """A text, or texts or quotes in one, cut visibly where a cell cannot hold it."""
    if isinstance(said, list):
        quotes = [each if isinstance(each, str) else str(each["quote"] or "") for each in said]
        said = ("; " if isinstance(said[0], str) else "\n").join(quotes)
    text = str(said)
    # a cell counts units of UTF-16
    return text if len(text.encode("utf-16-le")) <= 2 * _LONGEST else text[: _LONGEST // 2] + "…"
