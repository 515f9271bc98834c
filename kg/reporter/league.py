"""The league tables: groups, organizations, awards, programmes, years."""

from collections.abc import Iterable, Mapping, Sequence

from kg.reporter.ledger import Entry, Ledger
from kg.reporter.tables import Cell, Change, Column, Count, Share, Table
from kg.reporter.words import Words


def league(ledger: Ledger, words: Words) -> tuple[Table, ...]:
    """The tables, each with its best first and years in their order."""
    return (
        _groups(ledger, words),
        _organizations(ledger, words),
        _awards(ledger, words),
        _programmes(ledger, words),
        _years(ledger, words),
    )


def _groups(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("rank"), "rank"), Column(words("group")), Column(words("members"))),
        *(Column(words("own"), "count"), Column(words("by members"), "count"), Column(words("total"), "count")),
        Column(words("share"), "share"),
    )
    rows = []
    ranked = ledger.by(ledger.groups_of)
    for rank, (head, count) in zip(_ranks(ranked), ranked, strict=True):
        entries = [ledger.entries[number - 1] for number in count.receipts]
        members = {w for e in entries for w in e.winners if head in ledger.heads.get(w, (w,)) and w != head}
        own = Count(tuple(n for n in count.receipts if head in ledger.entries[n - 1].winners))
        others = Count(tuple(n for n in count.receipts if members.intersection(ledger.entries[n - 1].winners)))
        names = words.listed(ledger.names(members))
        rows.append((rank, ledger.name(head), names, own, others, count, _share(ledger, count)))
    return _table("groups", words, columns, rows)


def _organizations(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("rank"), "rank"), Column(words("organization")), Column(words("group"))),
        *(Column(words("total"), "count"), Column(words("share"), "share")),
    )
    ranked = ledger.by(lambda entry: entry.winners)
    rows = []
    for rank, (winner, count) in zip(_ranks(ranked), ranked, strict=True):
        groups = words.listed(ledger.names(head for head in ledger.heads.get(winner, ()) if head != winner))
        rows.append((rank, ledger.name(winner), groups, count, _share(ledger, count)))
    return _table("organizations", words, columns, rows)


def _awards(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("rank"), "rank"), Column(words("award")), Column(words("programme"))),
        *(Column(words("total"), "count"), Column(words("share"), "share")),
    )
    ranked = ledger.by(lambda entry: (entry.award,))
    rows = []
    for rank, (award, count) in zip(_ranks(ranked), ranked, strict=True):
        programmes = {ledger.entries[number - 1].programme for number in count.receipts} - {""}
        name = ledger.name(award) if award else words("unknown award")
        rows.append((rank, name, words.listed(ledger.names(programmes)), count, _share(ledger, count)))
    return _table("awards", words, columns, rows)


def _programmes(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("rank"), "rank"), Column(words("programme")), Column(words("organizers"))),
        *(Column(words("total"), "count"), Column(words("share"), "share")),
    )
    organizers = _organizers(ledger)
    ranked = ledger.by(lambda entry: (entry.programme,))
    rows = []
    for rank, (programme, count) in zip(_ranks(ranked), ranked, strict=True):
        of_it = {programme, *(e for n in count.receipts if (e := ledger.entries[n - 1].edition))} - {""}
        names = ledger.names({who for each in of_it for who in organizers.get(each, ())})
        name = ledger.name(programme) if programme else words("unknown programme")
        rows.append((rank, name, words.listed(names), count, _share(ledger, count)))
    return _table("programmes", words, columns, rows)


def _organizers(ledger: Ledger) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for source, target, said in ledger.graph.edges(data=True):
        if said["relation"] == "organizedBy":
            found.setdefault(source, set()).add(target)
    return found


def _years(ledger: Ledger, words: Words) -> Table:
    columns = (
        *(Column(words("year")), Column(words("total"), "count"), Column(words("share"), "share")),
        Column(words("change"), "change"),
    )
    counts = by_year(ledger.entries, 1)
    rows: list[tuple[Cell, ...]] = []
    for year, count in sorted(counts.items(), key=lambda item: (not item[0], item[0])):
        before = counts.get(f"{int(year) - 1:04}") if year else None
        change = Change(count.value - before.value if before and comparable(counts, year) else None)
        rows.append((year or words("unknown year"), count, _share(ledger, count), change))
    return _table("years", words, columns, rows)


THIN = 5
"""A change against a year, or of one, with fewer receipts than this in the graph is left out: it would mislead."""


def comparable(counts: Mapping[str, Count], year: str) -> bool:
    """Whether the graph has enough of a year and of the one before it, of all groups together, to compare them."""
    nothing = Count(())
    return all(counts.get(each, nothing).value >= THIN for each in (year, f"{int(year) - 1:04}"))


def by_year(entries: Iterable[Entry], first: int) -> dict[str, Count]:
    """Entries, numbered from `first`, counted by year; those of no year under the empty one."""
    found: dict[str, list[int]] = {}
    for number, entry in enumerate(entries, first):
        found.setdefault(entry.year, []).append(number)
    return {year: Count(tuple(numbers)) for year, numbers in found.items()}


def _share(ledger: Ledger, count: Count) -> Share:
    return Share(count.value, len(ledger.entries))


def _ranks(ranked: list[tuple[str, Count]]) -> list[str]:
    """Ranks as in sports: equal numbers share one, and the next is left out."""
    values = [count.value for _, count in ranked]
    return [str(values.index(value) + 1) for value in values]


def _table(key: str, words: Words, columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]]) -> Table:
    return Table(key, words(key), words(f"{key} remark"), columns, tuple(rows))
