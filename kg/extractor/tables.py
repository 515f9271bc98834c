"""Conferrals that stand in tables: who is in the cells of winners, with which case, for which award.

A cell holds one winner or several, each perhaps with its case (甲“乙”, 甲（“乙”）); several with one case won it
together, as do those that the text says did. The award is that of the row, else of the heading or caption above it,
else of the words before the table. `grid` tells which cell is what.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from kg.article import Block, BlockKind
from kg.extractor.anaphora import confers
from kg.extractor.awards import AwardPhrase, is_award_name, year_of
from kg.extractor.cells import NONE, NOTE, NUMBERED, reads_as_names
from kg.extractor.conferral import PERSONAL, Conferral
from kg.extractor.grid import GRADE, TRACK, Record, bare, names_award, records, says, tables
from kg.extractor.headers import NO_WINNERS
from kg.extractor.masking import ORG, ORGANIZATION, TITLE, mask, quotations
from kg.extractor.organizations import ASIDE, Mention, Roster
from kg.extractor.outline import Line, Region, strip
from kg.extractor.programmes import Programme
from kg.extractor.subjects import case_phrase, is_agent

_REMARK = re.compile(
    r"\s*(?:[（(【\[][^（）()]{0,60}(?:联合|合作|共同|携手|不予|公开|保密|脱敏|并列|排名|蝉联|连续|首次|略|注|申报"
    r"|报送|推荐|新增|备注|为准|详见)[^（）()]{0,60}[）)】\]]|[*※★☆#△▲]{1,9})\s*$"
)
_TOGETHER = re.compile(r"联合|共同|携手|合作")
_STRONG = re.compile(r"[；;/／\s]|\d[.、]|[①-⑳]")
_BRACKET = re.compile(r"[（(](?P<said>[^（）()]*(?:[（(][^（）()]*[）)][^（）()]*)*)[）)]")
_WITH = re.compile(rf"(?:联合|会同|携手|与|和)+{ORG}")
_IN_FRONT = re.compile(
    rf"(?P<case>[^（）()；;{ORGANIZATION}]{{3,60}})[（(](?P<who>{ORG}(?:[、，和与及\s]{{1,2}}{ORG}){{0,12}})[）)]"
)
_GOES_ON = re.compile(r"[\w”」』》]")
_IN_ORDER = re.compile(r"(?:一一|依次|顺序|分别|逐一)对应")
_UNORDERED = re.compile(r"不分(?:先后|名次)|排名不代表|按.{1,6}(?:笔画|音序|拼音)")
_LISTS = re.compile(r"获奖|名单|入选|上榜|获评|评选|揭晓|榜|结果|排名|得主|表彰")
_LED = re.compile(
    r"(?:^|[，：]|获得?了?|评出|颁出|产生|以下[为是]|其中|公布)(?P<name>[^，：\s“”]{2,30}?)"
    r"(?:的?(?:获奖|入选|获得者?)?[名单机构位企业公司结果情况项目案例]{0,6}(?:如下|为|是|有)?)?(?:[（(][^（）()]*[）)])?[：:。]?$"
)


def tabled(
    text: str, lines: tuple[Line, ...], programmes: tuple[Programme, ...], roster: Roster, topic: int | None
) -> Iterator[Conferral]:
    """Parse every table of the article that lists winners, or the honours of the `topic` of the article."""
    if not (found := tables(line.block for line in lines)):
        return
    quoting = frozenset(n for n, cells in found.items() if any(_QUOTING.search(text, c.start, c.end) for c in cells))
    page = _Page(text, mask(text, quotations(text), roster.extents(text)), programmes, roster, quoting)
    starts = [line.block.start for line in lines]
    lead: Line | None = None
    for cells in found.values():
        at = bisect_left(starts, cells[0].start)
        if at and lines[at - 1].block.kind is not BlockKind.CELL:
            lead = lines[at - 1]
        if at and NO_WINNERS.search(text, lines[at - 1].block.start, cells[0].start):
            continue
        read = list(records(text, cells, page.is_name))
        headings = [lines[i].block for i in reversed(lines[at].under)]
        place = _place(page, cells, read, lead, headings)
        if place.winner is None and topic is not None:
            place = place._replace(winner=_named_outside(page, found, topic))
        yield from (conferral for record in read for conferral in _conferrals(page, place, record))


class _Page(NamedTuple):
    """What is known of the article."""

    text: str
    masked: str
    programmes: tuple[Programme, ...]
    roster: Roster
    quoting: frozenset[int]
    """The tables in which a cell has a quotation in brackets."""

    def mentions(self, start: int, end: int) -> tuple[Mention, ...]:
        """The organizations that a stretch names outside of quotations."""
        found = self.roster.between(Region(start, end))
        return tuple(m for m in found if m.start not in self.roster.words and self.masked[m.start] == ORGANIZATION)

    def is_name(self, cell: Block) -> bool:
        """Whether a cell opens with the name of an organization, or looks like one."""
        start = strip(self.text, Region(cell.start, cell.end), " *“「\u3000").start
        opens = any(m.start == start for m in self.mentions(cell.start, cell.end))
        return opens or reads_as_names(self.text, cell)


def _named_outside(page: _Page, found: dict[int, list[Block]], topic: int) -> Mention | None:
    """Whom the article is about, where it names it outside of its tables."""
    inside = [(cells[0].start, cells[-1].end) for cells in found.values()]
    of = (m for m in page.roster.of(topic) if not confers(page.text, m.start, m.end))
    return next((m for m in of if not any(start <= m.start < end for start, end in inside)), None)


class _Place(NamedTuple):
    """What stands above a table: the award and the programme of its rows, where its columns name none.

    `named`: the words before the table say that it lists winners; `winner`: the one organization that they are about.
    """

    award: AwardPhrase | None
    programme: Programme | None
    track: str
    unordered: bool
    named: bool
    winner: Mention | None


class _Group(NamedTuple):
    """Winners that win together, and their case where the cell has it."""

    winners: tuple[Mention, ...]
    case: Region | None


def _conferrals(page: _Page, place: _Place, record: Record) -> Iterator[Conferral]:
    groups = _groups(page, record) if record.winners else [_Group((place.winner,), None)] if place.winner else []
    evidence = Region(min(c.start for c in record.cells), max(c.end for c in record.cells))
    rank = None if place.unordered or record.rank is None else _rank(says(page.text, record.rank))
    givers = page.mentions(record.giver.start, record.giver.end) if record.giver else ()
    for award in _awards(page.text, place, record):
        for group in groups:
            apart = not record.winners
            yield Conferral(group.winners, award, group.case, evidence, rank=rank, givers=givers, apart=apart)


def _rank(word: str) -> str | None:
    number = re.fullmatch(r"(?:并列|第|TOP|N[oO]\.?)*(\d+|[一二三四五六七八九十]+)[名位]?", word)
    return f"第{number[1]}名" if number else None


def _groups(page: _Page, record: Record) -> list[_Group]:
    """The winners of a record with their cases."""
    parsed = [_cell(page, cell, record.inline) for cell in record.winners if not _says_none(page.text, cell)]
    groups = [group for found in parsed for group in found]
    if record.joint and len(parsed) > 1 and groups:
        groups = [_Group(tuple(m for g in groups for m in g.winners), None)]
    if record.case is None or not groups or any(g.case for g in groups):
        return groups
    winners = tuple(m for g in groups for m in g.winners)
    cases = _cases(page, record.case, 1 if len(groups) == 1 else len(winners))
    if len(cases) == len(winners) > 1 and len(groups) > 1:
        return [_Group((m,), case) for m, case in zip(winners, cases, strict=True)]
    if not cases:
        together = _TOGETHER.search(page.text, record.case.start, record.case.end)
        return [_Group(winners, None)] if together else groups
    return [_Group(winners, case) for case in cases]


def _says_none(text: str, cell: Block) -> bool:
    said = text[cell.start : cell.end].strip("“”（）() \u3000")
    return bool(NONE.fullmatch(said) or NOTE.search(said))


def _cell(page: _Page, cell: Block, inline: bool) -> list[_Group]:
    """The winners that a cell lists: each alone, or together where it says so or one case follows them."""
    text, masked = page.text, page.masked
    in_front = list(_IN_FRONT.finditer(masked, cell.start, cell.end))
    if in_front and not re.match(rf"\s*{ORG}", masked[cell.start : cell.end]):
        cases = [strip(text, Region(*m.span("case")), " 、，\u3000") for m in in_front]
        return [_Group(page.mentions(*m.span("who")), case) for m, case in zip(in_front, cases, strict=True)]
    outside = _BRACKET.sub(_hidden, masked[cell.start : cell.end])
    mentions = [m for m in page.mentions(cell.start, cell.end) if outside[m.start - cell.start] == ORGANIZATION]
    together = bool(_TOGETHER.search(re.sub(TITLE, "", masked[cell.start : cell.end])))
    groups: list[_Group] = []
    waiting: list[Mention] = []
    for n, mention in enumerate(mentions):
        tail = Region(mention.end, mentions[n + 1].start if n + 1 < len(mentions) else cell.end)
        before = mentions[n - 1].end if n else cell.start
        if not _is_listed(masked[before : mention.start]):
            continue
        waiting.append(mention)
        case = _case_behind(page, tail, cell, inline)
        if case:
            groups.append(_Group(tuple(waiting), case))
            waiting = []
        elif _STRONG.search(masked, tail.start, tail.end) and not together:
            groups += [_Group((m,), None) for m in waiting]
            waiting = []
    alone = [tuple(waiting)] if together and waiting else [(m,) for m in waiting]
    return [*groups, *(_Group(winners, None) for winners in alone)]


def _hidden(bracket: re.Match[str]) -> str:
    """A bracket is no place of winners, but for those that it says won too: 甲（联合乙）."""
    return bracket[0] if _WITH.match(bracket["said"]) else "\x00" * len(bracket[0])


def _is_listed(between: str) -> bool:
    """Whether what stands before a name lets it be one more winner, and no part of a longer name or title."""
    rest = re.sub(rf"{_BRACKET.pattern}|{TITLE}|{NUMBERED.pattern}", "", between).strip(" “「*※\u3000")
    return len(rest) <= 6 or rest[-1] in "、，；;/／\n：:"


def _case_behind(page: _Page, tail: Region, cell: Block, inline: bool) -> Region | None:
    """The case behind a winner: in brackets, quoted, after a colon or dash, or all that follows in a case's column."""
    text, masked = page.text, page.masked
    aside = ASIDE.match(text, tail.start, tail.end)
    rest = strip(text, Region(aside.end() if aside else tail.start, tail.end), " 、，；;和与及*※\u3000")
    bracket = _BRACKET.match(masked, *rest)
    if bracket:
        inside = strip(text, Region(*bracket.span("said")))
        said = masked[inside.start : inside.end]
        if ORGANIZATION in said or _REMARK.fullmatch(f"（{said}）"):
            return None
        alike = len(said) > 2 and cell.table in page.quoting
        titled = alike or re.search(TITLE, said) or case_phrase(text, masked, inside, after_org=True)
        return inside if titled else None
    led = re.match(r"[：:—－\-·]+", text[rest.start : rest.end])
    if led and rest.end - rest.start - led.end() > 2:
        return _titled(text, Region(rest.start + led.end(), rest.end))
    titled = inline or re.search(TITLE, masked[rest.start : rest.end])
    return case_phrase(text, masked, rest, after_org=True) if titled else None


