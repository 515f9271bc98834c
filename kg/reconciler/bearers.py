"""Who is one: bearers of names in classes, where an article, a registry or a person may forbid that two are one.

Reasons are taken one kind at a time. What reasons of one kind join is joined as a whole or not at all: a class in
which two must be told apart has a wrong reason in it, and nobody knows which.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.reconciler.census import REGISTERED

Pair = tuple[str, str]


class Bearers:
    """Bearers, each a class of its own until they are joined.

    `together` are bearers that one article tells apart, `different` pairs that a person does, `alone` those that a
    person calls organizations of their own: they are joined by nothing but `unite`.
    """

    def __init__(
        self, together: Iterable[frozenset[str]], different: Iterable[Pair] = (), alone: Iterable[str] = ()
    ) -> None:
        self._parents: dict[str, str] = {}
        self._articles: dict[str, set[int]] = defaultdict(set)
        for number, bearers in enumerate(together):
            for bearer in bearers:
                self._articles[bearer].add(number)
        self._different = tuple(different)
        self._alone = frozenset(alone)

    def of(self, bearer: str) -> str:
        """The bearer that stands for the class: a registered one where there is one, else the smallest."""
        root = bearer
        while (above := self._parents.get(root, root)) != root:
            root = above
        while bearer != root:
            self._parents[bearer], bearer = root, self._parents[bearer]
        return root

    def unite(self, a: str, b: str) -> None:
        """Make two classes one, whatever forbids it."""
        first, second = sorted((self.of(a), self.of(b)), key=lambda each: (not each.startswith(REGISTERED), each))
        if first != second:
            self._parents[second] = first
            self._articles[first] |= self._articles.pop(second, set())

    def join(self, reasons: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
        """Make one what reasons of one kind join; gives the reasons that were followed, and those that were not."""
        pairs = sorted({(self.of(a), self.of(b)) for a, b in reasons if self.of(a) != self.of(b)})
        followed: list[Pair] = []
        refused: list[Pair] = []
        for group, inside in _components(pairs):
            if self._may_be_one(group):
                for a, b in inside:
                    self.unite(a, b)
                followed += inside
            else:
                refused += inside
        return followed, refused

    def may_be_one(self, a: str, b: str) -> bool:
        """Whether nothing forbids that two classes are one."""
        return self._may_be_one({self.of(a), self.of(b)})

    def _may_be_one(self, group: set[str]) -> bool:
        if sum(root.startswith(REGISTERED) for root in group) > 1:
            return False
        seen: set[int] = set()
        for root in group:
            if seen & self._articles[root]:
                return False
            seen |= self._articles[root]
        return not self._are_decided(group)

    def are_decided(self, a: str, b: str) -> bool:
        """Whether a person told two classes apart, or called one an organization of its own."""
        return self._are_decided({self.of(a), self.of(b)})

    def _are_decided(self, group: set[str]) -> bool:
        if any(self.of(bearer) in group for bearer in self._alone):
            return True
        return any({self.of(a), self.of(b)} <= group for a, b in self._different)


def _components(pairs: list[Pair]) -> Iterator[tuple[set[str], list[Pair]]]:
    """What pairs connect, with the pairs; in order."""
    beside: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        beside[pair[0]].append(pair)
        beside[pair[1]].append(pair)
    done: set[str] = set()
    for start in sorted(beside):
        if start in done:
            continue
        group, waiting = {start}, [start]
        while waiting:
            for pair in beside[waiting.pop()]:
                fresh = [each for each in pair if each not in group]
                group.update(fresh)
                waiting += fresh
        done |= group
        yield group, sorted({pair for each in group for pair in beside[each]})
