"""Names by their place: which runs of characters a text uses as an organization, whatever they look like.

九斗鱼荣获…, 将大奖颁给九斗鱼, 九斗鱼（002383）, 由九斗鱼主办 put a name where only an organization can stand. A place
that a thing or a person may take as well is believed where the text repeats the name, has it in the title, or where
the name ends as organizations' names do. Comes from the text alone, goes to `organizations`.
"""

import re
from collections import Counter
from collections.abc import Iterator

from kg.extractor.naming import LEGAL, ends_as_organization, is_kind, repeats, standing
from kg.extractor.outline import Region
from kg.numerals import number

_WINS = (
    r"凭借|凭其|凭着|荣获|榮獲|荣膺|荣登|荣列|获评|获颁|获授|获选|获封|斩获|摘得|摘取|捧得|捧回|夺得|揽获|喜获|喜提"
    r"|勇夺|蝉联"
    r"|被[^，。；“”\n]{0,30}?(?:评为|授予|认定为)|被授予|被认定为|当选|入选|上榜|登榜|登上|跻身|荣耀登榜|折桂|夺魁"
    r"|问鼎|拿下|赢得|分获|再获|同获|连获"
    r"|又获|也获|亦获|获[“得\d]|摘下|夺下|领到|载誉|[又再]添|收到[^，。；“”\n]{2,20}颁发"
)
_LEAD = r"(?:(?:近日|日前|其中|此外|同时|另外|会上|当天|当晚|据悉|今日|昨日|最终|其间|期间|由此|目前|如今)[，,]?){0,3}"
_ADVERBS = (
    r"(?:成功|再次|再度|连续\w{1,4}?|首次|同时|也|亦|还|双双|均|则|喜|又|荣|一举|分别|就|已|曾|多次|先后|最终|不仅|更"
    r"|在(?!线)[^，。；\n]{2,20}?){0,3}"
)
_NAME = r"(?P<name>[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff·&]{1,13}?)"
_OPENING = r"(?:^|(?<=[，。；！？：—\s年日月·])(?!度)|(?<=\d[-/.]\d\d))"

