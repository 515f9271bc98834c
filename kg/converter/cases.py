"""Cases: whose they are, who took part, which products, places and pictures belong to them."""

from kg.converter.identity import Identity, named, participation
from kg.converter.setting import link
from kg.converter.sheet import Sheet, keys
from kg.facts import Case, Partner, Product
from kg.terms import DCTERMS, FA, RDF, SCHEMA, Term, date

_CASE_OF = FA.caseOf


def case(sheet: Sheet, told: Case, identity: Identity) -> None:
    """A case with everything around it but its figures."""
    node = identity.cases[told.id]
    sheet.named(node, FA.Case, told.title, told.aliases)
    owners, about = [identity.organizations[owner] for owner in told.owners], sheet.about(node)
    sheet.meet(*owners)
    about += [f"{_CASE_OF} {owner} .\n" for owner in owners]
    if told.kind and (kind := sheet.setting.ontology.concept("case-kind", told.kind)):
        sheet.fact(node, DCTERMS.type, kind)
    for image in told.images:
        sheet.fact(node, SCHEMA.image, link(image))
    for place in told.places:
        _place(sheet, place, node)
    for partner in told.partners:
        _partner(sheet, partner, node, identity)
    for product in told.products:
        _product(sheet, product, node, identity)
    sheet.supported(node, told.evidence, keys((told.title, *told.aliases)))
    if told.summary:
        sheet.summed_up(node, told.summary)


def _place(sheet: Sheet, name: str, case: Term) -> None:
    """Where a case took place; a place with a code is described in the vocabulary graph."""
    known = sheet.setting.ontology.place(name)
    if known:
        sheet.fact(case, FA.tookPlaceIn, sheet.setting.mint.known("place", known.code))
        return
    node = named(sheet.setting.mint, "place", name)
    sheet.fact(case, FA.tookPlaceIn, node)
    sheet.named(node, FA.Place, name)


def _partner(sheet: Sheet, told: Partner, case: Term, identity: Identity) -> None:
    participant = identity.organizations[told.organization]
    node = participation(sheet.setting, case, participant, told.role)
    sheet.fact(node, RDF.type, FA.Participation)
    sheet.fact(node, FA.participationIn, case)
    sheet.fact(node, FA.participant, participant)
    if told.role and told.role.strip():
        sheet.fact(node, FA.role, sheet.label(told.role))
    sheet.supported(node, told.evidence)


def _product(sheet: Sheet, told: Product, case: Term, identity: Identity) -> None:
    node = identity.products[told.id]
    sheet.fact(case, FA.concerns, node)
    sheet.named(node, FA.Product, told.name, told.aliases)
    if told.provider:
        sheet.fact(node, FA.providedBy, identity.organizations[told.provider])
    if told.launched and told.launched.strip():
        sheet.fact(node, FA.launchedOn, date(told.launched.strip()))
    sheet.supported(node, told.evidence, keys((told.name, *told.aliases)))
