"""What a text calls an organization for short: what it declares, and what the grammar of names shows.

Names mean the same where the text says so (以下简称), where one is the other without its legal part, and where one is
short for just one other by grammar: 岳麓农商行 beside 湖南岳麓农村商业银行.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from kg.extractor import naming
from kg.registry.abbreviations import is_generic, is_short_for, parts
from kg.terms import norm


class Found(NamedTuple):
    """A candidate mention: its key says whose name it is (registry id, or folded name)."""

    start: int
    end: int
    key: tuple[str, str]


_DECLARED = re.compile(
    r"[，,](?:以下|下文)?(?:简称|下称|簡稱|下稱)(?:为|為|：)?[“‘「『\"]?(?P<short>[^”’」』\"（）()，。、；的]{2,12})[”’」』\"]?(?=[，,。；])"
    r"|\s*[（(](?:[^（）()]{0,30}?[，,；;])?(?:以下|下文)?(?:合并|统一)?(?:简称|下称|简稱|下稱|统称"
    r"|英文简称)(?:为|為)?[：:]?"
    r"\s*[“‘「『\"]?(?P<alias>[^”’」』\"（）()，。、]{2,20})[”’」』\"]?(?:[，,或、][^（）()]{0,40})?[）)]"
)
_ACRONYM = re.compile(r"[（(](?P<alias>[A-Z][A-Za-z&]{1,11})[）)](?P<short>)")


def declared(text: str, found: Iterable[Found]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Find what the text declares as short for a name: the alias and the key of the name before it."""
    for name in found:
        match = _DECLARED.match(text, name.end) or _ACRONYM.match(text, name.end)
        alias = (match["alias"] or match["short"]).strip() if match else ""
        if alias and not alias.startswith(("公司", "本公司", "本行", "集团公司")):
            yield alias, name.key


def shortened(found: Iterable[Found], text: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """Find short forms of unregistered names that are the name without its legal part."""
    for name in found:
        full = text[name.start : name.end]
        if name.key[0] == "name" and (short := naming.LEGAL.sub("", full)) != full and len(short) > 2:
            yield short, name.key
            yield from ((s, name.key) for s in (re.sub(r"(?<=人寿|财产)保险$|(?<=..)控股$", "", short),) if s != short)


def same_keys(
    found: Iterable[Found], aliases: Mapping[str, tuple[str, str]], text: str
) -> dict[tuple[str, str], tuple[str, str]]:
    """Map the key of a name that another name's short form equals to that other name's key."""
    folded = {norm(alias): key for alias, key in aliases.items()}
    keys = {f.key for f in found}
    folded = {**_abbreviated(text, found), **_without_kind(text, found), **folded}
    return {key: folded[key[1]] for key in keys if key[0] == "name" and folded.get(key[1], key) != key}


def _without_kind(text: str, found: Iterable[Found]) -> dict[str, tuple[str, str]]:
    """Short forms without the word for the kind, where just one name of the text has them: 甲 beside 甲银行."""
    longer: dict[str, set[tuple[str, str]]] = {}
    for name in found:
        full = text[name.start : name.end]
        kind = _KIND.search(full) if name.key[0] != "branch" else None
        if kind and kind.start() > 1:
            longer.setdefault(norm(full[: kind.start()]), set()).add(name.key)
    return {short: keys.pop() for short, keys in longer.items() if len(keys) == 1}


def _abbreviated(text: str, found: Iterable[Found]) -> dict[str, tuple[str, str]]:
    """Names that are short, by the grammar of names, for just one other of the text, beside which none is listed.

    What is registered is meant by the names in the registry alone: 国泰人寿 is not 陆家嘴国泰人寿.
    """
    printed = {text[f.start : f.end]: f.key for f in sorted(found, reverse=True) if f.key[0] != "branch"}
    fuller: dict[tuple[str, str], list[str]] = {}
    for name in printed:
        for head in dict.fromkeys(head[:1] for head in parts(name).heads):
            fuller.setdefault((parts(name).loose, head), []).append(name)
    same: dict[str, tuple[str, str]] = {}
    for short, key in printed.items():
        if key[0] == "name" and not is_generic(short):
            like = fuller.get((parts(short).loose, parts(short).head[:1]), ())
            full = [f for f in like if printed[f] != key and len(f) > len(short) and is_short_for(short, f)]
            others = {printed[f] for f in full}
            if (
                len(others) == 1
                and printed[full[0]][0] == "name"
                and not any(_is_listed_with(text, short, f) for f in full)
            ):
                same[norm(short)] = printed[full[0]]
    return same


def _is_listed_with(text: str, a: str, b: str) -> bool:
    return any(f"{x}{mark}{y}" in text for x, y in ((a, b), (b, a)) for mark in "、和与及")


_KIND = re.compile(r"(?:银行|人寿|财险|产险|证券|基金|信托|期货|保险|集团|科技|资管)$")
