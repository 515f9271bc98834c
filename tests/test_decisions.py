"""What people decide about who is who: read, replayed, taken back; and what is proposed to them."""

import csv
import hashlib
import io
import json
import random
import time
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg import facts
from kg.cli import app
from kg.errors import CorrectionsError
from kg.facts import ArticleFacts, Span
from kg.facts import Verdict as Changed
from kg.reconciler.decisions import Decided, load_decisions
from kg.reconciler.drafting import draft
from kg.reconciler.organizations import united, unused
from kg.reconciler.proposals import Reason, proposals
from kg.registry import load
from tests.test_reconciler_organizations import BANK, article, org

REGISTRY = load()
HEAD = "name,other,verdict,by,at,note"
LOW, HIGH = "屏南小贷", "南屏普惠小额贷款有限公司"
"""Two names that nothing but a person would join."""


def decided(tmp_path: Path, *rows: str, head: str = HEAD, encoding: str = "utf-8") -> Decided:
    file = tmp_path / "decisions.csv"
    file.write_text("\n".join((head, *rows)) + "\n", encoding)
    return load_decisions(file, REGISTRY)


def who(documents: list[ArticleFacts], known: Decided) -> list[str]:
    return [each.registry_id or each.name for d in united(documents, REGISTRY, known) for each in d.organizations]


TOLD = [article("1", LOW), article("2", HIGH), article("3", "砚溪科技")]


def test_what_a_person_says_is_one_is_one(tmp_path: Path) -> None:
    known = decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,")
    assert who(TOLD, known) == [HIGH, HIGH, "砚溪科技"]


def test_decisions_join_through_names_that_no_article_has(tmp_path: Path) -> None:
    known = decided(tmp_path, f"{LOW},屏贷,same,林,2026-11-23,", f"屏贷,{HIGH},same,林,2026-11-23,")
    assert who(TOLD, known) == [HIGH, HIGH, "砚溪科技"]


@pytest.mark.parametrize("entry", ["cpic-life", "太保寿险", "中国太平洋人寿保险股份有限公司"])
def test_a_name_may_be_decided_to_be_registered(tmp_path: Path, entry: str) -> None:
    assert who(TOLD, decided(tmp_path, f"{LOW},{entry},same,林,2026-11-23,"))[0] == "cpic-life"


def test_a_decision_stands_in_the_facts_with_who_and_when(tmp_path: Path) -> None:
    known = decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,问过")
    first, second, _ = united(TOLD, REGISTRY, known)
    (said,) = first.decisions
    assert (said.verdict, said.fact, said.key, said.by, said.at) == (Changed.EDITED, LOW, LOW, "林", "2026-11-23")
    assert (said.changed, said.note) == (("name",), f"same as {HIGH}: 问过")
    assert not second.decisions
    assert facts.parse(facts.dump(first), where="1") == first
    assert united([first, second], REGISTRY, known) == [first, second]


def test_a_person_may_forbid_what_grammar_joins(tmp_path: Path) -> None:
    told = [article("1", "砚溪财险"), article("2", "砚溪产险"), article("3", "砚溪财产保险股份有限公司")]
    assert len(set(who(told, Decided()))) == 1
    assert len(set(who(told, decided(tmp_path, "砚溪财险,砚溪产险,different,林,2026-11-23,")))) == 3


def test_an_organization_of_its_own_is_joined_by_nothing(tmp_path: Path) -> None:
    told = [article("1", "砚溪财险"), article("2", "砚溪产险")]
    assert len(set(who(told, decided(tmp_path, "砚溪财险,,new,林,2026-11-23,")))) == 2


