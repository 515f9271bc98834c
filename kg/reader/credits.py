"""Credit lines: who published an article, who wrote it, and when, on a line that says nothing else.

`2023-08-31 07:00　来源：21世纪经济报道　作者：资管研究组`, `（文章来源：中国银行保险报）`, `责任编辑：何文`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.reader.dates import DAY, TIME, published
from kg.reader.metadata import Metadata

_LONGEST = 150
_SOURCE = r"(?:文章|稿件|信息|新闻|本文)?(?:来源|來源)|稿源"
_STAFF = (
    r"(?:本报|见习|实习|特约)?(?:记者|記者)|作者|通讯员|(?:责任|執行|责|責任|执行)?(?:编辑|編輯)|责编|编审|校对|审核|审校|监制|初审|"
    r"复审|终审|撰文|撰稿|摄影|供稿|供图|图文"
)
_STAMP = r"(?:发布时间|发布日期|发表时间|更新时间)"
_COUNT = r"浏览次数|浏览量?|阅读量?|点击量?|人气|评论数?|字号|字体"
_NEXT = rf"(?={_SOURCE}|{_STAFF}|{_STAMP}|{_COUNT}|[12]\d{{3}}[-/年]|[\s（）()【】\[\]|｜]|$)"
_NAME = r"[^\s，。；！？（）()【】\[\]|｜:：]{1,30}?"
_PERSON = r"[^\s，。；！？（）()【】\[\]|｜:：]{1,12}?"
_PARTS = re.compile(
    rf"(?P<dated>(?:{_STAMP}\s*[:：]?\s*)?{DAY}(?P<time>[\sT]*{TIME})?)"
    rf"|(?:{_SOURCE})\s*[:：]\s*(?P<publisher>{_NAME}{_NEXT}(?:\x20[A-Za-z]+)*)"
    rf"|(?P<staff>(?:{_STAFF})(?:\s*[:：/]\s*|\s+){_PERSON}{_NEXT}(?:[（(][^（）()]{{1,10}}[）)])?(?:[\s、]+[\u4e00-\u9fff·]{{2,4}}(?=[\s、）)]|$))*)"
    rf"|(?:{_COUNT})\s*[:：]?(?:\s*[\d大中小+\-]+次?)*"
    r"|[\s（）()【】\[\]|｜/·]+"
)
_OLD_TITLE = re.compile(r"[（(]?原标题\s*[:：]\s*(?P<title>.+?)(?:\s+来源\s*[:：]\s*(?P<publisher>\S{1,30}))?\s*[）)]?")
_AT_END = re.compile(r"\s*(?P<credit>[（(][^（）()]{2,60}[）)])$")


class Credit(NamedTuple):
    """What a credit line tells; `is_day` where it is nothing but a day, which may also be a heading of a timeline."""

    facts: Metadata
    is_day: bool = False


def credit(text: str) -> Credit | None:
    """Read a line as a credit line; None where anything else stands in it.

    >>> credit("（来源：南方都市报　记者　陈小满　责任编辑　何文）").facts.publisher
    '南方都市报'
    >>> credit("来源：南方都市报记者获悉，大家保险获奖。") is None
    True
    """
    if len(text) > _LONGEST:
        return None
    old = _OLD_TITLE.fullmatch(text)
    if old:
        return Credit(Metadata(title=old["title"], publisher=_named(old["publisher"])))
    parts = list(_parts(text))
    if not parts or parts[-1].end() < len(text):
        return None
    stamps = [part["dated"] for part in parts if part["dated"]]
    publishers = [part["publisher"] for part in parts if part["publisher"]]
    others = publishers or any(part["staff"] or part["time"] for part in parts)
    if not others and not stamps:
        return None
    stamp = published(re.sub(rf"^{_STAMP}\s*[:：]?\s*", "", stamps[0])) if stamps else Metadata()
    return Credit(stamp.completed(Metadata(publisher=_named(publishers[0] if publishers else None))), not others)


def credit_at_end(text: str) -> tuple[int, Metadata] | None:
    """Where the credit in brackets begins with which a paragraph ends, and what it tells.

    >>> credit_at_end("入选率不到两成。（来源：南方都市报）")
    (8, Metadata(..., publisher='南方都市报', ...))
    """
    match = _AT_END.search(text, max(0, len(text) - _LONGEST))
    found = credit(match["credit"]) if match else None
    return (match.start(), found.facts) if match and found and not found.is_day else None


def _parts(text: str) -> Iterator[re.Match[str]]:
    """The parts of a credit line from its start on, as far as they go without a gap."""
    end = 0
    while match := _PARTS.match(text, end):
        if match.end() == end:
            return
        yield match
        end = match.end()


def _named(printed: str | None) -> str | None:
    """The name of a medium without the marks around it, the first where several are named."""
    return (printed or "").split("、")[0].strip("《》“”\"'.") or None
