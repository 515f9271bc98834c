"""What many articles say together: one name for one thing, who repeats whom, who contradicts whom.

A pure function of a set of facts documents, whatever their order: `reconcile` gives the documents under common names,
so that one award that several outlets tell is one receipt, with the evidence of each. Comes after resolution and
corrections, before conversion.

::

    organizations   who is one across articles: the reasons, over a `census` of all, with `bearers` in classes;
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

from collections.abc import Iterable
from typing import NamedTuple

from kg.facts import ArticleFacts, Organization
from kg.facts.together import Together
from kg.reconciler import awards, cases, receipts
from kg.reconciler.awards import At
from kg.reconciler.contradictions import contradictions
from kg.reconciler.days import undisputed
from kg.reconciler.decisions import Decided
from kg.reconciler.harmony import Common, harmonized
from kg.reconciler.measures import measured
from kg.reconciler.organizations import united
from kg.reconciler.reprints import Printed, reprints
from kg.reconciler.tellings import identity, tellings
from kg.registry import Registry

__all__ = ["Reconciled", "reconcile"]


class Reconciled(NamedTuple):
    """The documents under common names, by article id, and what they say together."""

    documents: tuple[ArticleFacts, ...]
    together: Together


def reconcile(documents: Iterable[ArticleFacts], registry: Registry, decided: Decided | None = None) -> Reconciled:
    """Bring documents under common names, and find what they repeat and contradict.

    `decided` is what people decided of who is who (see `kg.reconciler.decisions`). A document's text, where it has it,
    is what reprints are known by; without it, its quotes are.
    """
    known = (_of_this_registry(document, registry) for document in documents)
    told = united(sorted(known, key=lambda document: document.article.id), registry, decided)
    repeated = reprints({document.article.id: _printed(document) for document in told})
    weights = [1 if document.article.id in repeated else 2 for document in told]
    same = measured(_harmony(told, weights), weights)
    said = Together(contradictions(same, registry), tuple(sorted(repeated.items())))
    return Reconciled(undisputed(same), said)


def _of_this_registry(document: ArticleFacts, registry: Registry) -> ArticleFacts:
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


def _harmony(documents: list[ArticleFacts], weights: list[int]) -> tuple[ArticleFacts, ...]:
    """The documents under common names; `weights` are their votes for a name."""
    classes = receipts.classes(list(tellings(documents)))
    called = awards.called(documents, classes, weights)
    works = cases.classes(documents, classes)
    titled: dict[At, cases.Titled] = {}
    for several in (same for same in works if len(same) > 1):
        titled |= dict.fromkeys(several, cases.titled(documents, several, weights))
    added: dict[int, dict[int, cases.Titled]] = {}
    for one in classes:
        told = [(each.document, each.case) for each in one if each.case is not None]
        for each in one:
            if told and each.case is None:
                at = told[0][0], told[0][1]
                whole = titled.get(at) or cases.titled(documents, [at], weights)
                added.setdefault(each.document, {})[each.receipt] = whole
    known: dict[str, Organization] = {}
    for document in documents:
        for organization in document.organizations:
            known.setdefault(identity(organization), organization)
    return tuple(
        harmonized(
            document,
            Common(
                [called[d, n] for n in range(len(document.awards))],
                {n: titled[d, n] for n in range(len(document.cases)) if (d, n) in titled},
                added.get(d, {}),
            ),
            known,
        )
        for d, document in enumerate(documents)
    )


def _printed(document: ArticleFacts) -> Printed:
    article = document.article
    text = article.text or "\n".join(dict.fromkeys(span.quote for _, span in document.spans()))
    return Printed(article.id, (article.published or "")[:10], text)
