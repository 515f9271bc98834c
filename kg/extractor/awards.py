"""The grammar of what can be won: names of awards in a stretch of text, with the year and programme before them.

Works on masked text (see `masking`). An award's name is quoted, or ends in a word that only honours bear (奖, 称号,
典型案例, TOP10). Which award was conferred on whom is for `prose`, `lists` and `tables`; what an article announces
of programmes is for `programmes`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.extractor.masking import ORGANIZATION, TITLE
from kg.extractor.outline import Region, strip


class AwardPhrase(NamedTuple):
    """An award as a passage names it: `name` without year and programme, and where it stands."""

    start: int
    end: int
    name: str
    year: int | None = None
    programme: str | None = None
    edition: str | None = None


_GRADE = r"(?:特等|[一二三四]等|金|银|铜|优秀|优胜|提名|组织|人气|特别|最高|至尊|钻石|铂金|白金|卓越)奖"
_SURE_HEAD = (
    rf"{_GRADE}|大奖|奖项|奖章|奖牌|金奖|奖|獎|称号|稱號|荣誉|殊荣|典型案例|典范案例|示范案例|优秀案例"
    rf"|创新案例|案例|赔案|十佳|百强|百佳"
    r"|(?:核心|优秀|活跃|卓越|最佳)[\u4e00-\u9fff]{0,10}(?:交易商|承销商|做市商|发行人|会员)"
    r"|(?:[十百千\d]强|[十百]佳)(?:企业|机构|单位|品牌|公司|银行|平台)|(?:TOP|Top)\s?\d+|\d+强|[十百]大[\u4e00-\u9fff]{2,8}|榜单?|Awards?|冠军|亚军|季军"
)
_HEAD = (
    rf"{_SURE_HEAD}|机构|單位|单位|银行|公司|企业|集团|品牌|产品|项目|先锋|标杆|典范|示范|实践|方案|平台"
    rf"|基地|团队|服务商|榜样|力量|之星|基金"
    r"|保险公司|券商|成果|工程|应用|行动|模式|服务"
)
_ENDS_SURE = re.compile(rf"(?:{_SURE_HEAD})$")
_ENDS = re.compile(rf"(?:{_HEAD})$")
_YEAR = re.compile(r"(?P<year>(?:19|20)\d\d|(?:１９|２０)[０-９]{2})\s*(?:年度|年|[-—–~](?:20)?\d\d年?度?)?")
ORDINAL = re.compile(r"第[一二三四五六七八九十百\d]+[届屆期批次]|首[届屆批]")
_TAIL = re.compile(
    r"(?:等)?(?:[一二两三四五六七八九十\d]+[项個个座类]?)?(?:重磅|重要)?(?:称号|稱號|奖项|榮譽|荣誉|殊荣"
    r"|大奖|名单|之列|行列|得主|获得者|的?(?:证书|奖牌|奖杯|奖状|牌匾|字样))?$"
)
CONTEST = (
    r"[评推]选(?:活动)?|大赛|竞赛|大奖赛|擂台赛|挑战赛|展评|征集(?:活动)?|盛典|颁奖典礼|颁奖礼|颁奖盛典|评审|评比|峰会"
    r"|论坛|年会"
    r"|大会|榜|榜单|文化节|科技节|金融节|[\u4e00-\u9fff]节|行动计划|活动|大奖|之夜"
)
_SPLIT_PROGRAMME = re.compile(
    rf"^(?P<programme>.{{2,40}}?(?:{CONTEST})(?:结果)?)(?:中|上|的|·|—+|-|：|:)?(?P<name>[^的上中].+)$"
)
_A_CONTEST = re.compile(
    rf"(?:(?:19|20)\d\d年?度?)?(?:[^，。；：、的中上在于由\s]|中(?=[部国华小西原东])){{2,30}}?(?:{CONTEST})"
)
_JOINT = re.compile(r"[、和及与]|以及")
_LEFT_CONTEXT = re.compile(r"^.*(?:颁发的?|授予的?|评选的|评出的?|组织的|主办的|发布的|的)(?=.{2,})")


def year_of(text: str) -> int | None:
    """The first year that a text prints, in half or full width.

    >>> year_of("２０２３年度"), year_of("第五届")
    (2023, None)
    """
    found = _YEAR.search(text)
    return int(found["year"]) if found else None


def is_award_name(text: str, *, sure: bool = False) -> bool:
    """Whether a text can stand as an award's name; `sure` asks for a word that only honours bear.

    >>> is_award_name("年度影响力赔案"), is_award_name("服务水平"), is_award_name("示范单位", sure=True)
    (True, False, False)
    """
    bare = text.strip("“”‘’「」『』《》\"' ")
    if _ENGLISH_HONOUR.search(bare):
        return True
    if _NAMELESS.fullmatch(bare) or bare.count("（") != bare.count("）"):
        return False
    return 2 <= len(bare) <= 45 and bool((_ENDS_SURE if sure else _ENDS).search(bare)) and not _NO_AWARD.search(bare)


_ENGLISH_HONOUR = re.compile(r"\b(?:Best|Award|Top|Most|Outstanding|Excellence)\b")
_NAMELESS = re.compile(
    r"(?:[多两三四五六七八九十数几\d]+[项个座类]?|行业|重磅|重要|一?系列|若干|各类|相关|最高|国家级|省级|国际|业内"
    r"|权威|双|年度|再|喜|诸多|众多|唯一|商业|不同|[\u4e00-\u9fff]{2,8}类|公司|企业|资质|历史|历年|获奖|双项|与|和"
    r"|及|奖项|荣誉|个|的|最)*"
    r"(?:殊荣|大奖|荣誉|奖项|奖|称号|荣誉称号|獎項|大獎|榮譽|奖牌|奖章|案例|榜单|榜|名单|资质|证书|十佳|十强|百强"
    r"|前十|百佳)"
)
"""Words for awards that name none: 多项荣誉, 行业大奖."""


_NO_AWARD = re.compile(
    r"最差|[上登]榜$|(?:警示|处罚|违法|负面|反面)[\u4e00-\u9fff]{0,2}案例|罚单|不合格|不力|系统重要性|唯一|谣言|^那是|^这是|年度的奖$|评级|违规|黑榜|黑名单|失信|入场券|门票|涨停"
    r"|地块|[A-D]{2,3}级(?!示范|诚信|企业|单位)|买入|增持|专利(?!百强|榜"
    r"|奖)|授权|限制性股票|期权"
    r"|额度|贷款(?!业务|案例|银行|机构|平台|产品|奖|创新|品牌|服务|融资)|牌照|资格|许可|批复|中标|订单"
    r"|市场份额|营业收入|净利润"
    r"|获奖(?!案例)|该奖|大奖$(?<=开出大奖)|^奖项?$|^[两三四五六七八九十\d]+[大项个](?:奖项?|大奖|荣誉|殊荣|称号"
    r"|重要|权威|[\u4e00-\u9fff]{0,4}奖)$|有奖|^(?:这|本(?![土地])|该|此|同)|^第[一二三四五六七八九十\d]+[节章]|荣誉[与和及]奖项|奖项[与和及]荣誉"
)


_GRADES = r"(?P<list>[特一二三四](?:[、和][特一二三四])+|[金银铜](?:[、和][金银铜])+)(?P<kind>等奖|奖)"


def parse_award(text: str, masked: str, region: Region, *, sure: bool, honours: bool = False) -> Iterator[AwardPhrase]:
    """Parse the object of a conferral, such as 2021年度“甲奖”“乙奖”和丙案例, into its awards.

    `sure` asks for a word that only honours bear. After a verb that only `honours` follow, any name will do that is
    no ordinary word for success.
    """
    grades = re.compile(_GRADES).match(masked, *region)
    if grades and grades["kind"]:
        for grade in re.compile("[特一二三四金银铜]").finditer(text, *grades.span("list")):
            yield AwardPhrase(*grade.span(), f"{grade[0]}{'等' if grade[0] in '特一二三四' else ''}奖")
        return
    source = re.compile(
        r"[^，。；“「]{0,8}(?:《[^》]{2,20}》|\ue003[\ue000\ue001]+\ue003)(?:杂志|报社?)?(?:颁发|评选|颁布|授予)?的?"
    ).match(masked, *region)
    if source and not re.search("[“「《]", masked[source.end() : region.end]):
        region = Region(source.end(), region.end)  # 《甲》年度最佳银行奖: who gives it stands before
    titles = [Region(*m.span()) for m in re.finditer(TITLE, masked[region.start : region.end])]
    quoted = [Region(t.start + region.start, t.end + region.start) for t in titles]
    if quoted:
        yield from _quoted_awards(text, masked, region, quoted)
        return
    at = region.start
    for piece in _pieces(text, masked, region, honours=honours):
        phrase = _phrase(text, piece)
        if phrase and (
            is_award_name(phrase.name, sure=sure and at == region.start) or (honours and _may_be_honour(phrase.name))
        ):
            yield phrase
            at = phrase.end


def _quoted_awards(text: str, masked: str, region: Region, quoted: list[Region]) -> Iterator[AwardPhrase]:
    """Each quotation is an award, with the words just before and behind it; later ones share what stands before."""
    context, named = "", None
    for n, quote in enumerate(quoted):
        before_from = quoted[n - 1].end if n else region.start
        before = text[before_from : quote.start]
        stop = quoted[n + 1].start if n + 1 < len(quoted) else region.end
        if _PERMIT.match(text, quote.end, stop):
            continue
        head = re.match(r"(?:[^，。；、和及与以等（(的，：:]|等(?=奖)){0,12}", text[quote.end : stop])
        after = head[0] if head else ""
        context = context if n and len(before) <= 2 else before
        name = text[quote.start + 1 : quote.end - 1]
        end = quote.end
        led_by = ORGANIZATION in masked[before_from : quote.start]
        whole = _whole_programme(before, text[slice(*quote)]) if n == 0 and not led_by and name[-1] in "奖榜" else None
        own_words = _AWARD_AFTER.match(text, quote.end, stop)
        if own_words and (not own_words["name"].endswith("案例") or name[-1] in "奖榜赛" or year_of(own_words[0])):
            year = year_of(text[quote.end : own_words.start("name")]) or year_of(name) or year_of(before)
            yield AwardPhrase(*own_words.span("name"), own_words["name"], year, whole or bare_name(name))
            continue
        if (kept := _HEAD_AFTER.match(after)) and not _ENDS_SURE.search(name):
            inside = _YEAR.match(name)
            if inside and inside.end() < len(name):
                context, quoted_name = f"{context}{inside[0]}", name[inside.end() :].lstrip()
            else:
                quoted_name = text[quote.start : quote.end]
            special = "专精特新" if before.endswith("专精特新") else ""
            name, end = special + quoted_name + kept[0], quote.end + len(kept[0])
        elif re.fullmatch(_GRADE, after):
            name, end = f"{name}{after}", quote.end + len(after)
        next_is_of_it = n + 1 < len(quoted) and _LEADS_ON.fullmatch(text[quote.end : stop]) is not None
        next_is_of_it |= len(quoted) == 2 and n == 0 and stop == quote.end and whole is not None
        programme_quoted = len(quoted) > 1 and (
            next_is_of_it or bool(re.match(r"(?:评选|评比|大赛|征集|榜单?)[中上的]?", after))
        )
        if programme_quoted and n + 1 < len(quoted):
            named = (whole or name) if next_is_of_it else None
            continue
        if re.fullmatch(r"(?:19|20)\d\d年?度?", name):
            context = f"{before}{name}"
            continue
        if re.fullmatch(r"[\u4e00-\u9fff]{1,2}|[A-Da-d]{1,4}[+-]?\d?", name) and not _ENDS_SURE.search(name):
            continue
        if re.match(r"(?:擂台赛|大赛|竞赛|比赛|挑战赛|论坛|峰会|年会|活动|系列)", after):
            continue  # “甲”大赛 is where awards are won
        book = masked[quote.start] == "《" and (len(quoted) > 1 or not is_award_name(name, sure=True))
        if re.search(r"凭借|^以(?!及)", before) or len(name) < 2 or book or _NO_AWARD.search(name):
            continue
        year, programme, edition = _belonging(context if not programme_quoted else text[before_from:end])
        cleaned = _YEAR.match(name)
        own = int(cleaned["year"]) if cleaned else None
        stripped = name[cleaned.end() :].lstrip("“”") if cleaned and not name.startswith(("“", "「")) else name
        name = (stripped or name).lstrip("—―-：: ")
        several = name.split("、")
        if len(several) > 1 and all(is_award_name(part) for part in several):
            for part in several:
                at = text.index(part, quote.start)
                part_year = year_of(part) or (own if part is several[0] else None) or year
                yield AwardPhrase(at, at + len(part), _YEAR.sub("", part, count=1), part_year)
            continue
        if led := _PROGRAMME_LED.fullmatch(name):
            named, name, own = (
                bare_name(led["programme"]),
                led["name"],
                own or (int(led["year"]) if led["year"] else None),
            )
        yield AwardPhrase(quote.start, end, name, own or year_of(name) or year, named or programme, edition)


_GLUED = re.compile(
    r"(?P<edition>(?:(?:19|20)\d\d(?:年度?)?(?:（第\w{1,3}[届屆]）)?|第\w{1,3}[届屆]))?(?!年|度)(?P<words>[^，。；：、的在“”「」《》\d\s]{2,18})$"
)


def _whole_programme(before: str, quoted: str) -> str | None:
    """The name of a programme whose quoted part stands behind what it is for: 乡村金融服务“金穗奖”."""
    glued = _GLUED.fullmatch(before.strip())
    if not glued or (not glued["edition"] and len(glued["words"]) < 4):
        return None
    return bare_name(glued["words"] + quoted)


_PERMIT = re.compile(r"的?(?:业务|经营|服务)?(?:资质|资格|牌照|许可|专利)")
"""What behind a quotation says that it is something else than an honour."""
_ASIDE = re.compile(r"（[^（）]{1,20}）$")
"""A bracket behind an award's name, which is no part of it: 年度科技公司大奖（成熟级别）."""
_AWARD_AFTER = re.compile(
    r"(?:(?:评选|评比|评鉴|榜单?|盛典|大赛|年会|论坛|典礼|活动)[中上里]?的?\s?|[—–-]{1,2}|的)?(?:(?:19|20)\d\d年?度?)?(?!等)"
    r"(?P<name>[^，。；、：“”「」（）\s和与及]{4,24}(?:奖|十佳|十强|百强|TOP\s?\d+)"
    r"|(?:年度|最[佳具受]|十佳|优秀|杰出|卓越|领军)[^，。；、：“”「」（）\s和与及]{2,20}"
    r"(?:平台|企业|机构|品牌|公司|单位|银行|券商|产品|服务商|团队)"
    r"|(?:先进|优秀|示范)[^，。；、：“”「」（）\s和与及]{0,8}(?:集体|单位|企业|项目|案例)"
    r"|[^，。；、：“”「」（）\s和与及的]{2,16}案例)"
    r"(?=$|[，。；、！]|等|称号|荣誉|殊荣|的?(?:证书|奖牌|奖杯|奖状|牌匾))"
)
"""An award that stands right behind the quoted name of its programme: “金鼎奖”年度卓越公司奖, “金鼎”评选 最佳平台."""
_LEADS_ON = re.compile(
    r"的|(?!的|\s*(?:大?奖项?|称号|荣誉|[^、和及与，]{0,6}奖)?\s*(?:[、和及与，]|以及|$))[^“”「」，。；、]{1,24}"
)
"""What stands between the name of a programme and that of its award: 的, 2014年度评鉴; no word that lists."""
_PROGRAMME_LED = re.compile(
    r"(?P<programme>.{2,24}(?:奖|榜|盛典|评选|Awards?(?: \d{4})?))\s?(?:[·：]|[—―–]{1,2}"
    r"|-{1,2})\s?(?:(?P<year>(?:19|20)\d\d)年?度?)?\s?(?P<name>.{4,})"
)
_HEAD_AFTER = re.compile(
    rf"(?:{_GRADE}|大奖|奖|獎|[\u4e00-\u9fff]{{0,6}}(?:典型案例|示范案例|优秀案例|创新案例|案例|企业|单位"
    rf"|机构|公司|品牌|项目|产品))(?=$|称号|奖项|荣誉|名单|榜)"
)


