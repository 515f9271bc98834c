"""The grammar of tables: which cells are headings, and which stand for winner, case and award of one record.

Headings are recognized by their last word (获奖单位, 案例名称, 奖项), and stand in a row above, in the first column,
or nowhere, in which case the cells themselves tell. A heading that is an award's name awards what stands below it. A
row that is one cell over all columns is a caption: it names the award, the track or the programme of what follows.
Gives records of cells; what they say is for `tables`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.article import Block, BlockKind
from kg.extractor.awards import is_award_name
from kg.extractor.headers import LOOSE, WORK, role_of

_CORE = frozenset(("winner", "case", "award", "person", "name"))
_MARKS = re.compile(r"\s|[（(\[【][^（）()\[\]【】]{0,40}[）)\]】]|[*※：:“”「」]")
_PLAIN_AWARD = re.compile(
    r"年度|最|卓越|杰出|优秀|优胜|先锋|标杆|示范|领军|影响力|竞争力|创新|突破|成长|价值|十大|十佳|新锐|贡献"
)
GRADE = re.compile(r"(?:特|[一二三四])等奖?|[金银铜]奖?|(?:优秀|优胜|入围|提名|鼓励|组织)奖?")
"""Names that only say how high a prize is."""
_NUMBER = re.compile(r"[\d.,，%％+\-—/\s]+[分票万亿元家名个项]{0,3}")
_NOTE = re.compile(r"[。；]|[：:，].|^注|^备注|^说明|^另有|^以上|^（?按")
TRACK = re.compile(r".{1,18}(?:赛道|组|类|单元|板块|系列|篇|方向|领域)")
"""Names of groups of winners, which are no awards."""
_TICK = re.compile(r"[√✓✔●○★☆是]+")
_DITTO = re.compile(r"同上|〃|″|\"")
_PROMISE = re.compile(r"获|奖|入选|上榜|得主|名次|排名|荣誉|称号")
_POST = re.compile(r"所在(?:单位|机构|公司|企业)|职务|职位|岗位|职称")
_ORDERED = re.compile(r"第[一二三\d]|主|牵头|联合|合作|参与|共同|其他")
_NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(](?:[一二三四五六七八九十]+|\d+)[）)]|\d{1,2}[.、．]|[①-⑳●■◆▲★·※*])\s*"
)
_TAIL = re.compile(
    r"(?:[（(][^（）()]*[）)]|[*※：:]|\s|(?:获奖|入选|上榜)?(?:单位|机构|企业|公司)?名单"
    r"|共?[\d一二三四五六七八九十]+[名个项家件])+$"
)
_LARGEST, _LONGEST = 20_000, 120  # more cells, merged ones counted over, list no winners; more characters are no name

Row = Mapping[int, Block]  # the cells of a row by column; a merged cell stands in each of its columns


class Captions(NamedTuple):
    """What the rows over all columns say of the rows below: programme or list, track, award."""

    caption: Block | None = None
    track: Block | None = None
    award: Block | None = None


class Record(NamedTuple):
    """The cells that tell of one conferral, or of several alike: a row, a cell under an award's name, or a column.

    `cells` are those that are of this record alone; `headed` is the heading that is an award's name; `awards` are the
    cells of columns of awards. `joint`: the columns say that the winners win together. `inline`: no column is of
    winners, so that `winners` holds the cell of the case, or nothing where the table is of one winner's honours.
    `told`: the headings say that something was won. `giver` holds who gives the award.
    """

    winners: tuple[Block, ...]
    cells: tuple[Block, ...]
    above: Captions = Captions()
    case: Block | None = None
    awards: tuple[Block, ...] = ()
    headed: Block | None = None
    tracks: tuple[Block, ...] = ()
    rank: Block | None = None
    year: Block | None = None
    joint: bool = False
    inline: bool = False
    told: bool = True
    giver: Block | None = None


class _Layout(NamedTuple):
    """The columns by role, with their headings."""

    roles: Mapping[int, str]
    headings: Row
    joint: bool = False
    told: bool = False

    def having(self, *roles: str) -> list[int]:
        return [column for role in roles for column, found in sorted(self.roles.items()) if found == role]


def tables(blocks: Iterable[Block]) -> dict[int, list[Block]]:
    """The cells of each table, in order."""
    found: dict[int, list[Block]] = {}
    for block in blocks:
        if block.kind is BlockKind.CELL and block.table is not None:
            found.setdefault(block.table, []).append(block)
    return found


def records(text: str, cells: Sequence[Block], is_name: Callable[[Block], bool]) -> Iterator[Record]:
    """Read a table into records; `is_name` tells whether a cell looks like winners where no heading says so."""
    rows = _rows(cells)
    return _vertical(text, rows) if _is_vertical(text, rows) else _horizontal(text, rows, is_name)


def says(text: str, block: Block) -> str:
    """The words of a cell without white space, brackets and marks.

    >>> says("奖 项（万元）", Block(kind=BlockKind.CELL, start=0, end=7))
    '奖项'
    """
    return _MARKS.sub("", text[block.start : block.end])


def bare(text: str, cell: Block) -> tuple[int, str]:
    """The name in a cell without number, quotation marks, count and remarks, and where it starts; "" where none.

    >>> bare("一、“优秀案例”（5个）", Block(kind=BlockKind.CELL, start=0, end=12))
    (3, '优秀案例')
    """
    number = _NUMBERING.match(text, cell.start, cell.end)
    start = number.end() if number and number.end() < cell.end else cell.start
    raw = text[start : cell.end] if cell.end - start <= _LONGEST else ""
    kept = (_TAIL.sub("", raw) or raw).strip()
    whole = kept[:1] + kept[-1:] == "“”" or kept.count("“") != 1
    word = kept.strip(" \u3000“”‘’「」『』【】：:*" if whole else " \u3000：:*")
    return text.index(word, start), word


def names_award(name: str) -> bool:
    """Whether a cell's words are the name of an award, and neither a heading for awards nor a group."""
    if role_of(name) or not 2 <= len(name) <= 40:
        return False
    return GRADE.fullmatch(name) is not None or is_award_name(name, sure=_PLAIN_AWARD.search(name) is None)


