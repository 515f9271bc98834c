"""Tables: what readers of their own make of CSV and Parquet is what the graph says, whatever stands in it."""

import csv
import io
import json
import sqlite3
import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings

from kg.builder import build
from kg.errors import FormatError, MissingExtraError, OutputError
from kg.exporters import FORMATS, export, formats
from kg.exporters.characters import replaced
from kg.exporters.described import described
from kg.exporters.tables import TABLES
from kg.facts import ArticleFacts
from kg.folder import Folder
from kg.loader import load_articles, load_graph, load_quads
from kg.terms import FA, OA, RDF, SKOS, XSD, Quad, Term, iri, literal
from tests.arbitrary import documents
from tests.converted import asserted

ROOT = Path(__file__).parents[1]
S, T = iri("https://example.org/s"), iri("https://example.org/t")
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    'a"b,c\r\nd\ne\rf;g|h\ti',
    "",
    " ",
    " x ",
    "NULL",
    "\\N",
    "007",
    "\ufeffx",
    "\u2028\x85\x7f",
    "[1, 2]",
    "👩‍👩‍👧 𠮷",
    "'",
    '"',
]


def files(quads: Iterable[Quad], format: str) -> dict[str, bytes]:
    write = FORMATS[format].write_files
    assert write is not None
    return {name: b"".join(pieces) for name, pieces in write(formats.holdable(quads, FORMATS[format]))}


def rows(quads: Iterable[Quad]) -> dict[str, list[dict[str, Any]]]:
    with described(quads) as graph:
        return {table.name: [dict(row) for row in table.rows(graph)] for table in TABLES}


def from_csv(said: str, kind: str) -> Any:  # noqa: ANN401 (a cell is of any kind)
    if kind in ("iris", "texts", "evidence"):
        return json.loads(said) if said else []
    if kind == "text":
        return said or None
    made: dict[str, Any] = {"integer": int, "decimal": Decimal, "date": date.fromisoformat}
    return made.get(kind, str)(said) if said else None


def read_csv(data: bytes, name: str) -> list[dict[str, Any]]:
    kinds = {column.name: column.kind for table in TABLES if table.name == name for column in table.columns}
    read = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    assert read[0] == list(kinds)
    return [{k: from_csv(cell, kinds[k]) for k, cell in zip(kinds, row, strict=True)} for row in read[1:]]


