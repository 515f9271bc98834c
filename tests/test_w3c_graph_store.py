"""The W3C's tests of the Graph Store Protocol and of the service description, against a real server. See `tests.w3c`.

The suite `http-rdf-update`, 18 tests in prose, is deprecated in favour of these 13, which say the same to machines.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF

from tests import w3c
from tests.served import Server, served, store_at

TOKEN = "the token of the tests"
GRAPHS = [w3c.entries("graph-store-protocol", f"manifest-{way}.ttl") for way in ("direct", "indirect")]
DESCRIPTIONS = w3c.entries("service-description")
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
pytestmark = w3c.needed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store: Path = store_at(tmp_path_factory.mktemp("w3c") / "store")
    with served(store, "--workers", "1", "--update", "--allow-host", "www.example", token=TOKEN) as running:
        yield running


def test_the_suites_are_there() -> None:
    assert (sum(map(len, GRAPHS)), len(DESCRIPTIONS)) == (13, 3)


@pytest.mark.parametrize("entry", [each for way in GRAPHS for each in way], ids=lambda entry: entry.name)
def test_graph_store(entry: w3c.Node, server: Server) -> None:
    assert server.update("DROP ALL").status == 204
    more = {"Authorization": f"Bearer {TOKEN}", "Host": "www.example"}

    def place(path: str) -> str:
        return path.removeprefix("http://www.example").replace("/gsp", "/data", 1)

    w3c.play(entry, server, place, more, {})


@pytest.mark.parametrize("entry", DESCRIPTIONS, ids=lambda entry: entry.name)
def test_service_description(entry: w3c.Node, server: Server) -> None:
    reply = server.get("/sparql", accept="text/turtle")
    assert (reply.status, reply.type) == (200, "text/turtle")
    graph = Graph().parse(data=reply.body, format="turtle")
    endpoint = URIRef(f"{server.url}sparql")
    if entry.name == "has-endpoint-triple":
        assert (None, SD.endpoint, endpoint) in graph
    elif entry.name == "conforms-to-schema":
        for service in graph.subjects(SD.endpoint):
            assert (service, RDF.type, SD.Service) in graph
        for dataset in graph.objects(None, SD.defaultDataset):
            assert (dataset, RDF.type, SD.Dataset) in graph
            assert all((default, RDF.type, SD.Graph) in graph for default in graph.objects(dataset, SD.defaultGraph))
        ranges = {SD.resultFormat: "formats/", SD.supportedLanguage: "sparql-service-description#SPARQL"}
        for predicate, beginning in ranges.items():
            assert all(str(o).startswith(f"http://www.w3.org/ns/{beginning}") for o in graph.objects(None, predicate))
    else:
        assert entry.name == "returns-rdf"
        assert len(graph) > 0
