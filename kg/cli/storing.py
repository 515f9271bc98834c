"""The commands that look after stores: `store check`, `store info`, `store compact`, `store backup`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.streams import tell

if TYPE_CHECKING:
    from kg.store import Check

store_app = typer.Typer(no_args_is_help=True, help="Look after a store: check it, say what it is, compact and copy it.")
app.add_typer(store_app, name="store")

Out = Annotated[Path, typer.Argument(help="The output folder of a build, or a store's own folder.", metavar="OUT")]


@store_app.command()
def check(
    out: Out,
    quick: Annotated[bool, typer.Option("--quick", help="Compare the files alone, and read no quad.")] = False,
) -> None:
    """Prove that a store holds what was built; exit code 1 where it does not.

    Its files are compared with those that were made, and every quad is read in each of the orders in which the engine
    keeps it, for damage is noticed only where it is read; graph.nq is compared too. A store that was changed since it
    was built must say the same in each order.
    """
    from kg import store

    with _steps() as on_step:
        found = store.check(out, quick=quick, on_step=on_step)
    for trouble in found.troubles:
        tell(f"{out}: {trouble}")
    typer.echo(_verdict(found, quick))
    raise typer.Exit(1 if found.troubles else 0)


@store_app.command()
def info(out: Out) -> None:
    """Say what a store holds, how large it is, when and by which version it was made, and whether it was changed."""
    from kg import store

    found = store.info(out)
    record = found.record
    rows = [
        ("store", str(found.path)),
        ("quads", f"{found.quads:,} in {found.graphs:,} graphs"),
        ("size", f"{found.bytes / 1e6:,.1f} MB in {found.files} files"),
    ]
    if record is None:
        rows.append(("record", "none: an older version made it, or something else"))
    else:
        by = ", ".join(f"{name} {number}" for name, number in record.by.items())
        since = f" since {record.changed[:19]}Z" if record.changed else ""
        rows += [
            ("digest", record.digest if record.is_valid else f"{record.digest}, before it was changed"),
            ("made", f"{record.made[:19]}Z by {by}"),
            ("changed", f"yes{since}" if found.is_changed else "no"),
        ]
    for name, said in rows:
        typer.echo(f"{name:<9}{said}")


@store_app.command()
def compact(out: Out) -> None:
    """Put a store with the same quads, in few files, in the place of one; who reads the old one goes on with that.

    A store that was changed where it is grows: what was removed leaves its texts behind.
    """
    from kg import store

    before = store.info(out)
    store.compact(out)
    after = store.info(out)
    typer.echo(f"{after.quads:,} quads in {after.bytes / 1e6:,.1f} MB; it was {before.bytes / 1e6:,.1f} MB")


@store_app.command()
def backup(
    out: Out, target: Annotated[Path, typer.Argument(help="A new folder for the copy.", metavar="FOLDER")]
) -> None:
    """Copy a store into a new folder and prove the copy; to restore it, copy the folder back to OUT/store."""
    from kg import store

    store.backup(out, target)
    typer.echo(f"{target}: {store.info(target).quads:,} quads")


def _verdict(found: "Check", quick: bool) -> str:
    if found.troubles:
        many = len(found.troubles)
        return f"{many} {'thing is' if many == 1 else 'things are'} wrong; build it again with `kg build`"
    if found.record is None:
        said = "there is no record to compare with"
    elif not found.record.is_valid:
        said = "changed since it was made"
    else:
        said = f"as {'built' if found.record.is_built else 'it was made'}"
    return f"{said}: its files" if quick else f"{said}, in every order: {found.quads:,} quads, digest {found.digest}"


@contextmanager
def _steps() -> Iterator[Callable[[str], None]]:
    """Says on a terminal what is done; silent elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status("checking") as status:
        yield lambda step: status.update(f"checking: {step}")
