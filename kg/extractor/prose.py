"""The grammar of conferral in running text: sentences that say who received which award for which case.

Active (甲凭借乙荣获丙奖), passive (丙奖授予甲, 将丙奖颁给甲, 丙奖由甲摘得), inverted (获得丙奖的是甲的乙), distributive
(均, 双双, 分别, 依次), with the subject or the award left out. Plans, denials, forgeries, honours of natural persons,
ratings and tenders are no conferrals. Comes from masked text, gives `Conferral`s.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase, parse_award
from kg.extractor.masking import ORG, ORGANIZATION, TITLE
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Region
from kg.extractor.subjects import Subject, parse_subjects


class Conferral(NamedTuple):
    """One award conferred, as one place of the article says it.

    No winners: the text names the work alone, or leaves out the subject. `award` None: the text points back (该奖项).
    `listed`: the text says only that the winner is on a list (榜上有名). `summary`: a sentence about several cases at
    once (11则案例分别获评…), of use only where nothing says more.
    """

    winners: tuple[Mention, ...]
    award: AwardPhrase | None
    case: Region | None
    evidence: Region
    partners: tuple[Mention, ...] = ()
    rank: str | None = None
    summary: bool = False
    listed: bool = False


_VERB = re.compile(
    r"(?P<sure>荣获|榮獲|荣膺|榮膺|荣登|荣列|荣得|获评为?|獲評|获颁|獲頒|获授|获选为?|获封|斩获|摘得|摘下"
    r"|摘取|捧得|捧回|夺得|夺下|奪得|揽获|喜获|喜提|勇夺|蝉联"
    r"|被评选?为|被評為|被授予|被认定为|当选为?|评选?为|分获|再获|另获|同获|共获|连获|获此|获得了?该|获列"
    r"|又获|也获|亦获|获[“「《]@)"
    r"|(?P<listed>入选|入選|跻身|入列|列入|登上|位列|位居|名列|上榜|登榜|榜上有名|荣登)|(?P<weak>获得|獲得"
    r"|取得|拿到|拿下|收获|赢得|贏得|收穫|获|獲|得到)"
)
_PLANNED = re.compile(
    r"(?:拟|将|力争|争取|冲击|有望|希望|期望|计划|预计|能不能|能否|准备|未|没有|没能?|无缘|不曾|即将|如果"
    r"|若|凡|可|声称|谎称|自称|想|再拿|有机会|申报|竞逐|角逐|再次?冲|曾经|参评)[^，。；]{0,8}$"
)
_FALSE = re.compile(
    r"冒用|虚假|并不存在|伪造|杜撰|自封|私自|假冒|打趣|中标|抽奖|中奖|公告称[^。]*授予|激励对象|限制性股票"
    r"|评级|马拉松|征集启事"
)
_COUNT = (
    r"(?:共有?|共计|总计|等|的|旗下|多家)?[，]?(?P<count>[一二两三四五六七八九十百\d]+)(?:则|个|项|家|件"
    r"|份|大)(?:优秀|创新|典型|精品|保险)?(?:案例|项目|成果|奖项|大奖|实践|作品|课题|产品|奖|公司|子公司"
    r"|机构)"
)
_SUMMARY = re.compile(_COUNT)
_BACK = re.compile(r"(?:了)?(?:该|此|这一|这项|此项|同一|上述|这个)(?:项)?(?:奖项|殊荣|荣誉|大奖|奖|称号|榜单)|^此殊荣")
_RANK = re.compile(r"第(?:[一二三四五六七八九十百]+|\d+)(?:名|位)|榜首|首位|冠军|亚军|季军")
_PERSONAL = re.compile(
    r"(?:人物|个人|工作者|劳动奖章|劳模|红旗手|标兵|经理人|企业家|分析师|研究员|董秘|CEO|青年|教师|代表"
    r"|能手)(?:奖|称号)?$"
)

_GIVEN = re.compile(
    rf"(?P<award>(?:将|把)?[^，。；：]{{2,60}}?)(?:则|均|分别|也)?(?:被)?(?:授予|授給|颁给|颁予|颁授予"
    rf"|颁发给|頒給|授给|花落|归属)了?(?P<to>(?:一个[^，。；]{{2,12}}?)?(?:{ORG}|{TITLE})[^；。]*)"
)
_CONFERRED_ON = re.compile(
    rf"(?:授予|颁给|颁发给)(?P<to>{ORG}(?:[、和及与]{ORG})*)(?P<award>[^，。；]{{0,12}}{TITLE}[^，。；]{{0,10}})"
)
_TAKEN = re.compile(
    rf"(?P<award>[^，。；：]{{2,50}}?)(?P<count>\d+[名个项家])?[，]?(?:则)?(?:由"
    rf"|被)(?P<to>[^。；，]{{0,30}}{ORG}[^。；]*?)(?:摘得|夺得|奪得|获得|獲得|斩获|拿下|包揽|收入囊中|领跑"
    rf"|捧得|摘取|揽获)"
)
_POCKETED = re.compile(rf"(?P<to>{ORG}[^，。；]*?)(?:则|也)?将(?P<award>[^，。；]{{2,40}}?)收入囊中")
_INVERTED = re.compile(
    rf"(?:获得|斩获|摘得|荣获|获评|获|夺得)了?(?P<award>[^，。；]{{2,40}}?)的(?:项目|企业|机构|公司"
    rf"|单位)?(?:还)?[，]?(?:有|是|包括|为)(?:由)?(?P<to>(?:[^，。；]{{0,12}})(?:{ORG}|{TITLE})[^；。]*)"
)
_COUNTED = re.compile(
    rf"(?P<award>[^，。；：\d]{{2,20}}?)(?P<count>[\d一二两三四五六七八九十]+[名个项家席])[，]?(?:分别)?(?:为"
    rf"|是|由|授予)(?P<to>[^；。]*?{ORG}[^；。]*?)(?:摘得|获得|夺得|斩获|$|(?=[；。]))"
)


def conferrals(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Conferral]:
    """Parse one sentence (without 。； outside of quotes) into what it confers, in order."""
    view = masked[sentence.start : sentence.end]
    if _FALSE.search(text, sentence.start, sentence.end):
        return
    for pattern in (_INVERTED, _COUNTED, _CONFERRED_ON, _POCKETED, _TAKEN, _GIVEN):
        found = list(_passive(text, masked, sentence, roster, pattern))
        if found:
            yield from found
            rest = [m.span() for m in pattern.finditer(view)]
            yield from _active_outside(text, masked, sentence, roster, rest)
            return
    yield from _active(text, masked, sentence, roster)


def _active_outside(
    text: str, masked: str, sentence: Region, roster: Roster, taken: list[tuple[int, int]]
) -> Iterator[Conferral]:
    at = sentence.start
    for start, end in [*taken, (sentence.end - sentence.start,) * 2]:
        if sentence.start + start - at > 6:
            yield from _active(text, masked, Region(at, sentence.start + start), roster)
        at = max(at, sentence.start + end)


def _passive(text: str, masked: str, sentence: Region, roster: Roster, pattern: re.Pattern[str]) -> Iterator[Conferral]:
    for match in pattern.finditer(masked, sentence.start, sentence.end):
        award_at, to = Region(*match.span("award")), Region(*match.span("to"))
        if _PLANNED.search(masked[max(sentence.start, match.start() - 10) : match.start() + 1]):
            continue
        awards = list(_objects(text, masked, award_at, sure=True))
        back = bool(_BACK.search(masked[award_at.start : award_at.end]))
        if not awards and not back:
            continue
        award = awards[-1] if awards else None
        if award and _PERSONAL.search(award.name):
            continue
        for subject in parse_subjects(text, masked, _first_clause(masked, to), roster):
            yield Conferral(subject.winners, award, subject.case, sentence, subject.partners)


def _first_clause(masked: str, region: Region) -> Region:
    """Cut what follows a comma, unless it goes on listing winners."""
    for comma in re.finditer("，", masked[region.start : region.end]):
        rest = masked[region.start + comma.end() : region.end]
        if not re.match(rf"(?:以及|及|和)?{ORG}(?:[、的“《]|$)", rest):
            return Region(region.start, region.start + comma.start())
    return region


def _active(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Conferral]:
    verbs = list(_VERB.finditer(masked, sentence.start, sentence.end))
    left_from = sentence.start
    previous: tuple[Subject, ...] = ()
    for n, verb in enumerate(verbs):
        stop = verbs[n + 1].start() if n + 1 < len(verbs) else sentence.end
        after = _object_region(masked, Region(verb.end(), stop if n + 1 < len(verbs) else sentence.end))
        left = Region(left_from, verb.start())
        if _PLANNED.search(masked[max(sentence.start, verb.start() - 14) : verb.start()]):
            continue
        awards = [a for a in _objects(text, masked, after, sure=verb["sure"] is None) if not _PERSONAL.search(a.name)]
        back = not awards and bool(_BACK.match(masked[after.start : after.end]))
        listed = not awards and verb["listed"] is not None
        if not awards and not back and not listed:
            continue
        subjects = parse_subjects(text, masked, left, roster) or _elided(text, masked, left, previous)
        yield from _combine(text, masked, Region(left_from, after.end), left, subjects, awards, listed=listed)
        left_from, previous = (awards[-1].end if awards else after.end), subjects


def _object_region(masked: str, region: Region) -> Region:
    cut = re.search(r"[，。；：！？]|的(?:消息|好成绩|佳绩)", masked[region.start : region.end])
    return Region(region.start, region.start + cut.start()) if cut else region


def _objects(text: str, masked: str, region: Region, *, sure: bool) -> Iterator[AwardPhrase]:
    raw = masked[region.start : region.end]
    if not raw.strip() or (ORGANIZATION in raw and not re.search(TITLE, raw) and _only_organizations(raw)):
        return
    yield from parse_award(text, masked, region, sure=sure)


def _only_organizations(raw: str) -> bool:
    return not re.sub(rf"{ORG}|[、和与及，的\s]", "", raw)


def _elided(text: str, masked: str, left: Region, previous: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subject of a clause that names none: that of the clause before, if the sentence has one."""
    if previous and not re.search(r"[“《「]", masked[left.start : left.end]):
        return tuple(s._replace(case=None) for s in previous)
    return (Subject((), None),)