_NO_HONOUR = re.compile(
    r"后$|以来$|期间$|[的了在是有为及与等被把将从对向让使、，：]|^(?:多|各|一|两|[二三四五六七八九十\d]+|该|此|这"
    r"|其|本(?![地土市省])|更|不|较|众|好|极|高|国家级?$|省级?$|市级?$)"
    r"|(?:成绩|佳绩|好评|认可|肯定|赞誉|支持|融资|投资|批复|批准|资格|授信|订单|冠名|突破|进展|胜利|席位|牌照|贷款"
    r"|收益|业绩|利润|增长|关注|青睐|通过"
    r"|备案|专利|认证|评级|证书|许可|上市|备受|提名|入围|表彰|嘉奖|点赞|口碑|赞扬|丰收|收获|优势|机会|成功|殊荣"
    r"|信任|好感|市场|客户|用户|资金|名单|行列|署|厅"
    r"|之列|其中|前列|榜首|首位|会员|单位|会长|理事|董事|委员|代表|顾问|大奖|荣誉|奖项)$"
)


def _may_be_honour(name: str) -> bool:
    """Whether a name that ends like nothing in particular can be that of an honour: 民生服务样本."""
    whole = name.count("（") == name.count("）")
    return whole and 4 <= len(name) <= 24 and not _NO_HONOUR.search(name) and not _NO_AWARD.search(name)


