"""What an article claims of its own content (11则案例), counted again when the facts were corrected.

The count speaks of whom the sentence names before the claim, and of their members; where it names no winner, of all.
"""

from collections.abc import Iterator

from kg.facts import ArticleFacts, AwardReceipt, Check
from kg.sentences import sentences

_OF_CASES = ("案例", "项目", "作品", "课题")
"""How a claim ends that counts cases, where every receipt has one; any other counts receipts."""


def recounted(before: ArticleFacts, after: ArticleFacts, text: str) -> tuple[Check, ...]:
    """The checks of a document whose facts were corrected: what was found, by as much more or less as there is now.

    `before` is the document as it was found, `text` its canonical text.
    """
    return tuple(
        check.model_copy(
            update={"found": max(0, check.found + _count(after, check, text) - _count(before, check, text))}
        )
        for check in before.checks
    )


def _count(document: ArticleFacts, check: Check, text: str) -> int:
    receipts = _spoken_of(document, _lead(check, text))
    cases = {receipt.case for receipt in receipts}
    is_of_cases = check.claim.quote.endswith(_OF_CASES) and None not in cases
    return len(cases) if is_of_cases else len(receipts)


def _lead(check: Check, text: str) -> str:
    """The words of the sentence before the claim."""
    at = check.claim.start
    if at is None:
        return ""
    return next((text[start:at] for start, end in sentences(text) if start <= at < end), "")


def _spoken_of(document: ArticleFacts, lead: str) -> tuple[AwardReceipt, ...]:
    named = {each.id for each in document.organizations if any(name in lead for name in (each.name, *each.aliases))}
    parents = {each.id: each.parent for each in document.organizations}

    def line(id: str | None) -> Iterator[str]:
        passed: set[str] = set()
        while id is not None and id not in passed:
            yield id
            passed.add(id)
            id = parents.get(id)

    chosen = tuple(
        receipt for receipt in document.receipts if any(named & {*line(winner)} for winner in receipt.recipients)
    )
    return chosen or document.receipts
