"""The 25 competency questions on the example as it is built from its article: from the text to the answer.

Where an answer does not hang on the article's words it is that of `tests.answers`; the others were derived by hand
from `examples/articles/2022-03-15-service-cases.md`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.store import Solutions, Store
from kg.terms import value
from tests.answers import ANSWERS, BEYOND, CHIP, CLAIM, CONSUMER, CUSTOMER, EDITION, ELDER, FA, FAV, Answer

ARTICLE = Path(__file__).parent.parent / "examples" / "articles" / "2022-03-15-service-cases.md"
KEY = "NW202203159000000001"
YUNNAN = "云南野生动物肇事公众责任创新服务案例"
MILLION = "“长期百万医疗理赔案例：让普通家庭不再为高额治疗费而担忧”"
COLD_CHAIN = "“异地冷链配送，守护客户‘生命线’——跨省市冷链配送药品案例”"
MORE, EQUAL = f"{FAV}comparator/more-than", f"{FAV}comparator/equal"

ON_THE_ARTICLE = {
    "winning-cases": {(YUNNAN,), (COLD_CHAIN,), (MILLION,)},
    # Eleven receipts for eleven cases, eight organizations that take part, two of them partners; six products.
    "article-facts": {
        (FA + kind, count)
        for kind, count in (
            ("AwardCategory", "4"),
            ("AwardReceipt", "11"),
            ("Case", "11"),
            ("Check", "1"),
            ("Figure", "12"),
            ("Organization", "8"),
            ("Participation", "2"),
            ("Product", "6"),
            ("SubsidiaryRelation", "1"),
        )
    },
    "amounts-above": {(YUNNAN, "累计赔付", "330000000", "超过3.3亿元"), (MILLION, "赔款", "570000000", "5.7亿元")},
    "case-figures": {
        ("", "8", "", f"{FAV}unit/item-general", EQUAL, "8个"),
        ("保全服务线上替代率", "90.34", "", "http://qudt.org/vocab/unit/PERCENT", EQUAL, "90.34%"),
        ("累计服务", "930000", "", f"{FAV}unit/person-times", EQUAL, "93万人次"),
    },
    # 600余元 repeats the lower end of 600至1000元, so it is the same figure and not listed again.
    "inexact-figures": {
        ("40-50岁", EQUAL, "40", "50"),
        ("600至1000元", EQUAL, "600", "1000"),
        ("800多名", MORE, "800", ""),
        ("超过6万位", MORE, "60000", ""),
        ("超过3.3亿元", MORE, "330000000", ""),
    },
    "case-partners": {
        ("《养老金发展指数(2020)》", "中国银行保险报", "联合发布"),
        ("《居民养老规划与风险管理白皮书》", "中国社科院世界社保研究中心", "联合推出"),
    },
    "known-on": {
        ("2022-03-15", *won)
        for won in (
            ("中国太保", ELDER, "《居民养老规划与风险管理白皮书》"),
            ("中国太保", CONSUMER, "“太保服务”纪录片创新与消费者的沟通方式"),
            ("太保产险", CUSTOMER, "“风险雷达”精准风险管理服务"),
            ("太保产险", CLAIM, YUNNAN),
            ("太保产险", ELDER, "“长辈服务”专属适老品牌"),
            ("太保寿险", CUSTOMER, CHIP),
            ("太保寿险", CLAIM, MILLION),
            ("太保寿险", ELDER, "“智慧助老，服务适老——打造老年人专属服务”"),
            ("太保寿险", CONSUMER, "消保宣教创新案例"),
            ("太平洋健康险", CLAIM, COLD_CHAIN),
            ("长江养老", CONSUMER, "《养老金发展指数(2020)》"),
        )
    },
    "subsidiary-bases": {
        ("中国社科院世界社保研究中心", "中国社科院", f"{FAV}basis/implied"),
        ("中国社科院世界社保研究中心", "中国社科院", f"{FAV}basis/registry"),
        ("中国银行保险报", "中国银行保险传媒", f"{FAV}basis/registry"),
        ("太保产险", "中国太保", f"{FAV}basis/registry"),
        ("太保寿险", "中国太保", f"{FAV}basis/registry"),
        ("太平洋健康险", "中国太保", f"{FAV}basis/registry"),
        ("长江养老", "中国太保", f"{FAV}basis/registry"),
    },
    "reporting-articles": {(KEY, "2022-03-15T21:06:12+08:00", "中国银行保险报")},
    "repeat-winners": {("太保寿险", EDITION, "4"), ("太保产险", EDITION, "3"), ("中国太保", EDITION, "2")},
    "kinds-by-award": {
        (f"{FAV}kind/{kind}", award, "1")
        for kind, awards in (
            ("group", (ELDER, CONSUMER)),
            ("insurer-health", (CLAIM,)),
            ("insurer-life", (CUSTOMER, CLAIM, ELDER, CONSUMER)),
            ("insurer-pc", (CUSTOMER, CLAIM, ELDER)),
            ("pension", (CONSUMER,)),
        )
        for award in awards
    },
}
TEXTUAL = {"receipt-evidence", "surface-forms"}
"""Queries whose answers are compared with the text itself below."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    built = kg.build(ARTICLE, out=tmp_path_factory.mktemp("example") / "out")
    with kg.open_store(built.out) as store:
        yield store


def rows(store: Store, query: str) -> set[tuple[str, ...]]:
    found = store.query(query)
    assert isinstance(found, Solutions)
    return {tuple(value(term) if term else "" for term in row) for row in found.rows}


def test_every_question_is_answered_here_or_by_the_table() -> None:
    everywhere = {answer.query for answer in ANSWERS if answer.everywhere}
    assert everywhere | set(ON_THE_ARTICLE) | TEXTUAL | BEYOND == {query.name for query in ontology.load().queries}


@pytest.mark.parametrize("answer", [a for a in ANSWERS if a.everywhere], ids=lambda a: f"{a.number}-{a.query}")
def test_answers_that_hang_on_no_article(answer: Answer, store: Store) -> None:
    query = ontology.load().query(answer.query).bind(answer.parameters)
    if isinstance(answer.rows, bool):
        assert store.query(query) is answer.rows
    else:
        assert rows(store, query) == set(answer.rows)


@pytest.mark.parametrize("name", ON_THE_ARTICLE)
def test_answers_on_the_article(name: str, store: Store) -> None:
    assert rows(store, ontology.load().query(name).text) == ON_THE_ARTICLE[name]


def test_evidence_leads_to_the_sentence(store: Store) -> None:
    text = kg.read(ARTICLE).text
    found = rows(store, ontology.load().query("receipt-evidence").text)
    assert len(found) == 3, "the lead, and the award's heading with the passage under it"
    for key, start, end, quote in found:
        assert key == KEY
        assert text[int(start) : int(end)] == quote
        assert CHIP in quote or quote == "保险业客户服务服务典范案例"


def test_mentions_are_the_occurrences_in_the_text(store: Store) -> None:
    text = kg.read(ARTICLE).text
    full, short, brand = (text.count(form) for form in ("中国太保寿险", "太保寿险", "太平洋寿险"))
    found = rows(store, ontology.load().query("surface-forms").text)
    assert found == {("太保寿险", str(short - full)), ("中国太保寿险", str(full)), ("太平洋寿险", str(brand))}
