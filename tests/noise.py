"""Layout noise: what sites and editors put into an article that a reader of the page never sees.

`noisy` writes an article as HTML with noise in it, which must be read as the same article: the same text, the same
blocks. Every kind of noise comes from a real page.
"""

import html
from collections.abc import Iterator
from random import Random

from kg.article import Article, Block, BlockKind
from kg.reader.spacing import is_wide

BETWEEN = (
    *("<!-- 广告 -->", "<!-- <p>某券商荣获“金龙奖”</p> -->", "<script>var a = '<p>某银行荣获“金龙奖”</p>';</script>"),
    *("<p></p>", "<p>&nbsp;</p>", "<p>　　</p>", "<p><span></span><br></p>", "<p>\u200b</p>", "<div><br></div>"),
    *("<br>", "<br/>\n<br/>", "\n\n", "<style>p { color: red }</style>", "<img src='x.gif'>"),
    "<p style='display:none'>某券商荣获“金龙奖”</p>",
    '<div style="width:0; DISPLAY: none;"><p>某基金获评“金牛奖”</p></div>',
    "<p hidden>某保险荣获“金龙奖”</p>",
    "<p><img src='x.png' alt='某银行荣获大奖'></p>",
)
"""What stands between two blocks and is nothing."""
INSIDE = (
    *("<!-- -->", "<?x?>", "<span></span>", "<b></b>", "<a name='x'></a>", "<i>\u200b</i>", "<wbr>"),
    *("\u200b", "&#8203;", "\ufeff", "&shy;"),
)
"""What stands between two characters and is nothing."""
EDGES = ("　　", "&nbsp;&nbsp;", "&emsp;", "\u2003", "\n    ", "\t", " ", "&#12288;", "")
"""What stands before and after the text of a block."""
AROUND = (
    ("<span>", "</span>"),
    ("<font color=red>", "</font>"),
    ("<span style='font-size: 16px; color: #000'>", "</span>"),
    ("<span id='stock_1.601601'><a href='http://quote.example/unify/r/1.601601' class='keytip'>", "</a></span>"),
    ("<a href='javascript:void(0)'>", "</a>"),
    ("<u>", "</u>"),
)
"""What stands around a part of a text."""
LINE_ENDS = ("\n", "\r\n", "\r")
CODECS = ("utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le")


def plain(article: Article) -> str:
    """An article as HTML without noise."""
    return "\n".join(_tagged(article, [html.escape(article.quote(block)) for block in article.blocks]))


def noisy(article: Article, chance: Random, much: float = 1.0) -> bytes:
    """An article as HTML with noise in it, in some encoding; `much` is how much, 0 being none."""
    parts = []
    for part in _tagged(article, [_written(article.quote(block), chance, much) for block in article.blocks]):
        free = not part.startswith(("<tr", "<td", "</t", "<li"))  # between cells and items there is no place
        parts += [part, *(chance.choices(BETWEEN, k=chance.randint(0, 2)) if free and chance.random() < much else ())]
    text = "\n".join(parts).replace("\n", chance.choice(LINE_ENDS))
    return text.encode(chance.choice(CODECS))


def _written(text: str, chance: Random, much: float) -> str:
    """A text with noise between its characters, around a part of it, and at its edges."""
    marks: dict[int, str] = {}
    for at in range(1, len(text)):
        if chance.random() < 0.1 * much:
            breaks = is_wide(text[at - 1]) and is_wide(text[at]) and "\u3000" not in text[at - 1 : at + 1]
            marks[at] = chance.choice((*INSIDE, "\n", "\n        ") if breaks else INSIDE)
    start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
    around = chance.choice(AROUND) if 0 < end - start < len(text) and chance.random() < much else ("", "")
    for at in (start, end):  # white space at a tag is a space
        if around[0] and marks.get(at, "x").isspace():
            del marks[at]
    written = "".join(
        f"{around[1] if n == end else ''}{marks.get(n, '')}{around[0] if n == start else ''}{html.escape(c)}"
        for n, c in enumerate(text)
    )
    last = around[1] if end == len(text) else ""
    before, after = (chance.choice(EDGES) if chance.random() < much else "" for _ in range(2))
    return f"{before}{written}{last}{after}"


def _tagged(article: Article, written: list[str]) -> Iterator[str]:
    """The blocks of an article as HTML; a list or table as one part each row or item."""
    row = None
    for block, text in zip(article.blocks, written, strict=True):
        here = (block.table, block.rows[0]) if block.rows else None
        if row is not None and here != row:
            yield "</tr></table>" if here is None or here[0] != row[0] else "</tr>"
        if here is not None and here != row:
            yield "<table><tr>" if row is None or here[0] != row[0] else "<tr>"
        row = here
        yield _block(block, text)
    if row is not None:
        yield "</tr></table>"


def _block(block: Block, text: str) -> str:
    if block.kind is BlockKind.CELL and block.rows and block.columns:
        spans = f"rowspan={block.rows[1] - block.rows[0]} colspan={block.columns[1] - block.columns[0]}"
        return f"<td {spans}>{text}</td>"
    if block.kind is BlockKind.HEADING:
        return f"<h{block.level}>{text}</h{block.level}>"
    if block.kind is BlockKind.ITEM:
        return f"{'<ul>' * block.level}<li>{text}</li>{'</ul>' * block.level}"
    return f"<p>{text}</p>"
