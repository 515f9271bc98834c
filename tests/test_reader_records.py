"""JSON Lines: which field is what, guessed or said, and what a line can be that is none."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article, BlockKind, Skipped
from kg.reader import FIELDS, read, read_each, read_stream
from kg.reader.dates import published

TEXT = "近日，甲银行获评“年度银行”。"


def lines(*records: object, fields: dict[str, str] | None = None) -> list[Article | Skipped]:
    raw = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records).encode()
    return list(read_stream(io.BytesIO(raw), name="a.jsonl", fields=fields))


def line(record: object, **fields: str) -> Article:
    (found,) = lines(record, fields=fields)
    assert isinstance(found, Article), found
    return found


GUESSED = {
    "the names of ours": {"title": "题", "text": TEXT, "date": "2022-03-15", "url": "https://a.example/1", "id": "N1"},
    "schema.org": {
        "headline": "题",
        "body": TEXT,
        "datePublished": "2022-03-15",
        "url": "https://a.example/1",
        "id": "N1",
    },
    "a feed": {
        "title": "题",
        "content": TEXT,
        "pubDate": "Tue, 15 Mar 2022 00:00:00 +0800",
        "link": "https://a.example/1",
        "infoCode": "N1",
    },
    "a crawler": {
        "title": "题",
        "maintext": TEXT,
        "date_publish": None,
        "published": 1647273600,
        "url": "https://a.example/1",
        "id": "N1",
    },
    "Chinese": {"标题": "题", "正文": TEXT, "日期": "2022年3月15日", "原文链接": "https://a.example/1", "ID": "N1"},
    "capitals": {"Title": "题", "TEXT": TEXT, "Date": "2022/3/15", "URL": "https://a.example/1", "Id": "N1"},
}


@pytest.mark.parametrize("case", GUESSED)
def test_fields_are_guessed_by_their_usual_names(case: str) -> None:
    found = line(GUESSED[case])
    assert (found.text, found.title, found.id, found.url) == (TEXT, "题", "N1", "https://a.example/1")
    assert (found.published or "").startswith(("2022-03-15", "2022-03-14T16:00:00+00:00"))
    assert (found.source, found.stem, found.warnings) == ("a.jsonl#1", "a-1", ())


@pytest.mark.parametrize(
    ("record", "publisher"),
    [
        ({"publisher": "金融时报", "source": "证券日报"}, "金融时报"),
        ({"source": "证券日报"}, "证券日报"),
        ({"source": "https://a.example/1"}, None),
        ({"site_name": "界面新闻"}, "界面新闻"),
    ],
)
def test_publishers(record: dict[str, str], publisher: str | None) -> None:
    assert line({"text": TEXT, **record}).publisher == publisher


def test_what_is_said_of_the_fields_counts_more_than_their_names() -> None:
    record = {"title": "栏目", "text": "摘要", "t": "题", "article": {"body": [TEXT, "第二段。"]}, "source": "x"}
    found = line(record, text="article.body", title="T", publisher="", id="source")
    assert (found.text, found.title) == (f"{TEXT}\n第二段。", "题")
    assert (found.publisher, found.id) == (None, "x")
    assert set(FIELDS) == {"title", "date", "id", "url", "publisher", "language", "html", "text"}


def test_html_counts_more_than_the_text_made_of_it() -> None:
    found = line({"html": "<table><tr><td>甲<td>金奖</table>", "text": "甲金奖"})
    assert [block.kind for block in found.blocks] == [BlockKind.CELL, BlockKind.CELL]
    page = f"<html><body><nav>菜单</nav><article><p>{TEXT}</p></article></body></html>"
    assert line({"html": page}).text == line({"content": page}).text == TEXT
    assert line({"html": "", "text": TEXT}).text == TEXT
    assert line({"html": "甲 < 乙"}).text == "甲 < 乙"


def test_a_post_in_a_field_is_a_post() -> None:
    found = line({"text": f"---\ntitle: 里\ndate: 2022-03-15\n---\n## 奖\n\n{TEXT}", "title": "外"})
    assert (found.title, found.published, found.text) == ("外", "2022-03-15", f"奖\n{TEXT}")


def test_what_is_missing_is_a_warning() -> None:
    assert line({"text": TEXT}).warnings == ("the line has no title", "the line has no date")
    assert line({"text": TEXT, "title": "题", "date": ""}).warnings == ("the date is empty",)
    assert line({"text": "甲\0乙", "title": "题", "date": "2022-03-15"}).warnings == (
        "1 control characters are dropped",
    )


REFUSED = {
    "no JSON": ("{", "it is not JSON ("),
    "no object": ('["甲"]', "it is no JSON object"),
    "no text": ('{"title": "题", "n": 1}', "no field of it holds a text (it has: title, n)"),
    "an empty text": ('{"text": " "}', "no field of it holds a text (it has: text)"),
    "tags alone": ('{"html": "<br>"}', "there is no text in it"),
    "an object for a text": ('{"text": {"a": 1}}', "no field of it holds a text (it has: text)"),
    "facts": ('{"article": {"id": "a"}, "receipts": []}', "this is a facts document and no article"),
    "depth": ("[" * 100_000, "it is not JSON that can be read"),
    "a number without end": ('{"text": ' + "1" * 10_000 + "}", "it is not JSON that can be read"),
    "bytes": ("\0\x01", "it is binary data, not text"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_is_said_and_the_rest_goes_on(case: str) -> None:
    bad, expected = REFUSED[case]
    raw = b'{"text": "x"}\n' + bad.encode() + b'\n{"text": "y"}'
    first, found, last = read_stream(io.BytesIO(raw), name="a.jsonl")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(found, Skipped)
    assert found.what.startswith(expected)
    assert (found.where, found.raw) == ("a.jsonl#2", raw.split(b"\n")[1] + b"\n")


def test_a_file_that_gives_nothing_is_not_read_to_its_end() -> None:
    found = lines(*[{"x": n} for n in range(1000)])
    assert len(found) == 101
    assert "100 lines give no article" in str(found[-1])
    assert len(lines({"text": TEXT}, *[{"x": n} for n in range(200)])) == 201


def test_lines_on_standard_input_are_known_by_the_first() -> None:
    for raw, count in ((b'{"text": "x"}\n{"text": "y"}', 2), (b'\xef\xbb\xbf{"text": "x"}', 1)):
        assert [f.source for f in read_stream(io.BytesIO(raw), name="-") if isinstance(f, Article)] == [
            f"-#{n + 1}" for n in range(count)
        ]
    long = json.dumps({"text": "长" * 60_000}).encode() * 1
    (found,) = read_stream(io.BytesIO(long), name="-")
    assert isinstance(found, Article)


def test_json_that_is_laid_out_is_no_article() -> None:
    (found,) = read_stream(io.BytesIO(b'{\n "article": {}\n}'), name="-")
    assert isinstance(found, Skipped)
    assert "kg convert" in found.remedy
    assert ".jsonl" in found.remedy


def test_other_encodings_are_reported() -> None:
    raw = json.dumps({"text": TEXT * 5, "title": "题", "date": "2022-03-15"}, ensure_ascii=False).encode("gb18030")
    (found,) = read_stream(io.BytesIO(raw), name="a.jsonl")
    assert isinstance(found, Article)
    assert (found.encoding, found.warnings) == ("gb18030", ("the file is read as gb18030, not UTF-8",))
    (wide,) = read_stream(io.BytesIO('{"text": "x"}'.encode("utf-16")), name="a.jsonl")
    assert isinstance(wide, Skipped)
    assert wide.what == "its lines are UTF-16"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from((*FIELDS, "content", "a.b")), inner),
    max_leaves=9,
)


@given(JSON)
def test_any_json_is_an_article_or_refused_in_words(record: object) -> None:
    raw = json.dumps(record).encode()
    for found in read_stream(io.BytesIO(raw), name="a.jsonl"):
        assert "".join(map(found.quote, found.blocks)) if isinstance(found, Article) else found.what


@pytest.mark.parametrize("number", [1, "1", 17_000_000_000, 1.0])
def test_a_number_that_only_counts_is_no_id_alone_and_is_stable(number: object) -> None:
    one, other = line({"id": number, "text": TEXT}), line({"id": number, "text": TEXT + "甲银行高兴。"})
    assert one.id != other.id
    assert one.id.startswith(f"{number}-")
    assert one.id == line({"text": TEXT, "id": number, "title": "题"}).id
    told = {"id": number, "url": "https://a.example/1"}
    assert line({**told, "text": TEXT}).id == line({**told, "text": TEXT + "甲银行高兴。"}).id


@pytest.mark.parametrize("code", ["202203152310483576", "NW1", "a-1", "1-2"])
def test_a_code_is_the_id(code: str) -> None:
    assert line({"id": code, "text": TEXT}).id == code


TABLES = {
    "commas, quotes and line breaks": f'title,content,date\r\n题,"{TEXT}\n又获“奖”, ""好""。",2022-03-15\r\n'.encode(),
    "tabs and a mark": f"\ufefftitle\tcontent\tdate\n题\t{TEXT}\t2022-03-15\n".encode(),
    "GB18030": f"标题,正文,日期\n\n题,{TEXT},2022-03-15\n".encode("gb18030"),
}


@pytest.mark.parametrize("case", TABLES)
def test_a_table_is_an_article_a_row(case: str, tmp_path: Path) -> None:
    (found,) = read_stream(io.BytesIO(TABLES[case]), name="a.csv")
    assert isinstance(found, Article), found
    assert (found.title, found.text[: len(TEXT)], found.published) == ("题", TEXT, published("2022-03-15").published)
    assert "GB18030" not in case or found.warnings[0] == "the file is read as gb18030, not UTF-8"
    (tmp_path / "a.csv").write_bytes(TABLES[case])
    row = 3 if case == "GB18030" else 2
    assert read(tmp_path / f"a.csv#{row}").text == found.text
    assert "a.csv: a table in a folder or archive" in str(next(read_each(tmp_path)))


def test_rows_that_are_none_are_said_and_the_rest_goes_on() -> None:
    table = f'title,text\n一,{TEXT},又\n二,"甲"银行\n三,{TEXT}\n四,"{TEXT}\n五,{TEXT}\n'
    wide, quoted, good, open_ = read_stream(io.BytesIO(table.encode()), name="a.csv")
    assert str(wide).startswith("a.csv#2: this row has 3 cells where the first one names 2; put")
    assert str(quoted).startswith("a.csv#3: it is no row of a table (")
    assert isinstance(good, Article)
    assert str(open_).startswith("a.csv#5: it is no row of a table (unexpected end of data)")
    (utf16,) = read_stream(io.BytesIO(table.encode("utf-16")), name="a.csv")
    *_, mixed = read_stream(io.BytesIO(b"title,text\na,b\n" + b"x" * 70_000 + TEXT.encode("gb18030")), name="a.csv")
    assert (str(utf16), str(mixed)[:30]) == (
        "a.csv: its lines are UTF-16; save it as UTF-8",
        "a.csv: not all of it is utf-8,",
    )


@pytest.mark.parametrize("name", ["graph.nq", "graph.ttl.gz", "part.nq.zst", "a.jsonld"])
def test_a_graph_is_no_article(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"<a> <b> <c> .")
    (said,) = read_each(tmp_path / name)
    assert "a graph is no article; `kg query`" in str(said)
    (said,) = read_each(tmp_path)
    assert "there is no article in this folder" in str(said)
