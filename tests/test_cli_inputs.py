"""What goes into the commands: archives, JSON Lines and standard input, and what becomes of what cannot be used."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.reader import read
from tests.packing import gzipped, tarred, zipped

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"
MEMBERS = {f"in/{path.name}": path.read_bytes() for path in sorted(ARTICLES.iterdir())}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def run(*arguments: object, given: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=given)


def facts(name: str = "all.jsonl") -> list[dict[str, object]]:
    documents = [json.loads(line) for line in Path(name).read_text("utf-8").splitlines()]
    for document in documents:
        del document["article"]["source_path"]
    return sorted(documents, key=lambda document: str(document["article"]["id"]))


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "jsonl", "jsonl.gz"])
@pytest.mark.parametrize("way", ["file", "standard input"])
def test_packed_articles_give_the_facts_of_a_folder(kind: str, way: str) -> None:
    assert run("extract", ARTICLES, "-o", "all.jsonl").exit_code == 0
    lines = b"".join(
        json.dumps({"inhalt": raw.decode(), "infoCode": None}).encode() + b"\n" for raw in MEMBERS.values()
    )
    raw = {
        "zip": zipped(MEMBERS),
        "tar": tarred(MEMBERS),
        "tar.gz": gzipped(tarred(MEMBERS)),
        "jsonl": lines,
        "jsonl.gz": gzipped(lines),
    }[kind]
    mapping = ["--map", "text=inhalt"] if "jsonl" in kind else []
    Path(f"in.{kind}").write_bytes(raw)
    name, given = (f"in.{kind}", None) if way == "file" else ("-", raw)
    done = run("extract", name, *mapping, "-o", "packed.jsonl", given=given)
    assert done.exit_code == 0, done.output
    packed, plain = facts("packed.jsonl"), facts()
    if "jsonl" in kind:  # titles and dates are those of the lines, which have none
        packed, plain = ([{"receipts": d["receipts"]} for d in documents] for documents in (packed, plain))
    assert packed == plain


def test_facts_of_an_archive_find_their_texts_again() -> None:
    Path("in.zip").write_bytes(zipped(MEMBERS))
    assert run("extract", "in.zip", "-o", "facts").exit_code == 0
    assert {path.name for path in Path("facts").iterdir()} == {f"{path.stem}.facts.json" for path in ARTICLES.iterdir()}
    assert run("convert", "facts", "-o", "graph.nq").exit_code == 0
    for path in Path("facts").iterdir():
        document = json.loads(path.read_text("utf-8"))
        assert document["article"]["source_path"].startswith("in.zip!in/")
        text = read(document["article"]["source_path"]).text
        for span in (span for receipt in document["receipts"] for span in receipt["evidence"]):
            if text.count(span["quote"]) == 1:
                del span["start"], span["end"]  # a span without offsets is located in the text, if that is at hand
        path.write_text(json.dumps(document), "utf-8")
    assert run("convert", "facts", "-o", "again.nq").exit_code == 0
    assert Path("again.nq").read_bytes() == Path("graph.nq").read_bytes()
    Path("in.zip").unlink()
    run("convert", "facts", "-o", "without.nq")
    assert not Path("without.nq").exists() or Path("without.nq").read_bytes() != Path("graph.nq").read_bytes()


def test_what_could_not_be_used_is_named_and_kept() -> None:
    bad = {"a.md": b"", "../../b.txt": b"\xff\xfe\0\xd8x\0", "c.jsonl": b'{"x": 1}\n{"text": "y"}\n'}
    Path("in.zip").write_bytes(zipped({**MEMBERS, **bad}))
    done = run("build", "in.zip", "-", "--out", "deep/er/out", given=b"\0\1\2")
    assert done.exit_code == 1
    assert "read        5 articles" in done.stdout
    assert "in.zip!../../b.txt: its mark says utf-16" in done.stdout
    kept = sorted(Path("deep/er/out/quarantine").iterdir())
    assert sorted(path.name[9:] for path in kept) == ["-", "b.txt", "in.zip!a.md", "in.zip!c.jsonl#1"]
    assert {path.name[9:]: path.read_bytes() for path in kept}["in.zip!c.jsonl#1"] == b'{"x": 1}\n'
    assert sorted(path.name for path in Path().iterdir()) == ["deep", "in.zip"]
    manifest = json.loads(Path("deep/er/out/manifest.json").read_text("utf-8"))
    assert len(manifest["skipped"]) == 4
    assert all("raw" not in skipped for skipped in manifest["skipped"])


@pytest.mark.parametrize("said", ["text", "texts=content", "=content", "text:content"])
def test_a_mapping_that_says_nothing_is_wrong_usage(said: str) -> None:
    done = run("extract", ARTICLES, "--map", said)
    assert done.exit_code == 2
    assert "title|date|id|url|publisher|language|html|text" in done.stderr


def test_names_of_members_cannot_write_to_the_terminal() -> None:
    Path("in.zip").write_bytes(zipped({"a\x1b[31m\r\nb.md": b""}))
    done = run("extract", "in.zip")
    assert done.exit_code == 1
    assert "\x1b" not in done.stderr
    assert len([line for line in done.stderr.splitlines() if line.startswith("skipped")]) == 1


def test_lines_of_two_files_that_count_alike_are_all_read_whatever_the_order() -> None:
    for name, bank in (("a", "甲银行"), ("b", "乙银行")):
        record = {"id": 1, "text": f"近日，{bank}荣获“年度银行奖”。"}
        Path(f"{name}.jsonl").write_text(json.dumps(record), "utf-8")
    assert run("extract", "a.jsonl", "b.jsonl", "-o", "all.jsonl").exit_code == 0
    first = facts()
    assert len(first) == len({str(document["article"]["id"]) for document in first}) == 2  # type: ignore[index]
    assert run("extract", "b.jsonl", "a.jsonl", "-o", "all.jsonl").exit_code == 0
    assert facts() == first
    assert run("extract", "b.jsonl", "-o", "all.jsonl").exit_code == 0
    assert facts()[0] in first
    assert run("build", "a.jsonl", "b.jsonl", "--out", "out").stdout.count("read        2 articles") == 1
