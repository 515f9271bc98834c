"""The grammar of conferral in running text: sentences that say who received which award for which case.

Active (甲凭借乙荣获丙奖), distributive (均, 双双, 分别, 依次), with the subject or the award left out; `passive` reads
the rest. Comes from masked text, gives `Conferral`s.
"""

import re
from collections.abc import Iterator

from kg.extractor.awards import AwardPhrase
from kg.extractor.conferral import BACK, DENIED, FORGED, PLANNED, Conferral, read_awards
from kg.extractor.numerals import number
from kg.extractor.organizations import Roster
from kg.extractor.outline import Region
from kg.extractor.passive import read_passive
from kg.extractor.subjects import Subject, case_list, names_person, parse_subjects

_VERB = re.compile(
    r"(?P<sure>荣获|榮獲|荣膺|榮膺|荣登|荣列|荣得|获评为?|獲評|获颁|獲頒|获授|获选为?|获封|斩获|摘得|摘下"
    r"|摘取|捧得|捧回|夺得|夺下|奪得|揽获|喜获|喜提|勇夺|蝉联"
    r"|被评选?为|被評為|被授予|被认定为|当选为?|评选?为|分获|再获|另获|同获|共获|连获|获列"
    r"|又获|也获|亦获|获[“「《]@)"
    r"|(?P<listed>同列|也在|入选|入選|跻身|入列|列入|登上|位列|位居|名列|上榜|登榜|榜上有名|荣登)|(?P<weak>获得|獲得"
    r"|取得|拿到|拿下|收获|赢得|贏得|收穫|获|獲|得到)"
)
_COUNT = (
    r"(?:共有?|共计|总计|等|的|旗下|多家)?[，]?(?P<count>[一二两三四五六七八九十百\d]+)(?:则|个|项|家|件"
    r"|份|大)(?:优秀|创新|典型|精品|保险)?(?:案例|项目|成果|奖项|大奖|实践|作品|课题|产品|奖|公司|子公司"
    r"|机构)"
)
_SUMMARY = re.compile(_COUNT)
_RANK = re.compile(r"第(?:[一二三四五六七八九十百]+|\d+)(?:名|位)|榜首|首位|冠军|亚军|季军")
_CASES_THEN = re.compile(
    r"(?:对应的|其|相应的)?(?:获奖|入选)?(?:案例|项目|产品|作品|成果)(?:依次|分别)?(?:为|是)(?P<cases>.+)$"
)


def conferrals(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Conferral]:
    """Parse one sentence (without 。； outside of quotes) into what it confers, in order."""
    if DENIED.search(masked, sentence.start, sentence.end):
        return
    found: list[Conferral] = []
    read_to = sentence.start
    for clause in _clauses(masked, sentence):
        if clause < read_to:
            continue
        reading = read_passive(text, masked, Region(clause, sentence.end), roster)
        if reading:
            found += _active(text, masked, Region(read_to, clause), roster)
            found += reading.conferrals
            read_to = reading.end
    found += _active(text, masked, Region(read_to, sentence.end), roster)
    yield from _with_cases(text, masked, sentence, found)


def _clauses(masked: str, sentence: Region) -> list[int]:
    """Where the clauses of a sentence begin."""
    commas = re.finditer("，", masked[sentence.start : sentence.end])
    return [sentence.start, *(sentence.start + comma.end() for comma in commas)]


def _with_cases(text: str, masked: str, sentence: Region, found: list[Conferral]) -> list[Conferral]:
    """Give the winners the cases that a later clause lists in their order: 对应的案例依次为甲、乙."""
    match = _CASES_THEN.search(masked, sentence.start, sentence.end)
    without = [c for c in found if c.case is None and c.winners]
    cases = case_list(text, masked, Region(*match.span("cases"))) if match else []
    if len(cases) != len(without) or not cases:
        return found
    paired = dict(zip(map(id, without), cases, strict=True))
    return [c._replace(case=paired.get(id(c), c.case), evidence=Region(c.evidence.start, sentence.end)) for c in found]


