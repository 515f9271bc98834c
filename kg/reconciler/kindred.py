"""Which organizations must be looked at together, and what of a document concerns them.

Who is one is decided among those whom a reason may join, in however many steps: by the grammar of names, by the short
names that articles define, by branches of a company, by decisions. `kindred` says who these are, of the names alone;
`excerpts` gives of a document what concerns them, so that `organizations.united` can look at them by themselves; and
`reunited` puts what it says back into the document.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.facts import Article, ArticleFacts, Decision, Kind, Organization
from kg.reconciler.bearers import Pair
from kg.reconciler.census import REGISTERED, identity, names
from kg.reconciler.classes import Classes
from kg.reconciler.decisions import Decided, Verdict, pairs
from kg.reconciler.grammar import Grammar
from kg.registry import Registry, key
from kg.registry.abbreviations import is_unit, parts, unit_of


class Naming(NamedTuple):
    """What names say of each other in an article: a bearer by itself, an alias of another, a branch of another."""

    one: str
    other: str
    is_alias: bool


def namings(document: ArticleFacts, registry: Registry) -> Iterator[Naming]:
    """What the names of a document say of each other."""
    called = names(document, registry)
    who = {told.id: identity(told, called[told.id]) for told in document.organizations}
    for told in document.organizations:
        one = who[told.id]
        if not one.startswith(REGISTERED):
            yield Naming(one, one, False)
            if called[told.id] != told.name:
                yield Naming(one, key(told.name), False)
                yield Naming(one, who[told.parent or ""], False)
        yield from (Naming(key(alias), one, True) for alias in told.aliases if key(alias) != key(told.name))


def kindred(told: Iterable[Naming], registry: Registry, decided: Decided) -> dict[str, str]:
    """For each bearer that may be one with another the first of all that are to be looked at with it.

    All namings of all documents are to be told, each once at least.
    """
    bearers, alike = set[str](), list[Pair]()
    aliases: dict[str, set[str]] = defaultdict(set)
    for naming in told:
        if naming.is_alias:
            aliases[naming.one].add(naming.other)
        else:
            bearers.add(naming.one)
            alike.append((naming.one, naming.other))
    grammar = Grammar(bearers, registry)
    for ruling, (a, b) in pairs(decided.rulings, registry):
        alike.append((a, b))
        if ruling.verdict is Verdict.SAME:
            alike += ((key(ruling.name), a), (key(ruling.other), b))
    for same in grammar.spelled.values():
        alike += ((same[0], other) for other in same[1:])
    for one in grammar.unknown:
        alike += ((one, other) for other in (*aliases.get(one, ()), *grammar.meant(one)))
        if is_unit(one):
            alike += ((one, company) for company in _companies(one, bearers, aliases, grammar))
    classes = Classes((each, ()) for each in sorted({*bearers, *(one for pair in alike for one in pair)}))
    for a, b in alike:
        classes.unite(a, b)
    return {one: first for same in classes if len(same) > 1 for first in (min(same),) for one in same}


def _companies(name: str, bearers: set[str], aliases: Mapping[str, set[str]], grammar: Grammar) -> Iterator[str]:
    """Everybody whose branch a name may be."""
    for end in range(len(name) - 4, 1, -1):
        if unit_of(name, company := name[:end]):
            if entry := grammar.registry.resolve(company):
                yield f"{REGISTERED}{entry.id}"
            if company in bearers:
                yield company
            yield from aliases.get(company, ())
            yield from grammar.spelled.get(parts(company).identity, ())


def excerpts(document: ArticleFacts, kin: Mapping[str, str], registry: Registry) -> Iterator[tuple[str, ArticleFacts]]:
    """What a document says of the organizations that are to be looked at together, by the first of these.

    A registered one that nobody else may be is left out. What is quoted is left out, too.
    """
    called = names(document, registry)
    groups: dict[str, dict[str, Organization]] = defaultdict(dict)
    for told in document.organizations:
        one = identity(told, called[told.id])
        if one in kin or not one.startswith(REGISTERED):
            groups[kin.get(one, one)][told.id] = told.model_copy(update={"evidence": ()})
    for first, told_of in groups.items():
        won = [
            receipt.model_copy(update={"recipients": winners, "case": None, "evidence": ()})
            for receipt in document.receipts
            if (winners := tuple(id for id in receipt.recipients if id in told_of))
        ]
        wanted = {receipt.award for receipt in won}
        yield (
            first,
            ArticleFacts.model_construct(
                article=Article(id=document.article.id, published=document.article.published),
                organizations=tuple(told_of.values()),
                awards=tuple(
                    award.model_copy(update={"evidence": (), "organizers": ()})
                    for award in document.awards
                    if award.id in wanted
                ),
                cases=(),
                receipts=tuple(won),
                checks=(),
                decisions=tuple(each for each in document.decisions if each.kind is Kind.ORGANIZATION),
            ),
        )


class Told(NamedTuple):
    """What is said of organizations of a document: what they are called now, and the decisions that made it so."""

    organizations: tuple[Organization, ...]
    decisions: tuple[Decision, ...]


def told(before: ArticleFacts, after: ArticleFacts) -> Told:
    """What `united` says in an excerpt."""
    return Told(after.organizations, after.decisions[len(before.decisions) :])


def reunited(document: ArticleFacts, several: Sequence[Told]) -> ArticleFacts:
    """The document with what is said in all excerpts of it."""
    now = {one.id: one for each in several for one in each.organizations}
    place = {told.id: n for n, told in enumerate(document.organizations)}
    organizations = tuple(
        told.model_copy(update=now[told.id].model_dump(include=_CHANGING)) if told.id in now else told
        for told in document.organizations
    )
    if organizations == document.organizations:
        return document
    decisions = sorted((d for each in several for d in each.decisions), key=lambda d: place[d.fact or ""])
    return document.model_copy(update={"organizations": organizations, "decisions": (*document.decisions, *decisions)})


_CHANGING = {"name", "aliases", "kind", "registry_id"}
