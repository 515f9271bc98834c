"""The facts contract: what it takes, what it refuses and how it says so, and that nothing is lost in writing."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import facts
from kg.errors import FactsError
from kg.facts import ArticleFacts, Decision

NAME = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12).filter(str.strip)
SPAN = st.builds(lambda at, quote: {"start": at, "end": at + len(quote), "quote": quote}, st.integers(0, 999), NAME)
NUMBER = st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str)


def organization(name: str, span: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "kind": "bank", "evidence": [span]}


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document that keeps the contract, as a person might write it."""
    names = draw(st.lists(NAME, min_size=1, max_size=4, unique=True))
    figure = {"value": draw(NUMBER), "unit": draw(st.sampled_from(["CNY", "%", "户", ""])), "evidence": draw(SPAN)}
    case = {"title": draw(NAME), "owners": [names[0]], "figures": [figure], "places": [draw(NAME)]}
    receipt = {"award": "奖", "recipients": names, "case": case["title"], "evidence": [draw(SPAN)]}
    return {
        "article": {"id": draw(NAME), "title": draw(NAME)},
        "organizations": [organization(name, draw(SPAN)) for name in names],
        "awards": [{"name": "奖", "year": draw(st.none() | st.integers(1990, 2030))}],
        "cases": [case],
        "receipts": [receipt],
    }


@given(documents())
@settings(max_examples=60)
def test_writing_and_reading_lose_nothing(document: dict[str, Any]) -> None:
    read = facts.parse(json.dumps(document), where="x")
    for indent in (None, 1):
        assert facts.parse(facts.dump(read, indent=indent), where="x") == read


@given(documents())
@settings(max_examples=20)
def test_the_published_schema_takes_what_the_models_take(document: dict[str, Any]) -> None:
    """A small check of JSON Schema by its own words: required keys, no others, known definitions."""
    schema = facts.schema()
    assert set(document) <= set(schema["properties"])
    for key, kind in (("organizations", "Organization"), ("awards", "Award"), ("cases", "Case")):
        definition = schema["$defs"][kind]
        assert definition["additionalProperties"] is False
        for item in document[key]:
            assert set(definition.get("required", [])) <= set(item) <= set(definition["properties"])


def minimal(**more: object) -> str:
    return json.dumps({"article": {"id": "a"}, **more})


@pytest.mark.parametrize(
    ("document", "said"),
    [
        (minimal(prizes=[]), "prizes: Extra inputs"),
        (minimal(awards=[{"name": "奖", "jahr": 2021}]), "awards[0].jahr"),
        (minimal(awards=[{"name": "奖", "year": "zwanzig"}]), "awards[0].year: Input should be a valid integer"),
        (minimal(awards=[{"id": "x", "name": " "}]), "awards[0].name"),
        (minimal(awards=[{"name": "奖"}, {"name": "奖"}]), "awards: the id '奖' stands twice"),
        (minimal(receipts=[{"award": "奖", "recipients": ["甲"]}]), "receipts[0].award: no award has the id '奖'"),
        (minimal(organizations=[{"name": "甲", "parent": "乙"}]), "organizations[0].parent: no organization"),
        (minimal(receipts=[{"award": "奖", "recipients": []}]), "receipts[0].recipients"),
        (minimal(organizations=[{"name": "甲", "evidence": [{"start": 1, "quote": "甲"}]}]), "both start and end"),
        (
            minimal(organizations=[{"name": "甲", "evidence": [{"start": 1, "end": 9, "quote": "甲"}]}]),
            "end - start is 8",
        ),
        (minimal(checks=[{"claim": {"quote": "11则"}, "expected": 11}]), "checks[0].found: Field required"),
        (json.dumps({"article": {"id": "a", "text": "甲", "text_sha256": "0" * 64}}), "text_sha256 is not"),
        ("[]", "Input should be a valid dictionary"),
        ("{\n", "Invalid JSON: Expecting property name enclosed in double quotes at character"),
    ],
)
def test_what_breaks_the_contract_is_refused_with_its_path(document: str, said: str) -> None:
    with pytest.raises(FactsError) as caught:
        facts.parse(document, where="doc.json")
    message = str(caught.value)
    assert message.startswith("doc.json: ")
    assert said in message
    assert "\n" not in message
    assert caught.value.remedy


