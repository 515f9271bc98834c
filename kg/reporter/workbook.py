"""A report as a workbook: a sheet for each table, and one with a row for every sentence of evidence.

Text is written as text, whatever it begins with: nothing in a cell is ever a formula. Numbers are numbers;
each leads to the rows of its evidence, and the cell beside it names the receipts that it counts. Where a sheet would
have more links than a workbook can hold, or an address is too long for one, the text stands without its link.
"""

import io
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple, cast

from kg.errors import OutputError
from kg.reporter.tables import (
    Cell,
    Change,
    Column,
    Count,
    Figure,
    Lines,
    Quotation,
    Receipt,
    Share,
    Survey,
    Table,
    spelled,
)
from kg.reporter.words import Words

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_LONGEST, _ROWS, _ADDRESS, _LINKS = 32_767, 1_048_576, 690, 60_000
"""What a cell, a sheet, a link (2,079, each character perhaps escaped as three) and the links of a sheet can hold."""
_WIDEST = 60


class _Link(NamedTuple):
    """A cell that leads somewhere: a place in the workbook or a web address."""

    said: str | int
    target: str


_Value = str | int | float | _Link | None


class _Column(NamedTuple):
    title: str
    kind: str = "text"


def write(survey: Survey) -> bytes:
    """Write the workbook; the same survey gives the same bytes. Raises `OutputError` where a sheet would overflow."""
    from xlsxwriter import Workbook

    made = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(made, options) as book:
        # A workbook says when it was made; it is made of its content alone.
        book.set_properties({"title": survey.title, "created": datetime(2000, 1, 1)})
        _Sheets(book, survey).write()
    return made.getvalue()


