"""What is left of an article: sentences with words of awards that no evidence touches, by their exact places."""

import time
from pathlib import Path

import pytest

import kg
from kg.article import Article, Block, BlockKind
from kg.coverage import passed_over, uncovered
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


# What is left of a sentence that gave something


def parts(text: str, *, award: str = "金鲤奖", quote: str = "", programme: str | None = None) -> list[str]:
    """What is left of a text whose one award is known, and whose one receipt quotes all of it or a part."""
    cited = quote or text
    start = text.index(cited)
    document = ArticleFacts(
        article=Described(id="a"),
        organizations=(Organization(id="o", name="远溪银行"),),
        awards=(Award(id="w", name=award, programme=programme),),
        receipts=(
            AwardReceipt(
                id="r", award="w", recipients=("o",), evidence=(Span(start=start, end=start + len(cited), quote=cited),)
            ),
        ),
    )
    found = passed_over(Article(id="a", text=text), document)
    assert all(text[s.start : s.end] == s.quote for s in found)
    return [s.quote for s in found]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("远溪银行荣获“金鲤奖”，澜江人寿摘得“银鲤奖”。", ["澜江人寿摘得“银鲤奖”。"]),
        ("远溪银行荣获“金鲤奖”、“银鲤奖”，很高兴。", ["“银鲤奖”"]),
        ("远溪银行荣获“金鲤奖”，并获评“示范单位”。", ["并获评“示范单位”。"]),
        ("远溪银行获评“示范单位”，也有“金鲤奖”。", ["远溪银行获评“示范单位”"]),
        ("澜江人寿榜上有名，远溪银行荣登榜首，捧回“金鲤奖”。", []),
        ("远溪银行荣获由报社主办的，2023年度金鲤奖。", []),
        ("远溪银行荣获“金鲤奖”，行长表示祝贺。", []),
    ],
)
def test_of_a_sentence_that_gave_something_the_parts_that_nothing_explains_are_left(text: str, left: list[str]) -> None:
    assert parts(text) == left
    if len(text) > 20 and left:
        assert parts(text, quote="远溪银行") == left, "wherever the evidence lies in it"


def test_names_of_programmes_and_cases_explain_their_parts() -> None:
    text = "在年度大奖榜单中，远溪银行荣获“金鲤奖”。"
    assert parts(text) == ["在年度大奖榜单中"]
    assert parts(text, programme="年度大奖榜单") == []


def test_a_sentence_that_gave_nothing_is_left_whole_and_once() -> None:
    text = "远溪银行荣获“金鲤奖”。澜江人寿摘得“银鲤奖”，远溪银行祝贺。"
    assert parts(text, quote="远溪银行荣获“金鲤奖”") == []
    article = Article(id="a", text=text)
    document = facts_of(Span(start=0, end=5, quote=text[:5]))
    assert [s.quote for s in uncovered(article, document)] == ["澜江人寿摘得“银鲤奖”，远溪银行祝贺。"]


def test_the_report_and_the_review_page_have_the_parts() -> None:
    from kg import coverage

    text = "远溪银行荣获“金鲤奖”，澜江人寿摘得“银鲤奖”。"
    document = facts_of(Span(start=0, end=5, quote=text[:5]))
    told = coverage.report([(Article(id="a", text=text), document)])
    assert (told.left, told.parts) == (0, 1)
    assert "[12–24] part: 澜江人寿摘得“银鲤奖”。" in coverage.render(told)
    assert '"left":[[12,24]]' in kg.review((Article(id="a", text=text), document)).replace(" ", "")


WRITTEN = Path(__file__).parent / "articles" / "written"


def test_most_awards_that_are_taken_out_of_the_facts_are_seen_and_little_else() -> None:
    """Of the written articles: what is left of the facts as found, and what is seen where one award is missing."""
    lines = missing = whole = seen = 0
    for article in (kg.read(path) for path in sorted(WRITTEN.iterdir())):
        document = kg.resolve(kg.extract(article))
        lines += len(passed_over(article, document))
        for receipt in document.receipts:
            rest = tuple(each for each in document.receipts if each is not receipt)
            if any(each.award == receipt.award for each in rest):
                continue
            without = document.model_copy(
                update={
                    "receipts": rest,
                    "awards": tuple(each for each in document.awards if each.id != receipt.award),
                    "cases": tuple(c for c in document.cases if c.id != receipt.case or c.id in {r.case for r in rest}),
                }
            )
            by_sentence = touches(uncovered(article, without), receipt.evidence)
            missing, whole = missing + 1, whole + by_sentence
            seen += by_sentence or touches(passed_over(article, without), receipt.evidence)
    assert lines <= 8, "noise"
    assert missing >= 40
    assert seen >= 0.7 * missing
    assert seen >= whole + 10


def touches(left: tuple[Span, ...], evidence: tuple[Span, ...]) -> bool:
    places = [(s.start, s.end) for s in evidence if s.start is not None and s.end is not None]
    return any(start < (s.end or 0) and end > (s.start or 0) for s in left for start, end in places)
