"""When two names are the same: folded as the house folds names, without legal form or leading year, and how alike."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from kg.terms import norm

_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司)$")
_YEAR = re.compile(r"^(?:19|20)\d\d(?:年度|年)?")

Folded = frozenset[str]
"""The folded forms of one name."""


def titles(forms: Iterable[str]) -> Folded:
    """Fold the forms of a title: width, case, punctuation and white space do not count, nor does an ampersand."""
    return frozenset(key for form in forms if (key := norm(form).replace("&", "")))


def organizations(forms: Iterable[str]) -> Folded:
    """Fold the forms of an organization's name, whose legal form does not count.

    >>> organizations(["远溪银行股份有限公司"]) == organizations(["远溪 银行"])
    True
    """
    return frozenset(key for form in titles(forms) if (key := _LEGAL_FORM.sub("", form)))


def awards(forms: Iterable[str]) -> Folded:
    """Fold the forms of an award's name, whose leading year does not count: that is compared by itself.

    >>> awards(["2023年度“金鲤奖”"]) == awards(["金鲤奖"])
    True
    """
    return frozenset(key for form in titles(forms) if (key := _YEAR.sub("", form)))


def likeness(some: Folded, others: Folded) -> float:
    """How alike the two forms are that are nearest to each other, from 0 to 1; 0 where that is less than `LEAST`."""
    if some & others:
        return 1.0
    return max((_ratio(a, b) for a in sorted(some) for b in sorted(others)), default=0.0)


LEAST = 0.8
"""How alike two titles have to be to be compared at all."""


@lru_cache(maxsize=1 << 16)
def _ratio(some: str, other: str) -> float:
    if 2 * min(len(some), len(other)) < LEAST * (len(some) + len(other)):
        return 0.0  # they cannot reach it, and comparing them letter by letter takes long where one is very long
    ratio = SequenceMatcher(None, some, other).ratio()
    return ratio if ratio >= LEAST else 0.0


def stands_in(quote: str, text: str) -> bool:
    """Whether a text has a quote; white space and width do not count. `text` is folded by `without_space`."""
    return without_space(quote) in text


def without_space(text: str) -> str:
    """Fold the width of a text's characters and leave out its white space."""
    return "".join(unicodedata.normalize("NFKC", text).split())
