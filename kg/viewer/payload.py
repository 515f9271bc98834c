"""What the page knows: the property graph as columns of short arrays, every text once.

A property graph and the articles at hand come in, a value for `json.dumps` goes out. Nodes, facts, passages and
articles are named by their position. Offsets are UTF-16 code units into a passage, as the browser counts.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kg.article import Article
from kg.graph import Evidence, Property
from kg.page import visible
from kg.viewer.legend import Words, renamed
from kg.viewer.passages import Sentences
from kg.viewer.pinyin import spell

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_UNSPELLED = frozenset({"Figure"})


def payload(
    graph: "MultiDiGraph[str]",
    articles: Mapping[str, Article],
    labels: Mapping[str, Words],
    *,
    with_text: bool = False,
) -> dict[str, object]:
    """Everything that the page shows, ready for JSON; the same input gives the same value."""
    nodes = sorted(graph.nodes.items())
    texts = _Texts(nodes, articles, with_text=with_text)
    classes, relations, properties = renamed(labels)
    base = _common_base([iri for iri, _ in nodes])
    positions = {iri: n for n, (iri, _) in enumerate(nodes)}
    facts = _Facts(graph, positions, {r.name: n for n, r in enumerate(relations)}, base, texts)
    types = {c.name: n for n, c in enumerate(classes)}
    columns = [_node(iri.removeprefix(base), types.get(said["type"], 0), said, texts) for iri, said in nodes]
    return {
        "base": base,
        "classes": [[c.name, *c.words, c.colour, c.shape, c.size, int(c.is_shown)] for c in classes],
        "relations": [[r.name, *r.words, *r.from_source, *r.from_target] for r in relations],
        "properties": [[name, *words] for name, words in properties.items()],
        "nodes": columns,
        "edges": facts.edges,
        "facts": facts.facts,
        "evidence": texts.evidence,
        "passages": texts.passages,
        "articles": texts.articles,
    }


def _common_base(iris: Sequence[str]) -> str:
    first, last = (min(iris), max(iris)) if iris else ("", "")
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return first[: first.rfind("/", 0, length) + 1]


def _node(name: str, type_: int, said: Mapping[str, Any], texts: "_Texts") -> list[object]:
    """One row: id, class, label, English label, aliases, spelled names, properties, evidence."""
    label = _shown_label(said["label"], name)
    english, aliases = visible(said["english"]), [visible(alias) for alias in said["aliases"]]
    names = [] if said["type"] in _UNSPELLED else list(dict.fromkeys(map(spell, (label, *aliases))))
    properties = [list(map(visible, p)) for p in said["properties"] if isinstance(p, Property)]
    return [name, type_, label, english, aliases, [n for n in names if n], properties, texts.rows(said["evidence"])]


def _shown_label(label: str, name: str) -> str:
    shown = visible(label).strip()
    return shown if any(unicodedata.category(c)[0] not in "CZ" for c in shown) else f"（{visible(name)}）"


class _Facts:
    """The edges, and the facts that they draw: a receipt is one fact with two edges."""

    def __init__(
        self,
        graph: "MultiDiGraph[str]",
        positions: Mapping[str, int],
        relations: Mapping[str, int],
        base: str,
        texts: "_Texts",
    ) -> None:
        self.edges: list[list[int]] = []
        self.facts: list[list[object]] = []
        known: dict[tuple[str, ...], int] = {}
        for source, target, said in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["relation"])):
            relation, iri = said["relation"], said["iri"]
            key = (iri,) if iri else (source, target, relation)
            if key not in known:
                known[key] = len(self.facts)
                self.facts.append(self._fact(iri.removeprefix(base), said, positions, texts))
            self.edges.append([positions[source], positions[target], relations[relation], known[key]])

    @staticmethod
    def _fact(name: str, said: Mapping[str, Any], positions: Mapping[str, int], texts: "_Texts") -> list[object]:
        """One row: id, year, rank, edition, day, basis, role, evidence."""
        details = [visible(said.get(key, "")) for key in ("year", "rank", "awarded_on", "basis", "role")]
        year, rank, day, basis, role = details
        edition = positions.get(said.get("edition", ""), -1)
        return [name, year, rank, edition, day, basis, role, texts.rows(said["evidence"])]


class _Texts:
    """Articles, passages and evidence, each once."""

    def __init__(
        self, nodes: Iterable[tuple[str, Mapping[str, Any]]], articles: Mapping[str, Article], *, with_text: bool
    ) -> None:
        self.evidence: list[list[int]] = []
        self.passages: list[list[object]] = []
        self.articles: list[list[object]] = []
        self._known: dict[Evidence, int] = {}
        self._passages: dict[tuple[int, str, int], int] = {}
        self._numbers: dict[str, int] = {}
        self._sentences: dict[str, Sentences] = {}
        for position, (iri, said) in enumerate(nodes):
            if said["type"] == "Article":
                self._add_article(iri, position, articles.get(_identifier(said)), with_text=with_text)

    def _add_article(self, iri: str, position: int, article: Article | None, *, with_text: bool) -> None:
        """One row: the node, the publisher's name, and the whole text or nothing."""
        self._numbers[iri] = len(self.articles)
        publisher = visible(article.publisher or "") if article else ""
        self.articles.append([position, publisher, visible(article.text) if article and with_text else ""])
        if article:
            self._sentences[iri] = Sentences(article.text)

    def rows(self, evidence: Iterable[Evidence]) -> list[int]:
        """The positions of the evidence, each made once."""
        return [self._row(each) for each in evidence]

    def _row(self, evidence: Evidence) -> int:
        if evidence not in self._known:
            self._known[evidence] = len(self.evidence)
            self.evidence.append(self._place(evidence))
        return self._known[evidence]

    def _place(self, evidence: Evidence) -> list[int]:
        """One row: the passage, start and end of the quote in it, and whether it was found in the text."""
        sentences = self._sentences.get(evidence.article)
        start, end = evidence.start, evidence.end
        if sentences is None or start is None or end is None or sentences.text[start:end] != evidence.quote:
            passage = self._passage(evidence.article, evidence.quote, -1)
            return [passage, 0, _units(evidence.quote), int(start is not None and sentences is None)]
        first, last = sentences.around(start, end)
        passage = self._passage(evidence.article, sentences.text[first:last], _units(sentences.text[:first]))
        before = _units(sentences.text[first:start])
        return [passage, before, before + _units(evidence.quote), 1]

    def _passage(self, article: str, text: str, start: int) -> int:
        """One row: the article (or -1), the text, and where it begins in the article (or -1)."""
        key = (self._numbers.get(article, -1), text, start)
        if key not in self._passages:
            self._passages[key] = len(self.passages)
            self.passages.append([key[0], visible(text), start])
        return self._passages[key]


def _identifier(said: Mapping[str, Any]) -> str:
    return next((p.value for p in said["properties"] if p.name == "identifier"), "")


def _units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) + sum(c > "\uffff" for c in text)
