"""Converting document by document: the same graph as at once, in constant memory, whatever a line holds."""

import json
import tracemalloc
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from kg import facts, ontology, registry
from kg.cli import app
from kg.converter import Stream
from kg.converter.statements import Statements
from kg.facts import ArticleFacts
from kg.terms import DEFAULT_GRAPH, RDFS, Quad, date, in_order, iri, literal, norm
from tests.arbitrary import documents, texts
from tests.benchmarks import corpus, yardstick
from tests.converted import CASES, NAMES, asserted, document

MANY = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
SUBJECT = iri("https://example.org/s")


def streamed(told: list[ArticleFacts]) -> list[str]:
    """What the stream gives: a text for each document, and that of the end."""
    stream = Stream(registry.load(), ontology.load())
    return [*(stream.convert(each).content.decode() for each in told), stream.context().decode()]


def lines(text: str) -> list[str]:
    """The lines of N-Quads, which end at a line feed and nowhere else."""
    return text.split("\n")[:-1]


def each(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["convert", "--each", *map(str, arguments)])


def test_the_documents_and_the_end_are_the_graph() -> None:
    every = [document(name) for name in NAMES]
    parts = streamed(every)
    assert {line for part in parts for line in lines(part)} == {quad.line()[:-1] for quad in asserted(every)}


@pytest.mark.parametrize("name", NAMES)
def test_the_lines_of_a_document_stand_in_order_and_once(name: str) -> None:
    for part in streamed([document(name)]):
        assert lines(part) == sorted(set(lines(part)))


@MANY
@given(documents())
def test_statements_are_the_same_as_text_and_as_quads(told: ArticleFacts) -> None:
    text, end = streamed([told])
    assert "".join(quad.line() for quad in in_order(asserted([told]))) == "".join(
        f"{line}\n" for line in sorted({*lines(text), *lines(end)})
    )


@MANY
@given(texts | st.text(st.characters()), st.sampled_from([None, "zh-Hans"]))
def test_whatever_is_said_is_what_an_independent_parser_reads(text: str, language: str | None) -> None:
    said = Statements(SUBJECT)
    for graph, say in ((DEFAULT_GRAPH, said.fact), (SUBJECT, said.said)):
        say(SUBJECT, RDFS.label, literal(text, language=language))
        say(SUBJECT, RDFS.seeAlso, iri(f"https://example.org/{text}"))
        assert Quad(SUBJECT, RDFS.label, literal(text, language=language), graph) in set(said.quads())
    assert "".join(map(Quad.line, in_order(said.quads()))).encode() == said.content()
    read = list(ox.parse(said.content(), format=ox.RdfFormat.N_QUADS))
    values = {each.object.value for each in read if isinstance(each.object, ox.Literal)}
    assert len(read) == 4
    assert values == {"".join("\ufffd" if _is_beyond_xml(character) else character for character in text)}


def _is_beyond_xml(character: str) -> bool:
    """XML 1.0, 2.2: what is no Char."""
    code = ord(character)
    return not (code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or code > 0xFFFF)


def test_it_is_what_a_bare_script_prints(tmp_path: Path) -> None:
    told, ours, theirs = (tmp_path / name for name in ("facts.jsonl", "ours.nq", "theirs.nq"))
    corpus.write(told, 60)
    done = each(told, "-o", ours)
    assert done.exit_code == 0, done.output
    yardstick.main(told, theirs)
    assert ours.read_bytes() == theirs.read_bytes()
    quads = ours.read_bytes().count(b"\n")
    assert done.stderr == f"{quads:,} quads from 60 facts documents, each by itself\n"


def test_memory_does_not_grow_with_the_number_of_documents(tmp_path: Path) -> None:
    corpus.write(tmp_path / "1.jsonl", 1)
    assert each(tmp_path / "1.jsonl", "-o", tmp_path / "graph.nq").exit_code == 0
    tracemalloc.start()
    for cached in (norm, iri, date):  # what is kept of names is bounded: it begins full, as after many documents
        for number in range(cached.cache_info().maxsize or 0):
            cached(f"https://news.example/{number:040}/汀澜")
    peaks = []
    for count in (100, 400):
        corpus.write(tmp_path / f"{count}.jsonl", count, seed=count)
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        assert each(tmp_path / f"{count}.jsonl", "-o", tmp_path / "graph.nq").exit_code == 0
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    assert (tmp_path / "graph.nq").stat().st_size > 5 * peaks[1], "the graph would not fit in"
    assert peaks[1] < peaks[0] + 2_000_000, f"{peaks} bytes at most"


def test_what_cannot_be_used_is_named_and_kept_and_the_rest_is_done(tmp_path: Path) -> None:
    good = (CASES / "service-cases" / "facts.json").read_text("utf-8")
    whole = json.dumps(json.loads(good), ensure_ascii=False)
    unknown = '{"article": {"id": "u"}, "organizations": [{"name": "甲", "registry_id": "no-such-id"}]}'
    claim = '{"claim": {"quote": "乙"}, "expected": 1, "found": 1}'
    loose = f'{{"article": {{"id": "l", "text": "甲获奖"}}, "checks": [{claim}]}}'
    faulty = ["{", '{"article": {}}', '{"article": {"id": "\\ud800"}}', unknown, loose]
    told, out, kept = (tmp_path / name for name in ("facts.jsonl", "graph.nq", "bad.jsonl"))
    told.write_text("\ufeff" + "\n".join([faulty[0], whole, "", *faulty[1:]]) + "\n", "utf-8")
    done = each(told, "-o", out, "--quarantine", kept)
    assert done.exit_code == 1
    *skipped, last = done.stderr.splitlines()
    assert last == f"{len(out.read_text('utf-8').splitlines()):,} quads from 1 facts document, each by itself"
    places = [line.removeprefix("skipped ").split(": ")[0] for line in skipped]
    assert places == [f"{told}:1", f"{told}:4", f"{told}:5", "u", "l"]
    lost = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [each["where"].split(": ")[0] for each in lost] == places
    assert [each["raw"].strip() for each in lost[:3]] == faulty[:3]
    assert json.loads(lost[3]["raw"])["organizations"][0]["registry_id"] == "no-such-id"
    expected = asserted([facts.parse(good, where="good")])
    assert set(lines(out.read_text("utf-8"))) == {quad.line()[:-1] for quad in expected}


