"""Quotes among the sentences around them, as the HTML view shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kg.article import Article
from kg.explorer.index import Answer, Index
from kg.graph import Evidence, Property
from kg.page import visible
from kg.viewer.quotations import Quotations

_SOME = 500
_UNCHECKED = 2


def quotes(index: Index, answer: Answer, numbers: Sequence[int]) -> list[dict[str, object]]:
    """[{ text, start, end, verified, isUnchecked, at, article }]: passages, with the quotes in UTF-16 units."""
    rows = {row[0]: row for row in _rows(index, numbers)}
    found = [rows[q] for q in numbers]
    articles = {a: article(index, answer, a) for a in dict.fromkeys(a for _, a, *_ in found) if a >= 0}
    texts = {str(a): text for a in articles if (text := text_of(index, a)) is not None}
    nodes = [(str(a), {"type": "Article", "properties": (Property("identifier", str(a)),)}) for a in articles]
    quotations = Quotations(nodes, texts, with_text=False)
    places = [quotations.rows([Evidence(str(a), start, end, text)])[0] for _, a, start, end, text in found]
    return [_shown(quotations, place, articles.get(row[1])) for place, row in zip(places, found, strict=True)]


def _shown(quotations: Quotations, place: int, article: Mapping[str, object] | None) -> dict[str, object]:
    evidence, passages = quotations.evidence, quotations.passages
    passage, verified = evidence["passage"][place], evidence["verified"][place]
    return {
        "text": passages["text"][passage],
        "start": evidence["start"][place],
        "end": evidence["end"][place],
        "verified": verified == 1,
        "isUnchecked": verified == _UNCHECKED,
        "at": passages["start"][passage],
        "article": article,
    }


def _rows(index: Index, numbers: Iterable[int]) -> Iterable[Any]:
    wanted = sorted(set(numbers))
    for n in range(0, len(wanted), _SOME):
        some = ", ".join(map(str, wanted[n : n + _SOME]))
        yield from index.rows.execute(f"SELECT q, article, start, end, text FROM quote WHERE q IN ({some})")


def article(index: Index, answer: Answer, a: int) -> dict[str, object]:
    """{ node, publisher, issued, url } of an article; the page makes an address of what is a web address."""
    i, issued = index.rows.execute("SELECT i, issued FROM article WHERE a = ?", (a,)).fetchone()
    text = text_of(index, a)
    named = visible(text.publisher or "") if text else ""
    if not named:
        publishers = index.ends(i, "publishedBy", is_out=True)
        named = index.one("SELECT label FROM node WHERE i = ?", publishers[0]) if publishers else ""
    return {"node": answer.node(i), "publisher": named, "issued": issued, "url": index.said_of(i, "url")}


def text_of(index: Index, a: int) -> Article | None:
    """The text of an article, where it is at hand."""
    identifier, file = index.rows.execute("SELECT identifier, file FROM article WHERE a = ?", (a,)).fetchone()
    return index.texts.read(identifier, file)
