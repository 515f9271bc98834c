from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FactsError
from kg.facts import (
    Article,
    ArticleFacts,
    Award,
    AwardReceipt,
    Case,
    Figure,
    Organization,
    ParentBasis,
    Partner,
    Product,
    Span,
    dump,
    parse,
)
from kg.registry import load
from kg.resolver import resolve

REGISTRY = load()
STATED, IMPLIED, KNOWN = ParentBasis.STATED, ParentBasis.IMPLIED, ParentBasis.REGISTRY


def org(name: str, *aliases: str, **fields: object) -> Organization:
    return Organization.model_validate({"name": name, "aliases": aliases, **fields})


def document(*organizations: Organization, published: str | None = None, **fields: object) -> ArticleFacts:
    article = Article(id="a", published=published)
    return ArticleFacts.model_validate({"article": article, "organizations": organizations, **fields})


def resolved(*organizations: Organization, published: str | None = None) -> dict[str, Organization]:
    facts = resolve(document(*organizations, published=published), REGISTRY)
    return {organization.id: organization for organization in facts.organizations}


def spans(*quotes: str) -> tuple[Span, ...]:
    return tuple(Span(quote=quote) for quote in quotes)


# --- who it is


@pytest.mark.parametrize(
    ("told", "id"),
    [
        (org("中国太平洋人寿保险股份有限公司"), "cpic-life"),
        (org("太保", "中国太保"), "cpic"),
        (org("中国太保集团", "太保", "中国太保"), "cpic"),
        (org("中國太保"), "cpic"),
        (org("太保产险公司"), "cpic-pc"),
        (org("国泰君安证券"), "guotai-haitong"),
        (org("太保"), None),  # a context alias alone
        (org("中国太平洋"), None),  # like, but no name
        (org("中国太保", "中国太平"), None),  # its names disagree
        (org("太保产险云南分公司", "太保产险"), None),  # a branch, called by its company's name
        (org("友邦保险（国际）有限公司", "友邦保险集团"), None),  # another company of the group
        (org("某某科技"), None),
    ],
)
def test_identifies(told: Organization, id: str | None) -> None:
    (one,) = resolved(told).values()
    assert one.registry_id == id


def test_a_kind_is_filled_in_and_never_replaced() -> None:
    found = resolved(org("长江养老"), org("中国太保", kind="insurer-pc"), org("某某科技"))
    assert [one.kind for one in found.values()] == ["pension", "insurer-pc", None]


def test_a_registry_id_that_is_given_is_kept() -> None:
    (one,) = resolved(org("华泰", registry_id="huatai-securities")).values()
    assert (one.registry_id, one.kind) == ("huatai-securities", "broker")


def test_a_registry_id_that_is_none_is_an_error_that_names_it() -> None:
    with pytest.raises(FactsError) as caught:
        resolve(document(org("中国太保"), org("华泰", registry_id="nobody")), REGISTRY)
    assert str(caught.value).startswith("a: organizations[1].registry_id: the registry has no 'nobody'; ")


# --- what it belongs to


def test_the_members_of_a_group_belong_to_it() -> None:
    found = resolved(org("太保寿险"), org("中国太保"), org("长江养老"), org("太保产险"))
    assert {name: one.parent for name, one in found.items()} == {
        "太保寿险": "中国太保",
        "中国太保": None,
        "长江养老": "中国太保",
        "太保产险": "中国太保",
    }
    assert {one.parent_basis for one in found.values()} == {KNOWN, None}


def test_the_nearest_ancestor_of_the_document_is_the_parent() -> None:
    assert resolved(org("信银理财"), org("中信集团"))["信银理财"].parent == "中信集团"
    assert resolved(org("信银理财"), org("中信集团"), org("中信银行"))["信银理财"].parent == "中信银行"
    assert resolved(org("信银理财"), org("招商银行"))["信银理财"].parent is None


def test_rivals_and_bearers_of_one_brand_are_no_parents() -> None:
    for names in (
        ("太保寿险", "中国太平"),
        ("华泰证券", "华泰保险集团"),
        ("民生人寿", "民生银行"),
        ("华夏基金", "华夏银行"),
    ):
        assert {one.parent for one in resolved(*map(org, names)).values()} == {None}


def test_what_the_document_says_goes_before_the_registry() -> None:
    found = resolved(org("长江养老", parent="太保寿险", parent_basis=STATED), org("太保寿险"), org("中国太保"))
    assert (found["长江养老"].parent, found["长江养老"].parent_basis) == ("太保寿险", STATED)
    assert found["太保寿险"].parent == "中国太保"


def test_a_registry_parent_never_closes_a_circle() -> None:
    found = resolved(org("中国太保", parent="太保寿险", parent_basis=STATED), org("太保寿险"))
    assert found["中国太保"].parent == "太保寿险"
    assert found["太保寿险"].parent is None


def test_a_link_that_came_later_is_not_read_into_an_older_article() -> None:
    told = (org("华安基金"), org("国泰君安"))
    assert resolved(*told, published="2016-05-04T10:00:00+08:00")["华安基金"].parent is None
    assert resolved(*told, published="2023-05-04")["华安基金"].parent == "国泰君安"
    assert resolved(*told)["华安基金"].parent == "国泰君安"
    assert resolved(*told, published="新年")["华安基金"].parent == "国泰君安"


# --- two that are one


