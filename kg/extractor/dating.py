"""The day on which an award was conferred or announced, where the article prints it.

A day stands in the sentence that confers, or in the one right before it if that announces a result. Its year is
printed with it or follows from the day of publication, which is the same or later. A day that only says when
something was reported, began or ended is none; two days in a sentence say too little.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from kg.extractor.outline import Region
from kg.sentences import sentences

_DAY = re.compile(r"(?:(?P<year>(?:19|20)\d\d)年)?(?P<month>1[0-2]|0?[1-9])月(?P<day>3[01]|[12]\d|0?[1-9])日")
_NOT_BEFORE = re.compile(
    r"(?:截至|截止|截至目前|自|从|至|到|[-—–~]|成立于|创立于|上市于|成立|生于|始于|由|原定于?|将于|定于|计划于?|预计)$"
)
_NOT_AFTER = re.compile(
    r"\s*(?:至|到|[-—–~]|起|前|以来|止|之前|之后|期间"
    r"|[^，。]{0,6}(?:电|讯|报道|消息|公告|披露)|(?:记者)?(?:[，,]?(?:记者)?从[^，。]{2,20})?(?:获悉|了解到|悉)"
    r"|[^，。]{0,4}(?:成立|上线|上市|推出|启动|生效|施行))"
)
_ANNOUNCED = re.compile(r"揭晓|公布|公示|颁奖|颁发|举行|举办|发布|出炉|落幕|典礼|盛典")
_LONGEST_AGO = timedelta(days=200)


class Day(NamedTuple):
    """A day, and where it is printed."""

    day: date
    region: Region


def days(text: str, evidence: Iterable[Sequence[Region]], published: str | None) -> dict[int, Day]:
    """The day of each receipt that has one, by the receipts' places; `evidence` are their regions, in order.

    `published` is the time of publication in ISO 8601.
    """
    if not _DAY.search(text):
        return {}
    said = list(sentences(text))
    starts = [start for start, _ in said]
    until = _published(published)
    found: dict[int, Day] = {}
    for number, regions in enumerate(evidence):
        if regions and (day := _day_of(text, said, bisect_right(starts, regions[0].start) - 1, until)):
            found[number] = day
    return found


def _published(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _day_of(text: str, said: Sequence[tuple[int, int]], at: int, until: date | None) -> Day | None:
    here = list(_days(text, *said[at], until)) if at >= 0 else []
    if not here and at > 0 and "\n" not in text[said[at - 1][1] : said[at][0]]:
        before = text[slice(*said[at - 1])]
        here = list(_days(text, *said[at - 1], until)) if _ANNOUNCED.search(before) else []
    return here[0] if len({each.day for each in here}) == 1 else None


def _days(text: str, start: int, end: int, until: date | None) -> Iterator[Day]:
    for match in _DAY.finditer(text, start, end):
        if _NOT_BEFORE.search(text[max(start, match.start() - 5) : match.start()]) or _NOT_AFTER.match(
            text, match.end(), end
        ):
            continue
        if day := _dated(match, until):
            yield Day(day, Region(*match.span()))


def _dated(match: re.Match[str], until: date | None) -> date | None:
    """The day that is meant; without a printed year the last one before the article came out."""
    year = int(match["year"]) if match["year"] else until.year if until else None
    if year is None:
        return None
    try:
        day = date(year, int(match["month"]), int(match["day"]))
        if not match["year"] and until and day > until:
            day = day.replace(year=year - 1)
    except ValueError:
        return None
    if until and (day > until or until - day > _LONGEST_AGO):
        return None
    return day
