"""`kg evaluate`: what it shows and writes, its floors, and what it says of what cannot be used or compared."""

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test in an empty folder, so that nothing lands in the checkout."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("evaluate") / "out"
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


def test_shows_scores_documents_and_errors(built: Path) -> None:
    done = run("evaluate", EXAMPLES / "gold", built)
    assert done.exit_code == 0, done.output
    assert re.search(r"receipt +1\.000 +1\.000 +1\.000 +32 +32 +32", done.stdout)
    assert re.search(r"grounded +\d+ of \d+ spans", done.stdout)
    assert "bank-honours: " in done.stdout
    assert "bank-honours: " not in run("evaluate", EXAMPLES / "gold", built, "--worst", "0").stdout


def test_is_as_wide_as_its_chinese(built: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "gold", tmp_path / "gold")
    for path in list((tmp_path / "gold").iterdir()):
        shutil.copy(path, path.with_name(f"文章{path.name}"))
    done = run("evaluate", tmp_path / "gold", built)
    assert done.exit_code == 0, done.output
    rows = [line for line in done.stdout.splitlines() if re.match(" (文章|document)", line)]
    assert len(rows) == 5
    wide = {sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line) for line in rows}
    assert len(wide) == 1


def test_writes_json(built: Path) -> None:
    done = run("evaluate", EXAMPLES / "gold", built, "--json")
    found = json.loads(done.stdout)
    assert found["total"]["scores"]["receipt"] == {
        **{"hit": 32, "predicted": 32, "gold": 32},
        **{"precision": 1.0, "recall": 1.0, "f1": 1.0},
    }
    assert found["total"]["grounding"]["share"] == 1.0
    assert {one["document"] for one in found["documents"]} == {p.stem for p in (EXAMPLES / "articles").iterdir()}


def test_a_score_below_its_floor_is_exit_code_1(built: Path, tmp_path: Path) -> None:
    wanted = ("--floor", "receipt=1", "--floor", "organization.precision=0.9", "--floor", "must_not=0")
    assert run("evaluate", EXAMPLES / "gold", built, *wanted).exit_code == 0
    shutil.copytree(EXAMPLES / "gold", tmp_path / "gold")
    poll = tmp_path / "gold" / "fund-poll.gold.json"
    told = json.loads(poll.read_text("utf-8"))
    poll.write_text(json.dumps({**told, "receipts": told["receipts"][1:]}), "utf-8")
    one_line(run("evaluate", tmp_path / "gold", built, *wanted), "receipt is 0.9841, below 1")


@pytest.mark.parametrize(
    "floor",
    [
        *(
            "receipt",
            "receipt=much",
            "recepit=0.9",
            "=1",
            "receipt=2",
            "receipt=nan",
            "receipt=-0.1",
            "award.recall=inf",
        ),
        *("must_not=0.5", "must_not=-1", "must_not=nan"),
    ],
)
def test_a_floor_that_is_none_is_wrong_usage(floor: str, built: Path) -> None:
    done = run("evaluate", EXAMPLES / "gold", built, "--floor", floor)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"kg: --floor {floor}: ")
    assert done.stderr.count("\n") == 1


def test_what_cannot_be_used_is_named_and_exit_code_1(built: Path, tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES / "gold", tmp_path / "gold")
    (tmp_path / "gold" / "bad.gold.json").write_text("{", "utf-8")
    done = run("evaluate", tmp_path / "gold", built)
    one_line(done, "bad.gold.json", "no JSON")
    assert "32" in done.stdout
    one_line(run("evaluate", EXAMPLES / "gold", tmp_path / "nothing"), "nothing")
    one_line(run("evaluate", tmp_path / "nothing", built), "nothing")
    one_line(run("evaluate", EXAMPLES / "gold", built, "--articles", tmp_path / "nothing"), "nothing")
    one_line(run("evaluate", EXAMPLES / "gold", EXAMPLES / "articles"), "holds no facts documents")


def test_gold_and_facts_of_different_articles_are_an_error_that_says_what_was_looked_for_where(
    built: Path, tmp_path: Path
) -> None:
    gold = tmp_path / "elsewhere.gold.json"
    gold.write_text('{"document": "elsewhere.md"}', "utf-8")
    done = run("evaluate", gold, built)
    one_line(done, "looked for elsewhere,", str(built / "facts" / "bank-honours.facts.json"), "by file name, source")
    assert not done.stdout
    shutil.copy(EXAMPLES / "gold" / "bank-honours.gold.json", tmp_path)
    assert run("evaluate", tmp_path, built).exit_code == 0
