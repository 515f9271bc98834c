"""Organizations that no registry knows, and what the article says or shows of who belongs to whom."""

from collections.abc import Iterator, Mapping

from kg.converter.evidence import supported
from kg.converter.identity import Identity, relation
from kg.converter.setting import Setting, fact
from kg.facts import ArticleFacts, Organization, ParentBasis
from kg.terms import FA, FAV, ORG, RDF, Quad, Term


def organizations(setting: Setting, facts: ArticleFacts, identity: Identity) -> Iterator[Quad]:
    """The organizations of a document with their evidence, then their parents."""
    by_id = {told.id: told for told in facts.organizations}
    for told in facts.organizations:
        yield from _organization(setting, told, identity.organizations[told.id])
    for told in facts.organizations:
        if told.parent is not None:
            yield from _relation(setting, told, by_id[told.parent], identity.organizations)


def _organization(setting: Setting, told: Organization, node: Term) -> Iterator[Quad]:
    names = {told.name, *told.aliases}
    if told.registry_id is not None and told.registry_id in setting.registry:
        names.update(setting.registry.get(told.registry_id).names)
    else:
        yield from setting.named(node, FA.Organization, told.name, told.aliases)
        if told.kind and (kind := setting.ontology.concept("kind", told.kind)):
            yield fact(node, ORG.classification, kind)
    yield from supported(setting, node, told.evidence, names)


def _relation(setting: Setting, told: Organization, parent: Organization, nodes: Mapping[str, Term]) -> Iterator[Quad]:
    """The relation to a parent, unless it rests on the registry and the registry itself says so.

    A parent without a basis is taken from the registry where it is known there, else as implied.
    """
    child, above = nodes[told.id], nodes[parent.id]
    registered = _registry_knows(setting, told, parent)
    basis = told.parent_basis or (ParentBasis.REGISTRY if registered else ParentBasis.IMPLIED)
    if child == above or (registered and basis is ParentBasis.REGISTRY):
        return
    node = relation(setting, child, above, basis.value)
    yield fact(node, RDF.type, FA.SubsidiaryRelation)
    yield fact(node, FA.child, child)
    yield fact(node, FA.parent, above)
    yield fact(node, FA.basis, FAV[f"basis/{basis.value}"])
    yield from supported(setting, node, told.evidence)


def _registry_knows(setting: Setting, child: Organization, parent: Organization) -> bool:
    """Whether the registry has the parent above the child, at any height."""
    registry = setting.registry
    if child.registry_id is None or child.registry_id not in registry:
        return False
    return parent.registry_id in {entry.id for entry in registry.ancestors(child.registry_id)}
