"""Facts of one document that are one node of the graph, though they are told differently.

What a node is minted of says that they are the same (see `identity`), and all that is told of them stands there; where
one says this and the other that, the node says both, and a person has to look.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.converter import identity as nodes
from kg.converter.identity import identify
from kg.converter.setting import Setting
from kg.errors import one_line
from kg.facts import ArticleFacts, AwardReceipt, Case, Kind, Organization
from kg.ontology import Ontology
from kg.registry import Registry
from kg.terms import Mint, Term

_TELLING: Mapping[Kind, tuple[str, ...]] = {
    Kind.ORGANIZATION: ("kind", "parent"),
    Kind.CASE: ("kind",),
    Kind.RECEIPT: ("rank", "date"),
}
"""The fields that say one thing of a node and are no part of what it is minted of; lists and names are put together."""


class Merger(NamedTuple):
    """Facts that became one: their kind and ids, and the fields in which they differ with what they say there."""

    kind: Kind
    ids: tuple[str, ...]
    differing: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        told = "; ".join(f"{field} {' / '.join(values)}" for field, values in self.differing.items())
        facts = f"{len(self.ids)} facts of kind {self.kind} are one in the graph ({', '.join(self.ids)})"
        return one_line(f"{facts} and differ: {told}; all of it is kept")


def mergers(
    facts: ArticleFacts, *, registry: Registry, ontology: Ontology, mint: Mint | None = None
) -> Iterator[Merger]:
    """The facts of a document that `convert` makes one node of and that differ, in the order of the document."""
    setting = Setting.of(facts.article, registry, ontology, mint or Mint())
    identity = identify(setting, facts)
    years = {award.id: award.year for award in facts.awards}
    found: defaultdict[tuple[Kind, Term], list[Organization | Case | AwardReceipt]] = defaultdict(list)
    for organization in facts.organizations:
        found[Kind.ORGANIZATION, identity.organizations[organization.id]].append(organization)
    for case in facts.cases:
        found[Kind.CASE, identity.cases[case.id]].append(case)
    for receipt in facts.receipts:
        node = nodes.receipt(setting, receipt, years[receipt.award], identity)
        found[Kind.RECEIPT, node].append(receipt)
    for (kind, _), same in found.items():
        differing = {field: told for field in _TELLING[kind] if len(told := _told(same, field, identity)) > 1}
        if differing:
            yield Merger(kind, tuple(fact.id for fact in same), differing)


def _told(same: list[Organization | Case | AwardReceipt], field: str, identity: nodes.Identity) -> tuple[str, ...]:
    """What the facts say in a field, each thing once; parents that are one organization are one thing."""
    said = (getattr(fact, field) for fact in same)
    values = [value for value in said if value is not None]
    meant = {identity.organizations[value] if field == "parent" else str(value).strip(): str(value) for value in values}
    return tuple(meant.values())
