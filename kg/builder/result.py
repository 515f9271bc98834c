"""What a build made, as a value."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from kg import display
from kg.article import Skipped
from kg.corrections import Outcome, Status
from kg.folder import Folder


class Build(BaseModel):
    """What a build made: counts, findings, what was skipped, and where everything stands.

    `found` counts the nodes of the graph by kind; `barren` are the articles in which no award was found, `left` counts
    the sentences with words of awards that gave nothing, `parts` what is left of others (see `kg.coverage`);
    `corrections` are what became of each correction that was replayed.
    """

    model_config = ConfigDict(frozen=True)

    out: Path
    articles: int
    found: dict[str, int]
    triples: int
    graphs: int
    inferred: int
    conforms: bool
    findings: dict[str, int]
    left: int
    parts: int = 0
    barren: tuple[str, ...] = ()
    corrections: tuple[Outcome, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[tuple[str, str], ...] = ()

    def _repr_html_(self) -> str:
        """The build in a notebook: what it made, and where to look next."""
        said = {"articles": self.articles, **self.found, "triples": self.triples, "inferred": self.inferred}
        counts = [(name, f"{count:,}") for name, count in said.items()]
        findings = ", ".join(f"{count:,} {severity}" for severity, count in self.findings.items())
        verdict = "conforms" if self.conforms else "does not conform"
        lost = [("skipped", str(item)) for item in self.skipped[:_SHOWN]]
        rows = [
            *counts,
            ("validation", f"{verdict} ({findings or 'no findings'})"),
            *lost,
            ("page", str(self.folder.view)),
        ]
        return display.table(("build", str(self.out)), rows)

    @property
    def folder(self) -> Folder:
        """Where each part of the output stands."""
        return Folder(self.out)

    @property
    def misfits(self) -> tuple[Outcome, ...]:
        """The corrections that do not fit their texts or facts any more."""
        return tuple(outcome for outcome in self.corrections if outcome.status is Status.MISFIT)


_SHOWN = 10
