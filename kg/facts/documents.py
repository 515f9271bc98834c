"""Facts documents as JSON: `*.facts.json` (one), `*.jsonl` and `*.ndjson` (one a line), and their JSON Schema."""

import json
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from pydantic import ValidationError

from kg.article import Article as ReadArticle
from kg.errors import FactsError
from kg.facts.models import Article, ArticleFacts
from kg.folder import is_folder, refuse_broken, restored


def describe(article: ReadArticle, *, with_text: bool = False) -> Article:
    """What a facts document says of an article that was read."""
    return Article(
        id=article.id,
        title=article.title,
        url=article.url,
        publisher=article.publisher,
        published=article.published,
        language=article.language,
        text_sha256=article.text_sha256,
        source_path=article.source,
        text=article.text if with_text else None,
    )


_JSON = json.JSONDecoder(parse_float=Decimal)


def parse(text: str | bytes, *, where: str) -> ArticleFacts:
    """Read one facts document from JSON. Raises `FactsError` with the path inside it and the value."""
    try:
        if isinstance(text, bytes):
            text = text.decode(json.detect_encoding(text), "surrogatepass")  # as `json.loads` does
        return ArticleFacts.model_validate(_JSON.decode(text))
    except (ValueError, RecursionError) as error:
        if not isinstance(error, ValidationError):
            said = str(error)
            if isinstance(error, json.JSONDecodeError) and "\n" not in error.doc.strip():
                said = f"{error.msg} at character {error.pos}"
            raise FactsError(where, f"Invalid JSON: {said}", "mend it; `kg schema` prints the contract") from None
        what, remedy = first_fault(error)
        raise FactsError(where, what, f"{remedy}; `kg schema` prints the contract") from None


def first_fault(error: ValidationError) -> tuple[str, str]:
    """What is wrong with a document of any model, by the path inside it, and what to do about it."""
    faults = error.errors(include_url=False)
    fault = faults[0]
    path = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in fault["loc"]).lstrip(".")
    said = fault["msg"].removeprefix("Value error, ")
    shown = "" if fault["type"] in ("missing", "value_error", "json_invalid") else f" (it is {_shown(fault['input'])})"
    more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
    remedy = {"extra_forbidden": "remove the key or mend its spelling", "missing": "add it"}.get(
        fault["type"], "mend it"
    )
    return f"{path}: {said}{shown}{more}" if path else f"{said}{more}", remedy


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


_LINES = (".jsonl", ".ndjson")
_NAMES = (".facts.json", *_LINES)


def files(source: Path) -> list[Path]:
    """The files of facts documents at a path: the file itself, or those of a folder, in order.

    Raises `FactsError` where a folder holds none, `InputError` where it is a build's whose manifest cannot be read.
    """
    if not is_folder(refuse_broken(restored(source))):
        return [source]
    found = sorted(p for p in source.rglob("*") if p.name.endswith(_NAMES))
    if not found:
        raise FactsError(source, "the folder holds no facts documents", "name one with *.facts.json or *.jsonl files")
    return found


def load(path: Path) -> Iterator[ArticleFacts | FactsError]:
    """Read the facts documents of a `.json` file (one), or of any other (one a line, one at a time).

    `-` is standard input. What is neither named `.json` nor a file of lines may be one document over several lines,
    the first of which is `{` alone. A document that breaks the contract comes as the error, with what was read, so that
    the rest can still be used. Raises `FactsError` where the file itself cannot be read.
    """
    try:
        with nullcontext(sys.stdin.buffer) if str(path) == "-" else path.open("rb") as file:
            for where, raw in _raw(path, file):
                try:
                    yield parse(raw, where=where)
                except FactsError as error:
                    yield FactsError(error.where, error.what, error.remedy, raw=raw)
    except OSError as error:
        raise FactsError(path, error.strerror or "cannot be read", "name an existing facts file") from None


def _raw(path: Path, file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """What is written of each document, with its place."""
    is_one, is_empty = path.suffix == ".json", True
    parts = iter([file.read()]) if is_one else file
    lines = (line for part in parts for line in (part.splitlines() if b"\r" in part and not is_one else (part,)))
    for number, line in enumerate(lines, start=1):
        raw = line.removeprefix(_BOM) if number == 1 else line
        if not raw.strip():
            continue
        if is_empty and path.suffix not in _LINES and raw.strip() == b"{":
            is_one, raw = True, b"\n".join((raw, *lines))
        is_empty = False
        yield (str(path) if is_one else f"{path}:{number}"), raw
    if is_empty and path.suffix not in _LINES:
        raise FactsError(path, "the file is empty", "write a facts document into it or leave it out")


_BOM = b"\xef\xbb\xbf"


def dump(facts: ArticleFacts, *, indent: int | None = 1) -> str:
    """Write a facts document as JSON: keys in the order of the contract, empty ones left out, Han as it is."""
    data = facts.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    separators = None if indent else (",", ":")
    return json.dumps(_without_empty(data), ensure_ascii=False, indent=indent, separators=separators) + "\n"


def _without_empty(data: object) -> object:
    if isinstance(data, dict):
        return {k: _without_empty(v) for k, v in data.items() if v != []}
    return [_without_empty(item) for item in data] if isinstance(data, list) else data


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a facts document."""
    made = ArticleFacts.model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/finaward/schema/facts.json",
        **made,
    }
