"""What of a model's draft is accepted: what the text itself says, checked fact by fact.

Every quote, name, year and figure is looked up in the text, and written as it stands there; every receipt needs
quotes that name its winners and its award. What fails is dropped, with its reason. No word of the model decides
anything, whatever it, or an article that gives it orders, says.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from kg import facts
from kg.article import Article
from kg.llm.answer import Dropped
from kg.llm.cases import examine_cases, one_of
from kg.llm.examination import Examination, Known
from kg.llm.figures import prints, years
from kg.llm.location import Stretch
from kg.llm.printed import Printed
from kg.llm.reply import Draft
from kg.llm.schema import kinds
from kg.ontology import Ontology
from kg.registry import Registry


class Accepted(NamedTuple):
    """The facts that stood the test, and what did not."""

    facts: facts.ArticleFacts
    dropped: tuple[Dropped, ...]


def accept(
    draft: Draft, article: Article, registry: Registry, ontology: Ontology, extraction: facts.Extraction
) -> Accepted:
    """Check a draft against the article that it is about. Deterministic."""
    exam = Examination(Printed(article.text, registry))
    for line in exam.printed.orders:
        exam.drop("article", line, "gives orders to programs: no quote is taken from this line")
    organizations = _organizations(exam, draft, frozenset(kinds(ontology, "kind")))
    awards = _awards(exam, draft)
    cases = examine_cases(exam, draft, frozenset(kinds(ontology, "case-kind")))
    receipts = _receipts(exam, draft)
    awards = _used(exam, "awards", awards, {r.award for r in receipts})
    cases = _used(exam, "cases", cases, {r.case for r in receipts})
    taking_part = _taking_part(organizations, awards, cases, receipts)
    document = facts.ArticleFacts(
        article=facts.describe(article),
        organizations=tuple(_used(exam, "organizations", organizations, taking_part)),
        awards=tuple(awards),
        cases=tuple(cases),
        receipts=tuple(receipts),
        extraction=extraction,
    )
    return Accepted(document, (*draft.dropped, *exam.dropped))


F = TypeVar("F", facts.Organization, facts.Award, facts.Case)


def _used(exam: Examination, kind: str, found: list[F], ids: Collection[str | None]) -> list[F]:
    """The facts that an accepted receipt is about."""
    for fact in found:
        if fact.id not in ids:
            exam.drop(kind, fact.id, "has no part in an accepted receipt")
    return [fact for fact in found if fact.id in ids]


def _taking_part(
    organizations: list[facts.Organization],
    awards: list[facts.Award],
    cases: list[facts.Case],
    receipts: list[facts.AwardReceipt],
) -> set[str]:
    """The ids of the organizations that win, own, take part, provide or confer, and of those above them."""
    parts = [
        *(id for receipt in receipts for id in receipt.recipients),
        *(id for award in awards for id in award.organizers),
        *(id for case in cases for id in case.owners),
        *(partner.organization for case in cases for partner in case.partners),
        *(product.provider for case in cases for product in case.products if product.provider),
    ]
    above = {organization.id: organization.parent for organization in organizations}
    found: set[str] = set()
    for id in parts:
        at: str | None = id
        while at is not None and at not in found:
            found.add(at)
            at = above[at]
    return found


def _organizations(exam: Examination, draft: Draft, known_kinds: frozenset[str]) -> list[facts.Organization]:
    """The organizations that the text names, with the parents that it gives them."""
    made: list[facts.Organization] = []
    parents: list[tuple[str, Known, str]] = []
    for path, said in draft.organizations:
        forms = exam.names(path, said.name, said.aliases, organization=True)
        if not forms:
            continue
        name = max(forms, key=len)
        quotes = exam.evidence(path, said.evidence, forms, organization=True)
        known = Known(name, forms, quotes)
        if exam.introduce("organization", path, name, (said.id, said.name), (*said.aliases, *forms), known):
            made.append(
                facts.Organization(
                    id=name,
                    name=name,
                    aliases=tuple(form for form in forms if form != name),
                    kind=one_of(exam, f"{path}.kind", said.kind, known_kinds),
                    evidence=exam.spans(quotes),
                )
            )
            parents += [(path, known, said.parent)] if said.parent else []
    return _placed(exam, made, parents)


def _placed(
    exam: Examination, made: list[facts.Organization], parents: list[tuple[str, Known, str]]
) -> list[facts.Organization]:
    """The organizations under their parents: where a quote names both, or a branch's name begins with it."""
    above: dict[str, tuple[str, facts.ParentBasis]] = {}
    for path, child, said in parents:
        parent = exam.reference("organization", said)
        basis = _basis(exam, child, parent) if parent else None
        if parent is None or basis is None:
            exam.drop(f"{path}.parent", said, "no sentence names both, it is no branch, and the registry does not know")
        elif _stands_above(child.id, parent.id, above):
            exam.drop(f"{path}.parent", said, "stands below it")
        else:
            above[child.id] = (parent.id, basis)
    return [
        o.model_copy(update=dict(zip(("parent", "parent_basis"), above[o.id], strict=True))) if o.id in above else o
        for o in made
    ]


