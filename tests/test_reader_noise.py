"""Any mix of layout noise: the article that is read is the same, so are its facts, and every span is in the text."""

from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg
from kg import registry
from kg.article import Article, Block
from kg.facts import ArticleFacts
from kg.reader import read, read_bytes
from tests.noise import noisy, plain

PATHS = sorted((Path(__file__).parent / "articles" / "written").iterdir())
known = cache(registry.load)


@cache
def quiet(name: str) -> Article:
    """A written article as read from HTML without noise."""
    article = read(next(path for path in PATHS if path.name == name))
    return read_bytes(plain(article).encode(), name=name + ".html")


def bare(blocks: tuple[Block, ...]) -> list[dict[str, Any]]:
    return [block.model_dump(exclude={"emphases"}) for block in blocks]


ARTICLES = st.sampled_from([path.name for path in PATHS])
MUCH = st.sampled_from((0.02, 0.1, 0.3, 1.0))
SEED = st.integers(0, 2**32)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_html_without_noise_is_the_article(path: Path) -> None:
    assert quiet(path.name).text == read(path).text


@settings(max_examples=150)
@given(ARTICLES, SEED, MUCH)
def test_noise_leaves_the_article_as_it_is(name: str, seed: int, much: float) -> None:
    found = read_bytes(noisy(quiet(name), Random(seed), much), name=name + ".html")
    assert found.text == quiet(name).text
    assert bare(found.blocks) == bare(quiet(name).blocks)


def facts(article: Article) -> ArticleFacts:
    return kg.resolve(kg.extract(article, known=known()), known=known())


def told(document: ArticleFacts) -> tuple[list[str], list[tuple[object, ...]]]:
    """The names and receipts of a document."""
    names = sorted(name for o in document.organizations for name in (o.name, *o.aliases))
    return names, [(r.award, r.recipients, r.case, r.date, r.rank) for r in document.receipts]


@settings(max_examples=30)
@given(ARTICLES, SEED, MUCH)
def test_noise_leaves_the_facts_as_they_are(name: str, seed: int, much: float) -> None:
    found = read_bytes(noisy(quiet(name), Random(seed), much), name=name + ".html")
    document = facts(found)
    assert told(document) == told(facts(quiet(name)))
    for where, span in document.spans():
        assert found.text[span.start : span.end] == span.quote, where