def _rows(cells: Sequence[Block]) -> list[dict[int, Block]]:
    placed = [(c.rows, c.columns, c) for c in cells if c.rows and c.columns]
    rows, columns = {r[0] for r, _, _ in placed}, {c[0] for _, c, _ in placed}
    grid: dict[int, dict[int, Block]] = {row: {} for row in sorted(rows)}
    size = 0
    for down, across, cell in placed:
        if size < _LARGEST:
            covered = sorted(columns.intersection(range(*across)))
            for row in rows.intersection(range(*down)):
                grid[row].update(dict.fromkeys(covered, cell))
                size += len(covered)
    return list(grid.values())


def _distinct(row: Row) -> list[Block]:
    return list({cell.start: cell for _, cell in sorted(row.items())}.values())


def _layout(text: str, row: Row, is_name: Callable[[Block], bool], *, first: bool) -> _Layout | None:
    """The columns that a row of headings gives, if it is one; `first`: no record stands before it."""
    cells = _distinct(row)
    words = {cell.start: says(text, cell) for cell in cells}
    strict = {at: role_of(word) for at, word in words.items()}
    core = bool(_CORE & set(strict.values()))
    sure = core and all(strict.values())
    if len(cells) < 2 or not (sure or first) or any(len(w) > 16 or _NUMBER.fullmatch(w) for w in words.values()):
        return None
    if not core and (sum(map(names_award, words.values())) < 2 or any(map(is_name, cells))):
        return None
    roles: dict[int, str] = {}
    for column, cell in row.items():
        word = words[cell.start]
        loose = role_of(word, LOOSE) if not is_name(cell) else None
        roles[column] = strict[cell.start] or ("heading" if names_award(word) else loose) or "other"
    marked = all(c.header or sum(e.end - e.start for e in c.emphases) >= 0.9 * (c.end - c.start) for c in cells)
    known = sum(role != "other" for role in roles.values())
    return _settled(text, roles, row) if known >= (1 if marked or sure else 2) else None


def _settled(text: str, roles: dict[int, str], headings: Row) -> _Layout:
    """Decide what a heading means beside the others: 名称, 获奖者, one award among columns, short and full names."""
    words = {column: says(text, cell) for column, cell in headings.items()}
    having = {role: [c for c, found in sorted(roles.items()) if found == role] for role in set(roles.values())}
    for column in having.get("name", []):
        roles[column] = "other" if "case" in having else "case" if "winner" in having else "winner"
    stems: dict[str, int] = {}
    people = {c for c in having.get("winner", []) if words[c].endswith(("者", "得主"))}
    employed = people != set(having.get("winner", [])) or any(map(_POST.search, words.values()))
    for column in having.get("winner", []):
        first = stems.setdefault(re.sub(r"(?:名称|全称|简称|名单|名)$", "", words[column]), column)
        if column in people and employed:
            roles[column] = "person"
        elif headings[first].start != headings[column].start:
            roles[column] = "other"
    titled, work = having.get("heading", []), re.compile(rf".*(?:{WORK})")
    if len(titled) == 1 and "winner" in having and ("award" in having or work.fullmatch(words[titled[0]])):
        roles[titled[0]] = "other" if "case" in having else "case"
    named = {words[c] for c, role in roles.items() if role == "winner"}
    joint = len(named) > 1 and any(map(_ORDERED.match, named))
    return _Layout(roles, headings, joint, "heading" in roles.values() or any(map(_PROMISE.search, words.values())))


