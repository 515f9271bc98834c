"""The names in the cells of tables: what a cell lists, and whether it looks like names of organizations.

甲银行、乙银行, 1.甲资产 2.乙资产, 甲资产乙资产 where a line break parted them. Who of them won what is for `tables`.
"""

import re
from collections.abc import Iterator

from kg.article import Block
from kg.extractor.awards import is_award_name
from kg.extractor.grid import records, says, tables
from kg.extractor.naming import ends_as_organization
from kg.extractor.outline import Region

NONE = re.compile(
    r"(?:[—\-–－―/／\s*.…]|从缺|空缺|暂缺|缺|无|暂无|略|待定|未评出|未评选|不设|轮空|同上|合计|总计|小计|共计|N/?A)*"
    r"|[国省市区县部]家?级",
    re.IGNORECASE,
)
NOTE = re.compile(r"另有|详见|名单见|^见|^注[：:]|等\d+[家个]")
_NO_NAME = re.compile(r"\d.*|[万亿千百]*[元股户人次件笔个家亩吨]|.*[。？！].*")
NUMBERED = re.compile(r"(?<!\d)(?:\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳])\s*")
_NO_PART_OF_NAME = re.compile(
    rf"[（(][^（）()]{{0,60}}[）)]|[“「《][^”」》]{{0,60}}[”」》]|[*※★☆#△▲]|[：:—].*$|{NUMBERED.pattern}"
)
_PARTS = re.compile(r"[、;；/／\s，]+|(?<=[\u4e00-\u9fff）)])(?:和|与|及|以及|联合|携手)(?=[\u4e00-\u9fff]{4})")
_LEGAL = re.compile(r"(?:公司|分行|支行|联社|信用社|营业部)$")
_UNIT = re.compile(r"公司|集团|股份|有限|管理|业|间|行业|分")


def winner_cells(text: str, blocks: tuple[Block, ...]) -> Iterator[Region]:
    """The names in cells that hold winners or givers: whatever stands there is an organization's name."""
    for cells in tables(blocks).values():
        for record in records(text, cells, lambda cell: reads_as_names(text, cell)):
            for cell in (*(() if record.inline else record.winners), *filter(None, [record.giver])):
                yield from _names(text, cell)


def reads_as_names(text: str, cell: Block) -> bool:
    """Whether all that a cell lists ends as names of organizations do."""
    if is_award_name(says(text, cell), sure=True):
        return False
    names = [text[r.start : r.end] for r in _names(text, cell)]
    return bool(names) and all(map(_ends_as_name, names))


def _ends_as_name(name: str) -> bool:
    return ends_as_organization(name) or _LEGAL.search(name) is not None


def _names(text: str, cell: Block) -> Iterator[Region]:
    """What a cell lists as names: without brackets, quotations, numbers and marks."""
    said = _NO_PART_OF_NAME.sub(lambda m: "\n" * len(m[0]), text[cell.start : cell.end])
    stops = [*(m.span() for m in _PARTS.finditer(said)), (len(said), len(said))]
    for start, end in zip([0, *(after for _, after in stops)], [before for before, _ in stops], strict=False):
        name = said[start:end]
        if 2 <= len(name) <= 30 and not (NONE.fullmatch(name) or NOTE.search(name) or _NO_NAME.fullmatch(name)):
            at, cut = cell.start + start, cell.start + start + _run_together(name)
            yield from (Region(at, cut), Region(cut, cell.start + end)) if cut > at else (Region(at, cell.start + end),)


def _run_together(name: str) -> int:
    """Where two names meet that a line break parted: 甲资产乙资产; 0 where there is but one."""
    for left, right in ((name[:cut], name[cut:]) for cut in range(4, len(name) - 3)):
        alike = left[-2:] == right[-2:] and ends_as_organization(left)
        if (alike or _LEGAL.search(left)) and _ends_as_name(right) and not _UNIT.match(right):
            return len(left)
    return 0
