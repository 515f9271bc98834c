"""A report as Markdown with footnotes, as GitHub and Pandoc read them; whatever stands in a text, it stays text."""

import re
from collections.abc import Iterator

from kg.reporter.tables import (
    Cell,
    Change,
    Column,
    Count,
    Figure,
    Lines,
    Passage,
    Quotation,
    Receipt,
    Share,
    Survey,
    Table,
    spelled,
)
from kg.reporter.words import Words

_MOST = 16
"""A number of more receipts than this has one footnote, which lists them."""

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>|~^$@&]|:(?=//)")


def write(survey: Survey) -> bytes:
    """Write the report as UTF-8. Rendered footnotes may be renumbered, so that each begins with its own number."""
    return "".join(f"{line}\n" for line in _Pages(survey).lines()).encode("utf-8")


def escaped(text: str) -> str:
    r"""Text that no Markdown reader takes for anything else; on one line.

    >>> escaped("<b>|[x](y)")
    '\\<b\\>\\|\\[x\\](y)'
    """
    return " ".join(_SPECIAL.sub(r"\\\g<0>", text).split())


class _Pages:
    def __init__(self, survey: Survey) -> None:
        self._survey = survey
        self._words = Words(survey.language)
        self._lists: dict[tuple[int, ...], int] = {}

    def lines(self) -> Iterator[str]:
        survey, words = self._survey, self._words
        yield from (f"# {escaped(survey.title)}", "")
        yield from (f"{escaped(remark)}  " for remark in survey.remarks)
        if survey.undated.value:
            yield f"{words('undated')}{self._count(survey.undated)}"
        yield from ("", escaped(words("to read")), "")
        titles = [escaped(total.title) for total in survey.totals]
        yield from _table(titles, ["count"] * len(titles), [[f"{total.value:,}" for total in survey.totals]])
        for table in survey.tables:
            yield from ("", f"## {escaped(table.title)}", "", escaped(table.remark), "")
            yield from self._rows(table)
        yield from ("", f"## {escaped(words('receipts'))}", "")
        yield from self._receipts()
        yield ""
        yield from (f"[^{note.number}]: {self._receipt(note)}" for note in survey.receipts)
        yield from (f"[^d{note.number}]: {self._figure(note)}" for note in survey.figures)
        yield from (f"[^l{number}]: № {spelled(receipts)}" for receipts, number in self._lists.items())

    def _rows(self, table: Table) -> Iterator[str]:
        if not table.rows:
            yield escaped(self._words("nothing"))
            return
        kinds = [column.kind for column in table.columns]
        rows = [
            [self._cell(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows
        ]
        yield from _table([escaped(column.title) for column in table.columns], kinds, rows)

    def _receipts(self) -> Iterator[str]:
        """Every receipt by its number, so that all of them have a footnote."""
        words = self._words
        titles = ["№", *(words(key) for key in ("winner", "award", "edition", "case", "refs"))]
        rows = [
            [str(note.number), *map(escaped, self._told(note)), f"[^{note.number}]"] for note in self._survey.receipts
        ]
        yield from _table([escaped(title) for title in titles], ["count", *["text"] * 5], rows)

    def _told(self, note: Receipt) -> tuple[str, str, str, str]:
        words = self._words
        award = " · ".join(filter(None, (note.award or words("unknown award"), note.rank)))
        within = note.edition or note.programme or note.year
        return words.listed(note.winners) or words("nobody"), award, within, words.listed(note.cases)

    def _cell(self, column: Column, cell: Cell) -> str:
        if isinstance(cell, str):
            return _link(cell) if column.kind == "link" else escaped(cell)
        if isinstance(cell, Count):
            return self._count(cell)
        if isinstance(cell, Share):
            return cell.percent
        if isinstance(cell, Change):
            return "—" if cell.value is None else f"{cell.value:+d}" if cell.value else "0"
        return _joined(cell)

    def _count(self, count: Count) -> str:
        if count.value <= _MOST:
            return f"{count.value}{' ' if count.value else ''}{''.join(f'[^{n}]' for n in count.receipts)}"
        number = self._lists.setdefault(count.receipts, len(self._lists) + 1)
        return f"{count.value:,} [^l{number}]"

    def _receipt(self, note: Receipt) -> str:
        told = " · ".join(filter(None, self._told(note)))
        return f"№ {note.number} {escaped(told)}  {self._quotations(note.quotations)}"

    def _figure(self, note: Figure) -> str:
        words = self._words
        said = f"{note.measure}{words('colon')}{note.printed}" if note.measure else note.printed
        told = " · ".join(filter(None, (said, note.period, words.listed(note.cases))))
        return f"D{note.number} {escaped(told)}  {self._quotations(note.quotations)}"

    def _quotations(self, quotations: tuple[Quotation, ...]) -> str:
        return "  ".join(map(self._quotation, quotations)) or escaped(self._words("no evidence"))

    def _quotation(self, quotation: Quotation) -> str:
        words = self._words
        said = " ".join(f"「{_marked(passage)}」" for passage in quotation.passages)
        told = []
        if quotation.source:
            source = self._survey.sources[quotation.source - 1]
            told = [escaped(each) for each in (source.title, source.publisher, source.published) if each]
            told += [_link(source.url, words("read it"))] if source.url else []
        told += [] if quotation.is_checked else [escaped(words("unchecked"))]
        return f"{said} — {' · '.join(told)}" if told else said


def _joined(lines: Lines) -> str:
    said = (f"{escaped(line.text)} [^{line.receipt or f'd{line.figure}'}]" for line in lines)
    return "<br>".join(said)


def _marked(passage: Passage) -> str:
    """A passage with the quotes in bold: as elements, for asterisks beside Chinese punctuation are only asterisks."""
    said, at = [], 0
    for start, end in passage.marks:
        said += [escaped_within(passage.text[at:start]), f"<b>{escaped_within(passage.text[start:end])}</b>"]
        at = end
    return "".join([*said, escaped_within(passage.text[at:])]).strip()


def escaped_within(text: str) -> str:
    """Escaped text that keeps a space at its ends, for pieces of a line."""
    return re.sub(r"\s+", " ", _SPECIAL.sub(r"\\\g<0>", text))


def _link(url: str, label: str = "") -> str:
    """A link to a web address, in which nothing ends the link, the cell or the line."""
    target = re.sub(r"[\s<>|\\^`{}]", lambda c: f"%{ord(c[0]):02X}", url)
    return f"[{escaped(label or url)}](<{target}>)" if url else ""


def _table(titles: list[str], kinds: list[str], rows: list[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(titles)} |"
    yield f"|{'|'.join('---' if kind in ('text', 'rank', 'lines', 'link') else '--:' for kind in kinds)}|"
    yield from (f"| {' | '.join(row)} |" for row in rows)
