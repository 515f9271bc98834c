"""The extractor: an article becomes facts, each with the sentence that says it.

In the order of the work: `orthography` (one spelling), `outline` (headings, titles, lists), `organizations` (who is
named, with `naming`, `slots` and `anaphora`), `masking` (a view of the text for the grammar), `awards` and `prose`
with `verbs` (`patterns` makes long lists of words quick), `subjects` and `pairing`, `shortnames`, `lists` with
`entries`, `rankings`, `tables` with `grid`, `headers`, `columns` and `cells`, `walls` with `beside` and `honours`,
`followups` (what is conferred on whom), `programmes`, `belonging`, `focus` and `organizing` (programmes and years, whom
a passage is about, organizers), `assembly` with `merging` (what is told twice is one), `details` with `figures`,
`products` and `places`, `dating`, `claims`, and `document`, which writes the facts. Deterministic, offline, and silent
about what it cannot quote.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate

from kg.article import Article, BlockKind
from kg.extractor.assembly import assemble
from kg.extractor.awards import AwardPhrase
from kg.extractor.belonging import Context, edition_year, stated_parents
from kg.extractor.cells import winner_cells
from kg.extractor.claims import find_claims
from kg.extractor.columns import in_columns
from kg.extractor.conferral import Conferral
from kg.extractor.dating import days
from kg.extractor.details import find_details
from kg.extractor.document import write
from kg.extractor.focus import Focus
from kg.extractor.followups import announced_groups, cases_behind
from kg.extractor.lists import award_headings, listed
from kg.extractor.masking import mask, quotations
from kg.extractor.organizations import Mention, Roster, find_organizations
from kg.extractor.organizing import Organizing, find_organizers, giver_in_name, organizers_of
from kg.extractor.orthography import Print, spell
from kg.extractor.outline import Line, Region, outline, sentences
from kg.extractor.programmes import Programme, find_programmes
from kg.extractor.prose import conferrals
from kg.extractor.rankings import rankings
from kg.extractor.shortnames import declared_awards, point_back
from kg.extractor.tables import tabled
from kg.extractor.walls import find_wall
from kg.facts import ArticleFacts, Extraction
from kg.ontology import Ontology
from kg.registry import Registry

__all__ = ["extract"]

VERSION = "8"
"""Version of the rules: changes whenever the same article may give other facts."""


_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年?度?")
"""A heading of a page that goes through the years: no year is that of the whole."""
_DATE_ALONE = re.compile(r"(?:19|20)\d\d(?:年\d\d?月(?:\d\d?日)?|[-./]\d\d?(?:[-./]\d\d?)?)")
"""A date that stands alone in a line, as in a chronicle: what opens it says nothing of the whole."""


def extract(article: Article, registry: Registry, ontology: Ontology) -> ArticleFacts:
    """Extract the facts of an article by rules, given who (registry) and where (ontology) is known.

    The same article always gives the same facts.
    """
    text = spell(article.text)
    title = spell(article.title or "")
    blocks = in_columns(text, article.blocks)
    lines = outline(text, blocks)
    cells = tuple(winner_cells(text, blocks))
    roster = find_organizations(text, title, registry, cells)
    quoted = quotations(text)
    masked = mask(text, quoted, roster.extents(text))
    programmes = find_programmes(text, masked)
    aliases = declared_awards(text, masked)
    told = _with_bracketed(text, masked, lines, roster, _told(text, masked, lines, roster))
    headings = award_headings(text, lines, frozenset(c.award.name for c in told if c.award))
    opening = _opening(lines)
    years = sum(bool(line.rank) and _YEAR_ALONE.fullmatch(text, *line.body) is not None for line in lines)
    dates = sum(_DATE_ALONE.fullmatch(text, *line.body) is not None for line in lines)
    own = [c.award for c in told if c.award]
    year = edition_year(title, _first_paragraph(text, lines), own) if years < 2 and dates < 3 else None
    context = Context(tuple(p for p in programmes if not _conferred(p, own)), opening if dates < 3 else 0, year)
    focus = Focus(text, masked, lines, roster)
    told = point_back(text, masked, told, lines, headings, programmes, context.opening)
    titles = frozenset(text[c.case.start : c.case.end] for c in told if c.case)
    told += [
        *listed(text, masked, lines, headings, titles, roster),
        *rankings(text, masked, lines, roster),
        *tabled(text, lines, programmes, roster, _winner(told, focus)),
    ]
    told += announced_groups(text, masked, lines, told, roster)
    wall = find_wall(text, masked, lines, roster, _winner(told, focus))
    told += _unsaid(wall.conferrals, told)
    focus = focus.of_wall(wall.topic)
    told = cases_behind(text, masked, lines, told, roster)
    told += _only_in_headings(text, masked, lines, roster, told)
    findings = assemble(text, lines, told, context, focus, aliases)
    details = find_details(text, masked, lines, findings, roster, ontology.place_names())
    given = tuple(Organizing(c.givers, c.evidence) for c in told if c.givers)
    organizing = (*find_organizers(text, masked, lines, roster), *given)
    organizers = organizers_of(text, organizing, [(h.name, h.programme, h.context) for h in findings.honours])
    for n, honour in enumerate(findings.honours):
        winners = {w for r in findings.receipts if r.honour == n for w in r.recipients}
        givers = [g for region in honour.evidence if (g := giver_in_name(text, roster, region))]
        known = {m.entity for m in organizers.get(n, ())} | winners
        organizers[n] = (*organizers.get(n, ()), *{g.entity: g for g in givers if g.entity not in known}.values())
    parents = {member.entity: parent for member, parent in stated_parents(masked, roster)}
    claims = find_claims(text, lines, findings, roster, _above(roster, parents, registry))
    given_on = days(text, (receipt.evidence for receipt in findings.receipts), article.published)
    extraction = Extraction(name="rules", version=VERSION)
    return write(
        article,
        Print(article.text, text),
        registry,
        roster,
        findings,
        details,
        organizers,
        parents,
        claims,
        given_on,
        extraction,
    )


def _conferred(programme: Programme, awards: list[AwardPhrase]) -> bool:
    """Whether what looks like a programme is an award that somebody won."""
    return any(programme.start < a.end and a.start < programme.end for a in awards)


def _winner(told: list[Conferral], focus: Focus) -> int | None:
    """Whose wall a page is: who wins most in its sentences, else whom it is about."""
    counts = Counter(m.entity for c in told for m in c.winners)
    most = counts.most_common(1)
    return most[0][0] if most and (most[0][1] > 1 or focus.topic is None) else focus.topic


def _only_in_headings(
    text: str, masked: str, lines: tuple[Line, ...], roster: Roster, told: list[Conferral]
) -> list[Conferral]:
    """What a headline confers where nothing under it does, the article's own title last of all."""
    found: list[Conferral] = []
    starts = sorted(c.evidence.start for c in told)
    headings = [n for n, line in enumerate(lines) if line.rank]
    ends = [*(lines[n].block.start for n in headings[1:]), len(text)]
    for n, end in zip(headings, ends, strict=False):
        inside = bisect_left(starts, lines[n].block.start) < bisect_left(starts, end)
        if not inside and (n or not told):
            body = Region(lines[n].body.start, lines[n].body.end)
            found += [c for s in sentences(text, body) for c in conferrals(text, masked, s, roster) if c.award]
    return found


