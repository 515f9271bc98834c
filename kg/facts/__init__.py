"""The facts document: the contract between extraction and conversion.

Comes from the extractor or a file, goes to the resolver and the converter. `models` says what stands in it,
`grounding` checks its spans against the text that they quote, `documents` reads and writes it as JSON. Nothing here
reads an article.
"""

from kg.facts.documents import describe, dump, load, parse, schema
from kg.facts.grounding import ground
from kg.facts.models import (
    Article,
    ArticleFacts,
    Award,
    AwardReceipt,
    Case,
    Check,
    Comparator,
    Decision,
    Extraction,
    Fact,
    Figure,
    Kind,
    Moment,
    Organization,
    ParentBasis,
    Partner,
    Product,
    Span,
    Verdict,
)

__all__ = [
    "Article",
    "ArticleFacts",
    "Award",
    "AwardReceipt",
    "Case",
    "Check",
    "Comparator",
    "Decision",
    "Extraction",
    "Fact",
    "Figure",
    "Kind",
    "Moment",
    "Organization",
    "ParentBasis",
    "Partner",
    "Product",
    "Span",
    "Verdict",
    "describe",
    "dump",
    "ground",
    "load",
    "parse",
    "schema",
]
