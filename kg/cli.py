"""The command line: `kg build`, `extract`, `convert`, `validate`, `query`, `view`, `ontology`, `schema`.

Results go to standard output, talk to standard error; `-` is standard input or output. Exit codes: 0 all is well,
1 something could not be used or does not conform, 2 wrong usage. Rooms are imported when a command runs, so that
help is immediate. This is the only room that knows the terminal, the environment and the working directory.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn

import typer
from typer.core import TyperGroup

from kg.errors import FormatError, KgError, OutputError, QueryError

if TYPE_CHECKING:
    from kg.article import Article, Skipped
    from kg.ontology import Ontology
    from kg.store import Store


class _Group(TyperGroup):
    """Turns an error of the house into one line and exit code 1."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 (typer's own type is private)
        try:
            return super().invoke(ctx)
        except KgError as error:
            _fail(str(error))
        except KeyboardInterrupt:
            typer.echo("kg: interrupted; what was there before is as it was", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output went away: nothing to say, nobody to say it to
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn Chinese financial news about awards into a knowledge graph whose every fact leads to its sentence.",
)

Articles = Annotated[list[str], typer.Argument(help="Articles: files, folders, globs.", metavar="ARTICLE…")]
Graph = Annotated[Path, typer.Argument(help="The output folder of a build, or an N-Quads file.", metavar="OUT|FILE")]
Base = Annotated[str, typer.Option("--base", help="Where IRIs are minted.")]
WithText = Annotated[bool, typer.Option("--with-text", help="Put whole articles into the view.")]
BASE = "https://w3id.org/finaward/id/"


@app.command()
def build(
    articles: Articles,
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder to write; a build's old output is replaced.")] = Path(
        "out"
    ),
    base: Base = BASE,
    with_text: WithText = False,
) -> None:
    """Build graph, store, view and report from articles, in one go."""
    from kg import builder, summary

    started = time.perf_counter()
    with _progress() as advance:
        made = builder.build(*_sources(articles), out=out, base=base, with_text=with_text, on_article=advance)
    typer.echo(summary.summarize(made, time.perf_counter() - started))
    raise typer.Exit(0 if made.conforms and not made.skipped else 1)


@app.command()
def extract(
    articles: Articles,
    out: Annotated[str, typer.Option("--out", "-o", help="Folder for *.facts.json, a .jsonl file, or -.")] = "-",
) -> None:
    """Extract facts documents from articles."""
    from kg import facts
    from kg.builder import Knowledge, extract_each
    from kg.folder import distinct, write
    from kg.summary import counted

    done = list(extract_each(_sources(articles), Knowledge.load()))
    pairs = [item for item in done if isinstance(item, tuple)]
    skipped = [item for item in done if not isinstance(item, tuple)]
    documents = [document for _, document in pairs]
    if out == "-" or out.endswith(".jsonl"):
        _write(out, "".join(facts.dump(d, indent=None) for d in documents).encode())
    else:
        if out.endswith(".json"):
            raise OutputError(out, "one document an article needs a folder", "name a folder, or a .jsonl file")
        names = distinct([(Path(a.source).stem if a.source else a.id, a.id) for a, _ in pairs])
        for name, document in zip(names, documents, strict=True):
            write(Path(out) / f"{name}.facts.json", facts.dump(document))
    receipts = sum(len(d.receipts) for d in documents)
    _tell(f"{counted(len(documents), 'facts documents')}, {counted(receipts, 'receipts')}")
    _end(skipped)


@app.command()
def convert(
    documents: Annotated[list[Path], typer.Argument(help="Facts documents: files or folders.", metavar="FACTS…")],
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
    format: Annotated[str | None, typer.Option("--format", "-f", help="Instead of by the suffix of --out.")] = None,
    base: Base = BASE,
) -> None:
    """Convert facts documents to RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML or JSON-LD."""
    from kg import exporters
    from kg.builder import Knowledge, convert_each
    from kg.errors import FactsError
    from kg.loader import load_documents
    from kg.summary import counted

    chosen = exporters.format_of(format or ("nquads" if out == "-" else out))
    knowledge = Knowledge.load(base=base)
    loaded = list(load_documents(documents, knowledge.registry))
    good = [document for document in loaded if not isinstance(document, FactsError)]
    bad = [document for document in loaded if isinstance(document, FactsError)]
    if good:
        quads = convert_each(good, knowledge)
        _write(out, b"".join(exporters.pieces(quads, chosen)))
        _tell(f"{counted(len(quads), 'quads')} from {counted(len(good), 'facts documents')}")
    _end(bad)


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
def query(
    source: Graph,
    text: Annotated[
        str | None, typer.Argument(help="SPARQL, a .rq file, or - for standard input.", metavar="QUERY")
    ] = None,
    named: Annotated[str | None, typer.Option("--named", "-n", help="A named query; see --list.")] = None,
    params: Annotated[
        list[str] | None, typer.Option("--param", "-p", help="A named query's parameter.", metavar="KEY=VALUE")
    ] = None,
    format: Annotated[
        str, typer.Option("--format", "-f", help="table, csv, tsv, json, xml; RDF formats for CONSTRUCT.")
    ] = "table",
    list_them: Annotated[bool, typer.Option("--list", help="List the named queries with their questions.")] = False,
) -> None:
    """Ask the graph in SPARQL, over the union of all its graphs."""
    from kg import ontology
    from kg.loader import load_graph

    known = ontology.load()
    if list_them:
        typer.echo(_questions(known))
        return
    asked = _asked(known, text, named, _pairs(params or []))
    with load_graph(source) as store:
        _answer(store, asked, format)


