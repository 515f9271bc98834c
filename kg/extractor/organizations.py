"""Who is named in an article, where, and which names mean the same organization.

Comes from the article's text, the registry and the grammar of names; gives a `Roster` of entities and their
mentions. Names mean the same where the registry says so, where the text declares it (以下简称), and where one is the
other without its legal part; never because they look alike. Who takes part in an award is for `assembly`.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.extractor import naming
from kg.extractor.aliases import Found, declared, same_keys, shortened
from kg.extractor.anaphora import Named, stand_ins
from kg.extractor.membership import described_members
from kg.extractor.outline import Region
from kg.extractor.slots import counted, named_by_place
from kg.registry import Match, Registry
from kg.terms import norm


class Mention(NamedTuple):
    """One occurrence of an entity's name: `text[start:end]`; `entity` is an index into the roster."""

    start: int
    end: int
    entity: int


class Entity(NamedTuple):
    """An organization of the article: its key in the registry, and the entity that its name shows as parent."""

    registry_id: str | None
    within: int | None


class Roster(NamedTuple):
    """The organizations of an article.

    Mentions are in order of the text and do not overlap; `nested` mentions stand at the beginning of others, such as
    the company in the name of its branch. `words` are the starts of mentions that are no names (该行, 前者);
    `unsettled` is where a clause opens with a name that organizations share and the text does not say whose it is.
    """

    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    nested: tuple[Mention, ...]
    words: frozenset[int] = frozenset()
    unsettled: tuple[int, ...] = ()

    def between(self, region: Region) -> tuple[Mention, ...]:
        """The mentions inside a region, in order."""
        first = bisect_left(self.mentions, (region.start,))
        last = bisect_left(self.mentions, (region.end,), first)
        return tuple(m for m in self.mentions[first:last] if m.end <= region.end)

    def extents(self, text: str) -> tuple[tuple[int, int], ...]:
        """Each mention with the bracket behind it that only says how it is called or listed: 甲公司（简称“甲”）."""
        found: list[tuple[int, int]] = []
        for mention in self.mentions:
            bracket = ASIDE.match(text, mention.end)
            if not found or found[-1][1] < mention.end:
                found.append((mention.start, bracket.end() if bracket else mention.end))
        return tuple(found)

    def of(self, entity: int) -> tuple[Mention, ...]:
        """Every mention of an entity by a name, in order."""
        named = (m for m in (*self.mentions, *self.nested) if m.start not in self.words)
        return tuple(sorted(m for m in named if m.entity == entity))


ASIDE = re.compile(
    r"[（(](?:[^（）()]{0,30}?(?:简称|簡稱|简稱|下称|下稱|统称)[^（）()]{1,40}"
    r"|[A-Z0-9][A-Za-z0-9.:： ,，&股代码]{1,40}|[^（）()]{0,20}\d{5,6}(?:\.[A-Z]{2})?)[）)]"
)
"""A bracket that names what stands before it once more: short names, codes."""

_DANGLING = re.compile(r"[\u4e00-\u9fff]")
_RUNS_ON = re.compile(r"[业长家员界圈版卡贷宝通]|内部|信用")
_MAY_FOLLOW_SHORT = re.compile(
    r"[的在将获以凭与和及已从为是于方曾再也均双旗共首荣入摘斩被携联总报]|集团|公司|方面|系|旗下|子公司|$"
    r"|[^\u4e00-\u9fff]"
)


def find_organizations(text: str, title: str, registry: Registry, given: Iterable[Region] = ()) -> Roster:
    """Find every organization of a text.

    `title` helps to trust names that have no telling form; `given` regions hold names whatever they look like.
    """
    matches = registry.find(text)
    formed = [*_registered(matches), *_grammatical(text, registry, matches)]
    certain = _longest([*formed, *_subjects(text, title, formed)])
    certain = _untiled(text, certain)
    certain = _longest([*certain, *_given(text, (*given, *counted(text)), certain)])
    branches, companies = _branches(text, certain)
    found = _longest([*branches, *certain])
    found = [_whole(text, f) for f in found]
    aliases = dict(declared(text, found))
    aliases.update(shortened(found, text))
    found = _longest([*found, *_occurrences(text, aliases)])
    found = _longest([*found, *_short_names(text, matches, found)])
    branches, companies = _branches(text, [*found, *companies])
    companies += _institutes(text, found, matches)
    found = _longest([*branches, *found])
    found = _longest([*found, *_alone(text, title, found), *described_members(text, found, registry)])
    same = same_keys(found, aliases, text)
    roster = _roster([f._replace(key=same.get(f.key, f.key)) for f in found], companies, same, registry, text)
    return roster._replace(unsettled=tuple(_unsettled(text, matches, found)))


