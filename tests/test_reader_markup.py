"""Canonical text and blocks: what tags, white space and entities become."""

import html
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article, Block, BlockKind
from kg.reader import read_bytes


def read_html(markup: str) -> Article:
    return read_bytes(markup.encode(), name="a.html")


def read_markdown(text: str) -> Article:
    return read_bytes(text.encode(), name="a.md")


TEXTS = {
    "inline tags vanish": ("<p>中国<b>太</b><span>保</span><a href='#'>服务</a>获<i></i>奖</p>", "中国太保服务获奖"),
    "block tags part": ("<div>甲<p>乙</p>丙<div>丁</div></div>戊", "甲\n乙\n丙\n丁\n戊"),
    "entities": ("<p>A&amp;B &lt;中&gt; &#8220;优&#x201D;&nbsp;&hellip;</p>", "A&B <中> “优” …"),
    "an entity of an entity stays": ("<p>&amp;amp;</p>", "&amp;"),
    "runs of white space fold": ("<p> 中国 \t 太保\n\n获奖 </p>", "中国 太保获奖"),
    "a line of the source ends inside a name": ("<p>中国太平洋\n    保险</p>", "中国太平洋保险"),
    "a line of the source ends between words": ("<p>Best ESG\nAdviser</p>", "Best ESG Adviser"),
    "full-width indents go": ("<p>　　近日，太保获奖。　</p>", "近日，太保获奖。"),
    "a full-width gap stays one": ("<p>一单两用　　房东租客都放心</p>", "一单两用　房东租客都放心"),
    "full-width digits stay": ("<p>２０２３年</p>", "２０２３年"),
    "br parts paragraphs": (
        "<p>一等奖：甲<br>二等奖：乙<br/><br/>三等奖：丙</p>",
        "一等奖：甲\n二等奖：乙\n三等奖：丙",
    ),
    "br joins a heading": ("<h2>十佳<br>案例</h2>", "十佳案例"),
    "br joins a cell": ("<table><tr><td>十佳<br/>\n   案例</td><td>甲</td></tr></table>", "十佳案例\n甲"),
    "br in a cell parts words": ("<table><tr><td>TOP<br>50</td><td>甲</td></tr></table>", "TOP 50\n甲"),
    "paragraphs of a cell part": ("<table><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></table>", "甲 乙\n丙"),
    "text between the tags of a table": ("<table>注<tr><td>甲</td><td>乙</td></tr></table>", "注\n甲\n乙"),
    "angle brackets that are no tags": (
        "<p>规模<5亿元，a < b，<>，<养老指数></p>",
        "规模<5亿元，a < b，<>，<养老指数>",
    ),
    "the end of CDATA": ("<p>甲]]>乙</p>", "甲]]>乙"),
    "text after the body": ("<p>甲</p></body></html>乙<p>丙</p>", "甲\n乙\n丙"),
    "a heading in a paragraph": ("<p><h3>领奖</h3>甲</p>乙", "领奖\n甲\n乙"),
    "a comment without end": ("<p>甲</p><!-- 乙<p>丙</p>", "甲\n乙\n丙"),
    "scripts and styles": ("<p>甲<script>'</p>'</script><style>p{}</style><noscript>乙</noscript>丙</p>", "甲丙"),
    "comments": ("<p>甲<!-- 乙 -->丙<?丁?>戊<!--\n-->\n己</p>", "甲丙戊己"),
    "hidden elements": (
        "<p hidden>甲</p><p style='color:red; DISPLAY : none'>乙</p><template>丙</template><p>丁</p>",
        "丁",
    ),
    "all but links hidden": ("<a href=1>首页</a><div style='display:none'>甲<p hidden>乙</p></div>", "首页\n甲\n乙"),
    "text that a script shows": ("<div style='visibility:hidden'>甲</div>", "甲"),
    "the back of a tab panel": ("<div class='t'>甲</div><div class='t' style='display:none'>乙</div>", "甲\n乙"),
    "form controls": ("<p>甲<select><option>乙</select><textarea>丙</textarea><button>丁</button></p>", "甲"),
    "readings of characters": ("<p><ruby>漢<rp>(</rp><rt>han</rt><rp>)</rp></ruby></p>", "漢"),
    "lines of preformatted text": ("<pre>甲\n乙  丙</pre>", "甲\n乙 丙"),
    "links on lines of their own": ("<div><a href=1>甲获奖</a>\n<a href=2>乙获奖</a></div>", "甲获奖\n乙获奖"),
    "unclosed tags": ("<ul><li>甲<li>乙</ul><p>丙<p>丁", "甲\n乙\n丙\n丁"),
    "control characters": ("<p>甲\x01乙&#1;\x7f丙</p>", "甲乙丙"),
    "zero-width characters": ("<p>中\u200b国\ufeff太\u00ad保</p>", "中国太保"),
    "characters beyond the first plane": ("<p>𠮷\U0001f3c6</p>", "𠮷\U0001f3c6"),
    "no normalization": ("<p>e\u0301Å</p>", "e\u0301Å"),
}


