"""Rankings that a sentence spells out: 综合排名：全国性银行排名前三的分别是甲、乙和丙; 在“丁榜”中，前两名依次为甲、乙.

The ranking is what the line opens with, or a title before the places; who is listed is on it. Works on masked text.
"""

import re
from collections.abc import Iterator, Sequence

from kg.extractor.awards import AwardPhrase, year_of
from kg.extractor.conferral import DENIED, FORGED, Conferral, read_ranking
from kg.extractor.masking import ORG
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region, strip

_FIRST = re.compile(
    rf"(?:排名|位列|位居|跻身|名列)?前[一二两三四五六七八九十\d]{{1,4}}(?:位|名|强|家)?的?[\u4e00-\u9fff]{{0,8}}?(?:分别|依次)?(?:是|为)"
    rf"(?P<who>{ORG}(?:(?:[、和及与]|以及){{1,2}}{ORG}){{0,40}})(?=$|[，。；])"
)
_LIST = re.compile(r"榜|排名|排行|竞争力|实力|能力|指数|\d强")
_NO_LIST = re.compile(r"保费|规模|市场|份额|收入|利润|资产总|承保|收益率|业绩|营收|市值|不良|赔付|投诉|处罚")
"""What is counted or earned makes no honour of a place."""


def rankings(text: str, masked: str, lines: Sequence[Line], roster: Roster) -> Iterator[Conferral]:
    """Find who is said to be among the first of a ranking that is named before, one by one."""
    for line in lines:
        block = Region(line.block.start, line.block.end)
        if "前" not in text[slice(*block)] or DENIED.search(masked, *block) or FORGED.search(masked, *block):
            continue
        for match in _FIRST.finditer(masked, *block):
            start = max(line.body.start, *(masked.rfind(c, block.start, match.start()) + 1 for c in "。；"))
            lead = _lead(text, line)
            named = (lead,) if lead else read_ranking(text, masked, Region(start, match.start()))
            said = text[start : match.start("who")]
            if named and not _NO_LIST.search(f"{named[0].name}{said}"):
                evidence = strip(text, Region(min(start, named[0].start), match.end()), " \n")
                for winner in roster.between(Region(*match.span("who"))):
                    yield Conferral((winner,), named[0], None, evidence)


def _lead(text: str, line: Line) -> AwardPhrase | None:
    """The ranking that a line opens with: 综合排名：…"""
    name = text[slice(*line.lead)] if line.lead else ""
    return AwardPhrase(*line.lead, name, year_of(name)) if line.lead and _LIST.search(name) else None