def _horizontal(text: str, rows: list[dict[int, Block]], is_name: Callable[[Block], bool]) -> Iterator[Record]:
    width = max((column for row in rows for column in row), default=-1) + 1
    layout, above, period = None, Captions(), width
    body: list[tuple[_Layout | None, Row, Captions]] = []
    for row in rows if width > 1 else ():
        if caption := _caption(text, row, width):
            above = _under(text, above, caption)
        elif found := _layout(text, _parts(row, once := _period(text, row))[0], is_name, first=not body):
            layout, period = found, once
        else:
            body += [(layout, part, above) for part in _parts(row, period)]
    if layout is None and body:
        guessed = _guessed(text, [row for _, row, _ in body], is_name)
        body = [(guessed, row, captions) for _, row, captions in body]
    yield from _filled(text, body)


def _period(text: str, row: Row) -> int:
    """After how many columns the headings begin anew, as in a list that is set in two halves side by side."""
    words, width = [says(text, cell) for cell in _distinct(row)], max(row, default=0) + 1
    return next((n for n in range(2, width) if len(words) == width and words == words[:n] * (width // n)), width)


def _parts(row: Row, period: int) -> list[Row]:
    stops = range(0, max(row, default=0) + 1, period)
    return [{c - start: row[c] for c in range(start, start + period) if c in row} for start in stops]


def _caption(text: str, row: Row, width: int) -> Block | None:
    """The cell of a row that is one cell over all columns, or alone in its row with the name of an award or track."""
    cells = _distinct(row)
    word = bare(text, cells[0])[1] if len(cells) == 1 else ""
    alone = 0 in row and (names_award(word) or TRACK.fullmatch(word))
    return cells[0] if len(cells) == 1 and (len(row) == width or alone) else None


def _under(text: str, above: Captions, caption: Block) -> Captions:
    """The captions in force after one more; a new track ends the award of the track before."""
    word = bare(text, caption)[1]
    if not word or _NOTE.search(text[caption.start : caption.end].strip("：: ")):
        return above
    if names_award(word):
        return above._replace(award=caption)
    return above._replace(track=caption, award=None) if TRACK.fullmatch(word) else Captions(caption)


def _guessed(text: str, rows: list[Row], is_name: Callable[[Block], bool]) -> _Layout | None:
    """The columns by what their cells hold: names, awards, and the longest of what else is said."""
    held: dict[int, list[Block]] = {}
    for row in rows:
        for column, cell in row.items():
            held.setdefault(column, []).append(cell)
    names = {c: sum(map(is_name, cells)) / len(rows) for c, cells in held.items()}
    winner = max(sorted(names), key=lambda c: names[c])
    rest = {c: [bare(text, cell)[1] for cell in cells] for c, cells in sorted(held.items()) if c != winner}
    awards = {c: sum(map(names_award, words)) / len(words) for c, words in rest.items()}
    award = max(awards, key=lambda c: awards[c], default=None)
    roles = {winner: "winner"}
    if award is not None and awards[award] >= 0.6:
        roles[award] = "award"
    if names[winner] < 0.6 or len(rows) + len(roles) < 3:
        return None
    titles = [c for c, words in rest.items() if c not in roles and _are_titles(words)]
    if titles:
        roles[max(titles, key=lambda c: sum(map(len, rest[c])) / len(rest[c]))] = "case"
    return _Layout(roles, {}, told="award" in roles.values())


def _are_titles(said: list[str]) -> bool:
    """Whether cells read like titles: neither short, nor numbers or sentences."""
    words = [word for word in said if word and not _NUMBER.fullmatch(word)]
    if not words or len(words) * 2 < len(said) or any("。" in word for word in words):
        return False
    return 5 <= sum(map(len, words)) / len(words) <= 40


def _filled(text: str, body: list[tuple[_Layout | None, Row, Captions]]) -> Iterator[Record]:
    """The records of the rows; a cell left empty below an award means the same award."""
    last: dict[int, Block] = {}
    before: tuple[_Layout | None, Captions] = (None, Captions())
    for layout, row, above in body:
        if layout is None or layout.having("person"):
            continue
        if before != (layout, above):
            last, before = {}, (layout, above)
        kept = {
            c: row[c] for c in layout.having("award", "track") if c in row and not _DITTO.fullmatch(says(text, row[c]))
        }
        last |= kept
        full = {**row, **last}
        yield from _headed(text, layout, full, above) if layout.having("heading") else _plain(layout, row, full, above)


def _plain(layout: _Layout, row: Row, full: Row, above: Captions) -> Iterator[Record]:
    """A row with columns for winner, case and award; a cell that spans several is of the first of these."""
    seen: dict[int, str] = {}
    held: dict[str, list[Block]] = {}
    for role in ("award", "winner", "case", "track", "rank", "year", "giver"):
        for column in layout.having(role):
            if column in full and seen.setdefault(full[column].start, f"{role}{column}") == f"{role}{column}":
                held.setdefault(role, []).append(full[column])
    winners, cases = held.get("winner", []), held.get("case", [])
    inline = not layout.having("winner")
    if inline:
        winners, cases = cases[:1], []
    honours = inline and not layout.having("case") and bool(layout.having("giver", "year"))
    if winners or (honours and "award" in held):
        own = tuple(c for c in _distinct(row) if c.rows and c.rows[1] - c.rows[0] == 1) or tuple(winners)
        awards, tracks = (tuple(held.get(role, ())) for role in ("award", "track"))
        case, rank, year = (next(iter(found), None) for found in (cases, held.get("rank", []), held.get("year", [])))
        wins = (layout.joint, inline, layout.told)
        giver = next(iter(held.get("giver", [])), None)
        yield Record(tuple(winners), own, above, case, awards, None, tracks, rank, year, *wins, giver)


def _headed(text: str, layout: _Layout, row: Row, above: Captions) -> Iterator[Record]:
    """A row with columns under awards' names: each cell holds winners, or cases or ticks of the row's winner."""
    winner = next((row[c] for c in layout.having("winner") if c in row), None)
    tracks = tuple(row[c] for c in layout.having("track", "award") if c in row)
    columns = {row[c].start: c for c in reversed(layout.having("heading")) if c in row}
    for column in sorted(columns.values()):
        cell, heading, said = row[column], layout.headings[column], says(text, row[column])
        if not layout.having("winner"):
            yield Record((cell,), (cell,), above, headed=heading, tracks=tracks)
        elif winner and (_TICK.fullmatch(said) or len(said) > 3):
            case = None if _TICK.fullmatch(said) else cell
            yield Record((winner,), (winner, cell), above, case, headed=heading, tracks=tracks)


def _is_vertical(text: str, rows: list[dict[int, Block]]) -> bool:
    """Whether the first column, and not the first row, holds the names of fields."""
    wide = [_distinct(row) for row in rows if len(_distinct(row)) > 1]
    fields = [role_of(says(text, cells[0])) for cells in wide]
    known = [field for field in fields if field]
    if len(known) < max(2, 0.6 * len(fields)) or len(set(known)) < 2 or not {"winner", "award"} & set(known):
        return False
    return not all(role_of(says(text, cell)) for cell in wide[0])


def _vertical(text: str, rows: list[dict[int, Block]]) -> Iterator[Record]:
    """Fields with their values on the right; several values are of several records, a field again is of the next."""
    made: dict[int, dict[str, Block]] = {}
    for row in rows:
        role, place = "other", 0
        for n, cell in enumerate(_distinct(row)):
            found = role_of(says(text, cell))
            if n == 0 or found:
                role, place = found or "other", 0
                continue
            held = made.setdefault(place, {})
            if role in ("winner", "case", "award") and role in held:
                yield from _standing(held)
                kept = ("award", "track") if role == "winner" else ("winner", "award", "track")
                made[place] = held = {k: v for k, v in held.items() if k in kept}
            held[role] = cell
            place += 1
    for held in made.values():
        yield from _standing(held)


def _standing(held: Mapping[str, Block]) -> Iterator[Record]:
    if "winner" in held and "person" not in held:
        cells = tuple(sorted(held.values(), key=lambda cell: cell.start))
        awards, tracks = (tuple(held[r] for r in (role,) if r in held) for role in ("award", "track"))
        case, rank, year = (held.get(role) for role in ("case", "rank", "year"))
        yield Record((held["winner"],), cells, Captions(), case, awards, None, tracks, rank, year)
