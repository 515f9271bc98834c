"""The cases with what they won and what is said of them in figures, and the articles that all of it rests on."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.findings import Finding
from kg.graph import Evidence
from kg.reporter.citation import Citations, plain
from kg.reporter.ledger import Entry, Ledger
from kg.reporter.tables import Cell, Column, Count, Figure, Line, Source, Table
from kg.reporter.words import Words


def figures(ledger: Ledger, citations: Citations) -> tuple[Figure, ...]:
    """Every figure of the graph, numbered in the order of the cases in the table and of the text."""
    graph = ledger.graph
    of_figure: dict[str, list[str]] = defaultdict(list)
    for case, figure, said in graph.edges(data=True):
        if said["relation"] == "hasFigure":
            of_figure[figure].append(case)
    order = {case: n for n, case in enumerate(_cases(ledger))}

    def place(iri: str) -> tuple[int, str, int, str]:
        first = min((order[case] for case in of_figure[iri] if case in order), default=len(order))
        evidence: tuple[Evidence, ...] = graph.nodes[iri]["evidence"]
        return first, *((evidence[0].article, evidence[0].start or 0) if evidence else ("", 0)), iri

    found = sorted((iri for iri, said in graph.nodes.items() if said["type"] == "Figure"), key=place)
    return tuple(_numbered(n, iri, ledger, of_figure[iri], citations) for n, iri in enumerate(found, 1))


def _numbered(number: int, iri: str, ledger: Ledger, cases: list[str], citations: Citations) -> Figure:
    said = ledger.graph.nodes[iri]
    told = {p.name: plain((ledger.is_english and p.english) or p.value) for p in said["properties"]}
    return Figure(
        number=number,
        iri=iri,
        printed=told.get("printedText", "") or plain(said["label"]),
        measure=told.get("measures", ""),
        period=told.get("period", ""),
        cases=ledger.names(cases),
        quotations=citations.quotations(said["evidence"]),
    )


def _cases(ledger: Ledger) -> list[str]:
    """All cases: those that won in the order of their receipts, then the others by name."""
    winning = dict.fromkeys(case for entry in ledger.entries for case in entry.cases)
    others = {iri for iri, said in ledger.graph.nodes.items() if said["type"] == "Case"} - winning.keys()
    return [*winning, *sorted(others, key=lambda iri: (ledger.name(iri), iri))]


def cases(ledger: Ledger, numbered: tuple[Figure, ...], words: Words) -> Table:
    """Case by case: whose it is, what it won, and its figures as they are printed."""
    columns = (
        *(Column(words("case")), Column(words("owners"))),
        *(Column(words("won"), "lines"), Column(words("figures"), "lines")),
    )
    owners, of_case, won = defaultdict(set), defaultdict(list), defaultdict(list)
    numbers = {figure.iri: figure for figure in numbered}
    for source, target, said in ledger.graph.edges(data=True):
        if said["relation"] in ("wonWith", "hasCase"):
            owners[target].add(source)
        elif said["relation"] == "hasFigure" and target in numbers:
            of_case[source].append(numbers[target])
    for number, entry in enumerate(ledger.entries, 1):
        for case in entry.cases:
            won[case].append(Line(_award(ledger, entry, words), receipt=number))
    rows = (
        (
            ledger.name(case),
            words.listed(ledger.names(owners[case])),
            tuple(won[case]),
            tuple(_figure(figure, words) for figure in sorted(of_case[case], key=lambda f: f.number)),
        )
        for case in _cases(ledger)
    )
    return Table("cases", words("cases"), words("cases remark"), columns, tuple(rows))


def _award(ledger: Ledger, entry: Entry, words: Words) -> str:
    """The award with its edition, or with its programme and year, as far as they are known."""
    name = ledger.name(entry.award) if entry.award else words("unknown award")
    within = entry.edition or entry.programme
    told = filter(None, (ledger.name(within) if within else entry.year, entry.rank))
    return " · ".join((name, *told))


def _figure(figure: Figure, words: Words) -> Line:
    said = f"{figure.measure}{words('colon')}{figure.printed}" if figure.measure else figure.printed
    if figure.period and figure.period not in said:
        said = f"{said} ({figure.period})" if words.language == "en" else f"{said}（{figure.period}）"
    return Line(said, figure=figure.number)


def doubts(findings: Sequence[Finding], total: int, citations: Citations, words: Words) -> Table:
    """What validation found wrong or doubtful, worst first, of `total` in all; the article is the last cell."""
    keys = ("severity", "problem", "concerned", "quote", "article")

    def row(found: Finding) -> tuple[str, ...]:
        message = found.message_en if words.language == "en" else found.message_zh
        source = citations.source_with(found.article)
        title = citations.sources[source - 1].title if source else ""
        told = plain(" ".join(filter(None, (message, found.value))))
        return words(found.severity), told, plain(found.label), plain(found.quote), title

    key, cut = "findings-list", words("findings cut", len(findings), total) if total > len(findings) else ""
    remark = " ".join(filter(None, (words(f"{key} remark"), cut)))
    return Table(key, words(key), remark, tuple(Column(words(each)) for each in keys), tuple(map(row, findings)))


def sources(ledger: Ledger, citations: Citations, findings: Sequence[Finding], words: Words) -> Table:
    """The articles, the receipts that each speaks for, and how much was found wrong. The address is the last cell."""
    found: dict[int, list[int]] = defaultdict(list)
    for number, entry in enumerate(ledger.entries, 1):
        for source in sorted({citations.source_of(each.article) for each in entry.evidence}):
            found[source].append(number)
    columns = (
        *(Column(words("article")), Column(words("publisher")), Column(words("published"))),
        *(Column(words("total"), "count"), *([Column(words("findings-list"))] if findings else [])),
        Column(words("link"), "link"),
    )
    doubted = Counter(citations.source_with(each.article) for each in findings)

    def row(source: Source) -> tuple[Cell, ...]:
        mark = words("found in it", doubted[source.number]) if doubted[source.number] else ""
        told = (source.title, source.publisher, source.published, Count(tuple(found[source.number])))
        return *told, *([mark] if findings else []), source.url

    rows = tuple(map(row, citations.sources))
    return Table("sources", words("sources"), words("sources remark"), columns, rows)
