"""The tools: each a function from a few plain arguments to an answer with its evidence, within bounds."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from kg.agents.answers import (
    Description,
    Entities,
    Entity,
    Link,
    Links,
    Path,
    Question,
    Rows,
    Schema,
    Statement,
)
from kg.agents.asking import Asker, Table
from kg.errors import NotFoundError, QueryError
from kg.ontology import Bilingual, Ontology
from kg.terms import PREFIXES, Term, iri, literal, shown

_NAMES = "skos:prefLabel|skos:altLabel|schema:legalName|rdfs:label"
_CUT = "There is more: ask for more by `limit`, or narrow it down."
_QUOTED = "Not every sentence stands here: describe one fact to see all of its sentences."
_NO_LINKS = ("rdf:type", "fa:hasEvidence", "fa:citedIn", "oa:hasSource", "fa:mentionOf", "skos:inScheme")
"""Properties that lead to evidence, classes and schemes, not to other things of the world."""
_FRONTIER, _DEEPEST = 200, 8
Limit = Annotated[int, Field(ge=1, le=200, description="How many at most.")]
Iri = Annotated[str, Field(max_length=2000, description="An IRI that another tool gave.")]
Text = Annotated[str, Field(max_length=400)]


class Tools:
    """The tools over one graph."""

    def __init__(self, asker: Asker, ontology: Ontology) -> None:
        self._ask, self._ontology = asker, ontology

    async def search(self, text: Text, kind: Text = "", limit: Limit = 10) -> Entities:
        """Find organizations, awards, cases and other things by a part of a name, in Chinese or English.

        `kind` keeps those of one class, as fa:Organization. Names that are the text come first, then those that begin
        with it, then those that contain it.
        """
        sought = text.strip()
        if not sought:
            raise QueryError("search", "there is no text", "give a part of a name")
        only = f"?node a {self._kind(kind)} ." if kind else ""
        folded = literal(sought.lower())
        found = await self._ask.select(
            "SELECT ?node (MIN(?place) AS ?rank) (MIN(STRLEN(STR(?name))) AS ?length) {"
            f" ?node {_NAMES} ?name . {only} BIND(LCASE(STR(?name)) AS ?said) FILTER(CONTAINS(?said, {folded}))"
            " FILTER(STRSTARTS(STR(?node), 'http')) FILTER NOT EXISTS { ?node a fa:Article }"
            f" BIND(IF(?said = {folded}, 0, IF(STRSTARTS(?said, {folded}), 1, 2)) AS ?place)"
            f" }} GROUP BY ?node ORDER BY ?rank ?length ?node LIMIT {limit + 1}"
        )
        nodes = [row["node"].text for row in found.rows]
        known = await self._ask.entities(nodes[:limit])
        quotes, _ = await self._ask.quotes(nodes[:limit])
        first = {quote.about: quote for quote in reversed(quotes)}  # one sentence each: it shows which one this is
        return Entities(
            entities=tuple(known[node] for node in nodes[:limit]),
            complete=len(nodes) <= limit and not found.truncated,
            remark=_CUT if len(nodes) > limit or found.truncated else "",
            evidence=tuple(first[node] for node in nodes[:limit] if node in first),
        )

    async def describe(self, iri: Iri, limit: Limit = 100) -> Description:
        """Say all that the graph states of one entity or fact, with the sentences that say so."""
        node = _iri(iri)
        found = await self._ask.select(
            f"SELECT DISTINCT ?p ?o {{ {node} ?p ?o FILTER(?p NOT IN (fa:hasEvidence, fa:citedIn)) }}"
            f" ORDER BY ?p ?o LIMIT {limit + 1}"
        )
        known = await self._known(iri)
        names = await self._ask.entities(row["o"].text for row in found.rows if row["o"].is_iri)
        quotes, all_quoted = await self._ask.quotes([iri])
        is_cut = len(found.rows) > limit or bool(found.truncated)
        return Description(
            entity=known,
            statements=tuple(
                Statement(
                    property=shown(_iri(row["p"].text)),
                    value=row["o"].text,
                    name=names[row["o"].text].name if row["o"].is_iri else "",
                )
                for row in found.rows[:limit]
            ),
            complete=not is_cut and all_quoted,
            remark=" ".join([*([_CUT] if is_cut else []), *([] if all_quoted else [_QUOTED])]),
            evidence=quotes,
        )

    async def neighbours(self, iri: Iri, property: Text = "", limit: Limit = 50) -> Links:
        """List what is linked to an entity, either way: its award receipts, cases, parents, members, articles' claims.

        `property` keeps the links by one property, as fa:recipient. An award receipt (fa:AwardReceipt) ties a winner
        to an award, an edition, a year and a case: describe it, or ask for its neighbours.
        """
        only = f"FILTER(?p = {self._property(property)})" if property else ""
        known = await self._known(iri)
        table = await self._around([iri], only, limit + 1)
        links = await self._links(table)
        quotes, all_quoted = await self._ask.quotes(
            dict.fromkeys(end.iri for link in links[:limit] for end in (link.source, link.target) if end.iri != iri)
        )
        is_cut = len(table.rows) > limit or bool(table.truncated)
        return Links(
            entity=known,
            links=links[:limit],
            complete=not is_cut and all_quoted,
            remark=" ".join([*([_CUT] if is_cut else []), *([] if all_quoted else [_QUOTED])]),
            evidence=quotes,
        )

    async def path(self, a: Iri, b: Iri, steps: Annotated[int, Field(ge=1, le=_DEEPEST)] = 6) -> Path:
        """Find a shortest way between two entities, of at most so many links, whatever their direction."""
        for end in (a, b):
            await self._known(end)
        came: dict[str, Link] = {}
        frontier, seen, is_whole = [a], {a}, True
        for _ in range(steps if a != b else 0):
            table = await self._around(frontier[:_FRONTIER], "", 20_000)
            is_whole = is_whole and len(frontier) <= _FRONTIER and not table.truncated and len(table.rows) < 20_000
            reached: list[str] = []
            for row in table.rows:
                source, target = row["s"].text, row["o"].text
                for near, far in ((source, target), (target, source)):
                    if near in seen and far not in seen and far not in came:
                        ends = Entity(iri=source), Entity(iri=target)
                        came[far] = Link(source=ends[0], property=shown(_iri(row["p"].text)), target=ends[1])
                        reached.append(far)
            seen |= set(reached)
            frontier = reached
            if b in came or not reached:
                break
        way = _way(came, a, b)
        names = await self._ask.entities(end.iri for link in way for end in (link.source, link.target))
        quotes, all_quoted = await self._ask.quotes(names)
        is_complete = a == b or is_whole
        found = "There may be a shorter way" if way else f"No way of at most {steps} links was found"
        missing = "" if is_complete else f"{found}: not all were looked at."
        return Path(
            links=tuple(
                link.model_copy(update={"source": names[link.source.iri], "target": names[link.target.iri]})
                for link in way
            ),
            complete=is_complete and all_quoted,
            remark=missing or ("" if all_quoted else _QUOTED),
            evidence=quotes,
        )

    async def named_query(self, name: Text, parameters: Mapping[str, str] | None = None, limit: Limit = 100) -> Rows:
        """Run one of the named queries of `schema`, which answer the usual questions, with its parameters.

        Names may be written in any of their forms; one that means several things, or nothing here, is an error that
        says what it may mean.
        """
        self._ontology.query(name).bind(parameters or {})  # a query or a parameter that is not there is told of first
        return await self._said(await self._ask.named(name, parameters or {}), limit)

    async def sparql(self, query: Annotated[str, Field(max_length=65_536)], limit: Limit = 100) -> Rows:
        """Run a SPARQL 1.1 query that only reads, over all graphs at once; the prefixes of `schema` are declared.

        Select the IRIs of facts (?receipt a fa:AwardReceipt) as well: the sentences behind them come along.
        """
        return await self._said(await self._ask.select(query), limit)

    async def schema(self) -> Schema:
        """Say what the graph is made of: classes with their numbers, properties, prefixes, and the named queries."""
        found = await self._ask.select("SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY DESC(?n) ?c")
        labels = self._ontology.labels
        own = f"<{PREFIXES['fa']}"
        counted = {row["c"].text for row in found.rows if "c" in row}
        return Schema(
            prefixes=PREFIXES,
            classes=tuple(
                Statement(property=shown(_iri(row["c"].text)), value=row["n"].text, name=_words(labels, row["c"].text))
                for row in found.rows
                if "c" in row
            ),
            properties=tuple(
                Statement(property=shown(term), value="", name=f"{label.zh} / {label.en}")
                for term, label in sorted(labels.items())
                if term.startswith(own) and term[1:-1] not in counted and term[len(own)].islower()
            ),
            queries=tuple(
                Question(
                    name=query.name,
                    question=f"{query.question_zh} {query.question_en}",
                    parameters={parameter.name: parameter.text for parameter in query.parameters},
                )
                for query in self._ontology.queries
            ),
        )

    async def _said(self, table: Table, limit: int) -> Rows:
        rows = table.rows[:limit]
        quotes, all_quoted = await self._ask.quotes(cell.text for row in rows for cell in row.values() if cell.is_iri)
        is_cut = len(table.rows) > limit or bool(table.truncated)
        return Rows(
            columns=table.columns,
            rows=tuple(tuple(row[name].text if name in row else "" for name in table.columns) for row in rows),
            complete=not is_cut and all_quoted,
            remark=" ".join([*([_CUT] if is_cut else []), *([] if all_quoted else [_QUOTED])]),
            evidence=quotes,
        )

    async def _known(self, node: str) -> Entity:
        """A node with its name. Raises `NotFoundError` where the graph does not have it."""
        found = await self._ask.select(f"ASK {{ {{ {_iri(node)} ?p ?o }} UNION {{ ?s ?q {_iri(node)} }} }}")
        if found.rows[0]["yes"].text != "true":
            raise NotFoundError("entity", f"the graph does not have {node}", "search for it by its name")
        return (await self._ask.entities([node]))[node]

    async def _around(self, nodes: list[str], only: str, limit: int) -> Table:
        """The links of nodes, either way."""
        near = " ".join(_iri(node) for node in nodes)
        without = f"FILTER(?p NOT IN ({', '.join(_NO_LINKS)}))"
        return await self._ask.select(
            f"SELECT DISTINCT ?s ?p ?o {{ {{ VALUES ?s {{ {near} }} ?s ?p ?o FILTER(ISIRI(?o)) {without} {only} }}"
            f" UNION {{ VALUES ?o {{ {near} }} ?s ?p ?o {without} {only} }} }} ORDER BY ?p ?s ?o LIMIT {limit}"
        )

    async def _links(self, table: Table) -> tuple[Link, ...]:
        names = await self._ask.entities(row[end].text for row in table.rows for end in ("s", "o"))
        return tuple(
            Link(source=names[row["s"].text], property=shown(_iri(row["p"].text)), target=names[row["o"].text])
            for row in table.rows
        )

    def _kind(self, name: str) -> str:
        return self._term(name, "class", "fa:Organization")

    def _property(self, name: str) -> str:
        return self._term(name, "property", "fa:recipient")

    def _term(self, name: str, what: str, example: str) -> str:
        """A term by its prefixed name or IRI, ready for a query."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in PREFIXES:
            return _iri(PREFIXES[prefix] + local)
        if name.startswith(("http://", "https://")):
            return _iri(name)
        raise QueryError(what, f"{name!r} is no {what} of the graph", f"write it as {example}, see `schema`")


def _iri(text: str) -> Term:
    """An IRI as a term. Raises `QueryError` where it is none."""
    if ":" not in text or iri(text) != f"<{text}>":
        raise QueryError("iri", f"{text!r} is no IRI", "give one that another tool gave")
    return iri(text)


def _words(labels: Mapping[Term, Bilingual], name: str) -> str:
    label = labels.get(iri(name))
    return "" if label is None else f"{label.zh} / {label.en}"


def _way(came: Mapping[str, Link], a: str, b: str) -> list[Link]:
    """The links from one node to another, by which each was reached."""
    way: list[Link] = []
    at = b
    while at != a and at in came:
        link = came[at]
        way.append(link)
        at = link.source.iri if link.target.iri == at else link.target.iri
    return way[::-1] if at == a else []
