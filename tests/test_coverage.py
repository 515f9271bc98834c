"""What is left of an article: sentences with words of awards that no evidence touches, by their exact places."""

import time

import pytest

import kg
from kg.article import Article, Block, BlockKind
from kg.coverage import uncovered
from kg.facts import Article as Described
from kg.facts import ArticleFacts, Award, AwardReceipt, Organization, Span

TEXT = "远溪银行荣获“金鲤奖”。该行成立十年。澜江人寿也摘得“银鲤奖”！\n“好奖。要继续。”他说；远溪银行入选百强"


def facts_of(*receipts: Span, awards: tuple[Span, ...] = ()) -> ArticleFacts:
    """A document whose receipts and award quote the spans, and nothing else."""
    return ArticleFacts(
        article=Described(id="a"),
        organizations=(Organization(id="o", name="远溪银行"),),
        awards=(Award(id="w", name="金鲤奖", evidence=awards),),
        receipts=tuple(
            AwardReceipt(id=f"r{n}", award="w", recipients=("o",), evidence=(span,)) for n, span in enumerate(receipts)
        ),
    )


def at(quote: str) -> Span:
    return Span(start=TEXT.index(quote), end=TEXT.index(quote) + len(quote), quote=quote)


def left(*receipts: Span, awards: tuple[Span, ...] = ()) -> list[str]:
    found = uncovered(Article(id="a", text=TEXT), facts_of(*receipts, awards=awards))
    assert all(TEXT[s.start : s.end] == s.quote for s in found)
    return [s.quote for s in found]


def test_without_facts_every_sentence_with_an_award_word_is_left() -> None:
    assert left() == [
        "远溪银行荣获“金鲤奖”。",
        "澜江人寿也摘得“银鲤奖”！",
        "“好奖。要继续。”他说；",
        "远溪银行入选百强",
    ]


def test_evidence_of_receipts_and_of_awards_touches_a_sentence_wherever_it_lies_in_it() -> None:
    assert left(at("远溪银行荣获"), at("继续"), awards=(at("银鲤奖"),)) == ["远溪银行入选百强"]
    assert left(at("”。该行成立十年。澜")) == ["“好奖。要继续。”他说；", "远溪银行入选百强"]


def test_evidence_that_only_borders_on_a_sentence_does_not_touch_it() -> None:
    assert "澜江人寿也摘得“银鲤奖”！" in left(at("该行成立十年。"))
    assert "远溪银行荣获“金鲤奖”。" in left(at("该行成立十年。"))


def test_evidence_without_offsets_says_nothing() -> None:
    assert left(Span(quote="远溪银行荣获“金鲤奖”")) == left()


@pytest.mark.parametrize("word", ["抽奖活动", "中奖者", "奖励计划", "奖学金", "迎接党的二十大", "获得增长"])
def test_words_that_only_look_like_awards_leave_nothing(word: str) -> None:
    assert not uncovered(Article(id="a", text=f"远溪银行{word}。"), facts_of())


@pytest.mark.parametrize(
    "word", ["獲頒金獎", "榮登榜首", "获评示范单位", "入选典型案例", "won the Best Bank Award", "位列TOP 10"]
)
def test_words_of_awards_in_every_script(word: str) -> None:
    assert uncovered(Article(id="a", text=f"远溪银行{word}。"), facts_of())


def test_header_cells_are_no_sentences() -> None:
    text = "奖项\n金鲤奖"
    blocks = (
        Block(kind=BlockKind.CELL, start=0, end=2, header=True, table=0, rows=(0, 1), columns=(0, 1)),
        Block(kind=BlockKind.CELL, start=3, end=6, table=0, rows=(1, 2), columns=(0, 1)),
    )
    assert [s.quote for s in uncovered(Article(id="a", text=text, blocks=blocks), facts_of())] == ["金鲤奖"]


def test_time_grows_linearly_with_length() -> None:
    def seconds(text: str) -> float:
        started = time.process_time()
        uncovered(Article(id="a", text=text), facts_of())
        return time.process_time() - started

    for piece in ("远溪银行荣获“金鲤奖”。", "（", "“", "获奖", "优秀最佳"):
        seconds(piece * 1000)
        assert seconds(piece * 200_000) < 12 * max(seconds(piece * 50_000), 0.02), piece


def test_what_the_rules_find_is_not_left() -> None:
    article = Article(
        id="a",
        text="中国银行荣获“金鲤奖”。\n奖杯还没有送到。",
        blocks=(Block(kind=BlockKind.PARAGRAPH, start=0, end=12), Block(kind=BlockKind.PARAGRAPH, start=13, end=21)),
    )
    document = kg.extract(article)
    assert document.receipts
    assert [s.quote for s in uncovered(article, document)] == ["奖杯还没有送到。"]


def test_a_count_that_the_article_claims_and_that_was_not_found_is_told() -> None:
    from kg import coverage
    from kg.facts import Check

    claim = Check(claim=at("远溪银行入选百强"), expected=9, found=5)
    kept = facts_of(at("远溪银行荣获")).model_copy(update={"checks": (claim, claim.model_copy(update={"found": 9}))})
    told = coverage.report([(Article(id="a", text=TEXT), kept)])
    assert told.articles[0].differs == (claim,)
    assert "远溪银行入选百强: 5 found" in coverage.render(told)
