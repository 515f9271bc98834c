"""The grammar of conferral in running text: sentences that say who received which award for which case.

Each verb is read with what stands around it: the winner before and the award behind (甲凭借乙荣获丙奖), the award
before (丙奖授予甲, 丙奖由甲摘得, 甲将丙奖收入囊中), the award between (授予甲“丙”称号), the winner named at the end
(获得丙奖的是甲). Distributive (分别, 依次), with the subject or the award left out. Comes from masked text, gives
`Conferral`s.
"""

import re
from collections.abc import Iterator

from kg.extractor.awards import AwardPhrase
from kg.extractor.conferral import BACK, DENIED, FORGED, INTENDED, PLANNED, Conferral, read_awards, read_ranking
from kg.extractor.masking import ORG, TITLE
from kg.extractor.naming import repeats
from kg.extractor.organizations import Roster
from kg.extractor.outline import Region, strip
from kg.extractor.pairing import Reading, pair, with_cases
from kg.extractor.subjects import Subject, case_phrase, names_nobody, parse_subjects
from kg.extractor.verbs import COPULA, GIVE, VERB


def conferrals(text: str, masked: str, sentence: Region, roster: Roster) -> Iterator[Conferral]:
    """Parse one sentence (without 。； outside of quotes) into what it confers, in order."""
    verbs = _verbs(masked, sentence)
    if not verbs or DENIED.search(masked, *sentence):
        return
    readings = _readings(text, masked, sentence, verbs, roster)
    found = [c for reading in readings for c in pair(text, masked, sentence, reading)]
    yield from with_cases(text, masked, sentence, found)


_REACH = 600
"""How far on either side of its verb a conferral may reach, in characters."""
_MOST_IN_VAIN = 30
"""A sentence with so many verbs that confer nothing is none."""


def _readings(
    text: str, masked: str, sentence: Region, verbs: list[re.Match[str]], roster: Roster
) -> Iterator[Reading]:
    left = sentence.start
    previous: tuple[Subject, ...] = ()
    in_vain = 0
    for verb in verbs:
        left = max(left, verb.start() - _REACH)
        if verb.start() < left or _is_no_conferral(masked, left, verb):
            continue
        reading = (
            _given(text, masked, Region(left, min(sentence.end, verb.end() + _REACH)), verb, roster, previous)
            if verb.re is GIVE
            else _won(text, masked, Region(left, min(sentence.end, verb.end() + _REACH)), verb, roster, previous)
        )
        if reading:
            yield reading
            left, previous = reading.end, reading.subjects or previous
        elif (in_vain := in_vain + 1) == _MOST_IN_VAIN:
            return


def _verbs(masked: str, sentence: Region) -> list[re.Match[str]]:
    """The verbs of conferral in a sentence, in order; where two overlap, the first and longest."""
    won, given = list(VERB.finditer(masked, *sentence)), list(GIVE.finditer(masked, *sentence))
    return sorted(won + given, key=lambda m: (m.start(), -m.end())) if won and given else won or given


def _is_no_conferral(masked: str, left: int, verb: re.Match[str]) -> bool:
    """Whether the words around a verb say that nothing is conferred: plans, tenders, ratings."""
    comma = masked.rfind("，", left, verb.start())
    stop = re.compile("[，。；\n]").search(masked, verb.end(), verb.end() + _REACH)
    return bool(
        (INTENDED if _marks_object(verb) else PLANNED).search(masked[max(left, verb.start() - 14) : verb.start()])
        or FORGED.search(masked, max(left, comma), stop.start() if stop else verb.end() + _REACH)
    )


def _marks_object(verb: re.Match[str]) -> bool:
    """Whether 将 before a verb may mark its object, and so plans nothing: 将丙奖颁给甲."""
    return verb.re is GIVE or verb["taken"] is not None


_OFFICE = re.compile(r"(?:会长|理事|会员|成员|委员|主席|董事|监事|常务理事)(?:单位|长)?$")
_NOT_WON = re.compile(
    r"[”」』》]?(?:称号|奖项|奖)?的?(?:提名|候选|入围|(?:申报|参评|评选)?资格)"
    r"|[”」』》]?(?:称号|奖项|荣誉|殊荣)?的(?:企业|公司|机构|网点|客户|单位|员工|个人|团队|商户|农户)(?!，?(?:则|还"
    r"|分别|依次|同样|正|就)*(?:是|有|为|包括))"
)
"""What behind an award says that it was not won, or by nobody in particular."""
_RANKING = re.compile(r"(?:榜单?|强|TOP\s?\d+|\d+)$")


