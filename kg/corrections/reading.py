"""Reads a corrections file: plain YAML, of which only mappings, lists and texts are taken.

A person may have got the file from anywhere, so that whatever grows or runs is refused: aliases, tags, more than one
document, nesting without end, keys that stand twice, and files of more than 8 MB. Every scalar is a text (`~` and
`null` are nothing), so that a key like `0123` stays what it is.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import ValidationError

from kg.corrections.models import Correction
from kg.errors import CorrectionsError
from kg.facts.documents import first_fault

_LARGEST = 8 * 1024 * 1024
_DEEPEST = 12
_LONGEST = 1_000_000
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Corrections(NamedTuple):
    """The corrections of a file: each with its line; the path as it was named, the SHA-256 and the bytes."""

    path: str
    sha256: str
    corrections: tuple[Correction, ...]
    lines: tuple[int, ...]
    raw: bytes = b""


def load(path: Path) -> Corrections:
    """Load a corrections file. Raises `CorrectionsError` with the line where it cannot be used as a whole."""
    try:
        size = path.stat().st_size
        raw = path.read_bytes() if size <= _LARGEST else b""
    except OSError as error:
        raise CorrectionsError(
            path, (error.strerror or "cannot be read").lower(), "name a file of corrections"
        ) from None
    if size > _LARGEST:
        raise CorrectionsError(path, "the file is larger than 8 MB", "split it by articles")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CorrectionsError(path, "the file is not UTF-8", "save it as UTF-8") from None
    pairs = tuple(parse(text, where=str(path)))
    digest = hashlib.sha256(raw).hexdigest()
    return Corrections(str(path), digest, tuple(each for _, each in pairs), tuple(line for line, _ in pairs), raw)


def parse(text: str, *, where: str) -> Iterator[tuple[int, Correction]]:
    """The corrections in a text, each with its line, counted from 1. Raises `CorrectionsError`."""
    try:
        node = _composed(text, where)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        said = getattr(error, "problem", None) or str(error)
        raise CorrectionsError(place, f"this is not YAML: {said}", "mend it") from None
    if node is None:
        return
    top = _mapping(node, where)
    strange = next((key for key in top if key != "corrections"), None)
    if strange is not None:
        raise CorrectionsError(
            where, f"{strange!r} is no key of a corrections file", "write everything under corrections:"
        )
    items = top.get("corrections")
    if items is None or _value(items, where) is None:
        return
    if not isinstance(items, yaml.SequenceNode):
        raise CorrectionsError(_line(items, where), "corrections is no list", "begin each correction with a dash")
    for item in items.value:
        yield item.start_mark.line + 1, _correction(item, where)


def _composed(text: str, where: str) -> yaml.Node | None:
    """The nodes of a text of one document, whose events were looked at before."""
    depth = 0
    for number, event in enumerate(yaml.parse(text, Loader=_PARSER)):
        place = f"{where}:{event.start_mark.line + 1}" if event.start_mark else where
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise CorrectionsError(place, "anchors and aliases (& and *) are not taken", "write out what is meant")
        if tag := getattr(event, "tag", None):
            raise CorrectionsError(place, f"tags are not taken ({tag})", "leave it out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if number > _LONGEST:
            raise CorrectionsError(place, "the file has more than a million parts", "split it by articles")
        if depth > _DEEPEST:
            raise CorrectionsError(place, "the nesting goes too deep", "mend it")
    return yaml.compose(text, Loader=_PARSER)  # raises where there is a second document


def _correction(node: yaml.Node, where: str) -> Correction:
    try:
        return Correction.model_validate(_value(node, where))
    except ValidationError as error:
        what, remedy = first_fault(error)
        hint = "the head of a file that `kg review` makes says what belongs there"
        raise CorrectionsError(_line(node, where), what, f"{remedy}; {hint}") from None


def _value(node: yaml.Node, where: str) -> object:
    if isinstance(node, yaml.MappingNode):
        return {key: _value(each, where) for key, each in _mapping(node, where).items()}
    if isinstance(node, yaml.SequenceNode):
        return [_value(each, where) for each in node.value]
    is_plain = isinstance(node, yaml.ScalarNode) and not node.style
    return None if is_plain and node.value in ("", "~", "null") else node.value


def _mapping(node: yaml.Node, where: str) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise CorrectionsError(_line(node, where), "this is no list of corrections", "write it as `key: value`")
    made: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise CorrectionsError(_line(key, where), "a key is no text", "mend it")
        if key.value in made:
            raise CorrectionsError(_line(key, where), f"the key {key.value!r} stands twice", "take one of them out")
        made[key.value] = value
    return made


def _line(node: yaml.Node, where: str) -> str:
    return f"{where}:{node.start_mark.line + 1}"
