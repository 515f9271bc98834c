"""How many articles of 2 000 characters are read and extracted in a second.

`python -m tests.benchmarks.reading_and_extracting`. The articles are made of the written ones, one after the other
until there are 2 000 characters: posts, plain texts and whole pages. Times are of one core; beside them stands how many
times longer a step takes than lxml's `text_content` of the same bytes, by which another machine can be compared. The
last line is how much memory grows over 2 000 articles. `--profile` adds the functions that take the most time.
"""

import argparse
import cProfile
import os
import pstats
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import lxml.html

from kg import extractor, ontology, registry
from kg.article import Article
from kg.reader import read_bytes

WRITTEN = Path(__file__).parent.parent / "articles" / "written"
LENGTH = 2000
MANY = 2000
PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{title}_某某网</title>
<script>var a = 1;</script></head><body><div class="nav"><ul>{links}</ul></div><div class="main"><h1>{title}</h1>
<div class="info">2023-08-31 07:00　来源：金融时报</div><div class="article-content">{body}</div></div>
<div class="sidebar"><ul>{links}</ul></div><footer>版权所有</footer></body></html>"""
LINKS = "".join(f'<li><a href="/{n}.html">某公司荣获第{n}届大奖</a></li>' for n in range(20))

Source = tuple[bytes, str]


def sources() -> list[Source]:
    """The articles as files: their bytes and names."""
    posts = [path.read_text("utf-8").lstrip().split("---\n", 2)[1:] for path in sorted(WRITTEN.glob("*.md"))]
    texts = [path.read_text("utf-8") for path in sorted(WRITTEN.glob("*.txt"))]
    made: list[Source] = []
    for n, (head, _) in enumerate(posts):
        body = _long([body for _, body in posts[n:] + posts[:n]])
        made.append((f"---\n{head}---\n{body}".encode(), f"{n}.md"))
        if n % 3 == 0:
            page = PAGE.format(
                title="2023年度金融服务案例揭晓", links=LINKS, body=f"<p>{body}</p>".replace("\n\n", "</p><p>")
            )
            made.append((page.encode(), f"{n}.html"))
    made += [(_long(texts[n:] + texts[:n]).encode(), f"{n}.txt") for n in range(len(texts))]
    return made


def _long(parts: Sequence[str]) -> str:
    body, length = "", 0
    for part in parts:
        if length < LENGTH:
            body += f"{part}\n\n"
            length += len(read_bytes(part.encode(), name="a.md").text)
    return body


def per_article(steps: dict[str, Callable[[], int]], seconds: float) -> dict[str, float]:
    """The seconds that 2 000 characters take in steps that say how many characters they did: the best of many rounds.

    The steps take turns, so that what else the machine does falls on all of them.
    """
    best, end = dict.fromkeys(steps, float("inf")), time.perf_counter() + seconds
    while time.perf_counter() < end:
        for name, step in steps.items():
            started = time.process_time()
            characters = step()
            best[name] = min(best[name], (time.process_time() - started) / characters * LENGTH)
    return best


def memory() -> int:
    """The bytes of this process that stand in memory."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--profile", action="store_true")
    options.add_argument("--seconds", type=float, default=20, help="how long is measured")
    chosen = options.parse_args()
    known, words, raw = registry.load(), ontology.load(), sources()

    def reading() -> list[Article]:
        return [read_bytes(content, name=name) for content, name in raw]

    articles = reading()
    characters = sum(len(article.text) for article in articles)

    def yardstick() -> int:
        for content, _ in raw:
            lxml.html.HtmlElement.text_content(lxml.html.document_fromstring(content))
        return characters

    def extracting() -> int:
        for article in articles:
            extractor.extract(article, known, words)
        return characters

    extracting()
    print(f"{len(raw)} articles of {characters // len(raw):,} characters on average")
    steps = {"read": lambda: sum(len(a.text) for a in reading()), "extract": extracting}
    times = per_article({"yardstick": yardstick, **steps}, chosen.seconds)
    times["read + extract"] = times["read"] + times["extract"]
    print(f"{'':16}{'ms':>8}{'a second':>10}{'yardsticks':>12}")
    for name, seconds in times.items():
        print(f"{name:16}{seconds * 1000:8.2f}{1 / seconds:10,.0f}{seconds / times['yardstick']:12.1f}")
    if chosen.profile:
        for name, step in steps.items():
            _profile(name, step)
    _grow(raw, lambda article: extractor.extract(article, known, words))


def _profile(name: str, step: Callable[[], int]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    step()
    profile.disable()
    print(f"\n{name}: the functions that take the most time")
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(25)


def _grow(raw: Sequence[Source], extract: Callable[[Article], object]) -> None:
    started = 0
    for n in range(MANY):
        content, name = raw[n % len(raw)]
        extract(read_bytes(content, name=f"{n}-{name}"))
        if n == MANY // 10:
            started = memory()
    print(
        f"memory: {started / 1e6:.0f} MB after {MANY // 10} articles, {(memory() - started) / 1e6:+.1f} MB after {MANY}"
    )


if __name__ == "__main__":
    main()
