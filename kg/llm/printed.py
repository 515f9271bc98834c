"""What a text prints, and where: quotes, names, and whether a passage names somebody.

An organization is not named where a longer name that the registry knows stands: 中国银行 is not in 中国银行保险报.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from kg.facts import Span
from kg.llm.location import Locator, Stretch, fold, orders
from kg.registry import Registry
from kg.sentences import sentences

_GRADED = re.compile(r"(.{2,}?)((?:[特一二三]等|[金银銀铜銅]|优秀|優秀|优胜|優勝|鼓励|入围|提名)[奖獎])")
_BRANCH = re.compile(r"(?:分公司|分行|支行|支公司|分部|营业部|營業部|营业厅|办事处|代表处)$")


class Printed:
    """One text, and the registry's names in it. Nothing is found in lines that give `orders`."""

    def __init__(self, text: str, registry: Registry) -> None:
        ordered = orders(text)
        self.text, self._registry = text, registry
        self.orders = tuple(text[start:end] for start, end in ordered)
        self._locator = Locator(text, ordered)
        self._sentences = [Stretch(start, end) for start, end in sentences(text)]
        self._registered = [Stretch(match.start, match.end) for match in registry.find(text)]

    def places(self, quote: str) -> tuple[Stretch, ...]:
        """Where a quote stands, in order."""
        return self._locator.find(quote)

    def named(self, name: str, within: Stretch | None = None, *, organization: bool = False) -> tuple[Stretch, ...]:
        """Where a name stands, in the whole text or in a passage; an organization's not as a part of a longer one."""
        found = self._locator.find(name, within)
        return tuple(place for place in found if not self._is_part(place)) if organization else found

    def _is_part(self, place: Stretch) -> bool:
        at = bisect_right(self._registered, place.start, key=lambda match: match.start) - 1
        return at >= 0 and self._registered[at].holds(place) and self._registered[at] != place

    def spelled(self, name: str, place: Stretch) -> str:
        """A name as the text spells it at a place; white space is no part of the spelling."""
        printed = self.text[place.start : place.end]
        return name.strip() if "".join(name.split()) == "".join(printed.split()) else printed

    def pieces(self, name: str) -> tuple[str, ...]:
        """A name as one piece, or a graded prize whose track and grade stand apart as two: 产品赛道, 一等奖."""
        graded = None if self.named(name) else _GRADED.fullmatch("".join(name.split()))
        return (graded[1], graded[2]) if graded and all(map(self.named, graded.groups())) else (name,)

    def sentences(self, names: Iterable[str]) -> list[Stretch]:
        """The sentences in which one of the names begins, in order."""
        places = sorted({place for name in names for piece in self.pieces(name) for place in self.named(piece)})
        at = (bisect_right(self._sentences, place.start, key=lambda one: one.start) - 1 for place in places)
        return list(dict.fromkeys(self._sentences[n] for n in at))

    def names(self, passages: Sequence[Stretch], forms: Sequence[str], *, organization: bool = False) -> bool:
        """Whether the passages name somebody or something under one of its forms."""
        return any(
            all(any(self.named(piece, p, organization=organization) for p in passages) for piece in self.pieces(form))
            for form in forms
        )

    def names_both(self, passage: Stretch, one: Sequence[str], other: Sequence[str]) -> bool:
        """Whether a passage names two organizations, neither as a part of the other's name."""
        first = [p for form in one for p in self.named(form, passage, organization=True)]
        second = [p for form in other for p in self.named(form, passage, organization=True)]
        return bool(first) and any(not any(p.holds(place) for p in first) for place in second)

    def is_branch(self, name: str, company: Sequence[str]) -> bool:
        """Whether a name is that of a branch and begins with the company's: 某银行某地分行."""
        begins = [form for form in company if fold(name).startswith(fold(form)) and fold(name) != fold(form)]
        longest = max((m.end for m in self._registry.find(name) if m.start == 0), default=0)
        return bool(_BRANCH.search(name)) and any(len(form) >= longest for form in begins)

    def is_registered_under(self, forms: Sequence[str], company: Sequence[str]) -> bool:
        """Whether the registry has an organization below another."""
        known, above = ({e.id for f in each if (e := self._registry.resolve(f))} for each in (forms, company))
        return any(ancestor.id in above for id in known for ancestor in self._registry.ancestors(id))

    def span(self, place: Stretch) -> Span:
        """A place as evidence."""
        return Span(start=place.start, end=place.end, quote=self.text[place.start : place.end])
