"""What all articles together say of the organizations in them: who is named how, beside whom, and what they won.

Goes from facts documents to a `Census`. A bearer of names is known by `identity`: its id in the registry, else the key
of its name. Everything here is a set or a count: the order of the documents does not matter.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kg.facts import ArticleFacts, Organization
from kg.registry import Registry, key, simplify
from kg.registry.abbreviations import is_bare_unit

REGISTERED = "registry "
"""What the identity of a registered organization begins with."""


class Won(NamedTuple):
    """What an article says that somebody won: the award by its key, and what may tell it from another edition.

    `day` is when the article was published, as a number of days, if that is known.
    """

    award: str
    programme: str
    year: int | None
    day: int | None
    article: str

    def is_told_again(self, other: "Won", days: int) -> bool:
        """Whether another article, published within so many days, may tell of the same award."""
        if self.article == other.article or self.award != other.award:
            return False
        if self.day is None or other.day is None or abs(self.day - other.day) > days:
            return False
        same_programme = not (self.programme and other.programme) or self.programme == other.programme
        return same_programme and not (self.year and other.year and self.year != other.year)


class Census(NamedTuple):
    """Everything that is said of each bearer, by its identity.

    `names` are the names under which it stands in documents, with the number of articles; `aliases` for the key of each
    other form who is called so, and in which articles; `together` the bearers that one article tells apart; `won`
    what each one won; `articles` in which articles it stands.
    """

    names: dict[str, Counter[str]]
    aliases: dict[str, dict[str, set[str]]]
    together: list[frozenset[str]]
    won: dict[str, set[Won]]
    articles: dict[str, set[str]]

    @classmethod
    def of(cls, documents: Sequence[ArticleFacts], registry: Registry) -> "Census":
        """Count all documents."""
        made = cls(defaultdict(Counter), defaultdict(lambda: defaultdict(set)), [], defaultdict(set), defaultdict(set))
        for document in documents:
            made._count(document, registry)
        return made

    def _count(self, document: ArticleFacts, registry: Registry) -> None:
        called = names(document, registry)
        who = {told.id: identity(told, called[told.id]) for told in document.organizations}
        article = document.article.id
        self.together.append(frozenset(who.values()))
        for told in document.organizations:
            self.names[who[told.id]][called[told.id]] += 1
            self.articles[who[told.id]].add(article)
            for alias in told.aliases:
                if key(alias) != key(told.name):
                    self.aliases[key(alias)][who[told.id]].add(article)
        awards = {award.id: award for award in document.awards}
        for receipt in document.receipts:
            award = awards[receipt.award]
            won = Won(key(award.name), key(award.programme or ""), award.year, published(document), article)
            for recipient in receipt.recipients:
                self.won[who[recipient]].add(won)

    def shown(self, bearer: str, registry: Registry) -> str:
        """What to call a bearer: the registry's legal name, else the fullest of its names."""
        if bearer.startswith(REGISTERED):
            return registry.get(bearer.removeprefix(REGISTERED)).legal_name
        return fullest(self.names[bearer]) if bearer in self.names else bearer


def names(document: ArticleFacts, registry: Registry) -> dict[str, str]:
    """What each organization of a document is called, by its id: its name, after that of its company where it needs it.

    A branch that goes by its place alone (云南分公司) is some other company's in the next article.
    """
    by_id = {told.id: told for told in document.organizations}
    return {told.id: _name(told, by_id, registry) for told in document.organizations}


def _name(told: Organization, by_id: Mapping[str, Organization], registry: Registry) -> str:
    company = by_id.get(told.parent or "")
    if company is None or told.registry_id or not is_bare_unit(told.name):
        return told.name
    known = registry.get(company.registry_id).names if company.registry_id else ()
    forms = (company.name, *company.aliases, *known)
    return told.name if any(key(told.name).startswith(key(form)) for form in forms) else f"{company.name}{told.name}"


def identity(told: Organization, name: str) -> str:
    """What an organization is known by across articles: its id in the registry, else the key of what it is called."""
    return f"{REGISTERED}{told.registry_id}" if told.registry_id else key(name)


def fullest(names: Counter[str]) -> str:
    """The fullest of several names for one: the longest, in simplified letters, what most articles say, the smallest.

    >>> fullest(Counter(["岳麓银行", "嶽麓銀行股份有限公司", "岳麓银行股份有限公司"]))
    '岳麓银行股份有限公司'
    """
    return min(names, key=lambda name: (-len(key(name)), simplify(name) != name, -names[name], name))


def published(document: ArticleFacts) -> int | None:
    """The day on which an article was published, as a number of days; nothing where that is not said."""
    try:
        return date.fromisoformat((document.article.published or "")[:10]).toordinal()
    except ValueError:
        return None
