"""The pictures of the page in a browser: nothing lies on anything else, each line has its sentence."""

import re
import struct
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from networkx import MultiDiGraph
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.graph import project
from kg.viewer import view, vis
from tests import winners
from tests.browsing import FOUND, SWITCHES, hub, joint, marks, spot, state

LIFE, GROUP, PROPERTY, HEALTH = (f"organization/{key}" for key in ("cpic-life", "cpic", "cpic-pc", "cpic-health"))
TREE, PATH, COMPARE, NETWORK = (
    f"#v=tree&a={GROUP}",
    f"#v=path&a={LIFE}&b={PROPERTY}",
    f"#v=compare&a={LIFE}&b={PROPERTY}",
    "#v=network",
)
LANES = f"#v=lanes&a={GROUP}"
AWARDS, BUSY, QUIET = 12, 15, 4

pytestmark = [pytest.mark.browser, pytest.mark.skipif(FOUND is None, reason="no Chromium is installed")]

Opened = Callable[..., Page]


def branching() -> "MultiDiGraph[str]":
    """A group: fifteen members with an award each, one of them with twelve more, and four without any."""
    graph: MultiDiGraph[str] = MultiDiGraph()

    def node(key: str, type_: str, label: str) -> None:
        said = {"label": label, "english": "", "aliases": (), "kind": "", "properties": (), "evidence": ()}
        graph.add_node(f"https://example.org/{key}", type=type_, **said)

    def edge(source: str, target: str, relation: str, fact: str = "", **said: str) -> None:
        ends = (f"https://example.org/{source}", f"https://example.org/{target}")
        iri = f"https://example.org/{fact}" if fact else ""
        graph.add_edge(*ends, relation=relation, iri=iri, evidence=(), **said)

    node("g", "Organization", "沧澜集团")
    node("a/first", "AwardCategory", "一行写不下的普惠金融服务创新典型案例奖")
    for n in range(BUSY + QUIET):
        node(f"m/{n:02}", "Organization", f"沧澜集团第{n}家子公司")
        edge(f"m/{n:02}", "g", "subsidiaryOf", basis="registry" if n % 2 else "stated")
        if n < BUSY:
            edge(f"m/{n:02}", "a/first", "won", f"r/{n}", year="2023")
    for n in range(AWARDS):
        node(f"a/{n:02}", "AwardCategory", f"第{n}个奖")
        for year in ("2022", "2023") if n == 0 else ("2022",):
            edge("m/00", f"a/{n:02}", "won", f"r/{n}-{year}", year=year)
    return graph


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=FOUND, args=[*SWITCHES])
        yield started
        started.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages on disk; `bare` is written where no drawing library is installed."""
    folder = tmp_path_factory.mktemp("pictures")
    sample, articles = project(winners.quads()), {winners.ARTICLE.id: winners.ARTICLE}
    pages = {
        "sample": view(sample, articles=articles),
        "joint": view(joint()),
        "many": view(hub()),
        "tree": view(branching()),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vis, "script", lambda: "")
        pages["bare"] = view(sample, articles=articles)
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


@pytest.fixture
def opened(browser: Browser, files: dict[str, Path]) -> Iterator[Opened]:
    """Open a page; at the end, it must have asked for nothing else and complained of nothing."""
    said: list[str] = []
    contexts = []

    def open_page(address: str, name: str = "sample", width: int = 1280, script: str = "") -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, accept_downloads=True)
        contexts.append(context)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        start = files[name].as_uri()
        page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("request", lambda request: said.append(request.url) if request.url.partition("#")[0] != start else None)
        page.goto(start + address)
        ready(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [each for each in said if not each.startswith(("blob:", "data:"))] == []


def ready(page: Page) -> None:
    expect(page.locator("html[data-ready]")).to_be_attached(timeout=60_000)


def boxes(page: Page, what: str) -> list[dict[str, float]]:
    """The boxes of all that a selector finds and that is seen."""
    script = """what => [...document.querySelectorAll(what)].filter((made) => made.checkVisibility())
      .map((made) => made.getBoundingClientRect()).map(({ x, y, width, height }) => ({ x, y, width, height }))"""
    found = page.evaluate(script, what)
    assert isinstance(found, list)
    return found


def overlapping(found: list[dict[str, float]]) -> list[tuple[dict[str, float], dict[str, float]]]:
    def apart(a: dict[str, float], b: dict[str, float], axis: str, size: str) -> bool:
        return a[axis] + a[size] <= b[axis] + 0.5 or b[axis] + b[size] <= a[axis] + 0.5

    return [(a, b) for a, b in combinations(found, 2) if not (apart(a, b, "x", "width") or apart(a, b, "y", "height"))]


def drawn(page: Page) -> list[str]:
    return list(state(page)["drawn"])


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where each node is drawn, after the picture has had its time to fill the room."""
    page.evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))"
    )
    picture = page.evaluate("window.finaward.picture().nodes.map(({ id, x, y }) => [id, x, y])")
    return {key: (round(x, 3), round(y, 3)) for key, x, y in picture}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize(
    ("name", "address"),
    [("sample", LANES), ("sample", TREE), ("tree", "#v=tree"), ("sample", PATH), ("joint", "#v=path&a=o/1&b=o/2")],
)
def test_no_card_lies_on_another(opened: Opened, name: str, address: str, width: int) -> None:
    page = opened(address, name, width)
    found = boxes(page, "#stage .card, #stage .chip, #stage .fold")
    assert len(found) > 2
    assert overlapping(found) == []
    assert overlapping(boxes(page, "#stage .way, #stage .word")) == []
    names = page.locator("#stage .card").evaluate_all("cards => cards.map((card) => [card.title, card.innerText])")
    assert all(text.split("\n")[0] in title for title, text in names)


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
def test_a_link_draws_the_same_again(opened: Opened, address: str) -> None:
    page = opened(f"{address}&n={LIFE}")
    before = drawn(page)
    assert LIFE in before
    page.reload()
    ready(page)
    assert drawn(page) == before
    assert state(page)["node"] == LIFE


