"""How newspapers, offices and company pages tell of awards: counted lists, seats, branches, bullets, years in words.

Every text is invented; names that look like nothing else (云澜, 碧涛, 阔海) belong to nobody.
"""

import pytest

from kg.extractor.naming import names
from kg.extractor.orthography import spell
from kg.extractor.slots import counted
from tests.test_discourse import facts_of, years
from tests.test_extractor import won


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("云澜、碧涛和阔海共3家基金公司荣获“年度金鹭公司”称号。", ["云澜", "碧涛", "阔海"]),
        ("云澜、碧涛、和阔等3家银行获评“年度银行”。", ["云澜", "碧涛", "和阔"]),
        ("最终，云澜集团、碧涛（中国）有限公司、阔海3家企业入选“百佳”。", ["云澜集团", "碧涛（中国）有限公司", "阔海"]),
        ("云澜、碧涛、阔海等12家券商获评“年度券商”。", ["云澜", "碧涛", "阔海"]),
        ("云澜、碧涛2家分公司获评“先进集体”。", []),  # places of branches
        ("云澜、碧涛和阔海共5家基金公司荣获“年度金鹭公司”称号。", []),  # the count does not agree
        ("银行、保险、证券3家机构获评“年度机构”。", []),  # kinds
        ("覆盖云澜市、碧涛县、阔海区3家银行。", []),  # places
    ],
)
def test_names_in_a_counted_list(sentence: str, names: list[str]) -> None:
    assert [sentence[r.start : r.end] for r in counted(sentence)] == names


def test_whoever_is_counted_wins() -> None:
    facts = facts_of("云澜、碧涛和阔海共3家基金公司荣获“年度金鹭公司”称号，招商引资与此无关。")
    assert won(facts) == {(name, "年度金鹭公司", "") for name in ("云澜", "碧涛", "阔海")}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("5名单位优胜奖中，宁波银行、江苏银行各占一席。", {("宁波银行", "单位优胜奖"), ("江苏银行", "单位优胜奖")}),
        ("单位组织奖仅设5名，其中两名由宁波银行和江苏银行领取。",
         {("宁波银行", "单位组织奖"), ("江苏银行", "单位组织奖")}),
        ("宁波银行再获国际杂志《云澜金融》（Yunlan）肯定，连续两年蝉联“最安全银行”。", {("宁波银行", "最安全银行")}),
        ("在评选中，宁波银行稳居“全国百强银行”第四名。", {("宁波银行", "全国百强银行")}),
        ("大会颁发“最佳责任奖”给得主宁波银行、江苏银行。", {("宁波银行", "最佳责任奖"), ("江苏银行", "最佳责任奖")}),
        ("该行荣获2018年全省“云澜”活动优秀青年集体、“巾帼先进集体”称号。", set()),  # nobody is named
        ("宁波银行荣获2018年全省“云澜”活动优秀青年集体。", {("宁波银行", "优秀青年集体")}),
        ("宁波银行两家支行获评“青年文明号”。", set()),
        ("宁波银行深耕本地，6家支行被评为“文明单位”。", set()),
        ("宁波银行杭州分行、江苏银行苏州分行两家分行获评“文明单位”。",
         {("宁波银行杭州分行", "文明单位"), ("江苏银行苏州分行", "文明单位")}),
        ("宁波银行在一流银行中占有一席之地。", set()),
    ],
)  # fmt: skip
def test_who_wins(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert {(who, award) for who, award, _ in won(facts_of(sentence))} == expected


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("云澜能力综合排名：全国性银行排名前三的分别是宁波银行、江苏银行和南京银行；区域性银行排名前一的是齐鲁银行。",
         {(name, "云澜能力综合排名") for name in ("宁波银行", "江苏银行", "南京银行", "齐鲁银行")}),
        ("在“年度银行百强榜”中，前两名依次为宁波银行、江苏银行。",
         {("宁波银行", "年度银行百强榜"), ("江苏银行", "年度银行百强榜")}),
        ("贷款规模排名：排名前两位的是宁波银行、江苏银行。", set()),  # what is earned is no honour
        ("去年，排名前两位的是宁波银行、江苏银行。", set()),  # no ranking is named
    ],
)  # fmt: skip
def test_a_ranking_spelled_out(paragraph: str, expected: set[tuple[str, str]]) -> None:
    assert {(who, award) for who, award, _ in won(facts_of(paragraph))} == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("宁波银行喜获“云澜奖”两项大奖。", set()),  # a programme, and none of its prizes
        ("宁波银行喜获“云澜奖”“碧涛奖”两项大奖。", {("云澜奖", ""), ("碧涛奖", "")}),
        ("宁波银行获评“优秀服务银行”以及全省“云澜奖状”。", {("优秀服务银行", ""), ("云澜奖状", "")}),
        ("宁波银行获“本土最佳团队”第四名。", {("本土最佳团队", "")}),
        ("宁波银行于云澜周刊主办的“云澜大奖2023”中，荣获“客户服务大奖”。", {("客户服务大奖", "")}),
        ("宁波银行获评年度核心交易商、优秀债券市场交易商。", {("年度核心交易商", ""), ("优秀债券市场交易商", "")}),
        ("易方达基金获佳绩：旗下易方达云澜混合获评“五年期金鹭奖”。", {("五年期金鹭奖", "易方达云澜混合")}),
    ],
)
def test_what_is_won_and_with_which_work(sentence: str, expected: set[tuple[str, str]]) -> None:
    assert {(award, case) for _, award, case in won(facts_of(sentence))} == expected


