"""Where the sentences of a text are: at 。！？； outside of quotes and brackets, and at line ends.

A heading, a list item and a table cell stand on lines of their own, so each is a sentence too. Time grows linearly
with the text, whatever stands in it.
"""

import re
from collections.abc import Iterator

_MARK = re.compile(r"[。！？；!?;\n“‘「『《〈（(【\[”’」』》〉）)】\]]")
_OPENING, _CLOSING = frozenset("“‘「『《〈（(【["), frozenset("”’」』》〉）)】]")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text in order, as half-open offsets, without the white space around them.

    A quote or bracket that does not close ends with its line.

    >>> text = "“好。”他说。走吧！"
    >>> [text[start:end] for start, end in sentences(text)]
    ['“好。”他说。', '走吧！']
    """
    depth = start = 0
    for mark in _MARK.finditer(text):
        char = mark[0]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == "\n" or not depth:
            yield from _trimmed(text, start, mark.end())
            start, depth = mark.end(), 0
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip())
    if left < len(raw):
        yield start + left, start + len(raw.rstrip())
