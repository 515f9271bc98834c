"""The grammar of organization names: which runs of characters look like the name of an organization.

Goes from text to regions, without any list of known organizations: kinds of organizations betray themselves by the
last characters of their names, and the words before a name end it on the left. What names mean the same is for
`organizations`.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from kg.extractor.outline import Region
from kg.extractor.patterns import led

LEGAL = re.compile(r"(?:股份|有限责任|有限)+公司$|（集团）|\(集团\)|集团公司$|总公司$")
"""The legal part of a name, which short forms leave out."""

_LEGAL_SUFFIX = r"股份有限公司|有限责任公司|有限公司|集团公司|总公司"
_STRONG_SUFFIX = (
    r"银行|农商行|农信社|联合社|信用社|(?:人寿|财产|农业)保险|人寿|寿险|产险|财险|农险|健康险|养老险|保经|保代|证券"
    r"|基金(?!会)|信托|期货|金租"
    r"|理财子|理财(?!博览|师|奖)|协会|学会|商会|公会|联合会|促进会|研究会|基金会|研究院|研究所|研究中心|研究设计中心|大学"
    r"|科学院|金融学院|经济学院"
    r"|管理学院|商学院"
    r"|日报社?(?!报业)|晚报社?(?!报业)|时报社?(?!报业)|商报社?|晨报社?|早报社?|都市报社?|经济报社?|证券报社?|导报社?"
    r"|地铁报社?|青年报社?|周刊|电视台|通讯社|报业集团|全媒体集团|股份公司|(?<=[区乡镇市县])(?:渔会|农会)"
    r"|交易所|监管局|管理局|金融局|海关|联盟|俱乐部|杂志社|电视台|广播电台|研训院|研修院|实验室|委员会|管委会"
    r"|博物院|出版社|新闻中心|新闻网|中文网"
    r"|(?:省|市|区|县|州|自治区|特区)[\u4e00-\u9fff]{2,8}(?:局|厅|委员会|委(?!员)|署|办公室|人民政府)|(?:省|市|区"
    r"|县|州)人民政府|(?<=..)[省市]政府(?!部)|(?:结算|清算|拆借|登记|电视|宣传教育|评估|评价|认证|测评)中心"
)
_WEAK_SUFFIX = (
    r"保险集团|保险|再保险|集团|科技|资产|养老|资管|股份|金融|金控|金服|支付|租赁|投资|资本|控股|传媒|数科"
    r"|消金|消费金融|健康|在线|渔会|农会|(?<![分支子总])公司"
)
_SUFFIX = re.compile(led(rf"(?P<legal>{_LEGAL_SUFFIX})|(?P<strong>{_STRONG_SUFFIX})|(?P<weak>{_WEAK_SUFFIX})"))

# What ends a name on its left: punctuation, particles, and words that stand before an agent or a beneficiary.
_STOPS = (
    r"在(?!线)|[的了是被由将向与和及暨或对从把让给称等]"
    r"|[一二两三四五六七八九十多几这那\d]+[家个名位]|\d+年度?|\d+[月日]|并非|参加|参与|出席|亮相|[0-9]{2,}|包括|出自"
    r"|同样|经过|经由|根据|依据|其中|联合(?!银行|农商|人寿|财险|健康|体|会|资信|保险|信托|租赁|证券(?!时报|日报|市场|交易))|携手"
    r"|第[一二三四五六七八九十\d]+届|什么|如何|标志着|击败|战胜|祝贺|恭喜|推荐|接替|网传|据称|如果|一旦|客户|供应商"
    r"|股东|还有|历任|曾任|现任|当选|加入|加盟|冠名|担任|就职于|获|会同|邀请|来自|拿下|摘得|夺得|捧回|赢得|收获|取得|跻身|[花旁]落"
    r"|旗下|子公司|分公司|以及|得主|获奖者|得奖者|获得者"
    r"|授予|颁给|荣获|获得|获评|入选|凭借|主办|举办|承办|协办|发布|报道|记者|通过|由于|关于|同时|此外|另外"
    r"|目前|今年|去年|近日|日前|此后|随后|其后|(?<=[行司险券金寿团托货])于|认识|了解|单位|颁[给予发授]?|归属|属于|收到|[定评选列认]为|(?<=[它目”」])为|它"
    r"|当天|当晚|昨日|昨天|今日|成为|作为|依托|围绕|支持|因为|为了|本次|此次|参与|帮助|服务于|提升|推进"
    r"|(?:榜单?|评选|活动|会议|大赛|典礼|峰会|论坛|年会|名单|竞赛|报告)[中上里]|与此同时|推动|加强|购买|投保|开展|促进"
)
_BEFORE = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9·（）()&]|" + led(_STOPS, also=r"\d"))
_AWARDED = re.compile(
    r"客户|用户|使用|办理|登录|下载|点击|最|年度|奖|金牛|明星|优胜|高质量|竞争力|影响力|先锋|卓越|优秀|十大|十佳|杰出|领军|成长性|价值"
    r"|标杆|创新型?$|案例"
)
"""Words of awards, which no name of an organization has before its last part."""
_GENERIC_STEM = re.compile(
    r"(?>发展|对冲|分|支|总|关联|发行|评级|担保|小额贷款|互联网|物业|会计|律师|审计|咨询|科技型|初创|龙头|目标|标的"
    r"|成员"
    r"|参展|发债|生产|外贸|跨国|拟|综合|第三方|移动|电子|在线|全国性|区域性|系统重要性|性|法人|持牌|老牌|同类|同业"
    r"|入选|获评|阳光|公?业务|参与|合作|成员|理事|会员|流域|内|系列|乡村振兴|商业|村镇|股份制|国有|大型|中小型|中小|中资|外资"
    r"|民营|城市|农村|开放|投资|手机|网上|直销|数字|普惠"
    r"|绿色|科技|养老|健康|人身|财产"
    r"|(?:[东西中]部|[东西]南|[东西]北|华[东南西北中]|京津冀|[长珠]三角|大湾区|中部地区)(?=.)|知识产权|远程"
    r"|责任|医疗|意外|农业|社会|个人|团体|基本|存款|上市|参评|获奖|入围|各家|各|某|该|本|这|那|两|几|一|全国"
    r"|我国|中国|国内|海外|行业|金融|银行业|银行"
    r"|保险业|保险|证券|机构|头部|相关|有关|主要|其他|其它|部分|公募|私募|专项|产业|互联网|新型|优秀|年度|十佳"
    r"|公益|慈善|家族|服务|管理|集合|资金"
    r"|资产|现金|固收|混合|指数|债券|股票|货币|长期|短期|终身|定期|年金|分红|万能|车辆|汽车|家庭|企业"
    r"|对公|零售|私人|跨境|开发|政策性|再|车|寿"
    r"|战略|创新|高等|知名|著名|多所|重点|世界|国际|区域|地方|当地|头|大|小|县域|本土|理论|应用|政府|引导"
    r"|子|母|老年|信用|合作|全资|控股)*+"
)


def names(text: str) -> Iterator[tuple[Region, bool]]:
    """Find runs that look like names of organizations, and whether each is certain by its own form.

    A name ending in 银行 or 有限公司 is certain; one ending in an ordinary word (科技, 保险) only where the text
    uses it at least twice.
    """
    found: list[tuple[Region, bool]] = []
    for match in _SUFFIX.finditer(text):
        start = _left_end(text, match.start())
        stem = text[start : match.start()]
        if _is_stem(stem, match[0]) and not _runs_on(text, match.end()):
            found.append((Region(start, match.end()), match["weak"] is None))
    times = Counter(text[r.start : r.end] for r, _ in found)
    quoted = {text[r.start : r.end] for r, _ in found if text[r.start - 1 : r.start] in tuple("“「《")}
    ending = {text[r.start : r.end] for r, _ in found if _ENDS_CLEAN.match(text, r.end)}
    for region, certain in found:
        name = text[region.start : region.end]
        yield region, certain or (times[name] > 1 and name not in quoted and name in ending and len(name) <= 8)


_ENDS_CLEAN = re.compile(r"[，。、；：“（(《获凭以的和与及荣入将也均双]|$", re.MULTILINE)
"""What may follow the name of an organization, but seldom the beginning of a longer word."""


def is_kind(words: str) -> bool:
    """Whether words only tell a kind of organizations or their trade: 金融, 商业银行.

    >>> is_kind("金融"), is_kind("商业银行"), is_kind("宁波银行")
    (True, True, False)
    """
    return _GENERIC_STEM.fullmatch(words) is not None or is_generic(words)


def is_generic(words: str) -> bool:
    """Whether a run of words names a kind of thing and nobody: 家族信托, 商业银行.

    >>> is_generic("家族信托"), is_generic("建信信托")
    (True, False)
    """
    suffix = next((m for m in _SUFFIX.finditer(words) if m.end() == len(words)), None)
    return suffix is not None and bool(_GENERIC_STEM.fullmatch(words[: suffix.start()]))


def _left_end(text: str, at: int) -> int:
    window = max(0, at - 24)
    stops = [m for m in _BEFORE.finditer(text, window, at + 4) if m.end() <= at]
    while (
        stops
        and (at - stops[-1].end() < 2 or _GENERIC_STEM.fullmatch(text, stops[-1].end(), at))
        and stops[-1][0] in tuple("和与及为对向")
        and not _ends_a_name(text, window, stops[-1].start())
    ):
        stops.pop()  # 瑞和股份, 华为科技: the character belongs to the name, or nothing would be left of it
    start = stops[-1].end() if stops else window
    while text[start : start + 1] == "·":
        start += 1
    return _after_unbalanced_bracket(text, start, at)


def _ends_a_name(text: str, start: int, end: int) -> bool:
    """Whether a name of another organization ends there: 甲日报 in 甲日报与乙."""
    return any(
        m.end() == end > m.start() + 1 and not m["weak"] for m in _SUFFIX.finditer(text, max(start, end - 4), end)
    )


def _after_unbalanced_bracket(text: str, start: int, at: int) -> int:
    depth = 0
    for here in range(at - 1, start - 1, -1):
        depth += (text[here] in "）)") - (text[here] in "（(")
        if depth < 0:
            return here + 1
    return start + 1 if start < at and text[start] in "）)" else start


def _is_stem(stem: str, suffix: str) -> bool:
    national = _NATIONAL.match(stem) and _INSTITUTION.search(suffix)
    kind = _GENERIC_STEM.fullmatch(stem) or (suffix in _SELF_EVIDENT and _WIDE.fullmatch(stem))
    generic = kind and not national
    return 2 <= len(stem) <= 20 and not generic and not _AWARDED.search(stem) and _LETTER.search(stem) is not None


_WIDE = re.compile(
    "全球|亚太|亚洲区?|[东西中]部|[东西]南|[东西]北|华[东南西北中]|京津冀|[长珠]三角|大湾区|[^省市]{2,3}地区"
)
_SELF_EVIDENT = frozenset(("银行", "人寿保险", "财产保险", "农业保险"))
_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_NATIONAL = re.compile(r"(?:中国|中华|全国|世界|国际|亚洲)..")
_INSTITUTION = re.compile(r"会$|院$|所$|中心$|局$")
"""Institutions may be named by ordinary words alone: 中国互联网金融协会."""


def _runs_on(text: str, end: int) -> bool:
    """True where the following characters turn the name into another word: 银行业, 保险产品, 大学生."""
    return _MORE_OF_A_WORD.match(text, end) is not None


_MORE_OF_A_WORD = re.compile(
    r"业|生|者|人|家(?!族)|综合|竞争力|强|百强|排名|品|力|率|额|间|化|类|型|界|圈|系|法|卡|账|存款|理财产品"
    r"|产品|市场|知识|意识|条款|消费者|客户|机构|从业"
    r"|经理|合同"
)


def standing(text: str, name: str) -> Iterator[int]:
    """Where a text has a name, from left to right, without overlaps.

    >>> list(standing("甲行、乙行、甲行", "甲行"))
    [0, 6]
    """
    at = text.find(name)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))


def repeats(text: str, name: str, times: int = 2) -> bool:
    """Whether a text has a name so many times; looks no further than it must.

    >>> repeats("甲行、乙行、甲行", "甲行"), repeats("甲行、乙行、甲行", "甲行", 3)
    (True, False)
    """
    return sum(1 for _ in islice(standing(text, name), times)) == times


def ends_as_organization(name: str) -> bool:
    """Whether a name ends in a word for organizations, and is the name of one and not of their kind.

    >>> ends_as_organization("九斗鱼支付"), ends_as_organization("银行"), ends_as_organization("九斗鱼")
    (True, False, False)
    """
    ends = any(m.end() == len(name) > m.start() > 0 for m in _SUFFIX.finditer(name)) or _OF_TRADE.fullmatch(name)
    return bool(ends) and not is_generic(name)


_OF_TRADE = re.compile(r"(?!提供|融资|贷款|信用|政府|再|反|互|联保).{2,10}(?:担保|小贷|小额贷款|(?:基金|资产)管理)")
"""Names that end in a word which is one of trade as often: names only in a name's place."""


BRANCH = re.compile(
    r"(?:[\u4e00-\u9fff]{2,8}?(?:省|市|区|县|州)?)(?:(?:分行|支行|分公司|支公司)营业部|中心支公司|分公司|支公司|营业部|营业处|通讯处|营销服务部|办事处|分行|支行|分局|分社"
    r"|(?<=[京沪深渝津穗杭甬宁苏])分)"
)
"""What follows a company's name in the name of its branch: 江苏省分公司, 上海市分行."""
