"""What the article claims about its own content: 11则案例分别获评 is a claim that 11 are told of.

Gives checks of each claim against what was found; a difference is for a person to look at, not an error.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.extractor.assembly import Findings, Receipt
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region
from kg.numerals import number


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


def find_claims(
    text: str, lines: tuple[Line, ...], findings: Findings, roster: Roster, above: Mapping[int, frozenset[int]]
) -> tuple[Claim, ...]:
    """Find claims in the opening of the article and count what was found for whom they speak of.

    `above` are the organizations that each one belongs to: a group's claim speaks of its members as well. A claim
    that names nobody who won speaks of all.
    """
    found: dict[int, Claim] = {}
    for line in lines[:4]:
        for sentence in line.sentences:
            for match in _CLAIM.finditer(text, *sentence):
                region, expected = Region(*match.span("claim")), int(number(match["number"]) or 0)
                if expected >= 2 and _is_own(text, sentence, region):
                    before = roster.between(Region(sentence.start, region.start))
                    receipts = _of(findings, {m.entity for m in before}, above)
                    found.setdefault(region.start, Claim(region, expected, _count(receipts, match["what"])))
    return _once(found.values())


def _is_own(text: str, sentence: Region, claim: Region) -> bool:
    """Whether a number of cases is one of honours, and not of entries, prizes offered, and the like."""
    around = text[max(sentence.start, claim.start - 12) : claim.end + 20]
    return bool(_WON.search(around)) and not _OF_OTHERS.search(
        text[max(sentence.start, claim.start - 24) : claim.start]
    )


def _of(findings: Findings, named: set[int], above: Mapping[int, frozenset[int]]) -> tuple[Receipt, ...]:
    chosen = tuple(r for r in findings.receipts if any(named & {e, *above.get(e, ())} for e in r.recipients))
    return chosen or findings.receipts


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Claims that say and find the same are one, by its first words."""
    return tuple({(c.expected, c.found): c for c in reversed(list(claims))}.values())[::-1]


def _count(receipts: tuple[Receipt, ...], what: str) -> int:
    """How many receipts there are; of cases, how many different ones, where each receipt has one."""
    works = {r.work for r in receipts}
    if what in ("案例", "项目", "作品", "课题") and None not in works and len(works) < len(receipts):
        return len(works)
    return len(receipts)
