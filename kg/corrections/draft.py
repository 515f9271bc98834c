"""The facts of one article while corrections are applied to them: found by key, put, replaced, removed."""

from collections.abc import Iterator, Mapping
from itertools import count

from kg.corrections import keys
from kg.corrections.keys import Keyed, keyed
from kg.corrections.misfit import Misfit
from kg.corrections.models import Correction
from kg.corrections.orphans import Node, Reference, references
from kg.corrections.references import ZH, Known
from kg.facts import ArticleFacts, Award, AwardReceipt, Case, Decision, Fact, Figure, Kind, Organization, Verdict


class Draft:
    """Facts by their ids, and the decisions about them by the number of their correction."""

    def __init__(self, document: ArticleFacts) -> None:
        self._document = document
        self._found: dict[tuple[Kind, str], list[Keyed]] = {}
        for each in keyed(document):
            self._found.setdefault((each.kind, each.key), []).append(each)
        self._organizations = {each.id: each for each in document.organizations}
        self._awards = {each.id: each for each in document.awards}
        self._cases = {each.id: each for each in document.cases}
        self._receipts = {each.id: each for each in document.receipts}
        self._decisions: list[tuple[int, Decision]] = []

    @property
    def known(self) -> Known:
        """What can be referred to."""
        return {Kind.ORGANIZATION: self._organizations, Kind.AWARD: self._awards, Kind.CASE: self._cases}

    @property
    def awards(self) -> Mapping[str, Award]:
        """The awards by their ids."""
        return self._awards

    def references(self) -> frozenset[Reference]:
        """Who refers to whom now."""
        return references(self._organizations, self._awards, self._cases, self._receipts)

    def remove_orphans(self, cut: Mapping[Node, int]) -> Iterator[tuple[int, Keyed]]:
        """Take out what nothing refers to any more, and what only that referred to, but nothing that was decided about.

        `cut` has what lost a reference, by the number of the correction that took it. Gives what went, by that number.
        """
        decided = {
            (Kind.CASE if each.kind is Kind.FIGURE else each.kind, each.fact)
            for each in (*self._document.decisions, *(decision for _, decision in self._decisions))
        }
        waiting = dict(cut)
        while waiting:
            (kind, id), number = waiting.popitem()
            referring, fact = self.references(), self._all(kind).get(id)
            if fact is None or (kind, id) in decided or any(each.to == (kind, id) for each in referring):
                continue
            gone = self._keyed(kind, id, fact)
            self.remove(gone)
            waiting.update((each.to, number) for each in referring - self.references())
            yield number, gone

    def find(self, correction: Correction) -> Keyed:
        """The fact that a correction is about, as it stands now: of several with its key the one with its quote.

        Raises `Misfit` where there is none, naming those that rest on the same quote.
        """
        same = self._found.get((correction.kind, correction.key or ""), [])
        if not same:
            raise self._not_found(correction)

        def likeness(each: Keyed) -> tuple[bool, bool]:
            return (
                any(span.quote == correction.quote and span.start == correction.start for span in each.evidence),
                any(span.quote == correction.quote for span in each.evidence),
            )

        found = max(same, key=likeness)
        now = self._now(found)
        if now is None and correction.verdict is Verdict.REJECTED:
            return found  # it went already, with what it rested on
        if now is None:
            raise Misfit("another correction changed what it is about", "另一条更正已改动了它所指的事实")
        return found._replace(fact=now)

    def _not_found(self, correction: Correction) -> Misfit:
        near = [
            each.key
            for (kind, _), facts in self._found.items()
            if kind is correction.kind
            for each in facts
            if any(span.quote == correction.quote for span in each.evidence)
        ]
        instead = f"; with its quote there is {', '.join(map(repr, near[:3]))}" if near else ""
        other = f"；同一引文下现有 {'、'.join(near[:3])}" if near else ""
        return Misfit(
            f"no {correction.kind} has this key any more{instead}", f"已没有以此为键的{ZH[correction.kind]}{other}"
        )

    def _now(self, found: Keyed) -> Fact | None:
        if isinstance(found.fact, Figure):
            case = self._cases.get(found.id)
            return found.fact if case is not None and found.fact in case.figures else None
        return self._all(found.kind).get(found.id)

    def _all(self, kind: Kind) -> Mapping[str, Fact]:
        return self._receipts if kind is Kind.RECEIPT else self.known[kind]

    def same(self, kind: Kind, id: str, fact: Fact) -> Keyed | None:
        """What is there already under the key that the fact would have; `id` of a figure is that of its case."""
        key = self._key(id, fact)
        there = self._cases[id].figures if isinstance(fact, Figure) else self._all(kind).values()
        twin = next((each for each in there if self._key(id, each) == key), None)
        return self._keyed(kind, id if isinstance(twin, Figure) else getattr(twin, "id", ""), twin) if twin else None

    def put(self, kind: Kind, id: str, fact: Fact) -> Keyed:
        """Add a fact, or put it in the place of the one with its id; a figure to the case with this id."""
        if isinstance(fact, Organization):
            self._organizations[id] = fact
        elif isinstance(fact, Award):
            self._awards[id] = fact
        elif isinstance(fact, Case):
            self._cases[id] = fact
        elif isinstance(fact, AwardReceipt):
            self._receipts[id] = fact
        elif isinstance(fact, Figure):
            case = self._cases[id]
            self._cases[id] = case.model_copy(update={"figures": (*case.figures, fact)})
        return self._keyed(kind, id, fact)

    def replace(self, target: Keyed, fact: Fact) -> Keyed:
        """Put a fact in the place of another."""
        if isinstance(target.fact, Figure) and isinstance(fact, Figure):
            case = self._cases[target.id]
            at = case.figures.index(target.fact)
            figures = (*case.figures[:at], fact, *case.figures[at + 1 :])
            self._cases[target.id] = case.model_copy(update={"figures": figures})
            return self._keyed(target.kind, target.id, fact)
        return self.put(target.kind, target.id, fact)

    def _keyed(self, kind: Kind, id: str, fact: Fact) -> Keyed:
        spans = (fact.evidence,) if isinstance(fact, Figure) else getattr(fact, "evidence", ())
        return Keyed(kind, self._key(id, fact), id, fact, spans)

    def _key(self, id: str, fact: Fact) -> str:
        if isinstance(fact, AwardReceipt):
            winners = [self._organizations[recipient].name for recipient in fact.recipients]
            title = self._cases[fact.case].title if fact.case is not None else None
            return keys.receipt_key(fact, winners, self._awards[fact.award], title)
        if isinstance(fact, Figure):
            return keys.figure_key(fact, self._cases[id].title)
        if isinstance(fact, Case):
            return keys.case_key(fact)
        if isinstance(fact, Award):
            return keys.award_key(fact)
        assert isinstance(fact, Organization)
        return keys.organization_key(fact)

    def free(self, kind: Kind, wanted: str) -> str:
        """An id that no fact of the kind has: the wanted one, or with a number."""
        taken = self._all(kind)
        return wanted if wanted not in taken else next(id for n in count(2) if (id := f"{wanted}#{n}") not in taken)

    def remove(self, target: Keyed) -> int:
        """Take a fact out with whatever cannot be without it; gives the number of receipts that went with it."""
        if self._now(target) is None:
            return 0
        before = len(self._receipts)
        if isinstance(target.fact, Figure):
            case = self._cases[target.id]
            at = case.figures.index(target.fact)
            figures = (*case.figures[:at], *case.figures[at + 1 :])
            self._cases[target.id] = case.model_copy(update={"figures": figures})
        elif target.kind is Kind.ORGANIZATION:
            del self._organizations[target.id]
            self._forget_organization(target.id)
        elif target.kind is Kind.AWARD:
            del self._awards[target.id]
            self._receipts = {key: each for key, each in self._receipts.items() if each.award != target.id}
        elif target.kind is Kind.CASE:
            del self._cases[target.id]
            for key, receipt in self._receipts.items():
                if receipt.case == target.id:
                    self._receipts[key] = receipt.model_copy(update={"case": None})
        else:
            del self._receipts[target.id]
            before -= 1
        return before - len(self._receipts)

    def _forget_organization(self, gone: str) -> None:
        """Take an organization out of everything that refers to it; a receipt that nobody received goes."""

        def left(ids: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(id for id in ids if id != gone)

        for key, told in self._organizations.items():
            if told.parent == gone:
                self._organizations[key] = told.model_copy(update={"parent": None, "parent_basis": None})
        for key, award in self._awards.items():
            self._awards[key] = award.model_copy(update={"organizers": left(award.organizers)})
        for key, case in self._cases.items():
            products = tuple(
                each.model_copy(update={"provider": None}) if each.provider == gone else each for each in case.products
            )
            partners = tuple(each for each in case.partners if each.organization != gone)
            said = {"owners": left(case.owners), "partners": partners, "products": products}
            self._cases[key] = case.model_copy(update=said)
        receipts = {
            key: each.model_copy(update={"recipients": left(each.recipients)}) for key, each in self._receipts.items()
        }
        self._receipts = {key: each for key, each in receipts.items() if each.recipients}

    def decide(self, number: int, decision: Decision) -> None:
        """Keep a decision of the correction with this number."""
        self._decisions.append((number, decision))

    def forget_the_lost(self) -> list[int]:
        """Drop the decisions about facts that went with others; gives the numbers of their corrections."""
        lost = [(number, decision) for number, decision in self._decisions if not self._holds(decision)]
        self._decisions = [each for each in self._decisions if each not in lost]
        return [number for number, _ in lost]

    def _holds(self, decision: Decision) -> bool:
        if decision.fact is None:
            return True
        if decision.kind is Kind.FIGURE:
            case = self._cases.get(decision.fact)
            return case is not None and any(each.evidence == decision.evidence for each in case.figures)
        return decision.fact in self._all(decision.kind)

    def finished(self) -> ArticleFacts:
        """The document as it is now, checked against the contract once more."""
        made = [decision for _, decision in sorted(self._decisions, key=lambda each: each[0])]
        return ArticleFacts(
            article=self._document.article,
            organizations=tuple(self._organizations.values()),
            awards=tuple(self._awards.values()),
            cases=tuple(self._cases.values()),
            receipts=tuple(self._receipts.values()),
            checks=self._document.checks,
            decisions=(*self._document.decisions, *made),
            extraction=self._document.extraction,
        )
