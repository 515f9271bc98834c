"""One organization across articles: who is united, and who never is."""

import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.facts import Article, ArticleFacts, Award, AwardReceipt, Organization
from kg.reconciler.organizations import united
from kg.registry import load
from kg.registry.abbreviations import is_short_for

REGISTRY = load()
BANK = "湖南岳屏农村商业银行股份有限公司"


def org(name: str, *aliases: str, **fields: object) -> Organization:
    return Organization.model_validate({"name": name, "aliases": aliases, **fields})


def article(
    id: str, *organizations: Organization | str, award: str = "", published: str | None = "2022-03-01"
) -> ArticleFacts:
    """An article in which each organization won the award, if there is one."""
    told = tuple(org(each) if isinstance(each, str) else each for each in organizations)
    return ArticleFacts(
        article=Article(id=id, published=published),
        organizations=told,
        awards=(Award(id="a", name=award, programme="民生服务评选", year=2021),) if award else (),
        receipts=tuple(AwardReceipt(id=f"r{n}", award="a", recipients=(one.id,)) for n, one in enumerate(told))
        if award
        else (),
    )


def names(*documents: ArticleFacts) -> list[list[str]]:
    """Who is in each document: the registry id or the name."""
    done = united(documents, REGISTRY)
    return [[each.registry_id or each.name for each in document.organizations] for document in done]


def are_one(*documents: ArticleFacts) -> bool:
    """Whether the first organization of every document is the same."""
    return len({each[0] for each in names(*documents)}) == 1


def test_a_short_name_that_is_what_is_left_of_a_legal_name_is_that_company_s() -> None:
    defined = article("a", org("恒泰数字科技有限公司", "恒泰科技"))
    full, bare = article("b", "恒泰科技有限公司"), article("c", "恒泰科技")
    assert not are_one(defined, full)
    assert not are_one(defined, full, bare)
    other = article("d", org("杭州蓝海信息技术有限公司", "远帆科技"))
    assert not are_one(other, article("e", "远帆科技股份有限公司"), article("f", "远帆科技"))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("砚溪财产保险股份有限公司", "砚溪财产保险"),
        ("砚溪财产保险股份有限公司", "砚溪财险"),
        ("砚溪产险", "砚溪财险公司"),
        ("砚溪人寿保险有限公司", "砚溪寿险"),
        ("砚溪保险（集团）股份有限公司", "硯溪保險集團"),
        ("岳屏农商行", "岳屏农村商业银行"),
        ("湖南省岳屏农商行", "湖南岳屏农村商业银行股份有限公司"),
        ("砚溪基金管理有限公司", "砚溪基金"),
        ("砚溪金融租赁有限责任公司", "砚溪金租"),
        ("ＹＸ金融科技有限公司", "yx金融科技"),
        ("砚溪财险云南省分公司", "砚溪财产保险股份有限公司云南分公司"),
        ("太平洋产险云南分公司", "中国太平洋财产保险股份有限公司云南省分公司"),
    ],
)
def test_spellings_that_lose_nothing_are_one(a: str, b: str) -> None:
    companies = "砚溪财险", "砚溪财产保险股份有限公司"  # whose branches some of them are
    first, *_, last = names(article("1", a), *(article(f"x{c}", c) for c in companies), article("2", b))
    assert first == last


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("砚溪财险", "砚溪寿险"),
        ("砚溪保险", "砚溪财险"),
        ("砚溪集团", "砚溪股份有限公司"),
        ("砚溪保险集团", "砚溪保险"),
        ("砚溪资产管理有限公司", "砚溪证券"),
        ("砚溪银行", "砚溪商业银行"),
        ("砚溪银行云南分行", "砚溪银行"),
        ("砚溪银行云南分行", "砚溪银行云南支行"),
        ("砚溪银行吉林省分行", "砚溪银行吉林市分行"),
        ("上海砚溪银行", "北京砚溪银行"),
        ("湖南岳屏农商行", "岳屏农商行"),
        ("砚溪第一小贷", "砚溪第二小贷"),
        ("砚溪3号基金", "砚溪5号基金"),
        ("东砚溪银行", "西砚溪银行"),
        ("中国太平洋人寿保险", "中国太平人寿保险"),
        ("华泰保险", "华泰证券"),
    ],
)
def test_names_that_tell_apart_are_two(a: str, b: str) -> None:
    assert not are_one(article("1", a, award="服务奖"), article("2", b, award="服务奖")) or is_short_for(b, a)
    assert not are_one(article("1", a), article("2", b))


