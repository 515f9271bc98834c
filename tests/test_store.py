"""The store: what goes in and comes out, which queries it refuses, and that a query can be left."""

import csv
import io
import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import FormatError, InputError, QueryError, StoreError
from kg.store import ANSWER_FORMATS, Graph, Solutions, Store
from kg.store.admission import DEEPEST, LARGEST, LONGEST, admit
from kg.terms import DEFAULT_GRAPH, FA, RDF, RDFS, SKOS, Quad, Term, integer, iri, literal, value

A, B = iri("https://example.org/a"), iri("https://example.org/b")
G, H = iri("https://example.org/graph/g"), iri("https://example.org/graph/h")
NAME = literal('甲 "乙"\n\t\\ 🏆', language="zh-hans")
QUADS = {
    Quad(A, RDF.type, FA.Case),
    Quad(A, RDFS.label, NAME),
    Quad(A, SKOS.altLabel, literal("丙"), G),
    Quad(B, FA.start, integer(7), H),
}


@pytest.fixture
def store() -> Iterator[Store]:
    with Store.create() as made:
        made.load(QUADS)
        yield made


def rows(store: Store, text: str) -> set[tuple[Term | None, ...]]:
    found = store.query(text)
    assert isinstance(found, Solutions)
    return set(found.rows)


class TestContent:
    def test_what_goes_in_comes_out(self, store: Store) -> None:
        assert set(store.quads()) == QUADS
        assert len(store) == len(QUADS)

    def test_each_graph_has_its_own(self, store: Store) -> None:
        assert {q.graph for q in store.quads(G)} == {G}
        assert {q.graph for q in store.quads(DEFAULT_GRAPH)} == {DEFAULT_GRAPH}
        assert list(store.quads(iri("https://example.org/nowhere"))) == []

    def test_quads_are_found_by_their_terms(self, store: Store) -> None:
        assert set(store.quads(subject=B)) == {q for q in QUADS if q.subject == B}
        assert {q.predicate for q in store.quads(predicate=RDFS.label)} == {RDFS.label}
        assert list(store.quads(DEFAULT_GRAPH, object=FA.Case)) == [Quad(A, RDF.type, FA.Case)]
        assert list(store.quads(H, subject=A)) == []

    def test_quads_are_removed_and_added(self, store: Store) -> None:
        gone, new = Quad(B, FA.start, integer(7), H), Quad(B, FA.start, integer(8), H)
        store.change(removed=[gone, Quad(B, RDF.type, FA.Case)], added=[new, Quad(A, RDFS.label, NAME)])
        assert set(store.quads()) == QUADS - {gone} | {new}
        store.change(removed=[new], added=[new])
        assert set(store.quads()) == QUADS - {gone} | {new}

    def test_a_store_that_is_read_alone_is_not_changed(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "store") as made:
            made.load(QUADS)
        with Store.open(tmp_path / "store") as opened, pytest.raises(StoreError, match="open it for writing"):
            opened.change(removed=QUADS)

    def test_what_is_there_is_not_added_again(self, store: Store) -> None:
        store.load([*QUADS, *QUADS])
        assert len(store) == len(QUADS)

    def test_absent_looks_into_every_graph(self, store: Store) -> None:
        new = Quad(A, RDF.type, FA.Article, G)
        moved = {quad._replace(graph=H) for quad in QUADS}
        assert list(store.absent([*moved, new])) == [new]

    def test_a_number_is_not_taken_for_its_neighbours(self, tmp_path: Path) -> None:
        """The engine on disk (0.5.13), asked for 255, gives 256 to 511 as well."""
        numbers = [Quad(A, FA.start, integer(number)) for number in range(250, 520)]
        with Store.create(tmp_path / "store") as store:
            store.load(quad for quad in numbers if quad.object != integer(255))
            assert list(store.absent(numbers)) == [Quad(A, FA.start, integer(255))]
            store.load(numbers)
            for number in (255, 256, 511):
                assert rows(store, f"SELECT ?s {{ ?s fa:start {number} }}") == {(A,)}

    @given(st.lists(st.text(), max_size=5))
    def test_any_text_survives(self, texts: list[str]) -> None:
        quads = {Quad(A, RDFS.label, literal(text)) for text in texts}
        with Store.create() as store:
            store.load(quads)
            assert set(store.quads()) == quads

    def test_a_term_that_is_none_adds_nothing(self, store: Store) -> None:
        with pytest.raises(InputError, match="quads"):
            store.load([Quad(A, RDF.type, B), Quad(Term("<not an iri>"), RDF.type, B)])
        assert set(store.quads()) == QUADS

    def test_an_error_on_the_way_goes_through_and_adds_nothing(self, store: Store) -> None:
        def broken() -> Iterator[Quad]:
            yield Quad(B, RDF.type, FA.Case)
            raise QueryError("here", "broken")

        with pytest.raises(QueryError, match="broken"):
            store.load(broken())
        assert set(store.quads()) == QUADS

    def test_a_file_is_loaded_or_named_with_the_line_that_is_wrong(self, tmp_path: Path) -> None:
        good, bad = tmp_path / "good.nq", tmp_path / "bad.nq"
        good.write_text("".join(quad.line() for quad in QUADS), encoding="utf-8")
        bad.write_text(f"{next(iter(QUADS)).line()}<oh no\n", encoding="utf-8")
        with Store.create() as store:
            store.load_file(good)
            assert set(store.quads()) == QUADS
            with pytest.raises(InputError, match=r"bad\.nq.*line 2"):
                store.load_file(bad)
            with pytest.raises(InputError, match="name an existing"):
                store.load_file(tmp_path / "none.nq")
            assert set(store.quads()) == QUADS


