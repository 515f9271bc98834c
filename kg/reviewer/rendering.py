"""The review page, put together."""

from collections.abc import Iterable, Sequence

from kg.corrections import Correction
from kg.page import compose
from kg.reviewer.payload import Reviewed, payload

_SCRIPTS = ("words", "model", "yaml", "text", "cards", "form", "main")


def review(items: Iterable[Reviewed], *, corrections: Sequence[Correction] = ()) -> str:
    """Make the whole page; the caller writes it as UTF-8. `corrections` are what was decided so far."""
    data = payload(items, corrections)
    return compose("kg.reviewer", title="审阅获奖事实", styles=("page",), scripts=_SCRIPTS, data=data)
