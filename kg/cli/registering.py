"""The commands about who is who: `registry find`, `registry check`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import Registries, app
from kg.cli.streams import misuse, tell

if TYPE_CHECKING:
    from kg.registry import Entry, Explanation

_SHOWN = 10
"""As many entries are named whose names contain the one asked for."""

registry_app = typer.Typer(no_args_is_help=True, help="Who is who: explain a name, find clashes.")
app.add_typer(registry_app, name="registry")


@registry_app.command()
def find(
    names: Annotated[
        list[str], typer.Argument(help="Names, as an article may have them, or stock codes.", metavar="NAME…")
    ],
    more: Registries = None,
) -> None:
    """Explain what a name means and why; or what it may mean, where nothing is sure.

    Then organizations whose names contain it come, whole groups first, and those with a name alike where there is none.
    The exit code is 0 where each name means one organization, 1 where one does not, 2 where one is empty.
    """
    from kg import registry

    for name in names:
        if not registry.key(name).strip():
            misuse(f"{name!r}: this is no name; give a name or a stock code")
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
        yield from (f"    {'candidate':<10} {_named(entry)}" for entry in found.candidates)
        yield from (f"    {'contains':<10} {_named(each)}{_by(found.name, each)}" for each in found.containing[:_SHOWN])
        if len(found.containing) > _SHOWN:
            yield f"    and {len(found.containing) - _SHOWN} more whose names contain it"
        yield from (f"    {'alike':<10} {_named(entry)}" for entry in found.near)
        return
    entry = found.entry
    yield f"{found.name}: {_named(entry)}, by its {found.how}"
    lines = {
        "short": entry.short_name,
        "also": "、".join(entry.aliases),
        "formerly": "、".join(
            f"{each.name}（至 {each.until}）" if each.until else each.name for each in entry.former_names
        ),
        "English": entry.english_name,
        "kind": entry.kind,
        "code": " ".join(entry.stock_codes),
        "LEI": entry.lei,
        "Wikidata": entry.wikidata,
        "part of": " ← ".join(_named(each) for each in found.ancestors),
        "not": "、".join(_named(each) for each in found.not_to_be_confused),
        "in context": "、".join(entry.context_aliases),
    }
    yield from (f"    {what:<10} {said}" for what, said in lines.items() if said)
    yield from (f"    {'shared by':<10} {_named(each)}" for each in found.candidates)


def _named(entry: "Entry") -> str:
    return f"{entry.legal_name} ({entry.id})"


def _by(part: str, entry: "Entry") -> str:
    """By which of its names an entry contains a part, where that is not its legal name."""
    from kg.registry import key

    name = next((each for each in entry.names if key(part) in key(each)), entry.legal_name)
    return "" if name == entry.legal_name else f", as {name}"


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
