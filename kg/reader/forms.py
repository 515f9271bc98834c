"""In which form a text is written: Markdown, HTML, plain, JSON Lines, table. The suffix says so, or the content."""

import json
import re
from enum import StrEnum
from pathlib import PurePath

from kg.reader import frontmatter

_HEAD = 4096
_LONG_LINE = 32_768
"""From this length on a line that goes on is no JSON that somebody has laid out to be read."""


class Form(StrEnum):
    """How an article is written."""

    MARKDOWN = "markdown"
    HTML = "html"
    PLAIN = "plain"


SUFFIXES = {
    ".md": Form.MARKDOWN,
    ".markdown": Form.MARKDOWN,
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".xhtml": Form.HTML,
    ".txt": Form.PLAIN,
}
"""The suffixes of articles that are text, and the forms that they promise."""
LINES = frozenset((".jsonl", ".ndjson"))
"""The suffixes of files with one article a line."""
TABLES = frozenset((".csv", ".tsv"))
"""The suffixes of tables with one article a row. They are read where they are named: in folders many hold none."""
GRAPHS = frozenset((".nq", ".nt", ".ttl", ".trig", ".rdf", ".owl", ".jsonld"))
"""The suffixes of graphs, which hold no articles."""
READ = frozenset((*SUFFIXES, *LINES, ".pdf", ".docx", ".zip", ".tar", ".tgz", ".gz"))
"""The suffixes of all that is read."""

_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*+-->\s*)*+<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)
_BLOCK = re.compile(r"</(?:p|div|h[1-6]|table|ul|ol|li|dl|section|article|html|body|center)\s*>", re.IGNORECASE)


def form(text: str, name: str) -> Form:
    """The form of a text; `name` is what its file is called.

    >>> form("<!DOCTYPE html><p>正文</p>", "a.txt"), form("没有标签", "a.html")
    (<Form.HTML: 'html'>, <Form.PLAIN: 'plain'>)
    """
    if is_page(text):
        return Form.HTML
    promised = SUFFIXES.get(suffix(name))
    if promised is Form.MARKDOWN or frontmatter.begins(text):
        return Form.MARKDOWN
    if promised is Form.HTML:
        return Form.HTML if _TAG.search(text) else Form.PLAIN
    return Form.HTML if _BLOCK.search(text[:_HEAD]) else Form.PLAIN


def suffix(name: str) -> str:
    """The suffix of a name in lower case, that of what is inside where it is packed.

    >>> suffix("in/A.MD"), suffix("a.jsonl.gz"), suffix("-")
    ('.md', '.jsonl', '')
    """
    return PurePath(name.lower().removesuffix(".gz").removesuffix(".zst")).suffix


def is_lines(head: bytes, name: str) -> bool:
    """Whether a file has one article a line: its suffix says so, or its first line is a whole JSON object.

    >>> is_lines(b"", "a.jsonl"), is_lines(b'{"text": "x"}', "-"), is_lines(b'{"text":', "a.json")
    (True, True, False)
    """
    promised = suffix(name)
    if promised in LINES or promised in SUFFIXES:
        return promised in LINES
    first, ended, _ = head.removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")
    if not first.startswith(b"{"):
        return False
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return not ended and len(first) > _LONG_LINE


def is_page(text: str) -> bool:
    """Whether a text is a whole HTML page and no fragment of one."""
    return _PAGE.match(text[:_HEAD]) is not None
