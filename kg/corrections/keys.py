"""Content keys: what a fact is called in a corrections file, whatever its place and id in the document.

| kind | key |
|---|---|
| organization | name |
| award | name, programme, edition, year |
| case | title |
| figure | title of its case, the printed figure, what is measured |
| receipt | recipients, award, edition, year, case, rank |

The parts that are there are joined by ` | `, the recipients by `、`. Two facts may have the same key; the quote tells
them apart.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.facts import ArticleFacts, Award, AwardReceipt, Case, Fact, Figure, Kind, Organization, Span


class Keyed(NamedTuple):
    """A fact with its kind and key; `id` is its own, of a figure that of its case."""

    kind: Kind
    key: str
    id: str
    fact: Fact
    evidence: tuple[Span, ...]


def keyed(document: ArticleFacts) -> Iterator[Keyed]:
    """Every fact of a document that a person can decide about, with its key, in the order of the document."""
    names = {each.id: each.name for each in document.organizations}
    awards = {each.id: each for each in document.awards}
    titles = {each.id: each.title for each in document.cases}
    for organization in document.organizations:
        yield Keyed(
            Kind.ORGANIZATION, organization_key(organization), organization.id, organization, organization.evidence
        )
    for award in document.awards:
        yield Keyed(Kind.AWARD, award_key(award), award.id, award, award.evidence)
    for case in document.cases:
        yield Keyed(Kind.CASE, case_key(case), case.id, case, case.evidence)
        for figure in case.figures:
            yield Keyed(Kind.FIGURE, figure_key(figure, case.title), case.id, figure, (figure.evidence,))
    for receipt in document.receipts:
        winners = [names[recipient] for recipient in receipt.recipients]
        title = titles[receipt.case] if receipt.case is not None else None
        key = receipt_key(receipt, winners, awards[receipt.award], title)
        yield Keyed(Kind.RECEIPT, key, receipt.id, receipt, receipt.evidence)


def organization_key(told: Organization) -> str:
    """The key of an organization."""
    return _joined(told.name)


def award_key(told: Award) -> str:
    """The key of an award."""
    return _joined(told.name, told.programme, told.edition, told.year)


def case_key(told: Case) -> str:
    """The key of a case."""
    return _joined(told.title)


def figure_key(told: Figure, title: str) -> str:
    """The key of a figure of the case with this title."""
    return _joined(title, told.evidence.quote, told.measure)


def receipt_key(told: AwardReceipt, winners: Iterable[str], award: Award, title: str | None) -> str:
    """The key of a receipt, by the names of its winners, its award and the title of its case.

    >>> from kg.facts import Award, AwardReceipt
    >>> told = AwardReceipt(id="receipt-1", award="服务奖", recipients=("甲银行", "乙银行"))
    >>> receipt_key(told, ["甲银行", "乙银行"], Award(id="服务奖", name="服务奖", year=2021), "一站通")
    '甲银行、乙银行 | 服务奖 | 2021 | 一站通'
    """
    return _joined("、".join(winners), award.name, award.edition, award.year, title, told.rank)


def _joined(*parts: object) -> str:
    """The parts that are there, each on one line."""
    said = (" ".join(str(part).split()) for part in parts if part is not None)
    return " | ".join(part for part in said if part)
