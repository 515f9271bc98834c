"""The words of table headings: what a column is of, told by the last word of its heading.

获奖单位 is of winners, 案例名称 of cases, 奖项 of awards; 推荐单位 and 颁奖单位 are of somebody else, and 得分 of
nothing that matters here. Knows headings only; which cells are headings is for `grid`.
"""

import re

_GIVER = r"颁奖|颁发|授奖|授予|评选|发证|发布"
_ASIDE = (
    rf"{_GIVER}|推荐|主办|承办|协办|指导|支持|主管|上级|所属|所在|评审|监管|联系|组织|提名"
    r"|候选|入围|评委|归口|托管|媒体|鸣谢|母|子"
)
_MODIFIER = (
    r"(?:获奖|获得|所获|荣获|获|得奖|入选|入围|上榜|当选|参评|参赛|参选|申报|申请|报送|选送|推选|报名|完成|实施"
    r"|牵头|主要"
    r"|主|第[一二三四五\d]|其他|联合|合作|共同|参与|参加|参建|开发|研发|创作|创造|设计|制作|发行|管理|基金|保险"
    r"|银行|证券"
    r"|期货|信托|理财|资管|租赁|金融|科技|服务|工程|产品|案例|项目|作品|课题|成果|方案|奖项|荣誉|所|及|与|和|/|／|、)"
)
_WHO = r"单位|机构|公司|企业|银行|险企|券商|集团|主体|组织|院校|高校|管理人|发行人|发起人|方|者|得主"
WORK = r"案例|项目|作品|成果|课题|产品|方案|基金|工程|平台|系统|论文|报告|实践|服务|品牌|技术|应用|模式|计划|赔案|做法"
_PERSON = r"姓名|人物|选手|个人|员工|人员|获奖人|得奖人|企业家|分析师|经理人|基金经理|投资经理"
_IGNORED = (
    r"地区|省份|省|市|区域|城市|地点|得分|分数|评分|总分|票数|备注|说明|注|规模|金额|数量|名额|数目|人数|奖金|简介"
    r"|亮点|理由"
    r"|评语|要点|内容|特点|电话|邮箱|地址|作者|执笔人|撰稿人|联系人|负责人|组长|主持人|专家|性质|代码|网址|链接"
    r"|序号|编号|序"
    r"|No\.?|#"
)
_NAMED = r"(?:名称|名字|全称|简称|名单|题目|标题|名)?"
_HEADS = (
    ("giver", rf"(?:{_GIVER})(?:{_WHO}|人){_NAMED}"),
    ("other", rf"(?:{_ASIDE})(?:{_WHO}|人){_NAMED}|{_IGNORED}"),
    ("rank", r"(?:综合|总|最终|本期)?(?:名次|排名|位次|序位|排位|排行|名第)"),
    ("person", rf"(?:{_PERSON})(?:姓名|名单)?"),
    ("year", r"(?:颁奖|颁发|评选|授予)?(?:年份|年度|时间|日期)"),
    ("winner", rf"(?:{_WHO}){_NAMED}|Winners?|Recipients?|Company|Institution"),
    ("case", rf"(?:{WORK}){_NAMED}|题目|标题|Project|Case|Entry"),
    (
        "award",
        r"(?:奖项|奖级|奖别|等[级次]|级别|结果|情况|(?<![^获得所奖])(?:奖|荣誉|荣誉称号|称号|榜单))名?称?|Awards?",
    ),
    ("track", rf"(?:类别|组别|赛道|分类|类型|板块|领域|方向|系列|单元|组|类|篇){_NAMED}"),
    ("name", r"名称|名单|获奖名单|入选名单"),
)
STRICT, LOOSE = (
    tuple((role, re.compile(rf"{before}(?:{head})", re.IGNORECASE)) for role, head in _HEADS)
    for before in (rf"{_MODIFIER}{{0,4}}", ".*")
)  # headings by their last word: with nothing before it but words that headings have, or with any


def role_of(word: str, roles: tuple[tuple[str, re.Pattern[str]], ...] = STRICT) -> str | None:
    """What a heading says its column is of: winner, case, award, track, rank, year, name, person, giver or other.

    `STRICT` allows only words that headings have before the telling one, `LOOSE` any.
    """
    return next((role for role, pattern in roles if pattern.fullmatch(word)), None) if len(word) <= 14 else None


NO_WINNERS = re.compile(
    r"候选(?:人|单位|名单|公示|机构)|(?:提名|入围|评委|报名)名单|取消.{0,16}(?:资格|称号)|撤销.{0,16}称号|奖项设置"
)
"""What a table is introduced by that lists no winners."""
