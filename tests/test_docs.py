"""What the documents promise: every command and format in the README, its output and code as they are, the notebook."""

import contextlib
import io
import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.exporters import FORMATS
from kg.reader import FIELDS
from kg.reader.forms import READ

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = sorted(c.name or getattr(c.callback, "__name__", "") for c in app.registered_commands)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the examples and their build in `out`, as a reader of the README has it."""
    here = tmp_path_factory.mktemp("readme")
    (here / "examples").symlink_to(ROOT / "examples")
    with contextlib.chdir(here):
        (here / "build.txt").write_text(run("build", "examples/articles", "--out", "out"), "utf-8")
    return here


def test_the_first_two_commands_are_the_two_of_the_ci() -> None:
    first, second = blocks("sh")[:2]
    assert "kg build examples/articles --out out" in first
    assert "pytest" in second


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"`kg {command} " in README or f"`kg {command}`" in README
    assert len(run(command, "--help")) > 200


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_is_in_the_readme(name: str) -> None:
    words = re.sub(r"[^a-z]", "", README.lower())
    assert re.sub(r"[^a-z]", "", name) in words


def test_every_suffix_that_is_read_is_in_the_readme() -> None:
    assert sorted(f"`{suffix}`" for suffix in READ if f"`{suffix}`" not in README) == []
    assert all(f"`{what}`" in README for what in FIELDS)


def test_the_output_shown_is_the_output_made(folder: Path) -> None:
    def timeless(text: str) -> list[str]:
        return [re.sub(r"in \d+\.\d s", "in … s", line).rstrip() for line in text.strip().splitlines()]

    assert timeless(blocks("text")[0]) == timeless((folder / "build.txt").read_text("utf-8"))


def test_the_commands_shown_run_and_answer_so(folder: Path) -> None:
    shown = [block.strip() for block in blocks("console")]
    assert shown
    for block in shown:
        command, *answer = re.split(r"\n(?!\$ )", block, maxsplit=1)
        with contextlib.chdir(folder):
            made = [run(*shlex.split(line.removeprefix("$ kg "))) for line in command.splitlines()]
        if answer:
            assert [s.split() for s in made[-1].split("\n") if s.strip()] == [
                s.split() for s in answer[0].split("\n") if s.strip()
            ]


def test_the_report_shown_is_the_report_made(folder: Path) -> None:
    with contextlib.chdir(folder):
        made = run("report", "out", "-o", "-").splitlines()
    shown = blocks("markdown")[0].splitlines()
    assert len(shown) > 3
    assert [line for line in shown if line not in made] == []


def test_the_python_shown_runs(folder: Path) -> None:
    said = io.StringIO()
    with contextlib.chdir(folder), contextlib.redirect_stdout(said):
        for block in blocks("python"):
            exec(compile(block, "README.md", "exec"), {})
    assert "True" in said.getvalue()


def test_the_rooms_are_all_in_the_readme() -> None:
    for path in (ROOT / "kg").iterdir():
        room = path.name.removesuffix(".py")
        if (path.suffix == ".py" or path.is_dir()) and not room.startswith("_"):
            assert f"`{room}`" in README, f"the README does not know {room}"


def test_the_notebook_runs() -> None:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(ROOT / "examples" / "quickstart.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    assert not any(cell.get("outputs") for cell in notebook.cells), "kept without outputs, so that it cannot be stale"
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT / "examples")}}).execute()
    said = json.dumps(notebook.cells, ensure_ascii=False)
    assert "太保寿险 4" in said
    assert "quads; conforms" in said
