"""The start page and the lists behind it, in a real browser: each number is what the graph says and opens its list."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Locator, Page, expect

import kg
from kg.graph import project
from kg.viewer import view
from tests import winners
from tests.browsing import NEEDED, Opened, contrast, settled, state, turned

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"

pytestmark = NEEDED


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kg.build(EXAMPLES, out=tmp_path_factory.mktemp("overview") / "out").out


@pytest.fixture(scope="module")
def graph(built: Path) -> "MultiDiGraph[str]":
    return kg.to_networkx(built)


@pytest.fixture(scope="module")
def files(built: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("pages")
    one, articles = project(winners.quads()), {winners.ARTICLE.id: winners.ARTICLE}
    faults = {"violations": 3, "warnings": 1, "infos": 0, "spans": 20, "verified": 19}
    pages = {
        "sample": kg.view(built),
        "english": kg.view(built, lang="en"),
        "one": view(one, articles=articles),
        "faulty": view(one, articles=articles, validation=faults),
        "empty": view(MultiDiGraph()),
    }
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


def press(page: Page, button: Locator) -> None:
    """Press a button that leads elsewhere, and wait until the page has followed."""
    page.evaluate("delete document.documentElement.dataset.ready")
    button.click()
    settled(page)


def rows_of_list(page: Page) -> int:
    """The rows of the list that is open: those that stand there, and as many as it says."""
    assert state(page)["view"] == "list"
    total = int(re.findall(r"\d+", page.locator("#in-list .bar > .count").inner_text())[0])
    assert page.locator("#in-list tbody tr").count() == min(total, 100)
    return total


def number(locator: Locator) -> int:
    return int(re.findall(r"\d+", locator.inner_text())[0])


def receipts_of(graph: "MultiDiGraph[str]") -> dict[str, dict[str, Any]]:
    """The receipts of a graph, told anew: winners, award, year."""
    found: dict[str, dict[str, Any]] = {}
    for source, target, said in graph.edges(data=True):
        if said["relation"] not in ("won", "wonWith"):
            continue
        receipt = found.setdefault(said["iri"], {"winners": set(), "award": None, "work": None, "year": ""})
        receipt["year"] = said.get("year") or receipt["year"]
        receipt["award" if said["relation"] == "won" else "work"] = target
        if graph.nodes[source]["type"] == "Organization":
            receipt["winners"].add(source)
    return found


def above(graph: "MultiDiGraph[str]", node: str) -> set[str]:
    parents = {parent for _, parent, said in graph.out_edges(node, data=True) if said["relation"] == "subsidiaryOf"}
    return parents.union(*(above(graph, parent) for parent in parents))


def test_the_numbers_are_those_of_the_graph_and_of_their_lists(opened: Opened, graph: "MultiDiGraph[str]") -> None:
    page = opened()
    receipts = receipts_of(graph).values()
    types = Counter(said["type"] for _, said in graph.nodes(data=True))
    winners_ = {winner for receipt in receipts for winner in receipt["winners"]}
    expected = {
        "receipts": len(receipts),
        "organizations": len(winners_.union(*(above(graph, winner) for winner in winners_))),
        "cases": len({r["work"] for r in receipts if r["work"]}),
        "awards": len({r["award"] for r in receipts}),
        "figures": types["Figure"],
        "articles": types["Article"],
    }
    shown = {b.get_attribute("data-count"): number(b) for b in page.locator(".stats button").all()}
    assert expected.items() <= shown.items()
    for name, count in shown.items():
        press(page, page.locator(f".stats [data-count={name}]"))
        assert (name, rows_of_list(page)) == (name, count)
        page.go_back()
        expect(page.locator(".stats")).to_be_visible()


def test_each_bar_of_a_league_opens_as_many_awards(opened: Opened, graph: "MultiDiGraph[str]") -> None:
    page = opened()
    receipts = receipts_of(graph).values()
    sums = Counter(o for r in receipts for o in {*r["winners"], *(p for w in r["winners"] for p in above(graph, w))})
    tops = {graph.nodes[node]["label"]: count for node, count in sums.items() if not above(graph, node)}
    for name in ("groups", "subsidiaries", "awards", "programmes"):
        rows = page.locator(f"#league-{name} tbody tr")
        counts = [number(rows.nth(n).locator("td")) for n in range(rows.count())]
        assert counts == sorted(counts, reverse=True)
        for n in (0, len(counts) - 1):
            label = rows.nth(n).locator("bdi").inner_text()
            if name == "groups":
                assert counts[n] == tops[label]
            press(page, rows.nth(n).locator(".bar-of"))
            assert rows_of_list(page) == counts[n]
            assert label in page.locator(".filtered").inner_text()
            page.go_back()
            expect(rows.first).to_be_visible()
        total = number(page.locator(f"#league-{name} [data-all]"))
        press(page, page.locator(f"#league-{name} [data-all]"))
        assert rows_of_list(page) == total
        page.go_back()
        expect(rows.first).to_be_visible()


def test_names_open_their_pictures_with_the_panel(opened: Opened) -> None:
    page = opened()
    for league, seen in (("groups", "tree"), ("subsidiaries", "network"), ("awards", "lanes"), ("programmes", "lanes")):
        name = page.locator(f"#league-{league} tbody .link").first
        words = name.inner_text()
        press(page, name)
        assert state(page)["view"] == seen
        expect(page.locator("#panel h2")).to_have_text(words)
        page.go_back()
        expect(page.locator(".stats")).to_be_visible()


def test_the_years_are_those_of_the_graph_and_open_their_lists(opened: Opened, graph: "MultiDiGraph[str]") -> None:
    page = opened()
    years = Counter(receipt["year"] or "none" for receipt in receipts_of(graph).values())
    bars = page.locator("#timeline .whole button")
    assert {b.get_attribute("data-year"): number(b) for b in bars.all()} == years
    assert bars.last.get_attribute("data-year") == "none"
    for year in (min(years), "none"):
        press(page, page.locator(f"#timeline .whole [data-year='{year}']"))
        assert rows_of_list(page) == years[year]
        page.go_back()
        expect(bars.first).to_be_visible()
    heights = [(number(b), (b.locator(".upright").bounding_box() or {"height": 0})["height"]) for b in bars.all()]
    assert all(a[1] <= b[1] for a, b in pairwise(sorted(heights)))
    small = page.locator("#timeline tr[data-node] button[data-year]").first
    count = number(small)
    press(page, small)
    assert rows_of_list(page) == count


@pytest.mark.parametrize("address", ["", "#c=years", "#c=programmes&r=organizations"])
def test_each_cell_of_the_matrix_opens_as_many_awards(opened: Opened, address: str) -> None:
    page = opened(address=address)
    cells = page.locator("#matrix .cell")
    for n in {0, cells.count() // 2, cells.count() - 1}:
        count = number(cells.nth(n))
        press(page, cells.nth(n))
        assert rows_of_list(page) == count
        assert page.locator(".filtered button").count() == 2
        page.go_back()
        expect(cells.first).to_be_visible()


def test_the_matrix_is_turned_says_what_it_leaves_out_and_is_taken_away(opened: Opened) -> None:
    page = opened()
    expect(page.locator("#matrix > .hint")).to_contain_text(re.compile(r"集团 12 / 1\d.*奖项 12 / 1\d"))
    page.locator("#across-years").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#matrix thead th").first).to_have_text(re.compile(r"^20\d\d$"))
    expect(page.locator("#across-years")).to_be_focused()
    expect(page.locator("#across-years")).to_have_attribute("aria-pressed", "true")
    with page.expect_download() as waited:
        page.click("#take-json-matrix")
    records = json.loads(waited.value.path().read_text("utf-8"))
    names = page.locator("#matrix tbody th bdi").all_inner_texts()
    assert [record["name"] for record in records] == names
    printed = [number(cell) for cell in page.locator("#matrix .cell").all()]
    assert [cell["receipts"] for record in records for cell in record["cells"] if cell["receipts"]] == printed


def test_headings_of_the_matrix_do_not_collide(opened: Opened) -> None:
    for width in (1280, 375):
        page = opened(size=(width, 800))
        boxes = [b for th in page.locator("#matrix thead th .link").all() if (b := th.bounding_box())]
        assert len(boxes) == 12
        assert all(a["x"] + a["width"] <= b["x"] + 1 for a, b in pairwise(boxes))


def test_filters_change_every_number(opened: Opened, graph: "MultiDiGraph[str]") -> None:
    page = opened()
    years = Counter(receipt["year"] for receipt in receipts_of(graph).values())
    page.select_option("#by-year", "2021")
    expect(page.locator(".stats [data-count=receipts]")).to_have_text(str(years["2021"]))
    assert sum(number(b) for b in page.locator("#league-groups .bar-of").all()) >= years["2021"]
    expect(page.locator("#status")).to_contain_text(f"{years['2021']} / {sum(years.values())} 次获奖")
    page.click("#clear")
    expect(page.locator(".stats [data-count=receipts]")).to_have_text(str(sum(years.values())))


def test_the_example_is_a_sentence_of_an_article_that_names_what_it_proves(opened: Opened) -> None:
    page = opened("one")
    marked = page.locator("#example mark").inner_text()
    assert marked in {sentence for *_, sentence in winners.RECEIPTS}
    award = page.locator("#example .proves .link").last.inner_text()
    assert award in winners.AWARDS
    page.locator("#example .proves .proof").click()
    expect(page.locator("#panel mark").first).to_have_text(marked)
    page.locator("#example .try button").first.click()
    expect(page.locator("#search")).to_be_focused()
    expect(page.locator("#found [role=option]").first).to_be_visible()


def test_one_article_has_its_awards_in_place_of_years(opened: Opened) -> None:
    page = opened("one")
    assert page.locator("#timeline, #league-groups, #league-programmes").count() == 0
    assert page.locator("#first-told li").count() == 8
    expect(page.locator("#by-organizations")).to_have_attribute("aria-pressed", "true")
    press(page, page.locator("#first-told [data-all]"))
    assert rows_of_list(page) == 11


def test_validation_is_said_where_it_is_known(opened: Opened) -> None:
    expect(opened().locator(".sound")).to_have_text("✓ 符合规则：0 处违规，0 处警告")
    faulty = opened("faulty")
    expect(faulty.locator(".glance .warning")).to_have_text("✗ 不符合规则：3 处违规，1 处警告")
    expect(faulty.locator(".glance")).to_contain_text("19 / 20")
    unknown = opened("one").locator(".glance")
    expect(unknown).to_be_visible()
    expect(unknown).not_to_contain_text("规则")


def test_an_empty_graph_and_an_empty_filter_say_so(opened: Opened) -> None:
    expect(opened("empty").locator("#in-overview .empty")).to_contain_text("没有符合条件的内容")
    page = opened(address="#year=1900")
    page.locator("#in-overview .empty button").click()
    expect(page.locator("#timeline")).to_be_visible()


def test_english(opened: Opened) -> None:
    page = opened("english")
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.locator("h1")).to_have_text("Award knowledge graph")
    expect(page.locator("#timeline h3")).to_contain_text("Awards by year")
    chinese = page.locator("#in-overview h3, #in-overview .stats, #in-overview .bar, #in-overview .hint:not(.try)")
    assert not re.search("[\u4e00-\u9fff]", " ".join(chinese.all_inner_texts()))
    assert page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN|\\{\\w\\}/g)") is None
    page.click("#language")
    expect(page.locator("#timeline h3")).to_contain_text("历年获奖")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_stand_out_from_their_cells(opened: Opened, scheme: Literal["light", "dark"]) -> None:
    page = opened(scheme=scheme)
    pairs = page.evaluate(
        """() => {
          const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
          const hex = (colour) => {
            canvas.fillStyle = colour;
            canvas.fillRect(0, 0, 1, 1);
            return "#" + [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
              .map((part) => part.toString(16).padStart(2, "0")).join("");
          };
          return [...document.querySelectorAll("#matrix .cell")].map(getComputedStyle)
            .map(({ color, backgroundColor }) => [hex(color), hex(backgroundColor)]);
        }"""
    )
    assert len(pairs) > 8
    assert min(contrast(ink, ground) for ink, ground in pairs) >= 4.5


@pytest.mark.parametrize("width", [1280, 900, 375])
@pytest.mark.parametrize("address", ["", "#v=list", "#v=list&t=quotes", "#v=list&t=awards&lang=en"])
def test_the_page_fits_its_window(opened: Opened, width: int, address: str) -> None:
    page = opened(address=address, size=(width, 800))
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert wide <= width
    assert tall <= 800 or width < 760


def test_every_control_of_the_overview_is_reached_by_the_keyboard_and_has_a_name(opened: Opened) -> None:
    page = opened("one")
    wanted = page.locator("#in-overview button").count()
    page.locator("#in-overview .overview").focus()
    reached = set()
    for _ in range(wanted + 20):
        page.keyboard.press("Tab")
        place = "[...document.querySelectorAll('#in-overview button')].indexOf(document.activeElement)"
        reached.add(page.evaluate(place))
    assert reached - {-1} == set(range(wanted))
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("#in-overview button")].filter((made) =>
          !(made.innerText.trim() || made.getAttribute("aria-label"))).length"""
    )
    assert nameless == 0
    for th in page.locator("#in-overview th").all():
        assert th.get_attribute("scope") in ("row", "col")


