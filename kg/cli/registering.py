"""The commands about who is who: `registry find`, `registry check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Registries, app
from kg.cli.streams import tell

if TYPE_CHECKING:
    from kg.registry import Entry, Explanation

registry_app = typer.Typer(no_args_is_help=True, help="Who is who: explain a name, find clashes.")
app.add_typer(registry_app, name="registry")


@registry_app.command()
def find(
    names: Annotated[list[str], typer.Argument(help="Names, as an article may have them.", metavar="NAME…")],
    more: Registries = None,
) -> None:
    """Explain what a name means and why; or what it may mean, where nothing is sure.

    The exit code is 0 where each name means one organization, 1 where one does not.
    """
    from kg import registry

    known = registry.load(more=tuple(more or ()))
    found = [registry.explain(name, known) for name in names]
    for each in found:
        for line in _explained(each):
            typer.echo(line)
    raise typer.Exit(0 if all(each.entry for each in found) else 1)


def _explained(found: "Explanation") -> Iterator[str]:
    if not found.entry:
        said = "may mean one of these, where a text names it" if found.candidates else "means nothing for sure"
        yield f"{found.name}: {said}"
        for entry in found.candidates or found.near:
            yield f"    {'candidate' if found.candidates else 'alike':<10} {_named(entry)}"
        return
    entry = found.entry
    yield f"{found.name}: {_named(entry)}, by its {found.how}"
    lines = {
        "short": entry.short_name,
        "also": "、".join(entry.aliases),
        "formerly": "、".join(entry.former_names),
        "English": entry.english_name,
        "kind": entry.kind,
        "code": " ".join(entry.stock_codes),
        "part of": " ← ".join(_named(each) for each in found.ancestors),
        "not": "、".join(_named(each) for each in found.not_to_be_confused),
        "in context": "、".join(entry.context_aliases),
    }
    yield from (f"    {what:<10} {said}" for what, said in lines.items() if said)
    yield from (f"    {'shared by':<10} {_named(each)}" for each in found.candidates)


def _named(entry: "Entry") -> str:
    return f"{entry.legal_name} ({entry.id})"


@registry_app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="A user's own: CSV, YAML, Turtle; none: the shipped one.", metavar="FILE…"),
    ] = None,
) -> None:
    """Find what clashes: one name of two organizations, ids that stand twice, parents in a circle.

    Notes, which do no harm, are names that contain a name of another house. The exit code is 1 where anything clashes.
    """
    from kg import registry

    found = registry.check(more=tuple(files or ()))
    for clash in found:
        typer.echo(f"{'clash' if clash.is_error else 'note '} {clash}")
    bad = sum(clash.is_error for clash in found)
    tell(f"{bad} clashes, {len(found) - bad} notes")
    raise typer.Exit(1 if bad else 0)
