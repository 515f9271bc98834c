"""Input made to hang, crash or mislead the reader. No times are asserted; a hang would be seen."""

import pytest

from kg.errors import InputError
from kg.reader import read_bytes

MANY = 50_000
HEAD = "---\ntitle: 题\ndate: 2022-03-15\n"


@pytest.mark.parametrize("name", ["a.html", "a.md"])
@pytest.mark.parametrize("tags", ["<div>", "<b>", "<ul><li>", "<table><tr><td>", "<blockquote>"])
def test_tags_without_end_are_refused(tags: str, name: str) -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        read_bytes((tags * MANY + "获奖").encode(), name=name)


def test_deep_tags_are_read() -> None:
    assert read_bytes(("<div><b>" * 700 + "获奖").encode(), name="a.html").text == "获奖"


READ = {
    "brackets": ("[" * MANY + "获奖", "a.md"),
    "pictures": ("![" * MANY + "获奖", "a.md"),
    "bold": ("**a " * MANY + "获奖", "a.md"),
    "angle brackets": ("<" * MANY + "获奖", "a.md"),
    "comments": ("<!-- " * MANY + "获奖", "a.html"),
    "entities": ("&#1;&#xD800;" * 1000 + "获奖", "a.html"),
    "spaces": ("。" + " " * MANY + "\u2003获奖", "a.txt"),
    "lines that run on": ("甲，\n" * MANY + "获奖", "a.txt"),
    "ways back": ("<p>" + "返回首页" * 70 + "获奖</p>", "a.html"),
    "hidden siblings": ("<i class=x hidden>a</i>" * 5000 + "获奖", "a.html"),
    "words in a class": ("<html><div class='" + "aA" * MANY + "'>获奖</div>", "a.html"),
    "stray ends": ("</p></div>" * 5000 + "获奖", "a.html"),
    "cells over cells": (
        "<table>" + ("<tr>" + "<td rowspan=99999 colspan=99999>甲" * 2) * 500 + "</table>获奖",
        "a.html",
    ),
    "tables in tables": ("<table><tr><td>甲" * 400 + "获奖", "a.html"),
}


@pytest.mark.parametrize("case", READ)
def test_it_is_read_to_the_end(case: str) -> None:
    text, name = READ[case]
    assert read_bytes(text.encode(), name=name).text.endswith("获奖")


def test_markdown_nested_without_end_is_refused() -> None:
    for text in (">" * MANY + "获奖", "- " * 5000 + "获奖"):
        with pytest.raises(InputError, match="no text"):
            read_bytes(text.encode(), name="a.md")


FRONT = {
    "aliases": (
        HEAD + "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(50)),
        "the front matter is not YAML",
    ),
    "lists": (HEAD + "a: " + "[" * 20_000 + "\n", "the front matter is not YAML"),
    "maps": (HEAD + "a: " + "{a: " * 5000 + "\n", "the front matter is not YAML"),
    "tags": (HEAD + "a: !!python/object/apply:os.system [ls]\n", "the front matter has no title"),
}


@pytest.mark.parametrize("case", ["aliases", "lists", "maps"])
def test_hostile_front_matter_is_read_line_by_line(case: str) -> None:
    head, said = FRONT[case]
    found = read_bytes(f"{head}---\n获奖".encode(), name="a.md")
    assert (found.text, found.title, found.published) == ("获奖", "题", "2022-03-15")
    assert found.warnings[0].startswith(said)


def test_tags_of_yaml_make_nothing() -> None:
    found = read_bytes(f"{FRONT['tags'][0]}---\n获奖".encode(), name="a.md")
    assert (found.title, found.warnings) == ("题", ())


def test_front_matter_that_is_too_long_is_left_out() -> None:
    found = read_bytes(("---\ntitle: " + "题" * 70_000 + "\n---\n获奖").encode(), name="a.md")
    assert (found.text, found.title) == ("获奖", None)
    assert found.warnings == ("the front matter is longer than 64 kB and is not read",)


def test_surprises_of_yaml_stay_strings() -> None:
    head = "---\ntitle: no\nid: 012\nsource: 1:30\ndate: 2022-03-15 08:00:00 +0800\n---\n"
    found = read_bytes(f"{head}获奖".encode(), name="a.md")
    assert (found.title, found.id.split("-")[0], found.publisher) == ("no", "012", "1:30")
    assert found.published == "2022-03-15T08:00:00+08:00"


def test_scripts_in_metadata_are_text_or_nothing() -> None:
    head = "---\ntitle: <script>alert(1)</script>\nurl: javascript:alert(1)\n---\n"
    found = read_bytes(f"{head}<img src='javascript:alert(1)'>获奖".encode(), name="a.md")
    assert (found.title, found.url, found.images) == ("alert(1)", None, ())
