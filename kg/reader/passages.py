"""A passage: one block on its way into an article, with its text still its own and offsets counted in it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.article import Block, BlockKind, Emphasis


class Passage(NamedTuple):
    """One heading, paragraph, list item or table cell as read; the fields are those of `kg.article.Block`.

    `emphases` are offsets into `text`; `linked` is how many of its characters stand in links, `links` where to.
    """

    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    number: str | None = None
    header: bool = False
    centred: bool = False
    emphases: tuple[tuple[int, int], ...] = ()
    table: int | None = None
    rows: tuple[int, int] | None = None
    columns: tuple[int, int] | None = None
    linked: int = 0
    links: tuple[str, ...] = ()

    def is_link(self) -> bool:
        """Whether (nearly) all of it is the text of links."""
        return self.linked >= 0.9 * len(self.text)

    def until(self, end: int) -> "Passage":
        """The passage cut off at an offset, without the white space before it."""
        text = self.text[:end].rstrip()
        kept = tuple((a, min(b, len(text))) for a, b in self.emphases if a < len(text))
        return self._replace(text=text, emphases=kept, linked=min(self.linked, len(text)))


def lay_out(passages: Iterable[Passage]) -> tuple[str, tuple[Block, ...]]:
    r"""Join passages to a text, one a line, and say where each stands in it; tables are counted anew from 0.

    >>> lay_out([Passage("奖项"), Passage("金奖")])[0]
    '奖项\n金奖'
    """
    kept = [passage for passage in passages if passage.text]
    tables = _counted(kept)
    blocks: list[Block] = []
    start = 0
    for passage in kept:
        blocks.append(_block(passage, start, tables))
        start += len(passage.text) + 1
    return "\n".join(passage.text for passage in kept), tuple(blocks)


def _counted(passages: Sequence[Passage]) -> dict[int, int]:
    seen = dict.fromkeys(passage.table for passage in passages if passage.table is not None)
    return {table: number for number, table in enumerate(seen)}


def _block(passage: Passage, start: int, tables: dict[int, int]) -> Block:
    return Block(
        kind=passage.kind,
        start=start,
        end=start + len(passage.text),
        level=passage.level,
        number=passage.number,
        header=passage.header,
        centred=passage.centred,
        emphases=tuple(Emphasis(start=start + a, end=start + b) for a, b in passage.emphases),
        table=None if passage.table is None else tables[passage.table],
        rows=passage.rows,
        columns=passage.columns,
    )
