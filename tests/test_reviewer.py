"""What the review page is made of: its data, its policy, and that nothing of an article can leave the data block."""

import json
import re
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article
from kg.corrections import Correction, apply, fields
from kg.facts import ArticleFacts, Kind, Span, Verdict
from kg.reviewer import Reviewed, review
from kg.reviewer.legend import INPUTS, KINDS
from kg.reviewer.payload import payload
from tests.decided import ARTICLE, FACTS, MISSED, NOMINATED, NOMINATION, TEXT, WON, add, correct, edit, reject, span
from tests.hostile import PAYLOADS
from tests.test_viewer import Tags

PARTS = [part for part in files("kg.reviewer").joinpath("page").iterdir() if part.is_file()]


def data(*corrections: Correction, facts: ArticleFacts = FACTS, article: Article = ARTICLE) -> dict[str, object]:
    """What the page knows of one article."""
    made = json.loads(json.dumps(payload([Reviewed(article, facts, (span(MISSED),))], corrections)))
    [one] = made["articles"]
    assert isinstance(one, dict)
    return one


def facts_of(said: dict[str, object]) -> list[dict[str, object]]:
    found = said["facts"]
    assert isinstance(found, list)
    return found


def test_the_page_knows_every_fact_with_its_key_its_quote_and_its_fields() -> None:
    said = data()
    found = {(fact["kind"], fact["key"]): fact for fact in facts_of(said)}
    assert len(found) == 3 + 1 + 1 + 1 + 2
    won = found["receipt", "柳湾银行 | 年度服务奖 | 2021 | 一站通"]
    assert (won["quote"], won["start"], won["said"]) == (WON, TEXT.index(WON), -1)
    assert won["fields"] == {"recipients": ["柳湾银行"], "award": "年度服务奖", "case": "一站通", "year": 2021}
    figure = found["figure", "一站通 | 3.3万人次 | 累计服务"]
    assert figure["fields"] == {
        "case": "一站通",
        "measure": "累计服务",
        "comparator": "=",
        "value": "33000",
        "unit": "人次",
    }
    assert said["left"] == [[TEXT.index(MISSED), TEXT.index(MISSED) + len(MISSED)]]


@given(st.text(st.sampled_from("a奖\U0001f3c6\U00020bb7"), max_size=20), st.data())
def test_marks_are_counted_as_the_browser_counts(text: str, drawn: st.DataObject) -> None:
    start = drawn.draw(st.integers(0, len(text)))
    end = drawn.draw(st.integers(start, len(text)))
    if start == end:
        return
    left = (Span(start=start, end=end, quote=text[start:end]),)
    facts = ArticleFacts.model_validate({"article": {"id": "a"}})
    made = json.loads(json.dumps(payload([Reviewed(Article(id="a", text=text), facts, left)], [])))
    [(first, last)] = made["articles"][0]["left"]
    units = text.encode("utf-16-le")
    assert units[first * 2 : last * 2].decode("utf-16-le") == text[start:end]


def test_a_correction_is_tied_to_its_fact_before_and_after_the_build() -> None:
    told = [reject(), edit(), add()]
    before = data(*told)
    assert [fact["said"] for fact in facts_of(before) if fact["said"] != -1] == [1, 0]
    assert before["unmatched"] == [2]
    done = apply(FACTS, TEXT, told).facts
    after = data(*told, facts=done)
    assert {fact["key"]: fact["said"] for fact in facts_of(after) if fact["said"] != -1} == {
        "年度服务奖 | 2021": 1,
        "柳湾银行 | 年度普惠奖": 2,
    }
    assert after["unmatched"] == [0]


def test_facts_of_one_key_are_told_apart_by_their_quotes() -> None:
    twin = FACTS.receipts[1].model_copy(update={"id": "receipt-3", "evidence": (span("服务奖提名"),)})
    document = FACTS.model_copy(update={"receipts": (*FACTS.receipts, twin)})
    told = correct(Verdict.REJECTED, Kind.RECEIPT, key=NOMINATION, quote="服务奖提名")
    said = {fact["quote"]: fact["said"] for fact in facts_of(data(told, facts=document)) if fact["key"] == NOMINATION}
    assert said == {NOMINATED: -1, "服务奖提名": 0}


def test_the_form_asks_for_fields_that_a_correction_takes() -> None:
    for kind, inputs in INPUTS.items():
        names = [each.name for each in inputs]
        assert set(names) <= set(fields(kind, Verdict.ADDED))
        assert all(all(each.words) for each in inputs)
    assert set(KINDS) == set(Kind)


def test_the_same_input_gives_the_same_page() -> None:
    assert review([Reviewed(ARTICLE, FACTS)]) == review([Reviewed(ARTICLE, FACTS)])
    assert review([]) == review([])


def test_hostile_texts_stay_in_the_data_block() -> None:
    text = "\n".join(text for text in PAYLOADS if "\ud83d" not in text)
    article = Article(
        id=PAYLOADS[1], text=text, title=PAYLOADS[1], url="javascript:window.hit=1", publisher=PAYLOADS[4]
    )
    page = Tags(review([Reviewed(article, FACTS)], corrections=[reject().model_copy(update={"note": PAYLOADS[1]})]))
    assert [tag for tag, _ in page.tags if tag in ("script", "img", "iframe", "svg", "base")] == ["script", "script"]
    [one] = page.data()["articles"]
    assert one["text"] == text
    policy = next(said["content"] for tag, said in page.tags if said.get("http-equiv"))
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_every_word_of_the_page_is_known() -> None:
    texts = {part.name: part.read_text(encoding="utf-8") for part in PARTS}
    words = set(re.findall(r"^  (\w+): \[", texts["words.js"], re.MULTILINE))
    asked = set(re.findall(r'data-t(?:-label)?="(\w+)"', texts["page.html.j2"]))
    asked |= {name for text in texts.values() for name in re.findall(r'\bt\("(\w+)"', text)}
    asked |= {
        "accept",
        "reject",
        "edit",
        "undo",
        "withdraw",
        "addFrom",
        *Verdict,
        "product",
        "partner",
        "check",
        "summary",
    }
    assert len(asked) > 50
    assert asked == words - {"separator"} | (asked & {"separator"})


def test_no_script_of_the_page_makes_html_of_text() -> None:
    for part in PARTS:
        text = part.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, part.name
        if part.name.endswith(".js"):
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


@pytest.mark.parametrize("name", ["words.js", "model.js", "yaml.js", "text.js", "cards.js", "form.js", "main.js"])
def test_every_script_is_in_the_page(name: str) -> None:
    part = next(part for part in PARTS if part.name == name)
    assert part.read_text(encoding="utf-8").strip() in review([])
