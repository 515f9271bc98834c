"""`kg review` and `kg build --corrections`: files, exit codes, one line a fault, and no work of a person lost."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg import corrections
from kg.cli import app
from kg.corrections import Correction
from kg.facts import Kind, Verdict
from tests.decided import correct

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
TEXT = ARTICLES / "bank-honours.txt"
ROOT = ARTICLES.parent.parent
ARTICLE = kg.read(TEXT)
KEY = "汀澜理财有限责任公司 | 年度稳健理财机构 | 2023"
QUOTE = "获得“年度稳健理财机构”"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("review") / "out"
    assert run("build", TEXT, "--out", out).exit_code == 0
    return out


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def told(**more: object) -> Correction:
    known: dict[str, object] = {"article": ARTICLE.id, "text_sha256": ARTICLE.text_sha256, "key": KEY, "quote": QUOTE}
    return correct(Verdict.REJECTED, Kind.RECEIPT, **{**known, **more})


def test_review_writes_a_page_and_a_file_to_begin_with(built: Path, tmp_path: Path) -> None:
    done = run("review", built)
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"review.html", "corrections.yaml"}
    assert "汀澜银行" in (tmp_path / "review.html").read_text("utf-8")
    assert corrections.load(tmp_path / "corrections.yaml").corrections == ()
    assert "corrections.yaml" in done.stderr
    assert done.stdout == ""


def test_review_never_writes_to_the_work_of_a_person(built: Path, tmp_path: Path) -> None:
    mine = f"# mine\n{corrections.dump([told()])}"
    (tmp_path / "corrections.yaml").write_text(mine, "utf-8")
    assert run("review", built, "-o", tmp_path / "page.html").exit_code == 0
    assert (tmp_path / "corrections.yaml").read_text("utf-8") == mine
    assert KEY in (tmp_path / "page.html").read_text("utf-8")


def test_review_to_standard_output_leaves_no_file(built: Path, tmp_path: Path) -> None:
    done = run("review", built, "-o", "-")
    assert done.stdout.startswith("<!doctype html>")
    assert list(tmp_path.iterdir()) == []


def test_review_of_a_corrected_build_begins_with_its_corrections(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(corrections.dump([told()]), "utf-8")
    assert run("build", TEXT, "--out", "out", "--corrections", "mine.yaml").exit_code == 0
    assert run("review", "out").exit_code == 0
    assert corrections.load(tmp_path / "corrections.yaml").corrections == (told(),)


@pytest.mark.parametrize("place", ["out/review.html", "out/facts/review.html"])
def test_nothing_is_written_into_the_output_of_a_build(built: Path, place: str) -> None:
    done = run("review", built, "-o", built.parent / place)
    assert done.exit_code == 1
    assert "the next build replaces this folder" in done.stderr
    assert not (built.parent / place).exists()


def test_review_of_what_is_no_build(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for place in ("empty", "nowhere"):
        done = run("review", place)
        assert done.exit_code == 1
        assert "this is no output of a build; name the output folder of `kg build`" in done.stderr
    assert not (tmp_path / "review.html").exists()


def test_facts_that_somebody_broke_are_named_and_the_rest_is_shown(tmp_path: Path) -> None:
    assert run("build", ARTICLES, "--out", "out").exit_code == 0
    (tmp_path / "out" / "facts" / "fund-poll.facts.json").write_text("{", "utf-8")
    done = run("review", "out")
    assert done.exit_code == 1
    assert "skipped" in done.stderr
    assert "fund-poll.facts.json" in done.stderr
    assert "汀澜银行" in (tmp_path / "review.html").read_text("utf-8")


def test_build_says_what_it_replayed(tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(corrections.dump([told()]), "utf-8")
    done = run("build", TEXT, "--out", "out", "--corrections", "c.yaml")
    assert done.exit_code == 0, done.output
    assert "found       3 receipts" in done.stdout
    assert "corrections 1 rejected" in done.stdout


def test_the_correction_in_the_readme_fits_its_article(tmp_path: Path) -> None:
    [shown] = re.findall(
        r"^```yaml\n(corrections:.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    [(_, read)] = corrections.parse(shown, where="README.md")
    now = read.model_copy(update={"article": ARTICLE.id, "text_sha256": ARTICLE.text_sha256})
    (tmp_path / "c.yaml").write_text(corrections.dump([now]), "utf-8")
    done = run("build", TEXT, "--out", "out", "--corrections", "c.yaml")
    assert done.exit_code == 0
    assert "corrections 1 rejected" in done.stdout


def test_an_article_without_an_id_of_its_own_keeps_its_corrections_when_its_text_changes(tmp_path: Path) -> None:
    assert ARTICLE.text_sha256.startswith(ARTICLE.id[-16:])
    (tmp_path / "c.yaml").write_text(corrections.dump([told()]), "utf-8")
    changed = tmp_path / "changed.txt"
    changed.write_text(Path(TEXT).read_text("utf-8").replace("枫浦市", "枫溪市"), "utf-8")
    done = run("build", str(changed), "--out", "out", "--corrections", "c.yaml")
    assert "corrections 1 rejected" in done.stdout
    assert "the text has changed since" in done.stdout


def test_a_correction_that_does_not_fit_is_a_warning_and_exit_code_1(tmp_path: Path) -> None:
    lost = told(quote="没有这句")
    other = told(article="another")
    (tmp_path / "c.yaml").write_text(corrections.dump([told(), lost, other]), "utf-8")
    done = run("build", TEXT, "--out", "out", "--corrections", "c.yaml")
    assert done.exit_code == 1
    assert "found       3 receipts" in done.stdout
    assert "corrections 1 rejected, 1 fit no more, 1 of articles not in this build" in done.stdout
    [went, warning] = [line for line in done.stdout.splitlines() if "c.yaml:" in line]
    assert "with it went what nothing else refers to: " in went
    assert warning.startswith("warning     c.yaml:5")
    assert "the quote '没有这句' does not occur in the article" in warning
    assert "CorrectionFits" in (tmp_path / "out" / "report.txt").read_text("utf-8")


def test_a_line_that_only_has_a_number_keeps_its_corrections_when_its_text_changes(tmp_path: Path) -> None:
    text = Path(TEXT).read_text("utf-8")
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps({"id": 1, "text": text}), "utf-8")
    article = kg.read(lines)
    assert article.id == f"1-{article.text_sha256[:16]}"
    decided = told(article=article.id, text_sha256=article.text_sha256)
    (tmp_path / "c.yaml").write_text(corrections.dump([decided]), "utf-8")
    lines.write_text(json.dumps({"id": 1, "text": text.replace("枫浦市", "枫溪市")}), "utf-8")
    done = run("build", str(lines), "--out", "out", "--corrections", "c.yaml")
    assert "corrections 1 rejected" in done.stdout
    assert "the text has changed since" in done.stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("corrections: [", "this is not YAML"),
        ("corrections:\n- &a {}\n", "c.yaml:2: anchors and aliases"),
        ("corrections:\n- verdict: perhaps\n", "c.yaml:2: verdict: Input should be 'accepted'"),
    ],
)
def test_a_file_that_cannot_be_used_stops_the_build_before_it_begins(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "c.yaml").write_text(text, "utf-8")
    for arguments in (("build", TEXT, "--out", "out", "--corrections", "c.yaml"),):
        done = run(*arguments)
        assert done.exit_code == 1
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("build", TEXT, "--out", "out", "--corrections", "nowhere.yaml")
    assert (done.exit_code, done.stderr) == (
        1,
        "kg: nowhere.yaml: no such file or directory; name a file of corrections\n",
    )
    assert not (tmp_path / "out").exists()
