"""Organizations across articles: one name for those that no registry knows and that are one.

Comes after every article has been resolved by itself; goes from all documents to the same documents with one name for
one organization, or its id where it turns out to be registered. What an article printed stays, as an alias. Reasons,
the surest first: what people decided; names that differ in nothing but legal form and the word for a trade; short
names that an article defines; short names by the grammar of names, of organizations that won the same; branches
of what is one. Never likeness (see `proposals`).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.corrections.keys import organization_key
from kg.facts import ArticleFacts, Decision, Kind, Organization
from kg.facts import Verdict as Changed
from kg.reconciler.bearers import Bearers, Pair
from kg.reconciler.census import REGISTERED, Census, Won, fullest, identity, names
from kg.reconciler.decisions import Decided, Ruling, Verdict, bearer, pairs
from kg.reconciler.grammar import Grammar
from kg.registry import Registry, key
from kg.registry.abbreviations import contradict, is_short_for, is_unit, parts, unit_of

WINDOW = 60
"""How many days apart articles may be published that show by an award who an abbreviation is."""
_LEAST = 3
"""How long a short name must be that an article defines and another uses."""


def united(documents: Iterable[ArticleFacts], registry: Registry, decided: Decided | None = None) -> list[ArticleFacts]:
    """The documents, in the order given, with one name for each unregistered organization that several name.

    The name is the fullest that any of them prints; the kind that most of them tell is that of all. What a person
    decided stands as a decision in the facts that it changed. The order of documents and of decisions does not matter,
    and doing it again changes nothing.
    """
    told = list(documents)
    kin = Kin(told, registry, decided or Decided())
    called = _called(told, kin)
    return [_renamed(document, kin, called) for document in told]


def unused(documents: Iterable[ArticleFacts], registry: Registry, decided: Decided) -> tuple[Ruling, ...]:
    """The rulings about a name that no document has, in the order of the file; a registered one counts as had."""
    if not decided.rulings:
        return ()
    census = Census.of(list(documents), registry)
    known = {*census.names, *census.aliases}

    def is_known(name: str) -> bool:
        return key(name) in known or bearer(name, registry).startswith(REGISTERED)

    return tuple(
        ruling
        for ruling in decided.rulings
        if not all(map(is_known, (ruling.name, *([ruling.other] if ruling.verdict is not Verdict.NEW else []))))
    )


Winnings = Mapping[str, Sequence[Won]]
"""What somebody won, by the keys of the awards."""


def shared(a: Winnings, b: Winnings) -> int:
    """How many awards some articles tell of one organization, and others of about the same time of another."""
    awards = a.keys() & b.keys()
    return sum(any(x.is_told_again(y, WINDOW) for x in a[award] for y in b[award]) for award in awards)


class Kin:
    """Who is one across documents; and `refused`, reasons that were not followed, for a person to look at."""

    def __init__(self, documents: Sequence[ArticleFacts], registry: Registry, decided: Decided) -> None:
        self.census = Census.of(documents, registry)
        self.grammar = Grammar(self.census.names, registry)
        self.registry = registry
        self.rulings: dict[str, list[tuple[Ruling, str]]] = defaultdict(list)
        told = list(pairs(decided.rulings, registry))
        different = [pair for ruling, pair in told if ruling.verdict is Verdict.DIFFERENT]
        alone = [key(ruling.name) for ruling in decided.of(Verdict.NEW)]
        alone += [
            key(one.name) for document in documents for one in document.organizations if _is_nobody(document, one)
        ]
        self.bearers = Bearers(self.census.together, different, alone)
        for ruling, (a, b) in told:
            if ruling.verdict is Verdict.SAME:
                for one, other in ((a, b), (key(ruling.name), a), (key(ruling.other), b)):
                    self.bearers.unite(one, other)
                self.rulings[a].append((ruling, ruling.other))
                self.rulings[b].append((ruling, ruling.name))
        self.refused: list[Pair] = []
        while self._join():
            pass  # who is one now may have won what shows another to be one with them
        self._here = dict(self._shared_out(documents))

    def _join(self) -> bool:
        """Follow every kind of reason once; whether any joined somebody."""
        joined = False
        self.refused = []
        for reasons in (self._forms, self._aliases, self._abbreviations, self._units):
            followed, refused = self.bearers.join(reasons())
            joined |= bool(followed)
            self.refused += refused
        return joined

    def who(self, document: ArticleFacts) -> dict[str, str]:
        """Who each organization of a document is, by its id."""
        called = names(document, self.registry)
        ones = {told.id: self.of(identity(told, called[told.id])) for told in document.organizations}
        return {id: self._here.get((document.article.id, one), one) for id, one in ones.items()}

    def of(self, one: str) -> str:
        """The bearer that stands for the class of one."""
        return self.bearers.of(one)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The bearers that the registry does not know, by the keys of their names."""
        return self.grammar.unknown

    # --- reasons

    def _forms(self) -> Iterator[Pair]:
        """Names that differ in nothing but their legal form, of which there is one, and the word for the trade."""
        for bearers in self.grammar.spelled.values():
            if len({parts(one).form for one in bearers} - {""}) < 2:
                yield from ((bearers[0], one) for one in bearers[1:])

    def _aliases(self) -> Iterator[Pair]:
        """Short names that stand alone in one article, and for one and the same organization wherever defined.

        A short name that is also what is left of somebody's legal name (X of X有限公司) is that somebody's.
        """
        legal = {self.of(one) for one in self.unknown if parts(one).form}
        for alias in self.unknown:
            if self.of(alias) in legal:
                continue
            definers = {self.of(one) for one in self.census.aliases.get(alias, ())} - {self.of(alias)}
            if len(definers) != 1 or len(alias) < _LEAST or is_unit(alias) or not self.grammar.is_telling(alias):
                continue
            one = definers.pop()
            full = self.census.shown(one, self.registry)
            raised = parts(alias).level and not parts(full).level
            if not raised and not contradict(alias, full) and self.meanings(alias) <= {one}:
                yield one, alias

    def meanings(self, short: str) -> set[str]:
        """Everybody, registered or not, whom a name may be short for by the grammar of names, but itself."""
        return {self.of(one) for one in self.grammar.meant(short)} - {self.of(short)}

    def _abbreviations(self) -> Iterator[Pair]:
        """Names that are short for one organization only, by grammar, and that won what it won."""
        meant: dict[str, set[str]] = defaultdict(set)
        for one in self.unknown:
            if self.grammar.is_telling(one) and not is_unit(one):
                meant[self.of(one)] |= self.meanings(one)
        won = self.winnings()
        claims: dict[str, list[str]] = defaultdict(list)
        for short, fuller in meant.items():
            full = next(iter(fuller), "")
            if len(fuller) == 1 and self._may_mean(short, full) and shared(won.get(short, {}), won.get(full, {})):
                claims[full].append(short)
        yield from ((full, shorts[0]) for full, shorts in claims.items() if len(shorts) == 1)

    def _may_mean(self, short: str, full: str) -> bool:
        """Whether a short name leaves out no place of a registered one: 国泰人寿 is not 陆家嘴国泰人寿."""
        if not full.startswith(REGISTERED):
            return True
        names = self.registry.get(full.removeprefix(REGISTERED)).names
        return any(is_short_for(short, name) and not parts(name).place for name in names)

    def _shared_out(self, documents: Sequence[ArticleFacts]) -> Iterator[tuple[tuple[str, str], str]]:
        """Names that are short for several, in articles that tell of an award of one of them: article, name, whose.

        湖南岳屏农商行 and 湖北岳屏农商行 may both go by 岳屏农商行, each in the articles about itself.
        """
        meant = {one: self._fuller_than(one) for one in self.unknown if self.of(one) == one}
        fuller = {one: others for one, others in meant.items() if len(others) > 1}
        won = {one: {award: list(each) for award, each in told.items()} for one, told in self.winnings().items()}
        waiting = {
            (article, short): {
                award: [each for each in told if each.article == article] for award, told in all_.items()
            }
            for short in fuller
            for all_ in [won.get(short, {})]
            for article in sorted({each.article for told in all_.values() for each in told})
        }
        beside = {
            document.article.id: {self.of(one) for one in together}
            for document, together in zip(documents, self.census.together, strict=True)
        }
        while True:
            settled: dict[tuple[str, str], str] = {}
            for (article, short), here in waiting.items():
                others = fuller[short] - fuller.keys() - beside[article]
                may = [one for one in others if not self.bearers.are_decided(short, one)]
                whose = [one for one in may if shared(here, won.get(one, {}))]
                if len(whose) == 1:
                    settled[article, short] = whose[0]
            if not settled:
                return
            yield from settled.items()
            for at, one in settled.items():
                for award, told in waiting.pop(at).items():
                    won[one].setdefault(award, []).extend(told)

    def _fuller_than(self, short: str) -> set[str]:
        """Everybody whom a name may mean that leaves something of theirs out."""
        if not self.grammar.is_telling(short) or is_unit(short):
            return set()
        same = {self.of(one) for one in self.grammar.spelled.get(parts(short).identity, ())}
        return {one for one in self.meanings(short) - same if self._may_mean(short, one)}

    def winnings(self) -> Mapping[str, Winnings]:
        """What each class won, by the keys of the awards."""
        made: dict[str, dict[str, list[Won]]] = defaultdict(lambda: defaultdict(list))
        for one in sorted(self.census.won):
            for won in self.census.won[one]:
                made[self.of(one)][won.award].append(won)
        return made

    def _units(self) -> Iterator[Pair]:
        """Branches that are called alike, of what is one."""
        alike: dict[Pair, list[str]] = defaultdict(list)
        for one in self.unknown:
            if is_unit(one) and (unit := self._unit(one)):
                alike[unit].append(one)
        for same in alike.values():
            yield from ((same[0], other) for other in same[1:])

    def _unit(self, name: str) -> Pair | None:
        """The company whose name a branch begins with, and what it adds."""
        for end in range(len(name) - 4, 1, -1):
            unit = unit_of(name, name[:end])
            company = self._company(name[:end]) if unit else None
            if unit and company:
                return company, unit
        return None

    def _company(self, name: str) -> str | None:
        if entry := self.registry.resolve(name):
            return self.of(f"{REGISTERED}{entry.id}")
        if name in self.census.names:
            return None if is_unit(name) else self.of(name)
        if not self.grammar.is_telling(name):
            return None
        spelled = self.grammar.spelled.get(parts(name).identity, ())
        called = {self.of(one) for one in (*self.census.aliases.get(name, ()), *spelled)}
        return called.pop() if len(called) == 1 else None