@pytest.mark.parametrize("case", TEXTS)
def test_text(case: str) -> None:
    markup, expected = TEXTS[case]
    assert read_html(f"<div>{markup}</div>").text == expected


def test_alt_texts_are_no_text_and_addresses_are_kept() -> None:
    found = read_html(
        "<p>甲<img src='https://a.example/1.jpg' alt='图'><img src='/2.jpg'><img src='//a.example/3.jpg'>"
        "<img src='data:image/png;base64,x'><img data-src='http://a.example/4.jpg' src='blank.gif'>"
        "<img src='javascript:alert(1)'><img src='https://a.example/1.jpg'></p>"
    )
    assert found.text == "甲"
    assert found.images == ("https://a.example/1.jpg", "https://a.example/3.jpg", "http://a.example/4.jpg")


def shape(article: Article) -> list[tuple[object, ...]]:
    """The blocks of an article, each as its text and what is not the default of it."""
    return [
        (article.quote(block), *(getattr(block, name) for name in FIELDS if getattr(block, name) != DEFAULT[name]))
        for block in article.blocks
    ]


FIELDS = ("kind", "level", "number", "header", "centred", "table", "rows", "columns")
DEFAULT = {name: Block.model_fields[name].default for name in FIELDS}
HEADING, PARAGRAPH, ITEM, CELL = BlockKind.HEADING, BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.CELL

SHAPES = {
    "headings": ("<h1>甲</h1><h6>乙</h6>", [("甲", HEADING, 1), ("乙", HEADING, 6)]),
    "centred": (
        "<center>甲</center><p align=Center>乙</p><p style='text-align: center'>丙</p><p align=left>丁</p>",
        [("甲", PARAGRAPH, True), ("乙", PARAGRAPH, True), ("丙", PARAGRAPH, True), ("丁", PARAGRAPH)],
    ),
    "nested lists": (
        "<ol start=3><li>甲<ul><li>乙</li></ul></li><li value=9>丙</li><li>丁</li></ol>",
        [("甲", ITEM, 1, "3"), ("乙", ITEM, 2), ("丙", ITEM, 1, "9"), ("丁", ITEM, 1, "10")],
    ),
    "letters, Roman numbers, downwards": (
        "<ol type=a start=26><li>甲<li>乙</ol><ol type=I start=4><li>丙</ol><ol reversed><li>丁<li>戊</ol>",
        [
            ("甲", ITEM, 1, "z"),
            ("乙", ITEM, 1, "aa"),
            ("丙", ITEM, 1, "IV"),
            ("丁", ITEM, 1, "2"),
            ("戊", ITEM, 1, "1"),
        ],
    ),
    "the second block of an item": (
        "<ul><li><p>甲</p><p>乙</p></li><li><h4>丙</h4>丁</li></ul>",
        [("甲", ITEM, 1), ("乙", PARAGRAPH, 1), ("丙", HEADING, 4), ("丁", ITEM, 1)],
    ),
    "definitions": ("<dl><dt>2016年</dt><dd>最佳<br>品牌</dd></dl>", [("2016年", PARAGRAPH), ("最佳品牌", ITEM, 1)]),
    "a table": (
        "<table><thead><tr><td>名<td>奖</thead><tr><th rowspan=2>甲<td>金<tr><td>银<tr><td colspan=2>注</table>",
        [
            ("名", CELL, True, 0, (0, 1), (0, 1)),
            ("奖", CELL, True, 0, (0, 1), (1, 2)),
            ("甲", CELL, True, 0, (1, 3), (0, 1)),
            ("金", CELL, 0, (1, 2), (1, 2)),
            ("银", CELL, 0, (2, 3), (1, 2)),
            ("注", CELL, 0, (3, 4), (0, 2)),
        ],
    ),
    "a caption": (
        "<table><caption>2023年<br>获奖名单</caption><tr><td>甲<td>乙</table>",
        [("2023年获奖名单", PARAGRAPH), ("甲", CELL, 0, (0, 1), (0, 1)), ("乙", CELL, 0, (0, 1), (1, 2))],
    ),
    "spans that overlap, end early or lie": (
        "<table><tr><td rowspan=99>甲<td colspan=x>乙<td rowspan=0>丙<tr><td>丁<td>戊</table>",
        [
            ("甲", CELL, 0, (0, 2), (0, 1)),
            ("乙", CELL, 0, (0, 1), (1, 2)),
            ("丙", CELL, 0, (0, 2), (2, 3)),
            ("丁", CELL, 0, (1, 2), (1, 2)),
            ("戊", CELL, 0, (1, 2), (3, 4)),
        ],
    ),
    "empty cells take their place": (
        "<table><tr><td>甲<td>&nbsp;<td>乙</table>",
        [("甲", CELL, 0, (0, 1), (0, 1)), ("乙", CELL, 0, (0, 1), (2, 3))],
    ),
    "a table that arranges a page": (
        "<table><tr><td>甲<td><p>乙</p><table><tr><td>丙<td>丁</table></table>",
        [("甲", PARAGRAPH), ("乙", PARAGRAPH), ("丙", CELL, 0, (0, 1), (0, 1)), ("丁", CELL, 0, (0, 1), (1, 2))],
    ),
    "a box": ("<table><tr><td><p>甲</p><ul><li>乙</ul></table>", [("甲", PARAGRAPH), ("乙", ITEM, 1)]),
    "cells and items without their parents": ("<td>甲</td><li>乙</li>", [("甲", PARAGRAPH), ("乙", ITEM, 1)]),
}


