"""`kg update` and `kg remove`: what they do to a folder, what they say of it, and one line a fault."""

import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg
from kg import corrections
from kg.article import Article, Skipped
from kg.cli import app
from kg.errors import InputError
from kg.extraction import Extract, Extracted
from kg.facts import Extraction, Kind, Verdict
from kg.store import Store
from tests import retold
from tests.decided import correct
from tests.test_builder import files

FAIR = "2023年5月10日，金融风云榜在杭州揭晓，{}荣获“{}”。"
TEXTS = {
    "news/bank.txt": FAIR.format("远溪银行股份有限公司", "年度最佳零售银行"),
    "news/insurer.txt": FAIR.format("太保产险", "年度理赔服务奖"),
    "more/both.txt": "转载：" + FAIR.format("太保产险", "年度理赔服务奖"),
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three articles in an empty folder; two of them are built."""
    monkeypatch.chdir(tmp_path)
    for name, text in TEXTS.items():
        tell(name, text)


@pytest.fixture
def out() -> Path:
    assert run("build", "news").exit_code == 0
    return Path("out")


def test_what_the_endpoint_took_is_not_lost_without_a_word(out: Path) -> None:
    lost = "acknowledged updates go with it where a build replaces it: keep it with `kg store backup`"
    for command in (("build", "news"), ("update", out, "more"), ("remove", out, "more/both.txt")):
        with Store.edit(out / "store") as store:
            store.update("INSERT DATA { <http://example.org/a> a 1 }")
        assert lost in done(run(*command), lost).stderr
        assert lost not in done(run("build", "more")).output, "it is gone, and nothing more can be lost"
        done(run("build", "news") if command[0] == "build" else run("update", out, "news"))
    with Store.edit(out / "store") as store:
        store.update("INSERT DATA { <http://example.org/a> a 1 }")
    assert lost not in done(run("update", out, "news"), "unchanged").stdout
    done(run("store", "compact", out))
    done(run("build", "news"), "it was changed where it is, and acknowledged updates")
    (out / "store/record.json").write_text("damaged", "utf-8")
    assert lost not in done(run("build", "news")).output


def tell(name: str, text: str) -> None:
    path = Path(name)
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{text}\n", "utf-8")


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)


def done(result: Result, *said: str, code: int = 0) -> Result:
    assert result.exit_code == code, result.output
    assert [words for words in said if words not in result.stdout] == []
    return result


def one_line(result: Result, *said: str) -> None:
    """The command failed with one line that says all this, and left nothing behind."""
    assert result.exit_code == 1, result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert [words for words in said if words not in result.stderr] == []
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


def is_scratch(out: Path, *arguments: object, code: int = 0) -> None:
    """The folder is what a build of this gives, in every file."""
    assert run("build", *arguments, "--out", "scratch").exit_code == code
    assert files(out) == files(Path("scratch"))


def sources(out: Path) -> set[str]:
    return {entry["source"] for entry in json.loads((out / "manifest.json").read_text("utf-8"))["read"]}


def test_articles_come_and_go(out: Path) -> None:
    done(run("update", out, "more"), "revised     1 added in", "added       more/both.txt", "holds       3 articles")
    is_scratch(out, "news", "more")
    done(run("update", out, "news", "more"), "unchanged   3 articles stood there already: out is as it was")
    tell("news/bank.txt", FAIR.format("远溪银行股份有限公司", "年度最佳普惠银行"))
    done(run("update", out, "news"), "1 replaced, 1 stood there already", "replaced    news/bank.txt")
    is_scratch(out, "news", "more")
    done(run("remove", out, "both", "news/bank.txt"), "2 removed", "removed     more/both.txt", "holds       1 article")
    is_scratch(out, "news/insurer.txt")


def test_a_fact_goes_with_its_last_support(out: Path) -> None:
    ask = (
        "query",
        "out",
        'ASK { ?r a fa:AwardReceipt ; ?p ?a . ?a a fa:AwardCategory ; skos:prefLabel ?n FILTER(CONTAINS(?n, "理赔")) }',
    )
    run("update", out, "more")
    assert run(*ask).stdout == "yes\n"
    run("remove", out, "news/insurer.txt")
    assert run(*ask).stdout == "yes\n"
    run("remove", out, "more/both.txt")
    assert run(*ask).stdout == "no\n"


def test_a_source_is_known_by_its_place_however_it_is_named(out: Path) -> None:
    tell("news/bank.txt", FAIR.format("远溪银行股份有限公司", "年度最佳普惠银行"))
    path = Path("news/bank.txt").absolute()
    done(run("update", out, path), "1 replaced in", f"replaced    {path}")
    is_scratch(out, path, "news/insurer.txt")
    done(run("remove", out, "more/../news/bank.txt"), "1 removed")


def test_a_name_means_what_it_meant_where_the_build_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    tell("jan/news.txt", TEXTS["news/bank.txt"])
    tell("feb/news.txt", TEXTS["news/insurer.txt"])
    tell("feb/empty.txt", " ")
    monkeypatch.chdir("jan")
    done(run("build", "news.txt", "--out", "../out"))
    monkeypatch.chdir("../feb")
    done(run("update", "../out", "news.txt"), "1 added", "added       ../feb/news.txt")
    done(run("update", "../out", "empty.txt"), "skipped     1", "../feb/empty.txt: ", code=1)
    monkeypatch.chdir("..")
    tell("jan/news.txt", FAIR.format("远溪银行股份有限公司", "年度最佳普惠银行"))
    done(run("update", "out", "jan/news.txt"), "1 replaced", "replaced    news.txt")
    monkeypatch.chdir("jan")
    assert run("build", "news.txt", "../feb", "--out", "../scratch").exit_code == 1
    assert files(Path("../out")) == files(Path("../scratch"))
    monkeypatch.chdir("../feb")
    done(run("remove", "../out", "news.txt"), "removed     ../feb/news.txt")
    monkeypatch.chdir("..")
    done(run("update", "out", "feb/news.txt"), "1 added")
    done(run("remove", "out", "news.txt"), "removed     news.txt")
    assert sources(Path("out")) == {"../feb/news.txt"}


def test_where_nothing_is_new_the_folder_is_not_touched(out: Path) -> None:
    before = out.stat().st_ino, out.stat().st_mtime_ns
    done(run("update", out, "news/bank.txt"), "unchanged   1 article stood there already")
    assert (out.stat().st_ino, out.stat().st_mtime_ns) == before
    for _ in range(2):
        said = done(run("update", out, "nothere.md", "no/*.md"), "unchanged   there is nothing new", code=1).stdout
        assert "skipped     nothere.md: there is no such file" in said
        assert "skipped     no/*.md: no file matches" in said
        assert (out.stat().st_ino, out.stat().st_mtime_ns) == before
    tell("empty.md", "")
    done(run("update", out, "empty.md"), "revised     what cannot be read in", code=1)


def test_an_update_does_what_the_build_was_told() -> None:
    lines = [{"inhalt": text, "id": name} for name, text in TEXTS.items()]
    Path("a.jsonl").write_text(json.dumps(lines[0]) + "\n", "utf-8")
    Path("b.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines[1:]), "utf-8")
    Path("own").mkdir()
    Path("own/mine.csv").write_text("id,legal_name,short_name,kind\nyuanxi,远溪银行股份有限公司,远溪,bank\n", "utf-8")
    Path("own/more.yaml").write_text(
        "- id: xiyun\n  legal_name: 溪云证券股份有限公司\n  short_name: 溪云证券\n  kind: broker\n", "utf-8"
    )
    Path("own/confusable.csv").write_text("a_id,b_id,why\nyuanxi,xiyun,made up\n", "utf-8")
    Path("who.csv").write_text("name,other,verdict,by,at\n太保产险,远溪银行,different,王敏,2023-06-01\n", "utf-8")
    text = kg.read("a.jsonl", fields={"text": "inhalt"})
    no = correct(
        Verdict.REJECTED,
        Kind.RECEIPT,
        article=text.id,
        text_sha256=text.text_sha256,
        key="远溪银行股份有限公司 | 年度最佳零售银行",
        quote="年度最佳零售银行",
    )
    Path("no.yaml").write_text(corrections.dump([no]), "utf-8")
    told = ["--base", "https://example.org/kg/", "--with-text", "--map", "text=inhalt", "--registry", "own/mine.csv"]
    told += ["--registry", "own/more.yaml", "--corrections", "no.yaml", "--decisions", "who.csv"]
    done(run("build", "a.jsonl", "b.jsonl", *told, "--out", "scratch"), "corrections 1 rejected")
    done(run("build", "a.jsonl", *told))
    for gone in ("own", "no.yaml", "who.csv"):
        shutil.rmtree(gone) if Path(gone).is_dir() else Path(gone).unlink()
    done(run("update", "out", "b.jsonl"), "2 added", "corrections 1 rejected")
    assert files(Path("out")) == files(Path("scratch"))
    assert {p.name for p in Path("out/kept").iterdir()} == {"corrections.yaml", "decisions.csv", "found", "registry-1"}
    assert "own/mine.csv" not in Path("out/graph.nq").read_text("utf-8")


def test_newer_corrections_need_no_article(out: Path) -> None:
    text = kg.read("news/bank.txt")
    known = {"article": text.id, "text_sha256": text.text_sha256, "key": "远溪银行股份有限公司 | 年度最佳零售银行"}
    Path("no.yaml").write_text(corrections.dump([correct(Verdict.REJECTED, Kind.RECEIPT, **known)]), "utf-8")
    done(run("update", out, "--corrections", "no.yaml"), "revised     what was decided", "corrections 1 rejected")
    is_scratch(out, "news", "--corrections", "no.yaml")
    done(run("update", out, "--corrections", "no.yaml"), "unchanged   there is nothing new")
    Path("no.yaml").write_text("corrections:\n", "utf-8")
    done(run("update", out, "--corrections", "no.yaml"))
    is_scratch(out, "news", "--corrections", "no.yaml")


def test_what_a_file_holds_takes_the_place_of_what_it_held(out: Path) -> None:
    first, second, third = TEXTS.values()
    tell("lines.jsonl", "\n".join(json.dumps({"text": text}) for text in (first + "甲", second + "乙", third + "丙")))
    done(run("update", out, "lines.jsonl"), "3 added")
    tell("lines.jsonl", "\n".join(json.dumps({"text": text}) for text in (second + "乙", third + "丁")))
    done(run("update", out, "lines.jsonl"), "1 added, 1 replaced, 2 removed")
    is_scratch(out, "news", "lines.jsonl")
    done(run("update", out, "lines.jsonl#1"), "unchanged   1 article stood there already")
    tell("lines.jsonl", json.dumps({"text": second + "乙"}) + "\n{broken")
    done(run("update", out, "lines.jsonl"), "1 stood there already", "            lines.jsonl#2: ", code=1)
    assert sources(out) >= {"lines.jsonl#1", "lines.jsonl#2"}, "what cannot be read takes the place of nothing"
    done(run("remove", out, "lines.jsonl"), "2 removed")
    is_scratch(out, "news")


def test_a_part_that_is_named_takes_the_place_of_itself_alone(out: Path) -> None:
    for texts in (("甲", "乙"), ("丙", "丁")):
        with zipfile.ZipFile("posts.zip", "w") as archive:
            for name, text in zip("ab", texts, strict=True):
                archive.writestr(f"in/{name}.txt", TEXTS["news/bank.txt"] + text)
        done(run("update", out, "posts.zip" if texts[0] == "甲" else "posts.zip!in/a.txt"))
    kept = [json.loads(path.read_text("utf-8")) for path in (out / "articles").glob("?.article.json")]
    assert {told["text"][-1] for told in kept} == {"丙", "乙"}
    done(run("remove", out, "posts.zip!in/b.txt"), "1 removed")
    assert sources(out) == {"news/bank.txt", "news/insurer.txt", "posts.zip!in/a.txt"}


def test_standard_input_takes_the_place_of_nothing(out: Path) -> None:
    for text, count in (("甲", 3), ("乙", 4)):
        done(run("update", out, "-", stdin=TEXTS["news/bank.txt"] + text), "1 added", f"holds       {count} articles")


def test_what_was_skipped_stays_on_record_until_it_is_read_or_removed(out: Path) -> None:
    tell("bad/empty.txt", " ")
    tell("bad/lines.jsonl", '{"text": "' + TEXTS["more/both.txt"] + '"}\n{broken')
    done(run("update", out, "bad"), "1 added", "skipped     2\n", "            bad/empty.txt: ", code=1)
    is_scratch(out, "news", "bad", code=1)
    assert len(list((out / "quarantine").iterdir())) == 2
    shutil.move("bad", "aside")
    done(run("remove", out, "insurer"), "skipped     nothing, and 2 earlier: out/manifest.json")
    shutil.move("aside", "bad")
    is_scratch(out, "news/bank.txt", "bad", code=1)
    tell("bad/empty.txt", "今天天气很好。")
    done(run("update", out, "bad/empty.txt"), "1 added", "and 1 earlier")
    is_scratch(out, "news/bank.txt", "bad", code=1)
    done(run("remove", out, "bad/lines.jsonl#2"), "skipped     nothing\n")
    assert not (out / "quarantine").exists()


def test_a_copy_is_known_as_long_as_its_twin_is_there(out: Path) -> None:
    shutil.copy("news/bank.txt", "more/copy.txt")
    done(run("build", "news", "more"), "more/copy.txt: its id", code=1)
    done(run("remove", out, "news/insurer.txt"), "and 1 earlier")
    is_scratch(out, "news/bank.txt", "more", code=1)
    done(run("remove", out, "news/bank.txt"), "1 replaced", "replaced    more/copy.txt", "skipped     nothing\n")
    is_scratch(out, "more")


def test_a_copy_takes_the_place_of_its_twin() -> None:
    for name in "abcd":
        tell(f"{name}.txt", TEXTS["news/bank.txt"])
    done(run("build", "a.txt", "b.txt", "c.txt", "d.txt"), code=1)
    tell("a.txt", TEXTS["news/insurer.txt"])
    done(run("update", "out", "a.txt"), "added", "replaced    b.txt")
    is_scratch(Path("out"), "a.txt", "b.txt", "c.txt", "d.txt", code=1)
    tell("c.txt", TEXTS["more/both.txt"])
    done(run("remove", "out", "b.txt"), "replaced    d.txt", "c.txt: it was left out for b.txt, which is gone", code=1)
    assert sources(Path("out")) == {"a.txt", "d.txt"}
    done(run("update", "out", "c.txt"), "1 added")
    is_scratch(Path("out"), "a.txt", "c.txt", "d.txt")


def test_an_id_is_that_of_every_copy(out: Path) -> None:
    shutil.copy("news/bank.txt", "news/copy.txt")
    done(run("build", "news"), code=1)
    done(run("remove", out, kg.read("news/bank.txt").id), "removed     news/bank.txt", "skipped     nothing\n")
    is_scratch(out, "news/insurer.txt")


def test_a_broken_article_leaves_the_one_that_it_was(out: Path) -> None:
    tell("news/bank.txt", " ")
    done(run("update", out, "news"), "skipped     1", "1 stood there already", code=1)
    assert sources(out) == {"news/bank.txt", "news/insurer.txt"}
    tell("news/bank.txt", TEXTS["news/bank.txt"])
    done(run("update", out, "news/bank.txt"), "revised     1 stood there already")
    is_scratch(out, "news")


def test_an_article_is_known_by_id_name_or_source(out: Path) -> None:
    run("update", out, "more")
    shutil.copytree(out, "again")
    id = kg.read("news/bank.txt").id
    for said in (id, "bank", "news/bank.txt", "./news/bank.txt"):
        done(run("remove", out, said), "removed     news/bank.txt")
        shutil.rmtree(out)
        shutil.copytree("again", out)
    done(run("remove", out, "news"), "2 removed", "holds       1 article")


class TestOneLine:
    """A fault is one line, and the folder is as it was."""

    @pytest.fixture(autouse=True)
    def _as_it_was(self, out: Path, request: pytest.FixtureRequest) -> Iterator[None]:
        before = files(out)
        yield
        changed = {name for name, content in files(out).items() if before.get(name) != content}
        assert changed <= {"facts/bank.facts.json", "manifest.json"}

    def test_names_that_mean_nothing(self, out: Path) -> None:
        one_line(run("remove", out, "bnak.txt", "insurer"), "bnak.txt: no article", "the nearest: news/bank.txt")
        for empty in ("", " "):
            one_line(run("remove", out, empty), "'': this is no name; name an article by its id")
        one_line(run("remove", out, "宇宙"), "宇宙: no article", "manifest.json, under read")

    def test_what_would_be_left_empty(self, out: Path) -> None:
        one_line(run("remove", out, "bank", "insurer"), "out: ", "nothing would be left", "delete the folder")

    def test_a_source_that_is_not_there(self, out: Path) -> None:
        done(run("update", out, "nowhere.txt"), "nowhere.txt: there is no such file", code=1)

    def test_no_build(self) -> None:
        Path("empty").mkdir()
        for where in ("nowhere", "empty", "news", "news/bank.txt"):
            one_line(run("update", where, "more"), where, "there is no build here; name the output folder")
            one_line(run("remove", where, "bank"), where, "there is no build here; name the output folder")
        assert not Path("nowhere").exists()

    def test_facts_that_somebody_changed(self, out: Path) -> None:
        (out / "facts" / "bank.facts.json").write_text("{}", "utf-8")
        for command in (("update", out, "more"), ("remove", out, "bank")):
            one_line(run(*command), "out/facts/bank.facts.json: this file was changed", "kg review")

    def test_a_file_that_is_missing(self, out: Path) -> None:
        (out / "facts" / "bank.facts.json").unlink()
        one_line(run("update", out, "more"), "out/facts/bank.facts.json: ", "missing; build again")

    @pytest.mark.parametrize(
        ("key", "value", "said"),
        [
            ("told", None, "another version of this program made it; build again"),
            ("told", {"strange": 1}, "another version of this program made it; build again"),
            ("read", [{}], "another version of this program made it; build again"),
            ("software", {"finaward-kg": "0.0.1"}, "made by version 0.0.1 of finaward-kg"),
            ("software", {"finaward-kg": "0.1.0", "rules": "0"}, "made by version 0 of rules"),
            ("ontology", {}, "the ontology or the registry has changed"),
        ],
    )
    def test_a_build_of_another_version(self, key: str, value: object, said: str, out: Path) -> None:
        manifest = json.loads((out / "manifest.json").read_text("utf-8"))
        (out / "manifest.json").write_text(json.dumps({**manifest, key: value}), "utf-8")
        one_line(run("update", out, "more"), said, "build again")
        one_line(run("remove", out, "bank"), said, "build again")

    @pytest.mark.parametrize(
        "command",
        ["conflicts", "resolve", "query", "validate", "view", "review", "update", "remove", "diff"],
    )
    def test_a_manifest_that_is_cut_off(self, command: str, out: Path) -> None:
        manifest = out / "manifest.json"
        manifest.write_bytes(manifest.read_bytes()[:500])
        more: dict[str, list[object]] = {"query": ["ASK {}"], "update": ["more"], "remove": ["bank"], "diff": [out]}
        result = run(command, out, *more.get(command, []))
        assert result.exit_code == (2 if command == "diff" else 1), result.output
        said = "the manifest of this build cannot be read; put it back, or build anew elsewhere"
        assert result.stderr == f"kg: out/manifest.json: {said}\n"

    def test_another_extractor(self, out: Path) -> None:
        asked = ("--extractor", "llm", "--model", "m", "--base-url", "http://127.0.0.1:9/v1")
        one_line(run("update", out, "more", *asked), "extracted by rules, and these would be by llm", "build again")

    def test_corrections_that_are_none(self, out: Path) -> None:
        one_line(run("update", out, "--corrections", "news/bank.txt"), "news/bank.txt", "no list of corrections")

    def test_wrong_usage(self, out: Path) -> None:
        for command in (("update",), ("update", out), ("remove", out), ("update", out, "more", "--map", "x=y")):
            assert run(*command).exit_code == 2


def test_another_model_is_refused_before_it_has_read_everything() -> None:
    def by(version: str) -> Extract:
        def llm(articles: Iterable[Article | Skipped]) -> Iterator[Extracted]:
            for item in retold.rules(articles):
                assert isinstance(item, tuple)
                yield item[0], item[1].model_copy(update={"extraction": Extraction(name="llm", version=version)})

        return llm

    first, second, *_ = (versions[0] for versions in retold.POOL)
    kg.build(first, out="out", extract=by("a@1"))
    with pytest.raises(InputError, match="extracted by llm, and these would be by rules"):
        kg.update("out", second)
    with pytest.raises(InputError, match="extracted by llm a@1, and these by b@1"):
        kg.update("out", second, extract=by("b@1"))
    assert kg.update("out", second, extract=by("a@1")).added == (second.source,)
    assert kg.remove("out", first.id).removed == (first.source,)
