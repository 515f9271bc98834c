"""finaward-kg: Chinese financial news about awards as a knowledge graph whose every fact leads to its sentence.

::

    import kg

    build = kg.build("examples/articles", out="out")      # everything at once
    article = kg.read("examples/articles/bank-honours.txt")  # or step by step
    facts = kg.resolve(kg.extract(article))
    quads = kg.convert(facts)

Every name below is loaded when it is first used, so that `import kg` is fast and has no effect.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.article import Article, Skipped
    from kg.builder import Build, Revision, build, remove, update
    from kg.coverage import passed_over, uncovered
    from kg.differ import Difference
    from kg.disputes import Dispute
    from kg.engines import build_on
    from kg.errors import KgError
    from kg.evaluator import Evaluation
    from kg.facts import ArticleFacts
    from kg.llm import Model
    from kg.reader import read, read_each
    from kg.remote import RemoteStore
    from kg.reporter import Survey
    from kg.steps import (
        ask,
        conflicts,
        convert,
        diff,
        evaluate,
        export,
        extract,
        infer,
        load,
        merge,
        open_store,
        report,
        resolve,
        review,
        to_dataset,
        to_networkx,
        to_pyvis,
        validate,
        view,
        write_parts,
    )
    from kg.store import Store
    from kg.terms import Quad
    from kg.validator import Report

_HOMES = {
    "Article": "kg.article",
    "ArticleFacts": "kg.facts",
    "Build": "kg.builder",
    "Difference": "kg.differ",
    "Dispute": "kg.disputes",
    "Evaluation": "kg.evaluator",
    "KgError": "kg.errors",
    "Model": "kg.llm",
    "Quad": "kg.terms",
    "RemoteStore": "kg.remote",
    "Report": "kg.validator",
    "Revision": "kg.builder",
    "Skipped": "kg.article",
    "Store": "kg.store",
    "Survey": "kg.reporter",
    "ask": "kg.steps",
    "build": "kg.builder",
    "build_on": "kg.engines",
    "convert": "kg.steps",
    "conflicts": "kg.steps",
    "diff": "kg.steps",
    "evaluate": "kg.steps",
    "export": "kg.steps",
    "extract": "kg.steps",
    "infer": "kg.steps",
    "load": "kg.steps",
    "merge": "kg.steps",
    "open_store": "kg.steps",
    "passed_over": "kg.coverage",
    "read": "kg.reader",
    "read_each": "kg.reader",
    "remove": "kg.builder",
    "report": "kg.steps",
    "resolve": "kg.steps",
    "review": "kg.steps",
    "to_dataset": "kg.steps",
    "to_networkx": "kg.steps",
    "to_pyvis": "kg.steps",
    "uncovered": "kg.coverage",
    "update": "kg.builder",
    "validate": "kg.steps",
    "view": "kg.steps",
    "write_parts": "kg.steps",
}

__all__ = [
    "Article",
    "ArticleFacts",
    "Build",
    "Difference",
    "Dispute",
    "Evaluation",
    "KgError",
    "Model",
    "Quad",
    "RemoteStore",
    "Report",
    "Revision",
    "Skipped",
    "Store",
    "Survey",
    "ask",
    "build",
    "build_on",
    "conflicts",
    "convert",
    "diff",
    "evaluate",
    "export",
    "extract",
    "infer",
    "load",
    "merge",
    "open_store",
    "passed_over",
    "read",
    "read_each",
    "remove",
    "report",
    "resolve",
    "review",
    "to_dataset",
    "to_networkx",
    "to_pyvis",
    "uncovered",
    "update",
    "validate",
    "view",
    "write_parts",
]


def __getattr__(name: str) -> object:
    """Load a public name from its room when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted((*globals(), *__all__))
