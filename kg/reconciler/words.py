"""What documents say of things that articles may contradict each other about: each word with its thing and its value.

A thing is whatever the documents, under common names, call alike; its words are compared in `contradictions`.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from kg.facts import ArticleFacts, AwardReceipt, Figure, Kind, Span
from kg.facts.together import Disputed, Told
from kg.reconciler import figures, likeness
from kg.reconciler.census import published
from kg.reconciler.tellings import Where, identity
from kg.registry.names import key
from kg.terms import plain

_PLACE = re.compile(r"第?[0-9一二三四五六七八九十]{1,3}(?:名|位)?|冠军|亚军|季军|榜首|首位|头名")
_GRADE = re.compile(r"特等|[一二三]等|金|银|铜|优胜")
_COUNTED = re.compile(r"[0-9〇零一二三四五六七八九十百千万两]+(?:余|多)?[则个项件家款份例]?")
_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,4}$")
_AFTER = re.compile(r"[\u4e00-\u9fff]{1,6}")
_COUNTED_DAY, _PRINTED_DAY = re.compile("[今昨][日天晨晚]"), re.compile(r"[0-9]\s*[日号]")
_SHORTEST_TITLE = 5
"""How long a title must be to stand for one case by itself; and, below, within one edition of a programme."""
_SHORTEST_OF_EDITION = 3


class Word(NamedTuple):
    """A value that one document tells of one thing; `day` as of `tellings.published`, `about` names the thing.

    `programme`, `when` and `name` are those of the award, where the thing may be told without them or misprinted;
    `on` is the day of the receipt, `title` that of its case.
    """

    document: Where
    day: int | None
    value: Hashable
    shown: str
    about: str
    told: Told
    programme: str = ""
    when: Hashable = None
    name: str = ""
    on: date | None = None
    title: str = ""


Saying = tuple[Hashable, Word]
"""A thing, and a word about it."""


class Conferral(NamedTuple):
    """One receipt of one document, with what it is compared by."""

    document: Where
    place: int
    told: AwardReceipt
    recipients: frozenset[str]
    programme: str
    name: str
    year: int | None
    edition: str
    title: str
    about: str
    """About when, where no edition is told: the year by which receipts of a bare name are told apart."""

    @property
    def when(self) -> Hashable:
        """The edition, however it is told."""
        return self.edition or self.year

    @property
    def thing(self) -> Hashable:
        """What makes it one receipt, whatever the time."""
        return self.recipients, self.programme, self.name, self.title


def sayings(where: Where, document: ArticleFacts) -> Iterator[tuple[Disputed, Saying]]:
    """Everything that a document says and that others may contradict, by what would be disputed."""
    told = list(conferrals(where, document))
    yield from ((Disputed.FIGURE, saying) for saying in _figures(where, document))
    yield from ((Disputed.DATE, saying) for saying in _dates(document, told))
    yield from ((Disputed.YEAR, saying) for saying in _times(document, told, "year"))
    yield from ((Disputed.EDITION, saying) for saying in _times(document, told, "edition"))
    yield from ((Disputed.AWARD, saying) for saying in _grades(document, told))
    yield from ((Disputed.WINNER, saying) for saying in _winners(document, told))
    yield from ((Disputed.COUNT, saying) for saying in _counts(where, document, told))


def conferrals(where: Where, document: ArticleFacts) -> Iterator[Conferral]:
    """Every receipt of a document, in order."""
    who = {told.id: identity(told) for told in document.organizations}
    awards = {told.id: told for told in document.awards}
    titles = {told.id: likeness.core(told.title) for told in document.cases}
    for place, told in enumerate(document.receipts):
        award, recipients = awards[told.award], frozenset(who[id] for id in told.recipients)
        programme, edition = key(award.programme or ""), key(award.edition or "")
        yield Conferral(
            *(where, place, told, recipients, programme, key(award.name), award.year, edition),
            titles.get(told.case or "") or "",
            told.about(document.article.published),
        )


def _figures(where: Where, document: ArticleFacts) -> Iterator[Saying]:
    who = {told.id: identity(told) for told in document.organizations}
    for at, case in enumerate(document.cases):
        owners = tuple(sorted(who[id] for id in case.owners))
        for place, figure in enumerate(case.figures):
            if what := _measured(document, figure):
                told = Told(document.article.id, Kind.FIGURE, (at, place), figure.evidence)
                value = figure.model_copy(update={"measure": None, "evidence": Span(quote=figure.evidence.quote)})
                about = " · ".join(filter(None, (case.title, figure.measure)))
                word = Word(where, published(document), value, _value(figure), about, told)
                yield (likeness.core(case.title), owners, what, figure.unit), word


def _measured(document: ArticleFacts, figure: Figure) -> str:
    """What a figure measures; where nothing before it says so, what is counted stands around it."""
    text, span = document.article.text, figure.evidence
    if figure.measure or text is None or span.start is None or span.end is None:
        return figures.measure(figure)
    before, after = _BEFORE.search(text[max(0, span.start - 8) : span.start]), _AFTER.match(text, span.end)
    return " ".join(found[0] for found in (before, after) if found)


def _value(figure: Figure) -> str:
    upper = f"–{plain(figure.upper)}" if figure.upper is not None else ""
    sign = "" if figure.comparator == "=" else figure.comparator
    return f"{sign}{plain(figure.value)}{upper} {figure.unit}".strip()


def _receipt(document: ArticleFacts, each: Conferral, value: Hashable, shown: str) -> Word:
    span = _saying(document, each.told, shown)
    told = Told(document.article.id, Kind.RECEIPT, (each.place,), span)
    return Word(each.document, published(document), value, shown, _about(document, each.told), told)


def _about(document: ArticleFacts, told: AwardReceipt) -> str:
    """A receipt in the words of a document: who, what, for which case."""
    names = {each.id: each.name for each in document.organizations}
    award = next(each.name for each in document.awards if each.id == told.award)
    case = next((each.title for each in document.cases if each.id == told.case), None)
    return " · ".join(filter(None, ("、".join(names[id] for id in told.recipients), award, case)))


def _saying(document: ArticleFacts, told: AwardReceipt, shown: str) -> Span | None:
    """The span of a receipt or its award that prints a value, else the first of the receipt."""
    award = next(award for award in document.awards if award.id == told.award)
    spans = (*told.evidence, *award.evidence)
    return next((span for span in spans if shown in span.quote), spans[0] if spans else None)


def is_counted(told: AwardReceipt) -> bool:
    """Whether the day of a receipt is not printed but counted from publication: a reprint counts another one."""
    evidence = "".join(span.quote for span in told.evidence)
    return _COUNTED_DAY.search(evidence) is not None and _PRINTED_DAY.search(evidence) is None


def _dates(document: ArticleFacts, told: Sequence[Conferral]) -> Iterator[Saying]:
    for each in told:
        if each.told.date and not is_counted(each.told):
            yield (
                (each.thing, each.when or each.about),
                _receipt(document, each, each.told.date, each.told.date.isoformat()),
            )


def _times(document: ArticleFacts, told: Sequence[Conferral], kind: str) -> Iterator[Saying]:
    """The years or ordinals of receipts that are told alike else; a bare name says too little to be one thing."""
    for each in told:
        value = getattr(each, kind)
        if value and (each.programme or len(each.title) >= _SHORTEST_TITLE):
            word = _receipt(document, each, value, str(value))
            thing = (each.recipients, each.programme or each.title)
            yield thing, word._replace(name=each.name, on=each.told.date, title=each.title)


def _grades(document: ArticleFacts, told: Sequence[Conferral]) -> Iterator[Saying]:
    """Graded prizes of one work in one edition; without a work, of whoever won just one there."""
    won = Counter((each.recipients, each.programme) for each in told)
    for each in told:
        grade = _GRADE.search(each.name)
        alone = won[each.recipients, each.programme] == 1
        if grade and each.programme and (each.title or alone):
            rest = _GRADE.sub("*", each.name)
            name = next(a.name for a in document.awards if a.id == each.told.award)
            word = _receipt(document, each, each.name, name)
            yield (each.recipients, each.programme, each.title, rest), word._replace(when=each.when)


def _winners(document: ArticleFacts, told: Sequence[Conferral]) -> Iterator[Saying]:
    """Who won what can be won by one alone: an award for one work, a place in a ranking."""
    names = {told.id: told.name for told in document.organizations}
    for each in told:
        shown = "、".join(sorted(names[id] for id in each.told.recipients))
        rank = key(each.told.rank or "")
        if len(each.title) >= (_SHORTEST_OF_EDITION if each.programme and each.when else _SHORTEST_TITLE):
            word = _receipt(document, each, each.recipients, shown)
            yield each.title, word._replace(programme=each.programme, when=each.when, name=each.name)
        elif each.when and _PLACE.fullmatch(rank):
            thing = (each.programme, each.name, each.when, rank)
            yield thing, _receipt(document, each, each.recipients, shown)


def _counts(where: Where, document: ArticleFacts, told: Sequence[Conferral]) -> Iterator[Saying]:
    """What an article claims to be the number of something, where it tells of the same winners in the same edition."""
    about = frozenset((each.programme, each.when, each.recipients) for each in told if each.programme and each.when)
    for place, check in enumerate(document.checks) if about else ():
        if noun := _COUNTED.sub("", key(check.claim.quote)):
            claim = Told(document.article.id, None, (place,), check.claim)
            word = Word(where, published(document), check.expected, str(check.expected), check.claim.quote, claim)
            yield (noun, about), word
