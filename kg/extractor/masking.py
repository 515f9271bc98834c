"""A masked view of the text, on which the grammar of conferral can be written as short regular expressions.

Every character keeps its place. What stands inside quotes and book titles becomes `Q`, an organization's mention
becomes `O` (its first character another), so that no verb is found inside a title and no comma inside a name. Book
title marks around a newspaper's name are masked as well. The masked text has the length of the text.
"""

import re
from collections.abc import Iterable

ORGANIZATION, ORGANIZATION_REST, QUOTED, MARK = "\ue000", "\ue001", "\ue002", "\ue003"
ORG = f"{MARK}?{ORGANIZATION}{ORGANIZATION_REST}*+{MARK}?"
"""Regular expression of one organization's mention in masked text."""
TITLE = f'[“‘「『《〈"]{QUOTED}+[”’」』》〉"]'
"""Regular expression of one quoted or book title in masked text, its marks included."""

_PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉"}
_OPENS = re.compile('[“「『《〈"]')
_LONGEST_QUOTE = 80


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Find outermost quoted runs, marks included; a mark that does not close within a line or 80 characters is none.

    >>> quotations("获“甲‘乙’奖”和《丙》")
    ((1, 8), (9, 12))
    """
    found: list[tuple[int, int]] = []
    after = 0
    for opening in _OPENS.finditer(text):
        end = _closing(text, opening.start()) if opening.start() >= after else 0
        if end:
            found.append((opening.start(), end))
            after = end
    return tuple(found)


def _closing(text: str, at: int) -> int:
    """Where the quotation that opens at `at` ends; 0 where none does."""
    opening = text[at]
    if opening == '"':
        end = text.find('"', at + 1, at + _LONGEST_QUOTE)
        return end + 1 if end > at + 1 and "\n" not in text[at:end] else 0
    closing = _PAIRS.get(opening)
    if closing is None:
        return 0
    depth = 0
    for here in range(at, min(len(text), at + _LONGEST_QUOTE)):
        char = text[here]
        if char == "\n":
            return 0
        depth += (char == opening) - (char == closing)
        if depth == 0:
            return here + 1 if here > at + 1 else 0
    return 0


def mask(text: str, quoted: Iterable[tuple[int, int]], organizations: Iterable[tuple[int, int]]) -> str:
    """Mask quoted runs and, outside of them, organizations; a name that fills its quotation is one too."""
    masked = list(text)
    inside = [False] * len(text)
    for start, end in quoted:
        masked[start + 1 : end - 1] = QUOTED * (end - start - 2)
        inside[start + 1 : end - 1] = [True] * (end - start - 2)
    for start, end in organizations:
        fills = start > 0 and end < len(text) and _PAIRS.get(masked[start - 1]) == masked[end]
        if fills and masked[start - 1] != "《":
            name = text[start:end]  # a title, unless the text uses the name without marks as well
            fills = text.count(name) > text.count(text[start - 1 : end + 1])
        if not inside[start] or fills:
            masked[start:end] = ORGANIZATION + ORGANIZATION_REST * (end - start - 1)
        if fills:
            masked[start - 1] = masked[end] = MARK
    return "".join(masked)
