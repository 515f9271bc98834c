"""Whether a figure is the one that its quote prints: value, bounds, unit, and the words of more or less.

Works on the text around the quote, so that 3.3 is not read out of 13.3, nor 3亿 out of 33亿.
"""

import re
import unicodedata
from decimal import Decimal

from kg.facts import Comparator, Figure
from kg.llm.location import Stretch, fold
from kg.numerals import number

_HAN = "一二两兩三四五六七八九十百千零〇"
_SCALES = {"万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "億": 8, "千万": 7, "百万": 6, "十万": 5}
_SCALES |= {"万": 4, "萬": 4, "千": 3, "百": 2}
_NUMBER = re.compile(
    rf"(?P<number>\d+(?:,\d{{3}})*(?:\.\d+)?|[{_HAN}万亿]*[{_HAN}])"
    rf"(?:余|餘|多|来|來|几)?(?P<scale>{'|'.join(_SCALES)})?(?P<part>成|分钱|角钱)?(?P<range>[至到—–~-](?=[\d{_HAN}]))?"
)
_PART_BEFORE = re.compile(rf"(?:\d[.,]?|[{_HAN}])$")
_PART_AFTER = re.compile(rf"[.,]?\d|[{_HAN}万萬亿億]")
_MONEY = {
    "CNY": "元|人民币|人民幣|块钱|分钱|角钱",
    "HKD": "港元|港币|港幣",
    "USD": "美元|美金",
    "EUR": "欧元|歐元",
    "JPY": "日元",
}
_MONEY |= {"GBP": "英镑|英鎊", "MOP": "澳门元|澳元|葡币", "TWD": "新台币|台币"}
_PRINTED = {"%": rf"[%％]|(?<=[\d{_HAN}])成", "个百分点": "百分点|百分點", "个基点": "基点|基點", **_MONEY}
_PARTS = {"成": Decimal(10), "分钱": Decimal("0.01"), "角钱": Decimal("0.1")}
_WORDS = {
    Comparator.MORE: "超过|超過|超出|突破|超|逾|余|餘|多|高于|大于",
    Comparator.AT_LEAST: "不低于|不少于|至少|以上|不小于",
    Comparator.AT_MOST: "不超过|不超過|不高于|最多|至多|以内|以下|之内",
    Comparator.LESS: "不到|不足|低于|少于|近|将近|將近|接近",
    Comparator.ABOUT: "约|約|左右|上下|许|来|大概",
}
_BESIDE = 4
"""Characters beside the quote in which a word of more or less may stand."""


def fault(figure: Figure, text: str, place: Stretch) -> str | None:
    """What of a figure the text does not print at a place, or nothing."""
    quote = text[place.start : place.end]
    if _is_part(text, place):
        return "the quote is a part of a longer number"
    values = _values(quote)
    if figure.value not in values:
        return f"the quote does not print the value {figure.value}"
    if figure.upper is not None and figure.upper not in values:
        return f"the quote does not print the upper value {figure.upper}"
    if figure.unit and not _prints_unit(quote, figure.unit):
        return f"the quote does not print the unit {figure.unit}"
    words = _WORDS.get(figure.comparator)
    around = text[max(0, place.start - _BESIDE) : place.end + _BESIDE]
    if words and not re.search(words, around):
        return f"no word beside it says {figure.comparator.value}"
    return None


def _is_part(text: str, place: Stretch) -> bool:
    """Whether the quote begins or ends inside a number."""
    quote = _plain(text[place.start : place.end])
    before, after = _plain(text[max(0, place.start - 2) : place.start]), _plain(text[place.end : place.end + 2])
    return bool(
        (re.match(rf"[\d{_HAN}]", quote) and _PART_BEFORE.search(before))
        or (re.search(rf"[\d{_HAN}万亿]$", quote) and _PART_AFTER.match(after))
    )


def _values(quote: str) -> frozenset[Decimal]:
    """The values that a quote prints; the lower end of 40至50万 has the scale of the upper."""
    values = set()
    scale, part = None, None
    for match in reversed(list(_NUMBER.finditer(_plain(quote)))):
        borrows = match["range"] and not match["scale"]
        scale, part = (scale if borrows else match["scale"]), (match["part"] or (part if match["range"] else None))
        if (value := number(match["number"])) is not None:
            values.add(value * Decimal(10) ** (_SCALES[scale] if scale else 0) * (_PARTS[part] if part else 1))
    return frozenset(values)


def _prints_unit(quote: str, unit: str) -> bool:
    words = _PRINTED.get(unit)
    return bool(re.search(words, _plain(quote))) if words else fold(unit) in fold(quote)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def years(text: str) -> frozenset[int]:
    """The years that a text prints, those of a date with its month left out: 2021年度, 二〇二一, but not 2022年3月.

    >>> sorted(years("2021年度、二〇二〇年；2022年3月15日"))
    [2020, 2021]
    """
    return frozenset(int(m[1]) for m in _YEAR.finditer(_digits(text)))


_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d|\.\d|,\d|年?[-/.]\d|年\d{1,2}月)")


def prints(date: str, text: str) -> bool:
    """Whether a text prints every number of a date in ISO 8601 or of a rank, in any form, and there is one.

    >>> prints("2021-06", "截至2021年6月末"), prints("2021-06", "2021年底")
    (True, False)
    """
    printed = {int(n) for n in re.findall(r"\d{1,9}", _digits(text))}
    wanted = {int(n) for n in re.findall(r"\d{1,9}", _digits(date))}
    return bool(wanted) and wanted <= printed


_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")


def _digits(text: str) -> str:
    """The text with Han digits as digits; 十 is as it was."""
    return _plain(text).translate(_DIGITS)