def test_the_quarantine_is_that_of_this_run(tmp_path: Path) -> None:
    folder, out, kept = (tmp_path / name for name in ("facts", "graph.nq", "bad.jsonl"))
    folder.mkdir()
    (folder / "a.facts.json").write_text('{\n "article": 1\n}\n', "utf-8")
    assert each(folder, tmp_path / "missing", "-o", out, "--quarantine", kept).exit_code == 1
    lost = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [line.get("raw") for line in lost] == ['{\n "article": 1\n}\n', None]
    assert not out.exists()
    assert each(CASES / "service-cases" / "facts.json", "-o", out, "--quarantine", kept).exit_code == 0
    assert kept.read_bytes() == b""


def test_a_quarantine_takes_the_place_of_nothing_that_is_read_or_written(tmp_path: Path) -> None:
    out, folder = tmp_path / "graph.nq", tmp_path / "in"
    folder.mkdir()
    told, linked = folder / "facts.jsonl", tmp_path / "linked"
    told.write_text("{\n", "utf-8")
    linked.symlink_to(told)
    (tmp_path / "hard").hardlink_to(told)
    for source, kept in (
        *((told, each) for each in (told, linked, tmp_path / "hard")),
        *((folder, each) for each in (tmp_path / "hard", folder / "new.jsonl")),
        (told, out),
    ):
        done = each(source, "-o", out, "--quarantine", kept)
        assert (done.exit_code, done.stderr[:13]) == (2, "kg: --quarant"), done.output
    assert told.read_text("utf-8") == "{\n"


@pytest.mark.parametrize("how", [("--each",), ()])
def test_facts_come_from_standard_input(how: tuple[str, ...], tmp_path: Path) -> None:
    told = (CASES / "service-cases" / "facts.json").read_text("utf-8")
    made = [tmp_path / name for name in ("one.nq", "lines.nq")]
    for out, text in zip(made, (told, json.dumps(json.loads(told))), strict=True):
        done = CliRunner().invoke(app, ["convert", *how, "-", "-o", str(out)], input=text)
        assert done.exit_code == 0, done.output
    assert made[0].read_bytes() == made[1].read_bytes()
    assert made[0].stat().st_size


def test_where_nothing_can_be_used_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "facts.jsonl").write_text("{\n")
    done = each(tmp_path / "facts.jsonl", "-o", tmp_path / "graph.nq")
    assert done.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["facts.jsonl"]


def test_facts_that_become_one_and_differ_are_named(tmp_path: Path) -> None:
    twice = [{"id": "a", "name": "甲银行", "kind": "bank"}, {"id": "b", "name": "甲 银行", "kind": "broker"}]
    (tmp_path / "a.facts.json").write_text(json.dumps({"article": {"id": "x"}, "organizations": twice}))
    done = each(tmp_path, "-o", tmp_path / "graph.nq")
    assert done.exit_code == 0
    assert "warning x: 2 facts of kind organization are one in the graph (a, b) and differ" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--each", "-f", "turtle"], "--each writes N-Quads"),
        (["--each", "--decisions", "x.csv"], "decisions are of all documents together"),
        (["--quarantine", "x.jsonl"], "--quarantine goes with --each"),
    ],
)
def test_what_does_not_go_together_is_refused(arguments: list[str], said: str) -> None:
    done = CliRunner().invoke(app, ["convert", str(CASES), *arguments])
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_passage_with_two_quotes_and_two_names_is_one_span_whose_lines_stand_in_order() -> None:
    """Nobody compared it with the text; what two facts are called there is a mention of both."""
    spans = [{"start": 3, "end": 5, "quote": quote} for quote in ('甲"', "乙行", '甲"')]
    named = [{"id": name, "name": name, "evidence": spans} for name in ('甲"', "乙行")]
    text, _ = streamed([ArticleFacts.model_validate({"article": {"id": "x"}, "organizations": named})])
    about = [line.split(" ", 1)[1] for line in lines(text) if "/id/span/" in line.split(" ")[0]]
    assert lines(text) == sorted(set(lines(text)))
    assert len({line.split(" ")[0] for line in lines(text) if "/id/span/" in line.split(" ")[0]}) == 1
    assert [sum(f"#{word}>" in line for line in about) for word in ("exact", "mentionOf", "Mention", "start")] == [
        2,
        2,
        1,
        1,
    ]


def test_the_registry_tells_of_nobody_of_whom_nothing_is_said() -> None:
    told = {"article": {"id": "x"}, "organizations": [{"id": "a", "name": "中国太保", "registry_id": "cpic"}]}
    assert "/organization/" not in "".join(streamed([ArticleFacts.model_validate(told)]))
    told |= {"cases": [{"id": "c", "title": "丙", "owners": ["a"]}]}
    assert 'legalName> "' in streamed([ArticleFacts.model_validate(told)])[1]
