"""Conferrals that stand in lists: lines under the heading of an award, and lines that open with an award's name.

示范案例 / 甲银行：“乙”平台; 一等奖：甲《乙》、丙《丁》; 甲财险“乙”专线：正文. Comes from the outline, gives
`Conferral`s like those of running text. Tables are for `tables`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import BlockKind
from kg.extractor.awards import AwardPhrase, is_award_name, year_of
from kg.extractor.conferral import Conferral
from kg.extractor.masking import ORG, TITLE
from kg.extractor.merging import same_case
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region, sentences, strip
from kg.extractor.subjects import Subject, case_phrase, parse_subjects


class AwardHeading(NamedTuple):
    """A heading that names an award, and the lines under it, as an index into the outline."""

    line: int
    award: AwardPhrase


_GRADE = re.compile(r"(?:特等|[一二三四]等|金|银|铜|优秀|优胜|提名|组织)奖")
_TRACK = re.compile(r"(?:赛道|组|类|单元|板块)$")
_NO_AWARD_HEADING = re.compile(
    r"简介|介绍|名单|情况|征集|安排|设置|要求|通知|背景|结果|如何|为什么|？|观察|点评|解读|意义|展望|说明"
    r"|荣誉背后|相关|链接|新闻"
)
_COUNT_TAIL = re.compile(
    r"[（(]?(?:共)?[\d一二三四五六七八九十]+[名个项家](?:[）)]|$).*$|[（(][^）)]*[）)]$|获奖(?:名单|者"
    r"|单位|机构|企业)$|得主$"
)


def award_headings(text: str, lines: tuple[Line, ...], known: frozenset[str]) -> tuple[AwardHeading, ...]:
    """Find headings that are the name of an award, by their form or because running text has it (`known`)."""
    found = []
    for n, line in enumerate(lines):
        if line.rank and (award := _heading_award(text, lines, line, known)):
            found.append(AwardHeading(n, award))
    return tuple(found)


def _heading_award(text: str, lines: tuple[Line, ...], line: Line, known: frozenset[str]) -> AwardPhrase | None:
    start, end = strip(text, line.body, " 【】“”「」《》:：\u3000")
    name = _COUNT_TAIL.sub("", text[start:end]).strip(" 【】“”：:")
    if name not in known and (
        not is_award_name(name) or _NO_AWARD_HEADING.search(name) or "，" in name or len(name) > 30
    ):
        return None
    start = text.index(name, start)
    track = next((_plain(text, lines[i]) for i in reversed(line.under) if _TRACK.search(_plain(text, lines[i]))), "")
    year = re.match(r"(?:19|20)\d\d年?度?", name)
    bare = name[year.end() :] if year and year.end() < len(name) else name
    full = f"{track}{bare}" if track and _GRADE.fullmatch(bare) else bare
    return AwardPhrase(start, start + len(name), full, year_of(name))


def _plain(text: str, line: Line) -> str:
    return text[line.body.start : line.body.end].strip("【】“”：: ")


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
    for line in lines:
        if line.rank or line.block.kind is BlockKind.CELL:
            continue
        above = awards.get(line.under[-1]) if line.under else None
        award = _lead_award(text, lines, line, above, titles)
        if award:
            yield from _winners(text, masked, line.body, award, Region(line.block.start, line.block.end), roster)
        elif above:
            yield from _under(text, masked, line, above, titles, roster)


def _lead_award(
    text: str, lines: tuple[Line, ...], line: Line, above: AwardPhrase | None, titles: frozenset[str]
) -> AwardPhrase | None:
    """The award that a line such as 一等奖：… opens with; under an award's heading only a grade is one."""
    if line.lead is None or any(same_case(text[line.lead.start : line.lead.end], title) for title in titles):
        return None
    name = _COUNT_TAIL.sub("", text[line.lead.start : line.lead.end]).strip("“”「」【】 ")
    if not is_award_name(name, sure=True) or len(name) > 25 or (above and not _GRADE.fullmatch(name)):
        return None
    track = next((_plain(text, lines[i]) for i in reversed(line.under) if _TRACK.search(_plain(text, lines[i]))), "")
    full = f"{track}{name}" if track and _GRADE.fullmatch(name) else name
    start = text.index(name, line.lead.start)
    return AwardPhrase(start, start + len(name), full, year_of(name))


def _winners(
    text: str, masked: str, region: Region, award: AwardPhrase, evidence: Region, roster: Roster
) -> Iterator[Conferral]:
    if not re.match(rf"[“《「]?{ORG}|由{ORG}", masked[region.start : region.end]):
        return
    for sentence in sentences(text, region):
        trimmed = strip(text, sentence, "。；; ")
        for subject in parse_subjects(text, masked, trimmed, roster):
            if subject.winners:
                yield Conferral(subject.winners, award, subject.case, evidence, subject.partners)


def _under(
    text: str, masked: str, line: Line, award: AwardPhrase, titles: frozenset[str], roster: Roster
) -> Iterator[Conferral]:
    """A line under an award's heading: 甲：“乙”, 甲“乙”：正文, “乙”：正文 with 甲 in it, or 甲 alone."""
    whole = Region(line.block.start, line.block.end)
    if line.lead is None:
        region = strip(text, line.body, " 。；;，\u3000")
        short = region.end - region.start <= 80 and "。" not in text[region.start : region.end]
        if short and re.match(rf"[“《「]?{ORG}", masked[region.start : region.end]):
            yield from _winners(text, masked, region, award, whole, roster)
        return
    opening = [s for s in parse_subjects(text, masked, line.lead, roster) if s.winners]
    body = text[line.body.start : line.body.end].strip("。；; ")
    if opening and not opening[-1].case:
        yield from _name_then_case(text, masked, line, award, opening, body)
    elif opening:
        for subject in opening:
            yield Conferral(subject.winners, award, subject.case, Region(*line.lead), subject.partners)
    else:
        title = _lead_title(text, line.lead, titles)
        first = next((m for m in roster.between(line.body)), None)
        if title:
            sentence = next(iter(sentences(text, line.body)), line.body)
            evidence = Region(line.block.start, max(sentence.end, first.end if first else 0))
            yield Conferral((first,) if first else (), award, title, evidence, summary=not first)


def _name_then_case(
    text: str, masked: str, line: Line, award: AwardPhrase, opening: list[Subject], body: str
) -> Iterator[Conferral]:
    """甲银行：“乙”平台, and 甲银行：running text, in which case the text is none."""
    case = None
    if len(body) <= 60 and "。" not in body:
        case = case_phrase(text, masked, line.body, after_org=True) or (
            strip(text, line.body, "。；; ")
            if len(body) > 3 and not re.search(TITLE, masked[line.body.start : line.body.end])
            else None
        )
    whole = Region(line.block.start, line.block.end)
    if case and len(opening) > 1:
        yield Conferral(tuple(m for s in opening for m in s.winners), award, case, whole)
    else:
        yield from (Conferral(s.winners, award, case, whole, s.partners) for s in opening)


def _lead_title(text: str, lead: Region, titles: frozenset[str]) -> Region | None:
    """The lead as the title of a case; a lead that reads like a sentence only where the title is known."""
    region = strip(text, lead, " 。：:\u3000")
    name = text[region.start : region.end]
    wrong = re.match(r"[一二三四五六七八九十]是|据|注|备注|来源|主办|承办|编者|记者|问|答|附", name)
    if "，" in name and not any(same_case(name, title) for title in titles):
        return None
    return region if len(name) >= 3 and not wrong else None