def test_who_leads_a_ranking_by_its_score_is_on_it() -> None:
    facts = facts_of("宁波日报发布2025年“云澜”银行总榜。", "总榜显示，宁波银行以80分以上的高分领先，江苏银行进入前五。")
    assert {who for who, *_ in won(facts)} == {"宁波银行", "江苏银行"}
    assert not won(facts_of("宁波日报发布2025年“云澜”银行总榜。", "江苏银行在零售业务上领先同业。"))


def test_whoever_is_named_before_and_others_wins() -> None:
    facts = facts_of(
        "其中，宁波银行、江苏银行等6家公司荣获“权益保护先进单位”，南京银行获“最佳服务机构”，齐鲁银行获“最佳科技机构”。"
    )
    assert {(who, award) for who, award, _ in won(facts)} == {
        ("宁波银行", "权益保护先进单位"),
        ("江苏银行", "权益保护先进单位"),
        ("南京银行", "最佳服务机构"),
        ("齐鲁银行", "最佳科技机构"),
    }


def test_an_association_of_banks_is_not_this_bank() -> None:
    facts = facts_of("宁波银行再登榜单。在中国银行业协会发布的“2023年银行业百强榜单”中，该行排名第25位。")
    assert {who for who, *_ in won(facts)} == {"宁波银行"}


def test_names_with_a_telling_word_more_are_other_awards() -> None:
    facts = facts_of("富国基金包揽“最佳权益基金公司”“最佳指数基金公司”，嘉实基金获得“最佳基金公司”。")
    assert {award for _, award, _ in won(facts)} == {"最佳权益基金公司", "最佳指数基金公司", "最佳基金公司"}
    same = facts_of("宁波银行荣获“影响力服务典范机构奖”。", "宁波银行荣获“年度影响力服务典范机构奖”。")
    assert len(won(same)) == 1


def test_two_names_that_are_joined_are_two() -> None:
    text = "由云澜日报与证券时报联合主办，宁波银行旗下云澜联合证券获奖。"
    assert [text[r.start : r.end] for r, certain in names(text) if certain][:1] == ["云澜日报"]
    assert "云澜联合证券" in {text[r.start : r.end] for r, _ in names(text)}


def test_a_sum_before_the_clause_says_nothing_of_it() -> None:
    facts = facts_of(
        "2009年，宁波银行囊获“最佳服务银行”和“最佳科技银行”两大奖项，并在云澜杂志的“碧涛大奖”中荣获“最佳小微银行”。"
    )
    assert {award for _, award, _ in won(facts)} == {"最佳服务银行", "最佳科技银行", "最佳小微银行"}


def test_lines_with_bullets_are_items_and_no_headings() -> None:
    facts = facts_of(
        "公司新闻", "· 宁波银行荣获“年度服务奖”", "· 宁波银行荣获“年度科技奖”", "· 江苏银行荣获“年度创新奖”"
    )
    assert {award for _, award, _ in won(facts)} == {"年度服务奖", "年度科技奖", "年度创新奖"}


def test_a_year_in_chinese_numerals_is_a_year() -> None:
    assert spell("二○二二年、一九九八年和二十二年") == "2022年、1998年和二十二年"
    facts = facts_of("云澜杂志公布“二〇二二年全球银行奖”得奖名单，宁波银行获“最佳零售银行”。")
    assert years(facts) == {("最佳零售银行", 2022)}
    assert all(span.quote in "云澜杂志公布“二〇二二年全球银行奖”得奖名单，宁波银行获“最佳零售银行”。"
               for receipt in facts.receipts for span in receipt.evidence)  # fmt: skip


def test_a_year_stands_before_the_same_name_nearby() -> None:
    near = facts_of("宁波银行入选“年度数字创新平台”。", "近日，某媒体发布“2022年度数字创新平台”，36家平台上榜。")
    assert years(near) == {("年度数字创新平台", 2022)}
    several = facts_of("宁波银行入选“年度数字创新平台”。", "“2022年度数字创新平台”和“2021年度数字创新平台”都已发布。")
    assert years(several) == {("年度数字创新平台", None)}


def test_a_year_at_the_end_of_the_line_before() -> None:
    facts = facts_of(
        "宁波银行成立于1997年。", "第六届云澜支付大会2015", "年度卓越平台奖", "年度诚信平台奖", "年度服务平台奖"
    )
    assert ("年度卓越平台奖", 2015) in years(facts)


def test_a_short_form_without_its_kind_means_the_only_one_that_has_it() -> None:
    one = facts_of("云澜银行荣获“年度服务奖”。", "云澜凭借科技荣获“年度科技奖”。")
    assert {who for who, *_ in won(one)} == {"云澜银行"}
    two = facts_of("云澜银行荣获“年度服务奖”。", "云澜证券出席。", "云澜凭借科技荣获“年度科技奖”。")
    assert {who for who, *_ in won(two)} == {"云澜银行", "云澜"}


def test_whose_founder_a_guest_is_is_not_whom_the_page_is_about() -> None:
    lines = (
        "2012年，线上平台上线。",
        "2013年，新增门店。",
        "2014年，被评为“年度诚信平台”。",
        "2015年，云澜银行创始人来访。",
    )
    facts = facts_of("大事记", *lines)
    assert won(facts) == set()