def _pieces(text: str, masked: str, region: Region, *, honours: bool) -> Iterator[Region]:
    """Split a list of names at 、和及 where what stands on the left already is an award's name."""
    start = region.start
    alike = _alike(text, masked, region)
    for match in _JOINT.finditer(masked, region.start, region.end):
        left = _TAIL.sub("", text[start : match.start()]).strip(" ，")
        listed = honours and match[0] == "、"
        if alike or listed or is_award_name(left, sure=False) or _CERTIFIED.search(left):
            yield Region(start, match.start())
            start = match.end()
    if start < region.end:
        yield Region(start, region.end)


_CERTIFIED = re.compile(r"(?:认证|资质|证书|许可证|牌照|专利|资格)$")
"""How names end in a list of what a company has got, of which only some are awards."""


def _alike(text: str, masked: str, region: Region) -> bool:
    """Whether all that is listed ends in the same two characters: 民生服务样本、产业赋能样本和智慧运营样本."""
    pieces = _JOINT.split(masked[region.start : region.end])
    return len(pieces) > 1 and all(len(p) > 3 for p in pieces) and len({p.strip()[-2:] for p in pieces}) == 1


_HOW_MANY = re.compile(r"^(?:\d{1,3}|[一二两三四五六七八九十]{1,2})[名项](?=[^，、]{3,}奖$)")
"""How many of an award there are: 5名单位优胜奖."""


