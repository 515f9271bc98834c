"""Dates as printed, to ISO 8601."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from kg.reader.metadata import Metadata

DAY = r"(?P<year>[12]\d{3})\s?[-/.年]\s?(?P<month>\d{1,2})\s?[-/.月]\s?(?P<day>\d{1,2})\s?日?"
"""A day in figures, as a regular expression."""
TIME = r"(?P<hour>\d{1,2})\s?[:：时]\s?(?P<minute>\d{2})(?:\s?[:：分]\s?(?P<second>\d{2})(?:\.\d+)?)?[分秒]?"
"""A time of day in figures, as a regular expression."""
_ZONE = r"(?P<zone>Z|UTC|GMT|CST|北京时间|[+-]\d{2}:?(?:\d{2})?)"
_STAMP = re.compile(rf"{DAY}(?:[\sT,，]*{TIME}(?:\s?{_ZONE})?)?", re.IGNORECASE)
_SINCE = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?")
_MAIL = re.compile(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}")
_CHINA = timezone(timedelta(hours=8))


def published(printed: str) -> Metadata:
    """The day or moment that a text prints, as `Metadata.published`, with a warning where it had to be mended.

    A day stays a day. A moment without a zone is taken for one in China (+08:00), CST too. Dates as in e-mail and
    feeds (RFC 5322) and seconds or milliseconds since 1970 are read as well.

    >>> published("2022-03-15 20:24:46 +0800").published
    '2022-03-15T20:24:46+08:00'
    >>> published("2024年04月18日 10:26")[-3:]
    ('2024-04-18T10:26:00+08:00', None, ('the date has no time zone: +08:00 is assumed',))
    >>> published("Tue, 15 Mar 2022 20:24:46 +0800").published, published("1647347086000").published
    ('2022-03-15T20:24:46+08:00', '2022-03-15T12:24:46+00:00')
    """
    text = unicodedata.normalize("NFKC", printed).strip()
    match, other = _STAMP.fullmatch(text), _other(text)
    if other:
        return Metadata(published=other.isoformat())
    if match is None:
        empty = not text or re.fullmatch(_ZONE, text)
        said = "the date is empty" if empty else f"the date {printed[:40]!r} cannot be read"
        return Metadata(warnings=(said,))
    try:
        return _stamp(match)
    except ValueError:
        return Metadata(warnings=(f"the date {printed[:40]!r} is not in the calendar",))


def _stamp(match: re.Match[str]) -> Metadata:
    year, month, day = (int(match[name]) for name in ("year", "month", "day"))
    if match["hour"] is None:
        return Metadata(published=datetime(year, month, day).date().isoformat())
    hour, minute, second = (int(match[name] or 0) for name in ("hour", "minute", "second"))
    moment = datetime(year, month, day, hour, minute, second, tzinfo=_zone(match["zone"]))
    warnings = () if match["zone"] else ("the date has no time zone: +08:00 is assumed",)
    return Metadata(published=moment.isoformat(), warnings=warnings)


def _other(text: str) -> datetime | None:
    """A moment as machines write it: since 1970, or as in the header of a mail."""
    since = _SINCE.fullmatch(text)
    try:
        return datetime.fromtimestamp(int(since[1]), UTC) if since else _mailed(text)
    except (ValueError, OverflowError, OSError, TypeError, IndexError):
        return None


def _mailed(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if _MAIL.match(text) else None


def _zone(printed: str | None) -> timezone:
    zone = (printed or "CST").upper()
    if zone in ("CST", "北京时间"):
        return _CHINA
    if zone in ("Z", "UTC", "GMT"):
        return UTC
    hours, minutes = int(zone[1:3]), int(zone[3:].lstrip(":") or 0)
    return timezone((1 if zone[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))
