"""Characters that XML 1.0 cannot hold, and that break readers of CSV: they are replaced, visibly and counted."""

import re
from collections.abc import Callable, Iterable, Iterator

from kg.terms import Quad, Term, literal, value

_SUSPECT = re.compile(r"[\x00-\x1f\ufffe\uffff]|\\[bfuU]")


def replaced(quads: Iterable[Quad], on_replaced: Callable[[int], object] | None = None) -> Iterator[Quad]:
    """The quads with U+FFFD for each character that XML cannot hold; how many texts had any is told at the end.

    The graphs that are made here have none: `kg.terms` writes none.
    """
    count = 0
    for quad in quads:
        if quad.object.startswith('"') and _SUSPECT.search(quad.object):
            safe = _safe(quad.object)
            count += value(safe) != value(quad.object)
            yield quad._replace(object=safe)
        else:
            yield quad
    if count and on_replaced is not None:
        on_replaced(count)


def _safe(term: Term) -> Term:
    return Term(literal(value(term)) + term[term.rindex('"') + 1 :])