def test_ids_may_be_left_out() -> None:
    document = {
        "organizations": [{"name": "甲"}],
        "awards": [{"name": "奖"}],
        "cases": [{"title": "例"}],
        "receipts": [{"award": "奖", "recipients": ["甲"], "case": "例"}, {"award": "奖", "recipients": ["甲"]}],
    }
    read = facts.parse(minimal(**document), where="x")
    assert [r.id for r in read.receipts] == ["receipt-1", "receipt-2"]
    assert (read.organizations[0].id, read.awards[0].id, read.cases[0].id) == ("甲", "奖", "例")


@pytest.mark.parametrize(
    ("written", "shown"), [(0.1, "0.1"), ("330000000", "330000000"), (3.3e8, "330000000"), ("1.50", "1.5")]
)
def test_decimals_come_as_numbers_and_go_as_strings(written: object, shown: str) -> None:
    figure = {"value": written, "evidence": {"quote": "x"}}
    read = facts.parse(minimal(cases=[{"title": "例", "figures": [figure]}]), where="x")
    assert json.loads(facts.dump(read))["cases"][0]["figures"][0]["value"] == shown


@pytest.mark.parametrize("bad", ["NaN", "Infinity", True, "many"])
def test_what_is_no_number_is_refused(bad: object) -> None:
    figure = {"value": bad, "evidence": {"quote": "x"}}
    with pytest.raises(FactsError, match=r"cases\[0\]\.figures\[0\]\.value"):
        facts.parse(minimal(cases=[{"title": "例", "figures": [figure]}]), where="x")


class TestGrounding:
    """Every span against the text."""

    text = "甲银行获奖。乙银行也获奖。"

    def ground(self, *spans: dict[str, object]) -> ArticleFacts:
        read = facts.parse(minimal(organizations=[{"name": "甲", "evidence": list(spans)}]), where="x")
        return facts.ground(read, self.text, where="x")

    def test_a_quote_that_occurs_once_gets_its_offsets(self) -> None:
        (span,) = self.ground({"quote": "乙银行"}).organizations[0].evidence
        assert (span.start, span.end) == (6, 9)

    def test_offsets_that_fit_are_kept(self) -> None:
        (span,) = self.ground({"start": 9, "end": 10, "quote": "也"}).organizations[0].evidence
        assert span.start == 9

    @pytest.mark.parametrize(
        ("span", "said"),
        [
            ({"quote": "获奖"}, "occurs 2 times"),
            ({"quote": "丙银行"}, "does not occur"),
            ({"start": 0, "end": 3, "quote": "乙银行"}, "the text has '甲银行'"),
        ],
    )
    def test_what_does_not_stand_there_is_refused(self, span: dict[str, object], said: str) -> None:
        with pytest.raises(FactsError, match=said) as caught:
            self.ground(span)
        assert "organizations[0].evidence[0]" in str(caught.value)


def test_lines_are_read_one_by_one_and_a_bad_one_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    path.write_text(f"{minimal()}\n\n{{\n{minimal()}\n", "utf-8")
    read = list(facts.load(path))
    assert [isinstance(r, FactsError) for r in read] == [False, True, False]
    assert str(read[1]).startswith(f"{path}:3: ")


@pytest.mark.parametrize("name", ["all.ndjson", "all"])
def test_what_is_not_named_json_is_a_document_a_line_unless_its_first_line_opens_one(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(f"{minimal()}\n{{}}\n", "utf-8")
    assert [isinstance(read, FactsError) for read in facts.load(path)] == [False, True]
    assert facts.files(tmp_path if path.suffix else path) == [path]
    path = tmp_path / "unnamed"
    path.write_text(json.dumps(json.loads(minimal()), indent=1), "utf-8")
    assert [type(read) for read in facts.load(path)] == [ArticleFacts]
    path.write_bytes(b"\n")
    with pytest.raises(FactsError, match="empty"):
        list(facts.load(path))


def test_the_document_written_by_hand_keeps_the_contract() -> None:
    path = Path(__file__).parent.parent / "examples" / "facts" / "by-hand.facts.json"
    (read,) = facts.load(path)
    assert isinstance(read, ArticleFacts)
    assert read.article.text
    grounded = facts.ground(read, read.article.text)
    assert all(span.start is not None for _, span in grounded.spans())


def test_what_stands_in_a_document_is_documented() -> None:
    """Every key of a document, and every field of a decision, which is written by `kg build --corrections`."""
    told = set(re.findall(r"^ {4}(\w+) ", str(facts.__doc__), re.MULTILINE))
    assert told == set(ArticleFacts.model_fields)
    of_decisions = {
        name
        for row in re.findall(r"^ {19}(\w+(?:, \w+)*) ", str(facts.__doc__), re.MULTILINE)
        for name in row.split(", ")
    }
    assert of_decisions == set(Decision.model_fields)
