"""Cases that are named behind the sentence that confers: …获托管服务创新奖。招行此番胜出靠的是“乙”.

Goes from conferrals without a case to the same with one, where the rest of the paragraph says whose work it was that
won: 靠的是“乙”, 得奖作品为“乙”, 甲的“乙”, 其“乙”, or a sentence that opens with “乙”. Works on masked text.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import islice

from kg.extractor.awards import AwardPhrase
from kg.extractor.conferral import Conferral
from kg.extractor.masking import TITLE
from kg.extractor.merging import Awards
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region, each_sentence, line_at
from kg.extractor.subjects import case_phrase, parse_subjects
from kg.numerals import number

_NAMES_WORK = re.compile(
    r"(?:靠|凭|凭借|依托|得益于|报送?|申报|参评|参选|参赛|获奖|得奖|入选|选送|胜出|折桂|上榜|提交|带来|拿出|夺奖|摘奖|打动[^，。；“「《]{1,6})"
    r"[^，。；“「《]{0,8}?(?:案例|项目|作品|产品|成果|课题|法宝|方案|系统|服务)?的?(?:正?是|为|系|即|叫|名为|名叫|题为)"
)
_ITS = re.compile(
    rf"(?:(?:[两三四五]家|双方|各方|三方)?(?:合力|共同|联合|携手)(?:推出|打造|开发|申报|研发|完成)的|其|它的|他们的"
    rf"|我们的|项目叫|案例叫|名为|名叫)(?={TITLE})"
)
_OPENS = re.compile(rf"(?:这款|该款|这个|这一|这项|获奖的)?(?={TITLE})")
_NEAR = 3
"""How many sentences behind the conferral may name its case."""
_REACH = 600
"""How many characters behind the conferral they may end."""


def cases_behind(
    text: str, masked: str, lines: Sequence[Line], told: Sequence[Conferral], roster: Roster
) -> list[Conferral]:
    """Give each conferral without a case the one that the sentences behind it name as the winner's work."""
    awards = Awards(dict.fromkeys(c.award.name for c in told if c.award))
    starts = sorted({c.evidence.start for c in told})
    with_case = _won_with_case(told)
    later_cases = _opened_by_winners(text, masked, awards, roster)
    made = []
    for conferral in told:
        if _lacks_case(conferral, with_case):
            line = line_at(lines, conferral.evidence.start)
            stop = (
                conferral.evidence.end if line is None else min(lines[line].block.end, conferral.evidence.end + _REACH)
            )
            later = starts[at] if (at := bisect_left(starts, conferral.evidence.end)) < len(starts) else stop
            case = _named(text, masked, Region(conferral.evidence.end, min(stop, later)), conferral, awards, roster)
            case = case or _named(
                text, masked, Region(conferral.evidence.end, stop), conferral, awards, roster, own=True
            )
            case = case or _told_later(stop, conferral, later_cases)
            if case and case.start < stop:
                evidence = Region(conferral.evidence.start, max(conferral.evidence.end, case.end))
                conferral = conferral._replace(case=case, evidence=evidence)
            elif case:
                conferral = conferral._replace(case=case)
        if case_before := _pointed_at(text, masked, lines, conferral, with_case, awards, roster):
            conferral = conferral._replace(case=case_before)
        made.append(conferral)
    return made


_THIS_WORK = re.compile(
    r"(?:该|这[一个份款项]?|上述|此)(?:项目|案例|成果|作品|产品|课题|平台|系统|答卷|方案)|(?<![其和与])它(?!们|山)"
)
"""Words that stand for a work named before: 该成果, 这份答卷, 它."""


