"""Walls of honours: pages that list award after award, with the winner named beside each, or left out of all.

2017支付系统领导奖-甲, 2016年度“乙奖” —— 《丙报》, 丙协会颁发丁奖: lines without a verb of winning. Beside an award
stands who won it or who gives it: associations, offices and media give, and on a page about one organization all do.
A line that names no winner tells of the organization that the page is about. A line alone is no wall. Which part of a
line is what is for `beside`.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.article import BlockKind
from kg.extractor.anaphora import confers
from kg.extractor.awards import AwardPhrase, year_of
from kg.extractor.beside import Parts, part
from kg.extractor.conferral import PERSONAL, Conferral, read_awards
from kg.extractor.honours import NOBODY_WON, NOT_WON, announces_nobody, names_honour
from kg.extractor.masking import TITLE
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region, strip
from kg.extractor.programmes import Programme
from kg.extractor.subjects import case_phrase, is_agent

_LONGEST, _SHORT = 90, 24
_FEWEST = 3
"""A page with fewer such lines is no wall."""
_ANNOUNCED = re.compile(r"荣誉|奖项|获奖|得奖|殊荣|表彰|大事记|历程|里程碑|名单|榜|揭晓|award|honou?r", re.IGNORECASE)
_EDITION = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d|(?<!\d)(?:9\d|1[0-4]\d)(?=\s?年))\s?年?度?\s?)?"
    r"(?P<edition>第[一二三四五六七八九十百\d]+[届期批])?\s?"
    r"(?P<name>[^，。；：]{2,40}?)(?:获奖|得奖|评选)?(?:结果|名单|榜单|情况)?"
)
_CONTEST = re.compile(r"奖|评选|大赛|竞赛|榜|盛典|年会|论坛|峰会|计划|评比|表彰|[Aa]wards?")
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_SPAN = re.compile(r"(?:19|20)\d\d年?\s?[-—–至~]\s?(?:19|20)?\d\d年?")
_LED = re.compile(rf"[^，。；]{{0,30}}?{TITLE}(?:评选|榜单?)?[中的]?(?P<name>[^“”「」《》\"]{{4,}})")
_COUNTED = re.compile(r"(?:等?[一二两三四五六七八九十\d]+[大项个])?(?:奖项|大?奖)?$(?<=项)")
_TAIL = re.compile(r"(?<= )(?P<name>[\u4e00-\u9fff][^ ]{3,})$")
_HALVES = re.compile(r"[^—―|｜\s](?:[^—―|｜]*[^—―|｜\s])?")
_FILLING = 6
_TIME = re.compile(r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}(?:\s?[-./月]\s?\d{0,2}日?)?")
_WORK = re.compile(r"[（(](?P<work>[^（）()]{4,30})[）)]$")
_YEARS = re.compile(r"(?:(?:19|20)\d\d年?度?[、，和及与]\s?)+(?:19|20)\d\d年?度?")
_SIGNS = " ，。；;、：:·*!！\u3000-—|｜/"
_REPUBLIC = 1911
"""The year before the first of the Republic of China, by which Taiwan counts."""


class _Told(NamedTuple):
    """A line of a wall: its parts, and the programme that the heading above it names."""

    line: Line
    parts: Parts
    programme: Programme | None


class Wall(NamedTuple):
    """What a wall of honours tells, and the organization that the whole page is about, if it is about one."""

    conferrals: tuple[Conferral, ...] = ()
    topic: int | None = None


def find_wall(text: str, masked: str, lines: Sequence[Line], roster: Roster, topic: int | None) -> Wall:
    """Find the awards of a wall; those without a winner beside them are of the `topic`, where the page has one.

    Where winners stand beside some, the rest are of somebody whom the wall does not name.
    """
    found = list(_lines(text, masked, lines, roster))
    topic = _topic(text, masked, found, roster, topic)
    beside = [m.entity for told in found for m in told.parts.apart]
    topic = beside[0] if len(beside) > 1 and len(set(beside)) == 1 else topic
    about_many = sum(any(m.entity != topic for m in told.parts.apart) for told in found) > 1
    headings = (text[line.body.start : line.body.end] for n, line in enumerate(lines) if line.rank or n == 0)
    announced = any(map(_ANNOUNCED.search, headings))
    if len({told.line.block.start for told in found}) < (_FEWEST - 1 if announced else _FEWEST):
        return Wall()
    whose = roster.of(topic)[:1] if topic is not None and not about_many else ()
    conferrals = tuple(c for told in found for c in _conferrals(text, masked, told, whose))
    return Wall(conferrals, whose[0].entity if whose else None)


def _topic(text: str, masked: str, found: Sequence[_Told], roster: Roster, topic: int | None) -> int | None:
    """Whose wall it is: the organization that the page names outside of the wall, and most often."""
    on_wall = {told.line.block.start: told.line.block.end for told in found}
    starts = sorted(on_wall)
    outside = [
        m for m in roster.mentions if (n := bisect_right(starts, m.start)) == 0 or on_wall[starts[n - 1]] <= m.start
    ]
    if any(m.entity == topic and _acts(masked, m) for m in outside):
        return topic
    counts = Counter(m.entity for m in outside if not confers(text, m.start, m.end) and _acts(masked, m))
    return counts.most_common(1)[0][0] if counts else topic


def _acts(masked: str, mention: Mention) -> bool:
    """Whether a name stands where that of a winner can."""
    start = masked.rfind("\n", 0, mention.start) + 1
    end = masked.find("\n", mention.end)
    return is_agent(masked, mention, Region(start, len(masked) if end < 0 else end))


def _lines(text: str, masked: str, lines: Sequence[Line], roster: Roster) -> Iterator[_Told]:
    governing = {above for line in lines for above in line.under if _heads_others(text, lines[above], line)}
    programme: Programme | None = None
    silent = False
    for n, line in enumerate(lines):
        words = text[line.block.start : line.block.end]
        if line.block.kind is BlockKind.CELL or len(words) > _LONGEST:
            continue
        parts = part(text, masked, line, roster)
        parts = parts and _alone(text, parts)
        honour = parts is not None and _is_honour(text[parts.award.start : parts.award.end], parts)
        if n in governing or (honour and _heads(text, masked, lines, n, roster)):
            programme, silent = _edition(text, line), NOBODY_WON.search(words) is not None
        elif parts and honour and not silent:
            yield _Told(line, parts, programme)
        elif len(words) <= _SHORT and not roster.between(Region(line.block.start, line.block.end)):
            silent = announces_nobody(words, silent)


def _is_honour(name: str, parts: Parts) -> bool:
    """Whether what stands there is won: by its form, because somebody gives it, or with its year and winner."""
    dated = bool(parts.apart or parts.joined) and _YEAR.match(name) is not None and len(name) > 8
    return names_honour(name) or ((parts.said or dated) and not NOT_WON.search(name))


def _alone(text: str, parts: Parts) -> Parts:
    """The parts without an unknown giver or contest that a dash parts from the award."""
    halves = list(_HALVES.finditer(text, *parts.award))
    if len(halves) == 2 and not names_honour(text[slice(*parts.award)]):
        won = [Region(*half.span()) for half in halves if names_honour(half[0])]
        return parts._replace(award=won[0]) if len(won) == 1 else parts
    return parts


def _heads_others(text: str, heading: Line, line: Line) -> bool:
    """Whether a heading heads a line: bold words above a date or a button are none."""
    words = text[line.block.start : line.block.end]
    return heading.block.kind is BlockKind.HEADING or not (len(words) <= _FILLING or _TIME.fullmatch(words))


def _heads(text: str, masked: str, lines: Sequence[Line], n: int, roster: Roster) -> bool:
    """Whether a line names the edition of which the next lines name the awards: 第五届甲奖 / 年度乙奖."""
    here = text[lines[n].block.start : lines[n].block.end]
    if "届" not in here or n + 1 == len(lines):
        return False
    below = part(text, masked, lines[n + 1], roster)
    return (
        below is not None
        and not re.search(r"届|\d{3}", text[lines[n + 1].block.start : lines[n + 1].block.end])
        and names_honour(text[below.award.start : below.award.end])
    )


def _edition(text: str, line: Line) -> Programme | None:
    """The programme that a heading names with its year or number: 112年第十七届甲奖."""
    match = _EDITION.fullmatch(text, *line.body)
    if not match or not (match["year"] or match["edition"]):
        return None
    year = int(match["year"]) if match["year"] else None
    full = year + _REPUBLIC if year and year < 1000 else year
    if not _CONTEST.search(match["name"]):
        return Programme(*line.body, "", full, None) if "年度" in text[slice(*line.body)] else None
    return Programme(*match.span("name"), match["name"].strip(" “”·《》"), full, match["edition"])


def _conferrals(text: str, masked: str, told: _Told, whose: tuple[Mention, ...]) -> Iterator[Conferral]:
    parts, above = told.parts, told.programme
    about = {m.entity for m in whose}
    own = tuple(m for m in (*parts.apart, *parts.joined) if m.entity in about)
    winners = own or ((parts.apart or whose) if whose else (parts.apart or parts.joined))
    givers = (*parts.givers, *(m for m in parts.joined if m not in winners))
    if not winners:
        return
    evidence = Region(told.line.block.start, told.line.block.end)
    pieces = _pieces(text, parts.award) if parts.said else [parts.award]
    for award, case in (
        (a, _work(text, masked, p) if parts.said else None) for p in pieces for a in _awards(text, masked, p)
    ):
        if parts.said and (_CONTEST.search(parts.by) or year_of(parts.by)):
            award = award._replace(year=award.year or year_of(parts.by), programme=award.programme or parts.by)
        elif parts.year:
            award = award._replace(year=award.year or year_of(parts.year))
        elif above:
            award = award._replace(
                year=award.year or above.year,
                programme=award.programme or above.name or None,
                edition=award.edition or above.edition,
            )
        yield Conferral(winners, award, case, evidence, givers=givers, apart=bool(whose))


def _work(text: str, masked: str, region: Region) -> Region | None:
    """The work in brackets behind an award: 杰出方案奖（甲系统）."""
    bracket = _WORK.search(text, *region)
    return case_phrase(text, masked, Region(*bracket.span("work")), after_org=True) if bracket else None


def _pieces(text: str, region: Region) -> Iterator[Region]:
    """What is given, one by one: 甲、乙及丙两大奖项."""
    start = region.start
    for cut in (*re.compile("、|以?及(?!其)").finditer(text, *region), _COUNTED.search(text, *region)):
        if cut:
            yield Region(start, cut.start())
            start = cut.end()
    if start < region.end:
        yield Region(start, region.end)


def _awards(text: str, masked: str, region: Region) -> Iterator[AwardPhrase]:
    """The awards that a line names, once for each of several years: 2012、2013年度甲奖."""
    region = strip(text, region, _SIGNS)
    several, span = _YEARS.search(text, *region), _SPAN.search(text, *region)
    if several and several.end() < region.end:
        years = [int(y) for y in re.findall(r"(?:19|20)\d\d", several[0])]
        yield from (a._replace(year=y) for y in years for a in _awards(text, masked, Region(several.end(), region.end)))
        return
    halves = [Region(*half.span()) for half in _HALVES.finditer(text, *region)]
    if len(halves) == 2 and all(names_honour(text[slice(*half)]) for half in halves):
        contest = text[slice(*halves[0])]
        for piece in re.compile("[^、]+").finditer(text, *halves[1]):
            yield AwardPhrase(*piece.span(), piece[0].strip(), year_of(contest), _YEAR.sub("", contest).strip())
        return
    led = _LED.fullmatch(masked, *region)
    if led and names_honour(text[slice(*led.span("name"))]):
        before = text[region.start : led.start("name")]
        own = strip(text, Region(*led.span("name")), _SIGNS)
        yield AwardPhrase(*own, text[slice(*own)], year_of(before), _YEAR.sub("", before).strip(' “”「」《》"·-'))
        return
    tail = _TAIL.search(masked, *region)
    if tail and names_honour(tail["name"]):
        before = text[region.start : tail.start("name")].strip()
        own = Region(*tail.span("name"))
        yield AwardPhrase(*own, text[slice(*own)], year_of(before), _YEAR.sub("", before).strip() or None)
        return
    found = read_awards(text, masked, region, sure=False, honours=True)
    name = text[region.start : region.end]
    if not found and not PERSONAL.search(name):
        found = [AwardPhrase(*region, name.strip("“”《》「」 "), year_of(name))]
    for award in found:
        yield award._replace(name=award.name.strip(), year=None if span else award.year)
