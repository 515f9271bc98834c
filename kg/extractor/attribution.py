"""Where an article says of which programme, edition and year an award is, when the award's own words do not say it.

An award takes them from what the article announces elsewhere; that place is evidence of the award as well.
"""

import re
from collections.abc import Iterator

from kg.extractor.outline import Region

_HONOURS = re.compile(r"奖|榜|评选|评审|评比|案例|名单|大赛|竞赛|典范|示范|优秀|年度|荣誉|Award|TOP|best|Best")

_FULL_WIDTH = 0xFF10 - ord("0")
_NEAR = 150
"""So many characters from its award a year may stand without a word of honours beside it."""


def attribution(
    spelled: str, programme: str | None, edition: str | None, year: int | None, own: tuple[Region, ...]
) -> Iterator[Region]:
    """The places that name the programme, with its ordinal and year where they stand there, and the year.

    `spelled` is the text in one spelling (see `orthography`), `own` where the award itself stands. What those places
    say already needs no other.
    """
    words = "\n".join(spelled[region.start : region.end] for region in own)
    said = "".join(f"[{d}{chr(ord(d) + _FULL_WIDTH)}]" for d in str(year)) if year else ""
    if programme and programme not in words and (region := _named(spelled, programme, edition, said, own[0].start)):
        yield region
        words += spelled[region.start : region.end]
    if said and not re.search(said, words) and (region := _dated(spelled, said, own[0].start)):
        yield region


def _named(spelled: str, programme: str, edition: str | None, year: str, at: int) -> Region | None:
    """The programme where the text says most of it: with the year or the ordinal, before the award, near it."""
    which = "|".join(each for each in (year, re.escape(edition or "")) if each)
    before = rf"(?:(?:{which})(?:年度?)?[“‘「『《\"]?\s?)?" if which else ""
    after = rf"(?:[”’」』》\"]?[（(]?{year})?" if year else ""
    found = list(re.finditer(f"{before}{re.escape(programme)}{after}", spelled))
    if not found:
        return None
    best = max(found, key=lambda m: (len(m[0]), m.start() <= at, -abs(m.start() - at)))
    return Region(*best.span())


def _dated(spelled: str, year: str, at: int) -> Region | None:
    """The clause from the year on, before the award where there is one, near it: one of an honour, or a near one."""
    every = list(re.finditer(rf"(?<!\d){year}(?!\d)[^，。；：！？\n]{{0,40}}", spelled))
    found = [m for m in every if _HONOURS.search(m[0])] or [m for m in every if -_NEAR < m.start() - at < _NEAR]
    if not found:
        return None
    best = max(found, key=lambda m: (m.start() <= at, -abs(m.start() - at)))
    return Region(best.start(), best.start() + len(best[0].rstrip()))
