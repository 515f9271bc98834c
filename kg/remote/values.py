"""Terms as values: what stores print in different ways and mean alike, in one way of writing."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from kg.terms import XSD, Term, plain

_TYPED = re.compile(r'("(?:[^"\\]|\\.)*")(?:@([A-Za-z0-9-]+)|\^\^(<[^<>]*>))', re.DOTALL)


def canonical(term: Term) -> Term:
    """A term in the way of `kg.terms`: tags in lower case, numbers short, truth values as words, strings untyped.

    >>> print(canonical(Term('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>')), canonical(Term('"x"@zh-Hans')))
    "true"^^<http://www.w3.org/2001/XMLSchema#boolean> "x"@zh-hans
    """
    match = _TYPED.fullmatch(term)
    if match is None:
        return term
    body, tag, datatype = match.groups()
    if tag:
        return Term(f"{body}@{tag.lower()}")
    if datatype == XSD.string:
        return Term(body)
    try:
        return Term(f'"{_WRITTEN[Term(datatype)](body[1:-1])}"^^{datatype}')
    except (KeyError, ValueError, InvalidOperation):
        return term


def _instant(text: str) -> str:
    """A dateTime: UTC is Z, and no zeros stand at the end of a second."""
    whole, dot, rest = text.partition(".")
    if dot:
        digits = re.match("[0-9]*", rest)
        assert digits is not None
        kept = digits[0].rstrip("0")
        text = f"{whole}{'.' if kept else ''}{kept}{rest[digits.end() :]}"
    return re.sub(r"[+-]00:00$", "Z", text)


_WRITTEN: Mapping[Term, Callable[[str], str]] = {
    XSD.boolean: {"1": "true", "0": "false", "true": "true", "false": "false"}.__getitem__,
    XSD.decimal: lambda text: plain(Decimal(text)),
    XSD.integer: lambda text: str(int(text)),
    XSD.double: lambda text: repr(float(text)),
    XSD.dateTime: _instant,
}
