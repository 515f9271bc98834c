"""The page as text: complete in itself, closed to the network, and with everything hostile as data."""

import base64
import gzip
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx import MultiDiGraph

from kg.article import Article
from kg.graph import Evidence, Property, project
from kg.page import visible
from kg.viewer import to_pyvis, view, vis
from kg.viewer.passages import Sentences
from kg.viewer.payload import payload
from kg.viewer.pinyin import spell
from kg.viewer.selection import select
from tests import winners
from tests.hostile import PAYLOADS, hostile_articles, hostile_graph

ARTICLES = {winners.ARTICLE.id: winners.ARTICLE}
SHARED = [files("kg").joinpath(name) for name in ("page.js", "page.css")]
PARTS = [part for part in (*files("kg.viewer").joinpath("page").iterdir(), *SHARED) if part.is_file()]


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the text of each script and style, as a browser reads them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem:
            tag, attributes = self.tags[-1]
            before = self.texts.pop()[2] if self.texts and self.texts[-1][1] is attributes else ""
            self.texts.append((tag, attributes, before + data))

    def data(self) -> dict[str, Any]:
        """What stands in the data block."""
        block = "".join(text for tag, said, text in self.texts if said.get("id") == "data")
        packed = next(said for tag, said in self.tags if said.get("id") == "data")["data-encoding"] == "gzip"
        loaded = json.loads(gzip.decompress(base64.b64decode(block)) if packed else block)
        assert isinstance(loaded, dict)
        return loaded


@pytest.fixture(scope="module")
def graph() -> "MultiDiGraph[str]":
    return project(winners.quads())


@pytest.fixture(scope="module")
def page(graph: "MultiDiGraph[str]") -> str:
    return view(graph, articles=ARTICLES)


@pytest.fixture(scope="module")
def hostile() -> str:
    return view(hostile_graph(), articles=hostile_articles(), title=PAYLOADS[1], with_text=True)


def test_the_page_says_what_it_is(page: str) -> None:
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">')
    assert "<title>获奖知识图谱</title>" in page


@pytest.mark.parametrize("name", ["page", "hostile"])
def test_nothing_in_the_page_points_outside(name: str, request: pytest.FixtureRequest) -> None:
    tags = Tags(request.getfixturevalue(name))
    for _, attributes in tags.tags:
        for attribute in ("src", "href", "srcset", "action", "data", "poster", "background", "style"):
            assert (attributes.get(attribute) or "data:,") == "data:,"
        assert not any(attribute.startswith("on") for attribute in attributes)
    style = "".join(text for tag, _, text in tags.texts if tag == "style")
    assert style
    assert "url(" not in style
    assert "@import" not in style
    assert not any(re.search(r"\bimport\s*\(", text) for tag, said, text in tags.texts if tag == "script" and not said)


@pytest.mark.parametrize("name", ["page", "hostile"])
def test_the_policy_allows_these_scripts_and_this_style_only(name: str, request: pytest.FixtureRequest) -> None:
    tags = Tags(request.getfixturevalue(name))
    policy = next(said["content"] for tag, said in tags.tags if said.get("http-equiv") == "Content-Security-Policy")
    directives = dict(part.strip().split(" ", 1) for part in (policy or "").split(";"))
    bodies: dict[str, list[str]] = {"style": [], "script": []}
    for tag, said, text in tags.texts:
        if "type" not in said:
            bodies[tag].append(text)
    assert len(bodies["script"]) == 2
    assert directives["default-src"] == "'none'"
    for kind, texts in bodies.items():
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert directives[f"{kind}-src"] == " ".join(f"'sha256-{digest}'" for digest in digests)
    assert "unsafe" not in (policy or "")


def test_what_is_hostile_stays_data(page: str, hostile: str) -> None:
    assert hostile.lower().count("<script") == page.lower().count("<script")
    assert hostile.lower().count("</script") == page.lower().count("</script") == 3
    assert [tag for tag, _ in Tags(hostile).tags] == [tag for tag, _ in Tags(page).tags]
    labels = {*Tags(hostile).data()["nodes"]["label"]}
    told = [text for text in PAYLOADS if text.strip()]
    assert len(told) == len(PAYLOADS) - 2
    assert {visible(text).strip() for text in told} <= labels | {"\ufffd" * 3}
    hostile.encode("utf-8")


def test_hidden_characters_are_shown_as_such() -> None:
    assert visible("a\u202eb\x00c\ud83d\uffff\n") == "a\ufffdb\ufffdc\ufffd\ufffd\n"


def test_a_name_of_nothing_is_shown_by_its_id(hostile: str) -> None:
    nodes = Tags(hostile).data()["nodes"]
    rows = dict(zip(nodes["id"], nodes["label"], strict=True))
    assert rows[f"organization/{PAYLOADS.index('')}"] == f"（organization/{PAYLOADS.index('')}）"


