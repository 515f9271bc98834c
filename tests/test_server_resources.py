"""What the server has beside the endpoint: pages of resources, graphs as wholes, its description, the query page."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from lxml import html
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF, VOID

from kg.terms import DCTERMS, FA, OA, RDFS, SKOS, Mint, Quad, integer, literal
from kg.terms import RDF as TYPES
from tests.served import Reply, Server, served, store_at

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
MINT = Mint()
RECEIPT, WINNER, SPAN, ARTICLE = (MINT.known(kind, "x") for kind in ("receipt", "organization", "span", "article"))
GRAPH = MINT.graph("article", "x")
FACTS = (
    Quad(RECEIPT, TYPES.type, FA.AwardReceipt),
    Quad(RECEIPT, FA.recipient, WINNER),
    Quad(RECEIPT, FA.hasEvidence, SPAN, GRAPH),
    Quad(WINNER, TYPES.type, FA.Organization),
    Quad(WINNER, SKOS.prefLabel, literal("岚序银行", language="zh-hans")),
    Quad(SPAN, FA.exact, literal("岚序银行获砚溪奖"), GRAPH),
    Quad(SPAN, FA.start, integer(7), GRAPH),
    Quad(SPAN, FA.end, integer(15), GRAPH),
    Quad(SPAN, OA.hasSource, ARTICLE, GRAPH),
    Quad(ARTICLE, DCTERMS.title, literal("颁奖"), GRAPH),
    Quad(FA.Case, RDFS.label, literal("案例", language="zh-hans"), MINT.graph("vocabulary")),
)
FORMATS = {
    "text/turtle": ox.RdfFormat.TURTLE,
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "application/rdf+xml": ox.RdfFormat.RDF_XML,
    "application/ld+json": ox.RdfFormat.JSON_LD,
    "application/trig": ox.RdfFormat.TRIG,
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    trig = "".join(
        f"GRAPH {q.graph} {{ {q.subject} {q.predicate} {q.object} }}\n"
        if q.graph
        else f"{q.subject} {q.predicate} {q.object} .\n"
        for q in FACTS
    )
    with served(store_at(tmp_path_factory.mktemp("served") / "store", quads=trig), "--workers", "1") as running:
        yield running


def triples(reply: Reply) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(reply.body, format=FORMATS[reply.type])}


def described(reply: Reply) -> Graph:
    return Graph().parse(data=reply.body, format="turtle")


def test_a_resource_is_a_page_with_its_sentence(server: Server) -> None:
    reply = server.get("/id/receipt/x", accept="text/html,*/*;q=0.8")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    page = html.document_fromstring(reply.text)
    assert [mark.text for mark in page.iter("mark")] == ["岚序银行获砚溪奖"]
    assert {"/id/organization/x", "/id/article/x"} <= {a.get("href") for a in page.iter("a")}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_resource_is_the_same_graph_in_every_format(server: Server, kind: str) -> None:
    reply = server.get("/id/receipt/x", accept=kind)
    assert (reply.status, reply.type) == (200, kind)
    assert "accept" in reply.headers["vary"]
    assert f"{RECEIPT} {TYPES.type} {FA.AwardReceipt}" in triples(reply)
    assert triples(reply) == triples(server.get("/id/receipt/x", accept="text/turtle"))
    again = server.get(f"/id/receipt/x?format={kind.replace('+', '%2B')}", accept="text/html")
    assert again.body == reply.body


def test_a_resource_of_another_house_has_a_page_too(server: Server) -> None:
    reply = server.get("/resource?iri=https%3A%2F%2Fw3id.org%2Ffinaward%2Fontology%23Case", accept="text/html")
    assert reply.status == 200
    assert "案例" in reply.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/id/receipt/none", 404), ("/resource", 400), ("/resource?iri=", 400), ("/id/receipt/x?format=image/png", 406)],
)
def test_what_is_not_there_is_said_in_one_line(server: Server, path: str, status: int) -> None:
    reply = server.get(path)
    assert reply.status == status
    assert reply.text.count("\n") == 1
    assert "Traceback" not in reply.text


def test_a_graph_is_read_by_its_name_and_the_default_graph_as_default(server: Server) -> None:
    named = triples(server.get(f"/data?graph={GRAPH[1:-1]}", accept="text/turtle"))
    default = triples(server.get("/data?default", accept="application/rdf+xml"))
    assert named == {" ".join(quad[:3]) for quad in FACTS if quad.graph == GRAPH}
    assert default == {" ".join(quad[:3]) for quad in FACTS if not quad.graph}
    head = server.ask("HEAD", "/data?default", headers={"Accept": "text/turtle"})
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [("/data", 400), ("/data?graph=x&default", 400), ("/data?graph=https://no.example/", 404), ("/data?graph=x", 400)],
)
def test_a_graph_is_named_once_and_is_there(server: Server, path: str, status: int) -> None:
    assert server.get(path).status == status


def test_nothing_is_written_to_a_service_that_is_for_reading(server: Server) -> None:
    for method in ("PUT", "POST", "DELETE"):
        reply = server.ask(method, "/data?default", b"<a:a> <a:b> <a:c> .", {"Content-Type": "text/turtle"})
        assert reply.status == 403
    assert len(triples(server.get("/data?default", accept="text/turtle"))) == 4


def test_the_service_describes_itself(server: Server) -> None:
    for path in ("/sparql", "/.well-known/void"):
        reply = server.get(path, accept="text/turtle")
        assert (reply.status, reply.type) == (200, "text/turtle")
        graph = described(reply)
        (service,) = graph.subjects(RDF.type, SD.Service)
        assert list(graph.objects(service, SD.endpoint)) == [URIRef(f"{server.url}sparql")]
        assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
        (data,) = graph.subjects(RDF.type, VOID.Dataset)
        assert [str(count) for count in graph.objects(data, VOID.triples)] == [str(len(FACTS))]
        classes = {graph.value(part, VOID["class"]) for part in graph.objects(data, VOID.classPartition)}
        assert classes == {URIRef(FA.AwardReceipt[1:-1]), URIRef(FA.Organization[1:-1])}


def test_people_at_the_endpoint_get_the_query_page(server: Server) -> None:
    reply = server.get("/sparql", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (reply.status, reply.headers["location"]) == (303, "/query")
    assert "<textarea" in server.get("/query").text


def test_an_empty_store_describes_itself_too(tmp_path: Path) -> None:
    with served(store_at(tmp_path / "store"), "--workers", "1") as server:
        graph = described(server.get("/sparql", accept="text/turtle"))
        assert [str(count) for count in graph.objects(None, VOID.triples)] == ["0"]


TURTLE = {"Content-Type": "text/turtle"}
ONE, TWO = b"<https://a.example/s> <https://a.example/p> 1 .", b"<https://a.example/s> <https://a.example/p> _:b ."


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = store_at(tmp_path_factory.mktemp("written") / "store")
    options = ("--workers", "2", "--update", "--update-bytes", "100000")
    with served(store, *options, token="a token of the tests") as running:
        yield running


def sent(server: Server, method: str, path: str, body: bytes = b"", **headers: str) -> Reply:
    named = {name.replace("_", "-"): said for name, said in headers.items()}
    return server.ask(method, path, body, {**TURTLE, "Authorization": "Bearer a token of the tests", **named})


def held(server: Server, path: str) -> int:
    reply = server.get(path, accept="application/n-triples")
    return len(triples(reply)) if reply.status == 200 else -reply.status


@pytest.mark.parametrize("path", ["/data?graph=https://a.example/g", "/data?default", "/data/by/its/address"])
def test_a_graph_is_replaced_added_to_and_deleted(written: Server, path: str) -> None:
    assert sent(written, "PUT", path, ONE).status in (201, 204)
    assert held(written, path) == 1
    assert sent(written, "POST", path, TWO).status == 204
    assert sent(written, "POST", path, TWO).status == 204  # another blank node
    assert held(written, path) == 3
    assert sent(written, "PUT", path, TWO).status == 204
    assert held(written, path) == 1
    assert sent(written, "DELETE", path).status == 204
    assert held(written, path) in (-404, 0)


def test_a_new_graph_gets_a_name_and_a_graph_of_nothing_is_there(written: Server) -> None:
    reply = sent(written, "POST", "/data", ONE)
    assert reply.status == 201
    assert held(written, reply.headers["location"].removeprefix(written.url.rstrip("/"))) == 1
    assert sent(written, "PUT", "/data?graph=https://a.example/empty").status == 201
    assert held(written, "/data?graph=https://a.example/empty") == 0


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"this is no Turtle", {}, 400),
        (b"<relative", {}, 400),
        (b"GRAPH <https://a.example/> { }", {}, 400),
        (b"x" * 200_000, {}, 413),
        (ONE, {"Content_Type": "image/png"}, 415),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a/>', {"Content_Type": "application/rdf+xml"}, 400),
        (b"<https://a.example/> <x:y> <x:z> <x:g> .", {"Content_Type": "application/n-quads"}, 400),
        (b"--x\r\nnothing", {"Content_Type": "multipart/form-data; boundary=y"}, 400),
        (ONE, {"Authorization": "Bearer wrong"}, 401),
        (ONE, {"Origin": "https://evil.example"}, 403),
        (ONE, {"Sec_Fetch_Site": "cross-site"}, 403),
    ],
)
def test_what_cannot_be_written_changes_nothing(
    written: Server, body: bytes, headers: dict[str, str], status: int
) -> None:
    path = "/data?graph=https://a.example/kept"
    assert sent(written, "PUT", path, ONE).status in (201, 204)
    assert sent(written, "PUT", path, body, **headers).status == status
    assert held(written, path) == 1


def test_behind_a_proxy_that_speaks_https_addresses_begin_so(tmp_path: Path) -> None:
    options = ("--workers", "1", "--update", "--https")
    with served(store_at(tmp_path / "store"), *options, token="a token of the tests") as server:
        graph = described(server.get("/sparql", accept="text/turtle"))
        assert {str(endpoint) for endpoint in graph.objects(None, SD.endpoint)} == {
            server.url.replace("http:", "https:") + "sparql"
        }
        own = server.url.rstrip("/").replace("http:", "https:")
        assert sent(server, "PUT", "/data?default", ONE, Origin=own).status == 204
        assert sent(server, "PUT", "/data?default", ONE, Origin=server.url.rstrip("/")).status == 403
        assert "1" in {str(count) for count in described(server.get("/sparql")).objects(None, VOID.triples)}


STRANGE = """
<https://w3id.org/finaward/id/receipt/s> <https://w3id.org/finaward/ontology#hasEvidence> "text", _:b,
  <https://w3id.org/finaward/id/span/s> ; <https://a.example/p> <<( <x:a> <x:b> <x:c> )>> .
<https://w3id.org/finaward/id/span/s> <https://w3id.org/finaward/ontology#start> "one" ;
  <https://w3id.org/finaward/ontology#exact> "a" ; <http://www.w3.org/ns/oa#hasSource> "b" .
"""


def test_whatever_the_graph_says_of_a_resource_it_has_a_page(tmp_path: Path) -> None:
    with served(store_at(tmp_path / "store", STRANGE), "--workers", "1") as server:
        for kind in ("text/html", "text/turtle"):
            assert server.get("/id/receipt/s", accept=kind).status == 200
        for iri in ("foo", "%0A", "a%20b:c", "x:%3Cscript"):
            assert server.get(f"/resource?iri={iri}").status in (400, 404)
