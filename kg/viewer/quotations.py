"""The quotes that prove a graph, among the sentences around them: articles, passages and evidence, each once."""

from collections.abc import Iterable, Mapping
from typing import Any

from kg.article import Article
from kg.graph import Evidence
from kg.page import visible
from kg.viewer.passages import Sentences

_UNCHECKED = 2


class Quotations:
    """Three tables that grow with each quote asked for.

    `articles` has the position of the node, the publisher's name, and the whole text or nothing; `passages` the
    article (or -1), the text, and where it begins in the article (or -1); `evidence` the passage, start and end of
    the quote in it in UTF-16 code units, and whether it was found in the text (1), was not (0), or nobody looked,
    because there is no text at hand (2).
    """

    def __init__(
        self, nodes: Iterable[tuple[str, Mapping[str, Any]]], articles: Mapping[str, Article], *, with_text: bool
    ) -> None:
        self.evidence: dict[str, list[int]] = {"passage": [], "start": [], "end": [], "verified": []}
        self.passages: dict[str, list[Any]] = {"article": [], "text": [], "start": []}
        self.articles: dict[str, list[Any]] = {"node": [], "publisher": [], "text": []}
        self._known: dict[Evidence, int] = {}
        self._passages: dict[tuple[int, str, int], int] = {}
        self._numbers: dict[str, int] = {}
        self._sentences: dict[str, Sentences] = {}
        for position, (iri, said) in enumerate(nodes):
            if said["type"] == "Article":
                self._add_article(iri, position, articles.get(identifier(said)), with_text=with_text)

    def _add_article(self, iri: str, position: int, article: Article | None, *, with_text: bool) -> None:
        self._numbers[iri] = len(self._numbers)
        publisher = visible(article.publisher or "") if article else ""
        append(self.articles, position, publisher, visible(article.text) if article and with_text else "")
        if article:
            self._sentences[iri] = Sentences(article.text)

    def rows(self, evidence: Iterable[Evidence]) -> list[int]:
        """The positions of the evidence, each made once."""
        return [self._row(each) for each in evidence]

    def _row(self, evidence: Evidence) -> int:
        if evidence not in self._known:
            self._known[evidence] = len(self._known)
            append(self.evidence, *self._place(evidence))
        return self._known[evidence]

    def _place(self, evidence: Evidence) -> tuple[int, int, int, int]:
        sentences = self._sentences.get(evidence.article)
        start, end = evidence.start, evidence.end
        if sentences is None or start is None or end is None or sentences.text[start:end] != evidence.quote:
            passage = self._passage(evidence.article, evidence.quote, -1)
            return passage, 0, _units(evidence.quote), _UNCHECKED if start is not None and sentences is None else 0
        first, last = sentences.around(start, end)
        passage = self._passage(evidence.article, sentences.text[first:last], _units(sentences.text[:first]))
        before = _units(sentences.text[first:start])
        return passage, before, before + _units(evidence.quote), 1

    def _passage(self, article: str, text: str, start: int) -> int:
        key = (self._numbers.get(article, -1), text, start)
        if key not in self._passages:
            self._passages[key] = len(self._passages)
            append(self.passages, key[0], visible(text), start)
        return self._passages[key]


def append(columns: Mapping[str, list[Any]], *row: object) -> None:
    """Add a row to a table of columns."""
    for column, cell in zip(columns.values(), row, strict=True):
        column.append(cell)


def identifier(said: Mapping[str, Any]) -> str:
    """The id of an article, of what its node carries."""
    return next((p.value for p in said["properties"] if p.name == "identifier"), "")


def _units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