def without_empty(read: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the csv module can tell them: an empty text is nothing to it."""
    return [{name: None if said == "" else said for name, said in row.items()} for row in read]


def check(quads: Iterable[Quad]) -> None:
    quads = set(quads)
    made = rows(quads)
    for name, data in files(quads, "csv").items():
        assert read_csv(data, name.removesuffix(".csv")) == without_empty(made[name.removesuffix(".csv")])
    for name, data in files(quads, "parquet").items():
        read = pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist()
        assert read == made[name.removesuffix(".parquet")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(documents())
def test_whatever_an_article_says_is_read_back(facts: ArticleFacts) -> None:
    check(asserted([facts]))


def hostile_graph() -> list[Quad]:
    quads = []
    for number, text in enumerate(HOSTILE):
        case, figure, span = (iri(f"https://example.org/{kind}{number}") for kind in ("case", "figure", "span"))
        quads += [
            Quad(case, RDF.type, FA.Case),
            Quad(case, SKOS.prefLabel, literal(text, language="zh-hans")),
            Quad(case, SKOS.altLabel, literal(text + "甲")),
            Quad(case, SKOS.altLabel, literal(text + "乙")),
            Quad(case, FA.hasEvidence, span),
            Quad(span, FA.exact, literal(text)),
            Quad(span, OA.hasSource, S),
            Quad(figure, RDF.type, FA.Figure),
            Quad(figure, FA.printedText, literal(text)),
            Quad(figure, FA.numericValue, literal(text, datatype=XSD.decimal)),
        ]
    return quads


def test_hostile_texts_are_read_back_by_all() -> None:
    check(hostile_graph())


def test_row_groups_end_where_lists_are_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.exporters.parquet._ITEMS", 8)
    export(hostile_graph(), tmp_path / "t.parquet")
    read = pyarrow.parquet.ParquetFile(tmp_path / "t.parquet" / "cases.parquet")
    assert read.num_row_groups > 5
    assert read.read().to_pylist() == rows(hostile_graph())["cases"]


def test_another_engine_reads_csv_and_parquet_alike(tmp_path: Path) -> None:
    quads = hostile_graph()
    export(quads, tmp_path / "t.csv")
    export(quads, tmp_path / "t.parquet")
    made = rows(quads)["cases"]
    engine = duckdb.connect()
    text = engine.execute(
        f"SELECT name, other_names FROM read_csv('{tmp_path}/t.csv/cases.csv', all_varchar=true, header=true)"
    ).fetchall()
    assert [(name or None, json.loads(others)) for name, others in text] == [
        (row["name"] or None, row["other_names"]) for row in made
    ]
    found = engine.execute(f"SELECT name, other_names, evidence FROM '{tmp_path}/t.parquet/cases.parquet'").fetchall()
    assert [list(row) for row in found] == [[row["name"], row["other_names"], row["evidence"]] for row in made]


def test_numbers_and_days_are_what_they_are_and_stay_exact(tmp_path: Path) -> None:
    exact = ["330000000", "0.5", "1234567890123456789012345678.9", "1E+40", "0.0000000001", "x", "NaN", "-0"]
    quads = []
    for number, text in enumerate(exact):
        figure = iri(f"https://example.org/figure{number}")
        quads += [Quad(figure, RDF.type, FA.Figure), Quad(figure, FA.numericValue, literal(text, datatype=XSD.decimal))]
    made = rows(quads)["figures"]
    assert [row["value_text"] for row in made] == exact
    assert [row["value"] for row in made] == [
        Decimal(330000000),
        Decimal("0.5"),
        Decimal("1234567890123456789012345678.9"),
        *[None] * 4,
        Decimal(0),
    ]
    check(quads)
    export(quads, tmp_path / "t.parquet")
    (total,) = (
        duckdb.connect()
        .execute(f"SELECT SUM(value)::VARCHAR FROM '{tmp_path}/t.parquet/figures.parquet'")
        .fetchall()[0]
    )
    with localcontext(prec=38):
        assert Decimal(total) == sum(filter(None, (row["value"] for row in made)), Decimal(0))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-05-01", date(2021, 5, 1)),
        ("2021-05-01T23:30:00+08:00", date(2021, 5, 1)),
        ("2021-05", None),
        ("2021", None),
        ("2021-02-30", None),
        ("2021-05-01x", None),
        ("20210501", None),
        ("近日", None),
    ],
)
def test_a_day_is_a_day_and_nothing_else_is(text: str, day: date | None) -> None:
    (row,) = rows([Quad(S, RDF.type, FA.AwardReceipt), Quad(S, FA.awardedOn, literal(text))])["receipts"]
    assert (row["awarded_on"], row["awarded_text"]) == (day, text)


def test_what_stands_twice_is_told_twice_and_is_no_number() -> None:
    said = [Quad(S, FA.awardYear, literal(year)) for year in ("2020", "2021")]
    (row,) = rows([Quad(S, RDF.type, FA.AwardReceipt), *said])["receipts"]
    assert (row["year"], row["year_text"]) == (None, "2020 / 2021")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tables") / "out"
    build(ROOT / "examples" / "articles", out=path)
    return path


class TestOfABuild:
    def test_the_rows_are_those_that_a_query_counts(self, out: Path) -> None:
        made = rows(load_quads(out))
        with load_graph(out) as store:
            for name, kind in [
                ("organizations", "Organization"),
                ("awards", "AwardCategory"),
                ("cases", "Case"),
                ("receipts", "AwardReceipt"),
                ("figures", "Figure"),
                ("articles", "Article"),
            ]:
                found = store.query(f"SELECT DISTINCT ?x {{ ?x a fa:{kind} }} ")
                assert sorted(row["id"] for row in made[name]) == sorted(str(row[0])[1:-1] for row in found.rows)  # type: ignore[union-attr]
                assert made[name]
            found = store.query("SELECT DISTINCT ?x ?y { ?x fa:hasEvidence ?y }")
            assert len(made["evidence"]) == len(list(found.rows))  # type: ignore[union-attr]

    def test_columns_that_lead_to_a_table_lead_to_its_rows(self, out: Path) -> None:
        made = rows(load_quads(out))
        ids = {name: {row["id"] for row in of} for name, of in made.items()}
        followed = 0
        for table in TABLES:
            for column in (column for column in table.columns if column.table):
                for row in made[table.name]:
                    said = row[column.name]
                    targets = said if isinstance(said, list) else [said] if said else []
                    assert set(targets) <= ids[column.table], (table.name, column.name)
                    followed += len(targets)
        assert followed > 200
        things = set().union(*ids.values())
        assert sum(row["about"] in things for row in made["evidence"]) > 200

    def test_every_quote_stands_where_its_row_says(self, out: Path) -> None:
        made = rows(load_quads(out))
        articles = {article.id: article for article in load_articles(Folder(out)).values()}
        texts = {row["id"]: articles[row["identifier"]].text for row in made["articles"]}
        quotes = [
            q for name in ("receipts", "figures", "awards", "cases") for row in made[name] for q in row["evidence"]
        ]
        for quote in [*quotes, *made["evidence"]]:
            assert texts[quote["article"]][quote["start"] : quote["end"]] == quote["quote"]
        assert all(row["evidence"] for row in made["receipts"])

    def test_columns_are_filled(self, out: Path) -> None:
        """A column that no row of the example fills is one of these, or reads a property that nobody writes."""
        made = rows(load_quads(out))
        empty = {(t.name, c.name) for t in TABLES for c in t.columns if not any(row[c.name] for row in made[t.name])}
        assert empty <= {
            ("organizations", "english_name"),
            ("organizations", "lei"),
            ("awards", "organizers"),
            ("receipts", "rank"),
            ("receipts", "confidence"),
            ("receipts", "announced_not_after"),
            ("figures", "upper"),
            ("figures", "upper_text"),
            ("articles", "reprint_of"),
        }


class TestFolders:
    def test_an_export_replaces_an_export_and_nothing_else(self, out: Path, tmp_path: Path) -> None:
        target = tmp_path / "t.csv"
        export([Quad(S, RDF.type, FA.Case)], target)
        export([Quad(T, RDF.type, FA.Case)], target)
        assert b"example.org/t" in (target / "cases.csv").read_bytes()
        before = sorted(out.rglob("*"))
        for folder in (out, tmp_path):
            with pytest.raises(OutputError, match="no export made"):
                export([], folder, "csv")
        assert sorted(out.rglob("*")) == before
        (target / "cases.csv").write_text("mine")
        with pytest.raises(OutputError, match="lost"):
            export([], target)
        assert (target / "cases.csv").read_text() == "mine"

    def test_what_fails_leaves_the_old_folder(self, tmp_path: Path) -> None:
        target = tmp_path / "t.csv"
        export([Quad(S, RDF.type, FA.Case)], target)
        before = {path.name: path.read_bytes() for path in target.iterdir()}

        def broken() -> Iterable[Quad]:
            yield Quad(T, RDF.type, FA.Case)
            raise AssertionError

        with pytest.raises(AssertionError):
            export(broken(), target)
        assert {path.name: path.read_bytes() for path in target.iterdir()} == before
        assert [path.name for path in tmp_path.iterdir()] == ["t.csv"]

    def test_each_file_is_packed(self, tmp_path: Path) -> None:
        export(hostile_graph(), tmp_path / "t.csv.gz")
        export(hostile_graph(), tmp_path / "t.csv")
        (count,) = duckdb.connect().execute(f"SELECT count(*) FROM '{tmp_path}/t.csv.gz/cases.csv.gz'").fetchall()[0]
        assert count == len(HOSTILE)

    def test_without_the_extra_it_says_what_to_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
        with pytest.raises(MissingExtraError, match=r"finaward-kg\[tables\]"):
            export([], tmp_path / "t.parquet")
        assert list(tmp_path.iterdir()) == []


def test_characters_that_break_readers_are_replaced_and_counted(tmp_path: Path) -> None:
    raw = "\\u0000\\b\\u001F\\\\u0001\\n\\uFFFE甲"
    quads = [Quad(S, RDF.type, FA.Case), Quad(S, SKOS.prefLabel, Term(f'"{raw}"@zh-hans'))]
    told: list[int] = []
    export(quads, tmp_path / "t.csv", on_replaced=told.append)
    assert told == [1]
    (row,) = read_csv((tmp_path / "t.csv" / "cases.csv").read_bytes(), "cases")
    assert row["name"] == "\ufffd\ufffd\ufffd\\u0001\n\ufffd甲"
    export(quads, tmp_path / "t.parquet", on_replaced=told.append)
    (kept,) = pyarrow.parquet.read_table(tmp_path / "t.parquet" / "cases.parquet").to_pylist()
    assert kept["name"] == "\x00\b\x1f\\u0001\n\ufffe甲"
    assert told == [1]


@pytest.mark.parametrize(
    "alone", ["\\u0000", "\\b", "\\f", "\\u001F", "\\uFFFE", "\\uFFFF", "\x1f", "\ufffe", "\uffff"]
)
def test_one_such_character_alone_is_seen(alone: str) -> None:
    told: list[int] = []
    (quad,) = replaced([Quad(S, SKOS.prefLabel, Term(f'"甲{alone}乙"@zh-hans'))], told.append)
    assert (quad.object, told) == ('"甲\ufffd乙"@zh-hans', [1])


def test_the_data_dictionary_is_that_of_the_tables() -> None:
    lines = []
    for table in TABLES:
        lines += [
            f"\n## {table.name}\n",
            f"A row is {table.says}.\n",
            "| column | kind | what it says |",
            "|---|---|---|",
        ]
        for column in table.columns:
            leads = f" → `{column.table}`" if column.table else ""
            lines.append(f"| `{column.name}` | {column.kind}{leads} | {column.says} |")
    said = (ROOT / "ontology" / "tables.md").read_text("utf-8")
    assert said.partition("\n## ")[2] == "\n".join(lines).strip().partition("## ")[2] + "\n"


class TestWorkbook:
    def test_texts_are_texts_and_numbers_numbers(self, tmp_path: Path) -> None:
        quads = [
            *hostile_graph(),
            Quad(S, RDF.type, FA.AwardReceipt),
            Quad(S, FA.awardedOn, literal("2021-05-01")),
            Quad(S, FA.awardYear, literal("2021")),
            Quad(S, FA.rank, literal("_x0041_" + "长" * 40_000)),
        ]
        quads += [
            Quad(T, RDF.type, FA.AwardReceipt),
            Quad(T, FA.awardedOn, literal("1850-01-01")),
            Quad(T, FA.hasEvidence, S),
        ]
        export(quads, tmp_path / "t.xlsx")
        book = openpyxl.load_workbook(tmp_path / "t.xlsx")
        assert book.sheetnames == [table.name for table in TABLES]
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert {cell.data_type for cell in cells} <= {"s", "n", "d"}, "no formula, no error"
        made = rows(quads)
        for name in ("cases", "figures"):
            column = {"cases": "name", "figures": "printed"}[name]
            place = [cell.value for cell in book[name][1]].index(column) + 1
            said = [book[name].cell(n, place).value for n in range(2, len(made[name]) + 2)]
            read = [text and str(text).replace("_x000D_", "\r") for text in said]  # the escape of the format
            assert read == [row[column] or None for row in made[name]]
        (head, row, older) = book["receipts"].iter_rows(values_only=True)
        receipt = dict(zip(head, older, strict=True))
        assert (receipt["awarded_on"], receipt["evidence"]) == ("1850-01-01", ""), "no spreadsheet counts such days"
        receipt = dict(zip(head, row, strict=True))
        assert (receipt["year"], receipt["awarded_on"].date()) == (2021, date(2021, 5, 1))
        assert receipt["rank"].startswith("_x005F_x0041_长")  # so Excel shows what the text says
        assert receipt["rank"].endswith("长…")

    def test_a_sheet_that_would_overflow_is_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.exporters.workbook._ROWS", 5)
        with pytest.raises(FormatError, match="choose csv or parquet"):
            export(hostile_graph(), tmp_path / "t.xlsx")
        assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["t.xlsx", "t.graphml", "t.ttl"])
def test_temporary_files_that_cannot_be_written_are_to_blame_and_not_the_target(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    for writer in ("network", "heads"):
        monkeypatch.setattr(f"kg.exporters.{writer}._HELD", 1)
    with pytest.raises(OutputError, match="make room in the folder for temporary files") as caught:
        export(hostile_graph(), tmp_path / name)
    assert caught.value.where == str(tmp_path / "gone")
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_temporary_files_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> Iterable[str]:
        raise sqlite3.OperationalError("database or disk is full")
        yield ""

    monkeypatch.setattr("kg.exporters.described.sort", full)
    with pytest.raises(OutputError, match="make room"):
        export([], tmp_path / "t.csv")
    assert list(tmp_path.iterdir()) == []
