"""The grammar of winners: who stands as winner in a stretch of text, and with which case.

A stretch such as 甲银行的“乙”项目、丙保险凭借丁计划和戊基金 is a chain of organizations, each with the case that
follows it. Works on masked text. What was won is for the callers.
"""

import re
from typing import NamedTuple

from kg.extractor.masking import MARK, ORG, ORGANIZATION, ORGANIZATION_REST, TITLE
from kg.extractor.naming import repeats
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Region, strip
from kg.extractor.slots import SURNAMED
from kg.extractor.verbs import VERB


class Subject(NamedTuple):
    """A winner, or several that win together, and where the text names the case, if it does."""

    winners: tuple[Mention, ...]
    case: Region | None
    partners: tuple[Mention, ...] = ()


_CONNECTED = re.compile(r"(?:[、和与及，暨]|以及|并|\s)\s*$")
_ADVERBS = re.compile(
    r"(?:[，、\s]|均|双双|都|同时|同样|(?<!共)同|皆|分别|依次|则|也|亦|还|又|再次|再度|再|一举|成功|首次"
    r"|连续[^，]{1,6}|先后|另外|另|更|分|一并|一同|一起|三方|双方|两家|合力|此番|此次"
    r"|不仅|并|脱颖而出|从[^，]{2,20}中脱颖而出|榜上有名|名列其中|捷报频传|上榜|就|已|曾|又一次|多次"
    r"|三家[^，]{0,12}|[两三四五六七八九十\d]+[家个项则](?:公司|机构|单位|企业|银行|项目|案例|[^，]{0,6})|荣|日前"
    r"|近日)+$"
)
_TOGETHER = re.compile(
    r"联合(?:承保|申报|报送|体|完成|获|夺|奪|选送|共同)|共保|共同(?:承保|完成|申报|报送|获|打造|开发)"
    r"|携手[^，]{0,40}(?:申报|报送)|联合体|合作的|(?:联合|共同|携手|合力)$"
)
_ALLIED = re.compile(r"携手|联合|联手|会同")
_PARTNERED = re.compile(r"(?:联合|携手|会同|与|聯合|攜手)$")
_MADE_WITH = re.compile(r"发布|推出|编制|撰写|打造|开发|合作|共建|举办|研发|出版|完成")
_ORGANIZES = re.compile(
    rf"^(?!\s?(?:参加|参与|出席|亮相|应邀|受邀|报名))(?:[^，。；“《「在于由经获荣入选\ue000\ue001\ue003]"
    rf"|{ORG}){{0,60}}?(?:主办|举办"
    rf"|承办|协办|指导|发起|评选|颁发|评定|组织的"
    rf"|组织开展|召开|举行|公布|揭晓|发布(?![了的]?《)"
    rf"|公示|牵头(?:的|主|组|举|承|开)|提供[^，。；]{{0,6}}支持|认定的?|颁予|颁授|授予(?!称号)|的(?:支持|指导)"
    rf"|{TITLE}(?:征集|评选|榜|名单|结果|案例评|颁奖))"
    r"|^(?:（[^（）]{1,40}）)?(?:\d+月\d+日)?在[\u4e00-\u9fff]{2,8}?(?:揭晓|公布|发布|颁发)"
)
_NOT_AGENT = re.compile(
    r"(?:击败了?|战胜了?|打败了?|超越了?|超过了?|接替|取代|代|从|祝贺|恭贺|恭喜|推荐|(?<!成)(?<!以上)为|在|于|对|向|给|据|经"
    r"|获|获得|获评|荣获|荣膺|斩获|摘得|夺得|拿下|获颁|入选|来自|根据|按照|隶属于?|继)$"
)
_BESIDE = re.compile(
    r"(?:^|[。；！？：\n])(?:与|同|携手|联合|联手|冠名|加入|加盟|成为|当选|走进|参加)$"
    r"|在(?:英国|美国|德国|国际|全球|国内|全国|中国|香港)$|被$"
)
"""What before an organization says that somebody else does something with it, or has something from it."""
_CONFERS = re.compile(r"评|确认|认定|授予|选为|命名")
_PARENT = re.compile(r"^(?:（[^）]*）)?(?:的)?(?:旗下|下属|所属|控股|全资|子公司|方面[，,]|系|集团旗下)")
_AND_MEMBERS = re.compile(r"^(?:及|和|与|暨)(?:其)?(?:旗下|下属|所属|子公司|控股)")
_REPORTS = re.compile(r"记者|讯(?!飞)|报道|消息|编辑")
_PRAISES = re.compile(
    r"(?:（[^（）]{1,40}）)?(?:杂志|报社?)?的?(?:高度|充分|一致|广泛|再度|再次|权威)*(?:肯定|认可|表彰|青睐|嘉许|嘉奖)(?=$|[，。；、])"
)
"""What behind a name says that somebody else has its praise: 获甲杂志肯定，…"""
_PERSON = re.compile(
    r"(?:[\u4e00-\u9fff]{1,3}长(?=$|则|也|均|荣|获)(?<!成长)(?<!增长)|CEO|CFO|CTO|创始人|首席|总经理|个人(?!金融|业务|贷款|客户|养老|信贷|零售|银行|住房|消费)|员工|同志"
    r"|女士|先生|选手|董事长|总裁|行长|总经理|研究员|分析师|柜员"
    r"|志愿者|理赔员|代理人|负责人"
    r"|主席|教授|经理|团队负责人)(?!评选|评比|大赛|奖|榜|论坛|大会|活动|节)"
    r"|(?<!第)[一两三四五六七八九十\d]+[名位][^，。；]{0,10}?(?:员|师|手|青年|干部|代表)$"
)
_PEOPLE = re.compile(
    r"的?(?:一|两|三|四|五|六|七|八|九|十|\d)+[名位](?!客户)[\u4e00-\u9fff]{0,8}(?:员|师|手|人|青年|干部|代表)$"
)
"""Some people of an organization: 甲银行的一名柜员."""
_MEMBERS = re.compile(
    r"[一两三四五六七八九十百\d]{1,4}(?:家|个)?[\u4e00-\u9fff]{0,4}(?:分行|支行|分公司|支公司|营业部|网点)"
    r"(?:均|都|也|还|曾|同时|分别|先后|成功|双双){0,3}$"
)
_BRANCH_NAMED = re.compile(r"(?:分行|支行|分公司|支公司|营业部|网点)$")
"""Some branches of an organization, which the clause counts and does not name: 6家支行被评为…"""
_PREFIX = re.compile(
    r"^(?:[，、\s]|的|旗下的?|(?:其)?中|(?:案例|项目|作品|课题|成果|产品)(?=[“《「])|以其?|凭借其?|凭|憑|因|就以|则以|其|此次|本次"
    r"|自主(?:研发|申报)的?|独立申报的?"
    r"|首次参评即?|一款|[^，“《「]{0,16}?(?:报送|申报|选送|推出|发布|打造|研发|开发|发起|编制|出品|承保"
    r"|负责|担任[^，]{0,10}|完成|提交|运营|设立|管理|主导|牵头|制作|推荐|撰写|实施)的)+"
)
_BEFORE_TITLE = re.compile(
    r"^.*(?:凭借其?|凭|憑|(?<![加予可难得用])以|发布的?|推出的?|报送的?|申报的?|开发的?"
    r"|打造的?)(?=[^“《「]{0,12}[“《「])"
)
_CASE_HEAD = re.compile(
    r"(?:案例|赔案|案|项目|計劃|计划|服务|平台|产品|体系|模式|系统|方案|体验|品牌|保险|险|贷款?|白皮书"
    r"|报告|员工|工程|方式|指数|课题|制度|行动|机制|做法|实践|大模型|机器人|助手|程式|接口|引擎|中台|终端|方案台"
    r"|专线|驿站|工具|套餐|课堂|APP|基金|信托|债券?"
    r"|理财|卡|手册|专区|热线|小程序|混合|债券|股票|指数|ETF|LOF|FOF)$"
)
_NO_CASE = re.compile(
    r"表现|实力|品质|能力|优势|影响力|贡献|业绩|努力|深耕|口碑|成绩|成果$|特色|理念|卓越|出色|优异|佳绩"
    r"|[\d一二三四五六七八九十]+[项则个]"
)


