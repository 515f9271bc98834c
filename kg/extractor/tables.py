"""Conferrals that stand in tables: one row, one winner (or joint winners), with its case, award and rank.

Which column is what is told by the header cells, else by what the cells hold; merged cells hold for all their rows.
Comes from the outline, gives `Conferral`s like those of running text.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kg.article import Block, BlockKind
from kg.extractor.awards import AwardPhrase, Programme, is_award_name, year_of
from kg.extractor.conferral import Conferral
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region


class _Columns(NamedTuple):
    winner: int | None
    case: int | None
    award: int | None
    rank: int | None


_WINNER = re.compile(r"单位|單位|公司|机构|機構|企业|银行名|获奖者|得主|获奖方|报送方|主体|保险公司|申报方|名称$")
_WHO = re.compile(
    r"(?:单位|單位|公司|机构|機構|企业|银行|主体|获奖者|获奖方|得主)$|^(?:名称?|(?:单位|公司|机构|企业|银行)名称?)$"
)
_CASE = re.compile(r"案例|项目|作品|成果|课题|产品|題目|题目|方案|實踐|实践|服务名")
_AWARD = re.compile(r"奖项|獎項|奖|等级|类别|類別|荣誉|称号|榜单|组别")
_RANK = re.compile(r"名次|排名|位次|序位")
_EMPTY = re.compile(r"[—\-–/／\s]*|无|暂无|——")


def tabled(
    text: str, lines: tuple[Line, ...], programmes: tuple[Programme, ...], roster: Roster
) -> Iterator[Conferral]:
    """Parse every table of the article that lists winners."""
    tables: dict[int, list[Block]] = defaultdict(list)
    for line in lines:
        if line.block.kind is BlockKind.CELL and line.block.table is not None:
            tables[line.block.table].append(line.block)
    for cells in tables.values():
        grid = _grid(cells)
        columns = _columns(text, grid, roster)
        if columns.winner is not None:
            yield from _rows(text, grid, columns, _context_award(text, cells, lines, programmes), roster)


def winner_cells(text: str, blocks: tuple[Block, ...]) -> Iterator[Region]:
    """The cells that a header says hold winners: whatever stands there is an organization's name."""
    tables: dict[int, list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind is BlockKind.CELL and block.table is not None:
            tables[block.table].append(block)
    for cells in tables.values():
        grid = _grid(cells)
        for row, column in sorted(grid):
            header = next(
                (grid[r, column] for r in range(row) if (r, column) in grid and _is_header(text, grid, r)), None
            )
            cell = grid[row, column]
            if (
                header
                and _role(text[header.start : header.end]) == "winner"
                and header is not cell
                and cell.rows == (row, row + 1)
            ):
                yield Region(cell.start, cell.end)


def _grid(cells: list[Block]) -> dict[tuple[int, int], Block]:
    """Every (row, column) with the cell that covers it."""
    grid: dict[tuple[int, int], Block] = {}
    rows, columns = {c.rows[0] for c in cells if c.rows}, {c.columns[0] for c in cells if c.columns}
    for cell in cells:
        if cell.rows and cell.columns and len(grid) < _LARGEST:
            for row in rows.intersection(range(*cell.rows)):
                for column in columns.intersection(range(*cell.columns)):
                    grid[row, column] = cell
    return grid


_LARGEST = 20_000
"""More cells than this, merged ones counted for each row and column, are no list of winners."""


def _is_header(text: str, grid: Mapping[tuple[int, int], Block], row: int) -> bool:
    cells = {c.start: c for (r, _), c in grid.items() if r == row}.values()
    return (
        len(cells) > 1
        and all(c.header or c.end - c.start <= 8 for c in cells)
        and sum(_role(text[c.start : c.end]) is not None for c in cells) >= 2
    )


def _role(header: str) -> str | None:
    roles = (("winner", _WHO), ("rank", _RANK), ("case", _CASE), ("award", _AWARD), ("winner", _WINNER))
    return next((role for role, pattern in roles if len(header) <= 10 and pattern.search(header)), None)


def _columns(text: str, grid: Mapping[tuple[int, int], Block], roster: Roster) -> _Columns:
    rows = sorted({row for row, _ in grid})
    header = next((row for row in rows if _is_header(text, grid, row)), None)
    width = max((column for _, column in grid), default=-1) + 1
    if header is not None:
        roles = {
            c: _role(text[grid[header, c].start : grid[header, c].end]) for c in range(width) if (header, c) in grid
        }
        columns = [
            next((c for c, found in roles.items() if found == role), None)
            for role in ("winner", "case", "award", "rank")
        ]
        return _Columns(*columns) if columns[0] is not None else _Columns(None, None, None, None)
    filled = {
        c: sum(bool(roster.between(Region(*_span(grid, r, c)))) for r in rows if (r, c) in grid) for c in range(width)
    }
    winner = max(filled, key=lambda c: filled[c], default=None)
    enough = winner is not None and filled[winner] >= max(2, 0.7 * (len(rows) - 1))
    return _Columns(winner if enough else None, None, None, None)


def _span(grid: Mapping[tuple[int, int], Block], row: int, column: int) -> tuple[int, int]:
    cell = grid[row, column]
    return cell.start, cell.end


def _rows(
    text: str, grid: Mapping[tuple[int, int], Block], columns: _Columns, context: AwardPhrase | None, roster: Roster
) -> Iterator[Conferral]:
    for row in sorted({row for row, _ in grid}):
        winner = grid.get((row, columns.winner)) if columns.winner is not None else None
        if winner is None or _is_header(text, grid, row) or _spans_all(grid, row):
            continue
        mentions = roster.between(Region(winner.start, winner.end))
        award = _cell_award(text, grid, row, columns) or context
        if not mentions or award is None:
            continue
        case = _cell_case(text, grid, row, columns)
        rank = grid.get((row, columns.rank)) if columns.rank is not None else None
        number = re.fullmatch(r"第?(\d+|[一二三四五六七八九十]+)名?", text[rank.start : rank.end]) if rank else None
        cells = [c for (r, _), c in grid.items() if r == row]
        own = [c for c in cells if c.rows == (row, row + 1)] or [winner]
        evidence = Region(min(c.start for c in own), max(c.end for c in own))
        separate = re.search("[、;；]", text[winner.start : winner.end]) and not case
        groups = [(m,) for m in mentions] if separate else [mentions]
        for winners in groups:
            yield Conferral(winners, award, case, evidence, rank=f"第{number[1]}名" if number else None)


def _spans_all(grid: Mapping[tuple[int, int], Block], row: int) -> bool:
    return len({c.start for (r, _), c in grid.items() if r == row}) == 1


def _cell_award(text: str, grid: Mapping[tuple[int, int], Block], row: int, columns: _Columns) -> AwardPhrase | None:
    cell = grid.get((row, columns.award)) if columns.award is not None else None
    if cell is None or _EMPTY.fullmatch(name := text[cell.start : cell.end].strip("“”「」 ")):
        return None
    start = text.index(name, cell.start)
    return AwardPhrase(start, start + len(name), name, year_of(name))


def _cell_case(text: str, grid: Mapping[tuple[int, int], Block], row: int, columns: _Columns) -> Region | None:
    cell = grid.get((row, columns.case)) if columns.case is not None else None
    return Region(cell.start, cell.end) if cell and not _EMPTY.fullmatch(text[cell.start : cell.end]) else None


def _context_award(
    text: str, cells: list[Block], lines: tuple[Line, ...], programmes: tuple[Programme, ...]
) -> AwardPhrase | None:
    """The award that a table without a column of awards is about: its heading, or the list last announced."""
    start = min(c.start for c in cells)
    before = [line for line in lines if line.block.start < start and line.block.kind is not BlockKind.CELL]
    for line in reversed(before[-3:]):
        name = text[line.body.start : line.body.end].strip("：: “”【】")
        if line.rank and is_award_name(name, sure=True):
            return AwardPhrase(text.index(name, line.body.start), line.body.end, name, year_of(name))
    announced = [p for p in programmes if p.start < start]
    ranked = [p for p in announced if is_award_name(p.name, sure=True)]
    best = (ranked or announced)[-1:]
    return AwardPhrase(best[0].start, best[0].end, best[0].name, best[0].year) if best else None