@pytest.mark.parametrize("case", SHAPES)
def test_blocks(case: str) -> None:
    markup, expected = SHAPES[case]
    assert shape(read_html(f"<div>{markup}</div>")) == expected


def emphasised(article: Article) -> list[str]:
    return [article.text[e.start : e.end] for block in article.blocks for e in block.emphases]


def test_bold_runs_join_across_tags_and_end_at_words() -> None:
    found = read_html(
        "<p>甲<b>乙 </b><strong>丙</strong> 丁<span style='font-weight: 700'>戊</span></p><strong><p>己"
        "<span style='font-weight:normal'>庚</span></p></strong>"
    )
    assert emphasised(found) == ["乙 丙", "戊", "己"]


TWINS = {
    "a heading": ("## 年度奖", "<h2>年度奖</h2>"),
    "a list": ("- 甲\n- 乙\n  1. 丙\n  2. 丁", "<ul><li>甲</li><li>乙<ol><li>丙</li><li>丁</li></ol></li></ul>"),
    "a list that starts later": ("3. 甲\n4. 乙", "<ol start=3><li>甲</li><li>乙</li></ol>"),
    "a loose list": ("- 甲\n\n- 乙", "<ul><li><p>甲</p></li><li><p>乙</p></li></ul>"),
    "a table": (
        "| 单位 | 奖 |\n|---|:-:|\n| **甲** | 金 |",
        "<table><thead><tr><th>单位</th><th>奖</th></tr></thead><tr><td><b>甲</b></td><td>金</td></tr></table>",
    ),
    "bold beside Chinese punctuation": (
        "**“长辈服务”：**中国太保产险聚焦**适老**。",
        "<p><b>“长辈服务”：</b>中国太保产险聚焦<b>适老</b>。</p>",
    ),
    "a quotation": ("> 【快讯】甲获奖。", "<blockquote>【快讯】甲获奖。</blockquote>"),
    "indented text is no code": ("甲\n\n    　　乙获奖。", "<p>甲</p><p>乙获奖。</p>"),
    "lines": ("一等奖：甲\n二等奖：乙", "<p>一等奖：甲<br>二等奖：乙</p>"),
    "a line that runs on": ("其中，甲、\n乙获奖（\n附件\n）", "<p>其中，甲、乙获奖（附件）</p>"),
    "English lines": ("Best ESG\nAdviser", "<p>Best ESG Adviser</p>"),
    "links and pictures": ("[甲](https://a.example)获奖![图](x.png)", "<p><a href='https://a.example'>甲</a>获奖</p>"),
    "the names of stocks": ("*ST华英和*ST天马", "<p>*ST华英和*ST天马</p>"),
    "numbers that the author typed": ("1.甲\n\n一、乙\n\n（一）丙", "<p>1.甲</p><p>一、乙</p><p>（一）丙</p>"),
    "HTML in it": ("<p>甲</p>\n<p>乙\n</p>\n\n丙 <b>丁</b>", "<p>甲</p><p>乙</p><p>丙 <b>丁</b></p>"),
    "tags of templates": ("甲\n\n{% asset_img a.jpg %}\n\n<!-- more -->\n\n乙", "<p>甲</p><p>乙</p>"),
}


