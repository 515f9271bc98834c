"""Putting an export in its place."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.exporters.formats import format_of, pieces
from kg.terms import Quad


def export(quads: Iterable[Quad], target: str | Path | BinaryIO, format: str | None = None) -> None:
    """Write quads to a file, whole or not at all, or to a binary stream.

    The format is that of the file's suffix unless it is named; for a stream it is N-Quads. Raises `FormatError`, and
    `OutputError` where the file cannot be written.
    """
    if not isinstance(target, str | Path):
        for piece in pieces(quads, format or "nquads"):
            target.write(piece)
        return
    path = Path(target)
    written = pieces(quads, format_of(format or path))
    partial = path.parent / f".{path.name}.partial"
    try:
        with partial.open("wb") as file:
            file.writelines(written)
        partial.replace(path)
    except OSError as error:
        raise OutputError(path, error.strerror or "cannot be written", "choose a path that can be written") from None
    finally:
        with suppress(OSError):
            partial.unlink()
