"""Puts together what was found: conferrals become receipts of awards for cases, each told once.

Goes from conferrals in prose, lists and tables to clusters of awards and cases and to receipts without duplicates.
What only a summary says (11则案例分别获评…) counts where nothing says more. The facts document itself is made by
`document`.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase
from kg.extractor.belonging import RECALL, Context, programme_of, recalled_years
from kg.extractor.conferral import Conferral
from kg.extractor.focus import Focus
from kg.extractor.merging import cluster, near_case, same_award, same_case
from kg.extractor.outline import Line, Region, line_at


class Honour(NamedTuple):
    """An award as the whole article has it: its name, other names, programme and year, and where each name stands."""

    name: str
    aliases: tuple[str, ...]
    programme: str | None
    year: int | None
    edition: str | None
    evidence: tuple[Region, ...]
    context: tuple[Region, ...]


class Work(NamedTuple):
    """A case as the whole article has it."""

    title: str
    aliases: tuple[str, ...]
    owners: tuple[int, ...]
    partners: tuple[tuple[int, Region], ...]
    evidence: tuple[Region, ...]


class Receipt(NamedTuple):
    """Who received which honour for which work; both by index."""

    recipients: tuple[int, ...]
    honour: int
    work: int | None
    rank: str | None
    evidence: tuple[Region, ...]


class Findings(NamedTuple):
    """Everything that the article confers."""

    honours: tuple[Honour, ...]
    works: tuple[Work, ...]
    receipts: tuple[Receipt, ...]


class _Told(NamedTuple):
    """A conferral with all that it left out filled in."""

    recipients: tuple[int, ...]
    award: AwardPhrase
    year: int | None
    programme: str | None
    edition: str | None
    case: Region | None
    conferral: Conferral


def assemble(
    text: str,
    lines: tuple[Line, ...],
    conferrals: Sequence[Conferral],
    context: Context,
    focus: Focus,
    aliases: dict[str, str],
) -> Findings:
    """Put the conferrals of an article together. `aliases` maps declared short names of awards to full ones."""
    told = _paired_years(text, [t for c in conferrals for t in _tell(text, lines, c, context)])
    told = _without_headlines(_without_summaries(told))
    told = _with_owners(text, told, focus)
    honours, honour_of = _honours(text, told, aliases)
    works, work_of = _works(text, told, honour_of)
    return Findings(honours, works, _receipts(told, honour_of, work_of, works))


_YEARS_SAID = re.compile(
    r"(?<![自至于从末底到前\d])((?:19|20)\d\d)年(?=，|[、和及与](?:19|20)\d\d年|(?:两度|三度|连续|先后|曾|就|首次"
    r"|再次|又|也|荣|获|被|凭|本?公司|我们)"
    r"|[^，。；、\d]{0,14}(?:荣获|获评|获得|获颁|被评|被授|斩获|摘得|当选|入选))"
)
"""Years, without month, in which a sentence says that something was won: 2009年，甲获…; 2019年、2020年两度获得…"""


def _years_said(text: str, lines: tuple[Line, ...], conferral: Conferral, award: AwardPhrase) -> tuple[int, ...]:
    """The years that a sentence gives for its award before it names it."""
    start = conferral.evidence.start
    opening = max(text.rfind(c, 0, start) for c in "。；！？\n") + 1
    found = list(_YEARS_SAID.finditer(text, min(opening, start), max(start, award.start)))
    line = None if found else line_at(lines, start)
    before = "" if line is None else text[max(lines[line].block.start, award.start - 400) : award.start]
    if "年" in before:
        named = re.search(rf"((?:19|20)\d\d)年度?[^，。；\d]{{0,10}}?{re.escape(award.name)}", before) or re.search(
            r"((?:19|20)\d\d)年度[^。；\d]{0,30}?(?:表彰|评选|颁奖|评优)", before
        )
        return (int(named[1]),) if named else ()
    last = len(found) - 1
    while last > 0 and found[last].start() - found[last - 1].end() <= 1:
        last -= 1  # years in a row are of one statement
    return tuple(dict.fromkeys(int(m[1]) for m in found[max(0, last) :]))


def _tell(text: str, lines: tuple[Line, ...], conferral: Conferral, context: Context) -> list[_Told]:
    """Fill in programme and year; a recalled award is told once for each year that is named."""
    award = conferral.award
    if award is None:
        return []
    line = line_at(lines, award.start)
    block = Region(award.start, award.end) if line is None else Region(lines[line].block.start, lines[line].block.end)
    winners = tuple(dict.fromkeys(m.entity for m in conferral.winners))
    if conferral.apart:
        return [_Told(winners, award, award.year, award.programme, award.edition, conferral.case, conferral)]
    if RECALL.search(text, conferral.evidence.start, award.start):
        years = (
            (award.year,)
            if award.year
            else recalled_years(text, Region(conferral.evidence.start, award.start)) or (None,)
        )
        return [
            _Told(winners, award, year, award.programme, award.edition, conferral.case, conferral) for year in years
        ]
    programme = programme_of(award, block, context)
    name = award.programme or (programme.name if programme else None)
    edition = award.edition or (programme.edition if programme else None)
    year = award.year or (programme.year if programme and programme.year else context.year)
    own = award.year or (programme and programme.year and programme.start >= conferral.evidence.start)
    said = () if own else _years_said(text, lines, conferral, award)
    if said:
        return [_Told(winners, award, y, name, edition, conferral.case, conferral) for y in said]
    return [_Told(winners, award, year, name, edition, conferral.case, conferral)]


def _paired_years(text: str, told: list[_Told]) -> list[_Told]:
    """One year for each award where a sentence gives as many years as awards: 在2022年和2023年分别获甲奖和乙奖."""
    groups: dict[tuple[tuple[int, ...], Region], list[_Told]] = {}
    for t in told:
        groups.setdefault((t.recipients, t.conferral.evidence), []).append(t)
    dropped = set()
    for (_, evidence), group in groups.items():
        awards = list(dict.fromkeys(t.award for t in group))
        years = list(dict.fromkeys(t.year for t in group))
        if (
            len(awards) == len(years) > 1
            and len(group) == len(awards) * len(years)
            and "分别" in text[slice(*evidence)]
        ):
            dropped |= {id(t) for t in group if awards.index(t.award) != years.index(t.year)}
    return [t for t in told if id(t) not in dropped]


def _without_summaries(told: list[_Told]) -> list[_Told]:
    """Drop what sums up where the article goes on to tell of two or more awards one by one."""
    detailed = [t for t in told if not t.conferral.summary]
    return detailed if len(detailed) > 1 else told


def _without_headlines(told: list[_Told]) -> list[_Told]:
    """Drop what a headline tells with the award's name cut short, where the text has it in full for one winner."""

    def cut_short(t: _Told, other: _Told) -> bool:
        short, full = t.award.name, other.award.name
        return len(short) >= 5 and short != full and full.endswith(short) and t.year in (None, other.year)

    ends: dict[str, list[_Told]] = {o.award.name[-5:]: [] for o in told}
    for o in {(o.award.name, o.year, o.recipients): o for o in told}.values():
        ends[o.award.name[-5:]].append(o)
    return [
        t
        for t in told
        if t.case
        or not any(
            cut_short(t, o) and set(t.recipients) <= set(o.recipients) and o.recipients for o in ends[t.award.name[-5:]]
        )
    ]


