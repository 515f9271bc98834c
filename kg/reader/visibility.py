"""What a browser does not show, or shows but not as text."""

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_TEXT = frozenset(
    str.split(
        "applet area audio base button canvas datalist embed head iframe input link map meta noembed noframes "
        "noscript object optgroup option param rp rt script select source style svg template textarea title track "
        "video"
    )
)
_MOST_TABS = 20
_HIDING = re.compile(r"(?:^|;)\s*display\s*:\s*none", re.IGNORECASE)
"""`visibility: hidden` is not among it: saved WeChat pages have it on the article, and a script shows that."""


def reveal(root: "_Element") -> bool:
    """Take away what hides the text of a page, where it hides all of it but links; says whether it did.

    A script shows such a page, and nothing else in it can be the article.
    """
    from lxml import etree

    hidden: list[_Element] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start" and (element.tag == "a" or not is_text(element)):
            if element.tag not in _NO_TEXT and _is_hidden(element):
                hidden.append(element)
            walk.skip_subtree()
        elif ((element.text if event == "start" else element is not root and element.tail) or "").strip():
            return False
    for element in hidden:
        for inner in element.iter():
            _show(inner)
    return bool(hidden)


def _show(element: "_Element") -> None:
    if "hidden" in element.attrib:
        del element.attrib["hidden"]
    if style := element.get("style"):
        element.set("style", _HIDING.sub("", style))


def is_text(element: "_Element") -> bool:
    """Whether what stands in an element is text that a reader of the page can see."""
    if element.tag in _NO_TEXT:
        return False
    return not _is_hidden(element) or _is_tab(element)


def _is_hidden(element: "_Element") -> bool:
    hidden, style = element.get("hidden"), element.get("style")
    return (hidden is not None and hidden != "until-found") or (style is not None and _HIDING.search(style) is not None)


def _is_tab(element: "_Element") -> bool:
    """Whether a hidden element is the back of a tab panel: a sibling of the same tag and class is shown."""
    parent, kind = element.getparent(), element.get("class")
    if parent is None or not kind:
        return False
    return any(
        other.tag == element.tag and other.get("class") == kind and not _is_hidden(other)
        for other in islice(parent, _MOST_TABS)
    )
