"""The commands that judge and compare: `evaluate`, `conflicts`, `diff`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.app import Graph, app
from kg.cli.streams import misuse, tell
from kg.errors import FormatError, KgError

if TYPE_CHECKING:
    from kg.evaluator import Evaluation


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="A gold file, or a folder of *.gold.json.", metavar="GOLD")],
    facts: Annotated[
        Path,
        typer.Argument(help="Facts documents: a folder, a file, or the output folder of a build.", metavar="FACTS"),
    ],
    articles: Annotated[
        Path | None, typer.Option("--articles", help="Folder of the articles, where their texts are not beside FACTS.")
    ] = None,
    floors: Annotated[
        list[str] | None,
        typer.Option("--floor", help="A score that must be reached: receipt=0.9, award.recall=0.8.", metavar="KEY=N"),
    ] = None,
    worst: Annotated[int, typer.Option("--worst", min=0, help="Documents whose errors are shown.")] = 10,
    json: Annotated[bool, typer.Option("--json", help="Everything as JSON, the errors of all documents too.")] = False,
) -> None:
    """Compare facts documents with gold: precision, recall, F1 by kind, and every error, the worst document first.

    The exit code is 0 whatever the scores are; 1 where something could not be used, or a score is below its --floor
    (receipt is its F1; receipt.precision; receipt.recall; grounded; of must_not and year_invented it is the most).
    """
    from kg import evaluator, steps

    wanted = _floors(floors or [])
    found = steps.evaluate(gold, facts, articles=articles)
    below = evaluator.below(found.total, wanted)
    if json:
        typer.echo(found.model_dump_json(indent=1))
    else:
        _show(found, worst)
    for said in (*(f"skipped {item}" for item in found.skipped), *(f"below the floor: {line}" for line in below)):
        tell(said)
    raise typer.Exit(1 if found.skipped or below else 0)


@app.command()
def conflicts(
    source: Graph,
    json: Annotated[bool, typer.Option("--json", help="Everything as JSON.")] = False,
) -> None:
    """List what articles say otherwise of one thing: figures, years, days, winners; each side with its sentences.

    The exit code is 0 whether there are any or not; `kg validate` warns of them too.
    """
    from pydantic import TypeAdapter

    from kg import disputes, steps
    from kg.summary import counted

    found = steps.conflicts(source)
    if json:
        typer.echo(TypeAdapter(tuple[disputes.Dispute, ...]).dump_json(found, indent=1).decode())
    else:
        for line in disputes.render(found):
            typer.echo(line)
    tell(counted(len(found), "contradictions"))


@app.command()
def diff(
    before: Annotated[
        Path, typer.Argument(help="The older graph: a build's output folder, or a graph file.", metavar="A")
    ],
    after: Annotated[Path, typer.Argument(help="The newer graph.", metavar="B")],
    form: Annotated[
        Literal["text", "json", "patch"], typer.Option("--format", "-f", help="patch is an RDF Patch.")
    ] = "text",
    quads: Annotated[bool, typer.Option("--quads", help="Name each quad as well.")] = False,
) -> None:
    """Compare two graphs: facts added, removed and changed, with their sentences.

    The exit code is that of diff: 0 where the graphs are the same, 1 where they differ, 2 where one cannot be read.
    """
    from kg import differ, steps

    try:
        found = steps.diff(before, after)
    except KgError as error:
        misuse(str(error))
    if form == "json":
        typer.echo(found.model_dump_json(indent=1))
    else:
        lines = differ.patch(found) if form == "patch" else differ.render(found, with_quads=quads)
        same = form == "text" and found.is_empty
        typer.echo("the graphs are the same" if same else "\n".join(lines))
    raise typer.Exit(0 if found.is_empty else 1)


def _show(found: "Evaluation", worst: int) -> None:
    from kg import tables
    from kg.evaluator import rendering

    tables.print_table(rendering.TOTAL_COLUMNS, rendering.total_rows(found.total), sys.stdout)
    typer.echo("\n".join(rendering.remarks(found)))
    tables.print_table(rendering.DOCUMENT_COLUMNS, rendering.document_rows(found), sys.stdout)
    for line in rendering.errors(found, worst):
        typer.echo(line)


def _floors(given: list[str]) -> dict[str, float]:
    from kg.evaluator import floor

    floors = {}
    for said in given:
        key, _, number = said.partition("=")
        try:
            floors[key] = floor(key, number)
        except FormatError as error:
            misuse(f"--floor {said}: {error.what}; {error.remedy}")
    return floors
