"""What can go wrong, as one tree.

::

    KgError                 the root: catch this one
    ├── InputError          a file, folder or archive that cannot be read as an article
    ├── FactsError          a facts document that breaks the contract
    ├── GoldError           a gold file that cannot be used to judge facts documents
    ├── CorrectionsError    a corrections file that cannot be used
    ├── RegistryError       a registry, vocabulary or query of the ontology that cannot be used
    ├── QueryError          a SPARQL query that cannot be run
    │   └── ForbiddenError  one that asks for what is never offered
    ├── NotFoundError       a resource or graph that the store does not have
    ├── StoreError          a store that is missing, locked or damaged
    ├── FormatError         a format or suffix that nobody here writes or reads
    ├── OutputError         a path that cannot be written
    ├── ModelError          a language model that gives no usable reply
    ├── WorkerError         a process that was to answer and did not
    │   ├── DeadlineError   it took too long
    │   └── BusyError       all are busy and too many wait
    └── MissingExtraError   an optional part that is not installed

Every error says *where: what; what to do*, each as a field of its own, and prints as one line. Findings about
data are not errors but values: see `kg.validator.Report` and `kg.article.Skipped`.
"""

from pathlib import Path


class KgError(Exception):
    """Something that the caller can mend: `where` it is, `what` it is, and the `remedy`.

    >>> print(InputError("articles/a.md", "the file is empty", "put an article into it or leave it out"))
    articles/a.md: the file is empty; put an article into it or leave it out
    """

    def __init__(self, where: str | Path, what: str, remedy: str = "") -> None:
        self.where = str(where)
        self.what = one_line(what)
        self.remedy = one_line(remedy)
        super().__init__(self.where, self.what, self.remedy)

    def __str__(self) -> str:
        said = f"{one_line(self.where)}: {self.what}" if self.where else self.what
        return f"{said}; {self.remedy}" if self.remedy else said


class InputError(KgError):
    """A file, folder or archive that cannot be read as an article."""


class FactsError(KgError):
    """A facts document that breaks the contract; `where` is the document and the path inside it.

    `raw` is what was read, where that is at hand.
    """

    def __init__(self, where: str | Path, what: str, remedy: str = "", *, raw: bytes | None = None) -> None:
        super().__init__(where, what, remedy)
        self.raw = raw


class GoldError(KgError):
    """A gold file that cannot be used to judge facts documents; `where` is the file."""


class CorrectionsError(KgError):
    """A corrections file that cannot be used; `where` is the file and the line in it."""


class RegistryError(KgError):
    """A registry, vocabulary or query of the ontology that cannot be used."""


class QueryError(KgError):
    """A SPARQL query that cannot be run."""


class ForbiddenError(QueryError):
    """A SPARQL query or update that asks for what is never offered: to reach out of the store."""


class NotFoundError(KgError):
    """A resource or graph that the store does not have."""


class StoreError(KgError):
    """A store that is missing, locked or damaged."""


class FormatError(KgError):
    """A format or suffix that nobody here writes or reads."""


class OutputError(KgError):
    """A path that cannot be written."""


class ModelError(KgError):
    """A language model that gives no usable reply."""


class WorkerError(KgError):
    """A process that was to answer and did not: it died, or could not be started."""


class DeadlineError(WorkerError):
    """What was asked took longer than the deadline, and was ended."""


class BusyError(WorkerError):
    """All processes are busy and too many askers wait already; ask again later."""


class MissingExtraError(KgError):
    """An optional part of the distribution that is not installed."""


def one_line(text: str) -> str:
    """Fold line breaks and control characters, so that a message is one line whatever it quotes."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
