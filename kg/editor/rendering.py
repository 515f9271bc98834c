"""The query page, put together."""

import re
from collections.abc import Iterable

from kg.ontology import NamedQuery
from kg.page import compose
from kg.terms import BASE, PREFIXES

_SCRIPTS = ("words", "tokens", "editor", "answer", "table", "chart", "picture", "main")


def edit(queries: Iterable[NamedQuery], *, endpoint: str, resources: str, base: str = BASE) -> str:
    """Make the whole page, to be written as UTF-8.

    `endpoint` is the address of the SPARQL endpoint as seen from the page, and `resources` what stands on this server
    in the place of `base`, the beginning of the IRIs that the graph minted.
    """
    examples = [
        {"name": q.name, "zh": q.question_zh, "en": q.question_en, "text": q.text, "first": _first(q)} for q in queries
    ]
    data = {"endpoint": endpoint, "resources": resources, "base": base, "prefixes": PREFIXES, "examples": examples}
    return compose(
        "kg.editor", title="SPARQL", styles=("page",), scripts=_SCRIPTS, data=data, is_packed=False, asks_server=True
    )


def _first(query: NamedQuery) -> str:
    """The value of the first parameter as it stands in the text: what one changes first; empty where there is none."""
    found = re.search(r"VALUES \?\w+ \{ (.+?) \}", query.text) if query.parameters else None
    return found[1] if found else ""
