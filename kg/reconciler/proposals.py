"""Who may be one: what the articles do not settle, for a person to decide, with the reasons and the sentences.

Goes from all documents to proposals, in order of their reasons: the grammar of names, then what two have in common
in the articles, and last likeness, which has never joined anybody. What an article or a person tells apart, what
names contradict, and what was decided is not proposed.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

from pydantic import BaseModel, ConfigDict

from kg.facts import ArticleFacts
from kg.reconciler.bearers import Pair
from kg.reconciler.census import REGISTERED, fullest
from kg.reconciler.decisions import Decided
from kg.reconciler.organizations import Kin, shared
from kg.registry import Registry, key
from kg.registry.abbreviations import contradict, is_short_for, is_unit, parts

_LIKE = 0.8
"""How alike, by the share of letters in common, names must be to be proposed for that alone."""
_RATHER_LIKE = 0.5
"""How alike they must be where they have something else in common."""
_LIKE_HOUSE = 0.6
"""How alike the houses in them must be, without places and trade: 砚溪 is not 砚屏."""
_BESIDE = 2
"""How many other organizations two must both stand beside to be proposed for that."""
_COMMON = 50
"""How many bearers of names may share two letters that are to say anything: 银行 says nothing."""
_QUOTED = 3


class Reason(StrEnum):
    """Why two names are proposed to be one, the surest first."""

    GRAMMAR = "grammar"
    COOCCURRENCE = "co-occurrence"
    LIKENESS = "likeness"


class Sentence(BaseModel):
    """A sentence in which a name stands: the id of the article, and the passage."""

    model_config = ConfigDict(frozen=True)

    article: str
    quote: str


class Proposal(BaseModel):
    """Two names that may be one organization, or an unknown name and a registered organization.

    `registry_id` is that of the other where it is registered. `articles` and `other_articles` count where each stands,
    `shared` the awards that some articles tell of one and others of the other, `likeness` is from 0 to 1.
    """

    model_config = ConfigDict(frozen=True)

    name: str
    other: str
    registry_id: str | None
    reason: Reason
    why: str
    shared: int
    likeness: float
    articles: int
    other_articles: int
    sentences: tuple[Sentence, ...]
    other_sentences: tuple[Sentence, ...]


def proposals(
    documents: Iterable[ArticleFacts], registry: Registry, decided: Decided | None = None
) -> tuple[Proposal, ...]:
    """Everybody who may be one and is not settled, each pair once, the surest first; in one order, whatever theirs."""
    told = list(documents)
    asked = _Asked(told, Kin(told, registry, decided or Decided()))
    reasons: dict[Pair, tuple[Reason, str]] = {}
    for reason, pairs in (
        (Reason.GRAMMAR, asked.by_grammar()),
        (Reason.COOCCURRENCE, asked.by_company()),
        (Reason.LIKENESS, asked.by_likeness()),
    ):
        for a, b, why in pairs:
            if (pair := asked.open(a, b)) and pair not in reasons:
                reasons[pair] = reason, why
    made = (asked.proposal(pair, reason, why) for pair, (reason, why) in reasons.items())
    order = list(Reason)
    return tuple(sorted(made, key=lambda p: (order.index(p.reason), -p.shared, -p.likeness, p.name, p.other)))


Because = tuple[str, str, str]
"""Two bearers, and why they may be one."""


class _Asked:
    """What is known of everybody, for asking who may be whom."""

    def __init__(self, documents: Sequence[ArticleFacts], kin: Kin) -> None:
        self.kin = kin
        self.won = kin.winnings()
        self.named: dict[str, set[str]] = defaultdict(set)
        for one, forms in kin.census.names.items():
            if not one.startswith(REGISTERED):
                self.named[kin.of(one)].update(forms)
        for entry in kin.registry:
            self.named[f"{REGISTERED}{entry.id}"].update(entry.names)
        self.articles: dict[str, set[str]] = defaultdict(set)
        self.beside: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            roots = set(kin.who(document).values())
            for root in roots:
                self.articles[root].add(document.article.id)
                self.beside[root] |= roots - {root}
        self.sentences = _sentences(documents, kin)

    def by_grammar(self) -> Iterator[Because]:
        """Names that are short for another, that an article calls so, or that differ in their legal form."""
        for a, b in self.kin.refused:
            yield a, b, "they would be one, were it not for others that would be, too"
        for one in self.kin.unknown:
            for other in sorted(self.kin.census.aliases.get(one, ())):
                yield one, other, "an article calls the other so for short"
            for other in sorted(self.kin.meanings(one)):
                yield one, other, "it is short for the other by the grammar of names"
        alike: dict[str, list[str]] = defaultdict(list)
        for one in self.kin.unknown:
            if same := parts(one).identity:
                alike[same].append(one)
        for bearers in alike.values():
            yield from ((bearers[0], other, "they differ in their legal form only") for other in bearers[1:])

    def by_company(self) -> Iterator[Because]:
        """Names that begin or end alike and that won the same, or stand beside the same others."""
        for a, b in self._alike:
            if self.likeness(a, b) < _RATHER_LIKE:
                continue
            if self.won_together(a, b):
                yield a, b, "articles tell of the same awards of them"
            elif len(common := self.beside[a] & self.beside[b]) >= _BESIDE:
                yield a, b, f"{len(common)} organizations stand beside both"

    def by_likeness(self) -> Iterator[Because]:
        """Names that look alike."""
        for a, b in self._alike:
            if self.likeness(a, b) >= _LIKE:
                yield a, b, "they look alike"

    @cached_property
    def _alike(self) -> list[Pair]:
        """An unknown and another bearer whose names share two letters in a row that few names share."""
        having: dict[str, set[str]] = defaultdict(set)
        for root, forms in self.named.items():
            for form in forms:
                for a, b in pairwise(parts(form).head):
                    having[a + b].add(root)
        found: set[Pair] = set()
        for roots in having.values():
            if len(roots) <= _COMMON:
                unknown = [root for root in roots if not root.startswith(REGISTERED)]
                found |= {(a, b) for a in unknown for b in roots if a != b and (b.startswith(REGISTERED) or a < b)}
        return sorted(pair for pair in found if _are_of_a_kind(*map(self.shown, pair)))

    def won_together(self, a: str, b: str) -> int:
        """How many awards articles tell of both."""
        return shared(self.won.get(a, {}), self.won.get(b, {}))

    def likeness(self, a: str, b: str, least: float = _RATHER_LIKE) -> float:
        """How alike two bearers' most alike names are; 0 where that is less than the least."""
        return max((_likeness(x, y, least) for x in self.named[a] for y in self.named[b]), default=0.0)

    def open(self, a: str, b: str) -> Pair | None:
        """The classes of two bearers, an unknown one first, where nothing settles whether they are one."""
        pair = sorted((self.kin.of(a), self.kin.of(b)), key=lambda one: (one.startswith(REGISTERED), one))
        first, second = pair
        if first == second or first.startswith(REGISTERED) or not self.kin.bearers.may_be_one(first, second):
            return None
        if not self.articles[first] or not (self.articles[second] or second.startswith(REGISTERED)):
            return None  # each article has it under the name of somebody else
        x, y = self.shown(first), self.shown(second)
        if contradict(x, y) and not (is_short_for(x, y) or is_short_for(y, x)):
            return None
        return first, second

    def shown(self, one: str) -> str:
        """What to call somebody."""
        if one.startswith(REGISTERED):
            return self.kin.registry.get(one.removeprefix(REGISTERED)).legal_name
        counted = [self.kin.census.names[key(form)] for form in sorted(self.named[one])]
        return fullest(sum(counted[1:], counted[0]))

    def proposal(self, pair: Pair, reason: Reason, why: str) -> Proposal:
        """The proposal that two are one."""
        one, other = pair
        return Proposal(
            name=self.shown(one),
            other=self.shown(other),
            registry_id=other.removeprefix(REGISTERED) if other.startswith(REGISTERED) else None,
            reason=reason,
            why=why,
            shared=self.won_together(one, other),
            likeness=round(self.likeness(one, other, 0), 2),
            articles=len(self.articles[one]),
            other_articles=len(self.articles[other]),
            sentences=self.sentences.get(one, ()),
            other_sentences=self.sentences.get(other, ()),
        )


