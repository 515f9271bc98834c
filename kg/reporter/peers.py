"""Groups side by side, in each year and in each programme, and each group against itself a year before."""

from kg.reporter.league import by_year, comparable
from kg.reporter.ledger import Ledger
from kg.reporter.tables import Cell, Change, Column, Count, Share, Table
from kg.reporter.words import Words

_YEARS = 8
"""So many years have a column; those before them share one."""


def peers(ledger: Ledger, words: Words) -> tuple[Table, ...]:
    """The tables of comparison."""
    return _years(ledger, words), _programmes(ledger, words), _changes(ledger, words)


def _by_group(ledger: Ledger) -> list[tuple[str, Count, dict[str, Count]]]:
    """Each group with its receipts, in all and by year, best first."""
    return [(head, count, _split(ledger, count)) for head, count in ledger.by(ledger.groups_of)]


def _split(ledger: Ledger, count: Count) -> dict[str, Count]:
    found: dict[str, list[int]] = {}
    for number in count.receipts:
        found.setdefault(ledger.entries[number - 1].year, []).append(number)
    return {year: Count(tuple(numbers)) for year, numbers in found.items()}


def _years(ledger: Ledger, words: Words) -> Table:
    known = sorted({entry.year for entry in ledger.entries} - {""})
    shown, earlier = known[-_YEARS:], known[:-_YEARS]
    columns = [Column(words("group"))]
    columns += [Column(words("up to", earlier[-1]), "count")] if earlier else []
    columns += [Column(year, "count") for year in shown]
    has_unknown = any(not entry.year for entry in ledger.entries)
    columns += [Column(words("unknown year"), "count")] if has_unknown else []
    columns += [Column(words("sum"), "count"), Column(words("share"), "share")]
    rows = []
    for head, count, of_year in _by_group(ledger):
        before = tuple(sorted(n for year in earlier for n in of_year.get(year, Count(())).receipts))
        cells: list[Cell] = [ledger.name(head), *([Count(before)] if earlier else [])]
        cells += [of_year.get(year, Count(())) for year in (*shown, *([""] if has_unknown else []))]
        rows.append((*cells, count, Share(count.value, len(ledger.entries))))
    return Table("peers-years", words("peers-years"), words("peers-years remark"), tuple(columns), tuple(rows))


def _programmes(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("programme")), Column(words("group"))),
        *(Column(words("total"), "count"), Column(words("share of programme"), "share")),
    )
    rows: list[tuple[Cell, ...]] = []
    order = {head: n for n, (head, _) in enumerate(ledger.by(ledger.groups_of))}
    for programme, all_of_it in ledger.by(lambda entry: (entry.programme,)):
        name = ledger.name(programme) if programme else words("unknown programme")
        found: dict[str, list[int]] = {}
        for number in all_of_it.receipts:
            for head in dict.fromkeys(ledger.groups_of(ledger.entries[number - 1])):
                found.setdefault(head, []).append(number)
        counts = ((head, Count(tuple(numbers))) for head, numbers in found.items())
        best = sorted(counts, key=lambda pair: (-pair[1].value, order[pair[0]]))
        rows += [(name, ledger.name(head), count, Share(count.value, all_of_it.value)) for head, count in best]
    key = "peers-programmes"
    return Table(key, words(key), words(f"{key} remark"), columns, tuple(rows))


def _changes(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("group")), Column(words("year")), Column(words("total"), "count")),
        *(Column(words("before"), "count"), Column(words("change"), "change")),
    )
    known = by_year(ledger.entries, 1)
    nothing = Count(())
    rows: list[tuple[Cell, ...]] = []
    for head, _, of_year in _by_group(ledger):
        name = ledger.name(head)
        for year in sorted(known.keys() - {""}):
            now, before = of_year.get(year, nothing), of_year.get(_before(year), nothing)
            if now.value or before.value:
                compares = _before(year) in known
                change = Change(now.value - before.value if comparable(known, year) else None)
                rows.append((name, year, now, before if compares else "", change))
        if "" in of_year:
            rows.append((name, words("unknown year"), of_year[""], "", Change(None)))
    return Table("changes", words("changes"), words("changes remark"), columns, tuple(rows))


def _before(year: str) -> str:
    return f"{int(year) - 1:04}"