_QUOTING = re.compile(r"[（(][“「《][^”」》]{1,60}[”」》]")


def _titled(text: str, region: Region) -> Region | None:
    """A title without the remarks behind it, if anything is left."""
    start, end = strip(text, region)
    if end - start > 200:
        return None
    if number := NUMBERED.match(text, start, end):
        start = number.end()
    while remark := _REMARK.search(text, start, end):
        end = strip(text, Region(start, remark.start())).end
    said = text[start:end]
    return Region(start, end) if len(said) > 1 and not NONE.fullmatch(said) and not NOTE.search(said) else None


def _cases(page: _Page, cell: Block, winners: int) -> list[Region]:
    """The cases in a cell: one, or as many as there are winners where they can be told apart."""
    text, masked = page.text, page.masked
    whole = _titled(text, Region(cell.start, cell.end))
    if whole is None:
        return []
    ways = [r"[；;]\s*", NUMBERED.pattern, r"(?<=[”」》])[、，和\s]*(?=[“「《])"]
    if winners > 1:
        ways += [r"、", r"\s+"]
    for way in ways:
        cuts = list(re.finditer(way, masked[whole.start : whole.end]))
        edges = [0, *(m.end() for m in cuts)]
        ends = [*(m.start() for m in cuts), whole.end - whole.start]
        parts = [_titled(text, Region(whole.start + a, whole.start + b)) for a, b in zip(edges, ends, strict=True)]
        made = [part for part in parts if part]
        if len(made) > 1 and winners in (1, len(made)):
            return made
    joint = _TOGETHER.search(text, whole.end, cell.end)
    cut = _meeting(page, whole) if winners == 2 and not joint else 0
    return [Region(whole.start, cut), Region(cut, whole.end)] if cut else [whole]


