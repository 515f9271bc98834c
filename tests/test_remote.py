"""Stores of others: real servers hold our graph whole, answer as the store at home does, and keep what others have."""

from collections.abc import Iterator
from datetime import date as date_type
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.builder import Knowledge, convert_all, extract_each
from kg.errors import InputError, QueryError, StoreError
from kg.facts import ArticleFacts
from kg.remote import Credentials, RemoteStore, canonical, send, sending
from kg.store import Graph, Solutions, Store
from kg.terms import DEFAULT_GRAPH, FA, Mint, Quad, Term, date, decimal, in_order, integer, iri, literal
from tests import servers

BASE = "https://w3id.org/finaward/id/"
FACTS, STATE = Mint(BASE).graph("facts"), Mint(BASE).graph("state")
EXAMPLES = Path(__file__).parent.parent / "examples" / "articles"
OTHERS = iri("https://example.org/others")


class Server(NamedTuple):
    """A running server, and who may write to it."""

    url: str
    login: Credentials | None
    facts: Term

    def open(self) -> RemoteStore:
        return RemoteStore(self.url, credentials=self.login)


@pytest.fixture(scope="module", params=["oxigraph", "union", pytest.param("virtuoso", marks=pytest.mark.virtuoso)])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A store with a default graph of its own; one whose default graph is the union; one that has none."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "virtuoso":
        with servers.virtuoso(folder) as (url, _):
            yield Server(url, servers.VIRTUOSO_LOGIN, FACTS)
    elif request.param == "union":
        with servers.oxigraph(folder, "--union-default-graph") as url:
            yield Server(url, None, FACTS)
    else:
        with servers.oxigraph(folder) as url:
            yield Server(url, None, DEFAULT_GRAPH)


@pytest.fixture
def remote(server: Server) -> Iterator[RemoteStore]:
    """The store of the server, without anything of ours in it."""
    with server.open() as store:
        graphs = store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", union=False)
        assert isinstance(graphs, Solutions)
        for (graph,) in graphs.rows:
            if graph and ("finaward" in graph or "example" in graph):
                store.drop(graph)
        if server.facts == DEFAULT_GRAPH:
            store.update("DROP DEFAULT")
        yield store


@pytest.fixture(scope="module")
def documents() -> list[ArticleFacts]:
    """The facts of the example articles."""
    known = Knowledge.load()
    return [item[1] for item in extract_each([EXAMPLES], known) if isinstance(item, tuple)]


@pytest.fixture(scope="module")
def home(documents: list[ArticleFacts]) -> Iterator[Store]:
    yield from _store(documents)


@pytest.fixture(scope="module")
def smaller(documents: list[ArticleFacts]) -> Iterator[Store]:
    """The same after an article went, and others changed with it."""
    yield from _store(documents[:-1])


def _store(documents: list[ArticleFacts]) -> Iterator[Store]:
    with Store.create() as store:
        store.load(convert_all(documents, Knowledge.load()))
        yield store


def held(remote: RemoteStore, facts: Term) -> list[Quad]:
    """All that the store holds under our base, as values, the facts where they stand at home."""
    found = remote.query(
        "SELECT ?s ?p ?o ?g { GRAPH ?g { ?s ?p ?o } FILTER(STRSTARTS(STR(?g), STR(id:))) }".replace("id:", f"<{BASE}>"),
        union=False,
    )
    assert isinstance(found, Solutions)
    quads = [Quad(*(Term(term or "") for term in row)) for row in found.rows]
    if facts == DEFAULT_GRAPH:
        default = remote.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", union=False)
        assert isinstance(default, Graph)
        quads += default.quads
    ours = (quad for quad in quads if quad.graph != STATE)
    return in_order(_valued(quad._replace(graph=DEFAULT_GRAPH if quad.graph == facts else quad.graph)) for quad in ours)


def _valued(quad: Quad) -> Quad:
    return quad._replace(object=canonical(quad.object))


def at_home(store: Store) -> list[Quad]:
    return in_order(map(_valued, store.quads()))


