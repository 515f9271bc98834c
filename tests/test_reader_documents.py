"""Word and PDF documents: blocks, cells, numbers and what is not text; broken, encrypted and hostile ones."""

import io
from collections.abc import Sequence

import pytest

from kg.article import Article, BlockKind, Skipped
from kg.errors import InputError
from kg.reader import pdf as pdf_reader
from kg.reader import read_bytes, read_stream
from tests.packing import zipped
from tests.papers import Printed, damaged, lines, paragraph, pdf, run, table, word

HEADING, PARAGRAPH, ITEM, CELL = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CELL


def read_word(body: str, **parts: str) -> Article:
    return read_bytes(word(body, **parts), name="a.docx")


def shape(article: Article) -> list[tuple[object, ...]]:
    return [(article.quote(b), b.kind, b.level, b.number) for b in article.blocks]


# --- Word

STYLES = (
    '<w:style w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="2"><w:name w:val="我的"/><w:basedOn w:val="1"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:styleId="3"><w:name w:val="Title"/></w:style>'
    '<w:style w:styleId="4"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/><w:jc w:val="center"/></w:pPr></w:style>'
    '<w:style w:styleId="5"><w:name w:val="藏"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:styleId="6"><w:basedOn w:val="7"/></w:style><w:style w:styleId="7"><w:basedOn w:val="6"/></w:style>'
)
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCountingThousand"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>'
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def styled(style: int) -> str:
    return f'<w:pStyle w:val="{style}"/>'