def _pointed_at(
    text: str,
    masked: str,
    lines: Sequence[Line],
    conferral: Conferral,
    with_case: Mapping[int, Awards],
    awards: Awards,
    roster: Roster,
) -> Region | None:
    """The work that the paragraph named last, where the conferral says 该成果 or 它 of it."""
    start, end = conferral.evidence
    line = line_at(lines, start)
    said = line is not None and not (conferral.case or conferral.summary) and _THIS_WORK.search(text, start, end)
    if line is None or not said or (conferral.winners and not _lacks_case(conferral, with_case)):
        return None
    winners = {m.entity for m in conferral.winners}
    for sentence in reversed(list(each_sentence(text, Region(lines[line].block.start, said.start())))):
        named = {m.entity for m in roster.between(sentence)}
        if not (named <= winners if winners else len(named) < _TWO):
            continue  # may be of somebody else
        for title in reversed(list(_A_TITLE.finditer(masked, *sentence))):
            words = text[title.start() + 1 : title.end() - 1]
            is_award = words[-1] in "奖榜" or awards.find(words) is not None
            case = None if is_award else _title(text, masked, Region(title.start(), sentence.end), awards)
            if case and (whole := _WITH_NOUN.match(masked, title.start(), sentence.end)):
                return Region(case.start, min(case.end, whole.end()))
    return None


_WITH_NOUN = re.compile(
    rf"{TITLE}(?:[\u4e00-\u9fff]{{0,4}}?(?:项目|案例|平台|服务|产品|计划|行动|工程|系统|模式|方案|体系|课题|成果))?"
)
_A_TITLE = re.compile(TITLE)
_TWO = 2


def _won_with_case(told: Sequence[Conferral]) -> dict[int, Awards]:
    """What each organization won, as far as the text names the case."""
    found: dict[int, dict[str, None]] = {}
    for conferral in told:
        if conferral.case and conferral.award:
            for mention in conferral.winners:
                found.setdefault(mention.entity, {})[conferral.award.name] = None
    return {entity: Awards(names) for entity, names in found.items()}


def _lacks_case(conferral: Conferral, with_case: Mapping[int, Awards]) -> bool:
    """Whether no telling of what the same winners won names a case."""
    if conferral.case or not conferral.winners or conferral.summary or not conferral.award:
        return False
    known = [with_case[m.entity] for m in conferral.winners if m.entity in with_case]
    return all(awards.find(conferral.award.name) is None for awards in known)


def _named(
    text: str, masked: str, region: Region, conferral: Conferral, awards: Awards, roster: Roster, *, own: bool = False
) -> Region | None:
    """The work of the winner in a region; with `own`, only one that stands beside the winner's name."""
    winners = {m.entity for m in conferral.winners}
    for sentence in islice(each_sentence(text, region), _NEAR):
        mentions = roster.between(sentence)
        for mention in mentions:
            if mention.entity in winners and (case := _beside(text, masked, Region(mention.end, sentence.end), awards)):
                return case
        others = [m for m in mentions if m.entity not in winners]
        if own or others:
            continue
        for pattern in (_NAMES_WORK, _ITS):
            for match in pattern.finditer(masked, *sentence):
                if case := _title(text, masked, Region(match.end(), sentence.end), awards):
                    return case
        opening = _OPENS.match(masked, *sentence)
        if opening and (case := _title(text, masked, Region(opening.end(), sentence.end), awards)):
            return case
    return None


_TOLD_OF = re.compile(
    rf"的?(?={TITLE}[^，。；]{{0,10}}(?:则|，|把|将|让|使|以|用|针对|瞄准|面向|通过|自|为|在|累计|已|也"
    rf"|实现|上线|推出|服务|项目|案例|产品))"
)


def _opened_by_winners(text: str, masked: str, awards: Awards, roster: Roster) -> dict[int, list[tuple[int, Region]]]:
    """The sentences that open with an organization and the title of its work: where, and the title, by organization."""
    found: dict[int, list[tuple[int, Region]]] = {}
    for mention in roster.mentions:
        opens = mention.start == 0 or text[mention.start - 1] in "。\n；！？\u3000 "
        start = _TOLD_OF.match(masked, mention.end) if opens else None
        if start and (case := _title(text, masked, Region(start.end(), min(len(text), start.end() + _REACH)), awards)):
            found.setdefault(mention.entity, []).append((mention.start, case))
    return found


