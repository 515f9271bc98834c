"""Content negotiation: which media type a client gets (RFC 9110, section 12.5.1), and those of RDF and of results."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

RESULTS: Mapping[str, str] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
}
"""The media types of results of SELECT and ASK, the preferred one first, with the formats of `kg.store.replies`."""

GRAPHS: Mapping[str, str] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
}
"""The media types of graphs, the preferred one first, with the formats of `kg.store.replies`."""


class _Range(NamedTuple):
    type: str
    subtype: str
    quality: float

    def rank(self, media_type: str) -> int:
        """How exactly it names a media type: 0 not at all, 1 as `*/*`, 2 as `text/*`, 3 by its name."""
        type, _, subtype = media_type.partition("/")
        if self.type == "*":
            return 1
        return 0 if self.type != type else {subtype: 3, "*": 2}.get(self.subtype, 0)


def choose(accept: str | None, offered: Iterable[str]) -> str | None:
    """The media type of those offered that a client likes best; the first of equals; None where it takes none.

    >>> choose("text/html;q=0.5, text/turtle", ["text/html", "text/turtle"])
    'text/turtle'
    >>> choose("text/*, text/csv;q=0", ["text/csv", "text/turtle"])
    'text/turtle'
    """
    ranges = [_range(part) for part in (accept or "*/*").split(",") if part.strip()] or [_Range("*", "*", 1)]
    best, liking = None, 0.0
    for media_type in offered:
        rank, quality = max((each.rank(media_type), each.quality) for each in ranges)
        if rank and quality > liking:
            best, liking = media_type, quality
    return best


def _range(text: str) -> _Range:
    name, *parameters = (part.strip() for part in text.lower().split(";"))
    type, _, subtype = name.partition("/")
    quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
    try:
        return _Range(type, subtype or "*", min(1.0, max(0.0, float(quality))))
    except ValueError:
        return _Range(type, subtype or "*", 0)