def _won(
    text: str, masked: str, region: Region, verb: re.Match[str], roster: Roster, previous: tuple[Subject, ...]
) -> Reading | None:
    """Read a winner's verb: the award behind it, or before it with 将, 由 or 被."""
    before, behind = Region(region.start, verb.start()), _object(masked, Region(verb.end(), region.end))
    if masked.startswith("的", verb.end()) and not COPULA.match(masked, verb.end()):
        return None  # 获得的奖项 says nothing of who got which
    back = BACK.match(masked, behind.start, behind.end)
    awards = (
        []
        if back or (verb["taken"] and masked[verb.end() : verb.end() + 1] not in tuple("“「《"))
        else read_awards(text, masked, behind, sure=verb["honoured"] is None, honours=_only_honours(text, verb, behind))
    )
    if verb[0] == "入围" and not (awards and all(_RANKING.search(a.name) for a in awards)):
        return None  # a nominee has not won; who is in a ranking is on it
    if "选" in verb[0]:
        awards = [a for a in awards if not _OFFICE.search(a.name)]
    last = awards[-1].end if awards else behind.end
    if awards and _NOT_WON.match(masked, last):
        return None
    if awards and (
        whose := re.compile(rf"[”」』》]?(?:称号|奖项|荣誉|殊荣)?的(?P<who>{ORG})").match(masked, last, region.end)
    ):
        who = parse_subjects(text, masked, Region(*whose.span("who")), roster)
        return Reading(who, tuple(awards), Region(verb.start(), whose.end()), whose.end()) if who else None
    if awards or back:
        subjects = _for_whom(text, masked, before, roster) or parse_subjects(text, masked, before, roster)
        end = awards[-1].end if awards else behind.end
        subjects = _by_means(text, masked, region, subjects)
        named = _named_behind(text, masked, Region(back.end() if back else end, region.end), subjects, roster)
        if named:
            return Reading(named[0], tuple(awards), Region(region.start, named[1]), named[1])
        if not subjects and names_nobody(masked, before):
            return None
        awards = _spelled_later(text, masked, Region(behind.end, region.end), len(subjects)) or awards
        said = Region(region.start, max(behind.end, awards[-1].end if awards else 0))
        return Reading(subjects or _elided(masked, before, previous), tuple(awards), said, max(end, said.end))
    return _taken(text, masked, region, verb, roster) or _on_list(text, masked, before, behind, verb, roster, previous)


_MEANS = re.compile(r"(?:凭借其?|凭|以其?|依托|靠着?)(?=[^，。；“「《]{0,12}[“「《])")