def test_a_decision_that_is_taken_back_leaves_nothing(tmp_path: Path) -> None:
    before = united(TOLD, REGISTRY)
    united(TOLD, REGISTRY, decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,"))
    assert united(TOLD, REGISTRY, decided(tmp_path)) == before


def test_the_order_of_decisions_and_articles_does_not_matter(tmp_path: Path) -> None:
    names = [f"甲{letter}小贷" for letter in "丙丁戊己庚辛"]
    told = [article(str(n), name) for n, name in enumerate(names)]
    rows = [f"{a},{b},same,林,2026-11-23," for a, b in pairwise(names[:4])]
    rows += [f"{names[4]},{names[5]},different,林,2026-11-23,", f"{names[5]},,new,林,2026-11-23,"]
    once = {d.article.id: d for d in united(told, REGISTRY, decided(tmp_path, *rows))}
    for seed in range(20):
        chance = random.Random(seed)
        known = decided(tmp_path, *chance.sample(rows, len(rows)))
        again = united(chance.sample(told, len(told)), REGISTRY, known)
        assert {d.article.id: d for d in again} == once


def test_names_that_no_article_has_are_told(tmp_path: Path) -> None:
    known = decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,", f"{LOW},无此行,different,林,2026-11-23,")
    (one,) = unused(TOLD, REGISTRY, known)
    assert one.where.endswith("decisions.csv:3")


# --- reading


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["甲,乙,maybe,林,2026-11-23,"], "decisions.csv:2: 'maybe' is no verdict; write same, different or new"),
        (["甲,,same,林,2026-11-23,"], "decisions.csv:2: other is empty; a row that is same needs it"),
        (["甲,乙,same,,2026-11-23,"], "decisions.csv:2: by is empty; a row that is same needs it"),
        (["甲,乙,same,林,昨天,"], "decisions.csv:2: at is '昨天'; write a day as 2026-11-23"),
        (
            ["甲,乙,same,林,2026-11-23,", "甲,乙,different,林,2026-11-23,"],
            "decisions.csv:3: 甲 and 乙 are different here and the same in DIR/decisions.csv:2;"
            " take one of these rows out",
        ),
        (
            ["甲,丙,different,林,2026-11-23,", "甲,乙,same,林,2026-11-23,", "丙,乙,same,林,2026-11-23,"],
            "decisions.csv:2: 甲 and 丙 are different here and the same in DIR/decisions.csv:3, DIR/decisions.csv:4;"
            " take one of these rows out",
        ),
        (
            ["甲,cpic,same,林,2026-11-23,", "甲,太平人寿,same,林,2026-11-23,"],
            "decisions.csv:3: it makes one of cpic and taiping-life, which the registry tells apart;"
            " take this row out, or one that it joins",
        ),
        (
            ["甲,乙,same,林,2026-11-23,", "乙,cpic,same,林,2026-11-23,", "甲,,new,林,2026-11-23,"],
            "decisions.csv:4: 甲 is new here and the same as cpic in DIR/decisions.csv:2, DIR/decisions.csv:3;"
            " take one of these rows out",
        ),
    ],
)
def test_rows_that_cannot_be_used_are_one_line(tmp_path: Path, rows: list[str], said: str) -> None:
    with pytest.raises(CorrectionsError) as caught:
        decided(tmp_path, *rows)
    assert str(caught.value) == f"{tmp_path}/{said.replace('DIR', str(tmp_path))}"


def test_an_organization_of_its_own_may_have_two_names(tmp_path: Path) -> None:
    assert len(decided(tmp_path, "甲,乙,same,林,2026-11-23,", "甲,,new,林,2026-11-23,").rulings) == 2


def test_many_rows_that_are_one_take_no_time(tmp_path: Path) -> None:
    rows = [f"名{n:05}行,名{n + 1:05}行,same,林,2026-11-23," for n in range(20_000)]
    started = time.process_time()
    with pytest.raises(CorrectionsError, match="different here and the same in"):
        decided(tmp_path, *rows, "名00000行,名20000行,different,林,2026-11-23,")
    assert time.process_time() - started < 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_spreadsheets_make_of_a_file_is_read(tmp_path: Path, encoding: str) -> None:
    head, row = "Verdict,name,other,why,by,at", f"Same,{LOW},{HIGH},因为,林,2026/1/3"
    known = decided(tmp_path, row, "", ",甲,乙,未定,,", head=head, encoding=encoding)
    (ruling,) = known.rulings
    assert (ruling.verdict, ruling.name, ruling.at, ruling.note) == ("same", LOW, "2026-01-03", "")


