"""Which facts document is of the article of which gold file: by file name, by its source, by its id."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.errors import GoldError, one_line
from kg.evaluator.gold import SUFFIX
from kg.facts import ArticleFacts


def few(names: Sequence[str], most: int = 5) -> str:
    """The first of some names as one line, and how many more there are.

    >>> few(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    more = f" and {len(names) - most:,} more" if len(names) > most else ""
    return ", ".join(map(one_line, names[:most])) + more


class Candidate(NamedTuple):
    """A facts document to be judged, where it stands, and the text that it quotes (None: it is not at hand)."""

    where: str
    document: ArticleFacts
    text: str | None = None

    def names(self) -> tuple[str | None, str | None, str]:
        """What its article may be called, the surest name first."""
        file, article = Path(self.where).name, self.document.article
        return (
            file.removesuffix(".facts.json") if file.endswith(".facts.json") else None,
            Path(article.source_path).stem if article.source_path else None,
            article.id,
        )


class Pairing:
    """Facts documents by the names that the gold may have for their articles."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        self._candidates = tuple(candidates)
        self._by_name: defaultdict[tuple[int, str | None], list[Candidate]] = defaultdict(list)
        self._claimed: set[str] = set()
        for candidate in self._candidates:
            for rank, name in enumerate(candidate.names()):
                self._by_name[rank, name].append(candidate)

    def claim(self, name: str) -> Candidate | None:
        """The facts document of an article of this name, or None. Raises `GoldError` where there is more than one."""
        found = next((self._by_name[rank, name] for rank in range(3) if (rank, name) in self._by_name), [])
        self._claimed.update(candidate.where for candidate in found)
        if len(found) > 1:
            what = f"{found[0].where} and {found[1].where} both have facts of its article"
            raise GoldError(f"{name}{SUFFIX}", what, "leave one of them out")
        return found[0] if found else None

    def nothing_of(self, names: Iterable[str]) -> GoldError | None:
        """The error where there are facts documents, and not one of them is of an article of these names."""
        if self._claimed or not self._candidates:
            return None
        wanted, given = list(names), [candidate.where for candidate in self._candidates]
        what = f"no facts document is of an article that the gold is of: looked for {few(wanted)}"
        where = f"by file name, source and id in {few(given)}"
        return GoldError("", f"{what}, {where}", "name the facts of these articles, or the gold of those")

    def unclaimed(self) -> tuple[str, ...]:
        """Where the facts documents stand that no gold has claimed."""
        return tuple(candidate.where for candidate in self._candidates if candidate.where not in self._claimed)
