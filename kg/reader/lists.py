"""Ordered lists: the number that a browser prints before each item.

Follows the HTML Living Standard (4.4.5 and 4.4.8: `start`, `reversed`, `type`, `value`).
"""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.reader.visibility import is_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_INTEGER = re.compile(r"\s*([+-]?[0-9]{1,9})")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def numbers(ordered: "_Element") -> "dict[_Element, str]":
    """The number of each item of an `ol`, as printed but without the dot after it."""
    items = [child for child in ordered if child.tag == "li" and is_text(child)]
    step = -1 if "reversed" in ordered.attrib else 1
    number = _integer(ordered.get("start"), len(items) if step < 0 else 1)
    printed = STYLES.get(ordered.get("type", ""), str)
    numbered = {}
    for item in items:
        number = _integer(item.get("value"), number)
        numbered[item] = printed(number)
        number += step
    return numbered


def _integer(text: str | None, default: int) -> int:
    match = _INTEGER.match(text or "")
    return int(match[1]) if match else default


def _letters(number: int) -> str:
    """The number in letters: 1 is a, 27 is aa.

    >>> _letters(2), _letters(27), _letters(0)
    ('b', 'aa', '0')
    """
    letters, rest = "", number
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("a") + digit) + letters
    return letters or str(number)


def _roman(number: int) -> str:
    """The number in Roman digits, where there are such.

    >>> _roman(4), _roman(0)
    ('iv', '0')
    """
    if not 0 < number < 4000:
        return str(number)
    digits, rest = "", number
    for value, letter in _ROMAN:
        count, rest = divmod(rest, value)
        digits += letter * count
    return digits


STYLES: dict[str, Callable[[int], str]] = {
    "a": _letters,
    "A": lambda number: _letters(number).upper(),
    "i": _roman,
    "I": lambda number: _roman(number).upper(),
}
