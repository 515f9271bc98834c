"""Whatever documents say, reconciling them is a function of their set that ends, repeats itself, and loses nothing."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.builder import Knowledge, convert_all
from kg.facts import ArticleFacts
from kg.reconciler import reconcile
from kg.terms import FA, RDF
from tests.arbitrary import documents

KNOWLEDGE = Knowledge.load()
MANY = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
ANY = st.tuples(*(documents(article=name) for name in ("one", "other", "third")))


@MANY
@given(ANY, st.permutations(range(3)))
def test_the_order_of_anything_does_not_matter(told: Sequence[ArticleFacts], order: list[int]) -> None:
    assert convert_all([told[n] for n in order], KNOWLEDGE) == convert_all(told, KNOWLEDGE)


@MANY
@given(ANY)
def test_reconciling_anything_again_changes_nothing(told: Sequence[ArticleFacts]) -> None:
    once = reconcile(told, KNOWLEDGE.registry)
    assert reconcile(once.documents, KNOWLEDGE.registry).documents == once.documents


@MANY
@given(ANY)
def test_every_receipt_and_every_span_of_anything_stays(told: Sequence[ArticleFacts]) -> None:
    same = reconcile(told, KNOWLEDGE.registry).documents
    for before, after in zip(sorted(told, key=lambda each: each.article.id), same, strict=True):
        assert len(after.receipts) == len(before.receipts)
        assert [span for _, span in after.spans()] == [span for _, span in before.spans()]


@MANY
@given(ANY)
def test_every_side_of_a_contradiction_is_in_the_graph(told: Sequence[ArticleFacts]) -> None:
    quads = convert_all(told, KNOWLEDGE)
    typed = {quad.subject for quad in quads if quad.predicate == RDF.type}
    sides = {quad.object for quad in quads if quad.predicate == FA.hasSide}
    said = {quad.object for quad in quads if quad.subject in sides and quad.predicate in (FA.states, FA.hasEvidence)}
    assert sides | said <= typed
