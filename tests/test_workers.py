"""Processes that answer, without HTTP: what a job raises is raised here, and no asker harms another one."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import BusyError, DeadlineError, ForbiddenError, KgError, QueryError, StoreError, WorkerError
from kg.store import Store, Tally, check, load_record, seal
from kg.terms import FA, Quad, iri, literal
from kg.workers import Limits, Pool
from tests.served import descendants, store_at

GRAPH = "@prefix : <http://example.org/> . " + " ".join(f":s{i} :p :o{i} ." for i in range(500))
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return store_at(tmp_path / "store", GRAPH)


def run(store: Path, work: Callable[[Pool], Awaitable[Any]], **limits: Any) -> None:  # noqa: ANN401 (any limit)
    async def inside() -> None:
        async with Pool(store, Limits(workers=1, **limits)) as pool:
            await work(pool)
            assert await well(pool)

    async def well(pool: Pool) -> bool:
        for _ in range(100):  # on a busy machine another process takes its time to come
            with contextlib.suppress(BusyError, DeadlineError):
                return (await pool.ask("query", text="ASK { ?s ?p ?o }", results="csv")).read() == b"true"
            await asyncio.sleep(0.1)
        return False

    asyncio.run(inside())


@pytest.mark.parametrize(
    ("text", "kind"), [("SELECT", QueryError), ("ASK { SERVICE <a:b> {} }", ForbiddenError), (5, WorkerError)]
)
def test_what_a_job_raises_is_raised_here(store: Path, text: object, kind: type[Exception]) -> None:
    async def work(pool: Pool) -> None:
        before = set(pool._all)
        with pytest.raises(kind):
            await pool.ask("query", text=text)
        assert set(pool._all) == before, "the process goes on"

    run(store, work)


@pytest.mark.parametrize(("text", "kind"), [(SLOW, DeadlineError), (HUNGRY, WorkerError)])
def test_what_takes_too_much_is_ended(store: Path, text: str, kind: type[Exception]) -> None:
    async def work(pool: Pool) -> None:
        with pytest.raises(kind):
            await pool.ask("query", text=text)

    run(store, work, seconds=1 if kind is DeadlineError else 60, memory=64 << 20)


def test_who_may_not_wait_is_told_so_at_once(store: Path) -> None:
    async def work(pool: Pool) -> None:
        slow = asyncio.create_task(pool.ask("query", text=SLOW))
        while not pool.is_busy:
            await asyncio.sleep(0.01)
        with pytest.raises(BusyError):
            await pool.ask("query", text="ASK {}")
        slow.cancel()
        with pytest.raises(asyncio.CancelledError):
            await slow
        while pool._free.empty():
            await asyncio.sleep(0.01)

    run(store, work, waiting=0)


def test_a_store_that_is_gone_is_an_error_of_the_store(store: Path, tmp_path: Path) -> None:
    async def work(pool: Pool) -> None:
        store.rename(tmp_path / "away")
        with pytest.raises(StoreError):
            await pool.ask("query", text="ASK { ?s ?p ?o }")
        (tmp_path / "away").rename(store)

    run(store, work)


def test_what_is_refused_leaves_the_store_as_it_was_made(tmp_path: Path) -> None:
    path, quad = tmp_path / "store", Quad(iri("http://example.org/a"), FA.start, literal("一"))
    with Store.create(path) as made:
        made.load([quad])
    record = seal(path, Tally.of([quad.line().encode()]))
    document = {"format": "turtle", "data": "PGE+IDxiPiA8Yw=="}  # <a> <b> <c
    refused: tuple[tuple[str, dict[str, Any]], ...] = (
        ("update", {"text": "INSERT DATA { <http://example.org/b> a"}),
        ("update", {"text": "SELECT * { ?s ?p ?o }"}),
        ("update", {"text": "LOAD <http://example.org/b>"}),
        ("update", {"text": "DELETE WHERE { ?s ?p ?o } ; INSERT { ?s ?p ?x } WHERE { SERVICE <a:b> { ?s ?p ?o } }"}),
        ("update", {"text": "DELETE WHERE { ?s ?p ?o }", "default_graphs": ["no IRI"]}),
        ("change_graph", {"graph": "http://example.org/g", "parts": [document]}),
        ("change_graph", {"graph": "http://example.org/g", "parts": None}),
    )

    async def work(pool: Pool) -> None:
        for job, told in refused:
            with pytest.raises(KgError):
                await pool.ask(job, **told)
            assert load_record(path) == record
            assert check(path).troubles == ()
        (await pool.ask("update", text="INSERT DATA { <http://example.org/b> a 1 }")).read()
        changed = load_record(path)
        assert changed
        assert changed.changed
        assert check(path).quads == 2

    run(path, work)


def test_what_is_in_an_answer_is_bounded(store: Path) -> None:
    async def work(pool: Pool) -> None:
        for form in ("json", "xml", "csv", "tsv"):
            answer = await pool.ask("query", text="SELECT * { ?s ?p ?o }", results=form)
            assert (answer.head.truncated, answer.head.count) == (("rows", 7), 7)
            answer.body.close()
        answer = await pool.ask("query", text="CONSTRUCT WHERE { ?s ?p ?o }", graph="ntriples")
        assert (answer.head.truncated, answer.read().count(b"example.org")) == (("rows", 7), 21)

    run(store, work, rows=7)


def test_no_process_is_left(store: Path) -> None:
    import os

    before = descendants(os.getpid())

    async def work(pool: Pool) -> None:
        assert len(descendants(os.getpid()) - before) == 1

    run(store, work)
    assert descendants(os.getpid()) <= before
