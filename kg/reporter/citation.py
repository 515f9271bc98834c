"""The sentences that a quote stands in, so that each number can show what the articles say."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.article import Article
from kg.errors import one_line
from kg.graph import Evidence
from kg.page import visible
from kg.reporter.tables import Passage, Quotation, Source
from kg.sentences import sentences

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_REACH = 240
"""At most so many characters of a sentence are shown on each side of a quote."""


class Citations:
    """The sources of a graph, by number, and their sentences around quotes."""

    def __init__(self, graph: "MultiDiGraph[str]", articles: Mapping[str, Article]) -> None:
        publishers = _publishers(graph)
        found = []
        for iri, said in graph.nodes.items():
            if said["type"] == "Article":
                told = {p.name: p.value for p in said["properties"]}
                article = articles.get(told.get("identifier", ""))
                publisher = (article and article.publisher) or publishers.get(iri, "")
                day = told.get("issued", "")[:10]
                found.append((day, plain(said["label"]), plain(publisher), _address(told.get("url", "")), iri, article))
        found.sort(key=lambda each: each[:5])
        self.sources = tuple(Source(n, title, who, day, url) for n, (day, title, who, url, *_) in enumerate(found, 1))
        self._numbers = {iri: n for n, (*_, iri, _) in enumerate(found, 1)}
        self._by_id = {
            p.value: self._numbers[iri]
            for *_, iri, _ in found
            for p in graph.nodes[iri]["properties"]
            if p.name == "identifier"
        }
        self._texts = {iri: _Text(article.text) for *_, iri, article in found if article}

    def quotations(self, evidence: Iterable[Evidence]) -> tuple[Quotation, ...]:
        """What each article says, in the order of the sources; passages that overlap are one."""
        by_article: dict[str, list[Evidence]] = {}
        for each in evidence:
            by_article.setdefault(each.article, []).append(each)
        made = (self._quotation(iri, quotes) for iri, quotes in sorted(by_article.items()))
        return tuple(sorted(made, key=lambda quotation: quotation.source or len(self.sources) + 1))

    def source_of(self, article: str) -> int:
        """The number of the source with this IRI; 0 where there is none."""
        return self._numbers.get(article, 0)

    def source_with(self, identifier: str) -> int:
        """The number of the source whose article has this id; 0 where there is none."""
        return self._by_id.get(identifier, 0)

    def _quotation(self, iri: str, quotes: list[Evidence]) -> Quotation:
        text = self._texts.get(iri)
        places = [(e.start, e.end) for e in quotes if e.start is not None and e.end is not None]
        if text and len(places) == len(quotes) and all(text.has(e) for e in quotes):
            return Quotation(self.source_of(iri), tuple(text.passages(places)), is_checked=True)
        alone = sorted({visible(e.quote) for e in quotes})
        return Quotation(self.source_of(iri), tuple(Passage(q, ((0, len(q)),)) for q in alone), is_checked=False)


class _Text:
    def __init__(self, text: str) -> None:
        self._text = text
        found = list(sentences(text))
        self._starts, self._ends = [start for start, _ in found], [end for _, end in found]

    def has(self, evidence: Evidence) -> bool:
        start, end = evidence.start, evidence.end
        return start is not None and end is not None and self._text[start:end] == evidence.quote and start < end

    def passages(self, places: list[tuple[int, int]]) -> Iterable[Passage]:
        """The sentences around the places, each place marked."""
        runs: list[tuple[int, int, list[tuple[int, int]]]] = []
        for start, end in sorted(places):
            first, last = self._around(start, end)
            if runs and first <= runs[-1][1]:
                runs[-1] = (runs[-1][0], max(runs[-1][1], last), [*runs[-1][2], (start, end)])
            else:
                runs.append((first, last, [(start, end)]))
        return (self._passage(first, last, marks) for first, last, marks in runs)

    def _around(self, start: int, end: int) -> tuple[int, int]:
        before, after = bisect_right(self._starts, start) - 1, bisect_left(self._ends, end)
        first = min(start, self._starts[before]) if before >= 0 else start
        last = max(end, self._ends[after]) if after < len(self._ends) else end
        return max(first, start - _REACH), min(last, end + _REACH)

    def _passage(self, first: int, last: int, marks: list[tuple[int, int]]) -> Passage:
        lead = "" if first in self._starts or first == 0 else "…"
        tail = "" if last in self._ends or last == len(self._text) else "…"
        shift = len(lead) - first
        return Passage(f"{lead}{visible(self._text[first:last])}{tail}", _united(marks, shift))


def _united(marks: list[tuple[int, int]], shift: int) -> tuple[tuple[int, int], ...]:
    """Marks in order, those that overlap as one."""
    united: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if united and start + shift <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end + shift))
        else:
            united.append((start + shift, end + shift))
    return tuple(united)


def plain(text: str) -> str:
    """A name as one visible line."""
    return one_line(visible(text))


def _publishers(graph: "MultiDiGraph[str]") -> dict[str, str]:
    edges = ((s, graph.nodes[t]["label"]) for s, t, said in graph.edges(data=True) if said["relation"] == "publishedBy")
    return dict(sorted(edges, reverse=True))


def _address(text: str) -> str:
    """A web address, or nothing: no other scheme becomes a link."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc and text.isascii() and text.isprintable() else ""