_DATELINE = re.compile(r"[^\s，。；：“「]{1,16}(?:讯|电|消息|报道)\s+(?=..)")
"""What a report opens with: 本报讯, 甲社北京电."""


def _phrase(text: str, region: Region) -> AwardPhrase | None:
    start, end = strip(text, region, " ，,。；、：:了过\u3000")
    raw = _ASIDE.sub("", text[start:end])
    raw = raw[dateline.end() :] if (dateline := _DATELINE.match(raw)) else raw
    tail = _TAIL.search(raw)
    if tail and tail[0] and tail.start() >= 2 and is_award_name(raw[: tail.start()]):
        raw = raw[: tail.start()]
    end = start + len(raw)
    before, raw = _without_context(raw)
    year, programme, edition = _belonging(before)
    own = _YEAR.match(raw)
    if own and own.end() < len(raw):
        year, raw = int(own["year"]), raw[own.end() :]
    raw = _HOW_MANY.sub("", raw.lstrip("的"))
    if (led := _PROGRAMME_LED.fullmatch(raw)) and programme is None:
        year, programme, raw = year or year_of(raw), bare_name(led["programme"]), led["name"]
    inner = _YEAR_INSIDE.match(raw)
    if inner and is_award_name(inner["name"]) and programme is None:
        year, programme, raw = int(inner["year"]), bare_name(inner["programme"]), inner["name"]
    if gloss := re.match(r"([A-Za-z][A-Za-z ,&'.-]{5,})[（(][^（）()]+[）)]$", raw):
        end -= len(raw) - len(gloss[1])
        raw = gloss[1]
    return AwardPhrase(end - len(raw), end, raw, year, programme, edition) if len(raw) > 1 else None


