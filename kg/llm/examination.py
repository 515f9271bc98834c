"""How a part of a draft is examined: its names, its quotes, what it points at; and what is dropped, with reasons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kg.facts import Span
from kg.llm.answer import Dropped
from kg.llm.location import Stretch, fold
from kg.llm.printed import Printed

_MOST = 12
"""Forms of one name, and places of one quote, that are looked at: no reply may take hours."""


class Known(NamedTuple):
    """An accepted fact: its id, the forms that the text prints, and the quotes about it."""

    id: str
    forms: tuple[str, ...]
    quotes: tuple[Stretch, ...]


class Examination:
    """The examination of one draft: what is known so far, kind by kind, and what was dropped."""

    def __init__(self, printed: Printed) -> None:
        self.printed = printed
        self.dropped: list[Dropped] = []
        self._by_identity: dict[tuple[str, str], Known] = {}
        self._by_name: dict[tuple[str, str], list[Known]] = defaultdict(list)
        self._by_alias: dict[tuple[str, str], list[Known]] = defaultdict(list)

    def drop(self, path: str, value: str, reason: str) -> None:
        """Tell what is dropped, and why."""
        self.dropped.append(Dropped(path=path, value=value, reason=reason))

    def name(self, path: str, said: str | None, *, organization: bool = False) -> str | None:
        """A name as the text prints it; dropped where it does not."""
        if said is None:
            return None
        if found := self.printed.named(said, organization=organization):
            return self.printed.spelled(said, found[0])
        if not organization and len(self.printed.pieces(said)) > 1:
            return said
        inside = bool(self.printed.places(said))
        self.drop(path, said, "stands only inside a longer name" if inside else "does not stand in the article")
        return None

    def names(self, path: str, name: str, aliases: Sequence[str], *, organization: bool = False) -> tuple[str, ...]:
        """The forms of a name that the text prints, each once."""
        paths = (f"{path}.name", *(f"{path}.aliases[{n}]" for n in range(len(aliases))))
        found = (self.name(p, form, organization=organization) for p, form in zip(paths, (name, *aliases), strict=True))
        forms = tuple(dict.fromkeys(form for form in found if form))
        for form in forms[_MOST:]:
            self.drop(f"{path}.aliases", form, f"is more than the {_MOST}th form")
        return forms[:_MOST]

    def located(self, path: str, spans: Iterable[Span]) -> tuple[Stretch, ...]:
        """Where quotes stand, each once; those that stand nowhere are dropped."""
        found = []
        for n, span in enumerate(spans):
            if places := self.printed.places(span.quote):
                found.append(places[0])
            else:
                self.drop(f"{path}[{n}]", span.quote, "does not stand in the article")
        return tuple(dict.fromkeys(found))

    def evidence(
        self, path: str, spans: Iterable[Span], forms: Sequence[str], *, organization: bool = False
    ) -> tuple[Stretch, ...]:
        """The quotes that name what they are to prove; without any, the place where its name stands."""
        printed = self.printed
        good = []
        for n, span in enumerate(spans):
            places = printed.places(span.quote)
            naming = next((p for p in places[:_MOST] if printed.names([p], forms, organization=organization)), None)
            if naming:
                good.append(naming)
            else:
                why = f"does not name {forms[0]}" if places else "does not stand in the article"
                self.drop(f"{path}.evidence[{n}]", span.quote, why)
        own = (
            place for piece in printed.pieces(forms[0]) for place in printed.named(piece, organization=organization)[:1]
        )
        return tuple(dict.fromkeys(good)) or tuple(own)

    def introduce(
        self, kind: str, path: str, identity: str, names: tuple[str, str], aliases: Sequence[str], known: Known
    ) -> bool:
        """Make a fact known under the names that the draft has for it; False where it was known before."""
        first = self._by_identity.setdefault((kind, fold(identity)), known)
        for book, keys in ((self._by_name, names), (self._by_alias, aliases)):
            for key in {fold(key) for key in keys}:
                if first not in book[kind, key]:
                    book[kind, key].append(first)
        if first is not known:
            self.drop(path, known.id, "is listed twice")
        return first is known

    def reference(self, kind: str, said: str) -> Known | None:
        """What the draft points at, by id, name or alias, where that is one accepted fact."""
        for book in (self._by_name, self._by_alias):
            if len(found := book.get((kind, fold(said)), [])) == 1:
                return found[0]
        return None

    def mentioned(self, path: str, said: Sequence[str], passages: Sequence[Stretch]) -> tuple[str, ...]:
        """The ids of organizations that the draft points at, where one of the passages names them."""
        found = []
        for n, name in enumerate(said):
            known = self.reference("organization", name)
            if known is None:
                self.drop(f"{path}[{n}]", name, "is none of the organizations")
            elif not self.printed.names(passages, known.forms, organization=True):
                self.drop(f"{path}[{n}]", name, "no quote names it")
            else:
                found.append(known.id)
        return tuple(dict.fromkeys(found))

    def spans(self, places: Iterable[Stretch]) -> tuple[Span, ...]:
        """Places as evidence, each once, in the order of the text."""
        return tuple(self.printed.span(place) for place in sorted(set(places)))
