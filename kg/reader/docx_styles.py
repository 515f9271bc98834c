"""What the styles and the numbering of a Word document say of its paragraphs (ECMA-376-1, 17.7 and 17.9)."""

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.reader.lists import STYLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|标题) ?([1-9])")
_TITLES = ("title", "标题")
_DEEPEST = 6
_BODY = 9
_FORMATS = {"lowerLetter": "a", "upperLetter": "A", "lowerRoman": "i", "upperRoman": "I"}
_CHINESE = re.compile("chinese|ideograph|taiwanese|japanese", re.IGNORECASE)
_LARGEST = 9999


def local(element: "_Element") -> str:
    """The name of an element without its namespace, of which there are two (ECMA-376 transitional and strict)."""
    return str(element.tag).rpartition("}")[2]


def children(element: "_Element | None", name: str) -> "Iterator[_Element]":
    """The children of an element that have a name."""
    return (child for child in (() if element is None else element) if local(child) == name)


def child(element: "_Element | None", *path: str) -> "_Element | None":
    """The first child of a name, and its first of the next name, and so on."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: "_Element | None", name: str = "val") -> str | None:
    """An attribute, whatever its namespace."""
    if element is None:
        return None
    return next((str(said) for key, said in element.attrib.items() if str(key).rpartition("}")[2] == name), None)


def whole(text: str | None, default: int) -> int:
    """A whole number from 0 to `_LARGEST`."""
    return min(int(text), _LARGEST) if text and text.isascii() and text.isdigit() else default


def is_on(properties: "_Element | None", name: str) -> bool | None:
    """Whether a property such as bold is switched on or off; None where nothing is said."""
    switch = child(properties, name)
    return None if switch is None else value(switch) not in ("0", "false", "off", "none")


class Style(NamedTuple):
    """What a paragraph or a run looks like; None where nothing is said. `level` is that of a heading, from 1 on."""

    level: int | None = None
    bold: bool | None = None
    hidden: bool | None = None
    centred: bool | None = None
    numbering: tuple[str, int] | None = None

    def over(self, other: "Style") -> "Style":
        """This style, and what it leaves open from another."""
        return self._replace(**{name: said for name, said in other._asdict().items() if getattr(self, name) is None})


def style(element: "_Element") -> Style:
    """What a paragraph, a run or the definition of a style says by itself."""
    paragraph, run = child(element, "pPr"), child(element, "rPr")
    outline, align = value(child(paragraph, "outlineLvl")), value(child(paragraph, "jc"))
    numbered = child(paragraph, "numPr")
    number = value(child(numbered, "numId"))
    return Style(
        level=None if outline is None else _level(whole(outline, _BODY) + 1),
        bold=is_on(run, "b"),
        hidden=is_on(run, "vanish"),
        centred=None if align is None else align == "center",
        numbering=None if number is None else (number, whole(value(child(numbered, "ilvl")), 0)),
    )


def _level(outline: int) -> int:
    return min(outline, _DEEPEST) if outline <= _BODY else 0


def styles(root: "_Element | None") -> dict[str, Style]:
    """The styles of a document by their ids, each with what it takes over from those that it is based on."""
    known: dict[str, Style] = {}
    elements = {value(element, "styleId") or "": element for element in children(root, "style")}
    for id in elements:
        chain: dict[str, None] = {}
        while id in elements and id not in chain and id not in known:
            chain[id] = None
            id = value(child(elements[id], "basedOn")) or ""
        for inner in reversed(chain):
            based = known.get(value(child(elements[inner], "basedOn")) or "", Style())
            known[inner] = style(elements[inner]).over(_named(elements[inner])).over(based)
    return known


def _named(element: "_Element") -> Style:
    name = (value(child(element, "name")) or "").lower()
    heading = _HEADING.fullmatch(name)
    return Style(level=_level(int(heading[1])) if heading else 1 if name in _TITLES else None)


class Numbering:
    """Counts the items of the lists of a document; `next` gives the number that Word prints before one, undecorated."""

    def __init__(self, root: "_Element | None") -> None:
        abstract = {value(element, "abstractNumId"): element for element in children(root, "abstractNum")}
        self._lists = {
            value(element, "numId"): (value(child(element, "abstractNumId")), element)
            for element in children(root, "num")
        }
        self._levels = {
            (id, whole(value(level, "ilvl"), 0)): level
            for id, element in abstract.items()
            for level in children(element, "lvl")
        }
        self._counts: dict[str | None, dict[int, int]] = {}

    def next(self, number: str, level: int) -> str | None:
        """The number of the next item on a level of a list, or None where it has a bullet."""
        id, element = self._lists.get(number, (None, None))
        definition = self._levels.get((id, level))
        key = number if child(element, "lvlOverride") is not None else id
        counts = self._counts.setdefault(key, {})
        first = whole(value(child(definition, "start")), 1)
        counts[level] = counts.get(level, first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return _printed(counts[level], value(child(definition, "numFmt")) or "bullet")


def _printed(number: int, written: str) -> str | None:
    if written in ("bullet", "none"):
        return None
    if _CHINESE.search(written):
        import cn2an

        return str(cn2an.an2cn(number))
    return STYLES[_FORMATS[written]](number) if written in _FORMATS else str(number)
