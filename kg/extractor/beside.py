"""The parts of a line of a wall: the date before it, the award, and the organizations that stand beside it.

2016-05 甲 | 乙奖, 2018年度乙奖 —— 《丙报》, 丙协会颁发的乙奖, 丙报2018年度“乙奖”（甲）. Works on masked text; who of
those beside won and who gives is for `walls`.
"""

import re
from typing import NamedTuple

from kg.extractor.anaphora import confers
from kg.extractor.masking import MARK, ORG, ORGANIZATION, TITLE
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region, strip
from kg.extractor.verbs import GIVE, VERB


class Parts(NamedTuple):
    """A line of a wall: where its award stands, who stands apart beside it, right before it, and who gives it.

    `said`: the line says that it was given, so that whatever stands there is an award; `by` whom, in its
    words. `year` is the one that the line prints before who gives it.
    """

    award: Region
    apart: tuple[Mention, ...] = ()
    joined: tuple[Mention, ...] = ()
    givers: tuple[Mention, ...] = ()
    said: bool = False
    by: str = ""
    year: str = ""


_SIGNS = " ，。；;、：:\u3000\t•●·*!！★☆◆■▲※-—|｜/"
_DATE = re.compile(
    r"[\[【(（]?(?:(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*(?:[-./月]\s*\d{1,2}\s*日?|月)?|\d{1,2}月(?:\d{1,2}日)?"
    r"|\d\d[-./]\d\d(?!\d)|(?:19|20)\d\d(?:年(?=[\s：:|｜，—]|\d{1,2}月)|(?=\s*[|｜：:])))[\]】)）]?[\s：:，、|｜—]*"
)
_DATE_BEHIND = re.compile(
    r"\s*[\[【(（]?(?:19|20)\d\d\s*[-./年]\s*\d{1,2}(?:\s*[-./月]\s*\d{1,2}\s*日?|月)?[\]】)）]?$|\s*[（(](?:19|20)\d\d[)）]$|\s(?:19|20)\d\d/(?:20)?\d\d$"
)
_NAME = rf"(?:{ORG}|《[^》]{{2,16}}》)(?:杂志社?|报社?|周刊|网)?"
_LISTED = rf"{_NAME}(?:[、/／和与及，]\s?{_NAME}){{0,5}}"
_GAP = r"(?:\s*(?:[-—–－―]{1,3}|[/／|｜：:·])\s*|\s+)"
_GIVES = re.compile(
    r"(?:由|被)?(?P<who>[^，。；“”《》「」]{0,40}?|[^，。；]{0,12}《[^》]{2,16}》[^，。；“”《》]{0,6})"
    r"(?:联合|共同)?(?:颁发|颁授|授予|评选|评出|颁赠)的?[：:]?(?P<award>[^，。；]{3,70})"
)
_BEHIND = re.compile(
    rf"(?:{_GAP}|(?P<bracket>\s*[（(]))(?:颁奖|授奖|颁发|评选)?(?:单位|机构|方)?[：:]?(?P<who>{_LISTED})[）)]?$"
)
_BEFORE = re.compile(rf"(?P<year>(?:19|20)\d\d年?度?\s*)?(?P<who>{_LISTED})(?P<gap>{_GAP})?")
_RUNNING = re.compile("[。；？！]|，(?![^，]{0,3}$)")
_GLUED = re.compile(rf"(?<!^)(?P<who>{ORG})$")
_SITE = re.compile(r"(?<![闻文经报业传])网$")
"""The end of the name of a site that need not be of the press."""


def part(text: str, masked: str, line: Line, roster: Roster) -> Parts | None:
    """Part a line; None where it is running text, or names nothing but organizations."""
    region = strip(text, Region(line.body.start if not line.lead else line.lead.start, line.block.end), _SIGNS)
    if date := _DATE.match(text, *region):
        region = strip(text, Region(date.end(), region.end), _SIGNS)
    if date := _DATE_BEHIND.search(text, *region):
        region = strip(text, Region(region.start, date.start()), _SIGNS)
    raw = masked[region.start : region.end]
    if not raw or _RUNNING.search(raw):
        return None
    gives = _GIVES.fullmatch(masked, *region)
    if VERB.search(raw) or (GIVE.search(raw) and not gives):
        return None
    if gives:
        by = Region(*gives.span("who"))
        award = strip(text, Region(*gives.span("award")), _SIGNS)
        return Parts(award, givers=roster.between(by), said=True, by=text[by.start : by.end])
    apart: list[Mention] = []
    joined: list[Mention] = []
    givers: list[Mention] = []
    if behind := _BEHIND.search(masked, *region) or _GLUED.search(masked, *region):
        found = roster.between(Region(*behind.span("who"))) if behind["who"] else ()
        (givers if "bracket" in behind.groupdict() and behind["bracket"] else apart).extend(found)
        region = Region(region.start, behind.start())
    before = _BEFORE.match(masked, *region)
    if before:
        found = roster.between(Region(*before.span("who")))
        (apart if before["gap"] and not text.startswith(("“", "「", "《"), before.end()) else joined).extend(found)
        region = Region(before.end(), region.end)
    region = strip(text, region, _SIGNS)
    if region.end <= region.start or ORGANIZATION in re.sub(f"{TITLE}|{MARK}", "", masked[slice(*region)]):
        return None
    giving = [m for m in (*apart, *joined) if confers(text, m.start, m.end) and not _SITE.search(text, m.start, m.end)]
    apart, joined = ([m for m in side if m not in giving] for side in (apart, joined))
    year = (before["year"] or "") if before else ""
    return Parts(region, tuple(apart), tuple(joined), (*givers, *giving), year=year)