class TestFolder:
    def test_a_store_is_kept_and_read_by_several_at_a_time(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "store") as made:
            made.load(QUADS)
        with Store.open(tmp_path / "store") as one, Store.open(tmp_path / "store") as other:
            assert set(one.quads()) == set(other.quads()) == QUADS

    def test_an_opened_store_cannot_be_written(self, tmp_path: Path) -> None:
        Store.create(tmp_path / "store").close()
        with Store.open(tmp_path / "store") as opened, pytest.raises(StoreError, match="cannot be written"):
            opened.load(QUADS)

    def test_a_folder_that_holds_something_is_left_alone(self, tmp_path: Path) -> None:
        (tmp_path / "note.txt").write_text("mine", encoding="utf-8")
        with pytest.raises(StoreError, match="something is there"):
            Store.create(tmp_path)
        with pytest.raises(StoreError, match="something is there"):
            Store.create(tmp_path / "note.txt")
        assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]

    def test_a_store_that_is_missing_is_not_made(self, tmp_path: Path) -> None:
        for path in (tmp_path / "nowhere", tmp_path):
            with pytest.raises(StoreError, match="kg build"):
                Store.open(path)
        assert list(tmp_path.iterdir()) == []

    def test_a_damaged_store_says_so_in_one_line(self, tmp_path: Path) -> None:
        with Store.create(tmp_path / "store") as made:
            made.load(QUADS)
        for sst in (tmp_path / "store").glob("*.sst"):
            sst.write_bytes(sst.read_bytes()[:20])
        with pytest.raises(StoreError, match="damaged") as caught:
            Store.open(tmp_path / "store").query("ASK {}")
        assert "\n" not in str(caught.value)

    def test_closing_lets_go_of_the_folder(self, tmp_path: Path) -> None:
        made = Store.create(tmp_path / "store")
        made.close()
        shutil.rmtree(tmp_path / "store")
        with pytest.raises(StoreError, match="closed"):
            made.query("ASK {}")