def _with_owners(text: str, told: list[_Told], focus: Focus) -> list[_Told]:
    """Give a conferral that names no winner the owner of its case, else the organization that the passage is about."""
    owners = [(text[t.case.start : t.case.end], t.recipients) for t in told if t.case and t.recipients]
    found = []
    for t in told:
        if not t.recipients:
            title = text[t.case.start : t.case.end] if t.case else ""
            if t.conferral.summary and not title:
                continue  # 其中55个项目获金奖 tells of nobody
            owner = next((o for other, o in owners if title and same_case(title, other)), ())
            t = t._replace(recipients=owner or _about(focus, t))
        if t.recipients:
            found.append(t)
    return found


def _about(focus: Focus, told: _Told) -> tuple[int, ...]:
    start = told.conferral.evidence.start
    until = told.conferral.evidence.end if told.case is None else told.case.start
    entity = focus.at(start, max(start, min(until, told.award.start)))
    return () if entity is None else (entity,)


def _honours(text: str, told: list[_Told], aliases: dict[str, str]) -> tuple[tuple[Honour, ...], list[int]]:
    """Cluster the awards: one honour for each name and year; a year that one telling knows holds for the others."""
    leaders = cluster([aliases.get(t.award.name, t.award.name) for t in told], same_award)
    known = {
        leader: t.year
        for leader, t in reversed(list(zip(leaders, told, strict=True)))
        if t.year and not _recalled(text, t)
    }
    years = [t.year if t.year or _recalled(text, t) else known.get(n) for n, t in zip(leaders, told, strict=True)]
    told = [t._replace(year=year) for t, year in zip(told, years, strict=True)]
    groups = list(dict.fromkeys(zip(leaders, years, strict=True)))
    of = [groups.index(group) for group in zip(leaders, years, strict=True)]
    members = [[t for t, g in zip(told, of, strict=True) if g == n] for n in range(len(groups))]
    return tuple(_honour(group, aliases) for group in members), of


def _recalled(text: str, told: _Told) -> bool:
    return bool(
        RECALL.search(text, told.conferral.evidence.start, max(told.conferral.evidence.start, told.award.start))
    )


