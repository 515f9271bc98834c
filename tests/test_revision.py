"""Update and remove: whatever goes in and out, the folder is what a build from scratch of the same articles gives."""

import os
import random
from pathlib import Path

import pytest

import kg
from kg import corrections
from kg.article import Article
from kg.builder import Knowledge, output
from kg.folder import Folder
from tests import retold
from tests.test_builder import files

Chosen = dict[int, Article]
"""Articles of the pool, by their place in it."""


class Twice:
    """A folder that is revised again and again, and builds from scratch of the same articles, each made but once."""

    def __init__(self, here: Path, file: Path | None) -> None:
        self.here, self.file, self.out = here, file, here / "out"
        self.chosen: Chosen = dict(enumerate(versions[0] for versions in retold.POOL[:3]))
        self._scratch: dict[tuple[Article, ...], dict[str, bytes]] = {}
        self._build(self.out)

    def _build(self, out: Path) -> None:
        kg.build(*self.chosen.values(), out=out, extract=retold.rules, corrections=self.file, with_text=True)

    def revise(self, rng: random.Random) -> None:
        """Take some articles in, or some out, in one of the ways to say which."""
        if len(self.chosen) > 1 and rng.random() < 0.45:
            gone = rng.sample(sorted(self.chosen), rng.randint(1, min(3, len(self.chosen) - 1)))
            kg.remove(self.out, *(rng.choice((told.id, str(told.source))) for told in map(self.chosen.pop, gone)))
        else:
            places = rng.sample(range(len(retold.POOL)), rng.randint(1, 3))
            come = {place: rng.choice(retold.POOL[place]) for place in places}
            kg.update(self.out, *come.values(), extract=retold.rules)
            self.chosen.update(come)

    def scratch(self) -> dict[str, bytes]:
        """Every file of a build from scratch."""
        key = tuple(article for _, article in sorted(self.chosen.items()))
        if key not in self._scratch:
            self._build(self.here / "scratch")
            self._scratch[key] = files(self.here / "scratch")
        return self._scratch[key]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "corrections.yaml"
    path.write_text(corrections.dump(retold.decided()), "utf-8")
    return path


def nothing_else(*_: object, **__: object) -> object:
    """No store, report and view, which are made of nothing but the graph and the articles."""
    return output._Made(True, {}, {}, ())


@pytest.fixture
def in_haste(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds that make the graph alone, know what they know without reading it again, and wait for no disk."""
    monkeypatch.setattr(os, "sync", lambda: None)
    knowledge = retold.knowledge()
    monkeypatch.setattr(Knowledge, "load", lambda **_: knowledge)
    monkeypatch.setattr(output, "_make", nothing_else)


@pytest.mark.usefixtures("in_haste")
@pytest.mark.parametrize("seed", range(2))
def test_200_random_sequences_end_where_a_build_ends(seed: int, tmp_path: Path, file: Path) -> None:
    rng, both = random.Random(seed), Twice(tmp_path, file if seed else None)
    graphs = set()
    for number in range(100):
        for _ in range(rng.randint(1, 3)):
            both.revise(rng)
        assert files(both.out) == both.scratch(), f"sequence {number}"
        graphs.add(both.scratch()["graph.nq"])
    assert len(graphs) > 50, "the sequences lead to many places"


def test_whole_folders_are_the_same(tmp_path: Path, file: Path) -> None:
    rng, both = random.Random(3), Twice(tmp_path, file)
    for _ in range(6):
        both.revise(rng)
        both.revise(rng)
        assert files(both.out) == both.scratch()
        with kg.open_store(both.out) as store:
            lines = sorted(quad.line() for quad in store.quads())
        assert lines == Folder(both.out).graph.read_text("utf-8").splitlines(keepends=True)
