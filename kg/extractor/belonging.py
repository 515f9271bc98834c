"""What belongs to what: awards to programmes and years, organizations to parents.

Works on what the other parts found, sentence by sentence. Only what the text ties together is tied: an award takes
the programme of its own words, else of its paragraph, else the one that the article opens with.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase
from kg.extractor.masking import ORG
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Region
from kg.extractor.programmes import Programme
from kg.terms import norm


class Context(NamedTuple):
    """Where an award's programme and year may come from."""

    programmes: tuple[Programme, ...]
    opening: int
    """Up to where the article opens: what is announced there governs the whole."""
    year: int | None = None
    """The year of the edition that the article is about, where its title and opening name just one."""


_EDITION_YEAR = re.compile(
    r"(?<![—\-–至\d])(?P<a>(?:19|20)\d\d)年度(?!报告|业绩|财报|股东|营|净|利润|预算|决算|经营|工作|审计)"
    r"|[（(](?P<b>(?:19|20)\d\d)年?度?[）)]"
    r"|(?P<c>(?:19|20)\d\d)(?![年月日\d.\-/])[^，。；：！？\n\d]{0,24}?(?:奖|榜|评选|赛|案例|名单|TOP|强"
    r"|Awards?|盛典|年会|论坛|峰会)"
    r"|(?P<e>(?:19|20)\d\d)年(?!度|\d{1,2}月|以来|[初末底中内起]|上半|下半|前"
    r"|第?[一二三四1-4]季)[^，。；：！？\n\d在]{2,24}?(?:奖|榜|评选|大赛|竞赛|案例|Awards?)"
    r"|(?:Awards?|Awards for \w+|Innovators|Rankings?) (?P<d>(?:19|20)\d\d)"
)


def edition_year(title: str, opening: str, awards: Iterable[AwardPhrase]) -> int | None:
    """The year of the edition that an article is about: the only one that its title or its opening names.

    A year in an award's own name says nothing of other awards.
    """
    own = [(a.start - 8, a.end) for a in awards]
    for words, taken in ((title, []), (opening, own)):
        found = [m for m in _EDITION_YEAR.finditer(words) if not any(a <= m.start() < b for a, b in taken)]
        years = {int(y) for match in found for y in match.groups() if y}
        if years:
            return years.pop() if len(years) == 1 else None
    return None


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
    behind = [p for p in near if 0 <= p.start - award.end < _NEAR] if len({norm(p.name) for p in near}) == 1 else []
    return next(iter(before[-1:] or opening[:1] or behind), None)


_NEAR = 40
"""How many characters behind its award a programme may be named that nothing names before."""


def _is(programme: Programme, award: AwardPhrase) -> bool:
    """The award's own words are no programme of it."""
    return (programme.start < award.end and award.start < programme.end) or norm(programme.name) == norm(award.name)


RECALL = re.compile(r"早在|曾|此前|去年|上年|上届|往届|前年|继(?:19|20)\d\d|上一届|历届|过去")
"""Words that say that an award is of an earlier time, so that it takes no year or programme from its surroundings."""

_YEARS = re.compile(r"(?:19|20)\d\d(?=年)")


def recalled_years(text: str, clause: Region) -> tuple[int, ...]:
    """The years that a recalling clause names for its award, before it says what was won: 早在2021年、2022年…"""
    words = text[clause.start : clause.end]
    said = "" if "今年" in words else _WON.split(words, maxsplit=1)[0]
    return tuple(dict.fromkeys(int(y) for y in _YEARS.findall(said)))


_WON = re.compile(r"荣获|获评|获得|获颁|荣膺|摘得|斩获|夺得|入选|被评|被授")


_MEMBERS = re.compile(
    rf"(?P<parent>{ORG})(?:（[^）]*）)?(?:(?:及|和|与)?(?:其)?)?(?:的)?(?:旗下|下属|所属|全资|控股"
    rf"|全资控股)?(?:的)?(?:[一二两三四五六七八九十\d多]+家)?(?:旗下|子公司|控股子公司|成员单位|成员公司"
    rf"|全资子公司|专业子公司)(?:的)?(?:[一二两三四五六七八九十\d多]+家(?:子公司|公司"
    rf"|机构)?)?[：，、“—]{{0,2}}(?P<members>{ORG}(?:(?:[、和及与]|以及){ORG}){{0,12}})"
)


_MEMBERS_ALONE = re.compile(
    rf"(?<=[，；、])(?:其|及其|该行|公司)?(?:旗下|(?:全资|控股)?子公司)(?:的)?(?P<members>{ORG}(?:(?:[、和及与]"
    rf"|以及){ORG}){{0,12}})"
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