def _meeting(page: _Page, title: Region) -> int:
    """Where two titles meet that a line break parted, as the text has the second elsewhere; 0 where they do not."""
    text = page.text
    for cut in range(title.start + 4, min(title.end - 3, title.start + 60)):
        second = text[cut : title.end]
        places = [m.start() for m in re.finditer(re.escape(second), text)] if text.count(second) > 1 else []
        if any(at != cut and not _GOES_ON.match(text[at - 1 : at]) for at in places):
            halves = (Region(title.start, cut), Region(cut, title.end))
            if _IN_ORDER.search(text) or all(case_phrase(text, page.masked, h, after_org=True) for h in halves):
                return cut
    return 0


def _awards(text: str, place: _Place, record: Record) -> list[AwardPhrase]:
    """The awards of a record: its own, or that of its heading, its caption, or the words before the table."""
    found = [a for cell in record.awards for a in _phrases(text, cell)]
    under = _phrases(text, record.above.award)[:1] if record.above.award else []
    if record.headed:
        found = _phrases(text, record.headed)
    elif record.awards:
        coarse = [a for a in found if not GRADE.fullmatch(a.name)]
        if len(record.awards) > 1 and coarse and len(coarse) < len(found):
            found, under = [a for a in found if GRADE.fullmatch(a.name)][:1], coarse
    else:
        tracks = [a for cell in record.tracks for a in _phrases(text, cell) if names_award(a.name)]
        known = [place.award] if place.award and (place.named or record.told) else []
        found, under = (under or tracks or known)[:1], []
    above = (*record.tracks, *filter(None, [record.above.track]))
    group = next((word for cell in above if TRACK.fullmatch(word := bare(text, cell)[1])), place.track)
    group = under[0].name if under else group
    year = year_of(text[record.year.start : record.year.end]) if record.year else None
    named = [a._replace(name=f"{group}{a.name}") if GRADE.fullmatch(a.name) else a for a in found]
    return [_belonging(a, place.programme, year) for a in named if not PERSONAL.search(a.name)]


