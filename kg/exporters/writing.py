"""Putting an export in its place."""

import json
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from kg.errors import OutputError
from kg.exporters.formats import FORMATS, Format, format_of, holdable, packed, pieces
from kg.exporters.packing import PACKINGS
from kg.folder import Folder, digests, is_folder, replacing, write
from kg.terms import Quad


def export(
    quads: Iterable[Quad],
    target: str | Path | BinaryIO,
    format: str | None = None,
    *,
    on_replaced: Callable[[int], object] | None = None,
) -> None:
    """Write quads to a file or folder, whole or not at all, or to a binary stream.

    The format is that of the path's suffix unless it is named; for a stream it is N-Quads. What a path that ends in
    `.gz` or `.zst` names is packed, in a folder each file. Raises `FormatError`, `MissingExtraError`, and `OutputError`
    where it cannot be written, or where a folder is not one that an export made and nobody changed.

    XML and CSV cannot hold some control characters: U+FFFD stands for each of them, and `on_replaced` is told at the
    end how many texts had any.
    """
    if not isinstance(target, str | Path):
        for piece in pieces(quads, format or "nquads"):
            target.write(piece)
        return
    path = Path(target)
    chosen = FORMATS[format_of(format or path)]
    quads = holdable(quads, chosen, on_replaced)
    if chosen.write is not None:
        write(path, packed(chosen.write(quads), path))
    else:
        _write_folder(quads, path, chosen)


def _write_folder(quads: Iterable[Quad], path: Path, format: Format) -> None:
    """Write the files of a folder, and a manifest by which the next export knows what it may replace."""
    packing = path.suffix.lower() if path.suffix.lower() in PACKINGS else ""
    _refuse_others(path)
    with replacing(path) as folder:
        for name, made in format.write_files(quads) if format.write_files else ():
            file = folder.root / f"{name}{packing}"
            write(file, packed(made, file))
        manifest = {"software": {"finaward-kg": version("finaward-kg")}, "export": True, "files": digests(folder.root)}
        write(folder.manifest, json.dumps(manifest, indent=1) + "\n")


def _refuse_others(path: Path) -> None:
    """Leave alone what is no export: `replacing` would take the output of a build for something that it may replace."""
    if is_folder(path) and any(path.iterdir()):
        try:
            is_export = json.loads(Folder(path).manifest.read_bytes()).get("export") is True
        except (OSError, ValueError, AttributeError):
            is_export = False
        if not is_export:
            raise OutputError(path, "the folder holds something that no export made", "choose an empty or new folder")
