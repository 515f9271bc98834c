"""The facts document: the contract between extraction and conversion.

Comes from the extractor or a file, goes to the resolver and the converter. `models` says what stands in it,
`grounding` checks its spans against the text that they quote, `documents` reads and writes it as JSON. Nothing here
reads an article.

::

    article        what was read, and the digest of its text
    organizations  all that take part in an award
    awards         each category, prize or title that can be won
    cases          the work that was honoured, with its figures, products and partners
    receipts       who received which award for which case
    checks         what the article claims about itself, and what was found
    decisions      what people decided about these facts, one for each correction that was applied:
                   verdict    accepted, rejected, edited or added
                   kind, key  of the fact: what it was called by its content before the decision
                   fact       its id in this document, none where it was rejected; a figure has that of its case
                   by, at     who, and when, as that person wrote it
                   note       why, where the person said so
                   changed    the fields that the person set; nothing but a person changes them again
                   evidence   the passage that the decision rests on
    extraction     name and version of what produced the facts
"""

from kg.facts.documents import describe, dump, files, load, parse, schema
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
    "files",
    "ground",
    "load",
    "parse",
    "schema",
]