def test_counted_tables_are_sorted_by_their_headings_and_taken_away(opened: Opened) -> None:
    page = opened(address="#v=list&t=awards")
    counts = page.locator("td.number")
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("获奖")
    press(page, page.locator("#sort-count"))
    numbers = [number(cell) for cell in counts.all()]
    assert numbers == sorted(numbers)
    expect(page.locator("#sort-count")).to_be_focused()
    press(page, page.locator("#sort-name"))
    first = page.locator("tbody bdi").first.inner_text()
    press(page, page.locator("#sort-name"))
    assert page.locator("tbody bdi").last.inner_text() == first
    with page.expect_download() as waited:
        page.click("#take-csv")
    lines = waited.value.path().read_bytes().decode("utf-8").removeprefix("\ufeff").split("\r\n")
    assert waited.value.suggested_filename == "awards.csv"
    assert lines[0] == '"名称","获奖次数","IRI"'
    assert len(lines) == 1 + len(numbers) + 1


def test_a_filter_of_the_list_is_taken_away_by_its_chip(opened: Opened) -> None:
    page = opened(address="#v=list&t=cases")
    press(page, page.locator(".bar-of").first)
    assert rows_of_list(page) == 1
    assert state(page)["case"].startswith("case/")
    press(page, page.locator(".filtered [data-facet=case]"))
    assert page.locator(".filtered").count() == 0
    assert state(page)["case"] == ""