def test_two_names_of_one_entry_become_one_organization() -> None:
    found = resolved(
        org("太保产险", evidence=(Span(start=40, end=44, quote="太保产险"),)),
        org("中国太保", kind="group"),
        org(
            "中国太保产险", "中国太平洋产险", kind="insurer-pc", evidence=(Span(start=3, end=9, quote="中国太保产险"),)
        ),
    )
    assert list(found) == ["中国太保产险", "中国太保"]
    one = found["中国太保产险"]
    assert (one.name, one.aliases) == ("中国太保产险", ("中国太平洋产险", "太保产险"))
    assert (one.registry_id, one.kind, one.parent) == ("cpic-pc", "insurer-pc", "中国太保")
    assert [span.start for span in one.evidence] == [3, 40]


def test_references_follow_the_one() -> None:
    facts = document(
        org("太保产险"),
        org("中国太保产险"),
        org("云南分公司", parent="太保产险", parent_basis=IMPLIED),
        awards=[Award(id="w", name="奖", organizers=("太保产险", "云南分公司", "中国太保产险"))],
        cases=[
            Case(
                id="c",
                title="案",
                owners=("太保产险", "中国太保产险"),
                partners=(
                    Partner(organization="太保产险", role="联合发布", evidence=spans("甲")),
                    Partner(organization="中国太保产险", role="联合发布", evidence=spans("乙")),
                    Partner(organization="太保产险", role="支持"),
                ),
                products=(Product(id="p", name="品", provider="太保产险"), Product(id="q", name="物")),
                figures=(Figure(value=Decimal(1), evidence=Span(quote="1")),),
            )
        ],
        receipts=[AwardReceipt(id="r", award="w", recipients=("中国太保产险", "太保产险"), case="c")],
    )
    found = resolve(facts, REGISTRY)
    assert [one.id for one in found.organizations] == ["中国太保产险", "云南分公司"]
    assert found.organizations[1].parent == "中国太保产险"
    assert found.organizations[1].parent_basis == IMPLIED
    assert found.awards[0].organizers == ("中国太保产险", "云南分公司")
    (case,) = found.cases
    assert case.owners == ("中国太保产险",)
    assert [(p.organization, p.role, p.evidence) for p in case.partners] == [
        ("中国太保产险", "联合发布", spans("甲", "乙")),
        ("中国太保产险", "支持", ()),
    ]
    assert [product.provider for product in case.products] == ["中国太保产险", None]
    assert case.figures == facts.cases[0].figures
    assert found.receipts[0].recipients == ("中国太保产险",)
    assert found.receipts[0].case == "c"


def test_the_best_parent_of_two_that_are_one_is_kept() -> None:
    found = resolved(
        org("甲集团"),
        org("乙集团"),
        org("太保产险", parent="甲集团", parent_basis=IMPLIED),
        org("中国太保产险", parent="乙集团", parent_basis=STATED),
    )
    assert (found["中国太保产险"].parent, found["中国太保产险"].parent_basis) == ("乙集团", STATED)


def test_nothing_belongs_to_itself() -> None:
    found = resolved(org("太保产险", parent="中国太保产险", parent_basis=STATED), org("中国太保产险"))
    assert (found["中国太保产险"].parent, found["中国太保产险"].parent_basis) == (None, None)


def test_parent_and_subsidiary_of_one_brand_stay_two() -> None:
    assert len(resolved(org("中国人寿"), org("中国人寿集团"))) == 2
    assert len(resolved(org("中国太平"), org("中国太平洋保险"))) == 2


# --- always


NAMES = [
    "太保产险",
    "中国太保产险",
    "中国太保",
    "太保集团",
    "太保",
    "长江养老",
    "中国太平",
    "太平人寿",
    "某某科技",
    "CPIC",
]


@st.composite
def documents(draw: st.DrawFn) -> ArticleFacts:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1))
    organizations = [
        {
            "name": name,
            "aliases": draw(st.lists(st.sampled_from(NAMES), max_size=1)),
            "parent": draw(st.sampled_from([None, *names])),
            "parent_basis": draw(st.sampled_from([None, "stated", "implied", "registry"])),
            "evidence": [{"quote": name}],
        }
        for name in names
    ]
    some = st.lists(st.sampled_from(names), min_size=1, max_size=3)
    return ArticleFacts.model_validate(
        {
            "article": {"id": "a", "published": draw(st.sampled_from([None, "1999", "2024-01-01"]))},
            "organizations": organizations,
            "awards": [{"name": "奖", "organizers": draw(some)}],
            "cases": [{"title": "案", "owners": draw(some), "partners": [{"organization": o} for o in draw(some)]}],
            "receipts": [{"award": "奖", "recipients": draw(some), "case": "案"}],
        }
    )


@given(documents())
def test_resolving_again_changes_nothing(facts: ArticleFacts) -> None:
    once = resolve(facts, REGISTRY)
    assert resolve(once, REGISTRY) == once


@given(documents())
def test_the_result_is_a_facts_document_that_lost_nothing(facts: ArticleFacts) -> None:
    found = resolve(facts, REGISTRY)
    assert parse(dump(found), where="found") == found
    keys = [one.registry_id for one in found.organizations if one.registry_id]
    assert len(keys) == len(set(keys))
    printed = {form for told in facts.organizations for form in (told.name, *told.aliases)}
    assert {form for one in found.organizations for form in (one.name, *one.aliases)} == printed
    quotes = {span.quote for told in facts.organizations for span in told.evidence}
    assert {span.quote for one in found.organizations for span in one.evidence} == quotes
    assert all(one.parent != one.id for one in found.organizations)
