"""Named queries and rules: their questions, their parameters, and what may be bound to them."""

from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, RegistryError
from kg.ontology import NamedQuery, Ontology, Parameter, load, read_query
from kg.terms import CUR, XSD, literal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An ontology folder with nothing in it but the file that tells it from others."""
    (tmp_path / "finaward.ttl").write_text("", encoding="utf-8")
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


QUERY = """# 谁获奖？
# Who won?
# VALUES ?hidden { "in a comment" }
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX cur: <http://qudt.org/vocab/currency/>
SELECT * {
  VALUES ?organization { "中国太保" }
  VALUES ?name { "太保"@zh-Hans }
  VALUES ?year { "2021"^^xsd:gYear }
  values $least { 1.5 }
  VALUES ?count { 3 }
  VALUES ?currency { cur:CNY }
  VALUES ?tag { "zh-hans" "en" }
  BIND('VALUES ?quoted { "in a string" }' AS ?text)
}
"""


@pytest.fixture
def query(folder: Path) -> NamedQuery:
    write(folder / "queries" / "winners.rq", QUERY)
    write(folder / "queries" / "all.rq", "# 全部\n# All\nSELECT * { ?s ?p ?o }")
    return Ontology(folder).query("winners")


def row(text: str) -> dict[str, str]:
    solutions = pyoxigraph.Store().query(text)
    assert isinstance(solutions, pyoxigraph.QuerySolutions)
    first = next(iter(solutions))
    return {variable.value: str(first[variable]) for variable in solutions.variables if first[variable] is not None}


def test_a_query_knows_its_questions_and_parameters(query: NamedQuery) -> None:
    assert (query.name, query.question_zh, query.question_en) == ("winners", "谁获奖？", "Who won?")
    assert query.parameters == (
        Parameter("organization", literal("中国太保")),
        Parameter("name", literal("太保", language="zh-hans")),
        Parameter("year", literal("2021", datatype=XSD.gYear)),
        Parameter("least", literal("1.5", datatype=XSD.decimal)),
        Parameter("count", literal("3", datatype=XSD.integer)),
        Parameter("currency", CUR.CNY),
    )
    assert [parameter.text for parameter in query.parameters][:3] == ["中国太保", "太保", "2021"]


def test_queries_are_sorted_by_name(query: NamedQuery, folder: Path) -> None:
    assert [each.name for each in Ontology(folder).queries] == ["all", "winners"]
    assert Ontology(folder).rules == ()


def test_binding_keeps_the_sort_of_each_default(query: NamedQuery) -> None:
    given = {
        "organization": "建信人寿",
        "name": "建信",
        "year": "2022",
        "least": "100",
        "count": "7",
        "currency": "cur:HKD",
    }
    bound = row(query.bind(given))
    assert bound["organization"] == '"建信人寿"'
    assert bound["name"] == '"建信"@zh-hans'
    assert bound["year"] == '"2022"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert bound["least"] == '"100"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert bound["count"] == '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert bound["currency"] == CUR.HKD


def test_a_name_is_bound_in_every_language_that_the_query_asks_for(folder: Path) -> None:
    text = "# 问\n# Q\nSELECT ?x { VALUES ?x { '太保@en '@zh-Hans '太保@en '@en } VALUES ?y { 'a'@en 'b'@en } }"
    named = read_query(write(folder / "queries" / "named.rq", text))
    assert named.parameters == (Parameter("x", literal("太保@en ", language="zh-hans")),)
    bound = named.bind({"x": '银行 "A" @zh-hans'})
    assert bound == text.replace(
        "'太保@en '@zh-Hans '太保@en '@en", r'"银行 \"A\" @zh-hans"@zh-hans "银行 \"A\" @zh-hans"@en'
    )


def test_a_query_runs_as_it_stands(query: NamedQuery) -> None:
    assert query.bind({}) == query.text
    assert row(query.text)["organization"] == '"中国太保"'
    assert row(query.bind({"currency": "https://example.org/gold"}))["currency"] == "<https://example.org/gold>"


@given(st.text())
def test_whatever_is_bound_stays_one_value(text: str) -> None:
    named = NamedQuery("q", "", "", 'SELECT ?x { VALUES ?x { "" } }', (Parameter("x", literal("")),))
    assert row(named.bind({"x": text}))["x"] == str(pyoxigraph.Literal(_as_xml(text)))


def _as_xml(text: str) -> str:
    """What a term keeps of a text: see `kg.terms`."""
    return str(
        next(iter(pyoxigraph.parse(f"<s:> <p:> {literal(text)} .", format=pyoxigraph.RdfFormat.TURTLE))).object.value
    )


@given(st.text())
def test_no_iri_breaks_out_of_its_brackets(text: str) -> None:
    named = NamedQuery("q", "", "", "SELECT ?x { VALUES ?x { <s:> } }", (Parameter("x", CUR.CNY),))
    try:
        bound = named.bind({"x": text})
    except QueryError:
        return
    assert bound.count("<") == bound.count(">") == 1


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"organisation": "建信人寿"}, "no parameter 'organisation'; its parameters are: organization, name, year"),
        ({"year": "last year"}, "'last year' is no gYear; give one such as 2021"),
        ({"count": "3.5"}, "'3.5' is no integer"),
        ({"least": "1e5"}, "'1e5' is no decimal"),
        ({"currency": "港元"}, "'港元' is no IRI"),
        ({"hidden": "x"}, "no parameter 'hidden'"),
        ({"tag": "en"}, "no parameter 'tag'"),
        ({"quoted": "x"}, "no parameter 'quoted'"),
    ],
)
def test_what_cannot_be_bound_is_an_error(query: NamedQuery, params: dict[str, str], said: str) -> None:
    with pytest.raises(QueryError) as caught:
        query.bind(params)
    assert said in str(caught.value)


def test_an_unknown_query_lists_the_known_ones(query: NamedQuery, folder: Path) -> None:
    with pytest.raises(QueryError, match="the names are: all, winners"):
        Ontology(folder).query("winner")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * { ?s ?p ?o }", "first two lines"),
        ("# 只有中文\nSELECT * { ?s ?p ?o }", "first two lines"),
        ("#\n#\nSELECT * { ?s ?p ?o }", "first two lines"),
        ("# 问\n# Q\nSELECT * { VALUES ?x { nowhere:to } }", "is not a term"),
    ],
)
def test_a_query_file_that_cannot_be_used_is_an_error(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RegistryError, match=said):
        read_query(write(tmp_path / "q.rq", text))


def test_a_query_file_that_is_not_utf8_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes("# 问题".encode("gb18030"))
    with pytest.raises(RegistryError, match="not UTF-8"):
        read_query(tmp_path / "q.rq")


def test_the_queries_and_rules_of_the_project_can_be_used() -> None:
    for query in (*load().queries, *load().rules):
        assert query.question_zh != query.question_en
        assert query.bind({parameter.name: parameter.text for parameter in query.parameters}).strip()


REPORTED = """
@prefix : <https://example.org/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix fa: <https://w3id.org/finaward/ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:life a fa:Organization ; skos:prefLabel "甲寿险"@zh-hans . :pc a fa:Organization ; skos:prefLabel "乙产险"@zh-hans .
:award skos:prefLabel "年度奖"@zh-hans .
:twice a fa:AwardReceipt ; fa:recipient :life , :pc ; fa:inCategory :award ; fa:hasEvidence :one , :other .
:undated a fa:AwardReceipt ; fa:recipient :life ; fa:inCategory :award ; fa:hasEvidence :never .
:one oa:hasSource [ dcterms:issued "2022-03-16T00:30:00+08:00"^^xsd:dateTime ] .
:other oa:hasSource [ dcterms:issued "2022-03-18"^^xsd:date ] .
:never oa:hasSource [ dcterms:issued "三月" ] .
"""


@pytest.mark.parametrize(("day", "count"), [("2022-03-15", 0), ("2022-03-16", 2), ("2022-03-20", 2)])
def test_an_award_is_known_from_its_first_article_on(day: str, count: int) -> None:
    store = pyoxigraph.Store()
    store.load(REPORTED.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(load().query("known-on").bind({"day": day}))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    rows = [
        [row[name].value if row[name] else "" for name in ("since", "organization", "award", "case")] for row in found
    ]
    assert rows == [["2022-03-16", who, "年度奖", ""] for who in ("乙产险", "甲寿险")][:count]


SHARED = """
@prefix : <https://example.org/> .
@prefix fa: <https://w3id.org/finaward/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
:group skos:prefLabel "甲"@zh-hans ; fa:groupReceiptCount 3 ; fa:hasGroupReceipt :a , :b , :c .
:other skos:altLabel "甲"@zh-hant , "乙"@zh-hans ; fa:groupReceiptCount 2 ; fa:hasGroupReceipt :c , :d .
:nobody skos:prefLabel "丙"@zh-hans .
"""


@pytest.mark.parametrize(("name", "count"), [("甲", "4"), ("乙", "2"), ("丙", "0"), ("丁", "0")])
def test_the_receipts_of_all_that_have_a_name_are_counted_once(name: str, count: str) -> None:
    store = pyoxigraph.Store()
    store.load(SHARED.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(load().query("group-total").bind({"organization": name}))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [row["receipts"].value for row in found] == [count]


LINKED = """
@prefix : <https://example.org/> .
@prefix fa: <https://w3id.org/finaward/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:group skos:prefLabel "中国太保"@zh-hans . :fund skos:prefLabel "基金"@zh-hans . :life skos:prefLabel "寿险"@zh-hans .
:known fa:parent :group ; fa:child :fund ; fa:validFrom "2018"^^xsd:gYear .
:stated fa:parent :group ; fa:child :fund .
:always fa:parent :group ; fa:child :life .
"""


@pytest.mark.parametrize(("day", "names"), [("2017-12-31", ["寿险"]), ("2018-01-01", ["基金", "寿险"])])
def test_a_subsidiary_belongs_from_its_year_on_whoever_states_it(day: str, names: list[str]) -> None:
    store = pyoxigraph.Store()
    store.load(LINKED.encode(), format=pyoxigraph.RdfFormat.TURTLE)
    found = store.query(load().query("subsidiaries-as-of").bind({"day": day}))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    assert [row["subsidiary"].value for row in found] == names
