"""What the review page knows: articles with their blocks, facts and marks, and the corrections so far.

Values for JSON go out. Offsets on the page are UTF-16 code units, as the browser counts; the `start` of a quote is
in code points, as a corrections file has it.
"""

import hashlib
import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.article import Article, Block
from kg.corrections import HEAD, Correction, Keyed, keyed
from kg.facts import ArticleFacts, Decision, Kind, Span, Verdict
from kg.reviewer.legend import INPUTS, KINDS

Json = dict[str, object]


class Reviewed(NamedTuple):
    """An article, its facts, and the sentences that the facts leave unexplained."""

    article: Article
    facts: ArticleFacts
    uncovered: tuple[Span, ...] = ()


def payload(items: Iterable[Reviewed], corrections: Sequence[Correction]) -> Json:
    """Everything that the page shows; the same input gives the same value."""
    of_article: dict[str, list[int]] = {}
    for number, correction in enumerate(corrections):
        of_article.setdefault(correction.article, []).append(number)
    known: Json = {
        "kinds": [
            [kind, *words, [[i.name, *i.words, i.takes, i.of, list(i.choices)] for i in INPUTS[kind]]]
            for kind, words in KINDS.items()
        ],
        "head": HEAD,
        "corrections": [each.model_dump(mode="json", exclude_none=True) for each in corrections],
        "articles": [
            _article(item, [(n, corrections[n]) for n in of_article.get(item.article.id, ())]) for item in items
        ],
    }
    return {**known, "digest": hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]}


def _article(item: Reviewed, corrections: list[tuple[int, Correction]]) -> Json:
    article, facts = item.article, item.facts
    units = _Units(article.text)
    found = [_Found(each, _decision(each, facts.decisions)) for each in keyed(facts)]
    said = dict(_matched(found, corrections))
    named = _named(facts)
    return {
        "id": article.id,
        "sha": article.text_sha256,
        "title": article.title or "",
        "publisher": article.publisher or "",
        "published": article.published or "",
        "url": article.url or "",
        "source": article.source or "",
        "text": article.text,
        "blocks": [_block(block, units) for block in article.blocks],
        "facts": [_fact(each, facts, named, said.get(n, -1), units) for n, each in enumerate(found)],
        "unmatched": [n for n, _ in corrections if n not in said.values()],
        "also": [[kind, name, *units.of(span)] for kind, name, span in _also(facts) if span.start is not None],
        "left": [units.of(span) for span in item.uncovered],
    }


class _Found(NamedTuple):
    fact: Keyed
    decision: Decision | None

    @property
    def key(self) -> str:
        """The key that the fact had before anything was decided."""
        return self.decision.key if self.decision else self.fact.key

    @property
    def quote(self) -> Span | None:
        """The passage that the fact rests on: the longest of its evidence."""
        return max(self.fact.evidence, key=lambda span: len(span.quote), default=None)


def _decision(fact: Keyed, decisions: Iterable[Decision]) -> Decision | None:
    same = (each for each in decisions if each.kind is fact.kind and each.fact == fact.id)
    return next((each for each in same if fact.kind is not Kind.FIGURE or each.evidence in fact.evidence), None)


def _matched(found: list[_Found], corrections: list[tuple[int, Correction]]) -> Iterator[tuple[int, int]]:
    """Each fact that a correction is about, with the number of the correction; each fact once."""
    free = dict(enumerate(found))
    for number, correction in corrections:
        fitting = [n for n, each in free.items() if _is_about(correction, each)]
        if fitting:
            best = max(fitting, key=lambda n: _has(free[n], correction.quote, correction.start))
            del free[best]
            yield best, number


def _is_about(correction: Correction, found: _Found) -> bool:
    if correction.kind is not found.fact.kind:
        return False
    if correction.key is not None:
        return correction.key == found.key
    added = found.decision is not None and found.decision.verdict is Verdict.ADDED
    return added and any(span.quote == correction.quote for span in found.fact.evidence)


