"""Who gets which: a reading of a verb, with its winners and its awards, as one conferral after another.

Each winner gets each award, or one by one where the text says 分别 or 依次; a later clause may name the cases in their
order (对应的案例依次为甲、乙), and a sentence that counts more than it names is a summary.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase
from kg.extractor.conferral import Conferral
from kg.extractor.outline import Region
from kg.extractor.subjects import Subject, case_list
from kg.numerals import number

_COUNT = (
    r"(?:共有?|共计|总计|等|的|旗下|多家)?[，]?(?P<count>[一二两三四五六七八九十百\d]+)(?:则|个|项|家|件"
    r"|份|大)(?:优秀|创新|典型|精品|保险)?(?:案例|项目|成果|奖项|大奖|实践|作品|课题|产品|奖|公司|子公司"
    r"|机构)"
)
_SUMMARY = re.compile(_COUNT)
_SOME = re.compile(r"等[，]?[一二两三四五六七八九十百\d]+家")
_RANK = re.compile(r"第(?:[一二三四五六七八九十百]+|\d+)(?:名|位)|榜首|首位|冠军|亚军|季军")
_CASES_THEN = re.compile(
    r"(?:对应的|其|相应的)?(?:获奖|入选|得奖)?(?:案例|项目|产品|作品|成果)(?:依次|分别)?(?:为|是)(?P<cases>.+)$"
)


class Reading(NamedTuple):
    """What one verb confers: on whom, what, where it is said, and how far the reading goes."""

    subjects: tuple[Subject, ...]
    awards: tuple[AwardPhrase, ...]
    evidence: Region
    end: int
    listed: bool = False


def pair(text: str, masked: str, sentence: Region, reading: Reading) -> Iterator[Conferral]:
    """Pair the winners with the awards: each with each, or one by one where the text says 分别 or 依次."""
    subjects, awards, evidence = reading.subjects, reading.awards, _trim(text, reading.evidence)
    clause = max(reading.evidence.start, text.rfind("：", *reading.evidence) + 1)
    verb_side = Region(clause, max(clause, awards[0].start if awards else reading.evidence.end))
    nobody = not any(s.winners or s.case for s in subjects)
    summary = _is_summary(text, reading, Region(sentence.start, verb_side.end) if nobody else verb_side)
    rank = _RANK.search(text, *reading.evidence)
    found = rank[0] if rank else None
    distributive = re.search(r"分别|依次|分获|分列|各", masked[reading.evidence.start : reading.evidence.end])
    if distributive and len(subjects) > 1 and len(awards) > 1 and len(subjects) != len(awards):
        return  # who received which cannot be told
    if len(subjects) == len(awards) > 1 and distributive:
        pairs = list(zip(subjects, awards, strict=True))
    else:
        pairs = [(s, a) for s in subjects for a in awards]
    for subject, award in pairs:
        yield Conferral(subject.winners, award, subject.case, evidence, subject.partners, found, summary)
    if awards:
        return
    members = re.search(r"旗下|子公司", masked[reading.evidence.start : reading.evidence.end])
    for subject in subjects:
        if subject.winners or subject.case:
            sums = summary or (bool(members) and not subject.case)
            yield Conferral(
                subject.winners, None, subject.case, evidence, subject.partners, found, sums, reading.listed
            )


def _is_summary(text: str, reading: Reading, left: Region) -> bool:
    """Whether the sentence counts several cases at once, more or fewer than it names one by one."""
    subjects = reading.subjects
    ends = (m.end for s in subjects for m in s.winners if m.end <= left.end)
    after_winner = max(left.start, *ends, left.start)
    return _sums_up(text[after_winner : left.end], len(subjects)) or (
        _sums_up(text[left.start : left.end], len(subjects)) and not any(s.case for s in subjects)
    )


def _sums_up(words: str, subjects: int) -> bool:
    counted = _SUMMARY.search(words)
    some = counted is not None and _SOME.match(counted[0]) is not None  # 甲、乙等6家公司: each that is named wins
    return counted is not None and not some and number(counted["count"]) != subjects


def with_cases(text: str, masked: str, sentence: Region, found: list[Conferral]) -> list[Conferral]:
    """Give the winners the cases that a later clause lists in their order: 对应的案例依次为甲、乙."""
    without = [c for c in found if c.case is None and c.winners]
    match = _CASES_THEN.search(masked, *sentence) if without else None
    cases = case_list(text, masked, Region(*match.span("cases"))) if match else []
    if len(cases) != len(without) or not cases:
        return found
    paired = dict(zip(map(id, without), cases, strict=True))
    return [c._replace(case=paired.get(id(c), c.case), evidence=Region(c.evidence.start, sentence.end)) for c in found]


def _trim(text: str, region: Region) -> Region:
    raw = text[region.start : region.end]
    lead = re.match(r"[，,。；;、\s]*(?:其中，|此外，|同时，|另外，|而|并且?)?", raw)
    start = region.start + (lead.end() if lead else 0)
    return Region(start, region.start + len(raw.rstrip(" ，,、\n")))
