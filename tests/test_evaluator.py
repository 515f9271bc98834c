"""The evaluator: what agrees with gold, what is missed, extra, forbidden or ungrounded, and how it is told."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg.errors import FactsError, GoldError
from kg.evaluator import Evaluation, Gold, Kind, Tally, below, load_golds, measure, rendering
from kg.evaluator import gold as format_of_gold
from kg.evaluator.likeness import likeness, titles
from kg.facts import ArticleFacts, dump

HERE = Path(__file__).parent
GOLDS = [*(HERE / "articles" / "written-gold").iterdir(), *(HERE.parent / "examples" / "gold").iterdir()]
TEXT = "远溪银行凭借“夜校计划”荣获2023年度“金鲤奖”，服务1200人。\n澜江人寿也获提名。"


def span(quote: str) -> dict[str, object]:
    return {"start": TEXT.index(quote), "end": TEXT.index(quote) + len(quote), "quote": quote}


def facts(**changes: object) -> dict[str, object]:
    """A facts document that says all of the gold below, but for the changes."""
    return {
        "article": {"id": "x", "text": TEXT},
        "organizations": [
            {"name": "远溪银行", "parent": "远溪集团", "evidence": [span("远溪银行")]},
            {"name": "远溪集团"},
        ],
        "awards": [{"name": "金鲤奖", "programme": "金融风云榜", "year": 2023, "evidence": [span("金鲤奖")]}],
        "cases": [
            {"title": "夜校计划", "figures": [{"value": "1200", "unit": "人", "evidence": span("1200人")}]},
        ],
        "receipts": [
            {"award": "金鲤奖", "recipients": ["远溪银行"], "case": "夜校计划", "evidence": [span("荣获")]},
        ],
        **changes,
    }


def gold(**changes: object) -> dict[str, object]:
    return {
        "document": "x.txt",
        "receipts": [
            {"recipients": [["远溪银行"]], "award": ["金鲤奖"], "programme": None, "year": 2023, "case": ["夜校计划"]}
        ],
        "organizations": [["远溪银行"], ["远溪集团"]],
        "parents": [[["远溪银行"], ["远溪集团"]]],
        "figures": [{"case": ["夜校计划"], "value": 1200, "unit": "人"}],
        **changes,
    }


def judged(found: dict[str, object], wanted: dict[str, object], tmp_path: Path) -> Evaluation:
    path = tmp_path / "x.gold.json"
    path.write_text(json.dumps(wanted), "utf-8")
    return kg.evaluate(path, [ArticleFacts.model_validate(found)])


def receipt(**changes: object) -> list[dict[str, object]]:
    """The receipts of the gold, changed."""
    return [{"recipients": [["远溪银行"]], "award": ["金鲤奖"], "year": 2023, "case": ["夜校计划"], **changes}]


def said(evaluation: Evaluation) -> list[str]:
    return [f"{e.side} {e.kind}: {e.what}" for one in evaluation.documents for e in one.errors]


def test_the_same_on_both_sides_is_perfect(tmp_path: Path) -> None:
    found = judged(facts(), gold(), tmp_path)
    for kind in Kind:
        score = found.total.scores[kind]
        assert (score.hit, score.predicted, score.gold) == (score.gold,) * 3, kind
        assert score.gold
        assert (score.precision, score.recall, score.f1) == (1.0, 1.0, 1.0)
    assert found.total.grounding.grounded == found.total.grounding.checked == 4
    assert not said(found)


@pytest.mark.parametrize(
    "same",
    [
        {"recipients": [["远溪银行股份有限公司", "别名"]]},
        {"award": ["2023年度金鲤奖"]},
        {"award": ["“金鲤 奖”"]},
        {"award": ["金鲤奖"], "programme": ["风云榜"]},
        {"award": ["奖"], "programme": ["金鲤"]},
        {"award": ["金融风云榜金鲤奖"]},
        {"year": None},
        {"case": None},
        {"case": ["“夜校计划”"]},
        {"case": ["夜校新计划"]},
    ],
)
def test_receipts_that_are_the_same(same: dict[str, object], tmp_path: Path) -> None:
    assert judged(facts(), gold(receipts=receipt(**same)), tmp_path).total.scores[Kind.RECEIPT].hit == 1


@pytest.mark.parametrize(
    ("other", "award"),
    [
        ({"recipients": [["澜江人寿"]]}, 0),
        ({"recipients": [["远溪银行"], ["澜江人寿"]]}, 0),
        ({"award": ["银鹿奖"]}, 0),
        ({"year": 2022}, 1),
        ({"case": ["巷口理赔站"]}, 1),
    ],
)
def test_receipts_that_are_not_the_same(other: dict[str, object], award: int, tmp_path: Path) -> None:
    found = judged(facts(), gold(receipts=receipt(**other)), tmp_path)
    assert found.total.scores[Kind.RECEIPT].hit == 0
    assert found.total.scores[Kind.AWARD].hit == award


def test_an_award_is_not_taken_for_one_that_another_of_the_gold_is_nearer_to(tmp_path: Path) -> None:
    found = facts(awards=[{"name": "金融风云榜产品赛道一等奖", "id": "金鲤奖"}])
    one, two = {"award": ["金融风云榜产品赛道一等奖"]}, {"award": ["金融风云榜产品赛道二等奖"]}
    plain = {"year": None, "case": None}
    assert judged(found, gold(receipts=receipt(**two, **plain)), tmp_path).total.scores[Kind.AWARD].hit == 1
    both = [*receipt(recipients=[["澜江人寿"]], **one, **plain), *receipt(**two, **plain)]
    assert judged(found, gold(receipts=both), tmp_path).total.scores[Kind.AWARD].hit == 0


def test_each_fact_counts_once(tmp_path: Path) -> None:
    found = judged(facts(), gold(receipts=receipt() * 2, organizations=[["远溪银行"]]), tmp_path)
    assert (found.total.scores[Kind.RECEIPT].hit, found.total.scores[Kind.RECEIPT].recall) == (1, 0.5)
    assert found.total.scores[Kind.ORGANIZATION].precision == 0.5


def test_what_is_missed_and_what_is_extra_is_named_with_its_sentence(tmp_path: Path) -> None:
    found = judged(facts(), gold(receipts=receipt(year=2022), organizations=[["远溪集团"]], parents=[]), tmp_path)
    assert said(found) == [
        "missed receipt: 远溪银行 · 金鲤奖 · 2022 · 夜校计划",
        "extra receipt: 远溪银行 · 金鲤奖 · 2023 · 夜校计划",
        "extra organization: 远溪银行",
        "extra parent: 远溪银行 → 远溪集团",
    ]
    cited = [error.cites for error in found.documents[0].errors]
    assert cited[0] == ()
    assert set(cited[1:]) == {("远溪银行凭借“夜校计划”荣获2023年度“金鲤奖”，服务1200人。",)}


@pytest.mark.parametrize(
    ("figure", "hit"),
    [
        ({"value": 1200, "unit": ["位", "人"]}, 1),
        ({"value": 1200.0, "unit": "人", "case": ["夜校计划"]}, 1),
        ({"value": 1200, "unit": "位"}, 0),
        ({"value": 1200.5, "unit": "人"}, 0),
        ({"value": 1200, "unit": "人", "case": ["巷口理赔站"]}, 0),
    ],
)
def test_figures(figure: dict[str, object], hit: int, tmp_path: Path) -> None:
    found = judged(facts(), gold(figures=[figure]), tmp_path).total.scores[Kind.FIGURE]
    assert (found.hit, found.predicted, found.gold) == (hit, 1, 1)


def test_figures_of_cases_without_an_award_do_not_count(tmp_path: Path) -> None:
    assert judged(facts(receipts=[]), gold(), tmp_path).total.scores[Kind.FIGURE].predicted == 0


def test_what_must_not_come_out_and_years_that_nothing_gives(tmp_path: Path) -> None:
    found = judged(facts(), gold(must_not=["《金鲤奖》", "夜校计划"], receipts=receipt(year=None)), tmp_path)
    assert (found.total.must_not, found.total.year_invented) == (1, 1)
    assert said(found) == ["forbidden name: 《金鲤奖》"]
    assert judged(facts(), gold(), tmp_path).total.year_invented == 0


def test_quotes_that_the_text_does_not_have(tmp_path: Path) -> None:
    elsewhere = {"start": 3, "end": 7, "quote": "远溪银行"}
    spaced = {"start": 0, "end": 5, "quote": "远溪 银行"}
    invented = {"start": 0, "end": 4, "quote": "近溪银行"}
    bare = {"quote": "澜江人寿"}
    organizations = [{"name": "远溪银行", "evidence": [elsewhere, spaced, invented, bare]}]
    found = judged(facts(organizations=organizations, awards=[], cases=[], receipts=[]), gold(), tmp_path)
    assert (found.total.grounding.grounded, found.total.grounding.checked) == (3, 4)
    assert "ungrounded span: organizations[0].evidence[2]: 近溪银行" in said(found)


def test_without_a_text_spans_count_as_unchecked_and_not_as_grounded(tmp_path: Path) -> None:
    found = judged(facts(article={"id": "x"}), gold(), tmp_path)
    assert (found.total.grounding.checked, found.total.grounding.unchecked) == (0, 4)
    assert measure(found.total, "grounded") == 0
    assert below(found.total, {"grounded": 1}) == ("grounded is 0, below 1",)


def test_floors(tmp_path: Path) -> None:
    total = judged(facts(), gold(must_not=["金鲤奖"], organizations=[["远溪银行"]]), tmp_path).total
    assert not below(total, {"receipt": 1, "organization.precision": 0.5, "organization.recall": 1, "must_not": 1})
    assert below(total, {"organization": 0.9, "must_not": 0}) == (
        "organization is 0.6667, below 0.9",
        "must_not is 1, above 0",
    )
    with pytest.raises(kg.KgError, match="no score 'recepit'"):
        measure(total, "recepit")


def test_an_article_without_facts_is_one_in_which_nothing_was_found(tmp_path: Path) -> None:
    for name in ("y", "z"):
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(gold()), "utf-8")
    documents = [facts(), {"article": {"id": "z"}}]
    found = kg.evaluate(tmp_path, [ArticleFacts.model_validate(document) for document in documents])
    assert sorted((one.document, one.missing) for one in found.documents) == [("y", True), ("z", False)]
    assert found.unjudged == ("x",)
    assert (found.total.scores[Kind.RECEIPT].recall, found.total.scores[Kind.RECEIPT].precision) == (0, 1)


def test_an_article_that_confers_nothing_makes_each_receipt_wrong(tmp_path: Path) -> None:
    found = judged(facts(), {"document": "x.txt"}, tmp_path)
    assert (found.total.scores[Kind.RECEIPT].precision, found.total.scores[Kind.RECEIPT].f1) == (0, 0)


def test_documents_with_the_most_errors_come_first(tmp_path: Path) -> None:
    for name, wanted in (("a", gold()), ("b", gold(receipts=receipt(year=2022))), ("c", gold(organizations=[["甲"]]))):
        (tmp_path / f"{name}.gold.json").write_text(json.dumps(wanted), "utf-8")
    documents = [ArticleFacts.model_validate(facts(article={"id": name, "text": TEXT})) for name in "abc"]
    found = kg.evaluate(tmp_path, documents)
    assert [(one.document, len(one.errors)) for one in found.documents] == [("c", 3), ("b", 2), ("a", 0)]
    assert sum((one.tally for one in found.documents), Tally()) == found.total


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ("{", "no JSON"),
        ("[]", "dictionary"),
        ("[" * 100_000, "no JSON"),
        ("{}", "document: Field required"),
        ('{"document": "x", "receipt": []}', "receipt: Extra inputs"),
        (
            '{"document": "x", "receipts": [{"recipients": [["甲"]], "award": []}]}',
            r"receipts\[0\].award: .*at least 1",
        ),
        (
            '{"document": "x", "receipts": [{"recipients": ["甲"], "award": ["乙"]}]}',
            r"receipts\[0\].recipients\[0\]: ",
        ),
        ('{"document": "x", "organizations": [[" "]]}', r"organizations\[0\]\[0\]: "),
        ('{"document": "x", "figures": [{"value": "many", "unit": "人"}]}', r"figures\[0\].value: "),
        ('{"document": "x", "parents": [[["甲"]]]}', r"parents\[0\]\[1\]: Field required"),
    ],
)
def test_a_gold_file_that_cannot_be_used_says_why_in_one_line(content: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "x.gold.json"
    path.write_text(content, "utf-8")
    (error,) = load_golds(path)
    assert isinstance(error, GoldError)
    assert str(error).startswith(f"{path}: ")
    assert "\n" not in str(error)
    with pytest.raises(GoldError, match=what):
        kg.evaluate(path, [])


def test_gold_that_cannot_be_used_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "x.gold.json").write_text(json.dumps(gold()), "utf-8")
    (tmp_path / "y.gold.json").write_text("{", "utf-8")
    found = kg.evaluate(tmp_path, [ArticleFacts.model_validate(facts())])
    assert [one.document for one in found.documents] == ["x"]
    assert [Path(item.where).name for item in found.skipped] == ["y.gold.json"]


def test_the_gold_that_the_documents_show_is_gold(tmp_path: Path) -> None:
    shown = re.findall(
        r"^```json\n(.*?)^```$", (HERE.parent / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    documented = (format_of_gold.__doc__ or "").partition("::\n")[2].partition("\n\nA name")[0]
    for example in (*shown, documented):
        (tmp_path / "x.gold.json").write_text(example, "utf-8")
        ((_, read),) = [item for item in load_golds(tmp_path) if not isinstance(item, GoldError)]
        assert read.receipts[0].award == ("金鲤奖",)


def test_no_gold_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"holds no \*.gold.json"):
        kg.evaluate(tmp_path, [])
    with pytest.raises(GoldError, match="no such file"):
        kg.evaluate(tmp_path / "nothing", [])


def test_names_that_are_very_long_take_no_long_time(tmp_path: Path) -> None:
    long = "奖" * 300_000
    found = facts(awards=[{"name": long, "id": "金鲤奖"}], cases=[{"title": long, "id": "夜校计划"}])
    assert judged(found, gold(), tmp_path).total.scores[Kind.AWARD].hit == 0


def test_no_name_forges_a_line_of_the_output(tmp_path: Path) -> None:
    forged = "银行\n\x1b[31mreceipt 1.000"
    found = judged(facts(organizations=[{"name": forged, "id": "远溪银行"}]), gold(), tmp_path)
    lines = list(rendering.errors(found, 1))
    assert [line for line in lines if "31m" in line and line.lstrip().startswith("extra")]
    assert all(line.isprintable() for line in lines)


class TestFiles:
    """Facts in files: folders, lines, builds; which is of which article; and where the texts are."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "gold").mkdir()
        (tmp_path / "gold" / "x.gold.json").write_text(json.dumps(gold()), "utf-8")
        return tmp_path

    def written(self, path: Path, *documents: dict[str, object]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(dump(ArticleFacts.model_validate(d), indent=None) for d in documents), "utf-8")
        return path

    @pytest.mark.parametrize("name", ["facts/x.facts.json", "x.facts.json", "any.json", "facts/any.jsonl"])
    def test_a_file_or_folder(self, name: str, folder: Path) -> None:
        path = self.written(folder / name, facts())
        for source in {path, path.parent if path.parent != folder else path}:
            found = kg.evaluate(folder / "gold", source)
            assert found.total.scores[Kind.RECEIPT].hit == 1
            assert not said(found)

    def test_facts_are_of_the_article_of_their_file_name_then_of_their_source_then_of_their_id(
        self, folder: Path
    ) -> None:
        by_file = self.written(folder / "f" / "x.facts.json", facts(article={"id": "1", "source_path": "in/z.md"}))
        self.written(folder / "f" / "y.facts.json", facts(article={"id": "x", "source_path": "in/x.md"}))
        found = kg.evaluate(folder / "gold", folder / "f")
        assert found.unjudged == (str(folder / "f" / "y.facts.json"),)
        by_file.unlink()
        assert kg.evaluate(folder / "gold", folder / "f").unjudged == ()

    def test_two_documents_of_one_article_are_not_judged(self, folder: Path) -> None:
        documents = (facts(article={"id": n, "source_path": f"{n}/x.md"}) for n in "ab")
        lines = self.written(folder / "two.jsonl", *documents)
        found = kg.evaluate(folder / "gold", lines)
        assert not found.documents
        assert "both have facts of its article" in found.skipped[0].what

    def test_texts_are_looked_for_in_the_folder_of_articles(self, folder: Path) -> None:
        path = self.written(folder / "x.facts.json", facts(article={"id": "x"}))
        assert kg.evaluate(folder / "gold", path).total.grounding.unchecked == 4
        (folder / "articles").mkdir()
        (folder / "articles" / "x.txt").write_text(TEXT, "utf-8")
        found = kg.evaluate(folder / "gold", path, articles=folder / "articles").total.grounding
        assert (found.grounded, found.unchecked) == (4, 0)

    def test_a_text_that_cannot_be_read_is_skipped_and_its_facts_are_judged(self, folder: Path) -> None:
        path = self.written(folder / "x.facts.json", facts(article={"id": "x"}))
        (folder / "articles").mkdir()
        (folder / "articles" / "x.txt").write_bytes(b"")
        found = kg.evaluate(folder / "gold", path, articles=folder / "articles")
        assert len(found.skipped) == 1
        assert (found.total.scores[Kind.RECEIPT].hit, found.total.grounding.unchecked) == (1, 4)

    def test_facts_that_break_the_contract_are_skipped_and_the_rest_is_judged(self, folder: Path) -> None:
        lines = self.written(folder / "x.jsonl", facts())
        lines.write_text(lines.read_text("utf-8") + "{}\n", "utf-8")
        found = kg.evaluate(folder / "gold", lines)
        assert found.total.scores[Kind.RECEIPT].hit == 1
        assert found.skipped[0].where == f"{lines}:2"

    def test_no_facts_at_all_are_an_error(self, folder: Path) -> None:
        for nothing in (folder / "nothing", folder / "gold"):
            with pytest.raises(FactsError):
                kg.evaluate(folder / "gold", nothing)


