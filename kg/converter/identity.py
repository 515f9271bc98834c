"""The IRI of everything that a facts document tells of, by its id in the document."""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from kg.converter.setting import Setting
from kg.facts import ArticleFacts, Award, AwardReceipt, Case, Figure, Organization, Product, Span
from kg.terms import Mint, Term, norm, plain


class AwardNodes(NamedTuple):
    """An award's category, and the programme and edition that it is told to belong to."""

    category: Term
    programme: Term | None
    edition: Term | None


class Identity(NamedTuple):
    """The nodes of a facts document by the ids in it."""

    organizations: Mapping[str, Term]
    awards: Mapping[str, AwardNodes]
    cases: Mapping[str, Term]
    products: Mapping[str, Term]


def identify(setting: Setting, facts: ArticleFacts) -> Identity:
    """The nodes of a facts document."""
    organizations = {each.id: organization(setting, each) for each in facts.organizations}
    return Identity(
        organizations,
        {each.id: award(setting, each) for each in facts.awards},
        {each.id: case(setting, each, organizations) for each in facts.cases},
        {p.id: product(setting, p, organizations) for each in facts.cases for p in each.products},
    )


def organization(setting: Setting, told: Organization) -> Term:
    """The node of an organization: by its registry id where the registry knows it, else by its name."""
    if told.registry_id is not None and told.registry_id in setting.registry:
        return setting.mint.known("organization", told.registry_id)
    return unregistered(setting, told.name)


@lru_cache(maxsize=1 << 12)
def named(mint: Mint, kind: str, name: str) -> Term:
    """The node of what is known by its name alone."""
    return mint.node(kind, norm(name))


def unregistered(setting: Setting, name: str) -> Term:
    """The node of an organization that is known by its name alone."""
    return named(setting.mint, "organization", name)


def award(setting: Setting, told: Award) -> AwardNodes:
    """The nodes of an award: an edition only where a programme has a year or an ordinal."""
    mint = setting.mint
    programme = named(mint, "programme", told.programme) if told.programme else None
    category = mint.node("category", programme or "", norm(told.name))
    if programme is None or not (told.year or told.edition):
        return AwardNodes(category, programme, None)
    edition = mint.node("edition", programme, str(told.year or ""), norm(told.edition or ""))
    return AwardNodes(category, programme, edition)


def case(setting: Setting, told: Case, organizations: Mapping[str, Term]) -> Term:
    """The node of a case: one title of one set of owners."""
    owners = sorted({organizations[owner] for owner in told.owners})
    return setting.mint.node("case", norm(told.title), *owners)


def product(setting: Setting, told: Product, organizations: Mapping[str, Term]) -> Term:
    """The node of a product: one name of one provider."""
    return setting.mint.node("product", norm(told.name), organizations[told.provider] if told.provider else "")


def receipt(setting: Setting, told: AwardReceipt, year: int | None, identity: Identity) -> Term:
    """The node of a receipt: who, which award, which edition and year, which case; never which article.

    Where neither edition nor year is told, the year of the day, else that of publication, keeps next year's apart.
    """
    won = identity.awards[told.award]
    recipients = sorted({identity.organizations[recipient] for recipient in told.recipients})
    rewarded = identity.cases[told.case] if told.case else ""
    when = str(year) if year else "" if won.edition else told.about(setting.published)
    return setting.mint.node("receipt", won.category, won.edition or "", when, rewarded, *recipients)


def participation(setting: Setting, case: Term, participant: Term, role: str | None) -> Term:
    """The node of an organization's part in a case."""
    return setting.mint.node("participation", case, participant, norm(role or ""))


def relation(setting: Setting, child: Term, parent: Term, basis: str) -> Term:
    """The node of a subsidiary relation."""
    return setting.mint.node("subsidiary-relation", child, parent, basis)


def figure(setting: Setting, told: Figure, case: Term) -> Term:
    """The node of a figure: what is measured in a case, its value, unit and time; never the words that print it."""
    upper = plain(told.upper) if told.upper is not None else ""
    value = (plain(told.value), upper, told.comparator.value, told.unit.strip(), (told.period or "").strip())
    return setting.mint.node("figure", case, norm(told.measure or ""), *value)


def span(setting: Setting, told: Span) -> Term:
    """The node of a span: one stretch of one text, or, where that was not located, one quote."""
    return setting.mint.node("span", setting.article, setting.digest, *place(told))


def place(told: Span) -> tuple[str, str]:
    """What tells a span from others in its text; the word keeps a quote from being taken for an offset."""
    return ("quote", told.quote) if told.start is None else (str(told.start), str(told.end))
