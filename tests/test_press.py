"""How reporters turn a sentence about: the award first, a pronoun for the winner, the work in the winner's place.

Every text is invented; names that look like nothing else (云澜, 碧涛) belong to nobody.
"""

import pytest

from kg.extractor.naming import ends_as_organization, names
from tests.test_discourse import facts_of
from tests.test_extractor import won


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("宁波银行上线了新柜面。5月6日，首届云澜大会把“柜面服务奖”颁给了它。", ("宁波银行", "柜面服务奖")),
        ("宁波银行的柜员站到了台前。评委把“柜面服务奖”颁给了这家银行。", ("宁波银行", "柜面服务奖")),
        ("“柜面服务奖”属于宁波银行。", ("宁波银行", "柜面服务奖")),
        ("柜面服务奖归属云澜信托。", ("云澜信托", "柜面服务奖")),
        ("評審團把「櫃面服務獎」頒予雲瀾信託，以示肯定。", ("雲瀾信託", "櫃面服務獎")),
        ("翻开名单，“柜面服务奖”一栏里写着宁波银行。", ("宁波银行", "柜面服务奖")),
        ("评选结果公布。一等奖：宁波银行。", ("宁波银行", "一等奖")),
        ("宁波银行接过奖牌，上书首届云澜大会“柜面服务奖”字样。", ("宁波银行", "柜面服务奖")),
        ("宁波银行在杭州领到了首届柜面案例征集的最具温度案例证书。", ("宁波银行", "最具温度案例")),
        ("宁波银行获得“云澜奖”的柜面服务奖证书。", ("宁波银行", "柜面服务奖")),
        ("宁波银行入选2021年“云澜奖”柜面创新案例。", ("宁波银行", "柜面创新案例")),
        ("云澜日报讯 柜面服务奖花落宁波银行。", ("宁波银行", "柜面服务奖")),
        ("“柜面服务奖”公布前，宁波银行等了三个月。昨日，首届柜面案例推选揭晓，该行如愿登榜。",
         ("宁波银行", "柜面服务奖")),
        ("为了“柜面服务奖”，宁波银行等了三个月。昨日，乡村柜面“金桥奖”在杭州揭晓，该行如愿登榜。",
         ("宁波银行", "柜面服务奖")),
        ("“夜市贷”捧回“柜面服务奖”，其背后的团队来自宁波银行。", ("宁波银行", "柜面服务奖")),
        ("5月6日，“夜市贷”为宁波银行带来首届云澜评选“柜面服务奖”。", ("宁波银行", "柜面服务奖")),
        ("该项目的申报单位宁波银行收获“柜面服务奖”。", ("宁波银行", "柜面服务奖")),
        ("【宁波银行获柜面服务奖】昨日，首届云澜评选揭晓，宁波银行榜上有名。", ("宁波银行", "柜面服务奖")),
    ],
)  # fmt: skip
def test_a_sentence_turned_about(paragraph: str, expected: tuple[str, str]) -> None:
    assert {(who, award) for who, award, _ in won(facts_of(paragraph))} == {expected}


@pytest.mark.parametrize(
    "paragraph",
    [
        "宁波银行上线了新柜面。它在杭州有十家网点，评选尚未开始。",
        "这一荣誉不属于宁波银行。",
        "“柜面服务奖”不属于宁波银行。",
        "主办方表示：宁波银行可以申报“柜面服务奖”。",
    ],
)
def test_nothing_is_conferred(paragraph: str) -> None:
    assert won(facts_of(paragraph)) == set()


@pytest.mark.parametrize(
    ("paragraph", "case"),
    [
        ("宁波银行的“夜市贷”日前通过终审，获得“柜面服务奖”。", "“夜市贷”"),
        ("宁波银行的“夜市贷”5月6日摘得“柜面服务奖”。", "“夜市贷”"),
        ("“夜市贷”为宁波银行赢得“柜面服务奖”。", "“夜市贷”"),
        ("凭借“夜市贷”的突出表现，宁波银行荣获“柜面服务奖”。", "“夜市贷”"),
        ("宁波银行宣布，旗下“夜市贷”获颁“柜面服务奖”。", "“夜市贷”"),
        ("宁波银行荣获“柜面服务奖”，获奖成果系“夜市贷”。", "“夜市贷”"),
        ("“柜面服务奖”属于宁波银行。打动评委的是“夜市贷”。", "“夜市贷”"),
        ("宁波银行荣获“柜面服务奖”。“得了奖，也要接着干。”一位柜员说。", ""),  # speech
    ],
)
def test_where_the_title_of_a_work_ends(paragraph: str, case: str) -> None:
    assert won(facts_of(paragraph)) == {("宁波银行", "柜面服务奖", case)}


