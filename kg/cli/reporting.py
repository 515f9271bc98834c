"""The command that sums up: `report`."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import Graph, app
from kg.cli.streams import misuse, put, refuse_inside, tell


@app.command()
def report(
    source: Graph,
    out: Annotated[
        list[str] | None,
        typer.Option(
            "--out",
            "-o",
            help="File to write: .html, .md, .xlsx; may be repeated. - prints Markdown.",
            metavar="FILE",
        ),
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the report: zh or en.")] = "zh",
    title: Annotated[str, typer.Option("--title", help="Title of the report.")] = "",
) -> None:
    """Write who won how often, peer by peer and year by year; every number with the sentences that say it.

    The page is for reading, mailing and printing, the workbook for counting on, Markdown for other documents.
    """
    from kg import steps
    from kg.reporter import FORMATS, LANGUAGES
    from kg.summary import counted

    files = out or ["report.html"]
    formats = [_format(file) for file in files]
    for file, format in zip(files, formats, strict=True):
        if format not in FORMATS:
            misuse(f"--out {file}: end it with one of {' '.join(f'.{each}' for each in FORMATS)}")
        if file != "-":
            refuse_inside(Path(file), source)
    if lang not in LANGUAGES:
        misuse(f"--lang {lang}: choose one of {', '.join(LANGUAGES)}")
    made = steps.report(source, title=title, language=lang)
    for file, format in zip(files, formats, strict=True):
        put(file, made.to(format))
        if file != "-":
            counts = counted(len(made.receipts), "receipts"), counted(len(made.figures), "figures")
            tell(f"{file}: {', '.join(counts)}, {counted(len(made.sources), 'articles')}")


def _format(file: str) -> str:
    return "md" if file == "-" else Path(file).suffix.lower().removeprefix(".")
