"""The whole graph of facts documents."""

from collections.abc import Iterable, Iterator

from kg.builder.knowledge import Knowledge
from kg.converter import Merger, context, convert, mergers, together
from kg.facts import ArticleFacts
from kg.inference import infer
from kg.reconciler import reconcile
from kg.terms import Quad, in_order


def assert_each(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> set[Quad]:
    """What facts documents say: facts, articles and links, and what the registry and vocabularies say of them."""
    ontology, registry, mint, decided = knowledge
    told = list(documents)
    documents, said = reconcile(told, registry, decided)
    asserted = {
        quad for document in documents for quad in convert(document, registry=registry, ontology=ontology, mint=mint)
    }
    asserted.update(together(told, documents, said, registry=registry, ontology=ontology, mint=mint))
    asserted.update(tuple(context(asserted, registry=registry, ontology=ontology, mint=mint)))
    return asserted


def convert_each(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> list[Quad]:
    """The whole graph of facts documents, inferences included, in order."""
    asserted = assert_each(documents, knowledge)
    return in_order((*asserted, *infer(asserted, knowledge.ontology, knowledge.mint)))


def merged(documents: Iterable[ArticleFacts], knowledge: Knowledge) -> Iterator[tuple[ArticleFacts, Merger]]:
    """The facts of each document that are one in the graph and differ, with their document."""
    ontology, registry, mint, _ = knowledge
    for document in documents:
        for merger in mergers(document, registry=registry, ontology=ontology, mint=mint):
            yield document, merger
