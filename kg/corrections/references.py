"""References in what a person wrote: an organization, award or case by its id or by any name that it has.

What nobody has found yet is made, with the name as its evidence, if the article prints that name.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from kg.corrections.misfit import Misfit
from kg.facts import Award, Case, Kind, Organization, Span

Known = Mapping[Kind, Mapping[str, Organization | Award | Case]]
"""The organizations, awards and cases of a document by their ids."""

_FIELDS: dict[Kind, dict[str, Kind]] = {
    Kind.ORGANIZATION: {"parent": Kind.ORGANIZATION},
    Kind.AWARD: {"organizers": Kind.ORGANIZATION},
    Kind.CASE: {"owners": Kind.ORGANIZATION},
    Kind.FIGURE: {"case": Kind.CASE},
    Kind.RECEIPT: {"award": Kind.AWARD, "recipients": Kind.ORGANIZATION, "case": Kind.CASE},
}
_NESTED = {"partners": "organization", "products": "provider"}


class Referred(NamedTuple):
    """The fields with ids in them, and what had to be made for that."""

    fields: dict[str, JsonValue]
    made: tuple[tuple[Kind, Organization | Award | Case], ...]


def refer(kind: Kind, fields: Mapping[str, JsonValue], known: Known, locate: Callable[[str], Span | None]) -> Referred:
    """Put ids in the place of names. `locate` gives the span of a name in the text, if it stands there.

    Raises `Misfit` where a name means nothing that is known or printed, or several things.
    """
    made: dict[tuple[Kind, str], Organization | Award | Case] = {}

    def resolve(target: Kind, said: JsonValue) -> JsonValue:
        if isinstance(said, list):
            return [resolve(target, each) for each in said]
        if not isinstance(said, str):
            return said  # nothing, or what the contract will refuse
        id = _known(target, said, known)
        if id is None:
            id = said.strip()
            made.setdefault((target, id), _made(target, id, locate))
        return id

    done = dict(fields)
    for name, target in _FIELDS[kind].items():
        if name in done:
            done[name] = resolve(target, done[name])
    for name, inner in _NESTED.items():
        parts = done.get(name)
        if kind is Kind.CASE and isinstance(parts, list):
            done[name] = [
                {**part, inner: resolve(Kind.ORGANIZATION, part[inner])}
                if isinstance(part, dict) and inner in part
                else part
                for part in parts
            ]
    return Referred(done, tuple((target, fact) for (target, _), fact in made.items()))


def _known(kind: Kind, said: str, known: Known) -> str | None:
    """The id of what is called so; by its own name rather than by another name of something else."""
    facts = known[kind]
    if said in facts:
        return said
    for names in (_own_name, _every_name):
        found = [id for id, fact in facts.items() if said in names(fact)]
        if len(found) > 1:
            raise Misfit(
                f"{len(found)} facts of kind {kind} are called {said!r}: give the id of one",
                f"有 {len(found)} 个{ZH[kind]}都叫“{said}”，请写明其 id",
            )
        if found:
            return found[0]
    return None


def _own_name(fact: Organization | Award | Case) -> Iterator[str]:
    yield fact.title if isinstance(fact, Case) else fact.name


def _every_name(fact: Organization | Award | Case) -> Iterator[str]:
    yield from fact.aliases


def _made(kind: Kind, name: str, locate: Callable[[str], Span | None]) -> Organization | Award | Case:
    span = locate(name) if name else None
    if span is None:
        raise Misfit(
            f"no {kind} is called {name!r}, and the article does not print this name",
            f"没有名为“{name}”的{ZH[kind]}，文章里也没有印这个名称",
        )
    if kind is Kind.CASE:
        return Case(id=name, title=name, evidence=(span,))
    return (Organization if kind is Kind.ORGANIZATION else Award)(id=name, name=name, evidence=(span,))


ZH = {
    Kind.ORGANIZATION: "机构",
    Kind.AWARD: "奖项",
    Kind.CASE: "案例",
    Kind.FIGURE: "数据",
    Kind.RECEIPT: "获奖",
}
"""The kinds in Chinese."""
