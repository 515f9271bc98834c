"""What a text prints, and where: quotes, names, and whether a passage names somebody.

An organization is not named where a longer name that the registry knows stands: 中国银行 is not in 中国银行保险报.
"""

import re
from collections.abc import Iterable, Sequence

from kg.facts import Span
from kg.llm.location import Locator, Stretch, fold, orders
from kg.registry import Registry

_BRANCH = re.compile(r"(?:分公司|分行|支行|支公司|分部|营业部|營業部|营业厅|办事处|代表处)$")


class Printed:
    """One text, and the registry's names in it. Nothing is found in lines that give `orders`."""

    def __init__(self, text: str, registry: Registry) -> None:
        ordered = orders(text)
        self.text, self._registry = text, registry
        self.orders = tuple(text[start:end] for start, end in ordered)
        self._locator = Locator(text, ordered)
        self._registered = [Stretch(match.start, match.end) for match in registry.find(text)]

    def places(self, quotes: Iterable[str]) -> list[Stretch]:
        """Where quotes stand, the first place of each that stands anywhere."""
        found = (self._locator.find(quote) for quote in quotes)
        return [places[0] for places in found if places]

    def every_place(self, quote: str) -> list[Stretch]:
        """Where a quote stands, in order."""
        return self._locator.find(quote)

    def named(self, name: str, within: Stretch | None = None, *, organization: bool = False) -> list[Stretch]:
        """Where a name stands, in the whole text or in a passage, and not as a part of a longer one."""
        found = self._locator.find(name, within)
        return [place for place in found if not (organization and self._is_part(place))]

    def _is_part(self, place: Stretch) -> bool:
        return any(longer.holds(place) and longer != place for longer in self._registered)

    def names(self, passages: Iterable[Stretch], forms: Sequence[str], *, organization: bool = False) -> bool:
        """Whether one of the passages names somebody or something under one of its forms."""
        return any(self.named(form, passage, organization=organization) for passage in passages for form in forms)

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

    def span(self, place: Stretch) -> Span:
        """A place as evidence."""
        return Span(start=place.start, end=place.end, quote=self.text[place.start : place.end])
