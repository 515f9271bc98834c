"""How the graph page does on graphs of 1,000, 10,000 and 50,000 nodes: `python -m tests.benchmarks.pages [SIZE…]`.

A row for each size: CPU seconds to write the page, its megabytes, seconds and main-thread CPU seconds until the page
answers, the megabytes of its heap then, and the milliseconds of a keystroke in the search (the slowest of some), of
growing the network by a click, and of drawing each view. Needs a Chromium; nothing is asked of any network.
"""

import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import CDPSession, Page, sync_playwright

from kg.viewer import view
from tests.browsing import FOUND, SWITCHES
from tests.large_graph import large_graph

SIZES = (1_000, 10_000, 50_000)
QUERIES = ("第1", "人寿", "瀚野农商银行", "slfw", "o00012", "xyz")
VIEWS = ("overview", "network", "lanes", "tree", "compare", "list")
_ASK = """async text => {
  const input = document.getElementById("search"), list = document.getElementById("found");
  const start = performance.now();
  const drawn = new Promise(done => new MutationObserver(done).observe(list, { childList: true }));
  input.value = text;
  input.dispatchEvent(new Event("input"));
  await drawn;
  return performance.now() - start;
}"""
_GO = """async address => {
  const start = performance.now();
  delete document.documentElement.dataset.ready;
  location.hash = address;
  while (document.documentElement.dataset.ready !== "true") await new Promise(done => setTimeout(done));
  return performance.now() - start;
}"""


def main() -> None:
    """Measure each size and print a row."""
    sizes = [int(each) for each in sys.argv[1:]] or SIZES
    columns = (
        "nodes",
        "write s",
        "MB",
        "ready s",
        "CPU s",
        "heap MB",
        "key ms",
        "grow ms",
        *(f"{v} ms" for v in VIEWS),
    )
    print(" | ".join(columns))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(SWITCHES))
        for size in sizes:
            graph, articles = large_graph(size)
            begun = time.process_time()
            text = view(graph, articles=articles)
            written = time.process_time() - begun
            path = Path(folder, f"{size}.html")
            path.write_text(text, encoding="utf-8")
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            cells = (written, path.stat().st_size / 1e6, *_measured(page, path))
            print(" | ".join([str(graph.number_of_nodes()), *(f"{cell:.2f}" for cell in cells)]), flush=True)
            page.close()
        browser.close()


def _measured(page: Page, path: Path) -> tuple[float, ...]:
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    begun = time.perf_counter()
    page.goto(path.as_uri())
    _wait(page)
    ready, cpu = time.perf_counter() - begun, _metric(session, "TaskDuration")
    session.send("HeapProfiler.enable")
    session.send("HeapProfiler.collectGarbage")
    heap = _metric(session, "JSHeapUsedSize") / 1e6
    views = [page.evaluate(_GO, f"#v={name}") for name in VIEWS]
    keys = max(page.evaluate(_ASK, text) for text in QUERIES[:1] + QUERIES)
    page.evaluate(_GO, "#v=network")
    drawn = page.evaluate("window.finaward.state().drawn")
    grown = page.evaluate(_GO, f"#v=network&a={drawn[0]}&x={drawn[1]}")
    return ready, cpu, heap, keys, grown, *views


def _wait(page: Page) -> None:
    while not page.evaluate("document.documentElement.dataset.ready === 'true'"):
        time.sleep(0.02)


def _metric(session: CDPSession, name: str) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == name))


if __name__ == "__main__":
    main()
