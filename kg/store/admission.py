"""Which queries are let into the engine: those that read this store alone and cannot crash it.

The engine opens connections for SERVICE, and a query of a few kilobytes that is nested deep enough, or chains enough
operators, overflows its stack and takes the process with it; neither can be switched off or caught. So the text is
cut into tokens here first. The engine has no tokens (it reads `1SERVICE` as two words), hence whatever the two could
read differently is refused as well.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from kg.errors import ForbiddenError, QueryError
from kg.terms import PREFIXES

LARGEST = 65_536
"""Bytes of UTF-8 that a query may have."""
DEEPEST = 100
"""Brackets that may stand inside each other; the engine dies at about 2,000."""
LONGEST = 500
"""How often one operator, separator or keyword may stand in a query; a list may have as many terms."""

_NAME = r"[\w\u00b7\u0300-\u036f\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufffd\U00010000-\U000effff]"
_ESCAPE = r"\\(?:[tbnrf\\\"']|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|\#[^\r\n]*)
    | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*''' | \"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*\"\"\"
        | '(?!'')(?:[^'\\\r\n]|{_ESCAPE})*' | "(?!"")(?:[^"\\\r\n]|{_ESCAPE})*")
    | (?P<iri><[A-Za-z][A-Za-z0-9+.-]*://[^>]*> | <[^\s<>"{{}}|^`]*>)
    | (?P<variable>[?$]{_NAME}+)
    | (?P<tag>@[A-Za-z0-9-]+)
    | (?P<prefixed>(?:(?!\d){_NAME}(?:{_NAME}|[.-])*)?
        :(?:(?:{_NAME}|[:%]|\\.)(?:(?:{_NAME}|[.:%-]|\\.)*(?:{_NAME}|[:%-]|\\.))?)?)
    | (?P<number>(?:\d+\.\d+|\.?\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>{_NAME}+)
    | (?P<symbol>&&|\|\||\^\^|\\.|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSURE_IN_IRI = re.compile(r"[#)'\\]")
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_UNCOUNTED = frozenset(["(", ")", "^^", "UNDEF", "TRUE", "FALSE"])  # what the rows of VALUES are made of
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])


class Token(NamedTuple):
    """A token: what it is (a name of a group above), its text, and where it begins, in characters."""

    kind: str
    text: str
    start: int


def admit(text: str) -> tuple[Token, ...]:
    """Let a query pass, as its tokens, or raise `QueryError`: where (line and column from 1, in characters) and why."""
    size = len(text.encode("utf-8", "surrogatepass"))
    if _SURROGATE.search(text):
        raise QueryError("query", "it has half a character (a lone surrogate)", "mend its encoding")
    if size > LARGEST:
        raise QueryError("query", f"it has {size} bytes, more than {LARGEST}", "shorten it or ask in several queries")
    tokens = tuple(_tokens(text))
    _refuse_service(text, tokens)
    _refuse_depth(text, tokens)
    _refuse_chains(text, tokens)
    return tokens


def admit_update(text: str) -> tuple[Token, ...]:
    """Let an update pass, as its tokens, or raise as `admit`, and `ForbiddenError` for LOAD as for SERVICE.

    It may be long, for it holds data; who writes is known.
    """
    if _SURROGATE.search(text):
        raise QueryError("update", "it has half a character (a lone surrogate)", "mend its encoding")
    tokens = tuple(_tokens(text))
    _refuse_service(text, tokens)
    _refuse_load(text, tokens)
    _refuse_depth(text, tokens)
    return tokens


def names_graphs(tokens: Iterable[Token]) -> bool:
    """Whether an admitted query chooses its own dataset with FROM."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens)


def is_update(tokens: Iterable[Token]) -> bool:
    """Whether an admitted text begins like a SPARQL update, which would change the store."""
    return form(tokens) in _UPDATES


def form(tokens: Iterable[Token]) -> str:
    """The word that says what an admitted query asks for: SELECT, ASK, CONSTRUCT, DESCRIBE; empty where none does."""
    words = (token.text.upper() for token in tokens if token.kind == "word")
    return next((word for word in words if word not in ("BASE", "PREFIX")), "")