class _Sheets:
    def __init__(self, book: "Workbook", survey: Survey) -> None:
        self._book, self._survey, self._words = book, survey, Words(survey.language)
        self._head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8F1F8", "valign": "top"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._title = book.add_format({"bold": True, "font_size": 16})
        link = {"font_color": "#005A9C", "underline": 1, "valign": "top"}
        self._formats = {
            "count": book.add_format({**link, "num_format": "#,##0"}),
            "rank": book.add_format({"valign": "top"}),
            "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
            "share": book.add_format({"num_format": "0.0%", "valign": "top"}),
            "change": book.add_format({"num_format": "+#,##0;-#,##0;0", "valign": "top"}),
            "link": book.add_format({**link, "text_wrap": True}),
        }
        self._evidence = f"'{self._words('notes')}'"
        self._rows_of, self._figure_rows = self._places()

    def write(self) -> None:
        """Every sheet, in the order of the report; the evidence comes last."""
        self._overview()
        for table in self._survey.tables:
            self._sheet(table.title, *self._flat(table))
        self._sheet(self._words("notes"), self._evidence_columns(), list(self._evidence_rows()))

    def _places(self) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int]]]:
        """The rows of the sheet of evidence (from 2, below the head) that each receipt and each figure has."""
        at, found = 2, []
        for notes in (self._survey.receipts, self._survey.figures):
            places = {}
            for note in notes:
                many = sum(1 for _ in _said(note.quotations))
                places[note.number] = (at, at + many - 1)
                at += many
            found.append(places)
        return found[0], found[1]

    def _overview(self) -> None:
        words, survey = self._words, self._survey
        sheet = self._book.add_worksheet(words("overview"))
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 12)
        sheet.write_string(0, 0, survey.title, self._title)
        titles = {table.key: table.title for table in survey.tables}
        row = 2
        for total in survey.totals:
            sheet.write_string(row, 0, total.title)
            self._put(
                sheet, row, 1, _Link(total.value, f"internal:'{titles.get(total.key, words('notes'))}'!A1"), "count"
            )
            row += 1
        undated = survey.undated
        sheet.write_string(row, 0, words("unknown year"))
        self._put(sheet, row, 1, self._linked(undated), "count")
        sheet.write_string(row, 2, _cut(spelled(undated.receipts)))
        for remark in (*survey.remarks, *(f"{table.title}{words('colon')}{table.remark}" for table in survey.tables)):
            row += 1
            sheet.write_string(row + 1, 0, _cut(remark))

    def _sheet(self, title: str, columns: list[_Column], rows: list[list[_Value]]) -> None:
        if len(rows) >= _ROWS:
            raise OutputError(
                f"sheet {title}", f"{len(rows):,} rows are more than a sheet can hold", "write .html or .md"
            )
        sheet = self._book.add_worksheet(title)
        links = sum(isinstance(value, _Link) for row in rows for value in row)
        for x, column in enumerate(columns):
            sheet.write_string(0, x, column.title, self._head)
            sheet.set_column(x, x, _wide(column, [row[x] for row in rows]))
        for y, row in enumerate(rows, 1):
            for x, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._put(sheet, y, x, value, column.kind, may_link=links < _LINKS)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # years, and what people wrote
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _put(self, sheet: "Worksheet", y: int, x: int, value: _Value, kind: str, *, may_link: bool = True) -> None:
        if isinstance(value, _Link):
            if may_link and len(value.target) <= _ADDRESS:
                sheet.write_url(y, x, value.target, self._formats["link"], _cut(str(value.said)))
            value = value.said
            look = self._formats["count" if isinstance(value, int) else "link"]
        else:
            look = self._formats["number" if kind == "count" else kind] if kind in self._formats else self._text
        if isinstance(value, str):
            sheet.write_string(y, x, _cut(value), look)
        elif value is not None:
            sheet.write_number(y, x, value, look)

    def _flat(self, table: Table) -> tuple[list[_Column], list[list[_Value]]]:
        """A table in plain cells: beside each number what it counts, and a row for each line of a cell."""
        columns: list[_Column] = []
        for column in table.columns:
            columns.append(_Column(*column))
            if column.kind in ("count", "lines"):
                columns.append(_Column(f"{column.title} {self._words('refs')}"))
        rows = [flat for row in table.rows for flat in self._flat_rows(table.columns, row)]
        return columns, rows

    def _flat_rows(self, columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Iterator[list[_Value]]:
        lines = [cast(Lines, cell) for column, cell in zip(columns, row, strict=True) if column.kind == "lines"]
        for found in zip_longest(*lines) if any(lines) else [(None,) * len(lines)]:
            rest, flat = iter(found), list[_Value]()
            for column, cell in zip(columns, row, strict=True):
                if column.kind == "lines":
                    line = next(rest)
                    flat += [line and line.text, line and self._one(line.receipt, line.figure)]
                elif column.kind == "count":
                    flat += [self._linked(cell), spelled(cell.receipts)] if isinstance(cell, Count) else [None, None]
                elif isinstance(cell, Share | Change):
                    flat.append(cell.value)
                else:
                    flat.append(_plain(column, cast(str, cell)))
            yield flat

    def _linked(self, count: Count) -> _Value:
        """A number that leads to the evidence of the first run of its receipts."""
        if not count.receipts:
            return 0
        last = first = count.receipts[0]
        for number in count.receipts[1:]:
            if number != last + 1:
                break
            last = number
        rows = self._rows_of[first][0], self._rows_of[last][1]
        return _Link(count.value, f"internal:{self._evidence}!A{rows[0]}:A{rows[1]}")

    def _one(self, receipt: int, figure: int) -> _Value:
        row = (self._rows_of[receipt] if receipt else self._figure_rows[figure])[0]
        return _Link(str(receipt) if receipt else f"D{figure}", f"internal:{self._evidence}!A{row}")

    def _evidence_columns(self) -> list[_Column]:
        keys = (
            "number",
            "kind",
            "winner",
            "award",
            "edition",
            "year",
            "case",
            "figure",
            "sentence",
            "quote",
            "article",
        )
        columns = [_Column(self._words(key)) for key in keys]
        columns += [
            _Column(self._words("publisher")),
            _Column(self._words("published")),
            _Column(self._words("link"), "link"),
        ]
        return columns

    def _evidence_rows(self) -> Iterator[list[_Value]]:
        """One row for each sentence of each receipt and figure; the number of a receipt is a number."""
        for note in self._survey.receipts:
            for said in _said(note.quotations):
                yield [*self._receipt(note), *self._sentence(said)]
        for figure in self._survey.figures:
            for said in _said(figure.quotations):
                yield [*self._figure(figure), *self._sentence(said)]

    def _receipt(self, note: Receipt) -> list[_Value]:
        words = self._words
        award = " · ".join(filter(None, (note.award or words("unknown award"), note.rank)))
        year: _Value = int(note.year) if note.year else words("unknown year")
        names = words.listed(note.winners) or words("nobody")
        return [
            note.number,
            words("receipt"),
            names,
            award,
            note.edition or note.programme,
            year,
            words.listed(note.cases),
            "",
        ]

    def _figure(self, note: Figure) -> list[_Value]:
        words = self._words
        said = f"{note.measure}{words('colon')}{note.printed}" if note.measure else note.printed
        return [f"D{note.number}", words("figure"), "", "", "", note.period, words.listed(note.cases), said]

    def _sentence(self, said: "_Said") -> list[_Value]:
        if not said.source:
            return [said.sentence, said.quote, "", "", "", ""]
        source = self._survey.sources[said.source - 1]
        url: _Value = _Link(source.url, source.url) if source.url else ""
        return [said.sentence, said.quote, source.title, source.publisher, source.published, url]


def _plain(column: Column, said: str) -> _Value:
    if column.kind == "rank":
        return int(said)
    return _Link(said, said) if column.kind == "link" and said else said


class _Said(NamedTuple):
    source: int
    sentence: str
    quote: str


def _said(quotations: tuple[Quotation, ...]) -> Iterator[_Said]:
    """The sentences of a note with the quotes in them; a note without any has one that is empty."""
    found = False
    for quotation in quotations:
        for passage in quotation.passages:
            found = True
            yield _Said(quotation.source, passage.text, " … ".join(passage.text[a:b] for a, b in passage.marks))
    if not found:
        yield _Said(0, "", "")


def _cut(text: str) -> str:
    return text if len(text.encode("utf-16-le")) // 2 <= _LONGEST else f"{text[: _LONGEST // 2]}…"


def _wide(column: _Column, values: list[_Value]) -> int:
    """How wide a column is to be, in digits; a Chinese character takes two."""
    said = [
        str(value.said) if isinstance(value, _Link) else f"{value}" for value in values[:2_000] if value is not None
    ]
    if column.kind in ("share", "change"):
        said = [""]
    # The arrow of the filter takes room beside the title.
    return min(max([_digits(column.title) + 4, 8, *(_digits(each) + 2 for each in said)]), _WIDEST)


def _digits(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text[: 2 * _WIDEST])