def parse_subjects(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """Parse the winners that a region names, from its last chain of organizations.

    An organization that organizes, is only the place or the parent of what follows, or took part without winning is
    no winner. A region without any gives one `Subject` without winners where it names a case, else nothing.
    """
    members = _MEMBERS.search(masked, *region)
    region = _without_adverbs(masked, region)
    mentions = [m for m in roster.between(region) if masked[m.start] == ORGANIZATION]
    agents = [m for m in mentions if is_agent(masked, m, region)]
    chain = _last_chain(masked, agents)
    if members and chain and not _BRANCH_NAMED.search(text, chain[-1].start, chain[-1].end):
        return ()  # 甲银行两家支行: which of them wins is not told
    if not chain:
        case = case_phrase(text, masked, region, after_org=False)
        return (Subject((), case),) if case else ()
    stops = [m.start for m in chain[1:]] + [region.end]
    tails = [_tail(masked, Region(m.end, stop), last=stop == region.end) for m, stop in zip(chain, stops, strict=True)]
    return _subjects(text, masked, chain, tails, mentions)


def _without_adverbs(masked: str, region: Region) -> Region:
    adverbs = _ADVERBS.search(masked[region.start : region.end])
    return Region(region.start, region.start + adverbs.start()) if adverbs else region


_CLAUSE_END = re.compile("[，。；]")
_REACH = 400
"""How many characters behind its name the text may say that somebody organizes, and wins nothing."""


def is_agent(masked: str, mention: Mention, region: Region) -> bool:
    """Whether a mention can be the winner of what follows: no organizer, place or parent."""
    before = masked[max(region.start, mention.start - 12) : mention.start].rstrip(MARK)
    after = masked[mention.end : min(region.end, mention.end + _REACH)].lstrip(ORGANIZATION_REST + MARK)
    clause = _CLAUSE_END.split(after, maxsplit=1)[0]
    if _AND_MEMBERS.match(after) or _REPORTS.match(after) or _PRAISES.match(after):
        return False
    if _BESIDE.search(before) or _confers(masked, mention, region):
        return False
    return not (_ORGANIZES.match(clause) or _NOT_AGENT.search(before) or _PARENT.match(after))


def _confers(masked: str, mention: Mention, region: Region) -> bool:
    """Whether a mention is one of those by whom somebody is honoured: 被甲、乙和丙联合评为."""
    clause = max(masked.rfind(c, region.start, mention.start) for c in "，。；\n") + 1
    passive = masked.rfind("被", max(clause, region.start), mention.start)
    if passive < 0 or VERB.search(masked, passive + 1, mention.start):
        return False
    stop = _STOP.search(masked, mention.end, mention.end + 120)
    return _CONFERS.search(masked, mention.end, stop.start() if stop else mention.end + 120) is not None


_STOP = re.compile(r"[，。；\n]")


def names_nobody(masked: str, region: Region) -> bool:
    """Whether the one who wins at the end of a region is no named organization: a person, some branches."""
    clause = re.split("[，。；]", masked[region.start : region.end])[-1]
    if _MEMBERS.search(clause):
        return True
    tail = re.sub(rf"^.*{ORG}", "", clause)
    return bool(_PERSON.search(re.split("[“《「]", clause)[0])) or bool(tail != clause and SURNAMED.fullmatch(tail))


def _last_chain(masked: str, agents: list[Mention]) -> list[Mention]:
    """The last run of organizations that follow each other as a list; those before are of another clause."""
    chain: list[Mention] = agents[-1:]
    for mention in reversed(agents[:-1]):
        gap = masked[mention.end : chain[0].start].strip(MARK)
        if not (_CONNECTED.search(gap) or _PARTNERED.search(gap)) or re.search("[。；]", gap):
            break
        if gap.rstrip().endswith("，") and not re.search(TITLE, gap) and gap.strip("，、 "):
            break
        chain.insert(0, mention)
    return chain


def _tail(masked: str, region: Region, *, last: bool) -> Region:
    """What stands between a winner and the next, without the words that join them."""
    aside = re.compile(rf"{ORGANIZATION_REST}*{MARK}?").match(masked, *region)
    region = Region(aside.end() if aside else region.start, region.end)
    raw = masked[region.start : region.end]
    allied = "" if last else "|携手|联合|联手|会同"
    joined = re.search(rf"(?:[、，和与及暨\s{MARK}]|以及{allied})+$", raw)
    return Region(region.start, region.start + joined.start()) if joined else region


def _subjects(
    text: str, masked: str, chain: list[Mention], tails: list[Region], mentions: list[Mention]
) -> tuple[Subject, ...]:
    made: list[Subject] = []
    waiting: list[Mention] = []
    for n, (mention, tail) in enumerate(zip(chain, tails, strict=True)):
        raw = masked[tail.start : tail.end]
        named = re.split("[的“《「，]", raw)[0]
        if (
            _PERSON.search(named[:12])
            or _PEOPLE.match(raw)
            or (SURNAMED.fullmatch(raw.strip(" 的")) and n == len(chain) - 1)
        ):
            waiting = []
            continue
        next_one = chain[n + 1] if n + 1 < len(chain) else None
        if next_one and _PARTNERED.search(masked[mention.end : next_one.start].rstrip(MARK)):
            rest = masked[next_one.end : tails[n + 1].end]
            if _MADE_WITH.search(re.split(TITLE, rest)[0]) and not _TOGETHER.search(
                masked[mention.end : tails[n + 1].end]
            ):
                case = case_phrase(text, masked, tails[n + 1], after_org=True)
                return (
                    *made,
                    Subject((mention,), case, (next_one,)),
                    *_subjects(text, masked, chain[n + 2 :], tails[n + 2 :], mentions),
                )
        waiting.append(mention)
        if not raw.strip(" 、，") and next_one:
            continue
        case = case_phrase(text, masked, tail, after_org=True) or _repeated(text, masked, tail)
        if case and case.start == mention.end and _FUND.search(text, *case):
            case = Region(mention.start, case.end)  # a fund's name begins with that of its house
        gaps = masked[waiting[0].end : waiting[-1].start]
        joint = len(waiting) > 1 and bool(_TOGETHER.search(raw) or _ALLIED.search(gaps))
        if joint:
            made.append(Subject(tuple(waiting), case))
        elif case and len(waiting) > 1:
            made.extend(_spread(text, masked, waiting, tail, case))
        else:
            made.extend(Subject((m,), case) for m in waiting)
        waiting = []
    return tuple(made)


def _repeated(text: str, masked: str, region: Region) -> Region | None:
    """A product's name without marks between winner and verb: a word that the text has again and again."""
    words = text[region.start : region.end]
    plain = re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9]{3,12}", masked[region.start : region.end])
    return region if plain and not _NO_CASE.search(words) and repeats(text, words, 3) else None