def _honour(told: list[_Told], aliases: dict[str, str]) -> Honour:
    printed = [t.award.name for t in told]
    full = [aliases[p] for p in printed if p in aliases]
    name = full[0] if full else max(dict.fromkeys(printed), key=lambda p: (printed.count(p), -printed.index(p)))
    others = tuple(dict.fromkeys(p for p in (*printed, *full) if p != name))
    first = next((t for t in told if t.programme), told[0])
    regions = {Region(t.award.start, t.award.end) for t in told}
    return Honour(
        name,
        others,
        first.programme,
        first.year,
        first.edition,
        tuple(sorted(regions)),
        tuple(sorted({t.conferral.evidence for t in told})),
    )


def _works(text: str, told: list[_Told], honour_of: list[int]) -> tuple[tuple[Work, ...], list[int | None]]:
    """Cluster the cases: alike in title, or near in title with one winner and one award."""
    named = [n for n, t in enumerate(told) if t.case]
    title = {n: _title(text, told[n].case) for n in named}
    leader: dict[int, int] = {}
    for n in named:
        candidates = list(dict.fromkeys(leader.values()))
        leader[n] = next((m for m in candidates if _one_case(told, honour_of, title, leader, m, n)), n)
    order = list(dict.fromkeys(leader.values()))
    works = tuple(
        _work([told[n] for n in named if leader[n] == m], [title[n] for n in named if leader[n] == m]) for m in order
    )
    return works, [order.index(leader[n]) if n in leader else None for n in range(len(told))]


def _one_case(
    told: list[_Told], honour_of: list[int], title: dict[int, str], leader: dict[int, int], m: int, n: int
) -> bool:
    members = [k for k, lead in leader.items() if lead == m]
    for k in members:
        one_winner = set(told[k].recipients) == set(told[n].recipients)
        if same_case(title[k], title[n]) and (one_winner or len(title[n]) > 8):
            return True
        if one_winner and honour_of[k] == honour_of[n] and near_case(title[k], title[n]):
            return True
    return False


def _title(text: str, case: Region | None) -> str:
    return re.sub(r"\s+", " ", text[case.start : case.end]).strip("：:，, ") if case else ""


def _work(told: list[_Told], titles: list[str]) -> Work:
    owners = tuple(dict.fromkeys(o for t in told for o in t.recipients))
    partners = {p.entity: Region(p.start, p.end) for t in told for p in t.conferral.partners}
    regions = sorted({t.case for t in told if t.case})
    others = tuple(dict.fromkeys(x for x in titles if x != titles[0]))
    return Work(titles[0], others, owners, tuple(partners.items()), tuple(regions))


def _receipts(
    told: list[_Told], honour_of: list[int], work_of: list[int | None], works: tuple[Work, ...]
) -> tuple[Receipt, ...]:
    merged: dict[tuple[frozenset[int], int, int | None], Receipt] = {}
    specific = {(frozenset(t.recipients), h) for t, h, w in zip(told, honour_of, work_of, strict=True) if w is not None}
    for t, honour, work in zip(told, honour_of, work_of, strict=True):
        winners = frozenset(t.recipients)
        if work is None and (winners, honour) in specific:
            continue
        if work is not None and len(winners) == 1:
            winners = _joint(told, honour_of, work_of, honour, work) or winners
        key = (winners, honour, work)
        old = merged.get(key)
        recipients = old.recipients if old else _ordered(t.recipients, winners)
        evidence = _evidence((*(old.evidence if old else ()), *_says_so(t)))
        merged[key] = Receipt(recipients, honour, work, (old.rank if old else None) or t.conferral.rank, evidence)
    return tuple(merged.values())


def _joint(
    told: list[_Told], honour_of: list[int], work_of: list[int | None], honour: int, work: int
) -> frozenset[int] | None:
    """The winners of a joint win of the same work, if another place tells of one."""
    joint = (
        t
        for t, h, w in zip(told, honour_of, work_of, strict=True)
        if h == honour and w == work and len(t.recipients) > 1
    )
    return next((frozenset(t.recipients) for t in joint), None)


def _ordered(recipients: tuple[int, ...], winners: frozenset[int]) -> tuple[int, ...]:
    return recipients if set(recipients) == winners else tuple(sorted(winners))


def _says_so(told: _Told) -> tuple[Region, ...]:
    """The passage that confers, and the heading that names the award where the passage does not."""
    passage = told.conferral.evidence
    inside = passage.start <= told.award.start and told.award.end <= passage.end
    return (passage,) if inside else (Region(told.award.start, told.award.end), passage)


def _evidence(regions: Iterable[Region]) -> tuple[Region, ...]:
    return tuple(sorted(set(regions)))
