"""Programmes: the contests, lists and schemes that an article announces, which the awards of it belong to.

A programme is named with a year or an ordinal, or in quotes before 评选, 揭晓 and the like. Works on masked text (see
`masking`), with the grammar of `awards`. Which award belongs to which is for `belonging`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extractor.awards import CONTEST, ORDINAL, bare_name, is_award_name, year_of
from kg.extractor.masking import QUOTED, TITLE


class Programme(NamedTuple):
    """A contest, list or scheme as the article names it."""

    start: int
    end: int
    name: str
    year: int | None
    edition: str | None


_ANNOUNCED = (
    r"(?:评选|评审|征集|评比|入选)?(?:活动)?(?:结果|名单|榜单)?(?:正式|新鲜|隆重|日前|近日)?(?:出炉|揭晓"
    r"|公布|发布|落幕|举行|收官|颁奖|结束|评选|征集|名单|榜单|榜|颁奖礼|颁奖典礼|年度观察|公示)"
)
_QUOTED_PROGRAMME = re.compile(rf"(?P<title>{TITLE})(?P<after>{_ANNOUNCED})?")
_NAMED_PROGRAMME = re.compile(
    rf"(?P<name>(?:第[一二三四五六七八九十百\d]+[届屆]|首[届屆]|(?:(?:19|20)\d\d"
    rf"|[２][０][０-９]{{2}})(?:年度|年)?)[^，。；：、\n（）()\d]{{2,30}}?"
    rf"(?:{CONTEST}|案例征集|优秀案例|创新案例|价值榜|名单|最佳实践|年度观察|奖))"
)

_WHOLE = re.compile(
    r"(?:(?<=[，。；：！？\n在])|(?<=主办的)|(?<=举办的)|(?<=公布的)|(?<=揭晓的)|(?<=举行的)|(?<=召开的)|(?<=颁发的)|(?<=近日)|(?<=日前)|^)(?:在|近日|日前)?"
    r"(?P<name>[^，。；：！？、\n（）()\d\s的获被在“”]{2,18}(?:奖|金榜|大赛))"
    r"(?=(?:评选|评审|评比)(?:活动|结果|中|揭晓|公布|出炉|落幕)|颁奖(?:典礼|盛典|礼|仪式|大会|结果)"
    r"|(?:结果|榜单)(?:揭晓|公布|出炉))"
    r"|(?:[摘夺获捧斩][得获]|荣获|喜获|荣膺|揽获|收获|获)"
    r"(?P<won>[^，。；：！？、\n（）()\d\s的获被在“”]{2,18}奖)(?=[“「])"
)
"""One without year or ordinal: at the start of a clause (近日，某某奖颁奖典礼举行), or before its quoted award."""


def find_programmes(text: str, masked: str) -> tuple[Programme, ...]:
    """Find the programmes that a text announces, in order."""
    found = [*_quoted_programmes(text, masked), *_named_programmes(text, masked), *_english_programmes(text)]
    taken = [(each.start, each.end) for each in found]
    bare = (each for each in _bare_programmes(masked) if not any(s < each.end and each.start < e for s, e in taken))
    return tuple(sorted((*found, *bare)))


def _bare_programmes(masked: str) -> Iterator[Programme]:
    for match in _WHOLE.finditer(masked):
        group = "name" if match["name"] else "won"
        if QUOTED not in match[group] and match[group] not in _ANY:
            yield Programme(*match.span(group), match[group], None, None)


_ANY = frozenset(
    ["本次大赛", "本届大赛", "此次大赛", "该大赛", "本大赛", "这次大赛", "该奖", "本奖", "大奖", "各大奖", "各类奖"]
)


_YEAR_RIGHT_BEFORE = re.compile(r"(?:(?:19|20)\d\d|２０[０-９]{2})年?度?$")
_ENDS_AS_PROGRAMME = re.compile(rf"(?:{CONTEST}|案例|典范|实践|观察)\s?(?:(?:19|20)\d\d年?度?)?$")


def _quoted_programmes(text: str, masked: str) -> Iterator[Programme]:
    for match in _QUOTED_PROGRAMME.finditer(masked):
        start, end = match.span("title")
        raw = text[start + 1 : end - 1]
        before = _YEAR_RIGHT_BEFORE.search(text, max(0, start - 6), start)
        if len(raw) < 3 or not (year_of(raw) or before or is_award_name(raw, sure=True)):
            continue
        if not match["after"] and not (year_of(raw) and _ENDS_AS_PROGRAMME.search(raw)):
            continue
        ordinal = ORDINAL.search(raw)
        yield Programme(
            start, end, bare_name(raw), year_of(before[0] if before else raw), ordinal[0] if ordinal else None
        )


def _english_programmes(text: str) -> Iterator[Programme]:
    for match in _ENGLISH_PROGRAMME.finditer(text) if _ENGLISH.search(text) else ():
        year = match["before"] or match["after"]
        yield Programme(match.start(), match.end(), match["name"], int(year) if year else None, None)


_ENGLISH = re.compile("Awards|Ranking|Innovators")
_ENGLISH_PROGRAMME = re.compile(
    r"(?:(?P<before>(?:19|20)\d\d) )?"
    r"(?<![A-Za-z])(?P<name>(?:The )?[A-Z][A-Za-z&]{0,30}(?: (?:[A-Z][A-Za-z&]{0,30}|of|the|in"
    r"|for)){0,12}(?: Awards(?: for Excellence)?| Rankings?)"
    r"|Awards for Excellence|(?:The )?Innovators)(?: (?P<after>(?:19|20)\d\d))?"
)


def _named_programmes(text: str, masked: str) -> Iterator[Programme]:
    for match in _NAMED_PROGRAMME.finditer(masked):
        start, end = match.span("name")
        raw = text[start:end]
        if QUOTED in masked[start:end] and raw.count("“") != raw.count("”"):
            continue
        ordinal = ORDINAL.search(raw)
        name = bare_name(raw)
        if len(name) > 2 and not re.match(
            r"(?:先后|分别|成功|再)?(?:[荣膺喜斩摘捧夺获被]|入选)|[月日]|[上下]半年|[年]?[初末底]|[一二三四]季|以来",
            name,
        ):
            yield Programme(start, end, name, year_of(raw), ordinal[0] if ordinal else None)
