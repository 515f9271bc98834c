"""What is known of an article besides its text, gathered from several places of it."""

from typing import NamedTuple


class Metadata(NamedTuple):
    """Facts about an article, each None where a place does not tell; fields as in `kg.article.Article`."""

    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()

    def completed(self, other: "Metadata") -> "Metadata":
        """These facts, and from the other what these leave open; the warnings of both.

        >>> Metadata(title="甲").completed(Metadata(title="乙", publisher="金融时报"))
        Metadata(id=None, title='甲', url=None, publisher='金融时报', ...)
        """
        unused = self.published is not None and other.published is not None  # a warning goes with its date
        warnings = (*self.warnings, *(() if unused else other.warnings))
        gaps = {name: value for name, value in other._asdict().items() if getattr(self, name) is None}
        return self._replace(**{**gaps, "warnings": warnings})
