"""The grammar of figures: quantities in Chinese text with comparator, scale, unit, measure and period.

近4200万人, 超过3.3亿元, 40-50岁, 两千三百余个, 降到三成以下: value in base units, unit by the facts contract.
Dates, ordinals, editions, counts of a list (三大特色) and numbers inside names are no figures.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kg.extractor.outline import Region
from kg.extractor.patterns import led
from kg.facts import Comparator
from kg.numerals import number


class Quantity(NamedTuple):
    """A figure as printed: `text[start:end]` is comparator to unit; `upper` is the upper end of a range."""

    start: int
    end: int
    value: Decimal
    upper: Decimal | None
    comparator: Comparator
    unit: str
    measure: str | None
    period: str | None


_DIGITS = r"[\d０-９]{1,3}(?:[,，][\d０-９]{3})+(?:[.．][\d０-９]+)?|[\d０-９]+(?:[.．][\d０-９]+)?"
_HAN = r"[一二两兩三四五六七八九十百千零〇万亿]*[一二两兩三四五六七八九十百千]"
_SCALE = r"万亿|千亿|百亿|十亿|亿|億|千万|百万|十万|万|萬|千|百"
_MONEY = {
    "元": "CNY",
    "元人民币": "CNY",
    "块钱": "CNY",
    "人民币": "CNY",
    "港元": "HKD",
    "港币": "HKD",
    "港幣": "HKD",
    "美元": "USD",
    "欧元": "EUR",
    "日元": "JPY",
    "英镑": "GBP",
    "分钱": "CNY",
    "角钱": "CNY",
}
_RATIO = {
    "%": "%",
    "％": "%",
    "成": "%",
    "个百分点": "个百分点",
    "百分点": "个百分点",
    "個百分點": "个百分点",
    "个基点": "个基点",
    "基点": "个基点",
}
_TIME = (
    "个月",
    "個月",
    "小时",
    "小時",
    "分钟",
    "分鐘",
    "毫秒",
    "秒钟",
    "秒",
    "年",
    "天",
    "周",
    "岁",
    "歲",
    "个工作日",
    "个交易日",
    "日",
)
_COUNTERS = (
    "人次",
    "户次",
    "人",
    "名",
    "位",
    "户",
    "家",
    "件",
    "笔",
    "单",
    "个",
    "個",
    "项",
    "次",
    "份",
    "例",
    "亩",
    "公里",
    "公顷",
    "只",
    "台",
    "套",
    "辆",
    "艘",
    "所",
    "场",
    "种",
    "张",
    "倍",
    "吨",
    "千瓦时",
    "千瓦",
    "兆瓦",
    "度",
    "平方米",
    "平方公里",
    "宗",
    "幢",
    "间",
    "間",
    "处",
    "则",
    "条",
    "起",
    "路",
    "通",
    "头",
    "期",
    "集",
    "款",
    "座",
    "栋",
    "支",
    "篇",
    "部",
    "册",
    "株",
    "页",
    "趟",
    "轮",
    "门",
    "节",
    "批",
    "颗",
    "枚",
    "架",
    "片",
    "村",
    "省",
    "市",
    "县",
    "股",
    "立方米",
    "公斤",
    "千克",
    "克",
    "米",
    "字",
    "组",
    "对",
    "棵",
    "块",
    "层",
    "盏",
    "本",
    "封",
    "首",
    "幅",
    "班",
    "桩",
    "人口",
)
_UNIT = "|".join(sorted((*_MONEY, *_RATIO, *_TIME, *_COUNTERS), key=len, reverse=True))
_BEFORE = (
    r"超过|超過|超出|突破|超|逾|不低于|不少于|至少|不超过|不超過|不高于|最多|至多|不到|不足|低于|少于|近"
    r"|将近|约为|大约|约|約|长达|高达|多达|仅"
)
_AFTER = r"以上|以下|以内|左右|上下|许|不等"
_PRINTED = (
    rf"(?P<before>{_BEFORE})?\s?(?P<number>{_DIGITS}|{_HAN})(?P<more1>余|餘|多"
    rf"|来)?(?P<scale>{_SCALE})?(?P<more2>余|餘|多|来)?"
    rf"(?:(?P<unit1>{_UNIT})?(?:至|到|—|–|-|－|~|～)(?P<upper>{_DIGITS}|{_HAN})(?P<scale2>{_SCALE})?)?"
    rf"\s?(?P<unit>{_UNIT})?(?P<after>{_AFTER})?"
)
_FIGURE = re.compile(led(_PRINTED, by=_BEFORE + _HAN, also=r"\s\d０-９"))
_DATE = re.compile(
    r"(?:(?:19|20)\d\d|２０[０-９]{2}|[二一][〇零九○][〇零一二三四五六七八九]{2})\s?年"
    r"|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[:：]\d\d|(?<!\d)(?:19|20)\d\d[-/.](?:0?[1-9]"
    r"|1[0-2])(?:[-/.]\d{1,2})?(?![\d万亿元%人户家])|[一二三四]季度"
)
_LIST_COUNT = re.compile(
    r"[一二两三四五六七八九十]+(?:大|站式|系列|方面|条龙|体化|揽子|件件|步|批|心|专|者|级|端|边|经|手|脚"
    r"|处|直|起|次性|键|对一|所|人一|户一|家)|[一两]个"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?")


def find_figures(text: str, masked: str, region: Region) -> Iterator[Quantity]:
    """Find the figures in a region, those inside quoted titles left out."""
    found = [m for m in _FIGURE.finditer(text, *region) if not _is_no_figure(text, masked, m)]
    dates = [m.span() for m in _DATE.finditer(text, *region)] if found else []
    for match in found:
        dated = any(a < match.end() and match.start("number") < b for a, b in dates)
        if not dated and (quantity := _quantity(text, match, region)):
            yield quantity


_PART_OF_MORE = re.compile(r"[第届初前A-Za-z\d０-９.．]")
_NO_UNIT = re.compile(r"[A-Za-z]|[.．]\d|届|屆|位数|号|版|级|型|代|期末")
_DIGIT = re.compile(r"[\d０-９]")


def _is_no_figure(text: str, masked: str, match: re.Match[str]) -> bool:
    at, end = match.start("number"), match.end()
    if masked[at] != text[at] or (at and _PART_OF_MORE.match(text, at - 1)) or _NO_UNIT.match(text, end, end + 2):
        return True
    if not _DIGIT.match(text, at):
        small = (number(match["number"]) or Decimal(0)) < 10
        time_or_ratio = match["unit"] in (*_TIME, *_RATIO) and match["unit"] not in ("日", "周")
        return (
            (match["unit"] not in _RATIO and bool(_LIST_COUNT.match(text, at)))
            or not match["unit"]
            or (small and not match["scale"] and not time_or_ratio)
        )
    return not (match["unit"] or match["scale"])


def _quantity(text: str, match: re.Match[str], region: Region) -> Quantity | None:
    value, upper = number(match["number"]), number(match["upper"]) if match["upper"] else None
    if value is None:
        return None
    scale, scale2 = _scale(match["scale"]), _scale(match["scale2"])
    if upper is not None:
        upper *= scale2
        value *= scale if match["scale"] or match["unit1"] else scale2
    else:
        value *= scale
    printed = match["unit"] or match["unit1"] or ""
    unit, factor = _unit(printed)
    start, end = _trimmed(text, match)
    upper = upper * factor if upper is not None and upper * factor >= value * factor else None
    measure = _measure(text, region, start)
    return Quantity(start, end, value * factor, upper, _comparator(match), unit, measure, _period(text, region, start))


def _trimmed(text: str, match: re.Match[str]) -> tuple[int, int]:
    raw = match[0]
    return match.start() + len(raw) - len(raw.lstrip()), match.start() + len(raw.rstrip())


_SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "萬": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "億": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}


def _scale(raw: str | None) -> Decimal:
    return Decimal(10) ** _SCALES[raw] if raw else Decimal(1)


def _unit(printed: str) -> tuple[str, Decimal]:
    """The unit as FACTS has it, and by what the number is multiplied: 3成 is 30 %, 4分钱 is 0.04 CNY."""
    if printed in _MONEY:
        return _MONEY[printed], {"分钱": Decimal("0.01"), "角钱": Decimal("0.1")}.get(printed, Decimal(1))
    if printed in _RATIO:
        return _RATIO[printed], Decimal(10 if printed == "成" else 1)
    return printed, Decimal(1)


_COMPARATORS = {
    word: Comparator(sign)
    for sign, words in (
        (">", "超过 超過 超出 突破 超 逾"),
        (">=", "不低于 不少于 至少 以上"),
        ("<=", "不超过 不超過 不高于 最多 至多 以内 以下"),
        ("<", "不到 不足 低于 少于 近 将近"),
        ("~", "约为 大约 约 約 左右 上下 许"),
    )
    for word in words.split()
}


def _comparator(match: re.Match[str]) -> Comparator:
    more = match["more1"] or match["more2"]
    if more:
        return Comparator.ABOUT if more == "来" else Comparator.MORE
    return _COMPARATORS.get(match["before"]) or _COMPARATORS.get(match["after"]) or Comparator.EQUAL


_ENDS_MEASURE = re.compile(
    r"(?>提升至|提升到|提高到|上升至|升至|增至|增加到|降至|降到|下降到|压缩到|压缩至|达到|达|为|至|到|是"
    r"|有|了|已|为每\w|仅|可达|合计|共计|总计|共|均|已经|超|较\w{2,4}增长|同比\w{2})++$"
)


_CLAUSE = re.compile(r"[，。；：、！？\n（）()“”《》「」]")
_BEFORE_MEASURE = re.compile(r"[的了]|(?:19|20)\d\d年(?:\d+月)?|截至|目前|已经|年内")
_BEGINS_MEASURE = re.compile(r"^(?:已|将|并|其中|每年|可|就|便|为|其|全年|还)+")


def _measure(text: str, region: Region, start: int) -> str | None:
    """The words that say what is measured: the end of the clause before the figure."""
    clause = _CLAUSE.split(text[max(region.start, start - 40) : start])[-1]
    clause = _ENDS_MEASURE.sub("", clause)
    words = _BEFORE_MEASURE.split(clause)[-1].strip()
    words = _ENDS_MEASURE.sub("", _BEGINS_MEASURE.sub("", words))
    return words if 2 <= len(words) <= 14 and _IS_MEASURE.fullmatch(words) else None


_IS_MEASURE = re.compile(
    r"[\u4e00-\u9fffA-Za-z]*(?:赔付|赔款|理赔款|款|保费|余额|规模|金额|总额|授信|投放|率|数|量|额|面积"
    r"|期限|期间|时长|保障|时间|成本|损失|里程"
    r"|收益|收入|资金|份额|次数|报案|案件|占比|比例|得分|年龄|人口|客户|用户|户数|人数|贷款|保额|年限|融资"
    r"|减排|节约|服务|覆盖\w{2,6}|距离|支出|价格)"
)


_SINCE = re.compile(r"年(?:\d+月)?(?:起|以来|在|推出|上线|上市|成立|启动|开始|至今|末?到)|自(?:19|20)")


def _period(text: str, region: Region, start: int) -> str | None:
    """The year (and month) that the same sentence names shortly before the figure."""
    years = list(_YEAR.finditer(text, max(region.start, start - 24), start))
    if not years or _SINCE.search(text[max(region.start, years[-1].start() - 1) : start]):
        return None
    return f"{years[-1][1]}-{int(years[-1][2]):02}" if years[-1][2] else years[-1][1]
