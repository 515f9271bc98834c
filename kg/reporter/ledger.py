"""The receipts of a property graph, numbered, with who won them and to which group each winner belongs."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.graph import Evidence
from kg.reporter.citation import plain
from kg.reporter.tables import Count

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_YEAR = re.compile("[0-9]{4}")


class Entry(NamedTuple):
    """A receipt by the IRIs of what it ties together; empty where the graph does not say. `year` has four digits."""

    iri: str
    winners: tuple[str, ...]
    cases: tuple[str, ...]
    award: str
    programme: str
    edition: str
    year: str
    rank: str
    evidence: tuple[Evidence, ...]


class Ledger:
    """Every receipt of a graph in the order of their numbers: best group first, in it the best organization first."""

    def __init__(self, graph: "MultiDiGraph[str]", language: str) -> None:
        self.graph = graph
        self.is_english = language == "en"
        self.heads = _heads(graph)
        entries = _entries(graph)
        by_group, by_winner = _tally(entries, self.groups_of), _tally(entries, lambda entry: entry.winners)
        self.entries = sorted(entries, key=lambda entry: self._place(entry, by_group, by_winner))
        self.numbers = {entry.iri: number for number, entry in enumerate(self.entries, 1)}

    def name(self, iri: str) -> str:
        """What to call a node, in the language of the report where it has a name in it."""
        said = self.graph.nodes[iri]
        return plain((self.is_english and said["english"]) or said["label"])

    def names(self, iris: Iterable[str]) -> tuple[str, ...]:
        """The names of nodes, in order."""
        return tuple(sorted(map(self.name, iris)))

    def groups_of(self, entry: Entry) -> tuple[str, ...]:
        """The heads of the groups that won a receipt, each once."""
        return tuple(sorted({head for winner in entry.winners for head in self.heads.get(winner, (winner,))}))

    def by(self, keys: Callable[[Entry], Iterable[str]]) -> list[tuple[str, Count]]:
        """Receipts counted by what `keys` says of each, most first, then by name."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self.entries, 1):
            for key in dict.fromkeys(keys(entry)):
                found[key].append(number)
        counts = [(key, Count(tuple(numbers))) for key, numbers in found.items()]
        return sorted(counts, key=lambda pair: (-pair[1].value, self.name(pair[0]) if pair[0] else "\uffff", pair[0]))

    def _place(self, entry: Entry, by_group: dict[str, int], by_winner: dict[str, int]) -> tuple[object, ...]:
        places = [
            (-by_group[head], self.name(head), head, -by_winner[winner], self.name(winner), winner)
            for winner in entry.winners
            for head in self.heads.get(winner, (winner,))
        ]
        names = [self.name(iri) if iri else "" for iri in (entry.programme, entry.award)]
        return not places, min(places, default=()), names[0], entry.year, names[1], self.names(entry.cases), entry.iri


def _tally(entries: Iterable[Entry], keys: Callable[[Entry], Iterable[str]]) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        for key in keys(entry):
            counts[key] += 1
    return counts


def _entries(graph: "MultiDiGraph[str]") -> list[Entry]:
    """The receipts, put together again from the edges that keep their IRI."""
    links = _links(graph)
    facts: dict[str, dict[str, Any]] = {}
    for source, target, said in graph.edges(data=True):
        if said["relation"] not in ("wonWith", "won"):
            continue
        fact = facts.setdefault(said["iri"], {"said": said, "winners": set(), "cases": set(), "awards": set()})
        if said["relation"] == "wonWith":
            fact["winners"].add(source)
            fact["cases"].add(target)
        else:
            fact["awards"].add(target)
            fact["cases" if graph.nodes[source]["type"] == "Case" else "winners"].add(source)
    return [_entry(iri, fact, links) for iri, fact in facts.items()]


def _entry(iri: str, fact: dict[str, Any], links: dict[str, dict[str, str]]) -> Entry:
    said, award = fact["said"], min(fact["awards"], default="")
    edition = said.get("edition", "")
    year = said.get("year", "")
    return Entry(
        iri=iri,
        winners=tuple(sorted(fact["winners"])),
        cases=tuple(sorted(fact["cases"])),
        award=award,
        programme=links["editionOf"].get(edition) or links["categoryOf"].get(award, ""),
        edition=edition,
        year=year if _YEAR.fullmatch(year) else "",
        rank=plain(said.get("rank", "")),
        evidence=tuple(said["evidence"]),
    )


def _links(graph: "MultiDiGraph[str]") -> dict[str, dict[str, str]]:
    """What editions and awards belong to; the first where there are several."""
    found: dict[str, dict[str, str]] = {"editionOf": {}, "categoryOf": {}}
    for source, target, said in graph.edges(data=True):
        if said["relation"] in found:
            known = found[said["relation"]]
            known[source] = min(known.get(source, target), target)
    return found


def _heads(graph: "MultiDiGraph[str]") -> dict[str, tuple[str, ...]]:
    """The heads of the groups that each organization with a parent (or a part) belongs to; itself where it is one.

    Organizations that belong to each other in a circle are one, headed by the smallest IRI.
    """
    from networkx import DiGraph, condensation, topological_sort

    belongs: DiGraph[str] = DiGraph()
    belongs.add_edges_from((s, t) for s, t, said in graph.edges(data=True) if said["relation"] == "subsidiaryOf")
    whole = condensation(belongs)
    heads: dict[int, set[str]] = {}
    for node in reversed(list(topological_sort(whole))):
        above = {head for parent in whole.successors(node) for head in heads[parent]}
        heads[node] = above or {min(whole.nodes[node]["members"])}
    return {
        organization: tuple(sorted(heads[node]))
        for node, said in whole.nodes.items()
        for organization in said["members"]
    }
