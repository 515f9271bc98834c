"""Asks a model about many articles, some at once, and gives the answers in the order of the articles."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager

from kg.article import Article, Skipped
from kg.errors import ModelError
from kg.facts import Extraction
from kg.llm.acceptance import accept
from kg.llm.answer import Answer, Usage
from kg.llm.cache import Cache
from kg.llm.endpoint import Endpoint, missing, opened
from kg.llm.model import Model
from kg.llm.reply import Draft, Reply, parse
from kg.llm.request import compose
from kg.ontology import Ontology
from kg.registry import Registry

LONGEST = 40_000
"""Characters of the longest article that a model is asked about: what is longer would be cut, here or there."""

Pending = tuple[Article, "Future[Answer]"]


def answer_each(
    articles: Iterable[Article | Skipped], model: Model, registry: Registry, ontology: Ontology
) -> Iterator[tuple[Article, Answer] | Skipped]:
    """Ask a model about every article, at most `model.concurrency` at once; what was skipped before passes through.

    The same cache gives the same answers. Raises `MissingExtraError` where the client is not installed, and
    `OutputError` where the cache cannot be written.
    """
    cache = Cache(model.cache)
    with _asking(model, cache, registry, ontology) as ask:
        waiting: deque[Skipped | Pending] = deque()
        for item in articles:
            waiting.append(item if isinstance(item, Skipped) else (item, ask(item)))
            if len(waiting) >= model.concurrency:
                yield _done(waiting.popleft())
        while waiting:
            yield _done(waiting.popleft())


def _done(item: Skipped | Pending) -> tuple[Article, Answer] | Skipped:
    return item if isinstance(item, Skipped) else (item[0], item[1].result())


@contextmanager
def _asking(
    model: Model, cache: Cache, registry: Registry, ontology: Ontology
) -> "Iterator[Callable[[Article], Future[Answer]]]":
    """A function that begins to ask about an article; whoever leaves early cancels what was begun."""
    try:
        from anyio.from_thread import start_blocking_portal
    except ImportError:
        raise missing() from None

    with start_blocking_portal() as portal, portal.wrap_async_context_manager(opened(model)) as endpoint:

        async def answer(article: Article) -> Answer:
            return await _answer(article, endpoint, model, cache, registry, ontology)

        yield lambda article: portal.start_task_soon(answer, article)


async def _answer(
    article: Article, endpoint: Endpoint, model: Model, cache: Cache, registry: Registry, ontology: Ontology
) -> Answer:
    """What a model finds in an article. A fault of ours or the endpoint's is told of, and costs no other article."""
    where = article.source or article.id
    if len(article.text) > LONGEST:
        what = f"it has {len(article.text):,} characters, and a model is asked about {LONGEST:,} at most"
        return Answer(where=where, error=(what, "split it, or leave it to the rules"))
    request = compose(article, model, ontology)
    reply, cached = cache.read(request.digest), True
    try:
        if reply is None or (draft := _readable(reply)) is None:
            reply, cached = await endpoint.ask(request), False
            draft = parse(reply)
            cache.keep(request.digest, reply)
    except ModelError as error:
        spent = reply.usage if reply and not cached else Usage()
        return Answer(where=where, error=(error.what, error.remedy), usage=spent)
    spent = Usage() if cached else reply.usage
    extraction = Extraction(name="llm", version=f"{model.name}@{request.version}")
    try:
        found, dropped = accept(draft, article, registry, ontology, extraction)
    except Exception as error:
        what = f"the reply could not be examined ({type(error).__name__}: {str(error)[:80]})"
        return Answer(where=where, error=(what, "please report it with the article"), usage=spent)
    return Answer(where=where, facts=found, dropped=dropped, cached=cached, usage=spent)


def _readable(reply: Reply) -> Draft | None:
    """What a kept reply says; nothing where it is no reply that would be kept."""
    try:
        return parse(reply)
    except ModelError:
        return None
