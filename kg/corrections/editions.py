"""The award of a receipt by the programme, edition and year that a person gives it.

A receipt has them of its award: what a person says of them is another award of the same name, one that is known
already or one that is made, and no change for other receipts.
"""

from collections.abc import Callable, Mapping

from pydantic import JsonValue

from kg.facts import Award

FIELDS = ("programme", "edition", "year")
"""The fields of an award that a correction of a receipt may give."""


def split(fields: Mapping[str, JsonValue]) -> tuple[dict[str, JsonValue], dict[str, JsonValue]]:
    """The fields of the receipt itself, and those of its award."""
    own = {name: value for name, value in fields.items() if name not in FIELDS}
    return own, {name: value for name, value in fields.items() if name in FIELDS}


def named_so(said: JsonValue, wanted: Mapping[str, JsonValue], awards: Mapping[str, Award]) -> JsonValue:
    """The id of the one award of this name that has what is wanted; else what was said, for others to make sense of."""
    if said in awards or not wanted:
        return said
    found = [id for id, award in awards.items() if said in (award.name, *award.aliases) and fits(award, wanted)]
    return found[0] if len(found) == 1 else said


def fits(award: Award, wanted: Mapping[str, JsonValue]) -> bool:
    """Whether an award has the programme, edition and year that are wanted; nothing and the empty text are one."""
    return all(_text(getattr(award, name)) == _text(value) for name, value in wanted.items())


def of_edition(
    award: Award,
    wanted: Mapping[str, JsonValue],
    awards: Mapping[str, Award],
    make: Callable[[dict[str, object]], Award],
) -> Award:
    """The award that has what is wanted: this one, a known one that else is the same, or one that `make` makes."""
    if fits(award, wanted):
        return award
    told = {name: value or None for name, value in wanted.items()}
    rest = {name: getattr(award, name) for name in FIELDS if name not in wanted}
    same = (each for each in awards.values() if each.name == award.name and fits(each, {**rest, **wanted}))
    return next(same, None) or make({**{name: getattr(award, name) for name in type(award).model_fields}, **told})


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
