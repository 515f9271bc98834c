"""What belongs to what: awards to programmes and years, programmes to organizers, organizations to parents.

Works on what the other parts found, sentence by sentence. Only what the text ties together is tied: an award takes
the programme of its own words, else of its paragraph, else the one that the article opens with.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase, Programme
from kg.extractor.masking import ORG
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region, sentences
from kg.terms import norm

_ORGANIZING = (
    r"主办|主辦|举办|舉辦|承办|协办|協辦|指导|发起|评选|颁发|评定|组织|发布|公布|揭晓|公示|授予|认定|牵头"
    r"|提供了?媒体支持|媒体支持|召开|开展"
)
_ORGANIZED_BY = re.compile(
    rf"(?P<who>{ORG}(?:(?:[、和及与，]|以及|联合|携手|会同"
    rf"|旗下){{1,3}}{ORG}){{0,12}})(?:[^，。；\ue000]{{0,14}}?)(?:联合|共同|牵头|正式|独家)?(?:{_ORGANIZING})"
)
_OWN_AWARD = re.compile(rf"(?P<who>{ORG})(?:的)?(?=[“「《]|(?:19|20)\d\d)")
_MEDIA_WORK = re.compile(r"报道|记者|研报|报告$|公告|白皮书|声明|表示|透露|介绍|称")


class Organizing(NamedTuple):
    """Organizations that a sentence says run or confer something, and the sentence."""

    organizers: tuple[Mention, ...]
    sentence: Region


def find_organizers(text: str, masked: str, lines: tuple[Line, ...], roster: Roster) -> tuple[Organizing, ...]:
    """Find who organizes, sentence by sentence: 由甲和乙联合主办, 甲发布“丙”榜单."""
    found = []
    for line in lines:
        for sentence in sentences(text, Region(line.block.start, line.block.end)):
            organizers = tuple(_organizers(text, masked, sentence, roster))
            if organizers:
                found.append(Organizing(organizers, sentence))
    return tuple(found)


def _organizers(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Mention]:
    for match in _ORGANIZED_BY.finditer(masked, sentence.start, sentence.end):
        gap = masked[match.end("who") : match.end()]
        announces = re.search(r"发布|公布|揭晓|召开|开展|组织|授予|评选", gap)
        rest = masked[match.end() : sentence.end]
        if announces and not re.search(
            r"奖|獎|榜|案例|评选|评审|名单|TOP|大赛|峰会|论坛|年度|荣誉|Award|征集",
            text[match.start() : match.end() + 40],
        ):
            continue
        if _MEDIA_WORK.search(gap) or (re.match(r"(?:的|了)?(?:报告|公告|年报|研报|《)", rest) and announces):
            continue
        yield from roster.between(Region(*match.span("who")))
    for match in _OWN_AWARD.finditer(masked, sentence.start, sentence.end):
        verb = re.search(r"(?:获评|荣获|获|入选|获得|获颁)$", masked[sentence.start : match.start()])
        if verb:
            yield from roster.between(Region(*match.span("who")))


def organizers_of(
    text: str, organizing: Iterable[Organizing], honours: list[tuple[str | None, tuple[Region, ...]]]
) -> dict[int, tuple[Mention, ...]]:
    """The organizers of each honour, given its programme and where it was conferred.

    An organizing sentence is about an honour where it names the programme, or is the sentence that confers it.
    """
    found: dict[int, dict[int, Mention]] = {}
    for organizers, sentence in organizing:
        said = norm(text[sentence.start : sentence.end])
        for n, (programme, places) in enumerate(honours):
            inside = any(sentence.start <= place.start < sentence.end for place in places)
            if inside or (programme and norm(programme) in said):
                found.setdefault(n, {}).update({m.entity: m for m in organizers if m.entity not in found.get(n, {})})
    return {n: tuple(by_entity.values()) for n, by_entity in found.items()}


class Context(NamedTuple):
    """Where an award's programme and year may come from."""

    programmes: tuple[Programme, ...]
    opening: int
    """Up to where the article opens: what is announced there governs the whole."""


def programme_of(award: AwardPhrase, block: Region, context: Context) -> Programme | None:
    """The programme of an award: named in its own paragraph before it, else the one that the article opens with."""
    if award.programme:
        return next(
            (
                p
                for p in context.programmes
                if norm(p.name) in norm(award.programme) or norm(award.programme) in norm(p.name)
            ),
            None,
        )
    near = [p for p in context.programmes if block.start <= p.start < block.end and not _is(p, award)]
    before = [p for p in near if p.start < award.start]
    opening = [p for p in context.programmes if p.start < min(context.opening, award.start) and not _is(p, award)]
    return next(iter(before[-1:] or opening[:1]), None)


def _is(programme: Programme, award: AwardPhrase) -> bool:
    """The award's own words are no programme of it."""
    return (programme.start < award.end and award.start < programme.end) or norm(programme.name) == norm(award.name)


RECALL = re.compile(r"早在|曾|此前|去年|上年|上届|往届|前年|继(?:19|20)\d\d|上一届|历届|过去")
"""Words that say that an award is of an earlier time, so that it takes no year or programme from its surroundings."""

_YEARS = re.compile(r"(?:19|20)\d\d(?=年)")


def recalled_years(text: str, clause: Region) -> tuple[int, ...]:
    """The years that a recalling clause names for its award: 早在2021年、2022年… → 2021, 2022."""
    return tuple(dict.fromkeys(int(y) for y in _YEARS.findall(text[clause.start : clause.end])))


_MEMBERS = re.compile(
    rf"(?P<parent>{ORG})(?:（[^）]*）)?(?:(?:及|和|与)?(?:其)?)?(?:的)?(?:旗下|下属|所属|全资|控股"
    rf"|全资控股)?(?:的)?(?:[一二两三四五六七八九十\d多]+家)?(?:旗下|子公司|控股子公司|成员单位|成员公司"
    rf"|全资子公司|专业子公司)(?:的)?(?:[一二两三四五六七八九十\d多]+家(?:子公司|公司"
    rf"|机构)?)?[：，、“—]{{0,2}}(?P<members>{ORG}(?:(?:[、和及与]|以及){ORG}){{0,12}})"
)


_MEMBERS_ALONE = re.compile(
    rf"(?<=[，；、])(?:其|及其|该行|公司)?(?:旗下|(?:全资|控股)?子公司)(?:的)?(?P<members>{ORG}(?:(?:[、和及与]|以及){ORG}){{0,12}})"
)


def stated_parents(masked: str, roster: Roster) -> Iterator[tuple[Mention, Mention]]:
    """Find what the text says of parents: 甲旗下乙、丙, 甲的全资子公司乙. Gives pairs of member and parent.

    Where only 旗下乙 or 其子公司乙 is printed, the parent is the organization last named in the same sentence.
    """
    for match in _MEMBERS.finditer(masked):
        parent = roster.between(Region(*match.span("parent")))
        for member in roster.between(Region(*match.span("members"))):
            if parent and member.entity != parent[0].entity:
                yield member, parent[0]
    for match in _MEMBERS_ALONE.finditer(masked):
        sentence = max(masked.rfind("。", 0, match.start()), masked.rfind("\n", 0, match.start())) + 1
        before = roster.between(Region(sentence, match.start()))
        first = roster.between(Region(*match.span("members")))
        companies = {roster.entities[m.entity].within for m in first}
        outside = [m for m in before if m.entity not in companies]
        for member in first:
            company = next((m for m in roster.nested if m.start == member.start), member)
            if outside and company.entity != outside[0].entity:
                yield company, outside[0]
