"""Figures across articles: which measures are one, and which values of one measure cannot both be true."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from kg.facts import Comparator, Figure
from kg.registry.names import key

_ABOUT = Decimal("0.1")
"""How far from its value 约 may be, as a share of it."""
_WITHOUT_END = Decimal("Infinity")
_SUBJECT = re.compile(
    r"^(?:截至.{0,12}?[，,末底日月年]|目前|其中|其|该|此|本|这一|上述|相关)+(?:项目|案例|产品|服务|活动|平台|方案|系统|公司)?"
    r"|^(?:项目|案例|产品)(?=.)"
)
_FILLING = re.compile(r"已经|现已|累计|共计|总计|合计|总共|目前|成功|实现|达到|为|共|已|达|超过|超|逾|近|约|了")
_PRINTED = re.compile(r"\d+(?:\.(\d+))?\s*([十百千万亿兆]*)")
_SCALES = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}


def measure(told: Figure) -> str:
    """What a figure measures, without the words that say of what or how: 该项目累计服务客户 is 服务客户."""
    bare = _SUBJECT.sub("", told.measure or "")
    return key(_FILLING.sub("", bare)) or key(told.measure or "")


def agree(a: Figure, b: Figure) -> bool:
    """Whether two figures of one measure may both be true, rounded as each is printed."""
    if (a.comparator, a.upper) == (b.comparator, b.upper) and a.upper is None:
        a, b = (figure.model_copy(update={"comparator": Comparator.EQUAL}) for figure in (a, b))
    (low, high), (least, most) = _range(a), _range(b)
    return low <= most and least <= high


@lru_cache(maxsize=1 << 14)
def _range(told: Figure) -> tuple[Decimal, Decimal]:
    """Where the quantity may lie: what is printed may be rounded or cut off at its last digit."""
    step, wide = _step(told), abs(told.value) * _ABOUT
    step = step if step > 1 else Decimal(0)
    low, high = told.value - step / 2, (told.upper if told.upper is not None else told.value) + step
    match told.comparator:
        case Comparator.EQUAL:
            return low, high
        case Comparator.ABOUT:
            return low - wide, high + wide
        case Comparator.MORE | Comparator.AT_LEAST:
            return told.value, _WITHOUT_END
        case Comparator.LESS | Comparator.AT_MOST:
            return Decimal(0), told.value


def _step(told: Figure) -> Decimal:
    """The unit of the last digit that is printed: 1.2亿 is told in steps of ten million."""
    found = _PRINTED.search(unicodedata.normalize("NFKC", told.evidence.quote).replace(",", ""))
    if found is None:
        return Decimal(0)
    return Decimal(10) ** (sum(_SCALES[each] for each in found[2]) - len(found[1] or ""))
