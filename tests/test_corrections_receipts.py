"""What a corrected receipt leaves behind, and of which programme, edition and year its award is."""

from hypothesis import given
from hypothesis import strategies as st

from kg import facts
from kg.corrections import Correction, apply, keyed
from kg.corrections.misfit import Misfit
from kg.facts import ArticleFacts, Award, Case, Check, Kind, Span, Verdict
from tests.arbitrary import documents
from tests.decided import FACTS, MISSED, NOMINATION, TEXT, WON, correct, edit, organization, reject, span

WINNING = "柳湾银行 | 年度服务奖 | 2021 | 一站通"


def corrected(*told: Correction, document: ArticleFacts = FACTS) -> ArticleFacts:
    """The facts with corrections that all fit, as they are written and read."""
    done = apply(document, TEXT, told)
    assert not [str(said) for said in done.said if isinstance(said, Misfit)]
    return facts.parse(facts.dump(done.facts), where="x")


def said(*told: Correction, document: ArticleFacts = FACTS) -> list[str]:
    return [each[0] if isinstance(each, tuple) else str(each) for each in apply(document, TEXT, told).said]


def names(document: ArticleFacts) -> list[str]:
    return [each.key for each in keyed(document) if each.kind is not Kind.RECEIPT]


def test_a_winner_of_nothing_goes_with_its_only_receipt_and_that_is_said() -> None:
    assert names(corrected(reject())) == [name for name in names(FACTS) if name != "朔桐证券"]
    assert said(reject()) == ["with it went what nothing else refers to: organization 朔桐证券"]


def test_a_case_that_nobody_won_with_goes_with_its_figures_and_its_owners() -> None:
    gone = correct(Verdict.REJECTED, Kind.RECEIPT, key=WINNING, quote=WON)
    assert names(corrected(gone)) == ["朔桐证券", "年度服务奖 | 2021"]
    [line] = said(gone)
    assert all(name in line for name in ("case 一站通", "organization 柳湾银行", "organization 柳湾集团"))
    assert names(corrected(gone, reject())) == []


def test_an_edit_that_names_others_leaves_no_orphan_either() -> None:
    told = edit(Kind.RECEIPT, NOMINATION, recipients=["柳湾银行"])
    assert "朔桐证券" not in names(corrected(told))
    assert said(told) == ["with it went what nothing else refers to: organization 朔桐证券"]


def test_what_a_person_decided_about_stays() -> None:
    for kept in (
        correct(Verdict.ACCEPTED, Kind.ORGANIZATION, key="朔桐证券"),
        edit(Kind.ORGANIZATION, "朔桐证券", aliases=["朔桐"]),
    ):
        assert "朔桐证券" in names(corrected(kept, reject()))
        assert said(reject(), kept) == ["", ""]
    gone = correct(Verdict.REJECTED, Kind.RECEIPT, key=WINNING, quote=WON)
    figure = correct(Verdict.ACCEPTED, Kind.FIGURE, key="一站通 | 3.3万人次 | 累计服务")
    assert {"一站通", "柳湾银行"} < set(names(corrected(gone, figure)))
    decided_before = corrected(correct(Verdict.ACCEPTED, Kind.ORGANIZATION, key="朔桐证券"))
    assert "朔桐证券" in names(corrected(reject(), document=decided_before))


def test_what_stood_alone_before_stays() -> None:
    alone = FACTS.model_copy(
        update={
            "organizations": (*FACTS.organizations, organization("砚舟")),
            "cases": (*FACTS.cases, Case(id="夜校", title="夜校")),
            "awards": (*FACTS.awards, Award(id="普惠奖", name="年度普惠奖")),
        }
    )
    assert {"砚舟", "夜校", "年度普惠奖"} < set(names(corrected(reject(), document=alone)))


@given(documents(), st.data())
def test_only_what_lost_its_last_reference_goes(document: ArticleFacts, data: st.DataObject) -> None:
    found = list(keyed(document))
    chosen = data.draw(st.lists(st.sampled_from(found), max_size=3))
    text = "\n".join(told.quote for _, told in document.spans())
    done = apply(document, text, [correct(Verdict.REJECTED, each.kind, key=each.key) for each in chosen]).facts

    def alone(facts: ArticleFacts) -> set[tuple[str, str]]:
        every = {(f"{kind}s", each.id) for kind in ("award", "case") for each in getattr(facts, f"{kind}s")}
        every |= {("organizations", each.id) for each in facts.organizations}
        return every - {(kind, id) for _, kind, id in facts._references()}

    assert alone(done) <= alone(document)
    assert alone(document) - alone(done) <= {(f"{each.kind}s", each.id) for each in chosen}


