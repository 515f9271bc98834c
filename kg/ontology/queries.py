"""Named queries and rules: SPARQL files whose first lines are the question and whose VALUES are the parameters."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pyoxigraph

from kg.errors import QueryError, RegistryError
from kg.terms import PREFIXES, XSD, Term, date, iri, literal, value


class Parameter(NamedTuple):
    """A variable of a query that can be given, and the term that stands in the file."""

    name: str
    default: Term

    @property
    def text(self) -> str:
        """The default as a user would write it."""
        return value(self.default)


class NamedQuery(NamedTuple):
    """A SPARQL query or rule with its question in Chinese and in English; `text` runs as it stands."""

    name: str
    question_zh: str
    question_en: str
    text: str
    parameters: tuple[Parameter, ...] = ()

    def bind(self, params: Mapping[str, str]) -> str:
        """The query with these values in place of the defaults, each encoded as its default is.

        A value for an IRI is an absolute IRI or a name with a prefix of this project (`cur:HKD`). Raises
        `QueryError` for a parameter that the query does not have, or a value that is not of the default's type.
        """
        defaults = {parameter.name: parameter.default for parameter in self.parameters}
        for name in params:
            if name not in defaults:
                known = ", ".join(defaults) or "none"
                raise QueryError(self.name, f"the query has no parameter {name!r}", f"its parameters are: {known}")
        bound = {name: _like(defaults[name], given, f"{self.name}: {name}") for name, given in params.items()}
        pieces, end = [], 0
        for match in _parameters(self.text):
            if match["name"] in bound:
                pieces += [
                    self.text[end : match.start("terms")],
                    _in_each_language(bound[match["name"]], match),
                ]
                end = match.end("terms")
        return "".join([*pieces, self.text[end:]])


def read_queries(folder: Path) -> tuple[NamedQuery, ...]:
    """Read every `.rq` file of a folder, sorted by name; none where there is no folder. Raises `RegistryError`."""
    return tuple(read_query(path) for path in sorted(folder.glob("*.rq"), key=lambda path: path.stem))


def read_query(path: Path) -> NamedQuery:
    """Read a query whose first two lines are `# 中文问题` and `# English question`.

    A `VALUES` clause with one variable and one value is a parameter; the value may stand there in several languages,
    for a name that has any of them. Raises `RegistryError` where the lines are missing, or a default is not a term.
    Whether the query itself is well formed is for the store to say.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RegistryError(path, error.strerror or "cannot be read", "restore the file") from None
    except UnicodeDecodeError:
        raise RegistryError(path, "the file is not UTF-8", "save it as UTF-8") from None
    questions = [line.removeprefix("#").strip() for line in text.splitlines()[:2] if line.startswith("#")]
    if len(questions) < 2 or not all(questions):
        raise RegistryError(path, "the first two lines are not the question in Chinese and in English", "add them")
    prefixes = {match["prefix"]: match["namespace"] for match in _TOKEN.finditer(text) if match["namespace"]}
    parameters: dict[str, Parameter] = {}
    for match in _parameters(text):
        term = _term(match["term"] or match["only"], prefixes, path)
        parameters.setdefault(match["name"], Parameter(match["name"], term))
    return NamedQuery(path.stem, questions[0], questions[1], text, tuple(parameters.values()))


_IRI = r'<[^<>"{}|^`\\\x00-\x20]*>'
_LONG = r'"""(?:[^"\\]|\\.|"(?!""))*"""|' + r"'''(?:[^'\\]|\\.|'(?!''))*'''"
_STRING = _LONG + r'|"(?:[^"\\\n\r]|\\.)*"|' + r"'(?:[^'\\\n\r]|\\.)*'"
_NAME = r"[\w.-]*:[^\s{}()\[\]<>\"';,|^]*"
_TERM = rf"(?:{_STRING})(?:@[A-Za-z0-9-]+|\^\^(?:{_IRI}|{_NAME}))?|{_IRI}|[+-]?[0-9.][0-9.eE+-]*|true|false|{_NAME}"
_TOKEN = re.compile(
    rf"(?<![\w?$:])VALUES\s*[?$](?P<name>\w+)\s*\{{\s*"
    rf"(?P<terms>(?P<term>(?P<string>{_STRING})@[A-Za-z0-9-]+)(?:\s*(?P=string)@[A-Za-z0-9-]+)+|(?P<only>{_TERM}))\s*\}}"
    rf"|(?<![\w?$:])PREFIX\s+(?P<prefix>[\w.-]*):\s*<(?P<namespace>[^<>\s]*)>"
    rf"|\#[^\n\r]*|{_STRING}|{_IRI}",
    re.IGNORECASE | re.DOTALL,
)


def _parameters(text: str) -> Iterator[re.Match[str]]:
    """The VALUES clauses with one value that stand neither in a comment nor in a string."""
    return (match for match in _TOKEN.finditer(text) if match["name"])


def _in_each_language(term: Term, match: re.Match[str]) -> str:
    """A term in each of the languages of the terms that it takes the place of, where these are several."""
    if match["string"] is None:
        return term
    tags = match["terms"].split(match["string"])[1:]
    return " ".join(term.rpartition("@")[0] + tag.strip().lower() for tag in tags)


def _term(text: str, prefixes: Mapping[str, str], path: Path) -> Term:
    """The term that a SPARQL file spells: its syntax is that of Turtle."""
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes.items())
    try:
        node = next(iter(pyoxigraph.parse(f"{head}<s:> <p:> {text} .", format=pyoxigraph.RdfFormat.TURTLE))).object
    except SyntaxError as error:
        raise RegistryError(path, f"the default {text} is not a term: {error.msg}", "mend it") from None
    if isinstance(node, pyoxigraph.Literal):
        datatype = None if node.language or iri(node.datatype.value) == XSD.string else iri(node.datatype.value)
        return literal(node.value, language=node.language, datatype=datatype)
    return iri(node.value) if isinstance(node, pyoxigraph.NamedNode) else literal(text)


_LEXICAL = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    XSD.double: re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    XSD.boolean: re.compile("true|false|0|1"),
}
_DATES = frozenset((XSD.gYear, XSD.gYearMonth, XSD.date, XSD.dateTime))


def _like(default: Term, given: str, where: str) -> Term:
    """A given value as a term of the sort of the default. Raises `QueryError`."""
    if default.startswith("<"):
        return _resource(given, where)
    kind = default[default.rindex('"') + 1 :]
    if kind.startswith("@"):
        return literal(given, language=kind[1:])
    if not kind:
        return literal(given)
    datatype = Term(kind.removeprefix("^^"))
    made = literal(given, datatype=datatype)
    pattern = _LEXICAL.get(datatype)
    if (pattern and not pattern.fullmatch(given)) or (datatype in _DATES and date(given) != made):
        sort = value(datatype).rpartition("#")[2]
        raise QueryError(where, f"{given!r} is no {sort}", f"give one such as {value(default)}")
    return made


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def _resource(given: str, where: str) -> Term:
    prefix, _, name = given.partition(":")
    if prefix in PREFIXES and not name.startswith("//"):
        return iri(PREFIXES[prefix] + name)
    if not _ABSOLUTE.fullmatch(given):
        raise QueryError(where, f"{given!r} is no IRI", "give an absolute IRI or a name such as fa:Case")
    return iri(given)
