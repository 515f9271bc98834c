"""Programmes: the contests, lists and schemes that an article announces, which the awards of it belong to.

A programme is named with a year or an ordinal, or in quotes before 评选, 揭晓 and the like. Works on masked text (see
`masking`), with the grammar of `awards`. Which award belongs to which is for `belonging`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extractor.awards import CONTEST, ORDINAL, bare_name, is_award_name, year_of
from kg.extractor.masking import QUOTED, TITLE
from kg.extractor.patterns import led


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
_ORDINAL = r"第[一二三四五六七八九十百\d]+[届屆]"
_EDITION = rf"(?:{_ORDINAL}|首[届屆]|(?:(?:19|20)\d\d|[２][０][０-９]{{2}})(?:年度|年)?(?:（{_ORDINAL}）)?)"
_NAMED_PROGRAMME = re.compile(
    rf"(?P<name>{_EDITION}[^，。；：、\n（）()\d]{{2,30}}?"
    rf"(?:{CONTEST}|案例征集|优秀案例|创新案例|价值榜|名单|最佳实践|年度观察|奖))"
)
_PRIZE = re.compile(rf"[“「]{QUOTED}+[”」](?:(?:评选|评比|评审|征集)(?:活动)?)?")
_WHAT_FOR = re.compile(
    rf"(?P<edition>{_EDITION})?(?P<words>(?!年|度)[^，。；：、\n（）()【】\d\s第的获被在从将把为以“”「」《》\ue000-\ue003]{{2,18}})$"
)
"""What stands before the quoted name of a programme: 乡村金融服务 in 乡村金融服务“金穗奖”评选."""
_WHEN = r"(?:于|又到了|近日|日前|昨日|今日|\d+月\d+日|在[^，。；]{2,6}|圆满|正式|隆重)*"
_MADE_KNOWN = rf"{_WHEN}(?:揭晓|揭榜|公布|出炉|发布|颁奖|落幕|落下帷幕|收官|定榜)"
_GOES_ON = re.compile(rf"的?(?:结果|榜单|名单)|[里中上把]|{_MADE_KNOWN}|（主办")
_OPENS = (
    r"(?<![^，。；：！？\n】在从的了日前])(?:(?<=[，。；：！？\n】在从])|(?<=[主举]办的)|(?<=[公发]布的)|(?<=揭晓的)|(?<=[举进]行的)|(?<=召开的)|(?<=颁发的)"
    r"|(?<=开展了)|(?<=举办了)|(?<=近日)|(?<=日前)|(?<=\d日)|^)(?:在|近日|日前)?"
)
_WHOLE = re.compile(
    _OPENS + r"(?P<name>[^，。；：！？、\n（）()【】\d\s的获被在从是将把“”\ue000\ue001]{2,22}?"
    r"(?:奖|金榜|标杆榜|大赛|(?:案例|项目|产品|实践)(?:征集|[评推]选|评比|展评)|(?<!案例)[评推]选)(?:活动)?)"
    r"(?=(?:评选|评审|评比)(?:活动|结果|中|揭晓|公布|出炉|落幕|工作)|颁奖(?:典礼|盛典|礼|仪式|大会|结果)"
    rf"|(?:的?(?:结果|榜单|获?奖?名单))?所?{_MADE_KNOWN}|的?(?:榜单|获奖名单|结果)|（主办"
    r"|[中里](?:[，获摘荣斩捧夺]|被评)|把[“「])"
)
_WON = re.compile(
    led(
        r"(?:[摘夺获捧斩][得获]|荣获|喜获|荣膺|揽获|收获|获)"
        r"(?P<name>[^，。；：！？、\n（）()\d\s的获被在“”]{2,18}奖)(?=[“「])",
        by="摘夺获捧斩荣喜揽收",
    )
)
"""One without year or ordinal: at the start of a clause (近日，某某奖颁奖典礼举行), or before its quoted award."""


def find_programmes(text: str, masked: str) -> tuple[Programme, ...]:
    """Find the programmes that a text announces, in order."""
    around = [*_programmes_around_titles(text, masked)]
    named = [*_quoted_programmes(text, masked), *_named_programmes(text, masked)]
    found = [*_free(named, around), *around, *_english_programmes(text)]
    return tuple(sorted((*found, *_free(_bare_programmes(text, masked), found))))


def _free(programmes: Iterable[Programme], taken: Iterable[Programme]) -> list[Programme]:
    """Those that overlap with none of the taken ones."""
    spans = [(each.start, each.end) for each in taken]
    return [p for p in programmes if not any(s < p.end and p.start < e for s, e in spans)]


def _bare_programmes(text: str, masked: str) -> Iterator[Programme]:
    for match in (*_WHOLE.finditer(masked), *_WON.finditer(masked)):
        if QUOTED not in match["name"] and not _ANY.fullmatch(match["name"]):
            yield Programme(*match.span("name"), text[slice(*match.span("name"))], None, None)


_ANY = re.compile(
    r"(?:本[次届]?|此次|此类|该|这次|这一?|各|各类|各项|历[届年]|首次|同类|专家|网络|公开|现场|入围|年度|优秀|典型|终|初|复|经过?)*"
    r"(?:大赛|大?奖|(?:案例|项目|产品|实践)?(?:[评推]选|征集|评比)|金榜)(?:活动)?"
)
"""Words that stand for any contest: 本次大赛, 此类评选."""


def _programmes_around_titles(text: str, masked: str) -> Iterator[Programme]:
    """Those whose quoted name stands behind what they are for: 乡村金融服务“金穗奖”评选."""
    for quoted in _PRIZE.finditer(masked):
        title_end = max(masked.rfind(mark, *quoted.span()) for mark in "”」")
        before = _WHAT_FOR.search(masked, max(0, quoted.start() - 40), quoted.start())
        if before is None or text[title_end - 1] not in "奖榜杯" or _VERB.search(before["words"]):
            continue
        if before["edition"] or _GOES_ON.match(masked, quoted.end()):
            raw = text[before.start() : quoted.end()]
            ordinal = ORDINAL.search(raw)
            yield Programme(before.start(), quoted.end(), bare_name(raw), year_of(raw), ordinal[0] if ordinal else None)


_VERB = re.compile(r"[获评授颁夺摘选膺揽]|凭借|荣|主办|举办|发布")


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