# The programme, edition and year of a receipt's award


def award_of(document: ArticleFacts, number: int) -> tuple[str | None, ...]:
    award = next(each for each in document.awards if each.id == document.receipts[number].award)
    return award.name, award.programme, award.edition, str(award.year) if award.year else None


def test_an_added_receipt_says_of_which_year_and_programme_its_award_is() -> None:
    fact = {"award": "年度普惠奖", "programme": "砚舟奖", "edition": "第三届", "year": 2021, "recipients": ["柳湾银行"]}
    done = corrected(correct(Verdict.ADDED, Kind.RECEIPT, quote=MISSED, fact=fact))
    assert award_of(done, 2) == ("年度普惠奖", "砚舟奖", "第三届", "2021")
    assert done.awards[-1].evidence == (span("年度普惠奖"),)
    assert [(d.verdict, d.kind) for d in done.decisions] == [
        (Verdict.ADDED, Kind.AWARD),
        (Verdict.ADDED, Kind.RECEIPT),
    ]


def test_another_year_is_another_award_and_no_change_for_other_receipts() -> None:
    done = corrected(edit(Kind.RECEIPT, WINNING, year=2020))
    assert award_of(done, 0) == ("年度服务奖", None, None, "2020")
    assert award_of(done, 1) == ("年度服务奖", None, None, "2021")
    assert done.receipts[0].evidence == FACTS.receipts[0].evidence


def test_of_awards_with_one_name_the_year_tells_which() -> None:
    two = FACTS.model_copy(update={"awards": (*FACTS.awards, Award(id="旧", name="年度服务奖", year=2020))})
    fact = {"award": "年度服务奖", "year": 2020, "recipients": ["柳湾银行"]}
    for told in (
        correct(Verdict.ADDED, Kind.RECEIPT, quote=MISSED, fact=fact),
        edit(Kind.RECEIPT, NOMINATION, award="年度服务奖", year="2020"),
        edit(Kind.RECEIPT, NOMINATION, year="2020"),
    ):
        done = corrected(told, document=two)
        assert len(done.awards) == 2
        assert "旧" in {each.award for each in done.receipts}
    unclear = correct(Verdict.ADDED, Kind.RECEIPT, quote=MISSED, fact={**fact, "year": None})
    assert said(unclear, document=two) == ["2 facts of kind award are called '年度服务奖': give the id of one"]


def test_a_year_that_is_taken_away_leaves_no_award_without_receipts() -> None:
    done = corrected(edit(Kind.RECEIPT, WINNING, year=None), reject())
    assert [(each.name, each.year) for each in done.awards] == [("年度服务奖", None)]


def test_a_year_that_is_none_does_not_fit() -> None:
    [line] = said(edit(Kind.RECEIPT, WINNING, year="昨年"))
    assert line.startswith("the award would break the contract: year")


# What the article claims of itself


CLAIMING = "柳湾集团2则案例榜上有名\n" + TEXT
"""The text with a claim before it; offsets of the facts are then those of another text, which nothing here asks."""


def found(*told: Correction, claim: str = "2则案例", text: str = CLAIMING) -> int:
    at = text.index(claim)
    check = Check(claim=Span(start=at, end=at + len(claim), quote=claim), expected=2, found=1)
    claiming = FACTS.model_copy(update={"checks": (check,)})
    [counted] = apply(claiming, text, told).facts.checks
    return counted.found


def test_a_claim_is_counted_again_when_facts_are_corrected() -> None:
    gone = correct(Verdict.REJECTED, Kind.RECEIPT, key=WINNING, quote=WON)
    fact = {"award": "年度普惠奖", "recipients": ["柳湾银行"], "case": "普惠"}
    added = correct(Verdict.ADDED, Kind.RECEIPT, quote=MISSED, fact=fact)
    assert found(added) == 2
    assert found(reject()) == 1, "朔桐证券 is none of whom the claim speaks"
    assert found(correct(Verdict.ACCEPTED, Kind.RECEIPT, key=WINNING)) == 1
    assert found(gone, added) == 1


def test_a_claim_that_names_nobody_counts_all() -> None:
    text = "2项大奖榜上有名\n" + TEXT
    assert found(reject(), claim="2项大奖", text=text) == 0
    assert found(edit(Kind.RECEIPT, NOMINATION, rank="第1名"), claim="2项大奖", text=text) == 1
