"""What the page knows: the property graph as columns, every text once.

A property graph and the articles at hand come in, a value for `json.dumps` goes out. A table is a dict from the names
of its columns to lists of one length; nodes, facts, passages and articles are named by their position; 0 stands
where a row has nothing of a column of lists. Offsets are UTF-16 code units into a passage, as the browser counts.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.article import Article
from kg.findings import SHOWN, Finding
from kg.graph import Property
from kg.page import visible
from kg.registry import traditional
from kg.viewer.legend import Words, renamed
from kg.viewer.pinyin import spell
from kg.viewer.quotations import Quotations, append, identifier
from kg.viewer.selection import Selection

if TYPE_CHECKING:
    from networkx import MultiDiGraph

Columns = dict[str, list[Any]]

_SEVERITIES = ("violation", "warning")
_UNSPELLED = frozenset({"Figure"})


def payload(
    selection: Selection,
    articles: Mapping[str, Article],
    labels: Mapping[str, Words],
    *,
    validation: Mapping[str, int] | None = None,
    findings: Sequence[Finding] = (),
    with_text: bool = False,
) -> dict[str, object]:
    """Everything that the page shows, ready for JSON; the same input gives the same value."""
    graph = selection.graph
    nodes = sorted(graph.nodes.items())
    quotations = Quotations(nodes, articles, with_text=with_text)
    classes, relations, properties = renamed(labels)
    base = common_base([iri for iri, _ in nodes])
    positions = {iri: n for n, (iri, _) in enumerate(nodes)}
    types = {c.name: n for n, c in enumerate(classes)}
    columns = _nodes(nodes, types, base, quotations)
    edges, facts = _edges(graph, positions, {r.name: n for n, r in enumerate(relations)}, base, quotations)
    return {
        "base": base,
        "whole": [selection.all_receipts, selection.all_nodes] if not selection.is_whole else 0,
        "validation": dict(validation) if validation is not None else 0,
        "classes": [[c.name, *c.words, c.colour, c.shape, c.size, int(c.is_shown)] for c in classes],
        "relations": [[r.name, *r.words, *r.from_source, *r.from_target] for r in relations],
        "properties": [[name, *words] for name, words in properties.items()],
        "nodes": columns,
        "traditional": _traditional(columns),
        "edges": edges,
        "facts": facts,
        "evidence": quotations.evidence,
        "passages": quotations.passages,
        "articles": quotations.articles,
        "findings": _findings(findings[:SHOWN], positions, facts["id"], base, nodes),
    }


def _findings(
    findings: Sequence[Finding],
    positions: Mapping[str, int],
    facts: Sequence[str],
    base: str,
    nodes: Iterable[tuple[str, Mapping[str, Any]]],
) -> Columns:
    """What validation found, with the node, the fact and the article that it is about; -1 where there is none."""
    columns: Columns = {
        name: [] for name in ("severity", "zh", "en", "label", "value", "quote", "node", "fact", "article")
    }
    numbers = {iri: n for n, iri in enumerate(facts) if iri}
    known = {identifier(said): positions[iri] for iri, said in nodes if said["type"] == "Article"}
    for found in findings:
        words = map(visible, (found.message_zh, found.message_en, found.label, found.value, found.quote))
        places = positions.get(found.node, -1), numbers.get(found.node.removeprefix(base), -1)
        append(columns, _SEVERITIES.index(found.severity), *words, *places, known.get(found.article, -1))
    return columns


def common_base(iris: Sequence[str]) -> str:
    """What all IRIs begin with, up to a slash; the first and the last of them will do."""
    first, last = (min(iris), max(iris)) if iris else ("", "")
    length = next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return first[: first.rfind("/", 0, length) + 1]


def _nodes(
    nodes: Iterable[tuple[str, Mapping[str, Any]]], types: Mapping[str, int], base: str, quotations: Quotations
) -> Columns:
    columns: Columns = {
        name: [] for name in ("id", "class", "label", "english", "aliases", "spelled", "properties", "evidence")
    }
    for iri, said in nodes:
        told = told_of(iri.removeprefix(base), said)
        row = (told.name, types.get(said["type"], 0), told.label, told.english, told.aliases or 0, told.spelled or 0)
        append(columns, *row, told.properties or 0, quotations.rows(said["evidence"]) or 0)
    return columns


class Told(NamedTuple):
    """What is shown of a node: its name in the graph, its names for people, their pinyin, its properties."""

    name: str
    label: str
    english: str
    aliases: list[str]
    spelled: list[str]
    properties: list[list[str]]


def told_of(name: str, said: Mapping[str, Any]) -> Told:
    """What a page shows of a node of the property graph, with nothing in it that would hide or reorder text."""
    label, aliases = _shown_label(said["label"], name), [visible(alias) for alias in said["aliases"]]
    spelled = [] if said["type"] in _UNSPELLED else list(dict.fromkeys(map(spell, (label, *aliases))))
    properties = [list(map(visible, p)) for p in _properties(said)]
    return Told(name, label, visible(said["english"]), aliases, [each for each in spelled if each], properties)


def _traditional(columns: Columns) -> str:
    """The traditional characters of the characters of all names, each before its simplified one."""
    names = (*columns["label"], *(alias for aliases in columns["aliases"] if aliases for alias in aliases))
    used = set("".join(names))
    return "".join(f"{old}{new}" for old, new in traditional() if new in used)


def _properties(said: Mapping[str, Any]) -> list[Property]:
    return [p for p in said["properties"] if isinstance(p, Property)]


def _shown_label(label: str, name: str) -> str:
    shown = visible(label).strip()
    return shown if any(unicodedata.category(c)[0] not in "CZ" for c in shown) else f"（{visible(name)}）"


DETAILS = {"year": "year", "rank": "rank", "day": "awarded_on", "basis": "basis", "role": "role", "sure": "confidence"}
"""What a fact carries besides its edition and evidence: column to attribute of the edge."""


def _edges(
    graph: "MultiDiGraph[str]",
    positions: Mapping[str, int],
    relations: Mapping[str, int],
    base: str,
    quotations: Quotations,
) -> tuple[Columns, Columns]:
    """The edges, and the facts that they draw: a receipt is one fact with several edges."""
    edges: Columns = {name: [] for name in ("source", "target", "relation", "fact")}
    facts: Columns = {name: [] for name in ("id", *DETAILS, "edition", "evidence")}
    known: dict[tuple[str, ...], int] = {}
    for source, target, said in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["relation"])):
        relation, iri = said["relation"], said["iri"]
        key = (iri,) if iri else (source, target, relation)
        if key not in known:
            known[key] = len(known)
            details = (visible(said.get(attribute, "")) for attribute in DETAILS.values())
            edition = positions.get(said.get("edition", ""), -1)
            row = (iri.removeprefix(base), *details, edition, quotations.rows(said["evidence"]) or 0)
            append(facts, *row)
        append(edges, positions[source], positions[target], relations[relation], known[key])
    return edges, facts
