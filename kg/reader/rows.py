"""The rows of a table (.csv, .tsv), each as a line of JSON Lines would be: the first row names the fields.

Cells stand between commas, semicolons or tabs, whichever the first row has most of, quoted as RFC 4180 has it.
"""

import csv
import json
from collections.abc import Iterator

from kg.errors import InputError
from kg.reader.encoding import decode
from kg.reader.streams import HEAD, LARGEST, Stream

_SAVE = "save it as UTF-8"


def rows(stream: Stream, where: str) -> Iterator[tuple[int, bytes | str]]:
    """The rows after the first with their numbers, as JSON objects; a text says what is wrong with one.

    Rows are counted as a spreadsheet counts them, from 1 on; blank ones are passed over. Raises `InputError` where
    there is no going on.
    """
    csv.field_size_limit(LARGEST)
    codec = _codec(stream.peek(HEAD), where)
    lines = _Lines(stream, codec, where)
    first = next(lines, "").removeprefix("\ufeff")
    delimiter = max(",;\t", key=first.count)
    names = [name.strip() for name in next(csv.reader([first], delimiter=delimiter), [])]
    table = csv.reader(lines, delimiter=delimiter, strict=True)
    mark = "\ufeff" if codec == "gb18030" else ""  # or a short row might be taken for Big5
    number = 1
    while True:
        number, lines.taken = number + 1, 0
        try:
            row = next(table, None)
        except csv.Error as error:
            yield number, f"it is no row of a table ({error})"
            continue
        if row is None:
            return
        if len(row) == len(names):
            yield number, f"{mark}{json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False)}".encode(codec)
        elif row:
            yield number, f"this row has {len(row)} cells where the first one names {len(names)}"


def _codec(head: bytes, where: str) -> str:
    """How a table that begins so is to be decoded."""
    encoding = decode(head[: head.rfind(b"\n") + 1] or head, where=where).encoding
    return {"big5": "big5hkscs"}.get(encoding, encoding)


class _Lines:
    """The lines of a table, as text; `taken` counts their bytes, of which a row may have no more than an article."""

    def __init__(self, stream: Stream, codec: str, where: str) -> None:
        self._stream, self._codec, self._where = stream, codec, where
        self.taken = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LARGEST + 1)
        self.taken += len(line)
        if self.taken > LARGEST:
            what = f"a row of it is larger than {LARGEST // 1024**2} MiB; the rest is not read"
            raise InputError(self._where, what, "see whether a quote is left open")
        if not line:
            raise StopIteration
        try:
            return line.decode(self._codec)
        except UnicodeDecodeError:
            raise InputError(self._where, f"not all of it is {self._codec}, as its beginning is", _SAVE) from None
