"""Awards that the text gives a short name, and awards that it only points back to.

民生金融优秀创新案例（以下简称“优创案例”）declares a short name; 获此殊荣, 获得该奖项, 榜上有名 point back to an
award named before, to the heading above, or to the list that the article announces.
"""

import re
from collections.abc import Sequence

from kg.extractor.awards import AwardPhrase, is_award_name, year_of
from kg.extractor.conferral import Conferral
from kg.extractor.lists import AwardHeading
from kg.extractor.masking import ORGANIZATION, ORGANIZATION_REST, TITLE
from kg.extractor.outline import Line, line_at
from kg.extractor.programmes import Programme

_DECLARED = re.compile(
    r"(?P<full>[^，。；：、（）()\n]{4,40})[（(](?:以下|下文)?(?:简称|下称"
    r"|统称)(?:为)?[：:]?\s*[“‘「『\"]?(?P<short>[^”’」』\"（）()，。]{2,20})[”’」』\"]?[）)]"
)
_DECLARES = re.compile("[（(](?:以下|下文)?(?:简称|下称|统称)")
_YEAR_OR_VERB = re.compile(r"^.*?(?:发布了?|公布了?|揭晓了?|举办的?|主办的?|评选的?|的|(?:19|20)\d\d年?度?)(?=.{4,})")


def declared_awards(text: str, masked: str) -> dict[str, str]:
    """Find short names that the text declares for awards and programmes: short to full."""
    found = {}
    for match in _DECLARED.finditer(text) if _DECLARES.search(text) else ():
        last = masked[match.end("full") - 1]
        full = match["full"]
        while cut := _YEAR_OR_VERB.match(full):
            full = full[cut.end() :]
        full = full.strip("“”「」 ")
        if last not in (ORGANIZATION, ORGANIZATION_REST) and is_award_name(full, sure=True):
            found[match["short"]] = full
    return found


def point_back(
    text: str,
    masked: str,
    told: Sequence[Conferral],
    lines: tuple[Line, ...],
    headings: tuple[AwardHeading, ...],
    programmes: tuple[Programme, ...],
    opening: int,
) -> list[Conferral]:
    """Give each conferral that names no award the one that it points back to; those without any are dropped."""
    made: list[Conferral] = []
    for conferral in told:
        if conferral.award is not None:
            made.append(conferral)
        elif award := _meant(text, masked, conferral, made, lines, headings, programmes, opening):
            made.append(conferral._replace(award=award))
    return made


def _last_quoted(
    text: str,
    masked: str,
    lines: tuple[Line, ...],
    line: int | None,
    conferral: Conferral,
    said: Sequence[Conferral],
    contests: Sequence[Programme],
) -> AwardPhrase | None:
    """The award whose quoted name stands last before words that point back, in the same paragraph; no contest."""
    if line is None:
        return None
    start = max([lines[line].block.start, *(c.evidence.end for c in said)])
    for title in reversed(list(re.compile(TITLE).finditer(masked, start, conferral.evidence.end))):
        name = text[title.start() + 1 : title.end() - 1]
        contest = any(p.start < title.end() and title.start() < p.end for p in contests)
        if is_award_name(name, sure=True) and not contest:
            return AwardPhrase(title.start(), title.end(), name, year_of(name))
    return None


def _meant(
    text: str,
    masked: str,
    conferral: Conferral,
    before: Sequence[Conferral],
    lines: tuple[Line, ...],
    headings: tuple[AwardHeading, ...],
    programmes: tuple[Programme, ...],
    opening: int,
) -> AwardPhrase | None:
    at = conferral.evidence.start
    line = line_at(lines, at)
    under = {h.line: h.award for h in headings}
    if line is not None and lines[line].under and (above := under.get(lines[line].under[-1])):
        return above
    said = [c for c in before if c.award and c.evidence.end <= at]
    if conferral.listed and said and line is not None and said[-1].evidence.start >= lines[line].block.start:
        return said[-1].award
    contests = programmes if conferral.listed else ()
    if pointed := _last_quoted(text, masked, lines, line, conferral, said, contests):
        return pointed
    if not conferral.listed:
        winners = {m.entity for m in conferral.winners}
        earlier = [c for c in before if c.award and c.award.start < conferral.evidence.end]
        own = [c.award for c in earlier if winners & {m.entity for m in c.winners}]
        return next(iter(own[-1:] or [c.award for c in earlier[-1:]]), None)
    lists = [p for p in programmes if is_award_name(p.name, sure=True)]
    here = lines[line].block.start if line is not None else at
    near = [p for p in lists if here <= p.start < conferral.evidence.end]
    announced = [p for p in lists if p.start < max(opening, at)]
    first = next(iter(near[-1:] or announced[:1]), None)
    return AwardPhrase(first.start, first.end, first.name, first.year, None, first.edition) if first else None
