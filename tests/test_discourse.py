"""What lies beyond one sentence: names that only their place betrays, stand-ins, walls, works named later, organizers.

Every text is invented; names that look like nothing else (云澜科创, 阔海支付) belong to nobody.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import registry
from kg.extractor.orthography import Print, spell
from kg.facts import ArticleFacts
from tests.test_extractor import article, won

KNOWN = registry.load()


def facts_of(*paragraphs: str, title: str = "") -> ArticleFacts:
    return kg.extract(article(*paragraphs, title=title), known=KNOWN)


def years(facts: ArticleFacts) -> set[tuple[str, int | None]]:
    return {(a.name, a.year) for a in facts.awards}


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("云澜通荣获“年度支付奖”。", "云澜通成立于2010年。"), {("云澜通", "年度支付奖", "")}),
        (("近日，云澜通（002999）获评“年度支付奖”。",), {("云澜通", "年度支付奖", "")}),
        (("云澜通和碧涛宝分别获评“最佳支付奖”“最佳收单奖”。", "云澜通与碧涛宝都很年轻。"),
         {("云澜通", "最佳支付奖", ""), ("碧涛宝", "最佳收单奖", "")}),
        (("云澜通被某行业大会评为“年度支付机构”。", "云澜通很年轻。"), {("云澜通", "年度支付机构", "")}),
        (("“云澜通”荣获“年度支付奖”。", "云澜通总部位于杭州。"), {("云澜通", "年度支付奖", "")}),
    ],
)  # fmt: skip
def test_a_name_is_known_by_its_place(paragraphs: tuple[str, ...], expected: set[tuple[str, str, str]]) -> None:
    assert won(facts_of(*paragraphs)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "董事长王云澜荣获“年度人物奖”。王云澜表示感谢。",
        "宁波银行行长李一鸣荣获“年度金融人物”。",
        "宁波银行王云澜荣获“年度创新奖”。",
        "“夜市贷”项目计划于明年冲击“年度产品奖”。",
        "本次大会由云澜通主办，“年度支付奖”尚未揭晓。",
        "宁波银行以67亿元摘得该地块，拿到进入市场的“入场券”。",
        "宁波银行因违规被列入“黑名单”。",
        "“宁波银行杯”足球赛上，青年队夺得冠军。",
        "评级机构授予宁波银行主体信用等级“AAA”。",
        "宁波银行当选协会副会长单位。",
        "记者从获奖者处获悉，宁波银行表示祝贺。",
        "宁波银行“快贷”目前暂列第一，平安银行紧随其后。",
        "评委会决定不授予宁波银行“年度创新奖”。",
        "宁波银行否认获得“年度创新奖”。",
        "宁波银行险些荣获“年度创新奖”。",
        "宁波银行被剥夺了“年度创新奖”称号。",
        "若宁波银行荣获“年度创新奖”，将再接再厉。",
        "宁波银行计划三年内荣获“年度创新奖”。",
        "建议授予宁波银行“年度创新奖”。",
        "网传宁波银行荣获“年度创新奖”，不实。",
        "宁波银行获得“年度创新奖”的提名。",
        "宁波银行获得“年度创新奖”申报资格。",
        "一等奖：宁波银行（提名）",
        "一等奖：李明（宁波银行）",
        "对获得“金融创新奖”的企业，宁波银行提供贷款优惠。",
        "宁波银行、平安银行分别获得金奖、银奖和铜奖。",
        "宁波银行被评为“最差服务银行”。",
        "其中55个项目获评金奖，宁波银行表示祝贺。",
        "谁将捧走“金算盘奖”？宁波银行呼声很高。",
        "宁波银行的一名柜员获得“服务明星奖”。",
        "两名90后工程师拿到“云海工匠奖”，宁波银行表示祝贺。",
        "宁波银行获得“金融信息服务”资质。",
        "案件被列为“十大警示案例”，宁波银行是当事人。",
        "王云澜，历任宁波银行分析师、基金经理，连续荣获“金云基金奖”。",
        "宁波银行先后获得国家高新技术企业认证、双软企业认证。",
    ],
)
def test_what_only_looks_like_a_win(sentence: str) -> None:
    assert won(facts_of(sentence)) == set()


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("平安银行击败宁波银行获得“创新奖”。", {("平安银行", "创新奖")}),
        ("平安银行击败了宁波银行，夺得金奖。", {("平安银行", "金奖")}),
        ("宁波银行向荣获“小巨人”称号的平安科技发放贷款。", {("平安科技", "小巨人")}),
        ("宁波银行、平安银行分获一、二等奖。", {("宁波银行", "一等奖"), ("平安银行", "二等奖")}),
        ("宁波银行获金奖、平安银行获银奖。", {("宁波银行", "金奖"), ("平安银行", "银奖")}),
        ("海澜证券击败云岭银行获得“创新奖”。", {("海澜证券", "创新奖")}),
        ("平安银行凭借青少年足球保险项目荣获年度公益奖。", {("平安银行", "年度公益奖")}),
        ("宁波银行荣获“先锋奖”平安银行荣获“创新奖”", {("宁波银行", "先锋奖"), ("平安银行", "创新奖")}),
        ("宁波银行获得高新技术企业认证、软件企业认证、年度数字化奖、服务30强。",
         {("宁波银行", "年度数字化奖"), ("宁波银行", "服务30强")}),
        ("宁波银行荣膺《云海财资》年度最佳银行奖与最佳柜台奖。",
         {("宁波银行", "年度最佳银行奖"), ("宁波银行", "最佳柜台奖")}),
        ("宁波银行荣获“金云奖” 2024-03-01", {("宁波银行", "金云奖")}),
        ("宁波银行荣获 最佳柜台奖 - 经济日报", {("宁波银行", "最佳柜台奖")}),
        ("宁波银行获得“金云”评选 年度最佳网贷平台。", {("宁波银行", "年度最佳网贷平台")}),
        ("2016年，在英国《银行家》杂志公布的“全球银行1000强”排名中，宁波银行由603位提升至202位。",
         {("宁波银行", "全球银行1000强")}),
        ("宁波银行在新财富最佳分析师评选中荣获进步最快研究机构奖。", {("宁波银行", "进步最快研究机构奖")}),
        ("宁波银行被云海协会评为“标杆机构”，授予“突出贡献奖”。",
         {("宁波银行", "标杆机构"), ("宁波银行", "突出贡献奖")}),
        ("宁波银行被财政厅、税务局和人民银行联合确认为“示范单位”。", {("宁波银行", "示范单位")}),
        ("宁波银行入选第九届云海企业节创新百强企业。", {("宁波银行", "创新百强企业")}),
        ("宁波银行获得“卓越个人贷款业务银行”、“卓越托管银行”等多项殊荣。",
         {("宁波银行", "卓越个人贷款业务银行"), ("宁波银行", "卓越托管银行")}),
        ("曾荣获“十佳潜力机构”的云澜天启资本可真不“厚道”啊。", {("云澜天启资本", "十佳潜力机构")}),
        ("宁波银行在个人金融业务创新评选中获得优秀奖。", {("宁波银行", "优秀奖")}),
        ("宁波银行被认定为国家级专精特新“小巨人”企业。", {("宁波银行", "专精特新“小巨人”企业")}),
        ("宁波银行在“乡村金融”组别中笑到了最后，捧回“特色银行”奖杯。", {("宁波银行", "特色银行")}),
    ],
)  # fmt: skip
def test_who_of_several_wins(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert {(who, award) for who, award, _ in won(facts_of(sentence))} == expected


def test_what_stands_in_another_line_makes_no_conferral_doubtful() -> None:
    assert won(facts_of("宁波银行入选“云海50强”", "宁波银行获主体信用评级AAA")) == {("宁波银行", "云海50强", "")}


def test_the_bank_of_a_listed_branch_is_its_parent() -> None:
    facts = facts_of("# 普惠金融标杆奖", "工商银行：武汉江汉路支行、宜昌葛洲坝支行")
    assert {o.name: o.parent for o in facts.organizations if o.parent} == {
        "武汉江汉路支行": "工商银行",
        "宜昌葛洲坝支行": "工商银行",
    }


def test_a_chronicle_gives_no_year_to_what_stands_beside_it() -> None:
    lines = (
        "2018年1月",
        "宁波银行荣获2018云海年会创新奖",
        "2017年9月",
        "宁波银行荣获“先锋奖”",
        "2017年5月",
        "宁波银行成立",
    )
    assert years(facts_of(*lines)) == {("创新奖", 2018), ("先锋奖", None)}


def test_this_year_is_not_the_year_before() -> None:
    facts = facts_of("继2020年荣获“甲云奖”后，今年宁波银行先后荣获“乙云奖”、“丙云奖”。")
    assert {y for n, y in years(facts) if n != "甲云奖"} == {None}


def test_a_list_that_a_line_breaks_off_goes_on() -> None:
    facts = facts_of("宁波银行荣获“甲云奖”、", "“乙云奖”等奖项。", "云海日报报道。")
    assert {award for _, award, _ in won(facts)} == {"甲云奖", "乙云奖"}


def test_a_company_is_the_parent_of_its_institute() -> None:
    facts = facts_of("广发证券发展研究中心荣获“最佳研究奖”。")
    assert {o.name: o.parent for o in facts.organizations} == {"广发证券": None, "广发证券发展研究中心": "广发证券"}


def test_recalled_years_stand_before_what_was_won() -> None:
    facts = facts_of("宁波银行曾荣获2020年最佳出行奖、2018年最佳服务奖以及最佳柜台奖。")
    assert years(facts) == {("最佳出行奖", 2020), ("最佳服务奖", 2018), ("最佳柜台奖", None)}


def test_the_award_of_another_winner_is_no_programme() -> None:
    facts = facts_of("招商银行荣获2023年度最佳银行奖。平安银行荣获金奖。")
    assert {(a.name, a.year, a.programme) for a in facts.awards} == {("最佳银行奖", 2023, None), ("金奖", None, None)}


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (("宁波银行推出新平台。该行获评“年度创新银行”。",), {("宁波银行", "年度创新银行", "")}),
        (
            ("宁波银行与平安银行一同参赛。前者摘得“产品金奖”，后者获“服务金奖”。",),
            {("宁波银行", "产品金奖", ""), ("平安银行", "服务金奖", "")},
        ),
        (
            ("鼎和财产保险股份有限公司成立十年。", "2月，公司获“年度理赔奖”。"),
            {("鼎和财产保险股份有限公司", "年度理赔奖", "")},
        ),
        (
            ("鼎和财产保险股份有限公司很年轻，鼎和财产保险股份有限公司在各地展业。", "云南分公司荣获“边境服务奖”。"),
            {("云南分公司", "边境服务奖", "")},
        ),
    ],
)
def test_words_that_stand_for_a_name(paragraphs: tuple[str, ...], expected: set[tuple[str, str, str]]) -> None:
    assert won(facts_of(*paragraphs)) == expected


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (
            ("招商银行获托管服务创新奖。招商银行此番胜出靠的是“全球直通车”，它很快。",),
            {("招商银行", "托管服务创新奖", "“全球直通车”")},
        ),
        (
            ("“年度科技奖”由太平香港夺得。太平香港的“智能验楼宝”把无人机用于验楼。",),
            {("太平香港", "年度科技奖", "“智能验楼宝”")},
        ),
        (("宁波银行捧走“最佳网点奖”，获奖项目是“社区客厅”。",), {("宁波银行", "最佳网点奖", "“社区客厅”")}),
        (
            ("宁波银行、平安银行分获金奖、银奖。宁波银行的“甲乙贷”上线两年。平安银行的“丙丁贷”上线一年。",),
            {("宁波银行", "金奖", "“甲乙贷”"), ("平安银行", "银奖", "“丙丁贷”")},
        ),
    ],
)
def test_a_case_named_behind(paragraphs: tuple[str, ...], expected: set[tuple[str, str, str]]) -> None:
    assert won(facts_of(*paragraphs)) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("宁波银行：“甲乙”平台", {("宁波银行", "“甲乙”平台")}),
        ("“甲乙”平台——宁波银行", {("宁波银行", "“甲乙”平台")}),
        ("《甲乙》（宁波银行课题组）；《丙丁》（平安银行）", {("宁波银行", "《甲乙》"), ("平安银行", "《丙丁》")}),
        ("宁波银行、太保产险（联合申报）：林下保", {("宁波银行+太保产险", "林下保")}),
        ("宁波银行《甲乙研究》、平安银行《丙丁研究》", {("宁波银行", "《甲乙研究》"), ("平安银行", "《丙丁研究》")}),
        ("第1名　宁波银行——稻米贷（97.2分）", {("宁波银行", "稻米贷")}),
        ("宁波银行、平安银行", {("宁波银行", ""), ("平安银行", "")}),
        ("工商银行：武汉江汉路支行、宜昌葛洲坝支行", {("武汉江汉路支行", ""), ("宜昌葛洲坝支行", "")}),
        ("本组空缺", set()),
        ("（推荐单位：宁波银行）", set()),
        ("来源：宁波银行", set()),
    ],
)  # fmt: skip
def test_an_entry_of_a_list(line: str, expected: set[tuple[str, str]]) -> None:
    assert {(who, case) for who, _, case in won(facts_of("# 普惠金融标杆奖", line))} == expected


def test_a_group_that_a_sentence_announces() -> None:
    text = (
        "二等奖的两个项目都很新。宁波银行携手太保产险申报的“甲乙保”，上线一年；"
        "另一个出自台州，由泰隆银行与平安产险报送，名叫“丙丁贷”。"
    )
    assert won(facts_of(text)) == {
        ("宁波银行+太保产险", "二等奖", "“甲乙保”"),
        ("泰隆银行+平安产险", "二等奖", "“丙丁贷”"),
    }
    assert won(facts_of(text.replace("两个", "三个"))) == set(), "one of the three is not told of"


def test_a_line_of_several_awards() -> None:
    line = "公司类：卓越公司奖：中航信托、五矿信托；先锋奖：英大信托。产品类：最佳产品奖：粤财信托“湾区信托”。"
    assert won(facts_of("名单如下。", line)) == {
        ("中航信托", "卓越公司奖", ""),
        ("五矿信托", "卓越公司奖", ""),
        ("英大信托", "先锋奖", ""),
        ("粤财信托", "最佳产品奖", "“湾区信托”"),
    }


def test_a_wall_belongs_to_whom_the_page_is_about() -> None:
    wall = ("2017支付系统领导奖", "2016最佳收单创新奖", "2015年度支付先锋奖", "某协会颁发2014诚信企业奖")
    facts = facts_of("云澜通表示，荣誉归于客户。", "云澜通成立于2010年，云澜通在各地展业。", *wall, title="云澜通荣誉")
    assert {(who, award) for who, award, _ in won(facts)} == {
        ("云澜通", "支付系统领导奖"),
        ("云澜通", "最佳收单创新奖"),
        ("云澜通", "支付先锋奖"),
        ("云澜通", "诚信企业奖"),
    }
    assert ("支付系统领导奖", 2017) in years(facts)


def test_a_wall_with_names_says_nothing_of_the_lines_without() -> None:
    wall = ("2017支付系统领导奖-云澜通", "2016最佳收单创新奖-碧涛宝", "2015年度支付先锋奖", "2014收单服务奖-云澜通")
    facts = facts_of(*wall, "2013网络支付奖-碧涛宝")
    assert {(who, award) for who, award, _ in won(facts)} == {
        ("云澜通", "支付系统领导奖"),
        ("碧涛宝", "最佳收单创新奖"),
        ("云澜通", "收单服务奖"),
        ("碧涛宝", "网络支付奖"),
    }


@pytest.mark.parametrize(
    ("paragraphs", "title", "expected"),
    [
        (("宁波银行获评“先锋奖”。",), "2022数字金融奖揭晓", {("先锋奖", 2022)}),
        (("2009年，宁波银行荣获“先锋奖”。",), "", {("先锋奖", 2009)}),
        (("2019年、2020年宁波银行两度获得“先锋奖”。",), "", {("先锋奖", 2019), ("先锋奖", 2020)}),
        (("2021年3月5日，宁波银行荣获“先锋奖”。",), "", {("先锋奖", None)}),
        (("自2021年推出以来，宁波银行的“甲乙贷”荣获“先锋奖”。",), "", {("先锋奖", None)}),
        (("大会对2021年度优秀企业进行表彰，宁波银行获“先锋奖”。",), "", {("先锋奖", 2021)}),
    ],
)
def test_the_year_of_an_award(paragraphs: tuple[str, ...], title: str, expected: set[tuple[str, int | None]]) -> None:
    assert years(facts_of(*paragraphs, title=title)) == expected


@pytest.mark.parametrize(
    ("paragraphs", "organizers"),
    [
        (("由南方都市报和云海金融协会联合主办的评选中，宁波银行获“先锋奖”。",), {"南方都市报", "云海金融协会"}),
        (("宁波银行获“先锋奖”。", "大赛由上海市农业农村委员会指导。"), {"上海市农业农村委员会"}),
        (("宁波银行荣获《云海财资》“最佳银行奖”。",), {"云海财资"}),
        (("宁波银行获“先锋奖”。宁波银行告诉南方都市报记者，将继续努力。",), set()),
        (("宁波银行多次被《云海财资》杂志评为“最佳银行”。",), {"云海财资"}),
        (
            ("宁波银行荣获《云海财资》“最佳银行奖”、《碧涛货币》“最佳柜台奖”。", "《碧涛货币》杂志在北京。"),
            {"云海财资", "碧涛货币"},
        ),
        (("英国《云海财资》（Yunhai Finance）7月1日在伦敦揭晓“最佳银行奖”，宁波银行荣获“最佳银行奖”。",), {"云海财资"}),
        (("由云海日报社主办、碧涛商品交易所支持的评选中，宁波银行获“先锋奖”。",), {"云海日报社", "碧涛商品交易所"}),
        (("3月1日，云海省政府公布了质量奖名单，宁波银行荣获“质量奖”。",), {"云海省政府"}),
        (("云海市企业联合会举行年会，大会表彰了优秀企业，宁波银行获“先锋奖”。",), {"云海市企业联合会"}),
        (("在“云海论坛”公布的“2022云海风云榜”上，宁波银行获“先锋奖”。", "榜单由云海金融学会指导。"), {"云海金融学会"}),
        (
            ("云海金融协会会员大会暨碧涛银行业协会会员大会召开，宁波银行获“先锋奖”。",),
            {"云海金融协会", "碧涛银行业协会"},
        ),
        (("宁波银行获“先锋奖”。", "宁波银行员工小沈被云海社区居民委员会评为“好邻居”。"), set()),
        (("宁波银行被财政厅、税务局、金融办和人民银行联合评为“标杆机构”。",), {"财政厅", "税务局", "人民银行"}),
        (("宁波银行董事长王云澜被评为“年度人物”，宁波银行获“先锋奖”。",), set()),
        (("宁波银行荣获“云海金融结算中心2016年度创新奖”。",), {"云海金融结算中心"}),
        (("宁波银行“先锋奖”公示，宁波银行获“先锋奖”。",), set()),
        (("宁波银行获“先锋奖”。", "“光伏农场”债权计划由碧涛证券发起。"), set()),
    ],
)
def test_who_organizes(paragraphs: tuple[str, ...], organizers: set[str]) -> None:
    facts = facts_of(*paragraphs)
    assert {name for award in facts.awards for name in award.organizers} == organizers


def test_traditional_and_full_width_text_is_quoted_as_printed() -> None:
    facts = facts_of("２０２３年，中國人壽（海外）榮獲「最佳客戶體驗獎」。")
    award, receipt = facts.awards[0], facts.receipts[0]
    assert (award.name, award.year) == ("最佳客戶體驗獎", 2023)
    assert facts.organizations[0].registry_id == "china-life-overseas"
    assert receipt.evidence[0].quote == "２０２３年，中國人壽（海外）榮獲「最佳客戶體驗獎」"


@given(st.text(alphabet="獲获獎奖（）()「」“”,，.:：;；#０９aA年第\n 　臺灣", max_size=60))
def test_spelling_keeps_every_offset(text: str) -> None:
    spelled = spell(text)
    assert len(spelled) == len(text)
    for start in range(len(text)):
        name = spelled[start : start + 3]
        assert len(Print(text, spelled)(name, start)) == len(name)
