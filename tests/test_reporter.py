"""Reports: numbers that equal the queries' and can be counted again; formats that hold whatever stands in them."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from markdown_it import MarkdownIt
from networkx import MultiDiGraph
from typer.testing import CliRunner

import kg
from kg import ontology
from kg.cli import app
from kg.errors import FormatError, OutputError
from kg.findings import SHOWN, Finding
from kg.graph import project
from kg.reporter import FORMATS, Survey, survey, workbook
from kg.reporter.league import comparable
from kg.reporter.tables import Column, Count, Line, Share, Table, ranges
from kg.store import Solutions
from kg.terms import value
from tests import winners
from tests.browsing import FOUND, SWITCHES, joint
from tests.hostile import PAYLOADS, hostile_articles, hostile_graph

EXAMPLES = Path(__file__).parent.parent / "examples"
Tree = Any
"""What lxml makes of XML and HTML; its own types say less."""
MAIN = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kg.build(EXAMPLES / "articles", out=tmp_path_factory.mktemp("report") / "out").out


@pytest.fixture(scope="module")
def made(out: Path) -> Survey:
    return kg.report(out)


@pytest.fixture(scope="module")
def hostile() -> Survey:
    return survey(hostile_graph(), articles=hostile_articles(), title=PAYLOADS[1])


def each(tree: Tree, path: str) -> list[Any]:
    """What an XPath finds."""
    return list(tree.xpath(path, namespaces=MAIN))


def parsed(content: bytes) -> Tree:
    return html.document_fromstring(content.decode())


def column(table: Table, name: int | str) -> list[Any]:
    titles = [c.title for c in table.columns]
    return [row[titles.index(name) if isinstance(name, str) else name] for row in table.rows]


def counts(table: Table, names: int, numbers: str) -> dict[str, int]:
    return {row_name: count.value for row_name, count in zip(column(table, names), column(table, numbers), strict=True)}


def answers(out: Path, name: str, **parameters: str) -> list[tuple[str, ...]]:
    with kg.open_store(out) as store:
        found = store.query(ontology.load().query(name).bind(parameters))
        assert isinstance(found, Solutions)
        return [tuple(value(term) if term else "" for term in row) for row in found.rows]


# The numbers are those of the graph.


@pytest.mark.parametrize("group", ["中国太保", "汀澜银行股份有限公司", "澜江人寿", "栎川银行", "砚溪财险"])
def test_the_league_tables_are_the_answers_of_the_named_queries(out: Path, made: Survey, group: str) -> None:
    total = answers(out, "group-total", organization=group)
    assert counts(made.table("groups"), 1, "获奖")[group] == int(total[0][0])
    organizations = counts(made.table("organizations"), 1, "获奖")
    members = answers(out, "group-members", group=group)
    assert members == [(name, str(organizations[name])) for name, _ in members]
    winning = {
        name
        for name, of in zip(column(made.table("organizations"), 1), column(made.table("organizations"), 2), strict=True)
        if of == group
    }
    assert winning | ({group} & organizations.keys()) == {name for name, _ in members}


def test_programmes_have_the_receipts_that_the_named_query_counts(out: Path, made: Survey) -> None:
    awards = counts(made.table("awards"), 1, "获奖")
    for programme, number in counts(made.table("programmes"), 1, "获奖").items():
        found = answers(out, "programme-awards", programme=programme)
        assert sum(int(receipts) for _, receipts in found) == number
        assert {name: awards[name] for name, _ in found} == {name: int(receipts) for name, receipts in found}


def test_every_group_counts_as_the_graph_infers_it(out: Path, made: Survey) -> None:
    graph = kg.to_networkx(out)
    inferred = {
        said["label"]: {p.name: p.value for p in said["properties"]}
        for said in graph.nodes.values()
        if said["type"] == "Organization"
    }
    for name, number in counts(made.table("groups"), 1, "获奖").items():
        assert inferred[name]["groupReceiptCount"] == str(number)
    for name, number in counts(made.table("organizations"), 1, "获奖").items():
        assert inferred[name]["receiptCount"] == str(number)


def test_the_example_in_numbers(made: Survey) -> None:
    assert [total.value for total in made.totals] == [32, 13, 20, 15, 29, 43, 4]
    assert counts(made.table("years"), 0, "获奖") == {"2021": 12, "2023": 3, "2024": 9, "年份未知": 8}
    assert made.undated.value == 8
    assert made.remarks[0] == "获奖年份：2021–2024。"
    assert made.remarks[-1] == "247 段引文中有 247 段与正文逐字相符。"
    first = made.table("groups").rows[0]
    assert first[:3] == ("1", "中国太保", "太保产险、太保寿险、太平洋健康险、长江养老")
    assert [cell.value for cell in first[3:6] if isinstance(cell, Count)] == [2, 9, 11]
    assert first[6] == Share(11, 32)


def test_a_joint_win_counts_once_for_each_winner_and_once_for_a_group(made: Survey) -> None:
    joint = [note for note in made.receipts if len(note.winners) > 1]
    assert [note.winners for note in joint] == [
        ("砚溪财险", "稻溪农商银行"),
        ("岚序基金", "稻溪农商银行"),
        ("朔桐证券", "砚舟基金"),
    ]
    for note in joint:
        rows = [
            row
            for row in made.table("organizations").rows
            if isinstance(row[3], Count) and note.number in row[3].receipts
        ]
        assert tuple(sorted(str(row[1]) for row in rows)) == note.winners
    assert sum(counts(made.table("organizations"), 1, "获奖").values()) == 32 + 3


def test_changes_are_said_only_where_both_years_are_known(made: Survey) -> None:
    said = {(row[0], row[1]): row[2:] for row in made.table("changes").rows}
    now, before, change = said["汀澜银行股份有限公司", "2024"]
    assert isinstance(now, Count)
    assert isinstance(before, Count)
    assert (now.value, before.value, change) == (0, 3, (None,)), "three receipts of 2023 are too few to compare with"
    assert said["汀澜银行股份有限公司", "2023"][1:] == ("", (None,)), "nothing on record of 2022"
    assert said["岚序基金", "年份未知"][1:] == ("", (None,))


def test_years_with_little_on_record_are_not_compared() -> None:
    counts = {"2020": Count((1,) * 5), "2021": Count((1,) * 4), "2022": Count((1,) * 5), "2023": Count((1,) * 5)}
    assert [comparable(counts, year) for year in ("2021", "2022", "2023", "2024")] == [False, False, True, False]


def test_shares_round_half_up_wherever_they_stand(made: Survey) -> None:
    said = [Share(part, whole).percent for part, whole in ((2, 32), (1, 3), (32, 32), (0, 5), (1, 0), (1, 2000))]
    assert said == ["6.3%", "33.3%", "100.0%", "0.0%", "0.0%", "0.1%"]
    for row in made.table("groups").rows:
        share = row[-1]
        assert isinstance(share, Share)
        assert f"| {share.percent} |" in made.to("md").decode()
        assert f"<span>{share.percent}</span>" in made.to("html").decode()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_validation_found_is_told_and_its_article_marked(tmp_path: Path, lang: str) -> None:
    article = Path(__file__).parent / "articles" / "written" / "d16.md"
    told = kg.report(kg.build(article, out=tmp_path / "out").out, language=lang)
    (row,) = told.table("findings-list").rows
    assert row[0] == ("警告" if lang == "zh" else "warning")
    assert str(row[1]).endswith(" 9 ≠ 8")
    assert (row[3], row[4]) == ("9个项目", told.sources[0].title)
    assert str(told.table("sources").rows[0][-2]).startswith("⚠ 1")
    for text in (told.to("html").decode(), told.to("md").decode()):
        assert "9 ≠ 8" in text
        assert "⚠ 1" in text
    assert Book(told.to("xlsx")).sheets[told.table("findings-list").title][1]["D"] == "9个项目"


def test_findings_that_are_cut_are_counted() -> None:
    found = [Finding("violation", "错", "wrong", "x:/y")] * (SHOWN + 1)
    table = survey(project(winners.quads()), findings=found).table("findings-list")
    assert len(table.rows) == SHOWN
    assert f"只列最要紧的 {SHOWN} 处，共 {SHOWN + 1} 处。" in table.remark


def test_every_number_is_as_large_as_its_list_and_every_receipt_is_counted(made: Survey) -> None:
    numbers = {note.number for note in made.receipts}
    for table in made.tables:
        cells = [cell for row in table.rows for cell in row if isinstance(cell, Count)]
        for cell in cells:
            assert cell.value == len(set(cell.receipts))
            assert set(cell.receipts) <= numbers
        if cells:
            assert {number for cell in cells for number in cell.receipts} == numbers, table.key


def test_notes_quote_the_text_and_sources_say_where(made: Survey) -> None:
    texts = {a.title: a.text for a in kg.read_each(EXAMPLES / "articles") if isinstance(a, kg.Article)}
    for note in (*(r.quotations for r in made.receipts), *(f.quotations for f in made.figures)):
        assert note
        for quotation in note:
            source = made.sources[quotation.source - 1]
            assert quotation.is_checked
            for passage in quotation.passages:
                assert passage.marks
                assert passage.text.strip("…") in texts[source.title]
                assert all(0 <= a < b <= len(passage.text) for a, b in passage.marks)
    assert [s.publisher for s in made.sources] == ["中国银行保险报", "桐声财经周刊", "桐声财经周刊", "澜江日报"]
    assert made.sources[0].url.startswith("https://news.example.org/")


def test_cases_have_their_figures_as_printed_with_their_measures(made: Survey) -> None:
    case = next(row for row in made.table("cases").rows if row[0] == "数字化驱动服务“芯”体验")
    assert case[1] == "太保寿险"
    assert [line.text for line in case[2] if isinstance(line, Line)] == [
        "保险业客户服务典范案例 · 2021年度银行业保险业服务创新案例"
    ]
    figures = [line for line in case[3] if isinstance(line, Line)]
    assert [line.text for line in figures] == ["保全服务线上替代率：90.34%（2021）", "8个", "累计服务：93万人次"]
    note = made.figures[figures[2].figure - 1]
    assert [p.text[a:b] for q in note.quotations for p in q.passages for a, b in p.marks] == ["93万人次"]


# Graphs that are not as they should be.


def test_organizations_that_belong_to_each_other_in_a_circle_are_one_group() -> None:
    graph = joint()
    for child, parent in (("o/1", "o/2"), ("o/2", "o/1"), ("o/3", "o/1")):
        ends = f"https://example.org/{child}", f"https://example.org/{parent}"
        graph.add_edge(*ends, relation="subsidiaryOf", iri="", evidence=())
    found = survey(graph).table("groups")
    assert counts(found, 1, "获奖") == {"砚舟基金": 2}


def test_a_part_of_two_groups_counts_in_both() -> None:
    graph = joint()
    for parent in ("o/2", "o/3"):
        graph.add_edge(
            "https://example.org/o/1", f"https://example.org/{parent}", relation="subsidiaryOf", iri="", evidence=()
        )
    found = counts(survey(graph).table("groups"), 1, "获奖")
    assert found == {"朔桐证券": 2, "一家名字很长很长很长很长很长很长的报社": 2}


def test_a_quote_without_its_text_stands_alone_and_says_so() -> None:
    graph = joint()
    note = survey(graph).receipts[0]
    assert [(q.is_checked, q.passages[0].text) for q in note.quotations] == [(False, "砚舟基金与朔桐证券")]
    assert "正文不在手边" in survey(graph).to("html").decode()


def test_an_empty_graph_has_a_report() -> None:
    empty = survey(MultiDiGraph())
    assert "没有记录" in empty.to("html").decode()
    assert all(empty.to(format) for format in FORMATS)


def test_what_nobody_writes_is_refused(made: Survey) -> None:
    with pytest.raises(FormatError, match="choose one of html, md, xlsx"):
        made.to("pdf")
    with pytest.raises(FormatError, match="choose one of zh, en"):
        survey(MultiDiGraph(), language="fr")


def test_many_years_share_a_column() -> None:
    graph = project(winners.quads())
    facts = [said for _, _, said in graph.edges(data=True) if said["relation"] in ("won", "wonWith")]
    for n, iri in enumerate(sorted({said["iri"] for said in facts})):
        for said in facts:
            if said["iri"] == iri:
                said["year"] = str(2000 + n)
    table = survey(graph).table("peers-years")
    titles = [c.title for c in table.columns]
    assert titles[1:3] == ["2002 年及以前", "2003"]
    for row in table.rows:
        found = [cell for cell in row[1:] if isinstance(cell, Count)]
        assert sum(cell.value for cell in found[:-1]) == found[-1].value


@pytest.mark.parametrize(("number", "runs"), [((), []), ((4,), [(4, 4)]), ((1, 2, 5), [(1, 2), (5, 5)])])
def test_runs(number: tuple[int, ...], runs: list[tuple[int, int]]) -> None:
    assert ranges(number) == runs


# The page.


def listed(cell: Tree, tree: Tree) -> list[int]:
    """The receipts that a cell of the page refers to, counted as a reader counts them."""
    numbers: list[int] = []
    for run in each(cell, './/span[@class="refs"]/span'):
        ends = [int(a.get("href").removeprefix("#n")) for a in run.iter("a")]
        numbers += range(ends[0], ends[-1] + 1)
    for link in each(cell, './/span[@class="refs"]/a[starts-with(@href,"#l")]'):
        numbers += listed_in(tree.get_element_by_id(link.get("href")[1:]))
    return numbers


def listed_in(item: Tree) -> list[int]:
    numbers: list[int] = []
    for run in each(item, "./p/span"):
        ends = [int(a.get("href").removeprefix("#n")) for a in run.iter("a")]
        numbers += range(ends[0], ends[-1] + 1)
    return numbers


def test_every_number_of_the_page_can_be_counted_again_and_notes_lead_back(made: Survey) -> None:
    tree = parsed(made.to("html"))
    cells = each(tree, '//td[contains(@class,"count")]')
    assert len(cells) > 150
    for cell in cells:
        found = listed(cell, tree)
        assert int(each(cell, "./b")[0].text) == len(found) == len(set(found))
        for number in found:
            note = tree.get_element_by_id(f"n{number}")
            assert each(note, f'.//p[@class="back"]//a[@href="#{cell.get("id")}"]')
    ids = set(each(tree, "//@id"))
    assert {href[1:] for href in each(tree, "//a/@href") if href.startswith("#")} <= ids


def test_long_lists_are_lists_of_their_own() -> None:
    graph = project(winners.quads())
    found = survey(graph)
    many = found._replace(receipts=found.receipts * 4, undated=Count(tuple(range(1, 4 * len(found.receipts), 2))))
    many = many._replace(receipts=tuple(note._replace(number=n) for n, note in enumerate(many.receipts, 1)))
    tree = parsed(many.to("html"))
    assert listed(tree.get_element_by_id("top"), tree) == list(many.undated.receipts)
    assert "[^l1]: № 1, 3, 5" in many.to("md").decode()


def test_the_page_has_no_script_and_asks_for_nothing(made: Survey, hostile: Survey) -> None:
    for page in (made.to("html").decode(), hostile.to("html").decode()):
        tree = parsed(page.encode())
        assert not each(tree, "//script|//link|//img|//iframe|//object|//base|//form")
        assert not [
            name for element in tree.iter() for name in element.attrib if name.startswith("on") or name == "style"
        ]
        policy = each(tree, '//meta[@http-equiv="Content-Security-Policy"]/@content')
        assert len(policy) == 1
        assert "default-src 'none'; script-src 'none'; style-src 'sha256-" in policy[0]
        assert all(re.match("#|https?://", href) for href in each(tree, "//a/@href"))


def test_whatever_stands_in_a_graph_stays_text(hostile: Survey) -> None:
    page = parsed(hostile.to("html"))
    assert "<svg onload=window.hit=1>" in page.text_content()
    names = [cell.text_content() for cell in each(page, '//table[@class="organizations"]//td[2]')]
    assert "<script>window.hit=1</script>" in names
    assert "\u202e" not in hostile.to("html").decode()


@pytest.mark.browser
@pytest.mark.skipif(FOUND is None, reason="no Chromium found")
def test_a_browser_runs_nothing_of_it_and_asks_for_nothing(hostile: Survey, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = tmp_path / "report.html"
    path.write_bytes(hostile.to("html"))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(SWITCHES))
        page = browser.new_page()
        asked: list[str] = []
        said: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(message.text))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.emulate_media(media="print")
        assert page.locator("nav").is_hidden()
        browser.close()
    assert asked == [path.as_uri()]
    assert said == []


@pytest.mark.browser
@pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")
def test_on_a_phone_every_number_stands_within_the_page(made: Survey, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    file = tmp_path / "report.html"
    file.write_bytes(made.to("html"))
    script = """() => [...document.querySelectorAll(".scroll")].map((room) => room.scrollWidth - room.clientWidth)"""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=[*SWITCHES])
        page = browser.new_page(viewport={"width": 375, "height": 740})
        page.goto(file.as_uri())
        assert max(page.evaluate(script)) <= 0
        browser.close()


# Markdown.


def test_markdown_has_a_footnote_for_each_receipt_and_figure(made: Survey) -> None:
    text = made.to("md").decode()
    defined = re.findall(r"^\[\^([a-z0-9]+)\]: ", text, re.MULTILINE)
    used = set(re.findall(r"\[\^([a-z0-9]+)\](?!: )", text))
    assert len(defined) == len(set(defined)) == 32 + 43
    assert used == set(defined)
    row = next(line for line in text.splitlines() if line.startswith("| 1 | 中国太保 "))
    cells = row.split(" | ")
    assert [cells[5].partition(" ")[0], cells[5].count("[^")] == ["11", 11]


def test_markdown_stays_text_whatever_stands_in_it(hostile: Survey) -> None:
    text = hostile.to("md").decode()
    rendered = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    tree = parsed(rendered.encode())
    known = {"html", "body", "h1", "h2", "p", "table", "thead", "tbody", "tr", "th", "td", "br", "b", "a"}
    assert {element.tag for element in tree.iter()} <= known
    assert all(re.match("https?://", href) for href in each(tree, "//a/@href"))
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith(" |") or set(line) <= set("|-:") for line in rows)
    assert "<script>window.hit=1</script>" in [td.text_content().strip() for td in each(tree, "//td")]


# The workbook.


class Book:
    """A workbook, as its XML has it: sheets by name, each a list of rows of values."""

    def __init__(self, content: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(content))
        names = each(self.tree("xl/workbook.xml"), "//x:sheet/@name")
        strings = ["".join(si.itertext()) for si in self.tree("xl/sharedStrings.xml").findall("x:si", MAIN)]
        self.trees = {name: self.tree(f"xl/worksheets/sheet{n}.xml") for n, name in enumerate(names, 1)}
        self.sheets = {name: self._rows(tree, strings) for name, tree in self.trees.items()}

    def tree(self, name: str) -> Tree:
        return etree.fromstring(self.zip.read(name))

    @staticmethod
    def _rows(tree: Tree, strings: list[str]) -> list[dict[str, str | float]]:
        rows = []
        for row in tree.iterfind(".//x:row", MAIN):
            cells = {
                re.sub(r"\d", "", c.get("r", "")): c
                for c in row.iterfind("x:c", MAIN)
                if c.find("x:v", MAIN) is not None
            }
            rows.append({key: _said(cell, strings) for key, cell in cells.items()})
        return rows


def _said(cell: Tree, strings: list[str]) -> str | float:
    text = cell.findtext("x:v", "", MAIN)
    return strings[int(text)] if cell.get("t") == "s" else float(text)


def test_the_workbook_has_a_sheet_for_each_table_and_one_of_evidence(made: Survey) -> None:
    book = Book(made.to("xlsx"))
    assert list(book.sheets) == ["概览", *(table.title for table in made.tables), "凭证"]
    groups = book.sheets["集团"]
    assert (groups[1]["A"], groups[1]["B"]) == (1.0, "中国太保")
    assert (groups[1]["H"], groups[1]["I"], groups[1]["J"]) == (11.0, "1–11", 0.34375)
    for name, tree in list(book.trees.items())[1:]:
        assert each(tree, "//x:pane/@state") == ["frozen"], name
        assert each(tree, "//x:autoFilter"), name
    wide = [float(w) for w in each(book.trees["机构"], "//x:col/@width")]
    assert wide[1] > 2 * len("汀澜人寿保险股份有限公司枫浦分公司")


def test_evidence_has_a_row_for_each_sentence_and_numbers_lead_there(made: Survey) -> None:
    book = Book(made.to("xlsx"))
    evidence = book.sheets["凭证"]
    rows = [row["A"] for row in evidence[1:]]
    assert {row for row in rows if isinstance(row, float)} == {float(note.number) for note in made.receipts}
    assert {row for row in rows if isinstance(row, str)} == {f"D{note.number}" for note in made.figures}
    notes = [*(r.quotations for r in made.receipts), *(f.quotations for f in made.figures)]
    sentences = [sum(len(quotation.passages) for quotation in note) for note in notes]
    assert len(rows) == sum(sentences)
    links = {link.get("ref"): link.get("location") for link in book.trees["集团"].iterfind(".//x:hyperlink", MAIN)}
    first, last = re.fullmatch(r"'凭证'!A(\d+):A(\d+)", links["H2"] or "").groups()  # type: ignore[union-attr]
    assert [row["A"] for row in evidence[int(first) - 1 : int(last)]] == sorted(
        row for row in rows if isinstance(row, float) and row <= 11
    )
    assert len(links) == sum(
        isinstance(cell, Count) and cell.value > 0 for row in made.table("groups").rows for cell in row
    )


def test_nothing_in_the_workbook_is_a_formula(hostile: Survey) -> None:
    book = Book(hostile.to("xlsx"))
    for name, tree in book.trees.items():
        assert not each(tree, "//x:f"), name
    assert '=HYPERLINK("https://evil.example")' in [row.get("B") for row in book.sheets["机构"]]
    targets = [t for name in book.zip.namelist() if name.endswith(".rels") for t in each(book.tree(name), "//@Target")]
    assert not [target for target in targets if "evil" in target or target.startswith("javascript")]


def test_a_sheet_that_would_overflow_is_refused(made: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "_ROWS", 10)
    with pytest.raises(OutputError, match=r"rows are more than a sheet can hold; write .html or .md"):
        made.to("xlsx")


def test_what_a_cell_or_a_link_cannot_hold_is_text_cut_or_without_link() -> None:
    long = survey(joint(), title="长")
    table = Table(
        "sources",
        "来源",
        "",
        (Column("a"), Column("b", "link")),
        (("字" * 40_000, f"https://example.org/{'a' * 3000}"),),
    )
    book = Book(long._replace(tables=(table,)).to("xlsx"))
    row = book.sheets["来源"][1]
    assert str(row["A"]).endswith("字…")
    assert str(row["B"]).endswith("aaa")
    assert not book.trees["来源"].findall(".//x:hyperlink", MAIN)


# All of them.


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_graph_gives_the_same_bytes(out: Path, made: Survey, format: str) -> None:
    again = kg.report(out)
    assert again == made
    assert again.to(format) == made.to(format)


@pytest.mark.parametrize("format", FORMATS)
def test_english(out: Path, format: str) -> None:
    made = kg.report(out, language="en")
    assert made.table("groups").rows[0][1] == "China Pacific Insurance (Group) Co., Ltd."
    assert [t.value for t in made.totals] == [32, 13, 20, 15, 29, 43, 4]
    assert made.to(format)


def test_the_command_writes_by_suffix_and_prints_markdown(out: Path, tmp_path: Path, made: Survey) -> None:
    files = [tmp_path / f"报告.{format}" for format in FORMATS]
    done = CliRunner().invoke(app, ["report", str(out), *(word for file in files for word in ("-o", str(file)))])
    assert done.exit_code == 0, done.output
    assert done.stderr.splitlines()[0] == f"{files[0]}: 32 receipts, 43 figures, 4 articles"
    assert [file.read_bytes() for file in files] == [made.to(format) for format in FORMATS]
    assert CliRunner().invoke(app, ["report", str(out), "-o", "-"]).stdout.encode() == made.to("md")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["-o", "r.pdf"], 2, "kg: --out r.pdf: end it with one of .html .md .xlsx"),
        (["-o", "r.html", "--lang", "fr"], 2, "kg: --lang fr: choose one of zh, en"),
        (["-o", "{out}/r.html"], 1, "the next build replaces this folder as a whole; choose a place outside of it"),
    ],
)
def test_wrong_usage_is_one_line(out: Path, arguments: list[str], code: int, said: str) -> None:
    done = CliRunner().invoke(app, ["report", str(out), *(a.format(out=out) for a in arguments)])
    assert (done.exit_code, done.stderr.count("\n")) == (code, 1)
    assert said in done.stderr


def test_a_graph_file_alone_has_a_report_with_its_quotes(out: Path) -> None:
    alone = kg.report(out / "graph.nq")
    assert [t.value for t in alone.totals] == [32, 13, 20, 15, 29, 43, 4]
    assert not any(q.is_checked for note in alone.receipts for q in note.quotations)
    assert alone.remarks[-1] == "247 段引文中有 0 段与正文逐字相符。"
