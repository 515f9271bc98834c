"""What was read: an article as canonical text and the blocks that stand in it.

Comes from the reader, goes to the extractor. All offsets are Unicode code points into `Article.text`, half-open.
Nothing here opens a file.
"""

import hashlib
import re
from enum import StrEnum
from itertools import groupby
from pathlib import PurePath
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kg import display
from kg.errors import one_line

_PARTED = re.compile(r"[/\\]|(?:^-|\.(?:zip|tar|tgz|gz))!")
_LINE = re.compile(r"#([0-9]+)$")


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BlockKind(StrEnum):
    """What a block is to a reader's eye."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELL = "cell"


class Emphasis(_Value):
    """A run of bold text inside a block: `text[start:end]` of the article."""

    start: int
    end: int


class Block(_Value):
    """One heading, paragraph, list item or table cell: `text[start:end]` of the article, never empty.

    `level` is 1 to 6 for a heading (0 where it is none; a paragraph that is wholly bold and short stays a
    paragraph: whether it is a heading is for the extractor to judge) and the depth of nesting for a list item.
    `number` is the printed or implied number of an item in an ordered list, which is not part of the text.
    A cell knows its `table` (counted from 0 in the article), and the rows and columns that it spans, half-open.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    number: str | None = None
    header: bool = False
    centred: bool = False
    emphases: tuple[Emphasis, ...] = ()
    table: int | None = None
    rows: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None

    @model_validator(mode="after")
    def _has_extent(self) -> Self:
        if not 0 <= self.start < self.end:
            raise ValueError(f"block from {self.start} to {self.end} is empty")
        return self


class Article(_Value):
    """An article as read: metadata, canonical text, and blocks in reading order that do not overlap.

    `id` is the source's own id where it has one (infoCode), else the first 16 hex digits of the SHA-256 of the
    text, with 6 of that of the publisher before them where it is known; a number that only counts (`1`) has those of
    the text behind it, or of the `url` where there is one. `published` is ISO 8601; `language` is a BCP 47 tag.
    `title` is metadata: it is part of `text` only where the body prints it.
    `source` is the file as the user named it, `encoding` how its bytes were read, `warnings` what was mended on the
    way.
    """

    id: str = Field(min_length=1)
    text: str
    blocks: tuple[Block, ...] = ()
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    images: tuple[str, ...] = ()
    source: str | None = None
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()

    @property
    def text_sha256(self) -> str:
        """The SHA-256 of the canonical text in UTF-8, in hex."""
        return sha256(self.text)

    @property
    def stem(self) -> str:
        """What files about the article are called: the last part of its source without its suffix, else its id.

        >>> Article(id="a", text="", source="in/posts.zip!2022/b.md").stem, Article(id="a", text="").stem
        ('b', 'a')
        >>> Article(id="a", text="", source="news.jsonl.gz#3").stem
        'news-3'
        """
        name = _PARTED.split(self.source or "")[-1]
        line = _LINE.search(name)
        stem = PurePath(name[: line and line.start()].removesuffix(".gz")).stem
        return f"{stem}-{line[1]}" if line else stem or self.id

    def _repr_html_(self) -> str:
        """The article in a notebook: title, where it is from, and its text block by block."""
        told = (self.publisher, self.published, self.url, self.source)
        head, byline = display.text(self.title or self.id), display.text(" · ".join(filter(None, told)))
        said = [f"<p><b>{head}</b><br>{byline}</p>"]
        shown = self.blocks[:_SHOWN]
        said += [_shown_run(kind, list(run), self) for kind, run in groupby(shown, key=_run)]
        if not self.blocks:
            said.append(f"<p>{display.text(self.text[:_READ])}</p>")
        rest = len(self.text) - (shown[-1].end if shown else min(len(self.text), _READ))
        return "".join([*said, f"<p><i>{rest:,} further characters</i></p>" if rest > 0 else ""])

    def quote(self, block: Block) -> str:
        """The text of a block."""
        return self.text[block.start : block.end]

    @model_validator(mode="after")
    def _blocks_are_in_order(self) -> Self:
        end = 0
        for block in self.blocks:
            if block.start < end or block.end > len(self.text):
                raise ValueError(f"block from {block.start} to {block.end} overlaps another or leaves the text")
            end = block.end
        return self


class Skipped(_Value):
    """An input that could not be used, and why: *where: what; what to do*.

    `raw` are its bytes where they stand in no file of their own: a line of a JSON Lines file, a member of an archive,
    standard input. They are no part of what is written of it.
    """

    where: str
    what: str
    remedy: str = ""
    raw: bytes | None = Field(default=None, exclude=True, repr=False)

    def __str__(self) -> str:
        said = f"{self.where}: {self.what}; {self.remedy}" if self.remedy else f"{self.where}: {self.what}"
        return one_line(said)


_SHOWN, _READ = 300, 20_000
"""So many blocks, or characters where there are none, are shown in a notebook."""


def _run(block: Block) -> tuple[BlockKind, int | None]:
    """What blocks that are shown together have in common."""
    return block.kind, block.table


def _shown_run(kind: tuple[BlockKind, int | None], blocks: list[Block], article: Article) -> str:
    """Blocks in a row as HTML: headings, paragraphs, the items of a list, the cells of a table."""
    texts = [display.text(article.quote(block)) for block in blocks]
    if kind[0] is BlockKind.CELL:
        rows = groupby(zip(blocks, texts, strict=True), key=lambda pair: pair[0].rows and pair[0].rows[0])
        cells = ("".join(_cell(*pair) for pair in row) for _, row in rows)
        return f"<table><tr>{'</tr><tr>'.join(cells)}</tr></table>"
    if kind[0] is BlockKind.ITEM:
        pairs = zip(blocks, texts, strict=True)
        return "".join(f"<p>{'&emsp;' * b.level}{display.text(b.number or '•')} {text}</p>" for b, text in pairs)
    tag = "h4" if kind[0] is BlockKind.HEADING else "p"
    return "".join(f"<{tag}>{text}</{tag}>" for text in texts)


def _cell(block: Block, text: str) -> str:
    tag = "th" if block.header else "td"
    down, across = (b - a for a, b in (block.rows or (0, 1), block.columns or (0, 1)))
    return f'<{tag} rowspan="{down}" colspan="{across}">{text}</{tag}>'


def sha256(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hex.

    >>> sha256("")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
