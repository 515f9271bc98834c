"""The face of the package: complete, documented, silent and fast to import."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import kg


def test_every_public_name_is_there_and_sorted() -> None:
    assert kg.__all__ == sorted(kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))
    assert all(getattr(kg, name) is not None for name in kg.__all__)


@pytest.mark.parametrize("name", kg.__all__)
def test_every_public_name_says_what_it_is(name: str) -> None:
    found = getattr(kg, name)
    assert inspect.getdoc(found), f"kg.{name} has no docstring"


def test_no_public_name_hides_a_room() -> None:
    rooms = {p.stem for p in Path(kg.__file__).parent.iterdir()}
    assert not rooms & set(kg.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'bild'"):
        kg.bild  # noqa: B018


def test_importing_is_silent_and_loads_no_library() -> None:
    code = "import sys, kg; print(sorted({'rdflib', 'networkx', 'pydantic', 'typer', 'pyvis'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