@app.command()
def view(
    source: Graph,
    out: Annotated[
        str, typer.Option("--out", "-o", help="HTML file to write, or - for standard output.")
    ] = "graph.html",
    title: Annotated[str, typer.Option("--title", help="Title of the page.")] = "获奖知识图谱",
    with_text: WithText = False,
) -> None:
    """Write the graph as one HTML page that opens from disk and asks no network for anything."""
    from kg import steps

    _write(out, steps.view(source, title=title, with_text=with_text).encode())
    _tell(f"{out}: open it in any browser")


@app.command(name="ontology")
def ontology_command(
    html: Annotated[bool, typer.Option("--html", help="A page for people instead of Turtle.")] = False,
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
) -> None:
    """Write the ontology: as Turtle, or as a bilingual documentation page."""
    from kg import documentation, ontology

    known = ontology.load()
    _write(out, documentation.document(known).encode() if html else known.ontology_path.read_bytes())


@app.command()
def schema(
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
) -> None:
    """Write the JSON Schema of facts documents."""
    import json

    from kg import facts

    _write(out, (json.dumps(facts.schema(), ensure_ascii=False, indent=1) + "\n").encode())


@app.callback(invoke_without_command=True)
def _version(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"finaward-kg {installed('finaward-kg')}")
        raise typer.Exit


def _sources(articles: list[str]) -> "Iterator[str | Article]":
    """The articles that the user names; `-` is one on standard input."""
    from kg.reader import read_bytes

    for name in articles:
        yield read_bytes(sys.stdin.buffer.read(), name="-") if name == "-" else name


def _asked(known: "Ontology", text: str | None, named: str | None, params: dict[str, str]) -> str:
    """The SPARQL that the user means."""
    if named is not None and text is None:
        return known.query(named).bind(_named_as_registered(params))
    if text is None or named is not None:
        _misuse("give a query or --named NAME; `kg query OUT --list` shows the names")
    if params:
        _misuse("--param goes with --named")
    if text == "-":
        return sys.stdin.read()
    if text.endswith(".rq"):
        try:
            return Path(text).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise QueryError(text, "the query file cannot be read", "name an existing UTF-8 file") from None
    return text


def _answer(store: "Store", asked: str, format: str) -> None:
    """Print the answer of a query in the format asked for."""
    from kg import exporters, tables
    from kg.store import ANSWER_FORMATS, Graph, Solutions

    if format in ANSWER_FORMATS:
        for piece in store.answer(asked, format):
            _binary().write(piece)
    elif format == "table":
        answer = store.query(asked)
        if isinstance(answer, bool):
            typer.echo("yes" if answer else "no")
        elif isinstance(answer, Solutions):
            tables.print_solutions(answer, sys.stdout)
        else:
            _binary().write(b"".join(exporters.pieces(answer.quads, "turtle")))
    else:
        chosen = _graph_format(format)
        answer = store.query(asked)
        if not isinstance(answer, Graph):
            raise QueryError(
                "--format", f"{format} is for CONSTRUCT and DESCRIBE", f"use one of table, {', '.join(ANSWER_FORMATS)}"
            )
        _binary().write(b"".join(exporters.pieces(answer.quads, chosen)))
    sys.stdout.flush()


def _graph_format(format: str) -> str:
    from kg.exporters import FORMATS
    from kg.store import ANSWER_FORMATS

    if format not in FORMATS:
        for_graphs = f"{', '.join(FORMATS)} for CONSTRUCT and DESCRIBE"
        raise FormatError(
            "--format", f"{format} is no format of answers", f"use table, {', '.join(ANSWER_FORMATS)}; {for_graphs}"
        )
    return format


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
            _misuse(f"--param {param}: write KEY=VALUE")
        found[key] = value
    return found


def _named_as_registered(params: dict[str, str]) -> dict[str, str]:
    """Parameters in which an organization, however it is written, has the name that the registry has for it."""
    from kg import registry

    known = registry.load() if {"organization", "group"} & set(params) else None
    entries = {key: known.resolve(value) for key, value in params.items() if known and key in ("organization", "group")}
    return {key: entry.short_name if (entry := entries.get(key)) else value for key, value in params.items()}


@contextmanager
def _progress() -> Iterator[Any]:
    """A counter of articles on a terminal; silence elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading") as status:
        done = 0

        def advance(name: str) -> None:
            nonlocal done
            done += 1
            status.update(f"{done} articles · {Path(name).name}")

        yield advance


def _end(lost: "Iterable[Skipped | KgError]") -> None:
    """Name what could not be used, and leave with the exit code that says whether there was any."""
    lines = [str(item) for item in lost]
    for line in lines:
        typer.echo(f"skipped {line}", err=True)
    raise typer.Exit(1 if lines else 0)


def _write(out: str, content: bytes) -> None:
    from kg.folder import is_folder, write

    if out == "-":
        _binary().write(content)
        sys.stdout.flush()
    elif is_folder(Path(out)):
        raise OutputError(out, "this is a folder", "name a file")
    else:
        write(Path(out), content)


def _binary() -> Any:  # noqa: ANN401 (a binary stream, or what a test runner gives for one)
    sys.stdout.flush()
    return sys.stdout.buffer


def _misuse(said: str) -> NoReturn:
    typer.echo(f"kg: {said}", err=True)
    raise typer.Exit(2)


def _fail(said: str) -> NoReturn:
    typer.echo(f"kg: {said}", err=True)
    raise typer.Exit(1)


def _tell(said: str) -> None:
    typer.echo(said, err=True)


def main() -> None:
    """Run the command line: the entry point of `kg`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace" if stream is sys.stderr else "strict")
    app()
