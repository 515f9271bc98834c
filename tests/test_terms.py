"""Terms: whatever stands in a text, two independent parsers read back what was meant."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.terms import DCTERMS, FA, RDFS, Mint, Quad, date, decimal, in_order, iri, literal, norm, plain, value

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ANYTHING = st.text(st.characters(), max_size=60)
SUBJECT = iri("https://example.org/s")


def read_back(quad: Quad) -> tuple[str, str]:
    """The lexical form of the object, as pyoxigraph and as rdflib read it."""
    line = quad.line()
    (first,) = ox.parse(line, format=ox.RdfFormat.N_QUADS)
    assert isinstance(first.object, ox.Literal | ox.NamedNode)
    (second,) = rdflib.Graph().parse(data=line, format="nt").objects()
    return first.object.value, str(second)


@given(ANYTHING, st.sampled_from([None, "zh-Hans", "en", "no such tag!", ""]))
def test_any_text_is_a_literal_that_two_parsers_read_alike(text: str, language: str | None) -> None:
    one, other = read_back(Quad(SUBJECT, RDFS.label, literal(text, language=language)))
    assert one == other == value(literal(text, language=language))
    assert len(one) == len(text), "what XML cannot hold is replaced one for one, so that offsets stay"


@given(TEXT.filter(lambda t: not set(map(ord, t)) & {*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF}))
def test_what_xml_can_hold_is_kept(text: str) -> None:
    assert value(literal(text)) == text


@given(ANYTHING)
def test_any_text_makes_an_iri_that_parses(text: str) -> None:
    one, other = read_back(Quad(SUBJECT, DCTERMS.source, iri(f"https://example.org/{text}")))
    assert one == other
    assert " " not in one


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6))
def test_decimals_are_written_shortest_and_lose_nothing(number: Decimal) -> None:
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))
    (quad,) = ox.parse(Quad(SUBJECT, FA.numericValue, decimal(number)).line(), format=ox.RdfFormat.N_QUADS)
    store = ox.Store()
    store.add(quad)
    assert next(iter(store)).object == quad.object, "a store keeps the form that it is given"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("2021", "gYear"),
        ("2021-06", "gYearMonth"),
        ("2021-06-30", "date"),
        ("2022-03-15T20:24:46+08:00", "dateTime"),
        ("2021-13", None),
        ("2010/2021", None),
        ("去年", None),
    ],
)
def test_dates_are_typed_by_what_they_are(text: str, kind: str | None) -> None:
    assert date(text).endswith(f"#{kind}>" if kind else f'{text}"')


@given(TEXT)
def test_folding_is_stable_and_never_empty(text: str) -> None:
    assert norm(norm(text)) == norm(text) or not norm(text)
    assert norm(text) or not text.strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中国太平洋保险（集团）股份有限公司", "中国太平洋保险(集团)股份有限公司"),
        ("《养老金发展指数(2020)》", "《养老金发展指数2020》"),
        ("“芯”体验", "「芯」体验"),
        ("ＣＩＣＣ", "cicc"),
        ("智慧助老，服务适老——打造", "智慧助老 服务适老 - 打造"),
    ],
)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert norm(one) == norm(other)


def test_folding_is_frozen() -> None:
    """These IRIs are in graphs that people have: whoever changes `norm` or `Mint` makes `norm/2`."""
    assert Mint().node("organization", norm("中国太保")).endswith("/organization/kkpwucc65lw42hbqk2ycurkjbr>")
    assert Mint().known("article", "NW202203152310483576").endswith("/article/NW202203152310483576>")
    assert Mint().known("article", "a b/c").endswith("/article/kdwn4pyrvx2f75arpcoczi222a>")


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_keys_never_run_together(pairs: list[tuple[str, str]]) -> None:
    minted = {Mint().node("x", *(k.replace("\x1f", "") for k in pair)) for pair in pairs}
    assert len(minted) == len({tuple(k.replace("\x1f", "") for k in pair) for pair in pairs})


@given(st.permutations([Quad(SUBJECT, FA.start, literal(str(n))) for n in range(6)] * 2))
def test_quads_are_written_as_a_set_in_one_order(quads: list[Quad]) -> None:
    assert in_order(quads) == in_order(reversed(quads))
    assert len(in_order(quads)) == 6
