"""What the article claims about its own content: 11则案例分别获评 is a claim that 11 are told of.

Gives checks of each claim against what was found; a difference is for a person to look at, not an error.
"""

import re
from typing import NamedTuple

from kg.extractor.assembly import Findings
from kg.extractor.numerals import number
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region, sentences


class Claim(NamedTuple):
    """A stated number of honours: where it stands, the number, and how many were found."""

    region: Region
    expected: int
    found: int


_NUMBER = r"[1-9]\d{0,2}|[二三四五六七八九十]{1,3}|两"
_CLAIM = re.compile(
    rf"(?P<claim>(?P<number>{_NUMBER})(?:则|個|个|项|件|份)(?:优秀|创新|典型|精品|获奖)?(?P<what>案例|项目"
    rf"|成果|作品|课题|大奖|奖项|奖|实践))"
)
_WON = re.compile(r"获|獲|入选|上榜|榜上有名|中选|脱颖而出|摘|斩|入围|折桂|问鼎")
_OF_OTHERS = re.compile(r"收到|征集|报送|申报|参评|设|评出|产生|共评选|超过|以上|余")


def find_claims(text: str, lines: tuple[Line, ...], findings: Findings, roster: Roster) -> tuple[Claim, ...]:
    """Find claims in the opening of the article and count what was found for whom they speak of."""
    found: dict[int, Claim] = {}
    for line in lines[:4]:
        for sentence in sentences(text, Region(line.block.start, line.block.end)):
            for match in _CLAIM.finditer(text, *sentence):
                around = text[max(sentence.start, match.start() - 12) : match.end() + 20]
                if not _WON.search(around) or _OF_OTHERS.search(
                    text[max(sentence.start, match.start() - 24) : match.start()]
                ):
                    continue
                expected = int(number(match["number"]) or 0)
                if expected >= 2:
                    region = Region(*match.span("claim"))
                    found.setdefault(expected, Claim(region, expected, _count(findings, match["what"])))
    return tuple(found.values())


def _count(findings: Findings, what: str) -> int:
    """How many receipts there are; of cases, how many different ones, where each receipt has one."""
    works = {r.work for r in findings.receipts}
    if what in ("案例", "项目", "作品", "课题") and None not in works and len(works) < len(findings.receipts):
        return len(works)
    return len(findings.receipts)
