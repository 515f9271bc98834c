"""The commands that ask a graph: `query` and `validate`."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.app import Graph, app
from kg.cli.remoting import Remote, with_store
from kg.cli.streams import binary, misuse, tell
from kg.errors import FormatError, QueryError

if TYPE_CHECKING:
    from kg.ontology import NamedQuery, Ontology
    from kg.remote import RemoteStore
    from kg.store import Store


@app.command()
def validate(
    source: Graph,
    format: Annotated[Literal["text", "json"], typer.Option("--format", "-f", help="Format of the report.")] = "text",
    language: Annotated[Literal["en", "zh"], typer.Option("--language", "-l", help="Language of the report.")] = "en",
) -> None:
    """Check a graph against the shapes and its evidence against the articles; exit code 1 where it does not conform."""
    from kg import steps
    from kg.validator import render

    report = steps.validate(source)
    typer.echo(report.model_dump_json(indent=1) if format == "json" else render(report, language).rstrip())
    raise typer.Exit(0 if report.conforms else 1)


@app.command()
@with_store
def query(
    source: Annotated[
        str | None,
        typer.Argument(help="A build's output, a graph file, or the URL of a store.", metavar="OUT|FILE|URL"),
    ] = None,
    text: Annotated[
        str | None, typer.Argument(help="SPARQL, a .rq file, or - for standard input.", metavar="QUERY")
    ] = None,
    named: Annotated[str | None, typer.Option("--named", "-n", help="A named query; see --list.")] = None,
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A named query's parameter.", metavar="KEY=VALUE")
    ] = None,
    format: Annotated[
        str,
        typer.Option("--format", "-f", help="table, csv, tsv, json, xml; CONSTRUCT: nq nt ttl trig rdf jsonld."),
    ] = "table",
    list_them: Annotated[bool, typer.Option("--list", help="List the named queries with their questions.")] = False,
    *,
    store: Remote,
) -> None:
    """Ask the graph in SPARQL, over the union of all its graphs; `kg query URL` asks a store of others."""
    from kg import ontology

    known = ontology.load()
    if list_them:
        typer.echo(_questions(known))
        return
    if store.url is not None:
        if text is not None:
            misuse("--store URL takes the place of OUT; give the query alone")
        source, text = None, source
    elif source is None:
        misuse("name the output of a build, a graph file or the URL of a store")
    elif source.startswith(("http://", "https://")):
        store = store._replace(url=source)
    else:
        store.refuse_alone()
    given = _pairs(params or [])
    asked = _asked(known, text, named, given)
    with _opened(source, store) as graph:
        _answer(graph, asked if isinstance(asked, str) else _bound(asked, given, graph), format)


def _opened(source: str | None, store: Remote) -> "Store | RemoteStore":
    from kg.loader import load_graph

    return load_graph(Path(source)) if store.url is None and source is not None else store.open()


def _asked(known: "Ontology", text: str | None, named: str | None, params: dict[str, str]) -> "str | NamedQuery":
    """The SPARQL that the user means, or the named query."""
    if named is not None and text is None:
        return known.query(named)
    if text is None or named is not None:
        misuse("give a query or --named NAME; `kg query OUT --list` shows the names")
    if params:
        misuse("--param goes with --named")
    if text == "-":
        return sys.stdin.read()
    if text.endswith(".rq"):
        try:
            return Path(text).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise QueryError(text, "the query file cannot be read", "name an existing UTF-8 file") from None
    return text


def _bound(query: "NamedQuery", params: dict[str, str], store: "Store | RemoteStore") -> str:
    """A named query with its parameters, whose names are those that the graph has."""
    from kg import registry
    from kg.parameters import settle

    query.bind(params)  # a parameter that it does not have is told of first
    if own := [each for each in query.parameters if each.name not in params]:
        told = " ".join(f"{each.name}={each.text}" for each in own)
        tell(f"{query.name} is asked with its own {told}; --param {own[0].name}=… asks otherwise")
    settled = settle(query, params, store, registry.load())
    for remark in settled.remarks:
        tell(remark)
    return query.bind(settled.values)


def _answer(store: "Store | RemoteStore", asked: str, format: str) -> None:
    """Print the answer of a query in the format asked for."""
    from kg import exporters, tables
    from kg.store import ANSWER_FORMATS, Graph, Solutions

    if format in ANSWER_FORMATS:
        for piece in store.answer(asked, format):
            binary().write(piece)
    elif format == "table":
        answer = store.query(asked)
        if isinstance(answer, bool):
            typer.echo("yes" if answer else "no")
        elif isinstance(answer, Solutions):
            tables.print_solutions(answer, sys.stdout)
        else:
            binary().write(b"".join(exporters.pieces(answer.quads, "turtle")))
    else:
        chosen = _graph_format(format)
        answer = store.query(asked)
        if not isinstance(answer, Graph):
            raise QueryError(
                "--format", f"{format} is for CONSTRUCT and DESCRIBE", f"use one of table, {', '.join(ANSWER_FORMATS)}"
            )
        binary().write(b"".join(exporters.pieces(answer.quads, chosen)))
    sys.stdout.flush()


def _graph_format(format: str) -> str:
    from kg.exporters import RDF, format_of
    from kg.store import ANSWER_FORMATS

    try:
        return format_of(format, RDF)
    except FormatError:
        for_graphs = f"{', '.join(RDF)} for CONSTRUCT and DESCRIBE"
        raise FormatError(
            "--format", f"{format} is no format of answers", f"use table, {', '.join(ANSWER_FORMATS)}; {for_graphs}"
        ) from None


def _questions(known: "Ontology") -> str:
    lines = []
    for named in known.queries:
        lines.append(f"{named.name}\n    {named.question_zh}\n    {named.question_en}")
        lines += [f"    --param {p.name}={p.text}" for p in named.parameters]
    return "\n".join(lines)


def _pairs(params: Iterable[str]) -> dict[str, str]:
    found = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals or not key:
            misuse(f"--param {param}: write KEY=VALUE")
        found[key] = value
    return found
