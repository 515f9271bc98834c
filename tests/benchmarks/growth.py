"""How the time of reading and of extracting grows with the length of an article: `python -m tests.benchmarks.growth`.

Each line is a kind of text, its length in characters, and for both steps the seconds at that length and how many times
longer twice and four times that length take (linear is 2 and 4; `-` is too short to be measured, `long` was not tried).
`--size N` is the shortest length, `--only WORD` picks kinds, `--read` leaves out extracting. Exit code 1 where twice a
length takes more than `LIMIT` times as long.
"""

import argparse
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kg import extractor, ontology, registry
from kg.article import Article
from kg.errors import InputError
from kg.reader import read_bytes

LIMIT = 3.0
SHORTEST = 0.05
LONGEST = 30.0
WRITTEN = Path(__file__).parent.parent / "articles" / "written"


def written(*names: str) -> str:
    """The texts of some of the written articles, without their heads."""
    return "\n\n".join((WRITTEN / name).read_text("utf-8").split("---", 2)[-1] for name in names)


def repeated(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    """A text of about so many characters that repeats a unit."""
    return lambda size: before + unit * (size // len(unit) + 1) + after


NAMES = "中国太保、平安银行、招商证券、众安保险和华夏基金"
KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "articles, one after the other": ("a.md", repeated(written("d01.md", "d02.md", "d04.md", "d08.md") + "\n\n")),
    "a table of winners": ("a.html", repeated(f"<tr><td>{NAMES}</td><td>金奖</td></tr>", before="<table>")),
    "a list of winners": ("a.html", repeated("<li>中国太保“太好保”项目</li>", before="<h2>年度十佳案例</h2><ul>")),
    "one sentence of winners": ("a.txt", repeated(f"{NAMES}获评“年度卓越保险公司奖”，")),
    "one sentence, no comma": ("a.txt", repeated(f"{NAMES}荣获年度卓越保险公司奖")),
    "one winner, many awards": ("a.txt", repeated("“年度卓越奖”、", before="中国太保荣获")),
    "different awards": ("a.txt", lambda size: "".join(f"平安银行荣获第{n}届“金{n}奖”。\n" for n in range(size // 18))),
    "different companies": ("a.txt", lambda size: "".join(f"甲{n}银行荣获“金龙奖”。\n" for n in range(size // 16))),
    "different cases": ("a.txt", lambda size: "".join(f"太保“服务{n}”入选十佳案例。\n" for n in range(size // 18))),
    "aliases": ("a.txt", lambda size: "".join(f"甲{n}银行有限公司（简称“甲{n}”）获奖。" for n in range(size // 24))),
    "figures": ("a.txt", repeated("赔付超过3.3亿元，增长12.5%，服务约40至50万人次；", before="太保获金奖。")),
    "opening brackets": ("a.txt", repeated("（")),
    "closing brackets": ("a.txt", repeated("）")),
    "brackets in brackets": ("a.txt", lambda size: "（" * (size // 2) + "）" * (size // 2)),
    "pairs of brackets": ("a.txt", repeated("（）")),
    "opening quotes": ("a.txt", repeated("“", before="中国太保荣获")),
    "closing quotes": ("a.txt", repeated("”", before="中国太保荣获")),
    "titles in titles": ("a.txt", repeated("《", before="中国太保荣获")),
    "pairs of quotes": ("a.txt", repeated("“奖”")),
    "headlines": ("a.txt", repeated("【奖】")),
    "one Chinese line": ("a.txt", repeated("的一是了我不人在他有这个上们来到时大地为子中你说生国年着就那和要她")),
    "one character": ("a.txt", repeated("太")),
    "one Latin line": ("a.txt", repeated("a")),
    "Latin words": ("a.txt", repeated("Best Bank Award ")),
    "digits": ("a.txt", repeated("1")),
    "dates": ("a.txt", repeated("2022年3月15日")),
    "numerals": ("a.txt", repeated("一二三四五六七八九十百千万亿")),
    "ordinals": ("a.txt", repeated("第十届")),
    "awards alone": ("a.txt", repeated("奖")),
    "verbs alone": ("a.txt", repeated("荣获")),
    "verbs and commas": ("a.txt", repeated("荣获、")),
    "suffixes alone": ("a.txt", repeated("有限公司")),
    "banks alone": ("a.txt", repeated("银行")),
    "names alone": ("a.txt", repeated("中国太保")),
    "names and commas": ("a.txt", repeated("中国太保、")),
    "commas": ("a.txt", repeated("、", before="中国太保荣获")),
    "full stops": ("a.txt", repeated("。")),
    "colons": ("a.txt", repeated("奖：")),
    "lines": ("a.txt", repeated("奖\n")),
    "lines that run on": ("a.txt", repeated("奖，\n")),
    "numbered lines": ("a.txt", lambda size: "".join(f"{n}.中国太保\n" for n in range(size // 8))),
    "ranks": ("a.txt", repeated("一等奖：中国太保\n")),
    "white space": ("a.txt", repeated(" ", before="奖", after="获奖")),
    "full-width spaces": ("a.txt", repeated("　", before="奖", after="获奖")),
    "full-width digits": ("a.txt", repeated("２０２３年")),
    "invisible characters": ("a.txt", repeated("\u200b", after="获奖")),
    "marks in the middle": ("a.txt", repeated("奖\ufeff")),
    "nulls": ("a.jsonl", repeated("\\u0000", before='{"text": "获奖', after='"}')),
    "lone surrogates": ("a.jsonl", repeated("\\ud800", before='{"text": "获奖', after='"}')),
    "angle brackets": ("a.html", repeated("<", before="<p>获奖")),
    "ampersands": ("a.html", repeated("&", before="<p>获奖")),
    "entities": ("a.html", repeated("&nbsp;", before="<p>获奖", after="奖")),
    "comments": ("a.html", repeated("<!-- x -->", before="<p>获奖")),
    "open comments": ("a.html", repeated("<!-- ", after="<p>获奖")),
    "empty tags": ("a.html", repeated("<b></b>", before="<p>获奖", after="奖")),
    "line breaks": ("a.html", repeated("<br>", before="<p>获奖", after="奖")),
    "open paragraphs": ("a.html", repeated("<p>", after="获奖")),
    "closing tags": ("a.html", repeated("</p></div>", after="获奖")),
    "stock links": ("a.html", repeated("<span><a href=x>太保</a></span><span>(601601.SH)</span>获奖。", before="<p>")),
    "hidden paragraphs": ("a.html", repeated("<p style='display:none'>某券商荣获金奖</p>", after="<p>获奖</p>")),
    "hidden siblings": ("a.html", repeated("<i class=x hidden>a</i>", after="<p>获奖</p>")),
    "cells in a row": ("a.html", repeated("<td>奖</td>", before="<table><tr>")),
    "cells over cells": ("a.html", repeated("<tr><td rowspan=99 colspan=9>甲<td>奖", before="<table>")),
    "headings": ("a.html", repeated("<h2>十佳案例奖</h2><p>中国太保</p>")),
    "attributes": ("a.html", repeated(" a=1", before="<p", after=">获奖</p>")),
    "words in a class": ("a.html", repeated("aA", before="<html><body><div class='", after="'>获奖</div>")),
    "links on a page": ("a.html", repeated("<li><a href=x>太保获奖</a>", before="<html><ul>", after="</ul><p>获奖")),
    "lists on a page": ("a.html", repeated("<ul>" + "<li><a href=x>a</a>" * 6 + "</ul>", before="<html>")),
    "boxes on a page": ("a.html", repeated("<div class='news list'><p>获奖</p></div>", before="<html><body>")),
    "asides on a page": ("a.html", repeated("<nav>奖</nav>", before="<html><body>", after="<p>获奖")),
    "10 000 nested tags": ("a.html", lambda size: "<div>" * (size // 10) + "获奖"),
    "square brackets": ("a.md", repeated("[", after="获奖")),
    "asterisks": ("a.md", repeated("*", after="获奖")),
    "bold": ("a.md", repeated("**奖** ")),
    "open bold": ("a.md", repeated("**奖 ")),
    "underscores": ("a.md", repeated("_a", after="获奖")),
    "backticks": ("a.md", repeated("`a``", after="获奖")),
    "quotations in quotations": ("a.md", repeated(">", after="获奖")),
    "items in items": ("a.md", repeated("- ", after="获奖")),
    "table rows": ("a.md", repeated("| 奖 | 中国太保 |\n", before="| a | b |\n|---|---|\n")),
    "columns of a table": ("a.md", repeated("|奖")),
    "reference links": ("a.md", repeated("[a]: b\n", after="获奖")),
    "a front matter of keys": ("a.md", repeated("a: b\n", before="---\ntitle: x\n", after="---\n获奖")),
    "a front matter of brackets": ("a.md", repeated("[", before="---\ntitle: x\na: ", after="\n---\n获奖")),
    "a front matter without end": ("a.md", repeated("a: b\n", before="---\ntitle: x\n", after="获奖")),
}  # fmt: skip


def encoded(text: str) -> bytes:
    """The bytes of a text."""
    return text.encode("utf-8")


def read(text: str, name: str) -> Article | None:
    """The article, or None where it is refused."""
    try:
        if name.endswith(".jsonl"):
            from kg.reader.assembly import assemble_record

            return assemble_record(encoded(text), name=name, fields={})
        return read_bytes(encoded(text), name=name)
    except InputError:
        return None


def seconds(step: Callable[[], object]) -> float:
    """The time that a step takes, the shorter of two tries where it is short."""
    times = []
    for _ in range(2):
        started = time.process_time()
        step()
        times.append(time.process_time() - started)
        if times[-1] > 1:
            break
    return min(times)


def grown(steps: list[Callable[[], object]]) -> list[float]:
    """The times of the same step on texts of growing length; the rest is left out where one is too long."""
    times: list[float] = []
    for step in steps:
        times.append(seconds(step))
        if times[-1] > LONGEST:
            break
    return times


def shown(times: list[float]) -> str:
    """The first time, and the others as multiples of it."""
    if not times:
        return ""
    first = max(times[0], 1e-9)
    ratios = [f"{t / first:6.1f}" if t > SHORTEST else "     -" for t in times[1:]]
    return f"{times[0]:8.3f} s {' '.join([*ratios, '  long', '  long'][:2])}"


def is_linear(times: list[float]) -> bool:
    """Whether the longest text took no more than `LIMIT` times as long as half of it, where that can be measured."""
    return len(times) == 3 and (times[2] < 4 * SHORTEST or times[2] < LIMIT * max(times[1], SHORTEST))


def main() -> int:
    """Measure every kind of text and print a line on each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--size", type=int, default=20_000, help="characters of the shortest text")
    options.add_argument("--only", default="", help="a part of the names of the kinds")
    options.add_argument("--read", action="store_true", help="reading alone")
    chosen = options.parse_args()
    known, words = registry.load(), ontology.load()
    extractor.extract(read_bytes("中国太保获奖".encode(), name="a.txt"), known, words)
    print(f"{'':34} characters      read     2x     4x       extract     2x     4x")
    bad = []
    for kind, (name, make) in KINDS.items():
        if chosen.only not in kind:
            continue
        texts = [make(chosen.size * times) for times in (1, 2, 4)]
        reading = grown([partial(read, text, name) for text in texts])
        articles = [article for text in texts[: len(reading)] if not chosen.read and (article := read(text, name))]
        extracting = grown([partial(extractor.extract, article, known, words) for article in articles])
        whole = is_linear(reading) and (len(articles) < len(reading) or is_linear(extracting))
        bad += [] if whole else [kind]
        remark = "  refused" if not articles and not chosen.read else "" if whole else "  <<<"
        print(f"{kind:34} {len(texts[0]):10,} {shown(reading)}    {shown(extracting)}{remark}", flush=True)
    print(f"not linear: {', '.join(bad) or 'none'}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