def test_each_quote_of_the_list_stands_in_an_article(opened: Opened, built: Path) -> None:
    page = opened(address="#v=list&t=quotes")
    texts = [json.loads(path.read_bytes())["text"] for path in (built / "articles").iterdir()]
    marked = page.locator("#in-list tbody mark").all_inner_texts()
    assert len(marked) == 100
    for quote in marked:
        assert any(quote in re.sub(r"\s+", " ", text) or quote in text for text in texts), quote
    proven = page.locator("#in-list tbody tr").filter(has=page.locator(".proof")).first
    quote = proven.locator("mark").inner_text()
    proven.locator(".proof").click()
    settled(page)
    assert quote in page.locator("#panel mark").all_inner_texts()


def test_the_example_names_winner_and_award_in_its_quote(opened: Opened) -> None:
    page = opened()
    quote = page.locator("#example mark").inner_text()
    names = page.locator("#example .proves .link").all_inner_texts()
    assert names[0][:4] in quote  # it may be the short name
    assert names[-1] in quote


def test_the_days_are_those_of_the_articles_that_a_filter_leaves(opened: Opened) -> None:
    page = opened()
    days = re.compile(r"\d{4}-\d\d-\d\d")
    whole = days.findall(page.locator(".glance").inner_text())
    turned(page, "#v=list&year=2023")
    with page.expect_download() as waited:
        page.click("#take-json")
    told = {day for row in json.loads(waited.value.path().read_bytes()) for day in days.findall(row["published"])}
    turned(page, "#year=2023")
    left = days.findall(page.locator(".glance").inner_text())
    assert left
    assert left != whole
    assert {left[0], left[-1]} == {min(told), max(told)}
