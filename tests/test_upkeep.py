"""Looking after stores: a check finds what was changed, hidden or lost; what compacts and copies loses nothing."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import OutputError, StoreError
from kg.folder import Folder, renewing, replacing
from kg.store import Record, Store, Tally, backup, check, compact, info, load_record, seal
from kg.store.record import digest_of
from kg.store.walking import ALL, Walks
from kg.terms import DEFAULT_GRAPH, FA, Quad, integer, iri, literal
from tests.test_generations import build, names, quads, reading

NEW = Quad(iri("https://example.org/new"), FA.start, literal("后来"), iri("https://example.org/graph/new"))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The least of a build, its store made at once."""
    out = tmp_path_factory.mktemp("built") / "out"
    build(out, 0)
    compact(out)
    return out


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "out")
    return tmp_path / "out"


def change(out: Path, **how: list[Quad]) -> None:
    with Store.edit(Folder(out).store) as store:
        store.change(**how)


def kg(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.exit_code, done.stdout, done.stderr


class TestTally:
    def test_order_does_not_matter_and_each_quad_does(self) -> None:
        lines = [quad.line().encode() for quad in quads(0)]
        tally = Tally.of(lines)
        assert Tally.of(reversed(lines)).digest == tally.digest != Tally.of(lines[1:]).digest
        assert tally.graphs == {"": 100, **{f"https://example.org/graph/{n}": 100 for n in range(3)}}

    def test_the_graph_of_a_line_is_told_from_its_object(self) -> None:
        subject, graph = iri("https://example.org/a"), iri("https://example.org/g")
        texts = ["<a>", "<a> <b> .", '" <c>', "_:b", "^^<https://example.org/x>", " ", "\\"]
        objects = [subject, integer(1), *(literal(t) for t in texts), *(literal(t, language="zh") for t in texts)]
        objects += [literal(text, datatype=iri("https://example.org/type")) for text in texts]
        for object in objects:
            for where in (DEFAULT_GRAPH, graph):
                line = Quad(subject, FA.start, object, where).line().encode()
                assert Tally.of([line]).graphs == {where[1:-1]: 1}, line


class TestCheck:
    def test_a_sound_store_is_what_was_built_in_every_order(self, out: Path) -> None:
        found = check(out)
        assert found.troubles == ()
        assert found.record
        assert (found.quads, found.digest) == (found.record.quads, found.record.digest)
        assert kg("store", "check", out)[:2] == (
            0,
            f"as built, in every order: 1,600 quads, digest {found.digest}\n",
        )
        assert kg("store", "check", out, "--quick")[:2] == (0, "as built: its files\n")

    def test_all_six_walks_read_all(self, out: Path) -> None:
        with Store.open(Folder(out).store) as store:
            walks = Walks(store.engine)
        assert tuple(walks.tallies) == ALL
        assert {(t.quads, t.digest, len(t.graphs)) for t in walks.tallies.values()} == {(1600, check(out).digest, 4)}

    def test_terms_go_through_files_where_there_are_many(self, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("kg.store.walking._HELD", 7)
        monkeypatch.setattr("kg.store.walking._FILES", 3)
        assert check(out).troubles == ()

    def test_a_quad_that_is_missing_is_found_and_the_graph_named(self, out: Path) -> None:
        record = load_record(Folder(out).store)
        assert record
        change(out, removed=quads(0)[1:2])
        write_record(out, record)
        found = check(out)
        assert {f"read by {name}: 1,599 quads, and not 1,600" for name in ALL} < set(found.troubles)
        assert found.troubles[-1] == "https://example.org/graph/0: 399 quads, and not 400"
        code, said, errors = kg("store", "check", out)
        assert (code, said.strip()) == (1, f"{len(found.troubles)} things are wrong; build it again with `kg build`")
        assert errors.count("\n") == len(found.troubles)

    def test_a_quad_in_the_place_of_another_is_found(self, out: Path) -> None:
        record = load_record(Folder(out).store)
        assert record
        gone = quads(0)[1]
        change(out, removed=[gone], added=[gone._replace(object=literal("x"))])
        write_record(out, record)
        assert {f"read by {name}: other quads than there should be" for name in ALL} < set(check(out).troubles)

    def test_a_store_that_was_changed_where_it_is_must_agree_with_itself(self, out: Path) -> None:
        change(out, added=[NEW])
        assert check(out)[1:] == (1601, check(out).digest, ())
        assert kg("store", "check", out)[1].startswith("changed since it was made, in every order: 1,601 quads")
        assert "changed  yes since 2" in kg("store", "info", out)[1]

    def test_a_store_without_record_and_a_record_that_is_none(self, out: Path) -> None:
        path = Folder(out).store / "record.json"
        path.write_text("{}")
        assert kg("store", "check", out)[2].count("this is no record of a store") == 1
        path.unlink()
        assert kg("store", "check", out)[1].startswith(
            "there is no record to compare with, in every order: 1,600 quads"
        )
        assert "record   none" in kg("store", "info", out)[1]

    def test_the_graph_as_text_is_checked_too(self, out: Path) -> None:
        graph = Folder(out).graph
        graph.write_text("changed")
        assert check(out).troubles == ("graph.nq: the file is not as it was built",)
        manifest = json.loads(Folder(out).manifest.read_text("utf-8"))
        manifest["files"]["graph.nq"] = digest_of(graph)
        Folder(out).manifest.write_text(json.dumps(manifest), "utf-8")
        assert check(out).troubles == ("graph.nq: it says something else than the record of the store",)
        graph.unlink()
        assert check(out).troubles == ("graph.nq: this file is missing",)

    def test_files_that_come_and_go_are_named(self, out: Path) -> None:
        store = Folder(out).store
        (store / "bulk-1.sst").write_bytes(b"x")
        (store / "IDENTITY").unlink()
        expected = ("IDENTITY: this file is missing", "bulk-1.sst: this file was not there when the store was made")
        assert check(out, quick=True).troubles == expected


class TestUpkeep:
    def test_info(self, out: Path) -> None:
        found = info(out)
        assert (found.path, found.quads, found.graphs, found.is_changed) == (Folder(out).store, 1600, 4, False)
        lines = dict(line.split(maxsplit=1) for line in kg("store", "info", out)[1].splitlines())
        assert lines["quads"] == "1,600 in 4 graphs"
        assert found.record
        assert lines["digest"] == found.record.digest
        assert lines["changed"] == "no"
        assert "finaward-kg" in lines["made"]

    def test_compacting_forgets_what_was_removed_and_readers_keep_the_old_store(self, out: Path) -> None:
        long = [NEW._replace(object=literal(f"{n} " + "长" * 3000)) for n in range(300)]
        change(out, added=[*long, NEW])
        change(out, removed=long)
        before = check(out)
        size = info(out).bytes
        with reading(Folder(out).store) as reader:
            code, said, _ = kg("store", "compact", out)
            assert (code, said.split()[:2]) == (0, ["1,601", "quads"])
            assert reader.read() == f"{{'{before.digest}'}} False"
            assert names(out) == [".out.held", "out"]
        compact(out)
        assert names(out) == ["out"]
        after = check(out)
        assert after[1:] == (*before[1:3], ())
        assert info(out).bytes < size / 2
        assert info(out).is_changed, "and it is not what was built any more"
        assert kg("store", "check", out)[1].startswith("as it was made, in every order")

    def test_a_build_that_came_first_is_not_compacted_away(self, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        @contextmanager
        def late(root: Path, store: Path) -> Iterator[Path]:
            build(out, 1)
            with renewing(root, store) as new:
                yield new

        monkeypatch.setattr("kg.store.upkeep.renewing", late)
        with pytest.raises(StoreError, match="another process put a new one in its place meanwhile; try again"):
            compact(out)
        assert check(out).troubles == ()

    def test_no_store_is_compacted_in_a_folder_that_is_being_built(self, out: Path) -> None:
        for named in (out, Folder(out).store):
            with replacing(out), pytest.raises(OutputError, match="another process is writing this folder"):
                compact(named)
        compact(Folder(out).store)
        assert check(out).troubles == ()

    def test_empty_graphs_stay(self, out: Path) -> None:
        with Store.edit(Folder(out).store) as store:
            store.engine.add_graph(ox.NamedNode("https://example.org/empty"))
        compact(out)
        assert info(out).graphs == 5

    def test_what_is_not_what_it_should_be_is_neither_compacted_nor_copied(self, out: Path, tmp_path: Path) -> None:
        record = load_record(Folder(out).store)
        assert record
        change(out, removed=quads(0)[:1])
        write_record(out, record)
        with pytest.raises(StoreError, match="does not hold what was built"):
            compact(out)
        with pytest.raises(StoreError, match="files are not as they were made"):
            backup(out, tmp_path / "copy")
        assert names(out) == ["out"]

    def test_a_copy_is_a_store_and_copied_back_restores_it(self, out: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copies" / "monday"
        assert kg("store", "backup", out, copy)[:2] == (0, f"{copy}: 1,600 quads\n")
        assert check(copy) == check(out)
        with pytest.raises(OutputError, match="something is there already"):
            backup(out, copy)
        shutil.rmtree(Folder(out).store)
        assert kg("store", "check", out)[0] == 1
        shutil.copytree(copy, Folder(out).store)
        assert check(out).troubles == ()
        with Store.edit(copy) as store:
            store.change(added=[NEW])
        backup(copy, tmp_path / "changed")
        assert check(tmp_path / "changed").quads == 1601

    def test_nobody_is_asked_where_there_is_no_store(self, tmp_path: Path) -> None:
        for command in ("check", "info", "compact"):
            for where in (tmp_path, tmp_path / "nowhere"):
                code, _, said = kg("store", command, where)
                assert (code, said.count("\n")) == (1, 1)
                assert "there is no s" in said
        assert list(tmp_path.iterdir()) == []


def write_record(out: Path, record: Record) -> None:
    """Let a record say what was, as if nobody had said that the store was changed."""
    (Folder(out).store / "record.json").write_text(record.model_dump_json(), "utf-8")


def test_a_store_of_a_folder_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "alone"
    with Store.create(path) as store:
        store.load(quads(0))
    seal(path, Tally.of(quad.line().encode() for quad in quads(0)))
    before = check(path)
    assert before.troubles == ()
    compact(path)
    assert check(path).digest == before.digest
    assert [each.name for each in tmp_path.iterdir()] == ["alone"]
