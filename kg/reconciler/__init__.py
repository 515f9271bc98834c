"""What many articles say together: one name for one thing, who repeats whom, who contradicts whom.

A pure function of a set of facts documents, whatever their order: `reconcile` gives the documents under common names,
so that one award that several outlets tell is one receipt, with the evidence of each. Comes after resolution and
corrections, before conversion.

::

    organizations   who is one across articles: the reasons, over a `census` of all, with `bearers` in classes;
                    `grammar` says whom a name may mean, `kindred` who is to be looked at together;
                    `decisions` are what people decided, `proposals` and `drafting` what they are asked
    tellings        receipts as articles tell them, and what tells two apart
    likeness        which names may be one
    receipts        which tellings are one receipt
    awards, cases   what an award or case is called across articles; `names`, `choosing`, `classes` are their tools
    harmony         a document under the common names; `measures` those of its figures
    reprints        the same text under another masthead
    words, figures  what is said of things that articles may contradict each other about
    contradictions  what they say otherwise; `days` takes back the days that are disputed
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from kg.facts import ArticleFacts
from kg.facts.together import Together
from kg.reconciler import awards, cases, receipts, reprints
from kg.reconciler.contradictions import above, belonging, contradictions
from kg.reconciler.days import days, disputed, undated
from kg.reconciler.decisions import Decided
from kg.reconciler.harmony import Common, harmonized
from kg.reconciler.measures import measured, measures, renamed
from kg.reconciler.organizations import united
from kg.reconciler.tellings import Placed, Where, placed, tellings
from kg.reconciler.words import sayings
from kg.registry import Registry

__all__ = ["Reconciled", "known_here", "reconcile"]


class Reconciled(NamedTuple):
    """The documents under common names, by article id, and what they say together."""

    documents: tuple[ArticleFacts, ...]
    together: Together


def reconcile(documents: Iterable[ArticleFacts], registry: Registry, decided: Decided | None = None) -> Reconciled:
    """Bring documents under common names, and find what they repeat and contradict.

    `decided` is what people decided of who is who (see `kg.reconciler.decisions`). A document's text, where it has it,
    is what reprints are known by; without it, its quotes are.
    """
    ordered = placed(known_here(document, registry) for document in documents)
    told = placed(united((document for _, document in ordered), registry, decided))
    repeated = reprints.reprints(reprints.printed(*each) for each in told)
    weights = {where: 1 if where in repeated else 2 for where, _ in told}
    named = _harmony(told, weights)
    called = measured(vote for where, document in named for vote in measures(document, weights[where]))
    same = [(where, renamed(document, called)) for where, document in named]
    found = contradictions(
        (saying for each in same for saying in sayings(*each)),
        above(pair for _, document in same for pair in belonging(document)),
        registry,
    )
    unsure: dict[Where, set[int]] = defaultdict(set)
    for where, place in disputed(day for each in same for day in days(*each)):
        unsure[where].add(place)
    documents = tuple(undated(document, unsure[where]) for where, document in same)
    first = sorted((where.article, other.article) for where, other in repeated.items())
    return Reconciled(documents, Together(found, tuple(first)))


def known_here(document: ArticleFacts, registry: Registry) -> ArticleFacts:
    """The document without ids of another registry, as the converter reads it: by their names."""
    if all(told.registry_id is None or told.registry_id in registry for told in document.organizations):
        return document
    organizations = tuple(
        told
        if told.registry_id is None or told.registry_id in registry
        else told.model_copy(update={"registry_id": None})
        for told in document.organizations
    )
    return document.model_copy(update={"organizations": organizations})


def _harmony(documents: list[Placed], weights: dict[Where, int]) -> list[Placed]:
    """The documents under common names; `weights` are their votes for a name."""
    classes = receipts.classes([telling for each in documents for telling in tellings(*each)])
    called = awards.called((n for w, d in documents for n in awards.awards(w, d, weights[w])), classes)
    titled = cases.titled((n for w, d in documents for n in cases.works(w, d, weights[w])), classes)
    holds = {where: Common({}, {}, {}) for where, _ in documents}
    for (where, n), award in called.items():
        holds[where].awards[n] = award
    for (where, n), case in titled.cases.items():
        holds[where].cases[n] = case
    for (where, n), case in titled.added.items():
        holds[where].added[n] = case
    return [(where, harmonized(document, holds[where])) for where, document in documents]
