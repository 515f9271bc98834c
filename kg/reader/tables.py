"""Tables: where each cell of an HTML table stands, merged cells included.

Follows the table model of the HTML Living Standard (4.9.12, forming a table), with bounds for hostile input.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_COLUMNS = 1000
_MOST_ROWS = 10_000
_GROUPS = ("thead", "tbody", "tfoot")


class Cell(NamedTuple):
    """A cell of a table: the rows and columns that it spans, half-open, and whether it is a header."""

    table: int
    rows: tuple[int, int]
    columns: tuple[int, int]
    header: bool


def grid(table: "_Element", number: int) -> "dict[_Element, Cell]":
    """The place of every `td` and `th` of a table; the cells of tables inside it are not its own."""
    placed: dict[_Element, Cell] = {}
    row = 0
    for group in _row_groups(table):
        free: list[int] = []
        end = row + len(group)
        for tr in group:
            _place_row(tr, Cell(number, (row, end), (0, 0), _is_head(tr)), free, placed)
            row += 1
    return placed


def _row_groups(table: "_Element") -> "Iterator[list[_Element]]":
    """The rows of a table, in groups that no cell spans over."""
    loose: list[_Element] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in _GROUPS:
            if loose:
                yield loose
            loose = []
            yield [tr for tr in child if tr.tag == "tr"]
    if loose:
        yield loose


def _is_head(tr: "_Element") -> bool:
    parent = tr.getparent()
    return parent is not None and parent.tag == "thead"


def _place_row(tr: "_Element", row: Cell, free: list[int], placed: "dict[_Element, Cell]") -> None:
    """Place the cells of a row; `free[column]` is the first row in which that column is not taken from above."""
    (top, bottom), column = row.rows, 0
    for element in tr:
        if element.tag not in ("td", "th"):
            continue
        while column < len(free) and free[column] > top:
            column += 1
        wide, high = _spans(element, top, bottom, column)
        free.extend([0] * (column + wide - len(free)))
        if high > 1:
            free[column : column + wide] = [top + high] * wide
        header = row.header or element.tag == "th"
        placed[element] = Cell(row.table, (top, top + high), (column, column + wide), header)
        column += wide


def _spans(element: "_Element", top: int, bottom: int, column: int) -> tuple[int, int]:
    """How many columns and rows a cell spans, within its row group and within bounds."""
    if top > _MOST_ROWS or column > _MOST_COLUMNS:
        return 1, 1
    wide = min(_whole(element.get("colspan"), 1) or 1, _MOST_COLUMNS - column + 1)
    high = _whole(element.get("rowspan"), 1) or bottom
    return wide, max(1, min(high, bottom - top, _MOST_ROWS - top))


def _whole(text: str | None, default: int) -> int:
    digits = (text or "").strip()[:6]
    return int(digits) if digits.isdecimal() else default
