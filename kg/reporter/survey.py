"""A whole report, put together: totals, tables, and the notes that the numbers lead to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from kg.article import Article
from kg.errors import FormatError
from kg.findings import SHOWN, Finding
from kg.reporter.cases import cases, doubts, figures, sources
from kg.reporter.citation import Citations, plain
from kg.reporter.league import league
from kg.reporter.ledger import Ledger
from kg.reporter.peers import peers
from kg.reporter.tables import Count, Receipt, Survey, Table, Total, Validation
from kg.reporter.words import LANGUAGES, Words

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_NO_ARTICLES: Mapping[str, Article] = MappingProxyType({})


def survey(
    graph: "MultiDiGraph[str]",
    *,
    articles: Mapping[str, Article] = _NO_ARTICLES,
    validation: Validation | None = None,
    findings: Sequence[Finding] = (),
    title: str = "",
    language: str = "zh",
) -> Survey:
    """Make the report of a property graph, in Chinese (`zh`) or English (`en`); the same input, the same value.

    `articles` are the articles at hand by their id: where one is missing, its quotes stand without their sentences.
    Of `findings`, the violations and warnings of validation, the first 500 are listed. Raises `FormatError` where
    there is no such language.
    """
    if language not in LANGUAGES:
        raise FormatError(language, "no such language of reports", f"choose one of {', '.join(LANGUAGES)}")
    words = Words(language)
    ledger, citations = Ledger(graph, language), Citations(graph, articles)
    numbered = figures(ledger, citations)
    receipts = _receipts(ledger, citations)
    tables = (
        *league(ledger, words),
        *peers(ledger, words),
        cases(ledger, numbered, words),
        *([doubts(findings[:SHOWN], len(findings), citations, words)] if findings else []),
        sources(ledger, citations, findings, words),
    )
    undated = Count(tuple(number for number, entry in enumerate(ledger.entries, 1) if not entry.year))
    return Survey(
        title=plain(title) or words("title"),
        language=language,
        totals=tuple(_totals(tables, len(receipts), len(numbered), words)),
        remarks=tuple(_remarks(receipts, citations, validation, words)),
        undated=undated,
        tables=tables,
        receipts=receipts,
        figures=numbered,
        sources=citations.sources,
    )


def _receipts(ledger: Ledger, citations: Citations) -> tuple[Receipt, ...]:
    def named(iri: str) -> str:
        return ledger.name(iri) if iri else ""

    return tuple(
        Receipt(
            number=number,
            iri=entry.iri,
            winners=ledger.names(entry.winners),
            award=named(entry.award),
            programme=named(entry.programme),
            edition=named(entry.edition),
            year=entry.year,
            rank=entry.rank,
            cases=ledger.names(entry.cases),
            quotations=citations.quotations(entry.evidence),
        )
        for number, entry in enumerate(ledger.entries, 1)
    )


def _totals(tables: tuple[Table, ...], receipts: int, figures: int, words: Words) -> list[Total]:
    """What the report counts: the rows of its tables, so that each total can be counted again."""
    rows = {table.key: len(table.rows) for table in tables}
    return [
        Total(words("receipts"), receipts, "notes"),
        Total(words("groups"), rows["groups"], "groups"),
        Total(words("winners"), rows["organizations"], "organizations"),
        Total(words("awards"), rows["awards"], "awards"),
        Total(words("case count"), rows["cases"], "cases"),
        Total(words("figures"), figures, "figures"),
        Total(words("articles"), rows["sources"], "sources"),
    ]


def _remarks(
    receipts: tuple[Receipt, ...], citations: Citations, validation: Validation | None, words: Words
) -> list[str]:
    years = sorted({receipt.year for receipt in receipts} - {""})
    days = sorted({source.published for source in citations.sources} - {""})
    said = [words("years known", _span(years)) if years else words("no years")]
    said += [words("published between", days[0], days[-1])] if days else []
    if validation is None:
        return [*said, words("not validated")]
    verdict = words("conforms" if validation.conforms else "does not conform")
    findings = words("findings", validation.violations, validation.warnings, validation.infos)
    return [*said, verdict + findings, words("spans", f"{validation.verified:,}", f"{validation.spans:,}")]


def _span(years: list[str]) -> str:
    return years[0] if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
