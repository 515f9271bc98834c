"""Corrections: what people decide is applied, kept, and told of when it no longer fits; nothing else changes."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg import corrections, facts, registry
from kg.article import Article
from kg.corrections import Correction, Corrections, Status, apply, dump, keyed, parse, replay
from kg.corrections.misfit import Misfit
from kg.errors import CorrectionsError
from kg.facts import ArticleFacts, Decision, Kind, ParentBasis, Span, Verdict
from kg.resolver import resolve
from kg.store import Store
from kg.terms import FA
from tests.arbitrary import documents
from tests.converted import asserted
from tests.decided import ARTICLE, FACTS, MISSED, NOMINATION, TEXT, WON, add, by_key, correct, edit, reject

KNOWN = registry.load()


def corrected(*told: Correction, text: str = TEXT, document: ArticleFacts = FACTS) -> ArticleFacts:
    """The facts with corrections that all fit."""
    done = apply(document, text, told)
    assert not [str(said) for said in done.said if isinstance(said, Misfit)]
    return facts.parse(facts.dump(done.facts), where="x")  # what is written is what is read


def misfit(*told: Correction, text: str = TEXT) -> str:
    """Why the last of some corrections does not fit; the facts then are as the others leave them."""
    done = apply(FACTS, text, told)
    said = done.said[-1]
    assert isinstance(said, Misfit)
    assert said.chinese
    without = apply(FACTS, text, told[:-1]).facts
    assert done.facts == (without if told[:-1] else FACTS)
    return said.english


def held(*told: Correction, text: str = TEXT) -> tuple[ArticleFacts, list[tuple[str, str]]]:
    """What a replay makes of a file, and the status of each correction with what is said of it."""
    known = Corrections("c.yaml", "", told, tuple(range(1, len(told) + 1)))
    article = ARTICLE.model_copy(update={"text": text})
    [(_, done)], outcomes = replay([(article, FACTS)], known, lambda document: resolve(document, KNOWN))
    return done, [(outcome.status.value, outcome.said) for outcome in outcomes]


# What corrections do


@given(documents())
def test_no_corrections_leave_the_same_facts(document: ArticleFacts) -> None:
    assert apply(document, "", ()).facts is document


@given(documents())
def test_every_fact_has_a_key(document: ArticleFacts) -> None:
    found = list(keyed(document))
    figures = sum(len(case.figures) for case in document.cases)
    whole = (*document.organizations, *document.awards, *document.cases, *document.receipts)
    assert len(found) == len(whole) + figures
    assert all(each.key.strip() and "\n" not in each.key for each in found)


def test_a_rejected_receipt_is_gone_and_the_rest_stays() -> None:
    done = corrected(reject())
    assert [each.id for each in done.receipts] == ["receipt-1"]
    assert (done.organizations, done.awards, done.cases) == (FACTS.organizations[:2], FACTS.awards, FACTS.cases)
    [decision] = done.decisions
    assert decision == Decision(
        verdict=Verdict.REJECTED,
        kind=Kind.RECEIPT,
        key=NOMINATION,
        by="王敏",
        at="2026-11-23",
        note="提名不是获奖",
        evidence=FACTS.receipts[1].evidence[0],
    )


@given(documents(), st.data())
def test_rejecting_anything_leaves_a_document_that_keeps_the_contract(
    document: ArticleFacts, data: st.DataObject
) -> None:
    found = list(keyed(document))
    chosen = data.draw(st.sampled_from(found))
    text = "\n".join(told.quote for _, told in document.spans())
    made = correct(Verdict.REJECTED, chosen.kind, key=chosen.key)
    done = apply(document, text, [made])
    before = [(each.kind, each.key) for each in found]
    after = [(each.kind, each.key) for each in keyed(done.facts)]
    assert before.count((chosen.kind, chosen.key)) > after.count((chosen.kind, chosen.key))
    assert len(done.facts.decisions) == 1
    assert done.said[0] is not None


def test_an_added_receipt_brings_the_award_that_it_names_and_rests_on_its_quote() -> None:
    done = corrected(add())
    made = done.receipts[-1]
    assert (made.award, made.recipients, made.evidence) == ("年度普惠奖", ("柳湾银行",), (quoted(MISSED),))
    assert done.awards[-1].evidence == (quoted("年度普惠奖"),)
    assert [(d.verdict, d.kind, d.fact) for d in done.decisions] == [
        (Verdict.ADDED, Kind.AWARD, "年度普惠奖"),
        (Verdict.ADDED, Kind.RECEIPT, made.id),
    ]


def quoted(quote: str) -> Span:
    return Span(start=TEXT.index(quote), end=TEXT.index(quote) + len(quote), quote=quote)


def test_an_edit_changes_what_it_names_and_nothing_else() -> None:
    done = corrected(edit(programme="砚舟奖", edition="第三届"))
    [award] = done.awards
    assert (award.programme, award.edition, award.year, award.id) == ("砚舟奖", "第三届", 2021, "服务奖")
    assert [each.quote for each in award.evidence] == ["年度服务奖", WON]
    assert (done.receipts, done.cases) == (FACTS.receipts, FACTS.cases)
    assert done.decisions[0].changed == ("programme", "edition")


_FIELDS: dict[Kind, dict[str, st.SearchStrategy[Any]]] = {
    Kind.ORGANIZATION: {
        "name": st.text("柳湾朔桐银行（） ", min_size=1).filter(str.strip),
        "kind": st.none() | st.just("bank"),
    },
    Kind.AWARD: {"name": st.just("奖"), "year": st.none() | st.integers(1000, 9999), "edition": st.just("第三届")},
    Kind.CASE: {"title": st.just("另一则"), "owners": st.just([]) | st.just(["朔桐证券"]), "places": st.just(["昆明"])},
    Kind.FIGURE: {"value": st.integers(0, 10**9), "unit": st.sampled_from(["CNY", "%", ""]), "period": st.just("2021")},
    Kind.RECEIPT: {"recipients": st.just(["柳湾集团", "朔桐证券"]), "rank": st.just("第1名"), "case": st.none()},
}


@given(st.data())
def test_an_edit_goes_through_the_file_into_the_facts(data: st.DataObject) -> None:
    chosen = data.draw(st.sampled_from(list(keyed(FACTS))))
    fields = data.draw(st.fixed_dictionaries({}, optional=_FIELDS[chosen.kind]).filter(bool))
    told = correct(Verdict.EDITED, chosen.kind, key=chosen.key, fact=fields, quote=chosen.evidence[0].quote)
    [(_, read)] = parse(dump([told]), where="x")
    assert read == told
    done = corrected(read)
    now = next(each for each in keyed(done) if each.kind is chosen.kind and each.id == chosen.id).fact
    said = json.loads(now.model_dump_json())
    assert {name: said[name] for name in fields} == {
        name: str(value) if name == "value" else value for name, value in fields.items()
    }
    untouched = {name for name in said if name not in fields and name not in ("evidence", "registry_id", "kind")}
    before = json.loads(chosen.fact.model_dump_json())
    assert {name: said[name] for name in untouched} == {name: before[name] for name in untouched}


def test_the_order_of_a_file_does_not_matter() -> None:
    told = [reject(), edit(), add(), correct(Verdict.ACCEPTED, Kind.CASE, key="一站通")]
    one, other = corrected(*told), corrected(*reversed(told))
    assert one.model_copy(update={"decisions": ()}) == other.model_copy(update={"decisions": ()})
    assert sorted(map(str, one.decisions)) == sorted(map(str, other.decisions))


def test_rejecting_an_organization_takes_its_receipts_along_and_says_so() -> None:
    told = correct(Verdict.REJECTED, Kind.ORGANIZATION, key="柳湾银行")
    done = apply(FACTS, TEXT, [told])
    assert [each.recipients for each in done.facts.receipts] == [("朔桐证券",)]
    assert done.facts.cases == ()
    assert str(done.said[0][0]).startswith("receipts that went with it: 1; with it went")  # type: ignore[index]


def test_what_is_rejected_twice_over_is_rejected() -> None:
    told = [
        correct(Verdict.REJECTED, Kind.AWARD, key="年度服务奖 | 2021"),
        reject(),
        correct(Verdict.REJECTED, Kind.CASE, key="一站通"),
        correct(Verdict.REJECTED, Kind.FIGURE, key="一站通 | 3.3万人次 | 累计服务"),
    ]
    for order in (told, told[::-1]):
        done = corrected(*order)
        assert (done.receipts, done.awards, done.cases, len(done.decisions)) == ((), (), (), 4)


def test_what_went_with_another_cannot_be_accepted() -> None:
    accepted = correct(Verdict.ACCEPTED, Kind.RECEIPT, key=NOMINATION)
    done = apply(FACTS, TEXT, [accepted, correct(Verdict.REJECTED, Kind.AWARD, key="年度服务奖 | 2021")])
    assert isinstance(done.said[0], Misfit)
    assert done.facts.receipts == ()
    assert [each.verdict for each in done.facts.decisions] == [Verdict.REJECTED]


def test_an_addition_that_the_rules_find_too_is_one_fact() -> None:
    fact = {"award": "年度服务奖", "recipients": ["柳湾银行"], "case": "一站通"}
    done = apply(FACTS, TEXT, [correct(Verdict.ADDED, Kind.RECEIPT, quote="荣获2021年度服务奖", fact=fact)])
    assert len(done.facts.receipts) == 2
    assert [each.quote for each in done.facts.receipts[0].evidence] == [WON, "荣获2021年度服务奖"]
    assert done.said == (("it was found without the correction", "不经更正也已找到"),)


def test_figures_are_added_edited_and_rejected_in_their_case() -> None:
    added = correct(
        Verdict.ADDED,
        Kind.FIGURE,
        quote="2021年",
        fact={"case": "一站通", "value": 2021, "unit": "年", "measure": "年"},
    )
    key = "一站通 | 3.3万人次 | 累计服务"
    edited = correct(Verdict.EDITED, Kind.FIGURE, key=key, fact={"value": "34000"}, quote="3.3万人次")
    done = corrected(added, edited)
    assert [(str(f.value), f.evidence.quote) for f in done.cases[0].figures] == [
        ("34000", "3.3万人次"),
        ("2021", "2021年"),
    ]
    assert {(d.fact, d.evidence.quote) for d in done.decisions if d.evidence} == {
        ("一站通", "3.3万人次"),
        ("一站通", "2021年"),
    }
    gone = corrected(correct(Verdict.REJECTED, Kind.FIGURE, key=key))
    assert gone.cases[0].figures == ()


def test_of_two_facts_with_one_key_the_quote_decides() -> None:
    twin = FACTS.receipts[1].model_copy(update={"id": "receipt-3", "evidence": (quoted("服务奖提名"),)})
    document = FACTS.model_copy(update={"receipts": (*FACTS.receipts, twin)})
    told = correct(Verdict.REJECTED, Kind.RECEIPT, key=NOMINATION, quote="服务奖提名")
    assert [each.id for each in corrected(told, document=document).receipts] == ["receipt-1", "receipt-2"]


# Who is who after a correction


def test_an_added_organization_is_looked_up() -> None:
    text = f"{TEXT}太保寿险也在场。"
    told = correct(Verdict.ADDED, Kind.ORGANIZATION, quote="太保寿险也在场", fact={"name": "太保寿险"})
    done, _ = held(told, text=text)
    assert done.organizations[-1].registry_id == "cpic-life"


def test_what_a_person_cut_is_not_tied_again() -> None:
    text = f"{TEXT}中国太保、太保寿险也在场。"
    named = [
        correct(Verdict.ADDED, Kind.ORGANIZATION, quote="中国太保", fact={"name": "中国太保"}),
        correct(Verdict.ADDED, Kind.ORGANIZATION, quote="太保寿险", fact={"name": "太保寿险", "parent": None}),
    ]
    done, _ = held(*named, text=text)
    assert done.organizations[-1].registry_id == "cpic-life"
    assert done.organizations[-1].parent is None
    assert resolve(done, KNOWN) == done
    tied, _ = held(named[0], named[1].model_copy(update={"fact": {"name": "太保寿险"}}), text=text)
    assert (tied.organizations[-1].parent, tied.organizations[-1].parent_basis) == ("中国太保", ParentBasis.REGISTRY)


def test_another_name_is_looked_up_anew_unless_the_person_says_who_it_is() -> None:
    renamed = edit(Kind.ORGANIZATION, "朔桐证券", name="太保寿险")
    assert held(renamed)[0].organizations[2].registry_id == "cpic-life"
    nobody = edit(Kind.ORGANIZATION, "朔桐证券", name="太保寿险", registry_id=None)
    done, _ = held(nobody)
    assert (done.organizations[2].registry_id, done.organizations[2].name) == (None, "太保寿险")
    assert resolve(done, KNOWN) == done


def test_an_unknown_entry_of_the_registry_does_not_fit() -> None:
    done, said = held(edit(Kind.ORGANIZATION, "朔桐证券", registry_id="nobody"), reject())
    assert said[0] == ("misfit", "registry_id: the registry has no 'nobody'")
    assert said[1][0] == "applied"
    assert len(done.receipts) == 1


# What does not fit


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            correct(Verdict.REJECTED, Kind.RECEIPT, key="无此", quote=WON),
            "with its quote there is '柳湾银行 | 年度服务奖",
        ),
        (correct(Verdict.ACCEPTED, Kind.AWARD, key="无此奖"), "no award has this key any more"),
        (correct(Verdict.ACCEPTED, Kind.ORGANIZATION, key="柳湾银行", quote="没有这句"), "'没有这句' does not occur"),
        (add().model_copy(update={"quote": "没有这句"}), "'没有这句' does not occur"),
        (add().model_copy(update={"quote": "柳湾银行"}), "occurs 2 times: give its start"),
        (
            add().model_copy(update={"fact": {"award": "没有的奖", "recipients": ["柳湾银行"]}}),
            "no award is called '没有的奖'",
        ),
        (add().model_copy(update={"fact": {"award": "年度普惠奖", "recipients": []}}), "recipients: Tuple should have"),
        (add().model_copy(update={"fact": {"award": "年度普惠奖"}}), "recipients: Field required"),
        (edit(year="zwanzig"), "year: Input should be a valid integer"),
        (edit(Kind.CASE, "一站通", summary={"quote": "不在文中"}), "'不在文中' does not occur"),
        (edit(Kind.RECEIPT, NOMINATION, case="没有的案例"), "no case is called '没有的案例'"),
        (correct(Verdict.ADDED, Kind.FIGURE, quote="3.3万人次", fact={"value": "1"}), "name the case"),
    ],
)
def test_what_does_not_fit_changes_nothing_and_says_why(told: Correction, said: str) -> None:
    assert said in misfit(told)
    assert said in misfit(reject(), told)


def test_a_text_that_changed_keeps_what_still_fits_and_says_so() -> None:
    shifted = f"更正启事。\n{TEXT}"
    done, said = held(reject(), add(), text=shifted)
    assert [status for status, _ in said] == ["applied", "applied"]
    assert all("the text has changed since" in words for _, words in said)
    assert done.receipts[-1].evidence[0].start == shifted.index(MISSED)
    without = TEXT.replace(MISSED, "")
    _, [(status, words)] = held(add(), text=without)
    assert (status, words) == ("misfit", f"the quote {MISSED!r} does not occur in the article")


def test_of_two_decisions_about_one_fact_the_later_counts() -> None:
    accepted = correct(Verdict.ACCEPTED, Kind.RECEIPT, key=NOMINATION, quote="朔桐证券获年度服务奖提名")
    done, said = held(reject(), accepted)
    assert len(done.receipts) == 2
    assert said == [("superseded", "line 2 decides the same fact"), ("applied", "")]


def test_corrections_of_other_articles_are_left_alone() -> None:
    done, said = held(reject().model_copy(update={"article": "another"}))
    assert done == FACTS
    assert said == [("absent", "its article is not in this build")]


# The file

_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
_VALUES = st.recursive(st.none() | _TEXTS, lambda inner: st.lists(inner, max_size=2), max_leaves=3)


@given(_TEXTS, _TEXTS, _TEXTS, _VALUES)
def test_writing_and_reading_lose_nothing(article: str, key: str, quote: str, value: object) -> None:
    told = [
        correct(Verdict.EDITED, Kind.AWARD, article=article, key=key, quote=quote, start=3, fact={"programme": value}),
        correct(Verdict.ACCEPTED, Kind.CASE, article=article, key=quote, by=key, note=quote),
    ]
    assert [each for _, each in parse(dump(told), where="x")] == told


def test_texts_that_other_readers_take_for_something_else_stay_texts() -> None:
    text = (
        "corrections:\n- {verdict: accepted, article: 0123, text_sha256: '" + "0" * 64 + "', kind: case, key: yes, "
        "by: null and void, at: 2026-11-23, note: 1e5}\n- verdict: added\n  article: x\n  text_sha256: '"
        + "0" * 64
        + "'\n  kind: award\n  quote: 3:20\n  fact: {name: no, programme: ~, year: 2021}\n  by: on\n"
        + "  at: '2026-11-23'\n"
    )
    (first, one), (second, two) = parse(text, where="x")
    assert (first, second) == (2, 3)
    assert (one.article, one.key, one.by, one.at, one.note) == ("0123", "yes", "null and void", "2026-11-23", "1e5")
    assert (two.quote, two.by, two.fact) == ("3:20", "on", {"name": "no", "programme": None, "year": "2021"})


@pytest.mark.parametrize("text", ["", "\n", "# nothing\n", "corrections:\n", "corrections: []\n", "corrections: ~\n"])
def test_an_empty_file_has_no_corrections(text: str) -> None:
    assert list(parse(text, where="x")) == []


def test_the_head_of_a_file_says_what_is_so() -> None:
    """The examples in the head are corrections; every field and kind is named in it."""
    head = corrections.HEAD
    example = head.partition("# 例")[2].partition("\n")[2].rpartition("corrections:")[0]
    text = "corrections:\n" + "\n".join(line.removeprefix("# ").removeprefix("#") for line in example.splitlines())
    assert [each.verdict for _, each in parse(text, where="x")] == [Verdict.REJECTED, Verdict.ADDED]
    for word in (*Correction.model_fields, *Kind, *Verdict):
        assert f" {word}" in head


_BASE = "corrections:\n- verdict: accepted\n  article: a\n  text_sha256: '" + "0" * 64 + "'\n  kind: case\n  key: k\n"
_BOMB = "a: &a [x, x]\n" + "".join(
    f"{c}: &{c} [{', '.join([f'*{b}'] * 9)}]\n" for b, c in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "where", "said"),
    [
        (_BOMB, "x:1", "anchors and aliases"),
        ("corrections: &a\n- *a\n", "x:1", "anchors and aliases"),
        ("corrections:\n- !!python/object/apply:os.system [id]\n", "x:2", "tags are not taken"),
        ("corrections: !!set {a, b}\n", "x:1", "tags are not taken"),
        ("[" * 100_000, "x:1", "the nesting goes too deep"),
        ("{a: " * 100_000, "x:1", "the nesting goes too deep"),
        ("corrections:\n" + "- a\n" * 1_100_000, "x:999998", "more than a million parts"),
        ("corrections: []\n---\ncorrections: []\n", "x:2", "this is not YAML"),
        ("corrections: [\n", "x:2", "this is not YAML"),
        ("corrections:\n\t- x\n", "x:2", "this is not YAML"),
        ("corrections: \x00\n", "x", "this is not YAML"),
        ("- verdict: accepted\n", "x:1", "this is no list of corrections"),
        ("corrections: yes\n", "x:1", "corrections is no list"),
        ("corrections: []\ncorrections: []\n", "x:2", "the key 'corrections' stands twice"),
        ("decisions: []\n", "x", "'decisions' is no key"),
        ("corrections:\n- {? [a]: b}\n", "x:2", "a key is no text"),
        (f"{_BASE}  <<: {{by: x}}\n  by: y\n  at: 2026-11-23\n", "x:2", "<<: Extra inputs"),
        (f"{_BASE}  at: 2026-11-23\n", "x:2", "by: Field required"),
        (f"{_BASE}  by: x\n  at: yesterday\n", "x:2", "at: a day as 2026-11-23"),
        (f"{_BASE}  by: x\n  at: 2026-02-31\n", "x:2", "at: "),
        (f"{_BASE}  by: x\n  at: 2026-11-23\n  fact: {{title: y}}\n", "x:2", "fact: give it with edited and added"),
        (
            _BASE.replace("accepted", "edited") + "  by: x\n  at: 2026-11-23\n",
            "x:2",
            "fact: give it with edited and added",
        ),
        (
            _BASE.replace("accepted", "added") + "  by: x\n  at: 2026-11-23\n  fact: {title: y}\n",
            "x:2",
            "what is added needs the passage",
        ),
        (
            _BASE.replace("accepted", "edited") + "  by: x\n  at: 2026-11-23\n  fact: {evidence: []}\n",
            "x:2",
            "fact.evidence: this is no field of a case",
        ),
    ],
)
def test_what_is_no_corrections_file_is_refused_with_its_line(text: str, where: str, said: str) -> None:
    with pytest.raises(CorrectionsError) as raised:
        list(parse(text, where="x"))
    assert raised.value.where == where
    assert said in raised.value.what
    assert "\n" not in str(raised.value)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(CorrectionsError):
        assert list(parse(text, where="x")) == []


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    huge, latin = tmp_path / "huge.yaml", tmp_path / "latin.yaml"
    with huge.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    latin.write_bytes("corrections: []  # é".encode("latin-1"))
    for path, said in (
        (huge, "larger than 8 MB"),
        (latin, "not UTF-8"),
        (tmp_path, "directory"),
        (tmp_path / "no", "no such"),
    ):
        with pytest.raises(CorrectionsError, match=said):
            corrections.load(path)


# In a build


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Article, Path]:
    """An article of which the rules find two receipts, and a place for its corrections."""
    folder = tmp_path_factory.mktemp("told")
    text = "柳湾银行荣获“年度服务奖”。\n朔桐证券荣获“年度普惠奖”。\n最佳伙伴是砚舟基金。\n"
    (folder / "told.txt").write_text(text, "utf-8")
    return kg.read(folder / "told.txt"), folder


def built(told: tuple[Article, Path], decided: list[Correction] | None, name: str) -> kg.Build:
    article, folder = told
    file = None
    if decided is not None:
        file = folder / "corrections.yaml"
        known = {"article": article.id, "text_sha256": article.text_sha256}
        file.write_text(dump(each.model_copy(update=known) for each in decided), "utf-8")
    return kg.build(folder / "told.txt", out=folder / name, corrections=file)


def decisions() -> list[Correction]:
    fact = {"award": "最佳伙伴", "recipients": ["砚舟基金"]}
    return [
        correct(Verdict.REJECTED, Kind.RECEIPT, key="朔桐证券 | 年度普惠奖", quote="朔桐证券荣获“年度普惠奖”"),
        correct(Verdict.ACCEPTED, Kind.RECEIPT, key="柳湾银行 | 年度服务奖", by="李静", at="2026-11-24T09:30:00+08:00"),
        correct(Verdict.EDITED, Kind.AWARD, key="年度服务奖", fact={"year": "2021"}, note="见前文"),
        correct(Verdict.ADDED, Kind.RECEIPT, quote="最佳伙伴是砚舟基金", fact=fact),
    ]


def asked(made: kg.Build, query: str) -> list[tuple[str, ...]]:
    from kg.store import Solutions
    from kg.terms import value

    with Store.open(made.folder.store) as store:
        answer = store.query(query)
        assert isinstance(answer, Solutions)
        return sorted(tuple(value(cell) if cell else "" for cell in row) for row in answer.rows)


WINNERS = "SELECT ?name { ?r a fa:AwardReceipt ; fa:recipient/rdfs:label ?name }"


def test_an_empty_corrections_file_changes_no_byte_of_the_graph(told: tuple[Article, Path]) -> None:
    without, empty = built(told, None, "without"), built(told, [], "empty")
    assert without.folder.graph.read_bytes() == empty.folder.graph.read_bytes()
    assert asked(without, WINNERS) == [("朔桐证券",), ("柳湾银行",)]


def test_a_build_replays_corrections_and_says_who_decided(told: tuple[Article, Path]) -> None:
    made = built(told, decisions(), "decided")
    assert asked(made, WINNERS) == [("柳湾银行",), ("砚舟基金",)]
    assert made.conforms
    assert not made.findings.get("warning")
    decided = asked(
        made,
        """SELECT ?verdict ?who ?when ?quote ?note { GRAPH ?g { ?d a fa:Decision ; fa:verdict ?v ; dcterms:date ?when ;
             prov:wasAttributedTo ?reviewer } ?reviewer a fa:Reviewer ; rdfs:label ?who .
           ?v skos:prefLabel ?verdict FILTER(LANG(?verdict) = "en")
           OPTIONAL { ?d skos:note ?note } OPTIONAL { ?d fa:hasEvidence/fa:exact ?quote } }""",
    )
    assert decided == [
        ("accepted", "李静", "2026-11-24T09:30:00+08:00", "", ""),
        ("added", "王敏", "2026-11-23", "最佳伙伴", ""),
        ("added", "王敏", "2026-11-23", "最佳伙伴是砚舟基金", ""),
        ("added", "王敏", "2026-11-23", "砚舟基金", ""),
        ("edited", "王敏", "2026-11-23", "", "见前文"),
        ("rejected", "王敏", "2026-11-23", "朔桐证券荣获“年度普惠奖”", ""),
    ]
    about = asked(
        made, "SELECT ?v ?label { ?d fa:verdict ?v ; fa:decidedAbout ?a . ?a fa:recipient/rdfs:label ?label }"
    )
    assert {label for _, label in about} == {"柳湾银行", "砚舟基金"}


def test_a_reviewer_of_two_articles_stands_once_in_the_graph() -> None:
    one = corrected(reject(), edit(), add())
    other = one.model_copy(update={"article": one.article.model_copy(update={"id": "told-2"})})
    quads = asserted([one, other])
    assert len({(quad.subject, quad.predicate, quad.object) for quad in quads}) == len(quads)
    reviewers = {quad.subject for quad in quads if quad.object == FA.Reviewer}
    decisions = {quad.graph for quad in quads if quad.object == FA.Decision}
    assert (len(reviewers), len(decisions)) == (1, 2)


def test_the_same_corrections_make_the_same_bytes(told: tuple[Article, Path]) -> None:
    one, two = built(told, decisions(), "one"), built(told, decisions(), "two")
    for name in ("graph.nq", "report.json", "manifest.json", "facts/told.facts.json"):
        assert (one.out / name).read_bytes() == (two.out / name).read_bytes()


def test_the_facts_of_a_corrected_build_make_its_graph(told: tuple[Article, Path]) -> None:
    made = built(told, decisions(), "again")
    [document] = facts.load(made.folder.facts / "told.facts.json")
    assert isinstance(document, ArticleFacts)
    resolved = kg.resolve(document)
    assert resolved == document
    quads = kg.convert(resolved)
    quads += kg.infer(quads)
    assert sorted(quad.line() for quad in quads) == made.folder.graph.read_text("utf-8").splitlines(keepends=True)


def test_the_manifest_says_what_became_of_each_correction(told: tuple[Article, Path]) -> None:
    lost = correct(Verdict.REJECTED, Kind.RECEIPT, key="谁也不是 | 无此奖", quote="柳湾银行")
    made = built(told, [*decisions(), lost], "manifest")
    said = json.loads(made.folder.manifest.read_bytes())
    assert [each["status"] for each in said["corrections"]] == ["applied"] * 4 + ["misfit"]
    assert said["corrections"][0]["correction"]["by"] == "王敏"
    assert said["corrected_by"]["file"].endswith("corrections.yaml")
    assert len(said["corrected_by"]["sha256"]) == 64
    assert [outcome.status for outcome in made.misfits] == [Status.MISFIT]
    report = (made.out / "report.txt").read_text("utf-8")
    assert "CorrectionFits: " in report
    assert "no receipt has this key any more" in report
    assert made.conforms
    assert by_key(FACTS)