def _is_nobody(document: ArticleFacts, told: Organization) -> bool:
    """Whether a person said of an organization that the registry does not know it."""
    return told.registry_id is None and _is_set(document, told, "registry_id")


def _is_set(document: ArticleFacts, told: Organization, field: str) -> bool:
    decisions = (each for each in document.decisions if each.kind is Kind.ORGANIZATION and each.fact == told.id)
    return any(field in each.changed for each in decisions)


def _called(documents: Sequence[ArticleFacts], kin: Kin) -> dict[str, tuple[str, str | None]]:
    """The name and the kind of each class that no registry knows."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for document in documents:
        called, who = names(document, kin.registry), kin.who(document)
        for told in document.organizations:
            one = who[told.id]
            if not one.startswith(REGISTERED):
                printed[one][called[told.id]] += 1
                if told.kind:
                    kinds[one][told.kind] += len(documents) if _is_set(document, told, "kind") else 1
    return {one: (fullest(forms), _most(kinds[one])) for one, forms in printed.items()}


def _most(kinds: Counter[str]) -> str | None:
    return min(kinds, key=lambda kind: (-kinds[kind], kind), default=None)


def _renamed(document: ArticleFacts, kin: Kin, called: Mapping[str, tuple[str, str | None]]) -> ArticleFacts:
    printed = names(document, kin.registry)
    who = kin.who(document)
    changed = [(told, identity(told, printed[told.id])) for told in document.organizations]
    organizations = tuple(_one(told, who[told.id], called) for told, _ in changed)
    if organizations == document.organizations:
        return document
    decisions = (
        _decisions(old, new, kin.rulings.get(one, ())) for (old, one), new in zip(changed, organizations, strict=True)
    )
    update = {
        "organizations": organizations,
        "decisions": (*document.decisions, *(d for each in decisions for d in each)),
    }
    return document.model_copy(update=update)


def _one(told: Organization, one: str, called: Mapping[str, tuple[str, str | None]]) -> Organization:
    if one.startswith(REGISTERED):
        return told.model_copy(update={"registry_id": one.removeprefix(REGISTERED)})
    name, kind = called[one]
    printed = (told.name, *told.aliases) if name != told.name else told.aliases
    aliases = tuple(form for form in dict.fromkeys(printed) if form != name)
    return told.model_copy(update={"name": name, "aliases": aliases, "kind": kind})


def _decisions(old: Organization, new: Organization, rulings: Iterable[tuple[Ruling, str]]) -> Iterator[Decision]:
    """What people decided about an organization that is called otherwise now."""
    changed = tuple(field for field in ("name", "registry_id") if getattr(old, field) != getattr(new, field))
    for ruling, other in sorted(rulings, key=lambda each: (each[0][1:], each[1])) if changed else ():
        said = f"same as {other}"
        yield Decision(
            verdict=Changed.EDITED,
            kind=Kind.ORGANIZATION,
            key=organization_key(old),
            fact=new.id,
            by=ruling.by,
            at=ruling.at,
            note=f"{said}: {ruling.note}" if ruling.note else said,
            changed=changed,
        )
