"""The named queries against answers derived by hand, in the engine that is built in and in another one."""

from collections.abc import Iterator

import pytest
from rdflib import Graph
from rdflib.query import ResultRow

from kg import ontology
from kg.exporters import pieces
from kg.store import Solutions, Store
from kg.terms import value
from tests.answers import ANSWERS, BEYOND, Answer
from tests.converted import document, whole


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store.create() as store:
        store.load(whole([document("service-cases")]))
        yield store


@pytest.fixture(scope="module")
def union() -> Graph:
    lines = b"".join(pieces(whole([document("service-cases")]), "ntriples"))
    return Graph().parse(data=lines, format="nt")


def test_every_competency_question_has_a_query_and_an_answer() -> None:
    assert sorted({answer.number for answer in ANSWERS}) == list(range(1, 28))
    assert {query.name for query in ontology.load().queries} - BEYOND == {answer.query for answer in ANSWERS}
    assert len({(answer.number, answer.query) for answer in ANSWERS}) == 27


def _bound(answer: Answer) -> str:
    return ontology.load().query(answer.query).bind(answer.parameters)


def _id(answer: Answer) -> str:
    return "-".join([answer.query, *answer.parameters.values()])


@pytest.mark.parametrize("answer", ANSWERS, ids=_id)
def test_answer(answer: Answer, store: Store) -> None:
    found = store.query(_bound(answer))
    if isinstance(found, Solutions):
        assert tuple(tuple(value(term) if term else "" for term in row) for row in found.rows) == answer.rows
    else:
        assert found is answer.rows


@pytest.mark.parametrize("answer", ANSWERS, ids=_id)
def test_another_engine_answers_the_same(answer: Answer, union: Graph) -> None:
    """Rows as a set: where values tie, or a language tag would decide, the order is the engine's."""
    found = union.query(_bound(answer))
    if found.type == "ASK":
        assert found.askAnswer is answer.rows
    else:
        assert not isinstance(answer.rows, bool)
        rows = [row for row in found if isinstance(row, ResultRow)]
        assert {tuple("" if term is None else str(term) for term in row) for row in rows} == set(answer.rows)


def test_every_query_is_commented_in_both_languages() -> None:
    for query in ontology.load().queries:
        assert query.question_zh.endswith("？")
        assert query.question_en.endswith("?")
        assert query.question_en.isascii()
