"""The rows of a registry, from whatever file a user keeps it in: CSV, YAML or Turtle.

Each row comes with its place. The cells are those of `organizations.csv`; several values in a cell are separated by
`;` in CSV, and are a list in YAML. Turtle is read by the terms in which this program writes its registry graph:
`skos:prefLabel` (the short name; `@en` the English one), `schema:legalName`, `skos:altLabel`, `schema:tickerSymbol`,
`schema:leiCode`, `skos:exactMatch` (of Wikidata), `org:classification`, and `org:subOrganizationOf` or a
`fa:SubsidiaryRelation`; an IRI ends in `organization/ID`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import RegistryError
from kg.registry.tables import rows
from kg.terms import FA, FAV, ORG, SCHEMA, SKOS, Term, value

if TYPE_CHECKING:
    from rdflib import Graph, URIRef
    from yaml import BaseLoader

Row = dict[str, Any]

_ITEM = re.compile(r"https?://www\.wikidata\.org/entity/Q")
_SUFFIXES = "a .csv, .yaml or .ttl file"


def read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    """Every row of a user's registry as its place and its cells; columns that a file leaves out are empty.

    Raises `RegistryError` where the file cannot be read, names other columns, or a row has no id.
    """
    read = {".csv": _csv, ".yaml": _yaml, ".yml": _yaml, ".ttl": _turtle}.get(path.suffix.lower())
    if read is None:
        raise RegistryError(path, f"nobody here reads {path.suffix or 'a file without a suffix'}", f"name {_SUFFIXES}")
    for where, row in read(path, columns):
        if unknown := sorted(map(str, row.keys() - set(columns))):
            raise RegistryError(where, f"{unknown[0]!r} is no column", f"the columns are {', '.join(columns)}")
        if not row.get("id"):
            raise RegistryError(where, "the row has no id", "give it one: small letters, digits and hyphens")
        yield where, {name: row.get(name, "") for name in columns}


def _csv(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    header = tuple(next(csv.reader(io.StringIO(_text(path).partition("\n")[0])), []))
    is_sound = set(header) <= set(columns) and len(set(header)) == len(header)
    yield from rows(path, header if is_sound else columns)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        said = getattr(error, "strerror", None) or "it is not UTF-8"
        raise RegistryError(path, said, f"name {_SUFFIXES} in UTF-8") from None


def _yaml(path: Path, _: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    import yaml

    try:
        # Every scalar stays the text that it is: a date or a number in a name is no other value.
        listed = yaml.load(_text(path), Loader=_loader())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        said = getattr(error, "problem", None) or "it is nested too deeply or holds what is no text"
        raise RegistryError(where, f"it is not YAML of organizations ({said})", "mend the file") from None
    if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
        raise RegistryError(path, "it is no list of organizations", "begin each with `- id: …`")
    for number, row in enumerate(listed, 1):
        where = f"{path}: organization {number}"
        yield where, {str(name): _cell(where, str(name), cell) for name, cell in row.items()}


def _loader() -> "type[BaseLoader]":
    """A loader that refuses aliases, with which a short file says a lot."""
    import yaml

    class Loader(yaml.BaseLoader):
        def compose_node(self, parent: Any, index: Any) -> Any:  # noqa: ANN401 (as the library has it)
            if self.check_event(yaml.AliasEvent):
                raise yaml.composer.ComposerError(None, None, "an alias, *…, is not read here", None)
            return super().compose_node(parent, index)

    return Loader


def _cell(where: str, name: str, cell: object) -> object:
    if isinstance(cell, list) and all(isinstance(each, str) for each in cell):
        return tuple(cell)
    if isinstance(cell, str):
        return cell
    raise RegistryError(where, f"{name} is neither a text nor a list of texts", "mend the file")


def _turtle(path: Path, _columns: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    from rdflib import RDF, Graph, URIRef

    graph = Graph()
    try:
        graph.parse(data=_text(path), format="turtle")
    except Exception as error:  # rdflib's parsers raise whatever they meet
        raise RegistryError(path, f"it is not Turtle ({error})", "mend the file") from None
    found = {s for s in graph.subjects(RDF.type, URIRef(value(FA.Organization))) if isinstance(s, URIRef)}
    owners: dict[str, str] = {}
    for node in sorted(found):
        where = f"{path}: {node}"
        _, path_, id = str(node).rpartition("/organization/")
        if not path_ or "/" in id:
            raise RegistryError(where, "the IRI does not end in organization/ID", "name it …/organization/ID")
        if owners.setdefault(id, str(node)) != str(node):
            raise RegistryError(where, f"its id {id!r} is that of {owners[id]} too", "give each an id of its own")
        yield where, dict(_described(graph, node))


def _described(graph: "Graph", node: "URIRef") -> Iterator[tuple[str, object]]:
    from rdflib import URIRef

    def texts(predicate: Term, language: str | None = None) -> tuple[str, ...]:
        from rdflib import Literal

        found = (o for o in graph.objects(node, URIRef(value(predicate))) if isinstance(o, Literal))
        wanted = (o for o in found if language is None or (o.language == "en") == (language == "en"))
        return tuple(sorted(str(o) for o in wanted))

    def first(names: tuple[str, ...]) -> str:
        return names[0] if names else ""

    short, legal = first(texts(SKOS.prefLabel, "zh")), first(texts(SCHEMA.legalName))
    yield "id", _tail(str(node))
    yield "legal_name", legal or short
    yield "short_name", short or legal
    yield "english_name", first(texts(SKOS.prefLabel, "en"))
    yield "aliases", texts(SKOS.altLabel, "zh")
    yield "stock_codes", texts(SCHEMA.tickerSymbol)
    yield "lei", first(texts(SCHEMA.leiCode))
    matches = sorted(str(o) for o in graph.objects(node, URIRef(value(SKOS.exactMatch))))
    yield "wikidata", first(tuple(_tail(each) for each in matches if _ITEM.match(each)))
    yield "kind", _kind(graph, node)
    yield "parent", _parent(graph, node)


def _kind(graph: "Graph", node: "URIRef") -> str:
    from rdflib import URIRef

    kinds = sorted(str(o) for o in graph.objects(node, URIRef(value(ORG.classification))))
    return kinds[0].removeprefix(value(FAV["kind/"])) if kinds else ""


def _parent(graph: "Graph", node: "URIRef") -> str:
    from rdflib import URIRef

    above = {str(o) for o in graph.objects(node, URIRef(value(ORG.subOrganizationOf)))}
    for relation in graph.subjects(URIRef(value(FA.child)), node):
        above |= {str(o) for o in graph.objects(relation, URIRef(value(FA.parent)))}
    return _tail(min(above)) if above else ""


def _tail(iri: str) -> str:
    return iri.rstrip("/#").replace("#", "/").rpartition("/")[2]


def merged(old: Mapping[str, Any], new: Mapping[str, Any]) -> Row:
    """A row with what a later row of the same id says: its values stand instead, its lists come after.

    A legal or short name that is replaced stays as an alias: whatever a name meant, it means still.
    """
    made: Row = {}
    for name, was in old.items():
        now = new.get(name) or ""
        if isinstance(was, tuple):
            more = now if isinstance(now, tuple) else tuple(part for part in str(now).split(";") if part)
            made[name] = tuple(dict.fromkeys((*was, *more)))
        else:
            made[name] = now or was or ""
    replaced = (old[name] for name in ("legal_name", "short_name") if made[name] != old[name])
    made["aliases"] = tuple(dict.fromkeys((*made["aliases"], *replaced)))
    return made