def test_two_legal_forms_of_a_name_are_two_and_the_short_name_is_neither() -> None:
    documents = [article(str(n), f"砚溪科技{form}") for n, form in enumerate(("有限公司", "股份有限公司", ""))]
    assert len({each for (each,) in names(*documents)}) == 3


def test_the_short_forms_of_a_limited_company_are_one() -> None:
    assert are_one(article("1", "砚溪科技有限公司"), article("2", "砚溪科技有限责任公司"), article("3", "砚溪科技"))


def test_what_an_article_prints_stays_as_an_alias() -> None:
    done = united([article("1", "砚溪财险"), article("2", "砚溪财产保险股份有限公司")], REGISTRY)
    assert [(o.name, o.aliases) for d in done for o in d.organizations] == [
        ("砚溪财产保险股份有限公司", ("砚溪财险",)),
        ("砚溪财产保险股份有限公司", ()),
    ]


def test_the_kind_that_most_tell_is_that_of_all() -> None:
    told = [
        article("1", org("砚溪财险", kind="insurer-pc")),
        article("2", org("砚溪产险", kind="insurer-pc")),
        article("3", org("砚溪财产保险", kind="tech")),
    ]
    assert {o.kind for d in united(told, REGISTRY) for o in d.organizations} == {"insurer-pc"}


def test_branches_that_go_by_their_place_alone_are_those_of_their_companies() -> None:
    def told(id: str, company: str) -> ArticleFacts:
        return article(id, org("云南分公司", parent=company), org(company))

    first, second, third = names(told("1", "砚溪财险"), told("2", "汀澜财险"), article("3", "砚溪财产保险云南省分公司"))
    assert first[0] == third[0] != second[0] == "汀澜财险云南分公司"


# --- short names that an article defines


def test_a_short_name_that_an_article_defines_is_known_in_others() -> None:
    assert are_one(article("1", org(BANK, "屏农银行")), article("2", "屏农银行"))


def test_a_short_name_of_a_registered_organization_gets_its_id() -> None:
    told = org("中国太平洋人寿保险股份有限公司", "洋寿之家", registry_id="cpic-life")
    assert names(article("1", told), article("2", "洋寿之家")) == [["cpic-life"], ["cpic-life"]]


@pytest.mark.parametrize(
    "alias", ["本公司", "该行", "集团", "总行", "我司", "公司", "云南分公司", "屏农", "上海公司", "人寿保险"]
)
def test_a_short_name_that_may_be_anybodys_is_nobodys(alias: str) -> None:
    assert not are_one(article("1", org(BANK, alias)), article("2", alias))


def test_a_short_name_that_articles_define_for_two_is_neither() -> None:
    first, second, third = names(
        article("1", org(BANK, "屏农银行")), article("2", org("湖北屏山农商银行", "屏农银行")), article("3", "屏农银行")
    )
    assert len({*first, *second, *third}) == 3


def test_a_short_name_that_may_mean_somebody_else_is_not_joined() -> None:
    told = article("1", org("砚溪财产保险股份有限公司", "砚溪人寿")), article("2", "砚溪人寿")
    assert not are_one(*told)


def test_a_short_name_is_not_joined_where_an_article_tells_both_apart() -> None:
    first, second, third = names(
        article("1", org(BANK, "屏农银行")), article("2", "屏农银行"), article("3", BANK, "屏农银行")
    )
    assert (first, second, third) == ([BANK], ["屏农银行"], [BANK, "屏农银行"])


@pytest.mark.parametrize("alias", ["太保", "国寿"])
def test_a_name_that_the_registry_shares_out_is_not_joined(alias: str) -> None:
    assert not are_one(article("1", org(BANK, alias)), article("2", alias))


# --- short names by grammar


@pytest.mark.parametrize("short", ["岳屏农商行", "岳屏农商银行", "岳屏农村商业银行"])
def test_an_abbreviation_that_won_the_same_is_the_same(short: str) -> None:
    assert are_one(article("1", BANK, award="服务奖"), article("2", short, award="服务奖"))