class TestQueries:
    def test_a_query_reads_the_union_of_all_graphs(self, store: Store) -> None:
        assert rows(store, "SELECT ?o { ?s ?p ?o }") == {(quad.object,) for quad in QUADS}

    def test_from_chooses_graphs(self, store: Store) -> None:
        assert rows(store, f"SELECT ?o FROM {G} {{ ?s ?p ?o }}") == {(literal("丙"),)}
        assert rows(store, f"SELECT ?o FROM NAMED {H} {{ GRAPH ?g {{ ?s ?p ?o }} }}") == {(integer(7),)}

    def test_graph_names_a_graph(self, store: Store) -> None:
        assert rows(store, "SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == {(G,), (H,)}

    def test_terms_come_as_they_went_in_and_what_is_unbound_as_nothing(self, store: Store) -> None:
        found = store.query("SELECT ?s ?name ?none { ?s rdfs:label ?name }")
        assert isinstance(found, Solutions)
        assert found.variables == ("s", "name", "none")
        assert list(found.rows) == [(A, NAME, None)]

    def test_ask(self, store: Store) -> None:
        assert store.query("ASK { ?case a fa:Case }") is True
        assert store.query("ASK { ?case a fa:Article }") is False

    def test_construct_and_describe_make_a_graph(self, store: Store) -> None:
        for text in ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?s = <https://example.org/b>) }", f"DESCRIBE {B}"):
            found = store.query(text)
            assert isinstance(found, Graph)
            assert list(found.quads) == [Quad(B, FA.start, integer(7))]

    def test_a_graph_of_nothing(self, store: Store) -> None:
        found = store.query("CONSTRUCT { ?s a fa:Case } WHERE { ?s a fa:Article }")
        assert isinstance(found, Graph)
        assert list(found.quads) == []

    def test_an_update_is_no_query(self, store: Store) -> None:
        for text in (
            "DELETE WHERE { ?s ?p ?o }",
            "PREFIX a: <b:> insert data { a:a a:b a:c }",
            "DROP ALL",
            "LOAD <f:x>",
        ):
            with pytest.raises(QueryError, match="changes the store"):
                store.query(text)
        assert set(store.quads()) == QUADS

    @pytest.mark.parametrize(
        ("text", "where", "what"),
        [
            ("SELECT ?x { ?x ", "line 1, column 16", "cannot stand"),
            ("SELECT *\n{ ?s ?p 「 }", "line 2, column 11", "cannot stand"),
            ("SELECT * { ex:a ?p ?o }", "line 1", "prefix ex: is not declared"),
            ("SELECT (1 AS ?x { }", "line 1, column 17", '")" is missing'),
            ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", "line 1", "unbound"),
            ("SELECT * { ?s ?p '甲 }", "line 1, column 18", "does not end"),
            ("", "line 1, column 1", "cannot stand"),
            ("ASK { ?s ?p '\ud800' }", "query", "surrogate"),
        ],
    )
    def test_what_is_no_query_is_told_where(self, store: Store, text: str, where: str, what: str) -> None:
        with pytest.raises(QueryError) as caught:
            store.query(text)
        assert where in caught.value.where
        assert what in caught.value.what
        assert "\n" not in str(caught.value)


class TestAnswers:
    SELECT = "SELECT ?o { ?s fa:start ?o }"

    @pytest.mark.parametrize("format", ANSWER_FORMATS)
    def test_every_format_says_the_same(self, store: Store, format: str) -> None:
        text = b"".join(store.answer(self.SELECT, format)).decode("utf-8")
        match format:
            case "csv":
                assert [row["o"] for row in csv.DictReader(io.StringIO(text))] == ["7"]
            case "json":
                assert json.loads(text)["results"]["bindings"][0]["o"]["value"] == "7"
            case _:
                assert "7" in text.split("o", 1)[1]

    @pytest.mark.parametrize("format", ANSWER_FORMATS)
    def test_ask_has_an_answer_in_every_format(self, store: Store, format: str) -> None:
        assert b"true" in b"".join(store.answer("ASK {}", format))

    def test_a_long_answer_comes_in_pieces(self, store: Store) -> None:
        long = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
        pieces = store.answer(long, "csv")
        first = next(pieces)
        assert len(first) + sum(map(len, pieces)) > 2 * len(first)

    def test_a_graph_is_no_table(self, store: Store) -> None:
        with pytest.raises(QueryError, match="turtle"):
            list(store.answer("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "csv"))

    def test_an_unknown_format_names_the_known_ones(self, store: Store) -> None:
        with pytest.raises(FormatError, match="csv, tsv, json, xml"):
            store.answer("ASK {}", "docx")


SERVICE = "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }"


class TestAdmission:
    @pytest.mark.parametrize(
        "inside",
        [
            SERVICE,
            SERVICE.replace("SERVICE", "sErViCe"),
            "SERVICE#comment\n<http://127.0.0.1:1/> {}",
            "SERVICE<http://127.0.0.1:1/>{}",
            "SERVICE SILENT ?where {}",
            "SERVICE fa:x {}",
            "SERVICE:x {}",
            "service:x{}",
            f"OPTIONAL{{{SERVICE}}}",
            # the engine has no tokens: it reads these as two words
            f"?s ?p 1{SERVICE}",
            f"?s ?p 1.5e3{SERVICE}",
            f"?s ?p true{SERVICE}",
            f"?s ?p fa:.{SERVICE}",
            # what looks like the beginning of a string, comment or IRI that hides the rest
            f'FILTER(?s<?p#>"""\n){SERVICE}#"""',
            f"FILTER(?s<fa:b&&'x>'){SERVICE}#'",
            f"FILTER(?s<?p){SERVICE}FILTER(?s>?p)",
            f"?s <urn:x#y> ?o . {SERVICE}",
            f"?s <urn:x\\u0041#y> ?o . {SERVICE}",
            f"?s ?p ('''a' fa:b\\-c) . {SERVICE} #'''\n",
            f"?s fa:a\\'b ?o . {SERVICE} #'",
            f"?s fa:a\\#b ?o . {SERVICE}",
            f"?s ?p 'a\\'' . {SERVICE} #'",
            f"?s ?p '\\q' . {SERVICE}",
        ],
    )
    def test_no_query_reaches_out(self, store: Store, inside: str) -> None:
        with pytest.raises(QueryError):
            store.query(f"PREFIX : <http://127.0.0.1:1/> PREFIX service: <http://127.0.0.1:1/> SELECT * {{ {inside} }}")

    @pytest.mark.parametrize(
        "text",
        [
            'ASK { ?s ?p "SERVICE <x> {}" }',
            "ASK { ?s ?p '''SERVICE\n'x' \"'''@en-SERVICE }",
            "ASK { ?service ?p $SERVICE } # SERVICE <x> {}",
            "ASK { ?s <http://example.org/service#SERVICE> ?o }",
            "ASK { ?s <http://example.org/\\u0041#service> ?o }",
            "PREFIX service: <http://example.org/> ASK { ?s service:service fa:service . _:service ?p ?o }",
            "ASK { ?s ?p 1.?s ?p 2 }",
            "ASK { ?s ?p ?o FILTER(?o < 3 && ?o > 1 || ?o<=5) }",
            "ASK { ?s fa:a\\-b|^fa:c/fa:d*|!(a|^rdfs:label) ?o }",
            'ASK { VALUES (?a ?b) { ("a"^^xsd:string "b"@zh-hans) (UNDEF 1) } }',
            "ASK { ?甲 ?乙 ?丙 }",
        ],
    )
    def test_what_only_looks_like_it_is_let_in(self, store: Store, text: str) -> None:
        assert store.query(text) in (True, False)

    def test_what_is_long_but_harmless_runs(self, store: Store) -> None:
        many = " ".join(f'("{n}" "甲"^^xsd:string)' for n in range(1500))
        assert store.query(f"ASK {{ VALUES (?a ?b) {{ {many} }} }}") is True
        assert store.query(f"ASK {{ {'{' * (DEEPEST - 1)}{'}' * (DEEPEST - 1)} }}") is True
        assert store.query(f"ASK {{ {' UNION '.join(['{}'] * (LONGEST - 1))} }}") is True
        assert store.query(f"ASK {{ {'OPTIONAL{}' * (LONGEST - 1)} }}") is True
        assert store.query(f"ASK {{ FILTER({'1+' * LONGEST}1) }}") is True

    @pytest.mark.parametrize(
        "text",
        [
            f"ASK {{ {'{' * DEEPEST}{'}' * DEEPEST} }}",
            f"ASK {{ FILTER({'(' * 5000}1{')' * 5000}) }}",
            f"ASK {{ ?s ?p {'[?p ' * DEEPEST}1{']' * DEEPEST} }}",
            f"ASK {{ {'UNION'.join(['{}'] * (LONGEST + 2))} }}",
            f"ASK {{ {'MINUS{}' * 6000} }}",
            f"ASK {{ FILTER({'1+' * (LONGEST + 1)}1) }}",
            f"ASK {{ FILTER({'1 -1 ' * (LONGEST + 1)}) }}",
            f"ASK {{ FILTER({'||'.join(['1'] * (LONGEST + 2))}) }}",
            f"ASK {{ FILTER({'!' * (LONGEST + 1)}1) }}",
            f"ASK {{ ?s ?p ({'1 ' * 6000}) }}",
            f"ASK {{ ?s {'/'.join(['fa:a'] * (LONGEST + 2))} ?o }}",
            f"ASK {{ {'?s ?p 1.' * (LONGEST + 1)} }}",
            f"ASK {{ {'?s ?p fa:a.' * (LONGEST + 1)} }}",
            f"ASK {{}} #{'甲' * (LARGEST // 3)}",
        ],
        ids=lambda text: text[:24],
    )
    def test_what_could_overflow_the_engine_is_refused(self, store: Store, text: str) -> None:
        with pytest.raises(QueryError, match=r"deep|chain|bytes"):
            store.query(text)

    @given(st.text() | st.text(alphabet="'\"\\<>#{}()?:;.,@ \nSERVICEservicea1"))
    def test_any_text_is_admitted_or_refused(self, text: str) -> None:
        with suppress(QueryError):
            admit(text)


# A query that runs for hours: sixteen million combinations, each to be counted.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r . ?s ?t ?u }"
STOPPED = f"""
from kg.store import Store
from kg.terms import Quad, iri
x = iri("https://example.org/x")
with Store.create() as store:
    store.load(Quad(iri(f"https://example.org/{{n}}"), x, x) for n in range(200))
    try:
        print("asking", flush=True)
        store.query({ENDLESS!r})
    except KeyboardInterrupt:
        print("stopped", flush=True)
"""


class TestLeaving:
    @pytest.mark.skipif(sys.platform == "win32", reason="signals are sent another way there")
    def test_ctrl_c_stops_a_query_that_computes(self) -> None:
        asked = subprocess.Popen([sys.executable, "-c", STOPPED], stdout=subprocess.PIPE, text=True)
        try:
            assert asked.stdout is not None
            assert asked.stdout.readline() == "asking\n"
            asked.send_signal(signal.SIGINT)
            said, _ = asked.communicate(timeout=60)
            assert said == "stopped\n"
        finally:
            asked.kill()
            asked.wait()

    def test_rows_come_before_all_are_computed(self, store: Store) -> None:
        found = store.query(ENDLESS.replace("(COUNT(*) AS ?n)", "*"))
        assert isinstance(found, Solutions)
        assert len([next(found.rows) for _ in range(10)]) == 10

    def test_a_query_that_is_left_ends_its_thread(self, store: Store) -> None:
        with Store.create() as many:
            many.load(Quad(iri(f"https://example.org/{n}"), RDF.type, FA.Case) for n in range(3000))
            found = many.query("SELECT * { ?a ?b ?c . ?d ?e ?f }")
            assert isinstance(found, Solutions)
            assert value(next(found.rows)[0] or Term("<>"))
            threads = [thread for thread in threading.enumerate() if thread.name == "query"]
            del found
            for thread in threads:
                thread.join(timeout=60)
            assert not any(thread.is_alive() for thread in threads)