def _spread(text: str, masked: str, waiting: list[Mention], tail: Region, case: Region) -> list[Subject]:
    """Give each of several winners its case where as many cases are listed; else only the last has one."""
    listed = case_list(text, masked, tail)
    if len(listed) == len(waiting):
        return [Subject((m,), c) for m, c in zip(waiting, listed, strict=True)]
    return [*(Subject((m,), None) for m in waiting[:-1]), Subject((waiting[-1],), case)]


def case_list(text: str, masked: str, region: Region) -> list[Region]:
    """Split a region at 、和 into the cases that it lists."""
    cuts = list(re.finditer(r"[、和与及]|以及", masked[region.start : region.end]))
    edges = [region.start, *(region.start + m.end() for m in cuts)]
    ends = [*(region.start + m.start() for m in cuts), region.end]
    found = [case_phrase(text, masked, Region(a, b), after_org=True) for a, b in zip(edges, ends, strict=True)]
    return [f for f in found if f]


_CONTEST = re.compile(
    r"(?:.{0,6}?(?:组别|赛道|单元|评选|大赛|论坛|年会|峰会|盛典|典礼|晚会|大会|榜单?|征集|排名|之夜|大奖赛)|奖)[上中里的活]?"
)


_SPEECH = re.compile(r".[”」][^，。；“「]{0,24}(?:说|表示|坦言|道|认为)(?=$|[，。：])|[。！？][”」]")
"""What tells that a quotation was spoken: “…。”某某负责人说."""
_ANNOUNCED = re.compile(
    r"[奖榜][”」](?:评选|评审)?(?:结果|名单|榜单)?(?:日前|近日|正式)?(?:揭晓|公布|出炉|发布|颁奖|颁出|落幕|定榜)"
)
"""What tells that a quotation is a contest whose winners are made known."""
_FUND = re.compile(r"(?:混合|债券|股票|指数|ETF|LOF|FOF)$")
_WITHIN = re.compile(r"[中上里](?=[，、\s]|$)")
"""What behind a title says that something happened there: 在“甲大奖2023”中，…"""


