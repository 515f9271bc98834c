"""The spans of one article: where each stands, what it quotes, and what it is the name of."""

from collections.abc import Iterator
from typing import NamedTuple

from kg.converter.setting import Setting
from kg.facts import Span
from kg.terms import FA, OA, RDF, XSD, Term, literal

_A_SPAN, _A_MENTION = f"{RDF.type} {FA.EvidenceSpan}", f"{RDF.type} {FA.Mention}"
_SOURCE, _END, _EXACT, _MENTION_OF, _START = OA.hasSource, FA.end, FA.exact, FA.mentionOf, FA.start
_INTEGER = f"^^{XSD.integer}"
_UNVERIFIED = f'{FA.verified} "false"^^{XSD.boolean}'


class _Stretch(NamedTuple):
    """What is said of a stretch of text; of one that nobody compared with the text there may be several quotes.

    `uses` are lines about something and the predicate by which it points here; `names` what this is just the name of.
    """

    start: int | None
    end: int | None
    quotes: list[str]
    uses: list[tuple[list[str], Term]]
    names: list[Term]


class Spans:
    """Half of what an article says is about its spans, and the same of each.

    So it is said when all is known, of all spans at once: nodes are minted together, lines are written in order.
    """

    def __init__(self, setting: Setting, line_end: str) -> None:
        self._setting = setting
        self._line_end = line_end
        self._stretches: dict[str, _Stretch] = {}

    def use(self, told: Span, about: list[str], predicate: Term, named: Term | None = None) -> None:
        """Something points to a span, which `blocks` adds to the lines about it; where it is `named` so, that node."""
        start, end, quote = told.start, told.end, told.quote
        place = f"{start}\x1f{end}" if start is not None else f"quote\x1f{quote}"
        stretch = self._stretches.get(place)
        if stretch is None:
            stretch = self._stretches[place] = _Stretch(start, end, [quote], [], [])
        elif quote not in stretch.quotes:
            stretch.quotes.append(quote)
        stretch.uses.append((about, predicate))
        if named:
            stretch.names.append(named)

    def blocks(self) -> Iterator[tuple[Term, tuple[str, ...]]]:
        """Each span with its lines of N-Quads, in order and each once; what it quotes is a piece by itself."""
        setting, line_end = self._setting, self._line_end
        nodes = setting.mint.nodes("span", (setting.article, setting.digest), self._stretches)
        for span, (start, end, quotes, uses, names) in zip(nodes, self._stretches.values(), strict=True):
            for about, predicate in uses:
                about.append(f"{predicate} {span}{line_end}")
            then = f"{line_end}{span} "  # one line ends, the next begins
            head, tail = f"{span} {_A_SPAN}{then}", then
            if names:
                head += f"{_A_MENTION}{then}"
                tail += "".join([f"{_MENTION_OF} {node}{then}" for node in sorted(set(names))])
            head += f"{_SOURCE} {setting.article}{then}"
            quoted = literal(quotes[0])
            if len(quotes) > 1:
                quoted = Term(f"{then}{_EXACT} ".join(sorted(map(literal, quotes))))
            if start is None:
                yield span, (f"{head}{_EXACT} ", quoted, f"{tail}{_UNVERIFIED}{line_end}")
            else:
                head += f'{_END} "{end}"{_INTEGER}{then}{_EXACT} '
                yield span, (head, quoted, f'{tail}{_START} "{start}"{_INTEGER}{line_end}')
