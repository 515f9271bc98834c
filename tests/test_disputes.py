"""What articles say otherwise, as people see it: values, text, the command, the report and the named query."""

from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.disputes import Dispute, disputes
from kg.store import Solutions, Store
from kg.terms import value
from tests.test_cli import run

A = (
    "7月8日，2021中国保险业飞鱼奖揭晓，太保寿险凭借“邻里照护站”荣获“年度客户服务奖”。"
    "据介绍，“邻里照护站”累计服务客户120万人次。"
)
B = A.replace("120万", "130万").replace("揭晓，", "公布，")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("disputes")
    for n, text in enumerate((A, B, A)):
        head = f"---\ntitle: 第{n}篇\ndate: 2021-07-{9 + n:02d}\nsource: 第{n}报\n---\n"
        (folder / f"a{n}.md").write_text(f"{head}{text}\n", "utf-8")
    kg.build(folder, out=folder / "out")
    return folder / "out"


def test_each_side_has_its_articles_and_their_sentences(out: Path) -> None:
    [found] = kg.conflicts(out)
    assert isinstance(found, Dispute)
    assert (found.kind, found.about) == ("数据", "“邻里照护站” · 累计服务客户：1200000 人次 ≠ 1300000 人次")
    low, high = found.sides
    assert (low.value, low.independent, len(low.told)) == ("1200000 人次", 1, 2)
    assert [told.reprint_of for told in low.told] == [None, low.told[0].article]
    [told] = high.told
    assert (told.title, told.publisher, told.published) == ("第1篇", "第1报", "2021-07-10")
    assert (told.quote, told.sentence) == ("130万人次", "据介绍，“邻里照护站”累计服务客户130万人次。")


def test_the_command_says_so_line_by_line(out: Path) -> None:
    done = run("conflicts", str(out))
    assert done.exit_code == 0
    assert "1 contradiction" in done.stderr
    assert "  1200000 人次  (1 independent article)" in done.stdout
    assert "第2报 2021-07-11 第2篇" in done.stdout
    assert ", repeats " in done.stdout
    assert '"independent": 1' in run("conflicts", str(out), "--json").stdout


def test_validation_warns_of_it_and_the_graph_conforms(out: Path) -> None:
    report = kg.validate(out)
    [found] = [each for each in report.results if each.shape == "Contradicted"]
    assert report.conforms
    assert {passage.quote for passage in found.passages} == {"120万人次", "130万人次"}


def test_the_question_is_asked_by_name(out: Path) -> None:
    with kg.open_store(out) as store:
        answer = store.query(ontology.load().query("contradictions").text)
        assert isinstance(answer, Solutions)
        assert len(list(answer.rows)) == 3
        assert len(disputes(store, ontology.load())) == 1


def test_a_reprint_supports_and_is_not_independent(out: Path) -> None:
    with kg.open_store(out) as store:
        answer = store.query(ontology.load().query("independent-support").text)
        assert isinstance(answer, Solutions)
        assert [tuple(map(value, filter(None, row))) for row in answer.rows] == [
            ("太保寿险", "年度客户服务奖", "3", "2")
        ]


def test_a_graph_without_any_has_none() -> None:
    with Store.create() as store:
        assert disputes(store, ontology.load()) == ()
    assert kg.conflicts([]) == ()


def test_what_is_hidden_in_a_text_is_shown(tmp_path: Path) -> None:
    for n, text in enumerate((A, B)):
        said = text.replace("据介绍", "据\u202e介绍\x1b[31m")
        (tmp_path / f"a{n}.md").write_text(f"---\ndate: 2021-07-{9 + n:02d}\nsource: {n}\n---\n{said}\n", "utf-8")
    kg.build(tmp_path, out=tmp_path / "out")
    shown = run("conflicts", str(tmp_path / "out")).stdout
    assert "120万人次" in shown
    assert not {"\u202e", "\x1b"} & set(shown)