def case_phrase(text: str, masked: str, region: Region, *, after_org: bool) -> Region | None:
    """Narrow a region to the title of the case in it, if it names one.

    A title is quoted, with the nouns around the quotation, or a run of words that ends as titles of works do.
    """
    start, end = strip(text, _without_adverbs(masked, region), " ，、。；：:—－-\u3000")
    by_means = False
    if prefix := _PREFIX.match(masked[start:end]):
        start += prefix.end()
        after_org, by_means = True, "凭" in prefix[0]
    comma = masked.rfind("，", start, end)
    if comma > 0 and re.search(TITLE, masked[comma:end]):
        start = strip(text, Region(comma + 1, end)).start
        its = re.match("(?:其中|(?:它|其|他们)?(?:旗下)?的?)", masked[start:end])
        start += its.end() if its else 0
    titles = list(re.finditer(TITLE, masked[start:end]))
    if titles and _WITHIN.match(masked, start + titles[-1].end(), region.end):
        return None
    if titles and _SPEECH.match(text, start + titles[-1].end() - 2):
        return None
    if titles and _CONTEST.match(
        masked[start + titles[-1].end() : end] or text[start + titles[-1].end() - 5 : start + titles[-1].end() - 1]
    ):
        return None
    if titles and _ANNOUNCED.match(text, start + titles[-1].end() - 2):
        return None
    if titles:
        if cut := _BEFORE_TITLE.match(masked[start : start + titles[0].start() + 1]):
            start += cut.end()
        return _around_title(text, masked, Region(start, end))
    raw = text[start:end]
    if not after_org or not 4 <= len(raw) <= 45 or ORGANIZATION in masked[start:end]:
        return None
    named = _CASE_HEAD.search(raw) or (by_means and re.search("[A-Za-z]{2}", raw))
    return Region(start, end) if named and not _NO_CASE.search(raw) else None


