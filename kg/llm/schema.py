"""The form in which a model is asked to reply: the facts' own JSON Schema, made smaller and stricter.

Quotes stand alone, since offsets are for code to find; what only code can know (registry, confidence) is left out;
every key is required and none may be added, as structured output wants it.
"""

from typing import Any

from kg.facts import ArticleFacts
from kg.ontology import Ontology
from kg.terms import FAV

ASKED = ("organizations", "awards", "cases", "receipts")
"""The lists of a facts document that a model fills."""

OURS = frozenset({"registry_id", "parent_basis", "images", "confidence", "start", "end"})
"""What code fills, whatever a model says."""

_IDENTIFIED = "Award"
"""Only awards may share a name; everything else is pointed at by its name or title."""
_KEPT = frozenset({"type", "enum", "items", "anyOf", "$ref"})
_KINDS = {"Organization": "kind", "Case": "case-kind"}


def reply_schema(ontology: Ontology) -> dict[str, Any]:
    """The JSON Schema of a reply, with the kinds that the vocabulary knows."""
    whole = ArticleFacts.model_json_schema()
    top = {"type": "object", "properties": {name: whole["properties"][name] for name in ASKED}}
    made: dict[str, Any] = _strict("", top)
    made["$defs"] = {name: _strict(name, part) for name, part in _reachable(made, whole["$defs"]).items()}
    for name, scheme in _KINDS.items():
        words = {"type": "string", "enum": kinds(ontology, scheme)}
        made["$defs"][name]["properties"]["kind"] = {"anyOf": [words, {"type": "null"}]}
    return made


def kinds(ontology: Ontology, scheme: str) -> list[str]:
    """The names of the concepts of a scheme of the vocabulary, in its order."""
    home = FAV[f"{scheme}/"][1:-1]
    return [c.iri[1:-1].removeprefix(home) for c in ontology.concepts.values() if c.scheme == FAV[scheme]]


def _strict(name: str, node: Any) -> Any:  # noqa: ANN401 (JSON Schema is any JSON)
    """A schema with the few words that structured output knows, every key required."""
    if isinstance(node, list):
        return [_strict(name, item) for item in node]
    if not isinstance(node, dict):
        return node
    if node.get("$ref") == "#/$defs/Span":
        return {"type": "string"}
    made = {key: _strict(name, value) for key, value in node.items() if key in _KEPT}
    if "properties" in node:
        asked = {k: _strict(name, v) for k, v in node["properties"].items() if k not in OURS and k != "id"}
        if name == _IDENTIFIED:
            asked = {"id": {"anyOf": [{"type": "string"}, {"type": "null"}]}, **asked}
        made |= {"properties": asked, "required": list(asked), "additionalProperties": False}
    return made


def _reachable(node: Any, definitions: dict[str, Any]) -> dict[str, Any]:  # noqa: ANN401
    """The definitions that a schema points at, and those that these point at."""
    found: dict[str, Any] = {}
    waiting = list(_names(node))
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = definitions[name]
            waiting += _names(_strict(name, definitions[name]))
    return found


def _names(node: Any) -> list[str]:  # noqa: ANN401
    if isinstance(node, dict):
        own = [node["$ref"].rsplit("/", 1)[1]] if "$ref" in node else []
        return own + [name for value in node.values() for name in _names(value)]
    return [name for item in node for name in _names(item)] if isinstance(node, list) else []
