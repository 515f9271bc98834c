"""The command that asks who may be one: `resolve`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Registries, app
from kg.cli.streams import end, put, refuse_inside, tell
from kg.errors import FactsError, OutputError

_SHOWN = 20


@app.command()
def resolve(
    source: Annotated[
        Path, typer.Argument(help="The output folder of a build, or facts documents.", metavar="OUT|FACTS")
    ],
    out: Annotated[
        str | None,
        typer.Option("--out", "-o", help="Decisions file to begin with (CSV); the --decisions file is carried on."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="What was decided so far.", metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Every proposal as JSON, the sentences whole.")] = False,
    registry: Registries = None,
) -> None:
    """List who may be one organization and is not settled: by the grammar of names, by awards in common, by likeness.

    Of a build, its own registries and decisions are taken where none are named.
    Write same, different or new into the column verdict of the file that -o writes, your name and the day beside it;
    `kg build --decisions FILE` replays it on every build.
    """
    from pydantic import TypeAdapter

    from kg.builder import Knowledge
    from kg.builder.keeping import told_to
    from kg.folder import made
    from kg.loader import load_documents
    from kg.reconciler import drafting
    from kg.reconciler.decisions import load_decisions
    from kg.reconciler.proposals import Proposal, proposals
    from kg.summary import counted

    is_build = not registry and made(source) is not None
    knowledge = told_to(source)[1] if is_build else Knowledge.load(registries=registry or ())
    known = knowledge.registry
    decided = load_decisions(decisions, known) if decisions is not None else knowledge.decided
    if out is not None and out != "-":
        refuse_inside(Path(out), source)
        if Path(out).exists() and (decisions is None or not Path(out).samefile(decisions)):
            raise OutputError(out, "this file is there already", "name it with --decisions, or choose another")
    loaded = list(load_documents([source], known))
    found = proposals([each for each in loaded if not isinstance(each, FactsError)], known, decided)
    if json:
        typer.echo(TypeAdapter(tuple[Proposal, ...]).dump_json(found, indent=1).decode())
    if out is not None:
        put(out, drafting.draft(found, decided).encode("utf-8-sig" if out != "-" else "utf-8"))
    elif not json:
        for number, proposal in enumerate(found[:_SHOWN], 1):
            typer.echo("\n".join(drafting.lines(number, proposal)))
    more = f", {_SHOWN} shown; -o decisions.csv has all" if len(found) > _SHOWN and out is None and not json else ""
    tell(f"{counted(len(found), 'proposals')}{more}")
    end(each for each in loaded if isinstance(each, FactsError))
