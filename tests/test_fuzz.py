"""A fuzzer for the reader and its front matter: articles that are damaged at random are read or refused in words.

It runs for two seconds, or as long as `KG_FUZZ_SECONDS` says; `KG_FUZZ` lets it try other damage each time, and a
failure says how to see it again. By hand: `KG_FUZZ=1 KG_FUZZ_SECONDS=600 python -m pytest tests/test_fuzz.py`.
"""

import io
import json
import os
import re
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from kg.article import Article, Skipped
from kg.errors import InputError
from kg.reader import read_bytes, read_stream
from kg.reader.frontmatter import split
from tests.packing import gzipped, tarred, zipped
from tests.papers import paragraph, table, word

SECONDS = float(os.environ.get("KG_FUZZ_SECONDS", "2"))
SEED = time.time_ns() if os.environ.get("KG_FUZZ") else 0
HERE = Path(__file__).parent
PATHS = sorted((*(HERE / "articles" / "written").iterdir(), *(HERE.parent / "examples" / "articles").iterdir()))
SLOWEST = 20.0
"""How many seconds one input may take, on a machine that does other things as well."""


class Input(NamedTuple):
    """An input of the reader."""

    name: str
    raw: bytes


TEXTS = [Input(path.name, path.read_bytes()) for path in PATHS]
RECORDS = "".join(json.dumps({"title": "题", "html": text.raw.decode()}) + "\n" for text in TEXTS[:9]).encode()
PACKED = [
    Input("a.jsonl", RECORDS),
    Input("a.zip", zipped({text.name: text.raw for text in TEXTS[:4]})),
    Input("a.tar", tarred({text.name: text.raw for text in TEXTS[:4]})),
    Input("a.tgz", gzipped(tarred({text.name: text.raw for text in TEXTS[4:8]}))),
    Input("a.docx", word(paragraph("甲银行获奖") + table(["->名单"], ["^甲", "金奖"], ["|", "银奖"]))),
]
WORDS = """\
--- title: date: " ' : &a *a [ ] { } !!x | ? <p> </p> <div> </div> <table> <tr> <td\trowspan=99\tcolspan=99> </td> <li>
<ol\tstart=-1> <!-- --> <![CDATA[ ]]> <? <!DOCTYPE\thtml> <html> <body> </body> <script> <a\thref= <h1> <h2 <br> <pre>
<p\thidden> <meta\tcharset=gbk> <title> &# &#x110000; &nbsp; &lt ** * - 1. > ``` |a|b|\r|---|---|\r ]( ![ # _ \\
（ ） “ ” 《 【 来源： （文章来源： 责任编辑： 返回首页 2022年 3月15日 12:00 {"text":"x"} \\u0000 \\ud800 99999999999 -1
"""
TOKENS = [
    *(token.replace("\r", "\n").encode() for token in re.split(r"[ \n]+", WORDS.strip())),
    *(
        b"\n---\n",
        b"\n",
        b"    ",
        b"\t",
        b"\r",
        b"\0",
        b"\xff",
        b"\xfe\xff",
        b"\xef\xbb\xbf",
        b"\xe2\x80\x8b",
        b"\xe3\x80\x80",
    ),
    *(b"\xed\xa0\x80", b"\x1a", b"\x85", b"PK\x03\x04", b"\x1f\x8b", b"ustar", b"%PDF-"),
]
MANY = (1, 1, 1, 2, 50, 5000)


def damaged(chance: Random) -> Input:
    """An input with some damage."""
    chosen, other = chance.choice(TEXTS if chance.random() < 0.7 else PACKED), chance.choice(TEXTS)
    raw = bytearray(chosen.raw)
    if chance.random() < 0.3:  # the heads of posts are where most can break
        raw = raw[: chance.randrange(600)]
    for _ in range(chance.choice((1, 2, 5, 20))):
        at, size = chance.randrange(len(raw) + 1), chance.randrange(1, 60)
        kind = chance.randrange(6)
        if kind == 0:
            del raw[at : at + size]
        elif kind == 1:
            raw[at:at] = chance.choice(TOKENS) * chance.choice(MANY)
        elif kind == 2 and at < len(raw):
            raw[at] = chance.randrange(256)
        elif kind == 3:
            start = chance.randrange(len(other.raw))
            raw[at:at] = other.raw[start : start + size * 20]
        elif kind == 4:
            raw[at:at] = raw[(start := chance.randrange(len(raw) + 1)) : start + size * 5]
        else:
            raw = raw[:at] if chance.random() < 0.2 else raw
    codec = chance.choice(("gb18030", "utf-16", "big5", "utf-16-be", None, None, None, None))
    if codec and chosen in TEXTS:
        raw = bytearray(raw.decode("utf-8", "replace").encode(codec, "replace"))
    return Input(chosen.name, bytes(raw))


def check(given: Input) -> None:
    """An input is read or refused in words, in time, and an article is laid out as promised."""
    started = time.process_time()
    text = given.raw.decode("utf-8", "replace")
    front = split(text)
    assert text.endswith(front.body)
    try:
        found: list[Article | Skipped] = [read_bytes(given.raw, name=given.name)]
    except InputError as error:
        found = [Skipped(where=error.where, what=error.what)]
    if any(isinstance(article, Skipped) for article in found):
        found += list(read_stream(io.BytesIO(given.raw), name=given.name))
    for article in found:
        if isinstance(article, Article):
            assert "\n".join(map(article.quote, article.blocks)) == article.text
            assert Article.model_validate_json(article.model_dump_json()) == article
        else:
            assert article.what
            assert "\n" not in str(article)
    assert time.process_time() - started < SLOWEST


def test_damaged_articles_are_read_or_refused_in_words(tmp_path: Path) -> None:
    end, number = time.monotonic() + SECONDS, 0
    while time.monotonic() < end:
        number += 1
        given = damaged(Random(f"{SEED}-{number}"))
        try:
            check(given)
        except Exception as error:
            path = tmp_path / f"{SEED}-{number}-{given.name}"
            path.write_bytes(given.raw)
            pytest.fail(f"{type(error).__name__}: {str(error)[:300]}; the input is in {path}")
    assert number > 10
