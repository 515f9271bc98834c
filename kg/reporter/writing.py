"""The formats of a report, by name."""

from collections.abc import Callable, Mapping

from kg.errors import FormatError
from kg.reporter import markdown, markup, workbook
from kg.reporter.tables import Survey

FORMATS: Mapping[str, Callable[[Survey], bytes]] = {
    "html": markup.write,
    "md": markdown.write,
    "xlsx": workbook.write,
}
"""What writes a report, by the format's name, which is its suffix too."""


def write(survey: Survey, format: str) -> bytes:
    """Write a report. Raises `FormatError` where nobody writes the format."""
    if format not in FORMATS:
        raise FormatError(format, "no such format of reports", f"choose one of {', '.join(FORMATS)}")
    return FORMATS[format](survey)
