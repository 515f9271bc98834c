"""When organizations, awards and cases of two documents are the same, and what they are together.

Names are compared folded (`kg.terms.norm`); a fact of one document is the same as at most one of the other, the
surer ground first. Joining a list with itself changes nothing.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kg.facts import Award, Case, Figure, Organization, Partner, Product
from kg.terms import norm

T = TypeVar("T")
Named = TypeVar("Named", Organization, Award, Case)
_YEAR = re.compile(r"^(?:19|20)\d\d(?:年度|年)?(?=.)")
_TELLING = 4
"""Characters from which a title within another means the same case."""


class Ids:
    """The ids that a document has; gives new ones that it has not."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def fresh(self, id: str) -> str:
        """The id, with a number where it is taken."""
        number, made = 1, id
        while made in self._taken:
            number += 1
            made = f"{id}#{number}"
        self._taken.add(made)
        return made


def pair(ones: Sequence[T], others: Sequence[T], *tests: Callable[[T, T], bool]) -> dict[int, int]:
    """Which of `ones` is which of `others`, by position: by the first test, then of the rest by the next."""
    found: dict[int, int] = {}
    for test in tests:
        left = [n for n in range(len(others)) if n not in found.values()]
        for m, one in enumerate(ones):
            if m not in found and (n := next((n for n in left if test(one, others[n])), None)) is not None:
                found[m] = n
                left.remove(n)
    return found


def union(ones: tuple[T, ...], others: Iterable[T]) -> tuple[T, ...]:
    """The items of both, those of the first as they are."""
    return (*ones, *dict.fromkeys(item for item in others if item not in ones))


def either(one: T | None, other: T | None) -> T | None:
    """The first of two that is there."""
    return one if one is not None else other


def join_organizations(
    ones: tuple[Organization, ...], others: tuple[Organization, ...]
) -> tuple[tuple[Organization, ...], dict[str, str]]:
    """The organizations of both, and under which id those of the second stand among them."""
    joined, moved = _joined(ones, others, _organization, _same_entry, _same_organization, _alike_organization)
    parents = {o.id: o.parent for o in ones}
    bases = {o.id: o.parent_basis for o in ones}
    for other in others:
        id, parent = moved[other.id], moved.get(other.parent or "")
        if parents.get(id) is None and parent is not None and not _is_above(id, parent, parents):
            parents[id], bases[id] = parent, other.parent_basis
    placed = (o.model_copy(update={"parent": parents.get(o.id), "parent_basis": bases.get(o.id)}) for o in joined)
    return tuple(placed), moved


def join_awards(
    ones: tuple[Award, ...], others: tuple[Award, ...], who: dict[str, str]
) -> tuple[tuple[Award, ...], dict[str, str]]:
    """The awards of both, organizers under their joined ids, and under which id those of the second stand."""
    told = tuple(a.model_copy(update={"organizers": tuple(who[o] for o in a.organizers)}) for a in others)
    return _joined(ones, told, _award, _same_award, _alike_award)


def join_cases(
    ones: tuple[Case, ...], others: tuple[Case, ...], who: dict[str, str]
) -> tuple[tuple[Case, ...], dict[str, str]]:
    """The cases of both, organizations under their joined ids, and under which id those of the second stand."""
    taken = Ids(product.id for case in ones for product in case.products)
    told = tuple(_moved(case, who, taken) for case in others)
    return _joined(ones, told, _case, _same_case, _alike_case, _case_within)


def _joined(
    ones: tuple[Named, ...],
    others: tuple[Named, ...],
    join: Callable[[Named, Named], Named],
    *tests: Callable[[Named, Named], bool],
) -> tuple[tuple[Named, ...], dict[str, str]]:
    same: dict[int, int] = pair(ones, others, *tests)
    taken = Ids(one.id for one in ones)
    moved = {others[n].id: ones[m].id for m, n in same.items()}
    moved |= {other.id: taken.fresh(other.id) for other in others if other.id not in moved}
    told = tuple(other.model_copy(update={"id": moved[other.id]}) for other in others)
    return _each(ones, told, same, join), moved


def _forms(*names: str) -> frozenset[str]:
    return frozenset(map(norm, names))


def _agree(one: T | None, other: T | None) -> bool:
    return one is None or other is None or one == other


def _same_entry(one: Organization, other: Organization) -> bool:
    return one.registry_id is not None and one.registry_id == other.registry_id


def _same_organization(one: Organization, other: Organization) -> bool:
    return _agree(one.registry_id, other.registry_id) and norm(one.name) == norm(other.name)


def _alike_organization(one: Organization, other: Organization) -> bool:
    shared = _forms(one.name, *one.aliases) & _forms(other.name, *other.aliases)
    return bool(shared) and _agree(one.registry_id, other.registry_id)


def _organization(one: Organization, other: Organization) -> Organization:
    name = max(one.name, other.name, key=len)
    printed = union((one.name, *one.aliases), (other.name, *other.aliases))
    return one.model_copy(
        update={
            "name": name,
            "aliases": one.aliases if len(printed) == 1 + len(one.aliases) else _without(printed, name),
            "kind": either(one.kind, other.kind),
            "registry_id": either(one.registry_id, other.registry_id),
            "evidence": union(one.evidence, other.evidence),
        }
    )


