"""Cutting the results of a query behind their last allowed row, while the engine writes them.

The engine writes results many times as fast as Python could, but knows no limit. In each of its four formats the place
where a row begins can be told from the bytes, because what stands in a value is escaped there; so the document is cut
in front of the first row too many, and closed as its format asks.
"""

import io
import re
from typing import Any, NamedTuple


class _Form(NamedTuple):
    """How a format begins a row (what matches something else is skipped), and how a document that is cut ends."""

    row: re.Pattern[bytes]
    end: str


_FORMS = {
    # a row without any value, `{}`, is not counted: inside a string it would look the same
    "json": _Form(re.compile(rb'(?:(?<="bindings":\[)|(?<=\}),)(?=\{"[^"\\,:}\]])'), "]}}}}"),
    "xml": _Form(re.compile(rb"(?<=>)(?=<result>)"), "</results><!-- truncated: {0}={1} --></sparql>"),
    "csv": _Form(re.compile(rb'(?<=\r\n)(?=.)|"[^"]*(?:"|\Z)', re.DOTALL), ""),
    "tsv": _Form(re.compile(rb"(?<=\n)(?=.)", re.DOTALL), ""),
}
_RESULTS = b'},"results":{"bindings":['
_CHUNK = 1 << 16


class EnoughError(Exception):
    """The document is cut: whoever writes may stop."""


class Cutter(io.RawIOBase):
    """A binary file that takes results in a format and hands them on, up to so many rows and bytes.

    Once `finish` was called, `truncated` says what cut the document: `("rows", 100)`, `("bytes", 4096)` or None. `lead`
    is what goes in front of all that was handed on: the head of JSON, which says so too, and has to come first.
    """

    def __init__(self, out: Any, format: str, rows: int, bytes: int) -> None:  # noqa: ANN401 (any binary file)
        self._out, self._form, self._format = out, _FORMS[format], format
        self._rows, self._bytes = rows, bytes
        self._held = bytearray()
        self._due = _CHUNK
        self._written = 0
        self._begun = 0
        self.lead = b""
        self.truncated: tuple[str, int] | None = None

    @property
    def count(self) -> int:
        """How many rows were handed on."""
        return self._begun

    def writable(self) -> bool:
        """It is for writing."""
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 (any readable buffer)
        """Take a piece. Raises `EnoughError` where the document is cut."""
        self._held += data
        if len(self._held) >= self._due:
            self._scan()
            self._due = max(_CHUNK, 2 * len(self._held))
        return len(data)

    def finish(self) -> None:
        """Hand on what is left, or end what was cut."""
        try:
            if self.truncated is None:
                self._scan()
                self._hand(len(self._held))
        except EnoughError:
            pass
        if self.truncated is not None:
            what, limit = self.truncated
            self._out.write(self._form.end.format(what, limit).encode())
            if self.lead:
                head = self.lead.removesuffix(_RESULTS)
                self.lead = head + f',"truncated":{{"{what}":{limit}}}'.encode() + _RESULTS

    def _scan(self) -> None:
        """Hand on the rows that are known to be whole; what follows the last beginning of a row is held."""
        last = 0
        for match in self._form.row.finditer(bytes(self._held)):
            if match.group().startswith(b'"'):
                continue  # a quoted value of CSV, which may have line ends
            if self._begun and self._written + match.start() > self._bytes:
                self._cut(last, "bytes", self._bytes)
            last = match.start()
            if self._begun == self._rows:
                self._hand(last)
                self._cut(0, "rows", self._rows)
            self._begun += 1
            if self._begun == 1 and self._format == "json":
                self.lead = bytes(self._held[:last])
        if self._written + len(self._held) > self._bytes:
            if not self._begun and _RESULTS + b"{}" in self._held:  # rows without any value: `{},{},{}`
                self.lead = bytes(self._held[: self._held.index(_RESULTS) + len(_RESULTS)])
                last = self._held.rfind(b"{}") + 2
                self._begun = 1
            if self._begun:
                self._cut(last, "bytes", self._bytes)
        self._hand(last)

    def _hand(self, count: int) -> None:
        start = len(self.lead) if self.lead and not self._written else 0
        self._out.write(bytes(self._held[start:count]))
        self._written += count
        del self._held[:count]

    def _cut(self, at: int, what: str, limit: int) -> None:
        """End in front of the row that begins there; it is too many, and was counted where it is too large."""
        self._hand(at)
        self._held.clear()
        self._begun -= what == "bytes"
        self.truncated = (what, limit)
        raise EnoughError
