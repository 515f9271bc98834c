"""The sentences around a quote: what a reader needs to believe it."""

import re
from bisect import bisect_left, bisect_right

_STOP = re.compile(r"[。！？!?；;…]+[”’」』）)\]]*\s*|\n+")
_NEIGHBOUR, _REACH = 160, 400


class Sentences:
    """A text with the places where its sentences end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bounds = sorted({0, *(stop.end() for stop in _STOP.finditer(text)), len(text)})

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of the sentences that hold `text[start:end]` and of one more on each side.

        A neighbour of more than 160 characters is left out, and at most 400 characters are added on a side; white
        space at the ends does not count.

        >>> text = "一。二三。四五六。七。"
        >>> first, last = Sentences(text).around(3, 4)
        >>> text[first:last]
        '一。二三。四五六。'
        """
        before = bisect_right(self._bounds, start) - 1
        after = bisect_left(self._bounds, end)
        first, last = max(self._bounds[before], start - _REACH), min(self._bounds[after], end + _REACH)
        sooner, later = self._bounds[max(before - 1, 0)], self._bounds[min(after + 1, len(self._bounds) - 1)]
        first = sooner if first - sooner <= _NEIGHBOUR else first
        last = later if later - last <= _NEIGHBOUR else last
        passage = self.text[first:last]
        first = min(first + len(passage) - len(passage.lstrip()), start)
        return first, max(last - len(passage) + len(passage.rstrip()), end)
