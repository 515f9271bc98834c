"""How the names of companies are made and shortened: place, house, trade, level, legal form.

Goes from a name to its parts, and from two names to whether one may be short for the other. Names are compared as
`kg.registry.names.key` folds them. Only what loses nothing is the same name: 岳麓农商行 is 岳麓农村商业银行, while
湖南岳麓农商行 *may* be it. Trades, levels, digits and directions never go away: 寿险 is not 产险, A集团 is not A.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from kg.ontology import load
from kg.registry.names import key

_TRADES: dict[str, tuple[str, ...]] = {
    "农商行": ("农村商业银行", "农商银行", "农商行"),
    "农合行": ("农村合作银行", "农合银行", "农合行"),
    "村镇银行": ("村镇银行",),
    "信用联社": ("农村信用合作联社", "农村信用联社", "农信联社", "信用联社"),
    "商业银行": ("商业银行",),
    "银行": ("银行",),
    "寿险": ("人寿保险", "人寿", "寿险"),
    "财险": ("财产保险", "财产险", "财险", "产险"),
    "健康险": ("健康保险", "健康险"),
    "健康": ("健康",),
    "养老险": ("养老保险", "养老险"),
    "养老金": ("养老金管理", "养老金"),
    "养老": ("养老",),
    "农险": ("农业保险", "农险"),
    "再保险": ("再保险",),
    "再保": ("再保",),
    "相互保险": ("相互保险社", "相互保险"),
    "信用保险": ("信用保险",),
    "保险资管": ("保险资产管理", "保险资管"),
    "资管": ("资产管理", "资管"),
    "资产": ("资产",),
    "基金": ("基金管理", "基金"),
    "证券": ("证券",),
    "期货": ("期货",),
    "信托": ("信托",),
    "金租": ("金融租赁", "金租"),
    "租赁": ("融资租赁", "租赁"),
    "消金": ("消费金融", "消金"),
    "理财": ("理财",),
    "保经": ("保险经纪", "保经"),
    "保代": ("保险代理", "保代"),
    "担保": ("融资担保", "担保"),
    "小贷": ("小额贷款", "小贷"),
    "支付": ("支付",),
    "科技": ("科技",),
    **{trade: (trade,) for trade in ("数字科技", "信息科技", "金融科技", "智能科技", "网络科技", "信息技术")},
    "保险": ("保险",),
}
"""What a trade is called at the end of a name, in full and for short: one line, one trade, nothing lost."""
_LOOSE = {
    **{"商业银行": "银行", "健康": "健康险", "养老": "养老险", "再保": "再保险", "资产": "资管", "保险资管": "资管"},
    **dict.fromkeys(("数字科技", "信息科技", "金融科技", "智能科技", "网络科技", "信息技术"), "科技"),
}
"""Trades that may also go by another word, though not with everybody; 数字科技 by 科技, never by 智能科技."""
_WIDER = {
    **dict.fromkeys(("农商行", "农合行", "村镇银行"), "银行"),
    **dict.fromkeys(("寿险", "财险", "健康险", "养老险", "农险", "再保险", "相互保险", "信用保险"), "保险"),
}
"""The trade that a house may go by that is of this one: a bank, an insurer."""
_TRADE_OF = {form: trade for trade, forms in _TRADES.items() for form in forms}
_TRADE = re.compile(f"(?:{'|'.join(sorted(_TRADE_OF, key=len, reverse=True))})$")

_FORM = re.compile(r"(?P<share>股份有限公司|股份公司)$|(?P<limited>有限责任公司|有限公司)$|(?<![分支子])公司$")
_LEVEL = re.compile(r"(?:控股集团|集团控股|集团|控股|总公司|总行|总社)$")
_UNIT = re.compile(
    r"[\u4e00-\u9fff]{2,20}?(?:分公司|中心支公司|支公司|营业部|营业处|营销服务部|办事处|代表处|分行|支行|分局|分社|分理处)$"
)
_DIVISION = re.compile(r"(?<=..)(?:省|(?<!吉林)市|自治区)")
"""What the name of a place may do without: 云南省 is 云南; the city of 吉林 is not the province."""
_MARKS = frozenset("0123456789一二三四五六七八九十东西南北中上下新老大小")
"""Characters that tell one house from the next: a name that drops one is another name."""
_LEAST = 2


class Parts(NamedTuple):
    """A name in parts: the `house` with what stands before it, its `trade` by the shortest word, its level and form.

    `head` is what stands before trade, level and form as it is printed; `words` is the trade as it is printed;
    `heads` are the heads with ever fewer places before the house: 湖南岳麓, 岳麓. A `form` is `share` or `limited`.
    """

    head: str
    heads: tuple[str, ...]
    words: str
    trade: str
    level: str
    form: str

    @property
    def identity(self) -> str:
        """What is the same for all spellings that lose nothing but the legal form; empty where nobody is named."""
        return f"{self.head}|{self.trade}|{self.level}" if len(self.head) >= _LEAST and self.head != "中国" else ""

    @property
    def letters(self) -> str:
        """The first letter of a head that may be two letters for a house, as 太保 is; else nothing."""
        head = self.head.removeprefix("中国")
        return head[0] if len(head) == 2 else ""

    @property
    def place(self) -> str:
        """The places that the name begins with."""
        return self.head.removesuffix(self.heads[-1]).removeprefix("中国")

    @property
    def loose(self) -> str:
        """The trade, where words that are also used for another trade are that trade."""
        return _LOOSE.get(self.trade, self.trade)


@lru_cache(maxsize=1 << 15)
def parts(name: str) -> Parts:
    """The parts of a name.

    >>> parts("湖南岳麓农村商业银行股份有限公司")
    Parts(head='湖南岳麓', heads=('湖南岳麓', '岳麓'), words='农村商业银行', trade='农商行', level='', form='share')
    """
    folded = key(name)
    legal = _FORM.search(folded)
    form = (legal.lastgroup or "") if legal else ""
    rest = folded[: legal.start()] if legal and legal.start() else folded
    level = _LEVEL.search(rest)
    if level and level.start() >= _LEAST:
        rest = rest[: level.start()]
    trade = _TRADE.search(rest)
    heads = _heads(rest[: trade.start()] if trade else rest)
    words = trade[0] if trade else ""
    return Parts(
        heads[0],
        heads,
        words,
        _TRADE_OF.get(words, ""),
        level[0] if level and level.start() >= _LEAST else "",
        form,
    )


def _heads(head: str) -> tuple[str, ...]:
    """The head, and what is left of it without 中国 and the places that it begins with, one by one.

    Places go by their short names: 湖南省岳麓 is 湖南岳麓.
    """
    before: list[str] = []
    rest, places = head, _places()
    while size := next((n for n in range(min(8, len(rest) - _LEAST), 1, -1) if rest[:n] in places), 0):
        short = _DIVISION.sub("", rest[:size])
        before.append(short if short in places else rest[:size])
        rest = rest[size:]
    return tuple("".join((*before[n:], rest)) for n in range(len(before) + 1))


@lru_cache(maxsize=1)
def _places() -> frozenset[str]:
    return frozenset(name for name in load().place_names() if len(name) > 1) | {"中国"}


def is_short_for(short: str, full: str) -> bool:
    """Whether a name may be short for a fuller one, by the grammar of names; it need not be.

    >>> is_short_for("岳麓农商银行", "湖南岳麓农村商业银行股份有限公司")
    True
    >>> is_short_for("太保寿险", "中国太平洋人寿保险股份有限公司")
    True
    >>> is_short_for("太保产险", "中国太平洋人寿保险股份有限公司"), is_short_for("太平寿险", "太平洋产险")
    (False, False)
    """
    a, b = parts(short), parts(full)
    if a.level != b.level or len(a.head) < _LEAST or len(a.head) > len(b.head):
        return False
    if a.form and b.form and a.form != b.form:
        return False
    if not _may_be_one_trade(a.trade, b.trade):
        return False
    return any(a.head == head or _is_cut(a.head.removeprefix("中国"), head, b.loose) for head in b.heads)


def _may_be_one_trade(a: str, b: str) -> bool:
    return a == b or _LOOSE.get(a) == b or _LOOSE.get(b) == a


def _is_cut(short: str, head: str, trade: str) -> bool:
    """Whether two letters stand for a house: its first and 保 for an insurer (太平洋: 太保), or its first and third."""
    if len(short) != 2 or not trade or not 2 < len(head) < 5 or short[0] != head[0] or _marks(short) != _marks(head):
        return False
    is_insurer = short[1] == "保" and "保" not in head and _WIDER.get(trade) == "保险"
    return is_insurer or (len(head) == 4 and short[1] == head[2])


def _marks(head: str) -> list[str]:
    return sorted(letter for letter in head if letter in _MARKS)


def contradict(a: str, b: str) -> bool:
    """Whether two names say that they are two: another trade, a group and no group, other digits or directions."""
    first, second = parts(a), parts(b)
    trades = {first.trade, second.trade} - {""}
    wider = any(_WIDER.get(each.loose) in trades for each in (first, second))
    if len(trades) > 1 and not wider and not _may_be_one_trade(first.trade, second.trade):
        return True
    if first.level and second.level and first.level != second.level:
        return True
    return {c for c in first.head if c.isdigit()} != {c for c in second.head if c.isdigit()}


def is_generic(name: str) -> bool:
    """Whether a name names nobody by itself: 该行, 集团, 农村商业银行, 云南分公司, 上海公司."""
    folded, told = key(name), parts(name)
    if len(told.head) < _LEAST or _GENERIC.match(folded):
        return True
    if told.head in _places() and not told.trade:
        return True
    unit = _UNIT.match(folded)
    return bool(unit) and any(folded.startswith(place) for place in _places()) and len(folded) <= _LONGEST_PLACE


_GENERIC = re.compile(
    r"[本该我贵其各某](?:公司|集团|行|司|社|机构|企业|单位)|(?:全|总|分|子|支)(?:行|公司)|公司|集团|以下"
)
_LONGEST_PLACE = 9
"""How long 西双版纳州分公司 may be: a longer name of a branch begins with its company."""


def unit_of(name: str, company: str) -> str:
    """The unit that a name adds to that of its company, 云南省分公司 and 云南分公司 as one; empty where it is none.

    >>> unit_of("太保产险云南省分公司", "太保产险"), unit_of("太保产险研究院", "太保产险")
    ('云南分公司', '')
    """
    folded, before = key(name), key(company)
    rest = folded[len(before) :] if folded.startswith(before) else ""
    return _DIVISION.sub("", rest) if _UNIT.fullmatch(rest) else ""


def is_bare_unit(name: str) -> bool:
    """Whether a name is that of a branch and of whose it does not say: 云南分公司, 光谷分行营业部."""
    return is_unit(name) and not _INSIDE.search(key(name))


_INSIDE = re.compile(
    rf"[^分支子]公司|(?:{'|'.join(sorted(_TRADE_OF, key=len, reverse=True))}|保险|联社)(?=.*(?:公司|行|部|处|局|社)$)"
)


def is_unit(name: str) -> bool:
    """Whether a name ends as that of a branch does."""
    return _UNIT.search(key(name)) is not None
