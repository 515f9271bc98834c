"""Conferral told from the award's side: 丙奖授予甲, 将丙奖颁给甲, 丙奖由甲摘得, 获得丙奖的是甲的乙.

A clause is read by the first pattern that fits where it begins. Gives what was conferred and where the reading
ends, so that the rest of the sentence can be read as `prose`.
"""

import re
from typing import NamedTuple

from kg.extractor.conferral import BACK, INTENDED, Conferral, read_awards
from kg.extractor.masking import ORG, ORGANIZATION, TITLE
from kg.extractor.organizations import Roster
from kg.extractor.outline import Region
from kg.extractor.subjects import parse_subjects

_START = r"(?:当晚|其中|此外|同时|另外|同批|而|同组|，)*"
_TO = rf"(?P<to>(?:[^，。；]{{0,14}}?)(?:{ORG}|{TITLE})[^；。]*)"
_PATTERNS = (
    re.compile(
        rf"{_START}{ORG}[^，。；“]{{0,4}}(?:获评|荣获|入选|获得|斩获)(?P<award>[^，。；]{{2,40}}?)的，?(?:是|为)(?P<to>[^，。；]*{TITLE}[^，。；]*)"
    ),
    re.compile(
        rf"{_START}(?:获得|斩获|摘得|荣获|获评|获|夺得)了?(?P<award>[^，。；]{{2,40}}?)的(?:项目|企业|机构|公司|单位)?(?:还)?"
        rf"[，]?(?:有|是|包括|为)(?:由)?{_TO}"
    ),
    re.compile(
        rf"{_START}(?P<award>[^，。；：\d]{{2,20}}?)(?:[\d一二两三四五六七八九十]+[名个项家席])[，]?(?:分别)?(?:为|是|由|授予)"
        rf"(?P<to>[^；。，]*?{ORG}[^；。]*?)(?:摘得|获得|夺得|斩获|$|(?=[；。]))"
    ),
    re.compile(
        rf"[^，。；]{{0,20}}?(?:授予|颁给|颁发给)(?P<to>{ORG}(?:[、和及与]{ORG}){{0,12}})(?P<award>[^，。；的联]{{0,12}}{TITLE}[^，。；]{{0,10}})"
    ),
    re.compile(rf"{_START}(?P<to>{ORG}[^，。；]*?)(?:则|也)?将(?P<award>[^，。；]{{2,40}}?)收入囊中"),
    re.compile(
        rf"{_START}(?P<award>[^，。；：]{{2,50}}?)[，]?(?:则)?(?:由|被)(?P<to>[^。；，]{{0,30}}{ORG}[^。；]*?)"
        rf"(?:联合|共同|聯合)?(?:摘得|夺得|奪得|获得|獲得|斩获|拿下|包揽|收入囊中|领跑|捧得|摘取|揽获)"
    ),
    re.compile(
        rf"{_START}(?:[^，。；]{{0,12}}?(?:将|把))?(?P<award>[^，。；：]{{2,60}}?)(?:则|均|分别|也)?(?:被)?"
        rf"(?:授予|授給|颁给|颁予|颁授予|颁发给|頒給|授给|花落|归属)了?{_TO}"
    ),
)


class Reading(NamedTuple):
    """What a passive clause confers, and where the reading of it ends."""

    conferrals: tuple[Conferral, ...]
    end: int


def read_passive(text: str, masked: str, region: Region, roster: Roster) -> Reading | None:
    """Read what begins at the region as a passive conferral, if it is one."""
    for pattern in _PATTERNS:
        match = pattern.match(masked, region.start, region.end)
        if not match or INTENDED.search(masked[max(0, match.start("award") - 10) : match.start("award") + 1]):
            continue
        awards = read_awards(text, masked, Region(*match.span("award")), sure=True)
        if not awards and not BACK.search(masked[match.start("award") : match.end("award")]):
            continue
        to = _first_clause(masked, Region(*match.span("to")))
        if "被授予" in masked[match.end("award") : to.start] and ORGANIZATION not in masked[to.start : to.end]:
            continue  # 甲的“乙”被授予“丙奖” is told from the winner's side
        evidence = Region(region.start, max(to.end, match.end("award")))
        found = tuple(
            Conferral(s.winners, awards[-1] if awards else None, s.case, evidence, s.partners)
            for s in parse_subjects(text, masked, to, roster)
        )
        if found:
            return Reading(found, evidence.end if to.end < match.end("to") else match.end())
    return None


_NEW_CLAUSE = re.compile(r"获|獲|摘|授予|颁给|斩|夺|入选|花落|收入囊中")


def _first_clause(masked: str, region: Region) -> Region:
    """Cut what follows a comma, unless it goes on listing winners."""
    commas = [region.start + m.start() for m in re.finditer("，", masked[region.start : region.end])]
    for n, comma in enumerate(commas):
        rest = masked[comma + 1 : commas[n + 1] if n + 1 < len(commas) else region.end]
        if not re.match(rf"(?:以及|及|和)?{ORG}(?:[、的“《]|[^，]{{0,12}}的“|$)", rest) or _NEW_CLAUSE.search(rest):
            return Region(region.start, comma)
    return region
