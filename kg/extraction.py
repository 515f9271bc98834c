"""Who extracts: the rules, a language model, or both.

Each is a function from articles to facts, in order; what was skipped before passes through, and a fault in one
article costs no other. The facts come resolved.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg import extractor
from kg.article import Article, Skipped
from kg.facts import ArticleFacts
from kg.llm import Answer, Model, answer_each, merge
from kg.ontology import Ontology
from kg.processes import Each, in_turn
from kg.registry import Registry
from kg.resolver import resolve

Extracted = tuple[Article, ArticleFacts] | Skipped
Extract = Callable[[Iterable[Article | Skipped]], Iterator[Extracted]]
"""An extractor: articles in, their facts out; what is no article is handed on."""


def extractor_of(extract: Extract | None) -> str:
    """What an extractor is called: `rules`, which is what none means, `llm`, `both`, or the name of the function."""
    return "rules" if extract is None else getattr(extract, "__name__", type(extract).__name__)


def by_rules(registry: Registry, ontology: Ontology, each: Each = in_turn) -> Extract:
    """Extract by the rules: deterministic, offline; `each` says where the work is done."""

    def rules(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
        return each(Rules(registry, ontology), articles, _lost, only=Article)

    return rules


@dataclass(frozen=True)
class Rules:
    """The rules, with what they know of the world."""

    registry: Registry
    ontology: Ontology

    def __call__(self, article: Article) -> Extracted:
        """The facts of an article, resolved."""
        try:
            return article, resolve(extractor.extract(article, self.registry, self.ontology), self.registry)
        except Exception as error:
            return _lost(article, f"{type(error).__name__}: {str(error)[:80]}")


def _lost(article: Article, how: str) -> Extracted:
    what, remedy = f"the rules failed on it ({how})", "please report it with the article"
    return Skipped(where=article.source or article.id, what=what, remedy=remedy)


def by_model(
    model: Model, registry: Registry, ontology: Ontology, on_answer: Callable[[Answer], None] = lambda _: None
) -> Extract:
    """Extract by a language model; `on_answer` is told what came of each article, its cost and what was dropped."""

    def llm(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
        for item in answer_each(articles, model, registry, ontology):
            if isinstance(item, Skipped):
                yield item
            else:
                on_answer(item[1])
                yield _by_model(*item, registry)

    return llm


def _by_model(article: Article, answer: Answer, registry: Registry) -> Extracted:
    if answer.facts is None:
        what, remedy = answer.error or ("the model gives no answer", "")
        return Skipped(where=answer.where, what=what, remedy=remedy)
    return article, resolve(answer.facts, registry)


def by_both(
    model: Model, registry: Registry, ontology: Ontology, on_answer: Callable[[Answer], None] = lambda _: None
) -> Extract:
    """Extract by the rules and by a model, and join what they find; where one fails, the other's facts stand alone.

    `on_answer` is told as by `by_model`, and on how many receipts the two agree and on which they do not.
    """

    def both(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
        for item in answer_each(articles, model, registry, ontology):
            if isinstance(item, Skipped):
                yield item
                continue
            article, answer = item
            each = {
                "by the rules": Rules(registry, ontology)(article),
                "by the model": _by_model(article, answer, registry),
            }
            found = [one[1] for one in each.values() if not isinstance(one, Skipped)]
            if len(found) == len(each):
                joined = merge(*found)
                answer = answer.model_copy(update={"agreed": joined.agreed, "differing": joined.differing})
                found = [resolve(joined.facts, registry)]
            on_answer(answer)
            yield from ((article, facts) for facts in found)
            failed = ((by, one) for by, one in each.items() if isinstance(one, Skipped))
            yield from (one.model_copy(update={"where": f"{one.where}, {by}"}) for by, one in failed)

    return both
