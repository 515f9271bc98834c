"""In which form an article is written: Markdown, HTML or plain text. The suffix says so, unless the content differs."""

import re
from enum import StrEnum
from pathlib import PurePath

from kg.reader import frontmatter

_HEAD = 4096


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
"""The suffixes of articles, and the forms that they promise."""

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
    if frontmatter.begins(text):
        return Form.MARKDOWN
    promised = SUFFIXES.get(PurePath(name).suffix.lower())
    if promised is Form.MARKDOWN:
        return Form.MARKDOWN
    if promised is Form.HTML:
        return Form.HTML if _TAG.search(text) else Form.PLAIN
    return Form.HTML if _BLOCK.search(text[:_HEAD]) else Form.PLAIN


def is_page(text: str) -> bool:
    """Whether a text is a whole HTML page and no fragment of one."""
    return _PAGE.match(text[:_HEAD]) is not None
