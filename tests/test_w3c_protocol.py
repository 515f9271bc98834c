"""The W3C's tests of the SPARQL 1.1 Protocol and of the result formats, against a real server. See `tests.w3c`.

Numbers are compared by value, because the engine keeps values and no text: in csv03 and tsv03 `1.0E6` comes back as
`1000000`, and a negativeInteger as an integer. All else is compared as it is.
"""

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from tests import w3c
from tests.served import Server, served, store_at

TOKEN = "the token of the tests"
PROTOCOL = w3c.entries("protocol")
FORMATS = [*w3c.entries("csv-tsv-res"), *w3c.entries("json-res")]
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in ("integer", "negativeInteger", "decimal", "double")}
TYPES = {".csv": "text/csv", ".tsv": "text/tab-separated-values", ".srj": "application/sparql-results+json"}
pytestmark = w3c.needed


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    store = store_at(tmp_path_factory.mktemp("w3c") / "store")
    with served(store, "--workers", "1", "--update", token=TOKEN) as running:
        yield running


def test_the_suites_are_there() -> None:
    assert (len(PROTOCOL), len(FORMATS)) == (34, 10)


@pytest.mark.parametrize("entry", PROTOCOL, ids=lambda entry: entry.name)
def test_protocol(entry: w3c.Node, server: Server) -> None:
    graphs = (f"GRAPH <{name}> {{ {path.read_text('utf-8')} }}" for name, path in w3c.data(entry))
    assert server.update(f"DROP ALL ; INSERT DATA {{ {' '.join(graphs)} }}").status == 204
    w3c.play(entry, server, str, {"Authorization": f"Bearer {TOKEN}"}, {})


@pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)
def test_result_formats(entry: w3c.Node, server: Server) -> None:
    action = entry.one(f"{w3c.MF}action")
    assert action is not None
    data = action.text(f"{w3c.QT}data").removeprefix("file://")
    lines = ox.serialize(ox.parse(path=data, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert lines is not None
    assert server.update(f"DROP ALL ; INSERT DATA {{ {lines.decode()} }}").status == 204
    wanted = Path(entry.text(f"{w3c.MF}result").removeprefix("file://"))
    query = Path(action.text(f"{w3c.QT}query").removeprefix("file://")).read_text("utf-8")
    reply = server.query(query, accept=TYPES[wanted.suffix])
    assert (reply.status, reply.type) == (200, TYPES[wanted.suffix])
    assert rows(reply.body, wanted.suffix) == rows(wanted.read_bytes(), wanted.suffix)


def rows(data: bytes, suffix: str) -> Any:  # noqa: ANN401 (values that compare)
    """The rows of a result in an order of their own, by the names of the columns; all blank nodes alike."""
    if suffix == ".csv":
        table = csv.DictReader(io.StringIO(data.decode("utf-8")))
        return sorted(sorted((k, plain(v)) for k, v in row.items()) for row in table)
    form = ox.QueryResultsFormat.from_extension(suffix[1:])
    found = ox.parse_query_results(data, format=form)
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    names = [variable.value for variable in found.variables]
    return sorted(sorted((name, shown(row[name])) for name in names) for row in found)


def shown(term: Any) -> str:  # noqa: ANN401 (a term, or None)
    if isinstance(term, ox.Literal) and term.datatype.value in NUMBERS:
        return plain(term.value)
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def plain(text: str) -> str:
    with contextlib.suppress(ValueError):
        return repr(float(text))
    return "_:" if text.startswith("_:") else text
