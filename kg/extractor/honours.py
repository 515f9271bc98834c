"""Names that are honours by their form alone, in places where no verb says that anything was won.

年度最佳零售银行, 普惠金融突出贡献奖, “十佳民营银行”: what stands in lists, on walls and in headings. Memberships,
certificates, nominations and honours of natural persons are none. How an award is named in a sentence is for `awards`.
"""

import re

from kg.extractor.awards import is_award_name
from kg.extractor.conferral import PERSONAL

GRADE = re.compile(
    r"(?:特|[一二三四])等奖?|[金银铜]奖|(?:优秀|优胜|特优|优等|甲等|乙等|人气|最高|特别|组织|鼓励|单项)奖"
)
"""Names that only say how high a prize is."""
NOBODY_WON = re.compile(
    r"入围|提名|候选|设置|规则|标准|条件|办法|流程|报名|申报|投票|评委|名额|嘉宾|征集|欢迎|如何|哪些|从缺|空缺"
)
"""Words of a heading under which nothing is won."""
NOT_WON = re.compile(
    rf"{NOBODY_WON.pattern}|会员|理事|常务|会长|成员单位|发起单位|参编|起草|资格|资质|认证|证书|许可|备案|授权|专利"
    r"|著作权|牌照|评级"
)
"""Words that say that a name is of something else than what is won."""
_PRAISE = re.compile(
    r"年度|[特优]等|最[佳具受美强优大]|卓越|杰出|优秀|优质|优胜|先锋|先进|标杆|示范|领军|领先|领航|影响力|竞争力|成长性"
    r"|价值|十[大佳强]|[百双]强|[百千]佳|新锐|贡献|金牌|诚信|典范|模范|放心|满意|信赖|信任|突出|明星|公信力|创新力"
    r"|创新"
)
_PRAISED = re.compile(
    r"(?:单位|企业|机构|品牌|产品|平台|公司|[银投分支]?行|案例|先锋|成员|[供服务应券厂]商|险企|信托|基金|保险|集团"
    r"|团队|项目|服务|方案|应用|技术|系统|奖状|奖章|红旗|标兵|集体|之星|力量|榜样|样本|样板|基地|网点|组织|创新者"
    r"|典范|标杆|实践|管理人|App|APP|应用|工程|小贷|[租保担]|券商|投行|渠道|渔会|农会|学校|社区)$"
)
_PLACED = re.compile(r"(?:赛|评比|评选)[^，。]{0,6}第[一二三四五六七八九十\d]+名$")
_LONGEST = 45


_NO_WINNERS = re.compile(r"候选|提名|入围|投票|奖项设置|评选标准|参评|申报(?!的)")
_WINNERS = re.compile(r"获奖|得奖|名单|结果|荣誉|揭晓|公布|榜|历程|大事记")


def announces_nobody(words: str, before: bool) -> bool:
    """Whether a heading says that nobody below it has won; where it says nothing of that, what was said `before`.

    >>> announces_nobody("候选名单", False), announces_nobody("2021年", True), announces_nobody("获奖名单", True)
    (True, True, False)
    """
    return _NO_WINNERS.search(words) is not None or (before and _WINNERS.search(words) is None)


def names_honour(words: str) -> bool:
    """Whether words that stand alone are the name of an honour.

    >>> names_honour("年度最佳零售银行"), names_honour("零售银行"), names_honour("十佳民营银行入围名单")
    (True, False, False)
    """
    name = words.strip(" “”‘’「」『』《》\"'！!。：:")
    if not 3 <= len(name) <= _LONGEST or NOT_WON.search(name) or PERSONAL.search(name):
        return False
    if is_award_name(name, sure=True) or _PLACED.search(name):
        return True
    return bool(_PRAISE.search(name) and _PRAISED.search(name)) and not re.search("[。；，]", name)
