"""What is said of one article's facts, as it is converted: in the default graph, and in the article's own."""

from collections.abc import Iterable, Sequence

from kg.converter.identity import place
from kg.converter.setting import Setting
from kg.converter.statements import Statements
from kg.facts import Span
from kg.terms import FA, OA, RDF, RDFS, SKOS, XSD, Term, integer, literal, norm

_IS, _EXACT, _START, _END, _EVIDENCE = RDF.type, FA.exact, FA.start, FA.end, FA.hasEvidence
_FALSE = literal("false", datatype=XSD.boolean)


class Sheet(Statements):
    """The statements of one article. Most are about its spans: what each of these has alike is spelled once."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.graph)
        self.setting = setting
        self.has_mergers = False
        self._a_span = f"{_IS} {FA.EvidenceSpan}{self.end}"
        self._a_mention = f"{_IS} {FA.Mention}{self.end}"
        self._of_article = f"{OA.hasSource} {setting.article}{self.end}"
        self._mint = setting.mint.within("span", setting.article, setting.digest)
        self._spans: dict[tuple[int | None, int | None, str], Term] = {}

    def label(self, text: str) -> Term:
        """A name or title in the article's language, without white space at its ends."""
        return literal(text.strip() or text, language=self.setting.language)

    def named(self, node: Term, kind: Term, name: str, aliases: Iterable[str] = ()) -> None:
        """The class, the label and the other labels of a node."""
        label, about = self.label(name), self.about(node)
        about += (f"{_IS} {kind} .\n", f"{RDFS.label} {label} .\n")
        about += [f"{SKOS.altLabel} {other} .\n" for other in map(self.label, aliases) if other != label]

    def supported(self, node: Term, spans: Sequence[Span], keys: frozenset[str] = frozenset()) -> None:
        """The spans that support a node; one that is just one of its names, by their `keys`, is a mention of it."""
        for told in spans:
            there = self.span(told)
            self.about(node).append(f"{_EVIDENCE} {there}{self.end}")
            if keys and norm(told.quote) in keys:
                self.about(there).extend((self._a_mention, f"{FA.mentionOf} {node}{self.end}"))

    def span(self, told: Span) -> Term:
        """The node of a span, of which is said once what it quotes and where it stands."""
        key = told.start, told.end, told.quote
        node = self._spans.get(key)
        if node is None:
            node = self._spans[key] = self._mint(*place(told))
            end, about = self.end, self.about(node)
            about += (self._a_span, self._of_article, f"{_EXACT} {literal(told.quote)}{end}")
            if told.start is None or told.end is None:
                about.append(f"{FA.verified} {_FALSE}{end}")
            else:
                about += (f"{_START} {integer(told.start)}{end}", f"{_END} {integer(told.end)}{end}")
        return node


def keys(names: Iterable[str]) -> frozenset[str]:
    """What names are compared by."""
    return frozenset(map(norm, names))
