"""Who runs and confers awards: 由甲和乙联合主办, 甲发布“丙”榜单, 获甲颁发的丁奖, 甲“2023丙”评选结果公布.

Goes from sentences to the organizers of each award. A newspaper that only reports is none. Where an article is about
one programme, whoever it says organizes something organizes that.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extractor.awards import is_award_name
from kg.extractor.conferral import PLANNED
from kg.extractor.masking import ORG, ORGANIZATION, TITLE
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region
from kg.extractor.verbs import VERB
from kg.terms import norm

_ORGANIZING = (
    r"主办|合办|举办|承办|协办|指导|发起(?!设立|成立|人|股)|评选为?|颁发|颁布|颁出|颁授|评定|组织|发布|公布|揭晓|公示"
    r"|授予|认定|确认|评为|选为|评定|表彰|牵头|提供[^，。；]{0,4}支持|媒体支持|支持(?=[的，。；、]|$)|召开|举行|开展"
)
_LIST = (
    rf"{ORG}(?:(?:[、和及与暨，]|以及|联合|携手|会同|旗下|共同){{1,3}}(?:[\u4e00-\u9fff]{{2,6}}[、和])?{ORG}){{0,20}}"
)
_ORGANIZED_BY = re.compile(
    rf"(?P<who>{_LIST})(?:（[^（）\ue000]{{1,40}}）)?(?:等[^，。；\ue000]{{0,6}})?(?:\d+月\d+日)?(?:[^，。；\ue000]{{0,14}}?)"
    rf"(?:联合|共同|牵头|正式|独家)?(?P<verb>{_ORGANIZING})"
)
_HOSTS = re.compile(
    rf"{ORG}[^，。；\ue000]{{0,14}}(?:大会|年会|峰会|论坛"
    rf"|盛典)(?:暨{ORG}?[^，。；\ue000]{{0,20}})?(?:在[^，。；]{{2,8}})?(?:隆重|正式|圆满|顺利)?(?:举行|召开|举办)"
)
_ANNOUNCES = re.compile(r"发布|公布|揭晓|召开|举行|开展|组织|授予|评选|颁|表彰|发起|支持$")
_OF_AWARDS = re.compile(r"奖|榜|案例|评选|评审|名单|TOP|大赛|峰会|论坛|年度|荣誉|Award|Best |征集|课题|名录|强企业")
_OWN_AWARD = re.compile(rf"(?P<who>{ORG})的?(?:(?:19|20)\d\d年?度?)?(?P<title>{TITLE})(?=(?P<after>[^，。；]{{0,8}}))")
_WINS_BEFORE = re.compile(r"(?:获评?|荣获|斩获|摘得|入选|获得|获颁|拿下|赢得|捧回)[了过]?$")
_MORE_WON = re.compile(r"[”」]奖?(?:、|和|与|以及)?$")
_RESULT = re.compile(r"[^，。；]{0,4}(?:征集|评选|评比|大赛|榜|名单|颁奖|结果|揭晓|出炉|公布|典礼)")
_PUBLISHED = re.compile(r"(?:榜单?|案例|名单|年度观察|奖|评选|强)$")
"""How the title of what is published ends where it is a list of honours, and no report."""
_MEDIA_WORK = re.compile(r"报道|记者|研报|报告$|公告|白皮书|声明|表示|透露|介绍|称")


_NEAR = 900
"""How many characters may stand between an organizing sentence and the conferral that it is about."""


_MEANT = re.compile(
    r"(?<![^，。；\n])(?:据悉，|据了解，)?(?:该|此|这一|本次|此次|本届)?(?:评选|榜单?|大赛|奖项|活动|峰会|论坛|年会|评审|征集)(?:活动|结果)?(?:是|为)?由?"
    r"(?=\ue003?\ue000)"
)
"""How a sentence tells who runs what the article has named before: 榜单由甲主办, 该评选由乙发起."""


_CONFERRED = re.compile(rf"被{_LIST}[^，。；\ue000]{{0,14}}?(?:评|选|认|确|授予|命名)")


class Organizing(NamedTuple):
    """Organizations that a sentence says run or confer something, and the sentence."""

    organizers: tuple[Mention, ...]
    sentence: Region
    beyond: bool | None = None
    """Whether it is about what is conferred around it, too: so where it points back to a contest named before, not so
    where it tells who conferred what; None: where the article has but one programme."""


def find_organizers(text: str, masked: str, lines: tuple[Line, ...], roster: Roster) -> tuple[Organizing, ...]:
    """Find who organizes, sentence by sentence."""
    found = []
    for line in lines:
        for sentence in line.sentences:
            named = masked.find(ORGANIZATION, *sentence) >= 0
            if organizers := tuple(_organizers(text, masked, sentence, roster)) if named else ():
                back, here = _MEANT.search(masked, *sentence), _CONFERRED.search(masked, *sentence)
                found.append(Organizing(organizers, sentence, True if back else False if here else None))
    return tuple(found)


def _organizers(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Mention]:
    for match in _ORGANIZED_BY.finditer(masked, sentence.start, sentence.end):
        gap = masked[match.end("who") : match.start("verb")]
        if PLANNED.search(masked[max(sentence.start, match.start() - 10) : match.start()]):
            continue
        if masked[match.start() - 1 : match.start()] in ("向", "给", "对"):
            continue
        if VERB.search(gap) or re.search("主办方|拟|将|被", gap):
            continue
        announces = _ANNOUNCES.search(gap + match["verb"])
        rest = masked[match.end() : sentence.end]
        about = text[max(sentence.start, match.start() - 12) : match.end() + 40]
        if (announces and not _OF_AWARDS.search(about)) or (match["verb"] == "公示" and re.search(TITLE, gap)):
            continue
        title = text[match.end() : match.end() + 40].partition("》")[0]
        report = re.match(r"(?:的|了)?(?:报告|公告|年报|研报|《)", rest) and not _PUBLISHED.search(title)
        if _MEDIA_WORK.search(gap) or (report and announces):
            continue
        yield from roster.between(Region(*match.span("who")))
    for match in _HOSTS.finditer(masked, sentence.start, sentence.end):
        yield from roster.between(Region(*match.span()))
    for match in _OWN_AWARD.finditer(masked, sentence.start, sentence.end):
        left = masked[sentence.start : match.start()]
        won = _WINS_BEFORE.search(left) or (_MORE_WON.search(left) and VERB.search(left))
        title = text[match.start("title") + 1 : match.end("title") - 1]
        if (
            won
            or (_RESULT.match(match["after"]) and is_award_name(title))
            or (_RESULT.match(match["after"]) and re.search(r"\d{4}", title))
        ):
            yield from roster.between(Region(*match.span("who")))


_GIVERS = re.compile(r"[“「『《\"\s]*(?:(?:19|20)\d\d年?度?)?")


def giver_in_name(text: str, roster: Roster, award: Region) -> Mention | None:
    """The organization that an award's own name begins with: 碧涛结算中心 of “碧涛结算中心2016年度创新奖”."""
    first = next(iter(roster.between(award)), None)
    if first is None or not _GIVERS.fullmatch(text, award.start, first.start):
        return None
    rest = text[first.end : award.end].strip("》」”’ ")
    return first if is_award_name(rest, sure=True) and not rest.startswith(("杯", "的")) else None


def organizers_of(
    text: str, organizing: Iterable[Organizing], honours: list[tuple[str, str | None, tuple[Region, ...]]]
) -> dict[int, tuple[Mention, ...]]:
    """The organizers of each honour, given its name, its programme and where it was conferred.

    An organizing sentence is about an honour where it names the award or its programme, or is the sentence that confers
    it; where the article has but one programme, or the sentence points back, about all conferred not far from it.
    """
    found: dict[int, dict[int, Mention]] = {}
    single = len({norm(p) for _, p, _ in honours if p}) <= 1
    for organizers, sentence, beyond in organizing:
        said = norm(text[sentence.start : sentence.end])
        inside = {
            n for n, (*_, places) in enumerate(honours) if any(sentence.start <= p.start < sentence.end for p in places)
        }
        for n, (name, programme, places) in enumerate(honours):
            near = any(abs(sentence.start - place.start) <= _NEAR for place in places)
            named = (programme and norm(programme) in said) or (len(name) > 4 and norm(name) in said)
            if n in inside or named or ((single if beyond is None else beyond) and not inside and near):
                found.setdefault(n, {}).update({m.entity: m for m in organizers if m.entity not in found.get(n, {})})
    return {n: tuple(by_entity.values()) for n, by_entity in found.items()}
