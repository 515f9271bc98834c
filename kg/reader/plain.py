"""Plain text: one paragraph a line, and the lines that a crawler has glued together come apart again."""

import re
from collections.abc import Iterator

from kg.reader.passages import Passage
from kg.reader.spacing import folded, runs_on

_INDENT = re.compile(r"(?<=[。！？”…])(?: {4,}|\t+|[ \xa0]*\u3000{2,})[ \t\xa0\u3000]*")
"""An indent that follows the end of a sentence was the start of a paragraph."""
_WIDE_GAP = re.compile(r"(?<=\S)[ \xa0\u3000]{8,}")
_LONG = 200


def read_plain(text: str) -> list[Passage]:
    r"""Read plain text into paragraphs; `text` has no characters but `\n` that end a line.

    >>> [passage.text for passage in read_plain("　　标题\n　　第一段。　　第二段\n，未完")]
    ['标题', '第一段。', '第二段，未完']
    """
    return [Passage(line) for line in _joined([part for line in text.split("\n") for part in _parted(line)]) if line]


def _parted(line: str) -> list[str]:
    line = _INDENT.sub("\n", line.strip())
    if len(line) > _LONG:
        line = _WIDE_GAP.sub("\n", line)
    return [folded(part) for part in line.split("\n")]


def _joined(lines: list[str]) -> Iterator[str]:
    """The lines, those joined between which no line can end."""
    parts: list[str] = []
    for line in lines:
        if parts and parts[-1] and line and (parts[-1][-1] == "，" or runs_on(parts[-1][-1], line[0])):
            parts.append(line)
        else:
            yield "".join(parts)
            parts = [line]
    yield "".join(parts)
