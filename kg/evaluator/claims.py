"""The two sides of a comparison in one form: what a facts document claims and what the gold states, names folded.

An `Item` shows itself to people and knows the spans that it cites; what agrees with what is for `matching`.
"""

from decimal import Decimal
from typing import NamedTuple

from kg.evaluator.gold import Gold, GoldReceipt
from kg.evaluator.likeness import Folded, awards, organizations, titles
from kg.facts import ArticleFacts, Case, Span
from kg.terms import plain


class Shown(NamedTuple):
    """How an item is shown: in words, and by the spans that it cites."""

    words: str
    cites: tuple[Span, ...] = ()


class Win(NamedTuple):
    """A receipt. `case` is empty where there is none."""

    shown: Shown
    recipients: tuple[Folded, ...]
    award: Folded
    year: int | None
    case: Folded


class Named(NamedTuple):
    """An organization."""

    shown: Shown
    names: Folded


class Belonging(NamedTuple):
    """An organization and the one that it belongs to."""

    shown: Shown
    child: Folded
    parent: Folded


class Quantity(NamedTuple):
    """A figure of a case; more than one unit where more than one reading is right."""

    shown: Shown
    case: Folded
    value: Decimal
    units: frozenset[str]


class Claims(NamedTuple):
    """Everything that one side has."""

    wins: tuple[Win, ...]
    organizations: tuple[Named, ...]
    belongings: tuple[Belonging, ...]
    quantities: tuple[Quantity, ...]


def claims_of(facts: ArticleFacts) -> Claims:
    """What a facts document claims. Figures count only where their case was honoured: gold has no others."""
    names = {o.id: (o.name, *o.aliases) for o in facts.organizations}
    folded = {key: organizations(forms) for key, forms in names.items()}
    honoured = {receipt.case for receipt in facts.receipts}
    return Claims(
        _wins(facts, folded),
        tuple(Named(Shown(o.name, o.evidence), folded[o.id]) for o in facts.organizations),
        tuple(
            Belonging(Shown(_belongs(o.name, names[o.parent][0]), o.evidence), folded[o.id], folded[o.parent])
            for o in facts.organizations
            if o.parent is not None
        ),
        tuple(
            Quantity(
                Shown(_measured(figure.value, figure.unit, case.title), (figure.evidence,)),
                titles((case.title, *case.aliases)),
                figure.value,
                frozenset({figure.unit}),
            )
            for case in facts.cases
            if case.id in honoured
            for figure in case.figures
        ),
    )


def _wins(facts: ArticleFacts, folded: dict[str, Folded]) -> tuple[Win, ...]:
    names = {o.id: o.name for o in facts.organizations}
    known = {award.id: award for award in facts.awards}
    cases: dict[str | None, Case] = {case.id: case for case in facts.cases}
    found = []
    for receipt in facts.receipts:
        award, case = known[receipt.award], cases.get(receipt.case)
        shown = _won([names[r] for r in receipt.recipients], award.name, award.year, case.title if case else None)
        found.append(
            Win(
                Shown(shown, receipt.evidence),
                tuple(folded[r] for r in receipt.recipients),
                awards((award.name, *award.aliases, f"{award.programme or ''}{award.name}")),
                award.year,
                titles((case.title, *case.aliases)) if case else frozenset(),
            )
        )
    return tuple(found)


def stated_by(gold: Gold) -> Claims:
    """What the gold states."""
    return Claims(
        tuple(_stated_win(receipt) for receipt in gold.receipts),
        tuple(Named(Shown(forms[0]), organizations(forms)) for forms in gold.organizations),
        tuple(
            Belonging(Shown(_belongs(child[0], parent[0])), organizations(child), organizations(parent))
            for child, parent in gold.parents
        ),
        tuple(
            Quantity(
                Shown(_measured(figure.value, figure.unit[0], figure.case[0] if figure.case else None)),
                titles(figure.case or ()),
                figure.value,
                frozenset(figure.unit),
            )
            for figure in gold.figures
        ),
    )


def _stated_win(receipt: GoldReceipt) -> Win:
    with_programme = (f"{programme}{award}" for programme in receipt.programme or () for award in receipt.award)
    winners = [forms[0] for forms in receipt.recipients]
    return Win(
        Shown(_won(winners, receipt.award[0], receipt.year, receipt.case[0] if receipt.case else None)),
        tuple(organizations(forms) for forms in receipt.recipients),
        awards((*receipt.award, *with_programme)),
        receipt.year,
        titles(receipt.case or ()),
    )


def _won(winners: list[str], award: str, year: int | None, case: str | None) -> str:
    return " · ".join(str(part) for part in (" + ".join(winners), award, year, case) if part is not None)


def _belongs(child: str, parent: str) -> str:
    return f"{child} → {parent}"


def _measured(value: Decimal, unit: str, case: str | None) -> str:
    return " · ".join(part for part in (f"{plain(value)} {unit}".strip(), case) if part)