def test_the_tree_shows_each_award_where_it_was_won(opened: Opened) -> None:
    page = opened(TREE)
    assert page.locator("h3.lane").first.inner_text().split() == ["集团", "1"]
    own = {owner: sum(each == owner for each, *_ in winners.RECEIPTS) for owner in winners.ORGANIZATIONS}
    assert page.locator("#tree .card[data-node^='category/']").count() == len(
        {(owner, award) for owner, award, *_ in winners.RECEIPTS}
    )
    chip = page.locator(f"#tree .card[data-node='{HEALTH}'] + .chips .chip")
    assert chip.inner_text() == str(own["cpic-health"])
    page.locator(f"#tree .card[data-node='{GROUP}'] + .chips .chip").click()
    assert state(page)["view"] == "list"
    assert page.locator("#stage tbody tr").count() == len(winners.RECEIPTS)


def test_a_line_and_a_year_of_the_tree_show_their_sentences(opened: Opened) -> None:
    page = opened(TREE)
    page.locator("#tree path.dashed + path.touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录")
    page.locator("#tree .card[data-node^='category/'] + .chips .chip").first.click()
    assert set(marks(page)) <= {sentence for *_, sentence in winners.RECEIPTS}
    assert page.locator("#tree .card.on").count() == 2


def test_what_the_tree_folds_is_counted_and_opens(opened: Opened) -> None:
    page = opened("#v=tree", "tree")
    folds = page.locator("#tree .fold")
    assert folds.all_inner_texts() == [
        f"还有 {AWARDS + 2 - 7} 次获奖",
        f"还有 {BUSY - 12} 家成员",
        f"{QUIET} 家成员无获奖",
    ]
    expect(page.locator("#status")).to_have_text(re.compile(rf"显示 \d+ / {BUSY + AWARDS + 1} 次获奖"))
    before = {*drawn(page)}
    folds.last.click()
    expect(page.locator("#tree .card.quiet")).to_have_count(QUIET)
    folds.first.click()
    expect(page.locator("#tree .fold").first).to_have_text("收起")
    after = drawn(page)
    quiet, awards = ({f"m/{n:02}" for n in range(BUSY, BUSY + QUIET)}, {f"a/{n:02}" for n in range(AWARDS)})
    assert not quiet & before
    assert {*after} == before | quiet | awards
    page.reload()
    ready(page)
    assert drawn(page) == after
    page.go_back()
    expect(page.locator("#tree .card.quiet")).to_have_count(QUIET)
    page.go_back()
    expect(page.locator("#tree .card.quiet")).to_have_count(0)
    assert {*drawn(page)} == before


