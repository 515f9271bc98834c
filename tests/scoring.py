"""How facts documents are compared with gold by the tests: receipts as sets, each side folded, every form counting."""

import re
from typing import Any

from kg.facts import ArticleFacts
from kg.terms import norm

_YEAR = re.compile(r"^(?:19|20)\d\d(?:年度|年)?")


def award_key(name: str) -> str:
    """Fold an award's name, without its year."""
    return _YEAR.sub("", norm(name))


def agrees(facts: ArticleFacts, number: int, gold: dict[str, Any]) -> bool:
    """Whether a receipt is the one of the gold: winners, award, year and case, where the gold has them."""
    receipt = facts.receipts[number]
    organizations = {o.id: {norm(o.name), *map(norm, o.aliases)} for o in facts.organizations}
    award = next(a for a in facts.awards if a.id == receipt.award)
    case = next((c for c in facts.cases if c.id == receipt.case), None)
    winners = [organizations[r] for r in receipt.recipients]
    if len(winners) != len(gold["recipients"]):
        return False
    if not all(any(w & set(map(norm, forms)) for w in winners) for forms in gold["recipients"]):
        return False
    named = {award_key(n) for n in (award.name, *award.aliases, f"{award.programme or ''}{award.name}")}
    if not named & {award_key(n) for n in gold["award"]}:
        return False
    if gold["year"] is not None and award.year != gold["year"]:
        return False
    titles = {norm(t) for t in (case.title, *case.aliases)} if case else set()
    return gold["case"] is None or bool(titles & {norm(t) for t in gold["case"]})


def hits(facts: ArticleFacts, gold: list[dict[str, Any]]) -> int:
    """How many receipts of the gold were found, each counted once."""
    left = list(range(len(facts.receipts)))
    found = 0
    for wanted in gold:
        match = next((n for n in left if agrees(facts, n, wanted)), None)
        if match is not None:
            left.remove(match)
            found += 1
    return found
