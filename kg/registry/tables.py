"""CSV files of the registry: UTF-8, a header line, every row with all its cells."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from kg.errors import RegistryError


def rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every row of a CSV file as its place (`file:line`) and its cells. Raises `RegistryError`."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RegistryError(path, said, "name an existing table in UTF-8") from None
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        header = next(reader, [])
        if tuple(header) != columns:
            raise RegistryError(path, f"the columns are {','.join(header)!r}", f"they must be {','.join(columns)}")
        for cells in reader:
            where = f"{path}:{reader.line_num}"
            if len(cells) != len(columns):
                raise RegistryError(where, f"the row has {len(cells)} cells, not {len(columns)}", "mend the row")
            yield where, dict(zip(columns, cells, strict=True))
    except csv.Error as error:
        raise RegistryError(f"{path}:{reader.line_num}", str(error), "mend the row") from None
