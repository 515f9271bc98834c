"""The commands that show: the graph as a page, the ontology, the schema of facts documents."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from kg.cli.app import Graph, WithText, app
from kg.cli.streams import misuse, put, tell


@app.command()
def view(
    source: Graph,
    out: Annotated[
        str, typer.Option("--out", "-o", help="HTML file to write, or - for standard output.")
    ] = "graph.html",
    title: Annotated[str | None, typer.Option("--title", help="Title of the page; without it, what it is.")] = None,
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="Language that the page starts in.")] = "zh",
    with_text: WithText = False,
    nodes: Annotated[
        int | None, typer.Option("--nodes", min=1, help="The most nodes that the page may hold; 50,000 without it.")
    ] = None,
) -> None:
    """Write the graph as one HTML page that opens from disk and asks no network for anything."""
    from kg import steps, viewer

    if out != "-" and Path(out).suffix.lower() not in (".html", ".htm"):
        misuse(f"--out {out}: end it with one of .html .htm")
    left: list[str] = []
    page = steps.view(
        source,
        title=title,
        lang=lang,
        with_text=with_text,
        limit=nodes or viewer.LIMIT,
        on_left_out=lambda selection: left.append(str(selection)),
    )
    put(out, page.encode())
    tell(f"{out}: open it in any browser")
    for said in left:
        tell(said)


@app.command(name="ontology")
def ontology_command(
    html: Annotated[bool, typer.Option("--html", help="A page for people instead of Turtle.")] = False,
    context: Annotated[bool, typer.Option("--context", help="The JSON-LD context instead.")] = False,
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
) -> None:
    """Write the ontology: as Turtle, or as a bilingual documentation page; or the context of JSON-LD documents."""
    from kg import documentation, ontology

    if html and context:
        misuse("--html and --context are two things; name one")
    known = ontology.load()
    path = known.context_path if context else known.ontology_path
    put(out, documentation.document(known).encode() if html else path.read_bytes())


@app.command()
def schema(
    out: Annotated[str, typer.Option("--out", "-o", help="File to write, or - for standard output.")] = "-",
) -> None:
    """Write the JSON Schema of facts documents."""
    import json

    from kg import facts

    put(out, (json.dumps(facts.schema(), ensure_ascii=False, indent=1) + "\n").encode())
