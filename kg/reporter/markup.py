"""A report as one HTML page: to read, to mail and to print. It has no script and asks no network for anything."""

from collections.abc import Iterator
from typing import NamedTuple, cast

from kg.page import render
from kg.reporter.tables import Count, Lines, Passage, Survey, ranges
from kg.reporter.words import Words

_RUNS = 6
"""A number whose receipts make up more runs than this refers to a list of its own at the end."""


class Reference(NamedTuple):
    """What stands behind a number: runs of receipts, or the number of the list that has them."""

    runs: tuple[tuple[int, int], ...]
    list: int = 0


class Back(NamedTuple):
    """Where a note is counted: the title of a table and the ids of its cells."""

    title: str
    ids: tuple[str, ...]


def write(survey: Survey) -> bytes:
    """Write the page as UTF-8."""
    return page(survey).encode("utf-8")


def page(survey: Survey, *, is_framed: bool = False) -> str:
    """The text of the page, to be written as UTF-8 or to stand in a frame (`kg.display.frame`)."""
    words = Words(survey.language)
    lists = _Lists()
    values = {
        "survey": survey,
        "t": words,
        "pieces": _pieces,
        "refer": lists.refer,
        "back": _backlinks(survey),
        "figure_cells": _figure_cells(survey),
        "lists": lists.runs,
    }
    return render("kg.reporter", title=survey.title, style="page.css", values=values, is_framed=is_framed)


class _Lists:
    """The lists that long references lead to, each numbered once."""

    def __init__(self) -> None:
        self.runs: list[list[tuple[int, int]]] = []
        self._known: dict[tuple[int, ...], int] = {}

    def refer(self, count: Count) -> Reference:
        runs = ranges(count.receipts)
        if len(runs) <= _RUNS:
            return Reference(tuple(runs))
        if count.receipts not in self._known:
            self.runs.append(runs)
            self._known[count.receipts] = len(self.runs)
        return Reference((), self._known[count.receipts])


def _pieces(passage: Passage) -> list[tuple[str, bool]]:
    """A passage in pieces, each quoted or not."""
    pieces, at = [], 0
    for start, end in passage.marks:
        pieces += [(passage.text[at:start], False), (passage.text[start:end], True)]
        at = end
    return [piece for piece in (*pieces, (passage.text[at:], False)) if piece[0]]


def _backlinks(survey: Survey) -> list[list[Back]]:
    """For each receipt, the tables that count it."""
    found: list[dict[str, list[str]]] = [{} for _ in survey.receipts]
    for title, place, cell in _cells(survey):
        for number in cell.receipts if isinstance(cell, Count) else [line.receipt for line in cell if line.receipt]:
            found[number - 1].setdefault(title, []).append(place)
    return [[Back(title, tuple(dict.fromkeys(ids))) for title, ids in each.items()] for each in found]


def _figure_cells(survey: Survey) -> dict[int, list[str]]:
    """For each figure, the ids of the cells that show it."""
    found: dict[int, list[str]] = {}
    for _, place, cell in _cells(survey):
        if not isinstance(cell, Count):
            for line in cell:
                if line.figure:
                    found.setdefault(line.figure, []).append(place)
    return found


def _cells(survey: Survey) -> Iterator[tuple[str, str, Count | Lines]]:
    """The cells that refer to notes, with the title of their table and their id."""
    for table in survey.tables:
        kinds = [column.kind for column in table.columns]
        for y, row in enumerate(table.rows, 1):
            for x, (kind, cell) in enumerate(zip(kinds, row, strict=True), 1):
                if kind in ("count", "lines") and not isinstance(cell, str):
                    yield table.title, f"{table.key}-{y}-{x}", cast(Count | Lines, cell)