def test_another_group_is_chosen_and_a_member_leads_up(opened: Opened) -> None:
    page = opened(f"#v=tree&a={LIFE}")
    assert set(drawn(page)) >= {LIFE, "organization/changjiang-pension"}
    assert GROUP not in drawn(page)
    page.locator(".bar .up").click()
    expect(page.locator(f"#tree .card[data-node='{GROUP}']")).to_be_visible()
    page.select_option("#group", label="中国太保（11）")
    assert state(page)["at"] == GROUP


def test_a_path_is_found_and_each_link_shows_its_proof(opened: Opened) -> None:
    page = opened(PATH)
    assert drawn(page) == [LIFE, GROUP, PROPERTY]
    assert page.locator("#path .word").all_text_contents() == ["隶属隶属", "隶属隶属"]
    expect(page.locator("#status")).to_contain_text("1 条最短路径，每条 2 步")
    page.locator("#path .touch").first.dispatch_event("click")
    expect(page.locator("#panel")).to_contain_text("来自机构名录")
    assert page.locator("#path .line.on").count() == 1


def test_paths_of_one_length_stand_below_one_another(opened: Opened) -> None:
    page = opened("#v=path&a=o/1&b=a/1", "joint")
    expect(page.locator("#path .way")).to_have_text(["路径 1 / 2", "路径 2 / 2"])
    tops = [box["y"] for box in boxes(page, "#path .way")]
    assert tops[0] < tops[1]
    page.locator("#path .touch").first.dispatch_event("click")
    assert marks(page) == ["砚舟基金与朔桐证券"]


def test_no_path_is_said_and_hidden_classes_are_offered(opened: Opened) -> None:
    page = opened("#v=path&a=o/1&b=o/3", "joint")
    expect(page.locator("#path")).to_contain_text("两者之间没有路径")
    expect(page.locator("#path")).to_contain_text("未显示的类别不算在内：数字、报道")
    page.click("#path-all")
    expect(page.locator("#path .card")).to_have_count(4)
    assert drawn(page) == ["o/1", "c/1", "t/1", "o/3"]


def test_a_hub_is_searched_within_bounds(opened: Opened) -> None:
    page = opened("#v=path&a=c/0001&b=c/0999", "many")
    assert drawn(page) == ["c/0001", "g", "c/0999"]
    expect(page.locator("#status")).to_contain_text("看过 3 个节点")


def test_both_ends_are_sought_with_the_keyboard(opened: Opened) -> None:
    page = opened(PATH)
    page.focus("#path-to")
    page.keyboard.type("tpyjkx")
    expect(page.locator("#path-to-found [aria-selected=true] .name")).to_have_text("太平洋健康险")
    page.keyboard.press("Enter")
    expect(page.locator("#path .card").last).to_have_attribute("data-node", HEALTH)
    assert state(page)["at"] == LIFE
    page.click("#path-turn")
    expect(page.locator("#path .card").first).to_have_attribute("data-node", HEALTH)
    page.focus("#path-from")
    page.keyboard.type("没有这个")
    expect(page.locator("#path-from-found")).to_have_text("没有找到")
    page.keyboard.press("Escape")
    assert page.input_value("#path-from") == "太平洋健康险"


def test_the_numbers_of_a_comparison_are_those_of_the_lists(opened: Opened) -> None:
    page = opened(COMPARE)
    keys = page.locator("[data-count]").evaluate_all("made => made.map((each) => [each.dataset.count, each.innerText])")
    assert {key.split()[0] for key, _ in keys} >= {"receipts", "cases", "awards", "programmes", "years", "shared"}
    for key, number in keys:
        page.locator(f'[data-count="{key}"]').click()
        expect(page.locator("#stage .bar .count:visible")).to_have_text(f"{number} 行")
        page.go_back()
        expect(page.locator("#in-compare")).to_be_visible()
    totals = dict(keys)
    for n, owner in enumerate(("cpic-life", "cpic-pc")):
        members = {"cpic-life", "changjiang-pension"} if owner == "cpic-life" else {owner}
        assert totals[f"receipts {n}"] == str(sum(each in members for each, *_ in winners.RECEIPTS))


