"""Validation: is the graph what the model says, and does every fact lead to its sentence?

Quads (and the articles' texts, where they are at hand) come in, a `Report` goes out, which names the article and
the sentence of every finding. The rules of `ontology/shapes.ttl` say what a graph must look like; the checks of
`texts` compare it with what the articles print. Findings about data are values, never errors.
"""

from kg.validator.rendering import render
from kg.validator.report import Checked, Passage, Report, Result, Severity
from kg.validator.validation import validate

__all__ = ["Checked", "Passage", "Report", "Result", "Severity", "render", "validate"]
