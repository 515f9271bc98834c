"""Builds in processes: the same bytes as in one, whatever dies, and nothing is extracted twice."""

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg import extractor
from kg.builder import Step
from kg.cli import app
from kg.folder import work_beside
from tests.test_builder import ARTICLES, files

WRITTEN = Path(__file__).parent / "articles" / "written"
SOME = tuple(str(WRITTEN / f"d{n:02}.md") for n in (1, 2, 3, 4, 5, 6))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kg.build(ARTICLES, *SOME, out=tmp_path_factory.mktemp("jobs") / "out").out


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that the rules are asked for in this process."""
    told, real = list[str](), extractor.extract

    def extract(article: kg.Article, *known: object) -> kg.ArticleFacts:
        told.append(article.id)
        return real(article, *known)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor, "extract", extract)
    return told


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_same_bytes_in_any_number_of_processes(jobs: int, built: Path, tmp_path: Path) -> None:
    assert files(kg.build(ARTICLES, *SOME, out=tmp_path / "out", jobs=jobs).out) == files(built)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_update_in_processes_is_the_build(built: Path, tmp_path: Path) -> None:
    kg.build(ARTICLES, *SOME[:3], out=tmp_path / "out", jobs=2)
    kg.update(tmp_path / "out", *SOME[2:], jobs=2)
    assert files(tmp_path / "out") == files(built)


class Stop(Exception):
    """What ends a build in the middle."""


@pytest.mark.parametrize("jobs", [None, 2])
def test_what_was_extracted_before_an_interruption_is_not_extracted_again(
    jobs: int | None, built: Path, tmp_path: Path, asked: list[str]
) -> None:
    def stop(step: Step) -> None:
        if step.done == 4:
            raise Stop

    with pytest.raises(Stop):
        kg.build(ARTICLES, *SOME, out=tmp_path / "out", on_step=stop, jobs=jobs)
    assert work_beside(tmp_path / "out").is_dir()
    asked.clear()
    steps = list[Step]()
    made = kg.build(ARTICLES, *SOME, out=tmp_path / "out", on_step=steps.append)
    assert len(asked) == made.articles - 4
    assert max(step.resumed for step in steps) == 4
    assert files(made.out) == files(built)
    assert [path.name for path in tmp_path.iterdir()] == ["out"], "what was kept goes when all is done"


def test_what_is_kept_is_of_the_same_article_and_of_the_same_registry(tmp_path: Path, asked: list[str]) -> None:
    source = tmp_path / "a.txt"
    mine = tmp_path / "mine.csv"
    rows = "id,legal_name,short_name,aliases,english_name,kind,parent\nyuanxi,远溪银行股份有限公司,远溪银行,,,bank,\n"

    def interrupted(**told: object) -> int:
        asked.clear()
        with pytest.raises(Stop):
            kg.build(source, out=tmp_path / "out", on_step=stop, **told)  # type: ignore[arg-type]
        return len(asked)

    def stop(step: Step) -> None:
        if step.step == "write":
            raise Stop

    source.write_text("太保产险荣获“年度理赔服务奖”。", "utf-8")
    assert (interrupted(), interrupted()) == (1, 0)
    source.write_text("太保产险荣获“年度理赔大奖”。", "utf-8")
    assert (interrupted(), interrupted()) == (1, 0)
    mine.write_text(rows, "utf-8")
    assert (interrupted(registries=[mine]), interrupted(registries=[mine])) == (1, 0)


def test_a_line_that_was_not_finished_or_is_damaged_is_none(built: Path, tmp_path: Path, asked: list[str]) -> None:
    def stop(step: Step) -> None:
        if step.step == "write":
            raise Stop

    with pytest.raises(Stop):
        kg.build(ARTICLES, *SOME, out=tmp_path / "out", on_step=stop)
    (kept,) = work_beside(tmp_path / "out").iterdir()
    whole = kept.read_bytes()
    lines = whole.splitlines(keepends=True)
    damaged = b"".join([*lines[:3], lines[3].replace(b'"id"', b'"di"'), *lines[4:]])
    for content, good in ((whole[:-20], len(lines) - 1), (damaged, 3), (b"\xff\x00 nothing", 0), (whole, len(lines))):
        kept.write_bytes(content)
        asked.clear()
        with pytest.raises(Stop):
            kg.build(ARTICLES, *SOME, out=tmp_path / "out", on_step=stop)
        assert len(asked) == len(lines) - good
        assert kept.read_bytes() == whole
    assert files(kg.build(ARTICLES, *SOME, out=tmp_path / "out").out) == files(built)


PATCH = """
import os, signal
from kg import extractor
real = extractor.extract
def extract(article, *known):
    if "毒" in article.text:
        os.kill(os.getpid(), signal.SIGSEGV)
    return real(article, *known)
