"""Which names of awards, programmes and cases may be one: never whether they are. Facts that are told alike decide.

Names are compared by their key (`kg.registry.names.key`): width, case, quotes and traditional characters do not
matter. A difference is a cost: 0 none, 1 told shorter or longer, 2 a misprint by sound, 3 another character, which is
a misprint only where everything else is one; nothing where it is another name.
"""

import re
from functools import lru_cache

from kg.registry.names import key

_TELLING = frozenset(
    "0123456789〇零一二三四五六七八九十百千万亿两甲乙丙丁金银铜特上下左右东南西北内外前后大小新老男女产寿财健车省市县区年月日季半非不无未"
)
"""Characters that make another name: numbers, grades, places, lines of business, negations."""
_YEAR = re.compile(r"^(?:(?:19|20)\d\d(?:年度?)?|年度)")
_GENERIC = re.compile(r"(?:奖项|大奖|奖杯|奖牌|奖|称号|荣誉|殊荣)$")
_EVENT = re.compile(
    r"(?:颁奖典礼|颁奖盛典|(?:评选|评审|推选|征集)(?:活动|结果)?|(?:优秀|典型)?案例|的?榜单?|名单|获奖|评奖|大赛"
    r"|活动|典礼|论坛|年会|峰会)$"
)
_WHOSE = re.compile(r"青年|青少年|少年|女性|妇女|学生|大学生|新人|中小|小微|县域|基层|港澳|海外")
"""Words that make a contest of its own."""
_FIELD = re.compile(
    r"(?:中国|全国|国际|亚洲|亚太|全球|华东|华南|华北|华中|西部|中部地区|东北|大湾区|长三角|京津冀)?"
    r"(?:(?:保险|银行|证券|基金|金融|信托|数字金融|财富管理|资产管理)(?:业|行业)?)?"
)
"""A place and a trade, which a programme is called by or not."""
_WORK = re.compile(r"(?:典型案例|优秀案例|服务案例|案例|项目|活动|实践)$")
_PARTED = re.compile(r"——|―|—|–|:|：|·|\|")
_PARTICLES = frozenset("的之与和及")
_MIXED_UP = re.compile(r"(?<=[zcs])h|(?<=n)g$")
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
    if min(len(bare), len(other)) < 4:
        return None
    if _is_misprint(bare, other):
        return 2
    return 3 if _is_other_character(bare, other) else None


def _award(name: str, programmes: tuple[str, ...]) -> str:
    short = _YEAR.sub("", name)
    for programme in sorted(programmes, key=len, reverse=True):
        if programme and short.startswith(programme) and len(short) > len(programme):
            short = _YEAR.sub("", short[len(programme) :])
            break
    return _GENERIC.sub("", short) or short


def programmes(a: str, b: str) -> int | None:
    """What tells the names of two programmes apart: one may be a part of the other, at either end.

    The rest must not say for whom it is, so that a contest for the young is not that for all.
    """
    if key(a) == key(b):
        return 0
    short, long = sorted((_programme(key(a)), _programme(key(b))), key=lambda name: (len(name), name))
    if short == long:
        return 1
    if len(short) >= 3 and (long.endswith(short) or long.startswith(short)):
        rest = long.removesuffix(short) if long.endswith(short) else long.removeprefix(short)
        return None if _WHOSE.search(rest) else 1
    return 2 if len(short) >= 8 and _is_misprint(short, long) else None


def is_nickname(a: str, b: str) -> bool:
    """Whether one programme's name is the other's, or what is left of it without the trade, the place and the like.

    >>> is_nickname("飞鱼奖", "2021中国保险业飞鱼奖评选"), is_nickname("风云榜", "新势力风云榜")
    (True, False)
    """
    short, long = sorted((_programme(key(a)), _programme(key(b))), key=lambda name: (len(name), name))
    return _FIELD.fullmatch(long.removesuffix(short)) is not None if long.endswith(short) else False


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
        return 1 if _may_be_one(_subtitle(a), _subtitle(b)) else None
    if len(short) < _LEAST_TITLE:
        return None
    if short in long and 2 * len(short) >= len(long) and not _TELLING.intersection(long.replace(short, "", 1)):
        return 1
    return 2 if _is_misprint(short, long, 2 if len(short) >= 14 else 1) else None


def _may_be_one(a: str, b: str) -> bool:
    """Whether two subtitles may be of one case: one is left out, cut short or misprinted."""
    return not a or not b or a in b or b in a or _is_misprint(a, b)


def _subtitle(title: str) -> str:
    """The key of what stands behind the main part of a title; a word for what it is does not count."""
    whole, main = key(_QUOTED.sub(r"\1", title.strip())), core(title)
    return _WORK.sub("", _WORK.sub("", whole).removeprefix(main))


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
    """Whether so few characters differ, each a slip of who types by sound, doubles a character or swaps two."""
    from rapidfuzz.distance import OSA

    if OSA.distance(a, b, score_cutoff=most) > most:
        return False
    if sorted(a) == sorted(b):
        return not any(_TELLING.intersection(old + new) for old, new in _changes(a, b))
    return all(_is_slip(old, new, a, b) for old, new in _changes(a, b))


def _is_slip(old: str, new: str, a: str, b: str) -> bool:
    if _TELLING.issuperset(old + new):
        return False
    if old and new:
        return len(old) == len(new) and all(map(_sound_alike, old, new))
    added, longer = old + new, max(a, b, key=len)
    return all(each in _PARTICLES or (not each.isascii() and each * 2 in longer) for each in added)


@lru_cache(maxsize=1 << 12)
def _sound_alike(a: str, b: str) -> bool:
    """Whether two characters are typed alike, in a pronunciation that mixes up what people mix up (n and ng, z and zh).

    >>> _sound_alike("例", "列"), _sound_alike("新", "薪"), _sound_alike("公", "私"), _sound_alike("A", "H")
    (True, True, False, False)
    """
    from pypinyin import Style, pinyin

    def sounds(character: str) -> set[str]:
        said = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
        return {_MIXED_UP.sub("", each.replace("ie", "i")) for each in (said[0] if said else ())}

    return bool(sounds(a) & sounds(b))


def _is_other_character(a: str, b: str) -> bool:
    """Whether just one Chinese character differs, and neither names a number, a grade or the like."""
    changes = _changes(a, b)
    if len(a) != len(b) or len(changes) != 1:
        return False
    [(old, new)] = changes
    return len(old) == 1 and not _TELLING & {old, new} and not (old + new).isascii()


def _changes(a: str, b: str) -> list[tuple[str, str]]:
    """What stands in one text where something else, or nothing, stands in the other."""
    from rapidfuzz.distance import Levenshtein

    return [
        (a[change.src_start : change.src_end], b[change.dest_start : change.dest_end])
        for change in Levenshtein.opcodes(a, b)
        if change.tag != "equal"
    ]
