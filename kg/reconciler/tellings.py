"""Receipts as articles tell them: what one telling is compared with another by."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kg.facts import ArticleFacts, Organization
from kg.reconciler import census, likeness
from kg.reconciler.census import published
from kg.registry.names import key

Recipients = frozenset[str]

WINDOW = 31
"""How many days apart two articles may be published that tell of one event."""
_NEAR = 14
"""The same, where one of them does not say of which programme the award is."""


class Where(NamedTuple):
    """Where a document stands among all: its article, and a number beside it.

    Documents come in the order of this, wherever they are read. The number tells two documents of one article apart,
    or says in which shard of many the document is.
    """

    article: str
    number: int


Placed = tuple[Where, ArticleFacts]
"""A document with its place among all."""


def placed(documents: Iterable[ArticleFacts]) -> list[Placed]:
    """The documents in the order of their articles, each with its place."""
    ordered = sorted(documents, key=lambda document: document.article.id)
    return [(Where(document.article.id, number), document) for number, document in enumerate(ordered)]


class Telling(NamedTuple):
    """One receipt of one document; `day` is when its article was published, as a number of days, if that is known."""

    document: Where
    receipt: int
    recipients: Recipients
    award: int
    name: str
    programme: str
    year: int | None
    edition: str
    case: int | None
    title: str
    rank: str
    day: int | None


def tellings(where: Where, document: ArticleFacts) -> Iterator[Telling]:
    """Every receipt of a document, in order."""
    who = {told.id: identity(told) for told in document.organizations}
    awards = {told.id: (n, told) for n, told in enumerate(document.awards)}
    cases = {told.id: (n, told) for n, told in enumerate(document.cases)}
    for n, receipt in enumerate(document.receipts):
        at, award = awards[receipt.award]
        case = cases[receipt.case] if receipt.case else None
        yield Telling(
            where,
            n,
            frozenset(who[id] for id in receipt.recipients),
            at,
            award.name,
            award.programme or "",
            award.year,
            key(award.edition or ""),
            case[0] if case else None,
            case[1].title if case else "",
            key(receipt.rank or ""),
            published(document),
        )


def identity(told: Organization) -> str:
    """What an organization that goes by its one name is known by across articles."""
    return census.identity(told, told.name)


def cost(a: Telling, b: Telling) -> int | None:
    """How differently two articles tell what may be one receipt; nothing where that is not likely.

    Whatever one of them leaves out costs 1, a name told shorter or longer 1, a misprint 2. A misprint needs the same
    case, edition or programme to rest on, one that does not even sound alike both.
    """
    costs = differences(a, b)
    if costs is None or not _is_near(a, b):
        return None
    one_case, one_run = a.title and b.title, _is_one_edition(a, b) or (a.programme and b.programme)
    if (costs[0] == 2 and not (one_case or one_run)) or (costs[0] > 2 and not (one_case and one_run)):
        return None
    return 2 * costs[0] + sum(costs[1:])


def differences(a: Telling, b: Telling) -> tuple[int, ...] | None:
    """What tells two receipts apart in name, programme, time, case and rank; nothing where any of it does so surely."""
    costs = (
        likeness.awards(a.name, b.name, tuple(filter(None, (a.programme, b.programme)))),
        likeness.programmes(a.programme, b.programme)
        if a.programme and b.programme
        else _left_out(a.programme, b.programme),
        _left_out(a.year, b.year),
        _left_out(a.edition, b.edition),
        _told_by_both(a.title, b.title, likeness.cases),
        _left_out(a.rank, b.rank),
    )
    told = tuple(each for each in costs if each is not None)
    return told if len(told) == len(costs) else None


def _told_by_both(a: str, b: str, unlike: Callable[[str, str], int | None]) -> int | None:
    return unlike(a, b) if a and b else _left_out(a, b)


def _left_out(a: object, b: object) -> int | None:
    if a and b:
        return 0 if a == b else None
    return 1 if a or b else 0


def _is_one_edition(a: Telling, b: Telling) -> bool:
    return bool((a.year and a.year == b.year) or (a.edition and a.edition == b.edition))


def _is_near(a: Telling, b: Telling) -> bool:
    """Whether the articles are close enough in time; not asked where programme and edition are told alike."""
    named = bool(a.programme and b.programme)
    if named and key(a.programme) == key(b.programme) and _is_one_edition(a, b):
        return True
    if a.day is None or b.day is None:
        return False
    return abs(a.day - b.day) <= (WINDOW if named or _is_one_edition(a, b) else _NEAR)
