"""Which organization a passage is about, where the sentence that confers names no winner.

In this order: who opens the sentence, the title or speaker that the paragraph opens with, who opens the nearest
sentence before in the paragraph or in the two lines above, and else whom the article is about. Organizers, places and
parents of others are nobody that a passage is about.
"""

import re
from bisect import bisect_left
from collections import Counter
from typing import Self

from kg.extractor.anaphora import confers
from kg.extractor.organizations import Mention, Roster
from kg.extractor.outline import Line, Region, line_at, sentences
from kg.extractor.subjects import is_agent

_OPENERS = re.compile(r"[，。；！？：\n]")

_CAREER = re.compile(r"历任|从业经[历验]|证券从业|[硕博]士学位")
"""Words of a person's career: what such a passage goes on to tell was not won by an organization."""


_FOUNDER = re.compile(r"的?(?:联合)?(?:创始人|创办人)")
"""What behind a name makes it the attribute of a person."""


class Focus:
    """Knows the lines of an article and whom it is about."""

    def __init__(self, text: str, masked: str, lines: tuple[Line, ...], roster: Roster) -> None:
        self._text, self._masked, self._lines, self._roster = text, masked, lines, roster
        self._topic = self._most_active()
        self._wall = False

    @property
    def topic(self) -> int | None:
        """The entity that the article as a whole is about."""
        return self._topic

    def of_wall(self, topic: int | None) -> Self:
        """The same for a page that is a wall of one organization's honours, if it is one."""
        if topic is not None:
            self._topic, self._wall = topic, True
        return self

    def at(self, start: int, end: int) -> int | None:
        """The entity that the passage from `start` to `end` is about."""
        index = line_at(self._lines, start)
        if index is None:
            return self._topic
        line = self._lines[index]
        if _CAREER.search(self._text, line.block.start, max(start, end)):
            return None
        if self._is_of_somebody_unknown(Region(line.block.start, end)):
            return None
        own = self._opening(Region(line.block.start, end), whole=True)
        if own is not None:
            return own
        if line.lead and (lead := self._agents(line.lead)):
            return lead[-1].entity
        if self._wall:
            return self._topic
        above = Region(self._lines[max(0, index - 2)].block.start, line.block.start)
        return next((e for e in (self._opening(above, whole=False), self._topic) if e is not None), None)

    def _is_of_somebody_unknown(self, region: Region) -> bool:
        """Whether the last sentence of a region opens with a name of several, after which nobody is named."""
        before = bisect_left(self._roster.unsettled, region.end) - 1
        at = self._roster.unsettled[before] if before >= 0 else -1
        if at < region.start or at < sentences(self._text, region)[-1].start:
            return False
        return not self._agents(Region(at, region.end))

    def _opening(self, region: Region, *, whole: bool) -> int | None:
        """Who opens the last sentence of a region in which somebody does; with `whole`, else who is last named."""
        said = sentences(self._text, region)
        for sentence in reversed(said):
            for agent in self._agents(sentence):
                before = self._masked[max(region.start, agent.start - 1) : agent.start]
                if agent.start == sentence.start or _OPENERS.search(before):
                    return agent.entity
        agents = self._agents(region) if whole else ()
        return agents[-1].entity if agents else None

    def _agents(self, region: Region) -> tuple[Mention, ...]:
        return tuple(m for m in self._roster.between(region) if is_agent(self._masked, m, region))

    def _most_active(self) -> int | None:
        """The entity that is most often where a winner can be; names in the first line count three times."""
        counts: Counter[int] = Counter()
        for n, line in enumerate(self._lines):
            for agent in self._agents(Region(line.block.start, line.block.end)):
                if confers(self._text, agent.start, agent.end) or _FOUNDER.match(self._text, agent.end):
                    continue
                counts[agent.entity] += 3 if n == 0 else 1
        return counts.most_common(1)[0][0] if counts else None
