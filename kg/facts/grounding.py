"""Grounding: every span of a facts document against the canonical text that it quotes."""

from datetime import date
from decimal import Decimal
from typing import TypeVar

from kg.errors import FactsError
from kg.facts.models import ArticleFacts, Fact, Span

F = TypeVar("F", bound=Fact)


def ground(facts: F, text: str, *, where: str = "") -> F:
    """Check every span against the canonical text, and give offsets to those that have none.

    Takes a whole document or any part of one. Raises `FactsError` naming the path where a quote is not at its
    offsets, does not occur, or occurs more than once without offsets.
    """
    if _is_grounded(facts, text):
        return facts
    named = where or (facts.article.id if isinstance(facts, ArticleFacts) else "")
    grounded = {path: _ground(span, text, named, path) for path, span in facts.spans()}
    return _with_spans("", facts, grounded)


_PLAIN = frozenset((str, int, float, Decimal, date, type(None)))


def _is_grounded(facts: Fact, text: str) -> bool:
    """Whether every span has its offsets and stands there: asked first, since of most documents that is so."""
    inside: list[object] = [facts]
    for each in inside:  # which grows as it is read
        if type(each) in _PLAIN:
            continue
        if isinstance(each, Span):
            if each.start is None or text[each.start : each.end] != each.quote:
                return False
        elif isinstance(each, tuple):
            inside.extend(each)
        elif isinstance(each, Fact):
            inside.extend(each.__dict__.values())
    return True


def _ground(span: Span, text: str, where: str, path: str) -> Span:
    if span.start is not None and span.end is not None:
        if text[span.start : span.end] != span.quote:
            found = text[span.start : span.end]
            raise FactsError(where, f"{path}: the quote is {span.quote!r}, the text has {found!r}", "mend the offsets")
        return span
    count = text.count(span.quote)
    if count != 1:
        said = "does not occur in the article" if count == 0 else f"occurs {count} times"
        raise FactsError(where, f"{path}: the quote {span.quote!r} {said}", "quote a passage that occurs once")
    start = text.index(span.quote)
    return span.model_copy(update={"start": start, "end": start + len(span.quote)})


def _with_spans(path: str, fact: F, grounded: dict[str, Span]) -> F:
    """A copy of the fact in which each span is the one that `grounded` has at its path."""
    changes: dict[str, object] = {}
    for name in type(fact).model_fields:
        old = getattr(fact, name)
        new = _replaced(f"{path}.{name}" if path else name, old, grounded)
        if new is not old:
            changes[name] = new
    return fact.model_copy(update=changes) if changes else fact


def _replaced(path: str, old: object, grounded: dict[str, Span]) -> object:
    if isinstance(old, Span):
        return grounded[path]
    if isinstance(old, Fact):
        return _with_spans(path, old, grounded)
    if isinstance(old, tuple):
        new = tuple(_replaced(f"{path}[{n}]", item, grounded) for n, item in enumerate(old))
        return new if any(a is not b for a, b in zip(new, old, strict=True)) else old
    return old
