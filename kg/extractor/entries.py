"""The entries of a list of winners: who stands in a line, and with which case.

甲：“乙”平台, “乙”平台——甲, 《乙》（甲课题组）, 甲、丙（联合申报）：丁, 甲《乙》、丙《丁》, 第1名 甲——乙（97分）.
Winner and case stand on either side of a separator; several winners with one case won it together. Works on masked
text. Which award the list is of is for `lists`.
"""

import re
from collections.abc import Iterator

from kg.extractor.masking import ORG, TITLE
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Region, strip
from kg.extractor.slots import SURNAMED
from kg.extractor.subjects import Subject, case_phrase, parse_subjects

_LISTING = rf"{ORG}(?:(?:[、，和与及/／]|\s|以及|联合|携手){{1,2}}{ORG}){{0,30}}"
_UNIT = r"(?:课题组|项目组|团队|联合体|[\u4e00-\u9fff]{2,12}团队)?"
_REMARK = re.compile(r"\s*[（(][^（）()]{1,20}[）)]\s*$")
_WINNERS = re.compile(rf"(?:第[一二三\d]+名\s*)?(?P<who>{_LISTING})\s?{_UNIT}(?:[（(][^（）()]{{1,20}}[）)])?")
_SEPARATOR = re.compile(r"\s*(?:——|—|--|－|–|(?<=[^\d])-(?=[^\d])|：|:|/|／|\||\t| {1,4})\s*")
_RANK = re.compile(
    r"^(?:第?(?:[一二三四五六七八九十]+|\d+)名|TOP\s?\d+|No\.?\s?\d+|\d{1,3}[.、])[\s：:]*", re.IGNORECASE
)
_TITLED = re.compile(rf"(?P<title>[^：，。；]{{0,16}}{TITLE}[^：，。；（]{{0,16}})(?:[：，]|——)")
LABEL = re.compile(
    r"[（(]?(?:推荐|主办|承办|协办|支持|指导|报送|媒体)?(?:单位|机构|媒体)?(?:来源|供稿|编辑|记者|作者|出处|联系人"
    r"|推荐单位|主办|承办|协办|支持单位|指导单位)[^：]{0,4}："
)
_TOGETHER = re.compile(r"联合|共同|合作")
_WARES = "保贷通宝险卡云链券债付盾"
"""What names of products end in, and names of persons seldom."""
_RUNNING = re.compile(
    r"[。！？]|提名|候选|弃奖|撤销|取消|入围|来源|浏览|责编|编辑[：:]|主办|承办|举办|发布|启动|揭晓"
    r"|[，；][^，；]*(?:表示|介绍|指出|认为)"
)


def entries(text: str, masked: str, region: Region, roster: Roster) -> Iterator[tuple[Subject, str | None]]:
    """Parse a region as entries of a list; gives each winner with its case, and the rank that is printed before.

    Nothing where the region is running text, or where it is not clear which words are the winner's.
    """
    region = strip(text, region, " ，。；;、：:\u3000\t•●·*-—")
    if not roster.between(region) or _RUNNING.search(masked, *region) or LABEL.match(masked, *region):
        return
    rank = _RANK.match(text, *region)
    body = Region(rank.end(), region.end) if rank else region
    number = rank[0].strip(" ：:、.") if rank and rank[0][0] == "第" else None
    found = _entry(text, masked, body, roster)
    if any(s.case and SURNAMED.fullmatch(text, *s.case) and text[s.case.end - 1] not in _WARES for s in found):
        return  # a person, not a work
    for subject in found:
        yield subject, number


def _entry(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    return (
        _two_sides(text, masked, region, roster)
        or _in_brackets(text, masked, region, roster)
        or _bare(masked, region, roster)
        or _chain(text, masked, region, roster)
    )


def _two_sides(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """甲：乙, 乙——甲: one side holds nothing but winners, the other none."""
    for separator in _SEPARATOR.finditer(masked, *region):
        left, right = Region(region.start, separator.start()), Region(separator.end(), region.end)
        for who, what in ((left, right), (right, left)):
            winners = _only_winners(masked, who, roster)
            members = _only_winners(masked, what, roster) if len(winners) == 1 and who is left else ()
            if members and all(roster.entities[m.entity].within == winners[0].entity for m in members):
                return tuple(Subject((m,), None) for m in members)
            case = _case(text, masked, what, roster) if winners else None
            if case:
                return (Subject(winners, case),)
    return ()


def _only_winners(masked: str, region: Region, roster: Roster) -> tuple[Mention, ...]:
    region = strip(masked, region)
    match = _WINNERS.fullmatch(masked, *region)
    return roster.between(Region(*match.span("who"))) if match else ()


def _case(text: str, masked: str, region: Region, roster: Roster) -> Region | None:
    """What is left beside the winners, as a title: nothing else in it wins, and remarks and scores are no part."""
    region = strip(text, region, " ，。；、：:\u3000\t-—")
    while remark := _REMARK.search(masked, *region):
        region = strip(text, Region(region.start, remark.start()))
    if titled := _TITLED.match(masked, *region):
        region = Region(region.start, titled.end("title"))
    words = text[region.start : region.end]
    if not 2 <= len(words) <= 70 or re.fullmatch(r"[\d.,，%分年月日\s]+|[—\-无/]+", words):
        return None
    outside = [m for m in roster.between(region) if masked[m.start] != text[m.start]]
    return None if outside and not re.search(TITLE, masked[region.start : region.end]) else region


def _in_brackets(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """《乙》（甲）、《丁》（丙，戊）: the winners stand in brackets behind the case."""
    found = []
    at = region.start
    for match in re.compile(rf"(?P<case>[^（(]{{2,70}})[（(](?P<who>{_LISTING})\s*{_UNIT}[）)][、，；\s]*").finditer(
        masked, *region
    ):
        if match.start() != at:
            return ()
        case = _case(text, masked, Region(*match.span("case")), roster)
        if not case:
            return ()
        found.append(Subject(roster.between(Region(*match.span("who"))), case))
        at = match.end()
    return tuple(found) if at == region.end else ()


def _bare(masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """甲、乙、丙: winners and nothing else."""
    winners = _only_winners(masked, region, roster)
    if len(winners) > 1 and _TOGETHER.search(masked, *region):
        return (Subject(winners, None),)
    return tuple(Subject((m,), None) for m in winners)


def _chain(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """甲《乙》、丙“丁”项目: as running text has it, from a winner on."""
    if not re.compile(rf"[“《「]?{ORG}|由{ORG}").match(masked, *region):
        return ()
    if titled := re.compile(rf"{ORG}[^：，。；]{{0,12}}{TITLE}[^：，。；]{{0,16}}(?=：)").match(masked, *region):
        region = Region(region.start, titled.end())
    subjects = parse_subjects(text, masked, region, roster)
    if len(subjects) == 1 and subjects[0].case is None:
        rest = Region(max(m.end for m in subjects[0].winners), region.end) if subjects[0].winners else region
        if strip(text, rest, " 、，").end > strip(text, rest, " 、，").start and not case_phrase(
            text, masked, rest, after_org=True
        ):
            return ()
    last = max((s.case.end if s.case else max(m.end for m in s.winners) for s in subjects if s.winners), default=0)
    if region.end - strip(text, Region(last, region.end), " 、，等").start > 2:
        return ()  # running text that begins like an entry
    return tuple(s for s in subjects if s.winners)
