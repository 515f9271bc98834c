"""Classes of things that are one, where some may never be: a union-find with a guard."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Classes(Generic[T]):
    """Things in classes of their own, until they are united; what stands in one scope stays apart.

    Each thing comes with the scopes in which it is told apart from others (its articles).
    """

    def __init__(self, things: Iterable[tuple[T, Iterable[Hashable]]]) -> None:
        self._of: dict[T, list[T]] = {}
        self._scopes: dict[int, set[Hashable]] = {}
        for thing, scopes in things:
            self._of[thing] = own = [thing]
            self._scopes[id(own)] = set(scopes)

    def unite(self, a: T, b: T) -> bool:
        """Make two things one with all that is one with them; not where one scope tells two of them apart."""
        first, second = self._of[a], self._of[b]
        if first is second:
            return True
        scopes, others = self._scopes[id(first)], self._scopes[id(second)]
        if scopes & others:
            return False
        if len(first) < len(second):
            first, second, scopes, others = second, first, others, scopes
        first += second
        scopes |= others
        del self._scopes[id(second)]
        for thing in second:
            self._of[thing] = first
        return True

    def of(self, thing: T) -> Sequence[T]:
        """What is one with a thing, itself included."""
        return self._of[thing]

    def __iter__(self) -> Iterator[Sequence[T]]:
        return iter({id(each): each for each in self._of.values()}.values())
