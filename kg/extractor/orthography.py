"""One spelling for the grammar: the article's text with its variants of script, width and punctuation made equal.

Traditional characters are read as simplified, full-width letters and digits as half-width, a year in Chinese numerals
in digits (二〇二一年), and punctuation of either width between Chinese characters as full-width. One for one: every
offset stays where it was, so that whatever the grammar finds is quoted from the text as it is printed.
"""

import re

from kg.registry import simplify

_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_SIGNS = {
    ord("＂"): '"',
    ord("％"): "%",
    ord("．"): ".",
    ord("﹐"): "，",
    ord("､"): "、",
    ord("｡"): "。",
    ord("\u3000"): " ",
    ord("\u00a0"): " ",
    ord("•"): "·",
    ord("‧"): "·",
    ord("・"): "·",
    ord("〝"): "“",
    ord("〞"): "”",
}
_TABLE: dict[int, int | str] = {**_WIDTH, **_SIGNS}
_CHINESE = r"\u4e00-\u9fff“”‘’「」『』《》（）"
_SIGN_AFTER_CHINESE = re.compile(rf"(?<=[{_CHINESE}])[,;:!?](?!//)|[,;:!?](?=[\u4e00-\u9fff“「《])(?<!\d.)")
_BRACKETS = re.compile(r"(?<=[\u4e00-\u9fff”」》])\([^()\n]{0,80}\)|\([^()\n]{0,40}[\u4e00-\u9fff][^()\n]{0,40}\)")
_INVERTED = re.compile(r"(?m)(^[^“”\n]*)”([^“”\n]{2,80})“(?=[^“”\n]*$)")
_HASHES = re.compile(r"#[^#\n，。\s]{3,30}#")
_YEAR = re.compile(r"(?<![〇○零一二三四五六七八九])(?:二[〇○零]|一九)[〇○零一二三四五六七八九]{2}(?=年)")
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_FULL = str.maketrans(",;:!?", "，；：！？")


def spell(text: str) -> str:
    """Give a text the one spelling that the grammar reads; the result has the length of the text.

    >>> spell("中銀香港(02388)榮獲２０２３年「最佳獎」,實至名歸")
    '中银香港（02388）荣获2023年「最佳奖」，实至名归'
    """
    plain = simplify(text).translate(_TABLE)
    plain = _YEAR.sub(lambda m: m[0].translate(_DIGITS), plain)
    plain = _SIGN_AFTER_CHINESE.sub(lambda m: m[0].translate(_FULL), plain)
    plain = _INVERTED.sub(lambda m: f"{m[1]}“{m[2]}”", plain)
    plain = _HASHES.sub(lambda m: f"“{m[0][1:-1]}”", plain)
    return _BRACKETS.sub(lambda m: f"（{m[0][1:-1]}）", plain)


class Print:
    """Gives back a name as the article prints it; `spelled` is the text as the grammar reads it."""

    def __init__(self, text: str, spelled: str) -> None:
        self._text, self.spelled = text, spelled

    def __call__(self, name: str, start: int = 0) -> str:
        """The name as printed where it first stands at or after `start`, else anywhere; itself where nowhere."""
        at = self.spelled.find(name, start)
        if at < 0:
            at = self.spelled.find(name)
        return self._text[at : at + len(name)] if at >= 0 else name
