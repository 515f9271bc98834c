"""Organizations looked at in groups that belong together are those that are found where all are looked at at once."""

from collections import defaultdict
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.facts import ArticleFacts
from kg.reconciler.decisions import Decided, Ruling, Verdict
from kg.reconciler.kindred import Told, excerpts, kindred, namings, reunited, told
from kg.reconciler.organizations import united
from kg.registry import load
from tests.arbitrary import documents
from tests.test_reconciler_organizations import article, org

REGISTRY = load()
NAMES = str.split(
    """
湖南岳屏农村商业银行股份有限公司 岳屏农商行 湖北岳屏农商行 岳屏银行 砚溪财险 砚溪财产保险股份有限公司 砚溪产险
砚溪财险云南分公司 云南分公司 砚溪保险集团 恒泰数字科技有限公司 恒泰科技 恒泰科技有限公司 恒泰科技股份有限公司 远帆科技
太保寿险 太平洋产险 太平洋产险云南分公司 太保 国泰人寿 陆家嘴国泰人寿 屏南小贷
"""
)
NAMED = st.sampled_from(NAMES)
ORGANIZATIONS = st.builds(org, NAMED, NAMED) | st.builds(org, NAMED)


def by_groups(every: Sequence[ArticleFacts], decided: Decided) -> list[ArticleFacts]:
    kin = kindred((naming for document in every for naming in namings(document, REGISTRY)), REGISTRY, decided)
    groups: dict[str, list[tuple[int, ArticleFacts]]] = defaultdict(list)
    for n, document in enumerate(every):
        for first, excerpt in excerpts(document, kin, REGISTRY):
            groups[first].append((n, excerpt))
    said: dict[int, list[Told]] = defaultdict(list)
    for same in groups.values():
        after = united([excerpt for _, excerpt in same], REGISTRY, decided)
        for (n, before), now in zip(same, after, strict=True):
            said[n].append(told(before, now))
    return [reunited(document, said[n]) for n, document in enumerate(every)]


@st.composite
def newspapers(draw: st.DrawFn) -> list[ArticleFacts]:
    """Some articles in which names that may mean each other won one of two awards, a branch below its company."""
    made = []
    for n in range(draw(st.integers(2, 6))):
        several = draw(st.lists(ORGANIZATIONS, min_size=1, max_size=4, unique_by=lambda each: each.name))
        first = several[0]
        placed = (
            each.model_copy(update={"parent": first.id}) if each.name == "云南分公司" and each is not first else each
            for each in several
        )
        award = draw(st.sampled_from(("服务奖", "民生奖", "")))
        made.append(article(f"article {n}", *placed, award=award, published=f"2022-0{draw(st.integers(1, 5))}-01"))
    return made


MANY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
RULINGS = st.lists(
    st.builds(
        lambda a, b, verdict: Ruling("decisions.csv:2", a, b, verdict, "林", "2026-11-23", ""),
        NAMED,
        NAMED,
        st.sampled_from(Verdict),
    ),
    max_size=2,
)


@MANY
@given(newspapers(), RULINGS)
def test_groups_decide_as_the_whole_does(every: list[ArticleFacts], rulings: list[Ruling]) -> None:
    decided = Decided(rulings=tuple(rulings))
    assert by_groups(every, decided) == united(every, REGISTRY, decided)


@MANY
@given(st.tuples(*(documents(article=name) for name in ("one", "other", "third"))))
def test_groups_of_anything_decide_as_the_whole_does(every: Sequence[ArticleFacts]) -> None:
    assert by_groups(every, Decided()) == united(every, REGISTRY)


def test_who_is_not_alike_is_in_no_group() -> None:
    every = [article("1", "砚溪财险", org("太保寿险", registry_id="cpic-life")), article("2", "恒泰科技有限公司")]
    kin = kindred((naming for document in every for naming in namings(document, REGISTRY)), REGISTRY, Decided())
    assert not kin
    assert [first for document in every for first, _ in excerpts(document, kin, REGISTRY)] == [
        "砚溪财险",
        "恒泰科技有限公司",
    ]
