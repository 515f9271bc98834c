"""Which names of awards, programmes and cases may be one: never whether they are. Facts that are told alike decide.

Names are compared by their key (`kg.registry.names.key`): width, case, quotes and traditional characters do not
matter. A difference is a cost: 0 none, 1 told shorter or longer, 2 a misprint; nothing where it is another name.
"""

import re
from functools import lru_cache

from kg.registry.names import key

_TELLING = frozenset(
    "0123456789〇零一二三四五六七八九十百千万亿两甲乙丙丁金银铜特上下左右东南西北内外前后大小新老男女产寿财健车省市县区年月日季半非不无未"
)
"""Characters that make another name: numbers, grades, places, lines of business, negations."""
_YEAR = re.compile(r"^(?:19|20)\d\d(?:年度?)?")
_GENERIC = re.compile(r"(?:奖项|大奖|奖杯|奖牌|奖|称号|荣誉|殊荣)$")
_EVENT = re.compile(
    r"(?:颁奖典礼|颁奖盛典|(?:评选|评审|推选|征集)(?:活动|结果)?|(?:优秀|典型)?案例|的?榜单?|名单|获奖|评奖|大赛"
    r"|活动|典礼|论坛|年会|峰会)$"
)
_WORK = re.compile(r"(?:典型案例|优秀案例|服务案例|案例|项目|活动|实践)$")
_PARTED = re.compile(r"——|―|—|–|:|：|·|\|")
_QUOTED = re.compile(r"^[“「《『]([^“”「」《》『』]{3,})[”」》』][^“”「」《》『』]+$")
"""A title in quotes that took other words with it."""
_LEAST_TITLE = 4
_LEAST_MAIN = 3


def awards(a: str, b: str, programmes: tuple[str, ...] = ()) -> int | None:
    """What tells the names of two awards apart; the name of their programme before them does not count."""
    if key(a) == key(b):
        return 0
    bare, other = (_award(key(name), programmes) for name in (a, b))
    if bare == other:
        return 1
    return 2 if min(len(bare), len(other)) >= 4 and _is_misprint(bare, other) else None


def _award(name: str, programmes: tuple[str, ...]) -> str:
    short = _YEAR.sub("", name)
    for programme in sorted(programmes, key=len, reverse=True):
        if programme and short.startswith(programme) and len(short) > len(programme):
            short = _YEAR.sub("", short[len(programme) :])
            break
    return _GENERIC.sub("", short) or short


def programmes(a: str, b: str) -> int | None:
    """What tells the names of two programmes apart: one may be a part of the other, at either end."""
    if key(a) == key(b):
        return 0
    short, long = sorted((_programme(key(a)), _programme(key(b))), key=lambda name: (len(name), name))
    if short == long:
        return 1
    if len(short) >= 3 and (long.endswith(short) or long.startswith(short)):
        return 1
    return 2 if len(short) >= 8 and _is_misprint(short, long) else None


def _programme(name: str) -> str:
    short = _YEAR.sub("", name)
    while (cut := _EVENT.sub("", short)) not in ("", short):
        short = cut
    return short


@lru_cache(maxsize=1 << 14)
def cases(a: str, b: str) -> int | None:
    """What tells the titles of two cases apart: a subtitle, a word for what they are, a misprint."""
    if key(a) == key(b):
        return 0
    short, long = sorted((_WORK.sub("", key(a)), _WORK.sub("", key(b))), key=lambda name: (len(name), name))
    if core(a) == core(b) and len(core(a)) >= _LEAST_MAIN:
        return 1
    if len(short) < _LEAST_TITLE:
        return None
    if short in long and 2 * len(short) >= len(long) and not _TELLING.intersection(long.replace(short, "", 1)):
        return 1
    return 2 if _is_misprint(short, long, 2 if len(short) >= 14 else 1) else None


def core(title: str) -> str:
    """The key of a title without its subtitle and the word for what it is: 乡村课堂——到村里去 is 乡村课堂.

    >>> core("“乡村小课堂——到村里去”项目") == core("乡村小课堂")
    True
    """
    return _WORK.sub("", key(_main(title)))


def _main(title: str) -> str:
    """The part of a title before its subtitle, where that is long enough to be told by itself."""
    title = _QUOTED.sub(r"\1", title.strip())
    first, *rest = _PARTED.split(title.strip('“”"「」《》『』 '))
    main = _WORK.sub("", key(first)) if first.strip() else ""
    return main if rest and len(main) >= _LEAST_MAIN else key(title)


def _is_misprint(a: str, b: str, most: int = 1) -> bool:
    """Whether so few characters differ, and none that makes another name."""
    from rapidfuzz.distance import OSA

    if OSA.distance(a, b, score_cutoff=most) > most:
        return False
    return not any(map(_tells, _changes(a, b)))


def _tells(change: tuple[str, str]) -> bool:
    """Whether a change makes another name: 一 for 二 does, 薪 for 新 is a slip."""
    old, new = change
    return (
        bool(_TELLING.intersection(old) and _TELLING.intersection(new))
        if old and new
        else bool(_TELLING.intersection(old + new))
    )


def _changes(a: str, b: str) -> list[tuple[str, str]]:
    """What stands in one text where something else, or nothing, stands in the other."""
    from rapidfuzz.distance import Levenshtein

    return [
        (a[change.src_start : change.src_end], b[change.dest_start : change.dest_end])
        for change in Levenshtein.opcodes(a, b)
        if change.tag != "equal"
    ]
