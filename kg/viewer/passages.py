"""The sentences around a quote: what a reader needs to believe it."""

import re
from bisect import bisect_left, bisect_right

_STOP = re.compile(
    r"[。！？!?]+[”’」』）)\]]*\s*|\n+"
    r"|(?<!\b[A-Z])(?<!\b(?:Co|No|Mr|Dr|St))(?<!\b(?:Ltd|Inc))\.[”’\"')\]]*\s+(?=[A-Z“‘\"])"
)
_PAUSE = re.compile(r"[；;：:，,…]+[”’」』）)\]]*\s*|\s+")
_NEIGHBOUR, _REACH = 160, 400


class Sentences:
    """A text with the places where its sentences end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._bounds = sorted({0, *(stop.end() for stop in _STOP.finditer(text)), len(text)})

    def around(self, start: int, end: int) -> tuple[int, int]:
        """The offsets of the sentences that hold `text[start:end]` and of one more on each side.

        A neighbour of more than 160 characters is left out. At most 400 characters are added on a side: a longer
        sentence is shown from (or to) the last pause within them. White space at the ends does not count.

        >>> text = "一。二三。四五六。七。"
        >>> first, last = Sentences(text).around(3, 4)
        >>> text[first:last]
        '一。二三。四五六。'
        """
        before = bisect_right(self._bounds, start) - 1
        after = bisect_left(self._bounds, end)
        first, last = self._since(self._bounds[before], start), self._until(end, self._bounds[after])
        sooner, later = self._bounds[max(before - 1, 0)], self._bounds[min(after + 1, len(self._bounds) - 1)]
        first = sooner if first - sooner <= _NEIGHBOUR else first
        last = later if later - last <= _NEIGHBOUR else last
        passage = self.text[first:last]
        first = min(first + len(passage) - len(passage.lstrip()), start)
        return first, max(last - len(passage) + len(passage.rstrip()), end)

    def _since(self, bound: int, start: int) -> int:
        """Where to begin for a quote at `start` in a sentence that begins at `bound`."""
        least = start - _REACH
        if bound >= least:
            return bound
        return next((pause.end() for pause in _PAUSE.finditer(self.text, least, start)), least)

    def _until(self, end: int, bound: int) -> int:
        """Where to stop for a quote up to `end` in a sentence that stops at `bound`."""
        most = end + _REACH
        if bound <= most:
            return bound
        return max((pause.end() for pause in _PAUSE.finditer(self.text, end, most)), default=most)