def test_a_house_may_be_cut_short_where_it_won_the_same() -> None:
    assert (
        are_one(article("1", "砚北溪人寿保险股份有限公司", award="奖"), article("2", "砚北保寿险", award="奖")) is False
    )
    assert are_one(article("1", "砚石溪人寿保险股份有限公司", award="奖"), article("2", "砚保寿险", award="奖"))


def test_a_word_of_the_trade_may_be_left_out_and_not_be_another() -> None:
    assert are_one(article("1", "砚溪数字科技有限公司", award="奖"), article("2", "砚溪科技", award="奖"))
    assert not are_one(article("1", "砚溪数字科技有限公司", award="奖"), article("2", "砚溪智能科技", award="奖"))
    told = [article(str(n), name, award="奖") for n, name in enumerate(("砚溪数字科技", "砚溪智能科技", "砚溪科技"))]
    assert len({each for (each,) in names(*told)}) == 3


def test_an_abbreviation_that_won_nothing_with_it_is_not_joined() -> None:
    assert not are_one(article("1", BANK, award="服务奖"), article("2", "岳屏农商行"))
    assert not are_one(article("1", BANK, award="服务奖"), article("2", "岳屏农商行", award="创新奖"))


def test_an_abbreviation_long_after_is_not_joined() -> None:
    told = article("1", BANK, award="服务奖"), article("2", "岳屏农商行", award="服务奖", published="2022-05-01")
    assert not are_one(*told)
    assert not are_one(told[0], told[1].model_copy(update={"article": Article(id="2")}))


def test_an_abbreviation_of_two_is_neither() -> None:
    other = "湖北岳屏农村商业银行股份有限公司"
    told = (article(str(n), name, award="服务奖") for n, name in enumerate((BANK, "岳屏农商行", other)))
    assert len({each for (each,) in names(*told)}) == 3


def test_a_short_name_of_two_is_that_of_the_one_whose_award_an_article_tells() -> None:
    other, short = "湖北岳屏农村商业银行股份有限公司", "岳屏农商行"
    told = [article("1", BANK, award="服务奖"), article("2", other, award="创新奖")]
    told += [article("3", short, award="服务奖"), article("4", short, award="创新奖"), article("5", short, award="奖")]
    assert names(*told)[2:] == [[BANK], [other], [short]]
    assert united(done := united(told, REGISTRY), REGISTRY) == done


def test_an_abbreviation_of_a_registered_organization_gets_its_id() -> None:
    life = org("中国太平洋人寿保险股份有限公司", registry_id="cpic-life")
    assert names(article("1", life, award="奖"), article("2", "中国太保人寿保险", award="奖"))[1] == ["cpic-life"]


def test_a_registered_organization_is_never_called_without_its_place() -> None:
    told = org("陆家嘴国泰人寿保险有限责任公司", registry_id="cathay-lujiazui-life")
    assert names(article("1", told, award="奖"), article("2", "国泰人寿", award="奖"))[1] == ["国泰人寿"]


# --- pairs that must never be merged


def _confusable() -> list[tuple[str, str]]:
    every = sorted(entry.id for entry in REGISTRY)
    return [(a, b) for n, a in enumerate(every) for b in every[n + 1 :] if REGISTRY.are_confusable(a, b)]


def test_confusable_organizations_stay_apart_by_all_of_their_names() -> None:
    for a, b in _confusable():
        first, second = REGISTRY.get(a), REGISTRY.get(b)
        told = [article(f"1 {n}", name, award="奖") for n, name in enumerate(first.names)]
        told += [article(f"2 {n}", org(name), award="奖") for n, name in enumerate(second.names)]
        known = [_resolved(document) for document in told]
        found = [who for (who,) in names(*known)]
        assert set(found[: len(first.names)]) == {a}, (a, b)
        assert set(found[len(first.names) :]) == {b}, (a, b)


def _resolved(document: ArticleFacts) -> ArticleFacts:
    from kg.resolver import resolve

    return resolve(document, REGISTRY)


def test_legal_names_that_the_registry_does_not_know_stay_apart_as_the_entries_do() -> None:
    empty = load().__class__(())
    entries = list(REGISTRY)
    done = united([article(entry.id, entry.legal_name, award="奖") for entry in entries], empty)
    called = [document.organizations[0].name for document in done]
    assert len(set(called)) == len(entries)


