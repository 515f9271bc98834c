"""What goes in and out of the terminal: results to standard output, talk to standard error, and how a command ends.

`-` is standard input or output.
"""

import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import typer

from kg.errors import KgError, OutputError

if TYPE_CHECKING:
    from kg.article import Article, Skipped


def sources(articles: list[str], fields: Mapping[str, str]) -> "Iterator[str | Article | Skipped]":
    """What the user names; `-` is what standard input holds."""
    from kg.reader import read_stream

    for name in articles:
        if name == "-":
            yield from read_stream(sys.stdin.buffer, name="-", fields=fields)
        else:
            yield name


def mapping(said: list[str]) -> dict[str, str]:
    """What `--map` says of the fields of JSON lines: `text=content` is {"text": "content"}."""
    from kg.reader import FIELDS

    pairs = [pair.partition("=") for pair in said]
    for what, equals, _ in pairs:
        if what not in FIELDS or not equals:
            misuse(f"--map {what}{equals}…: say {'|'.join(FIELDS)}=FIELD")
    return {what: field for what, _, field in pairs}


def end(lost: "Iterable[Skipped | KgError]") -> None:
    """Name what could not be used, and leave with the exit code that says whether there was any."""
    raise typer.Exit(1 if name_lost(lost) else 0)


def name_lost(lost: "Iterable[Skipped | KgError]") -> int:
    """Name what could not be used, and give how much it is."""
    lines = [str(item) for item in lost]
    for line in lines:
        typer.echo(f"skipped {line}", err=True)
    return len(lines)


def put(out: str, content: bytes | Iterable[bytes]) -> None:
    """Write a result to a file, whole or not at all, or to standard output (`-`)."""
    from kg.folder import is_folder, write

    if out == "-":
        stream = binary()
        for piece in [content] if isinstance(content, bytes) else content:
            stream.write(piece)
        sys.stdout.flush()
    elif is_folder(Path(out)):
        raise OutputError(out, "this is a folder", "name a file")
    else:
        write(Path(out), content)


def refuse_inside(path: Path, source: Path) -> None:
    """Refuse to write into the output of a build, which the next build would not replace then."""
    if path.absolute().resolve().is_relative_to(source.absolute().resolve()):
        raise OutputError(path, "the next build replaces this folder as a whole", "choose a place outside of it")


def binary() -> Any:  # noqa: ANN401 (a binary stream, or what a test runner gives for one)
    """Standard output for bytes, after what was printed before."""
    sys.stdout.flush()
    return sys.stdout.buffer


def misuse(said: str) -> NoReturn:
    """Leave with exit code 2: the command was not used as it is meant."""
    typer.echo(f"kg: {said}", err=True)
    raise typer.Exit(2)


def fail(said: str) -> NoReturn:
    """Leave with exit code 1 and one line that says why."""
    typer.echo(f"kg: {said}", err=True)
    raise typer.Exit(1)


def tell(said: str) -> None:
    """Say something to the person, beside the result."""
    typer.echo(said, err=True)


def warn(warnings: Iterable[tuple[str, str]]) -> None:
    """Say what is to be thought of, of what, before something is done."""
    for where, said in warnings:
        tell(f"warning {where}: {said}")
