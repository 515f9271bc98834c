"""The products that a passage is about: insurance by its full name, and what was launched under a quoted name.

野生动物肇事公众责任保险（以下简称“野责险”）, 2020年8月上市“安享百万”, 推出“甲养老年金保险”、“乙…”. A kind of
insurance (医疗保险) is no product. Works on masked text, gives `Offering`s.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extractor.masking import TITLE
from kg.extractor.organizations import Roster
from kg.extractor.outline import Region
from kg.terms import norm


class Offering(NamedTuple):
    """A product: its name and short names, the organization that provides it, since when."""

    name: str
    aliases: tuple[str, ...]
    provider: int | None
    launched: str | None
    evidence: tuple[Region, ...]


_TYPE = (
    r"责任|医疗|年金|养老|重疾|疾病|意外|意外伤害|健康|财产|指数|种植|养殖|终身寿|定期寿|综合|团体|信用|保证|护理"
    r"|生育|分红"
)
_FULL = re.compile(
    rf"[\u4e00-\u9fffA-Za-z·]{{2,20}}?(?:{_TYPE})保险(?:[（(][A-Z]?[0-9A-Z]{{2,8}}[）)])?"
    r"(?!业|公司|机构|产品|市场|保障|需求|计划)"
)
_LEFT = re.compile(
    r".*(?:[的了把由有为是、和与及在]|推出|投保|购买|备有|提供|开办|上市|发售|升级|包括|研发|开发|承保|通过|以及)"
)
_GENERIC = re.compile(
    rf"(?>{_TYPE}|商业|专属|个人|团体|百万|农业|政策性|基本|城乡|居民|职工|补充|大病|长期|短期|普惠|足额|相关|各类"
    rf"|一种|多种|传统|新型|巨灾|地震"
    r"|安全生产|公众|雇主|产品|质量|环境污染|养殖业|种植业|农房|农产品|价格|收入|成本|天气|气象)*+"
)
_LAUNCH = r"上市|推出|上线|发售|问世|面世|开办"
_QUOTED_LAUNCH = re.compile(
    rf"(?:(?:{_LAUNCH})了?(?P<after>{TITLE}(?:[、和与及]{TITLE})*))|(?P<before>{TITLE})(?:于"
    rf"|在)?(?:\d{{4}}年(?:\d{{1,2}}月)?)?(?:正式)?(?:{_LAUNCH})"
)
_WHEN = re.compile(r"(?P<year>(?:19|20)\d\d)年(?:(?P<month>\d{1,2})月)?")
_SHORT = re.compile(r"[（(](?:以下|下文)?(?:简称|下称)(?:为)?[：:]?[“「]?(?P<alias>[^”」）)]{2,12})[”」]?[）)]")


def find_products(
    text: str, masked: str, regions: list[Region], titles: tuple[str, ...], owners: tuple[int, ...], roster: Roster
) -> tuple[Offering, ...]:
    """Find the products of the passages about a case. What is the case itself by its title is no product of it."""
    found: dict[str, Offering] = {}
    known = {norm(title) for title in titles}
    for region in regions:
        for name in sorted({*_full_names(text, masked, region), *_launched_names(text, masked, region)}):
            key = norm(text[name.start : name.end])
            if key and key not in found and not any(key in title for title in known):
                found[key] = _offering(text, region, name, owners, roster)
    return tuple(found.values())


def _full_names(text: str, masked: str, region: Region) -> Iterator[Region]:
    for match in _FULL.finditer(masked, *region):
        left = _LEFT.match(masked, match.start(), match.end() - 3)
        start = left.end() if left else match.start()
        name = text[start : match.end()]
        stem = re.sub(r"保险.*$", "", name)
        if len(name) >= 7 and not _GENERIC.fullmatch(stem):
            yield Region(start, match.end())


def _launched_names(text: str, masked: str, region: Region) -> Iterator[Region]:
    for match in _QUOTED_LAUNCH.finditer(masked, *region):
        group = "after" if match["after"] else "before"
        for title in re.finditer(TITLE, masked[match.start(group) : match.end(group)]):
            start, end = match.start(group) + title.start(), match.start(group) + title.end()
            if masked[start] in "“「":
                yield Region(start + 1, end - 1)


def _offering(text: str, region: Region, name: Region, owners: tuple[int, ...], roster: Roster) -> Offering:
    before = roster.between(Region(region.start, name.start))
    provider = before[-1].entity if before else (owners[0] if len(owners) == 1 else None)
    short = _SHORT.match(text, name.end)
    aliases = (short["alias"],) if short else ()
    evidence = (name, Region(*short.span("alias"))) if short else (name,)
    return Offering(text[name.start : name.end], aliases, provider, _launched(text, region, name), evidence)


def _launched(text: str, region: Region, name: Region) -> str | None:
    """When the sentence says that the product was launched: the date beside the verb that stands beside the name."""
    before = re.split("[。；]", text[max(region.start, name.start - 24) : name.start])[-1]
    after = re.split("[。；]", text[name.end : min(region.end, name.end + 18)])[0]
    around = f"{before}{text[name.start : name.end]}{after}"
    verb = re.search(rf"{_WHEN.pattern}[^，。；年]{{0,14}}?(?:{_LAUNCH})", around)
    if not verb:
        return None
    return f"{verb['year']}-{int(verb['month']):02}" if verb["month"] else verb["year"]
