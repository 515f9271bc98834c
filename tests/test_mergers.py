"""Facts that become one node of the graph: said where they differ, silent where they say the same."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg import ontology, registry
from kg.article import Article
from kg.cli import app
from kg.converter import Merger, mergers
from kg.facts import ArticleFacts, Kind
from kg.terms import FA

REGISTRY, WORDS = registry.load(), ontology.load()


def told(**facts: object) -> dict[str, object]:
    known = {
        "article": {"id": "a"},
        "organizations": [{"name": "甲银行"}, {"name": "甲集团"}],
        "awards": [{"name": "奖"}],
    }
    return {**known, **facts}


def found(**facts: object) -> list[Merger]:
    document = ArticleFacts.model_validate(told(**facts))
    return list(mergers(document, registry=REGISTRY, ontology=WORDS))


def receipts(*more: dict[str, object]) -> list[dict[str, object]]:
    return [{"award": "奖", "recipients": ["甲银行"], **each} for each in more]


def test_receipts_that_differ_in_rank_are_named() -> None:
    [merger] = found(receipts=receipts({"rank": "一等奖"}, {"rank": "二等奖"}, {}))
    assert (merger.kind, merger.ids) == (Kind.RECEIPT, ("receipt-1", "receipt-2", "receipt-3"))
    assert merger.differing == {"rank": ("一等奖", "二等奖")}
    assert str(merger).startswith("3 facts of kind receipt are one in the graph (receipt-1, receipt-2, receipt-3) and")


@pytest.mark.parametrize(
    "facts",
    [
        {"receipts": receipts({"rank": "一等奖"}, {"rank": "一等奖 "}, {})},
        {"receipts": receipts({"rank": "一等奖"}, {"rank": "二等奖", "case": "丙"}), "cases": [{"title": "丙"}]},
        {"awards": [{"name": "奖", "year": 2021}, {"id": "旧", "name": "奖", "year": 2020}]},
        {
            "organizations": [
                {"id": "1", "name": "甲银行", "parent": "乙"},
                {"id": "2", "name": "甲 银行", "parent": "丙"},
                {"id": "乙", "name": "甲集团"},
                {"id": "丙", "name": "“甲集团”"},
            ]
        },
    ],
    ids=["one rank", "two cases", "two years of one award", "one parent under two ids"],
)
def test_what_says_the_same_or_is_another_fact_is_silent(facts: dict[str, object]) -> None:
    assert found(**facts) == []


def test_cases_and_organizations_that_differ_are_named() -> None:
    organizations = [{"id": "1", "name": "甲银行", "kind": "bank"}, {"id": "2", "name": "甲 银行", "kind": "broker"}]
    cases = [{"id": "x", "title": "丙", "kind": "claim"}, {"id": "y", "title": "丙", "kind": "service"}]
    assert [(each.kind, each.differing) for each in found(organizations=organizations, cases=cases)] == [
        (Kind.ORGANIZATION, {"kind": ("bank", "broker")}),
        (Kind.CASE, {"kind": ("claim", "service")}),
    ]


def test_what_differs_is_kept_and_convert_and_build_say_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = told(receipts=receipts({"rank": "一等奖"}, {"rank": "二等奖\n"}))
    (tmp_path / "x.facts.json").write_text(json.dumps(document), "utf-8")
    done = CliRunner().invoke(app, ["convert", str(tmp_path), "-o", str(tmp_path / "x.nq")])
    assert done.exit_code == 0, done.output
    [line] = [line for line in done.stderr.splitlines() if line.startswith("warning a: ")]
    assert "2 facts of kind receipt are one in the graph" in line
    quads = kg.convert(ArticleFacts.model_validate(document))
    assert len({quad.object for quad in quads if quad.predicate == FA.rank}) == 2
    monkeypatch.setattr("kg.extractor.extract", lambda *_: ArticleFacts.model_validate(document))
    made = kg.build(Article(id="a", text="甲银行获奖"), out=tmp_path / "out")
    assert [said for _, said in made.warnings if "are one in the graph" in said] == [line.removeprefix("warning a: ")]
