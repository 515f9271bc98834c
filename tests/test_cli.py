"""The command line: exit code, text and effect of every command, and one line for every bad input."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg.cli import app
from kg.folder import Folder
from kg.loader import load_articles

EXAMPLES = Path(__file__).parent.parent / "examples"
RETELLING = EXAMPLES / "articles" / "2022-03-15-service-cases.md"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in an empty folder, so that nothing lands in the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("cli") / "out"
    done = run("build", EXAMPLES / "articles", "--out", out)
    assert done.exit_code == 0, done.output
    return out


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def one_line(done: Result, *said: str) -> None:
    """The command failed with one line that says all this."""
    assert done.exit_code == 1, done.output
    lines = [line for line in done.stderr.splitlines() if line]
    assert len(lines) == 1, done.stderr
    for words in said:
        assert words in lines[0]


def test_build_says_what_it_made(tmp_path: Path) -> None:
    done = run("build", EXAMPLES / "articles", "--out", tmp_path / "out")
    assert done.exit_code == 0
    for words in ("read        4 articles", "receipts", "triples in", "conforms", "skipped     nothing", "graph.html"):
        assert words in done.stdout
    names = {p.name for p in (tmp_path / "out").iterdir()}
    assert names == {
        "manifest.json",
        "articles",
        "facts",
        "graph.nq",
        "store",
        "graph.html",
        "report.json",
        "report.txt",
        "extraction.json",
        "extraction.txt",
    }


def test_build_and_extract_say_which_sentences_gave_nothing(built: Path, tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("今天天气很好，银行照常营业。", "utf-8")
    done = run("extract", EXAMPLES / "articles", tmp_path / "plain.txt", "-o", "facts", "--report", "left.json")
    assert done.exit_code == 0
    written = json.loads(Path("left.json").read_text("utf-8"))
    left = [len(article["left"]) for article in written["articles"]]
    assert left == sorted(left, reverse=True)
    assert left[0] > left[-1] == 0
    assert sum(left) == written["left"]
    assert f"{sum(left)} sentences with award words gave nothing: left.json" in done.stderr
    assert json.loads((built / "extraction.json").read_text("utf-8"))["articles"] == written["articles"][:-1]
    text = (built / "extraction.txt").read_text("utf-8")
    assert all(" ".join(span["quote"].split()) in text for a in written["articles"] for span in a["left"])
    assert text.count("\n  [") == written["left"]
    assert run("extract", tmp_path / "plain.txt", "-o", "facts", "--report", "left.txt").exit_code == 0
    assert Path("left.txt").read_text("utf-8").splitlines()[0] == "receipts 0, sentences left 0"


def test_extract_writes_one_document_an_article(tmp_path: Path) -> None:
    done = run("extract", EXAMPLES / "articles", "-o", tmp_path / "facts")
    assert done.exit_code == 0
    assert {p.name for p in (tmp_path / "facts").iterdir()} == {
        f"{p.stem}.facts.json" for p in (EXAMPLES / "articles").iterdir()
    }


def test_extract_writes_a_document_also_where_nothing_is_found(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("今天天气很好，银行照常营业。", "utf-8")
    assert run("extract", tmp_path / "plain.txt", "-o", tmp_path / "facts").exit_code == 0
    written = json.loads((tmp_path / "facts" / "plain.facts.json").read_text("utf-8"))
    assert "receipts" not in written
    assert written["article"]["source_path"].endswith("plain.txt")


def test_extract_tells_equal_names_apart(tmp_path: Path) -> None:
    for folder, text in (("a", "甲的文章"), ("b", "乙的文章")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "same.txt").write_text(text, "utf-8")
    assert run("extract", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "facts").exit_code == 0
    names = sorted(p.name for p in (tmp_path / "facts").iterdir())
    assert len(names) == 2
    assert all(name.startswith("same-") and name.endswith(".facts.json") for name in names)


def test_extract_writes_lines(tmp_path: Path) -> None:
    assert run("extract", EXAMPLES / "articles", "-o", tmp_path / "all.jsonl").exit_code == 0
    lines = (tmp_path / "all.jsonl").read_text("utf-8").splitlines()
    assert len([json.loads(line) for line in lines]) == 4


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "nq", "rdf", "jsonld"])
def test_convert_writes_every_format(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"graph.{suffix}"
    done = run("convert", EXAMPLES / "facts", "-o", out)
    assert done.exit_code == 0, done.output
    assert "稻溪农商银行" in out.read_text("utf-8") or "\\u" in out.read_text("utf-8")


def test_convert_to_standard_output() -> None:
    done = run("convert", EXAMPLES / "facts", "-o", "-", "--format", "turtle")
    assert done.exit_code == 0
    assert "fa:AwardReceipt" in done.stdout


def test_convert_makes_the_graph_of_a_build_from_its_facts(built: Path, tmp_path: Path) -> None:
    assert run("convert", built / "facts", "-o", tmp_path / "graph.nq").exit_code == 0
    assert (tmp_path / "graph.nq").read_bytes() == (built / "graph.nq").read_bytes()


def test_validate_reports_and_decides(built: Path, tmp_path: Path) -> None:
    done = run("validate", built)
    assert done.exit_code == 0
    assert "conforms" in done.stdout
    broken = tmp_path / "broken.nq"
    lines = (built / "graph.nq").read_text("utf-8").splitlines(keepends=True)
    broken.write_text("".join(line for line in lines if "ontology#recipient>" not in line), "utf-8")
    done = run("validate", broken)
    assert done.exit_code == 1
    assert "does not conform" in done.stdout
    assert "中国太保" in done.stdout, "the report quotes the sentence"


@pytest.mark.parametrize(
    ("format", "start"), [("table", ""), ("csv", "n"), ("tsv", "?n\n11"), ("json", "{"), ("xml", "<")]
)
def test_query_answers_in_every_format(built: Path, format: str, start: str) -> None:
    counted = 'SELECT (COUNT(DISTINCT ?r) AS ?n) { ?g skos:prefLabel "中国太保"@zh-hans ; fa:hasGroupReceipt ?r }'
    done = run("query", built, counted, "--format", format)
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith(start)
    assert "11" in done.stdout


def test_query_by_name_with_a_parameter(built: Path) -> None:
    done = run("query", built, "--named", "group-total", "--param", "organization=中国太保", "--format", "csv")
    assert done.exit_code == 0, done.output
    assert "11" in done.stdout


@pytest.mark.parametrize("name", ["CPIC", "中國太保", "中国太平洋保险(集团)股份有限公司", "太保集团"])
def test_an_organization_is_found_however_it_is_written(name: str, built: Path) -> None:
    done = run("query", built, "--named", "group-total", "--param", f"organization={name}", "--format", "tsv")
    assert done.stdout.split() == ["?receipts", "11"]


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nt", "rdf", "jsonld"])
def test_every_format_that_is_written_is_read(suffix: str, tmp_path: Path) -> None:
    out = tmp_path / f"graph.{suffix}"
    assert run("convert", EXAMPLES / "facts", "-o", out).exit_code == 0
    done = run("query", out, "SELECT (COUNT(DISTINCT ?r) AS ?n) { ?r a fa:AwardReceipt }", "--format", "tsv")
    assert done.stdout.split() == ["?n", "2"]


def test_an_article_on_standard_input() -> None:
    article = (EXAMPLES / "articles" / "bank-honours.txt").read_bytes()
    done = CliRunner().invoke(app, ["extract", "-", "-o", "-"], input=article)
    assert done.exit_code == 0
    assert len(json.loads(done.stdout)["receipts"]) == 4


def test_query_lists_its_questions(built: Path) -> None:
    done = run("query", built, "--list")
    assert done.exit_code == 0
    assert done.stdout.count("\n    ") >= 50
    assert "group-total" in done.stdout


def test_a_store_on_disk_gives_the_report_of_its_quads(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with kg.open_store(built) as store:
        quads = list(store.quads())
    told = kg.validate(quads[::-1], articles=load_articles(Folder(built)))

    def refuse(*_: object) -> None:
        raise AssertionError("the graph is streamed from the store, and no list of it is made")

    monkeypatch.setattr("kg.steps.in_order", refuse)
    assert kg.validate(built) == told
    assert told.checked.quads == len(quads)


def test_query_reads_a_file(built: Path) -> None:
    for path in sorted((EXAMPLES / "queries").glob("*.rq")):
        done = run("query", built, path)
        assert done.exit_code == 0, done.output
        assert not done.stdout.rstrip().endswith("\n0 rows"), path.name


def test_the_league_table_has_one_row_for_each_organization_and_counts(built: Path) -> None:
    done = run("query", built, EXAMPLES / "queries" / "league-table.rq", "--format", "csv")
    head, *rows = done.stdout.split()
    assert head == "organization,wins,awards,cases,passages,articles"
    assert len({row.split(",")[0] for row in rows}) == len(rows)
    counted = run("query", built, "--named", "group-members", "--format", "csv").stdout.split()[1:]
    assert [",".join(row.split(",")[:2]) for row in rows] == counted
    assert rows[0] == "太保寿险,4,4,4,12,1"


def test_query_constructs_a_graph(built: Path) -> None:
    done = run("query", built, "CONSTRUCT { ?c a fa:Case } WHERE { ?c a fa:Case }", "--format", "ntriples")
    assert done.exit_code == 0
    assert done.stdout.count("ontology#Case>") == done.stdout.count("\n") > 10


def test_view_writes_a_page(built: Path, tmp_path: Path) -> None:
    assert run("view", built, "-o", tmp_path / "page.html").exit_code == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert page.startswith("<!DOCTYPE html>") or page.startswith("<!doctype html>")
    assert "中国太保" in page


def test_the_page_sums_up_the_report_in_the_language_asked_for(built: Path, tmp_path: Path) -> None:
    assert run("view", built, "-o", tmp_path / "page.html", "--lang", "en", "--title", "A & B").exit_code == 0
    page = (tmp_path / "page.html").read_text("utf-8")
    assert '<html lang="en">' in page
    assert "<title>A &amp; B</title>" in page
    report = json.loads((built / "report.json").read_bytes())
    counts = {name: report[name] for name in ("violations", "warnings", "infos")}
    counts |= {name: report["checked"][name] for name in ("spans", "verified")}
    said = f'"validation":{json.dumps(counts, separators=(",", ":"))}'
    assert said in page
    assert said in (built / "graph.html").read_text("utf-8")
    assert run("view", built / "graph.nq", "-o", tmp_path / "page.html").exit_code == 0
    assert '"validation":0' in (tmp_path / "page.html").read_text("utf-8")


def test_view_writes_pages_alone_and_makes_their_folder_as_report_does(built: Path, tmp_path: Path) -> None:
    for name in ("x.txt", "x", "x.md"):
        done = run("view", built, "-o", tmp_path / name)
        assert done.exit_code == 2
        assert done.stderr.endswith(f"{name}: end it with one of .html .htm\n")
        assert not (tmp_path / name).exists()
    for made in (("view", "a/b/page.htm"), ("view", "A.HTML"), ("report", "c/d/report.html")):
        assert run(made[0], built, "-o", tmp_path / made[1]).exit_code == 0
        assert (tmp_path / made[1]).stat().st_size > 10_000


def test_view_of_a_build_with_a_broken_report_says_so(built: Path, tmp_path: Path) -> None:
    broken = tmp_path / "out"
    shutil.copytree(built, broken)
    (broken / "report.json").write_text("{}", encoding="utf-8")
    done = run("view", broken, "-o", tmp_path / "page.html")
    assert done.exit_code == 1
    assert "report.json: this is no validation report of a build; build again" in done.stderr
    assert run("view", built, "--lang", "fr", "-o", tmp_path / "page.html").exit_code == 2


def test_ontology_as_turtle_and_as_a_page(tmp_path: Path) -> None:
    assert "owl:Ontology" in run("ontology").stdout
    assert run("ontology", "--html", "-o", tmp_path / "ontology.html").exit_code == 0
    assert "AwardReceipt" in (tmp_path / "ontology.html").read_text("utf-8")


def test_schema_is_json_schema() -> None:
    assert json.loads(run("schema").stdout)["$schema"].endswith("2020-12/schema")


def test_help_and_version() -> None:
    assert run("--help").exit_code == 0
    assert run("--version").stdout.startswith("finaward-kg ")


class TestBadInput:
    """Each is one line that says where, what, and what to do; nothing is half-written, the rest is still done."""

    def test_missing_file(self, tmp_path: Path) -> None:
        one_line(run("build", "nowhere.md", "--out", tmp_path / "out"), "nowhere.md", ";")
        one_line(run("build", "s3://news/2024", "--out", tmp_path / "out"), "kg: s3://news/2024: this is a URL", "dask")
        assert not (tmp_path / "out").exists()

    def test_folder_without_articles(self, tmp_path: Path) -> None:
        (tmp_path / "empty").mkdir()
        one_line(run("build", tmp_path / "empty", "--out", tmp_path / "out"), "empty")
        assert not (tmp_path / "out").exists()

    def test_one_bad_file_among_good_ones(self, tmp_path: Path) -> None:
        (tmp_path / "empty.md").write_bytes(b"")
        (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 9)
        done = run(
            "build", EXAMPLES / "articles", tmp_path / "empty.md", tmp_path / "binary.txt", "--out", tmp_path / "out"
        )
        assert done.exit_code == 1
        assert "read        4 articles" in done.stdout
        assert "skipped     2" in done.stdout
        assert len(list((tmp_path / "out" / "quarantine").iterdir())) == 2
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
        assert len(manifest["skipped"]) == 2

    def test_broken_front_matter_is_mended_and_said(self, tmp_path: Path) -> None:
        done = run("build", RETELLING, "--out", tmp_path / "out")
        assert done.exit_code == 0
        assert "warning" in done.stdout
        assert "front matter" in done.stdout

    def test_wrong_encoding(self, tmp_path: Path) -> None:
        (tmp_path / "gb.txt").write_bytes("中国太保荣获“年度卓越保险公司奖”。".encode("gb18030"))
        assert run("extract", tmp_path / "gb.txt", "-o", tmp_path / "facts").exit_code == 0
        facts = json.loads((tmp_path / "facts" / "gb.facts.json").read_text("utf-8"))
        assert facts["receipts"][0]["recipients"] == ["中国太保"]

    def test_facts_with_an_unknown_key(self, tmp_path: Path) -> None:
        (tmp_path / "x.facts.json").write_text('{"article": {"id": "a"}, "prizes": []}', "utf-8")
        one_line(run("convert", tmp_path / "x.facts.json"), "x.facts.json", "prizes", "kg schema")

    def test_facts_with_a_dangling_reference(self, tmp_path: Path) -> None:
        receipt = '{"article": {"id": "a"}, "receipts": [{"award": "奖", "recipients": ["甲"]}]}'
        (tmp_path / "x.facts.json").write_text(receipt, "utf-8")
        one_line(run("convert", tmp_path / "x.facts.json"), "x.facts.json", "receipts[0].award", "奖")

    def test_facts_with_a_span_that_does_not_match(self, tmp_path: Path) -> None:
        text = '{"article": {"id": "a", "text": "甲银行获奖"}, "organizations": [{"name": "甲", "evidence": [SPAN]}]}'
        for span, said in (('{"start": 0, "end": 1, "quote": "乙"}', "乙"), ('{"quote": "丙"}', "does not occur")):
            (tmp_path / "x.facts.json").write_text(text.replace("SPAN", span), "utf-8")
            one_line(run("convert", tmp_path / "x.facts.json"), "organizations[0].evidence[0]", said)

    def test_one_bad_facts_document_among_good_ones(self, tmp_path: Path) -> None:
        (tmp_path / "x.facts.json").write_text("{", "utf-8")
        done = run("convert", EXAMPLES / "facts", tmp_path / "x.facts.json", "-o", tmp_path / "graph.nq")
        assert done.exit_code == 1
        assert "稻溪农商银行" in (tmp_path / "graph.nq").read_text("utf-8")
        assert "x.facts.json" in done.stderr

    def test_a_missing_facts_document_among_good_ones(self, tmp_path: Path) -> None:
        done = run("convert", EXAMPLES / "facts", tmp_path / "nope.json", "-o", tmp_path / "graph.nq")
        assert done.exit_code == 1
        assert (tmp_path / "graph.nq").exists()
        assert "nope.json" in done.stderr

    def test_two_facts_documents_of_one_article(self, tmp_path: Path) -> None:
        (tmp_path / "copy.facts.json").write_bytes((EXAMPLES / "facts" / "by-hand.facts.json").read_bytes())
        done = run("convert", EXAMPLES / "facts", tmp_path / "copy.facts.json", "-o", tmp_path / "graph.nq")
        assert done.exit_code == 1
        assert "already" in done.stderr

    def test_an_unknown_registry_id(self, tmp_path: Path) -> None:
        facts = '{"article": {"id": "a"}, "organizations": [{"name": "甲", "registry_id": "nobody"}]}'
        (tmp_path / "x.facts.json").write_text(facts, "utf-8")
        one_line(run("convert", tmp_path / "x.facts.json"), "nobody")

    def test_query_with_a_syntax_error(self, built: Path) -> None:
        one_line(run("query", built, "SELECT ?x { ?x "), "line 1", "column")

    def test_query_that_reaches_out(self, built: Path) -> None:
        one_line(run("query", built, "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"), "SERVICE")

    def test_query_of_nothing(self, tmp_path: Path) -> None:
        one_line(run("query", tmp_path / "nowhere", "ASK {}"), "nowhere", "kg build")

    def test_query_by_an_unknown_name_or_parameter(self, built: Path) -> None:
        one_line(run("query", built, "--named", "gruop-total"), "gruop-total")
        one_line(run("query", built, "--named", "group-total", "--param", "organisation=甲"), "organisation")

    def test_unknown_format(self, built: Path, tmp_path: Path) -> None:
        one_line(run("convert", EXAMPLES / "facts", "-o", tmp_path / "graph.docx"), "docx")
        one_line(run("query", built, "ASK {}", "--format", "docx"), "docx")
        made = run("query", built, "CONSTRUCT { ?s a ?o } { ?s a ?o } LIMIT 1", "--format", "ttl")
        assert (made.exit_code, "a " in made.stdout) == (0, True)

    def test_output_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("mine", "utf-8")
        one_line(run("build", RETELLING, "--out", tmp_path / "file"), "file")
        one_line(run("build", RETELLING, "--out", tmp_path / "file" / "out"), "out")
        assert (tmp_path / "file").read_text("utf-8") == "mine"
        if Path("/proc/self").is_dir():
            one_line(run("build", RETELLING, "--out", "/proc/x"), "/proc/x: ", "choose a folder that can")
        for out, said in (("-", "name a folder"), ("s3://news/out", "--engine dask")):
            done = run("build", RETELLING, "--out", out)
            assert (done.exit_code, said in done.stderr, Path(out.split("/")[0]).exists()) == (2, True, False)

    def test_output_that_somebody_else_made(self, tmp_path: Path) -> None:
        (tmp_path / "mine").mkdir()
        (tmp_path / "mine" / "thesis.txt").write_text("mine", "utf-8")
        one_line(run("build", RETELLING, "--out", tmp_path / "mine"), "mine", "no build made")
        assert (tmp_path / "mine" / "thesis.txt").read_text("utf-8") == "mine"

    def test_facts_are_no_article(self, tmp_path: Path) -> None:
        one_line(run("build", EXAMPLES / "facts" / "by-hand.facts.json", "--out", tmp_path / "out"), "kg convert")

    def test_a_graph_in_a_format_that_nobody_reads(self, tmp_path: Path) -> None:
        one_line(run("query", EXAMPLES / "articles" / "fund-poll.md", "ASK {}"), "fund-poll.md", ".nq")
        (tmp_path / "bomb.rdf").write_text('<!DOCTYPE x [<!ENTITY a "aaaa">]><x/>', "utf-8")
        one_line(run("query", tmp_path / "bomb.rdf", "ASK {}"), "bomb.rdf", "entities")

    def test_wrong_usage(self, built: Path) -> None:
        for arguments in (("query", built), ("query", built, "ASK {}", "--param", "a=b"), ("frobnicate",), ("build",)):
            assert run(*arguments).exit_code == 2
        for option in ("--jobs=-1", "--engine=spark"):
            said = run("build", "x", option).stderr
            assert "Value error" not in said
            assert "Input should" not in said


@pytest.mark.parametrize("command", ["serve", "mcp"])
@pytest.mark.parametrize(("size", "said"), [("2 cats", "64MiB"), ("1MiB", "--memory: it must be at least 64.0MiB")])
def test_sizes_have_units_and_bounds_in_words(command: str, size: str, said: str, tmp_path: Path) -> None:
    done = run(command, tmp_path, "--memory", size)
    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_an_interrupt_is_one_line_and_leaves_what_was_extracted(tmp_path: Path) -> None:
    source = f"""
import os, signal
from kg import cli
from kg.builder import output
output.validate = lambda *a, **k: os.kill(os.getpid(), signal.SIGINT)
cli.app(["build", {str(RETELLING)!r}, "--out", {str(tmp_path / "out")!r}])
"""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=False)
    assert done.returncode == 130, done.stderr
    goes_on = "the same command goes on: the facts of 1 article are kept"
    assert done.stderr == f"kg: interrupted; what was there before is as it was; {goes_on}\n"
    assert [path.name for path in tmp_path.iterdir()] == [".out.work"]


def test_the_output_is_utf_8_in_any_locale(built: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": ""}
    asked = [sys.executable, "-m", "kg", "query", str(built), "--named", "group-members"]
    done = subprocess.run(asked, capture_output=True, env=environment, check=True)
    assert "太保寿险" in done.stdout.decode("utf-8")
