"""What the named queries answer on `tests/cases/service-cases`, derived by hand from its facts.

The questions are the 25 competency questions of the model, `number` is theirs, and two about time. `everywhere` marks
answers that do not hang on the words of an article: the same award told by another article gives the same, and so does
the example.
"""

from collections.abc import Mapping
from typing import NamedTuple

Rows = tuple[tuple[str, ...], ...]


class Answer(NamedTuple):
    """A query with parameters, and its rows in order (values as text, unbound ones empty) or its truth value."""

    number: int
    query: str
    rows: Rows | bool
    everywhere: bool = False
    parameters: Mapping[str, str] = {}


BEYOND = {"contradictions", "independent-support"}
"""Queries whose questions one article cannot answer; they are tested where several are read."""
FA = "https://w3id.org/finaward/ontology#"
FAV = "https://w3id.org/finaward/vocabulary/"
ARTICLE = "NW202203159000000001"
AWARDS = CUSTOMER, CLAIM, ELDER, CONSUMER = (
    "保险业客户服务典范案例",
    "年度影响力赔案",
    "金融业适老服务典型案例",
    "金融消费者权益保护典型案例",
)
EDITION = "2021年度银行业保险业服务创新案例"
YUNNAN = "云南野生动物肇事公众责任创新服务案例"
MILLION = "长期百万医疗理赔案例：让普通家庭不再为高额治疗费而担忧"
COLD_CHAIN = "异地冷链配送，守护客户“生命线”——跨省市冷链配送药品案例"
CHIP = "数字化驱动服务“芯”体验"
DAY = "2022-03-15"
WON = (
    ("中国太保", ELDER, "《居民养老规划与风险管理白皮书》"),
    ("中国太保", CONSUMER, "以“太保服务”纪录片创新与消费者的沟通方式"),
    ("太保产险", CUSTOMER, "“风险雷达”精准风险管理服务"),
    ("太保产险", CLAIM, YUNNAN),
    ("太保产险", ELDER, "“长辈服务”专属适老品牌"),
    ("太保寿险", CUSTOMER, CHIP),
    ("太保寿险", CLAIM, MILLION),
    ("太保寿险", ELDER, "智慧助老，服务适老——打造老年人专属服务"),
    ("太保寿险", CONSUMER, "消保宣教创新案例"),
    ("太平洋健康险", CLAIM, COLD_CHAIN),
    ("长江养老", CONSUMER, "《养老金发展指数(2020)》"),
)
PRODUCTS = (("安享百万",), ("易享福养老年金保险",), ("易生福专属商业养老保险",), ("银发无忧团体补充养老年金保险",))


def _comparator(slug: str) -> str:
    return f"{FAV}comparator/{slug}"


