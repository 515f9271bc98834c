"""What nothing refers to any more once facts are corrected: a winner of nothing, a case that nobody won with.

An organization, an award or a case goes where a correction took away the last that referred to it. What stood alone
before stays, and so does what a person decided about for itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.facts import Award, AwardReceipt, Case, Kind, Organization

Node = tuple[Kind, str]
"""A fact by its kind and id."""


class Reference(NamedTuple):
    """That one fact refers to another."""

    of: Node
    to: Node


def references(
    organizations: Mapping[str, Organization],
    awards: Mapping[str, Award],
    cases: Mapping[str, Case],
    receipts: Mapping[str, AwardReceipt],
) -> frozenset[Reference]:
    """All references of a document, each once."""
    return frozenset(
        Reference((of, id), (kind, to))
        for of, facts in (
            (Kind.ORGANIZATION, organizations),
            (Kind.AWARD, awards),
            (Kind.CASE, cases),
            (Kind.RECEIPT, receipts),
        )
        for id, fact in facts.items()
        for kind, to in _of(fact)
    )


def _of(fact: Organization | Award | Case | AwardReceipt) -> Iterator[Node]:
    parties: Iterable[str | None] = ()
    if isinstance(fact, Organization):
        parties = (fact.parent,)
    elif isinstance(fact, Award):
        parties = fact.organizers
    elif isinstance(fact, Case):
        partners, providers = (p.organization for p in fact.partners), (p.provider for p in fact.products)
        parties = (*fact.owners, *partners, *providers)
    else:
        yield Kind.AWARD, fact.award
        if fact.case is not None:
            yield Kind.CASE, fact.case
        parties = fact.recipients
    yield from ((Kind.ORGANIZATION, party) for party in parties if party is not None)
