"""The measures of figures across articles: one name for what several articles call differently of one case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.facts import ArticleFacts, Case, Figure
from kg.reconciler import figures, likeness
from kg.reconciler.choosing import chosen
from kg.reconciler.tellings import identity

Thing = tuple[str, tuple[str, ...], str, str]
"""A case by its title and owners, what is measured, and the unit."""
Vote = tuple[str, int]
"""What a measure is called, by how many votes."""


def measures(document: ArticleFacts, weight: int) -> Iterator[tuple[Thing, Vote]]:
    """What a document under common names of cases measures, and how it calls it; `weight` are its votes."""
    for case in document.cases:
        for thing, figure in _things(document, case):
            yield thing, (figure.measure or "", weight)


def measured(votes: Iterable[tuple[Thing, Vote]]) -> dict[Thing, str]:
    """One name for each thing that is called differently; all votes for a thing are to be given together."""
    told: dict[Thing, list[Vote]] = defaultdict(list)
    for thing, vote in votes:
        told[thing].append(vote)
    return {thing: name for thing, same in told.items() if len(set(same)) > 1 and (name := chosen(same))}


def renamed(document: ArticleFacts, called: Mapping[Thing, str]) -> ArticleFacts:
    """The document with the common names of what it measures."""
    if not called:
        return document
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


def _things(document: ArticleFacts, case: Case) -> Iterator[tuple[Thing, Figure]]:
    who = {told.id: identity(told) for told in document.organizations}
    owners = tuple(sorted(who[id] for id in case.owners))
    for figure in case.figures:
        yield (likeness.core(case.title), owners, figures.measure(figure), figure.unit), figure
