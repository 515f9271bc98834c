"""RDF terms and quads: the one place that spells a namespace, encodes a term or mints an IRI.

A `Term` is an RDF 1.1 term in N-Triples syntax, a `Quad` four of them; writing a graph is printing its quads.
Whatever stands in a text, the result is well formed, also in RDF/XML: characters that XML 1.0 cannot hold are
replaced by U+FFFD, one for one, so that lengths and offsets stay. Language tags are lower case, numbers and
instants canonical, as every store makes them so on loading: what is written is what comes back.
"""

import re
import struct
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple, NewType

from kg.errors import FormatError
from kg.lexical import dated, tag

if TYPE_CHECKING:
    Term = NewType("Term", str)
else:
    Term = str  # calling a `NewType` costs more than making most terms does
"""An RDF term in N-Triples syntax: `<https://…>` or `"…"@zh-hans` or `"…"^^<…>`."""

DEFAULT_GRAPH = Term("")
"""The graph of a quad that stands in no named graph."""

BASE = "https://w3id.org/finaward/id/"
"""Where minted resources live unless the user says otherwise."""

PREFIXES: dict[str, str] = {
    "fa": "https://w3id.org/finaward/ontology#",
    "fav": "https://w3id.org/finaward/vocabulary/",
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "cur": "http://qudt.org/vocab/currency/",
    "unit": "http://qudt.org/vocab/unit/",
}


class Quad(NamedTuple):
    """A statement in a graph; sorts and prints as N-Quads."""

    subject: Term
    predicate: Term
    object: Term
    graph: Term = DEFAULT_GRAPH

    def line(self) -> str:
        """The quad as one line of N-Quads, with its line end."""
        if self.graph:
            return f"{self.subject} {self.predicate} {self.object} {self.graph} .\n"
        return f"{self.subject} {self.predicate} {self.object} .\n"

    @classmethod
    def of(cls, line: str) -> "Quad":
        r"""The quad of a line that `line` wrote: no IRI has a space or a quotation mark in it.

        >>> Quad.of('<a:> <b:> "c <d:>" <g:> .\n')
        Quad(subject='<a:>', predicate='<b:>', object='"c <d:>"', graph='<g:>')
        """
        subject, predicate, rest = line.split(" ", 2)
        rest = rest.removesuffix(" .\n")
        object, _, last = rest.rpartition(" ")
        if object and '"' not in last and last.startswith(("<", "_:")):
            return cls(Term(subject), Term(predicate), Term(object), Term(last))
        return cls(Term(subject), Term(predicate), Term(rest))


class Namespace:
    """A namespace whose attributes and items are encoded IRIs.

    >>> FA.recipient
    '<https://w3id.org/finaward/ontology#recipient>'
    >>> XSD["date"]
    '<http://www.w3.org/2001/XMLSchema#date>'
    """

    def __init__(self, prefix: str) -> None:
        self._iri = PREFIXES[prefix]

    def __getattr__(self, name: str) -> Term:
        if name.startswith("__"):
            raise AttributeError(name)
        term = self.__dict__[name] = Term(f"<{self._iri}{name}>")  # made once: most terms of a graph are few
        return term

    def __getitem__(self, name: str) -> Term:
        return iri(f"{self._iri}{name}")


FA, FAV, DCTERMS, OA, ORG = (Namespace(p) for p in ("fa", "fav", "dcterms", "oa", "org"))
OWL, PROV, RDF, RDFS, SCHEMA = (Namespace(p) for p in ("owl", "prov", "rdf", "rdfs", "schema"))
SKOS, XSD, CUR, UNIT = (Namespace(p) for p in ("skos", "xsd", "cur", "unit"))

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_UCSCHAR = "\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 0xE)
)
_NOT_IRI = re.compile(rf"[^!#$&'()*+,\-./0-9:;=?@A-Z_a-z~%{_UCSCHAR}]|\s|%(?![0-9A-Fa-f]{{2}})")
"""What RFC 3987 allows in no IRI, a percent sign that encodes nothing, and white space, which some parsers refuse."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x7f": "\\u007F"}
_TO_ESCAPE = re.compile('[\\\\"\n\r\t\x7f]')
_SAFE_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@lru_cache(maxsize=1 << 11)
def iri(text: str) -> Term:
    """Encode an absolute IRI; characters that RFC 3987 forbids are percent-encoded.

    >>> iri("https://example.org/a b")
    '<https://example.org/a%20b>'
    """
    head, mark, fragment = _NOT_IRI.sub(_percent, text).partition("#")
    return Term(f"<{head}{mark}{fragment.replace('#', '%23')}>")


def literal(text: str, *, language: str | None = None, datatype: Term | None = None) -> Term:
    r"""Encode a literal: a string, or a tagged string where `language` is a well-formed tag, or a typed one.

    >>> print(literal('a "b"\n', language="zh-Hans"))
    "a \"b\"\n"@zh-hans
    """
    if not text.isprintable() or '"' in text or "\\" in text:
        text = _TO_ESCAPE.sub(lambda m: _ESCAPES[m[0]], _NOT_XML.sub("\ufffd", text))
    if language and (known := tag(language)):
        return Term(f'"{text}"@{known}')
    return Term(f'"{text}"^^{datatype}' if datatype else f'"{text}"')


def integer(value: int) -> Term:
    """Encode an xsd:integer.

    >>> integer(11)
    '"11"^^<http://www.w3.org/2001/XMLSchema#integer>'
    """
    return Term(f'"{value}"^^{XSD.integer}')


def decimal(value: Decimal) -> Term:
    """Encode an xsd:decimal in the shortest form: no exponent, no trailing zeros.

    >>> decimal(Decimal("3.30E+8"))
    '"330000000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    return Term(f'"{plain(value)}"^^{XSD.decimal}')


