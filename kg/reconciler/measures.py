"""The measures of figures across articles: one name for what several articles call differently of one case."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

from kg.facts import ArticleFacts, Case, Figure
from kg.reconciler import figures, likeness
from kg.reconciler.choosing import chosen
from kg.reconciler.tellings import identity

Thing = tuple[str, tuple[str, ...], str, str]
"""A case by its title and owners, what is measured, and the unit."""


def measured(documents: Sequence[ArticleFacts], weights: Sequence[int]) -> tuple[ArticleFacts, ...]:
    """Documents under common names of cases, with one name for each measure of a case; `weights` are their votes."""
    votes: dict[Hashable, list[tuple[str, int]]] = defaultdict(list)
    for document, weight in zip(documents, weights, strict=True):
        for case in document.cases:
            for thing, figure in _things(document, case):
                votes[thing].append((figure.measure or "", weight))
    called = {thing: name for thing, told in votes.items() if len(set(told)) > 1 and (name := chosen(told))}
    return tuple(_renamed(document, called) for document in documents) if called else tuple(documents)


def _things(document: ArticleFacts, case: Case) -> Iterator[tuple[Thing, Figure]]:
    who = {told.id: identity(told) for told in document.organizations}
    owners = tuple(sorted(who[id] for id in case.owners))
    for figure in case.figures:
        yield (likeness.core(case.title), owners, figures.measure(figure), figure.unit), figure


def _renamed(document: ArticleFacts, called: dict[Hashable, str]) -> ArticleFacts:
    cases = tuple(
        case.model_copy(
            update={
                "figures": tuple(
                    figure.model_copy(update={"measure": called[thing]})
                    if figure.measure and thing in called
                    else figure
                    for thing, figure in _things(document, case)
                )
            }
        )
        for case in document.cases
    )
    return document if cases == document.cases else document.model_copy(update={"cases": cases})
