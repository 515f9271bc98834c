"""The explorer without a browser: bounds, strangers, hubs, what an index is a function of, and the service."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg import ontology
from kg.article import Article
from kg.builder import labels
from kg.errors import QueryError, StoreError
from kg.explorer import Explorer, Texts, build
from kg.explorer.folding import fold, order
from kg.explorer.schema import HUB
from kg.store import Store
from kg.terms import BASE, FA, RDF, SKOS, Quad, iri, literal
from tests import winners
from tests.large_store import quads
from tests.served import served

NODES = 12_000
WORDS = labels(ontology.load())


def _index(store: Store, path: Path) -> Path:
    build(store, path, labels=WORDS, kept={})
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explorer]:
    """An explorer of a store in which some nodes are hubs."""
    with Store.create() as store:
        store.load(each for each in quads(NODES) if not isinstance(each, Article))
        path = _index(store, tmp_path_factory.mktemp("large") / "index.sqlite")
    with Explorer(path) as explorer:
        yield explorer


def _ask(explorer: Explorer, question: str, /, **asked: object) -> Any:  # noqa: ANN401 (any JSON)
    return json.loads(json.dumps(explorer.answer(question, asked)))["answer"]


def _hub(explorer: Explorer) -> str:
    key, degree = explorer.index.rows.execute("SELECT id, degree FROM node ORDER BY degree DESC").fetchone()
    assert degree > HUB
    return str(key)


def test_a_hub_is_counted_as_any_other_node(large: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = _hub(large)
    others = [link["node"]["n#"] for link in _ask(large, "neighbours", id=hub, limit=5000)["links"]][:300:7]
    among = [large.index.one("SELECT id FROM node WHERE i = ?", i) for i in others]
    filters = [{}, {"hide": ["Article"]}, {"hide": ["Case"]}, {"cut": ["wonWith"]}, {"hide": ["Organization"]}]
    asked = [{"id": hub, "filter": filter, **more} for filter in filters for more in _ways(among)]
    quick = [_ask(large, "neighbours", **each) for each in asked]
    monkeypatch.setattr(type(large.index), "is_hub", lambda *_: False)
    assert quick == [_ask(large, "neighbours", **each) for each in asked]


def _ways(among: list[str]) -> list[dict[str, object]]:
    one = {"relation": "wonWith", "isOut": True}
    return [
        {"limit": 5000},
        {"limit": 20, "skip": 13},
        {"limit": 5, **one},
        {"limit": 0},
        {"among": among, "limit": 5000},
    ]


def test_pages_of_a_table_are_the_table(large: Explorer) -> None:
    for name in ("groups", "receipts", "cases", "quotes", "nodes"):
        whole = _ask(large, "table", name=name, limit=60)
        parts = [_ask(large, "table", name=name, limit=20, skip=skip)["rows"] for skip in (0, 20, 40)]
        assert whole["rows"] == [row for part in parts for row in part]
        assert whole["total"] >= len(whole["rows"])


def test_filters_add_up(large: Explorer) -> None:
    years = _ask(large, "table", name="years", limit=100)["rows"]
    assert sum(row["count"] for row in years) == _ask(large, "about")["counts"]["receipts"]
    for row in years:
        assert _ask(large, "table", name="receipts", filter={"year": row["key"]}, limit=1)["total"] == row["count"]


def test_the_same_store_gives_the_same_index(tmp_path: Path) -> None:
    found = []
    for n, order_ in enumerate((1, -1)):
        with Store.create() as store:
            store.load(list(winners.quads())[::order_])
            with Explorer(_index(store, tmp_path / f"{n}.sqlite")) as explorer:
                found.append("\n".join(explorer.index.rows.iterdump()))
    assert found[0] == found[1]


def test_an_empty_store_can_be_looked_at(tmp_path: Path) -> None:
    with Store.create() as store, Explorer(_index(store, tmp_path / "index.sqlite")) as explorer:
        assert _ask(explorer, "about")["counts"]["nodes"] == 0
        assert _ask(explorer, "search", text="太保") == []
        assert _ask(explorer, "table", name="groups") == {"total": 0, "sum": 0, "rows": []}
        assert _ask(explorer, "table", name="matrix")["rows"] == []
        assert _ask(explorer, "neighbours", id="nobody")["total"] == 0


HOSTILE = ('"', "' OR 1=1 --", "*", "^a", "a AND b", "NEAR(a b)", "\x00", "太" * 1900, "%", "𠮷", "\n", "😀", "()")


def test_no_text_breaks_out_of_a_search(large: Explorer) -> None:
    for text in HOSTILE:
        assert isinstance(_ask(large, "search", text=text), list)
        assert _ask(large, "describe", ids=[text]) == []
        assert _ask(large, "table", name="receipts", filter={"organization": text})["total"] == 0


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("nothing", {}),
        ("search", {"text": "a", "limit": 10**9}),
        ("search", {"text": "a" * 5000}),
        ("search", {"text": "\ud800"}),
        ("search", {"text": "a", "more": 1}),
        ("describe", {"ids": ["a"] * 1000}),
        ("neighbours", {"id": "a", "limit": -1}),
        ("table", {"name": "sqlite_master"}),
        ("table", {"name": "receipts", "limit": 10**6}),
        ("table", {"name": "receipts", "filter": {"no": "such"}}),
        ("table", {"name": "matrix", "by": "nothing"}),
    ],
)
def test_what_cannot_be_asked_is_said_in_one_line(large: Explorer, name: str, asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as error:
        large.answer(name, asked)
    assert "\n" not in str(error.value)


def test_what_is_no_index_is_said(tmp_path: Path) -> None:
    (tmp_path / "index.sqlite").write_text("not one")
    with pytest.raises(StoreError, match="no index"):
        Explorer(tmp_path / "index.sqlite")
    with pytest.raises(StoreError, match="no index"):
        Explorer(tmp_path / "missing.sqlite")


def test_texts_are_read_from_their_folder_alone(tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    kept = Article(id="a", text="", title="")
    for path in (tmp_path / "articles" / "a.article.json", tmp_path / "a.article.json"):
        path.write_text(kept.model_dump_json(), "utf-8")
    texts = Texts(tmp_path / "articles")
    assert texts.read("a", "a") == kept
    assert texts.read("a", "../a") is None
    assert texts.read("b", "a") is None
    assert Texts().read("a", "a") is None


def test_names_are_folded_and_sorted_as_people_expect() -> None:
    assert fold("中國太平洋保險（集團）ＣＰＩＣ") == fold("中国太平洋保险(集团) cpic")
    assert sorted(["重庆", "大地", "第10届", "第9届"], key=lambda name: order(name, by_sound=True)) == [
        "重庆",
        "大地",
        "第9届",
        "第10届",
    ]


def test_nodes_that_nothing_describes_are_there(tmp_path: Path) -> None:
    case, figure = iri(f"{BASE}case/c"), iri(f"{BASE}figure/f")
    with Store.create() as store:
        store.load(
            [
                Quad(figure, FA.citedIn, case),
                Quad(case, SKOS.prefLabel, literal("案例")),
                Quad(figure, RDF.type, FA.Figure),
            ]
        )
        with Explorer(_index(store, tmp_path / "index.sqlite")) as explorer:
            assert _ask(explorer, "about")["counts"]["nodes"] == 2
            assert _ask(explorer, "neighbours", id="case/c")["total"] == 1


def test_the_service_shows_the_page_and_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_CACHE", str(tmp_path / "cache"))
    article = tmp_path / "a.txt"
    article.write_text("2023年5月10日，金融风云榜揭晓，太保产险荣获“年度理赔服务奖”。", "utf-8")
    kg.build(article, out=tmp_path / "out")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    for _ in range(2):  # made at the first start, found at the second
        with served(tmp_path / "out", has_page=True) as server:
            page = server.get("/")
            assert page.type == "text/html"
            assert "connect-src &#39;self&#39;" in page.text or "connect-src 'self'" in page.text
            body, kind = json.dumps({"text": "tbcx"}).encode(), {"Content-Type": "application/json"}
            found = server.ask("POST", "/explore/search", body, kind)
            assert found.type == "application/json"
            assert json.loads(found.body)["nodes"][0][3] == "太保产险"
            assert server.ask("POST", "/explore/search", body, {"Content-Type": "text/plain"}).status == 415
            assert server.ask("POST", "/explore/search", b"[]", kind).status == 400
            assert server.ask("POST", "/explore/search", b"{}", kind).status == 400
            assert server.ask("POST", "/explore/passwd", b"{}", kind).status == 404
            assert server.get("/explore/search").status == 405
            made = "indexed" in server.log()
    assert not made
    assert len(list((tmp_path / "cache").rglob("*.sqlite"))) == 1
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