@pytest.mark.parametrize("case", TWINS)
def test_markdown_makes_the_blocks_of_its_html_twin(case: str) -> None:
    markdown, markup = TWINS[case]
    one, other = read_markdown(markdown), read_html(markup)
    assert (one.text, one.blocks) == (other.text, other.blocks)


PLAIN = {
    "indents": ("　　甲\n\n    乙\r\n丙", ["甲", "乙", "丙"]),
    "a paragraph lost its line": ("甲获奖。　　乙获奖。    丙", ["甲获奖。", "乙获奖。", "丙"]),
    "a title and its text on one line": ("城心养老　　把养老院开在家门口", ["城心养老　把养老院开在家门口"]),
    "a line that runs on": ("其中，\n甲银行\n，乙银行获奖", ["其中，甲银行，乙银行获奖"]),
    "a glued article": ("甲" * 200 + " " * 10 + "乙", ["甲" * 200, "乙"]),
    "the columns of a list": ("1" + " " * 10 + "甲" + " " * 10 + "金奖", ["1 甲 金奖"]),
    "other line ends": ("甲\x85乙\u2028丙\u2029丁\r戊", ["甲", "乙", "丙", "丁", "戊"]),
    "what looks like a tag": ("<养老指数>与 a<b>c 无关", ["<养老指数>与 a<b>c 无关"]),
}


@pytest.mark.parametrize("case", PLAIN)
def test_plain_text(case: str) -> None:
    text, expected = PLAIN[case]
    found = read_bytes(text.encode(), name="a.txt")
    assert [found.quote(block) for block in found.blocks] == expected


# --- any text


def printed(text: str) -> str:
    """The characters that must survive, in order: all but white space and what does not print."""
    kept = (c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cs"))
    return "".join(c for c in kept if c not in "\xad\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff" and not is_direction(c))


def is_direction(character: str) -> bool:
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(lambda text: f"甲{text}乙")
PLACES = ("<p>{}</p><p>丙</p>", "<table><tr><td>{}</td><td>丙</td></tr></table>", "<ul><li>{}</li><li>丙</li></ul>")


@settings(max_examples=150)
@given(TEXT, st.sampled_from(PLACES))
def test_any_text_survives_in_its_place(text: str, place: str) -> None:
    found = read_html(place.format(html.escape(text)))
    first, last = found.blocks
    assert printed(found.quote(first)) == printed(text)
    assert found.quote(last) == "丙"
    assert first.end + 1 == last.start


TREES = st.recursive(
    st.sampled_from(("甲", "乙 ", " ", "\n", "<br>", "<hr>", "&nbsp;", "<!--x-->")),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag}>",
        st.sampled_from(
            ("p", "div", "b", "span", "li", "ul", "ol", "table", "tr", "td", "th", "h2", "pre", "a href=x")
        ),
        st.lists(inner, max_size=4),
    ),
    max_leaves=20,
)


@settings(max_examples=150)
@given(TREES)
def test_any_tree_keeps_its_text_in_order(markup: str) -> None:
    found = read_html(f"<div>丙{markup}丁</div>")
    written = [character for character in markup if character in "甲乙"]
    assert [character for character in found.text if character in "甲乙"] == written
    assert "\n".join(map(found.quote, found.blocks)) == found.text
    assert all(block.start <= e.start < e.end <= block.end for block in found.blocks for e in block.emphases)


def test_a_page_read_from_what_it_hides_says_so() -> None:
    hidden = "<div id=page05 style='display: none; color: red'>甲银行荣获最佳银行奖。</div>"
    assert read_html(hidden).warnings == (
        "all text of the page is hidden until a script shows it; what it hides is read",
    )
    assert read_html(f"<p>乙</p>{hidden}").warnings == ()