def test_other_files_are_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(CorrectionsError, match=r"decisions.csv:1: there is no column 'other'"):
        decided(tmp_path, head="name,verdict")
    with pytest.raises(CorrectionsError, match=r"decisions.csv:1: there are two columns 'verdict'; keep one of them"):
        decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,,new", head=f"{HEAD},Verdict")
    with pytest.raises(CorrectionsError, match="not UTF-8; save it as CSV UTF-8"):
        decided(tmp_path, f"{LOW},{HIGH},same,林,2026-11-23,", encoding="gb18030")
    with pytest.raises(CorrectionsError, match="no such file"):
        load_decisions(tmp_path / "none.csv", REGISTRY)
    with pytest.raises(CorrectionsError, match="is a directory"):
        load_decisions(tmp_path, REGISTRY)


# --- proposals


def _asked(told: list[ArticleFacts], known: Decided | None = None) -> list[tuple[str, str, Reason]]:
    return [(each.name, each.other, each.reason) for each in proposals(told, REGISTRY, known)]


def test_proposals_come_by_grammar_then_by_awards_in_common_then_by_likeness() -> None:
    told = [
        article("1", BANK),
        article("2", "岳屏农商行"),
        article("3", "砚溪普惠小贷", award="奖"),
        article("4", "砚溪普汇金服小贷", award="奖"),
        article("5", "汀澜数字普惠科技"),
        article("6", "汀澜数智普惠科技"),
    ]
    assert _asked(told) == [
        ("岳屏农商行", BANK, Reason.GRAMMAR),
        ("砚溪普惠小贷", "砚溪普汇金服小贷", Reason.COOCCURRENCE),
        ("汀澜数字普惠科技", "汀澜数智普惠科技", Reason.LIKENESS),
    ]


def test_registered_organizations_are_proposed_too() -> None:
    (one,) = proposals([article("1", "富邦产险公司")], REGISTRY)
    assert (one.other, one.registry_id) == ("富邦财产保险有限公司", "fubon-pc-china")


def test_a_proposal_has_the_sentences_of_both() -> None:
    first = article("1", org(BANK, evidence=(Span(quote=BANK),)))
    second = article("2", org("岳屏农商行", evidence=(Span(quote="岳屏农商行获评"),)))
    (one,) = proposals([first, second], REGISTRY)
    assert [(said.article, said.quote) for said in (*one.sentences, *one.other_sentences)] == [
        ("2", "岳屏农商行获评"),
        ("1", BANK),
    ]


@pytest.mark.parametrize("row", [f"岳屏农商行,{BANK},different", "岳屏农商行,,new", f"岳屏农商行,{BANK},same"])
def test_what_is_decided_is_not_proposed(tmp_path: Path, row: str) -> None:
    told = [article("1", BANK), article("2", "岳屏农商行")]
    assert _asked(told)
    assert not _asked(told, decided(tmp_path, f"{row},林,2026-11-23,"))


def test_what_an_article_tells_apart_is_not_proposed() -> None:
    assert not _asked([article("1", BANK), article("2", "岳屏农商行"), article("3", BANK, "岳屏农商行")])


@pytest.mark.parametrize(
    ("a", "b"),
    [("湖北省证券协会", "湖南省证券协会"), ("砚溪寿险", "砚溪产险"), ("砚溪银行云南分行", "砚溪银行江南分行")],
)
def test_what_only_looks_alike_is_not_proposed(a: str, b: str) -> None:
    assert not _asked([article("1", a), article("2", b)])


def test_a_draft_carries_on_what_was_decided_and_computes_nothing(tmp_path: Path) -> None:
    told = [article("1", org(BANK, evidence=(Span(quote="=1+1"),))), article("2", "岳屏农商行")]
    known = decided(tmp_path, f"=CMD(),{HIGH},different,林,2026-11-23,")
    written = draft(proposals(told, REGISTRY), known)
    rows = list(csv.DictReader(io.StringIO(written)))
    assert [(row["name"], row["verdict"]) for row in rows] == [("'=CMD()", "different"), ("岳屏农商行", "")]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())
    (tmp_path / "again.csv").write_text(written, "utf-8")
    (again,) = load_decisions(tmp_path / "again.csv", REGISTRY).rulings
    assert again[1:] == known.rulings[0][1:]


# --- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


@pytest.fixture
def written(tmp_path: Path) -> Path:
    folder = tmp_path / "facts"
    folder.mkdir()
    for n, name in enumerate((BANK, "岳屏农商行")):
        (folder / f"{n}.facts.json").write_text(facts.dump(article(str(n), name)), "utf-8")
    return folder


