"""Tables for people, with columns of the right width in Chinese too; query solutions with prefixed names."""

from collections.abc import Iterable, Sequence
from typing import TextIO

from kg.store import Solutions
from kg.terms import shown


def print_solutions(solutions: Solutions, stream: TextIO) -> None:
    """Print the solutions of a SELECT query, one a row, and how many there are."""
    rows = print_table(solutions.variables, (tuple(map(shown, row)) for row in solutions.rows), stream)
    stream.write(f"{rows} {'row' if rows == 1 else 'rows'}\n")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], stream: TextIO) -> int:
    """Print rows under the names of their columns, and return how many there were. Only a terminal folds them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    wide = None if stream.isatty() else 10_000
    Console(file=stream, width=wide, highlight=False).print(table)
    return table.row_count
