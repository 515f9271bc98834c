"""Names as they are found and put in order: folded as on the page (`fold` in words.js), as keys by sound."""

import re
import unicodedata
from functools import lru_cache

from kg.registry import simplify

_NUMBER = re.compile(r"[0-9]+")
_CLASSES = {"Z": 1, "C": 1, "P": 2, "S": 3, "N": 4}
_HAN, _LETTER, _HAN_LAST = 5, 6, 7


def fold(text: str) -> str:
    """The key under which all spellings of a name meet, as the page folds them.

    >>> fold("中國太平洋保險（集團）ＣＰＩＣ")
    '中国太平洋保险集团cpic'
    """
    lower = simplify(unicodedata.normalize("NFKC", text).lower())
    return "".join(c for c in lower if c in "%‰&@#\n" or unicodedata.category(c)[0] not in "PZC") or lower.strip()


def order(text: str, *, by_sound: bool) -> bytes:
    """A key that sorts names as people expect: numbers by their value, then Han by sound, then letters.

    Without `by_sound`, letters come before Han, and Han stand in the order of Unicode. Signs of one sound stand in
    the order of Unicode too.

    >>> sorted(["太保", "安信", "第10届", "第9届", "B"], key=lambda name: order(name, by_sound=True))
    ['安信', '第9届', '第10届', '太保', 'B']
    """
    parts, at = [], 0
    for number in _NUMBER.finditer(text):
        parts += [_sign(sign, by_sound) for sign in text[at : number.start()]]
        digits = number[0].lstrip("0")
        parts.append(bytes([_CLASSES["N"], min(len(digits), 255)]) + digits.encode())
        at = number.end()
    return b"".join([*parts, *(_sign(sign, by_sound) for sign in text[at:])])


@lru_cache(1 << 16)
def _sign(sign: str, by_sound: bool) -> bytes:
    kind = unicodedata.category(sign)[0]
    if sign >= "\u2e80" and kind == "L":
        return bytes([_HAN if by_sound else _HAN_LAST]) + (_sound(sign) if by_sound else b"") + ord(sign).to_bytes(3)
    if kind in _CLASSES:
        return bytes([_CLASSES[kind]]) + ord(sign).to_bytes(3)
    plain = unicodedata.normalize("NFD", sign.casefold())
    return bytes([_LETTER]) + "".join(c for c in plain if not unicodedata.combining(c)).encode()


_SORTED_AS = {"重": "chong2"}
"""Signs that browsers (CLDR) sort by another of their sounds."""


def _sound(sign: str) -> bytes:
    from pypinyin import Style, lazy_pinyin

    sounds = lazy_pinyin(sign, style=Style.TONE3, neutral_tone_with_five=True)
    return _SORTED_AS.get(sign, "".join(sounds)).encode() + b"\0"