_WINNER = (
    rf"{_OPENING}{_LEAD}{_NAME}{_ADVERBS}(?={_WINS})",
    rf"{_OPENING}{_LEAD}{_NAME}(?=(?:选送|报送|申报|推出|打造|研发|开发)?的?[“「《][^”」》\n]{{2,40}}[”」》][^，。；\n]{{0,14}}(?:{_WINS}))",
    rf"(?:平台|公司|企业|品牌|服务商|提供商|运营商|机构|单位){_NAME}(?=凭借|荣获|获评|斩获|摘得|收获|夺得|捧回)",
    rf"{_OPENING}[“「]{_NAME}(?=[”」](?:凭借|荣获|获评|斩获|摘得|获颁|获“))",
    rf"^{_NAME}(?=：(?:获|荣获|入选|中标|斩获|摘得|再获|子公司))",
    rf"{_OPENING}{_LEAD}{_NAME}(?=(?:在(?!线)|于|从)[^，。；\n]{{2,60}}[，]?[^，。；\n]{{0,10}}(?:{_WINS}|囊获))",
    rf"(?:授予|颁给|颁予|颁发给|授给|授予给|花落|(?:[”」]|奖|案例)归?属于?){_NAME}(?=[“「《，。、；\n]|公司|等)",
    rf"(?:由|被){_NAME}(?:摘得|获得|夺得|斩获|拿下|包揽|捧得|揽获|收入囊中)",
    rf"(?:给|向|为){_NAME}(?=颁发了?|授予了?|颁授|赢得|带来|捧回|争得)",
    rf"[”」]的，?正?是{_NAME}(?=[，。；])",
    rf"(?:获|评为|获评|获得|授予)[“「][^”」\n]{{2,30}}[”」](?:称号|荣誉|奖)?的{_NAME}(?=[，。；、在因被也将于是与和可]|近日|公司|$)",
)
_MADE_BY = re.compile(rf"(?:来自|出自){_NAME}(?=[，。；])")
"""Where a place stands as often: believed only of names that end as organizations' do."""
_PAIRED = re.compile(
    rf"{_OPENING}{_LEAD}(?P<one>[^，。；：、\n“”]{{2,24}}?)(?:和|与|及"
    rf"|、)(?P<other>[A-Za-z\u4e00-\u9fff][^，。；：、\n“”]{{1,13}}?)(?:分别|双双|均|同时|一同"
    rf"|共同)(?=[^，。；\n]{{0,6}}(?:{_WINS}))",
    re.MULTILINE,
)
_INTRODUCED = re.compile(
    r"(?:^"
    r"|(?<=[，。；！？：—\s“”」]))(?P<name>[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff·&]{1,13}?)(?=(?:\d\d?月\d\d?日|方面|有关负责人|相关负责人){0,2}(?:正式)?(?:宣布"
    r"|表示)|(?:有关|相关)负责人(?:说|表示|介绍)|的?(?:代表|团队)(?=[在走登上领的])|始终坚持|[用以](?=[“「])|成立于|总部位于|隶属于|是一家|作为(?:国内|一家|中国|业内|行业|自主|领先|全球|我国)"
    r"|(?:联合|品牌)?创始人|董事长|董事总经理|首席执行官|CEO|总裁|总经理|旗下|受邀|出席)",
    re.MULTILINE,
)
_BESIDE_AWARD = re.compile(
    r"(?:奖|品牌|企业|机构|产品|单位|平台|案例|强"
    r"|榜)[-—–－/]{1,2}(?P<name>[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]{1,11})$",
    re.MULTILINE,
)
_BEFORE_AWARD = re.compile(
    r"^(?P<name>[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff]{1,11})\s?[-—–|｜]{1,2}\s?"
    r"(?=[^\n]{2,40}(?:奖|强|称号|品牌|企业|平台|机构|公司|银行|单位|案例|产品)$)",
    re.MULTILINE,
)
_ORGANIZERS = re.compile(
    r"(?:由|(?<=[，。；日午会])在?|^在?|联合|(?<=日，))(?P<list>[^，。；：“”「」\n]{3,160}?)(?:等)?(?:多家"
    r"|数家)?(?:单位|机构)?(?:联合|共同|牵头|独家|提供[^，。；]{0,6}支持){0,2}"
    r"(?:主办|承办|协办|举办|发起|合办|指导|支持)(?:的|，|。|；|、|方)",
    re.MULTILINE,
)
_ORGANIZED = re.compile(r"(?<![^，。；])[^，。；]*(?:主办|承办|协办|举办|发起|合办|指导|支持)[的，。；、方]")
"""The clauses that may say who organizes."""
_CONFERRERS = re.compile(
    r"被(?P<list>[^，。；：“”「」\n]{3,120}?)(?:联合|共同)?(?:授予|评为|认定为|确认为|评选为|评定为|命名为|确定为)",
    re.MULTILINE,
)
_JOURNAL = re.compile(
    r"(?:[获膺评颁选得过被由在国港洲据与和、，体]|[年月日]|^)《(?P<name>[^《》\n]{2,14})》"
    r"(?=杂志|报社|社|中文版|（[A-Za-z]|的?[“「]|年度|20\d\d|评选|颁|授予|主办|发布|公布|揭晓|联合|和《|、《|举办|评为)",
    re.MULTILINE,
)
_PIECE = re.compile(r"(?:、|联合(?=..)|携手(?=..)|以及|(?<=[会社局厅院委府网报盟部心所司刊志家行])[和与及])")
_WINNERS = tuple(re.compile(pattern, re.MULTILINE) for pattern in _WINNER)
_CODE = re.compile(
    r"(?:^|(?<=[，。；！？：、和与\s“（(]))(?P<name>[A-Za-z\u4e00-\u9fff*][A-Za-z0-9\u4e00-\u9fff·&*]{1,9})"
    r"\s?[（(](?:[\u4e00-\u9fff]{2,6}[:：]?\s?)?(?:SH|SZ|HK)?[:：]?\d{5,6}(?:\.[A-Z]{2,3})?[）)]",
    re.MULTILINE,
)
_NO_NAME = re.compile(
    r"^它|认识|单位|击败|战胜|祝贺|恭喜|推荐|股东|接替|网传|据称|如果|客户|供应商|若|一旦|旗下|子公司|还有|同台|力争|\d亿|亿元"
    r"|万元|元$|在(?!线)|[的了是被由将向与和及或等其该此这那]|^(?:公司|银行|企业|集团|平台|本|我|各|全|两"
    r"|多)|继|此前|上市|奖|案例|名单|活动|计划|我们|他们|成功"
    r"|先生|女士|大会|董事|总裁|行长|代表|选手|同志|学生|老师|教授|创始人|CEO|首席|主任|工程师|员工|研究员|总经理|队$"
    r"|年度|今年|去年|第[一二三四五六七八九十\d]|[一二两三四五六七八九十\d]+[家个项名次年月日]|因为|由于|以来|以及"
    r"|通过|经过|根据|凭|获|评选|标志|着$|什么|怎么|如何|^着"
    r"|(?:项目|产品|平台|公司|行|机构|企业|[行产险]业|团队|成员|单位|客户|部门|业务|服务|系统|解决方案|作品|报告|论文"
    r"|榜|评选|征集|推选|大赛|论坛|方面|选送|报送|课题|技术|制度|股票|冠军|亚军|季军"
    r"|\d[期号]|版|改造|开放日|慈善信托|经|据|并|而|且|从|到|使|让|把|不|可|能)$(?<!银行)"
)
SURNAMED = re.compile(
    r"(?!曾[凭经获以被荣在于先]|成[功为]|于|向|单|包揽|席卷|方面|解决|关于|应[用邀]|连[续获夺]|全[面新]|从|强"
    r"|时)[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    r"方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边]"
    r"[\u4e00-\u9fff]{1,2}"
)
"""A run that begins with a common surname and is as long as a person's name."""


