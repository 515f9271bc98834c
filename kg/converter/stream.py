"""Articles one by one, for sets of them that are larger than memory: facts in, N-Quads out."""

from collections.abc import Iterable
from typing import NamedTuple

from kg.converter.context import Context
from kg.converter.conversion import state
from kg.converter.mergers import Merger, mergers
from kg.facts import ArticleFacts
from kg.ontology import Ontology
from kg.registry import Registry
from kg.terms import Mint, Quad, in_order


class Converted(NamedTuple):
    """What one article says, in N-Quads: each line once, in the order of `in_order`; and which of its facts are one."""

    content: bytes
    mergers: tuple[Merger, ...]


class Stream:
    """Converts articles one by one, and says at the end what all of them need of the registry and the vocabularies.

    Keeps nothing of an article but which registered organizations, concepts and places occur in it. The lines of all
    articles and those of the end are the graph that `convert` and `context` give, as a set: what several articles
    say – the name of an award, that a company is one – stands in the lines of each.
    """

    def __init__(self, registry: Registry, ontology: Ontology, mint: Mint | None = None) -> None:
        self._registry, self._ontology, self._mint = registry, ontology, mint or Mint()
        self._context = Context(registry, ontology, self._mint)

    def convert(self, facts: ArticleFacts) -> Converted:
        """One article. Raises `FactsError` where a span does not match the text that the document holds."""
        sheet = state(facts, registry=self._registry, ontology=self._ontology, mint=self._mint)
        self._context.note(sheet.nodes())
        met = sheet.has_mergers and mergers(facts, registry=self._registry, ontology=self._ontology, mint=self._mint)
        return Converted(sheet.content(), tuple(met or ()))

    def add(self, quads: Iterable[Quad]) -> bytes:
        """Quads that no article says by itself, in N-Quads, in order."""
        added = in_order(quads)
        self._context.note(term for quad in added for term in (quad.subject, quad.object))
        return "".join(map(Quad.line, added)).encode()

    def context(self) -> bytes:
        """The registry and vocabulary graphs of all articles so far, in N-Quads, in order."""
        return "".join(sorted(map(Quad.line, self._context.quads()))).encode()
