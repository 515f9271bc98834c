"""The reader as a whole: whole articles, their metadata, and the names that the written corpus must keep."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article, BlockKind, sha256
from kg.errors import InputError
from kg.reader import read, read_bytes

ARTICLES = Path(__file__).parent / "articles"
WRITTEN = sorted((ARTICLES / "written").iterdir())
GOLD = sorted((ARTICLES / "written-gold").iterdir())


def article(name: str) -> Article:
    return read(next(path for path in WRITTEN if path.stem == name))


def quotes(article: Article, kind: BlockKind) -> list[str]:
    return [article.quote(block) for block in article.blocks if block.kind is kind]


# --- the written corpus


def test_the_written_corpus_is_here() -> None:
    assert [path.stem for path in WRITTEN] == [path.name.removesuffix(".gold.json") for path in GOLD]
    assert len(WRITTEN) == 25


def names(gold: Path) -> Iterator[list[str]]:
    """Every name of a gold file that an article must print, each as the list of its forms."""
    facts = json.loads(gold.read_text(encoding="utf-8"))
    yield from facts["organizations"]
    for receipt in facts["receipts"]:
        yield from receipt["recipients"]
        yield receipt["award"]
        yield from (receipt[key] for key in ("case", "programme") if receipt[key])


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name[:3])
def test_no_name_is_lost_or_torn(gold: Path) -> None:
    text = article(gold.name[:3]).text
    assert [forms for forms in names(gold) if not any(form in text for form in forms)] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_article_is_laid_out_as_promised(path: Path) -> None:
    read_once = read(path)
    assert read_once == read(path)
    assert "\n".join(map(read_once.quote, read_once.blocks)) == read_once.text
    assert all(quote == quote.strip() and "  " not in quote for quote in map(read_once.quote, read_once.blocks))
    assert read_once.source == str(path)
    assert Article.model_validate_json(read_once.model_dump_json()) == read_once


FURNITURE = (
    "返回首页",
    "文章来源",
    "infoCode",
    "责任编辑",
    "分享到",
    "热门推荐",
    "相关阅读",
    "版权",
    "&nbsp;",
    "<",
    "http",
    "K图",
)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_furniture_is_kept_out_of_the_text(path: Path) -> None:
    assert [said for said in FURNITURE if said in read(path).text] == []


METADATA = {
    "d01": (
        "NW202303219999000001",
        '保险业服务民生案例征集揭晓 "人民保险"9则案例上榜',
        "中国银行保险报",
        "2023-03-21T18:05:12+08:00",
    ),
    "d02": ("NW202212099999000002", "宁波银行获颁“小微企业金融服务先锋奖”", "金融时报", "2022-12-09T09:17:33+08:00"),
    "d11": (
        "NW202307199999000011",
        "绿色“三连冠”！兴业银行再获年度绿色金融卓越机构",
        "中国证券报",
        "2023-07-19T17:44:02+08:00",
    ),
    "d13": (None, "2023银行理财公司竞争力TOP10榜单发布", "21世纪经济报道", "2023-08-31T07:00:00+08:00"),
    "d18": (None, "对话建信养老金：让年金“看得见、算得清”", "国际金融报", "2024-04-18T10:26:00+08:00"),
    "d19": ("202405099999000019", "浦发银行、上海信托分获金融向善两项大奖", "澎湃新闻", "2024-05-09T16:22:37+08:00"),
    "d20": (None, "大家保险三项实践入选“友好金融”年度观察", "南方都市报", None),
    "d22": (None, None, "每日经济新闻", None),
    "d24": (None, "2024金融科技创新应用优秀案例征集启事", "金融时报", None),
    "d25": (None, "杭州银行、东方财富等披露近期动态：授予股票、中标项目、评级维持", "证券日报", None),
}


@pytest.mark.parametrize("name", METADATA)
def test_metadata_is_saved_from_wherever_it_stands(name: str) -> None:
    found = article(name)
    id, title, publisher, published = METADATA[name]
    assert (found.title, found.publisher, found.published) == (title, publisher, published)
    assert id == found.id or (id is None and found.id == f"{sha256(publisher or '')[:6]}-{found.text_sha256[:16]}")
    assert (found.url or "").endswith(id or "")


WARNINGS = {
    "d01": ("the front matter is not YAML (line 3): it is read line by line",),
    "d02": ("the date has no time zone: +08:00 is assumed",),
    "d03": (),
    "d19": ("blank lines stand before the front matter",),
    "d22": ("the front matter has no title", "the date is empty"),
}


@pytest.mark.parametrize("name", WARNINGS)
def test_what_is_mended_is_reported(name: str) -> None:
    assert article(name).warnings == WARNINGS[name]


def test_languages_are_told_by_their_characters() -> None:
    assert {path.stem for path in WRITTEN if read(path).language != "zh-Hans"} == {"d14"}
    assert article("d14").language == "zh-Hant"


def test_a_merged_cell_is_printed_once_and_knows_its_rows() -> None:
    table = {(b.rows, b.columns): article("d03").quote(b) for b in article("d03").blocks if b.table == 0}
    assert table[(0, 1), (0, 4)] == "2023年长三角农业保险创新案例展评获奖名单"
    assert table[(2, 5), (3, 4)] == "十佳案例"
    assert table[(5, 9), (3, 4)] == "优秀案例"
    assert table[(3, 5), (1, 2)] == "国元农险"
    assert table[(7, 8), (1, 2)] == "国寿财险安徽省分公司"
    assert table[(10, 11), (2, 3)] == "—"


def test_lead_ins_are_bold_and_slogans_centred() -> None:
    found = article("d01")
    bold = [[found.text[e.start : e.end] for e in block.emphases] for block in found.blocks]
    assert ["“防返贫保”驻村服务模式："] in bold
    centred = [found.quote(block) for block in found.blocks if block.centred]
    assert centred == ["泥土里的保障", "把服务送到家门口", "长钱干长事", "风雨里的速度"]


def test_lists_keep_their_numbers_outside_the_text() -> None:
    found = article("d05")
    items = [(block.number, found.quote(block)) for block in found.blocks if block.kind is BlockKind.ITEM]
    assert items[3] == ("1", "广发基金——《看懂一张基金定期报告》系列动画")
    assert items[0] == (None, "富国基金 “富小二说基”")
    assert items[7] == (None, "博时基金：“山里孩子的第一堂财商课”")


def test_full_width_digits_and_gaps_stay() -> None:
    found = article("d20")
    assert "城心养老　把养老院开在家门口" in quotes(found, BlockKind.PARAGRAPH)
    assert "《２０２３年“友好金融”年度观察》" in found.text
    assert "床位约３，２００张" in found.text


def test_names_in_tags_stay_whole_and_hidden_text_goes() -> None:
    found = article("d22")
    assert (
        "招商银行、国泰君安、邮储银行三家上市金融企业荣获“投资者关系最佳实践奖”，新华人寿保险股份有限公司（新华保险，601336.SH）"
        in found.text
    )
    assert "某券商" not in found.text
    assert found.images == ()


def test_a_page_is_its_article() -> None:
    found = article("d13")
    assert found.text.startswith("2023银行理财公司竞争力TOP10榜单发布\n8月30日，")
    assert found.text.endswith("排名仅反映评价期内的相对位置。")
    assert len(quotes(found, BlockKind.CELL)) == 33


# --- one article in every encoding


def variants(text: str) -> Iterator[tuple[str, bytes]]:
    yield "bom", text.encode("utf-8-sig")
    yield "crlf", text.replace("\n", "\r\n").encode()
    yield "cr", text.replace("\n", "\r").encode()
    for codec in ("gb18030", "utf-16", "utf-16-le", "utf-16-be"):
        yield codec, text.encode(codec)


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_the_encoding_makes_no_difference(path: Path) -> None:
    plain = read(path)
    for codec, raw in variants(path.read_text(encoding="utf-8")):
        varied = read_bytes(raw, name=plain.source or "")
        assert (varied.text, varied.blocks, varied.id, varied.title) == (
            plain.text,
            plain.blocks,
            plain.id,
            plain.title,
        ), codec
        said = () if codec in ("bom", "crlf", "cr") else (f"the file is read as {varied.encoding}, not UTF-8",)
        assert varied.warnings == (*said, *plain.warnings), codec


def test_big5_is_read() -> None:
    text = (ARTICLES / "written" / "d14.md").read_text(encoding="utf-8").partition("<p class=")[0]
    plain, varied = (read_bytes(text.encode(codec, "ignore"), name="d14.md") for codec in ("utf-8", "big5"))
    assert varied.text == plain.text
    assert varied.encoding == "big5"


# --- the id


@pytest.mark.parametrize(
    ("head", "id"),
    [
        ("infoCode: NW1", "NW1"),
        ("id: my-article", "my-article"),
        ("url: https://example.org/x?a=1&infoCode=NW202203152310483576&b=2", "NW202203152310483576"),
        ("title: 无", "d661c3d96d53ebc0"),
    ],
)
def test_the_id_is_that_of_the_source_or_of_the_text(head: str, id: str) -> None:
    assert read_bytes(f"---\n{head}\n---\n正文".encode(), name="a.md").id == id


# --- any text


BODIES = st.text(st.characters(codec="utf-8"), max_size=60)


def tried(raw: bytes, name: str) -> Article | InputError:
    try:
        return read_bytes(raw, name=name)
    except InputError as error:
        return error


@settings(max_examples=60)
@given(BODIES, st.sampled_from(("a.md", "a.html", "a.txt")))
def test_any_text_is_read_or_refused_in_words(body: str, name: str) -> None:
    found = tried(body.encode(), name)
    if isinstance(found, InputError):
        assert found.where == name
        assert found.what
    else:
        assert "\n".join(map(found.quote, found.blocks)) == found.text
        assert found == read_bytes(body.encode(), name=name)


@settings(max_examples=60)
@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_refused_in_words(raw: bytes) -> None:
    found = tried(raw, "a.txt")
    assert found.text if isinstance(found, Article) else "\n" not in str(found)
