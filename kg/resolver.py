"""The resolver: who the organizations of a facts document are, by the registry and never by likeness.

Comes after extraction, before conversion. An organization gets its `registry_id` where its names mean one entry of
the registry, its `kind` and its `parent` from there where the document has none. Two organizations that are the same
entry become one. Doing it again changes nothing.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from kg.article import Article as Read
from kg.coverage import uncovered
from kg.errors import FactsError
from kg.facts import (
    Article,
    ArticleFacts,
    Award,
    AwardReceipt,
    Case,
    Decision,
    Kind,
    Organization,
    ParentBasis,
    Partner,
    Product,
    Span,
)
from kg.registry import Entry, Registry

T = TypeVar("T")

_SAYS_WHO_IT_IS = re.compile(r"(?:公司|分行|支行|分部|营业部|营业厅|办事处|代表处|中心支公司)$")
"""How the full name of a company or branch ends: a short name that it shares with another decides nothing."""


def resolve(facts: ArticleFacts, registry: Registry) -> ArticleFacts:
    """The same facts with organizations identified, joined and given the parents that the registry knows.

    A parent that the document states or implies is kept. From the registry an organization gets, as parent, the
    nearest of its ancestors that is an organization of this document, by the links that held when it was published.
    What a person set, stays. Raises `FactsError` where a `registry_id` is not one of the registry's.
    """
    known = [_identified(facts, number, registry) for number in range(len(facts.organizations))]
    joined, same = _joined(known)
    settled = {same.get(told.id, told.id) for told in facts.organizations if _is_set(facts, told, "parent")}
    placed = _placed(joined, registry, _year(facts.article), settled)
    unchanged = all(one is other for one, other in zip(placed, facts.organizations, strict=False))
    if unchanged and not same:
        return facts
    resolved = facts.model_copy(update={"organizations": placed})
    return _pointing_to(resolved, same) if same else resolved


class Unsettled(NamedTuple):
    """A name that registered organizations share, where nothing says which is meant; the ids of all that may be."""

    name: str
    candidates: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name} may be {' or '.join(self.candidates)}, and no fuller name says so"


def unsettled(article: Read, facts: ArticleFacts, registry: Registry) -> tuple[Unsettled, ...]:
    """The names of several in the sentences with award words that gave no receipt (`kg.coverage`), each once, in order.

    A name is settled where one of its bearers takes part in the article.
    """
    known = {told.registry_id for told in facts.organizations}
    found: dict[str, Unsettled] = {}
    for sentence in uncovered(article, facts.model_copy(update={"awards": ()})):
        for match in registry.find(sentence.quote):
            if not match.safe and not known.intersection(match.candidates) and _begins(sentence.quote, match.start):
                found.setdefault(match.form, Unsettled(match.form, match.candidates))
    return tuple(found.values())


_BEGINS = re.compile(r"(?:^|[^\u4e00-\u9fff]|[由被给予为与和及])$")


def _begins(text: str, at: int) -> bool:
    """Whether a name may begin there: short ones are parts of many words."""
    return _BEGINS.search(text, max(0, at - 1), at) is not None


def _identified(facts: ArticleFacts, number: int, registry: Registry) -> Organization:
    """The organization with the id and the kind of its entry, where it has one."""
    told = facts.organizations[number]
    if told.registry_id is not None and told.registry_id not in registry:
        what = f"organizations[{number}].registry_id: the registry has no {told.registry_id!r}"
        raise FactsError(facts.article.id, what, "mend it or leave it out")
    entry = None if _is_set(facts, told, "registry_id") and told.registry_id is None else _entry(told, registry)
    if entry is None:
        return told
    kind = told.kind if _is_set(facts, told, "kind") else told.kind or entry.kind
    if (told.registry_id, told.kind) == (entry.id, kind):
        return told
    return told.model_copy(update={"registry_id": entry.id, "kind": kind})


def _is_set(facts: ArticleFacts, told: Organization, field: str) -> bool:
    """Whether a person set this field of the organization, be it to nothing."""
    return bool(facts.decisions) and any(
        decision.kind is Kind.ORGANIZATION and decision.fact == told.id and field in decision.changed
        for decision in facts.decisions
    )


def _entry(told: Organization, registry: Registry) -> Entry | None:
    """The entry that all its names mean that mean any; an alias decides nothing for a branch or another company."""
    if told.registry_id is not None:
        return registry.get(told.registry_id)
    named = registry.resolve(told.name)
    if named is None and _SAYS_WHO_IT_IS.search(told.name):
        return None
    entries = {entry.id: entry for name in (told.name, *told.aliases) if (entry := registry.resolve(name))}
    return next(iter(entries.values())) if len(entries) == 1 else None


def _joined(organizations: Sequence[Organization]) -> tuple[list[Organization], dict[str, str]]:
    """The organizations with those of one entry made one, and which id became which."""
    rows: dict[str, list[Organization]] = {}
    for told in organizations:
        rows.setdefault(f"registry {told.registry_id}" if told.registry_id else f"document {told.id}", []).append(told)
    made = [_one(same) for same in rows.values()]
    changed = {told.id: one.id for one, same in zip(made, rows.values(), strict=True) for told in same}
    changed = {old: new for old, new in changed.items() if old != new}
    return [_repointed(one, changed) for one in made], changed


def _one(same: list[Organization]) -> Organization:
    """One organization of several that are the same: the fullest name, all forms, all evidence, the best parent."""
    if len(same) == 1:
        return same[0]
    fullest = max(same, key=lambda told: len(told.name))
    others = {told.id for told in same}
    above = sorted((t for t in same if t.parent and t.parent not in others), key=lambda t: _strength(t.parent_basis))
    forms = _each((*fullest.aliases, *(form for told in same for form in (told.name, *told.aliases))))
    return fullest.model_copy(
        update={
            "aliases": tuple(form for form in forms if form != fullest.name),
            "kind": fullest.kind or next((told.kind for told in same if told.kind), None),
            "parent": above[0].parent if above else None,
            "parent_basis": above[0].parent_basis if above else None,
            "evidence": _in_order(span for told in same for span in told.evidence),
        }
    )


def _strength(basis: ParentBasis | None) -> int:
    return (ParentBasis.STATED, ParentBasis.IMPLIED, None, ParentBasis.REGISTRY).index(basis)


def _repointed(told: Organization, same: dict[str, str]) -> Organization:
    """The organization with its parent under the parent's new id; none where that is itself."""
    if told.parent is None:
        return told
    parent = same.get(told.parent, told.parent)
    if parent == told.parent != told.id:
        return told
    if parent == told.id:
        return told.model_copy(update={"parent": None, "parent_basis": None})
    return told.model_copy(update={"parent": parent})


