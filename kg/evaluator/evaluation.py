"""The comparison itself: one facts document with its gold, and all of them together."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TypeVar

from kg.article import Skipped
from kg.evaluator.claims import Belonging, Named, Quantity, Win, claims_of, stated_by
from kg.evaluator.gold import Gold
from kg.evaluator.likeness import stands_in, titles, without_space
from kg.evaluator.matching import match, same_award, same_belonging, same_organization, same_quantity, same_win
from kg.evaluator.scores import Error, Evaluation, Grounding, Judged, Kind, Score, Tally
from kg.facts import Article, ArticleFacts, Span
from kg.sentences import sentences

T = TypeVar("T", Win, Named, Belonging, Quantity)


def judge(name: str, gold: Gold, facts: ArticleFacts | None, text: str | None) -> Judged:
    """Compare the facts of one article (None: there are none) with its gold.

    Spans are looked for in `text`, the canonical text of the article; where it is None they count as unchecked.
    """
    document = facts or ArticleFacts(article=Article(id=name))
    passages = _Passages(text)
    claimed, stated = claims_of(document), stated_by(gold)
    same = partial(same_win, all_wanted=stated.wins), partial(same_award, all_wanted=stated.wins)
    compared = {
        Kind.RECEIPT: _compare(Kind.RECEIPT, claimed.wins, stated.wins, same[0], passages),
        Kind.AWARD: (match(claimed.wins, stated.wins, same[1]).score, []),  # its errors are those of receipts
        Kind.ORGANIZATION: _compare(
            Kind.ORGANIZATION, claimed.organizations, stated.organizations, same_organization, passages
        ),
        Kind.PARENT: _compare(Kind.PARENT, claimed.belongings, stated.belongings, same_belonging, passages),
        Kind.FIGURE: _compare(Kind.FIGURE, claimed.quantities, stated.quantities, same_quantity, passages),
    }
    forbidden = list(_forbidden(gold, document, passages))
    grounding, ungrounded = _grounding(document, text)
    invented = sum(
        any(found.year and same_award(found, win, stated.wins) for found in claimed.wins)
        for win in stated.wins
        if not win.year
    )
    tally = Tally(
        scores={kind: score for kind, (score, _) in compared.items()},
        grounding=grounding,
        must_not=len(forbidden),
        year_invented=invented,
    )
    wrong = (error for _, errors in compared.values() for error in errors)
    return Judged(document=name, missing=facts is None, tally=tally, errors=(*wrong, *forbidden, *ungrounded))


def total(judged: Iterable[Judged], *, unjudged: Iterable[str] = (), skipped: Iterable[Skipped] = ()) -> Evaluation:
    """Put the documents together, those with the most errors first."""
    documents = tuple(sorted(judged, key=lambda one: (-len(one.errors), one.document)))
    return Evaluation(
        total=sum((one.tally for one in documents), Tally()),
        documents=documents,
        unjudged=tuple(unjudged),
        skipped=tuple(skipped),
    )


def _compare(
    kind: Kind, found: Sequence[T], wanted: Sequence[T], agree: Callable[[T, T], bool], passages: "_Passages"
) -> tuple[Score, list[Error]]:
    score, extra, missed = match(found, wanted, agree)
    wrong = [Error(side="missed", kind=kind, what=wanted[n].shown.words) for n in missed]
    shown = (found[n].shown for n in extra)
    wrong += [Error(side="extra", kind=kind, what=item.words, cites=passages.cited(item.cites)) for item in shown]
    return score, wrong


def _forbidden(gold: Gold, facts: ArticleFacts, passages: "_Passages") -> Iterator[Error]:
    """The strings of the gold that came out as a name of an organization or award all the same."""
    named = [
        *((titles((o.name, *o.aliases)), o.evidence) for o in facts.organizations),
        *((titles((a.name,)), a.evidence) for a in facts.awards),
    ]
    for forbidden in gold.must_not:
        folded = titles((forbidden,))
        evidence = next((spans for names, spans in named if names & folded), None)
        if evidence is not None:
            yield Error(side="forbidden", kind="name", what=forbidden, cites=passages.cited(evidence))


def _grounding(facts: ArticleFacts, text: str | None) -> tuple[Grounding, list[Error]]:
    spans = list(facts.spans())
    if text is None:
        return Grounding(unchecked=len(spans)), []
    bare = without_space(text)
    errors = [
        Error(side="ungrounded", kind="span", what=f"{path}: {span.quote}")
        for path, span in spans
        if text[span.start : span.end] != span.quote and not stands_in(span.quote, bare)
    ]
    return Grounding(grounded=len(spans) - len(errors), checked=len(spans)), errors


_LONGEST = 400
"""How many characters a sentence may have to be shown whole; of a longer one only the quote is."""


class _Passages:
    """A text, and the sentences in it that spans cite; without a text, their quotes."""

    def __init__(self, text: str | None) -> None:
        self._text = text or ""
        self._sentences = list(sentences(self._text))

    def cited(self, spans: Iterable[Span]) -> tuple[str, ...]:
        """The sentences of some spans, each once, in their order."""
        return tuple(dict.fromkeys(self._around(span) for span in spans))

    def _around(self, span: Span) -> str:
        start, end = span.start, span.end
        if start is None or end is None or self._text[start:end] != span.quote:
            return span.quote
        first = bisect_right(self._sentences, start, key=lambda sentence: sentence[0]) - 1
        last = bisect_left(self._sentences, end, key=lambda sentence: sentence[1])
        if first < 0 or last >= len(self._sentences):
            return span.quote
        cited = self._text[self._sentences[first][0] : self._sentences[last][1]]
        return cited if len(cited) <= _LONGEST else span.quote
