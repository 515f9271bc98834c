"""What is written is what comes back: nothing that this program writes does the engine make into something else."""

import tempfile
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.facts import ArticleFacts
from kg.store import Store
from kg.terms import FA, XSD, Quad, Term, date, decimal, integer, iri, literal
from tests.arbitrary import documents, texts

SUBJECT, GRAPH = iri("https://example.org/a"), iri("https://example.org/graph/甲")
TAGS = st.lists(st.from_regex("[A-Za-z]{1,9}|[0-9]{1,4}|[A-Za-z0-9]{1,9}|x", fullmatch=True), min_size=1, max_size=5)
INSTANTS = st.builds(
    lambda at, fraction, zone: at.isoformat()[:19] + fraction + zone,
    st.datetimes(),
    st.sampled_from(("", ".0", ".5", ".500", ".000001", ".1234567890", ".12345678901234567890")),
    st.sampled_from(("", "Z", "+00:00", "-00:00", "+08:00", "-05:30", "+14:00", "+14:30", "+23:59")),
)
DATES = st.from_regex(r"-?[0-9]{4,6}(-[0-9]{2}(-[0-9]{2}(T[0-9:]{8}(\.[0-9]{1,3})?Z?)?)?)?", fullmatch=True)
TERMS = st.one_of(
    texts.map(literal),
    st.builds(lambda text, parts: literal(text, language="-".join(parts)), texts, TAGS),
    st.integers().map(integer),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40).map(decimal),
    st.one_of(INSTANTS, DATES, texts).map(date),
    texts.map(lambda text: iri(f"https://example.org/{text}")),
)


def back(quads: list[Quad], path: Path | None = None) -> list[Quad]:
    with Store.create(path) as store:
        store.load(quads)
        return sorted(store.quads())


@given(st.lists(TERMS, max_size=6))
def test_every_term_that_is_written_comes_back(terms: list[Term]) -> None:
    quads = sorted({Quad(SUBJECT, FA.value, term, graph) for term in terms for graph in (Term(""), GRAPH)})
    assert back(quads) == quads


@given(documents())
def test_every_graph_that_is_converted_comes_back(document: ArticleFacts) -> None:
    quads = sorted(set(kg.convert(document)))
    with tempfile.TemporaryDirectory() as folder:
        assert back(quads, Path(folder) / "store") == quads


@pytest.mark.parametrize("text", ["007", "+5", "1.10", "330,000,000", "3.30E+8", "-0", "true", "2021-02-31", " 1 "])
def test_texts_as_printed_are_strings_that_nobody_changes(text: str) -> None:
    quad = Quad(SUBJECT, FA.value, literal(text))
    assert back([quad]) == [quad]
    changed = ox.Store()
    for type in (XSD.integer, XSD.decimal, XSD.dateTime):
        changed.bulk_load(f"{SUBJECT} {FA.value} {literal(text, datatype=type)} .".encode(), ox.RdfFormat.N_QUADS)
    if text in ("007", "+5", "1.10", "-0"):
        assert {quad.object.value for quad in changed} != {text}, "a typed one would be changed: this test is needed"


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("2022-03-15T12:24:46+00:00", "2022-03-15T12:24:46Z"),
        ("2022-03-15T12:24:46.500+08:00", "2022-03-15T12:24:46.5+08:00"),
        ("2022-03-15T12:24:46.000", "2022-03-15T12:24:46"),
        ("2022-03-15T12:24:46", "2022-03-15T12:24:46"),
    ],
)
def test_instants_are_canonical(said: str, written: str) -> None:
    assert date(said) == literal(written, datatype=XSD.dateTime)


@pytest.mark.parametrize("text", ["-0000", "2022-03-15T24:00:00", "2022-03-15T12:00:00+15:00", "2022-02-30T12:00:00Z"])
def test_what_is_no_date_stays_a_string(text: str) -> None:
    assert date(text) == literal(text)


@pytest.mark.parametrize("tag", ["a", "zh-hans-", "abcdefghi", "zh-a", "zh-x", "123", "zh-hans-cn-cn", "en--ltr"])
def test_a_text_with_a_tag_that_is_none_is_a_string(tag: str) -> None:
    assert literal("甲", language=tag) == '"甲"'


def test_numbers_are_canonical() -> None:
    assert decimal(Decimal("1.10")) == literal("1.1", datatype=XSD.decimal)
    assert decimal(Decimal("-0.00")) == literal("0", datatype=XSD.decimal)
