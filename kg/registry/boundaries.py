"""Where a name's characters are something else: `boundaries.csv`, one row an idea.

Columns: `names`, separated by `;`, where `*人寿` is every name that ends so and `人保*` every one that begins so;
`not_after` and `not_before`, patterns of what makes something else of them right before or right after; `examples`,
texts separated by `;` in which they are not the organization; `why`. Names and patterns see the text as
`kg.registry.names.fold` leaves it: simplified, half-width, lower case.
"""

import re
from pathlib import Path
from typing import NamedTuple

from kg.errors import RegistryError
from kg.registry.tables import rows

_COLUMNS = ("names", "not_after", "not_before", "examples", "why")
_REACH = 12
"""How many characters before a name a pattern may look at."""


class Boundary(NamedTuple):
    """What must not stand right before or right after some names."""

    names: tuple[str, ...]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None
    examples: tuple[str, ...] = ()

    def forbids(self, text: str, start: int, end: int) -> bool:
        """Whether the characters around `text[start:end]` make something else of it; `text` is folded."""
        if self.not_after and self.not_after.search(text, max(0, start - _REACH), start):
            return True
        return bool(self.not_before and self.not_before.match(text, end))


def read_boundaries(path: Path) -> tuple[Boundary, ...]:
    """Read `boundaries.csv`; empty where there is no such file. Raises `RegistryError`."""
    if not path.exists():
        return ()
    return tuple(_boundary(where, row) for where, row in rows(path, _COLUMNS))


def _boundary(where: str, row: dict[str, str]) -> Boundary:
    names, before, after = _split(row["names"]), row["not_after"], row["not_before"]
    if not names or not (before or after):
        raise RegistryError(where, "the row says nothing", "give names, and not_after or not_before")
    return Boundary(
        names,
        _pattern(where, f"(?:{before})$" if before else ""),
        _pattern(where, after),
        _split(row["examples"]),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _pattern(where: str, text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text) if text else None
    except re.error as error:
        raise RegistryError(where, f"{text!r} is no pattern: {error}", "mend the pattern") from None