_SHORT = 200
"""A text of so many characters has no room to name anybody twice."""


def named_by_place(text: str, title: str) -> Iterator[Region]:
    """Find names in the places of organizations: as winner, with a stock code behind.

    A winner's place alone is believed where the text has the name twice or in its title, or it ends as names of
    organizations do.
    """
    short = len(text) <= _SHORT
    for match in _MADE_BY.finditer(text):
        if ends_as_organization(match["name"]) and not _NO_NAME.search(match["name"]):
            yield Region(*match.span("name"))
    for match in _CODE.finditer(text):
        if not _NO_NAME.search(match["name"]):
            yield Region(*match.span("name"))
    for match in _JOURNAL.finditer(text):
        yield Region(*match.span("name"))
    for start, end in _organizers(text):
        name = text[start:end]
        telling = ends_as_organization(name) or _ORGAN.search(name) or repeats(text, name)
        if telling and 3 <= len(name) <= 24 and not _NO_ORGANIZER.search(name):
            yield Region(start, end)
    for start, end in _places(text):
        name = text[start:end]
        known = ends_as_organization(name) or repeats(text, name) or name in title or (short and len(name) > 2)
        no_name = _NO_NAME.search(name[1:] if name[0] == "在" and repeats(text, name, 4) else name)
        if known and not no_name and not is_kind(name) and not _is_person(name, text):
            yield Region(start, end)


_HOW_MANY = re.compile(
    r"(?P<more>等|等共)?(?:共|共计|这|在内的)?(?P<count>[一二三四五六七八九十百\d]{1,6})家"
    r"(?=(?!\w{0,6}(?:分公司|分行|支行|营业部|子公司))[\u4e00-\u9fff]{0,8}(?:公司|银行|机构|险企|券商|企业))"
)
_LISTED = re.compile(r"[A-Za-z\u4e00-\u9fff][A-Za-z0-9\u4e00-\u9fff（）()&·]{1,19}")
_LAST_TWO = re.compile(r"[和与及]")
_BREAKS = "，。；：！？\n“”《》"
_LONGEST_LIST = 600


