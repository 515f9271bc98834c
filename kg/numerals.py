"""Numbers as Chinese texts print them: 1,100, １１００, 两千三百, 十一万. Han numerals are read by cn2an."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import lru_cache


@lru_cache(maxsize=1 << 12)
def number(printed: str) -> Decimal | None:
    """The value of a printed number, or nothing where it is none.

    >>> number("１，１００"), number("两千三百"), number("3.30"), number("々")
    (Decimal('1100'), Decimal('2300'), Decimal('3.30'), None)
    """
    folded = unicodedata.normalize("NFKC", printed).replace(",", "")
    if re.fullmatch(r"[\d.]+", folded):
        try:
            return Decimal(folded)
        except InvalidOperation:
            return None
    import cn2an  # a tenth of a second, and only texts with Han numerals need it

    try:
        return Decimal(str(cn2an.cn2an(folded.replace("兩", "两"), "smart")))
    except (ValueError, KeyError):  # cn2an looks some malformed numerals up in a table
        return None
