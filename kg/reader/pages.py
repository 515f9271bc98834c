"""What the head of an HTML page, and its first heading, say of the article in it."""

import re
from typing import TYPE_CHECKING

from kg.reader.dates import published
from kg.reader.media import is_medium
from kg.reader.metadata import Metadata
from kg.reader.spacing import folded

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLE = ("og:title", "twitter:title", "articletitle", "headline")
_DATE = (
    "article:published_time",
    "og:release_date",
    "datepublished",
    "publishdate",
    "pubdate",
    "publish_date",
    "weibo:article:create_at",
)
_PUBLISHER = ("mediaid", "source", "contentsource", "article:publisher", "publisher")
_SITE = ("og:site_name", "application-name", "sitename")
_URL = ("og:url",)
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_PARTED = re.compile(r"\s*[_|｜]\s*|\s+[-–—]+\s+")
_ENDED = re.compile(r"(.{6,}?)[-–—]+([^-–—]{2,12})")
_SHORTEST = 6


def metadata(root: "_Element", main: "_Element") -> Metadata:
    """Title, date, publisher, address and language that a page states, besides what its text prints."""
    named = _named(root)
    title = _parted(_text(next(root.iter("title"), None)))[0]
    heading = _text(next(main.iter("h1"), None)) or _title_heading(root, title)
    stated = Metadata(
        title=heading or _parted(_first(named, _TITLE))[0] or title or None,
        url=_address(root, named),
        publisher=_first(named, _PUBLISHER) or None,
        language=root.get("lang") or None,
    )
    date = _first(named, _DATE) or _time(main)
    return stated.completed(published(date) if date else Metadata())


def site(root: "_Element") -> Metadata:
    """The publisher that a page names as its site: the last resort where no source is given."""
    named = _first(_named(root), _SITE) or _parted(_text(next(root.iter("title"), None)))[1]
    return Metadata(publisher=named or None)


def _named(root: "_Element") -> dict[str, str]:
    """What the `meta` elements state, by their names in lower case; the first of a name counts."""
    stated: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = folded(element.get("content") or "")
        if content:
            stated.setdefault(name.lower(), content)
    return stated


def _first(named: dict[str, str], names: tuple[str, ...]) -> str:
    return next((named[name] for name in names if name in named), "")


def _text(element: "_Element | None") -> str:
    return folded("".join(map(str, element.itertext()))) if element is not None else ""


def _title_heading(root: "_Element", title: str) -> str:
    """The first `h1` outside the main content, unless it is the name of the site."""
    heading = _text(next(root.iter("h1"), None))
    return heading if len(heading) >= _SHORTEST and (not title or heading in title or title in heading) else ""


def _parted(title: str) -> tuple[str, str]:
    """A title, and the name of the site that follows it.

    >>> _parted("2023银行理财公司竞争力TOP10榜单发布_资管频道_21世纪经济报道")
    ('2023银行理财公司竞争力TOP10榜单发布', '21世纪经济报道')
    >>> _parted("2024金融科技创新应用优秀案例征集启事-金融时报")
    ('2024金融科技创新应用优秀案例征集启事', '金融时报')
    """
    parts = [part for part in _PARTED.split(title) if part]
    if len(parts) > 1 and len(parts[0]) >= _SHORTEST:
        return parts[0], parts[-1]
    ended = _ENDED.fullmatch(title)
    return (ended[1].strip(), ended[2].strip()) if ended and is_medium(ended[2].strip()) else (title, "")


def _address(root: "_Element", named: dict[str, str]) -> str | None:
    links = (link.get("href") or "" for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link for link in (*links, _first(named, _URL)) if _ADDRESS.fullmatch(link)), None)


def _time(main: "_Element") -> str:
    return next((element.get("datetime") or "" for element in main.iter("time") if element.get("datetime")), "")
