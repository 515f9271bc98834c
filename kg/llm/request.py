"""What a model is asked: a fixed prompt, and the article between two marker lines.

The same article, prompt, model and settings make the same request; its digest is the key under which the reply is kept.
"""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import JsonValue

from kg.article import Article, BlockKind, sha256
from kg.llm.model import Model
from kg.llm.schema import reply_schema
from kg.ontology import Ontology


class Request(NamedTuple):
    """A request: two messages, and what goes with them into the body; `version` is that of prompt and schema."""

    system: str
    user: str
    body: dict[str, JsonValue]
    version: str
    digest: str


def compose(article: Article, model: Model, ontology: Ontology) -> Request:
    """The request for the facts of an article."""
    schema = reply_schema(ontology)
    form: JsonValue = {"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": schema}}
    wanted: dict[str, JsonValue] = {"response_format": form, "stream_options": {"include_usage": True}}
    body: dict[str, JsonValue] = {key: value for key, value in (wanted | model.settings).items() if value is not None}
    written = json.dumps(schema, ensure_ascii=False, separators=(",", ":"))
    system = prompt() if "response_format" not in model.settings else f"{prompt()}\nThe JSON Schema:\n{written}\n"
    user = _fenced(article)
    whole = (model.base_url, model.name, system, user, body)
    digest = sha256(json.dumps(whole, ensure_ascii=True, sort_keys=True))
    return Request(system, user, body, sha256(f"{prompt()}\n{written}")[:12], digest)


@cache
def prompt() -> str:
    """The system prompt, the same for every article."""
    return Path(__file__).with_name("prompt.md").read_text("utf-8")


def _fenced(article: Article) -> str:
    """The article between marker lines that no article can contain: they carry the digest of its text."""
    mark = article.text_sha256[:16]
    return f"<article {mark}>\n{_laid_out(article)}\n</article {mark}>"


def _laid_out(article: Article) -> str:
    """The text with the cells of a row on one line; only white space differs, which quotes are found across."""
    pieces, at, row = [], 0, None
    for block in article.blocks:
        here = (block.table, block.rows[0]) if block.kind is BlockKind.CELL and block.rows else None
        between = article.text[at : block.start]
        pieces += ["\t" if here is not None and here == row and not between.strip() else between, article.quote(block)]
        at, row = block.end, here
    return "".join((*pieces, article.text[at:]))
