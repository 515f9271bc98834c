"""Joining what two extractors found: by the contract, whatever stands in the documents."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import facts
from kg.errors import FactsError
from kg.facts import ArticleFacts
from kg.llm import merge
from tests.arbitrary import documents

RULES = {"name": "rules", "version": "1"}
MODEL = {"name": "llm", "version": "m@1"}


def make(by: dict[str, str] | None, **lists: Any) -> ArticleFacts:  # noqa: ANN401
    return ArticleFacts.model_validate({"article": {"id": "a"}, "extraction": by, **lists})


def receipt(award: str, *winners: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"award": award, "recipients": winners, **more}


def named(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def titled(*titles: str) -> list[dict[str, str]]:
    return [{"title": title} for title in titles]


@given(documents(article="a"))
@settings(max_examples=60)
def test_a_document_joined_with_itself_is_itself(document: ArticleFacts) -> None:
    joined = merge(document, document)
    assert joined.facts == document
    assert (joined.agreed, joined.differing) == (len(document.receipts), ())


@given(documents(article="a"), documents(article="a"), st.booleans())
@settings(max_examples=60)
def test_two_documents_make_one_that_keeps_the_contract(one: ArticleFacts, other: ArticleFacts, by: bool) -> None:
    if by:
        one = one.model_copy(update={"extraction": facts.Extraction(**RULES)})
        other = other.model_copy(update={"extraction": facts.Extraction(**MODEL)})
    joined = merge(one, other)
    assert merge(one, other) == joined
    assert facts.parse(facts.dump(joined.facts), where="x") == joined.facts
    assert len(joined.facts.receipts) == joined.agreed + len(joined.differing)
    assert len(joined.facts.receipts) == len(one.receipts) + len(other.receipts) - joined.agreed
    for kind in ("organizations", "awards", "cases"):
        assert [f.id for f in getattr(one, kind)] == [f.id for f in getattr(joined.facts, kind)][
            : len(getattr(one, kind))
        ]
    evidence = {span.quote for r in joined.facts.receipts for span in r.evidence}
    assert evidence == {span.quote for d in (one, other) for r in d.receipts for span in r.evidence}


@given(documents(article="a"), documents(article="a"))
@settings(max_examples=40)
def test_joining_the_same_again_adds_nothing(one: ArticleFacts, other: ArticleFacts) -> None:
    joined = merge(one, other).facts
    again = merge(joined, other).facts
    assert len(again.organizations) == len(joined.organizations)
    assert len(again.receipts) == len(joined.receipts)


def test_a_receipt_of_both_is_one_and_surer() -> None:
    lists: dict[str, Any] = {"organizations": named("甲银行"), "awards": named("金奖"), "cases": titled("乙项目")}
    first = make(RULES, **lists, receipts=[receipt("金奖", "甲银行", case="乙项目", evidence=[{"quote": "甲获金奖"}])])
    second = make(
        MODEL,
        organizations=[{"name": "甲 銀行", "aliases": ["甲银行"]}],
        awards=[{"name": "2023年度“金奖”", "year": 2023}],
        cases=titled("“乙项目”"),
        receipts=[
            receipt("2023年度“金奖”", "甲 銀行", case="“乙项目”", confidence=0.8, evidence=[{"quote": "荣获金奖"}])
        ],
    )
    joined = merge(first, second)
    (one,) = joined.facts.receipts
    assert (one.award, one.recipients, one.case) == ("金奖", ("甲银行",), "乙项目")
    assert one.confidence == pytest.approx(0.9)
    assert [span.quote for span in one.evidence] == ["甲获金奖", "荣获金奖"]
    assert joined.facts.awards[0].year == 2023
    assert (joined.agreed, joined.differing) == (1, ())
    assert joined.facts.extraction == facts.Extraction(name="rules+llm", version="1+m@1")


def test_what_one_alone_has_is_kept_as_it_is_and_listed() -> None:
    first = make(RULES, organizations=named("甲", "乙"), awards=named("金奖"), receipts=[receipt("金奖", "甲")])
    second = make(
        MODEL, organizations=named("乙"), awards=named("金奖"), receipts=[receipt("金奖", "乙", confidence=0.3)]
    )
    joined = merge(first, second)
    assert [(r.recipients, r.confidence, r.id) for r in joined.facts.receipts] == [
        (("甲",), None, "receipt-1"),
        (("乙",), 0.3, "receipt-1#2"),
    ]
    assert [(d.by, d.receipt) for d in joined.differing] == [("rules", "甲 – 金奖"), ("llm", "乙 – 金奖")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"name": "金奖", "year": 2022}, {"name": "金奖", "year": 2023}, False),
        ({"name": "金奖", "year": 2022}, {"name": "金奖"}, True),
        ({"name": "金奖", "programme": "甲评选"}, {"name": "金奖", "programme": "乙评选"}, False),
        ({"name": "金奖", "programme": "甲评选"}, {"name": "金奖", "programme": "2023年甲评选"}, True),
        ({"name": "金奖"}, {"name": "银奖"}, False),
        ({"name": "2023年度影响力赔案"}, {"name": "影响力赔案"}, True),
    ],
)
def test_when_awards_are_the_same(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    documents_ = (make(by, organizations=named("甲"), awards=[a]) for by, a in ((RULES, one), (MODEL, other)))
    assert len(merge(*documents_).facts.awards) == (1 if same else 2)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (
            {"name": "中国太平", "registry_id": "china-taiping-group"},
            {"name": "中国太保", "registry_id": "cpic"},
            False,
        ),
        ({"name": "太保寿险", "registry_id": "cpic-life"}, {"name": "太平洋人寿", "registry_id": "cpic-life"}, True),
        ({"name": "甲银行股份有限公司", "aliases": ["甲银行"]}, {"name": "甲银行"}, True),
        ({"name": "甲银行"}, {"name": "甲银行北京分行"}, False),
        ({"name": "中国太平"}, {"name": "中国太平洋"}, False),
    ],
)
def test_when_organizations_are_the_same(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    made = merge(make(RULES, organizations=[one]), make(MODEL, organizations=[other])).facts.organizations
    assert len(made) == (1 if same else 2)


def test_figures_are_the_same_where_they_are_printed() -> None:
    def case(*figures: tuple[int, int, str]) -> dict[str, Any]:
        made = [
            {"value": v, "unit": "家", "evidence": {"start": s, "end": s + len(q), "quote": q}} for v, s, q in figures
        ]
        return {"title": "案", "figures": made}

    joined = merge(
        make(RULES, cases=[case((120, 5, "120家"))]), make(MODEL, cases=[case((120, 3, "覆盖120家"), (9, 20, "9家"))])
    )
    assert [f.value for f in joined.facts.cases[0].figures] == [Decimal(120), Decimal(9)]


def test_parents_never_go_round() -> None:
    first = make(RULES, organizations=[{"name": "甲", "parent": "乙"}, {"name": "乙"}])
    second = make(MODEL, organizations=[{"name": "乙", "parent": "甲"}, {"name": "甲"}])
    assert [(o.id, o.parent) for o in merge(first, second).facts.organizations] == [("甲", "乙"), ("乙", None)]


def test_documents_of_two_articles_are_refused() -> None:
    with pytest.raises(FactsError, match="merge two documents of one text"):
        merge(make(RULES), make(RULES).model_copy(update={"article": facts.Article(id="b")}))
