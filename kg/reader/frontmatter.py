"""Front matter: the YAML between two lines `---` at the head of a Jekyll or Hexo post, whole or broken.

Everything in it is a string. Broken YAML (quotes inside quotes, a colon in a title, no closing line) is read line by
line, and the warnings say so. What the fields mean is for `kg.reader.fields`.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

_LARGEST = 64 * 1024
_DEEPEST = 20
_TOO_LONG = "the front matter is longer than 64 kB and is not read"
_FENCE = re.compile(r"-{3,}\s*$")
_CLOSE = re.compile(r"(?:-{3,}|\.\.\.)\s*$")
_KEY = re.compile(r"([A-Za-z_\u4e00-\u9fff][\w-]{0,40})\s*[:：]\s*(.*)$")
_CONTINUED = re.compile(r"\s+\S|-\s|#|\s*$")
_USUAL = frozenset(
    str.split(
        "title date layout tags tag categories category author authors permalink url link source publisher id "
        "infocode description excerpt keywords lang slug comments 标题 日期 来源"
    )
)

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The parser in C, where PyYAML was built with it."""

Value = str | tuple[str, ...]


class FrontMatter(NamedTuple):
    """The fields of a post (keys in lower case), the text after them, and what was mended."""

    fields: dict[str, Value]
    body: str
    warnings: tuple[str, ...] = ()


def split(text: str) -> FrontMatter:
    r"""Take the front matter off a post; a text without one comes back as it is.

    >>> split('---\ntitle: "说"好"话"\n---\n正文')
    FrontMatter(fields={'title': '说"好"话'}, body='正文', warnings=('the front matter is not YAML...',))
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if not _FENCE.match(lines[first]):
        return FrontMatter({}, text)
    end = _end(lines, first + 1)
    closed = end < len(lines) and _CLOSE.match(lines[end]) is not None
    fields, said = _fields(lines[first + 1 : end], first + 2)
    if _USUAL.isdisjoint(fields) and not (closed and _is_yaml(lines[first + 1 : end], fields, said)):
        return FrontMatter({}, text)
    warnings = ["blank lines stand before the front matter"] if first else []
    if not closed:
        warnings.append("the front matter is not closed by a line ---")
    return FrontMatter(fields, "\n".join(lines[end + closed :]), (*warnings, *said))


def _is_yaml(lines: list[str], fields: dict[str, Value], said: tuple[str, ...]) -> bool:
    """Whether lines without a usual key are front matter all the same, and no text between two rules."""
    return not "".join(lines).strip() or (fields != {} and not said) or said == (_TOO_LONG,)


def begins(text: str) -> bool:
    """Whether a text begins with front matter."""
    return _FENCE.match(text.lstrip().partition("\n")[0]) is not None and split(text).body != text


def _end(lines: list[str], start: int) -> int:
    """The line that ends the fields: the closing one, or else the first that is no field.

    A closing line that comes only after a blank line and a line of text is a rule in the text, not the end.
    """
    close = next((n for n in range(start, len(lines)) if _CLOSE.match(lines[n])), len(lines))
    other = next((n for n in range(start, close) if not _is_field(lines[n])), close)
    if close == len(lines) or (other < close and other > start and not lines[other - 1].strip()):
        return other
    return close


def _is_field(line: str) -> bool:
    return _KEY.match(line) is not None or _CONTINUED.match(line) is not None


def _fields(lines: list[str], number: int) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The fields of some lines, the first of which has this number in the file, and what was mended."""
    text = "\n".join(lines)
    if len(text) > _LARGEST:
        return {}, (_TOO_LONG,)
    try:
        loaded = _loaded(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f" (line {number + mark.line})" if mark else ""
        return _saved(lines, number, f"the front matter is not YAML{place}: it is read line by line")
    if not isinstance(loaded, dict):
        return (
            _saved(lines, number, "the front matter is not YAML: it is read line by line") if text.strip() else ({}, ())
        )
    return {str(key).lower(): value for key, v in loaded.items() if (value := _value(v)) is not None}, ()


def _loaded(text: str) -> object:
    """A YAML document with every scalar as a string. Raises `YAMLError`.

    Aliases and deep nesting, with which small files grow without end, are refused as errors.
    """
    events = yaml.parse(text, Loader=_LOADER)
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return None
    node = _composed(events, next(events), 0)
    next(events)
    if not isinstance(next(events), yaml.StreamEndEvent):
        raise yaml.YAMLError("more than one document")
    return node


def _composed(events: Iterator[yaml.Event], event: yaml.Event, depth: int) -> object:
    if isinstance(event, yaml.ScalarEvent):
        return event.value
    if depth > _DEEPEST or isinstance(event, yaml.AliasEvent):
        raise yaml.YAMLError("an alias, or nesting without end")
    parts: list[object] = []
    while not isinstance(inner := next(events), yaml.CollectionEndEvent):
        parts.append(_composed(events, inner, depth + 1))
    if isinstance(event, yaml.SequenceStartEvent):
        return parts
    if not all(isinstance(key, str) for key in parts[::2]):
        raise yaml.YAMLError("a key that is no text")
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _value(loaded: object) -> Value | None:
    if isinstance(loaded, str):
        return whole(loaded)
    if isinstance(loaded, list):
        return tuple(whole(item) for item in loaded if isinstance(item, str))
    return None


def whole(text: str) -> str:
    """A text without white space at its edges and the halves of characters that an escape in YAML or JSON can make."""
    return "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text).strip()


def _saved(lines: list[str], number: int, said: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """What single lines `key: value` tell, with the lists and indented lines that follow them."""
    fields: dict[str, Value] = {}
    warnings, key = [said], ""
    for place, line in enumerate(lines, start=number):
        field = _KEY.match(line)
        if field:
            key = field[1].lower()
            fields[key] = _unquoted(field[2].strip())
        elif key and re.match(r"\s*-\s", line):
            fields[key] = (*_as_list(fields[key]), _scalar(line.strip()[1:].strip()))
        elif key and line[:1].isspace() and line.strip() and isinstance(old := fields[key], str):
            fields[key] = f"{old} {line.strip()}".strip()
        elif line.strip() and not line.startswith("#"):
            warnings.append(f"line {place} of the front matter is not understood: {line.strip()[:40]!r}")
    return fields, tuple(warnings)


def _as_list(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _unquoted(value: str) -> Value:
    if value.startswith("[") and value.endswith("]") and "," in value:
        return tuple(_scalar(item.strip()) for item in value[1:-1].split(","))
    return _scalar(value)


def _scalar(value: str) -> str:
    """A value without the pair of quotes around it; quotes inside it stay, as misprinted.

    >>> _scalar('"保险 "人民保险"9则"')
    '保险 "人民保险"9则'
    """
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].replace('\\"', '"') if value[0] == '"' else value[1:-1].replace("''", "'")
    return value