def test_shared_awards_stand_in_the_middle_and_the_rest_at_their_side(opened: Opened) -> None:
    page = opened(COMPARE)
    won = [
        {award for owner, award, *_ in winners.RECEIPTS if owner in owners}
        for owners in (("cpic-life", "changjiang-pension"), ("cpic-pc",))
    ]
    shared = page.locator("tbody[data-part=shared] th.middle").all_inner_texts()
    assert {*shared} == won[0] & won[1]
    sides = [page.locator(f"tbody[data-part=only] td.{side} .link").all_inner_texts() for side in ("left", "right")]
    assert [{*side} for side in sides] == [won[0] - won[1], won[1] - won[0]]
    middles = [box["x"] + box["width"] / 2 for box in boxes(page, "tbody th.middle")]
    assert max(middles) - min(middles) < 1


def test_growth_is_counted_by_relation_and_back_brings_back_what_was_drawn(opened: Opened) -> None:
    page = opened(f"{NETWORK}&a={PROPERTY}", width=800)
    grows = page.evaluate(
        "window.finaward.picture().nodes.filter(({ lines }) => / \\+\\d/.test(lines.at(-1))).map(({ id }) => id)"
    )
    assert grows
    page.evaluate("id => { location.hash += `&n=${id}`; }", grows[0])
    button = page.locator("#growth button").first
    expect(button).to_have_text(re.compile(r"展开邻居（\d+）"))
    seen = [places(page)]
    left = int(re.findall(r"\d+", button.inner_text())[0])
    parts = [int(re.findall(r"\d+", text)[0]) for text in page.locator("#growth button").all_inner_texts()[1:]]
    assert not parts or sum(parts) >= left
    page.locator("#growth button").last.click()
    expect(page.get_by_role("button", name="收起")).to_be_visible()
    seen.append(places(page))
    assert len(seen[0]) < len(seen[1])
    page.go_back()
    expect(page.get_by_role("button", name="收起")).to_have_count(0)
    assert places(page) == seen[0]
    page.go_forward()
    expect(page.get_by_role("button", name="收起")).to_be_visible()
    assert places(page) == seen[1]
    page.reload()
    ready(page)
    assert places(page) == seen[1]
    page.get_by_role("button", name="收起").click()
    expect(page.get_by_role("button", name="收起")).to_have_count(0)
    assert places(page) == seen[0]


def test_a_hub_grows_step_by_step_until_the_picture_is_full(opened: Opened) -> None:
    page = opened(f"{NETWORK}&n=g", "many")
    first = len(drawn(page))
    page.get_by_role("button", name=f"展开邻居（{1001 - first}）").click()
    expect(page.get_by_role("button", name=f"展开邻居（{1001 - first - 16}）")).to_be_visible()
    assert len(drawn(page)) == first + 16
    page.evaluate("location.hash = '#v=network&n=g&x=' + 'g,'.repeat(30)")
    expect(page.locator("#growth")).to_contain_text("图中最多 400 个节点")
    assert len(drawn(page)) == 400
    assert crowded(page) == []


def crowded(page: Page) -> list[tuple[dict[str, float], dict[str, float]]]:
    """The boxes of nodes and their labels that lie on one another."""
    found = page.evaluate(
        """window.finaward.picture().nodes.map(({ x, y, box: { width, height, down } }) =>
          ({ x: x - width / 2, y: y + down - height / 2, width, height }))"""
    )
    return overlapping(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "most"), [("sample", 4), ("joint", 1)])
def test_labels_lie_on_nothing_and_few_lines_cross_them(opened: Opened, name: str, lang: str, most: int) -> None:
    page = opened(f"{NETWORK}&lang={lang}", name)
    assert crowded(page) == []
    crossed = page.evaluate(
        """() => {
          const { nodes, links } = window.finaward.picture();
          const at = new Map(nodes.map((node) => [node.id, node]));
          const runs = (a, b, { x, y, box }) => {
            for (let n = 0; n <= 400; n += 1) {
              const [px, py] = [a.x + ((b.x - a.x) * n) / 400, a.y + ((b.y - a.y) * n) / 400];
              if (Math.abs(px - x) < box.width / 2 - 7 && Math.abs(py - y - box.down) < box.height / 2 - 4) return true;
            }
            return false;
          };
          const others = ({ from, to }) => nodes.filter(({ id }) => id !== from && id !== to);
          const crossed = (link) => others(link).filter((node) => runs(at.get(link.from), at.get(link.to), node));
          return links.flatMap(crossed).length;
        }"""
    )
    assert crossed <= most


