"""Where a quote or a name stands in a text that may have changed since a person read it."""

from kg.corrections.misfit import Misfit
from kg.corrections.models import Correction
from kg.facts import Span, Verdict


def locate(text: str, correction: Correction) -> Span | None:
    """The span of the quote of a correction: at its `start`, else at the occurrence that is nearest to it.

    Raises `Misfit` where the quote does not occur, and where something is added to a quote that occurs more than
    once and `start` does not say which is meant. None where the correction has no quote.
    """
    quote, start = correction.quote, correction.start
    if quote is None:
        return None
    places = _places(text, quote)
    if not places:
        raise Misfit(f"the quote {quote!r} does not occur in the article", f"引文“{quote}”不在文章中")
    if start is None and len(places) > 1 and correction.verdict is Verdict.ADDED:
        raise Misfit(
            f"the quote {quote!r} occurs {len(places)} times: give its start",
            f"引文“{quote}”出现 {len(places)} 次，请写明起点 start",
        )
    at = min(places, key=lambda place: abs(place - (start or 0)))
    return Span(start=at, end=at + len(quote), quote=quote)


def named(text: str, name: str, span: Span | None) -> Span | None:
    """The span of a name: where it stands in `span`, else first in the text; None where the text does not have it."""
    inside = span.quote.find(name) if span is not None else -1
    start = span.start + inside if span is not None and span.start is not None and inside >= 0 else text.find(name)
    return Span(start=start, end=start + len(name), quote=name) if start >= 0 else None


def _places(text: str, quote: str) -> list[int]:
    found, at = [], text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found
