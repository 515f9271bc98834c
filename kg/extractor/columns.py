"""Tables that are printed with white space alone: a line of headings, and lines of as many fields under it.

奖项 获奖单位 项目名称 / 金奖 甲 乙系统: as copies from PDF files and plain texts have them. Without headings, three
such lines make a table where one column holds nothing but names of awards. Gives the blocks of the article with the
fields of such lines as cells; what the cells say is for `grid` and `tables`.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.article import Block, BlockKind
from kg.extractor.grid import GRADE, TRACK, names_award
from kg.extractor.headers import role_of

_FIELD = re.compile(r"[^ \u3000\t]+")
_WORD = re.compile(r"\w")
_CORE = frozenset(("winner", "case", "award", "person", "name"))
_LEADING = frozenset(("award", "track", "rank", "other", "year"))
"""What a column is of that later lines may leave out at the left."""
_LONGEST, _LONGEST_FIELD = 160, 40
_DATE = re.compile(r"(?:19|20)\d\d|\d{1,2}月")
_FEWEST, _FEWEST_FIELDS = 3, 3
"""Lines and fields of a table without headings."""


class _Place(NamedTuple):
    """Where a cell stands: its table and row, and the columns that it spans."""

    table: int
    row: int
    columns: tuple[int, int]
    header: bool = False


def in_columns(text: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, with the lines of tables that white space prints parted into cells."""
    fields = [_fields(text, block) for block in blocks]
    tables = 1 + max((block.table for block in blocks if block.table is not None), default=-1)
    made: list[Block] = []
    n = 0
    while n < len(blocks):
        rows = _headed(text, fields, n) or _bare(text, fields, n)
        if rows:
            header = _is_header(text, fields[n])
            for row, cells in enumerate(rows):
                made += [_cell(cell, _Place(tables, row, span, header=header and row == 0)) for cell, span in cells]
            tables += 1
        made += [] if rows else [blocks[n]]
        n += len(rows) or 1
    return tuple(made)


_Field = tuple[int, int]
_Row = list[tuple[_Field, tuple[int, int]]]


def _fields(text: str, block: Block) -> list[_Field]:
    """The fields of a line; none where it is no plain line or reads like a sentence."""
    if block.kind is not BlockKind.PARAGRAPH or block.end - block.start > _LONGEST:
        return []
    found = [match.span() for match in _FIELD.finditer(text, block.start, block.end)]
    running = re.search("[。？！]|，[^，]*，", text[block.start : block.end])
    wrong = any(end - start > _LONGEST_FIELD or not _WORD.search(text, start, end) for start, end in found)
    return [] if running or wrong else found


def _is_header(text: str, fields: Sequence[_Field]) -> bool:
    roles = [role_of(text[start:end].strip("：:")) for start, end in fields]
    return len(roles) > 1 and all(roles) and len(_CORE.intersection(roles)) > 0 and len(set(roles)) > 1


def _headed(text: str, fields: Sequence[list[_Field]], at: int) -> list[_Row]:
    """The rows of a table that begins with a line of headings."""
    if not _is_header(text, fields[at]):
        return []
    roles = [role_of(text[start:end].strip("：:")) for start, end in fields[at]]
    width = len(roles)
    found: list[_Row] = [_row(fields[at])]
    for line in fields[at + 1 :]:
        row = _fitted(text, line, roles)
        if row is None:
            break
        found.append(row)
    while found and len(found[-1]) == 1 and width > 1:
        found.pop()  # a caption with nothing under it is no part of the table
    return found if len(found) > 1 else []


def _fitted(text: str, line: list[_Field], roles: list[str | None]) -> _Row | None:
    """The cells of a line under headings; None where it is no row."""
    width, missing = len(roles), len(roles) - len(line)
    if len(line) == 1:
        word = re.sub(r"^[一二三四五六七八九十\d]+[、.]|[（(].*[）)]$", "", text[slice(*line[0])])
        return [(line[0], (0, width))] if names_award(word) or TRACK.fullmatch(word) else None
    if not line or (missing >= width - 1 > 0 and width > 2 and missing > 1):
        return None
    if missing > 0:
        return _row(line, missing) if all(role in _LEADING for role in roles[:missing]) else None
    if missing < 0:
        wide = next(
            (n for kind in ("case", "award", "name") for n, role in enumerate(roles) if role == kind), width - 1
        )
        line = [*line[:wide], (line[wide][0], line[wide - missing][1]), *line[wide - missing + 1 :]]
    return _row(line)


def _row(line: Sequence[_Field], shift: int = 0) -> _Row:
    return [(field, (n + shift, n + shift + 1)) for n, field in enumerate(line)]


def _bare(text: str, fields: Sequence[list[_Field]], at: int) -> list[_Row]:
    """The rows of a table without headings, one column of which holds the names of awards."""
    width = len(fields[at])
    if width < _FEWEST_FIELDS:
        return []
    first = fields[at : at + _FEWEST]
    if len(first) < _FEWEST or any(len(line) != width for line in first):
        return []
    columns = [[text[start:end] for start, end in column] for column in zip(*first, strict=True)]
    awards = [n for n, words in enumerate(columns) if all(_is_award(word) for word in words)]
    if not awards or all(_DATE.match(word) for word in columns[0]):  # a wall of honours is for `walls`
        return []
    rows = []
    for line in fields[at:]:
        if len(line) != width or not any(_is_award(text[slice(*line[n])]) for n in awards):
            break
        rows.append(_row(line))
    return rows


def _is_award(word: str) -> bool:
    return names_award(word) or GRADE.fullmatch(word) is not None


def _cell(field: _Field, place: _Place) -> Block:
    rows = (place.row, place.row + 1)
    return Block(
        kind=BlockKind.CELL,
        start=field[0],
        end=field[1],
        header=place.header,
        table=place.table,
        rows=rows,
        columns=place.columns,
    )
