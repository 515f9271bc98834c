"""The registry's tables as values: `organizations.csv`, and `confusable.csv` beside it.

Both are UTF-8 with a header line; several values in a cell are separated by `;`. Every row is checked on reading, by
itself; `kg.registry.checking` compares them.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from kg.errors import RegistryError
from kg.registry.tables import rows

_REMEDY = "mend the row"


def _split(cell: object) -> object:
    return tuple(part for part in cell.split(";") if part) if isinstance(cell, str) else cell


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(pattern=r"^\S(.*\S)?$")]
Names = Annotated[tuple[Name, ...], BeforeValidator(_split)]
Code = Annotated[str, StringConstraints(pattern=r"^(\d{6}\.(SH|SZ|BJ)|\d{5}\.HK)$")]
Wikidata = Annotated[str, StringConstraints(pattern=r"^Q[1-9][0-9]*$")]
_Optional = BeforeValidator(lambda cell: cell or None)


def _checked(code: str) -> str:
    """A legal entity identifier whose last two digits fit the others: ISO 17442, by ISO 7064 MOD 97-10."""
    if int("".join(str(int(letter, 36)) for letter in code)) % 97 != 1:
        raise ValueError("its check digits do not fit")
    return code


Lei = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{18}[0-9]{2}$"), AfterValidator(_checked)]


class FormerName(NamedTuple):
    """A name that an organization no longer uses, and the year in which it changed, if that is known."""

    name: Name
    until: Annotated[int, Field(ge=1800, le=2100)] | None = None


def _formers(cell: object) -> object:
    """Each as `name` or `name@year`, once: 安邦人寿@2019."""
    if not isinstance(cells := _split(cell), list | tuple):
        return cells
    made: dict[object, tuple[object, ...]] = {}
    for name, *year in map(_former, cells):
        made[name] = (name, *year) if any(year) else made.get(name, (name,))
    return tuple(made.values())


def _former(each: object) -> tuple[object, ...]:
    if isinstance(each, tuple):
        return each
    name, at, year = str(each).partition("@")
    return (name, year) if at else (name,)


class Entry(BaseModel):
    """One organization of the registry. An empty value means "not known", not "none".

    `legal_name`, `short_name` and `aliases` belong to this entry alone, and so do `former_names`, which it no longer
    uses. `context_aliases` mean it only where the same text has named it safely before; several entries may share
    one. `english_name` is for display and not for matching.

    `parent` is the id of the organization that it presents itself as a part of: the group for the group's member
    companies, the owner for a company that one of those owns. Where a sister company holds the shares, `holder`
    is the sister's id. `parent_since` is the year of a change of parent: before it, the parent was another or none.

    `wikidata` is an item there, `lei` a legal entity identifier (ISO 17442), where that is known for sure. No name is
    given in traditional characters: `kg.registry.names.fold` takes every name in either script.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    legal_name: Name
    short_name: Name
    english_name: Annotated[Name | None, _Optional] = None
    aliases: Names = ()
    context_aliases: Names = ()
    former_names: Annotated[tuple[FormerName, ...], BeforeValidator(_formers)] = ()
    kind: Id
    stock_codes: Annotated[tuple[Code, ...], BeforeValidator(_split)] = ()
    parent: Annotated[Id | None, _Optional] = None
    parent_since: Annotated[int | None, _Optional] = None
    holder: Annotated[Id | None, _Optional] = None
    wikidata: Annotated[Wikidata | None, _Optional] = None
    lei: Annotated[Lei | None, _Optional] = None

    @property
    def formerly(self) -> tuple[str, ...]:
        """The names that it no longer uses, without their years."""
        return tuple(each.name for each in self.former_names)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that means this entry wherever it stands: legal, short, other and former ones, each once."""
        return tuple(dict.fromkeys((self.legal_name, self.short_name, *self.aliases, *self.formerly)))


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