_OPENS = re.compile(r"(?:^|[，。；！？：\n\s])$")


def _unsettled(text: str, matches: Iterable[Match], found: Sequence[Found]) -> Iterator[int]:
    """Where a clause opens with a shared name that is nobody's in this text, and that what follows lets stand alone."""
    taken = {start for f in found for start in range(f.start, f.end)}
    for match in matches:
        opens = _OPENS.search(text, max(0, match.start - 1), match.start)
        if opens and not match.safe and match.start not in taken and _MAY_FOLLOW_SHORT.match(text, match.end):
            yield match.start


def _registered(matches: Iterable[Match]) -> Iterator[Found]:
    for match in matches:
        if match.safe:
            yield Found(match.start, match.end, ("registry", match.candidates[0]))


def _grammatical(text: str, registry: Registry, matches: Iterable[Match]) -> Iterator[Found]:
    known = {match.start: match.end for match in matches if match.safe}
    for region, certain in naming.names(text):
        name = text[region.start : region.end]
        rest = text[known[region.start] : region.end] if region.start in known else ""
        generic = naming.is_generic(rest) and not re.search("研究[院所]|研究中心|学院|实验室", rest)
        if certain and not generic and text[region.start - 1 : region.start] not in tuple("”」》"):
            entry = registry.resolve(name)
            yield Found(*region, ("registry", entry.id) if entry else ("name", norm(name)))


def _subjects(text: str, title: str, formed: list[Found]) -> Iterator[Found]:
    """Names that only their place betrays: none that begins with another name, and none that stands right behind one.

    甲银行王某 is a person of 甲银行, and 支付宝风险大脑 a product of 支付宝; but 甲金融网 is none of 甲金融 where the
    text has 甲金融 nowhere else.
    """
    ends, starts = {f.end for f in formed}, {f.start: f.end for f in formed}
    for name in dict.fromkeys(text[r.start : r.end] for r in named_by_place(text, title)):
        key = ("name", norm(name))
        places = list(naming.standing(text, name))
        begins = {text[at : starts[at]] for at in places if starts.get(at, at + len(name)) < at + len(name)}
        begun = any(name != f"{begin}网" or text.count(begin) > len(places) for begin in begins)
        if not begun and not ends.intersection(places):
            yield from (Found(at, at + len(name), key) for at in places)


_LAND = re.compile(r"（(?:中国|香港|澳门|台湾|亚洲|海外|国际)）(?:股份|有限|责任){0,3}(?:公司)?")


def _whole(text: str, name: Found) -> Found:
    """A name with the land in brackets behind it, which is part of it: 花旗银行（中国）."""
    land = _LAND.match(text, name.end)
    if not land or name.key[0] == "branch":
        return name
    whole = text[name.start : land.end()]
    return Found(name.start, land.end(), ("name", norm(whole)))


def _given(text: str, given: Iterable[Region], known: list[Found]) -> Iterator[Found]:
    """Take a given region as names, unless known names are in it already."""
    for region in given:
        inside = sorted(f for f in known if region.start <= f.start and f.end <= region.end)
        if inside and _filled(text, region, inside):
            continue  # known names fill it
        for part in re.finditer(r"[^、;；\s]{2,30}", text[region.start : region.end]):
            start = region.start + part.start()
            yield Found(start, start + len(part[0]), ("name", norm(part[0])))


def _filled(text: str, region: Region, inside: list[Found]) -> bool:
    """Whether known names, with the places of their branches and remarks, fill a region."""
    starts = [f.start for f in inside[1:]] + [region.end]
    rests = [text[region.start : inside[0].start], *(text[f.end : s] for f, s in zip(inside, starts, strict=True))]
    plain = (re.sub(r"[\s、;；，/]|（.*?）", "", rest) for rest in rests)
    return all(len(rest) < 2 or naming.BRANCH.fullmatch(rest) for rest in plain)


