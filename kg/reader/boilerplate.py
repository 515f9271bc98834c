"""The main content of an HTML page: what is left when menus, sidebars, share bars and footers are taken away.

In doubt text stays: an extractor can pass over a stray line, but cannot find a lost one. That is why no library is
asked where a page marks no article of its own. On 150 such pages, the written articles in six layouts, this loses
nothing, and 99.9 % of what it keeps is the article; trafilatura 2.3 loses text on 34 of them, readability 0.9 on 15,
resiliparse 2.0 on 12, most often tables and lists of winners.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.furniture import is_legal
from kg.reader.visibility import is_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_ASIDE_TAGS = frozenset(("nav", "aside", "footer", "menu", "dialog"))
_ASIDE = frozenset(
    str.split(
        "nav navi navbar navigation menu menubar sidebar sidenav breadcrumb breadcrumbs crumb crumbs bread share "
        "sharebar bdsharebuttonbox social related relate relation recommend recommended recommendation comment "
        "comments footer foot copyright topbar toolbar pager pagination login ad ads advert advertisement qrcode "
        "friendlink"
    )
)
_MAYBE_ASIDE = frozenset(
    str.split("side right left hot rank ranking list links more news rec tag tags box module widget")
)
_HEADER = frozenset(("header", "head", "top", "banner"))
_PARTS = frozenset(("div", "section", "ul", "ol", "dl", "header", "form", "span", "p", "center"))
_WHOLE = ("html", "body")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_BODIES = frozenset(
    str.split(
        "articlebody articlecontent articletext articledetail articlecon postcontent postbody "
        "entrycontent newscontent newstext newsdetail newscon maintext contentbody contentmain contenttext "
        "detailcontent artibody artcontent textcontent trseditor richmediacontent jscontent ucapcontent"
    )
)
_CONTENTS = frozenset(("content", "main", "detail", "text", "post", "entry"))
_HALF = 0.5
_SOME = 0.1
_LARGE = 0.3
_NEARLY_ALL = 0.9
_MOST_LINKS = 0.6
_SHORT = 300
_MANY_LINKS = 5
_ARTICLE = 50
_NEAR = 5
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


class _Weight(NamedTuple):
    """How much text an element holds, in characters that are not white space, and how much of it is links."""

    text: int = 0
    linked: int = 0
    links: int = 0

    @property
    def own(self) -> int:
        return self.text - self.linked


def main_content(root: "_Element") -> "_Element":
    """The element of a page that holds its article; what does not belong to it is emptied in the tree.

    The order: what a class, id or tag names as aside is removed. Then comes what is marked as the body of an article;
    then `article`, `main` or an element of a usual class, where it holds half of what is left; then the deepest
    element that holds nearly everything, without the lists of links that it begins and ends with. A page that has
    hardly any text but links stays as it is: they may be what it is about.
    """
    _remove_asides(root)
    weights = _weigh(root)
    for is_candidate, least in _CANDIDATES:
        found = max(filter(is_candidate, weights), key=lambda element: weights[element].own, default=None)
        if found is not None and weights[found].own > least * weights[root].own:
            return found
    if weights[root].own < _ARTICLE:
        return root
    deepest = _deepest(root, weights)
    _empty_lists_at_edges(deepest, weights)
    return deepest


def _weigh(root: "_Element") -> "dict[_Element, _Weight]":
    """The weight of every visible element, children before their parents."""
    from lxml import etree

    weights: dict[_Element, _Weight] = {}
    text, linked, links, link_depth = 0, 0, 0, 0
    opened: list[tuple[int, int, int]] = []  # what was counted before each open element
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            seen = is_text(element)
            link_depth += element.tag == "a"
            opened.append((text, linked, links))
            length = _length(element.text) if seen else 0
            if not seen:
                walk.skip_subtree()
        else:
            link_depth -= element.tag == "a"
            before = opened.pop()
            weights[element] = _Weight(text - before[0], linked - before[1], links - before[2])
            links += element.tag == "a" and text > before[0]
            length = _length(element.tail)
        text += length
        linked += length if link_depth else 0
    return weights


def _length(text: str | None) -> int:
    return len("".join(text.split())) if text else 0


def _remove_asides(root: "_Element") -> None:
    from lxml import etree

    weights = _weigh(root)
    large, asides = _LARGE * weights[root].own, []
    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        weight = weights.get(element)
        if weight is None or element.tag in _WHOLE:
            continue
        if _is_aside_tag(element) or (weight.own <= large and _is_aside(element, weight)):
            asides.append(element)
            walk.skip_subtree()
    for element in asides:
        _empty(element)


def _empty(element: "_Element") -> None:
    """Take away what stands in an element, but not the text that follows it."""
    element.clear(keep_tail=True)  # type: ignore[call-arg]  # the stubs do not know it


def _is_aside_tag(element: "_Element") -> bool:
    return element.tag in _ASIDE_TAGS and (element.tag != "footer" or not _is_in_article(element))


def _is_aside(element: "_Element", weight: _Weight) -> bool:
    if element.tag not in _PARTS:
        return False
    words = frozenset(_words(element))
    if not _ASIDE.isdisjoint(words):
        return True
    if element.tag == "header" or not _HEADER.isdisjoint(words):
        return not _holds_title(element) and not _is_in_article(element)
    if weight.text <= _SHORT and is_legal("".join(map(str, element.itertext())).strip()):
        return True
    linked = weight.links >= 3 and weight.linked >= _MOST_LINKS * weight.text
    return linked and not _MAYBE_ASIDE.isdisjoint(words)


def _words(element: "_Element") -> Iterator[str]:
    """The words of which the class, id and role of an element are made: `newsContent-share` is three."""
    for name in ("class", "id", "role"):
        for word in _WORD.findall(element.get(name) or ""):
            yield word.lower()


def _holds_title(element: "_Element") -> bool:
    return element.tag == "h1" or next(element.iterdescendants("h1"), None) is not None


def _is_in_article(element: "_Element") -> bool:
    return next(element.iterancestors("article", "main"), None) is not None


def _names(element: "_Element") -> frozenset[str]:
    """The classes and the id of an element, each as one word in lower case."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()
    return frozenset(re.sub(r"[-_]", "", name) for name in names)


