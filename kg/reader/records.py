"""A line of a JSON Lines file: one JSON object, whose fields are an article's text and what is known of it.

Which field is what is guessed by its usual names, whatever their case, or said: `{"text": "content"}`. A field inside
another is named with a dot (`article.body`).
"""

import json
from collections.abc import Mapping
from typing import NamedTuple

from kg.errors import InputError
from kg.facts import ArticleFacts
from kg.reader.encoding import decode
from kg.reader.fields import NAMES, first, metadata
from kg.reader.frontmatter import Value, whole
from kg.reader.metadata import Metadata

_BODIES = {
    "html": ("html", "content_html", "body_html", "raw_html"),
    "text": ("text", "content", "body", "maintext", "fulltext", "full_text", "正文", "内容"),
}
NAMES_OF_RECORDS: Mapping[str, tuple[str, ...]] = {**NAMES, **_BODIES}
"""What fields can tell, and the names by which it is guessed."""


class Record(NamedTuple):
    """What a line tells: the text or HTML of an article, and metadata."""

    body: str
    is_html: bool
    facts: Metadata
    encoding: str


def read_record(raw: bytes, *, where: str, fields: Mapping[str, str] | None = None) -> Record:
    """Read a line; `fields` says under which name each thing stands. Raises `InputError` where it gives no article."""
    text, encoding, decoding = decode(raw, where=where)
    record = _loaded(text, where)
    names = {**NAMES_OF_RECORDS, **{what: (name.lower(),) for what, name in (fields or {}).items()}}
    values = _values(record, tuple((fields or {}).values()))
    html, plain = (first(values, names[kind], joint="\n") for kind in ("html", "text"))
    if not html and not plain:
        raise _without_text(record, where)
    facts = metadata(values, names, where="the line")
    return Record(html or plain, bool(html), facts._replace(warnings=(*decoding, *facts.warnings)), encoding)


def _loaded(text: str, where: str) -> dict[str, object]:
    try:
        record = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(where, f"it is not JSON ({error.msg} at character {error.pos})", "mend the line") from None
    except (ValueError, RecursionError):
        raise InputError(where, "it is not JSON that can be read", "mend the line") from None
    if not isinstance(record, dict):
        raise InputError(where, "it is no JSON object", "give each article as {…} on a line of its own")
    return record


def _values(record: Mapping[str, object], inner: tuple[str, ...]) -> dict[str, Value]:
    """The fields that are texts, numbers or lists of texts, by their names in lower case."""
    found = {**{name: _inside(record, name) for name in inner if "." in name}, **record}
    return {name.lower(): value for name, said in found.items() if (value := _value(said)) is not None}


def _inside(record: object, name: str) -> object:
    for part in name.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def _value(said: object) -> Value | None:
    if isinstance(said, str):
        return whole(said)
    if isinstance(said, list):
        return tuple(whole(item) for item in said if isinstance(item, str))
    return None if said is None or isinstance(said, bool | dict) else str(said)


def _without_text(record: Mapping[str, object], where: str) -> InputError:
    if record.keys() <= ArticleFacts.model_fields.keys():
        return InputError(where, "this is a facts document and no article", "facts documents go to `kg convert`")
    named = ", ".join(list(record)[:8]) or "none"
    return InputError(where, f"no field of it holds a text (it has: {named})", "say which does: --map text=FIELD")
