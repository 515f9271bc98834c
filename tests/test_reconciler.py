"""What many articles say together: small tellings for each promise, and a newsroom whose truth is known."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

import pytest

from kg.builder import Knowledge, convert_all, extract_each
from kg.facts import ArticleFacts
from kg.facts.together import Contradiction, Disputed
from kg.reader import read_bytes
from kg.reconciler import Reconciled, reconcile
from kg.reconciler.likeness import awards, cases, programmes
from kg.registry import Registry
from kg.terms import DCTERMS, FA, RDF, value
from tests.newsroom import Newsroom, newsroom

KNOWLEDGE = Knowledge.load()


def told(*texts: str, day: int = 8, step: int = 1) -> list[ArticleFacts]:
    """The facts of short articles, each of its own outlet, published one after the other."""
    articles = [
        read_bytes(
            f"---\ndate: 2021-07-{day + n * step:02d}\nsource: 第{n}报\n---\n{text}\n".encode(), name=f"a{n}.md"
        ).model_copy(update={"id": f"a{n}"})
        for n, text in enumerate(texts)
    ]
    return list(_facts(articles))


def _facts(articles: Iterable[object]) -> Iterator[ArticleFacts]:
    for item in extract_each(articles, KNOWLEDGE):  # type: ignore[arg-type]
        assert isinstance(item, tuple), item
        article, document = item
        yield document.model_copy(update={"article": document.article.model_copy(update={"text": article.text})})


def together(*texts: str, day: int = 8, step: int = 1) -> Reconciled:
    return reconcile(told(*texts, day=day, step=step), KNOWLEDGE.registry)


def receipts(found: Reconciled) -> set[tuple[object, ...]]:
    """The receipts of all documents by what makes them one."""
    return {_key(document, n) for document in found.documents for n in range(len(document.receipts))}


def _key(document: ArticleFacts, n: int) -> tuple[object, ...]:
    receipt = document.receipts[n]
    award = next(each for each in document.awards if each.id == receipt.award)
    case = next((each for each in document.cases if each.id == receipt.case), None)
    names = {each.id: each.registry_id or each.name for each in document.organizations}
    who = frozenset(names[id] for id in receipt.recipients)
    owners = tuple(sorted(names[id] for id in case.owners)) if case else ()
    return who, award.programme, award.name, award.year, award.edition, case and case.title, owners


def values(found: Reconciled, disputed: Disputed) -> list[tuple[str, ...]]:
    of = (each for each in found.together.contradictions if each.disputed is disputed)
    return [tuple(side.value for side in each.sides) for each in of]


A = "7月8日，2021中国保险业飞鱼奖评选结果揭晓，太保寿险凭借“邻里照护站”项目荣获“年度客户服务奖”。"
B = "近日，2021年度中国保险业飞鱼奖颁奖典礼在杭州举行，中国太平洋人寿保险股份有限公司的“邻里照护站”获评年度客户服务奖。"


# One award


def test_one_award_that_several_outlets_tell_is_one_receipt_with_the_evidence_of_each() -> None:
    quads = convert_all(told(A, B), KNOWLEDGE)
    [receipt] = {quad.subject for quad in quads if quad.object == FA.AwardReceipt}
    spans = [quad for quad in quads if quad.subject == receipt and quad.predicate == FA.hasEvidence]
    assert len({quad.graph for quad in spans}) == 2


@pytest.mark.parametrize(
    "other",
    [
        "日前，太平洋寿险在飞鱼奖评选中获得年度客户服务奖。",
        "记者获悉，太保寿险以“邻里照护站——银龄生活第一公里”摘得2021中国保险业飞鱼奖“年度客户服务奖”。",
        "7月9日，太保寿险凭借“邻里照护站”荣获2021中国保险业飞鱼奖“年度客户服物奖”。",
        "7月9日，太保寿险凭借“邻里照护站”荣获中国保险业飞鱼奖“2021年度客户服务奖”。",
        "7月9日，太保壽險憑藉「鄰里照護站」榮獲2021中國保險業飛魚獎「年度客戶服務獎」。",
    ],
    ids=["programme cut short, no year, no case", "subtitle", "misprint", "year in the name", "traditional"],
)
def test_an_award_told_otherwise_is_the_same(other: str) -> None:
    assert len(receipts(together(A, other))) == 1


@pytest.mark.parametrize(
    "other",
    [
        A.replace("太保寿险", "太保产险"),
        A.replace("年度客户服务奖", "年度社会责任奖"),
        A.replace("2021中国", "2020中国"),
        A.replace("飞鱼奖", "银杉奖"),
        A.replace("邻里照护站", "车险直赔通"),
        A.replace("年度客户服务奖", "金奖"),
    ],
    ids=["winner", "award", "year", "programme", "case", "grade"],
)
def test_another_award_stays_another(other: str) -> None:
    assert len(receipts(together(A, other))) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("最佳投顾团队", "最佳投研团队"),
        ("最佳公募基金奖", "最佳私募基金奖"),
        ("最佳理财产品奖", "最佳理赔产品奖"),
        ("优秀分行", "优秀支行"),
        ("优秀AAA级企业", "优秀AA级企业"),
    ],
)
def test_awards_that_differ_in_a_character_are_no_misprints(one: str, other: str) -> None:
    told = "7月8日，2021中国保险业飞鱼奖揭晓，太保寿险荣获“{}”。"
    assert len(receipts(together(told.format(one), told.format(other)))) == 2


def test_two_subtitles_are_two_cases() -> None:
    one, other = (A.replace("“邻里照护站”项目", f"《绿色金融——{each}》") for each in ("碳账户贷款", "光伏农户贷"))
    assert len(receipts(together(one, other))) == 2


def test_next_year_s_award_is_another_though_nothing_says_of_which_year() -> None:
    texts = ("2021年7月8日，太保寿险荣获“年度客户服务奖”。", "2022年7月8日，太保寿险荣获“年度客户服务奖”。")
    first, second = told(*texts)
    later = second.model_copy(update={"article": second.article.model_copy(update={"published": "2022-07-09"})})
    redated = [r.model_copy(update={"date": date(2022, 7, 8)}) for r in later.receipts]
    quads = convert_all([first, later.model_copy(update={"receipts": tuple(redated)})], KNOWLEDGE)
    assert sum(quad.object == FA.AwardReceipt for quad in quads) == 2
    assert sum(quad.predicate == FA.awardedOn for quad in quads) == 2


def test_a_programme_of_the_young_is_not_that_of_all() -> None:
    one = A.replace("中国保险业飞鱼奖", "金融风云榜")
    assert len(receipts(together(one, one.replace("金融风云榜", "青年金融风云榜")))) == 2


def test_a_list_and_its_ceremony_have_two_days_and_the_first_is_the_award_s() -> None:
    found = together(A, A.replace("7月8日", "7月20日"), day=9, step=13)
    assert found.together.contradictions == ()
    assert {receipt.date for document in found.documents for receipt in document.receipts} == {date(2021, 7, 8), None}


def test_what_one_article_tells_apart_stays_apart() -> None:
    one = A.replace("荣获“年度客户服务奖”", "荣获“年度服务奖”") + A.replace(
        "荣获“年度客户服务奖”", "荣获“年度服务大奖”"
    )
    assert len(receipts(together(one, A.replace("年度客户服务奖", "年度服务奖")))) == 2


def test_an_award_of_another_month_is_another_where_nothing_says_which_edition() -> None:
    bare = "近日，太保寿险获得年度客户服务奖。"
    assert len(receipts(together(bare, bare + "公司表示感谢。", day=1, step=3))) == 1
    assert len(receipts(together(bare, A, day=1, step=25))) == 2


def test_a_name_that_fits_two_programmes_is_taken_for_neither() -> None:
    bare = "日前，太保寿险凭借“邻里照护站”获得年度客户服务奖。"
    assert len(receipts(together(A, A.replace("飞鱼奖", "银杉奖"), bare))) == 3


def test_the_year_of_an_ordinal_is_learnt_from_whoever_says_both() -> None:
    both = "2021年（第五届）中国保险业飞鱼奖揭晓，太保产险荣获“年度品牌奖”。"
    assert len(receipts(together(A, A.replace("2021中国", "第五届中国"), both))) == 2


def test_the_order_of_articles_does_not_matter() -> None:
    documents = told(A, B, A.replace("年度客户服务奖", "年度客户服物奖"), A.replace("2021中国", "2020中国"))
    whole = convert_all(documents, KNOWLEDGE)
    for seed in range(5):
        mixed = random.Random(seed).sample(documents, len(documents))
        assert convert_all(mixed, KNOWLEDGE) == whole


def test_reconciling_again_changes_nothing() -> None:
    once = together(A, B, A.replace("年度客户服务奖", "年度客户服物奖"))
    assert reconcile(once.documents, KNOWLEDGE.registry).documents == once.documents


def test_an_iri_that_an_article_alone_would_give_leads_to_the_one_that_holds() -> None:
    misprinted = A.replace("客户服务奖", "客户服物奖")
    alone = {q.subject for q in convert_all(told(misprinted), KNOWLEDGE) if q.object == FA.AwardReceipt}
    quads = convert_all(told(A, misprinted, B), KNOWLEDGE)
    [receipt] = {quad.subject for quad in quads if quad.object == FA.AwardReceipt}
    assert {q.object for q in quads if q.subject in alone and q.predicate == DCTERMS.isReplacedBy} == {receipt}


def test_what_was_printed_stays_as_another_name() -> None:
    found = together(A, B, A.replace("客户服务奖", "客户服物奖"))
    [award] = found.documents[2].awards
    assert (award.name, award.aliases) == ("年度客户服务奖", ("年度客户服物奖",))


def test_one_figure_in_two_sets_of_words_is_one_figure() -> None:
    quads = convert_all(told(A + FIGURE.format("120万"), B + "该项目已累计服务客户120万人次。"), KNOWLEDGE)
    assert len({quad.subject for quad in quads if quad.object == FA.Figure}) == 1


# Reprints


def test_a_reprint_is_known_and_stays_an_article() -> None:
    more = "业内人士认为，这一项目为社区老人提供了便利。"
    found = together(A + more, B, A + more + "本报综合整理。")
    assert found.together.reprints == (("a2", "a0"),)
    quads = convert_all(told(A + more, B, A + more), KNOWLEDGE)
    assert sum(quad.predicate == FA.reprintOf for quad in quads) == 1
    assert sum(quad.object == FA.Article for quad in quads if quad.predicate == RDF.type) == 3


def test_one_text_of_two_outlets_is_two_articles_and_of_one_outlet_one() -> None:
    def read(source: str, name: str) -> str:
        return read_bytes(f"---\nsource: {source}\n---\n{A}".encode(), name=name).id

    assert read("甲报", "a.md") == read("甲报", "b.md") != read("乙报", "a.md")


def test_an_article_that_quotes_a_sentence_is_no_reprint() -> None:
    assert (
        together(
            A, A + "这一奖项由多家机构共同发起，今年共收到申报材料三百余份，经过三轮评审产生结果。"
        ).together.reprints
        == ()
    )


# Contradictions

FIGURE = "据介绍，“邻里照护站”累计服务客户{}人次。"


@pytest.mark.parametrize(
    ("disputed", "texts", "sides"),
    [
        (Disputed.FIGURE, (A + FIGURE.format("120万"), B + FIGURE.format("130万")), ("1200000 人次", "1300000 人次")),
        (Disputed.YEAR, (A, A.replace("2021中国", "2020中国")), ("2020", "2021")),
        (Disputed.YEAR, (A, A.replace("2021中国", "2020中国").replace("凭借“邻里照护站”项目", "")), ("2020", "2021")),
        (Disputed.EDITION, (A.replace("2021", "第五届"), A.replace("2021", "第六届")), ("第五届", "第六届")),
        (Disputed.DATE, (A, A.replace("7月8日", "7月7日")), ("2021-07-07", "2021-07-08")),
        (Disputed.WINNER, (A, A.replace("太保寿险", "平安产险")), ("太保寿险", "平安产险")),
        (
            Disputed.AWARD,
            (A.replace("年度客户服务奖", "金奖"), A.replace("年度客户服务奖", "银奖")),
            ("金奖", "银奖"),
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Disputed) else "",
)
def test_what_articles_say_otherwise_is_a_contradiction(
    disputed: Disputed, texts: tuple[str, ...], sides: tuple[str, ...]
) -> None:
    found = together(*texts)
    assert [each.disputed for each in found.together.contradictions] == [disputed]
    assert values(found, disputed) == [sides]
    for side in found.together.contradictions[0].sides:
        for word in side.told:
            assert word.span is not None
            text = next(d.article.text for d in found.documents if d.article.id == word.article) or ""
            assert text[word.span.start : word.span.end] == word.span.quote


@pytest.mark.parametrize(
    "texts",
    [
        (A + FIGURE.format("120万"), B + FIGURE.format("1203400")),
        (A + FIGURE.format("超120万"), B + FIGURE.format("125万")),
        (A + FIGURE.format("120万"), B + FIGURE.format("120万") + "其中今年服务客户30万人次。"),
        (A + FIGURE.format("约120万"), B + FIGURE.format("122万")),
        (A, A.replace("太保寿险", "中国太保")),
        (A + FIGURE.format("超1000万"), B + FIGURE.format("1200万")),
        (A.replace("太保寿险", "远溪集团有限公司"), A.replace("太保寿险", "远溪集团有限公司旗下子公司远溪数科")),
        (
            "太保寿险的“金融知识普及月”入选优秀案例。",
            "平安产险的“金融知识普及月”入选优秀案例。",
        ),
        (A, A.replace("邻里照护站", "车险直赔通").replace("2021中国", "2020中国")),
    ],
    ids=[
        "rounded",
        "bound",
        "another figure besides",
        "about",
        "group and member",
        "more than",
        "parent in the text",
        "one title of many",
        "other case, other year",
    ],
)
def test_what_may_both_be_true_is_none(texts: tuple[str, ...]) -> None:
    assert together(*texts).together.contradictions == ()


def test_next_year_s_figure_is_news() -> None:
    texts = (A + FIGURE.format("120万"), B + FIGURE.format("130万"))
    documents = told(*texts)
    later = documents[1].article.model_copy(update={"published": "2022-07-08"})
    moved = [documents[0], documents[1].model_copy(update={"article": later})]
    assert reconcile(moved, KNOWLEDGE.registry).together.contradictions == ()


def test_a_contradiction_stands_in_the_graph_with_both_sides_and_their_sentences() -> None:
    quads = convert_all(told(A, A.replace("2021中国", "2020中国")), KNOWLEDGE)
    [node] = {quad.subject for quad in quads if quad.object == FA.Contradiction}
    sides = [quad.object for quad in quads if quad.subject == node and quad.predicate == FA.hasSide]
    assert len(sides) == 2
    stated = {quad.object for quad in quads if quad.subject in sides and quad.predicate == FA.states}
    assert stated == {quad.subject for quad in quads if quad.object == FA.AwardReceipt}
    assert all(any(q.subject == side and q.predicate == FA.hasEvidence for q in quads) for side in sides)


def test_a_receipt_has_no_day_where_several_are_told() -> None:
    quads = convert_all(told(A, A.replace("7月8日", "7月7日")), KNOWLEDGE)
    assert not any(quad.predicate == FA.awardedOn for quad in quads)
    assert any(quad.predicate == FA.awardedOn for quad in convert_all(told(A, B), KNOWLEDGE))


@pytest.mark.parametrize(
    ("texts", "days"),
    [
        ((A, A.replace("7月8日", "昨日"), A.replace("7月8日", "今日")), {"2021-07-08"}),
        ((A.replace("7月8日", "昨日"), A.replace("7月8日", "今日").replace("荣获", "摘得")), set()),
        ((A.replace("7月8日", "今日"), A.replace("7月8日", "昨日").replace("荣获", "摘得")), {"2021-07-08"}),
    ],
)
def test_a_day_that_is_counted_from_publication_disputes_nothing(texts: tuple[str, ...], days: set[str]) -> None:
    documents = told(*texts)
    assert all(receipt.date for document in documents for receipt in document.receipts)
    quads = convert_all(documents, KNOWLEDGE)
    assert {value(quad.object) for quad in quads if quad.predicate == FA.awardedOn} == days
    assert not any(quad.object == FA.Contradiction for quad in quads)


# Names


def test_names_that_may_be_one() -> None:
    assert awards("年度客户服务奖", "年度客户服务大奖") == 1
    assert awards("飞鱼奖·年度品牌", "年度品牌奖") is None
    assert awards("飞鱼奖年度品牌奖", "年度品牌奖", ("飞鱼奖",)) == 1
    assert awards("一等奖", "二等奖") is awards("最佳寿险公司奖", "最佳产险公司奖") is None
    assert programmes("飞鱼奖", "2021中国保险业飞鱼奖评选") == 1
    assert programmes("金融金龙奖", "金融金牛奖") is None
    assert cases("“邻里照护站”项目", "邻里照护站——银龄生活") == 1
    assert cases("第一课堂进社区", "第二课堂进社区") is None


# A newsroom


@pytest.fixture(scope="module")
def room() -> Newsroom:
    return newsroom(KNOWLEDGE.registry, events=500)


@pytest.fixture(scope="module")
def found(room: Newsroom) -> Reconciled:
    articles = [
        read_bytes(each.markdown.encode(), name=f"{each.name}.md").model_copy(update={"id": each.name})
        for each in room.tellings
    ]
    return reconcile(_facts(articles), KNOWLEDGE.registry)


def test_every_event_of_a_newsroom_is_told_by_one_receipt(room: Newsroom, found: Reconciled) -> None:
    """Two, where an outlet tells of another winner or year."""
    event = {each.name: each.event for each in room.tellings}
    keys: dict[int, set[object]] = defaultdict(set)
    for document in found.documents:
        keys[event[document.article.id]].update(_key(document, n) for n in range(len(document.receipts)))
    others = Counter(number for number, what in room.contradictions if what in ("winner", "year"))
    assert {number: len(each) for number, each in keys.items()} == {n.number: 1 + others[n.number] for n in room.events}
    assert len(set().union(*keys.values())) == sum(map(len, keys.values()))


def test_organizations_of_a_newsroom_are_never_merged_and_hardly_ever_missed(room: Newsroom, found: Reconciled) -> None:
    truth = {each.name: each.winner for each in room.tellings}
    pairs: Counter[tuple[str, str]] = Counter()
    for document in found.documents:
        [receipt] = document.receipts
        [winner] = [each for each in document.organizations if each.id in receipt.recipients]
        pairs[truth[document.article.id], winner.registry_id or winner.name] += 1
    right = sum(n * (n - 1) for n in pairs.values())
    assert right == _pairs(pairs, 1)
    assert right / _pairs(pairs, 0) >= 0.98


def _pairs(counted: Counter[tuple[str, str]], side: int) -> int:
    totals: Counter[str] = Counter()
    for key, n in counted.items():
        totals[key[side]] += n
    return sum(n * (n - 1) for n in totals.values())


def test_each_planted_contradiction_is_found_and_no_other(room: Newsroom, found: Reconciled) -> None:
    event = {each.name: each.event for each in room.tellings}

    def place(each: Contradiction) -> tuple[int, str]:
        [number] = {event[word.article] for side in each.sides for word in side.told}
        return number, each.disputed.value

    assert Counter(map(place, found.together.contradictions)) == Counter(room.contradictions)


def test_each_reprint_is_found_and_no_other(room: Newsroom, found: Reconciled) -> None:
    assert dict(found.together.reprints) == {each.name: each.reprint_of for each in room.tellings if each.reprint_of}


def test_the_registry_is_what_a_group_is_known_by() -> None:
    alone = Registry(())
    texts = (A, A.replace("太保寿险", "中国太保"))
    assert len(reconcile(told(*texts), alone).together.contradictions) == 1