extractor.extract = extract
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are told otherwise there")
def test_an_article_that_kills_its_process_is_one_line_and_in_quarantine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(PATCH, "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "path"))
    shutil.copytree(ARTICLES, tmp_path / "in")
    (tmp_path / "in" / "poison.txt").write_text("毒银行荣获“年度理赔服务奖”。", "utf-8")
    made = kg.build(tmp_path / "in", out=tmp_path / "out", jobs=2)
    assert made.articles == len(list(ARTICLES.iterdir()))
    (skipped,) = made.skipped
    assert str(skipped).startswith(f"{tmp_path / 'in' / 'poison.txt'}: the rules failed on it (killed by signal 11);")
    (copy,) = made.folder.quarantine.iterdir()
    assert copy.read_text("utf-8").startswith("毒银行")


def test_killed_at_any_moment_a_build_goes_on(built: Path, tmp_path: Path) -> None:
    """The processes are killed with whoever began them; what is kept gives the same bytes."""
    program = textwrap.dedent(
        """
        import os, signal, sys, kg
        def told(step):
            if step.done == int(sys.argv[1]):
                os.kill(os.getpid(), signal.SIGKILL)
        kg.build(*sys.argv[3:], out=sys.argv[2], jobs=2, on_step=told)
        """
    )
    for number in (1, 5):
        command = [sys.executable, "-c", program, str(number), str(tmp_path / "out"), str(ARTICLES), *SOME]
        done = subprocess.run(command, capture_output=True, check=False, timeout=300)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        (kept,) = work_beside(tmp_path / "out").iterdir()
        assert len(kept.read_bytes().splitlines()) >= number
    again = kg.build(ARTICLES, *SOME, out=tmp_path / "out", jobs=2)
    assert files(again.out) == files(built)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_progress_is_told_on_standard_error_as_asked(tmp_path: Path) -> None:
    told = {}
    for how in ("json", "plain", "none", "bar"):
        done = CliRunner().invoke(app, ["build", str(ARTICLES), "-o", str(tmp_path / "out"), "--progress", how])
        assert done.exit_code == 0, done.output
        told[how] = done.stderr
    *steps, end = [json.loads(line) for line in told["json"].splitlines()]
    assert end.pop("seconds") > 0
    assert end == {"step": "done", "articles": 4, "skipped": 0, "conforms": True}
    assert list(dict.fromkeys(step["step"] for step in steps)) == [
        *("extract", "write", "convert", "load", "validate", "view", "finish")
    ]
    last = [step for step in steps if step["step"] == "extract"][-1]
    assert (last["done"], last["total"]) == (4, 4)
    assert last["rate"] > 0
    assert told["none"] == ""
    assert told["plain"] == "", "what is done at once needs no words"


def test_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from kg.cli.progress import progress

    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    with progress("plain") as told:
        assert told is not None
        told(Step("extract", total=1000))
        for done in range(1, 1001):
            now += 0.125
            told(Step("extract", done, 1000, article="a.md"))
        told(Step("validate"))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "extracting: 80 of 1,000 articles, 8 a second, 2 min left"
    assert lines[-2:] == ["extracting: 1,000 of 1,000 articles, 8 a second, 0 s left", "validating …"]
    assert len(lines) == 14


def test_an_interrupted_command_says_so_and_leaves_nobody_behind(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", *SOME, str(WRITTEN), "-o", str(tmp_path / "out"), "--jobs", "2"]
    process = subprocess.Popen([*command, "--progress", "json"], stderr=subprocess.PIPE, start_new_session=True)
    assert process.stderr is not None
    for line in process.stderr:
        if json.loads(line)["done"]:
            break
    os.killpg(process.pid, signal.SIGINT)
    said = process.stderr.read().decode()
    assert process.wait(60) == 130
    assert said.splitlines()[-1].startswith("kg: interrupted")
    process.stderr.close()
    assert not (tmp_path / "out").exists()
