"""Who is who in one article, through the public steps: names, short names, branches, and words that stand for names."""

from collections.abc import Iterator

import pytest

import kg
from kg.facts import ArticleFacts, Organization
from kg.reconciler.organizations import united
from kg.registry import load
from kg.resolver import unsettled
from tests.test_extractor import article

REGISTRY = load()


def told(text: str) -> ArticleFacts:
    return kg.resolve(kg.extract(article(*text.split("\n\n"))))


def winners(text: str) -> list[str]:
    """Who won, in the order of the receipts: the registry id, or the name."""
    facts = told(text)
    who = {each.id: each for each in facts.organizations}
    return [who[one].registry_id or who[one].name for receipt in facts.receipts for one in receipt.recipients]


def won(name: str) -> str:
    return f"{name}荣获“年度服务奖”。"


def identity(name: str) -> str | None:
    found = winners(won(name))
    return found[0] if len(found) == 1 else None


# --- names of the registry


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("中国太平洋人寿保险股份有限公司", "中国太平洋财产保险股份有限公司"),
        ("中国人寿保险股份有限公司", "中国人民人寿保险股份有限公司"),
        ("太保寿险", "太保产险"),
        ("中国平安", "中国太平"),
        ("中国人寿", "中国人保"),
        ("中国太平", "中国太平洋保险"),
        ("中国银行", "中国银行保险报"),
        ("国民养老", "中国人寿养老"),
    ],
)
def test_two_stay_two(a: str, b: str) -> None:
    first, second = winners(f"{a}荣获“年度服务奖”，{b}荣获“年度创新奖”。")
    assert first != second
    assert {first, second} <= {entry.id for entry in REGISTRY}


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("太保寿险", "中国太平洋人寿保险股份有限公司"),
        ("中國太保", "中国太保"),
        ("中国太保（集团）", "中国太保(集团)"),
        ("中国太保", "中国太平洋保险（集团）股份有限公司"),
        ("ＣＰＩＣ", "中国太保"),
        ("長江養老", "长江养老保险股份有限公司"),
    ],
)
def test_one_is_one(a: str, b: str) -> None:
    assert identity(a) == identity(b) is not None


@pytest.mark.parametrize(
    "text",
    [
        "在国民养老金融素养提升评选中，砚溪人寿荣获“年度服务奖”。",
        "砚溪人寿荣获中国银行保险报颁发的“年度服务奖”。",
        "砚溪人寿荣获中国银行业协会颁发的“年度服务奖”。",
    ],
)
def test_a_name_inside_another_word_is_nobody(text: str) -> None:
    assert winners(text) == ["砚溪人寿"]
    assert not {"national-pension-insurance", "boc"} & {each.registry_id for each in told(text).organizations}


def _confusable() -> Iterator[tuple[str, str]]:
    every = sorted(entry.id for entry in REGISTRY)
    return ((a, b) for n, a in enumerate(every) for b in every[n + 1 :] if REGISTRY.are_confusable(a, b))


def test_every_confusable_pair_is_told_apart_by_every_name() -> None:
    names = {(id, name) for pair in _confusable() for id in pair for name in REGISTRY.get(id).names}
    for id, name in sorted(names):
        entry = REGISTRY.resolve(name)
        assert entry, name
        assert entry.id == id, name
        found = [match.candidates[0] for match in REGISTRY.find(won(name)) if match.safe]
        assert set(found) <= {id}, name


# --- short names


@pytest.mark.parametrize(
    "declared",
    [
        "（以下简称“屏农银行”）",
        "(以下简称屏农银行)",
        "（下称“屏农银行”）",
        "（简称：屏农银行）",
        "，以下简称“屏农银行”，",
        "，简称屏农银行，",
    ],
)
def test_the_short_names_of_an_article_are_those_of_their_bearers(declared: str) -> None:
    full = "湖南岳屏农村商业银行股份有限公司"
    text = f"{full}{declared}荣获“年度普惠奖”。此后屏农银行荣获“年度服务奖”。"
    assert winners(text) == [full, full]
    (one,) = told(text).organizations
    assert one.aliases == ("屏农银行",)


@pytest.mark.parametrize("short", ["岳屏农商行", "岳屏农商银行", "岳屏农村商业银行"])
def test_a_short_name_by_grammar_is_known_beside_the_full_one(short: str) -> None:
    full = "湖南岳屏农村商业银行股份有限公司"
    assert set(winners(f"{full}荣获“年度普惠奖”。{short}还荣获“年度服务奖”。")) == {full}


def test_a_short_name_that_two_may_bear_is_neither() -> None:
    text = "湖南岳屏农村商业银行荣获“普惠奖”。湖北岳屏农村商业银行荣获“创新奖”。岳屏农商行荣获“服务奖”。"
    assert len(set(winners(text))) == 3


def test_what_is_listed_side_by_side_is_two() -> None:
    text = "湖南岳屏农村商业银行、岳屏农商行均荣获“普惠奖”。"
    assert len(set(winners(text))) == 2