def test_the_same_graph_gives_the_same_bytes(graph: "MultiDiGraph[str]", page: str) -> None:
    nodes, edges = list(graph.nodes.items()), list(graph.edges(keys=True, data=True))
    random.Random(3).shuffle(nodes)
    random.Random(4).shuffle(edges)
    other: MultiDiGraph[str] = MultiDiGraph()
    other.add_nodes_from(nodes)
    for source, target, key, said in edges:
        other.add_edge(source, target, key=key, **said)
    assert view(other, articles=ARTICLES) == page


def test_the_page_is_made_where_text_is_not_utf_8(page: str, tmp_path: Path) -> None:
    program = (
        "import codecs, locale, sys\n"
        "from kg.graph import project\nfrom kg.viewer import view\nfrom tests import winners\n"
        "assert codecs.lookup(locale.getpreferredencoding(False)).name == 'ascii'\n"
        "page = view(project(winners.quads()), articles={winners.ARTICLE.id: winners.ARTICLE})\n"
        "open(sys.argv[1], 'wb').write(page.encode('utf-8'))"
    )
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    paths = os.pathsep.join([str(Path(__file__).parent.parent), *filter(None, sys.path)])
    environment = {**os.environ, **plain, "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", program, str(tmp_path / "page.html")], check=True, env=environment)
    assert (tmp_path / "page.html").read_bytes() == page.encode("utf-8")


def test_a_large_graph_is_packed_and_says_the_same() -> None:
    graph: MultiDiGraph[str] = MultiDiGraph()
    for n in range(1000):
        said = {"label": f"案例{n}", "english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        graph.add_node(f"https://example.org/case/{n:04}", type="Case", **said)
    made = view(graph)
    assert made == view(graph)
    data = Tags(made).data()
    assert data["nodes"]["id"] == [f"{n:04}" for n in range(1000)]
    assert data["nodes"]["spelled"][7] == ["an li 7"]


def test_nodes_facts_and_evidence_are_said_once(page: str) -> None:
    data = Tags(page).data()
    assert data["base"] == "https://w3id.org/finaward/id/"
    assert len({*data["nodes"]["id"]}) == len(data["nodes"]["id"]) == 27
    named = [iri for iri in data["facts"]["id"] if iri]
    assert len(named) == len(set(named)) == 11 + 4 + 1
    for table in ("evidence", "passages"):
        rows = list(zip(*data[table].values(), strict=True))
        assert len(rows) == len(set(rows)) > 0


def test_the_columns_of_a_table_have_one_length(page: str, hostile: str) -> None:
    for data in (Tags(page).data(), Tags(hostile).data()):
        for table in ("nodes", "edges", "facts", "evidence", "passages", "articles"):
            assert len({len(column) for column in data[table].values()}) == 1, table


def evidence(data: dict[str, Any]) -> list[tuple[int, int, int, int]]:
    """The rows of the evidence: passage, start, end, whether it is in the text (1), is not (0), nobody looked (2)."""
    return list(zip(*(data["evidence"][name] for name in ("passage", "start", "end", "verified")), strict=True))


def quotes(data: dict[str, Any]) -> list[str]:
    """The marked part of every passage, cut as a browser cuts it."""
    passages = [text.encode("utf-16-le") for text in data["passages"]["text"]]
    return [passages[p][2 * start : 2 * end].decode("utf-16-le") for p, start, end, _ in evidence(data)]


def test_each_quote_is_marked_among_the_sentences_around_it(graph: "MultiDiGraph[str]", page: str) -> None:
    data = Tags(page).data()
    assert winners.RECEIPTS[0][3] in quotes(data)
    marked = quotes(data).index(winners.PARTNER)
    passage = data["passages"]["text"][data["evidence"]["passage"][marked]]
    assert passage == "\n".join((winners.MONEY, winners.PARTNER, winners.LAST))
    assert set(data["evidence"]["verified"]) == {1}


def test_whole_texts_are_there_only_where_asked_for(graph: "MultiDiGraph[str]", page: str) -> None:
    assert Tags(page).data()["articles"]["text"] == [""]
    with_text = Tags(view(graph, articles=ARTICLES, with_text=True)).data()
    assert with_text["articles"]["text"] == [winners.TEXT]
    for (p, start, end, _), quote in zip(evidence(with_text), quotes(with_text), strict=True):
        at = with_text["passages"]["start"][p]
        assert winners.TEXT[at + start : at + end] == quote


def test_without_the_article_the_quote_stands_alone(graph: "MultiDiGraph[str]") -> None:
    data = Tags(view(graph)).data()
    assert quotes(data) == [data["passages"]["text"][p] for p in data["evidence"]["passage"]]
    assert set(data["evidence"]["verified"]) == {2}


def test_a_quote_that_is_not_in_the_text_is_said_to_be_unverified() -> None:
    quads = [*winners.quads(), *winners.evidence(winners.organization("cpic"), "别的", text="从别的文章来")]
    data = Tags(view(project(quads), articles=ARTICLES)).data()
    assert [q for q, row in zip(quotes(data), evidence(data), strict=True) if not row[3]] == ["别的"]


@given(st.text(alphabet="一二三。！\n😀 a", min_size=1, max_size=60), st.data())
def test_a_passage_holds_its_quote_where_it_says(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = Sentences(text).around(start, end)
    assert 0 <= first <= start < end <= last <= len(text)
    graph: MultiDiGraph[str] = MultiDiGraph()
    said = {"english": "", "aliases": (), "kind": ""}
    article = {"label": "a", "properties": (Property("identifier", "a"),), "evidence": (), **said}
    graph.add_node("x:/a", type="Article", **article)
    spans = (Evidence("x:/a", start, end, text[start:end]),)
    graph.add_node("x:/b", type="Case", label="b", properties=(), evidence=spans, **said)
    made = json.loads(json.dumps(payload(select(graph, 10), {"a": Article(id="a", text=text)}, {})))
    assert quotes(made) == [text[start:end]]


@pytest.mark.parametrize(
    ("text", "quote", "passage"),
    [
        ("甲行获奖；乙行的案例也在其中。末。", "乙行的案例", "甲行获奖；乙行的案例也在其中。末。"),
        ("他们的服务……走进社区。", "社区", "他们的服务……走进社区。"),
        ("Won by Yan Fund Co. Ltd in May. Last.", "in May", "Won by Yan Fund Co. Ltd in May. Last."),
        (
            "字" * 300 + "，" + "词" * 300 + "末" + "词" * 300 + "，" + "字" * 300,
            "末",
            "词" * 300 + "末" + "词" * 300 + "，",
        ),
    ],
)
def test_a_passage_is_whole_sentences(text: str, quote: str, passage: str) -> None:
    start = text.index(quote)
    first, last = Sentences(text).around(start, start + len(quote))
    assert text[first:last] == passage


def test_words_of_the_ontology_replace_ours(graph: "MultiDiGraph[str]") -> None:
    data = Tags(view(graph, labels={"Case": ("实例", "instance"), "legalName": ("全称", "full name")})).data()
    assert ["Case", "实例", "Instance"] in [row[:3] for row in data["classes"]]
    assert ["legalName", "全称", "full name"] in data["properties"]


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("太保寿险", "tai bao shou xian"),
        ("长江养老", "chang jiang yang lao"),
        ("601601.SH", ""),
        ("《A股》", "a gu"),
        ("", ""),
    ],
)
def test_names_are_spelled(name: str, spelled: str) -> None:
    assert spell(name) == spelled