_YEAR_INSIDE = re.compile(r"(?P<programme>[^\d，。；]{2,20}?)(?P<year>(?:19|20)\d\d)年?度?(?P<name>[^\d]{4,})$")


def _without_context(raw: str) -> tuple[str, str]:
    """Split what stands before an award's name (某协会颁发的, 某评选) from the name."""
    context = _LEFT_CONTEXT.match(raw)
    if context and is_award_name(raw[context.end() :]):
        return raw[: context.end()], raw[context.end() :]
    split = _SPLIT_PROGRAMME.match(raw)
    if split and is_award_name(split["name"]):
        return split["programme"], split["name"]
    return "", raw


def _belonging(before: str) -> tuple[int | None, str | None, str | None]:
    """What the words before an award's name tell: year, programme, edition."""
    if not before:
        return None, None, None
    contests = _A_CONTEST.findall(before)
    ordinal = ORDINAL.search(before)
    return year_of(before), bare_name(contests[-1]) if contests else None, ordinal[0] if ordinal else None


def bare_name(programme: str) -> str:
    """A programme's name without year and ordinal, and without a quotation mark that lost its partner."""
    bare = ORDINAL.sub("", _YEAR.sub("", programme, count=1), count=1) or programme
    for left, right in ("“”", "「」", "《》"):
        if bare.count(left) != bare.count(right):
            bare = bare.replace(left, "").replace(right, "")
    return bare.replace("（）", "").strip(" 的·，、")
