"""The ontology folder as the package reads it: vocabularies, labels and places."""

import csv
import pickle
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import RegistryError
from kg.facts import Comparator, ParentBasis, Verdict
from kg.ontology import Bilingual, Ontology, load
from kg.ontology.vocabulary import read_concepts
from kg.terms import CUR, FA, FAV, SKOS, UNIT

ONTOLOGY = load()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ontology folder with nothing in it but the file that tells it from others."""
    (tmp_path / "finaward.ttl").write_text("", encoding="utf-8")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# Finding the folder


def test_the_checkout_is_found_without_an_argument() -> None:
    assert load().root == Path(__file__).parents[1] / "ontology"
    assert load() == load()


def test_a_named_folder_goes_before_the_checkout(folder: Path) -> None:
    assert load(folder).root == folder


def test_an_ontology_that_was_read_goes_to_another_process() -> None:
    assert ONTOLOGY.concepts
    assert ONTOLOGY.place("普洱")
    copy = pickle.loads(pickle.dumps(ONTOLOGY))
    assert copy == ONTOLOGY
    assert copy.concepts == ONTOLOGY.concepts


def test_a_folder_without_ontology_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"no finaward\.ttl") as caught:
        load(tmp_path)
    assert caught.value.where == str(tmp_path)


def test_every_file_is_where_the_ontology_says() -> None:
    for path in (ONTOLOGY.ontology_path, ONTOLOGY.alignments_path, ONTOLOGY.vocabularies_path, ONTOLOGY.shapes_path):
        assert list(pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE))
    assert ONTOLOGY.organizations_path.is_file()
    assert ONTOLOGY.places_path.is_file()


# Vocabularies


def test_every_concept_is_bilingual_and_in_a_scheme() -> None:
    schemes = {FAV[name] for name in ("kind", "case-kind", "comparator", "basis", "disputed", "verdict", "unit")}
    assert {concept.scheme for concept in ONTOLOGY.concepts.values()} == schemes
    for concept in ONTOLOGY.concepts.values():
        assert all((*concept.label, *concept.definition)), concept.iri
        assert SKOS.Concept in concept.types
        assert (FA.Unit in concept.types) == (concept.scheme == FAV.unit)


def test_labels_and_notations_are_unique_in_their_scheme() -> None:
    concepts = ONTOLOGY.concepts.values()
    for names in (
        [(c.scheme, c.label.zh) for c in concepts],
        [(c.scheme, c.label.en) for c in concepts],
        [(c.scheme, notation) for c in concepts for notation in c.notations],
    ):
        assert len(names) == len(set(names))


def test_concepts_are_found_by_slug() -> None:
    term = ONTOLOGY.concept("kind", "insurer-life")
    assert term == FAV["kind/insurer-life"]
    assert ONTOLOGY.concepts[term].label == Bilingual("人身保险公司", "life insurer")
    assert ONTOLOGY.concept("kind", "no-such-kind") is None
    assert ONTOLOGY.concept("no-such-scheme", "bank") is None


def test_the_vocabulary_knows_every_kind_of_the_registry() -> None:
    with ONTOLOGY.organizations_path.open(encoding="utf-8", newline="") as file:
        kinds = {row["kind"] for row in csv.DictReader(file)}
    assert kinds
    assert {kind for kind in kinds if kind and ONTOLOGY.concept("kind", kind) is None} == set()


def test_the_vocabulary_knows_what_the_contract_knows() -> None:
    slugs = ["equal", "more-than", "at-least", "less-than", "at-most", "about"]
    assert [ONTOLOGY.notated("comparator", sign) for sign in Comparator] == [
        FAV[f"comparator/{slug}"] for slug in slugs
    ]
    assert all(ONTOLOGY.concept("basis", basis) for basis in ParentBasis)
    assert all(ONTOLOGY.concept("verdict", verdict) for verdict in Verdict)
    kinds = ["service", "claim", "product", "project", "report", "brand", "campaign", "technology", "other"]
    assert all(ONTOLOGY.concept("case-kind", kind) for kind in kinds)


@pytest.mark.parametrize(
    ("counter", "expected"),
    [
        ("CNY", CUR.CNY),
        ("HKD", CUR.HKD),
        ("%", UNIT.PERCENT),
        ("年", UNIT.YR),
        ("个月", UNIT.MO),
        ("天", UNIT.DAY),
        ("日", UNIT.DAY),
        ("分鐘", UNIT.MIN),
        ("", UNIT.UNITLESS),
        ("人", FAV["unit/person"]),
        ("人次", FAV["unit/person-times"]),
        ("间", FAV["unit/room"]),
        ("間", FAV["unit/room"]),
        ("个百分点", FAV["unit/percentage-point"]),
        ("万", None),
        ("亿元", None),
        ("没有的", None),
    ],
)
def test_units_are_found_by_what_is_printed(counter: str, expected: str | None) -> None:
    assert ONTOLOGY.unit(counter) == expected
    assert expected is None or expected in ONTOLOGY.concepts


@pytest.mark.parametrize("path", ["prefLabel", "definition"])
def test_a_concept_without_english_is_an_error(folder: Path, path: str) -> None:
    text = (
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://example.org/> . "
        ":c skos:inScheme :s ; "
        'skos:prefLabel "名"@zh-hans , "name"@en ; skos:definition "义"@zh-hans , "sense"@en .'
    )
    whole = write(folder / "vocabularies.ttl", text)
    assert len(read_concepts(whole)) == 1
    lost = {"prefLabel": '"name"@en', "definition": '"sense"@en'}[path]
    broken = write(folder / "vocabularies.ttl", text.replace(f" , {lost}", ""))
    with pytest.raises(RegistryError, match=f"no {path} in en"):
        read_concepts(broken)


def test_broken_turtle_is_an_error_of_one_line(folder: Path) -> None:
    write(folder / "vocabularies.ttl", "this is\nno turtle")
    with pytest.raises(RegistryError, match="not well-formed Turtle") as caught:
        _ = Ontology(folder).concepts
    assert "\n" not in str(caught.value)
    with pytest.raises(RegistryError):
        Ontology(folder / "nowhere").labels  # noqa: B018 - reading is what fails


def test_labels_are_those_of_classes_and_properties() -> None:
    assert ONTOLOGY.labels[FA.AwardReceipt] == Bilingual("获奖", "award receipt")
    assert ONTOLOGY.labels[SKOS.prefLabel].en == "preferred label"


# Places


@pytest.mark.parametrize(
    ("name", "code", "around"),
    [
        ("西双版纳", "532800", ["云南省"]),
        ("西双版纳州", "532800", ["云南省"]),
        ("云南省西双版纳傣族自治州", "532800", ["云南省"]),
        ("普洱", "530800", ["云南省"]),
        ("云南普洱", "530800", ["云南省"]),
        ("上海", "310000", []),
        ("上海市浦东新区", "310115", ["上海市"]),
        ("浦东", "310115", ["上海市"]),
        ("内蒙古", "150000", []),
        ("广西", "450000", []),
        ("香港", "810000", []),
        ("喀什", "653100", ["新疆维吾尔自治区"]),
        ("黔东南", "522600", ["贵州省"]),
        ("吉林", "220000", []),
        ("吉林市", "220200", ["吉林省"]),
        ("海南", "460000", []),
        ("海南州", "632500", ["青海省"]),
        ("北京市朝阳区", "110105", ["北京市"]),
        ("浙江省宁波市江北区", "330205", ["宁波市", "浙江省"]),
        ("长三角", "region-yangtze-delta", []),
        ("大湾区", "region-greater-bay-area", []),
        ("雄安新区", "region-xiongan", ["河北省"]),
        (" 云南 省 ", "530000", []),
    ],
)
def test_places_are_found_by_name(name: str, code: str, around: list[str]) -> None:
    place = ONTOLOGY.place(name)
    assert place is not None
    assert place.code == code
    assert place == ONTOLOGY.place_by_code(code)
    assert [wider.name for wider in ONTOLOGY.around(place)] == around


@pytest.mark.parametrize("name", ["朝阳", "朝阳区", "和平区", "江北区", "长寿", "阿里", "亚特兰蒂斯", "省", "市", ""])
def test_unknown_and_ambiguous_names_find_no_place(name: str) -> None:
    assert ONTOLOGY.place(name) is None


def test_every_place_is_found_by_its_name_or_shares_it() -> None:
    shared = {"朝阳区", "通州区", "和平区", "河东区", "普陀区", "宝山区", "江北区"}
    lost = {place.name for place in ONTOLOGY.places.values() if ONTOLOGY.place(place.name) != place}
    assert lost == shared


def test_the_places_are_complete() -> None:
    codes = [code for code in ONTOLOGY.places if code.isdigit()]
    assert sum(code.endswith("0000") for code in codes) == 34
    assert sum(code.endswith("00") and not code.endswith("0000") for code in codes) == 333
    for code in codes:
        parent = ONTOLOGY.places[code].parent
        if code.endswith("0000"):
            assert parent is None
        else:
            assert parent in (f"{code[:2]}0000", f"{code[:4]}00")
    assert all(code.startswith("region-") for code in ONTOLOGY.places if not code.isdigit())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,name\n110000,北京市\n", "the columns are not"),
        ("code,name,parent,aliases\n110000,北京市,,\n110000,北京,,\n", "stands twice"),
        ("code,name,parent,aliases\n110101,东城区,110000,\n", "which is not there"),
        ("code,name,parent,aliases\n110000,,,\n", "is missing"),
        ("code,name,parent,aliases\n110000,北京市\n", "is missing"),
        ('code,name,parent,aliases\n110000,"北京市\n', "not a CSV file"),
    ],
)
def test_a_broken_table_of_places_is_an_error(folder: Path, text: str, said: str) -> None:
    write(folder / "places.csv", text)
    with pytest.raises(RegistryError, match=said):
        _ = Ontology(folder).places


def test_a_circle_of_places_ends(folder: Path) -> None:
    write(folder / "places.csv", "code,name,parent,aliases\na,甲,b,\nb,乙,a,\n")
    ontology = Ontology(folder)
    place = ontology.place("甲")
    assert place is not None
    assert [wider.name for wider in ontology.around(place)] == ["乙"]
