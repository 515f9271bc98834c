"""The cases of `tests/cases`, converted with what ships with the distribution."""

from collections.abc import Iterable
from pathlib import Path

from kg import facts, ontology, registry
from kg.converter import context, convert
from kg.facts import ArticleFacts
from kg.inference import infer
from kg.terms import Mint, Quad

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())


def document(name: str) -> ArticleFacts:
    """The facts document of a case."""
    return facts.parse((CASES / name / "facts.json").read_bytes(), where=name)


def asserted(documents: Iterable[ArticleFacts], mint: Mint | None = None) -> set[Quad]:
    """The graph of facts documents, without inferences."""
    known, vocabulary = registry.load(), ontology.load()
    quads = {quad for each in documents for quad in convert(each, registry=known, ontology=vocabulary, mint=mint)}
    return quads | set(context(sorted(quads), registry=known, ontology=vocabulary, mint=mint))


def whole(documents: Iterable[ArticleFacts], mint: Mint | None = None) -> set[Quad]:
    """The graph of facts documents, with inferences."""
    quads = asserted(documents, mint)
    return quads | set(infer(quads, ontology.load(), mint))
