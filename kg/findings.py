"""What validation finds wrong or doubtful in a graph, as plain values: from the validator to the faces that show it."""

from typing import NamedTuple

SHOWN = 500
"""As many findings, the worst first, stand in a page or a report; what is left out is counted there."""


class Finding(NamedTuple):
    """A violation or a warning, by what, and where an article says it.

    `severity` is `violation` or `warning`, `node` an IRI, `label` a name to know it by, `value` what is wrong, as text.
    `article` is the id of the article and `quote` what it says there; both are empty where the node leads to none.
    """

    severity: str
    message_zh: str
    message_en: str
    node: str
    label: str = ""
    value: str = ""
    article: str = ""
    quote: str = ""