# --- many organizations, whose truth is known

_TRADES = {
    "农商行": ("农村商业银行股份有限公司", ("农村商业银行", "农商银行", "农商行")),
    "寿险": ("人寿保险股份有限公司", ("人寿保险", "人寿", "寿险")),
    "财险": ("财产保险股份有限公司", ("财产保险", "财险", "产险")),
    "基金": ("基金管理有限公司", ("基金管理", "基金")),
    "信托": ("信托有限责任公司", ("信托",)),
    "科技": ("科技有限公司", ("科技",)),
    "集团": ("集团有限公司", ("集团",)),
}


def _outlets(seed: int, count: int) -> tuple[list[ArticleFacts], dict[str, str]]:
    """Articles in which four outlets tell of an award of each organization, by names of their own, and whose it is.

    Houses recur in several trades, and those with a place in their name in several places.
    """
    chance = random.Random(seed)
    houses = [a + b for a in "砚汀岚珑澜霁翎桐芷翊岑沅" for b in "溪屏岭川泽麓峦湾苑榕"]
    wanted: dict[str, tuple[str, str, str]] = {}
    while len(wanted) < count:
        trade = chance.choice(sorted(_TRADES))
        place = chance.choice(("湖南", "湖北", "江苏", "云南")) if trade in ("农商行", "信托") else ""
        house = chance.choice(houses)
        wanted.setdefault(place + house + _TRADES[trade][0], (place, house, trade))
    told, truth = [], {}
    for number, (full, (place, house, trade)) in enumerate(wanted.items()):
        for outlet in range(4):
            short = house + chance.choice(_TRADES[trade][1])
            printed = chance.choice((full, place + short, short, short.replace("财险", "財險"))) if outlet else full
            declared = (short,) if not outlet and chance.random() < 0.5 else ()
            day = f"2022-{number % 12 + 1:02}-{3 * outlet + 1:02}"
            id = f"{number}-{outlet}"
            told.append(article(id, org(printed, *declared), award=f"第{number % 61}号服务奖", published=day))
            truth[id] = full
    return chance.sample(told, len(told)), truth


@pytest.mark.parametrize("seed", range(5))
def test_organizations_of_many_outlets_are_told_apart_and_found_again(seed: int) -> None:
    told, truth = _outlets(seed, 300)
    found: dict[str, list[str]] = {}
    for document in united(told, REGISTRY):
        (who,) = document.organizations
        found.setdefault(who.registry_id or who.name, []).append(truth[document.article.id])
    pairs = [a == b for bearers in found.values() for a, b in combinations(bearers, 2)]
    assert all(pairs), "precision is 1.0"
    assert sum(pairs) >= 0.98 * 300 * 6, "recall"


# --- what a pure function promises

_NAMES = [
    "砚溪财险",
    "砚溪财产保险股份有限公司",
    "砚溪产险",
    "砚溪寿险",
    BANK,
    "岳屏农商行",
    "屏农银行",
    "砚溪财险云南分公司",
]


@st.composite
def _documents(draw: st.DrawFn) -> list[ArticleFacts]:
    made = []
    for n in range(draw(st.integers(1, 6))):
        told = draw(st.lists(st.sampled_from(_NAMES), min_size=1, max_size=3, unique=True))
        alias = draw(st.sampled_from(["屏农银行", "岳屏农商行", ""]))
        with_alias = [org(name, *([alias] if name == BANK and alias and alias not in told else [])) for name in told]
        made.append(article(str(n), *with_alias, award=draw(st.sampled_from(["", "服务奖"]))))
    return made


@settings(max_examples=200, deadline=None)
@given(_documents(), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_doing_it_again_changes_nothing(
    told: list[ArticleFacts], chance: random.Random
) -> None:
    once = united(told, REGISTRY)
    mixed = chance.sample(told, len(told))
    assert {d.article.id: d for d in once} == {d.article.id: d for d in united(mixed, REGISTRY)}
    assert united(once, REGISTRY) == once


@settings(max_examples=200, deadline=None)
@given(_documents())
def test_what_one_article_tells_apart_stays_apart(told: list[ArticleFacts]) -> None:
    for document in united(told, REGISTRY):
        assert len({each.name for each in document.organizations}) == len(document.organizations)
