"""The outline of an article: which lines are headings, which open with a title, and what stands under what.

Comes from the text and `Article.blocks`, goes to every other part of the extractor. Headings are often only bold or
centred paragraphs, or short numbered lines; a line like `标题：正文` opens with a title of its own. Nothing here
knows what an award is.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.article import Block, BlockKind


class Region(NamedTuple):
    """A stretch of the article's text, half-open, in code points."""

    start: int
    end: int


class Line(NamedTuple):
    """A block as a reader takes it.

    `rank` is 0 for running text and 1 (outermost) to 6 for a heading. `lead` is the title that the line opens
    with, if it does, and `body` what follows it (the whole line otherwise), both without list numbers typed by the
    author. `under` holds the headings that govern the line, outermost first, as indexes into the outline, and
    `sentences` the sentences of the whole block.
    """

    block: Block
    rank: int
    lead: Region | None
    body: Region
    under: tuple[int, ...]
    sentences: tuple[Region, ...]


_HEADING_LENGTH = 45
_LEAD_LENGTH = 60
_SENTENCE_END = re.compile(r"[。！？!?；;]")
_NUMBER = re.compile(
    r"\s*(?:(?P<han>[一二三四五六七八九十]+、)|(?P<bracket>[（(](?:[一二三四五六七八九十]+|\d+)[）)]、?)"
    r"|(?P<digit>\d{1,2}(?:[.．](?!\d)|、|\)|）)))\s*|\s*(?P<mark>[①-⑳●■◆▲★•·※\-]|【(?=[^】]*】$))\s*"
)
_COLON_LEAD = re.compile(r"[^：:，。！？；\n]{1,60}(?=[：:]\S|[：:]\s+\S)")
_STOP_LEAD = re.compile(r"[^。，；！？\n]{2,40}(?=。\S)")
_BRACKET_LEAD = re.compile(r"【([^】]{2,60})】(?=\S)")


def outline(text: str, blocks: Sequence[Block]) -> tuple[Line, ...]:
    """Give each block its rank, its opening title and the headings above it."""
    lines: list[Line] = []
    stack: list[tuple[int, int]] = []
    for index, block in enumerate(blocks):
        rank = 0 if _is_item(text, blocks, index) else _rank(text, block)
        if rank:
            stack = [(r, i) for r, i in stack if r < rank]
        under = tuple(i for _, i in stack)
        if rank:
            stack.append((rank, index))
        lead, body = (None, _without_number(text, block)) if rank else _open(text, block)
        said = sentences(text, Region(block.start, block.end))
        lines.append(Line(block, rank, lead, body, under, said))
    return tuple(lines)


_BULLET = re.compile(r"\s*([①-⑳●■◆▲★•·※\-])")


def _is_item(text: str, blocks: Sequence[Block], index: int) -> bool:
    """Whether a block is an item of a list: the one before or behind it begins with the same bullet."""
    bullet = _BULLET.match(text, blocks[index].start, blocks[index].end)
    near = (blocks[n] for n in (index - 1, index + 1) if bullet and 0 <= n < len(blocks))
    beside = (_BULLET.match(text, block.start, block.end) for block in near)
    return bullet is not None and any(other is not None and other[1] == bullet[1] for other in beside)


def _rank(whole: str, block: Block) -> int:
    """How high a block stands as a heading: what the markup says, else what type and numbers show."""
    if block.kind is BlockKind.HEADING:
        return max(1, min(block.level, 6))
    if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > _HEADING_LENGTH:
        return 0
    text = whole[block.start : block.end]
    if _SENTENCE_END.search(text.rstrip("！？!?")) or text.endswith((":", "：", "，", ",")):
        return 0
    if _is_bold(block):
        return 3 if block.centred else 4
    if block.centred:
        return 3
    number = _NUMBER.match(text)
    if number and re.search("[：:]", text) is None:
        return 3 if number["han"] else 4 if number["bracket"] else 5 if number["mark"] else 0
    return 0


def _is_bold(block: Block) -> bool:
    bold = sum(run.end - run.start for run in block.emphases)
    return bold >= 0.9 * (block.end - block.start)


def _without_number(text: str, block: Block) -> Region:
    number = _NUMBER.match(text, block.start, block.end)
    return Region(number.end(), block.end) if number and number.end() < block.end else Region(block.start, block.end)


def _open(text: str, block: Block) -> tuple[Region | None, Region]:
    """Split a line into the title that it opens with and its body."""
    start, end = _without_number(text, block)
    numbered = start > block.start or block.number is not None
    bold = next((run for run in block.emphases if run.start <= start < run.end), None)
    if bold and bold.end < end and bold.end - start <= _LEAD_LENGTH:
        stop = bold.end
        opened = text[start:stop].rstrip(" ：:。")
        after = text[stop:end].lstrip(" ：:。")
        if opened and after and (opened != text[start:stop] or text[stop] in "：:。"):
            return Region(start, start + len(opened)), Region(end - len(after), end)
    for pattern, allowed in ((_BRACKET_LEAD, True), (_COLON_LEAD, True), (_STOP_LEAD, numbered)):
        found = pattern.match(text, start, end) if allowed else None
        if found:
            lead = Region(*found.span(1)) if pattern is _BRACKET_LEAD else Region(*found.span())
            after = text[found.end() : end].lstrip("：:。 \u3000")
            return lead, Region(end - len(after), end)
    return None, Region(start, end)


def line_at(lines: Sequence[Line], at: int) -> int | None:
    """Which line an offset stands in, by index; none between lines."""
    index = bisect_right(lines, at, key=lambda line: line.block.start) - 1
    return index if index >= 0 and at < lines[index].block.end else None


def sentences(text: str, region: Region) -> tuple[Region, ...]:
    """Split a region at 。！？； and line ends, but not inside quotes, book titles and brackets."""
    return tuple(each_sentence(text, region))


def each_sentence(text: str, region: Region) -> Iterator[Region]:
    """The sentences of a region one by one."""
    depth, start = 0, region.start
    for sign in _SIGNS.finditer(text, *region):
        if sign[0] in _OPENING:
            depth += 1
        elif sign[0] in _CLOSING:
            depth = max(0, depth - 1)
        elif sign[0] == "\n" or depth == 0:
            if (sentence := strip(text, Region(start, sign.end()))).end > sentence.start:
                yield sentence
            start, depth = sign.end(), 0
    if (sentence := strip(text, Region(start, region.end))).end > sentence.start:
        yield sentence


_OPENING, _CLOSING = "“‘「『《〈（(【[", "”’」』》〉）)】]"
_SIGNS = re.compile(rf"[{re.escape(_OPENING + _CLOSING)}。！？；!?;\n]")


def strip(text: str, region: Region, chars: str | None = None) -> Region:
    """Narrow a region by the white space (or the given characters) at its ends.

    >>> strip(" 甲，", Region(0, 3), " ，")
    Region(start=1, end=2)
    """
    raw = text[region.start : region.end]
    left = len(raw) - len(raw.lstrip(chars))
    return Region(region.start + left, max(region.start + left, region.start + len(raw.rstrip(chars))))
