"""Organizations of a user's own, clashes between rows, and why a name means what it means."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.errors import RegistryError
from kg.registry import check, explain, load

YAML = """
- id: lanxu-life
  legal_name: 岚序人寿保险股份有限公司
  short_name: 岚序人寿
  kind: insurer-life
  aliases: [岚序寿险]
  parent: cpic
- id: cpic-life
  aliases: [太保人身]
  english_name: CPIC Life
"""
CSV = """id,legal_name,short_name,aliases,kind,parent
lanxu-life,岚序人寿保险股份有限公司,岚序人寿,岚序寿险,insurer-life,cpic
cpic-life,,,太保人身,,
"""
TURTLE = """
@prefix fa: <https://w3id.org/finaward/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix org: <http://www.w3.org/ns/org#> .
<https://example.org/organization/lanxu-life> a fa:Organization ;
  skos:prefLabel "岚序人寿"@zh-hans, "Lanxu Life"@en ; skos:altLabel "岚序寿险"@zh-hans ;
  schema:legalName "岚序人寿保险股份有限公司"@zh-hans ;
  org:classification <https://w3id.org/finaward/vocabulary/kind/insurer-life> ;
  org:subOrganizationOf <https://example.org/organization/cpic> .
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(("name", "text"), [("own.yaml", YAML), ("own.csv", CSV), ("own.ttl", TURTLE)])
def test_organizations_of_ones_own_stand_beside_those_that_ship(tmp_path: Path, name: str, text: str) -> None:
    known = load(more=(written(tmp_path, name, text),))
    assert len(known) == len(load()) + 1
    entry = known.resolve("岚序寿险")
    assert entry is not None
    assert (entry.id, entry.short_name, entry.kind) == ("lanxu-life", "岚序人寿", "insurer-life")
    assert [each.id for each in known.ancestors(entry.id)] == ["cpic"]
    assert load().resolve("岚序寿险") is None


@pytest.mark.parametrize(("name", "text"), [("own.yaml", YAML), ("own.csv", CSV)])
def test_a_row_of_a_known_id_adds_to_it(tmp_path: Path, name: str, text: str) -> None:
    known = load(more=(written(tmp_path, name, text),))
    before, after = load().get("cpic-life"), known.get("cpic-life")
    assert after.aliases == (*before.aliases, "太保人身")
    assert after.legal_name == before.legal_name
    assert after.parent == before.parent


def test_a_name_that_is_replaced_means_what_it_meant(tmp_path: Path) -> None:
    known = load(more=(written(tmp_path, "own.yaml", "- {id: cpic-life, short_name: 太保新名}"),))
    assert known.get("cpic-life").short_name == "太保新名"
    for name in ("太保新名", "太保寿险"):
        entry = known.resolve(name)
        assert entry is not None
        assert entry.id == "cpic-life"


ROW = "id,legal_name,short_name,kind,parent\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("x,太保寿险,某某,bank,\n", "own.csv:2: '太保寿险' is also a name of 'cpic-life'"),
        ("x,某一公司,某一,bank,\ny,某二公司,某一,bank,\n", "own.csv:3: '某一' is also a name of 'x'"),
        ("x,某一公司,某一,bank,y\ny,某二公司,某二,bank,x\n", "its parents go in a circle"),
        ("x,某一公司,某一,bank,none\n", "no row has the parent's id 'none'"),
    ],
)
def test_a_clash_is_found_and_refused(tmp_path: Path, rows: str, said: str) -> None:
    path = written(tmp_path, "own.csv", ROW + rows)
    assert any(said in str(clash) for clash in check(more=(path,)) if clash.is_error)
    with pytest.raises(RegistryError):
        load(more=(path,))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("own.xlsx", "", "nobody here reads .xlsx"),
        ("own.yaml", "id: x", "it is no list of organizations"),
        ("own.yaml", "- [", "it is not YAML"),
        ("own.yaml", "- {id: x, colour: red}", "'colour' is no column"),
        ("own.yaml", "- {legal_name: 某公司}", "the row has no id"),
        ("own.csv", "id,colour\nx,red\n", "the columns are"),
        ("own.csv", "id,legal_name,short_name,kind\nX!,某公司,某,bank\n", "id: "),
        ("own.yaml", "- {id: x, legal_name: 2020-99-99, short_name: y}", "kind: "),
        ("own.yaml", "- {id: x, legal_name: [[y]]}", "legal_name is neither a text nor a list of texts"),
        ("own.yaml", "- &a {id: x}\n- *a", "an alias"),
        ("own.yaml", "[" * 3000, "it is not YAML of organizations"),
        ("own.csv", "id,id,legal_name\nx,y,某公司\n", "the columns are"),
        ("own.ttl", "this is no turtle", "it is not Turtle"),
        (
            "own.ttl",
            "<http://a.example/x#cpic> a <https://w3id.org/finaward/ontology#Organization> .",
            "does not end in",
        ),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        load(more=(written(tmp_path, name, text),))


def test_a_name_inside_another_houses_name_is_a_note(tmp_path: Path) -> None:
    path = written(tmp_path, "own.csv", ROW + "x,平安银行保险报社,平安银行保险报,media,\n")
    found = check(more=(path,))
    assert [clash.is_error for clash in found] == [False]
    assert "'平安银行保险报社' of 'x' contains" in found[0].what
    assert load(more=(path,)).get("x")


def test_what_ships_has_no_clash_and_no_note() -> None:
    assert check() == ()