def numbered(number: int, level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def test_headings_are_known_by_style_or_level() -> None:
    body = "".join(paragraph(f"甲{n}", properties=styled(n)) for n in range(1, 8))
    body += paragraph("乙", properties='<w:outlineLvl w:val="2"/>') + paragraph(
        "丙", properties='<w:outlineLvl w:val="9"/>'
    )
    found = read_word(body, styles=STYLES)
    assert [(text, level) for text, kind, level, _ in shape(found) if kind is HEADING] == [
        ("甲1", 1), ("甲2", 1), ("甲3", 1), ("甲4", 2), ("乙", 3),
    ]  # fmt: skip
    assert "甲5" not in found.text
    assert found.title == "甲1"
    assert [found.quote(b) for b in found.blocks if b.centred] == ["甲4"]


def test_lists_keep_their_numbers_outside_the_text() -> None:
    items = ((1, 0), (1, 1), (1, 1), (1, 0), (2, 0), (1, 1))
    body = "".join(paragraph(f"甲{n}", properties=numbered(*item)) for n, item in enumerate(items))
    assert shape(read_word(body, numbering=NUMBERING)) == [
        ("甲0", ITEM, 1, "一"),
        ("甲1", ITEM, 2, "3"),
        ("甲2", ITEM, 2, "4"),
        ("甲3", ITEM, 1, "二"),
        ("甲4", ITEM, 1, None),
        ("甲5", ITEM, 2, "3"),
    ]


def test_runs_join_and_bold_ones_are_kept() -> None:
    found = read_word(
        paragraph(run("案例：", "<w:b/>"), run("中国"), run("太", '<w:b w:val="0"/>'), run("保 "), run("获奖"))
        + paragraph("一", "<w:r><w:br/><w:tab/><w:t>二</w:t><w:noBreakHyphen/><w:t>三</w:t></w:r>")
    )
    assert found.text == "案例：中国太保 获奖\n一\n二-三"
    assert [found.text[e.start : e.end] for b in found.blocks for e in b.emphases] == ["案例："]


def test_what_word_does_not_print_is_no_text() -> None:
    box = f"<w:drawing><w:txbxContent>{paragraph('框')}</w:txbxContent></w:drawing>"
    alternate = (
        f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    )
    body = paragraph(
        run("甲"), run("藏", "<w:vanish/>"), f"<w:del>{run('删')}</w:del>", f"<w:ins>{run('乙')}</w:ins>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>", f"<w:hyperlink>{run('丙')}</w:hyperlink>",
        f"<w:r xmlns:mc='urn:x'>{alternate}</w:r>", run("丁"),
    )  # fmt: skip
    assert read_word(f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt><w:sectPr/>").text == "框\n甲乙丙丁"


def cells(article: Article) -> dict[tuple[object, object], str]:
    return {(b.rows, b.columns): article.quote(b) for b in article.blocks if b.kind is CELL}


def test_merged_cells_are_printed_once_and_know_their_place() -> None:
    found = read_word(
        paragraph("前") + table(["->名单", "注"], ["^甲", "金奖", "一"], ["|", "银奖", "二"], ["乙", "->", "三"])
    )
    assert cells(found) == {
        ((0, 1), (0, 2)): "名单",
        ((0, 1), (2, 3)): "注",
        ((1, 3), (0, 1)): "甲",
        ((1, 2), (1, 2)): "金奖",
        ((1, 2), (2, 3)): "一",
        ((2, 3), (1, 2)): "银奖",
        ((2, 3), (2, 3)): "二",
        ((3, 4), (0, 1)): "乙",
        ((3, 4), (3, 4)): "三",
    }


def test_paragraphs_of_a_cell_part_and_tables_inside_are_its_text() -> None:
    inner = f"<w:tc>{paragraph('甲')}{paragraph('乙')}{table(['丙', '丁'])}</w:tc>"
    found = read_word(f"<w:tbl><w:tr>{inner}<w:tc>{paragraph('戊')}</w:tc></w:tr></w:tbl>" + table(["己"]))
    assert [(text, kind) for text, kind, _, _ in shape(found)] == [
        ("甲 乙 丙 丁", CELL),
        ("戊", CELL),
        ("己", PARAGRAPH),
    ]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
BAD_WORD = {
    "no Word document": (zipped({"xl/workbook.xml": b"<x/>"}), "it is a zip archive and no Word document"),
    "no zip": (b"PK\x03\x04", "it is a damaged Word document (File is not a zip file)"),
    "no XML": (zipped({"word/document.xml": b"<x>"}), "it is a damaged Word document (word/document.xml: "),
    "entities": (zipped({"word/document.xml": ENTITIES.encode()}), "its word/document.xml has a document type"),
    "entities in UTF-16": (
        zipped({"word/document.xml": ENTITIES.encode("utf-16")}),
        "its word/document.xml has a document type",
    ),
    "depth": (word("<w:sdt>" * 9000 + "</w:sdt>" * 9000), "it is a damaged Word document"),
    "size": (zipped({"word/document.xml": b"a" * (17 << 20)}), "its word/document.xml is larger than 16 MiB"),
    "nothing": (word(""), "there is no text in it"),
    "no body": (zipped({"word/document.xml": b"<x/>"}), "there is no text in it"),
}


@pytest.mark.parametrize("case", BAD_WORD)
def test_bad_word_documents_are_refused_in_words(case: str) -> None:
    raw, said = BAD_WORD[case]
    with pytest.raises(InputError) as caught:
        read_bytes(raw, name="a.docx")
    assert caught.value.what.startswith(said)


def test_styles_and_numbers_without_end_end() -> None:
    chain = "".join(f'<w:style w:styleId="{n}"><w:basedOn w:val="{n + 1}"/></w:style>' for n in range(5000))
    body = paragraph("甲", properties=styled(0) + numbered(99999999, 99999999))
    assert read_word(body, styles=chain).text == "甲"


def test_documents_stand_in_archives_and_streams() -> None:
    raw = word(paragraph("获奖"))
    packed = zipped({"a.docx": raw, "b.pdf": pdf(lines(["获奖"]))})
    assert [f.source for f in read_stream(io.BytesIO(raw), name="-") if isinstance(f, Article)] == ["-"]
    assert [f.source for f in read_stream(io.BytesIO(packed), name="x") if isinstance(f, Article)] == [
        "x!a.docx",
        "x!b.pdf",
    ]


# --- PDF

FULL = "近日，二〇二二年度保险业服务民生案例征集结果揭晓，中国人保集团及其子公司报送的九则案例榜上有名"


def read_pdf(*pages: Sequence[Printed]) -> Article:
    return read_bytes(pdf(*pages), name="a.pdf")


def printed(text: str, width: int = 30) -> list[str]:
    """A paragraph as it is set: indented, and broken after so many characters."""
    text = "\u3000\u3000" + text
    return [text[start : start + width] for start in range(0, len(text), width)]


def test_lines_join_to_paragraphs_and_large_print_is_a_heading() -> None:
    title = lines(["保险业服务民生案例征集揭晓"], top=760, size=20)
    body = lines([*printed(f"{FULL}。"), *printed(f"其中，{FULL}（{FULL}）。"), "一、获奖名单", *printed("完。")])
    found = read_pdf([*title, *body])
    assert [(text, kind) for text, kind, _, _ in shape(found)] == [
        ("保险业服务民生案例征集揭晓", HEADING),
        (f"{FULL}。", PARAGRAPH),
        (f"其中，{FULL}（{FULL}）。", PARAGRAPH),
        ("一、获奖名单", PARAGRAPH),
        ("完。", PARAGRAPH),
    ]
    assert (found.title, found.encoding, found.language) == ("保险业服务民生案例征集揭晓", "pdf", "zh-Hans")


def test_a_paragraph_runs_on_over_the_page_and_what_stands_on_every_page_goes() -> None:
    text = f"{FULL}，{FULL}，{FULL}。"
    set_ = printed(text)
    head = [Printed("金融时报", 72, 800, 9)]
    pages = [
        [*head, *lines(set_[:3]), Printed("第 1 页", 280, 30)],
        [*head, *lines([*set_[3:], *printed("乙获奖。")]), Printed("第 2 页", 280, 30)],
    ]
    assert read_pdf(*pages).text == f"{text}\n乙获奖。"


def test_items_whose_lines_are_all_indented_stay_whole() -> None:
    text = f"1.{FULL}"
    hung = [text[:30], "\u3000\u3000" + text[30:]]
    found = read_pdf(lines([*hung, *printed(f"{FULL}。"), "2.乙"]))
    assert [text for text, *_ in shape(found)] == [text, f"{FULL}。", "2.乙"]


@pytest.mark.parametrize("case", ["broken", "encrypted", "empty", "forms in forms"])
def test_bad_pdfs_are_refused_in_words(case: str) -> None:
    raw, said = damaged()[case]
    with pytest.raises(InputError) as caught:
        read_bytes(raw, name="a.pdf")
    assert caught.value.what == said
    assert caught.value.remedy


def test_without_the_extra_a_pdf_is_skipped_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_reader, "find_spec", lambda _: None)
    (found,) = read_stream(io.BytesIO(pdf(lines(["获奖"]))), name="a.pdf")
    assert isinstance(found, Skipped)
    assert found.remedy == "pip install 'finaward-kg[documents]'"
