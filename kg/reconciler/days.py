"""The day of a receipt across articles: one that nobody disputes, or none."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import date

from kg.facts import ArticleFacts
from kg.reconciler.words import conferrals, is_counted

DISPUTED = 7
"""Days that are further apart than these are those of two events, as of a list and of its ceremony."""


def undisputed(documents: Sequence[ArticleFacts]) -> tuple[ArticleFacts, ...]:
    """Documents under common names, without the days of receipts for which several are told.

    A day that is printed is told rather than one that is counted from publication; of days that are far from each
    other the first is that of the receipt.
    """
    printed: dict[Hashable, set[date]] = defaultdict(set)
    counted: dict[Hashable, set[date]] = defaultdict(set)
    told = list(conferrals(documents))
    for each in told:
        if each.told.date:
            (counted if is_counted(each.told) else printed)[each.thing, each.when or each.about].add(each.told.date)
    unsure: dict[int, set[int]] = defaultdict(set)
    for each in told:
        thing = each.thing, each.when or each.about
        if each.told.date and each.told.date != _only(printed.get(thing) or counted[thing]):
            unsure[each.document].add(each.place)
    return tuple(_without(document, unsure[n]) if n in unsure else document for n, document in enumerate(documents))


def _only(days: set[date]) -> date | None:
    first, *others = sorted(days)
    return None if others and (others[0] - first).days <= DISPUTED else first


def _without(document: ArticleFacts, places: set[int]) -> ArticleFacts:
    receipts = enumerate(document.receipts)
    update = {
        "receipts": tuple(told.model_copy(update={"date": None}) if n in places else told for n, told in receipts)
    }
    return document.model_copy(update=update)