def test_every_word_of_the_template_is_known() -> None:
    texts = {part.name: part.read_text(encoding="utf-8") for part in PARTS}
    words = set(re.findall(r"^  (\w+): \[", texts["words.js"], re.MULTILINE))
    asked = set(re.findall(r'data-t(?:-label|-title)?="(\w+)"', texts["page.html.j2"]))
    asked |= {name for text in texts.values() for name in re.findall(r'\bt\("(\w+)"', text)}
    assert len(asked) > 40
    assert asked <= words
    named = re.findall(r"^  (\w+): \[", texts["words.js"], re.MULTILINE)
    assert len(named) == len(set(named))


def test_no_script_of_ours_makes_html_of_text() -> None:
    for part in PARTS:
        text = part.read_text(encoding="utf-8")
        assert text.count("\n") <= 400, part.name
        if part.name.endswith(".js"):
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


@pytest.mark.parametrize("is_known", [True, False])
def test_the_page_draws_itself_where_vis_network_is_not_known(
    graph: "MultiDiGraph[str]", monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    if not is_known:
        monkeypatch.setattr(vis, "_KNOWN", frozenset())
    made = view(graph, articles=ARTICLES)
    assert ("vis-network" in vis.script()) is is_known
    assert made.count("</script") == (3 if is_known else 2)


def test_an_empty_graph_has_a_page() -> None:
    data = Tags(view(MultiDiGraph())).data()
    assert all(column == [] for column in data["nodes"].values())


def test_a_notebook_gets_the_same_nodes_and_looks(graph: "MultiDiGraph[str]") -> None:
    network = to_pyvis(graph)
    assert len(network.nodes) == 27
    assert len(network.edges) == graph.number_of_edges()
    stars = [node for node in network.nodes if node["shape"] == "star"]
    assert {node["color"] for node in stars} == {"#E69F00"}
    assert len(stars) == 4
