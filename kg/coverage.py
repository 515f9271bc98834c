"""What of an article its facts leave out: the sentences with words of awards that no receipt and no award quotes.

Comes from an article and its facts document, goes to the extraction report and to the review page. A sentence that
is left may well confer nothing (a rule, a plan, a second telling): this says where to look, not what is wrong.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from pydantic import BaseModel, ConfigDict

from kg.article import Article
from kg.errors import one_line
from kg.facts import ArticleFacts, Check, Span
from kg.sentences import sentences

_AWARD_WORD = re.compile(
    r"(?<![抽中])[奖獎](?![励勵学學金惩懲品券])|[荣榮](?:获|獲|膺|登|列|得|誉|譽)|殊[荣榮]|[称稱][号號]"
    r"|[获獲](?:评|評|颁|頒|授|选|選|封|列)|斩获|斬獲|摘得|摘取|摘下|捧得|捧回|夺得|奪得|揽获|攬獲|蝉联|蟬聯"
    r"|授予|授給|颁给|颁予|頒給|当选|當選|入[选選]|跻身|躋身|[上登]榜|榜[单單首]|被[评評認认](?:选|選|定)?[为為]"
    r"|[冠亚亞季][军軍]|(?<![二三四五六七八九])[十百](?:佳|强|強|大)"
    r"|(?:典型|典范|示范|优秀|优质|创新|最佳)(?:实践)?案例|Awards?(?![a-z])|TOP ?\d"
)
"""Words of awards and of conferral; weak ones (获得, 名列) count by the award that they name."""


def uncovered(article: Article, document: ArticleFacts) -> tuple[Span, ...]:
    """The sentences of an article with words of awards that the evidence of no receipt and no award touches.

    In the order of the text, each a span of the canonical text without the white space around it. A heading, a list
    item or a table cell is a sentence too (see `kg.sentences`), the header cell of a table is none. Evidence without
    offsets says nothing: `kg.facts.ground` gives them.
    """
    evidence = (fact.evidence for facts in (document.receipts, document.awards) for fact in facts)
    told = _merged((s.start, s.end) for spans in evidence for s in spans if s.start is not None and s.end is not None)
    told_from = [start for start, _ in told]
    headers = {(block.start, block.end) for block in article.blocks if block.header}
    found = []
    for start, end in sentences(article.text):
        if (start, end) in headers or not _AWARD_WORD.search(article.text, start, end):
            continue
        before = bisect_right(told_from, end - 1)
        if not before or told[before - 1][1] <= start:
            found.append(Span(start=start, end=end, quote=article.text[start:end]))
    return tuple(found)


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of text, in order, in which those that overlap are one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


class Left(BaseModel):
    """What was found in an article, and the sentences that are left of it. `source` is its id where it has none."""

    model_config = ConfigDict(frozen=True)

    source: str
    title: str | None
    receipts: int
    left: tuple[Span, ...]
    differs: tuple[Check, ...] = ()
    """What the article claims of its own content (11则案例) and that was not found so."""


class Report(BaseModel):
    """What an extraction found and left, in total and per article, those with most left first."""

    model_config = ConfigDict(frozen=True)

    receipts: int
    left: int
    articles: tuple[Left, ...]


def report(pairs: Iterable[tuple[Article, ArticleFacts]]) -> Report:
    """Say of articles and their facts what was found, and which sentences with words of awards gave nothing."""
    articles = sorted(
        (
            Left(
                source=article.source or article.id,
                title=article.title,
                receipts=len(document.receipts),
                left=uncovered(article, document),
                differs=tuple(check for check in document.checks if check.expected != check.found),
            )
            for article, document in pairs
        ),
        key=lambda one: (-len(one.left), one.source),
    )
    return Report(
        receipts=sum(one.receipts for one in articles),
        left=sum(len(one.left) for one in articles),
        articles=tuple(articles),
    )


def render(found: Report) -> str:
    """A report as text for people: one line a sentence, with its offsets."""
    articles = [line for one in found.articles for line in ("", *_article(one))]
    return "\n".join((f"receipts {found.receipts:,}, sentences left {found.left:,}", *articles)) + "\n"


def _article(one: Left) -> Iterator[str]:
    yield f"{one_line(one.source)}: receipts {one.receipts:,}, sentences left {len(one.left):,}"
    for check in one.differs:
        yield f"  [{check.claim.start}–{check.claim.end}] {one_line(check.claim.quote)}: {check.found:,} found"
    for span in one.left:
        quote = one_line(span.quote)
        yield f"  [{span.start}–{span.end}] {quote if len(quote) <= _SHOWN else f'{quote[: _SHOWN - 1]}…'}"


_SHOWN = 300
"""How many characters of a sentence are shown to people; JSON has it whole."""
