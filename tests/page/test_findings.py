"""What validation found, in a real browser: a verdict that opens its list, and each finding beside what it is about."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

import kg
from kg.findings import SHOWN, Finding
from kg.graph import project
from kg.viewer import view
from tests import winners
from tests.browsing import NEEDED, Opened, settled, state, turned

WRITTEN = Path(__file__).parents[1] / "articles" / "written"

pytestmark = NEEDED


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("findings")
    built = kg.build(WRITTEN / "d16.md", out=folder / "out").out
    graph = project(winners.quads())
    receipt = next(said["iri"] for *_, said in graph.edges(data=True) if said["relation"] == "wonWith")
    case = next(iri for iri, said in graph.nodes.items() if said["type"] == "Case")
    found = [
        Finding("violation", "获奖缺少年份。", "The receipt has no year.", receipt, "一次获奖"),
        Finding("warning", "<b>案例</b>可疑。", "A doubtful case.", case, value="\u202e<script>"),
        *(Finding("warning", f"第{n}处", f"No. {n}", "https://example.org/nowhere") for n in range(SHOWN)),
    ]
    counts = {"violations": 1, "warnings": SHOWN + 1, "infos": 0, "spans": 0, "verified": 0}
    pages = {"claimed": kg.view(built), "many": view(graph, validation=counts, findings=found)}
    for name, text in pages.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8", newline="\n")
    return {name: folder / f"{name}.html" for name in pages}


def test_a_claim_that_does_not_hold_is_seen_from_the_verdict_to_its_sentence(opened: Opened) -> None:
    page = opened("claimed", "#year=2023")
    verdict = page.locator("#validity")
    expect(verdict).to_have_text("⚠ 符合规则：0 处违规，1 处警告")
    expect(page.locator(".sound")).to_have_count(0)
    verdict.click()
    row = page.locator("table.findings tbody tr")
    expect(row).to_have_count(1)
    assert (state(page)["table"], state(page)["year"]) == ("findings", ""), "the verdict is of the whole graph"
    expect(row).to_contain_text("文章声称的数目与找到的不符")
    expect(row).to_contain_text("9 ≠ 8")
    expect(row.locator("mark")).to_have_text("9个项目")
    row.locator("td.concerned button").click()
    settled(page)
    assert state(page)["view"] == "article"
    expect(page.locator(".article-head section.findings")).to_contain_text("9 ≠ 8")
    expect(page.locator("#panel section.findings")).to_contain_text("9 ≠ 8")
    expect(page.locator(".text .mark.on")).to_have_text("9个项目")
    expect(page.locator("#mute-Article")).to_contain_text("报道自称")


def test_claims_are_quotes_like_all_others(opened: Opened, files: dict[str, Path]) -> None:
    page = opened("claimed")
    spans = kg.validate(files["claimed"].parent / "out").checked.spans
    expect(page.locator("[data-count=quotes]")).to_have_text(str(spans))


def test_findings_stand_beside_their_nodes_and_facts_and_what_is_cut_is_said(opened: Opened) -> None:
    page = opened("many", "#v=list&t=findings&lang=en")
    expect(page.locator("#in-list .bar")).to_contain_text(f"the worst {SHOWN} of {SHOWN + 2} only")
    rows = page.locator("table.findings tbody tr")
    expect(rows.first).to_contain_text("✗ violation")
    rows.nth(0).locator("td.concerned button").click()
    settled(page)
    expect(page.locator("#panel section.findings")).to_contain_text("The receipt has no year.")
    rows.nth(1).locator("td.concerned button").click()
    settled(page)
    expect(page.locator("#panel section.findings")).to_contain_text("A doubtful case.")
    expect(rows.nth(2).locator("td.concerned button")).to_have_count(0)
    turned(page, "#v=list&t=findings")
    expect(rows.nth(1)).to_contain_text("<b>案例</b>可疑。")
    with page.expect_download() as taken:
        page.locator("#take-csv").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert len(lines) == 1 + SHOWN
    assert lines[1].startswith('"违规","获奖缺少年份。","一次获奖"')
