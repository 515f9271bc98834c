"""A conferral as one place of the article says it, and what every reading of one has to look out for.

Plans, denials, forgeries and honours of natural persons are no conferrals; 该奖项 points back to an award named before.
"""

import re
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase, parse_award, year_of
from kg.extractor.masking import ORG, ORGANIZATION, TITLE
from kg.extractor.organizations import Mention
from kg.extractor.outline import Region
from kg.extractor.patterns import led


class Conferral(NamedTuple):
    """One award conferred, as one place of the article says it.

    No winners: the text names the work alone, or leaves out the subject. `award` None: the text points back (该奖项).
    `listed`: the text says only that the winner is on a list (榜上有名). `summary`: a sentence about several cases at
    once (11则案例分别获评…), of use only where nothing says more. `givers` are who confers it; `apart`: it stands alone
    in a list, and takes no year or programme from other lines.
    """

    winners: tuple[Mention, ...]
    award: AwardPhrase | None
    case: Region | None
    evidence: Region
    partners: tuple[Mention, ...] = ()
    rank: str | None = None
    summary: bool = False
    listed: bool = False
    givers: tuple[Mention, ...] = ()
    apart: bool = False


_INTENT = (
    r"谁|拟(?!人)|力争|争取|冲击|有望|希望|期望|预计|能不能|能否|准备|未(?!来)|没有|没能|无缘|不曾|即将|如果|假如|凡是"
    r"|可望|可以"
    r"|声称|谎称|自称|想要|再拿|有机会|申报(?!的|单位|机构|企业|主体|方)|竞逐|角逐|再次?冲|参评|落选|无缘|错失|暂列|暂居|目前以|初评"
)
_UNREAL = (
    r"若(?!干)|倘|一旦|目标|致力于|梦想|无法|不会|不可能|不再|不能|难以|险些|差一点|差点|否认|建议|应该|应当|不授予"
    r"|不予|并非|为了|不是|没有"
    r"|如果|假如|争取|力争"
)
INTENDED = re.compile(
    rf"(?:{_INTENT})[^，。；]{{0,8}}$|(?:{_UNREAL})[^，。；“「]{{0,16}}$|计划[^，。；“「”」》的获荣入跻]{{2,14}}$"
    rf"|(?:不|未|拒绝)$"
)
"""What before a verb says that nothing was conferred."""

PLANNED = re.compile(
    rf"(?:将|{_INTENT})[^，。；]{{0,8}}$|(?:{_UNREAL})[^，。；“「]{{0,16}}$"
    rf"|计划[^，。；“「”」》的获荣入跻]{{2,14}}$|(?:不|未|拒绝)$"
)
"""The same where 将 does not mark the object."""

DENIED = re.compile(
    led(
        r"龙舟|马拉松|(?:足球|篮球|羽毛球|乒乓球?|广场舞)(?:赛|联赛|队|杯|比赛|锦标赛|友谊赛)|运动会|暂列|暂居|冒用"
        r"|(?<!反)虚假(?!宣传监)|不存在|伪造|杜撰|自封|私自|假冒|打趣|网传|传闻|谣|误传|不实|小说|假的|剥夺"
    )
)
"""What in a sentence, outside of quotes, says that nothing in it is true."""

FORGED = re.compile(
    led(
        r"中标|抽奖|中奖|股票|评级|征集启事|男子组|女子组|选手|龙舟|马拉松|运动会|球赛|锦标赛|信用等级|等级[“「]?A"
        r"|公司治理评估|监管评估|违规(?!监测|识别|预警|管理)|黑名单|失信|处罚|罚单|门票|入场券|地块|地王|涨停"
        r"|竞得|竞拍|溢价率|(?:药品|国家|耗材)集采|带量采购|采购项目|候选人|供应商名录"
    )
)
"""What in a clause, outside of quotes, says that it confers no award."""

BACK = re.compile(
    r"(?:了)?(?:该|此|这一|这项|此项|同一|上述|这个)(?:项)?(?:奖项|殊荣|荣誉|大奖|奖|称号|榜单)|其中(?=$|[，。；])"
)
"""Words that point back to an award named before."""

PERSONAL = re.compile(
    r"(?:人物|个人|工作者|劳动奖章|劳模|红旗手|标兵|经理人|投资经理|基金经理|经理|行长|员工|职工|志愿者|企业家"
    r"|分析师|研究员"
    r"|董秘|CEO|青年|教师|代表|慈善家|大使"
    r"|项目经理|设计师|人才"
    r"|能手)(?:大?奖|称号)?$"
)
"""Names of honours that natural persons receive."""


def read_awards(text: str, masked: str, region: Region, *, sure: bool, honours: bool = False) -> list[AwardPhrase]:
    """The awards that a region names as conferred, those of natural persons left out."""
    raw = masked[region.start : region.end]
    if not raw.strip() or (ORGANIZATION in raw and not re.search(TITLE, raw) and _only_organizations(raw)):
        return []
    awards = [
        a
        for a in parse_award(text, masked, region, sure=sure, honours=honours)
        if not PERSONAL.search(a.name) and not text.startswith("个人", a.end)
    ]
    return [] if len(awards) == 1 and _SEVERAL.match(text, awards[0].end) else awards


_SEVERAL = re.compile(
    r"[”」]?(?:奖|评选)?(?:[两二三四五六七八九十多\d]+[项个]|双项)(?:重磅|重要)?(?:大奖|奖项|荣誉|殊荣|桂冠)"
)
"""What behind the only name says that it is a programme of which several prizes were won: “甲”两项大奖."""


def _only_organizations(raw: str) -> bool:
    return not re.sub(rf"{ORG}|[、和与及，的\s]", "", raw)


_IN_RANKING = re.compile(rf"(?P<title>{TITLE})(?:全球|全国)?(?:排名|排行榜?|榜单?|名单)?[中上里](?=[，\ue000\ue003])")


def read_ranking(text: str, masked: str, region: Region) -> tuple[AwardPhrase, ...]:
    """The ranking in which what follows has its place: 在“甲百强”排名中，乙银行位列第三."""
    found = list(_IN_RANKING.finditer(masked, *region))
    if not found:
        return ()
    start, end = found[-1].span("title")
    name = text[start + 1 : end - 1]
    return (AwardPhrase(start, end, name, year_of(name)),) if re.search(r"\d+强|\d+家|榜|排[名行]|百强", name) else ()
