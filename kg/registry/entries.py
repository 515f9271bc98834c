"""The registry's tables as values: `organizations.csv`, and `confusable.csv` beside it.

Both are UTF-8 with a header line; several values in a cell are separated by `;`. Every row is checked on reading, by
itself; `kg.registry.checking` compares them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from kg.errors import RegistryError
from kg.registry.tables import rows

_REMEDY = "mend the row"


def _split(cell: object) -> object:
    return tuple(part for part in cell.split(";") if part) if isinstance(cell, str) else cell


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Names = Annotated[tuple[Name, ...], BeforeValidator(_split)]
Code = Annotated[str, StringConstraints(pattern=r"^(\d{6}\.(SH|SZ|BJ)|\d{5}\.HK)$")]
_Optional = BeforeValidator(lambda cell: cell or None)


class Entry(BaseModel):
    """One organization of the registry. An empty value means "not known", not "none".

    `legal_name`, `short_name` and `aliases` belong to this entry alone, and so do `former_names`, which it no longer
    uses. `context_aliases` mean it only where the same text has named it safely before; several entries may share
    one. `english_name` is for display and not for matching.

    `parent` is the id of the organization that it presents itself as a part of: the group for the group's member
    companies, the owner for a company that one of those owns. Where a sister company holds the shares, `holder`
    is the sister's id. `parent_since` is the year of a change of parent: before it, the parent was another or none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    legal_name: Name
    short_name: Name
    english_name: Annotated[Name | None, _Optional] = None
    aliases: Names = ()
    context_aliases: Names = ()
    former_names: Names = ()
    kind: Id
    stock_codes: Annotated[tuple[Code, ...], BeforeValidator(_split)] = ()
    parent: Annotated[Id | None, _Optional] = None
    parent_since: Annotated[int | None, _Optional] = None
    holder: Annotated[Id | None, _Optional] = None

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this entry wherever it stands: legal, short, other and former ones, each once."""
        return tuple(dict.fromkeys((self.legal_name, self.short_name, *self.aliases, *self.former_names)))


def read_entries(path: Path) -> Iterator[tuple[str, Entry]]:
    """Read `organizations.csv`, each row with its place. Raises `RegistryError`: the line, the fault and the remedy."""
    for where, row in rows(path, tuple(Entry.model_fields)):
        yield where, entry(where, row)


def entry(where: str, row: Mapping[str, Any]) -> Entry:
    """The entry of a row. Raises `RegistryError` where a cell breaks the rules of its column."""
    try:
        return Entry.model_validate(row)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise RegistryError(
            where, f"{fault['loc'][0]}: {fault['msg']} (it is {_shown(fault['input'])})", _REMEDY
        ) from None


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:80]}…"


def read_confusable(path: Path, known: frozenset[str]) -> frozenset[frozenset[str]]:
    """Read `confusable.csv`, the pairs of ids that must never be merged; empty where there is no such file."""
    if not path.exists():
        return frozenset()
    pairs: set[frozenset[str]] = set()
    for where, row in rows(path, ("a_id", "b_id", "why")):
        pair = frozenset((row["a_id"], row["b_id"]))
        if len(pair) != 2 or not pair <= known:
            raise RegistryError(where, f"{row['a_id']!r}, {row['b_id']!r} are not two ids of the registry", _REMEDY)
        pairs.add(pair)
    return frozenset(pairs)
