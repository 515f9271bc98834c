"""Where a case took place: names of provinces, prefectures and regions in the passages about it.

Works on masked text, so that 云南 in the name of a company is no place. Names come from the gazetteer of the ontology;
a name of two characters counts only beside words for places (在普洱, 普洱等地), since many are ordinary words.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from kg.extractor.outline import Region

_MARKED_BEFORE = re.compile(r"(?:[在于到至从和与及、赴往驻]|走进|覆盖|深入|落地|来自)$")
_MARKED_AFTER = re.compile(r"[省市、]|等地|两地|地区|一带|各地|全省|全市|山区|当地|的")


def find_places(masked: str, regions: Iterable[Region], names: frozenset[str]) -> tuple[str, ...]:
    """Find the known names of places, each once, in order of the text."""
    pattern = _pattern(names)
    found: dict[str, None] = {}
    for region in regions:
        for match in pattern.finditer(masked, *region):
            marked = _MARKED_BEFORE.search(masked, max(region.start, match.start() - 4), match.start())
            if len(match[0]) > 2 or marked or _MARKED_AFTER.match(masked, match.end()):
                found[match[0]] = None
    return tuple(found)


@lru_cache(maxsize=4)
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=lambda name: (-len(name), name)))))
