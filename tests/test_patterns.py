"""Patterns that ask for their first characters find what they would find without asking."""

import importlib
import pkgutil
import re
from pathlib import Path
from random import Random

import pytest

from kg import extractor
from kg.extractor.orthography import spell

_ASKED = re.compile(r"\(\?=\[[^\]]*\]\)(?=\(\?:)")
"""What `led` puts before a pattern."""
ROOMS = [importlib.import_module(f"kg.extractor.{room.name}") for room in pkgutil.iter_modules(extractor.__path__)]
ASKING = {
    pattern.pattern: pattern
    for room in ROOMS
    for pattern in vars(room).values()
    if isinstance(pattern, re.Pattern) and _ASKED.search(pattern.pattern)
}
WRITTEN = sorted((Path(__file__).parent / "articles" / "written").iterdir())


def test_some_patterns_ask() -> None:
    assert len(ASKING) > 5


@pytest.mark.parametrize("asking", ASKING.values(), ids=lambda pattern: pattern.pattern[:20])
def test_the_same_is_found(asking: re.Pattern[str]) -> None:
    plain = re.compile(_ASKED.sub("", asking.pattern), asking.flags)
    chance, words = Random(7), re.findall(r"[^\x00-\x7f]+|[A-Z]+|\d", _ASKED.sub("", plain.pattern))
    made = ["".join(chance.choices([*words, "\ue000", "的", "，", "“", "8"], k=400)) for _ in range(40)]
    for text in (*made, *(spell(path.read_text("utf-8")) for path in WRITTEN)):
        assert [m.span() for m in asking.finditer(text)] == [m.span() for m in plain.finditer(text)]