def _told_later(start: int, conferral: Conferral, opened: Mapping[int, list[tuple[int, Region]]]) -> Region | None:
    """The work of the winner with whose name, and its title, a later sentence of the article opens."""
    later = []
    for entity in {m.entity for m in conferral.winners}:
        cases = opened.get(entity, [])
        later += cases[at : at + 1] if (at := bisect_left(cases, (start,))) < len(cases) else []
    return min(later)[1] if later else None


_BESIDE = re.compile(
    rf"的?(?={TITLE})|(?:的|获奖|得奖|参评|入选|申报|报送|推出|打造|研发|开发|自主){{1,3}}(?:的)?(?={TITLE})"
    rf"|[^，。；“「《]{{0,12}}{_NAMES_WORK.pattern}"
)
_STOP = re.compile(r"[，。；：！？]")


def _beside(text: str, masked: str, region: Region, awards: Awards) -> Region | None:
    """甲的“乙”, 甲“乙”: the title right behind the winner's name."""
    start = _BESIDE.match(masked, *region)
    return _title(text, masked, Region(start.end(), region.end), awards) if start else None


def _title(text: str, masked: str, region: Region, awards: Awards) -> Region | None:
    stop = _STOP.search(masked, *region)
    case = case_phrase(text, masked, Region(region.start, stop.start() if stop else region.end), after_org=True)
    return case if case and awards.find(text[case.start : case.end]) is None else None


_GROUP = re.compile(
    rf"(?P<before>{TITLE}|[一二三特]等奖|[金银铜]奖)的?(?P<n1>[两二三四五六2-6])(?:个|项|家|件|只)"
    rf"|(?P<n2>[两二三四五六2-6])(?:个|项|家|件|只)(?P<behind>{TITLE}|[一二三特]等奖|[金银铜]奖)"
)
_ONE_OF_THEM = re.compile(r"(?:一个|另一个|还有一个|其[一二三]|[一二三]是|第[一二三]个)(?:则|是|出自|来自)?")


def announced_groups(
    text: str, masked: str, lines: Sequence[Line], told: Sequence[Conferral], roster: Roster
) -> list[Conferral]:
    """Read an award with how many won it, then one after another: 二等奖的两个项目都很新。甲申报的“乙”；由丙完成的“丁”.

    Only where as many works with their winners follow in the paragraph as were announced.
    """
    starts = sorted(c.evidence.start for c in told)
    found: list[Conferral] = []
    for line in lines:
        said = () if line.rank else line.sentences
        for n, sentence in enumerate(said):
            group = _GROUP.search(masked, *sentence)
            free = bisect_left(starts, sentence.start) == bisect_left(starts, line.block.end)
            if group and free and not roster.between(sentence):
                award = _announced(text, Region(*group.span("before" if group["before"] else "behind")))
                works = [w for s in said[n + 1 :] if (w := _one_of_them(text, masked, s, award, roster))]
                found += works if len(works) == number(group["n1"] or group["n2"]) else []
    return found


def _announced(text: str, region: Region) -> AwardPhrase:
    return AwardPhrase(region.start, region.end, text[region.start : region.end].strip("“”「」『』"))


def _one_of_them(text: str, masked: str, sentence: Region, award: AwardPhrase, roster: Roster) -> Conferral | None:
    """The winners and the work that one sentence of a group is about."""
    lead = _ONE_OF_THEM.match(masked, *sentence)
    start = lead.end() if lead else sentence.start
    for clause in re.compile("[^，。；]+").finditer(masked, start, sentence.end):
        subjects = [s for s in parse_subjects(text, masked, Region(*clause.span()), roster) if s.winners]
        if not subjects:
            continue
        named = _CALLED.search(masked, clause.end(), sentence.end)
        case = subjects[-1].case or (
            _title(text, masked, Region(named.end(), sentence.end), Awards()) if named else None
        )
        winners = tuple(m for s in subjects for m in s.winners)
        return Conferral(winners, award, case, Region(sentence.start, max(clause.end(), case.end))) if case else None
    return None


_CALLED = re.compile(r"(?:名叫|名为|叫作|叫做|题为|项目是|案例是|作品是)")