def _basis(exam: Examination, child: Known, parent: Known) -> facts.ParentBasis | None:
    around = (*child.quotes, *exam.printed.sentences(child.forms))
    if any(exam.printed.names_both(passage, child.forms, parent.forms) for passage in around):
        return facts.ParentBasis.STATED
    if any(exam.printed.is_branch(form, parent.forms) for form in child.forms):
        return facts.ParentBasis.IMPLIED
    return facts.ParentBasis.REGISTRY if exam.printed.is_registered_under(child.forms, parent.forms) else None


def _stands_above(one: str, other: str, above: dict[str, tuple[str, facts.ParentBasis]]) -> bool:
    """Whether `one` is `other` or stands above it."""
    while one != other and other in above:
        other = above[other][0]
    return one == other


def _awards(exam: Examination, draft: Draft) -> list[facts.Award]:
    """The awards that the text names."""
    made: list[facts.Award] = []
    for path, said in draft.awards:
        forms = exam.names(path, said.name, said.aliases)
        programme = exam.name(f"{path}.programme", said.programme)
        edition = exam.name(f"{path}.edition", said.edition)
        if not forms:
            continue
        quotes = exam.evidence(path, said.evidence, (*forms, *([programme] if programme else [])))
        around = (*quotes, *exam.printed.sentences((*forms, *([programme] if programme else []))))
        year = said.year
        if year is not None and not any(year in years(exam.printed.text[p.start : p.end]) for p in around):
            exam.drop(f"{path}.year", str(year), "no sentence about the award prints it, but as part of a date")
            year = None
        named = forms[0] if year is None else f"{forms[0]}（{year}）"
        id = named if all(a.id != named for a in made) else f"{named}#{len(made) + 1}"
        identity = f"{forms[0]}\n{programme}\n{edition}\n{year}"
        if exam.introduce(
            "award", path, identity, (said.id, said.name), (*said.aliases, *forms), Known(id, forms, quotes)
        ):
            made.append(
                facts.Award(
                    id=id,
                    name=forms[0],
                    programme=programme,
                    year=year,
                    edition=edition,
                    organizers=exam.mentioned(f"{path}.organizers", said.organizers, around),
                    aliases=forms[1:],
                    evidence=exam.spans(quotes),
                )
            )
    return made


def _receipts(exam: Examination, draft: Draft) -> list[facts.AwardReceipt]:
    """The receipts whose quotes name every winner and the award; one that is told twice is one."""
    made: dict[tuple[str, frozenset[str], str | None], facts.AwardReceipt] = {}
    for path, said in draft.receipts:
        quotes = exam.located(f"{path}.evidence", said.evidence)
        award = exam.reference("award", said.award)
        winners = [known for name in said.recipients if (known := exam.reference("organization", name))]
        fault = None
        if award is None or len(winners) < len(said.recipients):
            fault = "the award is not accepted" if award is None else "a winner is not accepted"
        elif not exam.printed.names(quotes, award.forms):
            fault = "no quote names the award"
        elif not all(exam.printed.names(quotes, winner.forms, organization=True) for winner in winners):
            fault = "no quote names the winner"
        if award is None or fault:
            exam.drop(path, f"{'、'.join(said.recipients)} – {said.award}", fault or "")
            continue
        case = _case(exam, path, said.case, (award, *winners), quotes)
        ids = tuple(dict.fromkeys(winner.id for winner in winners))
        before = made.get((award.id, frozenset(ids), case))
        evidence = exam.spans(quotes)
        if before:
            evidence = tuple(dict.fromkeys((*before.evidence, *evidence)))
        made[award.id, frozenset(ids), case] = facts.AwardReceipt(
            id=before.id if before else f"receipt-{len(made) + 1}",
            award=award.id,
            recipients=ids,
            case=case,
            date=_day(exam, path, said.date, (*quotes, *award.quotes)),
            rank=_rank(exam, path, said.rank, quotes),
            evidence=evidence,
        )
    return list(made.values())


def _case(
    exam: Examination, path: str, said: str | None, others: Sequence[Known], quotes: Sequence[Stretch]
) -> str | None:
    """The case of a receipt, where a quote of the receipt names it, or a quote of the case a winner or the award."""
    if said is None:
        return None
    case = exam.reference("case", said)
    if case is None:
        exam.drop(f"{path}.case", said, "is none of the accepted cases")
    elif not exam.printed.names(quotes, case.forms) and not any(
        exam.printed.names(case.quotes, other.forms) for other in others
    ):
        exam.drop(f"{path}.case", said, "no quote names it with its winner or award")
    else:
        return case.id
    return None


def _day(exam: Examination, path: str, said: date | None, quotes: Sequence[Stretch]) -> date | None:
    if said is None or any(prints(said.isoformat(), exam.printed.text[q.start : q.end]) for q in quotes):
        return said
    exam.drop(f"{path}.date", said.isoformat(), "no quote prints it")
    return None


def _rank(exam: Examination, path: str, said: str | None, quotes: Sequence[Stretch]) -> str | None:
    passages = [exam.printed.text[q.start : q.end] for q in quotes]
    if said is None or exam.printed.names(quotes, [said]) or any(prints(said, passage) for passage in passages):
        return said
    exam.drop(f"{path}.rank", said, "no quote prints it")
    return None
