import fnmatch
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ontology import load as load_ontology
from kg.registry import Entry, Registry, fold, load
from kg.registry.boundaries import Boundary, read_boundaries
from kg.registry.spellings import spellings, stems

REGISTRY = load()
BOUNDARIES = read_boundaries(load_ontology().organizations_path.with_name("boundaries.csv"))
SPELLINGS = spellings(tuple(REGISTRY), stems(REGISTRY))


def ids(text: str) -> list[str]:
    """The safe names of a text, as ids."""
    return [match.candidates[0] for match in REGISTRY.find(text) if match.safe]


def an_entry(id: str, name: str, **fields: object) -> Entry:
    return Entry.model_validate({"id": id, "legal_name": name, "short_name": name, "kind": "bank", **fields})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("中国太保寿险与中国太保", ["cpic-life", "cpic"]),
        ("长江养老联合《中国银行保险报》发布", ["changjiang-pension", "china-banking-insurance-news"]),
        ("中国太平人寿、中国平安银行", ["taiping-life", "ping-an-bank"]),
        ("中国太平洋寿险", ["cpic-life"]),
        ("中国人寿再保险有限责任公司", ["china-re-life"]),
        ("國壽海外與中銀香港聯合奪得", ["china-life-overseas", "bochk-holdings"]),
        ("中国太平洋保险(集团)股份有限公司", ["cpic"]),
        ("中国工商银行业绩增长，招商银行业内领先", ["icbc", "cmb"]),
        ("工银瑞信和国民养老分获大奖", ["icbc-cs-fund", "national-pension-insurance"]),
        ("国民养老的“共同富裕”产品", ["national-pension-insurance"]),
        ("新华社会议报道组", ["xinhua-agency"]),
        ("北京大学生命科学学院", ["peking-university"]),
        ("CPIC、ＣＩＣＣ与1.ICBC", ["cpic", "cicc", "icbc"]),
        ("21世纪经济报道", ["21st-century-business-herald"]),
        ("中国人寿保险业务员", ["china-life"]),
        ("英国《金融时报》与金融时报", ["ft-uk", "financial-news-cn"]),
    ],
)
def test_finds(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "www.cpic.com",
        "MyCPIC2",
        "info@cicc.com.cn",
        "XCICC",
        "2021世纪经济报道",
        "中国太平洋",
        "中国企业家精神",
        "中国投资者",
        "提高国民养老金融素养",
    ],
)
def test_finds_nothing(text: str) -> None:
    assert REGISTRY.find(text) == ()


def test_a_context_alias_is_found_but_not_safe_and_may_be_several() -> None:
    (match,) = REGISTRY.find("华泰凭借该案例获奖")
    assert not match.safe
    assert set(match.candidates) == {"huatai-insurance-group", "huatai-securities"}
    assert (match.start, match.end, match.form) == (0, 2, "华泰")


def test_a_safe_name_that_is_also_a_context_alias_means_its_owner_first() -> None:
    (match,) = REGISTRY.find("中国人寿")
    assert match.safe
    assert match.candidates == ("china-life", "china-life-group")


def test_a_safe_name_goes_before_a_context_alias_that_runs_into_it() -> None:
    registry = Registry((an_entry("a", "东方东方证券"), an_entry("b", "无关", context_aliases=("新中国东方",))))
    assert [match.candidates for match in registry.find("新中国东方东方证券")] == [("a",)]


@pytest.mark.parametrize("boundary", BOUNDARIES, ids=lambda boundary: boundary.names[0])
def test_boundary(boundary: Boundary) -> None:
    names = [folded for folded in SPELLINGS if any(fnmatch.fnmatchcase(folded, each) for each in boundary.names)]
    assert len(names) >= len(boundary.names), "a name that the registry does not have"
    assert boundary.examples
    for example in map(fold, boundary.examples):
        places = [(m.start(), m.end()) for name in names for m in re.finditer(re.escape(name), example)]
        assert places, f"{example} has none of the names"
        assert any(boundary.forbids(example, *place) for place in places), f"{example} is refused by another row"
        assert not [m for m in REGISTRY.find(example) if fold(m.form) in names], f"{example} is not refused"


def test_boundaries_do_not_refuse_the_names_by_themselves() -> None:
    for folded, spelling in SPELLINGS.items():
        for text in (folded, f"日前，{folded}获奖。", f"由{folded}、{folded}共同申报"):
            if spelling.safe:
                assert spelling.candidates[0] in ids(text), text


SOME_TEXT = st.lists(
    st.one_of(
        st.sampled_from([s.form for s in SPELLINGS.values()]),
        st.sampled_from(["業保險", "中國", "（集團）", "Ａ", "太平", "洋", "🙂", "\n", "𠮷", "获评", "İß"]),
        st.text(max_size=5),
    ),
    max_size=12,
).map("".join)


@given(SOME_TEXT)
def test_every_match_is_the_text_at_its_offsets(text: str) -> None:
    matches = REGISTRY.find(text)
    for match in matches:
        assert fold(text[match.start : match.end]) == fold(match.form)
        assert match.candidates
        assert all(id in REGISTRY for id in match.candidates)
    assert all(a.end <= b.start for a, b in pairwise(matches))


@given(SOME_TEXT)
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)
    assert [m[:2] for m in REGISTRY.find(fold(text))] == [m[:2] for m in REGISTRY.find(text)]
