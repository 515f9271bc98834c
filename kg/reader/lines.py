"""A line of running text in the making: pieces come in, white space is folded across them, bold runs are kept."""

from kg.reader.passages import Passage
from kg.reader.spacing import WORD, separator, unseen_removed

_EMPTY = Passage("")


class Line:
    """Collects the pieces of one passage; `take` gives the passage and starts anew."""

    def __init__(self) -> None:
        self._start_anew()

    def _start_anew(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._last = ""
        self._gap = ""
        self._bold: list[tuple[int, int]] = []
        self._linked = 0
        self._links: list[str] = []

    def add(self, text: str, *, bold: bool = False, link: str | None = None) -> None:
        """Add the text of one node; white space at its edges meets that of its neighbours."""
        if text.isspace():
            self._gap += text
            return
        text, at_tag, end = unseen_removed(text), True, 0
        for match in WORD.finditer(text):
            self._gap += text[end : match.start()]
            self._add_word(match[0], at_tag, bold, link)
            at_tag, end = False, match.end()
        self._gap += text[end:]

    def add_gap(self, mark: str) -> None:
        """Add white space of a kind that only tags can make: `JOIN` or `PART`."""
        self._gap += mark

    def _add_word(self, word: str, at_tag: bool, bold: bool, link: str | None) -> None:
        between = separator(self._last, self._gap, word[0], at_tag=at_tag) if self._last else ""
        start = self._length + len(between)
        self._parts += (between, word)
        if bold:
            self._add_bold(start, start + len(word))
        if link is not None:
            self._linked += len(word) + len(between)
            self._links.append(link)
        self._length, self._last, self._gap = start + len(word), word[-1], ""

    def _add_bold(self, start: int, end: int) -> None:
        if self._bold and self._bold[-1][1] == self._length:
            start = self._bold.pop()[0]
        self._bold.append((start, end))

    def take(self) -> Passage:
        """The passage so far, empty where nothing but white space came in."""
        if not self._parts:
            self._gap = ""
            return _EMPTY
        text, links = "".join(self._parts), tuple(dict.fromkeys(self._links))
        taken = Passage(text, emphases=tuple(self._bold), linked=self._linked, links=links)
        self._start_anew()
        return taken
