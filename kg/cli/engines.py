"""`kg build` past one machine: its options, and what is said of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli.progress import cores
from kg.cli.streams import misuse

if TYPE_CHECKING:
    from kg.builder.progress import OnStep
    from kg.engines import Built

OnEngine = Annotated[
    Literal["dask"] | None,
    typer.Option("--engine", help="Build parts of a graph on a cluster; ARTICLE and --out may be URLs (s3://…)."),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        "--scheduler", help="The cluster of --engine; without it, processes of this machine.", metavar="tcp://HOST:PORT"
    ),
]
ShardArticles = Annotated[
    int | None,
    typer.Option("--shard-articles", min=1, help="How many articles --engine does at once, about.", metavar="N"),
]


def refuse(options: Sequence[str]) -> None:
    """Leave with exit code 2 where options were given that an engine cannot do."""
    if options:
        misuse(f"{', '.join(options)}: a build on an engine does not do this; leave it out, or leave --engine out")


def across(
    articles: Sequence[str],
    out: str,
    base: str,
    fields: Mapping[str, str],
    registries: Sequence[Path] | None,
    decisions: Path | None,
    scheduler: str | None,
    jobs: int | None,
    shard_articles: int | None,
    told: "OnStep | None",
) -> "Built":
    """Build on an engine."""
    from kg.engines import SHARD, build_on

    if "-" in articles:
        misuse("-: a build on an engine reads no standard input; name files or URLs")
    return build_on(
        *articles,
        out=out,
        base=base,
        fields=fields,
        registries=registries or (),
        decisions=decisions,
        scheduler=scheduler,
        workers=cores(jobs) or 1,
        shard_articles=shard_articles or SHARD,
        on_step=told or (lambda _: None),
    )


def summarize(built: "Built", seconds: float) -> str:
    """What was built, in a few lines; what is not there stands in one of them."""
    from kg.summary import counted

    shards = counted(built.shards, "shards")
    done = f"{shards}, {built.resumed} of them done before" if built.resumed else shards
    lines = [
        f"read        {counted(built.articles, 'articles')} in {seconds:,.1f} s: {done}",
        f"graph       {counted(built.quads, 'lines')} in {counted(len(built.parts), 'parts')}: {built.out}/parts",
        f"skipped     {counted(len(built.skipped), 'inputs') + ': see quarantine/' if built.skipped else 'nothing'}",
        *(f"  {item}" for item in built.skipped[:5]),
        "not made    store, view and reports; kg query, view, export and load read the parts that manifest.json lists",
    ]
    return "\n".join(lines)
