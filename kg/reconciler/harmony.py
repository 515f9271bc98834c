"""Facts documents under the names that hold across articles; what was printed stays as another name."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.facts import ArticleFacts, Award, Case, Organization
from kg.reconciler.awards import Called
from kg.reconciler.cases import Owner, Titled
from kg.reconciler.census import REGISTERED
from kg.reconciler.tellings import identity


class Common(NamedTuple):
    """What holds across articles for one document, by place in it.

    What its awards are called; what its cases are called and who owns them, where several are one; the case of each
    receipt that others tell and this one does not.
    """

    awards: dict[int, Called]
    cases: dict[int, Titled]
    added: dict[int, Titled]


def harmonized(document: ArticleFacts, common: Common) -> ArticleFacts:
    """A document under the common names; evidence and references stay as they are.

    An owner that only others tell of comes without evidence, which is with those others.
    """
    wanted = [*common.cases.values(), *common.added.values()]
    organizations = _with(document.organizations, (owner for each in wanted for owner in each.owners))
    ids = {identity(told): told.id for told in organizations}
    cases = tuple(_case(c, common.cases[n], ids) if n in common.cases else c for n, c in enumerate(document.cases))
    more = _more(common.added.values(), cases, ids)
    return document.model_copy(
        update={
            "organizations": organizations,
            "awards": tuple(_award(told, common.awards[n]) for n, told in enumerate(document.awards)),
            "cases": (*cases, *(case for case in more.values() if case not in cases)),
            "receipts": tuple(
                told.model_copy(update={"case": more[common.added[n]].id}) if n in common.added else told
                for n, told in enumerate(document.receipts)
            ),
        }
    )


def _more(added: Iterable[Titled], cases: Sequence[Case], ids: Mapping[str, str]) -> dict[Titled, Case]:
    """The cases that others tell of: those that stand in the document already as they are, the rest as new ones."""
    here = {(case.title, case.owners): case for case in cases}
    made: dict[Titled, Case] = {}
    taken = {case.id for case in cases}
    for each in sorted(set(added)):
        owners = _ids(each, ids)
        made[each] = here.get((each.title, owners)) or Case(
            id=_free(each.title, taken), title=each.title, owners=owners
        )
        taken.add(made[each].id)
    return made


def _award(told: Award, called: Called) -> Award:
    return told.model_copy(update={**called._asdict(), "aliases": _others(called.name, told.name, told.aliases)})


def _case(told: Case, titled: Titled, ids: Mapping[str, str]) -> Case:
    update = {"title": titled.title, "aliases": _others(titled.title, told.title, told.aliases)}
    return told.model_copy(update={**update, "owners": _ids(titled, ids)})


def _others(name: str, printed: str, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for each in dict.fromkeys((printed, *aliases)) if each != name)


def _with(told: tuple[Organization, ...], wanted: Iterable[Owner]) -> tuple[Organization, ...]:
    """The organizations with those that others say own a case; without evidence, which is with the others."""
    here, taken = {identity(each) for each in told}, {each.id for each in told}
    more = []
    for one, name in sorted({owner for owner in wanted if owner.one not in here}):
        registry_id = one.removeprefix(REGISTERED) if one.startswith(REGISTERED) else None
        more.append(Organization(id=_free(name, taken), name=name, registry_id=registry_id))
        taken.add(more[-1].id)
    return (*told, *more)


def _ids(titled: Titled, ids: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(ids[owner.one] for owner in titled.owners)


def _free(id: str, taken: set[str]) -> str:
    """An id that is not taken, made of one that may be."""
    return id if id not in taken else _free(f"{id}′", taken)
