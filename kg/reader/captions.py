"""Walls of pictures: images side by side whose only words are those that stand in for them.

Certificates and trophies are often shown as a row of images; what they are stands in the `alt` of each (HTML Living
Standard, 4.8.4.4). One image, or images beside text, say nothing that the text does not.
"""

import re
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_WORDS = re.compile(r"(?=(?:[^\u4e00-\u9fff]*[\u4e00-\u9fff]){4})[^<>\n]{6,80}")
_FEWEST = 3


def captions(root: "_Element") -> "dict[_Element, str]":
    """What each image of a wall of pictures shows, by the image."""
    walls: dict[_Element, dict[str, _Element]] = {}
    for image in root.iter("img"):
        words = " ".join((image.get("alt") or "").split())
        if _WORDS.fullmatch(words) and (wall := _box(image).getparent()) is not None:
            walls.setdefault(wall, {}).setdefault(words, image)
    return {image: words for wall in walls.values() if len(wall) >= _FEWEST for words, image in wall.items()}


def _box(image: "_Element") -> "_Element":
    """The outermost element that holds this image and nothing else to see."""
    box = image
    while (parent := box.getparent()) is not None:
        alone = len(list(islice(parent.iter("img"), 2))) == 1
        if not alone or any(text.strip() for text in parent.itertext()):
            break
        box = parent
    return box
