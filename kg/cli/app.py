"""The application that commands hang on: the option types they share, the version, and how errors leave."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.streams import fail
from kg.errors import KgError


class _Group(TyperGroup):
    """Turns an error of the house into one line and exit code 1, and keeps the line ends of docstrings out of help."""

    def get_command(self, ctx: Any, name: str) -> Any:  # noqa: ANN401
        """A command whose help has one line a paragraph, for the terminal to wrap."""
        found = super().get_command(ctx, name)
        for each in (found, *getattr(found, "commands", {}).values()):
            if each is not None and each.help:
                each.help = "\n\n".join(" ".join(paragraph.split()) for paragraph in each.help.split("\n\n"))
        return found

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 (typer's own type is private)
        try:
            return super().invoke(ctx)
        except KgError as error:
            fail(str(error))
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ").replace("Input should be", "it must be")
            raise
        except KeyboardInterrupt as error:
            typer.echo(f"kg: interrupted; what was there before is as it was{error}", err=True)
            raise typer.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()  # the reader of our output went away: nothing to say, nobody to say it to
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=_Group,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn Chinese financial news about awards into a knowledge graph whose every fact leads to its sentence.",
)

Articles = Annotated[
    list[str],
    typer.Argument(help="Articles: files, folders, globs, archives, or - for standard input.", metavar="ARTICLE…"),
]
Map = Annotated[
    list[str],
    typer.Option(
        "--map",
        metavar="WHAT=FIELD",
        help="Which field of a JSON line is what: --map text=content --map title=headline.",
    ),
]
Graph = Annotated[Path, typer.Argument(help="The output folder of a build, or a graph file.", metavar="OUT|FILE")]
Registries = Annotated[
    list[Path] | None,
    typer.Option("--registry", help="Organizations of your own, besides: CSV, YAML or Turtle.", metavar="FILE"),
]
Base = Annotated[str, typer.Option("--base", help="Where IRIs are minted.")]
WithText = Annotated[bool, typer.Option("--with-text", help="Put whole articles into the view.")]
BASE = "https://w3id.org/finaward/id/"


@app.callback(invoke_without_command=True)
def _version(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as installed

        typer.echo(f"finaward-kg {installed('finaward-kg')}")
        raise typer.Exit