ANSWERS = (
    Answer(1, "group-total", (("11",),), everywhere=True),
    Answer(1, "group-total", (("11",),), True, {"organization": "China Pacific Insurance (Group) Co., Ltd."}),
    Answer(1, "group-total", (("4",),), True, {"organization": "中国太平洋人寿保险股份有限公司"}),
    # of another group, whose name this one's begins with: no receipts
    Answer(1, "group-total", (("0",),), True, {"organization": "中国太平"}),
    Answer(
        2,
        "group-members",
        (("太保寿险", "4"), ("太保产险", "3"), ("中国太保", "2"), ("太平洋健康险", "1"), ("长江养老", "1")),
        everywhere=True,
    ),
    Answer(3, "winning-cases", ((YUNNAN,), (COLD_CHAIN,), (MILLION,))),
    Answer(3, "winning-cases", (), True, {"year": "2022"}),
    Answer(4, "programme-awards", ((CUSTOMER, "2"), (CLAIM, "3"), (ELDER, "3"), (CONSUMER, "3")), everywhere=True),
    Answer(5, "case-winners", (("长江养老",),), everywhere=True),
    # The heading, which is misprinted, and the line under it.
    Answer(
        6,
        "receipt-evidence",
        ((ARTICLE, "282", "295", "保险业客户服务服务典范案例"), (ARTICLE, "318", "337", f"中国太保寿险：{CHIP}")),
    ),
    # The study counted the triples of the article's graph. Facts stand in the default graph now, so the question is
    # which nodes the article supports: 4 awards, 11 receipts and cases, the claim "11则案例", 12 figures, 8
    # organizations, 2 partners, 5 products, and the one link that a name shows.
    Answer(
        7,
        "article-facts",
        tuple(
            (FA + kind, count)
            for kind, count in (
                ("AwardCategory", "4"),
                ("AwardReceipt", "11"),
                ("Case", "11"),
                ("Check", "1"),
                ("Figure", "12"),
                ("Organization", "8"),
                ("Participation", "2"),
                ("Product", "5"),
                ("SubsidiaryRelation", "1"),
            )
        ),
    ),
    Answer(8, "unsupported-facts", (), everywhere=True),
    Answer(
        9,
        "amounts-above",
        ((YUNNAN, "赔付", "330000000", "超过3.3亿元"), (MILLION, "赔付", "570000000", "5.7亿元")),
    ),
    # 100000000 HKD: the article has none
    Answer(9, "amounts-above", (), True, {"currency": "cur:HKD"}),
    Answer(
        10,
        "case-figures",
        (
            (
                "保全服务线上替代率",
                "90.34",
                "",
                "http://qudt.org/vocab/unit/PERCENT",
                _comparator("equal"),
                "90.34%",
            ),
            ("服务", "930000", "", f"{FAV}unit/person-times", _comparator("equal"), "93万人次"),
            ("覆盖场景", "8", "", f"{FAV}unit/item-general", _comparator("equal"), "8个"),
        ),
    ),
    Answer(11, "percentages-of-year", ((CHIP, "保全服务线上替代率", "90.34"),), everywhere=True),
    # The study's list has three that its own wording printed, and calls ranges a comparator; here a range is exact at
    # both ends, so it is listed for its upper bound.
    Answer(
        12,
        "inexact-figures",
        (
            ("最长保15年", _comparator("at-most"), "15", ""),
            ("40-50岁", _comparator("equal"), "40", "50"),
            ("600至1000元", _comparator("equal"), "600", "1000"),
            ("800多名", _comparator("more-than"), "800", ""),
            ("超6万位", _comparator("more-than"), "60000", ""),
            ("超过3.3亿元", _comparator("more-than"), "330000000", ""),
        ),
    ),
    Answer(13, "organization-products", PRODUCTS, everywhere=True),
    Answer(13, "organization-products", PRODUCTS, True, {"organization": "太平洋人寿"}),
    Answer(14, "product-launch", (("2020-08",),), everywhere=True),
    Answer(15, "product-cases", ((YUNNAN,),), everywhere=True),
    Answer(
        16,
        "case-partners",
        (
            ("《养老金发展指数(2020)》", "中国银行保险报", "联合发布"),
            ("《居民养老规划与风险管理白皮书》", "中国社科院世界社保研究中心", "联合发布"),
        ),
    ),
    Answer(17, "cases-within", ((YUNNAN,),), everywhere=True),
    Answer(17, "cases-within", ((YUNNAN,),), True, {"place": "西双版纳傣族自治州"}),
    Answer(17, "cases-within", (), True, {"place": "四川省"}),
    # By the registry 长江养老 is a member company of the group itself.
    Answer(
        18,
        "subsidiaries",
        (
            ("太保产险", "中国太平洋财产保险股份有限公司"),
            ("太保寿险", "中国太平洋人寿保险股份有限公司"),
            ("太平洋健康险", "太平洋健康保险股份有限公司"),
            ("长江养老", "长江养老保险股份有限公司"),
        ),
        everywhere=True,
    ),
    Answer(19, "is-member", rows=True, everywhere=True),
    Answer(19, "is-member", rows=False, everywhere=True, parameters={"group": "中国太平"}),
    Answer(19, "is-member", rows=False, everywhere=True, parameters={"organization": "中国太保"}),
    # Four winners' lines, and once each in the sentences about products and about figures.
    Answer(20, "surface-forms", (("中国太保寿险", "4"), ("太保寿险", "1"), ("太平洋寿险", "1"))),
    # The study counted five links. The registry now knows the centre's parent too, which its name also shows, and the
    # newspaper's: seven.
    Answer(
        21,
        "subsidiary-bases",
        (
            ("中国社科院世界社保研究中心", "中国社科院", f"{FAV}basis/implied"),
            ("中国社科院世界社保研究中心", "中国社科院", f"{FAV}basis/registry"),
            ("中国银行保险报", "中国银行保险传媒", f"{FAV}basis/registry"),
            ("太保产险", "中国太保", f"{FAV}basis/registry"),
            ("太保寿险", "中国太保", f"{FAV}basis/registry"),
            ("太平洋健康险", "中国太保", f"{FAV}basis/registry"),
            ("长江养老", "中国太保", f"{FAV}basis/registry"),
        ),
    ),
    Answer(22, "reporting-articles", ((ARTICLE, "2022-03-15T21:06:12+08:00", "中国银行保险报"),)),
    Answer(
        23,
        "repeat-winners",
        (("太保寿险", EDITION, "4"), ("太保产险", EDITION, "3"), ("中国太保", EDITION, "2")),
    ),
    Answer(23, "repeat-winners", (("太保寿险", EDITION, "4"),), True, {"least": "4"}),
    Answer(
        24,
        "kinds-by-award",
        tuple(
            (f"{FAV}kind/{kind}", award, "1")
            for kind, awards in (
                ("group", (ELDER, CONSUMER)),
                ("insurer-health", (CLAIM,)),
                ("insurer-life", AWARDS),
                ("insurer-pc", (CUSTOMER, CLAIM, ELDER)),
                ("pension", (CONSUMER,)),
            )
            for award in awards
        ),
    ),
    Answer(25, "mixed-programmes", (), everywhere=True),
    # 长江养老 has belonged to the group since 2009, says the registry; since when the others do, it does not say.
    Answer(
        26,
        "subsidiaries-as-of",
        (("太保产险", ""), ("太保寿险", ""), ("太平洋健康险", ""), ("长江养老", "2009")),
        everywhere=True,
    ),
    Answer(
        26,
        "subsidiaries-as-of",
        (("太保产险", ""), ("太保寿险", ""), ("太平洋健康险", "")),
        True,
        {"day": "2008-12-31"},
    ),
    Answer(27, "known-on", tuple((DAY, *won) for won in WON)),
    Answer(27, "known-on", (), parameters={"day": "2022-03-14"}),
)
