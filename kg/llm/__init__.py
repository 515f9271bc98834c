"""The model: an article becomes facts by asking a language model, each fact checked by code against the text.

In the order of the work: `model` (which one, where), `request` with `schema` and `prompt.md` (what it is asked),
`cache` and `endpoint` (where the reply comes from), `reply` (what it says), `acceptance` with `examination`, `cases`,
`figures`, `printed` and `location` (what of it the text says too), `answers` (many articles, some at once), `report`,
and `agreement`, which joins the facts of two extractors. Optional: needs the extra `llm`, a model and a network.
"""

from kg.llm.agreement import Agreement, merge
from kg.llm.answer import Answer, Difference, Dropped, Usage
from kg.llm.answers import answer_each
from kg.llm.model import Model
from kg.llm.report import Prices, Report, render, report

__all__ = [
    "Agreement",
    "Answer",
    "Difference",
    "Dropped",
    "Model",
    "Prices",
    "Report",
    "Usage",
    "answer_each",
    "merge",
    "render",
    "report",
]