def undeclared(text: str) -> str:
    """The first prefix that an admitted query uses without declaring it, with its colon; empty where there is none."""
    declared = {"_", *PREFIXES}
    for token, following in pairwise((Token("", "", 0), *_tokens(text))):
        prefix = following.text.partition(":")[0]
        if following.kind == "prefixed" and token.text.upper() == "PREFIX":
            declared.add(prefix)
        elif following.kind == "prefixed" and prefix not in declared:
            return f"{prefix}:"
    return ""


def _tokens(text: str) -> Iterator[Token]:
    """The tokens of a query without white space and comments; refuses what the engine could cut in another way."""
    for match in _TOKEN.finditer(text):
        token = Token(match.lastgroup or "", match[0], match.start())
        if token.text in ("'", '"'):
            raise fault(
                text, token, "this string does not end or has an unknown escape", "close it, double backslashes"
            )
        if token.kind == "iri" and "://" not in token.text and _UNSURE_IN_IRI.search(token.text):
            what = f"{token.text} can be read as an IRI and as a comparison"
            raise fault(text, token, what, "put spaces around a comparison, shorten an IRI by a prefix")
        if token.kind != "space":
            yield token


def _refuse_service(text: str, tokens: tuple[Token, ...]) -> None:
    """Refuse SERVICE, also where it is glued to what precedes it or to the prefixed name that follows it."""
    for token, following in pairwise((*tokens, Token("", "", len(text)))):
        said = token.text.partition(":")[0] if token.kind == "prefixed" else token.text
        glued = token.kind == "prefixed" and following.text == "{"
        if (glued or token.kind == "word") and "service" in said.lower():
            what = "SERVICE is not offered: a query reads this store alone"
            raise fault(text, token, what, "leave it out", ForbiddenError)


def _refuse_load(text: str, tokens: tuple[Token, ...]) -> None:
    """Refuse LOAD, also where it is glued to the address that follows it; it stands outside of braces."""
    depth = 0
    for before, token in pairwise((Token("", "", 0), *tokens)):
        if token.kind == "symbol":
            depth += (token.text == "{") - (token.text == "}")
        named = token.kind == "prefixed" and before.text.upper() == "PREFIX"
        if depth == 0 and token.kind in ("word", "prefixed") and token.text.lower().startswith("load") and not named:
            what = "LOAD is not offered: an update reads nothing from elsewhere"
            raise fault(text, token, what, "send the data", ForbiddenError)


def _refuse_depth(text: str, tokens: tuple[Token, ...]) -> None:
    depth = 0
    for token in tokens:
        if token.kind == "symbol":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        if depth > DEEPEST:
            raise fault(text, token, f"brackets stand more than {DEEPEST} deep", "nest less")


def _refuse_chains(text: str, tokens: tuple[Token, ...]) -> None:
    """Count symbols and words over the whole query, and the terms in each round bracket; rows of VALUES are free."""
    counts: Counter[str] = Counter()
    items = [0]
    for token in tokens:
        said = token.text.upper()
        if token.kind in ("symbol", "word") and said not in _UNCOUNTED:
            counts[said] += 1
        items[-1] += token.kind != "symbol"
        if said == "(":
            items.append(0)
        elif said == ")" and len(items) > 1:
            items.pop()
        if counts[said] > LONGEST or (len(items) > 1 and items[-1] > LONGEST + 1):
            what = f"more than {LONGEST} times the same makes too long a chain"
            raise fault(text, token, what, "list what is sought in VALUES or ask in several queries")


def fault(text: str, token: Token, what: str, remedy: str, kind: type[QueryError] = QueryError) -> QueryError:
    """An error that says where the token stands: line and column from 1."""
    line = text.count("\n", 0, token.start) + 1
    column = token.start - text.rfind("\n", 0, token.start)
    return kind(f"query, line {line}, column {column}", what, remedy)