def test_resolve_lists_what_is_open_and_drafts_a_file(written: Path, tmp_path: Path) -> None:
    listed = run("resolve", written)
    assert listed.exit_code == 0
    assert listed.stdout.startswith(f"1. 岳屏农商行 = {BANK} ?\n   grammar: it is short for")
    file = tmp_path / "decisions.csv"
    assert run("resolve", written, "-o", file).exit_code == 0
    assert file.read_bytes().startswith("\ufeffname,other,verdict".encode())
    assert '"reason":"grammar"' in run("resolve", written, "--json").stdout.replace('": "', '":"')


def test_resolve_never_writes_over_the_work_of_a_person(written: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(f"{HEAD}\n岳屏农商行,{BANK},different,林,2026-11-23,\n", "utf-8")
    refused = run("resolve", written, "-o", file)
    assert refused.exit_code == 1
    assert "this file is there already" in refused.stderr
    assert run("resolve", written, "-o", file, "--decisions", file).exit_code == 0
    assert "different" in file.read_text("utf-8-sig")


def test_resolve_says_which_rows_contradict(written: Path, tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    file.write_text(f"{HEAD}\n甲,乙,same,林,2026-11-23,\n甲,乙,different,林,2026-11-23,\n", "utf-8")
    refused = run("resolve", written, "--decisions", file)
    assert refused.exit_code == 1
    assert refused.stderr.count("\n") == 1
    assert "decisions.csv:3" in refused.stderr


# --- a build

FIRST, SECOND = "汀澜银行", "汀江澜海银行"


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name in (FIRST, SECOND):
        (folder / f"{name}.txt").write_text(f"{name}获奖\n2022-03-01\n{name}荣获“年度{name[:2]}服务奖”。\n", "utf-8")
    return folder


def test_a_build_replays_decisions_and_records_them(articles: Path, tmp_path: Path) -> None:
    file, out, plain = tmp_path / "decisions.csv", tmp_path / "out", tmp_path / "plain"
    rows = [f"{FIRST},{SECOND},same,林,2026-11-23,问过", f"{FIRST},无此银行,different,林,2026-11-23,"]
    file.write_text("\n".join((HEAD, *rows)), "utf-8")
    made = run("build", articles, "--out", out, "--decisions", file)
    assert made.exit_code == 0, made.output
    assert "2 receipts, 2 awards, 0 cases, 1 organization" in made.output
    assert f"decisions.csv:3: no article has the names that are different here any more: {FIRST}" in made.output
    graph = (out / "graph.nq").read_text("utf-8")
    assert graph.count("/ontology#Decision> ") == 1
    assert f'"same as {SECOND}: 问过"' in graph
    assert '"林"@zh-hans' in graph
    said = json.loads((out / "manifest.json").read_text("utf-8"))
    assert said["decided_by"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()

    assert run("build", articles, "--out", plain).exit_code == 0
    before = (plain / "graph.nq").read_bytes()
    file.write_text(f"{HEAD}\n", "utf-8")
    assert run("build", articles, "--out", out, "--decisions", file).exit_code == 0
    assert (out / "graph.nq").read_bytes() == before


def test_facts_are_converted_with_decisions_as_a_build_does(articles: Path, tmp_path: Path) -> None:
    file, out, graph = tmp_path / "decisions.csv", tmp_path / "out", tmp_path / "again.nq"
    file.write_text(f"{HEAD}\n{FIRST},{SECOND},same,林,2026-11-23,\n", "utf-8")
    assert run("build", articles, "--out", out, "--decisions", file).exit_code == 0
    assert run("convert", out / "facts", "--decisions", file, "-o", graph).exit_code == 0
    assert graph.read_bytes() == (out / "graph.nq").read_bytes()
    assert "0 proposals" in run("resolve", out, "--decisions", file).stderr


def test_resolve_knows_what_the_build_was_told(articles: Path, tmp_path: Path) -> None:
    file, out = tmp_path / "decisions.csv", tmp_path / "out"
    file.write_text(f"{HEAD}\n{FIRST},{SECOND},different,林,2026-11-23,\n", "utf-8")
    assert run("build", articles, "--out", out, "--decisions", file).exit_code == 0
    drafted = run("resolve", out, "-o", "-").stdout
    assert f"{FIRST},{SECOND},different,林,2026-11-23" in drafted