# --- members, branches, and words that stand for names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国太保荣获“年度集团奖”，该集团旗下产险公司荣获“年度产险奖”。", ["cpic", "cpic-pc"]),
        ("中国太保荣获“年度集团奖”。其旗下寿险公司荣获“年度寿险奖”。", ["cpic", "cpic-life"]),
        ("中国太保旗下的产险公司、寿险公司分别荣获“年度产险奖”“年度寿险奖”。", ["cpic-pc", "cpic-life"]),
        ("中国平安旗下资产管理公司荣获“年度服务奖”。", ["ping-an-asset"]),
    ],
)
def test_members_of_a_group_may_go_by_their_trade(text: str, expected: list[str]) -> None:
    assert winners(text) == expected


def test_members_of_a_group_that_is_not_registered_are_nobody_elses() -> None:
    text = "中国太保荣获“年度集团奖”。\n\n砚溪集团旗下产险公司荣获“年度服务奖”。"
    assert "cpic-pc" not in winners(text)


@pytest.mark.parametrize(
    ("branch", "company"),
    [
        ("太平洋产险云南分公司", "cpic-pc"),
        ("中国工商银行云南省分行", "icbc"),
        ("中国工商银行云南省分行营业部", "icbc"),
        ("汀澜银行云南分行", "汀澜银行"),
    ],
)
def test_a_branch_is_a_unit_of_its_company(branch: str, company: str) -> None:
    facts = told(won(branch))
    who: dict[str | None, Organization] = {each.id: each for each in facts.organizations}
    (one,) = (who[each] for each in facts.receipts[0].recipients)
    above = who[one.parent]
    assert (one.name, one.registry_id, one.parent_basis) == (branch, None, "implied")
    assert (above.registry_id or above.name) == company


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("汀澜银行荣获“年度网点奖”。该行还荣获“年度服务奖”。", "汀澜银行"),
        ("汀澜银行荣获“年度网点奖”。我行还荣获“年度服务奖”。", "汀澜银行"),
        ("砚溪人寿荣获“年度网点奖”。我司还荣获“年度服务奖”。", "砚溪人寿"),
        ("砚溪人寿荣获“年度网点奖”。该公司还荣获“年度服务奖”。", "砚溪人寿"),
    ],
)
def test_words_that_stand_for_a_name(text: str, who: str) -> None:
    assert winners(text) == [who, who]


# --- what nobody knows for sure


@pytest.mark.parametrize("name", ["太保", "国寿", "平安"])
def test_a_name_of_several_is_given_to_none(name: str) -> None:
    assert winners(won(name)) == []


@pytest.mark.parametrize(
    "texts", [(won("砚溪人寿"), "太保荣获“年度创新奖”。"), ("太保荣获“年度创新奖”。", won("砚溪人寿"))]
)
def test_what_a_name_of_several_won_is_nobody_elses(texts: tuple[str, str]) -> None:
    assert winners("\n\n".join(texts)) == ["砚溪人寿"]


def test_a_name_of_several_means_the_one_that_the_text_names() -> None:
    assert winners("中国太保发布年报。太保荣获“年度创新奖”。") == ["cpic"]


def test_a_name_of_several_is_told_with_all_that_it_may_be() -> None:
    read = article(won("太保"), won("砚溪人寿"))
    (one,) = unsettled(read, kg.resolve(kg.extract(read)), REGISTRY)
    assert one.name == "太保"
    assert one.candidates == ("cpic",)
    assert str(one) == "太保 may be cpic, and no fuller name says so"


def test_a_name_of_several_is_settled_where_one_of_them_takes_part() -> None:
    read = article(won("中国太保"), "太保还荣获多项称号。")
    assert unsettled(read, kg.resolve(kg.extract(read)), REGISTRY) == ()


def test_an_unknown_organization_has_one_identity_wherever_it_is_told() -> None:
    first, second = (kg.convert(told(text)) for text in (won("砚溪人寿"), f"日前，{won('砚溪人寿')}会议召开。"))
    nodes = [
        {q.subject for q in quads if "/organization/" in q.subject and "砚溪人寿" in q.object}
        for quads in (first, second)
    ]
    assert nodes[0] == nodes[1]
    assert len(nodes[0]) == 1


@pytest.mark.parametrize(
    "id",
    ["manulife-sinochem", "citic-prudential-life", "aegon-thtf-life", "cathay-lujiazui-life", "bob-cardif-life"],
)
def test_a_joint_venture_is_nobodys_subsidiary(id: str) -> None:
    assert REGISTRY.get(id).parent is None


@pytest.mark.parametrize(("id", "parent"), [("icbc-axa", "icbc"), ("ccb-life", "ccb"), ("boc-samsung-life", "boc")])
def test_a_joint_venture_that_bears_a_groups_name_is_its_member_since_then(id: str, parent: str) -> None:
    entry = REGISTRY.get(id)
    assert entry.parent == parent
    assert entry.parent_since
    assert REGISTRY.ancestors(id, year=entry.parent_since - 1) == ()


def test_the_branches_of_two_companies_that_go_by_their_place_alone_are_two() -> None:
    texts = (f"{name}荣获“年度服务奖”，{name}云南分公司荣获“年度理赔奖”。" for name in ("砚溪财险", "汀澜财险"))
    documents = [told(text) for text in texts]
    called = [{each.name for each in d.organizations} for d in united(documents, REGISTRY)]
    assert not called[0] & called[1]
