"""Where an article is converted: what is known outside of it, its graph, its language."""

import re
from functools import lru_cache
from typing import NamedTuple, Self

from kg.article import sha256
from kg.facts import Article
from kg.ontology import Ontology
from kg.registry import Registry
from kg.terms import Mint, Term, iri, literal, value

_PLAIN = "zh-hans"
_TRADITIONAL = frozenset(["hant", "tw", "hk", "mo"])
_TAG = re.compile(r"[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|[0-9]{3}))?")


class Setting(NamedTuple):
    """What every part of an article's conversion needs: the article's IRI, graph, digest and language among it.

    `published` is the time of publication as the document has it.
    """

    registry: Registry
    ontology: Ontology
    mint: Mint
    article: Term
    graph: Term
    digest: str
    language: str
    published: str = ""

    @classmethod
    def of(cls, article: Article, registry: Registry, ontology: Ontology, mint: Mint) -> Self:
        """The setting of an article; its digest is empty where neither digest nor text is known."""
        digest = article.text_sha256 or (sha256(article.text) if article.text is not None else "")
        return cls(
            registry,
            ontology,
            mint,
            mint.known("article", article.id),
            mint.graph("article", article.id),
            digest,
            language(article.language),
            (article.published or "").strip(),
        )


@lru_cache(maxsize=1 << 10)
def language(tag: str | None) -> str:
    """The tag for an article's names: Chinese by its script, English as `en`, so that queries find them.

    >>> language("zh-CN"), language("zh-HK"), language("en-US"), language(None), language("?")
    ('zh-hans', 'zh-hant', 'en', 'zh-hans', 'zh-hans')
    """
    folded = (tag or "").strip().replace("_", "-").lower()
    main, *parts = folded.split("-")
    if main == "zh" and _TRADITIONAL.intersection(parts):
        return "zh-hant"
    if main in ("zh", "en"):
        return _PLAIN if main == "zh" else "en"
    return folded if _TAG.fullmatch(folded) else _PLAIN


_CHARACTER = r"(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})"
_LINK = re.compile(
    rf"https?://[\w.-]+(:[0-9]{{1,5}})?(/{_CHARACTER}*)?(\?({_CHARACTER}|\?)*)?(#({_CHARACTER}|\?)*)?", re.IGNORECASE
)


def link(text: str) -> Term:
    """A web address as an IRI; whatever is none, or not http(s), as a string.

    >>> link("https://example.org/图 1.png"), link("javascript:alert(1)")
    ('<https://example.org/图%201.png>', '"javascript:alert(1)"')
    """
    encoded = iri(text.strip())
    return encoded if _LINK.fullmatch(value(encoded)) else literal(text)
