"""Organizations that no registry knows, and what the article says or shows of who belongs to whom."""

from collections.abc import Mapping

from kg.converter.identity import Identity, relation
from kg.converter.setting import Setting
from kg.converter.sheet import Sheet, keys
from kg.facts import ArticleFacts, Organization, ParentBasis
from kg.terms import FA, FAV, ORG, RDF, Term


def organizations(sheet: Sheet, facts: ArticleFacts, identity: Identity) -> None:
    """The organizations of a document with their evidence, then their parents."""
    by_id = {told.id: told for told in facts.organizations}
    for told in facts.organizations:
        _organization(sheet, told, identity.organizations[told.id])
    for told in facts.organizations:
        if told.parent is not None:
            _relation(sheet, told, by_id[told.parent], identity.organizations)


def _organization(sheet: Sheet, told: Organization, node: Term) -> None:
    registry, known = sheet.setting.registry, keys((told.name, *told.aliases))
    if told.registry_id is not None and told.registry_id in registry:
        known |= registry.keys(told.registry_id)
    else:
        sheet.named(node, FA.Organization, told.name, told.aliases)
        if told.kind and (kind := sheet.setting.ontology.concept("kind", told.kind)):
            sheet.fact(node, ORG.classification, kind)
    sheet.supported(node, told.evidence, known)


def _relation(sheet: Sheet, told: Organization, parent: Organization, nodes: Mapping[str, Term]) -> None:
    """The relation to a parent, unless it rests on the registry and the registry itself says so.

    A parent without a basis is taken from the registry where it is known there, else as implied.
    """
    child, above = nodes[told.id], nodes[parent.id]
    registered = _registry_knows(sheet.setting, told, parent)
    basis = told.parent_basis or (ParentBasis.REGISTRY if registered else ParentBasis.IMPLIED)
    if child == above or (registered and basis is ParentBasis.REGISTRY):
        return
    node = relation(sheet.setting, child, above, basis.value)
    sheet.fact(node, RDF.type, FA.SubsidiaryRelation)
    sheet.fact(node, FA.child, child)
    sheet.fact(node, FA.parent, above)
    sheet.fact(node, FA.basis, FAV[f"basis/{basis.value}"])
    sheet.supported(node, told.evidence)


def _registry_knows(setting: Setting, child: Organization, parent: Organization) -> bool:
    """Whether the registry has the parent above the child, at any height."""
    registry = setting.registry
    if child.registry_id is None or child.registry_id not in registry:
        return False
    return parent.registry_id in {entry.id for entry in registry.ancestors(child.registry_id)}
