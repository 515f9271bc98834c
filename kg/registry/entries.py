"""The registry's tables as values: `organizations.csv`, and `confusable.csv` beside it.

Both are UTF-8 with a header line; several values in a cell are separated by `;`. Every row is checked on reading:
ids that are safe in an IRI, names that belong to one row alone, parents that exist, no circle of parents.
"""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from kg.errors import RegistryError
from kg.registry.names import key
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


def read_entries(path: Path) -> tuple[Entry, ...]:
    """Read `organizations.csv`. Raises `RegistryError` that names the line, the fault and the remedy."""
    entries: dict[str, Entry] = {}
    owners: dict[str, str] = {}
    for where, row in rows(path, tuple(Entry.model_fields)):
        entry = _entry(where, row)
        if entry.id in entries:
            raise RegistryError(where, f"the id {entry.id!r} stands twice", "give each row its own id")
        entries[entry.id] = entry
        for name in entry.names:
            owner = owners.setdefault(key(name), entry.id)
            if owner != entry.id:
                raise RegistryError(where, f"{name!r} is also a name of {owner!r}", "move it to context_aliases")
    for entry in entries.values():
        _check_relatives(path, entry, entries)
    return tuple(entries.values())


def _entry(where: str, row: dict[str, str]) -> Entry:
    try:
        return Entry.model_validate(row)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        raise RegistryError(where, f"{fault['loc'][0]}: {fault['msg']} (it is {fault['input']!r})", _REMEDY) from None


def _check_relatives(path: Path, entry: Entry, entries: dict[str, Entry]) -> None:
    for field, relative in (("parent", entry.parent), ("holder", entry.holder)):
        if relative is not None and relative not in entries:
            said = f"{entry.id}: no row has the {field}'s id {relative!r}"
            raise RegistryError(path, said, "add it or empty the cell")
    seen = {entry.id}
    parent = entry.parent
    while parent is not None:
        if parent in seen:
            raise RegistryError(path, f"{entry.id}: its parents go in a circle through {parent!r}", "empty one parent")
        seen.add(parent)
        parent = entries[parent].parent


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
