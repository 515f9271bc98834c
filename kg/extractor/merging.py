"""What is told twice is one: awards and cases under variant titles, abbreviations and misprints.

Goes from names to clusters of names. Names are compared folded (`terms.norm`); a misprint may differ by a few
characters, but never by a number, a grade or a kind. Nothing here looks at the article's structure.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from kg.terms import norm

_TELLING = re.compile(
    r"[一二三四五六七八九十百\d金银铜特]|[城农][商村]|村镇|民营|外资|寿|财险|产险|零售|对公|私人|公募|私募|银行|保险|证券|基金|信托|期货"
)
_YEAR_BEFORE = re.compile(r"^(?:19|20)\d\d(?:年度|年)?")


def award_key(name: str) -> str:
    """Fold an award's name to its key: without year.

    >>> award_key("2021年度“影响力”赔案") == award_key("影响力赔案")
    True
    """
    folded = norm(name)
    return _YEAR_BEFORE.sub("", folded) or folded


class Awards:
    """The names of awards, each with the number of the first that is of the same award: equal, or a misprint of it.

    >>> awards = Awards(["保险业客户服务典范案例", "产品创新奖"])
    >>> awards.find("保险业客户服务服务典范案例"), awards.find("服务创新奖"), awards.find("保险业客户权益典范案例")
    (0, None, None)
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._first: dict[str, int] = {}
        self._alike: dict[tuple[str, ...], list[str]] = {}
        for n, name in enumerate(names):
            self.add(name, n)

    def find(self, name: str) -> int | None:
        """The number of the first name that is of the same award, if there is one."""
        return self._find(award_key(name))

    def add(self, name: str, number: int) -> int:
        """Add a name; gives the number of the first that is of the same award, which may be its own."""
        key = award_key(name)
        known = self._find(key)
        if known is None:
            self._alike.setdefault(_telling(key), []).append(key)
        return self._first.setdefault(key, number if known is None else known)

    def _find(self, key: str) -> int | None:
        if (known := self._first.get(key)) is not None:
            return known
        alike = self._alike.get(_telling(key), ())[:_MOST]
        same = (other for other in alike if _misprint(other, key, 0.85, 6) and not _other_word(other, key))
        return next((self._first[other] for other in same), None)


_MOST = 100
"""With so many names is a name compared letter by letter; no article misprints the names of more awards."""


_SAYS_NOTHING = frozenset(("年度", "中国", "全国", "大奖", "称号", "荣誉", "案例", "优秀", "行业"))
_TWICE = 2


def _other_word(a: str, b: str) -> bool:
    """Whether two names differ in a word, and not in a character, or one has a telling word more.

    最具影响力机构, 最具公信力机构; 最佳基金公司, 最佳指数基金公司.
    """
    changes = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    added = (words for _, h, i, j, k in changes for words in (a[h:i] if j == k else b[j:k] if h == i else "",))
    return any(tag == "replace" and min(i - h, k - j) > 1 for tag, h, i, j, k in changes) or any(
        len(words) > 1 and words not in _SAYS_NOTHING and max(a, b, key=len).count(words) < _TWICE for words in added
    )


@lru_cache(maxsize=1 << 14)
def same_case(one: str, other: str) -> bool:
    """Whether two titles are of one case: equal, the beginning or a clear part of the other, or a misprint.

    >>> same_case("长期百万医疗理赔案例：让普通家庭不再担忧", "长期百万医疗理赔案例")
    True
    >>> same_case("“泉信贷”", "“泉城贷”")
    False
    """
    a, b = norm(one), norm(other)
    if a == b:
        return True
    short, long = sorted((a, b), key=len)
    if len(short) >= 5 and short in long:
        return True
    if core(one) == core(other) and len(core(one)) > 2:
        return True
    if (core(one) == b and len(b) > 1) or (core(other) == a and len(a) > 1):
        return True
    return _misprint(a, b, 0.8, 6)


def near_case(one: str, other: str) -> bool:
    """Whether two titles may be of one case where winner and award agree as well.

    >>> near_case("“跨省急救直付：让异地就医不再先垫钱”案例", "跨省急救直付案例")
    True
    """
    a, b = norm(one), norm(other)
    if same_case(one, other):
        return True
    common = SequenceMatcher(None, a, b, autojunk=False)
    block = common.find_longest_match()
    return common.ratio() >= 0.6 or (block.size >= 5 and block.size >= 0.6 * min(len(a), len(b)))


@lru_cache(maxsize=1 << 14)
def core(title: str) -> str:
    """The folded words between the first marks of a title: 灵活贷 of “灵活贷”产品; nothing where there are none.

    >>> core("企业年金“退休前一公里”服务")
    '退休前一公里'
    """
    found = re.search(r"[“「《]([^“”「」《》]{2,})[”」》]", title)
    return norm(found[1]) if found else ""


def _misprint(a: str, b: str, likeness: float, length: int) -> bool:
    if min(len(a), len(b)) < length or _telling(a) != _telling(b):
        return False
    ones, others = _characters(a), _characters(b)
    if len(ones & others) < (2 * likeness - 1) * min(len(ones), len(others)):
        return False  # cannot be so alike: most of the characters are others
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= likeness


@lru_cache(maxsize=1 << 12)
def _telling(key: str) -> tuple[str, ...]:
    """The numbers, grades and kinds in a name, which no misprint changes."""
    return tuple(_TELLING.findall(key))


@lru_cache(maxsize=1 << 12)
def _characters(key: str) -> frozenset[str]:
    return frozenset(key)


def cluster(names: Sequence[str]) -> list[int]:
    """Give each name of an award the index of the first name that is of the same award.

    >>> cluster(["甲奖", "乙奖", "“甲奖”"])
    [0, 1, 0]
    """
    awards = Awards()
    return [awards.add(name, n) for n, name in enumerate(names)]
