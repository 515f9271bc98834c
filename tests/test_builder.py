"""A build: the same bytes on every run and in any order, whole or not at all, and nothing lost on the way."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.errors import InputError, KgError, OutputError
from kg.folder import Folder, digests, distinct, replacing
from kg.store import Store
from kg.terms import DEFAULT_GRAPH, Quad

ARTICLES = Path(__file__).parent.parent / "examples" / "articles"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> kg.Build:
    return kg.build(ARTICLES, out=tmp_path_factory.mktemp("build") / "out")


def files(root: Path) -> dict[str, bytes]:
    """Every file of an output folder but the store's, which is the engine's affair."""
    found = (p for p in root.rglob("*") if p.is_file() and "store" not in p.relative_to(root).parts)
    return {str(p.relative_to(root)): p.read_bytes() for p in found}


def test_the_same_bytes_on_every_run_and_in_any_order(built: kg.Build, tmp_path: Path) -> None:
    again = kg.build(*sorted(ARTICLES.iterdir(), reverse=True), out=tmp_path / "again")
    assert files(again.out) == files(built.out)


def test_the_store_holds_the_graph(built: kg.Build) -> None:
    with Store.open(built.folder.store) as store:
        lines = sorted(quad.line() for quad in store.quads())
    assert lines == built.folder.graph.read_text("utf-8").splitlines(keepends=True)


def test_every_triple_stands_in_one_graph_and_none_has_a_blank_node(built: kg.Build) -> None:
    with Store.open(built.folder.store) as store:
        quads = list(store.quads())
    triples = {(q.subject, q.predicate, q.object) for q in quads}
    assert len(triples) == len(quads) == built.triples
    assert not any(term.startswith("_:") for quad in quads for term in quad)


def test_each_article_has_one_graph_and_facts_stand_in_the_default_graph(built: kg.Build) -> None:
    with Store.open(built.folder.store) as store:
        quads = list(store.quads())
    named = {q.graph for q in quads if q.graph}
    assert len({g for g in named if "/graph/article/" in g}) == built.articles
    assert {g.rsplit("/", 1)[-1] for g in named if "/graph/article/" not in g} == {
        "registry>",
        "vocabulary>",
        "inferred>",
    }
    typed = [q for q in quads if q.object.endswith("ontology#AwardReceipt>")]
    assert len(typed) == built.found["receipts"]
    assert {q.graph for q in typed} == {DEFAULT_GRAPH}


def test_two_shards_make_the_whole(built: kg.Build, tmp_path: Path) -> None:
    """What the articles assert is a set: the union of two builds is the build of both, but for inferences."""
    halves = sorted(ARTICLES.iterdir())
    parts = [kg.build(*part, out=tmp_path / str(n)) for n, part in enumerate((halves[:2], halves[2:]))]
    union = set[Quad]().union(*(asserted(part) for part in parts))
    assert union == asserted(built)


def asserted(build: kg.Build) -> set[Quad]:
    with Store.open(build.folder.store) as store:
        return {q for q in store.quads() if not q.graph.endswith("/graph/inferred>")}


def test_an_article_that_comes_twice_counts_once(built: kg.Build, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "copy.txt"
    copy.parent.mkdir()
    shutil.copy(ARTICLES / "bank-honours.txt", copy)
    again = kg.build(ARTICLES, copy, out=tmp_path / "out")
    assert again.found == built.found
    assert len(again.skipped) == 1
    assert "bank-honours.txt" in again.skipped[0].what


def test_a_failed_build_leaves_the_old_output(built: kg.Build, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(built.out, out)
    with pytest.raises(InputError):
        kg.build(tmp_path / "nothing-here", out=out)
    assert files(out) == files(built.out)
    assert [p.name for p in tmp_path.iterdir()] == ["out"], "nothing is left behind"


def test_a_build_that_died_between_two_renames_is_mended(built: kg.Build, tmp_path: Path) -> None:
    shutil.copytree(built.out, tmp_path / ".out.old")
    with pytest.raises(InputError), replacing(tmp_path / "out"):
        raise InputError("x", "dies")
    assert files(tmp_path / "out") == files(built.out)


@pytest.mark.parametrize("touched", ["facts/fund-poll.facts.json", "facts/mine.facts.json", "notes.txt"])
def test_what_somebody_added_or_changed_in_the_output_is_not_deleted(
    touched: str, built: kg.Build, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    shutil.copytree(built.out, out)
    (out / touched).write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="move it elsewhere") as caught:
        kg.build(ARTICLES, out=out)
    assert caught.value.where.endswith(touched)
    assert (out / touched).read_text("utf-8") == "mine"


def test_a_manifest_of_somebody_else_is_no_build(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "manifest.json").write_text('{"name": "a web application", "files": {}}', "utf-8")
    with pytest.raises(OutputError, match="no build made"), replacing(tmp_path / "site"):
        pass


def test_the_output_of_a_build_is_no_input_of_the_next(tmp_path: Path) -> None:
    shutil.copy(ARTICLES / "bank-honours.txt", tmp_path)
    first = kg.build(tmp_path, out=tmp_path / "out")
    again = kg.build(tmp_path, out=tmp_path / "out")
    assert (again.found, again.skipped) == (first.found, ())


def test_counts_are_those_of_the_graph(built: kg.Build) -> None:
    graph = kg.to_networkx(built.out)
    kinds = [said["type"] for _, said in graph.nodes(data=True)]
    assert built.found["organizations"] == kinds.count("Organization")
    assert built.found["cases"] == kinds.count("Case")


def test_articles_without_an_award_are_named(tmp_path: Path) -> None:
    (tmp_path / "weather.txt").write_text("今天天气很好，银行照常营业。", "utf-8")
    made = kg.build(tmp_path / "weather.txt", out=tmp_path / "out")
    assert [Path(source).name for source in made.barren] == ["weather.txt"]


def test_a_base_that_makes_no_iris_is_refused(tmp_path: Path) -> None:
    for base in ("foo", "http://example.org/ x/", "http://example.org/kg", "javascript:alert(1)/"):
        with pytest.raises(KgError, match="base"):
            kg.build(ARTICLES, out=tmp_path / "out", base=base)


@pytest.mark.parametrize("stranger", ["file", "folder", "link"])
def test_what_no_build_made_is_never_replaced(stranger: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    if stranger == "file":
        out.write_text("mine", "utf-8")
    elif stranger == "folder":
        out.mkdir()
        (out / "thesis.txt").write_text("mine", "utf-8")
    else:
        (tmp_path / "elsewhere").mkdir()
        out.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OutputError), replacing(out):
        pass
    assert (
        out.is_symlink() or out.read_text("utf-8") == "mine" if stranger != "folder" else (out / "thesis.txt").exists()
    )


def test_the_manifest_says_what_was_read_and_made(built: kg.Build) -> None:
    manifest = json.loads(built.folder.manifest.read_text("utf-8"))
    assert [entry["name"] for entry in manifest["read"]] == sorted(p.stem for p in ARTICLES.iterdir())
    assert manifest["triples"] == built.triples
    assert manifest["files"] == digests(built.out)
    assert {"graph.nq", "graph.html", "report.json", "facts/fund-poll.facts.json"} < set(manifest["files"])


def test_the_graph_holds_quotes_and_no_article(built: kg.Build) -> None:
    text = max((a.text for a in kg.read_each(ARTICLES) if isinstance(a, kg.Article)), key=len)
    graph = built.folder.graph.read_text("utf-8")
    assert text[:400] not in graph


def test_another_base_moves_every_minted_iri(tmp_path: Path) -> None:
    made = kg.build(ARTICLES / "bank-honours.txt", out=tmp_path / "out", base="https://example.org/kg/")
    graph = Folder(made.out).graph.read_text("utf-8")
    assert "https://example.org/kg/receipt/" in graph
    assert "https://w3id.org/finaward/id/" not in graph


def test_names_stay_distinct() -> None:
    named = [("a", "1"), ("b", "2"), ("a", "3")]
    assert distinct(named) == ["a-1", "b", "a-3"]


@given(st.sets(st.tuples(st.text(max_size=4) | st.sampled_from(["a", "a-1", "汉" * 90]), st.text(max_size=3))))
def test_names_are_distinct_whatever_they_are_made_of(named: set[tuple[str, str]]) -> None:
    made = distinct(sorted(named))
    assert len({name.casefold() for name in made}) == len(named)
    assert all("/" not in name and len(name.encode()) < 220 for name in made)


def test_a_link_is_not_followed_into_the_quarantine(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    (tmp_path / "in").mkdir()
    shutil.copy(ARTICLES / "bank-honours.txt", tmp_path / "in")
    (tmp_path / "in" / "link.txt").symlink_to(tmp_path / "secret")
    made = kg.build(tmp_path / "in", out=tmp_path / "out")
    assert len(made.skipped) == 1
    assert not made.folder.quarantine.exists()
