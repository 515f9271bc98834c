"""Places: the divisions of GB/T 2260 and well-known regions, and the names under which they are found."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from kg.errors import RegistryError

_COLUMNS = ("code", "name", "parent", "aliases")


class Place(NamedTuple):
    """A division or region; `parent` is the code of what it lies in directly."""

    code: str
    name: str
    parent: str | None
    aliases: tuple[str, ...]


def read_places(path: Path) -> dict[str, Place]:
    """Read places.csv. Raises `RegistryError` at a wrong column, a repeated code, or a parent that is not there."""
    places: dict[str, Place] = {}
    for line, place in _rows(path):
        if place.code in places:
            raise RegistryError(f"{path}:{line}", f"the code {place.code} stands twice", "remove one")
        places[place.code] = place
    orphan = next((p for p in places.values() if p.parent is not None and p.parent not in places), None)
    if orphan:
        raise RegistryError(path, f"{orphan.name} lies in {orphan.parent}, which is not there", "add it")
    return places


def _rows(path: Path) -> Iterator[tuple[int, Place]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            if tuple(reader.fieldnames or ()) != _COLUMNS:
                raise RegistryError(path, f"the columns are not {','.join(_COLUMNS)}", "mend the first line")
            for row in reader:
                if len(row) != len(_COLUMNS) or None in row.values() or not row["code"] or not row["name"]:
                    raise RegistryError(f"{path}:{reader.line_num}", "a code, a name or a column is missing", "mend it")
                aliases = tuple(row["aliases"].split(";")) if row["aliases"] else ()
                yield reader.line_num, Place(row["code"], row["name"], row["parent"] or None, aliases)
    except OSError as error:
        raise RegistryError(path, error.strerror or "cannot be read", "restore the file") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise RegistryError(path, f"not a CSV file in UTF-8: {error}", "mend the file") from None


class Gazetteer:
    """Finds places by name, and what is around them.

    A place is found by its name, its aliases, and, down to prefectures, its name without suffix (云南, 西双版纳,
    西双版纳州); by each of these after those of a place around it (云南普洱). A province goes before a city that
    shares its short name (吉林, 海南); any other name that two places share finds neither.
    """

    def __init__(self, places: Mapping[str, Place]) -> None:
        self._places = places
        index: defaultdict[str, set[str]] = defaultdict(set)
        for place in places.values():
            for name, found in self._names(place):
                index[name].add(place.code if found else "")
        for place in places.values():
            if _is_province(place):
                index.update((name, {place.code}) for name in _forms(place))
        self._index = dict(index)
        self._forms = frozenset(form for place in self._places.values() for form in _forms(place))

    def find(self, name: str) -> Place | None:
        """The place of this name, None where there is none or more than one."""
        codes = self._index.get("".join(name.split()), set())
        return self._places.get(next(iter(codes))) if len(codes) == 1 else None

    def names(self) -> frozenset[str]:
        """The names by which a text may name a place, without those of the places around it."""
        return self._forms

    def around(self, place: Place) -> tuple[Place, ...]:
        """What a place lies in, from the nearest to the widest; ends where it would begin again."""
        found = [place]
        while (parent := self._places.get(found[-1].parent or "")) and parent not in found:
            found.append(parent)
        return tuple(found[1:])

    def _names(self, place: Place) -> Iterator[tuple[str, bool]]:
        """Every name of a place, and whether it finds it: the short name of a county only makes others ambiguous."""
        forms = _forms(place)
        yield from ((form, True) for form in forms)
        short = _short(place.name)
        if short not in forms:
            yield short, False
        within = [""]
        for wider in self.around(place):
            within = [f"{outer}{inner}" for outer in _forms(wider) for inner in ("", *within) if inner or outer]
            yield from ((f"{prefix}{form}", True) for prefix in within for form in forms)


def _is_province(place: Place) -> bool:
    return place.code.endswith("0000")


def _forms(place: Place) -> tuple[str, ...]:
    """The names that find a place: as listed, and without suffix where it is a province or prefecture."""
    forms = [place.name, *place.aliases]
    if place.code.endswith("00"):
        short = _short(place.name)
        forms += [short, f"{short}州"] if place.name.endswith("自治州") else [short]
    return tuple(dict.fromkeys(forms))


_PEOPLES = (
    "壮族|回族|维吾尔|朝鲜族|土家族|苗族|藏族|羌族|彝族|布依族|侗族|哈尼族|傣族|白族|景颇族|傈僳族|蒙古族|蒙古|"
    "柯尔克孜|哈萨克|黎族"
)
_SUFFIX = re.compile(rf"(?<=..)(?:(?:{_PEOPLES})*(?:自治[区州县])|特别行政区|省|市|区|县)$")


def _short(name: str) -> str:
    """A name without its suffix, where two characters or more are left.

    >>> _short("西双版纳傣族自治州"), _short("普洱市"), _short("广西壮族自治区"), _short("忠县")
    ('西双版纳', '普洱', '广西', '忠县')
    """
    return _SUFFIX.sub("", name)