def plain(value: Decimal) -> str:
    """Write a decimal without exponent and trailing zeros.

    >>> plain(Decimal("90.340")), plain(Decimal("1E+3")), plain(Decimal("-0.0"))
    ('90.34', '1000', '0')
    """
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=1 << 11)
def date(text: str) -> Term:
    """Encode a year, month, day or instant in ISO 8601 by what it is, in canonical form; anything else stays a string.

    >>> date("2020-08")
    '"2020-08"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    >>> date("2020-08-01T08:30:00.500+00:00")
    '"2020-08-01T08:30:00.5Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
    >>> date("2010/2021")
    '"2010/2021"'
    """
    written, kind = dated(text)
    return literal(written, datatype=XSD[kind] if kind else None)


def value(term: Term) -> str:
    r"""The text of a term: the IRI, the lexical form of the literal alone, a blank node as it is.

    >>> value(literal('a "b"\n', language="en")) == 'a "b"\n'
    True
    """
    if term.startswith("<"):
        return term[1:-1]
    if term.startswith("_:"):
        return term
    return _ESCAPED.sub(_unescape, term[1 : term.rindex('"')])


_ESCAPED = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)")
_UNESCAPES = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code[0] in "uU" else _UNESCAPES.get(code, code)


def _percent(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace"))


_KEPT = frozenset("%‰&@#")
_MARKS = re.compile(r"[ \n!\"'()*,\-./:;?\[\\\]_{}　！（），－．／：；？“”‘’《》〈〉「」『』【】〔〕、。—–…·]+")
_FOLDED = re.compile("[0-9a-z%&@#+\u4e00-\u9fff]+")
"""What folding takes away of most names, and what it leaves as it is: what is made of these alone is folded by that."""


@lru_cache(maxsize=1 << 13)
def norm(text: str) -> str:
    """Fold a name to the key under which all its spellings meet (version `norm/1`).

    NFKC, case folding, then white space, punctuation, quotes, brackets, dashes and control characters go. A text
    of nothing else is only folded, so that no key is empty.

    >>> norm("《养老金发展指数(2020)》") == norm("《养老金发展指数２０２０》")
    True
    >>> norm("中国太平洋保险（集团）股份有限公司")
    '中国太平洋保险集团股份有限公司'
    """
    usual = _MARKS.sub("", text).lower()
    if _FOLDED.fullmatch(usual):
        return usual
    folded = _compatible(_compatible(text).casefold())
    kept = _compatible("".join(c for c in folded if c in _KEPT or unicodedata.category(c)[0] not in "PZC"))
    return kept or folded.strip() or text


def _compatible(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(a + b for a in _DIGITS for b in _DIGITS)
_FIRST_130_BITS = struct.Struct(">IBIBIBH").unpack_from


_joined = "\x1f".join


def _hashed(text: str) -> str:
    """The first 26 characters of the base32 (RFC 4648) of the SHA-256 of a text, lower case, made two at a time.

    Every node of a graph is minted: this takes half of the time that `base64.b32encode` would.
    """
    digest = sha256(text.encode("utf-8", "surrogatepass")).digest()
    a, b, c, d, e, f, g = _FIRST_130_BITS(digest)
    return (
        f"{_PAIRS[a >> 22]}{_PAIRS[a >> 12 & 1023]}{_PAIRS[a >> 2 & 1023]}{_PAIRS[(a & 3) << 8 | b]}"
        f"{_PAIRS[c >> 22]}{_PAIRS[c >> 12 & 1023]}{_PAIRS[c >> 2 & 1023]}{_PAIRS[(c & 3) << 8 | d]}"
        f"{_PAIRS[e >> 22]}{_PAIRS[e >> 12 & 1023]}{_PAIRS[e >> 2 & 1023]}{_PAIRS[(e & 3) << 8 | f]}{_PAIRS[g >> 6]}"
    )


def _bits(count: int, every: int, at: int = 0) -> int:
    """So many bits at a place in every so many, as far as the digests of a batch reach."""
    return sum(((1 << count) - 1) << each for each in range(at, 256 * _BATCH, every))


_BATCH = 64
_HALVES = _bits(80, 256, 128), _bits(80, 256)
_APART = (24, _bits(40, 128, 40)), (12, _bits(20, 64, 20)), (6, _bits(10, 32, 10)), (3, _bits(5, 16, 5))
_BASE32 = bytes.maketrans(bytes(range(32)), _DIGITS.encode())


def _hashed_each(texts: Sequence[str]) -> Iterator[str]:
    """What `_hashed` gives for each of these texts.

    The digests stand side by side in one number. Of each the first 160 bits are moved apart, half from half, until
    every five of them have a byte to themselves, which is a digit of base32 then.
    """
    for begin in range(0, len(texts), _BATCH):
        some = [sha256(text.encode("utf-8", "surrogatepass")).digest() for text in texts[begin : begin + _BATCH]]
        number = int.from_bytes(b"".join(some), "big")
        number = number >> 48 & _HALVES[0] | number >> 96 & _HALVES[1]
        for far, upper in _APART:
            moving = number & upper
            number ^= moving ^ moving << far
        digits = number.to_bytes(32 * len(some), "big").translate(_BASE32).decode()
        for at in range(0, len(digits), 32):
            yield digits[at : at + 26]


_BASE = re.compile(r"https?://[^/?#\s]+/\S*(?<=[/#])")


class Mint:
    """Mints IRIs that are functions of content: the same keys give the same IRI on any machine.

    Raises `FormatError` where `base` is no absolute http(s) IRI that ends in a slash or hash.

    >>> Mint().node("case", "云南野生动物肇事公众责任创新服务案例")
    '<https://w3id.org/finaward/id/case/ajns7pom57eqelrpd7xztoqgt2>'
    """

    def __init__(self, base: str = BASE) -> None:
        if not _BASE.fullmatch(base) or iri(base) != f"<{base}>":
            raise FormatError(
                "base", f"{base!r} is no place for IRIs", "give an absolute http(s) IRI that ends in / or #"
            )
        self.base = base
        self._heads: dict[str, str] = {}

    def node(self, kind: str, *keys: str) -> Term:
        """Mint `base/kind/HASH`: 26 characters of base32 (130 bits) of the SHA-256 of the keys.

        Keys are used as they are: a caller folds names with `norm` first.
        """
        head = self._heads.get(kind) or self._head(kind)
        return Term(f"{head}{_hashed(_joined(('norm/1', kind, *keys)))}>")

    def nodes(self, kind: str, first: Iterable[str], last: Iterable[str]) -> list[Term]:
        """Mint nodes of a kind whose keys begin alike, one for each last key: what `node` gives, several times as fast.

        Where a node has more keys of its own than one, they come as one, joined by U+001F.
        """
        head = self._heads.get(kind) or self._head(kind)
        before = _joined(("norm/1", kind, *first, ""))
        return [Term(f"{head}{digest}>") for digest in _hashed_each([before + key for key in last])]

    def _head(self, kind: str) -> str:
        """The IRIs of a kind up to their last part; kinds are few."""
        head = self._heads[kind] = iri(f"{self.base}{kind}/").removesuffix(">")
        return head

    def known(self, kind: str, key: str) -> Term:
        """Mint `base/kind/key` where the key is safe in an IRI as it stands, else as `node`.

        >>> Mint().known("organization", "cpic-life")
        '<https://w3id.org/finaward/id/organization/cpic-life>'
        """
        if not _SAFE_KEY.fullmatch(key):
            return self.node(kind, key)
        return Term(f"{self._heads.get(kind) or self._head(kind)}{key}>")

    def graph(self, name: str, key: str = "") -> Term:
        """Mint the name of a graph: `base/graph/registry`, `base/graph/article/KEY`."""
        return self.known(f"graph/{name}", key) if key else iri(f"{self.base}graph/{name}")


def in_order(quads: Iterable[Quad]) -> list[Quad]:
    """The quads as a set, in the one order in which they are written: that of their lines' code points."""
    return sorted(set(quads), key=Quad.line)


_SHORT = sorted(((iri, f"{prefix}:") for prefix, iri in {**PREFIXES, "id": BASE}.items()), key=lambda p: -len(p[0]))


def shown(term: Term | None) -> str:
    """A term as a person reads it.

    >>> shown(Term("<https://w3id.org/finaward/ontology#Case>")), shown(Term('"11"^^<http://…#integer>')), shown(None)
    ('fa:Case', '11', '')
    """
    if term is None:
        return ""
    text = "".join(c if c.isprintable() else "�" for c in value(term))
    if not term.startswith("<"):
        return text
    prefix = next(((iri, short) for iri, short in _SHORT if text.startswith(iri)), None)
    return f"{prefix[1]}{text[len(prefix[0]) :]}" if prefix else text