def test_works_of_a_counted_list_have_verbs_of_their_own() -> None:
    facts = facts_of("宁波银行收获两项荣誉：“夜市贷”获得“柜面服务奖”，“早市通”获得“网点服务奖”。")
    assert won(facts) == {("宁波银行", "柜面服务奖", "“夜市贷”"), ("宁波银行", "网点服务奖", "“早市通”")}
    other = facts_of("宁波银行此次收获2个奖项，其中“夜市贷”获得“柜面服务奖”，另获“网点服务奖”。")
    assert won(other) == {("宁波银行", "柜面服务奖", "“夜市贷”"), ("宁波银行", "网点服务奖", "")}


@pytest.mark.parametrize(
    ("paragraph", "who"),
    [
        ("云澜担保5月6日宣布，获颁首届碧涛评选“柜面服务奖”。", "云澜担保"),
        ("云澜小贷有关负责人说，会继续努力。云澜小贷又添一项荣誉，入选“柜面服务奖”。", "云澜小贷"),
        ("他们重新认识了云澜信托。5月6日，该公司收获“柜面服务奖”。", "云澜信托"),
        ("“夜市贷”来自云澜金融租赁，它获得“柜面服务奖”。", "云澜金融租赁"),
        ("“柜面服务奖”由云澜人寿保险夺得。", "云澜人寿保险"),
        ("5月6日，该成果的申报单位云澜数科收获“柜面服务奖”。", "云澜数科"),
        ("5月6日，“夜市贷”为云澜信托有限公司带来“柜面服务奖”。", "云澜信托有限公司"),
    ],
)
def test_where_the_name_of_a_winner_begins_and_ends(paragraph: str, who: str) -> None:
    assert {winner for winner, *_ in won(facts_of(paragraph))} == {who}


@pytest.mark.parametrize("words", ["京津冀农业保险", "东部人寿保险", "融资担保", "提供担保", "大湾区公募基金"])
def test_words_of_trade_are_no_names(words: str) -> None:
    assert not list(names(f"{words}发展很快。"))
    assert not (words.endswith("担保") and ends_as_organization(words))


@pytest.mark.parametrize(
    ("paragraph", "programme"),
    [
        ("在云澜日报主办的乡村柜面案例征集活动中，宁波银行获得“柜面服务奖”。", "乡村柜面案例征集活动"),
        ("5月6日，乡村柜面标杆榜出炉，宁波银行拿下柜面服务奖。", "乡村柜面标杆榜"),
        ("2021年（第三届）乡村柜面大奖在杭州揭晓，宁波银行荣获“柜面服务奖”。", "乡村柜面大奖"),
        ("2021年度乡村柜面“金桥奖”5月6日于杭州举行颁奖礼，宁波银行荣获“柜面服务奖”。", "乡村柜面“金桥奖”"),
        ("5月6日，宁波银行获得2021年度乡村柜面“金桥奖”“柜面服务奖”。", "乡村柜面“金桥奖”"),
        ("柜面服务奖花落宁波银行。5月6日公布的乡村柜面案例征集结果如上。", "乡村柜面案例征集"),
        ("经过专家评选，宁波银行荣获“柜面服务奖”。", None),
        ("本次评选揭晓，宁波银行荣获“柜面服务奖”。", None),
    ],
)
def test_a_programme_is_named_whole(paragraph: str, programme: str | None) -> None:
    facts = facts_of(paragraph)
    assert {(a.name, a.programme) for a in facts.awards} == {("柜面服务奖", programme)}


def test_two_awards_side_by_side_stay_two() -> None:
    facts = facts_of("宁波银行荣获“柜面服务奖”“网点服务奖”。")
    assert {award for _, award, _ in won(facts)} == {"柜面服务奖", "网点服务奖"}


@pytest.mark.parametrize(
    ("paragraph", "case"),
    [
        ("宁波银行推出了“夜市贷”。5月6日，该成果获得“柜面服务奖”。", "“夜市贷”"),
        ("宁波银行的“夜市贷”项目站上了台前。昨日，评审团把“柜面服务奖”颁给了它。", "“夜市贷”项目"),
        ("【宁波银行“夜市贷”获柜面服务奖】昨日，云澜评选揭晓，宁波银行上述成果获柜面服务奖。", "“夜市贷”"),
        ("江苏银行推出了“夜市贷”。宁波银行跟进。5月6日，宁波银行称该行业前景广阔，并获得“柜面服务奖”。", ""),
        ("江苏银行推出了“夜市贷”。5月6日，宁波银行凭该项目获得“柜面服务奖”。", ""),  # of somebody else
    ],
)
def test_a_work_named_before_and_pointed_at(paragraph: str, case: str) -> None:
    assert won(facts_of(paragraph)) == {("宁波银行", "柜面服务奖", case)}
