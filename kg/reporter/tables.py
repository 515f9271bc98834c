"""What a report holds: tables of cells, and the notes that its numbers lead to. Values only.

Receipts and figures are numbered from 1, in the order of their notes. A number of receipts is the length of the list
of their numbers, so whoever counts the notes gets the number.
"""

from typing import NamedTuple, TypeAlias


class Passage(NamedTuple):
    """Sentences of an article, and where in them the quotes stand, half-open, in code points."""

    text: str
    marks: tuple[tuple[int, int], ...]


class Quotation(NamedTuple):
    """What one article says: the number of the source (0 where the graph does not describe it), and its sentences.

    `is_checked` is false where the text was not at hand, or has something else there: then the quotes stand alone.
    """

    source: int
    passages: tuple[Passage, ...]
    is_checked: bool


class Receipt(NamedTuple):
    """A receipt as its note tells it: who won what, where and for what, and the articles that say so."""

    number: int
    iri: str
    winners: tuple[str, ...]
    award: str
    programme: str
    edition: str
    year: str
    rank: str
    cases: tuple[str, ...]
    quotations: tuple[Quotation, ...]


class Figure(NamedTuple):
    """A figure as its note tells it: what is printed, what it measures, of which cases, and who says so."""

    number: int
    iri: str
    printed: str
    measure: str
    period: str
    cases: tuple[str, ...]
    quotations: tuple[Quotation, ...]


class Source(NamedTuple):
    """An article that the graph rests on; `url` is a web address or nothing, `published` a day."""

    number: int
    title: str
    publisher: str
    published: str
    url: str


class Count(NamedTuple):
    """A number of receipts: as large as the list of their numbers, which is in order."""

    receipts: tuple[int, ...]

    @property
    def value(self) -> int:
        """The number."""
        return len(self.receipts)


class Share(NamedTuple):
    """A part of a whole, both counted in the same table."""

    part: int
    whole: int

    @property
    def value(self) -> float:
        """From 0 to 1."""
        return self.part / self.whole if self.whole else 0.0

    @property
    def percent(self) -> str:
        """As people write it, to a tenth, halves up: 2 of 32 are 6.3%."""
        tenths = (2000 * self.part + self.whole) // (2 * self.whole) if self.whole else 0
        return f"{tenths // 10}.{tenths % 10}%"


class Change(NamedTuple):
    """How much more (or fewer, below 0) receipts than the year before; None where that cannot be said."""

    value: int | None


class Line(NamedTuple):
    """One of several lines of a cell, with the receipt or the figure (their numbers, or 0) that it rests on."""

    text: str
    receipt: int = 0
    figure: int = 0


Lines: TypeAlias = tuple[Line, ...]
Cell: TypeAlias = str | Count | Share | Change | Lines


class Column(NamedTuple):
    """A column: its title, and what its cells are: `text`, `link`, `rank`, `count`, `share`, `change` or `lines`.

    A `count` may be left empty, as text is.
    """

    title: str
    kind: str = "text"


class Table(NamedTuple):
    """A table: its key, title, what there is to know about it, its columns, and its rows with a cell for each."""

    key: str
    title: str
    remark: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Total(NamedTuple):
    """A number at the head of the report: how many rows the table (or the notes) with this key has."""

    title: str
    value: int
    key: str


class Validation(NamedTuple):
    """What validation said: its findings by severity, and how many quotes stand in their texts as quoted."""

    conforms: bool
    violations: int
    warnings: int
    infos: int
    spans: int
    verified: int


class Survey(NamedTuple):
    """A whole report, in one `language` (zh or en). `remarks` are the sentences under the totals."""

    title: str
    language: str
    totals: tuple[Total, ...]
    remarks: tuple[str, ...]
    undated: Count
    tables: tuple[Table, ...]
    receipts: tuple[Receipt, ...]
    figures: tuple[Figure, ...]
    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        return (
            f"<{self.title}: {len(self.receipts)} receipts, {len(self.figures)} figures, {len(self.sources)} articles>"
        )

    def table(self, key: str) -> Table:
        """The table with this key: groups, organizations, awards, programmes, years, … Raises `KeyError`."""
        found = next((table for table in self.tables if table.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def to(self, format: str) -> bytes:
        """Write the report as `html`, `md` or `xlsx`; the same survey gives the same bytes. Raises `FormatError`."""
        from kg.reporter.writing import write

        return write(self, format)

    def _repr_html_(self) -> str:
        """The report in a notebook, in a frame that may do nothing."""
        from kg.display import frame
        from kg.reporter.markup import page

        return frame(page(self, is_framed=True), may_script=False)


def ranges(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Numbers in order as runs, both ends included.

    >>> ranges((1, 2, 3, 7, 9, 10))
    [(1, 3), (7, 7), (9, 10)]
    """
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def spelled(numbers: tuple[int, ...]) -> str:
    """Numbers in order as people write them.

    >>> spelled((1, 2, 3, 7, 9, 10))
    '1–3, 7, 9–10'
    """
    return ", ".join(f"{a}–{b}" if b > a else f"{a}" for a, b in ranges(numbers))
