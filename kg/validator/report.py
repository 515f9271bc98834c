"""What validation says: a report of results, each with the passages that it is about."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict

from kg.findings import Finding
from kg.terms import Term, value


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Severity(StrEnum):
    """How bad a finding is: a violation breaks conformance, a warning is to be looked at, an info is a work list."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Passage(_Value):
    """Where in an article a node is from: a quote and the sentence around it.

    `article` is the article's id. `start` and `end` are code points into its canonical text, half-open; `sentence`
    is there where the text was at hand. A finding about the article itself has neither quote nor sentence.
    """

    article: str
    title: str | None = None
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    sentence: str | None = None


class Result(_Value):
    """A finding: the rule that was broken (`shape`, and what it says in both languages), and by what.

    `node` is the IRI of the node, `label` a name to know it by, `path` the property (as `fa:unit`), `value` the
    value as Turtle writes it. `passages` are the first that the node leads to, `further` how many more there are.
    """

    severity: Severity
    shape: str
    message_en: str
    message_zh: str
    node: str
    label: str = ""
    path: str = ""
    value: str = ""
    passages: tuple[Passage, ...] = ()
    further: int = 0

    @property
    def order(self) -> tuple[object, ...]:
        """The place in a report: worst first, then by article, rule and node."""
        article = (0, self.passages[0].article) if self.passages else (1, "")
        return self.severity.rank, article, self.shape, self.node, self.path, self.value

    @property
    def finding(self) -> Finding:
        """What readers see of it: the message, the name, and the first passage."""
        said = value(Term(self.value)) if self.value.startswith(('"', "<")) else self.value
        at = self.passages[0] if self.passages else None
        return Finding(
            severity=str(self.severity),
            message_zh=self.message_zh,
            message_en=self.message_en,
            node=self.node,
            label=self.label,
            value=said,
            article=at.article if at else "",
            quote=at.quote or "" if at else "",
        )


class Checked(_Value):
    """How much was looked at.

    Of the spans, `verified` stand in the text as quoted, `misquoted` do not, and `unverified` could not be compared,
    because the text was not at hand.
    """

    quads: int
    articles: int
    texts: int
    receipts: int
    figures: int
    spans: int
    verified: int
    misquoted: int
    unverified: int


class Report(_Value):
    """The whole of a validation. It conforms where nothing is a violation; results are worst first."""

    conforms: bool
    violations: int
    warnings: int
    infos: int
    checked: Checked
    results: tuple[Result, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The findings by severity, and the evidence `spans` with how many of them were `verified` in their texts."""
        said = {"violations": self.violations, "warnings": self.warnings, "infos": self.infos}
        return {**said, "spans": self.checked.spans, "verified": self.checked.verified}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The violations and warnings, worst first, for the faces that show them."""
        return tuple(result.finding for result in self.results if result.severity is not Severity.INFO)

    @classmethod
    def of(cls, results: Iterable[Result], checked: Checked) -> Self:
        """Sort and count results."""
        ordered = tuple(sorted(results, key=lambda result: result.order))
        counts = Counter(result.severity for result in ordered)
        return cls(
            conforms=not counts[Severity.VIOLATION],
            violations=counts[Severity.VIOLATION],
            warnings=counts[Severity.WARNING],
            infos=counts[Severity.INFO],
            checked=checked,
            results=ordered,
        )
