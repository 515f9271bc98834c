"""What the fields of a front matter say of an article."""

import html
import re

from kg.reader.dates import published
from kg.reader.frontmatter import Value
from kg.reader.media import is_medium
from kg.reader.metadata import Metadata
from kg.reader.spacing import clean, folded

_TITLE = ("title", "标题")
_DATE = ("date", "publish_date", "pubdate", "pub_date", "datetime", "created_at", "日期", "发布时间")
_ID = ("infocode", "id")
_URL = ("url", "link", "source_url", "original_url", "canonical_url", "原文链接", "来源", "source")
_PUBLISHER = ("publisher", "source", "media", "来源", "媒体")
_LANGUAGE = ("lang", "language")
_HINTS = ("tags", "tag", "categories", "category")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_LONGEST_ID = 200


def metadata(fields: dict[str, Value]) -> Metadata:
    """The title, date, id, address, publisher and language that the fields state, with warnings for what is missing."""
    if not fields:
        return Metadata()
    title = plain_title(_first(fields, _TITLE))
    untitled = () if title else ("the front matter has no title",)
    dated = published(_first(fields, _DATE)) if _first(fields, _DATE) else Metadata(warnings=_undated(fields))
    stated = Metadata(
        id=_first(fields, _ID)[:_LONGEST_ID] or None,
        title=title or None,
        url=_first(fields, _URL, _ADDRESS) or None,
        publisher=next(
            (p for p in (_first(fields, (key,)) for key in _PUBLISHER) if p and not _ADDRESS.match(p)), None
        ),
        language=_first(fields, _LANGUAGE) or None,
        warnings=untitled,
    )
    return stated.completed(dated)


def hints(fields: dict[str, Value]) -> Metadata:
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


def _undated(fields: dict[str, Value]) -> tuple[str, ...]:
    empty = any(key in fields for key in _DATE)
    return ("the date is empty" if empty else "the front matter has no date",)


def _first(fields: dict[str, Value], keys: tuple[str, ...], pattern: re.Pattern[str] | None = None) -> str:
    """The first value under one of the keys, of the pattern; a list (`title: [公告]`) is joined."""
    found = (fields.get(key, "") for key in keys)
    values = (value if isinstance(value, str) else " ".join(value) for value in found if value)
    return next((value for value in values if pattern is None or pattern.fullmatch(value)), "")