def _graded(name: str) -> str:
    return f"{name}奖" if re.fullmatch(r"(?:特|[一二三四])等|[金银铜]|优胜|提名|入围|鼓励", name) else name


def _phrases(text: str, cell: Block) -> list[AwardPhrase]:
    """The awards that a cell names; 一等 is 一等奖."""
    start, word = bare(text, cell)
    if NONE.fullmatch(word) or NOTE.search(word) or re.fullmatch(r"[\d.%]+", word) or len(word) > 45:
        return []
    parts = re.split(r"[、；;]", word)
    made, at = [], start
    for part in (
        parts if len(parts) > 1 and all(names_award(p) or GRADE.fullmatch(_graded(p)) for p in parts) else [word]
    ):
        at = text.index(part, at)
        year = re.match(r"(?:19|20)\d\d(?:年度?|(?=[\u4e00-\u9fff]))", part)
        own = part[year.end() :] if year and len(part) - year.end() > 1 else part
        made.append(AwardPhrase(at, at + len(part), _graded(own), year_of(part)))
    return made


def _belonging(award: AwardPhrase, programme: Programme | None, year: int | None) -> AwardPhrase:
    """An award with the programme that stands over its table, but for one that is the award's own words."""
    if programme is None or (programme.start < award.end and award.start < programme.end):
        return award._replace(year=award.year or year)
    edition, known = award.edition or programme.edition, award.year or year or programme.year
    return award._replace(year=known, programme=programme.name, edition=edition)


