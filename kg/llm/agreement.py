"""Joins the facts that two extractors found in one article: what both found is one fact with the evidence of both.

Works on facts documents alone. A receipt is the same by award, winners and case (see `joining` for when these are).
The first document comes first in everything.
"""

from typing import NamedTuple

from kg.errors import FactsError
from kg.facts import ArticleFacts, AwardReceipt, Extraction
from kg.llm.answer import Difference
from kg.llm.joining import Ids, either, join_awards, join_cases, join_organizations, pair, union

UNKNOWN = 0.5
"""What a receipt without a confidence counts as, where two agree on it."""


class Agreement(NamedTuple):
    """The joined facts, how many receipts both documents have, and those that one alone has."""

    facts: ArticleFacts
    agreed: int
    differing: tuple[Difference, ...]


def merge(one: ArticleFacts, other: ArticleFacts) -> Agreement:
    """Join two facts documents of one article.

    A receipt that both have gets the confidence 1-(1-a)(1-b): the chance that not both are wrong, where they are
    wrong independently; without a confidence, `UNKNOWN` is taken. Two documents of the same extraction are one
    source and raise nothing: a document merged with itself is itself. Raises `FactsError` where the documents are
    of different articles.
    """
    if (one.article.id, one.article.text_sha256) != (other.article.id, other.article.text_sha256):
        what = f"these are not facts of the text of article {one.article.id}"
        raise FactsError(other.article.id, what, "merge two documents of one text")
    organizations, who = join_organizations(one.organizations, other.organizations)
    awards, won = join_awards(one.awards, other.awards, who)
    cases, told = join_cases(one.cases, other.cases, who)
    theirs = [_moved(receipt, who, won, told) for receipt in other.receipts]
    same = pair(one.receipts, theirs, _is_same, _is_alike)
    taken = Ids(receipt.id for receipt in one.receipts)
    new = [r.model_copy(update={"id": taken.fresh(r.id)}) for n, r in enumerate(theirs) if n not in same.values()]
    independent = one.extraction != other.extraction
    document = ArticleFacts(
        article=one.article,
        organizations=organizations,
        awards=awards,
        cases=cases,
        receipts=(
            *(_joined(r, theirs[same[n]], independent) if n in same else r for n, r in enumerate(one.receipts)),
            *new,
        ),
        checks=union(one.checks, other.checks),
        extraction=_both(one.extraction, other.extraction),
    )
    alone = [_difference(one.extraction, r, document) for n, r in enumerate(one.receipts) if n not in same]
    alone += [_difference(other.extraction, r, document) for r in new]
    return Agreement(document, len(same), tuple(alone))


def _moved(receipt: AwardReceipt, who: dict[str, str], won: dict[str, str], told: dict[str, str]) -> AwardReceipt:
    """The receipt with the ids of the joined document."""
    return receipt.model_copy(
        update={
            "award": won[receipt.award],
            "recipients": tuple(who[id] for id in receipt.recipients),
            "case": told[receipt.case] if receipt.case is not None else None,
        }
    )


def _is_same(a: AwardReceipt, b: AwardReceipt) -> bool:
    return (a.award, a.recipients, a.case, a.date, a.rank) == (b.award, b.recipients, b.case, b.date, b.rank)


def _is_alike(a: AwardReceipt, b: AwardReceipt) -> bool:
    """Whether two receipts say nothing against each other; one that names no case may be that of the other."""
    contrary = any(
        None not in pair and len(set(pair)) == 2 for pair in ((a.case, b.case), (a.date, b.date), (a.rank, b.rank))
    )
    return a.award == b.award and set(a.recipients) == set(b.recipients) and not contrary


def _joined(a: AwardReceipt, b: AwardReceipt, independent: bool) -> AwardReceipt:
    wrong = [1 - (r.confidence if r.confidence is not None else UNKNOWN) for r in (a, b)]
    return a.model_copy(
        update={
            "case": either(a.case, b.case),
            "date": either(a.date, b.date),
            "announced_not_after": either(a.announced_not_after, b.announced_not_after),
            "rank": either(a.rank, b.rank),
            "confidence": round(1 - wrong[0] * wrong[1], 4) if independent else a.confidence,
            "evidence": union(a.evidence, b.evidence),
        }
    )


def _both(one: Extraction | None, other: Extraction | None) -> Extraction | None:
    if one is None or other is None or one == other:
        return one or other
    return Extraction(name=f"{one.name}+{other.name}", version=f"{one.version}+{other.version}")


def _difference(source: Extraction | None, receipt: AwardReceipt, document: ArticleFacts) -> Difference:
    names = {o.id: o.name for o in document.organizations}
    titles = {c.id: c.title for c in document.cases}
    award = next(a.name for a in document.awards if a.id == receipt.award)
    winners = "、".join(names[id] for id in receipt.recipients)
    case = f" – {titles[receipt.case]}" if receipt.case is not None else ""
    return Difference(by=source.name if source else "", receipt=f"{winners} – {award}{case}")
