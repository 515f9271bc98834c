"""How the explorer does on a large store: `python -m tests.benchmarks.exploring [NODES] [FOLDER]`.

Makes a store of invented news of about so many nodes (a million unless told) with its texts and its index in a folder,
unless they are there from before. Prints seconds and megabytes of either; then p50 and p99 of each question in
milliseconds, asked in this process one after another with what no earlier one had at hand; then the page over a plain
server: seconds to the first view, megabytes of heap then, and the slowest keystroke and each view in milliseconds.
Needs a Chromium for the page; nothing is asked of any network.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from kg import ontology
from kg.article import Article
from kg.builder import labels
from kg.explorer import Explorer, Texts, build
from kg.store import Store
from kg.terms import Quad
from tests.benchmarks.pages import _ASK, _GO, _metric, _wait
from tests.browsing import FOUND, SWITCHES
from tests.explored import serving
from tests.large_store import quads

VIEWS = ("overview", "network", "lanes", "tree", "path", "compare", "list", "article")
HIDE = ["AwardEdition", "Figure", "Article"]


def main() -> None:
    """Make what is not there, measure, and print."""
    nodes = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(temporary)
        if not (folder / "index.sqlite").is_file():
            _make(nodes, folder)
        begun = time.perf_counter()
        with Explorer(folder / "index.sqlite", Texts(folder / "articles")) as explorer:
            about: Any = explorer.answer("about", {})["answer"]
            print(f"opened in {1000 * (time.perf_counter() - begun):.0f} ms: {about['counts']}")
            for name, questions in _questions(explorer, random.Random(1)).items():
                taken = sorted(_timed(explorer, name, asked) for asked in questions)
                p50, p99 = taken[len(taken) // 2], taken[int(len(taken) * 0.99)]
                print(
                    f"{name}: p50 {p50:.1f} ms, p99 {p99:.1f} ms, worst {taken[-1]:.1f} ms of {len(taken)}", flush=True
                )
        with Explorer(folder / "index.sqlite", Texts(folder / "articles")) as explorer:
            _page(explorer)


def _make(nodes: int, folder: Path) -> None:
    (folder / "articles").mkdir(parents=True)
    kept: dict[str, str] = {}

    def written() -> Iterator[Quad]:
        for each in quads(nodes):
            if isinstance(each, Article):
                kept[each.id] = each.id
                (folder / "articles" / f"{each.id}.article.json").write_text(each.model_dump_json(), "utf-8")
            else:
                yield each

    def make_store() -> None:
        with Store.create(folder / "store") as store:
            store.load(written())

    def make_index() -> None:
        with Store.open(folder / "store") as store:
            build(store, folder / "index.sqlite", labels=labels(ontology.load()), kept=kept)

    for name, make in (("store", make_store), ("index", make_index)):
        _print_cost(name, make)
    print(f"index: {(folder / 'index.sqlite').stat().st_size / 1e6:,.0f} MB")


def _print_cost(name: str, make: Callable[[], None]) -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    make()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(
        f"{name}: {time.perf_counter() - begun:.0f} s, {time.process_time() - cpu:.0f} s of CPU, peak {most:.0f} MB",
        flush=True,
    )


def _questions(explorer: Explorer, chance: random.Random) -> dict[str, list[dict[str, Any]]]:
    rows = explorer.index.rows
    last = rows.execute("SELECT max(i) FROM node").fetchone()[0]
    some = [
        rows.execute("SELECT id, label FROM node WHERE i = ?", (chance.randint(0, last),)).fetchone()
        for _ in range(300)
    ]
    hubs = [row[0] for row in rows.execute("SELECT id FROM node ORDER BY degree DESC LIMIT 40")]
    facts = [row[0] for row in rows.execute("SELECT id FROM fact WHERE id <> '' LIMIT 300")]
    spelled = [row[0] for row in rows.execute("SELECT syllables FROM sound WHERE n % 997 = 0 LIMIT 100")]
    keys = [label[at : at + n] for _, label in some for n in (1, 2, 4) for at in (chance.randrange(len(label)),)]
    keys += ["".join(word[0] for word in text.split()[:3]) for text in spelled] + [
        "".join(text.split()[:2]) for text in spelled
    ]
    filters = [{"hide": HIDE}, *({"hide": HIDE, "year": str(year)} for year in range(2016, 2020))]
    filters += [{"hide": HIDE, "organization": hub} for hub in hubs[:6]]
    names = ("groups", "awards", "receipts", "figures", "quotes", "cases", "classes")
    return {
        "search": [{"text": key, "limit": 14} for key in keys],
        "describe": [{"ids": [key]} for key in (*(key for key, _ in some), *hubs, *facts)],
        "neighbours": [
            {"id": key, "filter": {"hide": HIDE}, "limit": 60} for key in (*(key for key, _ in some), *hubs)
        ],
        "table": [{"name": name, "filter": filter, "limit": 100} for filter in filters for name in names],
    }


def _timed(explorer: Explorer, name: str, asked: dict[str, Any]) -> float:
    begun = time.perf_counter()
    explorer.answer(name, asked)
    return 1000 * (time.perf_counter() - begun)


def _page(explorer: Explorer) -> None:
    with serving(explorer) as served, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(SWITCHES))
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        begun = time.perf_counter()
        page.goto(served.root)
        _wait(page)
        seconds, cpu = time.perf_counter() - begun, _metric(session, "TaskDuration")
        print(f"first view: {seconds:.2f} s, {cpu:.2f} s of CPU in the page")
        session.send("HeapProfiler.enable")
        session.send("HeapProfiler.collectGarbage")
        print(f"heap: {_metric(session, 'JSHeapUsedSize') / 1e6:.1f} MB")
        keys = [page.evaluate(_ASK, text) for text in ("第", "人寿", "农商银行", "slfw", "taibao", "号案例", "xyz")]
        print(f"keystroke: {', '.join(f'{each:.0f}' for each in keys)} ms")
        for view in VIEWS:
            print(f"{view}: {page.evaluate(_GO, f'#v={view}'):.0f} ms", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
