"""The day on which an award was conferred or announced, where the article prints it.

A day stands in the sentence that confers, or in the one right before it if that announces a result. Its year is
printed with it or follows from the day of publication, which is the same or later. A day that only says when
something was reported, began or ended is none; two days in a sentence say too little.

今日 and 昨日 are days too, counted from the day of publication. 日前, 近日 and the like say that it was on that day at
the latest, and nothing more: how long before, they leave open. Such a word counts where it opens the sentence that
confers, or the one before it that announces a result, with nothing else told in between. 当日 is a day told before.
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


_LATELY = re.compile(
    r"(?:(?P<today>今[日天晨晚])|(?P<yesterday>昨[日天晚])"
    r"|(?<![一二三四五六七八九十两几数多\d月号今当])日前|近日(?!点)|近期|不久前|前不久)(?:上午|下午|晚间?|晚上)?(?!的|起)"
)
_CONFERRED = re.compile(
    r"荣[获膺登]|[斩喜]获|获(?:得|评|颁|授|选)|[摘夺]得|入选|当选|上榜|被(?:评|授|认)|授予|颁[给予发]|揽获|折桂|夺冠"
)
_REVEALED = re.compile(
    r"揭晓|公示|颁奖|颁发|举行|举办|召开|落幕|典礼|盛典"
    r"|(?:榜|名单|评选|结果)[^，。]{0,6}(?:公布|发布|出炉)|(?:公布|发布)[^，。]{0,30}(?:榜|名单|结果|奖)"
)
_SPOILT = re.compile(
    r"获悉|了解到|消息|报道|记者|采访|专访|此前|[曾屡]|早在|去年|前年|往年|历年|多次|连续|先后|累计|将(?!帅|军)|拟|有望"
)
_MEANWHILE = re.compile(
    r"此前|[曾屡]|早在|去年|前年|往年|历年|多次|累计|表示|介绍(?!称?由)|发布[^，。]{0,8}(?:年报|财报|报告|公告)|业绩|开业|成立"
)
_LONGEST_LEAD = 24


class Day(NamedTuple):
    """A day, where it is printed, and whether it was that day or, at the latest, that day."""

    day: date
    region: Region
    is_exact: bool = True


def days(text: str, evidence: Iterable[Sequence[Region]], published: str | None) -> dict[int, Day]:
    """The day of each receipt that has one, by the receipts' places; `evidence` are their regions, in order.

    `published` is the time of publication in ISO 8601.
    """
    if not (_DAY.search(text) or _LATELY.search(text)):
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
    if at < 0:
        return None
    told = [(said[at], _CONFERRED)]
    if at and "\n" not in text[said[at - 1][1] : said[at][0]] and _ANNOUNCED.search(text, *said[at - 1]):
        told.append((said[at - 1], _REVEALED))
    for place, act in told:
        if found := list(_days(text, *place, until)):
            is_one = len({each.day for each in found}) == 1
            return found[0] if is_one and _is_of_act(text, found[0].region.end, place[1], act) else None
    lately = (_lately(text, Region(*place), act, until) for place, act in told if until)
    return next(filter(None, lately), None)


def _is_of_act(text: str, start: int, end: int, act: re.Pattern[str]) -> bool:
    """Whether nothing else happens between a day and the act, and the act is of that day."""
    done = act.search(text, start, end)
    return not (done and _MEANWHILE.search(text, start, done.start()))


def _lately(text: str, sentence: Region, act: re.Pattern[str], until: date) -> Day | None:
    """The day by a word that opens a sentence, where nothing but an announcement stands between it and the act."""
    word = _LATELY.search(text, *sentence)
    done = word and act.search(text, word.end(), sentence.end)
    if not word or not done or _DAY.search(text, *sentence) or _SPOILT.search(text, *sentence):
        return None
    lead = text[sentence.start : word.start()]
    *between, _ = re.split("[，,：:]", text[word.end() : done.start()].lstrip("，,"))
    if len(lead) > _LONGEST_LEAD or re.search("[，,：:]", lead) or not all(map(_REVEALED.search, between)):
        return None
    day = until - timedelta(days=1) if word["yesterday"] else until
    return Day(day, Region(*word.span()), is_exact=bool(word["today"] or word["yesterday"]))


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
