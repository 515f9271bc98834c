"""White space: what counts as it, what a run of it becomes, and the characters that never reach a canonical text.

Nothing is added inside a Chinese name: where a line of the source breaks between two Chinese characters, they join.
"""

import re

FULL_WIDTH = "\u3000"
_WHITE = "\t\n\v\f\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
WORD = re.compile(f"[^{_WHITE}]+")
"""What stands between white space."""

_LINE_END = re.compile("\r\n?|[\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff]"
)
CLOSING = frozenset("，。、；：！？）》〉”’」』】〕…,.;:!?)]}%％")
OPENING = frozenset("（《〈“‘「『【〔([{")

JOIN = "\x01"
"""Stands for a line break inside a name, as `<br>` in a table cell."""
PART = "\x02"
"""Stands for the border between two paragraphs of one table cell."""


def clean(text: str) -> tuple[str, int]:
    r"""The text with line ends `\n` and without characters that do not print, and how many control characters went.

    Zero-width spaces, soft hyphens, direction marks and byte order marks go without being counted.

    >>> clean("a\r\nb\x01\ufeff")
    ('a\nb', 1)
    """
    ended = _LINE_END.sub("\n", text)
    controls = sum(1 for match in _UNSEEN.finditer(ended) if match[0] < "\xa0")
    return unseen_removed(ended), controls


def unseen_removed(text: str) -> str:
    """The text without characters that do not print; white space stays."""
    return _UNSEEN.sub("", text)


def folded(text: str) -> str:
    r"""The text on one line: no white space at its edges, and one space for every run inside.

    A run that holds a full-width space becomes one full-width space; a line break between two Chinese
    characters becomes nothing.

    >>> folded("  中国\n 太保 A\n B　　C ")
    '中国太保 A B\u3000C'
    """
    parts: list[str] = []
    last, end = "", 0
    for match in WORD.finditer(text):
        if last:
            parts.append(separator(last, text[end : match.start()], match[0][0]))
        parts.append(match[0])
        last, end = match[0][-1], match.end()
    return "".join(parts)


def separator(before: str, gap: str, after: str, *, at_tag: bool = False) -> str:
    """What a run of white space between two characters becomes; `at_tag` where a tag stands in the run too."""
    if not gap:
        return ""
    if PART in gap or gap.count(JOIN) > 1:
        return " "
    if JOIN in gap:
        return _at_join(before, after)
    if FULL_WIDTH in gap:
        return FULL_WIDTH
    if "\n" in gap and "\xa0" not in gap:
        return _at_line_end(before, after, at_tag)
    return " "


def _at_join(before: str, after: str) -> str:
    return "" if is_wide(before) or is_wide(after) else " "


def _at_line_end(before: str, after: str, at_tag: bool) -> str:
    if is_wide(before) and is_wide(after) and not at_tag:
        return ""
    return "" if at_tag and runs_on(before, after) else " "


def is_wide(character: str) -> bool:
    """Whether a character is Chinese or Chinese punctuation, so that no space belongs beside it."""
    return character >= "\u2e80" or "\u2010" <= character <= "\u2027"


def runs_on(before: str, after: str) -> bool:
    """Whether no line can end between these two characters: after an opening bracket, before a closing mark.

    >>> runs_on("王", "，"), runs_on("（", "下"), runs_on("。", "其")
    (True, True, False)
    """
    return before in OPENING or after in CLOSING
