"""The network of the page in a browser: it grows and comes back, with free labels, with the library or without it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import (
    GROUP,
    LIFE,
    NEEDED,
    NETWORK,
    PROPERTY,
    Opened,
    drawn,
    overlapping,
    places,
    settled,
    spot,
    state,
)

pytestmark = NEEDED


def test_growth_is_counted_by_relation_and_back_brings_back_what_was_drawn(opened: Opened) -> None:
    page = opened(address=f"{NETWORK}&a={PROPERTY}", size=(800, 800))
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
    settled(page)
    assert places(page) == seen[1]
    page.get_by_role("button", name="收起").click()
    expect(page.get_by_role("button", name="收起")).to_have_count(0)
    assert places(page) == seen[0]


def test_a_hub_grows_step_by_step_until_the_picture_is_full(opened: Opened) -> None:
    page = opened("many", f"{NETWORK}&n=g")
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
    page = opened(name, f"{NETWORK}&lang={lang}")
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


def test_without_the_library_the_page_draws_the_same_network_itself(opened: Opened) -> None:
    bare, whole = opened("bare", NETWORK), opened(address=NETWORK)
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
    page = opened("bare", NETWORK)

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
