"""The command that puts a person in the loop: `review`."""

from pathlib import Path
from shlex import quote
from typing import Annotated

import typer

from kg.cli.app import app
from kg.cli.streams import end, put, refuse_inside, tell
from kg.errors import KgError


@app.command()
def review(
    source: Annotated[Path, typer.Argument(help="The output folder of a build.", metavar="OUT")],
    out: Annotated[
        str, typer.Option("--out", "-o", help="HTML file to write, or - for standard output.")
    ] = "review.html",
    corrections: Annotated[
        Path | None,
        typer.Option(
            "--corrections", help="What was decided so far; else corrections.yaml beside the page.", metavar="FILE"
        ),
    ] = None,
) -> None:
    """Write a page on which people decide about facts, and a corrections file to begin with where there is none.

    A corrections file that is there is never written to: the page shows what stands in it, and hands out the next one.
    """
    from kg import corrections as room
    from kg import steps
    from kg.folder import Folder, write
    from kg.loader import load_pairs, load_replayed

    page = None if out == "-" else Path(out)
    file = corrections or (page.with_name("corrections.yaml") if page else None)
    for path in (page, file):
        if path is not None:
            refuse_inside(path, source)
    loaded = list(load_pairs(Folder(source)))
    pairs = [item for item in loaded if not isinstance(item, KgError)]
    is_there = file is not None and file.exists()
    known = room.load(file).corrections if file is not None and is_there else load_replayed(Folder(source))
    put(out, steps.review(*pairs, corrections=known).encode())
    if file is not None and not is_there:
        write(file, room.dump(known))
    if page is not None:
        tell(f"{page}: open it in any browser, decide, and put the file that it gives in the place of {file}")
        tell(f"then: kg update {quote(str(source))} --corrections {quote(str(file))}")
    end(item for item in loaded if isinstance(item, KgError))
