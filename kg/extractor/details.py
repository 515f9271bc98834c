"""What the article tells of each case besides the award: its summary, figures, partners, products and places.

A passage is about the case that it names last: a line that opens with its title, or a sentence that quotes it, up to
the next one that names another. Comes from the outline and the assembled works, gives `Details`, one for each work.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

import ahocorasick

from kg.extractor.assembly import Findings, Work
from kg.extractor.figures import Quantity, find_figures
from kg.extractor.masking import ORG
from kg.extractor.merging import near_case, same_case
from kg.extractor.organizations import Roster
from kg.extractor.outline import Line, Region
from kg.extractor.places import find_places
from kg.extractor.products import Offering, find_products


class Details(NamedTuple):
    """What is told of one work."""

    titles: tuple[Region, ...]
    summary: Region | None
    figures: tuple[Quantity, ...]
    partners: tuple[tuple[int, str, Region], ...]
    products: tuple[Offering, ...]
    places: tuple[str, ...]


_PARTNER = re.compile(
    rf"(?P<verb>联合|携手|会同|与|聯合"
    rf"|攜手)(?P<who>{ORG}(?:[、和及与]{ORG}){{0,12}})(?:[^。；\ue000]{{0,40}}?)(?P<made>发布|推出|编制|撰写|开发"
    rf"|打造|研发|共建|合作|完成|发起|举办|出版|雙方|双方)"
)
_PARTNER_OF = re.compile(rf"(?P<who>{ORG})是(?:该)?(?:研究|项目|课题)?(?P<made>合作方|协作方|支持单位|共同发起方)")


def find_details(
    text: str,
    masked: str,
    lines: tuple[Line, ...],
    findings: Findings,
    roster: Roster,
    places: frozenset[str],
) -> tuple[Details, ...]:
    """Gather what the article tells of each work. `places` are the names that can be recognized."""
    passages: list[list[tuple[Region, bool]]] = [[] for _ in findings.works]
    titles: list[list[Region]] = [[] for _ in findings.works]
    named = _Named(text, findings)
    for line in lines:
        if line.rank:
            continue
        for work, region, opens in _about(text, line, named, findings, roster):
            passages[work].append((region, opens))
            if opens and line.lead:
                titles[work].append(line.lead)
    told = zip(findings.works, titles, passages, strict=True)
    return tuple(_details(text, masked, work, title, passage, roster, places) for work, title, passage in told)


class _Named:
    """Knows where the text names each work, by title or by the quoted words of it, and which works are whose."""

    def __init__(self, text: str, findings: Findings) -> None:
        forms: dict[str, dict[int, None]] = {}
        for n, work in enumerate(findings.works):
            for title in (work.title, *work.aliases):
                for form in _forms(title):
                    forms.setdefault(form, {})[n] = None
        found = ahocorasick.Automaton()
        for form, works in forms.items():
            found.add_word(form, (len(form), tuple(works)))
        found.make_automaton()
        ends = found.iter(text) if forms else ()
        self._places = sorted((last + 1 - long, last + 1, n) for last, (long, works) in ends for n in works)
        self._works_of: dict[int, set[int | None]] = {}
        for receipt in findings.receipts:
            for entity in receipt.recipients:
                self._works_of.setdefault(entity, set()).add(receipt.work)

    def inside(self, sentence: Region) -> list[tuple[int, int]]:
        """The works that a sentence names, each where it first does, in order of the text."""
        first = bisect_left(self._places, (sentence.start,))
        last = bisect_left(self._places, (sentence.end,), first)
        found: dict[int, int] = {}
        for at, end, work in self._places[first:last]:
            if end <= sentence.end:
                found.setdefault(work, at)
        return sorted((at, work) for work, at in found.items())

    def only_case(self, sentence: Region, roster: Roster) -> int | None:
        """The only case of the organization that opens a sentence: 甲银行有关人士表示…"""
        first = next((m for m in roster.between(sentence) if m.start - sentence.start <= 2), None)
        cases = self._works_of.get(first.entity, set()) if first else ()
        return next(iter(cases)) if len(cases) == 1 else None


def _about(
    text: str, line: Line, names: _Named, findings: Findings, roster: Roster
) -> Iterator[tuple[int, Region, bool]]:
    """Which work each part of a line is about. A part ends where another work is named."""
    focus = _opened(text, line, findings, roster)
    if focus is not None:
        yield focus, line.body, True
        return
    earlier: list[int] = []
    for sentence in line.sentences:
        named = names.inside(sentence)
        starts = [at for at, _ in named] + [sentence.end]
        about = None if named else names.only_case(sentence, roster)
        focus = focus if about is None else about
        if focus is not None and starts[0] > sentence.start:
            yield focus, Region(sentence.start, starts[0]), False
        for n, ((at, work), stop) in enumerate(zip(named, starts[1:], strict=True)):
            following = findings.works[named[n + 1][1]].owners if n + 1 < len(named) else ()
            owner = next((m.start for m in roster.between(Region(at, stop)) if m.entity in following), stop)
            yield work, Region(at, owner), False
            focus = work
        earlier = [w for _, w in named] or earlier
        yield from _former_latter(text, sentence, earlier)


def _opened(text: str, line: Line, findings: Findings, roster: Roster) -> int | None:
    """The work whose title the line opens with."""
    if line.lead is None:
        return None
    lead = text[line.lead.start : line.lead.end]
    for n, work in enumerate(findings.works):
        if any(same_case(lead, title) for title in (work.title, *work.aliases)):
            return n
    inside = {m.entity for m in roster.between(Region(line.lead.start, line.body.end))}
    near = [n for n, w in enumerate(findings.works) if inside & set(w.owners) and near_case(lead, w.title)]
    return near[0] if near else None


def _forms(title: str) -> tuple[str, ...]:
    """A title, its first quotation with marks, and where that is long enough without."""
    marks = re.search(r"[“「《]([^“”「」《》]{2,})[”」》]", title)
    quoted = (marks[0], *([marks[1]] if len(marks[1]) > 3 else [])) if marks else ()
    return (title, *quoted)


def _former_latter(text: str, sentence: Region, earlier: list[int]) -> Iterator[tuple[int, Region, bool]]:
    """前者…；后者…: each clause is about one of two works named before."""
    if len(earlier) < 2:
        return
    raw = text[sentence.start : sentence.end]
    for words, work in (("前者", earlier[-2]), ("后者", earlier[-1]), ("後者", earlier[-1])):
        if (at := raw.find(words)) >= 0:
            yield work, Region(sentence.start + at, sentence.end), False


def _details(
    text: str,
    masked: str,
    work: Work,
    titles: list[Region],
    passages: list[tuple[Region, bool]],
    roster: Roster,
    places: frozenset[str],
) -> Details:
    regions = [region for region, _ in passages]
    summary = next((region for region, opens in passages if opens), None)
    return Details(
        tuple(dict.fromkeys(titles)),
        summary,
        _figures(text, masked, regions),
        tuple(_partners(text, masked, work, regions, roster)),
        find_products(text, masked, regions, (work.title, *work.aliases), work.owners, roster),
        find_places(masked, regions, places),
    )


def _figures(text: str, masked: str, regions: list[Region]) -> tuple[Quantity, ...]:
    """The figures of the passages; one that is repeated with the same value and unit counts once."""
    found: dict[tuple[object, ...], Quantity] = {}
    for region in regions:
        for quantity in find_figures(text, masked, region):
            found.setdefault((quantity.value, quantity.unit), quantity)
    return tuple(sorted(found.values()))


def _partners(
    text: str, masked: str, work: Work, regions: list[Region], roster: Roster
) -> Iterator[tuple[int, str, Region]]:
    seen: set[int] = set(work.owners)
    for entity, region in work.partners:
        if entity not in seen:
            seen.add(entity)
            made = re.match(
                r"[》”]?[^，。；]{0,12}?(发布|推出|编制|开发|打造|研发|出版)", text[region.end : region.end + 16]
            )
            yield entity, f"联合{made[1]}" if made else "合作", region
    for region in regions:
        for match in (*_PARTNER.finditer(masked, *region), *_PARTNER_OF.finditer(masked, *region)):
            for mention in roster.between(Region(*match.span("who"))):
                if mention.entity not in seen:
                    seen.add(mention.entity)
                    yield mention.entity, _role(match["made"]), Region(mention.start, mention.end)


def _role(made: str) -> str:
    """The role of a partner, from the word that the passage has for what was done together."""
    if made in ("合作", "双方", "雙方"):
        return "合作"
    return made if made.endswith(("方", "单位")) else f"联合{made}"