def counted(text: str) -> Iterator[Region]:
    """Find names that a text lists and counts as organizations: 甲、乙和丙3家基金公司.

    The count must agree with the list, or 等 must say that it names only some.
    """
    for match in _HOW_MANY.finditer(text):
        window = max(0, match.start() - _LONGEST_LIST)
        start = max(window, *(text.rfind(sign, window, match.start()) + 1 for sign in _BREAKS))
        pieces = [
            Region(start + p.start(), start + p.end()) for p in re.finditer("[^、]+", text[start : match.start()])
        ]
        count = number(match["count"])
        if len(pieces) < 2 or count is None:
            continue
        *first, last = pieces
        joints = [Region(*joint.span()) for joint in _LAST_TWO.finditer(text, last.start + 2, last.end - 2)]
        lists = [pieces, *([*first, Region(last.start, j.start), Region(j.end, last.end)] for j in joints)]
        fitting = [names for names in lists if len(names) == count or (match["more"] and 2 < len(names) < count)]
        if fitting and all(_may_be_listed(text[slice(*name)]) for name in fitting[-1]):
            yield from fitting[-1]


def _may_be_listed(name: str) -> bool:
    kind = is_kind(name) and not LEGAL.search(name)
    return _LISTED.fullmatch(name) is not None and not kind and not _NO_MEMBER.search(name)


_NO_MEMBER = re.compile(
    r"[的了是被由将向在等其该此]|^(?:全国|各地|我国)|[省市区县]$|奖$|荣|获|评|经|包括|记者|今年|去年|日前|近日"
)


_ORGAN = re.compile(
    r"(?:[网报社刊志会局厅院委府盟部心所司校署办区]|集团|研究|中国|氪|财经|周刊|卫视|杂志|传媒|频道|会议)$"
)


_PERIODICAL = re.compile(r"[^《》]{0,8}《(?P<name>[^《》]+)》(?:杂志)?")
_NO_ORGANIZER = re.compile(r"[的了是为等其该]|我们|有关|相关|各地|多家|\d[年月日]")


def _organizers(text: str) -> Iterator[tuple[int, int]]:
    """What is listed before 主办, 承办 and the like, piece by piece."""
    clauses = [match.span() for match in _ORGANIZED.finditer(text)]
    organizing = [match for clause in clauses for match in _ORGANIZERS.finditer(text, *clause)]
    for match in (*organizing, *_CONFERRERS.finditer(text)):
        start = max(
            match.start("list"), text.rfind("由", *match.span("list")) + 1, text.rfind("在", *match.span("list")) + 1
        )
        for cut in (*_PIECE.finditer(text, start, match.end("list")), None):
            end = cut.start() if cut else match.end("list")
            title = _PERIODICAL.fullmatch(text, start, end)
            if start < end:
                yield title.span("name") if title else (start, end)
            start = cut.end() if cut else end


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Where the text has a place that an organization's name may fill."""
    for pattern in (*_WINNERS, _INTRODUCED, _BESIDE_AWARD):
        yield from (match.span("name") for match in pattern.finditer(text))
    before = [match.span("name") for match in _BEFORE_AWARD.finditer(text)]
    often = Counter(text[start:end] for start, end in before)
    yield from ((start, end) for start, end in before if often[text[start:end]] > 2)
    for match in _PAIRED.finditer(text):
        inner = match["one"].rfind("的") + 1
        yield match.start("one") + inner, match.end("one")
        yield match.span("other")


def _is_person(name: str, text: str) -> bool:
    """Whether a short name that begins with a surname is used as a person's."""
    own = next((name[-n:] for n in (3, 2) if len(name) > n + 1 and SURNAMED.fullmatch(name[-n:])), name)
    if not SURNAMED.fullmatch(own):
        return False
    # 甲公司李某 is a person of 甲公司
    return any(
        _TITLED.search(text, max(0, at - 3), at) or _SAYS.match(text, at + len(own)) for at in standing(text, own)
    )


_TITLED = re.compile(
    r"(?:董事长|总裁|经理|行长|主任|总监|CEO|创始人|主席|秘书长|教授|院长|会长|记者|书记|理事长"
    r"|工程师|员工|同志|代表|掌门人|局长|部长|市长|处长)$"
)
_SAYS = re.compile(r"先生|女士|表示|说|认为|介绍|指出|告诉|[（(][左右]|等人")
