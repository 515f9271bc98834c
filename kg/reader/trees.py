"""HTML as a tree: what is mended before and checked after, so that the parser loses nothing silently."""

import re
from typing import TYPE_CHECKING

from kg.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_END_OF_PAGE = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_DEEPEST = 1500
"""Beyond 2048 open tags libxml2 stops without a word (from 2.14 on), or takes quadratic time (before)."""
_END_OF_PARAGRAPH = re.compile(
    r"</p\s*>(?!\s*(?:$|</?(?:p|div|h[1-6]|table|t[rdh]|[uo]l|li|section|blockquote|center|hr)\b))", re.IGNORECASE
)
"""The end of a paragraph after which no block begins or ends."""


def parse(html: str, *, where: str) -> "_Element | None":
    """Parse HTML, whole pages and fragments alike, as browsers do; None where there is nothing in it.

    Raises `InputError` where tags are nested too deeply.
    """
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root: _Element | None
    try:
        root = etree.fromstring(_mended(html).encode("utf-8", "replace"), parser)
    except etree.ParserError:
        return None
    if root is not None and html.count("<") > _DEEPEST and _is_too_deep(root):  # old versions of lxml may give None
        raise InputError(where, "its HTML tags are nested too deeply to be read", "close the tags that are open")
    return root


def _is_too_deep(root: "_Element") -> bool:
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


def _mended(html: str) -> str:
    """The same page, without four things at which libxml2 drops text or glues it together.

    `<` before anything but a tag name is text (HTML Living Standard, 13.2.5.6). Text after `</body>` belongs to the
    body. A comment that never ends hides nothing. A stray `</p>`, as left after `<p><h3>…</h3>…</p>`, ends a
    paragraph.
    """
    html = _END_OF_PAGE.sub("", _NO_TAG.sub("&lt;", html))
    unclosed = html.rfind("<!--")
    if unclosed > html.rfind("-->"):
        html = html[:unclosed] + html[unclosed + 4 :]
    return _END_OF_PARAGRAPH.sub("</p><hr>", html)