def stating(name: str, wanted: Gold) -> ArticleFacts:
    """A facts document that says what the gold says, each name in the last of its forms."""
    names = [*wanted.organizations, *(n for r in wanted.receipts for n in r.recipients), *sum(wanted.parents, ())]
    parents = {child[-1]: parent[-1] for child, parent in wanted.parents}
    titled = dict.fromkeys(r.case for r in wanted.receipts if r.case)
    return ArticleFacts.model_validate(
        {
            "article": {"id": name},
            "organizations": [
                {"name": forms[-1], "aliases": forms, "parent": parents.get(forms[-1])}
                for forms in dict.fromkeys(names)
            ],
            "awards": [
                {"id": str(n), "name": r.award[-1], "year": r.year, "aliases": r.award}
                for n, r in enumerate(wanted.receipts)
            ],
            "cases": [{"title": forms[0], "aliases": forms} for forms in titled],
            "receipts": [
                {"award": str(n), "recipients": [f[-1] for f in r.recipients], "case": r.case[0] if r.case else None}
                for n, r in enumerate(wanted.receipts)
            ],
        }
    )


@pytest.mark.parametrize("path", sorted(GOLDS), ids=lambda p: p.name.split(".")[0])
def test_facts_that_say_what_the_gold_says_find_all_its_receipts(path: Path) -> None:
    ((name, wanted),) = [item for item in load_golds(path) if not isinstance(item, GoldError)]
    found = kg.evaluate(path, [stating(name, wanted)])
    assert not [line for line in said(found) if "receipt" in line]
    assert found.total.scores[Kind.AWARD].f1 == 1
    assert found.total.scores[Kind.PARENT].recall == found.total.scores[Kind.ORGANIZATION].recall == 1


@given(st.text(), st.text())
@settings(max_examples=200)
def test_likeness_is_a_share(some: str, other: str) -> None:
    a, b = titles([some]), titles([other])
    assert 0 <= likeness(a, b) <= 1
    assert not a or likeness(a, a) == 1