_TITLE_STOP = re.compile(
    rf"[，。；！？]|{ORG}|(?:均|分别|获|被|让|把|是|已|也|在|入选|为|以|从|对|将|拿到|则|上线|推出|瞄准|目前|累计"
    rf"|日前|近日|昨日|今日|\d{{1,2}}月\d{{1,2}}日|通过|最终|作答|颁|如愿|脱颖|揭晓|带来|来自|出自|的(?:成效|成果|表现|努力|突出|出色|贡献)"
    rf"|面向|问世|开办|投放|运行|试点|针对|此|这|今年|去年|同样|跻身|此次|项目组)|（"
)


def _around_title(text: str, masked: str, region: Region) -> Region | None:
    """The quotation with the nouns around it: 企业年金“退休前一公里”服务."""
    titles = list(re.finditer(TITLE, masked[region.start : region.end]))
    first, last = titles[0], titles[-1]
    before = masked[region.start : region.start + first.start()]
    start = region.start
    if re.search("[，：]", before):
        if len(before) > 12 or re.search("[的其有获：]", before):
            start = region.start + first.start()
    elif "的" in before and (len(before) > 14 or before.endswith("的")):
        start = region.start + before.rindex("的") + 1
    at = region.start + (
        first.end() if "、" in masked[region.start + first.end() : region.start + last.start()] else last.end()
    )
    stop = _TITLE_STOP.search(masked, at, region.end)
    end = stop.start() if stop else region.end
    if end - at > 24:
        end = at
    trimmed = strip(text, Region(start, end), " 、，的：:")
    inner = text[trimmed.start : trimmed.end].strip('“”‘’《》「」"')
    return trimmed if len(inner) > 1 else None