def _unsaid(found: Iterable[Conferral], told: list[Conferral]) -> list[Conferral]:
    """What is conferred where nothing else was read."""
    read = [r for c in told for r in (c.evidence, c.award and Region(c.award.start, c.award.end)) if r]
    starts, ends = zip(*sorted(read), strict=True) if read else ((), ())
    until = [0, *accumulate(ends, max)]  # up to where is read what starts before
    return [c for c in found if until[bisect_left(starts, c.evidence.end)] <= c.evidence.start]


def _told(text: str, masked: str, lines: tuple[Line, ...], roster: Roster) -> list[Conferral]:
    """Everything that running text confers, in order."""
    said = [
        s._replace(start=max(s.start, line.body.start)) if _bracketed(text, line) else s
        for line in lines
        if not line.rank and line.block.kind is not BlockKind.CELL
        for s in line.sentences
    ]
    return [c for sentence in _joined(text, said) for c in conferrals(text, masked, sentence, roster)]


def _with_bracketed(
    text: str, masked: str, lines: tuple[Line, ...], roster: Roster, told: list[Conferral]
) -> list[Conferral]:
    """The same, with what the headline in 【】 confers that a paragraph opens with and names no award itself."""
    found = list(told)
    named = sorted(c.award.start for c in told if c.award)
    for line in lines:
        if line.lead and _bracketed(text, line):
            inside = bisect_left(named, line.block.start) < bisect_left(named, line.block.end)
            found += [] if inside else [c for c in conferrals(text, masked, line.lead, roster) if c.award]
    return sorted(found, key=lambda c: c.evidence.start) if len(found) > len(told) else told


def _bracketed(text: str, line: Line) -> bool:
    """Whether a line opens with a headline in 【】."""
    return line.lead is not None and text[line.lead.start - 1 : line.lead.start] == "【"


def _joined(text: str, said: list[Region]) -> Iterator[Region]:
    """Sentences, with those that the end of a line broke off within a list put together again."""
    start = None
    for n, sentence in enumerate(said):
        start = sentence.start if start is None else start
        between = text[sentence.end : said[n + 1].start] if n + 1 < len(said) else "。"
        broken = text[sentence.end - 1] == "、" and not between.strip()
        if not broken:
            yield Region(start, sentence.end)
            start = None


def _above(roster: Roster, parents: Mapping[int, Mention], registry: Registry) -> dict[int, frozenset[int]]:
    """For each organization those that it belongs to: by its name, by the text, by the registry."""
    ids = {e.registry_id: n for n, e in enumerate(roster.entities) if e.registry_id}
    above: dict[int, frozenset[int]] = {}
    for n, entity in enumerate(roster.entities):
        known = registry.ancestors(entity.registry_id) if entity.registry_id else ()
        stated = [parents[n].entity] if n in parents else []
        within = [entity.within] if entity.within is not None else []
        direct = {*(ids[a.id] for a in known if a.id in ids), *stated, *within}
        above[n] = frozenset(direct | {parents[p].entity for p in direct if p in parents})
    return above


def _first_paragraph(text: str, lines: tuple[Line, ...]) -> str:
    first = next((line for line in lines if not line.rank and line.block.end - line.block.start > 30), None)
    return text[: first.block.end] if first else ""


def _opening(lines: tuple[Line, ...]) -> int:
    """Where the opening of the article ends: with its third line of running text."""
    running = [line for line in lines if not line.rank]
    return running[min(2, len(running) - 1)].block.end if running else 0
