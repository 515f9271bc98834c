"""Conferrals that stand in lists: lines under the heading of an award, and lines that open with an award's name.

示范案例 / 甲银行：“乙”平台; 一等奖：甲《乙》、丙《丁》; 甲财险“乙”专线：正文. Comes from the outline, gives
`Conferral`s like those of running text. What a line holds is for `entries`; tables are for `tables`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import BlockKind
from kg.extractor.awards import AwardPhrase, is_award_name, year_of
from kg.extractor.conferral import BACK, PERSONAL, Conferral, read_awards
from kg.extractor.entries import LABEL, entries
from kg.extractor.honours import announces_nobody, names_honour
from kg.extractor.masking import ORGANIZATION, TITLE
from kg.extractor.merging import same_case
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region, sentences, strip
from kg.extractor.subjects import parse_subjects
from kg.extractor.verbs import VERB


class AwardHeading(NamedTuple):
    """A heading that names an award, and the lines under it, as an index into the outline."""

    line: int
    award: AwardPhrase


_GRADE = re.compile(r"(?:特等|[一二三四]等|金|银|铜|优秀|优胜|提名|组织)奖")
_TRACK = re.compile(r"(?:赛道|组|类|单元|板块)$")
_NO_AWARD_HEADING = re.compile(
    r"简介|介绍|名单|情况|征集|安排|设置|要求|通知|背景|结果|如何|为什么|？|观察|点评|解读|意义|展望|说明|背后|相关"
    r"|链接|新闻|提名|入围|候选"
)
_COUNT_TAIL = re.compile(
    r"[（(]?(?:共)?[\d一二三四五六七八九十]+[名个项家件](?:[）)]|$).*$|[（(][^）)]*[）)]$|获奖(?:名单|者"
    r"|单位|机构|企业)$|得主$"
)
_ORNAMENT = " 【】“”「」《》:：\u3000◆●■★▲◎○•·*#—-"
_WHOLE = re.compile(r"(?:榜单?|荣誉|名单|奖项)$")
"""The end of the heading of a whole list."""
_HONOURED = re.compile(r"奖$|^(?:(?:19|20)\d\d)?年度|[十百]佳|[百十]强|最[佳具]|(?:单位|企业|机构|银行|公司)$")
_SHORT = 24
_VACANT = re.compile(r"空缺|从缺|暂无")


def award_headings(text: str, lines: tuple[Line, ...], known: frozenset[str]) -> tuple[AwardHeading, ...]:
    """Find headings that are the name of an award, by their form or because running text has it (`known`)."""
    found = []
    for n, line in enumerate(lines):
        if line.rank and (award := _heading_award(text, lines, line, known)):
            found.append(AwardHeading(n, award))
    return tuple(found)


def _heading_award(text: str, lines: tuple[Line, ...], line: Line, known: frozenset[str]) -> AwardPhrase | None:
    region = _plain_region(text, line.body)
    name = _COUNT_TAIL.sub("", text[region.start : region.end]).strip(_ORNAMENT)
    fits = (
        is_award_name(name)
        and not VERB.search(name)
        and not _NO_AWARD_HEADING.search(text[line.body.start : line.body.end])
        and "，" not in name
        and len(name) <= 30
    )
    return _award(text, lines, line, name, region.start) if name in known or fits else None


def _plain_region(text: str, region: Region) -> Region:
    """A region without what only adorns its beginning: signs and pictures."""
    opening = re.compile(r"[^\w“《「（]+").match(text, *region)
    return strip(text, Region(opening.end() if opening else region.start, region.end), _ORNAMENT)


def _award(text: str, lines: tuple[Line, ...], line: Line, name: str, at: int) -> AwardPhrase:
    """An award as a line names it; a bare grade takes the track that its headings name."""
    start = text.index(name, at)
    track = next((_plain(text, lines[i]) for i in reversed(line.under) if _TRACK.search(_plain(text, lines[i]))), "")
    year = re.match(r"(?:19|20)\d\d年?度?", name)
    bare = name[year.end() :] if year and year.end() < len(name) else name
    full = f"{track}{bare}" if track and _GRADE.fullmatch(bare) else bare
    return AwardPhrase(start, start + len(name), full, year_of(name))


def _plain(text: str, line: Line) -> str:
    return text[line.body.start : line.body.end].strip(_ORNAMENT)


def listed(
    text: str,
    masked: str,
    lines: tuple[Line, ...],
    headings: tuple[AwardHeading, ...],
    titles: frozenset[str],
    roster: Roster,
) -> Iterator[Conferral]:
    """Parse every line that lists winners: under an award's heading, or opening with an award's name.

    `titles` are of cases that running text names: a line that opens with one of them opens with no award.
    """
    awards = {h.line: h.award for h in headings}
    announced: AwardPhrase | None = None
    silent = False
    for n, line in enumerate(lines):
        short = line.block.end - line.block.start <= _SHORT
        if line.rank or (short and not roster.between(Region(line.block.start, line.block.end))):
            silent = announces_nobody(text[line.block.start : line.block.end], silent and not line.rank)
        if line.rank or line.block.kind is BlockKind.CELL:
            announced = None
            continue
        above = (awards.get(line.under[-1]) if line.under else None) or announced
        found = [] if silent else list(_line(text, masked, lines, line, above, titles, roster))
        yield from found or (_opened_by_case(text, masked, line, above, titles, roster) if above else ())
        plain = None if found else _plain_heading(text, masked, lines, n, roster)
        announced = _announcing(text, masked, line) or plain or (announced if found else None)


def _plain_heading(text: str, masked: str, lines: tuple[Line, ...], n: int, roster: Roster) -> AwardPhrase | None:
    """The award that a line of a plain text names and nothing else, where the next line lists winners and no more."""
    line = lines[n]
    region = _plain_region(text, line.body)
    name = _COUNT_TAIL.sub("", text[region.start : region.end]).strip(_ORNAMENT)
    if not (_GRADE.fullmatch(name) or names_honour(name)) or len(name) > 30 or n + 1 == len(lines):
        return None
    below = lines[n + 1]
    body = Region(below.block.start, below.block.end)
    if ORGANIZATION in masked[slice(*region)] or _WHOLE.search(name) or VERB.search(masked, *region):
        return None
    if below.rank or not any(entries(text, masked, body, roster)):
        return None
    return _award(text, lines, line, name, region.start)


def _announcing(text: str, masked: str, line: Line) -> AwardPhrase | None:
    """The award of a line that ends in a colon and so announces the lines below: “甲奖”获奖单位：."""
    whole = strip(text, Region(line.block.start, line.block.end))
    if text[whole.end - 1 : whole.end] not in tuple("：:"):
        return None
    last = Region(max(whole.start, text.rfind("。", *whole) + 1), whole.end)
    if BACK.search(masked, *last):
        titles = list(re.compile(rf"(?<![（(])(?<!简称)(?<!以下称)(?:{TITLE})").finditer(masked, whole.start, last.end))
        name = text[titles[-1].start() + 1 : titles[-1].end() - 1] if titles else ""
        return AwardPhrase(*titles[-1].span(), name, year_of(text[whole.start : titles[-1].end()])) if titles else None
    if last.end - last.start > 80:
        return None
    whole = last
    words = re.compile(r"(?:获奖|入选)?(?:名单|单位|机构|企业|案例|项目|者)?(?:如下|分别为|为|有|是)?[：:]$").search(
        text, *whole
    )
    region = Region(whole.start, words.start() if words else whole.end)
    found = read_awards(text, masked, region, sure=True)
    return found[-1] if found else None


def _line(
    text: str,
    masked: str,
    lines: tuple[Line, ...],
    line: Line,
    above: AwardPhrase | None,
    titles: frozenset[str],
    roster: Roster,
) -> Iterator[Conferral]:
    """The entries of a line, piece by piece; each piece may open with the award that it lists."""
    whole = Region(line.block.start, line.block.end)
    if line.lead and any(same_case(text[line.lead.start : line.lead.end], title) for title in titles):
        return
    start = line.lead.start if line.lead else line.body.start
    award, found = above, []
    for piece in _pieces(masked, Region(start, whole.end)):
        named, body = _leading_award(text, masked, lines, line, piece, above)
        award = named or award
        if award is None or _VACANT.search(text, *body):
            continue
        evidence = whole if whole.end - whole.start <= 120 else strip(text, piece, " ；;")
        said = [] if VERB.search(masked, *body) else list(entries(text, masked, body, roster))
        said = [(s, rank) for s, rank in said if not (s.case and _HONOURED.search(text[slice(*s.case)]))]
        if not said and roster.between(body):
            return  # running text
        found += [Conferral(s.winners, award, s.case, evidence, s.partners, rank) for s, rank in said]
    yield from found


def _pieces(masked: str, region: Region) -> Iterator[Region]:
    start = region.start
    for stop in re.compile(r"[；;。\n]").finditer(masked, *region):
        yield Region(start, stop.start())
        start = stop.end()
    if start < region.end:
        yield Region(start, region.end)


def _quoted_in(masked: str, lead: Region) -> Region:
    """What a lead quotes, where little else stands in it: “甲奖”依次为."""
    title = re.compile(rf"[^，。；]{{0,8}}(?P<title>{TITLE})[^，。；]{{0,8}}").fullmatch(masked, *lead)
    return Region(*title.span("title")) if title else lead


def _leading_award(
    text: str, masked: str, lines: tuple[Line, ...], line: Line, piece: Region, above: AwardPhrase | None
) -> tuple[AwardPhrase | None, Region]:
    """The award that a piece opens with (一等奖：…, 公司类：卓越奖：…), and what follows it."""
    award, at = None, piece.start
    while colon := re.compile(r"[^：:，。；]{1,40}[：:]").match(masked, at, piece.end):
        region = _plain_region(text, _quoted_in(masked, Region(at, colon.end() - 1)))
        name = _COUNT_TAIL.sub("", text[region.start : region.end]).strip(_ORNAMENT)
        quoted = masked[region.start - 1 : region.start] in tuple("“「『")
        graded = _GRADE.fullmatch(name) is not None
        fits = (quoted or graded or names_honour(name)) and len(name) <= 25 and (not above or graded)
        if fits and not PERSONAL.search(name):
            award = _award(text, lines, line, name, region.start)
        elif not _TRACK.search(name) or "\ue000" in masked[at : colon.end()]:
            break
        at = colon.end()
    return award, Region(at, piece.end)


def _opened_by_case(
    text: str, masked: str, line: Line, award: AwardPhrase, titles: frozenset[str], roster: Roster
) -> Iterator[Conferral]:
    """A line of running text under an award's heading: 甲“乙”：正文, “乙”：正文 with 甲 in it, 甲：正文."""
    if line.lead is None or LABEL.match(masked, line.lead.start):
        return
    opening = [s for s in parse_subjects(text, masked, line.lead, roster) if s.winners]
    whole = Region(line.block.start, line.block.end)
    if opening:
        evidence = Region(*line.lead) if opening[-1].case else whole
        yield from (Conferral(s.winners, award, s.case, evidence, s.partners) for s in opening)
    elif title := _lead_title(text, line.lead, titles):
        first = next((m for m in roster.between(line.body)), None)
        sentence = next(iter(sentences(text, line.body)), line.body)
        evidence = Region(line.block.start, max(sentence.end, first.end if first else 0))
        yield Conferral((first,) if first else (), award, title, evidence, summary=not first)


def _lead_title(text: str, lead: Region, titles: frozenset[str]) -> Region | None:
    """The lead as the title of a case; a lead that reads like a sentence only where the title is known."""
    region = strip(text, lead, " 。：:\u3000")
    name = text[region.start : region.end]
    wrong = re.match(r"[一二三四五六七八九十]是|据|注|备注|来源|主办|承办|编者|记者|问|答|附", name)
    if "，" in name and not any(same_case(name, title) for title in titles):
        return None
    return region if len(name) >= 3 and not wrong else None