def _active(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Conferral]:
    verbs = list(_VERB.finditer(masked, sentence.start, sentence.end))
    left_from = sentence.start
    previous: tuple[Subject, ...] = ()
    for n, verb in enumerate(verbs):
        stop = verbs[n + 1].start() if n + 1 < len(verbs) else sentence.end
        after = _object_region(masked, Region(verb.end(), stop if n + 1 < len(verbs) else sentence.end))
        left = Region(left_from, verb.start())
        if PLANNED.search(masked[max(sentence.start, verb.start() - 14) : verb.start()]):
            continue
        if FORGED.search(masked, max(left_from, masked.rfind("，", left_from, verb.start())), after.end):
            continue
        awards = read_awards(text, masked, after, sure=verb["sure"] is None)
        back = bool(BACK.match(masked[after.start : after.end]))
        awards = [] if back else awards
        listed = not awards and not back and verb["listed"] is not None
        if not awards and not back and not listed:
            continue
        subjects = parse_subjects(text, masked, left, roster)
        if not subjects and names_person(masked, left):
            continue
        subjects = subjects or _elided(text, masked, left, previous)
        yield from _combine(text, masked, Region(left_from, after.end), left, subjects, awards, listed=listed)
        left_from, previous = (awards[-1].end if awards else after.end), subjects


def _object_region(masked: str, region: Region) -> Region:
    cut = re.search(r"[，。；：！？]|的(?:消息|好成绩|佳绩)", masked[region.start : region.end])
    return Region(region.start, region.start + cut.start()) if cut else region


def _elided(text: str, masked: str, left: Region, previous: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subject of a clause that names none: that of the clause before, if the sentence has one."""
    if previous and not re.search(r"[“《「]", masked[left.start : left.end]):
        return tuple(s._replace(case=None) for s in previous)
    return (Subject((), None),)


def _combine(
    text: str,
    masked: str,
    clause: Region,
    left: Region,
    subjects: tuple[Subject, ...],
    awards: list[AwardPhrase],
    *,
    listed: bool,
) -> Iterator[Conferral]:
    before = masked[left.start : left.end]
    evidence = _trim(text, clause)
    after_winner = max((m.end for s in subjects for m in s.winners), default=left.start)
    summary = _sums_up(text[after_winner : left.end], len(subjects)) or (
        _sums_up(text[left.start : left.end], len(subjects)) and not any(s.case for s in subjects)
    )
    rank = _RANK.search(text, left.end, clause.end)
    found = rank[0] if rank else None
    if len(subjects) == len(awards) > 1 and re.search(r"分别|依次|分获|分$", masked[left.start : clause.end]):
        pairs = list(zip(subjects, awards, strict=True))
    else:
        pairs = [(s, a) for s in subjects for a in awards]
    for subject, award in pairs:
        yield Conferral(subject.winners, award, subject.case, evidence, subject.partners, found, summary)
    if not awards:
        for subject in subjects:
            if subject.winners or subject.case:
                summary = summary or (bool(re.search(r"旗下|子公司", before)) and not subject.case)
                yield Conferral(subject.winners, None, subject.case, evidence, subject.partners, found, summary, listed)


def _sums_up(words: str, subjects: int) -> bool:
    """Whether words count several cases at once, more or fewer than are named one by one."""
    counted = _SUMMARY.search(words)
    return counted is not None and number(counted["count"]) != subjects


def _trim(text: str, region: Region) -> Region:
    raw = text[region.start : region.end]
    lead = re.match(r"[，,。；;、\s]*(?:其中，|此外，|同时，|另外，|而|并且?)?", raw)
    start = region.start + (lead.end() if lead else 0)
    return Region(start, region.start + len(raw.rstrip(" ，,、\n")))
