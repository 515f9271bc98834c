"""The explorer says what the page says: both sources in one browser, asked the same, answer alike, value by value."""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kg.article import Article
from kg.builder import labels
from kg.explorer import Explorer, Texts, build
from kg.graph import project
from kg.ontology import load
from kg.store import Store
from kg.terms import Quad
from kg.validator import Report
from kg.viewer.payload import payload
from kg.viewer.rendering import _EMBEDDED
from kg.viewer.selection import select
from tests.browsing import NEEDED
from tests.explored import Address, serving

pytestmark = NEEDED


def _script(*parts: str) -> str:
    own = [files("kg").joinpath("page.js"), *(files("kg.viewer").joinpath("page", f"{part}.js") for part in parts)]
    return "\n".join(each.read_text("utf-8") for each in own)


_SHARED = ("words", "shapes", "state", "findings")
_BOTH = f"""
window.embedded = (() => {{ {_script(*_SHARED, *_EMBEDDED)}; return openSource; }})();
window.served = (() => {{ {_script(*_SHARED, "served")}; return openSource; }})();
window.plain = (value) => JSON.stringify(value, (_, each) => each instanceof Map ? [...each]
  : each && typeof each === "object" && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).sort()) : each);
"""
_ASK = """async (questions) => {
  const told = [];
  for (const [name, ...asked] of questions) {
    const [one, other] = await Promise.all([window.one[name](...asked), window.other[name](...asked)]);
    const [a, b] = [window.plain(one), window.plain(other)];
    if (a !== b) told.push([name, JSON.stringify(asked), a, b]);
  }
  return told;
}"""