def _longest(found: Iterable[Found]) -> list[Found]:
    """Keep the longest of overlapping candidates; of equals, the registered one.

    Where only the left end differs and the shorter is registered, it is the shorter, since words before a name are
    easily taken for part of it.
    """
    registered_ends = {f.end for f in found if f.key[0] == "registry"}
    ranked = sorted(
        (f for f in found if f.key[0] != "name" or f.end not in registered_ends),
        key=lambda f: (f.start - f.end, f.key[0] != "registry", f.start),
    )
    taken: list[Found] = []
    for candidate in ranked:
        at = bisect_left(taken, candidate)
        free_before = at == 0 or taken[at - 1].end <= candidate.start
        if free_before and (at == len(taken) or candidate.end <= taken[at].start):
            taken.insert(at, candidate)
    return taken


def _untiled(text: str, found: list[Found]) -> list[Found]:
    """Split a name that is two other names of the text run together, as cells with a line break print them."""
    keys = {text[f.start : f.end]: f.key for f in found}
    made = []
    for candidate in found:
        name = text[candidate.start : candidate.end]
        cut = next((n for n in range(3, len(name) - 2) if name[:n] in keys and name[n:] in keys), 0)
        if cut:
            at = candidate.start + cut
            made += [Found(candidate.start, at, keys[name[:cut]]), Found(at, candidate.end, keys[name[cut:]])]
        else:
            made.append(candidate)
    return made


def _branches(text: str, found: Iterable[Found]) -> tuple[list[Found], list[Found]]:
    """Find branches (a company's name, a place, 分公司) and the mentions of the companies inside them."""
    branches, companies = [], []
    for company in found:
        bracket = ASIDE.match(text, company.end)
        after = bracket.end() if bracket else company.end
        place = naming.BRANCH.match(text, after) if company.key[0] != "branch" else None
        if place and not _NO_PLACE.search(place[0]):
            key = "\x1f".join((*company.key, _place(place[0])))
            branches.append(Found(company.start, place.end(), ("branch", key)))
            companies.append(company)
    return branches, companies


_NO_PLACE = re.compile(r"旗下|子公司|及|和|与|在|的|各|[一两三四五六七八九十百\d][家个]|^[两三四五六七八九十\d]+[支分]")
_ALONE = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<place>(?!各|该|本|其|多|旗下|所属|辖|异地|当地|一级|二级|省级|地市|我|两|三|全"
    r"|某)[\u4e00-\u9fff]{2,4}?(?:省|市)?)"
    r"(?P<kind>分公司|中心支公司|支公司|分行|支行)(?![长员])"
)


def _alone(text: str, title: str, found: list[Found]) -> Iterator[Found]:
    """Find branches that go by their place alone (云南分公司): of the company that the text names most."""
    banks: list[Found] = []
    others: list[Found] = []
    for name in found:
        if name.key[0] != "branch":
            (banks if _BANK.search(text, name.start, name.end) else others).append(name)
    yield from _under_bank(text, banks)
    alone = list(_ALONE.finditer(text)) if _BRANCHES.search(text) else []
    for kind, fitting in (("行", banks), ("公司", others)) if alone else ():
        main, times = next(iter(Counter(f.key for f in fitting).most_common(1)), (("", ""), 0))
        if times > 1 or any(f.key == main and text[f.start : f.end] in title for f in fitting):
            for match in alone:
                if match["kind"].endswith(kind):
                    yield Found(*match.span(), ("branch", "\x1f".join((*main, _place(match[0])))))


_BRANCHES = re.compile("分公司|支公司|分行|支行")
_BANK = re.compile("银行(?!业)|农商行|农信|信用社")
_LED = re.compile(r"：(?P<list>[^。；：\n]{4,200})")


def _under_bank(text: str, banks: list[Found]) -> Iterator[Found]:
    """Find the branches that a line lists behind their bank: 甲银行：乙支行、丙分行营业部."""
    for bank in banks:
        led = _LED.match(text, bank.end)
        if led and text[bank.start - 1 : bank.start] in ("", "\n", " "):
            for piece in re.compile(r"[^、，\s]{2,12}(?:支行|分行|营业部|支公司|分公司)(?=$|[、，\s（])").finditer(
                text, *led.span("list")
            ):
                yield Found(*piece.span(), ("branch", "\x1f".join((*bank.key, _place(piece[0])))))


