"""What people decided about who is who: a table of names, read and replayed on every build.

CSV in UTF-8 with a header line, as any spreadsheet writes it. The columns `name`, `other`, `verdict`, `by` and `at`
must be there, `note` may be; what other columns hold (the reasons and sentences of a draft) is not read. A row
without a verdict is not decided. `other` is empty where a name is `new`; it may be an id of the registry.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from kg.errors import CorrectionsError
from kg.facts import Moment
from kg.reconciler.bearers import Pair
from kg.reconciler.census import REGISTERED
from kg.registry import Registry, key

COLUMNS = ("name", "other", "verdict", "by", "at", "note")
_NEEDED = COLUMNS[:5]
_LARGEST = 8 * 1024 * 1024
_MOMENT = TypeAdapter(Moment)
_DAY = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})")


class Verdict(StrEnum):
    """Two names are one organization, or two; or a name is an organization of its own, none of those proposed."""

    SAME = "same"
    DIFFERENT = "different"
    NEW = "new"


class Ruling(NamedTuple):
    """A row of a decisions file, with its place: `file:line`. `at` is a day or a moment in ISO 8601."""

    where: str
    name: str
    other: str
    verdict: Verdict
    by: str
    at: str
    note: str


class Decided(NamedTuple):
    """The rulings of a file; the path as it was named, the SHA-256 and the bytes."""

    path: str = ""
    sha256: str = ""
    rulings: tuple[Ruling, ...] = ()
    raw: bytes = b""

    def of(self, verdict: Verdict) -> Iterator[Ruling]:
        """The rulings of a verdict, in the order of the file."""
        return (ruling for ruling in self.rulings if ruling.verdict is verdict)

    def named(self, path: str) -> "Decided":
        """The same, as a file of another name has it, of which this one is a copy."""
        places = (f"{path}{ruling.where.removeprefix(self.path)}" for ruling in self.rulings)
        rulings = (ruling._replace(where=where) for ruling, where in zip(self.rulings, places, strict=True))
        return self._replace(path=path, rulings=tuple(rulings))


def load_decisions(path: Path, registry: Registry) -> Decided:
    """Load a decisions file.

    Raises `CorrectionsError` with the line where a row cannot be used or contradicts others: two names that are the
    same, be it through third ones, and different; two entries of the registry that are the same.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= _LARGEST else None
    except OSError as error:
        said = (error.strerror or "cannot be read").lower()
        raise CorrectionsError(path, said, "name a file of decisions, as `kg resolve -o` writes it") from None
    if raw is None:
        raise CorrectionsError(path, "the file is larger than 8 MB", "keep the rows that are decided")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CorrectionsError(path, "the file is not UTF-8", "save it as CSV UTF-8") from None
    rulings = tuple(_rulings(text, str(path)))
    refuse_contradictions(rulings, registry)
    return Decided(str(path), hashlib.sha256(raw).hexdigest(), rulings, raw)


def _rulings(text: str, path: str) -> Iterator[Ruling]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        missing = [column for column in _NEEDED if column not in header]
        if missing:
            raise CorrectionsError(f"{path}:1", f"there is no column {missing[0]!r}", f"begin with {','.join(COLUMNS)}")
        twice = [column for column in COLUMNS if header.count(column) > 1]
        if twice:
            raise CorrectionsError(f"{path}:1", f"there are two columns {twice[0]!r}", "keep one of them")
        before = reader.line_num
        for cells in reader:
            where, before = f"{path}:{before + 1}", reader.line_num
            row = {name: _cell(cell) for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
            if row.get("verdict"):
                yield _ruling(where, row)
    except csv.Error as error:
        raise CorrectionsError(f"{path}:{reader.line_num}", f"this is no CSV: {error}", "mend the row") from None


def _cell(cell: str) -> str:
    """A cell as it was meant: without the apostrophe that keeps spreadsheets from computing it."""
    text = " ".join(cell.split())
    return text[1:] if text[:1] == "'" and text[1:2] in tuple("=+-@") else text


def _ruling(where: str, row: Mapping[str, str]) -> Ruling:
    said = row["verdict"].lower()
    if said not in list(Verdict):
        raise CorrectionsError(where, f"{row['verdict']!r} is no verdict", "write same, different or new")
    verdict = Verdict(said)
    needed = [column for column in _NEEDED if column != "other" or verdict is not Verdict.NEW]
    if empty := [column for column in needed if not row.get(column)]:
        raise CorrectionsError(where, f"{empty[0]} is empty", f"a row that is {verdict} needs it")
    return Ruling(where, row["name"], row.get("other", ""), verdict, row["by"], _at(where, row["at"]), _note(row))


def _note(row: Mapping[str, str]) -> str:
    return row.get("note", "")


def _at(where: str, text: str) -> str:
    day = _DAY.fullmatch(text)
    try:
        return _MOMENT.validate_python(f"{day[1]}-{int(day[2]):02}-{int(day[3]):02}" if day else text)
    except ValidationError:
        raise CorrectionsError(where, f"at is {text!r}", "write a day as 2026-11-23") from None


def bearer(name: str, registry: Registry) -> str:
    """Whom a name in a decisions file means: an entry of the registry by id or name, else who has the name itself."""
    entry = registry.get(name) if name in registry else registry.resolve(name)
    return f"{REGISTERED}{entry.id}" if entry else key(name)


def pairs(rulings: Iterable[Ruling], registry: Registry) -> Iterator[tuple[Ruling, Pair]]:
    """Each ruling about two names with the two that it is about."""
    for ruling in rulings:
        if ruling.verdict is not Verdict.NEW:
            yield ruling, (bearer(ruling.name, registry), bearer(ruling.other, registry))


def refuse_contradictions(rulings: tuple[Ruling, ...], registry: Registry) -> None:
    """Raise `CorrectionsError` where rulings cannot all be true, whatever the articles say."""
    said = list(pairs(rulings, registry))
    joined: dict[str, str] = {}

    def one(bearer: str) -> str:
        """Who stands for all that are one with somebody: the entry of the registry, if there is one."""
        while (above := joined.get(bearer, bearer)) != bearer:
            joined[bearer] = bearer = joined.get(above, above)
        return bearer

    for ruling, pair in said:
        if ruling.verdict is Verdict.SAME:
            # what is registered sorts behind by this key, and stands for both
            below, above = sorted(map(one, pair), key=lambda each: each.startswith(REGISTERED))
            if below != above and below.startswith(REGISTERED):
                ids = " and ".join(sorted(each.removeprefix(REGISTERED) for each in (below, above)))
                what = f"it makes one of {ids}, which the registry tells apart"
                raise CorrectionsError(ruling.where, what, "take this row out, or one that it joins")
            joined[below] = above

    def same(bearer: str) -> str:
        """The rows that say who is one with somebody."""
        rows = (r.where for r, (a, _) in said if r.verdict is Verdict.SAME and one(a) == one(bearer))
        return ", ".join(rows)

    for ruling, (a, b) in said:
        if ruling.verdict is Verdict.DIFFERENT and one(a) == one(b):
            what = f"{ruling.name} and {ruling.other} are different here and the same in {same(a) or 'name'}"
            raise CorrectionsError(ruling.where, what, "take one of these rows out")
    for ruling in rulings:
        entry = one(bearer(ruling.name, registry))
        if ruling.verdict is Verdict.NEW and entry.startswith(REGISTERED) and (rows := same(entry)):
            what = f"{ruling.name} is new here and the same as {entry.removeprefix(REGISTERED)} in {rows}"
            raise CorrectionsError(ruling.where, what, "take one of these rows out")