def _place(page: _Page, cells: list[Block], read: list[Record], lead: Line | None, headings: list[Block]) -> _Place:
    """What stands above a table: captions inside it, the line and the headings before it, what was announced."""
    start, end = cells[0].start, cells[-1].end
    captions = [caption for record in read[:1] for caption in record.above if caption]
    closest = [*captions, *([lead.block] if lead and not lead.rank else [])]
    above = [*closest, *headings]
    announced = [p for block in above for p in page.programmes if block.start <= p.start < block.end][:1]
    award = next((a for block in above if (a := _led(page.text, block))), None)
    named = award is not None or any(_LISTS.search(page.text, b.start, b.end) for b in closest)
    if award is None:
        earlier = [p for p in page.programmes if p.start < start]
        best = announced or [p for p in earlier if is_award_name(p.name, sure=True)][-1:] or earlier[-1:]
        award = AwardPhrase(best[0].start, best[0].end, best[0].name, best[0].year) if best else None
    if announced and announced[0].year is None:
        announced = [p for p in page.programmes if p.name == announced[0].name and p.year][:1] or announced
    track = next((word for block in headings if TRACK.fullmatch(word := bare(page.text, block)[1])), "")
    unordered = _UNORDERED.search(page.text, start, min(end + 200, len(page.text))) is not None
    region = Region(lead.block.start, lead.block.end) if lead else Region(0, 0)
    agents = [m for m in page.mentions(*region) if is_agent(page.masked, m, region)]
    winner = agents[0] if len({m.entity for m in agents}) == 1 else None
    return _Place(award, next(iter(announced), None), track, unordered, named, winner)


def _led(text: str, block: Block) -> AwardPhrase | None:
    """The award that a caption, a heading or the sentence before a table is about: 获得“甲奖”的机构如下."""
    if names_award(bare(text, block)[1]):
        return next(iter(_phrases(text, block)), None)
    said = text[block.start : block.end]
    last = re.split("[。；]", said[:-1])[-1] + said[-1:]
    if len(last) > 200 or not (last.endswith(("：", ":")) or "如下" in last):
        return None
    quoted = [m for m in re.finditer(r"[“「](?P<name>[^”」]{2,30})[”」]", last) if names_award(m["name"])]
    found = quoted[0] if len({m["name"] for m in quoted}) == 1 else _LED.search(last) if not quoted else None
    if found is None or not names_award(found["name"]):
        return None
    start = block.end - len(last) + found.start("name")
    return AwardPhrase(start, start + len(found["name"]), _graded(found["name"]), year_of(found["name"]))
