"""The commands that change what a build holds: `update`, `remove`."""

import time
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Map, app
from kg.cli.modelling import Modelling, with_modelling
from kg.cli.progress import Jobs, Shown, cores, finish, going_on, progress
from kg.cli.remoting import Remote, with_store
from kg.cli.streams import mapping, misuse, sources, warn

Output = Annotated[Path, typer.Argument(help="The output folder of a build.", metavar="OUT")]


@app.command()
@with_store
@with_modelling
def update(
    out: Output,
    articles: Annotated[
        list[str] | None,
        typer.Argument(help="Articles that are new or changed, as `kg build` reads them.", metavar="ARTICLE…"),
    ] = None,
    map: Map = [],  # noqa: B006 (typer's way of saying: an option that may be repeated)
    *,
    corrections: Annotated[
        Path | None, typer.Option("--corrections", help="Replay these, instead of those of the build.", metavar="FILE")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", help="And these of who is who; see `kg resolve`.", metavar="FILE")
    ] = None,
    jobs: Jobs = None,
    shown: Shown = None,
    modelling: Modelling,
    store: Remote,
) -> None:
    """Take articles into the output of a build, which is then what a build of them all gives.

    Only what is new or changed is read and extracted, with the registries, corrections and other options of the build.
    An article takes the place of the one with its id or its source. Interrupted at any moment, OUT is the old or the
    new one.
    """
    from kg import builder, summary

    if not articles and corrections is None and decisions is None:
        misuse("name articles, or give --corrections FILE or --decisions FILE")
    store.reach()
    started = time.perf_counter()
    warn(builder.losing(out))
    told, knowledge = builder.told_to(out)
    fields = mapping(map) or told.fields
    with going_on(out), progress(shown) as on_step:
        done = builder.update(
            out,
            *sources(articles or [], fields),
            corrections=corrections,
            decisions=decisions,
            fields=fields,
            on_step=on_step,
            jobs=cores(jobs),
            extract=modelling.extract(knowledge),
        )
    modelling.conclude()
    seconds = time.perf_counter() - started
    typer.echo(summary.summarize_revision(done, seconds))
    store.follow(out)
    made = done.build
    finish(shown, seconds, articles=made.articles, skipped=len(done.skipped), conforms=made.conforms)
    raise typer.Exit(0 if done.build.conforms and not done.skipped and not done.build.misfits else 1)


@app.command()
@with_store
def remove(
    out: Output,
    articles: Annotated[
        list[str],
        typer.Argument(
            help="Articles: an id, the name of a file in OUT/articles, or a source, be it a folder or an archive.",
            metavar="ARTICLE…",
        ),
    ],
    *,
    store: Remote,
) -> None:
    """Take articles out of the output of a build, which is then what a build of the others gives.

    A fact goes with the last article that supports it. Interrupted at any moment, OUT is the old or the new one.
    """
    from kg import builder, summary

    store.reach()
    started = time.perf_counter()
    warn(builder.losing(out))
    done = builder.remove(out, *articles)
    typer.echo(summary.summarize_revision(done, time.perf_counter() - started))
    store.follow(out)
    raise typer.Exit(0 if done.build.conforms and not done.skipped and not done.build.misfits else 1)
