"""Walls of honours: pages that list award after award, with the winner named beside some and left out of the rest.

2017支付系统领导奖-甲, 2016年度“乙奖”, 丙协会颁发丁奖: lines without a verb of winning, which are awards of the
organization in the line, else of the one that the page is about. A line alone is no wall.
"""

import re
from collections.abc import Iterator, Sequence

from kg.article import BlockKind
from kg.extractor.awards import is_award_name, year_of
from kg.extractor.conferral import PERSONAL, Conferral, read_awards
from kg.extractor.masking import ORG, ORGANIZATION
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region, strip
from kg.extractor.verbs import GIVE, VERB

_DATE = re.compile(
    r"\s*(?:(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]?(?:\s*\d{1,2}\s*日?)?|\d{1,2}月(?:\d{1,2}日)?|(?:19"
    r"|20)\d\d年(?=\d{1,2}月))[\s：:，、|]*"
)
_GIVES = re.compile(r"^[^，。；]{0,40}?(?:颁发|颁授|授予)(?P<award>[^，。；]{3,60})$")
_BESIDE = re.compile(
    rf"^(?P<award>.+?)(?:\s*[-—–－/|：:]+\s*|\s+|)(?P<who>{ORG})$|^(?P<who2>{ORG})(?:\s*[-—–－/|：:]+\s*"
    rf"|\s+)(?P<award2>.+)$"
)
_LONGEST = 90
_FEWEST = 3
"""A page with fewer such lines is no wall."""


def walls(text: str, masked: str, lines: Sequence[Line], roster: Roster, topic: int | None) -> list[Conferral]:
    """Find the awards of a wall; those without a name beside them are of the `topic`, where the page has one.

    Where names stand beside some, the rest are of somebody whom the wall does not name.
    """
    governing = {above for line in lines for above in line.under}
    found = [c for n, line in enumerate(lines) if n not in governing for c in _line(text, masked, line, roster)]
    if len({c.evidence.start for c in found}) < _FEWEST:
        return []
    whose = roster.of(topic)[:1] if topic is not None and not any(c.winners for c in found) else ()
    return [c if c.winners else c._replace(winners=whose) for c in found if c.winners or whose]


def _line(text: str, masked: str, line: Line, roster: Roster) -> Iterator[Conferral]:
    if line.block.kind is BlockKind.CELL or line.block.end - line.block.start > _LONGEST:
        return
    date = _DATE.match(text, line.block.start, line.block.end)
    region = strip(
        text, Region(date.end() if date else line.block.start, line.block.end), " ，。；;、：:\u3000\t•●·*!！"
    )
    raw = masked[region.start : region.end]
    gives = _GIVES.match(raw)
    if VERB.search(raw) or (GIVE.search(raw) and not gives) or re.search("[。；？，]", raw):
        return
    beside = None if gives else _BESIDE.match(raw)
    who: tuple[Mention, ...] = ()
    if gives:
        what = Region(*gives.span("award"))
    elif beside:
        group = "" if beside["award"] else "2"
        what = Region(*beside.span(f"award{group}"))
        who = roster.between(_shift(Region(*beside.span(f"who{group}")), region.start))
    else:
        what = Region(0, len(raw))
    what = _shift(what, region.start)
    if ORGANIZATION in masked[what.start : what.end] and not gives:
        return
    name = text[what.start : what.end]
    beside_year = beside is not None and year_of(name) is not None
    if (
        not gives
        and not beside_year
        and not is_award_name(name.strip('“”"《》 ')[-40:], sure=True)
        and not _HONOUR.search(name)
    ):
        return
    awards = [a for a in read_awards(text, masked, what, sure=False, honours=True) if not PERSONAL.search(a.name)]
    for award in awards:
        yield Conferral(who, award, None, Region(line.block.start, line.block.end))


_HONOUR = re.compile(
    r"(?:最[具佳受]|十[大佳强]|百[强佳]|优秀|先进|卓越|杰出|领军|示范|金牌|优质|诚信"
    r"|年度)[\u4e00-\u9fffA-Za-z·]{0,16}(?:单位|企业|机构|品牌|产品|平台|公司|银行|案例|先锋|成员|供应商|服务商|商)$"
)


def _shift(region: Region, by: int) -> Region:
    return Region(region.start + by, region.end + by)
