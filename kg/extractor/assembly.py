"""Puts together what was found: conferrals become receipts of awards for cases, each told once.

Goes from conferrals in prose, lists and tables to clusters of awards and cases and to receipts without duplicates.
What only a summary says (11则案例分别获评…) counts where nothing says more. The facts document itself is made by
`document`.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from kg.extractor.awards import AwardPhrase
from kg.extractor.belonging import RECALL, Context, programme_of, recalled_years
from kg.extractor.conferral import Conferral
from kg.extractor.focus import Focus
from kg.extractor.merging import cluster, near_case, same_case
from kg.extractor.naming import standing
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
    told = _without_headlines(_with_owners(text, _without_summaries(told), focus))
    honours, honour_of = _honours(text, told, aliases)
    works, work_of = _works(text, told, honour_of)
    return Findings(honours, works, _receipts(told, honour_of, work_of, works))


_YEARS_SAID = re.compile(
    r"(?<![自至于从末底到前\d])((?:19|20)\d\d)年(?=，|[、和及与](?:19|20)\d\d年|(?:两度|三度|连续|先后|曾|就|首次"
    r"|再次|又|也|荣|获|被|凭|本?公司|我们)"
    r"|在[^，。；]{2,40}?[上中里]，|[^，。；、\d]{0,14}(?:荣获|获评|获得|获颁|被评|被授|斩获|摘得|当选|入选))"
)
"""Years, without month, in which a sentence says that something was won: 2009年，甲获…; 2019年、2020年两度获得…"""


def _years_said(text: str, lines: tuple[Line, ...], conferral: Conferral, award: AwardPhrase) -> tuple[int, ...]:
    """The years that a sentence gives for its award before it names it."""
    start = conferral.evidence.start
    paragraph = max(0, text.rfind("\n", 0, start), start - _SENTENCE)
    opening = max(paragraph, *(text.rfind(c, paragraph, start) + 1 for c in "。；！？\n"))
    found = list(_YEARS_SAID.finditer(text, opening, max(start, award.start)))
    if found and "今年" in text[found[-1].end() : award.start]:
        return ()
    line = None if found else line_at(lines, start)
    before = "" if line is None else text[max(lines[line].block.start, award.start - 400) : award.start]
    if "年" in before:
        named = _year_before(award.name, before)
        return (named,) if named else ()
    last = len(found) - 1
    while last > 0 and found[last].start() - found[last - 1].end() <= 1:
        last -= 1  # years in a row are of one statement
    return tuple(dict.fromkeys(int(m[1]) for m in found[max(0, last) :]))


_SENTENCE = 600
"""How many characters before its conferral a sentence may name the year."""
_A_YEAR = re.compile(r"((?:19|20)\d\d)年")
_BETWEEN = re.compile(r"度?[^，。；\d]{0,10}")
_YEAR_OF_CONTEST = re.compile(r"((?:19|20)\d\d)年度[^。；\d]{0,30}?(?:表彰|评选|颁奖|评优)")


def _year_before(name: str, words: str) -> int | None:
    """The year that stands right before a name, else that of a contest: 2021年度某某奖, 2021年度评选."""
    for year in _A_YEAR.finditer(words):
        at = words.find(name, year.end(), year.end() + 11 + len(name))
        if at >= 0 and _BETWEEN.fullmatch(words, year.end(), at):
            return int(year[1])
    contest = _YEAR_OF_CONTEST.search(words)
    return int(contest[1]) if contest else None


def _tell(text: str, lines: tuple[Line, ...], conferral: Conferral, context: Context) -> list[_Told]:
    """Fill in programme and year; a recalled award is told once for each year that is named."""
    award = conferral.award
    if award is None:
        return []
    award = award._replace(year=award.year or _year_broken_off(text, award))
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
    year = year if year or said else _year_nearby(text, award)
    if said:
        return [_Told(winners, award, y, name, edition, conferral.case, conferral) for y in said]
    return [_Told(winners, award, year, name, edition, conferral.case, conferral)]


_BROKEN_OFF = re.compile(r"((?:19|20)\d\d)\s*$")


def _year_broken_off(text: str, award: AwardPhrase) -> int | None:
    """The year at the end of the line before a name that begins with 年度: 甲评选2015 / 年度卓越平台奖."""
    year = _BROKEN_OFF.search(text, max(0, award.start - 8), award.start) if award.name.startswith("年度") else None
    return int(year[1]) if year else None


def _year_nearby(text: str, award: AwardPhrase) -> int | None:
    """The year that stands before the same name not far from it, where it is but one: “2022年度创新平台”."""
    name = award.name.strip("“”「」《》").removeprefix("年度")
    if len(name) < _TELLING:
        return None
    around = text[max(0, award.start - _SENTENCE) : award.end + _SENTENCE]
    before = (around[max(0, at - 7) : at] for at in standing(around, name))
    years = {int(year[1]) for words in before if (year := _RIGHT_BEFORE.search(words))}
    return years.pop() if len(years) == 1 else None


_RIGHT_BEFORE = re.compile(r"((?:19|20)\d\d)年?度?$")
_TELLING = 5
"""A name of fewer characters may be that of another award."""


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


_HEAD_OF_NAME = re.compile(r"(?:银行|机构|公司|企业|品牌|单位|平台)$")


def _without_headlines(told: list[_Told]) -> list[_Told]:
    """Drop what a headline tells with the award's name cut short, where the text has it in full for one winner."""
    fuller: dict[tuple[str, int | None], list[_Told]] = {}
    for o in {(o.award.name, o.year, o.recipients): o for o in told if o.recipients}.values():
        head = _HEAD_OF_NAME.search(o.award.name, 4)
        short = (o.award.name[cut:] for cut in range(1, len(o.award.name) - 4))
        for name in (*short, *((o.award.name[: head.start()],) if head else ())):
            for recipient in (None, *o.recipients):
                fuller.setdefault((name, recipient), []).append(o)

    def is_cut_short(t: _Told) -> bool:
        known = fuller.get((t.award.name, next(iter(t.recipients), None)), ())
        return any(t.year in (None, o.year) and set(t.recipients) <= set(o.recipients) for o in known)

    return [t for t in told if t.case or not is_cut_short(t)]


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
    leaders = cluster([aliases.get(t.award.name, t.award.name) for t in told])
    recalled = [_recalled(text, t) for t in told]
    known: dict[int, int] = {}
    for leader, t, back in zip(leaders, told, recalled, strict=True):
        if t.year and not back:
            known.setdefault(leader, t.year)
    groups: dict[tuple[int, int | None], list[_Told]] = {}
    keys = []
    for leader, t, back in zip(leaders, told, recalled, strict=True):
        year = t.year if t.year or back else known.get(leader)
        keys.append((leader, year))
        groups.setdefault((leader, year), []).append(t._replace(year=year))
    number = {key: n for n, key in enumerate(groups)}
    return tuple(_honour(group, aliases) for group in groups.values()), [number[key] for key in keys]


