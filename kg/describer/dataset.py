"""What a service and its data are: SPARQL 1.1 Service Description (W3C, 2013) and VoID (W3C, 2011), as bytes."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.store import ANSWER_FORMATS, GRAPH_FORMATS, Head, Solutions, Store, write_graph
from kg.terms import BASE, DCTERMS, PREFIXES, RDF, Quad, Term, integer, iri, literal

_SD, _VOID, _FORMATS = (
    "http://www.w3.org/ns/sparql-service-description#",
    "http://rdfs.org/ns/void#",
    "http://www.w3.org/ns/formats/",
)
_NAMES = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "trig": "TriG",
    "nquads": "N-Quads",
    "jsonld": "JSON-LD",
    "rdfxml": "RDF_XML",
}
"""The formats of the house by their names in the W3C's registry of them."""
_CLASSES = "SELECT ?class (COUNT(*) AS ?n) { ?s a ?class } GROUP BY ?class ORDER BY ?class"


class Dataset(BaseModel):
    """A service at the address `here` (without a slash at its end), and the format of `kg.store.GRAPH_FORMATS`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    here: str
    format: str
    updates: bool = False
    base: str = BASE


def reply(store: Store, arguments: Mapping[str, Any], out: Any) -> Head:  # noqa: ANN401 (any binary file)
    """Write the description of a `Dataset` into a binary file."""
    asked = Dataset.model_validate(arguments)
    return write_graph((*_service(asked), *_dataset(store, asked)), asked.format, out)


def _service(asked: Dataset) -> Iterator[Quad]:
    service, endpoint = iri(f"{asked.here}/sparql#service"), iri(f"{asked.here}/sparql")
    default = iri(f"{asked.here}/sparql#default-graph")
    yield Quad(service, RDF.type, _sd("Service"))
    yield Quad(service, _sd("endpoint"), endpoint)
    yield Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Query"))
    if asked.updates:
        yield Quad(service, _sd("supportedLanguage"), _sd("SPARQL11Update"))
    yield Quad(service, _sd("feature"), _sd("UnionDefaultGraph"))
    for name in (*ANSWER_FORMATS, *GRAPH_FORMATS):
        yield Quad(service, _sd("resultFormat"), iri(_FORMATS + _NAMES[name]))
    for name in GRAPH_FORMATS if asked.updates else ():
        yield Quad(service, _sd("inputFormat"), iri(_FORMATS + _NAMES[name]))
    yield Quad(service, _sd("defaultDataset"), _data(asked))
    yield Quad(_data(asked), RDF.type, _sd("Dataset"))
    yield Quad(_data(asked), _sd("defaultGraph"), default)
    yield Quad(default, RDF.type, _sd("Graph"))


def _dataset(store: Store, asked: Dataset) -> Iterator[Quad]:
    data = _data(asked)
    yield Quad(data, RDF.type, _void("Dataset"))
    yield Quad(data, DCTERMS.title, literal("获奖知识图谱", language="zh-hans"))
    yield Quad(data, DCTERMS.title, literal("Award knowledge graph", language="en"))
    yield Quad(data, _void("sparqlEndpoint"), iri(f"{asked.here}/sparql"))
    yield Quad(data, _void("uriSpace"), literal(asked.base))
    for prefix in ("fa", "fav", "dcterms", "oa", "org", "prov", "schema", "skos"):
        yield Quad(data, _void("vocabulary"), iri(PREFIXES[prefix]))
    for format in ("turtle", "ntriples", "jsonld"):
        yield Quad(data, _void("feature"), iri(_FORMATS + _NAMES[format]))
    yield Quad(data, _void("triples"), integer(len(store)))
    classes = store.query(_CLASSES)
    assert isinstance(classes, Solutions)
    for n, (kind, count) in enumerate(classes.rows):
        if kind is None or count is None:
            continue  # an empty store has one row without values
        part = iri(f"{asked.here}/.well-known/void#class-{n}")
        yield Quad(data, _void("classPartition"), part)
        yield Quad(part, _void("class"), kind)
        yield Quad(part, _void("entities"), count)


def _data(asked: Dataset) -> Term:
    return iri(f"{asked.here}/.well-known/void#dataset")


def _sd(name: str) -> Term:
    return iri(_SD + name)


def _void(name: str) -> Term:
    return iri(_VOID + name)
