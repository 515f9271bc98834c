"""What named fields say of an article: those of a front matter, or of a line of a JSON Lines file."""

import html
import re
from collections.abc import Mapping

from kg.reader.dates import published
from kg.reader.frontmatter import Value
from kg.reader.media import is_medium
from kg.reader.metadata import Metadata
from kg.reader.spacing import clean, folded

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "headline", "标题"),
    "date": (
        *("date", "published", "publish_date", "publishdate", "published_at", "publish_time", "publishtime"),
        *("date_published", "datepublished", "pubdate", "pub_date", "pubtime", "datetime", "created_at"),
        *("日期", "发布时间"),
    ),
    "id": ("infocode", "id"),
    "url": ("url", "link", "source_url", "original_url", "canonical_url", "原文链接", "来源", "source"),
    "publisher": ("publisher", "source", "media", "site_name", "sitename", "来源", "媒体"),
    "language": ("lang", "language"),
}
"""Under which names fields tell what, the more usual before the less; all in lower case."""
_HINTS = ("tags", "tag", "categories", "category")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST_ID = 200


def metadata(
    fields: Mapping[str, Value], names: Mapping[str, tuple[str, ...]] = NAMES, *, where: str = "the front matter"
) -> Metadata:
    """The title, date, id, address, publisher and language that the fields state, with warnings for what is missing.

    `where` is what the warnings call the place of the fields.
    """
    if not fields:
        return Metadata()
    title, date = plain_title(first(fields, names["title"])), first(fields, names["date"])
    untitled = () if title else (f"{where} has no title",)
    stated = Metadata(
        id=first(fields, names["id"])[:_LONGEST_ID] or None,
        title=title or None,
        url=first(fields, names["url"], _ADDRESS) or None,
        publisher=next(
            (p for p in (first(fields, (key,)) for key in names["publisher"]) if p and not _ADDRESS.match(p)), None
        ),
        language=first(fields, names["language"]) or None,
        warnings=untitled,
    )
    return stated.completed(published(date) if date else Metadata(warnings=(_undated(fields, names["date"], where),)))


def hints(fields: Mapping[str, Value]) -> Metadata:
    """The publisher that a tag names, as sites write it that sort by medium: 中国银行保险报新闻.

    >>> hints({"tags": "中国银行保险报新闻"}).publisher
    '中国银行保险报'
    """
    for key in _HINTS:
        value = fields.get(key, "")
        tags = (value,) if isinstance(value, str) else value
        named = tags[0].removesuffix("新闻") if len(tags) == 1 else ""
        if named and named != tags[0] and is_medium(named):
            return Metadata(publisher=named)
    return Metadata()


def plain_title(printed: str) -> str:
    """A title on one line, without tags and entities.

    >>> plain_title("A&amp;B <b>获奖</b>")
    'A&B 获奖'
    """
    return folded(clean(html.unescape(_TAG.sub("", printed)))[0])


def _undated(fields: Mapping[str, Value], names: tuple[str, ...], where: str) -> str:
    return "the date is empty" if any(name in fields for name in names) else f"{where} has no date"


def first(
    fields: Mapping[str, Value], names: tuple[str, ...], pattern: re.Pattern[str] | None = None, *, joint: str = " "
) -> str:
    """The first value under one of the names, of the pattern; a list (`title: [公告]`) is joined."""
    found = (fields.get(name, "") for name in names)
    values = (value if isinstance(value, str) else joint.join(value) for value in found if value)
    return next((value for value in values if pattern is None or pattern.fullmatch(value)), "")