def rows(found: Solutions | Graph | bool) -> list[object]:
    """An answer as values, joined names in one order: which comes first is left to the store."""
    if not isinstance(found, Solutions):
        return [found]
    named = [tuple(None if term is None else canonical(term) for term in row) for row in found.rows]
    return [found.variables, *(tuple(_joined(term) for term in row) for row in named)]


def _joined(term: Term | None) -> Term | None:
    return term if term is None or " / " not in term else literal(" / ".join(sorted(term[1:-1].split(" / "))))


def test_a_store_holds_the_graph_and_a_second_load_sends_nothing(
    remote: RemoteStore, server: Server, home: Store
) -> None:
    sent = send(home, remote)
    assert (sent.triples, sent.sent, sent.removed, sent.facts) == (len(home), sent.graphs, 0, server.facts)
    assert held(remote, server.facts) == at_home(home)
    told = list[str]()
    again = send(home, remote, on_graph=told.append)
    assert (again.sent, again.removed, told) == (0, 0, [])
    assert held(remote, server.facts) == at_home(home)


def test_every_named_query_answers_as_at_home(remote: RemoteStore, home: Store) -> None:
    send(home, remote)
    for named in ontology.load().queries:
        here, there = (rows(store.query(named.text)) for store in (home, remote))
        if named.name == "independent-support":  # sorted by joined names
            here, there = (list[object](sorted(map(str, each))) for each in (here, there))
        assert there == here, named.name


def test_a_load_changes_what_is_different_and_nothing_of_others(
    remote: RemoteStore, server: Server, home: Store, smaller: Store
) -> None:
    theirs = Quad(iri("https://example.org/a"), FA.recipient, literal("别人的"), OTHERS)
    remote.add(OTHERS, [theirs._replace(graph=DEFAULT_GRAPH).line()])
    if server.facts == DEFAULT_GRAPH:
        send(home, remote)
        remote.add(DEFAULT_GRAPH, [theirs._replace(graph=DEFAULT_GRAPH).line()])
    for store in (home, smaller, home):
        done = send(store, remote)
        mine = [quad for quad in held(remote, server.facts) if quad.subject != theirs.subject]
        assert mine == at_home(store)
    assert 0 < done.sent < done.graphs
    assert send(smaller, remote).removed == 1
    assert remote.count(f"GRAPH {OTHERS} {{ ?s ?p ?o }}") == 1
    if server.facts == DEFAULT_GRAPH:
        assert remote.query(f"ASK {{ {theirs.subject} ?p ?o }}", union=False) is True


def test_a_large_graph_is_changed_by_its_difference(
    remote: RemoteStore, server: Server, home: Store, smaller: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "_SMALL", 0)
    send(home, remote)
    replaced = list[Term]()
    monkeypatch.setattr(remote, "replace", lambda graph, _: replaced.append(graph))
    send(smaller, remote)
    assert held(remote, server.facts) == at_home(smaller)
    assert replaced == []


def test_what_was_lost_there_is_sent_again(remote: RemoteStore, server: Server, home: Store) -> None:
    send(home, remote)
    lost = next(quad.graph for quad in home.quads() if "/article/" in quad.graph)
    remote.drop(lost)
    assert send(home, remote).sent == 1
    assert held(remote, server.facts) == at_home(home)