def _has(found: _Found, quote: str | None, start: int | None) -> tuple[bool, bool]:
    same = [span for span in found.fact.evidence if span.quote == quote]
    return any(span.start == start for span in same), bool(same)


def _fact(found: _Found, facts: ArticleFacts, named: "_Names", said: int, units: "_Units") -> Json:
    fact, quote = found.fact, found.quote
    return {
        "kind": fact.kind,
        "key": found.key,
        "label": named.get(fact.kind, {}).get(fact.id, ""),
        "quote": quote.quote if quote else "",
        "start": quote.start if quote and quote.start is not None else -1,
        "spans": [units.of(span) for span in fact.evidence if span.start is not None],
        "fields": _fields(fact, facts, named),
        "isAdded": found.decision is not None and found.decision.verdict is Verdict.ADDED,
        "said": said,
    }


_Names = Mapping[str, Mapping[str, str]]
"""What to call organizations, awards and cases by, by kind and id."""


def _named(facts: ArticleFacts) -> _Names:
    return {
        Kind.ORGANIZATION: _names({each.id: each.name for each in facts.organizations}),
        Kind.AWARD: _names({each.id: each.name for each in facts.awards}),
        Kind.CASE: _names({each.id: each.title for each in facts.cases}),
    }


def _fields(fact: Keyed, facts: ArticleFacts, named: _Names) -> Json:
    """The fields of a fact that a form asks for, with names in the place of ids, and what else there is to show."""
    told = fact.fact.model_dump(mode="json")
    if fact.kind is Kind.RECEIPT:
        award = next(each for each in facts.awards if each.id == told["award"])
        told |= {name: getattr(award, name) for name in ("programme", "edition", "year")}
    if fact.kind is Kind.FIGURE:
        told["case"] = fact.id
    made: Json = {}
    for field in INPUTS[fact.kind]:
        value = told[field.name]
        names: Mapping[str, str] = named.get(field.of, {})
        made[field.name] = [names.get(v, v) for v in value] if isinstance(value, list) else names.get(value, value)
    if fact.kind is Kind.CASE:
        made["products"] = [each["name"] for each in told["products"]]
        made["providers"] = [
            named[Kind.ORGANIZATION][each["provider"]] for each in told["products"] if each["provider"]
        ]
        made["partners"] = [named[Kind.ORGANIZATION][each["organization"]] for each in told["partners"]]
    return {name: value for name, value in made.items() if value not in (None, [], "")}


def _names(names: Mapping[str, str]) -> dict[str, str]:
    """What to call a fact by: its name where no other has it, else its id."""
    times = Counter(names.values())
    return {id: name if times[name] == 1 else id for id, name in names.items()}


def _also(facts: ArticleFacts) -> Iterator[tuple[str, str, Span]]:
    """Spans of what belongs to a case or an article and is not decided about for itself."""
    names = {each.id: each.name for each in facts.organizations}
    for case in facts.cases:
        if case.summary:
            yield "summary", case.title, case.summary
        for product in case.products:
            yield from (("product", product.name, span) for span in product.evidence)
        for partner in case.partners:
            yield from (("partner", names[partner.organization], span) for span in partner.evidence)
    yield from (("check", f"{check.expected} / {check.found}", check.claim) for check in facts.checks)


def _block(block: Block, units: "_Units") -> list[object]:
    """One row: kind, start, end, level, number, table, rows, columns, whether it is a header."""
    table = -1 if block.table is None else block.table
    rows, columns = block.rows or (0, 1), block.columns or (0, 1)
    start, end = units.at(block.start), units.at(block.end)
    return [block.kind, start, end, block.level, block.number or "", table, *rows, *columns, int(block.header)]


class _Units:
    """From code points of a text to UTF-16 code units."""

    def __init__(self, text: str) -> None:
        self._wide = [n for n, char in enumerate(text) if char > "\uffff"]

    def at(self, offset: int) -> int:
        """The offset in code units."""
        return offset + bisect_left(self._wide, offset)

    def of(self, span: Span) -> tuple[int, int]:
        """Start and end of a span that was located, in code units."""
        return self.at(span.start or 0), self.at(span.end or 0)