def taken(page: Page, kind: str) -> bytes:
    with page.expect_download() as waited:
        page.locator(f"[data-take={kind}]:visible").click()
    return waited.value.path().read_bytes()


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
@pytest.mark.parametrize("name", ["sample", "bare"])
def test_what_is_taken_away_is_what_is_seen(opened: Opened, address: str, name: str) -> None:
    page = opened(address, name)
    root = ElementTree.fromstring(taken(page, "svg"))
    words = "".join(root.itertext())
    labels = page.evaluate(
        """() => window.finaward.picture().nodes?.flatMap(({ lines }) => lines)
          ?? [...document.querySelectorAll("#stage :is(.card .name, .chip, .word, h3, .versus .link, .versus .large)")]
            .filter((made) => made.checkVisibility()).map((made) => made.innerText ?? made.lastChild.data)"""
    )
    assert len(labels) > 5
    assert [label for label in labels if re.sub(r"\s", "", label)[:6] not in re.sub(r"\s", "", words)] == []
    assert not [
        each for each in root.iter() if {"class", "href"} & {*each.attrib} and "touch" in each.attrib.get("class", "")
    ]
    png = taken(page, "png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_without_the_library_the_page_draws_the_same_network_itself(opened: Opened) -> None:
    bare, whole = opened(NETWORK, "bare"), opened(NETWORK)
    assert bare.evaluate("typeof vis") == "undefined"
    assert drawn(bare) == drawn(whole)
    assert places(bare) == places(whole)
    svg = bare.locator("svg.network")
    assert svg.locator("[data-node]").count() == len(drawn(bare))
    assert svg.locator("[data-node] title").first.text_content() == "中国太保"
    link = next(
        each
        for each in bare.evaluate("window.finaward.picture().links")
        if each["from"] == LIFE and each["to"].startswith("case/")
    )
    bare.mouse.click(*spot(bare, link["from"], link["to"]))
    expect(bare.locator("#panel .kicker")).to_have_text("获奖")
    expect(svg.locator("[data-link].on")).to_have_count(2)
    bare.mouse.click(*spot(bare, GROUP))
    expect(bare.locator("#panel h2")).to_have_text("中国太保")
    expect(svg.locator("[data-node].on")).to_have_count(1)


def test_without_the_library_the_picture_is_moved_and_zoomed(opened: Opened) -> None:
    page = opened(NETWORK, "bare")

    def shown() -> str | None:
        return page.locator("svg.network").get_attribute("viewBox")

    x, y = spot(page, GROUP)
    start = shown()
    page.mouse.move(x, y)
    page.mouse.wheel(0, -300)
    page.wait_for_function(
        "start => document.querySelector('svg.network').getAttribute('viewBox') !== start", arg=start
    )
    zoomed = spot(page, GROUP)
    assert abs(zoomed[0] - x) < 2
    assert abs(zoomed[1] - y) < 2
    box = page.locator("#network").bounding_box()
    assert box
    page.mouse.move(box["x"] + 5, box["y"] + 5)
    page.mouse.down()
    page.mouse.move(box["x"] + 65, box["y"] + 35)
    page.mouse.up()
    moved = spot(page, GROUP)
    assert (round(moved[0] - zoomed[0]), round(moved[1] - zoomed[1])) == (60, 30)
    assert state(page)["node"] == ""
    page.click("#zoom-in")
    page.click("#fit")
    assert shown() == start


def test_it_draws_where_there_is_no_webgl(opened: Opened) -> None:
    none = """const given = HTMLCanvasElement.prototype.getContext;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
        return kind.startsWith("webgl") ? null : given.call(this, kind, ...more);
      };"""
    page = opened(NETWORK, script=none)
    painted = page.evaluate(
        """() => {
          const canvas = document.querySelector("#network canvas");
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value > 0);
        }"""
    )
    assert painted is True


@pytest.mark.parametrize("address", [TREE, PATH, COMPARE, NETWORK, LANES])
def test_a_picture_in_english_has_no_words_missing(opened: Opened, address: str) -> None:
    page = opened(f"{address}&lang=en")
    assert page.evaluate("document.body.innerText.match(/undefined|\\[object|NaN|\\{\\w\\}/g)") is None
    wide, tall = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
    assert (wide, tall) == (1280, 800)
