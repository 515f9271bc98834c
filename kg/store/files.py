"""Graph files as quads, read as they are asked for: no store, and memory that does not grow with the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.database import _FILES, _quad
from kg.terms import Quad


def read_file(path: Path) -> Iterator[Quad]:
    """The quads of a file of any format that `Store.load_file` reads, in its order, literals letter for letter.

    Raises `InputError` that says what cannot be read, and where; what came before has been given then.
    """
    format = _FILES.get(path.suffix.lower())
    if format is None:
        raise InputError(path, "this is no graph file", f"name a build's output or a file: {' '.join(_FILES)}")
    try:
        with path.open("rb") as file:
            if format == ox.RdfFormat.RDF_XML and b"<!ENTITY" in file.read(1 << 16):
                raise InputError(path, "RDF/XML with entities is refused", "write it as Turtle")
            file.seek(0)
            yield from map(_quad, cast(Iterator[ox.Quad], ox.parse(file, format=format)))
    except SyntaxError as error:
        raise InputError(path, str(error), "mend the line") from None
    except OSError as error:
        raise InputError(path, error.strerror or "it cannot be read", "name an existing graph file") from None
