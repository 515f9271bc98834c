"""What is said of one article's facts, as it is converted: in the default graph, and in the article's own."""

from collections.abc import Iterable, Sequence

from kg.converter.setting import Setting
from kg.converter.spans import Spans
from kg.converter.statements import Statements
from kg.facts import Span
from kg.terms import FA, RDF, RDFS, SKOS, Term, literal, norm

_IS, _LABEL, _OTHER_LABEL = RDF.type, RDFS.label, SKOS.altLabel
_EVIDENCE, _SUMMARY = FA.hasEvidence, FA.hasSummary


class Sheet(Statements):
    """The statements of one article."""

    def __init__(self, setting: Setting) -> None:
        super().__init__(setting.graph)
        self.setting = setting
        self.has_mergers = False
        self._spans = Spans(setting, self.end)

    def label(self, text: str) -> Term:
        """A name or title in the article's language, without white space at its ends."""
        return literal(text.strip() or text, language=self.setting.language)

    def named(self, node: Term, kind: Term, name: str, aliases: Iterable[str] = ()) -> None:
        """The class, the label and the other labels of a node."""
        label, about = self.label(name), self.about(node)
        about += (f"{_IS} {kind} .\n", f"{_LABEL} {label} .\n")
        if aliases:
            about += [f"{_OTHER_LABEL} {other} .\n" for other in map(self.label, aliases) if other != label]

    def supported(self, node: Term, spans: Sequence[Span], keys: frozenset[str] = frozenset()) -> None:
        """The spans that support a node; one that is just one of its names, by their `keys`, is a mention of it."""
        for told in spans:
            self._spans.use(told, self.about(node), _EVIDENCE, node if keys and norm(told.quote) in keys else None)

    def summed_up(self, node: Term, told: Span) -> None:
        """The span that describes a node, which supports it as well."""
        self._spans.use(told, self.about(node), _SUMMARY)
        self.supported(node, (told,))

    def close(self) -> None:
        """Say of the spans what there is to say, once all else is said."""
        for span, lines in self._spans.blocks():
            self.block(span, lines)


def keys(names: Iterable[str]) -> frozenset[str]:
    """What names are compared by."""
    return frozenset(map(norm, names))
