"""The day of a receipt across articles: one that nobody disputes, or none."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from kg.facts import ArticleFacts
from kg.reconciler.tellings import Where
from kg.reconciler.words import conferrals, is_counted

DISPUTED = 7
"""Days that are further apart than these are those of two events, as of a list and of its ceremony."""


class Day(NamedTuple):
    """The day that a document tells of its receipt at a place; counted from publication, or printed."""

    document: Where
    place: int
    day: date
    is_counted: bool


def days(where: Where, document: ArticleFacts) -> Iterator[tuple[Hashable, Day]]:
    """The days of the receipts of a document under common names, each with the receipt as all documents call it."""
    for each in conferrals(where, document):
        if each.told.date:
            day = Day(where, each.place, each.told.date, is_counted(each.told))
            yield (each.thing, each.when or each.about), day


def disputed(told: Iterable[tuple[Hashable, Day]]) -> set[tuple[Where, int]]:
    """The receipts whose day is not that of all, by document and place; all days of a receipt are to be told together.

    A day that is printed is told rather than one that is counted from publication; of days that are far from each
    other the first is that of the receipt.
    """
    things: dict[Hashable, list[Day]] = defaultdict(list)
    for thing, day in told:
        things[thing].append(day)
    return {
        (each.document, each.place) for same in things.values() for each in same if each.day != _only(_told_best(same))
    }


def _told_best(same: Iterable[Day]) -> set[date]:
    return {each.day for each in same if not each.is_counted} or {each.day for each in same}


def _only(days: set[date]) -> date | None:
    first, *others = sorted(days)
    return None if others and (others[0] - first).days <= DISPUTED else first


def undated(document: ArticleFacts, places: Collection[int]) -> ArticleFacts:
    """The document without the days of the receipts at some places."""
    if not places:
        return document
    receipts = enumerate(document.receipts)
    update = {
        "receipts": tuple(told.model_copy(update={"date": None}) if n in places else told for n, told in receipts)
    }
    return document.model_copy(update=update)
