"""What of an article its facts leave out: the sentences with words of awards that no receipt and no award quotes.

Comes from an article and its facts document, goes to the extraction report and to the review page. A sentence that
is left may well confer nothing (a rule, a plan, a second telling): this says where to look, not what is wrong. Of a
sentence that gave something, what is left are the parts between commas whose words of awards no fact explains.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

import ahocorasick
from pydantic import BaseModel, ConfigDict

from kg.article import Article
from kg.errors import one_line
from kg.facts import ArticleFacts, Check, Span
from kg.sentences import sentences

_NOUN = (
    r"(?<![抽中获獲])[奖獎](?![励勵学學金惩懲品券])|[称稱][号號]|案例|Awards?(?![a-z])|TOP ?\d|[十百](?:佳|强|強|大)"
)
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
    told = _evidence(document)
    return tuple(_span(article, *place) for place in _awarding(article) if not told.touch(*place))


_PART = re.compile(r"[^，,；;：:、]+")
_OBJECT = re.compile(rf"{_NOUN}|[“「『《]")


def passed_over(article: Article, document: ArticleFacts) -> tuple[Span, ...]:
    """The parts of sentences that gave something whose words of awards no award, programme or case explains.

    A part stands between commas; it is explained where it has the name of one, or where its verb has none yet and the
    next part has (荣获由报社主办的，2021年度服务奖). In the order of the text. The other sentences are `uncovered`.
    """
    text, told = article.text, _evidence(document)
    named = _Stretches((*_named(text, document), *_places(a.evidence for a in document.awards)))
    found = []
    for start, end in _awarding(article):
        if not told.touch(start, end):
            continue
        parts = [part.span() for part in _PART.finditer(text, start, end)]
        for part, following in zip(parts, [*parts[1:], None], strict=True):
            word = _AWARD_WORD.search(text, *part)
            if word is None or named.touch(*part):
                continue
            is_begun = (
                following is not None and named.touch(*following) and not _OBJECT.search(text, word.start(), part[1])
            )
            if not is_begun:
                found.append(_span(article, *part))
    return tuple(found)


def _named(text: str, document: ArticleFacts) -> Iterator[tuple[int, int]]:
    """Where the text has the names of the awards, programmes and cases."""
    awards = (name for award in document.awards for name in (award.name, *award.aliases, award.programme))
    cases = (name for case in document.cases for name in (case.title, *case.aliases))
    names = {name for name in (*awards, *cases) if name is not None and len(name) > 1}
    if not names:
        return
    automaton = ahocorasick.Automaton()
    for name in sorted(names):
        automaton.add_word(name, len(name))
    automaton.make_automaton()
    yield from ((last + 1 - length, last + 1) for last, length in automaton.iter(text))


def _awarding(article: Article) -> Iterator[tuple[int, int]]:
    """The sentences with words of awards; the header cell of a table is none."""
    headers = {(block.start, block.end) for block in article.blocks if block.header}
    places = (place for place in sentences(article.text) if place not in headers)
    return (place for place in places if _AWARD_WORD.search(article.text, *place))


def _span(article: Article, start: int, end: int) -> Span:
    return Span(start=start, end=end, quote=article.text[start:end])


def _evidence(document: ArticleFacts) -> "_Stretches":
    return _Stretches(_places(fact.evidence for facts in (document.receipts, document.awards) for fact in facts))


def _places(evidence: Iterable[tuple[Span, ...]]) -> Iterator[tuple[int, int]]:
    return ((s.start, s.end) for spans in evidence for s in spans if s.start is not None and s.end is not None)


class _Stretches:
    """Stretches of a text, in order, in which those that overlap are one."""

    def __init__(self, places: Iterable[tuple[int, int]]) -> None:
        self._merged: list[tuple[int, int]] = []
        for start, end in sorted(places):
            if self._merged and start <= self._merged[-1][1]:
                self._merged[-1] = (self._merged[-1][0], max(end, self._merged[-1][1]))
            else:
                self._merged.append((start, end))
        self._starts = [start for start, _ in self._merged]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them has a character of the stretch from `start` to `end`."""
        before = bisect_right(self._starts, end - 1)
        return before > 0 and self._merged[before - 1][1] > start


class Left(BaseModel):
    """What was found in an article, and the sentences that are left of it. `source` is its id where it has none."""

    model_config = ConfigDict(frozen=True)

    source: str
    title: str | None
    receipts: int
    left: tuple[Span, ...]
    parts: tuple[Span, ...] = ()
    """What is left of sentences that gave something."""
    differs: tuple[Check, ...] = ()
    """What the article claims of its own content (11则案例) and that was not found so."""


class Report(BaseModel):
    """What an extraction found and left, in total and per article, those with most left first."""

    model_config = ConfigDict(frozen=True)

    receipts: int
    left: int
    parts: int
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
                parts=passed_over(article, document),
                differs=tuple(check for check in document.checks if check.expected != check.found),
            )
            for article, document in pairs
        ),
        key=lambda one: (-len(one.left) - len(one.parts), one.source),
    )
    return Report(
        receipts=sum(one.receipts for one in articles),
        left=sum(len(one.left) for one in articles),
        parts=sum(len(one.parts) for one in articles),
        articles=tuple(articles),
    )


def render(found: Report) -> str:
    """A report as text for people: one line a sentence, with its offsets."""
    articles = [line for one in found.articles for line in ("", *_article(one))]
    parts = f", parts of sentences left {found.parts:,}" if found.parts else ""
    return "\n".join((f"receipts {found.receipts:,}, sentences left {found.left:,}{parts}", *articles)) + "\n"


def _article(one: Left) -> Iterator[str]:
    parts = f", parts of sentences left {len(one.parts):,}" if one.parts else ""
    yield f"{one_line(one.source)}: receipts {one.receipts:,}, sentences left {len(one.left):,}{parts}"
    for check in one.differs:
        yield f"  [{check.claim.start}–{check.claim.end}] {one_line(check.claim.quote)}: {check.found:,} found"
    for span, of in sorted(
        [(s, "") for s in one.left] + [(s, "part: ") for s in one.parts], key=lambda each: each[0].start or 0
    ):
        quote = one_line(span.quote)
        yield f"  [{span.start}–{span.end}] {of}{quote if len(quote) <= _SHOWN else f'{quote[: _SHOWN - 1]}…'}"


_SHOWN = 300
"""How many characters of a sentence are shown to people; JSON has it whole."""
