"""Members of a group that go by their trade alone: 该集团旗下产险公司 is 太保产险 where the group is 中国太保.

Goes from the organizations that a text names to mentions of those that it only describes. The group is the one named
right before, else the one that the paragraph named last; the member is the only one of its trade that the registry
has in that group by its full name. Where there are several or none, the words stay words.
"""

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator

from kg.extractor.aliases import Found
from kg.registry import Entry, Registry
from kg.registry.abbreviations import parts

_TRADES = {
    **dict.fromkeys(("产险", "财险", "财产险", "财产保险"), "财险"),
    **dict.fromkeys(("寿险", "人寿", "人寿保险"), "寿险"),
    **dict.fromkeys(("健康险", "健康保险"), "健康险"),
    **dict.fromkeys(("养老险", "养老保险", "养老"), "养老险"),
    **dict.fromkeys(("资管", "资产管理", "资产"), "资管"),
    **dict.fromkeys(("基金", "基金管理"), "基金"),
    **{trade: trade for trade in ("证券", "银行", "信托", "期货", "理财", "科技")},
}
"""What a member is called by its trade, and the trade as `kg.registry.abbreviations` has it."""
_MEMBER = rf"(?:{'|'.join(sorted(_TRADES, key=len, reverse=True))})(?:子)?公司"
_OF_GROUP = re.compile(
    rf"(?P<whose>[该本]?(?:集团|公司)|其)?(?P<of>旗下|下属|所属)的?(?P<members>{_MEMBER}(?:(?:[、和与及]|以及){_MEMBER}){{0,6}})"
)
_ONE = re.compile(rf"(?P<trade>{'|'.join(sorted(_TRADES, key=len, reverse=True))})(?:子)?公司")


def described_members(text: str, found: Collection[Found], registry: Registry) -> Iterator[Found]:
    """Find the members of registered groups that a text only describes by their trade."""
    matches = list(_OF_GROUP.finditer(text)) if "公司" in text else []
    if not matches:
        return
    named = _Named(text, found, registry)
    members: dict[tuple[str, str], Entry | None] = {}
    for match in matches:
        group = named.group(match)
        for member in _ONE.finditer(text, *match.span("members")) if group else ():
            what = group or "", _TRADES[member["trade"]]
            if what not in members:
                members[what] = _only_member(*what, registry)
            if entry := members[what]:
                yield Found(*member.span(), ("registry", entry.id))


class _Named:
    """The organizations that a text names, for asking which group was named before a place."""

    def __init__(self, text: str, found: Collection[Found], registry: Registry) -> None:
        self._text = text
        self._ends = {f.end: f for f in found}
        groups = {above.id for entry in registry for above in registry.ancestors(entry.id)}
        self._groups = sorted(f for f in found if f.key[1] in groups or text[f.start : f.end].endswith("集团"))

    def group(self, match: re.Match[str]) -> str | None:
        """The registered group that is meant; none where somebody else may be."""
        before = self._ends.get(match.start("of")) or self._ends.get(match.start())
        if before is None and (match["whose"] or not _LETTER.match(self._text, match.start() - 1)):
            at = bisect_left(self._groups, (match.start(),)) - 1
            before = self._groups[at] if at >= 0 else None
            if before and "\n" in self._text[before.end : match.start()]:
                before = None
        return before.key[1] if before and before.key[0] == "registry" else None


_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")


def _only_member(group: str, trade: str, registry: Registry) -> Entry | None:
    """The only member of a group in a trade that is called by trade and house, and by no place."""
    members = [
        entry
        for entry in registry
        if _is_called(entry, trade) and any(above.id == group for above in registry.ancestors(entry.id))
    ]
    return members[0] if len(members) == 1 else None


def _is_called(entry: Entry, trade: str) -> bool:
    told = parts(entry.legal_name)
    return told.loose == trade and not told.place and not re.search("[（(]", entry.legal_name)