def _by_means(text: str, masked: str, region: Region, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The same with the work that the clause before the winner names: 凭借“乙”的突出表现，甲荣获丙奖."""
    if len(subjects) != 1 or subjects[0].case or not subjects[0].winners:
        return subjects
    clause = Region(region.start, subjects[0].winners[0].start)
    means = list(_MEANS.finditer(masked, *clause)) if masked[clause.end - 1 : clause.end] == "，" else []
    if not means or masked.find("，", means[-1].end(), clause.end - 1) >= 0:
        return subjects
    return (
        subjects[0]._replace(case=case_phrase(text, masked, Region(means[-1].start(), clause.end - 1), after_org=True)),
    )


_FOR = re.compile(rf"(?<![成因作认评称])为(?P<who>{ORG})$")


def _for_whom(text: str, masked: str, region: Region, roster: Roster) -> tuple[Subject, ...]:
    """The winner to whom its work brings the award: “乙”为甲赢得丙奖."""
    whom = _FOR.search(masked, *region)
    who = parse_subjects(text, masked, Region(*whom.span("who")), roster) if whom else ()
    case = case_phrase(text, masked, Region(region.start, whom.start()), after_org=False) if whom else None
    return tuple(s._replace(case=s.case or case) for s in who)


def _only_honours(text: str, verb: re.Match[str], behind: Region) -> bool:
    """Whether whatever stands behind a verb is an honour: it takes nothing else, or the text repeats the name."""
    name = text[behind.start : behind.end].strip()
    return verb["honoured"] is not None or (verb["listed"] is not None and len(name) > 3 and repeats(text, name))


_MARKER = re.compile(r"(?<![自缘理来因经])由(?!于|此)|被(?!评|授|认|选|列|命)")
_TOPIC = re.compile(r"[将把]")
_RIGHT_OF_AWARD = re.compile(
    r"(?:[，、：—]|被|[一二两三四五六七八九十\d]+[名项家席件个座]|仅|共|其中|设有?|的?奖杯|的?奖牌|的?桂冠|则|也|均|分别|依次"
    r"|同样|最终|最后|随后|都|还|殊荣|称号|奖项|荣誉)*$"
)


def _taken(text: str, masked: str, region: Region, verb: re.Match[str], roster: Roster) -> Reading | None:
    """丙奖由甲摘得, and 甲将丙奖收入囊中: the award stands before the verb."""
    stop = _clause_end(masked, Region(verb.end(), region.end))
    for marker in reversed(list(_MARKER.finditer(masked, region.start, verb.start()))):
        awards = _award_before(text, masked, Region(region.start, marker.start()))
        who = parse_subjects(text, masked, Region(marker.end(), verb.start()), roster)
        if awards and any(s.winners for s in who):
            return Reading(who, awards, Region(awards[0].start, stop), stop)
    for topic in reversed(list(_TOPIC.finditer(masked, region.start, verb.start()))):
        awards = tuple(read_awards(text, masked, Region(topic.end(), verb.start()), sure=True))
        if awards:
            who = parse_subjects(text, masked, Region(region.start, topic.start()), roster)
            return Reading(who or (Subject((), None),), awards, Region(region.start, stop), stop)
    return None


def _on_list(
    text: str,
    masked: str,
    before: Region,
    behind: Region,
    verb: re.Match[str],
    roster: Roster,
    previous: tuple[Subject, ...],
) -> Reading | None:
    """甲的“乙”榜上有名, 甲位列第三: the list is one that was named before."""
    if not verb["listed"]:
        return None
    subjects = parse_subjects(text, masked, before, roster)
    if not subjects and names_nobody(masked, before):
        return None
    subjects = subjects or _elided(masked, before, previous)
    if not any(s.winners or s.case for s in subjects):
        return None
    first = min((m.start for s in subjects for m in s.winners), default=before.start)
    among = _AMONG.search(masked, before.start, first) if "席" in verb[0] else None
    first_of = Region(before.start, among.start() if among else first)
    awards = _award_before(text, masked, first_of) if first > before.start else ()
    awards = awards or read_ranking(text, masked, Region(before.start, first))
    awards = () if awards and _MADE_KNOWN.match(masked, awards[-1].end) else awards
    if verb["moved"] and not awards:
        return None
    return Reading(subjects, awards, Region(before.start, behind.end), behind.end, listed=not awards)


_MADE_KNOWN = re.compile(
    r"(?:评[选审])?(?:活动)?(?:结果|名单|榜单)?(?:正式|日前|近日|在[^，。；]{2,6})?(?:揭晓|公布|出炉|发布|颁奖|落幕|定榜)"
)
"""What behind a name says that it is a contest, of which something was won that is named elsewhere."""
_AMONG = re.compile(r"[中里][，、]?$")
"""What parts an award from those who have their seats: 5名“甲奖”中，乙、丙各占一席."""
_TO_WHOM = re.compile(rf"(?:给|向|为)(?P<who>{ORG}(?:[、和及与]{ORG}){{0,12}})$")


def _given(
    text: str, masked: str, region: Region, verb: re.Match[str], roster: Roster, previous: tuple[Subject, ...]
) -> Reading | None:
    """Read a jury's verb: 丙奖授予甲, 授予甲“丙”称号, and 甲被评为“乙”，授予“丙”称号."""
    behind = Region(verb.end(), region.end)
    if verb[0] == "：" and not _OPENS_SENTENCE.search(masked, max(0, verb.start() - 20), verb.start()):
        return None
    if whom := _TO_WHOM.search(masked, region.start, verb.start()):
        clause = _object(masked, behind)
        named = tuple(read_awards(text, masked, clause, sure=True))
        who = parse_subjects(text, masked, Region(*whom.span("who")), roster)
        return Reading(who, named, Region(region.start, clause.end), clause.end) if named and who else None
    awards = _award_before(text, masked, Region(region.start, verb.start()))
    clause = _before_verb(masked, _winners_clause(masked, behind))
    if awards:
        who = parse_subjects(text, masked, clause, roster)
        return Reading(who, awards, Region(region.start, clause.end), clause.end) if who else None
    between = re.compile(
        rf"(?P<who>{ORG}(?:(?:[、和及与，]|以及){ORG}){{0,30}})(?:等?[^，。；“「]{{0,8}}?)(?=[“「]|(?:19|20)\d\d)"
    ).match(masked, behind.start, behind.end)
    if between:
        clause = Region(between.end(), _clause_end(masked, Region(between.end(), region.end)))
        awards = tuple(read_awards(text, masked, clause, sure=True))
        who = parse_subjects(text, masked, Region(*between.span("who")), roster)
        if awards and who:
            return Reading(who, awards, Region(region.start, clause.end), clause.end)
    if (
        previous
        and verb[0][0] in "授颁"
        and masked[verb.start() - 1] in "，并且"
        and masked[verb.end() : verb.end() + 1] in ("“", "「")
    ):
        clause = _object(masked, behind)
        awards = tuple(read_awards(text, masked, clause, sure=True))
        return Reading(_elided(masked, clause._replace(end=clause.start), previous), awards, clause, clause.end)
    return None


_OPENS_SENTENCE = re.compile(rf"[。！？](?:[一二三特]等奖|[金银铜]奖|[^，。；：、\d\s颁设评共仅项]{{3,12}}|{TITLE})$")
"""What stands before a colon: the name of an award alone, within a paragraph. Lines that open so are for `lists`."""


def _before_verb(masked: str, region: Region) -> Region:
    """A region without the verb that it ends in: 由甲摘得."""
    bare = strip(masked, region, " ，。；！")
    verbs = [v for v in VERB.finditer(masked, *bare) if v.end() == bare.end]
    return Region(region.start, verbs[0].start()) if verbs else region


def _award_before(text: str, masked: str, region: Region) -> tuple[AwardPhrase, ...]:
    """The awards that stand at the end of a region, as topic of what follows."""
    tail = _RIGHT_OF_AWARD.search(masked[region.start : region.end])
    end = region.start + tail.start() if tail else region.end
    start = max(masked.rfind(c, region.start, end) for c in "，：。将把！") + 1 or region.start
    awards = read_awards(text, masked, Region(max(start, region.start), end), sure=True)
    return tuple(a for a in awards if end - a.end <= 12)


_BEHIND_IT = re.compile(
    r"[^，。；]{0,4}，(?:其|它的?|这一?[^，。；]{2,4}|该(?:项目|案例|成果|产品))"
    r"(?:背?后?的?(?:主创|研发|运营|项目)?(?:团队|机构|企业|公司)|的?(?:申报|报送|参评|完成|选送)(?:单位|机构|者|方))?"
    rf"(?:正?是|为|来自|出自|由)(?P<who>{ORG})"
)
"""Who stands behind a work that won: “乙”捧回丙奖，其背后的团队来自甲."""


def _named_behind(
    text: str, masked: str, region: Region, subjects: tuple[Subject, ...], roster: Roster
) -> tuple[tuple[Subject, ...], int] | None:
    """获得丙奖的是甲, 获丙奖的项目还有甲的乙, 甲获丙奖的是乙: the winner, or its case, stands behind the award."""
    if not any(s.winners for s in subjects) and (behind := _BEHIND_IT.match(masked, *region)):
        work = subjects[0].case if subjects else None
        found = parse_subjects(text, masked, Region(*behind.span("who")), roster)
        return (tuple(s._replace(case=work) for s in found), behind.end()) if found else None
    named = re.compile(r"[”」』》]?(?:称号|奖项|荣誉|殊荣)?").match(masked, *region)
    copula = COPULA.match(masked, named.end() if named else region.start, region.end)
    if not copula:
        whose = (
            None
            if subjects
            else re.compile(rf"[”」』》]?(?:称号|奖项|荣誉|殊荣)?的(?P<who>{ORG})").match(masked, *region)
        )
        who = parse_subjects(text, masked, Region(*whose.span("who")), roster) if whose else ()
        return (who, whose.end()) if who and whose else None
    clause = _winners_clause(masked, Region(copula.end(), region.end))
    if not subjects:
        who = parse_subjects(text, masked, clause, roster)
        return (who, clause.end) if who else None
    case = case_phrase(text, masked, clause, after_org=True)
    if len(subjects) == 1 and subjects[0].case is None and case:
        return (subjects[0]._replace(case=case),), clause.end
    return None


_NEW_CLAUSE = re.compile(r"获|摘|授予|颁给|斩|夺|入选|花落|收入囊中|评为")


def _winners_clause(masked: str, region: Region) -> Region:
    """Cut what follows a comma, unless it goes on listing winners."""
    commas = [region.start + m.start() for m in re.finditer("，", masked[region.start : region.end])]
    for n, comma in enumerate(commas):
        rest = masked[comma + 1 : commas[n + 1] if n + 1 < len(commas) else region.end]
        if not re.match(rf"(?:以及|及|和)?{ORG}(?:[、的“《]|[^，]{{0,12}}的“|$)", rest) or _NEW_CLAUSE.search(rest):
            return Region(region.start, comma)
    return region


def _clause_end(masked: str, region: Region) -> int:
    stop = re.compile("[，。；]").search(masked, *region)
    return stop.start() if stop else region.end


_OBJECT_ENDS = re.compile(
    rf"[，。；：！？]|的(?:消息|好成绩|佳绩)|(?:、|(?<=[”」\"]))(?={ORG}[^，。；、]{{0,6}}?[获夺摘评斩捧])"
    rf"|\s+[\[（]?(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?[\]）]?\s*$|\s[-–—|]\s?(?={ORG}\s*(?:$|\n|[-–—|]))"
)
"""What ends the object of a verb: the clause, another winner, and behind a headline its date and its publisher."""
_COUNTED = re.compile(r"[^，。；“「]{0,24}[一两二三四五六七八九十数几多\d]+(?:个|项|座|大|重|类)[^，。；“「]{0,8}$")
_SPELLED_OUT = re.compile(
    r"[，：](?:其中)?(?:包括|分别(?:为|是)|即|具体为|为|有|依次(?:为|是))?(?=[“「《\u4e00-\u9fffA-Za-z\d])"
)


_EACH_ITS_OWN = re.compile(
    rf"{TITLE}[^，。；、“「]{{0,8}}?(?:获|摘|夺|斩|捧|被[评授认])|(?:其中)?(?:获得|荣获|获评|获颁|摘得|夺得|斩获|获(?=[“「]))"
)
"""What a counted list tells with verbs of its own: 收获两项大奖：“甲”获得“丙奖”，“乙”获得“丁奖”."""


def _object(masked: str, region: Region) -> Region:
    """What a verb has as its object: up to the end of the clause, or the list that spells out a counted one."""
    copula = COPULA.search(masked, *region)
    cut = _OBJECT_ENDS.search(masked, region.start, copula.start() if copula else region.end)
    if not cut:
        return Region(region.start, copula.start()) if copula else region
    end = cut.start()
    counted = _COUNTED.fullmatch(masked, region.start, end)
    spelled = _SPELLED_OUT.match(masked, end) if counted else None
    if spelled and _EACH_ITS_OWN.match(masked, spelled.end()):
        return Region(region.start, region.start)
    if spelled and spelled[0] != "，":
        return Region(spelled.end(), _sentence_end(masked, Region(end, region.end)))
    return Region(region.start, end)


_LATER = re.compile(
    r"，(?:所获|获得的?|具体)?(?:获奖|奖项|大奖|荣誉|称号|名称|头衔){0,2}(?:分别|依次)(?:为|是|获得"
    r"|拿下)(?P<awards>[^，。；]+)"
)


def _spelled_later(text: str, masked: str, region: Region, count: int) -> list[AwardPhrase]:
    """The awards that the next clause names one for each winner: …入选甲榜，奖项分别为乙和丙."""
    match = _LATER.match(masked, *region)
    awards = read_awards(text, masked, Region(*match.span("awards")), sure=False, honours=True) if match else []
    return awards if len(awards) == count > 1 else []


def _sentence_end(masked: str, region: Region) -> int:
    stop = re.compile("[。；！？]").search(masked, *region)
    return stop.start() if stop else region.end


def _elided(masked: str, left: Region, previous: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subject of a clause that names none: that of the clause before, if the sentence has one."""
    words = re.sub(rf"{TITLE}[中上里]", "", masked[left.start : left.end])
    if previous and not re.search(r"[“《「]", words):
        return tuple(s._replace(case=None) for s in previous)
    return (Subject((), None),)