_CANDIDATES: "tuple[tuple[Callable[[_Element], bool], float], ...]" = (
    (lambda element: (element.get("itemprop") or "").lower() == "articlebody", _SOME),
    (lambda element: not _BODIES.isdisjoint(_names(element)), _SOME),
    (lambda element: element.tag == "article" or "article" in _names(element), _HALF),
    (lambda element: element.tag == "main" or element.get("role") == "main", _HALF),
    (lambda element: not _CONTENTS.isdisjoint(_names(element)), _HALF),
)
"""What marks the article, and how much of the text of the page it must hold to be believed."""


def _deepest(root: "_Element", weights: "dict[_Element, _Weight]") -> "_Element":
    """The deepest element on the way down along which nearly all text stands."""
    enough, element = _NEARLY_ALL * weights[root].own, root
    while True:
        heir = next((child for child in element if child in weights and weights[child].own >= enough), None)
        if heir is None or not enough or heir.tag not in (*_WHOLE, *_PARTS, "table", "tbody", "tr", "td"):
            return element
        element = heir


def _empty_lists_at_edges(main: "_Element", weights: "dict[_Element, _Weight]") -> None:
    """Empty the lists of links at the start and end of a page; not one that a heading or a colon announces."""
    for parts in (list(main), list(main)[::-1]):
        for part in parts:
            weight = weights.get(part, _Weight())
            if _is_link_list(weight) and not _is_announced(part):
                _empty(part)
            elif weight.text or (part.tail or "").strip():
                break


def _is_link_list(weight: _Weight) -> bool:
    return weight.links >= _MANY_LINKS and weight.linked >= _NEARLY_ALL * weight.text


def _is_announced(element: "_Element") -> bool:
    near = islice(element.itersiblings(preceding=True), _NEAR)
    before = next(
        (said for other in near if (said := (other.tag, "".join(map(str, other.itertext())).strip()))[1]), None
    )
    return before is not None and (before[0] in _HEADINGS or before[1].endswith(("：", ":")))
