"""The graph for agents: what the tools answer, within what bounds, and the protocol by a real client."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import pytest

import kg
from kg import ontology
from kg.agents import Asker, Tools
from kg.agents.answers import Quote
from kg.errors import DeadlineError, ForbiddenError, NotFoundError, QueryError
from kg.terms import BASE
from kg.workers import Limits, Pool
from tests.hostile import PAYLOADS

EXAMPLES = Path(__file__).parents[1] / "examples" / "articles"
CPIC = f"{BASE}organization/cpic"
PROPERTY = f"{BASE}organization/cpic-pc"
T = TypeVar("T")


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("agents") / "out"
    kg.build(EXAMPLES, out=folder)
    return folder


@pytest.fixture(scope="module")
def ask(out: Path) -> Iterator[Callable[[Callable[[Tools], Awaitable[Any]]], Any]]:
    with asyncio.Runner() as runner:
        pool = runner.run(_entered(Pool(out / "store", Limits(workers=1, seconds=5, rows=20_000))))
        tools = Tools(Asker(pool), ontology.load())
        yield lambda use: runner.run(_done(use(tools)))
        runner.run(pool.close())


async def _entered(pool: Pool) -> Pool:
    return await pool.__aenter__()


async def _done(what: Awaitable[T]) -> T:
    return await what


Ask = Callable[[Callable[[Tools], Awaitable[Any]]], Any]


def test_a_name_is_found_the_thing_that_bears_it_first(ask: Ask) -> None:
    found = ask(lambda tools: tools.search("中国太保"))
    assert (found.entities[0].iri, found.entities[0].kind) == (CPIC, "fa:Organization")
    assert found.evidence[0].about == CPIC
    again = ask(lambda tools: tools.search("太保", kind="fa:Organization", limit=2))
    assert len(again.entities) == 2
    assert not again.complete
    assert again.remark


def test_an_entity_is_described_with_its_sentences(ask: Ask, out: Path) -> None:
    found = ask(lambda tools: tools.describe(PROPERTY))
    assert found.entity.name == "太保产险"
    said = {(s.property, s.name or s.value) for s in found.statements}
    assert ("fa:subsidiaryOf", "中国太保") in said
    assert found.complete
    assert_true(found.evidence, out)


def assert_true(quotes: tuple[Quote, ...], out: Path) -> None:
    """Every quote stands in its article, where it says."""
    texts = {}
    for path in (out / "articles").glob("*.article.json"):
        article = json.loads(path.read_text("utf-8"))
        texts[f"{BASE}article/{article['id']}"] = article["text"]
    assert quotes
    for quote in quotes:
        assert texts[quote.article][quote.start : quote.end] == quote.quote


def test_an_award_is_reached_from_its_winner_and_proved(ask: Ask, out: Path) -> None:
    links = ask(lambda tools: tools.neighbours(PROPERTY, property="fa:recipient"))
    receipts = [link.source for link in links.links]
    assert {receipt.kind for receipt in receipts} == {"fa:AwardReceipt"}
    assert len(receipts) == 3
    assert {quote.about for quote in links.evidence} == {receipt.iri for receipt in receipts}
    assert_true(links.evidence, out)
    few = ask(lambda tools: tools.neighbours(CPIC, limit=1))
    assert (len(few.links), few.complete) == (1, False)


def test_a_way_leads_from_one_to_another(ask: Ask) -> None:
    way = ask(lambda tools: tools.path(PROPERTY, CPIC)).links
    assert 1 <= len(way) <= 2
    assert {way[0].source.iri, way[0].target.iri} & {PROPERTY}
    assert {way[-1].source.iri, way[-1].target.iri} & {CPIC}
    receipt = ask(lambda tools: tools.neighbours(PROPERTY, property="fa:recipient")).links[0].source.iri
    far = ask(lambda tools: tools.path(receipt, CPIC))
    assert far.links
    assert far.evidence
    near = ask(lambda tools: tools.path(CPIC, CPIC))
    assert (near.links, near.complete) == ((), True)


def test_named_queries_take_names_in_any_form(ask: Ask) -> None:
    rows = ask(lambda tools: tools.named_query("group-total", {"organization": "中国太平洋保险集团"}))
    assert rows.rows == (("11",),)
    assert rows.complete
    with pytest.raises(QueryError, match="太保"):
        ask(lambda tools: tools.named_query("group-total", {"organization": "太保"}))
    with pytest.raises(QueryError, match="parameter"):
        ask(lambda tools: tools.named_query("group-total", {"nobody": "太保"}))


def test_rows_of_facts_come_with_their_sentences(ask: Ask, out: Path) -> None:
    query = f"SELECT ?r {{ ?r a fa:AwardReceipt ; fa:recipient <{PROPERTY}> }}"
    rows = ask(lambda tools: tools.sparql(query))
    assert len(rows.rows) == 3
    assert_true(rows.evidence, out)
    cut = ask(lambda tools: tools.sparql("SELECT * { ?s ?p ?o }", limit=5))
    assert (len(cut.rows), cut.complete) == (5, False)
    assert ask(lambda tools: tools.sparql("ASK {}")).rows == (("true",),)
    assert len(ask(lambda tools: tools.sparql("CONSTRUCT WHERE { ?s fa:recipient ?o } LIMIT 3")).rows) == 3


def test_the_schema_says_what_can_be_asked(ask: Ask) -> None:
    schema = ask(lambda tools: tools.schema())
    assert {"fa:AwardReceipt", "fa:Organization"} <= {each.property for each in schema.classes}
    assert {"fa:recipient", "fa:inCategory"} <= {each.property for each in schema.properties}
    assert "group-total" in {query.name for query in schema.queries}


def test_nothing_changes_reaches_out_or_goes_on_for_ever(ask: Ask) -> None:
    with pytest.raises(QueryError):
        ask(lambda tools: tools.sparql("DELETE WHERE { ?s ?p ?o }"))
    with pytest.raises(ForbiddenError):
        ask(lambda tools: tools.sparql("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"))
    with pytest.raises(DeadlineError):
        ask(lambda tools: tools.sparql("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"))
    assert ask(lambda tools: tools.search("太保产险")).entities


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_words_are_words(ask: Ask, text: str) -> None:
    for use in (
        lambda tools: tools.search(text),
        lambda tools: tools.search("太保", kind=f"fa:{text}"),
        lambda tools: tools.describe(text),
        lambda tools: tools.neighbours(CPIC, property=text),
        lambda tools: tools.path(text, CPIC),
        lambda tools: tools.named_query("group-total", {"organization": text}),
    ):
        answer = None
        with suppress(QueryError, NotFoundError):
            answer = ask(use)
        assert not getattr(answer, "entities", ())


def test_a_real_client_lists_and_calls_the_tools(out: Path) -> None:
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    async def talk() -> None:
        server = StdioServerParameters(command=sys.executable, args=["-m", "kg", "mcp", str(out)])
        async with stdio_client(server) as (reading, writing), ClientSession(reading, writing) as session:
            await session.initialize()
            tools = (await session.list_tools()).tools
            assert {tool.name for tool in tools} == {
                *("search", "describe", "neighbours", "path", "named_query", "sparql", "schema"),
            }
            assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)
            assert all(tool.description and tool.output_schema for tool in tools)
            found = await session.call_tool("search", {"text": "中国太保"})
            assert not found.is_error
            assert found.structured_content is not None
            assert found.structured_content["entities"][0]["iri"] == CPIC
            wrong = await session.call_tool("describe", {"iri": f"{BASE}organization/nobody"})
            assert wrong.is_error
            assert "Traceback" not in str(wrong.content)

    asyncio.run(talk())