def _recalled(text: str, told: _Told) -> bool:
    return bool(
        RECALL.search(text, told.conferral.evidence.start, max(told.conferral.evidence.start, told.award.start))
    )


def _honour(told: list[_Told], aliases: dict[str, str]) -> Honour:
    printed = [t.award.name for t in told]
    full = [aliases[p] for p in printed if p in aliases]
    name = full[0] if full else Counter(printed).most_common(1)[0][0]
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
    works: list[list[int]] = []
    tellings: list[list[_Telling]] = []
    work_of: dict[_Telling, int] = {}
    for n in named:
        telling = _Telling(title[n], frozenset(told[n].recipients), honour_of[n])
        if telling not in work_of:
            near = (m for m, others in enumerate(tellings[:_MOST]) if any(_one_case(o, telling) for o in others))
            work_of[telling] = next(near, len(works))
            if work_of[telling] == len(works):
                works.append([])
                tellings.append([])
            tellings[work_of[telling]].append(telling)
        works[work_of[telling]].append(n)
    of = {n: m for m, members in enumerate(works) for n in members}
    made = tuple(_work([told[n] for n in members], [title[n] for n in members]) for members in works)
    return made, [of.get(n) for n in range(len(told))]


class _Telling(NamedTuple):
    """A case as one place tells of it: its title, who won with it, and what."""

    title: str
    winners: frozenset[int]
    honour: int


_MOST = 100
"""With so many cases is a title compared; no article tells of more under other titles."""


def _one_case(known: _Telling, new: _Telling) -> bool:
    one_winner = known.winners == new.winners
    if (one_winner or len(new.title) > 8) and same_case(known.title, new.title):
        return True
    return one_winner and known.honour == new.honour and near_case(known.title, new.title)


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
    merged: dict[tuple[frozenset[int], int, int | None], list[_Told]] = {}
    joint: dict[tuple[int, int | None], frozenset[int]] = {}
    for t, honour, work in zip(told, honour_of, work_of, strict=True):
        if len(t.recipients) > 1:  # a joint win of the same work, which other places tell of one winner
            joint.setdefault((honour, work), frozenset(t.recipients))
    specific = {(frozenset(t.recipients), h) for t, h, w in zip(told, honour_of, work_of, strict=True) if w is not None}
    for t, honour, work in zip(told, honour_of, work_of, strict=True):
        winners = frozenset(t.recipients)
        if work is None and (winners, honour) in specific:
            continue
        if work is not None and len(winners) == 1:
            winners = joint.get((honour, work), winners)
        merged.setdefault((winners, honour, work), []).append(t)
    return tuple(_receipt(*key, tellings) for key, tellings in merged.items())


def _receipt(winners: frozenset[int], honour: int, work: int | None, told: list[_Told]) -> Receipt:
    rank = next((t.conferral.rank for t in told if t.conferral.rank), None)
    evidence = tuple(sorted({region for t in told for region in _says_so(t)}))
    return Receipt(_ordered(told[0].recipients, winners), honour, work, rank, evidence)


def _ordered(recipients: tuple[int, ...], winners: frozenset[int]) -> tuple[int, ...]:
    return recipients if set(recipients) == winners else tuple(sorted(winners))


def _says_so(told: _Told) -> tuple[Region, ...]:
    """The passage that confers, and the heading that names the award where the passage does not."""
    passage = told.conferral.evidence
    inside = passage.start <= told.award.start and told.award.end <= passage.end
    return (passage,) if inside else (Region(told.award.start, told.award.end), passage)