def _placed(
    organizations: list[Organization], registry: Registry, year: int | None, settled: set[str]
) -> tuple[Organization, ...]:
    """The organizations with parents from the registry where the document has none and prints one."""
    by_entry = {told.registry_id: told.id for told in organizations if told.registry_id}
    parents = {told.id: told.parent for told in organizations}
    placed = []
    for told in organizations:
        parent = None
        if told.registry_id and told.parent is None and told.id not in settled:
            above = (by_entry.get(entry.id) for entry in registry.ancestors(told.registry_id, year=year))
            parent = next((id for id in above if id and not _is_above(told.id, id, parents)), None)
        if parent:
            parents[told.id] = parent
            told = told.model_copy(update={"parent": parent, "parent_basis": ParentBasis.REGISTRY})
        placed.append(told)
    return tuple(placed)


def _is_above(a: str, b: str, parents: dict[str, str | None]) -> bool:
    """Whether `a` is `b` or stands above it, so that it cannot stand below."""
    seen: set[str] = set()
    at: str | None = b
    while at is not None and at not in seen:
        if at == a:
            return True
        seen.add(at)
        at = parents[at]
    return False


_YEAR = re.compile(r"\d{4}(?!\d)")


def _year(article: Article) -> int | None:
    """The year of publication; without one, the links of today are taken."""
    printed = _YEAR.match(article.published or "")
    return int(printed[0]) if printed else None


def _pointing_to(facts: ArticleFacts, same: dict[str, str]) -> ArticleFacts:
    """The facts with every reference to an organization that became another one pointing to that one."""
    return facts.model_copy(
        update={
            "awards": tuple(_award(award, same) for award in facts.awards),
            "cases": tuple(_case(case, same) for case in facts.cases),
            "receipts": tuple(_receipt(receipt, same) for receipt in facts.receipts),
            "decisions": tuple(_decision(decision, same) for decision in facts.decisions),
        }
    )


def _award(award: Award, same: dict[str, str]) -> Award:
    return award.model_copy(update={"organizers": _ids(award.organizers, same)})


def _case(case: Case, same: dict[str, str]) -> Case:
    return case.model_copy(
        update={
            "owners": _ids(case.owners, same),
            "partners": _partners(case.partners, same),
            "products": tuple(_product(product, same) for product in case.products),
        }
    )


def _partners(partners: tuple[Partner, ...], same: dict[str, str]) -> tuple[Partner, ...]:
    """The partners, where one that took the same part twice is one with the evidence of both."""
    made: dict[tuple[str, str | None], Partner] = {}
    for partner in partners:
        id = same.get(partner.organization, partner.organization)
        before = made.get((id, partner.role))
        evidence = _in_order((*before.evidence, *partner.evidence)) if before else partner.evidence
        made[id, partner.role] = partner.model_copy(update={"organization": id, "evidence": evidence})
    return tuple(made.values())


def _product(product: Product, same: dict[str, str]) -> Product:
    provider = product.provider
    return product.model_copy(update={"provider": same.get(provider, provider)}) if provider else product


def _receipt(receipt: AwardReceipt, same: dict[str, str]) -> AwardReceipt:
    return receipt.model_copy(update={"recipients": _ids(receipt.recipients, same)})


def _decision(decision: Decision, same: dict[str, str]) -> Decision:
    if decision.kind is not Kind.ORGANIZATION or decision.fact is None:
        return decision
    return decision.model_copy(update={"fact": same.get(decision.fact, decision.fact)})


def _ids(ids: tuple[str, ...], same: dict[str, str]) -> tuple[str, ...]:
    return _each(same.get(id, id) for id in ids)


def _in_order(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Each span once, in the order of the text; those without offsets last."""
    return tuple(sorted(_each(spans), key=lambda span: (span.start is None, span.start or 0, span.end or 0)))


def _each(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))