def _without(names: tuple[str, ...], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _same_award(one: Award, other: Award) -> bool:
    return _award_key(one.name) == _award_key(other.name) and all(
        a == b for a, b in ((one.year, other.year), (one.edition, other.edition), (one.programme, other.programme))
    )


def _alike_award(one: Award, other: Award) -> bool:
    """Whether two awards share a name and nothing is said against it."""
    shared = {_award_key(n) for n in (one.name, *one.aliases)} & {_award_key(n) for n in (other.name, *other.aliases)}
    a, b = norm(one.programme or ""), norm(other.programme or "")
    return bool(shared) and _agree(one.year, other.year) and _agree(one.edition, other.edition) and (a in b or b in a)


def _award_key(name: str) -> str:
    return norm(_YEAR.sub("", name))


def _award(one: Award, other: Award) -> Award:
    return one.model_copy(
        update={
            "programme": either(one.programme, other.programme),
            "year": either(one.year, other.year),
            "edition": either(one.edition, other.edition),
            "organizers": union(one.organizers, other.organizers),
            "aliases": union(one.aliases, _without((other.name, *other.aliases), one.name)),
            "evidence": union(one.evidence, other.evidence),
        }
    )


def _same_case(one: Case, other: Case) -> bool:
    return norm(one.title) == norm(other.title)


def _alike_case(one: Case, other: Case) -> bool:
    return bool(_forms(one.title, *one.aliases) & _forms(other.title, *other.aliases))


def _case_within(one: Case, other: Case) -> bool:
    short, long = sorted((norm(one.title), norm(other.title)), key=len)
    return len(short) >= _TELLING and short in long


def _case(one: Case, other: Case) -> Case:
    partners = pair(one.partners, other.partners, _equal, _same_part)
    products = pair(one.products, other.products, _same_product, _alike_product)
    figures = pair(one.figures, other.figures, _equal, _same_figure)
    return one.model_copy(
        update={
            "kind": either(one.kind, other.kind),
            "owners": union(one.owners, other.owners),
            "partners": _each(one.partners, other.partners, partners, _partner),
            "summary": either(one.summary, other.summary),
            "products": _each(one.products, other.products, products, _product),
            "places": union(one.places, other.places),
            "images": union(one.images, other.images),
            "figures": _each(one.figures, other.figures, figures, lambda figure, _: figure),
            "aliases": union(one.aliases, _without((other.title, *other.aliases), one.title)),
            "evidence": union(one.evidence, other.evidence),
        }
    )


def _each(ones: tuple[T, ...], others: tuple[T, ...], same: dict[int, int], join: Callable[[T, T], T]) -> tuple[T, ...]:
    """The items of both, those that are the same joined."""
    joined = (join(one, others[same[m]]) if m in same else one for m, one in enumerate(ones))
    return (*joined, *(other for n, other in enumerate(others) if n not in same.values()))


def _equal(one: object, other: object) -> bool:
    return one == other


def _same_part(one: Partner, other: Partner) -> bool:
    return (one.organization, one.role) == (other.organization, other.role)


def _partner(one: Partner, other: Partner) -> Partner:
    return one.model_copy(update={"evidence": union(one.evidence, other.evidence)})


def _same_product(one: Product, other: Product) -> bool:
    return one == other.model_copy(update={"id": one.id})


def _alike_product(one: Product, other: Product) -> bool:
    return norm(one.name) == norm(other.name)


def _product(one: Product, other: Product) -> Product:
    return one.model_copy(
        update={
            "aliases": union(one.aliases, _without((other.name, *other.aliases), one.name)),
            "provider": either(one.provider, other.provider),
            "launched": either(one.launched, other.launched),
            "evidence": union(one.evidence, other.evidence),
        }
    )


def _same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures are one: the same values, printed at the same place or in the same words."""
    a, b = one.evidence, other.evidence
    overlap = None not in (a.start, b.start) and (a.start or 0) < (b.end or 0) and (b.start or 0) < (a.end or 0)
    same = (one.value, one.upper, one.unit) == (other.value, other.upper, other.unit)
    return same and (overlap or a.quote == b.quote)


def _moved(case: Case, who: dict[str, str], products: Ids) -> Case:
    """The case with organizations under their joined ids, and products under ids that are not taken."""
    return case.model_copy(
        update={
            "owners": tuple(who[id] for id in case.owners),
            "partners": tuple(p.model_copy(update={"organization": who[p.organization]}) for p in case.partners),
            "products": tuple(
                p.model_copy(
                    update={"id": products.fresh(p.id), "provider": who[p.provider] if p.provider is not None else None}
                )
                for p in case.products
            ),
        }
    )


def _is_above(one: str, other: str | None, parents: dict[str, str | None]) -> bool:
    """Whether `one` is `other` or stands above it."""
    seen: set[str] = set()
    while other is not None and other not in seen:
        if other == one:
            return True
        seen.add(other)
        other = parents.get(other)
    return False
