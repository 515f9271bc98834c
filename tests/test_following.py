"""The index of the page follows its store, is held while it is served, and may be missing."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.cli.indexing import place_of
from kg.explorer.replies import opened
from kg.folder import Folder
from kg.store import Store
from tests.served import Server, served, wait_until

TOKEN = "a token of some length"
ONE = "2023年5月10日，金融风云榜揭晓，太保产险荣获“年度理赔服务奖”。"
TWO = "2024年6月11日，金融风云榜揭晓，平安人寿荣获“年度客户服务奖”。"
NEW = """INSERT DATA { <https://example.org/o> a fa:Organization ;
    <http://www.w3.org/2004/02/skos/core#prefLabel> "沧澜集团"@zh-hans }"""


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    return _built(tmp_path, ONE)


def _built(folder: Path, text: str) -> Path:
    """A build of one article, in the place of what was built before."""
    (folder / "a.txt").write_text(text, "utf-8")
    kg.build(folder / "a.txt", out=folder / "out")
    return folder / "out"


def _ask(server: Server, question: str, **asked: object) -> Any:  # noqa: ANN401 (any JSON)
    kind = {"Content-Type": "application/json"}
    reply = server.ask("POST", f"/explore/{question}", json.dumps(asked).encode(), kind)
    assert reply.status == 200, reply.text
    return json.loads(reply.body)


def _finds(server: Server, name: str) -> Callable[[], bool]:
    return lambda: name in {row[3] for row in _ask(server, "search", text=name)["nodes"]}


def test_the_page_follows_a_newer_build(out: Path, tmp_path: Path) -> None:
    with served(out, "--workers", "1", has_page=True) as server:
        assert _ask(server, "about")["answer"]["isOlder"] is False
        assert '<a href="query">' in server.get("/").text
        assert _finds(server, "太保产险")()
        _built(tmp_path, TWO)
        wait_until(_finds(server, "平安人寿"), "the page shows the new build")
        assert not _finds(server, "太保产险")()
        about = _ask(server, "about")["answer"]
        assert about["isOlder"] is False
        assert about["counts"]["unchecked"] == 0  # the texts are those of the new build


def test_the_page_follows_updates_and_never_stands_in_their_way(out: Path, tmp_path: Path) -> None:
    with served(out, "--workers", "1", "--update", token=TOKEN, has_page=True) as server:
        assert server.update("INSERT DATA { <https://example.org/a> <https://example.org/b> 1 }").status == 204
        assert _ask(server, "about")["answer"]["isOlder"] is True
        wait_until(lambda: len(server.children()) > 1, "an index is made")
        assert server.update(NEW).status == 204  # though the store is just being read
        wait_until(_finds(server, "沧澜集团"), "the page shows the update")
        assert _ask(server, "about")["answer"]["isOlder"] is False
        assert "older state" not in server.log()


def test_texts_and_report_of_another_build_are_left_out(out: Path, tmp_path: Path) -> None:
    place, _held = place_of(out, Folder(out).store, tmp_path / "cache")
    before = opened(place).answer("about", {})["answer"]
    opened.cache_clear()
    _built(tmp_path, ONE + "另讯。")
    after = opened(place).answer("about", {})["answer"]
    opened.cache_clear()
    assert isinstance(before, dict)
    assert isinstance(after, dict)
    assert (before["counts"]["unchecked"], after["counts"]["unchecked"]) == (0, before["counts"]["quotes"])
    assert before["validation"] is not None
    assert after["validation"] is None


def test_an_index_that_is_served_is_not_removed_by_another_service(out: Path, tmp_path: Path) -> None:
    store, cache = Folder(out).store, tmp_path / "cache"
    first, held = place_of(out, store, cache)
    with Store.edit(store) as changed:
        changed.update(NEW)
    second, other = place_of(out, store, cache)
    assert first.index != second.index
    with sqlite3.connect(first.index) as index:
        assert index.execute("SELECT count(*) FROM node").fetchone()[0] > 0
    del held, other
    with Store.edit(store) as changed:
        changed.update(NEW.replace("/o>", "/p>"))
    third, _ = place_of(out, store, cache)
    assert list(cache.rglob("*.sqlite")) == [Path(third.index)]


def test_without_a_cache_that_can_be_written_there_is_no_page(out: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with served(out, "--workers", "1", "--cache", str(tmp_path / "file" / "cache"), has_page=True) as server:
        assert server.get("/").status == 404
        assert server.query("ASK {}").status == 200
        said = [line for line in server.log().splitlines() if "without its page" in line]
        assert len(said) == 1


def test_the_container_keeps_its_index_where_it_can_write() -> None:
    said = (Path(__file__).parents[1] / "examples" / "container" / "Containerfile").read_text("utf-8")
    assert "ENV KG_CACHE=/tmp/" in said
    assert "--tmpfs /tmp" in said