def _place(text: str) -> str:
    """Fold 江苏省分公司 and 江苏分公司 to one key."""
    return re.sub(r"(?<=..)[省市区](?=中心支公司|分公司|支公司|营业部|分行|支行)", "", text)


def _occurrences(text: str, aliases: Mapping[str, tuple[str, str]]) -> Iterator[Found]:
    for alias, key in aliases.items():
        for start in naming.standing(text, alias):
            end = start + len(alias)
            if not (alias.isascii() and _inside_word(text, start, end)):
                yield Found(start, end, key)


def _inside_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _short_names(text: str, matches: Iterable[Match], found: list[Found]) -> Iterator[Found]:
    """Accept names that are unsafe alone (太保, 国寿) where the text has named just one of their bearers safely."""
    named = {f.key[1] for f in found if f.key[0] == "registry"}
    for match in matches:
        bearers = named.intersection(match.candidates)
        quoted = text[match.start - 1 : match.start] in tuple("“「《")
        alone = match.end - match.start > 2 or not _DANGLING.match(text, max(0, match.start - 1))
        free = not _DANGLING.match(text, max(0, match.start - 1)) and not _RUNS_ON.match(text, match.end)
        fits = free or _MAY_FOLLOW_SHORT.match(text, match.end)
        if not match.safe and len(bearers) == 1 and alone and not quoted and fits:
            yield Found(match.start, match.end, ("registry", bearers.pop()))


def _roster(
    found: list[Found],
    companies: list[Found],
    same: Mapping[tuple[str, str], tuple[str, str]],
    registry: Registry,
    text: str,
) -> Roster:
    companies = [c._replace(key=same.get(c.key, c.key)) for c in companies]
    inside = [*companies, *_prefixed(found, registry, text)]
    keys = list(dict.fromkeys(f.key for f in sorted([*found, *inside])))
    index = {key: n for n, key in enumerate(keys)}
    starts = {c.start: index[c.key] for c in inside}
    within = {f.key: starts[f.start] for f in found if f.start in starts and starts[f.start] != index[f.key]}
    for key in keys:
        kind, _, name = key[1].rpartition("\x1f")[0].partition("\x1f")
        if key[0] == "branch" and (kind, name) in index:
            within.setdefault(key, index[kind, name])
    entities = tuple(Entity(key[1] if key[0] == "registry" else None, within.get(key)) for key in keys)
    mentions = tuple(Mention(f.start, f.end, index[f.key]) for f in sorted(set(found)))
    nested = tuple(Mention(f.start, f.end, index[f.key]) for f in sorted(set(inside) - set(found)))
    words = tuple(Mention(*w) for w in stand_ins(text, [Named(*m) for m in mentions]))
    return Roster(entities, tuple(sorted((*mentions, *words))), nested, frozenset(w.start for w in words))


def _institutes(text: str, found: Iterable[Found], matches: Iterable[Match]) -> Iterator[Found]:
    """Find the registered companies in the names of their own institutes: 广发证券 in 广发证券发展研究中心."""
    safe = {match.start: match for match in matches if match.safe}
    for name in found:
        match = safe.get(name.start)
        if match and match.end < name.end and _INSTITUTE.fullmatch(text, match.end, name.end):
            yield Found(match.start, match.end, ("registry", match.candidates[0]))


_INSTITUTE = re.compile(r"[\u4e00-\u9fff]{0,6}研究(?:院|所|中心)")


def _prefixed(found: Iterable[Found], registry: Registry, text: str) -> Iterator[Found]:
    """Find the registered ancestor that a registered name begins with: 中国社科院 in 中国社科院世界社保研究中心."""
    for name in found:
        if name.key[0] != "registry":
            continue
        for ancestor in registry.ancestors(name.key[1]):
            if ancestor.kind != "academic" or ancestor.short_name.endswith("大学"):
                continue  # a subsidiary's name begins with its group's brand, a school's with its university's
            forms = (ancestor.legal_name, ancestor.short_name, *ancestor.aliases, *ancestor.context_aliases)
            form = max((f for f in forms if text.startswith(f, name.start)), key=len, default="")
            if form and name.start + len(form) < name.end:
                yield Found(name.start, name.start + len(form), ("registry", ancestor.id))