def test_a_name_is_explained() -> None:
    known = load()
    found = explain("中國太平洋人壽保險股份有限公司", known)
    assert found.entry is not None
    assert (found.entry.id, found.how) == ("cpic-life", "legal name")
    assert "taiping-life" in [each.id for each in found.not_to_be_confused]
    shared = explain("太保", known)
    assert shared.entry is None
    assert "cpic" in [each.id for each in shared.candidates]
    near = explain("太保寿险险", known)
    assert (near.entry, near.candidates, near.containing) == (None, (), ())
    assert "cpic-life" in [each.id for each in near.near]


def test_what_contains_a_name_comes_before_what_is_alike_and_whole_groups_come_first() -> None:
    known = load()
    ocean = explain("太平洋", known)
    assert ocean.entry is None
    named = [*ocean.candidates, *ocean.containing]
    assert named[0].id == "cpic"
    assert all(any("太平洋" in name for name in entry.names) for entry in named)
    depths = [len(known.ancestors(entry.id)) for entry in ocean.containing]
    assert depths == sorted(depths)
    assert depths[-1] > 0
    assert ocean.near == ()
    shared = explain("太保", known)
    assert "cpic" in [each.id for each in shared.candidates]
    assert "cpic-life" in [each.id for each in shared.containing]
    assert not set(shared.candidates) & set(shared.containing)


@pytest.mark.parametrize("code", ["601601", "601601.SH", "601601.sh", "６０１６０１", "02601", "02601.HK"])
def test_a_stock_code_is_explained(code: str) -> None:
    found = explain(code, load())
    assert found.entry is not None
    assert (found.entry.id, found.how) == ("cpic", "stock code")


@pytest.mark.parametrize("code", ["601601.SZ", "999999", "60160"])
def test_what_is_no_stock_code_of_anybody_means_nothing(code: str) -> None:
    found = explain(code, load())
    assert (found.entry, found.candidates, found.containing) == (None, (), ())


def test_the_command_marks_what_contains_a_name_and_refuses_an_empty_one() -> None:
    run = CliRunner().invoke
    lines = run(app, ["registry", "find", "太平洋"]).stdout.splitlines()
    assert lines[1].split() == ["contains", "中国太平洋保险（集团）股份有限公司", "(cpic)"]
    shared = run(app, ["registry", "find", "太保"]).stdout.splitlines()
    kinds = [line.split()[0] for line in shared[1:]]
    assert {"candidate", "contains"} <= set(kinds)
    assert kinds.index("contains") == kinds.count("candidate")
    assert run(app, ["registry", "find", "601601"]).stdout.startswith(
        "601601: 中国太平洋保险（集团）股份有限公司 (cpic), by its stock code\n"
    )
    assert "more whose names contain it" in run(app, ["registry", "find", "银行"]).stdout
    for empty in ("", "  "):
        done = run(app, ["registry", "find", empty])
        assert (done.exit_code, done.stdout) == (2, "")
        assert "this is no name" in done.stderr


def test_the_commands_explain_and_check(tmp_path: Path) -> None:
    run, own = CliRunner().invoke, str(written(tmp_path, "own.yaml", YAML))
    found = run(app, ["registry", "find", "岚序寿险", "--registry", own])
    assert found.exit_code == 0
    assert found.stdout.startswith("岚序寿险: 岚序人寿保险股份有限公司 (lanxu-life), by its alias\n")
    assert run(app, ["registry", "find", "太保"]).exit_code == 1
    assert run(app, ["registry", "check"]).exit_code == 0
    assert run(app, ["registry", "check", own]).exit_code == 0
    bad = run(app, ["registry", "check", str(written(tmp_path, "own.csv", ROW + "x,太保寿险,某某,bank,\n"))])
    assert bad.exit_code == 1
    assert "is also a name of 'cpic-life'" in bad.stdout


def test_a_build_knows_them(tmp_path: Path) -> None:
    text = "岚序集团获奖\n\n2023年6月1日，岚序寿险荣获“最佳服务案例奖”。中国太保寿险同台领奖。"
    article = written(tmp_path, "a.txt", text)
    own = written(tmp_path, "own.yaml", YAML)
    made = kg.build(article, out=tmp_path / "out", registries=[own])
    assert "organization/lanxu-life>" in made.folder.graph.read_text("utf-8")


FORMER = """
- id: lanxu-life
  legal_name: 岚序人寿保险股份有限公司
  short_name: 岚序人寿
  kind: insurer-life
  former_names: [岚屿人寿@2019, 岚海人寿]
  lei: MLU0ZO3ML4LN2LL2TL39
  wikidata: Q190464
- id: cgb
  former_names: [广东发展银行@2011]
"""


def test_former_names_and_identifiers_of_others_may_be_given_too(tmp_path: Path) -> None:
    known = load(more=(written(tmp_path, "own.yaml", FORMER.replace("Q190464", "Q42")),))
    entry = known.resolve("岚屿人寿")
    assert entry is not None
    assert entry.former_names == (("岚屿人寿", 2019), ("岚海人寿", None))
    assert (entry.lei, entry.wikidata) == ("MLU0ZO3ML4LN2LL2TL39", "Q42")
    assert known.get("cgb").former_names == (("广东发展银行", 2011),)
    turtle = TURTLE.replace(
        "  org:classification",
        '  schema:leiCode "MLU0ZO3ML4LN2LL2TL39" ; skos:exactMatch <http://www.wikidata.org/entity/Q42>,'
        " <https://example.org/x> ;\n  org:classification",
    )
    told = load(more=(written(tmp_path, "own.ttl", turtle),)).get("lanxu-life")
    assert (told.lei, told.wikidata) == (entry.lei, entry.wikidata)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [("@2019", "@last", "former_names"), ("TL39", "TL40", "check digits"), ("Q190464", "P31", "wikidata")],
)
def test_identifiers_that_cannot_be_are_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        load(more=(written(tmp_path, "own.yaml", FORMER.replace(old, new)),))
