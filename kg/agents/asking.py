"""Asking the graph for agents: SPARQL in bounded processes, results as rows of terms."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from kg.agents.answers import Entity, Quote
from kg.terms import iri, shown
from kg.workers import Answer, Pool

_QUOTES = 40
"""As many sentences stand in one answer."""


class Cell(NamedTuple):
    """A bound value: its text, and whether it is an IRI."""

    text: str
    is_iri: bool


Row = Mapping[str, Cell]


class Table(NamedTuple):
    """Rows by variable, and what cut them, if anything did."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    truncated: str


class Asker:
    """Asks a pool. Raises what the pool raises: `QueryError`, `DeadlineError` and the like, for people to read."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    async def select(self, text: str) -> Table:
        """The rows of a SELECT, or one row `yes` of an ASK; of CONSTRUCT and DESCRIBE the triples."""
        return _table(await self._pool.ask("query", text=text, results="json", graph="ntriples"))

    async def named(self, name: str, parameters: Mapping[str, str]) -> Table:
        """The rows of a named query, with the names that the graph has for the parameters."""
        return _table(await self._pool.ask("named_query", name=name, parameters=dict(parameters)))

    async def entities(self, iris: Iterable[str]) -> dict[str, Entity]:
        """Names and classes of nodes; of a fact, which has no name, its class alone."""
        wanted = tuple(dict.fromkeys(iris))
        found: dict[str, Entity] = {each: Entity(iri=each) for each in wanted}
        for some in _some(wanted, 200):
            table = await self.select(
                "SELECT ?node (MIN(?class) AS ?kind) (MIN(?zh) AS ?name) (MIN(?any) AS ?other) {"
                f" VALUES ?node {{ {_values(some)} }}"
                " OPTIONAL { ?node a ?class FILTER(STRSTARTS(STR(?class), STR(fa:))) }"
                " OPTIONAL { ?node skos:prefLabel ?zh FILTER(LANGMATCHES(LANG(?zh), 'zh')) }"
                " OPTIONAL { ?node skos:prefLabel|rdfs:label ?any } } GROUP BY ?node"
            )
            for row in table.rows:
                name = row.get("name") or row.get("other")
                kind = row.get("kind")
                found[row["node"].text] = Entity(
                    iri=row["node"].text,
                    name=name.text if name else "",
                    kind=shown(iri(kind.text)) if kind else "",
                )
        return found

    async def quotes(self, iris: Iterable[str]) -> tuple[tuple[Quote, ...], bool]:
        """The sentences behind nodes, in the order of their articles, and whether these are all."""
        wanted = tuple(dict.fromkeys(iris))
        found: list[Quote] = []
        for some in _some(wanted, 200):
            table = await self.select(
                "SELECT DISTINCT ?about ?article ?start ?end ?quote ?title ?issued ?url {"
                f" VALUES ?about {{ {_values(some)} }}"
                " ?about fa:hasEvidence ?span . ?span fa:exact ?quote ; oa:hasSource ?article ."
                " OPTIONAL { ?span fa:start ?start ; fa:end ?end }"
                " OPTIONAL { ?article skos:prefLabel ?title }"
                " OPTIONAL { ?article dcterms:issued ?issued } OPTIONAL { ?article schema:url ?url } }"
                f" ORDER BY ?about ?article ?start LIMIT {_QUOTES + 1 - len(found)}"
            )
            found += [_quote(row) for row in table.rows]
            if len(found) > _QUOTES:
                return tuple(found[:_QUOTES]), False
        return tuple(found), True


def _table(answer: Answer) -> Table:
    cut = "{}={}".format(*answer.head.truncated) if answer.head.truncated else ""
    if answer.head.format != "json":
        lines = answer.read().decode("utf-8").splitlines()
        return Table(("triple",), tuple({"triple": Cell(line, False)} for line in lines), cut)
    told = json.loads(answer.read())
    if "boolean" in told:
        return Table(("yes",), ({"yes": Cell(str(told["boolean"]).lower(), False)},), cut)
    rows = tuple(
        {name: Cell(value["value"], value["type"] == "uri") for name, value in row.items()}
        for row in told["results"]["bindings"]
    )
    return Table(tuple(told["head"]["vars"]), rows, cut)


def _quote(row: Row) -> Quote:
    def text(name: str) -> str:
        return row[name].text if name in row else ""

    return Quote(
        about=text("about"),
        quote=text("quote"),
        article=text("article"),
        title=text("title"),
        published=text("issued"),
        url=text("url"),
        start=int(text("start")) if "start" in row else None,
        end=int(text("end")) if "end" in row else None,
    )


def _some(all_of_them: tuple[str, ...], size: int) -> Iterable[tuple[str, ...]]:
    return (all_of_them[n : n + size] for n in range(0, len(all_of_them), size))


def _values(iris: Iterable[str]) -> str:
    return " ".join(iri(each) for each in iris)
