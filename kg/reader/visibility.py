"""What a browser does not show, or shows but not as text."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_NO_TEXT = frozenset(
    "applet area audio base button canvas datalist embed head iframe input link map meta noembed noframes noscript "
    "object optgroup option param picture rp rt script select source style svg template textarea title track video".split()
)
_MOST_TABS = 20
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.IGNORECASE)


def is_text(element: "_Element") -> bool:
    """Whether what stands in an element is text that a reader of the page can see."""
    if element.tag in _NO_TEXT:
        return False
    return not _is_hidden(element.attrib) or _is_tab(element)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    if "hidden" in attributes and attributes["hidden"] != "until-found":
        return True
    return "style" in attributes and _HIDING.search(attributes["style"]) is not None


def _is_tab(element: "_Element") -> bool:
    """Whether a hidden element is the back of a tab panel: a sibling of the same tag and class is shown."""
    parent, kind = element.getparent(), element.get("class")
    if parent is None or not kind:
        return False
    return any(
        other.tag == element.tag and other.get("class") == kind and not _is_hidden(other.attrib)
        for other in islice(parent, _MOST_TABS)
    )