@pytest.mark.virtuoso
def test_more_than_a_store_hands_out_at_once(
    tmp_path: Path, home: Store, smaller: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Virtuoso hands out so many rows at most, and says nothing where a graph is cut."""
    monkeypatch.setattr(sending, "_SMALL", 100)
    with (
        servers.virtuoso(tmp_path, rows=200) as (url, _),
        RemoteStore(url, credentials=servers.VIRTUOSO_LOGIN) as store,
    ):
        for each in (home, smaller):
            assert send(each, store).sent > 0
            for graph in {quad.graph for quad in each.quads()}:
                count = store.count(f"GRAPH {graph or FACTS} {{ ?s ?p ?o }}")
                assert count == len(list(each.quads(graph))), graph
        told = list[str]()
        with RemoteStore(url, on_remark=told.append) as asked:
            found = asked.query("SELECT * { ?s a ?class }")
            assert isinstance(found, Solutions)
            assert len(list(found.rows)) == 200
        assert "hands out 200 rows at most" in told[-1]


@pytest.mark.virtuoso
def test_a_state_of_more_graphs_than_a_store_hands_out_at_once(tmp_path: Path) -> None:
    def quads(count: int) -> Iterator[Quad]:
        for n in range(count):
            yield Quad(iri(f"{BASE}span/{n}"), FA.start, literal(f"{n}"), Mint(BASE).graph("article", f"{n}"))

    with (
        servers.virtuoso(tmp_path, rows=20) as (url, _),
        RemoteStore(url, credentials=servers.VIRTUOSO_LOGIN) as store,
        Store.create() as many,
        Store.create() as fewer,
    ):
        many.load(quads(60))
        fewer.load(quads(55))
        assert send(many, store).sent == 60
        assert send(many, store).sent == 0
        done = send(fewer, store)
        assert (done.sent, done.removed) == (0, 5)
        assert store.count(f"GRAPH ?g {{ ?s {FA.start} ?o }}") == 55


def test_facts_go_where_they_are_told_to(remote: RemoteStore, server: Server, home: Store) -> None:
    send(home, remote)
    assert send(home, remote, facts="named").facts == FACTS
    assert held(remote, FACTS) == at_home(home)
    if server.facts == DEFAULT_GRAPH:
        assert remote.query("ASK { ?s ?p ?o }", union=False) is False
        assert send(home, remote, facts="default").facts == DEFAULT_GRAPH
        assert held(remote, DEFAULT_GRAPH) == at_home(home)
    else:
        with pytest.raises(StoreError, match="no default graph of its own"):
            send(home, remote, facts="default")


@pytest.mark.parametrize("subject", ["<https://example.org/a>", "_:a"])
def test_facts_stay_out_of_a_default_graph_that_others_use(
    subject: str, remote: RemoteStore, server: Server, home: Store
) -> None:
    if server.facts == DEFAULT_GRAPH:
        remote.add(DEFAULT_GRAPH, [f"{subject} <https://example.org/b> <https://example.org/c> .\n"])
    assert send(home, remote).facts == FACTS
    assert remote.query("ASK { ?r a fa:AwardReceipt ; fa:hasEvidence/fa:exact ?quote }") is True


def test_a_state_that_somebody_else_wrote_makes_no_graph_ours(remote: RemoteStore, server: Server, home: Store) -> None:
    """Not even where it says that a graph of others was ours and is gone."""
    remote.add(OTHERS, ["<urn:a> <urn:b> <urn:c> .\n"])
    send(home, remote)
    said = "<https://w3id.org/finaward/store#holds>"
    remote.add(STATE, [f'{graph} {said} "0 1" .\n' for graph in (OTHERS, STATE, "<urn:x>")])
    send(home, remote)
    assert remote.count(f"GRAPH {OTHERS} {{ ?s ?p ?o }}") == 1
    assert held(remote, server.facts) == at_home(home)


def test_graphs_of_others_and_blank_nodes_are_no_load(remote: RemoteStore) -> None:
    for quad, said in (
        (Quad(iri(f"{BASE}a"), FA.start, literal("1"), OTHERS), "none under"),
        (Quad(Term("_:b"), FA.start, literal("1")), "blank node"),
        (Quad(iri(f"{BASE}a"), FA.start, literal("1"), STATE), "none under"),
    ):
        with Store.create() as store:
            store.load([quad])
            with pytest.raises(InputError, match=said):
                send(store, remote)


def test_answers_come_in_every_format_and_graphs_too(remote: RemoteStore, home: Store) -> None:
    send(home, remote)
    text = "SELECT ?name ?count { ?o fa:receiptCount ?count ; skos:prefLabel ?name } ORDER BY ?name ?count"
    for format in ("csv", "tsv"):
        here, there = (b"".join(store.answer(text, format)).splitlines() for store in (home, remote))
        assert sorted(there) == sorted(here)  # stores put Han before Latin, or after it
    for format in ("json", "xml"):
        assert len(b"".join(remote.answer(text, format))) > 100
    graph, known = (store.query("CONSTRUCT { ?s a fa:Case } { ?s a fa:Case }") for store in (remote, home))
    assert isinstance(graph, Graph)
    assert isinstance(known, Graph)
    assert set(graph.quads) == set(known.quads)
    assert remote.query("ASK { ?case a fa:Case }") is True
    assert remote.query("ASK { ?case a fa:Nothing }") is False
    described = remote.query(f"DESCRIBE <{BASE}organization/cpic>")
    assert isinstance(described, Graph)
    assert {quad.subject for quad in described.quads} >= {iri(f"{BASE}organization/cpic")}


def test_what_no_store_can_run_is_said(remote: RemoteStore) -> None:
    for text, said in (
        ("SELECT * { ?x ", "cannot run it"),
        ("INSERT DATA { <a:b> <a:c> 1 }", "it changes the store"),
        ("SELECT * { ?x foo:bar ?y }", "the prefix foo: is not declared"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?x ?y ?z } }", "SERVICE is not offered"),
    ):
        with pytest.raises(QueryError, match=said):
            remote.query(text)


def test_every_kind_of_value_comes_back(remote: RemoteStore) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    terms = [
        literal('a"b\\c\nd\te'),
        literal("𠮷 太保", language="zh-Hans"),
        *(
            literal(text, datatype=iri(f"{xsd}{name}"))
            for text, name in (
                ("true", "boolean"),
                ("1.1", "decimal"),
                ("330000000", "decimal"),
                ("11", "integer"),
                ("2021", "gYear"),
                ("2020-08", "gYearMonth"),
                ("2022-03-15", "date"),
                ("2022-03-15T08:00:00+08:00", "dateTime"),
            )
        ),
        iri("https://example.org/组织/深圳 星河"),
    ]
    with Store.create() as store:
        store.load(Quad(iri(f"{BASE}a"), FA.start, term, Mint(BASE).graph("article", "values")) for term in terms)
        send(store, remote)
    found = remote.query(f"SELECT ?o {{ <{BASE}a> ?p ?o }}")
    assert isinstance(found, Solutions)
    assert sorted(canonical(row[0]) for row in found.rows if row[0]) == sorted(map(canonical, terms))


def test_a_store_without_graph_store_protocol_is_changed_by_updates_alone(
    remote: RemoteStore, server: Server, home: Store, smaller: Store
) -> None:
    """Virtuoso makes an integer of a whole decimal in an update, and of none in a graph that is sent."""
    remote.addresses = remote.addresses._replace(graphs=None)
    for store in (home, smaller, home):
        assert send(store, remote).sent > 0
        assert set(map(_number, held(remote, server.facts))) == set(map(_number, at_home(store)))
    assert send(home, remote).sent == 0


def _number(quad: Quad) -> Quad:
    return quad._replace(object=Term(quad.object.replace("#integer>", "#decimal>")))


_TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_TERMS = st.one_of(
    st.builds(literal, _TEXTS),
    st.builds(literal, _TEXTS, language=st.sampled_from(["zh-Hans", "en", "de-CH"])),
    st.builds(integer, st.integers(-(10**9), 10**9)),
    st.builds(decimal, st.decimals(-(10**9), 10**9, places=2)),
    st.builds(date, st.dates(date_type(1900, 1, 1), date_type(2100, 1, 1)).map(str)),
    st.builds(lambda text: iri(f"https://example.org/{text}"), _TEXTS),
)
_GRAPHS = st.sets(
    st.builds(
        Quad,
        st.sampled_from([iri(f"{BASE}case/a"), iri(f"{BASE}case/案")]),
        st.sampled_from([FA.exact, FA.numericValue]),
        _TERMS,
        st.sampled_from([DEFAULT_GRAPH, Mint(BASE).graph("article", "1"), Mint(BASE).graph("inferred")]),
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs=st.lists(_GRAPHS, min_size=2, max_size=3), is_small=st.booleans())
def test_any_graph_follows_any_other(
    remote: RemoteStore, server: Server, graphs: list[set[Quad]], is_small: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "_SMALL", 100 if is_small else 0)
        for quads in graphs:
            with Store.create() as store:
                store.load(quads)
                send(store, remote)
                assert held(remote, send(store, remote).facts) == at_home(store)