def _combine(
    text: str,
    masked: str,
    clause: Region,
    left: Region,
    subjects: tuple[Subject, ...],
    awards: list[AwardPhrase],
    *,
    listed: bool,
) -> Iterator[Conferral]:
    before = masked[left.start : left.end]
    evidence = _trim(text, clause)
    summary = bool(_SUMMARY.search(text[left.start : left.end])) and not any(s.case for s in subjects)
    rank = _RANK.search(text, left.end, clause.end)
    found = rank[0] if rank else None
    if len(subjects) == len(awards) > 1 and re.search(r"分别|依次|分获|分$", masked[left.start : clause.end]):
        pairs = list(zip(subjects, awards, strict=True))
    else:
        pairs = [(s, a) for s in subjects for a in awards]
    for subject, award in pairs:
        yield Conferral(subject.winners, award, subject.case, evidence, subject.partners, found, summary)
    if not awards:
        for subject in subjects:
            if subject.winners or subject.case:
                summary = summary or (bool(re.search(r"旗下|子公司", before)) and not subject.case)
                yield Conferral(subject.winners, None, subject.case, evidence, subject.partners, found, summary, listed)


def _trim(text: str, region: Region) -> Region:
    raw = text[region.start : region.end]
    lead = re.match(r"[，,。；;、\s]*(?:其中，|此外，|同时，|另外，|而|并且?)?", raw)
    start = region.start + (lead.end() if lead else 0)
    return Region(start, region.start + len(raw.rstrip(" ，,、\n")))