def _are_of_a_kind(a: str, b: str) -> bool:
    """Whether two names are of the same trade and not of two places; of branches there are too many that look alike."""
    first, second = parts(a), parts(b)
    trades, places = {first.loose, second.loose} - {""}, {first.place, second.place} - {""}
    is_one_kind = len(trades) < 2 and len(places) < 2 and not (is_unit(a) or is_unit(b))
    return is_one_kind and _ratio(first.heads[-1], second.heads[-1]) >= _LIKE_HOUSE


def _likeness(a: str, b: str, least: float) -> float:
    ratio = _ratio(_telling(a), _telling(b))
    return ratio if ratio >= least else 0.0


def _ratio(a: str, b: str) -> float:
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(a, b)


def _telling(name: str) -> str:
    """What of a name tells it from others: not the legal form, and of the trade the shortest word."""
    told = parts(name)
    return told.head + told.trade + told.level


def _sentences(documents: Iterable[ArticleFacts], kin: Kin) -> Mapping[str, tuple[Sentence, ...]]:
    """A few sentences for each class, those that say what was won first, by the ids of the articles."""
    found: dict[str, list[Sentence]] = defaultdict(list)
    for document in sorted(documents, key=lambda each: each.article.id):
        who = kin.who(document)
        for receipt in document.receipts:
            for recipient in receipt.recipients:
                found[who[recipient]] += (_said(document, span.quote) for span in receipt.evidence)
        for told in document.organizations:
            if not any(said.article == document.article.id for said in found[who[told.id]]):
                found[who[told.id]] += (_said(document, span.quote) for span in told.evidence[:1])
    return {one: tuple(dict.fromkeys(said))[:_QUOTED] for one, said in found.items()}


def _said(document: ArticleFacts, quote: str) -> Sentence:
    return Sentence(article=document.article.id, quote=quote)
