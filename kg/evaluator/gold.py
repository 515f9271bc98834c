"""Gold files: what a person says that an article states, one JSON file an article.

::

    {"document": "x.md",
     "receipts": [{"recipients": [["远溪银行", "远溪银行股份有限公司"]],
                   "award": ["金鲤奖"], "programme": ["2023年度金融风云榜"], "year": 2023, "case": ["夜校计划"]}],
     "organizations": [["远溪银行", "远溪银行股份有限公司"], ["远溪集团"]],
     "parents": [[["远溪银行"], ["远溪集团"]]],
     "figures": [{"case": ["夜校计划"], "value": 1200, "unit": ["人", "人次"]}],
     "must_not": ["金鲤"],
     "notes": "free text"}

A name is the list of its forms that count as right: as printed, and the full or short form where that is well known.
One receipt is one winner, or one joint win, of one award for one case; `case`, `programme` and `year` are null where
the article gives none. `organizations` are all that take part in an award, `parents` pairs of child and parent,
`figures` those of the cases that were honoured, `must_not` strings that must not come out as the name of an
organization or award. Everything but `document` may be left out: an article that confers nothing has no receipts, and
each one found in it is wrong.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from kg.errors import GoldError
from kg.facts.documents import first_fault
from kg.facts.models import Name, Number

SUFFIX = ".gold.json"
"""How the name of a gold file ends; what stands before is the stem of its article."""

Forms = Annotated[tuple[Name, ...], Field(min_length=1)]
"""The forms of one name that count as right, the first as it is shown."""


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class GoldReceipt(_Model):
    """One winner, or the winners of one joint win, of one award for one case."""

    recipients: Annotated[tuple[Forms, ...], Field(min_length=1)]
    award: Forms
    programme: Forms | None = None
    year: int | None = None
    case: Forms | None = None


class GoldFigure(_Model):
    """A quantity that the article states of a case that was honoured; a range counts by its lower end."""

    case: Forms | None = None
    value: Number
    unit: Annotated[tuple[str, ...], BeforeValidator(_as_list), Field(min_length=1)]


class Gold(_Model):
    """What one article states. `document` is the file name of the article."""

    document: Name
    receipts: tuple[GoldReceipt, ...] = ()
    organizations: tuple[Forms, ...] = ()
    parents: tuple[tuple[Forms, Forms], ...] = ()
    figures: tuple[GoldFigure, ...] = ()
    must_not: tuple[Name, ...] = ()
    notes: str = ""


def load_golds(source: Path) -> Iterator[tuple[str, Gold] | GoldError]:
    """Read the gold files of a folder in order, or the one file that is named, each with the name of its article.

    A file that cannot be used comes as the error. Raises `GoldError` where there is none at all.
    """
    try:
        paths = sorted(source.glob(f"*{SUFFIX}")) if source.is_dir() else [source]
    except OSError as error:
        raise GoldError(source, (error.strerror or "it cannot be read").lower(), "allow it to be read") from None
    if not paths:
        raise GoldError(source, f"the folder holds no *{SUFFIX}", "name a folder of gold files, or one of them")
    for path in paths:
        try:
            yield path.name.removesuffix(SUFFIX), _load(path)
        except GoldError as error:
            yield error


def _load(path: Path) -> Gold:
    try:
        return Gold.model_validate(json.loads(path.read_bytes(), parse_float=Decimal))
    except OSError as error:
        raise GoldError(path, (error.strerror or "it cannot be read").lower(), "name an existing gold file") from None
    except ValidationError as error:
        raise GoldError(path, *first_fault(error)) from None
    except (ValueError, RecursionError) as error:
        raise GoldError(path, f"it is no JSON ({error})", "mend it") from None
