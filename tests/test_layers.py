"""The floors of the house, by reading the imports: every arrow goes down, and nobody imports the face."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg

HOUSE = Path(kg.__file__).parent
FLOORS = (
    ("errors",),
    ("page", "generations", "lexical"),
    ("display",),
    ("article", "terms", "sentences", "numerals", "folder", "processes"),
    ("facts",),
    ("coverage", "corrections", "findings"),
    ("ontology",),
    ("registry",),
    ("store",),
    ("graph", "remote"),
    (
        *("reader", "extractor", "resolver", "converter", "inference", "validator", "exporters", "viewer"),
        *("evaluator", "reviewer", "reporter", "documentation", "tables", "llm", "differ", "reconciler"),
        *("disputes", "describer", "editor"),
    ),
    ("extraction", "quarantine", "explorer"),
    ("builder", "loader", "parameters"),
    ("workers", "engines"),
    ("server", "agents"),
    ("steps", "summary"),
    ("cli", "__init__"),
    ("__main__",),
)
FLOOR = {room: n for n, rooms in enumerate(FLOORS) for room in rooms}
FILES = sorted(HOUSE.rglob("*.py"))
SLOW = {"networkx", "pyvis", "rdflib", "pyshacl", "lxml", "markdown_it", "jinja2", "rich", "cn2an", "pypinyin"}
SLOW |= {"dask", "distributed", "fsspec"}
SLOW |= {"mcp", "anyio", "openai", "xlsxwriter", "rapidfuzz", "starlette", "uvicorn", "httpx2", "pyarrow", "zstandard"}
TERMINAL = {"typer", "argparse", "getpass"}


def room_of(path: Path) -> str:
    first = path.relative_to(HOUSE).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every imported module, in full, and whether it is imported as the file is loaded."""
    tree = ast.parse(path.read_text("utf-8"))
    functions = (f for f in ast.walk(tree) if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef))
    inner = {id(n) for f in functions for n in ast.walk(f)}
    typing_only = {
        id(n)
        for i in ast.walk(tree)
        if isinstance(i, ast.If) and ast.unparse(i.test) == "TYPE_CHECKING"
        for n in ast.walk(i)
    }
    for node in ast.walk(tree):
        at_load = id(node) not in inner and id(node) not in typing_only
        if isinstance(node, ast.Import):
            yield from ((alias.name, at_load) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from ((n if node.module == "kg" else str(node.module), at_load) for n in names)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_imports_go_down(path: Path) -> None:
    room = room_of(path)
    assert room in FLOOR, f"{room} has no floor: give it one in this test and in the README"
    for module, _ in imports(path):
        if module == "kg":
            pytest.fail(f"{path} imports the face of the package")
        if module.startswith("kg."):
            other = module.split(".")[1]
            assert other in FLOOR, f"{path} imports {module}, which is a name of the face and no room"
            assert other == room or FLOOR[other] < FLOOR[room], f"{path}: {room} imports {other}, which is not below it"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_slow_libraries_are_imported_where_they_are_used(path: Path) -> None:
    for module, at_load in imports(path):
        assert not (at_load and module.split(".")[0] in SLOW), f"{path} imports {module} as it is loaded"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_only_the_command_line_knows_the_terminal(path: Path) -> None:
    if room_of(path) == "cli":
        return
    text = path.read_text("utf-8")
    assert not {m.split(".")[0] for m, _ in imports(path)} & TERMINAL
    for word in ("os.environ", "os.getenv", "Path.cwd(", "os.getcwd(", "Path.home(", "sys.exit", "input("):
        assert word not in text, f"{path} uses {word}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(HOUSE)))
def test_files_are_one_idea(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= 400
    assert path.stem not in {"utils", "common", "helpers", "base", "misc", "constants"}
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{path} does not say what it is"
