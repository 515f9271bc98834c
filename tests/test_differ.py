"""The difference of two graphs: exactly the facts that an edit touches, and a patch that makes one of the other."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

import kg
from kg.cli import app
from kg.differ import Difference, patch, render
from kg.terms import FA, RDF, RDFS, Quad, Term, in_order, iri, literal

TEXT = """岚序保险集团收获三奖

2023年6月1日，澜江日报主办的第二届“金穗奖”颁奖典礼在枫浦市举行。岚序人寿保险股份有限公司凭借“稻田课堂”项目荣获“最佳服务案例”。
砚舟财产保险股份有限公司的“风雨同舟”项目荣获“最佳创新案例”。岚序人寿保险股份有限公司还获评“年度责任保险公司”。
"""


def graph(text: str, folder: Path) -> list[Quad]:
    path = folder / f"{abs(hash(text))}.txt"
    path.write_text(text, encoding="utf-8", newline="")
    return kg.convert(kg.resolve(kg.extract(kg.read(path))))


def told(difference: Difference, kind: str = "AwardReceipt") -> list[tuple[str, str]]:
    return [(each.change, each.label) for each in difference.changes if each.kind == kind]


def test_a_graph_is_like_itself_in_any_order(tmp_path: Path) -> None:
    quads = graph(TEXT, tmp_path)
    shuffled = random.Random(1).sample(quads, len(quads))
    found = kg.diff(quads, shuffled)
    assert found.is_empty
    assert not found.changes
    assert list(patch(found)) == ["TX .", "TC ."]


def test_an_edited_sentence_changes_exactly_its_fact(tmp_path: Path) -> None:
    found = kg.diff(graph(TEXT, tmp_path), graph(TEXT.replace("最佳创新案例", "最佳绿色案例"), tmp_path))
    assert told(found) == [("changed", "砚舟财产保险股份有限公司 · 最佳绿色案例 · “风雨同舟”项目")]
    [change] = [each for each in found.changes if each.kind == "AwardReceipt"]
    assert [(f.name, f.before, f.after) for f in change.fields] == [
        ("inCategory", ("最佳创新案例",), ("最佳绿色案例",))
    ]
    assert "最佳创新案例" in change.lost[0].exact
    assert "最佳绿色案例" in change.gained[0].exact
    assert change.gained[0].source.startswith("岚序保险集团收获三奖")
    assert change.was is not None
    assert change.was != change.iri


def test_a_sentence_added_or_removed_adds_or_removes_its_fact(tmp_path: Path) -> None:
    before, after = (
        graph(TEXT, tmp_path),
        graph(TEXT.replace("岚序人寿保险股份有限公司还获评“年度责任保险公司”。", ""), tmp_path),
    )
    label = "岚序人寿保险股份有限公司 · 年度责任保险公司"
    assert told(kg.diff(before, after)) == [("removed", label)]
    assert told(kg.diff(after, before)) == [("added", label)]


def test_line_ends_and_marks_are_no_difference_of_facts(tmp_path: Path) -> None:
    found = kg.diff(graph(TEXT, tmp_path), graph("\ufeff" + TEXT.replace("\n", "\r\n"), tmp_path))
    assert not found.changes


def test_the_lines_name_what_changed_with_its_sentences(tmp_path: Path) -> None:
    lines = list(render(kg.diff(graph(TEXT, tmp_path), graph(TEXT.replace("最佳创新案例", "最佳绿色案例"), tmp_path))))
    assert lines[0] == "receipt: 1 changed"
    assert "    inCategory: 最佳创新案例 → 最佳绿色案例" in lines
    assert any(line.startswith("    - “砚舟财产保险股份有限公司") for line in lines)


def test_no_label_forges_a_line() -> None:
    node = iri("https://example.org/c")
    label = Quad(node, RDFS.label, literal("好案例\n- receipt 假的\u202e"), Term(""))
    lines = list(render(kg.diff([], [Quad(node, RDF.type, FA.Case, Term("")), label])))
    assert "+ case 好案例 - receipt 假的\ufffd" in lines
    assert not [line for line in lines if line.startswith("- ")]


terms = st.sampled_from([iri(f"https://example.org/{n}") for n in range(5)])
objects = st.one_of(terms, st.text(max_size=8).map(literal))
graphs = st.lists(
    st.builds(Quad, terms, st.just(FA.awardYear), objects, st.one_of(st.just(Term("")), terms)), max_size=20
)


@given(graphs, graphs)
def test_the_patch_makes_the_newer_graph_of_the_older(before: list[Quad], after: list[Quad]) -> None:
    lines = list(patch(kg.diff(before, after)))
    made = {quad.line().rstrip("\n") for quad in before}
    for line in lines[1:-1]:
        act, _, quad = line.partition(" ")
        if act == "D":
            made.remove(quad)
        else:
            assert quad not in made
            made.add(quad)
    assert made == {quad.line().rstrip("\n") for quad in after}
    assert lines == list(patch(kg.diff(before[::-1], after[::-1])))


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    names = (tmp_path / "a.nq", tmp_path / "b.nq")
    for name, text in zip(names, (TEXT, TEXT.replace("最佳创新案例", "最佳绿色案例")), strict=True):
        name.write_text("".join(quad.line() for quad in in_order(graph(text, tmp_path))), encoding="utf-8")
    return str(names[0]), str(names[1])


def test_the_command_has_the_exit_codes_of_diff(files: tuple[str, str], tmp_path: Path) -> None:
    run = CliRunner().invoke
    same, other = run(app, ["diff", files[0], files[0]]), run(app, ["diff", *files])
    assert (same.exit_code, same.stdout) == (0, "the graphs are the same\n")
    assert other.exit_code == 1
    assert other.stdout.startswith("receipt: 1 changed\n")
    missing = run(app, ["diff", files[0], str(tmp_path / "none.nq")])
    assert missing.exit_code == 2
    assert "none.nq: no such file or directory" in missing.stderr


def test_the_command_writes_json_and_a_patch(files: tuple[str, str]) -> None:
    told_as_json = CliRunner().invoke(app, ["diff", *files, "--format", "json"])
    assert Difference.model_validate(json.loads(told_as_json.stdout)).changes
    lines = CliRunner().invoke(app, ["diff", *files, "-f", "patch"]).stdout.splitlines()
    assert (lines[0], lines[-1]) == ("TX .", "TC .")
    assert {line[0] for line in lines[1:-1]} == {"A", "D"}
    named = CliRunner().invoke(app, ["diff", *files, "--quads"]).stdout
    assert all(f"{'+' if line[0] == 'A' else '-'} {line[2:]}" in named for line in lines[1:-1])
