"""Long lists of words as patterns that are quick to look for.

`re` tries every branch of a pattern at every character of a text. Where each match begins with a character that the
pattern spells out, one look at the set of those characters passes over most of the text, several times faster.
"""

import re

_SPELLED = re.compile(r"[^\x00-\x7f]")


def led(words: str, also: str = "", by: str = "") -> str:
    """A pattern that finds what the given one finds, quicker: it begins by asking for a character that may begin it.

    Every match must begin with a Chinese character that the pattern (or the part `by` of it) spells out, or with one
    of the class `also`.

    >>> led("荣获|[获得]奖|TOP", also="T")
    '(?=[T奖得荣获])(?:荣获|[获得]奖|TOP)'
    """
    return f"(?=[{also}{''.join(sorted(set(_SPELLED.findall(by or words))))}])(?:{words})"
