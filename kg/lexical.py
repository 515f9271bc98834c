"""Lexical forms in the one way in which every store writes them: language tags, and dates with what they are."""

import re
from datetime import datetime
from functools import lru_cache

_LANGUAGE = re.compile(  # RFC 5646, 2.1: language, script, region, variants, extensions, private use
    r"([a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{4,8})(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(-[0-9a-wy-z](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?|x(-[a-z0-9]{1,8})+",
)
_DATES = (
    (re.compile(r"(?!-0+$)-?[0-9]{4,}"), "gYear"),
    (re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])"), "gYearMonth"),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), "date"),
    (
        re.compile(
            r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
            r"(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
        ),
        "dateTime",
    ),
)
_FRACTION = re.compile(r"\.([0-9]*?)0+(?=(Z|[+-]..:..)?$)")
_UTC = re.compile("[+-]00:00$")


@lru_cache(maxsize=1 << 10)
def tag(language: str) -> str:
    """A well-formed language tag (RFC 5646) in lower case; empty where it is none.

    >>> tag("zh-Hans"), tag("a"), tag("zh_CN")
    ('zh-hans', '', '')
    """
    folded = language.lower()
    return folded if _LANGUAGE.fullmatch(folded) else ""


def dated(text: str) -> tuple[str, str | None]:
    """A year, month, day or instant in ISO 8601, instants canonical, with its type in XML Schema; any other text as is.

    >>> dated("2020-08"), dated("2020-08-01T08:30:00.500+00:00"), dated("2021-02-31")
    (('2020-08', 'gYearMonth'), ('2020-08-01T08:30:00.5Z', 'dateTime'), ('2021-02-31', None))
    """
    kind = next((kind for pattern, kind in _DATES if pattern.fullmatch(text)), None)
    if kind in ("date", "dateTime"):
        try:
            datetime.fromisoformat(text)
        except ValueError:
            return text, None
    if kind == "dateTime":
        text = _FRACTION.sub(lambda m: f".{m[1]}" if m[1] else "", _UTC.sub("Z", text))
    return text, kind
