"""Cases: whose they are, who took part, which products, places and pictures belong to them."""

from collections.abc import Iterator

from kg.converter.evidence import summary, supported
from kg.converter.identity import Identity, participation
from kg.converter.setting import Setting, fact, link
from kg.facts import Case, Partner, Product
from kg.terms import DCTERMS, FA, RDF, SCHEMA, Quad, Term, date, norm


def case(setting: Setting, told: Case, identity: Identity) -> Iterator[Quad]:
    """A case with everything around it but its figures."""
    node = identity.cases[told.id]
    yield from setting.named(node, FA.Case, told.title, told.aliases)
    for owner in told.owners:
        yield fact(node, FA.caseOf, identity.organizations[owner])
    if told.kind and (kind := setting.ontology.concept("case-kind", told.kind)):
        yield fact(node, DCTERMS.type, kind)
    for image in told.images:
        yield fact(node, SCHEMA.image, link(image))
    for place in told.places:
        yield from _place(setting, place, node)
    for partner in told.partners:
        yield from _partner(setting, partner, node, identity)
    for product in told.products:
        yield from _product(setting, product, node, identity)
    yield from supported(setting, node, told.evidence, (told.title, *told.aliases))
    if told.summary:
        yield from summary(setting, node, told.summary)


def _place(setting: Setting, name: str, case: Term) -> Iterator[Quad]:
    """Where a case took place; a place with a code is described in the vocabulary graph."""
    known = setting.ontology.place(name)
    if known:
        yield fact(case, FA.tookPlaceIn, setting.mint.known("place", known.code))
        return
    node = setting.mint.node("place", norm(name))
    yield fact(case, FA.tookPlaceIn, node)
    yield from setting.named(node, FA.Place, name)


def _partner(setting: Setting, told: Partner, case: Term, identity: Identity) -> Iterator[Quad]:
    participant = identity.organizations[told.organization]
    node = participation(setting, case, participant, told.role)
    yield fact(node, RDF.type, FA.Participation)
    yield fact(node, FA.participationIn, case)
    yield fact(node, FA.participant, participant)
    if told.role and told.role.strip():
        yield fact(node, FA.role, setting.text(told.role))
    yield from supported(setting, node, told.evidence)


def _product(setting: Setting, told: Product, case: Term, identity: Identity) -> Iterator[Quad]:
    node = identity.products[told.id]
    yield fact(case, FA.concerns, node)
    yield from setting.named(node, FA.Product, told.name, told.aliases)
    if told.provider:
        yield fact(node, FA.providedBy, identity.organizations[told.provider])
    if told.launched and told.launched.strip():
        yield fact(node, FA.launchedOn, date(told.launched.strip()))
    yield from supported(setting, node, told.evidence, (told.name, *told.aliases))
