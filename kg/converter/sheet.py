"""What is said of one article's facts, as it is converted: in the default graph, and in the article's own."""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.converter.identity import span
from kg.converter.setting import Setting
from kg.facts import Span
from kg.terms import FA, OA, RDF, RDFS, SKOS, XSD, Statements, Term, ending, integer, literal, norm, statement

_UNVERIFIED = statement(FA.verified, literal("false", datatype=XSD.boolean), "")


class Sheet(Statements):
    """The statements of one article; whatever is the same in each of its spans is spelled once."""

    def __init__(self, setting: Setting) -> None:
        super().__init__()
        self.setting = setting
        self._end = ending(setting.graph)
        self._a_span = statement(RDF.type, FA.EvidenceSpan, self._end)
        self._a_mention = statement(RDF.type, FA.Mention, self._end)
        self._of_article = statement(OA.hasSource, setting.article, self._end)
        self._spans: dict[tuple[int | None, int | None, str], Term] = {}
        self._objects: list[Term] = []
        self.has_mergers = False

    def fact(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the default graph."""
        self._objects.append(object)
        self.about(subject).append(statement(predicate, object))

    def said(self, subject: Term, predicate: Term, object: Term) -> None:
        """Say something in the article's graph."""
        self._objects.append(object)
        self.about(subject).append(statement(predicate, object, self._end))

    def nodes(self) -> Iterator[Term]:
        """Whatever something is said of, and whatever is said of it but labels and spans; some of it repeatedly."""
        return chain(self.subjects(), self._objects)

    def label(self, text: str) -> Term:
        """A name or title in the article's language, without white space at its ends."""
        return literal(text.strip() or text, language=self.setting.language)

    def named(self, node: Term, kind: Term, name: str, aliases: Iterable[str] = ()) -> None:
        """The class, the label and the other labels of a node."""
        label = self.label(name)
        about = self.about(node)
        about.append(statement(RDF.type, kind))
        about.append(statement(RDFS.label, label))
        about.extend(statement(SKOS.altLabel, other) for other in map(self.label, aliases) if other != label)

    def supported(self, node: Term, spans: Iterable[Span], keys: frozenset[str] = frozenset()) -> None:
        """The spans that support a node; one that is just one of its names, by their `keys`, is a mention of it."""
        evidence = self.about(node)
        for told in spans:
            there = self.span(told)
            evidence.append(statement(FA.hasEvidence, there, self._end))
            if keys and norm(told.quote) in keys:
                self.about(there).extend((self._a_mention, statement(FA.mentionOf, node, self._end)))

    def span(self, told: Span) -> Term:
        """The node of a span, of which is said once what it quotes and where it stands."""
        key = (told.start, told.end, told.quote)
        known = self._spans.get(key)
        if known is not None:
            return known
        node = self._spans[key] = span(self.setting, told)
        end = self._end
        about = self.about(node)
        about += (self._a_span, self._of_article, statement(FA.exact, literal(told.quote), end))
        if told.start is None or told.end is None:
            about.append(f"{_UNVERIFIED}{end}")
        else:
            about.append(statement(FA.start, integer(told.start), end))
            about.append(statement(FA.end, integer(told.end), end))
        return node


def keys(names: Iterable[str]) -> frozenset[str]:
    """What names are compared by."""
    return frozenset(map(norm, names))
