"""The report: who won how often, group against group, year against year; every number with the sentences behind it.

A property graph (`kg.graph.project`), the articles at hand and what validation said come in; a `Survey` goes out:
tables of values, and notes. `Survey.to` writes it as HTML, Markdown or a workbook. `ledger` reads the receipts of the
graph, `citation` finds their sentences, `league`, `peers` and `cases` make the tables, `survey` puts them together;
`markup`, `markdown` and `workbook` write them.
"""

from kg.reporter.survey import survey
from kg.reporter.tables import Survey, Validation
from kg.reporter.words import LANGUAGES
from kg.reporter.writing import FORMATS

__all__ = ["FORMATS", "LANGUAGES", "Survey", "Validation", "survey"]
